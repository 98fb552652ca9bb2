//! Transfer encodings (RFC 2045) and character sets.

/// Decodes quoted-printable text; what is no escape stays as it is. In a header a line end means nothing.
pub(super) fn quoted_printable(text: &[u8], header: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'=', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        let digit = |at: usize| rest.get(at).and_then(|b| (*b as char).to_digit(16));
        if let (Some(high), Some(low)) = (digit(0), digit(1)) {
            out.push((high * 16 + low) as u8);
            rest = &rest[2..];
            continue;
        }
        // A soft line break, with white space that a relay may have added.
        let space = rest.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
        match rest.get(space) {
            Some(b'\n') if !header => rest = &rest[space + 1..],
            None => rest = &[],
            _ => out.push(b'='),
        }
    }
    out.extend_from_slice(rest);
    out
}

/// Decodes base64 (RFC 4648, section 4); other characters are passed over, padding ends it.
pub(super) fn base64(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let (mut bits, mut count) = (0u32, 0u32);
    for &b in text {
        let value = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = (bits << 6 | u32::from(value)) & 0x00ff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

/// Text in the charset of this label (WHATWG Encoding names); UTF-8 or else Windows-1252 where the label is unknown.
pub(super) fn charset(label: &str, bytes: &[u8]) -> String {
    match encoding_rs::Encoding::for_label(label.trim().as_bytes()) {
        Some(encoding) if encoding != encoding_rs::UTF_8 => {
            encoding.decode_without_bom_handling(bytes).0.into_owned()
        }
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) if label.is_empty() => {
                encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
            }
            Err(_) => String::from_utf8_lossy(bytes).into_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transfer_encodings() {
        assert_eq!(quoted_printable(b"a=3Db=\r\nc=C3=A9 =zz =", false), "a=bc\u{e9} =zz ".as_bytes());
        assert_eq!(base64(b"SGVs\r\nbG8gd29y bGQ=trailing"), b"Hello world");
        assert_eq!(base64(b"!!!!"), b"");
    }

    #[test]
    fn charsets() {
        assert_eq!(charset("iso-8859-15", b"\xa4"), "€");
        assert_eq!(charset("utf-8", b"\xc3\xa9"), "é");
        assert_eq!(charset("", b"\xe9"), "é");
        assert_eq!(charset("shift_jis", b"\x93\xfa"), "日");
    }
}
