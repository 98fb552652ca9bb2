//! Messages as bytes, for partitions in memory and in the spill place. Private to this run: never kept.

use std::borrow::Cow;

use crate::conversation::{KnownValue, SenderRole};
use crate::entity::EntityType;
use crate::error::{Error, ErrorKind, Result};
use crate::mapping::{ConversationKey, MappedMessage, RawTime};

/// The length that says "no value".
const ABSENT: u32 = u32::MAX;

/// Writes messages into one reused buffer.
#[derive(Default)]
pub(super) struct MessageWriter {
    buffer: Vec<u8>,
}

impl MessageWriter {
    pub(super) fn write(
        &mut self,
        input: u16,
        ordinal: u32,
        message: &MappedMessage<'_>,
        keep_custom: bool,
    ) -> Result<&[u8]> {
        let out = &mut self.buffer;
        out.clear();
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&ordinal.to_le_bytes());
        out.extend_from_slice(&input.to_le_bytes());
        out.push(message.role as u8);
        out.push(u8::from(message.time.is_some()));
        out.extend_from_slice(&message.row.to_le_bytes());
        if let Some(time) = message.time {
            out.extend_from_slice(&time.day_first.to_le_bytes());
            out.extend_from_slice(&time.month_first.to_le_bytes());
        }
        let (kind, id) = match message.key {
            ConversationKey::Id(id) => (0u8, Some(id)),
            ConversationKey::Sender(sender) => (1, Some(sender)),
            ConversationKey::Row(_) => (2, None),
            ConversationKey::File => (3, None),
        };
        out.push(kind);
        put_text(out, id);
        put_text(out, Some(&message.content));
        put_text(out, message.sender_id.as_deref());
        put_text(out, message.status.as_deref());
        let custom = if keep_custom { message.custom } else { &[] };
        out.extend_from_slice(&(custom.len() as u16).to_le_bytes());
        for value in custom {
            put_text(out, value.as_deref());
        }
        out.extend_from_slice(&(message.known.len() as u16).to_le_bytes());
        for known in message.known {
            let index = EntityType::ALL.iter().position(|t| *t == known.entity_type).unwrap_or(usize::MAX);
            out.push(u8::try_from(index).unwrap_or(u8::MAX));
            put_text(out, Some(&known.value));
        }
        let length = u32::try_from(out.len()).map_err(|_| {
            Error::new(ErrorKind::Limit, "a message is longer than 4 GiB").at_row(message.row)
        })?;
        out[..4].copy_from_slice(&length.to_le_bytes());
        Ok(out)
    }
}

fn put_text(out: &mut Vec<u8>, text: Option<&str>) {
    match text {
        Some(text) => {
            out.extend_from_slice(&(text.len() as u32).to_le_bytes());
            out.extend_from_slice(text.as_bytes());
        }
        None => out.extend_from_slice(&ABSENT.to_le_bytes()),
    }
}

/// How a message names its conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StoredKey<'a> {
    Id(&'a str),
    Sender(&'a str),
    Row,
    File,
}

/// A message read back, borrowed from its partition.
pub(super) struct StoredMessage<'a> {
    pub input: u16,
    pub ordinal: u32,
    pub row: u64,
    pub role: SenderRole,
    pub time: Option<RawTime>,
    pub key: StoredKey<'a>,
    pub content: &'a str,
    pub sender_id: Option<&'a str>,
    pub status: Option<&'a str>,
    rest: &'a [u8],
}

impl<'a> StoredMessage<'a> {
    /// Splits the first message off `bytes`.
    pub(super) fn read(bytes: &mut &'a [u8]) -> Result<StoredMessage<'a>> {
        let mut cursor = Cursor(bytes);
        let length = cursor.u32()? as usize;
        let (own, others) = bytes.split_at_checked(length).ok_or_else(broken)?;
        *bytes = others;
        let mut cursor = Cursor(own.get(4..).ok_or_else(broken)?);
        let ordinal = cursor.u32()?;
        let input = cursor.u16()?;
        let role = match cursor.u8()? {
            0 => SenderRole::Customer,
            1 => SenderRole::Agent,
            _ => SenderRole::System,
        };
        let has_time = cursor.u8()? != 0;
        let row = cursor.u64()?;
        let time = match has_time {
            true => Some(RawTime { day_first: cursor.u64()? as i64, month_first: cursor.u64()? as i64 }),
            false => None,
        };
        let kind = cursor.u8()?;
        let id = cursor.text()?.unwrap_or("");
        let key = match kind {
            0 => StoredKey::Id(id),
            1 => StoredKey::Sender(id),
            2 => StoredKey::Row,
            _ => StoredKey::File,
        };
        let content = cursor.text()?.unwrap_or("");
        let sender_id = cursor.text()?;
        let status = cursor.text()?;
        Ok(StoredMessage { input, ordinal, row, role, time, key, content, sender_id, status, rest: cursor.0 })
    }

    /// The custom values, in the order of the mapper's fields, then the known values.
    pub(super) fn fields(
        &self,
        mut custom: impl FnMut(usize, &'a str),
        mut known: impl FnMut(KnownValue<'a>),
    ) -> Result<()> {
        let mut cursor = Cursor(self.rest);
        for slot in 0..usize::from(cursor.u16()?) {
            custom(slot, cursor.text()?.unwrap_or(""));
        }
        for _ in 0..cursor.u16()? {
            let index = cursor.u8()?;
            let entity_type = EntityType::ALL.get(usize::from(index)).copied().unwrap_or(EntityType::Id);
            let value = Cow::Borrowed(cursor.text()?.unwrap_or(""));
            known(KnownValue { entity_type, value, party: 0 });
        }
        Ok(())
    }
}

struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N]> {
        let (head, tail) = self.0.split_first_chunk::<N>().ok_or_else(broken)?;
        self.0 = tail;
        Ok(*head)
    }

    fn u8(&mut self) -> Result<u8> {
        Ok(u8::from_le_bytes(self.take()?))
    }

    fn u16(&mut self) -> Result<u16> {
        Ok(u16::from_le_bytes(self.take()?))
    }

    fn u32(&mut self) -> Result<u32> {
        Ok(u32::from_le_bytes(self.take()?))
    }

    fn u64(&mut self) -> Result<u64> {
        Ok(u64::from_le_bytes(self.take()?))
    }

    fn text(&mut self) -> Result<Option<&'a str>> {
        let length = self.u32()?;
        if length == ABSENT {
            return Ok(None);
        }
        let (text, tail) = self.0.split_at_checked(length as usize).ok_or_else(broken)?;
        self.0 = tail;
        std::str::from_utf8(text).map(Some).map_err(|_| broken())
    }
}

fn broken() -> Error {
    Error::new(ErrorKind::Io, "the spill place gave back other bytes than were written to it")
        .with_hint("check the disk that holds the temporary folder")
}
