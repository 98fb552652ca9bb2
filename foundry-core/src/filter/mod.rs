//! Filter: keep a conversation, or one stable reason why not.

mod settings;

pub use settings::{DateRange, FilterReason, FilterSettings};

use crate::conversation::{Conversation, Timestamp};
use crate::error::Result;

/// Filter settings with their dates resolved.
#[derive(Debug, Clone)]
pub struct Filter {
    settings: FilterSettings,
}

impl Filter {
    /// Resolves the settings; `now` is the end of a rolling range. Errors name the setting's path.
    pub fn new(settings: &FilterSettings, now: Timestamp) -> Result<Filter> {
        let _ = now;
        Ok(Filter { settings: settings.clone() })
    }

    /// `None` to keep the conversation, or why it is left out.
    pub fn verdict(&self, conversation: &Conversation<'_>) -> Option<FilterReason> {
        (conversation.messages.len() < self.settings.min_message_count)
            .then_some(FilterReason::TooFewMessages)
    }
}
