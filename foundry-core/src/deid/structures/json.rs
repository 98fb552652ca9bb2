//! JSON that is pasted into a text or held in a field: each value becomes a line behind its name.

use super::view::{Builder, Kind};

/// Objects and arrays inside each other; what is deeper is read as plain text.
const MAX_DEPTH: usize = 64;

/// Whether a text may hold JSON.
pub(super) fn has_sign(text: &str) -> bool {
    memchr::memchr2_iter(b'{', b'[', text.as_bytes()).any(|at| opens(text.as_bytes(), at))
}

/// Reads every JSON value with strings in it.
pub(super) fn read(out: &mut Builder<'_>, text: &str) {
    let bytes = text.as_bytes();
    let mut done = 0;
    // Up to here no value is worth a second try.
    let mut tried = 0;
    for at in memchr::memchr2_iter(b'{', b'[', bytes) {
        if at < tried || !opens(bytes, at) {
            continue;
        }
        match read_value(text, at) {
            Ok((tokens, end)) => {
                out.copy(done..at);
                emit(out, text, &tokens);
                (done, tried) = (end, end);
            }
            Err(failed) => tried = failed.max(at + 1),
        }
    }
    out.copy(done..text.len());
}

/// A value, and the key it stands behind.
struct Token {
    key: Option<(usize, usize)>,
    /// A string without its quotes, or a number.
    start: usize,
    end: usize,
    is_string: bool,
}

/// `{"`, `{}`, `[{`, `["`, `[[`, with white space between.
pub(super) fn opens(bytes: &[u8], at: usize) -> bool {
    let next = bytes.get(at + 1..).unwrap_or_default().iter().take(32).find(|b| !b.is_ascii_whitespace());
    match bytes.get(at) {
        Some(b'{') => next == Some(&b'"'),
        _ => matches!(next, Some(b'{' | b'"' | b'[')),
    }
}

/// The values of the JSON text that begins at `start`, and its end; `Err` with the place where it is none.
fn read_value(text: &str, start: usize) -> Result<(Vec<Token>, usize), usize> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    // Per open object or array: whether it is an object, and the key that its values stand behind.
    let mut open: Vec<(bool, Option<(usize, usize)>)> = Vec::new();
    let mut at = start;
    loop {
        at = skip_space(bytes, at);
        let key = open.last().and_then(|(_, key)| *key);
        // A value.
        match bytes.get(at) {
            Some(b'{' | b'[') if open.len() < MAX_DEPTH => {
                let is_object = bytes.get(at) == Some(&b'{');
                open.push((is_object, if is_object { None } else { key }));
                at = skip_space(bytes, at + 1);
                if bytes.get(at) != Some(if is_object { &b'}' } else { &b']' }) {
                    if is_object {
                        at = read_key(bytes, at, &mut open)?;
                    }
                    continue;
                }
            }
            Some(b'"') => {
                let end = string_end(bytes, at)?;
                tokens.push(Token { key, start: at + 1, end: end - 1, is_string: true });
                at = end;
            }
            Some(b'-' | b'0'..=b'9') => {
                let number = |b: &&u8| b.is_ascii_digit() || b"+-.eE".contains(b);
                let len = bytes.get(at..).unwrap_or_default().iter().take_while(number).count();
                tokens.push(Token { key, start: at, end: at + len, is_string: false });
                at += len;
            }
            Some(b't' | b'f' | b'n') => {
                let rest = bytes.get(at..).unwrap_or_default();
                let word = [&b"true"[..], b"false", b"null"].into_iter().find(|word| rest.starts_with(word));
                at += word.ok_or(at)?.len();
            }
            _ => return Err(at),
        }
        // What follows a value.
        loop {
            at = skip_space(bytes, at);
            let Some((is_object, _)) = open.last() else { return Ok((tokens, at)) };
            match (bytes.get(at), is_object) {
                (Some(b','), true) => {
                    at = read_key(bytes, at + 1, &mut open)?;
                    break;
                }
                (Some(b','), false) => {
                    at += 1;
                    break;
                }
                (Some(b'}'), true) | (Some(b']'), false) => {
                    open.pop();
                    at += 1;
                    if open.is_empty() {
                        return Ok((tokens, at));
                    }
                }
                _ => return Err(at),
            }
        }
    }
}

/// Reads `"key":`; gives the place behind it.
fn read_key(bytes: &[u8], at: usize, open: &mut [(bool, Option<(usize, usize)>)]) -> Result<usize, usize> {
    let at = skip_space(bytes, at);
    if bytes.get(at) != Some(&b'"') {
        return Err(at);
    }
    let end = string_end(bytes, at)?;
    let colon = skip_space(bytes, end);
    if bytes.get(colon) != Some(&b':') {
        return Err(colon);
    }
    if let Some(last) = open.last_mut() {
        last.1 = Some((at + 1, end - 1));
    }
    Ok(colon + 1)
}

/// One past the closing quote of the string that opens at `at`. A line feed as it is ends the attempt.
fn string_end(bytes: &[u8], at: usize) -> Result<usize, usize> {
    let mut end = at + 1;
    loop {
        let rest = bytes.get(end..).unwrap_or_default();
        let next = memchr::memchr3(b'"', b'\\', b'\n', rest).ok_or(bytes.len())?;
        end += next;
        match bytes.get(end) {
            Some(b'"') => return Ok(end + 1),
            Some(b'\\') if end + 1 < bytes.len() => end += 2,
            _ => return Err(end),
        }
    }
}

fn skip_space(bytes: &[u8], at: usize) -> usize {
    at + bytes.get(at..).unwrap_or_default().iter().take_while(|b| b.is_ascii_whitespace()).count()
}

fn emit(out: &mut Builder<'_>, text: &str, tokens: &[Token]) {
    for token in tokens {
        out.cut();
        out.add("\n");
        if let Some((start, end)) = token.key {
            name(out, text, start, end);
        }
        if token.is_string {
            out.set_depth(1);
            escaped(out, text, token.start, token.end);
            out.set_depth(0);
        } else {
            out.set_kind(Some(Kind::Number));
            out.unit(token.start..token.end, text.get(token.start..token.end).unwrap_or_default());
            out.set_kind(None);
        }
    }
    out.cut();
    out.add("\n");
    out.cut();
}

/// The name of a value, in words: `phoneNumber` and `phone_number` are `phone Number` and `phone number`.
pub(super) fn name(out: &mut Builder<'_>, text: &str, start: usize, end: usize) {
    let bytes = text.as_bytes();
    out.set_kind(Some(Kind::Key));
    let mut from = start;
    for at in start..end {
        let before = at.checked_sub(1).filter(|before| *before >= start).and_then(|before| bytes.get(before));
        match bytes.get(at) {
            Some(b'_' | b'-') => {
                out.copy(from..at);
                out.unit(at..at + 1, " ");
                from = at + 1;
            }
            Some(byte) if byte.is_ascii_uppercase() && before.is_some_and(u8::is_ascii_lowercase) => {
                out.copy(from..at);
                out.add(" ");
                from = at;
            }
            _ => {}
        }
    }
    out.copy(from..end);
    out.set_kind(None);
    out.cut();
    out.add(": ");
    out.cut();
}

/// A text with the escapes of JSON (RFC 8259).
pub(super) fn escaped(out: &mut Builder<'_>, text: &str, start: usize, end: usize) {
    let mut done = start;
    while let Some(inner) = text.get(done..end) {
        let Some(next) = memchr::memchr(b'\\', inner.as_bytes()) else { break };
        let at = done + next;
        let (c, length) = crate::deid::json_strings::unescape_one(text.get(at + 1..end).unwrap_or_default());
        out.copy(done..at);
        out.character(at..at + 1 + length, c);
        done = at + 1 + length;
    }
    out.copy(done..end);
}

/// Appends a text as it stands inside so many strings of JSON.
pub(super) fn escape(text: &str, depth: u8, out: &mut String) {
    let mut escaped = text.to_owned();
    for _ in 0..depth {
        let quoted = serde_json::Value::from(escaped.as_str()).to_string();
        let inner = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
        escaped = inner.to_owned();
    }
    out.push_str(&escaped);
}
