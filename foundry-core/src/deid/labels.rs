//! The words inside tokens: those of the entity types and those of custom patterns.

use super::settings::PiiSettings;
use crate::entity::EntityType;

/// The word for the name of a customer, where the settings want the roles of persons in tokens.
pub(super) const CUSTOMER_NAME: &str = "CUSTOMER_NAME";
/// The word for the name of an agent.
pub(super) const AGENT_NAME: &str = "AGENT_NAME";

/// All words that a token of these settings can carry.
#[derive(Default, Clone)]
pub(super) struct Labels {
    custom: Vec<String>,
}

impl Labels {
    pub fn new(settings: &PiiSettings) -> Labels {
        Labels { custom: settings.custom_patterns.iter().map(|pattern| pattern.token.clone()).collect() }
    }

    /// The word of a type's tokens: `EMAIL`.
    pub fn of(&self, entity_type: EntityType) -> &str {
        self.custom_of(entity_type).unwrap_or(entity_type.label())
    }

    /// The name of a type: its wire name, or the token of the custom pattern.
    pub fn name_of(&self, entity_type: EntityType) -> &str {
        self.custom_of(entity_type).unwrap_or(entity_type.name())
    }

    /// Whether a token with this word is one of ours.
    pub fn is_label(&self, word: &str) -> bool {
        // The first byte tells most of them apart, at less than the cost of comparing.
        let first = word.as_bytes().first();
        let is_word = |label: &str| label.as_bytes().first() == first && label == word;
        EntityType::ALL.iter().any(|entity_type| is_word(entity_type.label()))
            || is_word(CUSTOMER_NAME)
            || is_word(AGENT_NAME)
            || self.custom.iter().any(|own| own == word)
    }

    /// The type whose tokens carry this word, the first in the list where several share it.
    pub fn type_of(&self, word: &str) -> Option<EntityType> {
        let own = || self.custom.iter().position(|own| own == word);
        let custom = || own().and_then(|index| u16::try_from(index).ok()).map(EntityType::Custom);
        EntityType::ALL.iter().copied().find(|entity_type| entity_type.label() == word).or_else(custom)
    }

    fn custom_of(&self, entity_type: EntityType) -> Option<&str> {
        match entity_type {
            EntityType::Custom(index) => self.custom.get(usize::from(index)).map(String::as_str),
            _ => None,
        }
    }
}
