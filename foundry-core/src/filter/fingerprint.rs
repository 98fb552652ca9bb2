//! What tells a conversation from others: the hash of its normal form, sketches of both sides, hashes of its answers.

use std::hash::{DefaultHasher, Hasher};

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::sketch::{Side, Sketch};
use super::{DuplicateRule, FilterSettings, token};
use crate::conversation::{Conversation, SenderRole};

/// Stands before the label of a token in the normal form: a word of the text is never one.
const TOKEN: u8 = 2;
/// Stands for a long number in what is compared for nearness.
const NUMBER: u8 = 3;
/// Numbers of so many digits are ids, which differ between near duplicates; shorter ones are amounts and sizes, which
/// tell them apart.
const ID_DIGITS: usize = 4;

/// What is compared of a conversation. Holds no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// The hash of the normal form.
    pub(super) exact: u64,
    /// Both sides, where near duplicates are looked for and a customer or an agent speaks.
    pub(super) sketch: Option<Box<Sketch>>,
    /// The hash of each answer, where answers are counted; sorted, each once.
    pub(super) answers: Vec<u64>,
}

/// Takes fingerprints, with room that is used again. One per worker.
///
/// In the normal form case, spacing, punctuation, the numbering of tokens and the division of one side's words into
/// messages do not count; who speaks does.
pub struct Fingerprinter {
    near: bool,
    answers: bool,
    folded: Vec<u8>,
    customer: Side,
    agent: Side,
}

impl Fingerprinter {
    /// Takes what these settings compare.
    pub fn new(settings: &FilterSettings) -> Fingerprinter {
        let near = settings.duplicates == DuplicateRule::Near;
        Fingerprinter {
            near,
            answers: settings.max_answer_repeats.is_some(),
            folded: Vec::new(),
            customer: Side::default(),
            agent: Side::default(),
        }
    }

    /// Takes sketches of both sides too, whatever the settings say.
    pub fn with_sketches(mut self) -> Fingerprinter {
        self.near = true;
        self
    }

    /// Takes the hashes of the answers too, whatever the settings say.
    pub fn with_answers(mut self) -> Fingerprinter {
        self.answers = true;
        self
    }

    /// The fingerprint of a conversation: de-identify it first, so that names and addresses do not tell it apart from
    /// its like. Linear in its length.
    pub fn take(&mut self, conversation: &Conversation<'_>) -> Fingerprint {
        let mut hasher = DefaultHasher::new();
        let mut answers = Vec::new();
        let mut speaker = None;
        self.customer.clear();
        self.agent.clear();
        for message in &conversation.messages {
            fold(&message.content, &mut self.folded);
            if self.folded.is_empty() {
                continue;
            }
            let changes = speaker.replace(message.role) != Some(message.role);
            hasher.write_u8(if changes { role_mark(message.role) } else { b' ' });
            hasher.write(&self.folded);
            if !self.near && !self.answers {
                continue;
            }
            fold_ids(&mut self.folded);
            if self.answers && message.role == SenderRole::Agent {
                answers.push(hash_of(&self.folded));
            }
            match message.role {
                SenderRole::Customer if self.near => self.customer.add(&self.folded),
                SenderRole::Agent if self.near => self.agent.add(&self.folded),
                _ => {}
            }
        }
        answers.sort_unstable();
        answers.dedup();
        let sketch = self.near.then(|| Sketch::of(&self.customer, &self.agent)).flatten();
        Fingerprint { exact: hasher.finish(), sketch: sketch.map(Box::new), answers }
    }
}

/// A byte that no text holds in its normal form.
fn role_mark(role: SenderRole) -> u8 {
    match role {
        SenderRole::Customer => 4,
        SenderRole::Agent => 5,
        SenderRole::System => 6,
    }
}

fn hash_of(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// Writes the normal form of a text: small letters and digits with single spaces between words, tokens by their label.
/// Emoji and other signs that say something stay.
fn fold(text: &str, out: &mut Vec<u8>) {
    out.clear();
    if text.is_ascii() {
        fold_ascii(text.as_bytes(), out);
    } else if is_nfc(text) {
        fold_unicode(text, out);
    } else {
        fold_unicode(&text.nfc().collect::<String>(), out);
    }
}

fn fold_ascii(text: &[u8], out: &mut Vec<u8>) {
    let mut gap = false;
    let mut skip_to = 0;
    for (at, byte) in text.iter().enumerate() {
        if at < skip_to {
            continue;
        }
        if byte.is_ascii_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(b' ');
            }
            gap = false;
            out.push(byte.to_ascii_lowercase());
        } else if *byte != b'\'' {
            gap = true;
            if *byte == b'['
                && let Some(found) = text.get(at..).and_then(token::at)
            {
                push_token(found.label, out);
                skip_to = at + found.length;
            }
        }
    }
}

fn fold_unicode(text: &str, out: &mut Vec<u8>) {
    let mut gap = false;
    let mut skip_to = 0;
    let mut buffer = [0; 4];
    for (at, c) in text.char_indices() {
        if at < skip_to {
            continue;
        }
        match c {
            '\''
            | '\u{2019}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200d}'
            | '\u{2060}'
            | '\u{feff}'
            | '\u{fe0e}'
            | '\u{fe0f}' => {}
            '[' => {
                gap = true;
                if let Some(found) = text.as_bytes().get(at..).and_then(token::at) {
                    push_token(found.label, out);
                    skip_to = at + found.length;
                }
            }
            c if c.is_alphanumeric() || !c.is_ascii() && !is_punctuation(c) => {
                if gap && !out.is_empty() {
                    out.push(b' ');
                }
                gap = false;
                for c in c.to_lowercase() {
                    out.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
                }
            }
            _ => gap = true,
        }
    }
}

/// White space, control characters and punctuation beyond ASCII.
fn is_punctuation(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '¡' | '«' | '»' | '¿' | '·' | '´' | '¨' | '¸' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{964}')
}

fn push_token(label: &[u8], out: &mut Vec<u8>) {
    if !out.is_empty() {
        out.push(b' ');
    }
    out.push(TOKEN);
    out.extend_from_slice(label);
}

/// Puts one mark in the place of every long number, in place.
fn fold_ids(text: &mut Vec<u8>) {
    let (mut read, mut write) = (0, 0);
    while let Some(byte) = text.get(read).copied() {
        let digits =
            text.get(read..).map_or(0, |rest| rest.iter().take_while(|b| b.is_ascii_digit()).count());
        let (taken, kept) = match digits {
            0 => (1, 1),
            n if n >= ID_DIGITS => (n, 1),
            n => (n, n),
        };
        if digits >= ID_DIGITS {
            if let Some(slot) = text.get_mut(write) {
                *slot = NUMBER;
            }
        } else if digits == 0 {
            if let Some(slot) = text.get_mut(write) {
                *slot = byte;
            }
        } else {
            text.copy_within(read..read + digits, write);
        }
        read += taken;
        write += kept;
    }
    text.truncate(write);
}

#[cfg(test)]
mod tests {
    use super::super::tests::talk;
    use super::*;
    use SenderRole::{Agent, Customer};

    fn normal(text: &str) -> String {
        let mut out = Vec::new();
        fold(text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_normal_form() {
        for (text, expected) in [
            ("  Hello,   WORLD!! ", "hello world"),
            ("It's on Ann's desk.", "its on anns desk"),
            ("mail [EMAIL_1] or [EMAIL_2]now", "mail \u{2}EMAIL or \u{2}EMAIL now"),
            ("[see below] [EMAIL_x]", "see below email x"),
            ("Größe: É — 5 €", "größe é 5 €"),
            ("e\u{301}te\u{301}", "été"),
            ("ok 👍\u{fe0f}", "ok 👍"),
            ("注文は、どこ？", "注文は どこ"),
            ("[PERSON_3], ¿qué tal?", "\u{2}PERSON qué tal"),
            ("?!… ", ""),
        ] {
            assert_eq!(normal(text), expected, "{text}");
        }
    }

    #[test]
    fn long_numbers_are_ids_and_short_ones_tell_apart() {
        let folded = |text: &str| {
            let mut out = text.as_bytes().to_vec();
            fold_ids(&mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(folded("order 1004821 of 12 at 99"), "order \u{3} of 12 at 99");
        assert_eq!(folded("a20931b 123 1234"), "a\u{3}b 123 \u{3}");
        assert_eq!(folded(""), "");
    }

    #[test]
    fn only_what_is_said_and_by_whom_counts() {
        let mut fingerprinter = Fingerprinter::new(&FilterSettings::none());
        let mut exact = |messages: &[(SenderRole, &'static str)]| fingerprinter.take(&talk(messages)).exact;
        let first =
            exact(&[(Customer, "Hello! I'm [PERSON_1]."), (Customer, "Where is it?"), (Agent, "Here.")]);
        assert_eq!(
            first,
            exact(&[(Customer, "hello im [PERSON_2] WHERE is it"), (Agent, " here "), (Agent, "!")])
        );
        assert_ne!(first, exact(&[(Customer, "hello im [PERSON_2] where is it here")]));
        assert_ne!(first, exact(&[(Agent, "hello im [PERSON_2] where is it"), (Customer, "here")]));
        assert_ne!(first, exact(&[(Customer, "hello im [EMAIL_2] where is it"), (Agent, "here")]));
        assert_ne!(exact(&[(Customer, "it costs 20")]), exact(&[(Customer, "it costs 30")]));
    }
}
