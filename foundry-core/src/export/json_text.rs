//! Writes JSON strings: clean runs are copied whole, only `"`, `\` and control characters are escaped (RFC 8259,
//! section 7). Everything else, U+2028 included, stays as it is in UTF-8.

use std::io::Write;

use crate::conversation::Timestamp;

/// How many bytes are looked at together; the compiler turns the look into a few vector instructions.
const BLOCK: usize = 16;

/// Appends the text with JSON escapes, without quotes around it.
pub(super) fn push_escaped(out: &mut Vec<u8>, text: &str) {
    let mut rest = text.as_bytes();
    while let Some(place) = first_escaped(rest) {
        let (clean, dirty) = rest.split_at(place);
        out.extend_from_slice(clean);
        let Some((byte, after)) = dirty.split_first() else { return };
        push_escape(out, *byte);
        rest = after;
    }
    out.extend_from_slice(rest);
}

/// Appends the text as a JSON string with its quotes.
pub(super) fn push_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    push_escaped(out, text);
    out.push(b'"');
}

/// Appends a time as `2024-05-01T09:30:00Z`, the same text as its `Display`, without quotes.
pub(super) fn push_timestamp(out: &mut Vec<u8>, time: Timestamp) {
    let days = time.0.div_euclid(86_400_000);
    let of_day = time.0.rem_euclid(86_400_000);
    // 1970-01-01 to 9999-12-29, all of which `jiff` can hold too; anything else goes the long way.
    if !(0..2_932_895).contains(&days) {
        // Writing to a Vec cannot fail.
        let _ = write!(out, "{time}");
        return;
    }
    let (year, month, day) = civil_from_days(days);
    let seconds = of_day / 1_000;
    push_digits::<4>(out, year);
    out.push(b'-');
    push_digits::<2>(out, month);
    out.push(b'-');
    push_digits::<2>(out, day);
    out.push(b'T');
    push_digits::<2>(out, seconds / 3_600);
    out.push(b':');
    push_digits::<2>(out, seconds / 60 % 60);
    out.push(b':');
    push_digits::<2>(out, seconds % 60);
    let millis = of_day % 1_000;
    if millis > 0 {
        out.push(b'.');
        push_digits::<3>(out, millis);
        while out.last() == Some(&b'0') {
            out.pop();
        }
    }
    out.push(b'Z');
}

/// The place of the first byte that JSON cannot hold as it is.
fn first_escaped(bytes: &[u8]) -> Option<usize> {
    let mut place = 0;
    while let Some(block) = bytes.get(place..).and_then(<[u8]>::first_chunk::<BLOCK>) {
        if block.iter().fold(false, |found, byte| found | is_escaped(*byte)) {
            break;
        }
        place += BLOCK;
    }
    while let Some(word) = bytes.get(place..).and_then(<[u8]>::first_chunk::<8>) {
        let marks = escape_marks(u64::from_le_bytes(*word));
        if marks != 0 {
            return Some(place + marks.trailing_zeros() as usize / 8);
        }
        place += 8;
    }
    let tail = bytes.get(place..)?.iter().position(|byte| is_escaped(*byte))?;
    Some(place + tail)
}

fn is_escaped(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// Sets the high bit of each byte of a word that must be escaped. A borrow can set bits above a true mark, never below
/// it, so that the lowest mark is always right ("determine if a word has a byte less than n", a classic bit trick).
fn escape_marks(word: u64) -> u64 {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
    let less_than = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit)) & !word;
    let equal_to = |byte: u8| less_than(word ^ (ONES * u64::from(byte)), 1);
    (less_than(word, 0x20) | equal_to(b'"') | equal_to(b'\\')) & HIGH
}

fn push_escape(out: &mut Vec<u8>, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let short = match byte {
        b'"' => b'"',
        b'\\' => b'\\',
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        _ => {
            let digit = |nibble: u8| HEX[usize::from(nibble & 15)];
            out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte)]);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

/// The proleptic Gregorian date of a day count from 1970-01-01 (H. Hinnant, "chrono-compatible low-level date
/// algorithms"), for days from 0.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let of_era = shifted % 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

fn push_digits<const N: usize>(out: &mut Vec<u8>, number: i64) {
    let mut digits = [b'0'; N];
    let mut rest = number;
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    out.extend_from_slice(&digits);
}

/// Appends an array whose values `push` writes, with commas between them.
pub(super) fn push_array<T>(items: &[T], out: &mut Vec<u8>, mut push: impl FnMut(&T, &mut Vec<u8>)) {
    out.push(b'[');
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        push(item, out);
    }
    out.push(b']');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        push_string(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn escapes_what_json_asks_for_and_nothing_else() {
        assert_eq!(
            written("a\"b\\c\nd\re\tf\u{8}\u{c}\u{0}\u{1f}\u{7f}/"),
            r#""a\"b\\c\nd\re\tf\b\f\u0000\u001f"#.to_owned() + "\u{7f}/\""
        );
        assert_eq!(written("é 返金 \u{2028}\u{2029} 👩‍👩‍👧"), "\"é 返金 \u{2028}\u{2029} 👩‍👩‍👧\"");
        assert_eq!(written(""), "\"\"");
    }

    proptest! {
        #[test]
        fn the_first_escape_is_found_wherever_it_stands(bytes in proptest::collection::vec(prop_oneof![8 => 0x20u8.., 1 => any::<u8>()], 0..100)) {
            prop_assert_eq!(first_escaped(&bytes), bytes.iter().position(|byte| is_escaped(*byte)));
        }

        #[test]
        fn reads_back_and_equals_serde_json(text in "([a-z \\\\\"\n\u{0}-\u{1f}éש返😀]|[ -~]{20,40}){0,12}") {
            let json = written(&text);
            prop_assert_eq!(&serde_json::from_str::<String>(&json).unwrap(), &text);
            prop_assert_eq!(json, serde_json::to_string(&text).unwrap());
        }

        #[test]
        fn times_are_written_as_they_display(millis in -70_000_000_000_000i64..260_000_000_000_000, whole in any::<bool>()) {
            let time = Timestamp(if whole { millis / 1_000 * 1_000 } else { millis });
            let mut out = Vec::new();
            push_timestamp(&mut out, time);
            prop_assert_eq!(String::from_utf8(out).unwrap(), time.to_string());
        }
    }

    #[test]
    fn times_at_the_edges() {
        for millis in [
            0,
            1,
            999,
            951_782_400_000,
            1_709_164_800_010,
            253_402_300_799_999,
            253_402_300_800_000,
            i64::MAX,
            i64::MIN,
        ] {
            let mut out = Vec::new();
            push_timestamp(&mut out, Timestamp(millis));
            assert_eq!(String::from_utf8(out).unwrap(), Timestamp(millis).to_string());
        }
    }
}
