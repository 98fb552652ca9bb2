//! Words that say that a secret follows, and what then counts as one.

use crate::entity::Span;

/// A cue before a value.
pub(super) struct Cue {
    pub(super) span: Span,
}

/// Cue words in lower case, compared with `_` and `-` read as a space.
#[rustfmt::skip]
const CUES: &[&str] = &[
    "api key", "apikey", "access key", "accesskey",
    "secret key", "private key", "signing key", "encryption key",
    "license key", "account key", "key id", "api token",
    "token", "secret", "bearer", "authorization",
    "credential", "credentials", "x api key", "basic", "accountkey", "sharedaccesskey", "secretkey", "privatekey",
    "secretaccesskey", "signature", "sig", "client secret", "app secret", "session key", "auth key", "webhook secret",
];

/// By the last letter of a cue, the letters before it, each as the low five bits: most words end in another pair.
static ENDINGS: [u32; 32] = {
    let mut endings = [0; 32];
    let mut i = 0;
    while i < CUES.len() {
        let cue = CUES[i].as_bytes();
        endings[(cue[cue.len() - 1] & 0x1f) as usize] |= 1 << (cue[cue.len() - 2] & 0x1f);
        i += 1;
    }
    endings
};

/// The most that may stand between a cue and its value, in bytes.
const MAX_GAP: usize = 12;

/// The cue that ends right before the value at byte `value`: `password: `, `api_key=`, `token is `, `Bearer `.
pub(super) fn before(text: &str, value: usize) -> Option<Cue> {
    let bytes = text.as_bytes();
    let mut end = value;
    let mut joined = false;
    let floor = value.saturating_sub(MAX_GAP);
    // Back over spaces, quotes and one separator: `"token": "`, `token = `, `token is `.
    while end > floor {
        match bytes.get(end - 1)? {
            b' ' | b'"' | b'\'' | b'`' | b'*' => end -= 1,
            b':' | b'=' | b'>' => (end, joined) = (end - 1, true),
            b's' | b'S' if !joined && ends_with_word(bytes, end, b"is") => (end, joined) = (end - 2, true),
            b't' | b'T' if !joined && ends_with_word(bytes, end, b"ist") => (end, joined) = (end - 3, true),
            _ => break,
        }
    }
    // The shortest cue has three letters.
    let tail: &[u8; 3] = bytes.get(end.checked_sub(3)?..end)?.try_into().ok()?;
    let ending = ENDINGS[usize::from(tail[2] & 0x1f)] >> (tail[1] & 0x1f) & 1 == 1;
    if end == value || !ending || tail.iter().any(|b| b.is_ascii() && !b.is_ascii_alphabetic()) {
        return None;
    }
    let last = tail[2].to_ascii_lowercase();
    CUES.iter().filter(|word| word.as_bytes().last() == Some(&last)).find_map(|&word| {
        let start = end.checked_sub(word.len())?;
        let same = |a: u8, b: u8| a.to_ascii_lowercase() == b || b == b' ' && matches!(a, b'_' | b'-');
        let equal = bytes.get(start..end)?.iter().zip(word.bytes()).rev().all(|(a, b)| same(*a, b));
        let whole =
            start == 0 || !bytes.get(start - 1)?.is_ascii_alphanumeric() || joined && camel(bytes, start);
        let bare = matches!(word, "bearer" | "basic");
        (equal && whole && (joined || bare) && text.is_char_boundary(start))
            .then_some(Cue { span: Span::new(start, end) })
    })
}

/// Whether the text up to `end` ends in this word with a space before it.
fn ends_with_word(bytes: &[u8], end: usize, word: &[u8]) -> bool {
    end.checked_sub(word.len() + 1).and_then(|start| bytes.get(start..end)).is_some_and(|tail| {
        tail.first() == Some(&b' ') && tail.get(1..).is_some_and(|t| t.eq_ignore_ascii_case(word))
    })
}

/// `clientSecret`: a capital that begins a word inside a name.
fn camel(bytes: &[u8], start: usize) -> bool {
    bytes.get(start).is_some_and(u8::is_ascii_uppercase)
        && start.checked_sub(1).and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_lowercase)
}

/// One past the value that begins at `start`, when it can be a key.
pub(super) fn value_end(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    let mut end = 0;
    for (i, c) in rest.char_indices() {
        if c.is_whitespace() || matches!(c, '"' | '`' | '<' | '>' | '“' | '”') || i >= 1024 {
            break;
        }
        end = i + c.len_utf8();
    }
    let value =
        rest.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '*', '…']);
    is_key(value).then_some(start + value.len())
}

/// Twenty characters or more of a key's alphabet, letters and digits mixed, no UUID, no address, no path.
fn is_key(value: &str) -> bool {
    let classes = Classes::of(value);
    let alphabet = value
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+' | b'/' | b'=' | b'.' | b'-' | b'~'));
    let letters = classes.lower + classes.upper;
    // Words joined by hyphens have few digits and no capitals inside; random text has a digit in six on average.
    let mixed = classes.digits > 0
        && letters > 0
        && (classes.upper > 0 && classes.lower > 0 || classes.digits * 8 >= value.len());
    let random = value
        .split(['-', '_', '.', '/'])
        .any(|part| part.len() >= 12 && part.bytes().any(|b| b.is_ascii_digit()));
    alphabet && value.len() >= 20 && mixed && random && !is_uuid(value) && !is_address(value)
}

/// How many characters of each class a value has.
struct Classes {
    lower: usize,
    upper: usize,
    digits: usize,
}

impl Classes {
    fn of(value: &str) -> Classes {
        let mut classes = Classes { lower: 0, upper: 0, digits: 0 };
        for c in value.chars() {
            match c {
                c if c.is_lowercase() => classes.lower += 1,
                c if c.is_uppercase() => classes.upper += 1,
                c if c.is_ascii_digit() => classes.digits += 1,
                _ => {}
            }
        }
        classes
    }
}

fn is_address(value: &str) -> bool {
    value.contains("://") || value.starts_with("www.") || value.starts_with('/')
}

fn is_uuid(value: &str) -> bool {
    value.len() == 36
        && value.bytes().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}
