//! A name for a name: of the same gender as far as it shows, in the same script, case and order of parts.

use super::draw::Draw;
use super::names::{
    ARABIC, CYRILLIC, DEVANAGARI, GREEK, HAN, HANGUL, HEBREW, KANA, LATIN, MEN_BY_NAME, Names, WOMEN_BY_NAME,
};
use super::shape::in_case_of;
use crate::deid::fold::folded_value;
use crate::deid::name_words::is_particle;

const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "madam", "herr", "frau", "hr", "fr", "monsieur",
    "madame", "mme", "mlle", "m", "senor", "senora", "sr", "sra", "srta", "don", "dona", "signor", "signora",
    "sig", "dott", "mevrouw", "meneer", "dhr", "mevr", "jr", "ii", "iii", "phd", "md",
];
const WOMEN_TITLES: &[&str] = &[
    "mrs", "ms", "miss", "madam", "frau", "fr", "madame", "mme", "mlle", "senora", "sra", "srta", "dona",
    "signora", "mevrouw", "mevr",
];
const MEN_TITLES: &[&str] =
    &["mr", "sir", "herr", "hr", "monsieur", "m", "senor", "sr", "don", "signor", "sig", "meneer", "dhr"];

/// A stand-in for `value`, a spelling of the person whose canonical name is given: `J. Roe` and `jane` become parts of
/// the name that `Jane Roe` becomes. `None` in a script that has no list.
pub(super) fn stand_in(seed: u64, canonical: &str, value: &str) -> Option<String> {
    let names = names_of(value)?;
    if names.joined && !value.contains(char::is_whitespace) {
        return Some(joined(seed, names, value));
    }
    let known: Vec<String> =
        words(canonical).map(|word| folded_value(word.1)).filter(|word| !is_fixed(word)).collect();
    let woman = is_woman(canonical, &known).or_else(|| is_woman(value, &known));
    let woman = woman.unwrap_or_else(|| Draw::new(seed ^ 1).below(2) == 0);
    let reversed = value.contains(',') && known.len() > 1;
    let own: Vec<String> =
        words(value).map(|word| folded_value(word.1)).filter(|word| !is_fixed(word)).collect();
    let mut out = String::with_capacity(value.len() + 8);
    let (mut done, mut place) = (0, 0);
    for (at, word) in words(value) {
        let folded = folded_value(word);
        out.push_str(value.get(done..at)?);
        done = at + word.len();
        if is_fixed(&folded) {
            out.push_str(word);
            continue;
        }
        // Which part of the name it is; a word that is none of them counts by its place.
        let letters = folded.chars().count();
        let by_name = known.iter().position(|part| *part == folded);
        let by_initial = || known.iter().position(|part| letters == 1 && part.starts_with(&folded));
        let by_place = if reversed { (place + known.len() - 1) % known.len().max(1) } else { place };
        let last = known.len().max(own.len()).saturating_sub(1);
        let part = by_name.or_else(by_initial).unwrap_or(by_place);
        let titled = last == 0 && at > 0;
        let family = (part == last && last > 0) || titled;
        let mut draw = Draw::new(seed.wrapping_add(1 + part as u64));
        let list = match (family, woman) {
            (true, _) => names.families,
            (false, true) => names.women,
            (false, false) => names.men,
        };
        let name = draw.one_of(list);
        if letters == 1 {
            out.push_str(&in_case_of(word, &name.chars().take(1).collect::<String>()));
        } else {
            out.push_str(&in_case_of(word, name));
        }
        place += 1;
    }
    out.push_str(value.get(done..)?);
    (place > 0).then_some(out)
}

/// Names without a space: one character of a family name, and as many given ones as before.
fn joined(seed: u64, names: &Names, value: &str) -> String {
    let mut draw = Draw::new(seed);
    let list = if draw.below(2) == 0 { names.women } else { names.men };
    let count = value.chars().filter(|c| c.is_alphabetic()).count();
    let mut out = draw.one_of(names.families).to_owned();
    (1..count).for_each(|_| out.push_str(draw.one_of(list)));
    out
}

/// The words of a name with their places; `O'Neil` and `d'Arc` are one, `Anna-Lena` two.
fn words(value: &str) -> impl Iterator<Item = (usize, &str)> {
    let in_word = |c: char| {
        c.is_alphabetic()
            || unicode_normalization::char::is_combining_mark(c)
            || matches!(c, '\'' | '’' | '\u{200D}' | '\u{200B}')
    };
    let mut rest = 0;
    std::iter::from_fn(move || {
        loop {
            let start = rest + value.get(rest..)?.find(in_word)?;
            let tail = value.get(start..)?;
            let end = start + tail.find(|c| !in_word(c)).unwrap_or(tail.len());
            rest = end;
            let word = value.get(start..end)?;
            // `Jane's` is Jane.
            let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
            if word.contains(char::is_alphabetic) {
                return Some((start, word));
            }
        }
    })
}

/// Whether a word of a name stays: a title, or `van der`.
fn is_fixed(folded: &str) -> bool {
    folded.chars().count() > 1 && (TITLES.contains(&folded) || is_particle(folded))
}

/// What title or given name tell of the gender.
fn is_woman(value: &str, known: &[String]) -> Option<bool> {
    for (_, word) in words(value) {
        let word = folded_value(word);
        if WOMEN_TITLES.contains(&word.as_str()) {
            return Some(true);
        }
        if MEN_TITLES.contains(&word.as_str()) {
            return Some(false);
        }
    }
    let given = known.first().filter(|given| given.chars().count() > 2)?;
    let named = |list: &[&str]| list.iter().any(|name| folded_value(name) == *given);
    match () {
        () if named(WOMEN_BY_NAME) || named(LATIN.women) => Some(true),
        () if named(MEN_BY_NAME) || named(LATIN.men) => Some(false),
        () if given.ends_with(['a', 'я', 'а']) => Some(true),
        () if given.is_ascii() && given.ends_with(|c: char| "bcdfghjklmnoprstuvwxz".contains(c)) => {
            Some(false)
        }
        () => None,
    }
}

/// The names of the script that the first letter is of.
fn names_of(value: &str) -> Option<&'static Names> {
    let first = value.chars().find(|c| c.is_alphabetic())?;
    Some(match first {
        'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{FF21}'..='\u{FF5A}' => {
            &LATIN
        }
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => &GREEK,
        '\u{400}'..='\u{52F}' => &CYRILLIC,
        '\u{590}'..='\u{5FF}' => &HEBREW,
        '\u{600}'..='\u{6FF}' => &ARABIC,
        '\u{900}'..='\u{97F}' => &DEVANAGARI,
        '\u{3040}'..='\u{30FF}' => &KANA,
        '\u{AC00}'..='\u{D7AF}' => &HANGUL,
        '\u{4E00}'..='\u{9FFF}' => &HAN,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_person_become_spellings_of_another() {
        let name = |value: &str| stand_in(77, "jane roe", value).unwrap();
        let whole = name("Jane Roe");
        let (given, family) = whole.split_once(' ').unwrap();
        assert!(LATIN.women.contains(&given) && LATIN.families.contains(&family), "{whole}");
        assert_eq!(name("JANE ROE"), whole.to_uppercase());
        assert_eq!(name("jane"), given.to_lowercase());
        assert_eq!(name("Roe, Jane"), format!("{family}, {given}"));
        assert_eq!(name("J. Roe"), format!("{}. {family}", &given[..1]));
        assert_eq!(name("Ms. Roe"), format!("Ms. {family}"));
        assert_eq!(name("Jane's"), format!("{given}'s"));
        let man = stand_in(78, "jan van der berg", "Jan van der Berg").unwrap();
        assert!(man.contains(" van der ") && LATIN.men.contains(&man.split(' ').next().unwrap()), "{man}");
    }

    #[test]
    fn scripts_stay() {
        for (value, names) in [
            ("Анна Петрова", &CYRILLIC),
            ("Μαρία Παππά", &GREEK),
            ("דנה כהן", &HEBREW),
            ("फातिमा खान", &DEVANAGARI),
        ] {
            let name = stand_in(5, &folded_value(value), value).unwrap();
            let family = name.rsplit(' ').next().unwrap();
            assert!(names.families.contains(&family), "{name}");
        }
        assert_eq!(stand_in(5, "王小明", "王小明").unwrap().chars().count(), 3);
        assert_eq!(stand_in(5, "김민수", "김민수").unwrap().chars().count(), 3);
        assert_eq!(stand_in(5, "12", "12"), None);
    }
}
