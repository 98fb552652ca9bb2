//! The backstop: long random values behind an assignment whose name says nothing (`foo_sig=…`, `"x-session": "…"`).

/// The shortest value that is looked at.
const SHORTEST: usize = 24;
/// The longest value that is looked at.
const LONGEST: usize = 512;
/// The least Shannon entropy, in bits per character, of what counts as random: words, even in base64, have less.
const BITS: f32 = 4.1;

/// The length of the random value at the beginning of `rest`: small and capital letters and digits mixed, high in
/// entropy; no UUID, no hash in hex, no file name, no path, no text in base64.
pub(super) fn random_len(rest: &[u8]) -> Option<usize> {
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+' | b'/' | b'=' | b'~');
    // Nearly every value is a word, which ends early.
    let head = rest.get(..SHORTEST)?;
    let mixed = head.iter().any(u8::is_ascii_digit) && head.iter().any(u8::is_ascii_uppercase);
    if !mixed || !head.iter().all(part) {
        return None;
    }
    let len = rest.iter().take(LONGEST + 1).take_while(|b| part(b)).count();
    let value = rest.get(..len).filter(|_| len <= LONGEST)?;
    let next = rest.get(len).copied().unwrap_or(b' ');
    if matches!(next, b'.' if rest.get(len + 1).is_some_and(u8::is_ascii_alphanumeric))
        || matches!(next, b'@' | b'(' | b'[' | b':')
    {
        return None;
    }
    let count = |class: fn(&u8) -> bool| value.iter().filter(|b| class(b)).count();
    let (lower, upper, digits) =
        (count(u8::is_ascii_lowercase), count(u8::is_ascii_uppercase), count(u8::is_ascii_digit));
    let mixed = lower * 8 >= len && upper * 8 >= len && digits * 16 >= len;
    // Words joined by hyphens or slashes: a random value has a long part of its own.
    let longest = value.split(|b| matches!(b, b'-' | b'_' | b'/' | b'.')).map(<[u8]>::len).max()?;
    // `evt_1FQn…`: the id of an object, by its kind.
    let kind = value.iter().take_while(|b| b.is_ascii_lowercase()).count();
    let is_object = (2..=8).contains(&kind) && value.get(kind) == Some(&b'_');
    let path = is_object || value.first() == Some(&b'/') || value.iter().filter(|b| **b == b'/').count() > 4;
    (mixed && longest >= 12 && !path && entropy(value) >= BITS && !is_text_in_base64(value)).then_some(len)
}

/// Shannon entropy in bits per character.
fn entropy(value: &[u8]) -> f32 {
    let mut counts = [0u16; 128];
    for byte in value {
        counts[usize::from(byte & 0x7F)] += 1;
    }
    let len = value.len() as f32;
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| f32::from(*count) / len)
        .map(|p| -p * p.log2())
        .sum()
}

/// Whether a value is base64 of printable ASCII.
fn is_text_in_base64(value: &[u8]) -> bool {
    let (mut bits, mut held, mut printable, mut total) = (0u32, 0, 0, 0);
    for byte in value.iter().filter(|b| **b != b'=') {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return false,
        };
        (bits, held) = (bits << 6 | u32::from(six), held + 6);
        if held >= 8 {
            held -= 8;
            let decoded = (bits >> held) as u8;
            total += 1;
            printable += usize::from(matches!(decoded, b' '..=b'~' | b'\n' | b'\t' | b'\r'));
        }
    }
    printable == total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_values() {
        for value in [
            "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9v",
            "q9Zk3vXb7LmN2pRt5wYc8dFg1hJs4",
            "Zm9vYmFyMTIzNDU2Nzg5MGFiY2RlZg9X7q",
        ] {
            assert_eq!(random_len(value.as_bytes()), Some(value.len()), "{value}");
        }
        for value in [
            "550e8400-e29b-41d4-a716-446655440000",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "dGhpcyBpcyBub3QgYSBzZWNyZXQgdGV4dA==",
            "My-Holiday-Photos-From-Summer-2024-Final-V2",
            "ORD-2024-0001234567890123456",
            "SomeVeryLongCamelCaseIdentifierName",
            "evt_1FQnDKH9tpjniVWUPgX2UYTy",
            "/usr/local/lib/python3/site-packages",
            "short1A",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaA1",
        ] {
            assert_eq!(random_len(value.as_bytes()), None, "{value}");
        }
    }
}
