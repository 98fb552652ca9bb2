//! Dates of birth inside identifiers.

/// Whether such a day is in the Gregorian calendar.
pub(super) fn is_date(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Year of the century, month and day of six ASCII digits `YYMMDD`.
pub(super) fn yymmdd(digits: &[u8]) -> Option<(u32, u32, u32)> {
    Some((number(digits.get(..2)?)?, number(digits.get(2..4)?)?, number(digits.get(4..6)?)?))
}

/// The value of at most nine ASCII digits.
pub(super) fn number(digits: &[u8]) -> Option<u32> {
    let value = |sum: u32, digit: &u8| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0'));
    if digits.len() > 9 { None } else { digits.iter().try_fold(0, value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_dates() {
        assert!(is_date(2000, 2, 29) && is_date(1996, 2, 29) && is_date(1999, 12, 31));
        assert!(
            !is_date(1900, 2, 29) && !is_date(1999, 4, 31) && !is_date(1999, 13, 1) && !is_date(1999, 1, 0)
        );
        assert_eq!(yymmdd(b"850321x"), Some((85, 3, 21)));
        assert_eq!((yymmdd(b"8503"), yymmdd(b"85o321"), number(b"1234567890")), (None, None, None));
    }
}
