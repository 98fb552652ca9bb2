//! Partitions read back: bytes → conversations, each with its messages in order.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Mutex;

use super::codec::{StoredKey, StoredMessage, broken};
use super::{CONVERSATIONS_PER_PARTITION, InputRule, Partition, Spill};
use crate::conversation::{Conversation, KnownValue, Message, Timestamp};
use crate::entity::EntityType;
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
        let Some(slot) = self.partitions.get(index) else {
            bytes.clear();
            return Ok(());
        };
        let partition = std::mem::take(&mut *slot.lock().unwrap_or_else(|poisoned| poisoned.into_inner()));
        // What stands in the buffer is written over: only what it grows by is zeroed first.
        bytes.resize(partition.blocks.iter().map(|(_, length)| length).sum(), 0);
        let mut rest = bytes.as_mut_slice();
        for (offset, length) in partition.blocks {
            let (block, behind) = rest.split_at_mut(length);
            self.spill.read_at(offset, block)?;
            rest = behind;
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
        self.conversations_from(bytes, custom_fields, &mut |_, conversation| each(conversation))
    }

    /// The same with the rows that each conversation comes from.
    pub fn conversations_from<'a>(
        &self,
        bytes: &'a [u8],
        custom_fields: &'a [Vec<String>],
        each: &mut dyn FnMut(&Origin<'_, 'a>, Conversation<'a>) -> Result<()>,
    ) -> Result<()> {
        let mut rest = simdutf8::basic::from_utf8(bytes).map_err(|_| broken())?;
        let mut messages = Vec::new();
        while !rest.is_empty() {
            let (message, behind) = StoredMessage::split(rest)?;
            messages.push(message);
            rest = behind;
        }
        let messages = by_number(&messages);
        let mut timed = Vec::new();
        for same_number in messages.chunk_by(|a, b| a.number() == b.number()) {
            self.one_number(same_number, custom_fields, &mut timed, each)?;
        }
        Ok(())
    }

    /// All messages of one number: one conversation, or several where hashes of ids collided.
    fn one_number<'a>(
        &self,
        messages: &[StoredMessage<'a>],
        custom_fields: &'a [Vec<String>],
        timed: &mut Vec<Timed<'a>>,
        each: &mut dyn FnMut(&Origin<'_, 'a>, Conversation<'a>) -> Result<()>,
    ) -> Result<()> {
        let mut done = Vec::new();
        loop {
            // The first key that has not had its turn: nearly always the only one.
            let mut current = None;
            timed.clear();
            for message in messages {
                let key = message.key()?;
                if !done.is_empty() && done.contains(&key) {
                    continue;
                }
                if *current.get_or_insert(key) == key {
                    timed.push(Timed { message: *message, time: None, sort_key: i64::MIN });
                }
            }
            let Some(key) = current else { return Ok(()) };
            done.push(key);
            self.settle_order(timed);
            let gap = self.rule(timed).and_then(|rule| rule.gap_millis);
            let mut rest = timed.as_slice();
            while !rest.is_empty() {
                let cut = match (key, gap) {
                    (StoredKey::Sender(_), Some(gap)) => first_pause(rest, gap),
                    _ => rest.len(),
                };
                let (now, later) = rest.split_at(cut);
                each(&Origin(now), self.conversation(key, now, custom_fields)?)?;
                rest = later;
            }
            if timed.len() == messages.len() {
                return Ok(());
            }
        }
    }

    fn rule(&self, messages: &[Timed<'_>]) -> Option<InputRule> {
        messages.first().and_then(|timed| self.rules.get(timed.message.input())).copied()
    }

    /// By time, ties by input order; a message without a time stays behind the one it followed in the input.
    fn settle_order(&self, messages: &mut [Timed<'_>]) {
        let mut previous = i64::MIN;
        for timed in messages.iter_mut() {
            let order = self.rules.get(timed.message.input()).map(|rule| rule.date_order);
            timed.time = timed.message.time().map(|raw| match order {
                Some(DateOrder::MonthFirst) => raw.month_first,
                _ => raw.day_first,
            });
            previous = timed.time.unwrap_or(previous);
            timed.sort_key = previous;
        }
        if !messages.is_sorted_by_key(|timed| timed.sort_key) {
            messages.sort_by_key(|timed| timed.sort_key);
        }
    }

    fn conversation<'a>(
        &self,
        key: StoredKey<'a>,
        timed: &[Timed<'a>],
        custom_fields: &'a [Vec<String>],
    ) -> Result<Conversation<'a>> {
        let mut messages = Vec::with_capacity(timed.len());
        let mut known_values = KnownValues::default();
        let mut parties = 0;
        let mut status = None;
        for Timed { message, time, .. } in timed {
            let names = custom_fields.get(message.input()).map_or(&[][..], Vec::as_slice);
            let mut custom = Vec::new();
            let row_start = known_values.list.len();
            let mut party = None;
            let (content, sender_id, message_status) = message.read(
                |slot, value| {
                    if let Some(name) = names.get(slot) {
                        custom.push((Cow::Borrowed(name.as_str()), Cow::Borrowed(value)));
                    }
                },
                |known| match known_values.find(&known) {
                    Some(seen) => party = party.or(Some(seen.party)),
                    None => known_values.push(known),
                },
            )?;
            if known_values.list.len() > row_start {
                let party = party.unwrap_or_else(|| {
                    parties += 1;
                    parties
                });
                known_values.list[row_start..].iter_mut().for_each(|known| known.party = party);
            }
            status = message_status.or(status);
            messages.push(Message {
                role: message.role(),
                content: Cow::Borrowed(content),
                sender_id: sender_id.map(Cow::Borrowed),
                timestamp: time.map(Timestamp),
                custom,
            });
        }
        let first = timed.iter().map(|timed| (timed.message.input(), timed.message.row())).min();
        let first = first.unwrap_or_default();
        let id = match key {
            StoredKey::Id(id) => Cow::Borrowed(id),
            StoredKey::File => Cow::Owned(format!("file-{}", first.0 + 1)),
            _ if self.rules.len() > 1 => Cow::Owned(format!("file-{}-row-{}", first.0 + 1, first.1)),
            _ => Cow::Owned(format!("row-{}", first.1)),
        };
        Ok(Conversation {
            id,
            status: status.map(Cow::Borrowed),
            messages,
            known_values: known_values.list,
            first_row: first.1,
        })
    }
}

/// The known values of one conversation, each once. Few in nearly every conversation, so the first are compared one
/// by one; a conversation with thousands of people must not take a time that grows with their square.
#[derive(Default)]
struct KnownValues<'a> {
    list: Vec<KnownValue<'a>>,
    places: HashMap<(EntityType, Cow<'a, str>), usize>,
}

impl<'a> KnownValues<'a> {
    const COMPARED: usize = 16;

    fn find(&self, wanted: &KnownValue<'a>) -> Option<&KnownValue<'a>> {
        let same =
            |other: &&KnownValue<'a>| other.value == wanted.value && other.entity_type == wanted.entity_type;
        self.list.iter().take(Self::COMPARED).find(same).or_else(|| {
            let place = self.places.get(&(wanted.entity_type, wanted.value.clone()))?;
            self.list.get(*place)
        })
    }

    fn push(&mut self, known: KnownValue<'a>) {
        if self.list.len() >= Self::COMPARED {
            self.places.insert((known.entity_type, known.value.clone()), self.list.len());
        }
        self.list.push(known);
    }
}

/// The messages by number; those of one number keep their input order (a counting sort).
fn by_number<'a>(messages: &[StoredMessage<'a>]) -> Vec<StoredMessage<'a>> {
    let last = CONVERSATIONS_PER_PARTITION as usize - 1;
    let number = |message: &StoredMessage<'_>| (message.number() as usize).min(last);
    let mut starts = vec![0; last + 2];
    for message in messages {
        starts[number(message) + 1] += 1;
    }
    for index in 1..starts.len() {
        starts[index] += starts[index - 1];
    }
    let mut sorted = messages.to_vec();
    for message in messages {
        let slot = &mut starts[number(message)];
        sorted[*slot] = *message;
        *slot += 1;
    }
    sorted
}

/// Where the messages of one conversation come from.
pub struct Origin<'t, 'a>(&'t [Timed<'a>]);

impl Origin<'_, '_> {
    /// The number of the input (from 0) of the first message.
    pub fn input(&self) -> usize {
        self.0.first().map_or(0, |timed| timed.message.input())
    }

    /// The rows of the messages, in the order of the messages; of that input alone.
    pub fn rows(&self) -> impl Iterator<Item = u64> {
        let input = self.input();
        self.0.iter().filter(move |timed| timed.message.input() == input).map(|timed| timed.message.row())
    }
}

/// A message with its settled time.
struct Timed<'a> {
    message: StoredMessage<'a>,
    time: Option<i64>,
    sort_key: i64,
}

/// How many messages stand before the first pause longer than `gap`.
fn first_pause(timed: &[Timed<'_>], gap: i64) -> usize {
    let pauses = timed.windows(2).position(|pair| match pair {
        [before, after] => {
            after.sort_key.saturating_sub(before.sort_key) > gap && before.sort_key != i64::MIN
        }
        _ => false,
    });
    pauses.map_or(timed.len(), |position| position + 1)
}
