//! Whether a word stands as a name where it may be an everyday word too: `Mark`, `mark`.

use super::fold::lower;
use super::name_words::{
    announces_time, is_determiner, is_german, is_german_noun, is_name_label, is_salutation, is_time, is_title,
};

/// Bytes that are looked at on either side, so that a long line costs no more than a short one.
const WINDOW: usize = 64;

/// What stands before a name that somebody gives as their own. Folded.
const INTRODUCTIONS: &[&str] = &[
    "name is",
    "name's",
    "name ist",
    "heisse",
    "m'appelle",
    "nom est",
    "me llamo",
    "nombre es",
    "mi chiamo",
    "nome e",
    "heet",
    "naam is",
    "me chamo",
    "chamo-me",
    "heter",
];

/// How a word is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Lower,
    Title,
    Upper,
}

/// A word and what stands around it on its line.
struct Place<'t> {
    word: &'t str,
    case: Case,
    /// What stands before it on the line.
    line: &'t str,
    /// What stands before the line, as far as it is looked at.
    above: &'t str,
    after: &'t str,
    /// The word before it, as it is written; empty where a sentence begins.
    previous: &'t str,
    /// What stands between that word and this one.
    between: &'t str,
    is_start: bool,
}

/// Whether a name that is also an everyday word stands here as a name: greeted, signed with, introduced, behind a
/// title, or with a capital in the middle of a sentence that is no headline, and no word before it that announces a
/// thing or a time. `text` is folded.
pub(super) fn has_cue(text: &str, start: usize, end: usize) -> bool {
    Place::new(text, start, end).is_some_and(|place| place.is_addressed() || place.is_capital_inside())
}

/// Whether somebody is greeted, signs, introduces themselves or has a title here; a capital alone does not tell.
pub(super) fn is_addressed(text: &str, start: usize, end: usize) -> bool {
    Place::new(text, start, end).is_some_and(|place| place.is_addressed())
}

/// Whether the word has a capital that no beginning of a sentence gives it.
pub(super) fn is_capital(text: &str, start: usize, end: usize) -> bool {
    Place::new(text, start, end).is_some_and(|place| {
        let opens = place.is_start || place.line.trim_end().ends_with(['.', '!', '?']);
        place.case != Case::Lower && !opens
    })
}

impl<'t> Place<'t> {
    fn new(text: &'t str, start: usize, end: usize) -> Option<Place<'t>> {
        let (mut from, mut to) = (start.saturating_sub(WINDOW), text.len().min(end + WINDOW));
        while !text.is_char_boundary(from) {
            from += 1;
        }
        while !text.is_char_boundary(to) {
            to -= 1;
        }
        let (word, before) = (text.get(start..end)?, text.get(from..start)?);
        let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
        let cut = line.len() == before.len() && from > 0;
        let stem = line.trim_end_matches([' ', '\t', ',', '.']);
        let previous = stem.rsplit(|c: char| !c.is_alphanumeric() && c != '\'').next().unwrap_or_default();
        let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
        let case = match capitals {
            0 => Case::Lower,
            1 if word.starts_with(|c: char| c.is_ascii_uppercase()) => Case::Title,
            _ => Case::Upper,
        };
        Some(Place {
            word,
            case,
            line,
            above,
            after: text.get(end..to)?,
            previous,
            between: line.get(stem.len()..)?,
            is_start: !cut && line.trim_matches([' ', '\t', '\r', '-', '~', '>', '*']).is_empty(),
        })
    }

    fn is_addressed(&self) -> bool {
        if self.is_start {
            return self.is_signature();
        }
        let previous = lower(self.previous);
        let small = self.case == Case::Lower;
        let spaced = self.between.trim().is_empty();
        if is_title(&previous) && matches!(self.between.trim(), "" | ".") {
            // `miss rose`, `don mark`: small letters leave it open.
            return !small || !matches!(&*previous, "don" | "dona" | "lady" | "lord" | "m" | "miss");
        }
        if is_salutation(&previous) && !self.between.contains('.') {
            return self.case == Case::Title && spaced && !is_time(&lower(self.word)) || self.is_closed();
        }
        if self.between.trim().is_empty() && self.line.trim_end().ends_with(':') {
            let label = self.line.trim_end().trim_end_matches(':').trim_end();
            let label = label.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            return is_name_label(&lower(label));
        }
        let line = lower(self.line);
        let line = line.trim_end();
        INTRODUCTIONS.iter().any(|words| line.ends_with(words))
    }

    /// Whether the vocative ends here: `hi mark, …`. Small letters need it, or `thanks, will do` would be a name.
    fn is_closed(&self) -> bool {
        let comma = self.between.contains(',') && self.case == Case::Lower;
        !comma
            && match self.after.trim_start_matches([' ', '\t']).chars().next() {
                None => true,
                Some(next) => ",.!?;:)\r\n-".contains(next),
            }
    }

    /// A line of its own below others.
    fn is_signature(&self) -> bool {
        let rest = self.after.trim_start_matches([' ', '\t', ',', '.', '!', '\r']);
        let alone = rest.is_empty() || rest.starts_with('\n');
        let above = self.above.trim_end_matches([' ', '\t', '\r', '\n', ',', '.', '!']);
        if !alone || above.is_empty() {
            return false;
        }
        let last = above.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        self.case == Case::Title || is_salutation(&lower(last))
    }

    fn is_capital_inside(&self) -> bool {
        let inside = self.line.trim_end().ends_with(|c: char| c.is_alphanumeric() || c == ',');
        if self.case != Case::Title || self.is_start || !inside {
            return false;
        }
        let (word, previous) = (lower(self.word), lower(self.previous));
        let next = self.after.trim_start_matches([' ', ',']);
        let number = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
        let timed = is_time(&word)
            && (announces_time(&previous)
                || number(self.previous)
                || next.starts_with(|c: char| c.is_ascii_digit()));
        let asked = matches!(&*word, "may" | "will") && next.starts_with("I ");
        if is_determiner(&previous) || timed || asked || self.is_headline() {
            return false;
        }
        let mut words = self.line.split_ascii_whitespace().chain(self.after.split_ascii_whitespace());
        let bare = |word: &str| lower(word.trim_matches(|c: char| !c.is_alphanumeric())).into_owned();
        !(is_german_noun(&word) && words.any(|word| is_german(&bare(word))))
    }

    /// Whether the words beside it have capitals too, so that its own says nothing: `The Summer Sale`.
    fn is_headline(&self) -> bool {
        let capital = |word: &str| {
            let mut letters = word.chars();
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_alphabetic)
        };
        let next = self.after.strip_prefix(' ').unwrap_or_default();
        if capital(next) {
            return true;
        }
        let stem = self.line.trim_end_matches([' ', '\t', ',', '.']);
        let head = stem.get(..stem.len() - self.previous.len()).unwrap_or_default().trim_end();
        let opens = head.is_empty() || head.ends_with(['.', '!', '?', ':', ';', ')', '"']);
        capital(self.previous) && !opens && self.between.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cue(text: &str) -> bool {
        let start = text.find('<').expect("a mark");
        let end = text.find('>').expect("a mark") - 1;
        has_cue(&text.replace(['<', '>'], ""), start, end)
    }

    #[test]
    fn greeted_signed_introduced_titled_or_a_capital_inside() {
        for text in [
            "Hi <Will>, how are you",
            "Hi <Will> how are you",
            "hi <will>, how are you",
            "HI <MARK>!",
            "Hallo <Wolf>,",
            "Thanks <Mark>",
            "Hello, <Grace>!",
            "All fine.\n\nRegards,\n<Rose>",
            "All fine.\nthanks\n<rose>",
            "ok\n- <Hope>",
            "Dear Mr. <King>",
            "call mrs <king> back",
            "Frau <Wolf> hat angerufen",
            "M. <Petit> a appele",
            "my name is <joy>",
            "mein Name ist <Koch>",
            "I spoke to <Mark> about it",
            "ordered by <Mark> yesterday",
            "Ask <Will> about it",
            "I asked <Wolf> about it",
            "Name: <wolf>",
            "signed: <ROSE>",
        ] {
            assert!(cue(text), "{text}");
        }
    }

    #[test]
    fn everyday_words_headlines_times_and_nouns_are_none() {
        for text in [
            "<will> you",
            "<Will> you",
            "thanks, <will> do",
            "hi, <will> you be open?",
            "hi <will> you be open?",
            "Thanks, <May> I ask",
            "and <May> I ask",
            "in <May> 2024",
            "12 <May>",
            "The <Summer> Sale",
            "Our new <Summer> Collection",
            "View <Bill> History",
            "your <Bill> is ready",
            "in <mark>",
            "der <Wolf> ist los",
            "Ich habe Angst vor <Wolf> und Hund",
            "La <Costa> bonita",
            "quanto <costa>?",
            "by <June> or July",
            "a call from <May>",
            "I have <Sky> TV",
            "Colour: <Rose>",
        ] {
            assert!(!cue(text), "{text}");
        }
    }
}
