//! Encodings of mail and links: quoted-printable and encoded words (RFC 2045, RFC 2047), base64 (RFC 4648).

use super::percent::in_query;
use super::view::Builder;

/// The shortest run of base64 that is decoded, in characters, and the shortest text it may hold, in bytes.
pub(super) const MIN_RUN: usize = 8;
const MIN_TEXT: usize = 6;
/// How far a run is followed, in characters.
const MAX_RUN: usize = 1 << 16;

/// Whether a text may hold encoded words or quoted-printable.
pub(super) fn has_mime_sign(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'=', bytes)
        .any(|at| matches!(bytes.get(at + 1), Some(b'?' | b'\n' | b'\r')) || quoted_byte(bytes, at).is_some())
}

/// Decodes encoded words, and quoted-printable: where `anywhere` is false only in a text that is plainly written in it,
/// or between the halves of an address, since `a=20` says something else everywhere else.
pub(super) fn read_mime(out: &mut Builder<'_>, text: &str, anywhere: bool) {
    let bytes = text.as_bytes();
    let throughout = anywhere || is_quoted_printable(bytes);
    let (mut done, mut at) = (0, 0);
    let mut word_end = None;
    while let Some(next) = bytes.get(at..).and_then(|rest| memchr::memchr(b'=', rest)) {
        at += next;
        if let Some((word, end)) = encoded_word(text, at) {
            // White space between two encoded words is no part of the text.
            let between = word_end.and_then(|last| text.get(last..at));
            if !between.is_some_and(|between| between.chars().all(char::is_whitespace)) {
                out.copy(done..at);
            }
            out.unit(at..end, &word);
            (at, done, word_end) = (end, end, Some(end));
            continue;
        }
        let soft = |at: usize| match bytes.get(at + 1) {
            Some(b'\n') => 2,
            Some(b'\r') if bytes.get(at + 2) == Some(&b'\n') => 3,
            _ => 0,
        };
        if throughout && soft(at) > 0 {
            out.copy(done..at);
            out.skip();
            at += soft(at);
            done = at;
        } else if let Some((c, length)) =
            quoted_char(bytes, at).filter(|_| throughout && !in_query(bytes, at) || is_sign(bytes, at))
        {
            out.copy(done..at);
            out.character(at..at + length, c);
            at += length;
            done = at;
        } else {
            at += 1;
        }
    }
    out.copy(done..text.len());
}

/// The byte that is quoted at `at`: `=` and two digits in upper case.
fn quoted_byte(bytes: &[u8], at: usize) -> Option<u8> {
    let hex = |at: usize| {
        bytes.get(at).filter(|b| !b.is_ascii_lowercase()).and_then(|b| char::from(*b).to_digit(16))
    };
    (bytes.get(at) == Some(&b'=')).then_some(())?;
    u8::try_from(hex(at + 1)? << 4 | hex(at + 2)?).ok()
}

/// The character that is quoted at `at` in UTF-8, or in Latin-1 where it is no UTF-8.
fn quoted_char(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    let first = quoted_byte(bytes, at)?;
    if first < 0x80 {
        return (first >= b' ' && first != 0x7F || first == b'\t').then_some((char::from(first), 3));
    }
    let count = match first {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => 1,
    };
    let raw: Option<Vec<u8>> = (0..count).map(|i| quoted_byte(bytes, at + 3 * i)).collect();
    let decoded = raw.as_deref().and_then(|raw| std::str::from_utf8(raw).ok()).and_then(|s| s.chars().next());
    match decoded {
        Some(c) => Some((c, 3 * count)),
        None => (first >= 0xA0).then_some((char::from(first), 3)),
    }
}

/// Whether `=` begins an encoded word, or what hardly anything but quoted-printable has: a line's end, a quoted `=`, a
/// letter beyond ASCII, the sign of an address.
pub(super) fn is_plainly_quoted(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at + 1), Some(b'?' | b'\n' | b'\r'))
        || quoted_byte(bytes, at).is_some_and(|byte| byte == b'=' || byte >= 0x80 || is_sign(bytes, at))
}

/// Whether `=40` stands between the halves of an address.
fn is_sign(bytes: &[u8], at: usize) -> bool {
    let local = at.checked_sub(1).and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_alphanumeric);
    let host = bytes.get(at + 3..).unwrap_or_default().iter().take(64);
    let host: Vec<u8> =
        host.take_while(|b| b.is_ascii_alphanumeric() || b"-.".contains(b)).copied().collect();
    local
        && quoted_byte(bytes, at) == Some(b'@')
        && host.first().is_some_and(u8::is_ascii_alphanumeric)
        && host.contains(&b'.')
}

/// Whether a text is plainly quoted-printable: a quoted `=`, a letter in UTF-8, or lines that go on behind `=`.
fn is_quoted_printable(bytes: &[u8]) -> bool {
    let (mut soft, mut quoted, mut sure) = (0, 0, false);
    for at in memchr::memchr_iter(b'=', bytes) {
        let rest = bytes.get(at..).unwrap_or_default();
        let wide = quoted_char(bytes, at).is_some_and(|(c, length)| length > 3 && !c.is_control());
        sure |= rest.starts_with(b"=3D") || wide;
        if rest.starts_with(b"=\n") || rest.starts_with(b"=\r\n") {
            soft += 1;
        } else if quoted_byte(bytes, at).is_some() {
            quoted += 1;
        } else if !rest.starts_with(b"=?")
            && rest.len() > 2
            && at.checked_sub(1).and_then(|i| bytes.get(i)) != Some(&b'?')
        {
            // It would itself be quoted.
            return false;
        }
    }
    sure || soft > 1 || soft > 0 && quoted > 0
}

/// The encoded word at `at` (`=?utf-8?Q?J=C3=BCrgen?=`), and its end.
fn encoded_word(text: &str, at: usize) -> Option<(String, usize)> {
    let rest = text.get(at..)?.strip_prefix("=?")?;
    let mut limit = rest.len().min(1024);
    while !rest.is_char_boundary(limit) {
        limit -= 1;
    }
    let rest = rest.get(..limit)?;
    let (charset, rest_of) = rest.split_once('?')?;
    let (encoding, rest_of) = rest_of.split_once('?')?;
    let (body, _) = rest_of.split_once("?=")?;
    let end = at + 2 + charset.len() + 1 + encoding.len() + 1 + body.len() + 2;
    let raw = match encoding {
        "Q" | "q" => {
            let bytes = body.as_bytes();
            let (mut raw, mut i) = (Vec::with_capacity(body.len()), 0);
            while let Some(byte) = bytes.get(i) {
                let hex = body.get(i + 1..i + 3).filter(|_| *byte == b'=');
                match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    Some(decoded) => {
                        raw.push(decoded);
                        i += 3;
                    }
                    None => {
                        raw.push(if *byte == b'_' { b' ' } else { *byte });
                        i += 1;
                    }
                }
            }
            raw
        }
        "B" | "b" => decode(body.as_bytes()),
        _ => return None,
    };
    let charset = charset.split('*').next().unwrap_or_default().to_ascii_lowercase();
    let word = match charset.as_str() {
        "utf-8" | "utf8" | "us-ascii" => String::from_utf8_lossy(&raw).into_owned(),
        "iso-8859-1" | "iso-8859-15" | "windows-1252" | "latin1" => {
            raw.iter().map(|byte| char::from(*byte)).collect()
        }
        _ => return None,
    };
    Some((word, end))
}

/// Appends what runs of base64 say, each on a line of its own: the runs themselves stay in the view.
pub(super) fn read_base64(out: &mut Builder<'_>, text: &str) {
    let bytes = text.as_bytes();
    out.copy(0..text.len());
    for (start, run) in runs(bytes) {
        decode_run(out, bytes, run, start);
    }
}

/// The runs of base64 that hold text, and where they begin.
fn runs(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + bytes.get(at..)?.iter().position(|b| is_base64(*b))?;
            let length = bytes.get(start..)?.iter().take_while(|b| is_base64(**b)).count();
            at = start + length;
            let run = bytes.get(start..at.min(start + MAX_RUN))?;
            if length >= MIN_RUN && is_mixed(run) && holds_text(run) {
                return Some((start, run));
            }
        }
    })
}

/// Whether a run of base64 holds a text at any of its alignments.
pub(super) fn holds_text(run: &[u8]) -> bool {
    let parts = run.split(|b| !b.is_ascii_alphanumeric());
    let whole = parts.clone().nth(1).map(|_| run);
    parts.chain(whole).filter(|part| part.len() >= MIN_RUN).any(|part| {
        (0..4).any(|shift| {
            let (mut bits, mut count, mut length, mut following) = (0u32, 0, 0, 0);
            for byte in part.iter().skip(shift) {
                bits = bits << 6 | u32::from(sextet(*byte));
                count += 6;
                if count < 8 {
                    continue;
                }
                count -= 8;
                // Letters beyond ASCII do not count: they come about by chance.
                (length, following) = match ((bits >> count) as u8, following) {
                    (b' '..=b'~' | b'\t' | b'\n' | b'\r', 0) => (length + 1, 0),
                    (0x80..=0xBF, 1..) => (length, following - 1),
                    (0xC2..=0xDF, 0) => (length, 1),
                    (0xE0..=0xEF, 0) => (length, 2),
                    (0xF0..=0xF4, 0) => (length, 3),
                    (b' '..=b'~', _) => (1, 0),
                    _ => (0, 0),
                };
                if length >= MIN_TEXT {
                    return true;
                }
            }
            false
        })
    })
}

/// Emits the texts that a run of base64 holds at any of its alignments. `/`, `-`, `_` and `+` may be part of what
/// stands around it.
fn decode_run(out: &mut Builder<'_>, text: &[u8], run: &[u8], start: usize) {
    let padding =
        |end: usize| text.get(end..).unwrap_or_default().iter().take(2).take_while(|b| **b == b'=').count();
    let mut part_start = 0;
    let parts = run.split(|b| !b.is_ascii_alphanumeric()).map(|part| {
        let from = part_start;
        part_start += part.len() + 1;
        (from, part)
    });
    let whole = run.iter().any(|b| !b.is_ascii_alphanumeric()).then_some((0, run));
    let mut said_something = false;
    for (from, part) in parts.chain(whole).filter(|(_, part)| part.len() >= MIN_RUN) {
        // A part that says something was beside what only looks like base64.
        if said_something && part.len() == run.len() {
            break;
        }
        let end = start + from + part.len();
        let end = if from + part.len() == run.len() { end + padding(end) } else { end };
        for shift in 0..4 {
            let decoded = decode(part.get(shift..).unwrap_or_default());
            for said in printable(&decoded) {
                said_something = true;
                out.cut();
                out.add("\n\n");
                out.cut();
                out.set_again();
                out.unit(start + from..end, said);
            }
        }
    }
}

pub(super) fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')
}

/// Whether a capital stands behind a small letter or a digit, as in hardly any word.
fn is_mixed(run: &[u8]) -> bool {
    run.windows(2).any(|two| matches!(two, [a, b] if !a.is_ascii_uppercase() && a.is_ascii_alphanumeric() && b.is_ascii_uppercase()))
}

/// Decodes base64 in either alphabet; what is left over at the end is let go.
fn decode(run: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(run.len() * 3 / 4);
    let (mut bits, mut count) = (0u32, 0);
    for byte in run {
        if *byte == b'=' || byte.is_ascii_whitespace() {
            continue;
        }
        let value = sextet(*byte);
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

/// The six bits of a character of either alphabet.
fn sextet(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        _ => 63,
    }
}

/// The parts of decoded bytes that are text.
fn printable(bytes: &[u8]) -> impl Iterator<Item = &str> {
    bytes.utf8_chunks().flat_map(|chunk| {
        chunk
            .valid()
            .split(|c: char| c.is_control() && !c.is_whitespace())
            .filter(|part| part.len() >= MIN_TEXT)
    })
}
