//! Group: messages in any order → conversations by first appearance, their messages by time, ties by input order.
//!
//! Messages are written as bytes into partitions of [`CONVERSATIONS_PER_PARTITION`] conversations each, numbered by
//! first appearance. Past the memory budget every partition goes to the caller's [`Spill`]; a partition is read back
//! whole when its turn comes. What stays in memory besides the budget is one number per conversation (about 40
//! bytes). Neither the budget nor the number of threads changes the result.

mod codec;
mod partition;
mod spill;

pub use partition::{Origin, PartitionReader};
pub use spill::{MemorySpill, Spill};

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::error::{Error, ErrorKind, Result};
use crate::mapping::{ConversationKey, DateOrder, MappedMessage};
use codec::Encoded;

/// How many conversations share a partition, and so a unit of work.
pub const CONVERSATIONS_PER_PARTITION: u32 = 512;

/// Bytes of one page of a partition's buffer.
const PAGE_BYTES: usize = 8 << 10;

/// How rows of one input are read back: its date order and the pause that splits a sender's conversations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InputRule {
    /// The day-month order that the whole time column settled on.
    pub date_order: DateOrder,
    /// The longest pause inside a conversation, in milliseconds, where conversations are found by sender.
    pub gap_millis: Option<i64>,
}

/// Takes messages in input order and hands back conversations.
pub struct Grouper<'s> {
    spill: &'s mut dyn Spill,
    memory_budget: usize,
    partitions: Vec<Partition>,
    free_pages: Vec<Vec<u8>>,
    pages_in_use: usize,
    ordinals: HashMap<u64, u32, BuildHasherDefault<AlreadyHashed>>,
    next_ordinal: u32,
    last_row: Option<(u16, u64, u32)>,
    staging: Vec<u8>,
    messages: u64,
}

/// The bytes of one partition: blocks in the spill place, then pages in memory.
#[derive(Default)]
struct Partition {
    blocks: Vec<(u64, usize)>,
    pages: Vec<Vec<u8>>,
}

impl Partition {
    /// Appends bytes over as many pages as they need; gives the number of new pages.
    fn extend(&mut self, mut bytes: &[u8], free_pages: &mut Vec<Vec<u8>>) -> usize {
        let before = self.pages.len();
        while !bytes.is_empty() {
            match self.pages.last_mut() {
                Some(page) if page.len() < PAGE_BYTES => {
                    let (now, later) = bytes.split_at(bytes.len().min(PAGE_BYTES - page.len()));
                    page.extend_from_slice(now);
                    bytes = later;
                }
                _ => self.pages.push(free_pages.pop().unwrap_or_else(|| Vec::with_capacity(PAGE_BYTES))),
            }
        }
        self.pages.len() - before
    }
}

impl<'s> Grouper<'s> {
    /// A grouper that keeps at most `memory_budget` bytes of messages in memory.
    pub fn new(spill: &'s mut dyn Spill, memory_budget: usize) -> Grouper<'s> {
        Grouper {
            spill,
            memory_budget: memory_budget.max(PAGE_BYTES),
            partitions: Vec::new(),
            free_pages: Vec::new(),
            pages_in_use: 0,
            ordinals: HashMap::default(),
            next_ordinal: 0,
            last_row: None,
            staging: Vec::new(),
            messages: 0,
        }
    }

    /// Takes one message of the input with this number (from 0).
    pub fn push(&mut self, input: u16, message: &MappedMessage<'_>) -> Result<()> {
        let ordinal = self.ordinal(input, &message.key)?;
        let index = (ordinal / CONVERSATIONS_PER_PARTITION) as usize;
        let encoded = Encoded::new(input, ordinal % CONVERSATIONS_PER_PARTITION, message)?;
        if index >= self.partitions.len() {
            self.partitions.resize_with(index + 1, Partition::default);
        }
        let partition = &mut self.partitions[index];
        match partition.pages.last_mut() {
            Some(page) if PAGE_BYTES - page.len() >= encoded.length => encoded.write(page),
            _ => {
                self.staging.clear();
                encoded.write(&mut self.staging);
                self.pages_in_use += partition.extend(&self.staging, &mut self.free_pages);
            }
        }
        self.messages += 1;
        if self.pages_in_use * PAGE_BYTES > self.memory_budget {
            self.spill_pages()?;
        }
        Ok(())
    }

    /// The number of messages taken.
    pub fn messages(&self) -> u64 {
        self.messages
    }

    /// Ends the input; `rules` holds one entry per input.
    pub fn finish(self, rules: Vec<InputRule>) -> PartitionReader<'s> {
        PartitionReader::new(self.spill, self.partitions, rules)
    }

    /// The number of the message's conversation by first appearance. Two ids whose hashes are equal share a number
    /// and are told apart when the partition is read.
    fn ordinal(&mut self, input: u16, key: &ConversationKey<'_>) -> Result<u32> {
        let next = self.next_ordinal;
        let ordinal = match key {
            // Not in the map: rows come once, one after the other, and there may be very many.
            ConversationKey::Row(row) => match self.last_row {
                Some((last_input, last_row, ordinal)) if (last_input, last_row) == (input, *row) => ordinal,
                _ => next,
            },
            _ => *self.ordinals.entry(hash_key(input, key)).or_insert(next),
        };
        if let ConversationKey::Row(row) = key {
            self.last_row = Some((input, *row, ordinal));
        }
        if ordinal == next {
            self.next_ordinal = next.checked_add(1).ok_or_else(|| {
                Error::new(ErrorKind::Limit, "more than 4,294,967,295 conversations")
                    .with_hint("split the inputs and run once for each part")
            })?;
        }
        Ok(ordinal)
    }

    fn spill_pages(&mut self) -> Result<()> {
        let mut block = Vec::new();
        for partition in &mut self.partitions {
            block.clear();
            for mut page in partition.pages.drain(..) {
                block.extend_from_slice(&page);
                page.clear();
                self.free_pages.push(page);
            }
            if !block.is_empty() {
                partition.blocks.push((self.spill.append(&block)?, block.len()));
            }
        }
        self.pages_in_use = 0;
        Ok(())
    }
}

fn hash_key(input: u16, key: &ConversationKey<'_>) -> u64 {
    // SipHash with fixed keys: the same numbers in every run, and long ids cost little.
    let mut hasher = std::hash::DefaultHasher::new();
    match key {
        ConversationKey::Id(id) => {
            hasher.write_u8(0);
            hasher.write(id.as_bytes());
        }
        ConversationKey::Sender(sender) => {
            hasher.write_u8(1);
            hasher.write(sender.as_bytes());
        }
        ConversationKey::Row(row) => {
            hasher.write_u8(2);
            hasher.write_u64(*row);
        }
        ConversationKey::File => {
            hasher.write_u8(3);
            hasher.write_u16(input);
        }
    }
    hasher.finish()
}

/// Passes a 64-bit hash through: the keys of the map are hashes already.
#[derive(Default)]
struct AlreadyHashed(u64);

impl Hasher for AlreadyHashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::conversation::{Conversation, KnownValue, SenderRole};
    use crate::entity::EntityType;
    use crate::mapping::RawTime;

    fn message<'a>(
        key: ConversationKey<'a>,
        row: u64,
        time: Option<i64>,
        content: &'a str,
    ) -> MappedMessage<'a> {
        MappedMessage {
            key,
            row,
            role: SenderRole::Customer,
            content: Cow::Borrowed(content),
            sender_id: None,
            time: time.map(|millis| RawTime { day_first: millis, month_first: millis }),
            status: None,
            custom: &[],
            known: &[],
        }
    }

    fn group(messages: &[MappedMessage<'_>], budget: usize, gap: Option<i64>) -> Vec<(String, Vec<String>)> {
        let mut spill = MemorySpill::new();
        let mut grouper = Grouper::new(&mut spill, budget);
        for message in messages {
            grouper.push(0, message).unwrap();
        }
        let rule = InputRule { date_order: DateOrder::DayFirst, gap_millis: gap };
        let reader = grouper.finish(vec![rule]);
        let mut found = Vec::new();
        let mut bytes = Vec::new();
        for index in 0..reader.len() {
            reader.load(index, &mut bytes).unwrap();
            let mut each = |conversation: Conversation<'_>| {
                let texts = conversation.messages.iter().map(|m| m.content.to_string()).collect();
                found.push((conversation.id.to_string(), texts));
                Ok(())
            };
            reader.conversations(&bytes, &[], &mut each).unwrap();
        }
        found
    }

    #[test]
    fn orders_by_first_appearance_then_time_then_input() {
        use ConversationKey::Id;
        let messages = [
            message(Id("b"), 2, Some(30), "b3"),
            message(Id("a"), 3, Some(5), "a1"),
            message(Id("b"), 4, Some(10), "b1"),
            message(Id("b"), 5, Some(10), "b2"),
            message(Id("b"), 6, None, "b2 follows"),
        ];
        let expected = [("b", vec!["b1", "b2", "b2 follows", "b3"]), ("a", vec!["a1"])];
        let found = group(&messages, 1 << 20, None);
        assert_eq!(found.len(), 2);
        for ((id, texts), (expected_id, expected_texts)) in found.iter().zip(&expected) {
            assert_eq!(id, expected_id);
            assert_eq!(texts, expected_texts);
        }
    }

    #[test]
    fn gives_the_same_at_any_memory_budget() {
        let ids: Vec<String> = (0..3_000).map(|n| format!("c{}", n % 1_100)).collect();
        let long = "x".repeat(20_000);
        let messages: Vec<_> = ids
            .iter()
            .enumerate()
            .map(|(n, id)| {
                let content = if n % 500 == 7 { long.as_str() } else { id.as_str() };
                message(ConversationKey::Id(id), n as u64, Some((n as i64 * 7_919) % 1_000), content)
            })
            .collect();
        let roomy = group(&messages, 1 << 30, None);
        assert_eq!(roomy.len(), 1_100);
        assert_eq!(roomy.iter().map(|(_, texts)| texts.len()).sum::<usize>(), 3_000);
        for budget in [0, 50_000, 1 << 20] {
            assert!(roomy == group(&messages, budget, None), "budget {budget}");
        }
    }

    #[test]
    fn splits_a_senders_messages_at_pauses() {
        use ConversationKey::Sender;
        let messages = [
            message(Sender("ann"), 2, Some(0), "one"),
            message(Sender("ann"), 3, Some(60_000), "two"),
            message(Sender("ann"), 4, Some(10_000_000), "later"),
        ];
        let found = group(&messages, 1 << 20, Some(600_000));
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], ("row-2".to_owned(), vec!["one".to_owned(), "two".to_owned()]));
        assert_eq!(found[1].0, "row-4");
    }

    #[test]
    fn keeps_both_messages_of_one_row_together() {
        use ConversationKey::Row;
        let messages = [
            message(Row(2), 2, None, "question"),
            message(Row(2), 2, None, "answer"),
            message(Row(3), 3, None, "question"),
        ];
        let found = group(&messages, 1 << 20, None);
        assert_eq!(found.iter().map(|(_, texts)| texts.len()).collect::<Vec<_>>(), [2, 1]);
    }

    #[test]
    fn joins_known_values_of_one_row_into_a_party() {
        let known = |entity_type, value| KnownValue { entity_type, value: Cow::Borrowed(value), party: 0 };
        let ann = [known(EntityType::Person, "Ann Lee"), known(EntityType::EmailAddress, "ann@example.com")];
        let bob = [known(EntityType::Person, "Bob Ray")];
        let mut spill = MemorySpill::new();
        let mut grouper = Grouper::new(&mut spill, 1 << 20);
        for (row, values) in [(2, &ann[..]), (3, &bob[..]), (4, &ann[..])] {
            let mut one = message(ConversationKey::Id("a"), row, None, "hello");
            one.known = values;
            grouper.push(0, &one).unwrap();
        }
        let reader = grouper.finish(vec![InputRule { date_order: DateOrder::DayFirst, gap_millis: None }]);
        let mut bytes = Vec::new();
        reader.load(0, &mut bytes).unwrap();
        let mut parties = Vec::new();
        let mut each = |conversation: Conversation<'_>| {
            parties = conversation.known_values.iter().map(|known| known.party).collect();
            Ok(())
        };
        reader.conversations(&bytes, &[], &mut each).unwrap();
        assert_eq!(parties, [1, 1, 2]);
    }
}
