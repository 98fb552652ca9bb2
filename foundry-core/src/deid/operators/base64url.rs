//! The base64url of RFC 4648, section 5, without padding: it stands in JSON, URLs and Markdown as it is.

#[cfg(feature = "encryption")]
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Whether a byte is a digit of base64url.
pub(super) fn is_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

/// Appends the digits of these bytes.
#[cfg(feature = "encryption")]
pub(super) fn encode(bytes: impl IntoIterator<Item = u8>, out: &mut String) {
    let (mut pending, mut bits) = (0u32, 0);
    let mut push = |six: u32| out.push(char::from(DIGITS[(six & 63) as usize]));
    for byte in bytes {
        pending = pending << 8 | u32::from(byte);
        bits += 8;
        while bits >= 6 {
            bits -= 6;
            push(pending >> bits);
        }
        pending &= (1 << bits) - 1;
    }
    if bits > 0 {
        push(pending << (6 - bits));
    }
}

/// The bytes of these digits; `None` where there is another character, a digit too many, or a bit that says nothing.
#[cfg(feature = "encryption")]
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut pending, mut bits) = (0u32, 0);
    for digit in text.bytes() {
        pending = pending << 6 | DIGITS.iter().position(|known| *known == digit)? as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((pending >> bits) as u8);
        }
        pending &= (1 << bits) - 1;
    }
    (bits < 6 && pending == 0).then_some(bytes)
}

#[cfg(all(test, feature = "encryption"))]
mod tests {
    use super::*;

    #[test]
    fn vectors_of_the_standard() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ] {
            let mut out = String::new();
            encode(plain.bytes(), &mut out);
            assert_eq!(out, coded);
            assert_eq!(decode(coded).unwrap(), plain.as_bytes());
        }
        assert_eq!(decode("-_8").unwrap(), [0xfb, 0xff]);
        for bad in ["Zg=", "Z", "Zh", "Zm9*"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
