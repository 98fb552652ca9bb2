//! The recognizers: one pass over a text that stops at trigger bytes and asks the recognizers that start there.

mod api_key;
mod custom;
mod email_address;
mod person;
mod url;

pub use custom::CustomPatterns;

use crate::deid::settings::PiiSettings;
use crate::entity::Finding;
use crate::error::Result;

/// The recognizers that the settings choose.
pub struct Recognizers {
    custom: CustomPatterns,
}

impl Recognizers {
    /// Chooses recognizers and compiles custom patterns. Errors name the setting's path.
    pub fn new(settings: &PiiSettings) -> Result<Recognizers> {
        Ok(Recognizers { custom: CustomPatterns::new(&settings.custom_patterns)? })
    }

    /// Appends every finding in `text`: in no order, possibly overlapping, allow lists not looked at.
    pub fn find(&self, text: &str, out: &mut Vec<Finding>) {
        person::find(text, out);
        self.custom.find(text, out);
        for (at, _) in text.match_indices('@') {
            out.extend(email_address::at(text, at));
        }
        for (at, _) in text.match_indices(':') {
            out.extend(url::at_scheme(text, at));
            out.extend(api_key::at_separator(text, at));
        }
        for (at, _) in text.match_indices('=') {
            out.extend(api_key::at_separator(text, at));
        }
        api_key::find_blocks(text, out);
        for (at, _) in text.match_indices('.') {
            out.extend(url::at_dot(text, at));
        }
        for (at, _) in text.match_indices(|c: char| c.is_ascii_digit()) {
            out.extend(api_key::at(text, at));
        }
    }
}
