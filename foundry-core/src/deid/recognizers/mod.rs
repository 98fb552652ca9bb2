//! The recognizers: one pass over a text that stops at trigger bytes and asks the recognizers that start there.

mod age;
mod api_key;
mod blocks;
mod case;
mod coordinates;
mod credit_card;
mod credit_card_cvv;
mod credit_card_expiry;
mod crypto;
mod cue;
mod cue_words;
mod cued;
mod custom;
mod date_of_birth;
mod date_time;
mod email_address;
mod foreign_digits;
mod iban_code;
mod id;
mod imei;
mod ip_address;
mod last_four;
mod mac_address;
#[cfg(test)]
mod marked;
mod number_run;
mod password;
mod person;
mod phone_number;
mod phone_regions;
mod reference_number;
mod scan;
mod spoken;
mod street_address;
mod swift_code;
pub mod tagger;
mod url;
mod us_itin;
mod us_ssn;
mod username;
mod vehicle_id;

pub(super) use cue::announces;
pub use custom::CustomPatterns;
pub(super) use spoken::{SPELLED, is_no_spelled_name, written};

use crate::deid::settings::PiiSettings;
use crate::entity::{EntitySet, EntityType, Finding};
use crate::error::Result;

/// The recognizers that the settings choose.
pub struct Recognizers {
    /// The built-in entity types that are looked for.
    chosen: EntitySet,
    phone: phone_number::Locale,
    ids: id::Ids,
    custom: CustomPatterns,
}

impl Recognizers {
    /// Chooses recognizers and compiles custom patterns. Errors name the setting's path.
    pub fn new(settings: &PiiSettings) -> Result<Recognizers> {
        let chosen = settings.chosen();
        Ok(Recognizers {
            chosen,
            ids: id::Ids::new(chosen, &settings.locale),
            phone: phone_number::Locale::new(&settings.locale),
            custom: CustomPatterns::new(&settings.custom_patterns)?,
        })
    }

    /// Appends every finding in `text`: in no order, possibly overlapping, whatever its score, allow lists not looked
    /// at. Spans lie on character boundaries and are never empty. Linear in the length of `text`.
    pub fn find(&self, text: &str, out: &mut Vec<Finding>) {
        let mut spoken = spoken::Spoken::new(self, text);
        if self.chosen.contains(EntityType::Person) {
            person::find(text, |at| spoken.at(at), out);
            out.extend(spoken.found());
        } else if self.chosen.meets(spoken::TYPES) {
            out.extend(spoken.all());
        }
        self.custom.find(text, out);
        self.scan(text, out);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn recognizers(locale: &str) -> Recognizers {
        let numbers = [
            EntityType::PhoneNumber,
            EntityType::CreditCard,
            EntityType::IbanCode,
            EntityType::UsSsn,
            EntityType::UsItin,
            EntityType::IpAddress,
            EntityType::MacAddress,
            EntityType::DateOfBirth,
        ];
        let settings =
            PiiSettings { entities: Some(numbers.into()), locale: locale.into(), ..PiiSettings::default() };
        Recognizers::new(&settings).unwrap()
    }

    fn found<'t>(locale: &str, text: &'t str) -> Vec<(&'t str, &'static str)> {
        let mut out = Vec::new();
        recognizers(locale).find(text, &mut out);
        out.iter().map(|finding| (&text[finding.span.start..finding.span.end], finding.recognizer)).collect()
    }

    #[test]
    fn several_values_in_one_run() {
        assert_eq!(
            found("US", "card 4111 1111 1111 1111 12/27 and 212-555-0199 212-555-0198"),
            [
                ("4111 1111 1111 1111", "credit_card.luhn"),
                ("212-555-0199", "phone_number.national"),
                ("212-555-0198", "phone_number.national"),
            ]
        );
    }

    #[test]
    fn behind_a_value_a_run_begins_anew() {
        // Seen from the card, the telephone number is a word, and the reference no longer near.
        assert_eq!(
            found("US", "ref A-20931-B +1 415-555-0134 4111 1111 1111 1111"),
            [("+1 415-555-0134", "phone_number.international"), ("4111 1111 1111 1111", "credit_card.luhn"),]
        );
        // A list shares its cue all the same, and what is called a reference stays one.
        assert_eq!(found("US", "call 555-0101 or 555-0102").len(), 2);
        assert_eq!(found("US", "order 4111 1111 1111 1111"), []);
    }

    #[test]
    fn a_list_longer_than_a_run_loses_nothing() {
        for value in ["212 555 0199", "4111111111111111", "(212) 555-0199", "4111-1111-1111-1111"] {
            let text = [value; 40].join(" ");
            let found = found("US", &text);
            assert_eq!(found.len(), 40, "{value}");
            assert!(found.iter().all(|(text, _)| *text == value));
        }
    }

    #[test]
    fn look_alikes_stay() {
        for text in [
            "Order #A-1234567 and #2125550199",
            "The order number is 4111111111111111",
            "tracking 1Z999AA10123456784",
            "We run version 4.10.2, firmware 10.0.0.1, not v1.2.3.4 or 1.2.3.4.5",
            "$1,234.56 and 1,234,567.89 or 12.345.678,90",
            "2024-05-01T12:30:05Z, 2024/05/01, 01.05.2024, 12:30:05",
            "550e8400-e29b-41d4-a716-446655440000",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "AB-1234-567 and KX-4111-1111-1111-1111",
            "at 1700000000 and 1700000000000",
            "std::vector, a::b, x[::2], 1::2",
            "112-1234567-1234567",
            "on 01/02/1990 I paid",
            "000-12-3456, 666-12-3456, 078-05-1120, 123-00-4567",
            "ff:ff:ff:ff:ff:ff",
        ] {
            assert_eq!(found("US", text), [], "{text}");
        }
    }

    #[test]
    fn locale_decides_about_national_numbers() {
        assert_eq!(found("GB", "020 7946 0000"), [("020 7946 0000", "phone_number.national")]);
        assert_eq!(found("US", "020 7946 0000"), []);
        assert_eq!(found("US", "phone 020 7946 0000"), [("020 7946 0000", "phone_number.cued")]);
        assert_eq!(found("xx", "212-555-0199"), []);
        assert_eq!(found("en-GB", "07700 900123"), [("07700 900123", "phone_number.national")]);
    }

    #[test]
    fn unchosen_types_are_left_out() {
        let settings = PiiSettings { entities: Some(vec![EntityType::CreditCard]), ..PiiSettings::default() };
        let mut out = Vec::new();
        Recognizers::new(&settings).unwrap().find("SSN 123-45-6789", &mut out);
        assert!(out.is_empty());
    }

    /// Texts made of what recognizers stop at.
    fn hostile() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "1", "12", "212", "0199", "4111", "+", "(", ")", "-", ".", "/", ":", "::", " ", "\u{a0}",
            "\u{2011}", "é", "😀", "GB", "fe80", "ab", "\n", "phone ", "dob ", "né le ", "März ", "ext ",
            "x", "#", "٣", "１", "%", "@", "a", "DE89", "http://", "00", "011", "电话", "\u{301}",
        ]);
        prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
    }

    fn assert_sound(text: &str) {
        for locale in ["US", "DE", "IT", "BR", ""] {
            let mut out = Vec::new();
            recognizers(locale).find(text, &mut out);
            for finding in out {
                assert!(!finding.span.is_empty());
                assert!(text.get(finding.span.start..finding.span.end).is_some());
                if let Some(cue) = finding.cue {
                    assert!(text.get(cue.start..cue.end).is_some_and(|cue| !cue.is_empty()));
                }
                assert!((0.0..=1.0).contains(&finding.score));
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_sound(text in any::<String>()) {
            assert_sound(&text);
        }

        #[test]
        fn hostile_text_is_sound(text in hostile()) {
            assert_sound(&text);
        }

        #[test]
        fn place_in_the_text_does_not_matter(before in "[a-z ]{0,200}") {
            let text = format!("{before}\n\nmy number: 212-555-0199, card 4111 1111 1111 1111.");
            let found = found("US", &text);
            prop_assert_eq!(found.len(), 2);
        }
    }
}
