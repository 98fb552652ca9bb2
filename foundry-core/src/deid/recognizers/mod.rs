//! The recognizers: one pass over a text that stops at trigger bytes and asks the recognizers that start there.

mod api_key;
mod credit_card;
mod cue;
mod custom;
mod date_of_birth;
mod email_address;
mod iban_code;
mod ip_address;
mod mac_address;
mod number_run;
mod person;
mod phone_number;
mod phone_regions;
mod scan;
mod url;
mod us_itin;
mod us_ssn;

pub use custom::CustomPatterns;

use crate::deid::settings::PiiSettings;
use crate::entity::{EntityType, Finding};
use crate::error::Result;

/// The recognizers that the settings choose.
pub struct Recognizers {
    chosen: Chosen,
    phone: phone_number::Locale,
    custom: CustomPatterns,
}

/// The built-in entity types that are looked for.
#[derive(Clone, Copy)]
struct Chosen {
    person: bool,
    email_address: bool,
    url: bool,
    api_key: bool,
    phone_number: bool,
    credit_card: bool,
    iban_code: bool,
    us_ssn: bool,
    us_itin: bool,
    ip_address: bool,
    mac_address: bool,
    date_of_birth: bool,
}

impl Chosen {
    /// Everything with a recognizer where the settings name no entities.
    fn new(entities: Option<&[EntityType]>) -> Chosen {
        let chosen = |entity_type| entities.is_none_or(|entities| entities.contains(&entity_type));
        Chosen {
            person: chosen(EntityType::Person),
            email_address: chosen(EntityType::EmailAddress),
            url: chosen(EntityType::Url),
            api_key: chosen(EntityType::ApiKey),
            phone_number: chosen(EntityType::PhoneNumber),
            credit_card: chosen(EntityType::CreditCard),
            iban_code: chosen(EntityType::IbanCode),
            us_ssn: chosen(EntityType::UsSsn),
            us_itin: chosen(EntityType::UsItin),
            ip_address: chosen(EntityType::IpAddress),
            mac_address: chosen(EntityType::MacAddress),
            date_of_birth: chosen(EntityType::DateOfBirth),
        }
    }
}

impl Recognizers {
    /// Chooses recognizers and compiles custom patterns. Errors name the setting's path.
    pub fn new(settings: &PiiSettings) -> Result<Recognizers> {
        Ok(Recognizers {
            chosen: Chosen::new(settings.entities.as_deref()),
            phone: phone_number::Locale::new(&settings.locale),
            custom: CustomPatterns::new(&settings.custom_patterns)?,
        })
    }

    /// Appends every finding in `text`: in no order, possibly overlapping, whatever its score, allow lists not looked
    /// at. Spans lie on character boundaries and are never empty. Linear in the length of `text`.
    pub fn find(&self, text: &str, out: &mut Vec<Finding>) {
        if self.chosen.person {
            person::find(text, out);
        }
        self.custom.find(text, out);
        if self.chosen.api_key {
            api_key::find_blocks(text, out);
        }
        self.scan(text, out);
    }
}
