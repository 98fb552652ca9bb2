//! What is done to findings: one file per operator, and the place that chooses between them.

mod hash;
mod mask;
mod redact;
mod replace;

pub(super) use replace::{Identities, Identity};

use std::collections::BTreeMap;

use self::hash::HashKey;
use super::settings::{OperatorSettings, PiiSettings};
use crate::entity::EntityType;
use crate::error::{Error, ErrorKind, Result};

/// The operators of the settings, made ready.
pub(super) struct Operators {
    default: OperatorSettings,
    by_type: BTreeMap<EntityType, OperatorSettings>,
    key: Option<HashKey>,
}

impl Operators {
    /// Errors of kind `Config` where `hash` is used without a key.
    pub fn new(settings: &PiiSettings) -> Result<Operators> {
        let key = settings.hash_key.as_deref().and_then(HashKey::new);
        let hashes = |operator: &OperatorSettings| *operator == OperatorSettings::Hash;
        if key.is_none() && (hashes(&settings.default_operator) || settings.operators.values().any(hashes)) {
            return Err(Error::new(ErrorKind::Config, "operator `hash` needs a key")
                .at_path("piiSettings.hashKey")
                .with_hint(
                    "set `hashKey` to a long random text and keep it secret: equal keys give equal tokens",
                ));
        }
        Ok(Operators { default: settings.default_operator.clone(), by_type: settings.operators.clone(), key })
    }

    fn of(&self, entity_type: EntityType) -> &OperatorSettings {
        let by_default = if entity_type.is_reference() { &OperatorSettings::Keep } else { &self.default };
        self.by_type.get(&entity_type).unwrap_or(by_default)
    }

    /// Whether findings of this type stay as they are.
    pub fn keeps(&self, entity_type: EntityType) -> bool {
        *self.of(entity_type) == OperatorSettings::Keep
    }

    /// Whether nothing of a finding of this type stays readable.
    pub fn removes(&self, entity_type: EntityType) -> bool {
        matches!(
            self.of(entity_type),
            OperatorSettings::Replace | OperatorSettings::Redact | OperatorSettings::Hash
        )
    }

    /// The token of a new value, where the operator of its type makes one.
    pub fn new_token(
        &self,
        entity_type: EntityType,
        label: &str,
        entity_name: &str,
        canonical: &str,
        identities: &mut Identities,
    ) -> Option<String> {
        match self.of(entity_type) {
            OperatorSettings::Replace => Some(identities.next_token(label)),
            OperatorSettings::Hash => self.key.as_ref().map(|key| key.token(label, entity_name, canonical)),
            OperatorSettings::Redact | OperatorSettings::Mask { .. } | OperatorSettings::Keep => None,
        }
    }

    /// Appends what stands in the text instead of a value.
    pub fn write(&self, entity_type: EntityType, value: &str, token: &str, out: &mut String) {
        match self.of(entity_type) {
            OperatorSettings::Replace | OperatorSettings::Hash => out.push_str(token),
            OperatorSettings::Redact => out.push_str(redact::NOTHING),
            OperatorSettings::Mask { character, keep_last } => mask::mask(value, *character, *keep_last, out),
            OperatorSettings::Keep => out.push_str(value),
        }
    }
}
