//! Which language a text is in: by script, and among languages of one script by their small words.
//!
//! Made for chats: a dozen words are enough, no word is needed twice, and where two languages are near each other
//! nothing is claimed. Integers and fixed tables, so every machine gives the same answer.

mod words;

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::error::{Error, ErrorKind, Result, nearest};
use words::{CYRILLIC_WORDS, WORDS};

/// So many characters of a text are looked at.
const LOOKED_AT: usize = 4_000;
/// A language must have gathered so much to be told, and to be sure of.
const ENOUGH: u32 = 8;
/// What a word of one language alone counts; one of `n` languages counts its `n`th part.
const OWN_WORD: u32 = 12;
/// What a letter of few languages counts.
const OWN_LETTER: u32 = 4;

/// Languages told by their script alone: script's place in [`Script`], codes.
const BY_SCRIPT: [(Script, &str, &str); 15] = [
    (Script::Greek, "el", "ell"),
    (Script::Hebrew, "he", "heb"),
    (Script::Arabic, "ar", "ara"),
    (Script::Persian, "fa", "fas"),
    (Script::Devanagari, "hi", "hin"),
    (Script::Bengali, "bn", "ben"),
    (Script::Tamil, "ta", "tam"),
    (Script::Telugu, "te", "tel"),
    (Script::Thai, "th", "tha"),
    (Script::Kana, "ja", "jpn"),
    (Script::Hangul, "ko", "kor"),
    (Script::Han, "zh", "zho"),
    (Script::Georgian, "ka", "kat"),
    (Script::Armenian, "hy", "hye"),
    (Script::Gujarati, "gu", "guj"),
];

/// Letters that few languages of their script write, with these.
const LETTERS: [(&str, &str); 24] = [
    ("ß", "de"),
    ("ä", "de sv fi et sk"),
    ("ö", "de sv fi tr hu et"),
    ("ü", "de tr hu et"),
    ("ñ¿¡", "es"),
    ("ãõ", "pt et"),
    ("çê", "fr pt tr ca"),
    ("èùû", "fr it ca"),
    ("ìò", "it"),
    ("å", "sv da nb"),
    ("æø", "da nb"),
    ("łąęśźćń", "pl"),
    ("ěřů", "cs"),
    ("ľĺŕôď", "sk"),
    ("ő", "hu"),
    ("ű", "hu"),
    ("țșţă", "ro"),
    ("ğışİ", "tr"),
    ("đ", "hr vi"),
    ("ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹươ", "vi"),
    ("ėįųū", "lt"),
    ("āēīķļņģ", "lv"),
    ("ыэъё", "ru"),
    ("іїєґ", "uk"),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
    Hebrew,
    Arabic,
    Persian,
    Devanagari,
    Bengali,
    Gujarati,
    Tamil,
    Telugu,
    Thai,
    Kana,
    Hangul,
    Han,
    Georgian,
    Armenian,
    Other,
}

fn script(c: char) -> Script {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::Greek,
        '\u{400}'..='\u{52f}' => Script::Cyrillic,
        '\u{530}'..='\u{58f}' => Script::Armenian,
        '\u{590}'..='\u{5ff}' => Script::Hebrew,
        'پ' | 'چ' | 'ژ' | 'گ' | 'ی' | 'ک' => Script::Persian,
        '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => Script::Arabic,
        '\u{900}'..='\u{97f}' => Script::Devanagari,
        '\u{980}'..='\u{9ff}' => Script::Bengali,
        '\u{a80}'..='\u{aff}' => Script::Gujarati,
        '\u{b80}'..='\u{bff}' => Script::Tamil,
        '\u{c00}'..='\u{c7f}' => Script::Telugu,
        '\u{e00}'..='\u{e7f}' => Script::Thai,
        '\u{10a0}'..='\u{10ff}' => Script::Georgian,
        '\u{3040}'..='\u{30ff}' => Script::Kana,
        '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}' => Script::Hangul,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => Script::Han,
        _ => Script::Other,
    }
}

/// The index of a language: of those told by words first, then of those told by script.
type Place = usize;

/// Words and letters with the languages that have them, one bit each.
struct Tables {
    words: HashMap<&'static str, u32>,
    letters: HashMap<char, u32>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, u32> = HashMap::new();
    for (place, (_, _, list)) in WORDS.iter().chain(CYRILLIC_WORDS).enumerate() {
        for word in list.split(' ') {
            *words.entry(word).or_default() |= 1 << place;
        }
    }
    let mut letters: HashMap<char, u32> = HashMap::new();
    for (these, languages) in LETTERS {
        let mask = languages.split(' ').filter_map(place_of).fold(0, |mask, place| mask | 1 << place);
        these.chars().for_each(|letter| *letters.entry(letter).or_default() |= mask);
    }
    Tables { words, letters }
});

/// Codes in the order of [`Place`].
fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    let by_words = WORDS.iter().chain(CYRILLIC_WORDS).map(|(short, long, _)| (*short, *long));
    by_words.chain(BY_SCRIPT.iter().map(|(_, short, long)| (*short, *long)))
}

fn place_of(code: &str) -> Option<Place> {
    languages().position(|(short, long)| short == code || long == code)
}

/// How many languages are known.
const COUNT: usize = 45;

/// What a text gathered for each language.
struct Scores([u32; COUNT]);

impl Scores {
    /// Looks at texts in turn until enough was seen.
    fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Scores {
        let mut scores = Scores([0; COUNT]);
        let mut left = LOOKED_AT;
        let mut word = String::new();
        for text in texts {
            for c in text.chars().take(left).chain([' ']) {
                if c == '\'' || c == '\u{2019}' {
                    if !word.is_empty() {
                        word.push('\'');
                    }
                } else if c.is_alphabetic() {
                    let lower = if c.is_ascii() { c.to_ascii_lowercase() } else { lower_of(c) };
                    word.push(lower);
                    scores.take_letter(lower);
                } else if !word.is_empty() {
                    scores.take_word(&word);
                    word.clear();
                }
            }
            left = left.saturating_sub(text.len());
            if left == 0 {
                break;
            }
        }
        scores
    }

    fn take_letter(&mut self, letter: char) {
        if letter.is_ascii() {
            return;
        }
        if let Some(mask) = TABLES.letters.get(&letter) {
            self.add(*mask, OWN_LETTER);
        }
        let script = script(letter);
        let by_script = BY_SCRIPT.iter().position(|(s, ..)| *s == script);
        let first = COUNT - BY_SCRIPT.len();
        if let Some(score) = by_script.and_then(|at| self.0.get_mut(first + at)) {
            // Japanese is written with Chinese characters too, Persian with Arabic letters: their own tell.
            *score +=
                if matches!(script, Script::Kana | Script::Persian) { 6 * OWN_LETTER } else { OWN_LETTER };
        }
    }

    fn take_word(&mut self, word: &str) {
        if let Some(mask) = TABLES.words.get(word) {
            self.add(*mask, OWN_WORD);
        } else if let Some(at) = word.find('\'') {
            // `l'ordine`, `qu'il`: both parts are words, the first with its apostrophe.
            let (before, after) = word.split_at(at + 1);
            for part in [before, after] {
                if let Some(mask) = TABLES.words.get(part) {
                    self.add(*mask, OWN_WORD);
                }
            }
        }
    }

    fn add(&mut self, mut mask: u32, weight: u32) {
        let each = weight / mask.count_ones().max(1);
        while mask != 0 {
            if let Some(score) = self.0.get_mut(mask.trailing_zeros() as usize) {
                *score += each;
            }
            mask &= mask - 1;
        }
    }

    /// The best and what it gathered; the first of equals.
    fn best(&self) -> (Place, u32) {
        let mut best = (0, 0);
        for (place, score) in self.0.iter().enumerate() {
            if *score > best.1 {
                best = (place, *score);
            }
        }
        best
    }
}

fn lower_of(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// The languages that stay, made ready.
#[derive(Debug, Clone)]
pub(super) struct Languages(Vec<Place>);

impl Languages {
    /// Refuses codes that are not known, with the nearest that is.
    pub(super) fn new(codes: &[String]) -> Result<Languages> {
        let place = |(index, code): (usize, &String)| {
            let folded = code.trim().to_ascii_lowercase();
            // `pt-BR` and `zh_Hans` are languages with more to them.
            let code = folded.split(['-', '_']).next().unwrap_or_default();
            place_of(alias(code)).ok_or_else(|| {
                let known: Vec<&str> = languages().map(|(short, _)| short).collect();
                let hint = match nearest(code, known.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("known are {}", known.join(", ")),
                };
                Error::new(ErrorKind::Config, "not the code of a language that can be told")
                    .at_path(format!("filterSettings.languages[{index}]"))
                    .with_hint(hint)
            })
        };
        codes.iter().enumerate().map(place).collect::<Result<_>>().map(Languages)
    }

    /// Whether a text is surely in none of these languages: another one gathered enough, and twice as much as each of
    /// them.
    pub(super) fn exclude<'t>(&self, texts: impl Iterator<Item = &'t str>) -> bool {
        let scores = Scores::of(texts);
        let (best, most) = scores.best();
        if most < 2 * ENOUGH || self.0.contains(&best) {
            return false;
        }
        self.0.iter().all(|place| scores.0.get(*place).is_none_or(|score| most >= 2 * score))
    }
}

/// Other names of languages.
fn alias(code: &str) -> &str {
    match code {
        "no" | "nor" | "nn" | "nno" => "nb",
        "cmn" | "yue" => "zh",
        "per" => "fa",
        "arb" => "ar",
        "ger" => "de",
        "fre" => "fr",
        "dut" => "nl",
        "cze" => "cs",
        "slo" => "sk",
        "rum" => "ro",
        "gre" => "el",
        "chi" => "zh",
        "bs" | "bos" => "hr",
        other => other,
    }
}

/// The ISO 639-1 code of the language that a text is in; `None` where too little tells, or two languages are equally
/// likely. Linear; looks at the first 4,000 characters.
pub fn identify_language(text: &str) -> Option<&'static str> {
    let scores = Scores::of(std::iter::once(text));
    let (best, most) = scores.best();
    let rivals = scores.0.iter().enumerate().filter(|(place, score)| *place != best && **score == most);
    if most < ENOUGH || rivals.count() > 0 {
        return None;
    }
    languages().nth(best).map(|(short, _)| short)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excludes(codes: &[&str], text: &str) -> bool {
        let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        Languages::new(&codes).unwrap().exclude(std::iter::once(text))
    }

    #[test]
    fn the_tables_fit() {
        assert_eq!(languages().count(), COUNT);
        assert!(WORDS.len() + CYRILLIC_WORDS.len() <= 32);
        for (_, codes) in LETTERS {
            assert!(codes.split(' ').all(|code| place_of(code).is_some_and(|place| place < 32)), "{codes}");
        }
    }

    #[test]
    fn short_sentences_tell_their_language() {
        for (text, code) in [
            ("Could you please tell me when it will be back?", Some("en")),
            ("Ich habe das Gerät nicht bekommen", Some("de")),
            ("Je n'ai pas reçu ma facture", Some("fr")),
            ("No puedo entrar en mi cuenta", Some("es")),
            ("Não consigo entrar na minha conta", Some("pt")),
            ("Non riesco ad accedere al mio account", Some("it")),
            ("Ik kan niet inloggen op mijn account", Some("nl")),
            ("Jag kan inte logga in på mitt konto", Some("sv")),
            ("Nie mogę się zalogować na moje konto", Some("pl")),
            ("Я не могу войти в мой аккаунт", Some("ru")),
            ("Я не можу увійти, що робити?", Some("uk")),
            ("ログインできません", Some("ja")),
            ("无法登录", Some("zh")),
            ("로그인할 수 없어요", Some("ko")),
            ("לא מצליח להתחבר", Some("he")),
            ("ok", None),
            ("1004821 AB-77", None),
            ("", None),
            ("😀😀", None),
        ] {
            assert_eq!(identify_language(text), code, "{text}");
        }
    }

    #[test]
    fn what_is_not_sure_is_not_excluded() {
        assert!(excludes(&["en"], "Guten Tag, ich habe meine Bestellung noch nicht bekommen. Wo ist sie?"));
        assert!(!excludes(&["en", "de"], "Guten Tag, ich habe meine Bestellung noch nicht bekommen."));
        assert!(!excludes(&["en"], "Danke!"), "too short");
        assert!(!excludes(&["en"], "MacBook Pro 14 M3 Max 1TB"), "no words that tell");
        assert!(
            !excludes(
                &["en"],
                "Ich habe das Paket nicht bekommen. I am sorry to hear that, we will send it again."
            ),
            "both"
        );
        assert!(!excludes(&["da"], "Hei, hvor er pakken min? Jeg har ikke fått den"), "near each other");
        assert!(excludes(&["ja"], "包裹一直没有到，我要退款，请尽快处理"));
    }

    #[test]
    fn codes_of_both_lengths_and_with_regions() {
        for code in ["en", "ENG", "pt-BR", "zh_Hans", "no", "nob", "cmn"] {
            assert!(Languages::new(&[code.to_owned()]).is_ok(), "{code}");
        }
        let error = Languages::new(&["en".into(), "xx".into()]).unwrap_err();
        assert_eq!(error.position().path.as_deref(), Some("filterSettings.languages[1]"));
    }
}
