//! What a line shows beside its words: dates, times, addresses, numbers to call.

use super::fold::fold;
use super::lexicon::Lexicon;

/// Signs of a date, a time or an address in a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Evidence<'t> {
    text: &'t str,
    /// An e-mail address.
    pub has_address: bool,
    /// A time of day such as `10:15` or `10.15`.
    pub has_time: bool,
    /// A date in figures.
    pub has_date: bool,
    /// A year from 1970 to 2099.
    pub has_year: bool,
}

impl<'t> Evidence<'t> {
    /// Looks at a line.
    pub fn of(text: &'t str) -> Evidence<'t> {
        let bytes = text.as_bytes();
        let mut evidence = Evidence { text, ..Evidence::default() };
        let at = |i: usize| bytes.get(i).copied().unwrap_or_default();
        for place in memchr::memchr_iter(b'@', bytes) {
            let before = place > 0
                && (at(place - 1).is_ascii_alphanumeric() || at(place - 1) == b']' || at(place - 1) == b'_');
            evidence.has_address |= before && at(place + 1).is_ascii_alphanumeric();
        }
        // A token of an address that was replaced counts as one, so that cleaning works after de-identification too.
        evidence.has_address |= text.contains("[EMAIL_");
        let mut i = 0;
        while i < bytes.len() {
            if !at(i).is_ascii_digit() {
                i += 1;
                continue;
            }
            let start = i;
            while at(i).is_ascii_digit() {
                i += 1;
            }
            let (digits, sign) = (i - start, at(i));
            let mut next = i + 1;
            while at(next).is_ascii_digit() {
                next += 1;
            }
            let follows = next - i - 1;
            if digits <= 2 && matches!(sign, b':' | b'.' | b'h') && follows == 2 {
                // `1.2.3` is no time; `10:15:` is one, with the colon of its sentence.
                evidence.has_time |= sign != b'.' || at(next) != b'.';
            }
            if matches!(sign, b'/' | b'-' | b'.') && (1..=2).contains(&follows) && at(next) == sign {
                evidence.has_date |= (digits <= 2 || digits == 4) && at(next + 1).is_ascii_digit();
            }
            let year = text.get(start..i).unwrap_or_default();
            evidence.has_year |= digits == 4 && ("1970".."2100").contains(&year);
        }
        evidence
    }

    /// Whether a word of the line is a month or a weekday beside a number.
    pub fn has_month(&self, lexicon: &Lexicon) -> bool {
        if !self.text.bytes().any(|b| b.is_ascii_digit()) {
            return false;
        }
        let folded = fold(self.text);
        folded.split(|c: char| !c.is_alphanumeric()).any(|word| lexicon.calendar_word(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_times_and_addresses_are_seen() {
        for (text, address, time, date, year) in [
            ("On 11-Apr-2011, at 6:54 PM, Bob <bob@example.com> wrote:", true, true, false, true),
            ("Am 01.01.24 um 10:00 schrieb Bob:", false, true, true, false),
            ("Den 1. jan. 2024 kl. 10.15 skrev Bo:", false, true, false, true),
            ("2013/11/13 Ann", false, false, true, true),
            ("it costs 10.50 @ the shop", false, true, false, false),
            ("version 1.2.3", false, false, true, false),
            ("hello", false, false, false, false),
        ] {
            let e = Evidence::of(text);
            assert_eq!(
                (e.has_address, e.has_time, e.has_date, e.has_year),
                (address, time, date, year),
                "{text}"
            );
        }
    }
}
