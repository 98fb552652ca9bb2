//! Pages of long lists: a cursor names the last row seen by its place in the order, so that rows that come and go between
//! two pages neither repeat nor hide another row.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use crate::error::{Error, ErrorKind, Result};

/// The most rows of one page.
pub const MAX_PAGE: u32 = 200;

/// Which page is wanted: so many rows after a cursor.
#[derive(Debug, Clone, Copy)]
pub struct PageRequest {
    after: Option<Cursor>,
    limit: u32,
}

/// A page, and the cursor of the next one where there is one.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Page<T> {
    /// The rows, in the order of the list.
    pub items: Vec<T>,
    /// What to ask for next; absent on the last page.
    #[serde(rename = "nextCursor")]
    pub next: Option<String>,
}

/// The place of a row in a list that runs from the newest down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) at: DateTime<Utc>,
    pub(crate) id: i64,
}

/// Marks the layout; another one would start otherwise.
const LAYOUT: u8 = 1;

impl PageRequest {
    /// The first page, of `limit` rows (1 to [`MAX_PAGE`]; what is outside is moved inside).
    pub fn first(limit: u32) -> Self {
        PageRequest { after: None, limit: limit.clamp(1, MAX_PAGE) }
    }

    /// The page after a cursor, as [`Page::next`] gave it.
    ///
    /// # Errors
    /// [`ErrorKind::Cursor`] where the text is not one.
    pub fn after(cursor: &str, limit: u32) -> Result<Self> {
        Ok(PageRequest { after: Some(Cursor::parse(cursor)?), limit: limit.clamp(1, MAX_PAGE) })
    }

    /// The row after which the page starts; the first page starts after a row newer than all.
    pub(crate) fn start(&self) -> Cursor {
        // The end of Postgres' own calendar is beyond chrono's, so the year 9999 stands for "newest".
        self.after.unwrap_or(Cursor {
            at: DateTime::from_timestamp_micros(253_402_300_799_000_000).unwrap_or_default(),
            id: i64::MAX,
        })
    }

    /// How many rows to fetch: one more than wanted tells whether there is a next page.
    pub(crate) fn fetch(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// The page of the fetched rows.
    pub(crate) fn page<T>(&self, mut items: Vec<T>, place: impl Fn(&T) -> (DateTime<Utc>, i64)) -> Page<T> {
        let wanted = self.limit as usize;
        let more = items.len() > wanted;
        items.truncate(wanted);
        let next = items.last().filter(|_| more).map(|last| {
            let (at, id) = place(last);
            Cursor { at, id }.text()
        });
        Page { items, next }
    }
}

impl Cursor {
    fn text(self) -> String {
        let mut bytes = vec![LAYOUT];
        bytes.extend(self.at.timestamp_micros().to_be_bytes());
        bytes.extend(self.id.to_be_bytes());
        let check = Sha256::digest(&bytes);
        bytes.extend(check.iter().take(4));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn parse(text: &str) -> Result<Self> {
        let refused = || {
            Error::new(ErrorKind::Cursor, "the `cursor` is not one of this list")
                .with_hint("start without one")
        };
        // Longer texts are not decoded at all.
        if text.len() > 40 {
            return Err(refused());
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| refused())?;
        let (body, check) = bytes.split_at_checked(17).ok_or_else(refused)?;
        let [LAYOUT, rest @ ..] = body else { return Err(refused()) };
        let (at, id) = rest.split_first_chunk::<8>().ok_or_else(refused)?;
        let id: [u8; 8] = id.try_into().map_err(|_| refused())?;
        if check != Sha256::digest(body).get(..4).unwrap_or_default() {
            return Err(refused());
        }
        let at = DateTime::from_timestamp_micros(i64::from_be_bytes(*at)).ok_or_else(refused)?;
        Ok(Cursor { at, id: i64::from_be_bytes(id) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_come_back_and_changed_ones_do_not() {
        let cursor = Cursor { at: DateTime::from_timestamp_micros(1_769_904_000_123_456).unwrap(), id: 42 };
        let text = cursor.text();
        assert_eq!(Cursor::parse(&text).unwrap(), cursor);
        for i in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[i] = if changed[i] == b'A' { b'B' } else { b'A' };
            assert!(Cursor::parse(std::str::from_utf8(&changed).unwrap()).is_err(), "byte {i}");
        }
        for bad in ["", "x", "AAAA", &"A".repeat(10_000), "é"] {
            assert_eq!(Cursor::parse(bad).unwrap_err().kind(), ErrorKind::Cursor);
        }
    }
}
