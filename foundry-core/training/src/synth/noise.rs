//! How people really type: lower case, lost punctuation, slips, short forms.

use crate::labelled::Label;

use super::draft::{Speaker, Turn};
use super::language::Language;
use super::random::Random;

/// What some people put behind a message.
const SMILEYS: &[&str] = &[
    " 🙏", " 😊", " :)", " :(", " 😡", "!!", " 👍", "...", " ❤️", " 😭", " ;)", " 🙂", " lol", " xx", " 🎉",
    "!!!", " 🤔",
];

/// What a web page leaves where a line ended.
const LINE_MARKS: &[&str] = &["<br>", "<br/>\n", "\n", "&nbsp;\n", "</p>\n<p>"];

/// How one speaker types throughout a text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Habits {
    /// All letters small.
    lower: bool,
    /// Small letters but for names.
    lower_but_names: bool,
    /// All letters capital.
    upper: bool,
    /// A capital at the start of every word.
    titled: bool,
    /// No mark at the end of a message.
    no_final_mark: bool,
    /// No marks at all, as in the transcript of a call.
    no_marks: bool,
    no_apostrophes: bool,
    /// Every word is hit with this many percent.
    slips: usize,
    short_forms: bool,
    double_blanks: bool,
    smileys: bool,
    no_accents: bool,
    html: bool,
}

impl Habits {
    /// The habits of someone who takes part in a text.
    pub(super) fn choose(speaker: Speaker, random: &mut Random) -> Habits {
        let mut habits = Habits { no_accents: random.chance(5), ..Habits::default() };
        if speaker != Speaker::Customer {
            habits.html = random.chance(2);
            habits.lower = random.chance(if speaker == Speaker::Writer { 6 } else { 4 });
            habits.slips = if random.chance(6) { 2 } else { 0 };
            habits.no_apostrophes = random.chance(3);
            habits.no_final_mark = random.chance(6);
            return habits;
        }
        match random.below(100) {
            0..44 => habits.smileys = random.chance(10),
            44..62 => {
                habits.lower = true;
                habits.no_final_mark = random.chance(70);
                habits.no_apostrophes = random.chance(50);
                habits.short_forms = random.chance(30);
                habits.smileys = random.chance(10);
            }
            62..72 => {
                habits.lower_but_names = true;
                habits.no_final_mark = random.chance(60);
                habits.no_apostrophes = random.chance(40);
            }
            72..82 => habits.slips = random.between(2, 9),
            82..88 => {
                habits.lower = true;
                habits.no_marks = true;
                habits.no_apostrophes = random.chance(50);
            }
            88..91 => habits.upper = true,
            91 => habits.titled = true,
            92..95 => {
                habits.no_final_mark = true;
                habits.no_apostrophes = true;
                habits.double_blanks = true;
            }
            _ => {
                habits.short_forms = true;
                habits.smileys = random.chance(30);
                habits.no_final_mark = random.chance(50);
            }
        }
        habits
    }

    /// The habits of the transcript of a call: no capitals, no marks.
    pub(super) fn transcript() -> Habits {
        Habits { lower: true, no_marks: true, ..Habits::default() }
    }

    /// The turn as this person would type it; spans follow their names.
    pub(super) fn apply(&self, turn: &Turn, language: Language, random: &mut Random) -> Turn {
        let mut typed = Turn::new(turn.speaker);
        let mut at = 0;
        for &(span, label) in &turn.spans {
            self.plain(&turn.text[at..span.start], language, random, &mut typed);
            self.name(&turn.text[span.start..span.end], label, random, &mut typed);
            at = span.end;
        }
        self.plain(&turn.text[at..], language, random, &mut typed);
        if (self.no_final_mark || self.no_marks) && !typed.text.ends_with("..") {
            let keep = typed.spans.last().map_or(0, |(span, _)| span.end);
            while typed.text.len() > keep && typed.text.ends_with(['.', '!', ',']) {
                typed.text.pop();
            }
        }
        if typed.text.trim().is_empty() {
            return turn.clone();
        }
        if self.smileys && random.chance(35) {
            typed.text.push_str(random.pick_text(SMILEYS));
        }
        typed
    }

    /// Names keep their letters but for case and accents.
    fn name(&self, name: &str, label: Label, random: &mut Random, typed: &mut Turn) {
        let mut name = self.cased(name, true);
        if self.no_marks && label != Label::Person {
            name = name.replace([',', '.'], "");
        }
        if self.slips > 5 && random.chance(4) {
            name = slip(&name, random);
        }
        typed.push_labelled(&name, label);
    }

    fn plain(&self, text: &str, language: Language, random: &mut Random, typed: &mut Turn) {
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|mark: char| !is_word_mark(mark)).unwrap_or(rest.len());
            if end > 0 {
                let word = &rest[..end];
                let spared = is_part_of_value(
                    typed.text.chars().next_back(),
                    word,
                    rest[end..].chars().next(),
                    rest[end..].chars().nth(1),
                );
                if spared {
                    typed.text.push_str(word);
                } else {
                    self.word(word, language, random, typed);
                }
                rest = &rest[end..];
                continue;
            }
            let Some(mark) = rest.chars().next() else { break };
            rest = &rest[mark.len_utf8()..];
            let in_value = is_joined(typed.text.chars().next_back(), rest.chars().next());
            match mark {
                '.' | ',' | '!' | '?' | ';' | ':' if self.no_marks && !in_value => {}
                ' ' if self.double_blanks && random.chance(8) => typed.text.push_str("  "),
                '\n' if self.html => typed.text.push_str(random.pick_text(LINE_MARKS)),
                other => typed.text.push(other),
            }
        }
    }

    fn word(&self, word: &str, language: Language, random: &mut Random, typed: &mut Turn) {
        let mut word = self.cased(word, false);
        if self.no_apostrophes {
            // Behind a name the apostrophe stays, or the name would grow.
            let lead = word.chars().next().filter(|&mark| mark == '\'' || mark == '’');
            word = lead.into_iter().chain(word.chars().filter(|&mark| mark != '\'' && mark != '’')).collect();
        }
        if self.short_forms
            && random.chance(60)
            && let Some(short) = short_form(&word, language)
        {
            word = short.to_string();
        }
        if self.slips > 0 && random.chance(self.slips) {
            word = slip(&word, random);
        }
        typed.text.push_str(&word);
    }

    fn cased(&self, text: &str, name: bool) -> String {
        let text =
            if self.no_accents { text.chars().map(without_accent).collect() } else { text.to_string() };
        if self.upper {
            text.to_uppercase()
        } else if self.lower || (self.lower_but_names && !name) {
            text.to_lowercase()
        } else if self.titled && !name {
            let mut letters = text.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        } else {
            text
        }
    }
}

fn is_word_mark(mark: char) -> bool {
    mark.is_alphabetic() || mark == '\'' || mark == '’'
}

/// Whether a word belongs to a mail address, a link, an order number or the like, which slips would spoil.
fn is_part_of_value(before: Option<char>, word: &str, after: Option<char>, then: Option<char>) -> bool {
    let glued = |mark: Option<char>| {
        mark.is_some_and(|mark| {
            mark.is_ascii_digit() || matches!(mark, '@' | '_' | '/' | '\\' | '#' | '&' | '<' | '=')
        })
    };
    glued(before)
        || glued(after)
        || (after == Some('.') && then.is_some_and(char::is_alphanumeric))
        || before == Some('.')
        || word.len() > 24
}

/// Whether a mark stands inside a number, a time or a link.
fn is_joined(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(char::is_alphanumeric)
        && after.is_some_and(|after| after.is_alphanumeric() || after == '/')
}

/// A slip of the fingers in an ordinary word of four letters or more.
fn slip(word: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 4 {
        return word.to_string();
    }
    let at = random.between(1, letters.len() - 2);
    match random.below(4) {
        0 => letters.swap(at, at + 1),
        1 => {
            letters.remove(at);
        }
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = neighbour(letters[at], random),
    }
    letters.into_iter().collect()
}

/// A key beside the one that was meant.
fn neighbour(letter: char, random: &mut Random) -> char {
    const ROWS: [&[u8]; 3] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];
    for row in ROWS {
        if let Some(at) = row.iter().position(|&key| char::from(key) == letter) {
            let beside = if at == 0 || (at + 1 < row.len() && random.chance(50)) { at + 1 } else { at - 1 };
            return char::from(row[beside]);
        }
    }
    letter
}

/// What hurried people write instead of a word.
fn short_form(word: &str, language: Language) -> Option<&'static str> {
    Some(match (language, word.to_lowercase().as_str()) {
        (Language::English, "you") => "u",
        (Language::English, "your") => "ur",
        (Language::English, "you're") => "ur",
        (Language::English, "please") => "pls",
        (Language::English, "thanks") => "thx",
        (Language::English, "because") => "bc",
        (Language::English, "are") => "r",
        (Language::English, "for") => "4",
        (Language::English, "to") => "2",
        (Language::English, "and") => "n",
        (Language::English, "with") => "w/",
        (Language::English, "message") => "msg",
        (Language::English, "account") => "acct",
        (Language::English, "address") => "addy",
        (Language::English, "tomorrow") => "tmrw",
        (Language::English, "going") => "gonna",
        (Language::English, "want") => "wanna",
        (Language::German, "nicht") => "nich",
        (Language::German, "bitte") => "bt",
        (Language::German, "und") => "u.",
        (Language::German, "ist") => "is",
        (Language::German, "habe") => "hab",
        (Language::German, "eine") => "ne",
        (Language::French, "que") => "q",
        (Language::French, "pour") => "pr",
        (Language::French, "vous") => "vs",
        (Language::French, "bonjour") => "bjr",
        (Language::French, "merci") => "mrc",
        (Language::French, "pas") => "pa",
        (Language::Spanish, "que") => "q",
        (Language::Spanish, "por") => "x",
        (Language::Spanish, "porque") => "xq",
        (Language::Spanish, "también") => "tb",
        (Language::Portuguese, "você") => "vc",
        (Language::Portuguese, "que") => "q",
        (Language::Portuguese, "não") => "n",
        (Language::Portuguese, "porque") => "pq",
        (Language::Portuguese, "também") => "tb",
        (Language::Portuguese, "obrigado") => "obg",
        (Language::Italian, "che") => "ke",
        (Language::Italian, "perché") => "xké",
        (Language::Italian, "per") => "x",
        (Language::Italian, "non") => "nn",
        (Language::Italian, "comunque") => "cmq",
        (Language::Dutch, "het") => "t",
        (Language::Dutch, "een") => "n",
        (Language::Dutch, "even") => "ff",
        (Language::Dutch, "alstublieft") => "aub",
        (Language::Dutch, "in ieder geval") => "iig",
        _ => return None,
    })
}

/// A letter without its accent, as on a keyboard that has none.
pub(super) fn without_accent(letter: char) -> char {
    const ACCENTED: &[(&str, char)] = &[
        ("áàâäãåāăą", 'a'),
        ("éèêëēėęě", 'e'),
        ("íìîïīįı", 'i'),
        ("óòôöõøōő", 'o'),
        ("úùûüūůű", 'u'),
        ("çćč", 'c'),
        ("ñńňņ", 'n'),
        ("šśșş", 's'),
        ("žźż", 'z'),
        ("ýÿ", 'y'),
        ("đď", 'd'),
        ("łľļ", 'l'),
        ("řŕ", 'r'),
        ("ťț", 't'),
        ("ğģ", 'g'),
        ("ķ", 'k'),
    ];
    if letter.is_ascii() {
        return letter;
    }
    let small = letter.to_lowercase().next().unwrap_or(letter);
    let plain = ACCENTED.iter().find(|(group, _)| group.contains(small)).map(|&(_, plain)| plain);
    match plain {
        Some(plain) if letter.is_uppercase() => plain.to_ascii_uppercase(),
        Some(plain) => plain,
        None => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Turn {
        let mut turn = Turn::new(Speaker::Customer);
        turn.push("Hello, it's ");
        turn.push_labelled("José Núñez", Label::Person);
        turn.push(", mail jo@example.com at 10:30, please. Thanks!");
        turn
    }

    #[test]
    fn names_keep_their_spans_under_every_habit() {
        let mut random = Random::new(3, 0);
        for round in 0..500 {
            let habits =
                Habits::choose(if round % 2 == 0 { Speaker::Customer } else { Speaker::Agent }, &mut random);
            let typed = habits.apply(&sample(), Language::English, &mut random);
            let (span, label) = typed.spans[0];
            assert_eq!(label, Label::Person);
            assert!(typed.text[span.start..span.end].to_lowercase().starts_with("jos"), "{}", typed.text);
            assert!(typed.text.to_lowercase().contains("jo@example.com"), "{}", typed.text);
            assert!(typed.text.contains("10:30"), "{}", typed.text);
        }
    }

    #[test]
    fn a_transcript_has_neither_marks_nor_capitals() {
        let typed = Habits::transcript().apply(&sample(), Language::English, &mut Random::new(1, 1));
        assert_eq!(typed.text, "hello it's josé núñez mail jo@example.com at 10:30 please thanks");
    }

    #[test]
    fn accents_come_off_letter_by_letter() {
        let plain: String = "Łukasz Škoda İpek Müller ß".chars().map(without_accent).collect();
        assert_eq!(plain, "Lukasz Skoda İpek Muller ß");
    }
}
