//! Macros: text that agents send again and again, found by what is repeated over conversations.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

use super::fold::fold_into;
use crate::conversation::{Conversation, SenderRole};

/// Shorter paragraphs ("Thank you!") are manners, no macros; in bytes of the normal form.
const MIN_LENGTH: usize = 40;

/// A paragraph that is repeated over conversations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Macro {
    /// The paragraph as it stood where it was seen for the second time; may hold personal data until de-identified.
    pub text: String,
    /// In how many conversations it stands.
    pub conversations: u64,
    /// How often it stands there in all.
    pub occurrences: u64,
}

/// Finds macros over a whole data set: paragraphs of agents, compared by a normal form in which case, marks, spaces and
/// figures do not count. Keeps some 40 bytes for each paragraph seen once, and the text of those seen more often.
#[derive(Default)]
pub struct MacroFinder {
    seen: HashMap<u128, Seen, BuildHasherDefault<DefaultHasher>>,
    conversations: u64,
    folded: String,
    normal: String,
}

struct Seen {
    last_conversation: u64,
    conversations: u64,
    occurrences: u64,
    text: Option<String>,
}

impl MacroFinder {
    /// Starts with nothing seen.
    pub fn new() -> MacroFinder {
        MacroFinder::default()
    }

    /// Takes in what the agents of one conversation wrote. Clean the conversation first, or signatures are found too.
    pub fn add(&mut self, conversation: &Conversation<'_>) {
        self.conversations += 1;
        for message in conversation.messages.iter().filter(|message| message.role == SenderRole::Agent) {
            for paragraph in paragraphs(&message.content) {
                self.add_paragraph(paragraph);
            }
        }
    }

    fn add_paragraph(&mut self, paragraph: &str) {
        let Some(key) = self.key(paragraph) else { return };
        let number = self.conversations;
        let seen = self.seen.entry(key).or_insert(Seen {
            last_conversation: 0,
            conversations: 0,
            occurrences: 0,
            text: None,
        });
        seen.occurrences += 1;
        if seen.last_conversation != number {
            seen.last_conversation = number;
            seen.conversations += 1;
            if seen.conversations == 2 {
                seen.text = Some(paragraph.to_owned());
            }
        }
    }

    /// In how many conversations so far the paragraph stands, by its normal form.
    pub fn conversations_with(&mut self, paragraph: &str) -> u64 {
        self.key(paragraph).and_then(|key| self.seen.get(&key)).map_or(0, |seen| seen.conversations)
    }

    /// What stands in at least so many conversations (2 and up), the most frequent first, then by text.
    pub fn finish(self, min_conversations: u64) -> Vec<Macro> {
        let mut macros: Vec<Macro> = self
            .seen
            .into_values()
            .filter(|seen| seen.conversations >= min_conversations)
            .filter_map(|Seen { text, conversations, occurrences, .. }| {
                Some(Macro { text: text?, conversations, occurrences })
            })
            .collect();
        macros.sort_by(|a, b| b.conversations.cmp(&a.conversations).then_with(|| a.text.cmp(&b.text)));
        macros
    }

    /// The key of the normal form; none for a short paragraph.
    fn key(&mut self, paragraph: &str) -> Option<u128> {
        let MacroFinder { folded, normal, .. } = self;
        fold_into(paragraph, folded);
        normal.clear();
        let mut in_figures = false;
        for c in folded.chars() {
            if c.is_ascii_digit() {
                if !in_figures {
                    normal.push('0');
                }
                in_figures = true;
            } else {
                in_figures = false;
                if c.is_alphanumeric() || c == ' ' {
                    normal.push(c);
                }
            }
        }
        if normal.len() < MIN_LENGTH {
            return None;
        }
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            salt.hash(&mut hasher);
            normal.hash(&mut hasher);
            u128::from(hasher.finish())
        };
        Some(half(0) << 64 | half(1))
    }
}

/// Stretches of lines between blank lines.
fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let mut end = 0;
        for line in rest.split_inclusive('\n') {
            if line.trim().is_empty() {
                break;
            }
            end += line.len();
        }
        let (paragraph, after) = rest.split_at(end);
        rest = after;
        Some(paragraph.trim_end())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::Message;

    fn conversation(texts: &[(SenderRole, &'static str)]) -> Conversation<'static> {
        let message = |(role, text): &(SenderRole, &'static str)| Message {
            role: *role,
            content: (*text).into(),
            sender_id: None,
            timestamp: None,
            custom: Vec::new(),
        };
        Conversation {
            id: "c".into(),
            status: None,
            messages: texts.iter().map(message).collect(),
            known_values: Vec::new(),
            first_row: 0,
        }
    }

    #[test]
    fn repeated_paragraphs_of_agents_are_macros() {
        use SenderRole::{Agent, Customer};
        let mut finder = MacroFinder::new();
        finder.add(&conversation(&[
            (Customer, "Please restart the router and wait for three minutes, they said"),
            (
                Agent,
                "Hi Ann,\n\nPlease restart the router and wait for 3 minutes until the light is on.\n\nBye",
            ),
        ]));
        finder.add(&conversation(&[
            (Agent, "Hello Bob\n\nplease restart the router, and wait for 15 minutes until the light is on"),
            (Agent, "Please restart the router and wait for 15 minutes until the light is on."),
        ]));
        finder.add(&conversation(&[(Agent, "Something else that is only said once in the whole data set.")]));
        assert_eq!(
            finder
                .conversations_with("PLEASE restart the router and wait for 1 minutes until the light is on"),
            2
        );
        let macros = finder.finish(2);
        assert_eq!(macros.len(), 1);
        assert_eq!((macros[0].conversations, macros[0].occurrences), (2, 3));
        assert!(macros[0].text.starts_with("please restart the router"));
    }

    #[test]
    fn no_paragraph_is_lost() {
        assert_eq!(paragraphs(" a\nb\n\n \n c \n\n").collect::<Vec<_>>(), ["a\nb", "c"]);
        assert_eq!(paragraphs("").count(), 0);
    }
}
