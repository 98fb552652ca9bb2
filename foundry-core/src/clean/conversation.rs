//! Cleaning of whole conversations, and the counts of a run.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Cleaned, Cleaner};
use crate::conversation::{Conversation, Message};

/// What cleaning did in a run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CleanCounts {
    /// Messages of which something was cut.
    pub changed: u64,
    /// Parts that were cut, by reason.
    pub removed: BTreeMap<String, u64>,
    /// The bytes of these parts.
    pub removed_bytes: u64,
    /// Placeholders that stay.
    pub placeholders: u64,
    /// Messages that no person wrote, by kind.
    pub kinds: BTreeMap<String, u64>,
    /// Messages left out of their conversation, by kind.
    pub dropped: BTreeMap<String, u64>,
}

impl CleanCounts {
    /// Adds the counts of another part of the run.
    pub fn add(&mut self, other: &CleanCounts) {
        self.changed += other.changed;
        self.removed_bytes += other.removed_bytes;
        self.placeholders += other.placeholders;
        for (into, from) in [
            (&mut self.removed, &other.removed),
            (&mut self.kinds, &other.kinds),
            (&mut self.dropped, &other.dropped),
        ] {
            for (code, count) in from {
                *into.entry(code.clone()).or_default() += count;
            }
        }
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        *self == CleanCounts::default()
    }

    fn count(&mut self, cleaned: &Cleaned<'_>) {
        self.changed += u64::from(!cleaned.removed.is_empty());
        for part in &cleaned.removed {
            bump(&mut self.removed, part.reason.code());
            self.removed_bytes += part.span.len() as u64;
        }
        self.placeholders += cleaned.flagged.len() as u64;
        if let Some(kind) = cleaned.kind {
            bump(&mut self.kinds, kind.code());
        }
    }
}

fn bump(counts: &mut BTreeMap<String, u64>, code: &str) {
    match counts.get_mut(code) {
        Some(count) => *count += 1,
        None => {
            counts.insert(code.to_owned(), 1);
        }
    }
}

impl Cleaner {
    /// Cleans every message of a conversation in place and leaves out those of the kinds in `dropMessages`. `visit` is
    /// shown each message of which something was cut, with the index it had, its text before, and the account.
    pub fn clean_conversation(
        &mut self,
        conversation: &mut Conversation<'_>,
        counts: &mut CleanCounts,
        visit: &mut dyn FnMut(usize, &str, &Cleaned<'_>),
    ) {
        if !self.settings.enabled {
            return;
        }
        let mut index = 0;
        conversation.messages.retain_mut(|message| {
            let stays = self.clean_message(message, index, counts, visit);
            index += 1;
            stays
        });
    }

    /// Whether the message stays.
    fn clean_message(
        &mut self,
        message: &mut Message<'_>,
        index: usize,
        counts: &mut CleanCounts,
        visit: &mut dyn FnMut(usize, &str, &Cleaned<'_>),
    ) -> bool {
        let before = std::mem::take(&mut message.content);
        let (content, kind) = match before {
            Cow::Borrowed(text) => {
                let cleaned = self.clean(text);
                account(&cleaned, index, text, counts, visit);
                (cleaned.text, cleaned.kind)
            }
            Cow::Owned(text) => {
                let cleaned = self.clean(&text);
                account(&cleaned, index, &text, counts, visit);
                let kind = cleaned.kind;
                let changed = (!cleaned.removed.is_empty()).then(|| cleaned.text.into_owned());
                (Cow::Owned(changed.unwrap_or(text)), kind)
            }
        };
        message.content = content;
        match kind.filter(|kind| self.settings.drop_messages.contains(kind)) {
            Some(kind) => {
                bump(&mut counts.dropped, kind.code());
                false
            }
            None => true,
        }
    }
}

/// Counts what was done to a message and shows it.
fn account(
    cleaned: &Cleaned<'_>,
    index: usize,
    before: &str,
    counts: &mut CleanCounts,
    visit: &mut dyn FnMut(usize, &str, &Cleaned<'_>),
) {
    if cleaned.removed.is_empty() && cleaned.flagged.is_empty() && cleaned.kind.is_none() {
        return;
    }
    counts.count(cleaned);
    if !cleaned.removed.is_empty() {
        visit(index, before, cleaned);
    }
}
