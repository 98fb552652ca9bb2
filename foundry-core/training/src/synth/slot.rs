//! The slots of a template: what stands between braces.

use crate::labelled::Label;

use super::draft::Speaker;

/// How a person's name is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameForm {
    /// First name alone, full name, rarely last name alone.
    Any,
    /// First and last name, in one of many forms.
    Full,
    /// First and last name and nothing else.
    Plain,
    /// First name alone.
    First,
    /// Last name alone.
    Last,
    /// "Ng, Carla".
    LastFirst,
    /// "J. Ng".
    Short,
    /// "JN", "J.N."
    Initials,
    /// First name, letter by letter.
    SpelledFirst,
    /// Last name, letter by letter.
    SpelledLast,
}

/// What kind of company, and thus which rule of the parts grammar makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OrgKind {
    Any,
    Brand,
    Bank,
    Carrier,
    Airline,
    Clinic,
    School,
    Agency,
    /// Restaurants, hotels, cinemas, shops.
    Venue,
    /// Authorities, media, clubs, universities, charities.
    Institution,
    University,
    /// A well-known firm that no customer deals with.
    Firm,
    /// A shop or a craftsman of a town.
    Local,
}

/// How a postal address is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AddressForm {
    /// Any form, most on one line.
    Any,
    /// Street and number only.
    Street,
    /// All parts, on lines of their own.
    Block,
    /// As a caller says it: numbers as words.
    Spoken,
}

/// What a slot stands for. Numbers tell several of one kind apart: the same slot gives the same value within a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Slot {
    Person(usize, NameForm),
    Email(usize),
    User(usize),
    Org(OrgKind, usize),
    City(usize),
    Region(usize),
    Country(usize),
    /// The code of a state of the USA.
    State(usize),
    Place(usize),
    Address(AddressForm, usize),
    /// `#` gives a digit, `@` a capital letter, `%` a small letter or digit, all else itself.
    Pattern(String),
    /// A number in `[low, high]`.
    Range(usize, usize),
    /// A name that the template itself gives.
    Literal(String, Label),
    /// Starts a turn.
    Turn(Speaker),
    /// The text is the transcript of a call.
    Transcript,
    /// Starts an unrelated message: new people, new companies.
    Next,
    /// Raw material for the parts grammar, never labelled on its own.
    Raw(Raw),
}

/// Pieces from which companies and addresses are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Raw {
    First,
    Last,
    City,
    Street,
    /// City, region and postcode of the address that is being written belong together.
    AddressCity,
    AddressRegion,
    AddressPostcode,
    /// Between the parts of an address: a comma, a blank or a line break, the same throughout.
    AddressBreak,
}

impl Slot {
    /// Reads what stands between the braces; `None` for an unknown slot.
    pub(super) fn parse(name: &str) -> Option<Slot> {
        if let Some(pattern) = name.strip_prefix('#') {
            return Some(Slot::Pattern(pattern.to_string()));
        }
        if let Some((kind, text)) = name.split_once(':') {
            let label = match kind {
                "p" => Label::Person,
                "o" => Label::Organization,
                "l" => Label::Location,
                "a" => Label::Address,
                _ => return None,
            };
            return Some(Slot::Literal(text.to_string(), label));
        }
        if let Some((low, high)) = name.split_once('-')
            && let (Ok(low), Ok(high)) = (low.parse(), high.parse())
        {
            return Some(Slot::Range(low, high));
        }
        if let Some(raw) = name.strip_prefix('=') {
            return parse_raw(raw).map(Slot::Raw);
        }
        if let Some(who) = name.chars().next().and_then(person_index)
            && (name.len() == 1 || (name.len() > 2 && name.as_bytes().get(1) == Some(&b'.')))
        {
            return parse_person(who, name.get(2..).unwrap_or_default());
        }
        let digits = name.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
        let (kind, number) = name.split_at(digits);
        let number = if number.is_empty() { 0 } else { number.parse().ok()? };
        Some(match kind {
            "A" => Slot::Turn(Speaker::Agent),
            "C" => Slot::Turn(Speaker::Customer),
            "S" => Slot::Turn(Speaker::System),
            "next" => Slot::Next,
            "transcript" => Slot::Transcript,
            "org" => Slot::Org(OrgKind::Any, number),
            "brand" => Slot::Org(OrgKind::Brand, number),
            "bank" => Slot::Org(OrgKind::Bank, number),
            "carrier" => Slot::Org(OrgKind::Carrier, number),
            "airline" => Slot::Org(OrgKind::Airline, number),
            "clinic" => Slot::Org(OrgKind::Clinic, number),
            "school" => Slot::Org(OrgKind::School, number),
            "agency" => Slot::Org(OrgKind::Agency, number),
            "venue" => Slot::Org(OrgKind::Venue, number),
            "inst" => Slot::Org(OrgKind::Institution, number),
            "uni" => Slot::Org(OrgKind::University, number),
            "firm" => Slot::Org(OrgKind::Firm, number),
            "local" => Slot::Org(OrgKind::Local, number),
            "city" => Slot::City(number),
            "region" => Slot::Region(number),
            "country" => Slot::Country(number),
            "state" => Slot::State(number),
            "place" => Slot::Place(number),
            "addr" => Slot::Address(AddressForm::Any, number),
            "street" => Slot::Address(AddressForm::Street, number),
            "block" => Slot::Address(AddressForm::Block, number),
            "spoken" => Slot::Address(AddressForm::Spoken, number),
            _ => return None,
        })
    }
}

/// How many people a text can speak of.
pub(super) const PEOPLE: usize = 7;
/// The person whose name is also a word.
pub(super) const WORD_NAMED: usize = 5;
/// The agent.
pub(super) const AGENT: usize = 1;
/// The customer.
pub(super) const CUSTOMER: usize = 0;

/// Customer, agent, three others, one whose name is a word, one more.
fn person_index(letter: char) -> Option<usize> {
    "caxyzwv".find(letter)
}

fn parse_person(who: usize, form: &str) -> Option<Slot> {
    Some(Slot::Person(
        who,
        match form {
            "" => NameForm::Any,
            "full" => NameForm::Full,
            "plain" => NameForm::Plain,
            "first" => NameForm::First,
            "last" => NameForm::Last,
            "lastfirst" => NameForm::LastFirst,
            "short" => NameForm::Short,
            "initials" => NameForm::Initials,
            "spelled" => NameForm::SpelledFirst,
            "spelledlast" => NameForm::SpelledLast,
            "email" => return Some(Slot::Email(who)),
            "user" => return Some(Slot::User(who)),
            _ => return None,
        },
    ))
}

fn parse_raw(name: &str) -> Option<Raw> {
    Some(match name {
        "first" => Raw::First,
        "last" => Raw::Last,
        "anycity" => Raw::City,
        "street" => Raw::Street,
        "city" => Raw::AddressCity,
        "region" => Raw::AddressRegion,
        "post" => Raw::AddressPostcode,
        "sep" => Raw::AddressBreak,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_read_by_name() {
        assert_eq!(Slot::parse("c.full"), Some(Slot::Person(0, NameForm::Full)));
        assert_eq!(Slot::parse("a"), Some(Slot::Person(1, NameForm::Any)));
        assert_eq!(Slot::parse("x.email"), Some(Slot::Email(2)));
        assert_eq!(Slot::parse("city2"), Some(Slot::City(2)));
        assert_eq!(Slot::parse("carrier"), Some(Slot::Org(OrgKind::Carrier, 0)));
        assert_eq!(Slot::parse("1-28"), Some(Slot::Range(1, 28)));
        assert_eq!(Slot::parse("#A-##"), Some(Slot::Pattern("A-##".to_string())));
        assert_eq!(Slot::parse("=post"), Some(Slot::Raw(Raw::AddressPostcode)));
        for unknown in ["", "c.", "c.middle", "town", "city2x", "=zip"] {
            assert_eq!(Slot::parse(unknown), None, "{unknown}");
        }
    }
}
