//! Driving licence: five letters of the surname (filled with 9), the date of birth (for women 5 added to the month), two
//! initials, three characters that the Driver and Vehicle Licensing Agency keeps to itself; an issue number may follow.

use crate::deid::recognizers::id::{Check, Evidence, IdRule};
use crate::entity::EntityType;

pub(super) const RULE: IdRule = IdRule {
    entity_type: EntityType::UkDrivingLicence,
    recognizer: "uk_driving_licence.structure",
    country: "GB",
    forms: &[
        "A{1,5}9{6,10}X{5}",
        "A{1,5}9{6,10}X{5}99",
        "A{5}~9{6}~X{5}",
        "A{1,4}9{1,4}~9{6}~X{5}",
        "A{5}~9{6}~X{5}~99",
        "A{5}9{6} X{5}",
    ],
    check,
    evidence: Evidence::Locale,
    score: 0.7,
    cues: &[
        "driving licence",
        "driving license",
        "driver licence",
        "drivers licence",
        "driver's licence",
        "drivers license",
        "driver's license",
        "driver number",
        "licence",
        "licence number",
        "driving lic",
        "dvla",
        "dl",
        "provisional licence",
        "trwydded yrru",
    ],
};

fn check(number: &[u8]) -> Check {
    let Some((surname, rest)) = number.split_at_checked(5) else { return Check::Wrong };
    let letters = surname.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let filled = letters > 0 && surname.iter().skip(letters).all(|byte| *byte == b'9');
    let (born, last) = match rest {
        [_, month_tens, month_ones, day_tens, day_ones, _, last @ ..] => {
            let value = |tens: &u8, ones: &u8| tens.wrapping_sub(b'0') * 10 + ones.wrapping_sub(b'0');
            let numeric = rest.iter().take(6).all(u8::is_ascii_digit);
            (numeric.then(|| (value(month_tens, month_ones), value(day_tens, day_ones))), last)
        }
        _ => return Check::Wrong,
    };
    let is_date = born.is_some_and(|(month, day)| {
        let month = if month > 50 { month - 50 } else { month };
        let days = match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        (1..=days).contains(&day)
    });
    let ends_well = match last {
        [first, second, any, a, b, ..] => {
            let initial = |byte: &u8| byte.is_ascii_uppercase() || *byte == b'9';
            // A second initial without a first is nobody's.
            let initials = initial(first) && initial(second) && (*first != b'9' || *second == b'9');
            initials && any.is_ascii_alphanumeric() && a.is_ascii_uppercase() && b.is_ascii_uppercase()
        }
        _ => false,
    };
    let issue = last.get(5..).unwrap_or_default();
    let whole = matches!(issue.len(), 0 | 2) && issue.iter().all(u8::is_ascii_digit);
    if filled && is_date && ends_well && whole { Check::Right } else { Check::Wrong }
}

#[cfg(test)]
mod tests {
    use crate::deid::recognizers::id::assert_found;
    use crate::entity::EntityType::UkDrivingLicence;

    #[test]
    fn strong_positives_and_near_misses() {
        let found = [
            "my driving licence is <MORGA657054SM9IJ>",
            "DVLA driver number <morga 657054 sm9ij>",
            "licence <FOX99804232AB9CD>",
            "<MF999557055F98MJ> is on my UK driving licence",
            "driving licence no. <MORGA657054SM9IJ35>",
            "driving licence: <LI999 751010 J99XK>",
        ];
        let near = [
            "driving licence MORGA613054SM9IJ",
            "driving licence MORGA657324SM9IJ",
            "driving licence MORGA602304SM9IJ",
            "driving licence MOR9A657054SM9IJ",
            "driving licence MORGA657054SM9I",
            "driving licence MORGA657054SM9I7",
            "licence key MORGA657054SM9IJX",
            "it is MORGA657054SM9IJ",
        ];
        assert_found(UkDrivingLicence, "US", &found, &near);
        assert_found(UkDrivingLicence, "GB", &["it is <MORGA657054SM9IJ>"], &[]);
    }
}
