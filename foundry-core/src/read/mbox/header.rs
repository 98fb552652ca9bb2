//! Header fields of a mail (RFC 5322): unfolded, encoded words decoded (RFC 2047), parameters taken apart (RFC 2045, 2231).

use super::decode::{base64, charset, quoted_printable};

/// The header of a mail or of one of its parts, as raw lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header<'a>(pub(super) &'a [u8]);

/// Splits a mail or a part into its header and what follows the empty line.
pub(super) fn split(mail: &[u8]) -> (Header<'_>, &[u8]) {
    let mut at = 0;
    while at < mail.len() {
        let length = memchr::memchr(b'\n', &mail[at..]).map_or(mail.len() - at, |end| end + 1);
        if mail[at..at + length].trim_ascii().is_empty() {
            return (Header(&mail[..at]), &mail[at + length..]);
        }
        at += length;
    }
    (Header(mail), &[])
}

impl<'a> Header<'a> {
    /// The raw value of a field, folded lines included; the first of several.
    pub(super) fn raw(self, name: &str) -> Option<&'a [u8]> {
        let mut at = 0;
        while at < self.0.len() {
            let mut end = at;
            // A field goes on while lines start with white space.
            loop {
                end += memchr::memchr(b'\n', &self.0[end..]).map_or(self.0.len() - end, |found| found + 1);
                if !self.0.get(end).is_some_and(|b| matches!(b, b' ' | b'\t')) {
                    break;
                }
            }
            let field = &self.0[at..end];
            if field.len() > name.len()
                && field[..name.len()].eq_ignore_ascii_case(name.as_bytes())
                && field[name.len()..].trim_ascii_start().first() == Some(&b':')
            {
                let colon = memchr::memchr(b':', field).map_or(field.len(), |colon| colon + 1);
                return Some(&field[colon..]);
            }
            at = end;
        }
        None
    }

    /// The value of a field without encoded words decoded, on one line.
    pub(super) fn plain(self, name: &str) -> Option<String> {
        let raw = self.raw(name)?;
        let text = match std::str::from_utf8(raw) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(raw).0.into_owned(),
        };
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The value of a field as its reader sees it.
    pub(super) fn text(self, name: &str) -> Option<String> {
        self.plain(name).map(|plain| decode_words(&plain))
    }
}

/// Decodes `=?utf-8?q?Gr=C3=BC=C3=9Fe?=`; white space between two such words is no part of the text.
pub(super) fn decode_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Bytes of words of one charset are joined before decoding: characters may be cut between words.
    let mut pending: Option<(String, Vec<u8>)> = None;
    while let Some(start) = rest.find("=?") {
        let before = &rest[..start];
        let word = encoded_word(&rest[start + 2..]);
        let Some((label, bytes, length)) = word else {
            flush(&mut pending, &mut out);
            out.push_str(&rest[..start + 2]);
            rest = &rest[start + 2..];
            continue;
        };
        if !(pending.is_some() && before.trim().is_empty()) {
            flush(&mut pending, &mut out);
            out.push_str(before);
        }
        match &mut pending {
            Some((charset, held)) if charset.eq_ignore_ascii_case(label) => held.extend(bytes),
            _ => {
                flush(&mut pending, &mut out);
                pending = Some((label.to_owned(), bytes));
            }
        }
        rest = &rest[start + 2 + length..];
    }
    flush(&mut pending, &mut out);
    out.push_str(rest);
    out
}

fn flush(pending: &mut Option<(String, Vec<u8>)>, out: &mut String) {
    if let Some((label, bytes)) = pending.take() {
        out.push_str(&charset(&label, &bytes));
    }
}

/// `utf-8?q?text?=`: the charset, the decoded bytes, the length.
fn encoded_word(text: &str) -> Option<(&str, Vec<u8>, usize)> {
    // RFC 2047 allows 75 characters; programs write more, but not without end.
    let window = text.get(..text.len().min(2000)).or_else(|| text.get(..text.floor_char_boundary(2000)))?;
    let (label, rest) = window.split_once('?')?;
    let (kind, rest) = rest.split_once('?')?;
    let (data, _) = rest.split_once("?=")?;
    if label.is_empty() || label.len() > 40 || data.contains(' ') {
        return None;
    }
    let label_only = label.split('*').next().unwrap_or(label);
    let bytes = match kind {
        "Q" | "q" => quoted_printable(data.replace('_', " ").as_bytes(), true),
        "B" | "b" => base64(data.as_bytes()),
        _ => return None,
    };
    Some((label_only, bytes, label.len() + kind.len() + data.len() + 4))
}

/// A value with parameters: `text/plain; charset="utf-8"; format=flowed`.
#[derive(Debug, Default)]
pub(super) struct Typed {
    /// The value, lower case.
    pub(super) value: String,
    parameters: Vec<(String, String)>,
}

impl Typed {
    /// Takes a value apart.
    pub(super) fn parse(text: &str) -> Typed {
        let mut pieces = split_outside_quotes(text).into_iter();
        let value = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
        let parameters = pieces.take(50).filter_map(|piece| {
            let (name, value) = piece.split_once('=')?;
            let name = name.trim().trim_end_matches('*').to_ascii_lowercase();
            let value = value.trim();
            let value = match value.strip_prefix('"') {
                Some(quoted) => quoted.trim_end_matches('"').replace("\\\"", "\"").replace("\\\\", "\\"),
                None => value.to_owned(),
            };
            Some((name, value))
        });
        Typed { value, parameters: parameters.collect() }
    }

    /// The parameter of this name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn split_outside_quotes(text: &str) -> Vec<&str> {
    let (mut pieces, mut from, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, b) in text.bytes().enumerate() {
        match b {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b';' if !quoted => {
                pieces.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(&text[from..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_unfolded_and_decoded() {
        let (header, body) = split(b"From: a@example.com\r\nSubject: =?utf-8?q?Gr=C3=BC=C3?=\r\n =?UTF-8?Q?=9Fe?= and\r\n\tmore\r\n\r\nBody\r\n");
        assert_eq!(header.text("subject").as_deref(), Some("Grüße and more"));
        assert_eq!(header.text("FROM").as_deref(), Some("a@example.com"));
        assert_eq!(header.text("To"), None);
        assert_eq!(body, b"Body\r\n");
    }

    #[test]
    fn encoded_words_of_all_kinds() {
        for (text, plain) in [
            ("=?iso-8859-1?Q?Andr=E9?= Doe", "André Doe"),
            ("=?utf-8?B?5pel5pys6Kqe?=", "日本語"),
            ("a =?utf-8?q?b_c?= d", "a b c d"),
            ("=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
            ("=?koi8-r?B?8NLJ18XU?=", "Привет"),
            ("=?broken", "=?broken"),
            ("1 =? 2 ?= 3", "1 =? 2 ?= 3"),
        ] {
            assert_eq!(decode_words(text), plain, "{text}");
        }
    }

    #[test]
    fn parameters() {
        let typed = Typed::parse("Multipart/Mixed; boundary=\"a;b=\\\"c\"; Charset=UTF-8");
        assert_eq!(typed.value, "multipart/mixed");
        assert_eq!(typed.get("boundary"), Some("a;b=\"c"));
        assert_eq!(typed.get("charset"), Some("UTF-8"));
    }
}
