//! Filter: keep a conversation, or one stable reason why not.

mod date_range;
mod settings;
pub(crate) mod words;

pub use settings::{DateRange, FilterReason, FilterSettings};

use crate::conversation::{Conversation, SenderRole, Timestamp};
use crate::error::Result;

use date_range::Bounds;

/// Filter settings with their dates resolved. Cheap to share between threads.
#[derive(Debug, Clone)]
pub struct Filter {
    min_messages: usize,
    min_words: usize,
    statuses: Vec<String>,
    roles: Vec<SenderRole>,
    dates: Option<Bounds>,
}

impl Filter {
    /// Resolves the settings; `now` is the end of a rolling range. Errors (kind `Config`) name the setting's path.
    pub fn new(settings: &FilterSettings, now: Timestamp) -> Result<Filter> {
        Ok(Filter {
            min_messages: settings.min_message_count,
            min_words: settings.min_word_count,
            statuses: settings.status_filter.iter().map(|s| folded(s)).collect(),
            roles: settings.require_roles.clone(),
            dates: settings
                .date_range
                .as_ref()
                .and_then(|range| Bounds::resolve(range, now).transpose())
                .transpose()?,
        })
    }

    /// `None` to keep the conversation, or why it is left out: the first rule broken, in this order: number of
    /// messages, status, required roles, dates, number of words (cheap rules first).
    pub fn verdict(&self, conversation: &Conversation<'_>) -> Option<FilterReason> {
        let messages = &conversation.messages;
        if messages.len() < self.min_messages {
            return Some(FilterReason::TooFewMessages);
        }
        if !self.has_wanted_status(conversation.status.as_deref()) {
            return Some(FilterReason::StatusExcluded);
        }
        if self.roles.iter().any(|role| messages.iter().all(|m| m.role != *role)) {
            return Some(FilterReason::MissingRole);
        }
        if let Some(bounds) = &self.dates {
            let Some(last) = messages.iter().rev().find_map(|m| m.timestamp) else {
                return Some(FilterReason::NoTimestamp);
            };
            if bounds.is_before(last) {
                return Some(FilterReason::BeforeDateRange);
            }
            if bounds.is_after(last) {
                return Some(FilterReason::AfterDateRange);
            }
        }
        let mut missing = self.min_words;
        for message in messages {
            if missing == 0 {
                break;
            }
            missing -= words::count_up_to(&message.content, missing);
        }
        (missing > 0).then_some(FilterReason::TooFewWords)
    }

    fn has_wanted_status(&self, status: Option<&str>) -> bool {
        if self.statuses.is_empty() {
            return true;
        }
        let status = status.unwrap_or("").trim();
        // Most statuses are lower-case ASCII already: no copy for them.
        self.statuses.iter().any(|wanted| wanted.eq_ignore_ascii_case(status))
            || (!status.is_ascii() && self.statuses.contains(&folded(status)))
    }
}

fn folded(status: &str) -> String {
    status.trim().to_lowercase()
}

/// Why the conversation is left out, or `None` to keep it. For many conversations build one [`Filter`].
pub fn filter(
    conversation: &Conversation<'_>,
    settings: &FilterSettings,
    now: Timestamp,
) -> Result<Option<FilterReason>> {
    Ok(Filter::new(settings, now)?.verdict(conversation))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::Message;

    fn at(text: &str) -> Timestamp {
        Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    fn conversation(
        status: Option<&'static str>,
        messages: &[(SenderRole, &'static str, Option<&str>)],
    ) -> Conversation<'static> {
        let message = |(role, content, time): &(SenderRole, &'static str, Option<&str>)| Message {
            role: *role,
            content: (*content).into(),
            sender_id: None,
            timestamp: time.map(at),
            custom: Vec::new(),
        };
        Conversation {
            id: "c1".into(),
            status: status.map(Into::into),
            messages: messages.iter().map(message).collect(),
            known_values: Vec::new(),
            first_row: 2,
        }
    }

    fn verdict(settings: FilterSettings, conversation: &Conversation<'_>) -> Option<FilterReason> {
        Filter::new(&settings, at("2026-01-31T12:00:00Z")).unwrap().verdict(conversation)
    }

    const ASK: (SenderRole, &str, Option<&str>) =
        (SenderRole::Customer, "where is my parcel", Some("2025-12-31T10:00:00Z"));
    const ANSWER: (SenderRole, &str, Option<&str>) =
        (SenderRole::Agent, "on its way", Some("2026-01-01T10:00:00Z"));

    #[test]
    fn the_default_keeps_everything() {
        assert_eq!(verdict(FilterSettings::default(), &conversation(None, &[ASK])), None);
    }

    #[test]
    fn the_first_broken_rule_in_the_fixed_order_is_given() {
        let all = FilterSettings {
            min_message_count: 3,
            min_word_count: 100,
            date_range: Some(DateRange { start: Some("2026-01-15".into()), ..DateRange::default() }),
            status_filter: vec!["solved".into()],
            require_roles: vec![SenderRole::System],
        };
        let talk = conversation(Some("open"), &[ASK, ANSWER]);
        assert_eq!(verdict(all.clone(), &talk), Some(FilterReason::TooFewMessages));
        let all = FilterSettings { min_message_count: 2, ..all };
        assert_eq!(verdict(all.clone(), &talk), Some(FilterReason::StatusExcluded));
        let all = FilterSettings { status_filter: vec![" OPEN ".into()], ..all };
        assert_eq!(verdict(all.clone(), &talk), Some(FilterReason::MissingRole));
        let all = FilterSettings { require_roles: vec![SenderRole::Agent], ..all };
        assert_eq!(verdict(all.clone(), &talk), Some(FilterReason::BeforeDateRange));
        let all = FilterSettings { date_range: None, ..all };
        assert_eq!(verdict(all.clone(), &talk), Some(FilterReason::TooFewWords));
        assert_eq!(verdict(FilterSettings { min_word_count: 7, ..all.clone() }, &talk), None);
        assert_eq!(
            verdict(FilterSettings { min_word_count: 8, ..all }, &talk),
            Some(FilterReason::TooFewWords)
        );
    }

    #[test]
    fn the_last_time_decides_even_where_the_last_message_has_none() {
        let range = DateRange { start: Some("2026-01-01".into()), ..DateRange::default() };
        let settings = FilterSettings { date_range: Some(range), ..FilterSettings::default() };
        let untimed = (SenderRole::Customer, "thanks", None);
        assert_eq!(verdict(settings.clone(), &conversation(None, &[ASK, ANSWER, untimed])), None);
        assert_eq!(verdict(settings, &conversation(None, &[untimed])), Some(FilterReason::NoTimestamp));
    }

    #[test]
    fn statuses_compare_without_case_beyond_ascii() {
        let settings = FilterSettings { status_filter: vec!["GELÖST".into()], ..FilterSettings::default() };
        assert_eq!(verdict(settings.clone(), &conversation(Some("gelöst"), &[ASK])), None);
        assert_eq!(
            verdict(settings.clone(), &conversation(Some("Offen"), &[ASK])),
            Some(FilterReason::StatusExcluded)
        );
        assert_eq!(verdict(settings, &conversation(None, &[ASK])), Some(FilterReason::StatusExcluded));
    }
}
