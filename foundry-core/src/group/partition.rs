//! Partitions read back: bytes → conversations, each with its messages in order.

use std::borrow::Cow;
use std::sync::Mutex;

use super::codec::{StoredKey, StoredMessage};
use super::{InputRule, Partition, Spill};
use crate::conversation::{Conversation, KnownValue, Message, Timestamp};
use crate::error::Result;
use crate::mapping::DateOrder;

/// Hands out the partitions, each once; may be shared between threads.
pub struct PartitionReader<'s> {
    spill: &'s dyn Spill,
    partitions: Vec<Mutex<Partition>>,
    rules: Vec<InputRule>,
}

impl<'s> PartitionReader<'s> {
    pub(super) fn new(
        spill: &'s dyn Spill,
        partitions: Vec<Partition>,
        rules: Vec<InputRule>,
    ) -> PartitionReader<'s> {
        PartitionReader { spill, partitions: partitions.into_iter().map(Mutex::new).collect(), rules }
    }

    /// The number of partitions. Conversations come in order of first appearance: by partition, then inside each.
    pub fn len(&self) -> usize {
        self.partitions.len()
    }

    /// Whether there was no message at all.
    pub fn is_empty(&self) -> bool {
        self.partitions.is_empty()
    }

    /// Moves the bytes of one partition into `bytes` and frees its memory.
    pub fn load(&self, index: usize, bytes: &mut Vec<u8>) -> Result<()> {
        bytes.clear();
        let Some(slot) = self.partitions.get(index) else { return Ok(()) };
        let partition = std::mem::take(&mut *slot.lock().unwrap_or_else(|poisoned| poisoned.into_inner()));
        for (offset, length) in partition.blocks {
            let start = bytes.len();
            bytes.resize(start + length, 0);
            self.spill.read_at(offset, &mut bytes[start..])?;
        }
        for page in partition.pages {
            bytes.extend_from_slice(&page);
        }
        Ok(())
    }

    /// The conversations in the bytes of one partition, given one after the other to `each`.
    /// `custom_fields` holds the names of the custom fields, for each input.
    pub fn conversations<'a>(
        &self,
        bytes: &'a [u8],
        custom_fields: &'a [Vec<String>],
        each: &mut dyn FnMut(Conversation<'a>) -> Result<()>,
    ) -> Result<()> {
        let mut messages = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            messages.push(StoredMessage::read(&mut rest)?);
        }
        // Stable: messages of one conversation keep their input order.
        messages.sort_by_key(|message| message.ordinal);
        let mut start = 0;
        while let Some(first) = messages.get(start) {
            let same = |message: &StoredMessage<'_>| message.ordinal == first.ordinal;
            let end = start + messages[start..].iter().take_while(|message| same(message)).count();
            self.one_ordinal(&messages[start..end], custom_fields, each)?;
            start = end;
        }
        Ok(())
    }

    /// All messages of one number: one conversation, or several where hashes of ids collided.
    fn one_ordinal<'a>(
        &self,
        messages: &[StoredMessage<'a>],
        custom_fields: &'a [Vec<String>],
        each: &mut dyn FnMut(Conversation<'a>) -> Result<()>,
    ) -> Result<()> {
        let mut left: Vec<&StoredMessage<'a>> = messages.iter().collect();
        while let Some(first) = left.first() {
            let key = first.key;
            let (mine, others): (Vec<_>, Vec<_>) = left.iter().partition(|message| message.key == key);
            left = others;
            let mut timed = self.in_time_order(mine);
            let gap = self.rule(&timed).and_then(|rule| rule.gap_millis);
            while !timed.is_empty() {
                let cut = match (key, gap) {
                    (StoredKey::Sender(_), Some(gap)) => first_pause(&timed, gap),
                    _ => timed.len(),
                };
                let later = timed.split_off(cut);
                each(self.conversation(&timed, custom_fields)?)?;
                timed = later;
            }
        }
        Ok(())
    }

    fn rule(&self, messages: &[Timed<'_, '_>]) -> Option<InputRule> {
        messages.first().and_then(|timed| self.rules.get(usize::from(timed.message.input))).copied()
    }

    /// By time, ties by input order; a message without a time stays behind the one it followed in the input.
    fn in_time_order<'m, 'a>(&self, messages: Vec<&'m StoredMessage<'a>>) -> Vec<Timed<'m, 'a>> {
        let mut previous = i64::MIN;
        let mut timed: Vec<Timed<'m, 'a>> = Vec::with_capacity(messages.len());
        for message in messages {
            let order = self.rules.get(usize::from(message.input)).map(|rule| rule.date_order);
            let time = message.time.map(|raw| match order {
                Some(DateOrder::MonthFirst) => raw.month_first,
                _ => raw.day_first,
            });
            previous = time.unwrap_or(previous);
            timed.push(Timed { message, time, sort_key: previous });
        }
        if !timed.is_sorted_by_key(|timed| timed.sort_key) {
            timed.sort_by_key(|timed| timed.sort_key);
        }
        timed
    }

    fn conversation<'a>(
        &self,
        timed: &[Timed<'_, 'a>],
        custom_fields: &'a [Vec<String>],
    ) -> Result<Conversation<'a>> {
        let mut messages = Vec::with_capacity(timed.len());
        let mut known_values: Vec<KnownValue<'a>> = Vec::new();
        let mut parties = 0;
        let mut status = None;
        for Timed { message, time, .. } in timed {
            let names = custom_fields.get(usize::from(message.input)).map_or(&[][..], Vec::as_slice);
            let mut custom = Vec::new();
            let row_start = known_values.len();
            let mut party = None;
            message.fields(
                |slot, value| {
                    if let Some(name) = names.get(slot) {
                        custom.push((Cow::Borrowed(name.as_str()), Cow::Borrowed(value)));
                    }
                },
                |known| {
                    let seen = known_values
                        .iter()
                        .find(|other| other.value == known.value && other.entity_type == known.entity_type);
                    match seen {
                        Some(seen) => party = party.or(Some(seen.party)),
                        None => known_values.push(known),
                    }
                },
            )?;
            if known_values.len() > row_start {
                let party = party.unwrap_or_else(|| {
                    parties += 1;
                    parties
                });
                known_values[row_start..].iter_mut().for_each(|known| known.party = party);
            }
            status = message.status.or(status);
            messages.push(Message {
                role: message.role,
                content: Cow::Borrowed(message.content),
                sender_id: message.sender_id.map(Cow::Borrowed),
                timestamp: time.map(Timestamp),
                custom,
            });
        }
        let first =
            timed.iter().map(|timed| (timed.message.input, timed.message.row)).min().unwrap_or_default();
        let id = match timed.first().map(|timed| timed.message.key) {
            Some(StoredKey::Id(id)) => Cow::Borrowed(id),
            Some(StoredKey::File) => Cow::Owned(format!("file-{}", first.0 + 1)),
            _ if self.rules.len() > 1 => Cow::Owned(format!("file-{}-row-{}", first.0 + 1, first.1)),
            _ => Cow::Owned(format!("row-{}", first.1)),
        };
        Ok(Conversation { id, status: status.map(Cow::Borrowed), messages, known_values, first_row: first.1 })
    }
}

/// A message with its settled time.
struct Timed<'m, 'a> {
    message: &'m StoredMessage<'a>,
    time: Option<i64>,
    sort_key: i64,
}

/// How many messages stand before the first pause longer than `gap`.
fn first_pause(timed: &[Timed<'_, '_>], gap: i64) -> usize {
    let pauses = timed.windows(2).position(|pair| match pair {
        [before, after] => {
            after.sort_key.saturating_sub(before.sort_key) > gap && before.sort_key != i64::MIN
        }
        _ => false,
    });
    pauses.map_or(timed.len(), |position| position + 1)
}
