//! Cards, accounts and the numbers of persons: right by form, of ranges that are kept for tests or were never issued.

use super::draw::Draw;
use super::shape::{digits_of, same_shape, with_digits};
use crate::deid::checksum::mod_97;
use crate::entity::EntityType;

/// The first digits of cards for tests, by the first digits of the card that is replaced.
const TEST_CARDS: &[(&str, &str)] = &[
    ("34", "343434"),
    ("37", "378282"),
    ("35", "353011"),
    ("30", "305693"),
    ("36", "362272"),
    ("38", "385200"),
    ("2", "222300"),
    ("5", "555555"),
    ("62", "620000"),
    ("6", "601111"),
    ("4", "411111"),
];

/// A card of the same brand and length with the check digit of ISO/IEC 7812-1; of the last digits alone, others.
pub(super) fn card(draw: &mut Draw, value: &str) -> Option<String> {
    let old = digits_of(value);
    if old.len() < 12 {
        return same_shape(draw, value);
    }
    let start =
        TEST_CARDS.iter().find(|(first, _)| old.starts_with(first)).map_or("411111", |(_, start)| start);
    let mut digits = start.to_owned();
    digits.push_str(&draw.digits(old.len() - start.len() - 1));
    let check = luhn_digit(digits.as_bytes());
    digits.push(check);
    with_digits(value, &digits)
}

/// The digit that makes a number pass the Luhn check when it stands behind it.
fn luhn_digit(digits: &[u8]) -> char {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, u32::from(digit.wrapping_sub(b'0'))) {
            (0, value) if value > 4 => 2 * value - 9,
            (0, value) => 2 * value,
            (_, value) => value,
        })
        .sum();
    char::from(b'0' + ((10 - sum % 10) % 10) as u8)
}

/// An IBAN of the same country with right check digits (ISO 13616), at a bank whose code is all zeros or `X`: there is
/// none.
pub(super) fn iban(draw: &mut Draw, value: &str) -> Option<String> {
    const BANK: usize = 4;
    let compact: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
    let (country, rest) = compact.split_at_checked(2)?;
    let account: String = rest
        .chars()
        .skip(2)
        .enumerate()
        .map(|(place, c)| match (place < BANK, c.is_ascii_digit()) {
            (true, true) => '0',
            (true, false) => 'X',
            (false, true) => draw.digit(),
            (false, false) => char::from(b'A' + draw.below(26) as u8),
        })
        .collect();
    let remainder = mod_97(account.bytes().chain(country.bytes()).chain(*b"00"))?;
    let mut new = format!("{country}{:02}{account}", 98 - remainder).into_bytes().into_iter();
    let small = !value.contains(|c: char| c.is_ascii_uppercase());
    let fill = |c: char| match c.is_ascii_alphanumeric() {
        true => new.next().map(char::from).map(|c| if small { c.to_ascii_lowercase() } else { c }),
        false => Some(c),
    };
    value.chars().map(fill).collect()
}

/// A number of a person or company. Where there is a range that was never issued, it comes from there.
pub(super) fn national(draw: &mut Draw, entity_type: EntityType, value: &str) -> Option<String> {
    let drawn = same_shape(draw, value)?;
    let digits = digits_of(&drawn);
    let fixed = |start: &str| -> Option<String> {
        let rest = digits.get(start.len()..)?;
        let mut new = format!("{start}{rest}").into_bytes().into_iter();
        let put = |c: char| if c.is_ascii_digit() { new.next().map(char::from) } else { Some(c) };
        drawn.chars().map(put).collect()
    };
    match (entity_type, digits.len()) {
        // The area 666 was never issued (SSA), nor were groups below 50 to taxpayers (IRS).
        (EntityType::UsSsn, 9) => fixed("666"),
        (EntityType::UsItin, 9) => fixed(&format!("9{}0", digits.get(1..3)?)),
        // Numbers that begin with zero are not assigned (Employment and Social Development Canada).
        (EntityType::CaSin, 9) => fixed("0"),
        // 999 is kept for tests (NHS).
        (EntityType::UkNhs, 10) => fixed("999"),
        // The prefix QQ stands in examples (HMRC).
        (EntityType::UkNino, _) => {
            let rest = drawn.get(2..)?;
            Some(if value.starts_with(|c: char| c.is_ascii_lowercase()) {
                format!("qq{rest}")
            } else {
                format!("QQ{rest}")
            })
        }
        // Numbers begin with 2 to 9 (UIDAI).
        (EntityType::InAadhaar, 12) => fixed("0"),
        // ZIP codes begin with 005 (Holtsville) at the lowest.
        (EntityType::UsZipCode, 5 | 9) => fixed("000"),
        _ => Some(drawn),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deid::checksum;

    #[test]
    fn check_digits_are_right() {
        for seed in 0..200 {
            let mut draw = Draw::new(seed);
            for (value, start) in [
                ("4242 4242-42424242", "4111 11"),
                ("378734493671000", "378282"),
                ("36227206271667", "362272"),
            ] {
                let card = card(&mut draw, value).unwrap();
                assert!(card.starts_with(start) && card.len() == value.len(), "{card}");
                assert!(checksum::luhn(digits_of(&card).as_bytes()), "{card}");
            }
            for value in
                ["GB82 WEST 1234 5698 7654 32", "DE89370400440532013000", "mt84malt011000012345mtlcast001s"]
            {
                let iban = iban(&mut draw, value).unwrap();
                let compact: String = iban.chars().filter(char::is_ascii_alphanumeric).collect();
                assert!(checksum::iban(compact.as_bytes()) && iban.len() == value.len(), "{iban}");
                assert_eq!(iban[..2], value[..2]);
            }
        }
        assert_eq!(card(&mut Draw::new(1), "4242").unwrap().len(), 4);
    }

    #[test]
    fn ranges_that_were_never_issued() {
        use EntityType::*;
        for (entity_type, value, start) in [
            (UsSsn, "219-09-9999", "666-"),
            (UsItin, "912-71-1234", "9"),
            (CaSin, "046 454 286", "0"),
            (UkNhs, "943 476 5919", "999 "),
            (UkNino, "AB123456C", "QQ"),
            (InAadhaar, "2341 2341 2346", "0"),
            (DeTaxId, "86095742719", ""),
        ] {
            let new = national(&mut Draw::new(3), entity_type, value).unwrap();
            assert!(new.starts_with(start) && new.len() == value.len() && new != value, "{new}");
        }
    }
}
