//! International bank account numbers (ISO 13616): country, length and structure of the registry, mod 97.

use super::cue::{BANK, Cues};
use super::number_run::{ends_freely, starts_freely, value_end};
use crate::deid::checksum;
use crate::entity::{EntityType, Finding, Rank, Span};

/// The longest IBAN.
const LONGEST: usize = 34;

/// The IBAN whose first check digit is at byte `at`.
pub(super) fn at(text: &str, at: usize, earlier: &[Finding]) -> Option<Finding> {
    let bytes = text.as_bytes();
    let start = at.checked_sub(2)?;
    let structure = structure_of(*bytes.get(start)?, *bytes.get(start + 1)?)?;
    if !bytes.get(at + 1)?.is_ascii_digit() || !starts_freely(text, start, value_end(earlier)) {
        return None;
    }
    let mut iban = [0u8; LONGEST];
    iban[..4].copy_from_slice(bytes.get(start..start + 4)?);
    let mut i = start + 4;
    let mut len = 4;
    // The structure is `4a14n`: counts and classes, so that ordinary text fails at its first wrong character.
    for part in structure.split_inclusive(|class| class.is_ascii_lowercase()) {
        let (&class, count) = part.split_last()?;
        let count = count.iter().fold(0, |count, digit| count * 10 + usize::from(digit - b'0'));
        for _ in 0..count {
            i = skip_separator(bytes, i);
            let byte = *bytes.get(i)?;
            let fits = match class {
                b'n' => byte.is_ascii_digit(),
                b'a' => byte.is_ascii_alphabetic(),
                _ => byte.is_ascii_alphanumeric(),
            };
            if !fits {
                return None;
            }
            *iban.get_mut(len)? = byte;
            len += 1;
            i += 1;
        }
    }
    if !ends_freely(text, i) {
        return None;
    }
    let checked = checksum::iban(&iban[..len]);
    let cue = Cues::before(text, start, earlier).nearest(BANK);
    if !checked && cue.is_none() {
        return None;
    }
    Some(Finding {
        entity_type: EntityType::IbanCode,
        span: Span::new(start, i),
        score: if checked { 1.0 } else { 0.6 },
        rank: if checked { Rank::Checked } else { Rank::Cue },
        // A slip of the pen leaves an account number readable all the same, if somebody calls it one.
        recognizer: if checked { "iban_code.mod_97" } else { "iban_code.cued" },
        cue: cue.map(|cue| cue.span),
    })
}

/// One space, no-break space or dash between two characters.
fn skip_separator(bytes: &[u8], at: usize) -> usize {
    match bytes[at.min(bytes.len())..] {
        [b' ' | b'-' | b'.', ..] => at + 1,
        [0xC2, 0xA0, ..] => at + 2,
        [0xE2, 0x80, 0xAF | 0x89, ..] => at + 3,
        _ => at,
    }
}

fn structure_of(first: u8, second: u8) -> Option<&'static [u8]> {
    let index =
        |letter: u8| letter.is_ascii_alphabetic().then(|| usize::from(letter.to_ascii_uppercase() - b'A'));
    match INDEX[index(first)? * 26 + index(second)?] {
        0 => None,
        place => Some(COUNTRIES[usize::from(place) - 1].1.as_bytes()),
    }
}

/// Two letters to their place in `COUNTRIES`, plus one; built by the compiler.
static INDEX: [u8; 26 * 26] = {
    let mut index = [0; 26 * 26];
    let mut i = 0;
    while i < COUNTRIES.len() {
        let code = COUNTRIES[i].0.as_bytes();
        index[(code[0] - b'A') as usize * 26 + (code[1] - b'A') as usize] = i as u8 + 1;
        i += 1;
    }
    index
};

/// Countries and the structure behind country code and check digits: `n` digits, `a` letters, `c` either.
static COUNTRIES: &[(&str, &str)] = &[
    ("AD", "8n12c"),
    ("AE", "19n"),
    ("AL", "8n16c"),
    ("AT", "16n"),
    ("AZ", "4a20c"),
    ("BA", "16n"),
    ("BE", "12n"),
    ("BG", "4a6n8c"),
    ("BH", "4a14c"),
    ("BI", "23n"),
    ("BR", "23n1a1c"),
    ("BY", "4c4n16c"),
    ("CH", "5n12c"),
    ("CR", "18n"),
    ("CY", "8n16c"),
    ("CZ", "20n"),
    ("DE", "18n"),
    ("DJ", "23n"),
    ("DK", "14n"),
    ("DO", "4c20n"),
    ("EE", "16n"),
    ("EG", "25n"),
    ("ES", "20n"),
    ("FI", "14n"),
    ("FK", "2a12n"),
    ("FO", "14n"),
    ("FR", "10n11c2n"),
    ("GB", "4a14n"),
    ("GE", "2a16n"),
    ("GI", "4a15c"),
    ("GL", "14n"),
    ("GR", "7n16c"),
    ("GT", "4c20c"),
    ("HN", "4a20n"),
    ("HR", "17n"),
    ("HU", "24n"),
    ("IE", "4a14n"),
    ("IL", "19n"),
    ("IQ", "4a15n"),
    ("IS", "22n"),
    ("IT", "1a10n12c"),
    ("JO", "4a4n18c"),
    ("KW", "4a22c"),
    ("KZ", "3n13c"),
    ("LB", "4n20c"),
    ("LC", "4a24c"),
    ("LI", "5n12c"),
    ("LT", "16n"),
    ("LU", "3n13c"),
    ("LV", "4a13c"),
    ("LY", "21n"),
    ("MC", "10n11c2n"),
    ("MD", "2c18c"),
    ("ME", "18n"),
    ("MK", "3n10c2n"),
    ("MN", "16n"),
    ("MR", "23n"),
    ("MT", "4a5n18c"),
    ("MU", "4a19n3a"),
    ("NI", "4a20n"),
    ("NL", "4a10n"),
    ("NO", "11n"),
    ("OM", "3n16c"),
    ("PK", "4a16c"),
    ("PL", "24n"),
    ("PS", "4a21c"),
    ("PT", "21n"),
    ("QA", "4a21c"),
    ("RO", "4a16c"),
    ("RS", "18n"),
    ("RU", "14n15c"),
    ("SA", "2n18c"),
    ("SC", "4a20n3a"),
    ("SD", "14n"),
    ("SE", "20n"),
    ("SI", "15n"),
    ("SK", "20n"),
    ("SM", "1a10n12c"),
    ("SO", "19n"),
    ("ST", "21n"),
    ("SV", "4a20n"),
    ("TL", "19n"),
    ("TN", "20n"),
    ("TR", "5n1c16c"),
    ("UA", "6n19c"),
    ("VA", "18n"),
    ("VG", "4a16n"),
    ("XK", "16n"),
    ("YE", "4a4n18c"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        let at = text.find(|c: char| c.is_ascii_digit())?;
        super::at(text, at, &[]).map(|f| &text[f.span.start..f.span.end])
    }

    #[test]
    fn structures_have_the_right_length() {
        for (country, len) in
            [("GB", 22), ("DE", 22), ("FR", 27), ("ES", 24), ("NL", 18), ("MT", 31), ("NO", 15), ("IT", 27)]
        {
            let structure = COUNTRIES.iter().find(|c| c.0 == country).unwrap().1;
            let sum: usize = structure
                .split(|c: char| c.is_ascii_lowercase())
                .filter_map(|n| n.parse::<usize>().ok())
                .sum();
            assert_eq!(sum + 4, len, "{country}");
        }
    }

    #[test]
    fn finds_any_grouping_and_case() {
        assert_eq!(found("to GB82 WEST 1234 5698 7654 32."), Some("GB82 WEST 1234 5698 7654 32"));
        assert_eq!(found("gb82west12345698765432"), Some("gb82west12345698765432"));
        assert_eq!(
            found("DE89\u{a0}3704\u{a0}0044\u{a0}0532\u{a0}0130\u{a0}00"),
            Some("DE89\u{a0}3704\u{a0}0044\u{a0}0532\u{a0}0130\u{a0}00")
        );
    }

    #[test]
    fn refuses_wrong_check_digits_length_and_neighbours() {
        assert_eq!(found("to GB83 WEST 1234 5698 7654 32"), None);
        assert_eq!(found("IBAN GB83 WEST 1234 5698 7654 32"), Some("GB83 WEST 1234 5698 7654 32"));
        assert_eq!(found("GB82WEST123456987654321"), None);
        assert_eq!(found("XGB82WEST12345698765432"), None);
        assert_eq!(found("GB82"), None);
    }
}
