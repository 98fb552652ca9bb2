//! What is done to findings: one file per operator, and the place that chooses between them.

mod base64url;
mod dates;
mod encrypt;
mod generalize;
mod hash;
mod key;
mod mask;
mod redact;
mod replace;
mod shift_date;
mod surrogate;

#[cfg(feature = "encryption")]
pub(super) use encrypt::Cipher;
pub(super) use encrypt::{MIN_KEY, is_sealed};
pub use key::key_id;
pub(super) use replace::{Identities, Identity};

use std::collections::BTreeMap;

use self::dates::Habits;
use self::generalize::Generalization;
use self::key::Key;
use super::canonical::calling_code;
use super::fold::folded_value;
use super::settings::{OperatorSettings, PiiSettings};
use crate::entity::EntityType;
use crate::error::{Error, ErrorKind, Result};

/// The operators of the settings, made ready.
pub(super) struct Operators {
    /// By the place of a built-in type.
    by_type: Vec<Operator>,
    custom: BTreeMap<EntityType, Operator>,
    default: Operator,
    hash: Option<Key>,
    surrogate: Option<Key>,
    shift: Option<Key>,
    #[cfg(feature = "encryption")]
    cipher: Option<Cipher>,
    habits: Habits,
    has_drawn: bool,
}

/// An operator that fits its type.
#[derive(Clone, Copy, PartialEq)]
enum Operator {
    Replace,
    Redact,
    Mask { character: char, keep_first: usize, keep_last: usize },
    Hash,
    Encrypt,
    Surrogate,
    ShiftDate { max_days: u16 },
    Generalize { dates: super::settings::DatePrecision, age_band: u8, top_age: u8 },
    Keep,
}

/// What was written instead of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Written {
    /// A token, from which the value can be had again.
    Token,
    /// Something that is no token: nothing, asterisks, a part of the value.
    Plain,
    /// A value that was drawn, and may be another value of the conversation by chance.
    Drawn,
}

/// What operators know of the conversation.
#[derive(Clone, Copy, Default)]
pub(super) struct Situation<'c> {
    /// The id, as it came.
    pub conversation_id: &'c str,
    /// How often it was drawn in vain: what was drawn stood in the conversation already.
    pub attempt: u32,
}

impl Operators {
    /// Errors of kind `Config`, with the path of the setting, where a key is missing or a parameter out of range.
    pub fn new(settings: &PiiSettings) -> Result<Operators> {
        check(settings)?;
        let domain = settings.key_domain.as_deref().unwrap_or_default();
        let key = |purpose| settings.hash_key.as_deref().and_then(|text| Key::new(text, purpose, domain));
        let named = |entity_type: EntityType| {
            let by_default =
                if entity_type.is_reference() { OperatorSettings::Keep } else { settings.default_operator };
            let chosen = settings.operators.get(&entity_type).copied().unwrap_or(by_default);
            fitting(chosen, entity_type)
        };
        let by_type: Vec<Operator> = EntityType::ALL.iter().map(|entity_type| named(*entity_type)).collect();
        let customs = settings.operators.keys().filter(|entity_type| entity_type.index().is_none());
        let custom = customs.map(|entity_type| (*entity_type, named(*entity_type))).collect();
        let default = fitting(settings.default_operator, EntityType::Custom(0));
        let draws =
            |operator: &Operator| matches!(operator, Operator::Surrogate | Operator::ShiftDate { .. });
        Ok(Operators {
            has_drawn: draws(&default) || by_type.iter().any(draws),
            by_type,
            custom,
            default,
            hash: key("hash"),
            surrogate: key("surrogate"),
            shift: key("shift_date"),
            #[cfg(feature = "encryption")]
            cipher: settings.encryption_key.as_deref().and_then(Cipher::new),
            habits: Habits {
                month_first: month_comes_first(&settings.locale),
                calling_code: calling_code(&settings.locale),
            },
        })
    }

    fn of(&self, entity_type: EntityType) -> &Operator {
        match entity_type.index() {
            Some(index) => self.by_type.get(index).unwrap_or(&self.default),
            None => self.custom.get(&entity_type).unwrap_or(&self.default),
        }
    }

    /// Whether findings of this type stay as they are.
    pub fn keeps(&self, entity_type: EntityType) -> bool {
        *self.of(entity_type) == Operator::Keep
    }

    /// Whether nothing of a finding of this type stays readable.
    pub fn removes(&self, entity_type: EntityType) -> bool {
        matches!(
            self.of(entity_type),
            Operator::Replace | Operator::Redact | Operator::Hash | Operator::Encrypt | Operator::Surrogate
        )
    }

    /// Whether any operator draws values that may stand in a conversation already.
    pub fn draw_values(&self) -> bool {
        self.has_drawn
    }

    /// Whether the operator leaves this value as it is, because it is as general as its settings ask for.
    pub fn leaves(&self, entity_type: EntityType, value: &str) -> bool {
        let Operator::Generalize { .. } = self.of(entity_type) else { return false };
        let general = self.generalized(entity_type, value);
        general.is_some_and(|general| folded_value(&general).contains(&folded_value(value)))
    }

    /// What is known of a new value: its token, where the operator of its type makes one in any case (`next_token` for a
    /// numbered one), and what a stand-in is drawn from.
    pub fn new_identity(
        &self,
        entity_type: EntityType,
        label: &str,
        entity_name: &str,
        canonical: &str,
        identities: &mut Identities,
        next_token: impl FnOnce(&mut Identities) -> String,
    ) -> (Option<String>, Option<Box<Seed>>) {
        match self.of(entity_type) {
            Operator::Replace => (Some(next_token(identities)), None),
            Operator::Hash => {
                (self.hash.as_ref().map(|key| hash::token(key, label, entity_name, canonical)), None)
            }
            Operator::Surrogate => {
                let number = self.surrogate.as_ref().map(|key| key.number(&[entity_name, canonical]));
                (None, number.map(|number| Box::new(Seed { number, canonical: canonical.to_owned() })))
            }
            _ => (None, None),
        }
    }

    /// Appends what stands in the text instead of a value; `None`, and nothing is appended, where it has to be a token
    /// that the value does not have yet.
    pub fn write(
        &self,
        identity: &Identity,
        entity_name: &str,
        value: &str,
        situation: Situation<'_>,
        out: &mut String,
    ) -> Option<Written> {
        let entity_type = identity.entity_type;
        match *self.of(entity_type) {
            Operator::Replace | Operator::Hash => return None,
            Operator::Redact => out.push_str(redact::NOTHING),
            Operator::Mask { character, keep_first, keep_last } => {
                mask::mask(value, character, keep_first, keep_last, out);
            }
            Operator::Encrypt => {
                #[cfg(feature = "encryption")]
                {
                    out.push_str(&self.cipher.as_ref()?.seal(entity_name, value)?);
                    return Some(Written::Token);
                }
                #[cfg(not(feature = "encryption"))]
                {
                    let _ = entity_name;
                    return None;
                }
            }
            Operator::Surrogate if entity_type == EntityType::DateTime => {
                out.push_str(&self.shifted(value, 365, situation)?);
                return Some(Written::Drawn);
            }
            Operator::Surrogate => {
                let seed = identity.seed.as_deref()?;
                let number = seed.number.wrapping_add(u64::from(situation.attempt) << 32);
                let drawn = surrogate::stand_in(entity_type, number, &seed.canonical, value, self.habits)?;
                out.push_str(&drawn);
                return Some(Written::Drawn);
            }
            Operator::ShiftDate { max_days } => {
                out.push_str(&self.shifted(value, max_days, situation)?);
                return Some(Written::Drawn);
            }
            Operator::Generalize { .. } => out.push_str(&self.generalized(entity_type, value)?),
            Operator::Keep => out.push_str(value),
        }
        Some(Written::Plain)
    }

    fn shifted(&self, value: &str, max_days: u16, situation: Situation<'_>) -> Option<String> {
        let days =
            shift_date::days(self.shift.as_ref()?, situation.conversation_id, max_days, situation.attempt);
        shift_date::shift(value, days, self.habits)
    }

    fn generalized(&self, entity_type: EntityType, value: &str) -> Option<String> {
        let Operator::Generalize { dates, age_band, top_age } = *self.of(entity_type) else { return None };
        let how = Generalization { dates, age_band, top_age };
        generalize::generalize(entity_type, value, how, self.habits)
    }
}

/// What a stand-in is drawn from.
pub(super) struct Seed {
    /// The keyed hash of the canonical value.
    pub number: u64,
    canonical: String,
}

/// The operator, where it fits the type; else `replace`.
fn fitting(chosen: OperatorSettings, entity_type: EntityType) -> Operator {
    let is_date = matches!(entity_type, EntityType::DateTime | EntityType::DateOfBirth);
    match chosen {
        OperatorSettings::Replace => Operator::Replace,
        OperatorSettings::Redact => Operator::Redact,
        OperatorSettings::Mask { character, keep_first, keep_last } => {
            Operator::Mask { character, keep_first, keep_last }
        }
        OperatorSettings::Hash => Operator::Hash,
        OperatorSettings::Encrypt => Operator::Encrypt,
        OperatorSettings::Surrogate => Operator::Surrogate,
        OperatorSettings::ShiftDate { max_days } if is_date => Operator::ShiftDate { max_days },
        OperatorSettings::Generalize { dates, age_band, top_age } if generalize::fits(entity_type) => {
            Operator::Generalize { dates, age_band, top_age }
        }
        OperatorSettings::ShiftDate { .. } | OperatorSettings::Generalize { .. } => Operator::Replace,
        OperatorSettings::Keep => Operator::Keep,
    }
}

/// Refuses operators whose key is missing and parameters that make no sense.
fn check(settings: &PiiSettings) -> Result<()> {
    let named = settings
        .operators
        .iter()
        .map(|(entity_type, operator)| (format!("piiSettings.operators.{entity_type}"), operator));
    let all = named.chain([("piiSettings.defaultOperator".to_owned(), &settings.default_operator)]);
    let has_key = settings.hash_key.as_deref().is_some_and(|key| !key.is_empty());
    for (path, operator) in all {
        match operator {
            OperatorSettings::Hash | OperatorSettings::Surrogate | OperatorSettings::ShiftDate { .. }
                if !has_key =>
            {
                let name = match operator {
                    OperatorSettings::Hash => "hash",
                    OperatorSettings::Surrogate => "surrogate",
                    _ => "shift_date",
                };
                return Err(Error::new(ErrorKind::Config, format!("operator `{name}` needs a key"))
                    .at_path("piiSettings.hashKey")
                    .with_hint(
                        "set `hashKey` to a long random text and keep it secret: equal keys give equal results",
                    ));
            }
            OperatorSettings::Encrypt if !cfg!(feature = "encryption") => {
                return Err(Error::new(ErrorKind::Config, "operator `encrypt` is not part of this build")
                    .at_path(path)
                    .with_hint("build with the feature `encryption`, or use `hash`"));
            }
            OperatorSettings::Encrypt => check_encryption_key(settings.encryption_key.as_deref())
                .map_err(|error| error.at_path("piiSettings.encryptionKey"))?,
            OperatorSettings::ShiftDate { max_days: 0 } => {
                return Err(
                    Error::new(ErrorKind::Config, "must be at least 1").at_path(format!("{path}.maxDays"))
                );
            }
            OperatorSettings::Generalize { age_band: 0, .. } => {
                return Err(
                    Error::new(ErrorKind::Config, "must be at least 1").at_path(format!("{path}.ageBand"))
                );
            }
            OperatorSettings::Mask { character, .. }
                if character.is_numeric() || character.is_control() || "[]".contains(*character) =>
            {
                return Err(Error::new(ErrorKind::Config, "must be no digit, bracket or control character")
                    .at_path(format!("{path}.character"))
                    .with_hint("a masked value must not look like another value, nor like a token"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Refuses a key that is absent or too short to be random.
pub(super) fn check_encryption_key(key: Option<&str>) -> Result<()> {
    if key.is_some_and(|key| key.chars().count() >= MIN_KEY) {
        return Ok(());
    }
    let message = format!("operator `encrypt` needs a key of {MIN_KEY} characters or more");
    Err(Error::new(ErrorKind::Config, message)
        .with_hint("make one of 32 random bytes in base64, such as `openssl rand -base64 32` prints"))
}

/// Whether people write the month before the day: in the United States and where its habits hold.
fn month_comes_first(locale: &str) -> bool {
    let country = locale.rsplit(['-', '_']).next().unwrap_or(locale).to_ascii_uppercase();
    matches!(country.as_str(), "US" | "PH" | "PR" | "GU" | "" | "EN")
}

#[cfg(test)]
mod tests;
