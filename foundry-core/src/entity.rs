//! Entity types, spans and findings: the words of de-identification, used by every stage.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Declares the entity types once: variant, name on the wire, label inside a token, one line of documentation.
macro_rules! entity_types {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $label:literal;)*) => {
        /// A kind of personal data; names as Presidio's where it has one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum EntityType {
            $($(#[$doc])* $variant,)*
            /// A custom pattern of the settings, by its place in `customPatterns`.
            Custom(u16),
        }

        impl EntityType {
            /// Every built-in type, in a fixed order.
            pub const ALL: &'static [EntityType] = &[$(EntityType::$variant),*];

            /// The name on the wire; `CUSTOM` for custom patterns, whose token names them.
            pub fn name(self) -> &'static str {
                match self { $(EntityType::$variant => $name,)* EntityType::Custom(_) => "CUSTOM" }
            }

            /// The word inside a token: `EMAIL` in `[EMAIL_1]`.
            pub fn label(self) -> &'static str {
                match self { $(EntityType::$variant => $label,)* EntityType::Custom(_) => "CUSTOM" }
            }
        }
    };
}

entity_types! {
    /// A person's name.
    Person = "PERSON", "PERSON";
    /// An e-mail address.
    EmailAddress = "EMAIL_ADDRESS", "EMAIL";
    /// A telephone number.
    PhoneNumber = "PHONE_NUMBER", "PHONE";
    /// A payment card number (PAN).
    CreditCard = "CREDIT_CARD", "CREDIT_CARD";
    /// An international bank account number.
    IbanCode = "IBAN_CODE", "IBAN";
    /// A United States social security number.
    UsSsn = "US_SSN", "US_SSN";
    /// A United States individual taxpayer identification number.
    UsItin = "US_ITIN", "US_ITIN";
    /// An IPv4 or IPv6 address.
    IpAddress = "IP_ADDRESS", "IP_ADDRESS";
    /// A hardware address of a network device.
    MacAddress = "MAC_ADDRESS", "MAC_ADDRESS";
    /// A web address.
    Url = "URL", "URL";
    /// A key, token or other secret of a service.
    ApiKey = "API_KEY", "API_KEY";
    /// A date of birth.
    DateOfBirth = "DATE_OF_BIRTH", "DATE_OF_BIRTH";
    /// The name of a company or other organization.
    Organization = "ORGANIZATION", "ORGANIZATION";
    /// A city, region or country.
    Location = "LOCATION", "LOCATION";
    /// A postal address.
    StreetAddress = "STREET_ADDRESS", "ADDRESS";
    /// A user name or handle.
    Username = "USERNAME", "USERNAME";
    /// Any other value of a column that is mapped as personal.
    Id = "ID", "ID";
}

impl EntityType {
    /// The type with this wire name.
    pub fn from_name(name: &str) -> Option<EntityType> {
        EntityType::ALL.iter().copied().find(|t| t.name() == name)
    }
}

impl fmt::Display for EntityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for EntityType {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for EntityType {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<str>::deserialize(deserializer)?;
        EntityType::from_name(&name).ok_or_else(|| {
            let known = EntityType::ALL.iter().map(|t| t.name());
            match crate::error::nearest(&name, known) {
                Some(near) => {
                    serde::de::Error::custom(format!("unknown entity type `{name}`, did you mean `{near}`?"))
                }
                None => serde::de::Error::custom(format!("unknown entity type `{name}`")),
            }
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for EntityType {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "EntityType".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let names: Vec<&str> = EntityType::ALL.iter().map(|t| t.name()).collect();
        schemars::json_schema!({ "type": "string", "enum": names })
    }
}

/// A byte range `[start, end)` of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range `[start, end)`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// Whether two ranges share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether the range holds nothing.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }
}

/// How strong the evidence behind a finding is; a higher rank wins an overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// A statistical model said so.
    Model,
    /// The shape alone.
    Shape,
    /// A shape, and a word beside it that says what it is.
    Cue,
    /// A shape whose check digits or structure are right.
    Checked,
    /// The caller's own rule: a custom pattern or a deny list.
    Caller,
    /// The value of a mapped column.
    Known,
}

/// One hit of a recognizer. Holds no text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finding {
    /// What it is.
    pub entity_type: EntityType,
    /// Where it is, in bytes.
    pub span: Span,
    /// How sure the recognizer is, 0.0 to 1.0.
    pub score: f32,
    /// How strong the kind of evidence is.
    pub rank: Rank,
    /// Which rule fired, such as `credit_card.luhn`; stable, for explanations.
    pub recognizer: &'static str,
    /// The word that gave the cue, if one did.
    pub cue: Option<Span>,
}
