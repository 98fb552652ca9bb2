//! Names of people and places, written for this generator; `_` stands for a blank inside a name.

mod asia_africa;
mod europe;
mod places;
mod word_names;

pub(super) use asia_africa::ASIA_AFRICA;
pub(super) use europe::EUROPE_AMERICAS;
pub(super) use places::{COUNTRIES, LOCALES, MORE_CITIES, REGIONS, STREET_NAMES};
pub(super) use word_names::{WORD_FIRST, WORD_LAST};

/// The names of one language or people.
pub(super) struct Culture {
    /// In which languages' texts it is common, as weights in the order of `Language`.
    pub(super) weights: [usize; 7],
    /// Whether the last name may come first.
    pub(super) family_first: bool,
    /// Whether people carry two last names.
    pub(super) two_last: bool,
    pub(super) first: &'static str,
    pub(super) last: &'static str,
}

/// The places of one country and how its addresses are written.
pub(super) struct Locale {
    /// Name of the address rule in the parts grammar.
    pub(super) code: &'static str,
    /// As in `Culture`.
    pub(super) weights: [usize; 7],
    /// Lines of city, region and pattern of postcodes, separated by `|`.
    pub(super) cities: &'static str,
}
