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

/// The sum of ASCII digits, each times the weight in its place; what has no partner is left out. `None` for anything
/// else than a digit.
pub(crate) fn weighted_sum(digits: &[u8], weights: &[u32]) -> Option<u32> {
    digits.iter().zip(weights).try_fold(0, |sum, (digit, weight)| {
        let value = u32::from(digit.wrapping_sub(b'0'));
        (value <= 9).then_some(sum + value * weight)
    })
}

/// Whether ASCII digits pass the dihedral scheme of Verhoeff (J. Verhoeff, "Error Detecting Decimal Codes", 1969).
pub(crate) fn verhoeff(digits: &[u8]) -> bool {
    let mut state = 0;
    for (place, &digit) in digits.iter().rev().enumerate() {
        if !digit.is_ascii_digit() {
            return false;
        }
        let mut value = usize::from(digit - b'0');
        for _ in 0..place % 8 {
            value = usize::from(VERHOEFF_PERMUTATION.get(value).copied().unwrap_or_default());
        }
        state = dihedral(state, value);
    }
    !digits.is_empty() && state == 0
}

const VERHOEFF_PERMUTATION: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/// The product of two members of the dihedral group of order ten: 0 to 4 turn, 5 to 9 mirror.
fn dihedral(a: usize, b: usize) -> usize {
    match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => 5 + (a + b) % 5,
        (false, true) => 5 + (a + 5 - b) % 5,
        (false, false) => (a + 5 - b) % 5,
    }
}

/// Whether letters in upper case and digits (`A` = 10) pass Luhn's scheme over 36 characters, as in an Indian GSTIN.
pub(crate) fn luhn_mod_36(characters: &[u8]) -> bool {
    let value = |byte: &u8| match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A') + 10),
        _ => None,
    };
    let sum = characters.iter().rev().enumerate().try_fold(0, |sum, (place, byte)| {
        let product = value(byte)? * (1 + place as u32 % 2);
        Some(sum + product / 36 + product % 36)
    });
    !characters.is_empty() && sum.is_some_and(|sum: u32| sum.is_multiple_of(36))
}

/// The same with the digits of each product summed up, as in German social insurance (§ 4 VKVV).
pub(crate) fn weighted_digit_sums(digits: &[u8], weights: &[u32]) -> Option<u32> {
    digits.iter().zip(weights).try_fold(0, |sum, (digit, weight)| {
        let value = u32::from(digit.wrapping_sub(b'0'));
        let product = value * weight % 100;
        (value <= 9).then_some(sum + product / 10 + product % 10)
    })
}

/// Whether ASCII digits end in the check digit of ISO 7064 mod 11,10. Anything else than digits fails.
pub(crate) fn mod_11_10(digits: &[u8]) -> bool {
    let Some((check, body)) = digits.split_last() else { return false };
    let rest = body.iter().try_fold(10, |product: u32, digit| {
        let value = u32::from(digit.wrapping_sub(b'0'));
        let sum = match (product + value) % 10 {
            0 => 10,
            sum => sum,
        };
        (value <= 9).then_some(sum * 2 % 11)
    });
    rest.is_some_and(|rest| u32::from(check.wrapping_sub(b'0')) == (11 - rest) % 10)
}

/// The check digit of ICAO Doc 9303 over ASCII digits and upper-case letters (`A` = 10): weights 7, 3 and 1 by turns,
/// mod 10. `None` for any other byte.
pub(crate) fn icao_7_3_1(characters: &[u8]) -> Option<u8> {
    let sum =
        characters.iter().zip([7, 3, 1].into_iter().cycle()).try_fold(0, |sum: u32, (byte, weight)| {
            let value = match byte {
                b'0'..=b'9' => byte - b'0',
                b'A'..=b'Z' => byte - b'A' + 10,
                _ => return None,
            };
            Some(sum + u32::from(value) * weight)
        })?;
    u8::try_from(sum % 10).ok().map(|digit| b'0' + digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luhn_over_36_characters() {
        assert!(luhn_mod_36(b"27AAPFU0939F1ZV"));
        assert!(!luhn_mod_36(b"27AAPFU0939F1ZW") && !luhn_mod_36(b"") && !luhn_mod_36(b"27aa"));
    }

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

    #[test]
    fn weighted_sums() {
        assert_eq!(weighted_sum(b"123", &[3, 2, 1]), Some(10));
        assert_eq!(weighted_sum(b"1234", &[1, 1]), Some(3));
        assert_eq!(weighted_sum(b"1a", &[1, 1]), None);
    }

    #[test]
    fn verhoeff_tells_right_from_wrong() {
        assert!(verhoeff(b"2363") && verhoeff(b"123451"));
        assert!(!verhoeff(b"2364") && !verhoeff(b"3263") && !verhoeff(b"") && !verhoeff(b"23a3"));
    }

    #[test]
    fn mod_11_10_check_digits() {
        assert!(mod_11_10(b"136695976") && mod_11_10(b"36574261809"));
        assert!(!mod_11_10(b"136695978") && !mod_11_10(b"") && !mod_11_10(b"13a695976"));
    }

    #[test]
    fn products_and_travel_documents() {
        assert_eq!(weighted_digit_sums(b"150706490310", &[2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]), Some(43));
        assert_eq!(weighted_digit_sums(b"1x", &[1, 1]), None);
        assert_eq!(icao_7_3_1(b"LZ6311T47"), Some(b'5'));
        assert_eq!(icao_7_3_1(b"l"), None);
    }
}
