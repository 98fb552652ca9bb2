//! Messages as bytes, for partitions in memory and in the spill place. Private to a run: never kept.
//!
//! Numbers are written in digits of 7 bits, so the bytes of a partition are UTF-8 as a whole: they are checked once
//! when it is read back, and every text in it can then be borrowed.

use std::borrow::Cow;

use crate::conversation::{KnownValue, SenderRole};
use crate::entity::EntityType;
use crate::error::{Error, ErrorKind, Result};
use crate::mapping::{ConversationKey, MappedMessage, RawTime};

/// Bytes before the texts of a message: its numbers.
const HEADER: usize = 64;

/// The length that says "no value", and one more than the longest text.
const ABSENT: u32 = (1 << 28) - 1;

/// Added to a time, so that it is never negative: half of what eight 7-bit digits hold.
const TIME_ZERO: i64 = 1 << 55;

const FIRST_TEXTS: [usize; 4] = [40, 44, 48, 52];
const CUSTOM_COUNT: usize = 56;
const KNOWN_COUNT: usize = 60;

/// A message ready to be written: its numbers and how long it will be.
pub(super) struct Encoded<'m, 'a> {
    header: [u8; HEADER],
    message: &'m MappedMessage<'a>,
    custom: &'m [Option<Cow<'a, str>>],
    pub length: usize,
}

impl<'m, 'a> Encoded<'m, 'a> {
    /// Measures a message. `number` is its conversation's number inside the partition.
    pub(super) fn new(input: u16, number: u32, message: &'m MappedMessage<'a>) -> Result<Encoded<'m, 'a>> {
        let custom = message.custom;
        let mut length = HEADER + 4 * custom.len() + 8 * message.known.len();
        let texts = first_texts(message);
        length += texts.iter().flatten().map(|text| text.len()).sum::<usize>();
        length += custom.iter().flatten().map(|text| text.len()).sum::<usize>();
        length += message.known.iter().map(|known| known.value.len()).sum::<usize>();
        if length >= ABSENT as usize {
            return Err(Error::new(ErrorKind::Limit, "a message is longer than 256 MiB")
                .at_row(message.row)
                .with_hint("lower `limits.maxCellBytes`, so that such a row is left out"));
        }
        let kind = match message.key {
            ConversationKey::Id(_) => 0,
            ConversationKey::Sender(_) => 1,
            ConversationKey::Row(_) => 2,
            ConversationKey::File => 3,
        };
        let mut header = [0; HEADER];
        put32(&mut header, 0, length as u32);
        put32(&mut header, 4, number);
        put32(&mut header, 8, u32::from(input));
        header[12] = message.role as u8;
        header[13] = kind;
        header[14] = u8::from(message.time.is_some());
        put64(&mut header, 16, message.row);
        if let Some(time) = message.time {
            put64(&mut header, 24, (time.day_first + TIME_ZERO) as u64);
            put64(&mut header, 32, (time.month_first + TIME_ZERO) as u64);
        }
        for (at, text) in FIRST_TEXTS.into_iter().zip(texts) {
            put32(&mut header, at, text.map_or(ABSENT, |text| text.len() as u32));
        }
        put32(&mut header, CUSTOM_COUNT, custom.len() as u32);
        put32(&mut header, KNOWN_COUNT, message.known.len() as u32);
        Ok(Encoded { header, message, custom, length })
    }

    /// Appends the message.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.header);
        for text in self.custom {
            out.extend_from_slice(&digits32(text.as_ref().map_or(ABSENT, |text| text.len() as u32)));
        }
        for known in self.message.known {
            let index = known.entity_type.index().unwrap_or_default();
            out.extend_from_slice(&digits32(index as u32));
            out.extend_from_slice(&digits32(known.value.len() as u32));
        }
        for text in first_texts(self.message).into_iter().flatten() {
            out.extend_from_slice(text.as_bytes());
        }
        for text in self.custom.iter().flatten() {
            out.extend_from_slice(text.as_bytes());
        }
        for known in self.message.known {
            out.extend_from_slice(known.value.as_bytes());
        }
    }
}

/// The texts that every message may have, in the order of [`FIRST_TEXTS`].
fn first_texts<'t>(message: &'t MappedMessage<'_>) -> [Option<&'t str>; 4] {
    let id = match message.key {
        ConversationKey::Id(id) | ConversationKey::Sender(id) => Some(id),
        ConversationKey::Row(_) | ConversationKey::File => None,
    };
    [id, Some(&message.content), message.sender_id.as_deref(), message.status.as_deref()]
}

/// How a message names its conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StoredKey<'a> {
    Id(&'a str),
    Sender(&'a str),
    Row,
    File,
}

/// A message in the bytes of its partition; its fields are read when they are asked for.
#[derive(Clone, Copy)]
pub(super) struct StoredMessage<'a> {
    bytes: &'a str,
    header: &'a [u8; HEADER],
}

impl<'a> StoredMessage<'a> {
    /// The first message of `bytes`, and the bytes behind it.
    pub(super) fn split(bytes: &'a str) -> Result<(StoredMessage<'a>, &'a str)> {
        let header = bytes.as_bytes().first_chunk::<HEADER>().ok_or_else(broken)?;
        let (bytes, rest) = bytes.split_at_checked(get32(header, 0) as usize).ok_or_else(broken)?;
        if bytes.len() < HEADER { Err(broken()) } else { Ok((StoredMessage { bytes, header }, rest)) }
    }

    /// The number of the conversation inside the partition.
    pub(super) fn number(&self) -> u32 {
        get32(self.header, 4)
    }

    pub(super) fn input(&self) -> usize {
        get32(self.header, 8) as usize
    }

    pub(super) fn row(&self) -> u64 {
        get64(self.header, 16)
    }

    pub(super) fn role(&self) -> SenderRole {
        match self.header[12] {
            0 => SenderRole::Customer,
            1 => SenderRole::Agent,
            _ => SenderRole::System,
        }
    }

    pub(super) fn time(&self) -> Option<RawTime> {
        let millis = |at| get64(self.header, at) as i64 - TIME_ZERO;
        (self.header[14] == 1).then(|| RawTime { day_first: millis(24), month_first: millis(32) })
    }

    pub(super) fn key(&self) -> Result<StoredKey<'a>> {
        Ok(match self.header[13] {
            0 => StoredKey::Id(self.texts().next()?),
            1 => StoredKey::Sender(self.texts().next()?),
            2 => StoredKey::Row,
            _ => StoredKey::File,
        })
    }

    /// Gives content, sender and status; then each custom value and each known value to the callbacks.
    pub(super) fn read(
        &self,
        mut custom: impl FnMut(usize, &'a str),
        mut known: impl FnMut(KnownValue<'a>),
    ) -> Result<(&'a str, Option<&'a str>, Option<&'a str>)> {
        let mut texts = self.texts();
        texts.next()?;
        let content = texts.next()?;
        let sender_id = texts.next_present()?;
        let status = texts.next_present()?;
        for slot in 0..self.count(CUSTOM_COUNT) {
            custom(slot, texts.next()?);
        }
        for _ in 0..self.count(KNOWN_COUNT) {
            let index = texts.number()? as usize;
            let entity_type = EntityType::ALL.get(index).copied().unwrap_or(EntityType::Id);
            known(KnownValue { entity_type, value: Cow::Borrowed(texts.next()?), party: 0 });
        }
        Ok((content, sender_id, status))
    }

    fn count(&self, at: usize) -> usize {
        get32(self.header, at) as usize
    }

    fn texts(&self) -> Texts<'a> {
        let text = HEADER + 4 * self.count(CUSTOM_COUNT) + 8 * self.count(KNOWN_COUNT);
        Texts { bytes: self.bytes, length: FIRST_TEXTS[0], text }
    }
}

/// Walks over the lengths and the texts of a message side by side.
struct Texts<'a> {
    bytes: &'a str,
    length: usize,
    text: usize,
}

impl<'a> Texts<'a> {
    fn number(&mut self) -> Result<u32> {
        if self.length == CUSTOM_COUNT {
            self.length = HEADER;
        }
        let digits = self.bytes.as_bytes().get(self.length..).and_then(<[u8]>::first_chunk);
        self.length += 4;
        digits.map(|digits: &[u8; 4]| number32(*digits)).ok_or_else(broken)
    }

    fn next_present(&mut self) -> Result<Option<&'a str>> {
        let length = self.number()?;
        if length == ABSENT {
            return Ok(None);
        }
        let end = self.text + length as usize;
        let text = self.bytes.get(self.text..end).ok_or_else(broken)?;
        self.text = end;
        Ok(Some(text))
    }

    fn next(&mut self) -> Result<&'a str> {
        Ok(self.next_present()?.unwrap_or(""))
    }
}

/// Four digits of 7 bits, the lowest first.
fn digits32(number: u32) -> [u8; 4] {
    let spread = number & 0x7f
        | (number & (0x7f << 7)) << 1
        | (number & (0x7f << 14)) << 2
        | (number & (0x7f << 21)) << 3;
    spread.to_le_bytes()
}

fn number32(digits: [u8; 4]) -> u32 {
    let spread = u32::from_le_bytes(digits);
    spread & 0x7f | spread >> 1 & (0x7f << 7) | spread >> 2 & (0x7f << 14) | spread >> 3 & (0x7f << 21)
}

fn put32(header: &mut [u8; HEADER], at: usize, number: u32) {
    header[at..at + 4].copy_from_slice(&digits32(number));
}

fn get32(header: &[u8; HEADER], at: usize) -> u32 {
    number32([header[at], header[at + 1], header[at + 2], header[at + 3]])
}

/// Eight digits of 7 bits: two halves of 28.
fn put64(header: &mut [u8; HEADER], at: usize, number: u64) {
    put32(header, at, number as u32 & ABSENT);
    put32(header, at + 4, (number >> 28) as u32 & ABSENT);
}

fn get64(header: &[u8; HEADER], at: usize) -> u64 {
    u64::from(get32(header, at)) | u64::from(get32(header, at + 4)) << 28
}

pub(super) fn broken() -> Error {
    Error::new(ErrorKind::Io, "the spill place gave back other bytes than were written to it")
        .with_hint("check the disk that holds the temporary folder")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for number in [0, 1, 127, 128, 16_383, 16_384, 2_097_152, ABSENT] {
            let digits = digits32(number);
            assert!(digits.is_ascii());
            assert_eq!(number32(digits), number);
        }
        let mut header = [0; HEADER];
        for time in [-62_135_596_800_000, -1, 0, 1_714_556_400_123, 253_402_300_799_999_i64] {
            put64(&mut header, 24, (time + TIME_ZERO) as u64);
            assert!(header.is_ascii());
            assert_eq!(get64(&header, 24) as i64 - TIME_ZERO, time);
        }
    }
}
