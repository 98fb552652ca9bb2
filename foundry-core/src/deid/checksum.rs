//! Check digits, each by its published rule. All take ASCII and never panic.

/// Whether ASCII digits pass ISO/IEC 7812-1 Luhn ("mod 10"). Anything else than digits fails, and so does nothing.
pub(crate) fn luhn(digits: &[u8]) -> bool {
    let mut sum = 0u32;
    for (place, &digit) in digits.iter().rev().enumerate() {
        let value = u32::from(digit.wrapping_sub(b'0'));
        if value > 9 {
            return false;
        }
        sum += match (place % 2, value) {
            (0, value) => value,
            (_, value) if value > 4 => 2 * value - 9,
            (_, value) => 2 * value,
        };
    }
    !digits.is_empty() && sum.is_multiple_of(10)
}

/// The remainder of ISO 7064 mod 97-10 over ASCII letters (either case, `A` = 10) and digits, as in an IBAN.
/// `None` for any other byte.
pub(crate) fn mod_97(characters: impl IntoIterator<Item = u8>) -> Option<u32> {
    characters.into_iter().try_fold(0, |remainder: u32, character| match character {
        b'0'..=b'9' => Some((remainder * 10 + u32::from(character - b'0')) % 97),
        b'A'..=b'Z' => Some((remainder * 100 + u32::from(character - b'A') + 10) % 97),
        b'a'..=b'z' => Some((remainder * 100 + u32::from(character - b'a') + 10) % 97),
        _ => None,
    })
}

/// Whether an IBAN without separators has the check digits of ISO 13616: rearranged, its remainder mod 97 is 1.
pub(crate) fn iban(iban: &[u8]) -> bool {
    match iban.split_at_checked(4) {
        Some((head, account)) => mod_97(account.iter().chain(head).copied()) == Some(1),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luhn_tells_right_from_wrong() {
        assert!(luhn(b"4111111111111111"));
        assert!(luhn(b"378282246310005"));
        assert!(!luhn(b"4111111111111112"));
        assert!(!luhn(b"1411111111111111"));
        assert!(!luhn(b""));
        assert!(!luhn(b"41a1"));
    }

    #[test]
    fn iban_check_digits() {
        assert!(iban(b"GB82WEST12345698765432"));
        assert!(iban(b"de89370400440532013000"));
        assert!(!iban(b"GB83WEST12345698765432"));
        assert!(!iban(b"GB"));
        assert_eq!(mod_97(*b"12 4"), None);
    }
}
