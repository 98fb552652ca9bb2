//! Filter: keep a conversation, or one stable reason why not.
//!
//! [`Filter`] judges a conversation by itself. What compares it with the others of a run, [`Duplicates`] and
//! [`Answers`], sees conversations in their order, so the first of several always stays. [`FilterReport`] tells what
//! each rule leaves out, alone and in order.
//!
//! Macros are not cut out of what agents say: a canned answer is an answer, and its wording is the house's. What is left
//! out, where `maxAnswerRepeats` asks for it, are conversations that hold nothing but answers given often before.

mod answers;
mod automatic;
mod date_range;
mod duplicates;
mod fingerprint;
mod language;
mod quality;
mod repetition;
mod report;
mod rules;
mod settings;
mod sketch;
mod token;
pub(crate) mod words;

pub use answers::Answers;
pub(crate) use duplicates::Index;
pub use duplicates::{Duplicates, Match};
pub use fingerprint::{Fingerprint, Fingerprinter};
pub use language::identify_language;
pub(crate) use report::ReportBuilder;
pub use report::{Dropped, FilterReport, FrequentAnswer, MAX_LISTED, RuleReport};
pub(crate) use rules::Broken;
pub use settings::{DateRange, DuplicateRule, FilterReason, FilterSettings};

use crate::conversation::{Conversation, Timestamp};
use crate::deid::DeidentifiedConversation;
use crate::error::{Error, ErrorKind, Result};

use date_range::Bounds;
use language::Languages;

/// Filter settings made ready: dates resolved, languages looked up. Cheap to share between threads.
#[derive(Debug, Clone)]
pub struct Filter {
    settings: FilterSettings,
    /// The statuses that stay, folded.
    statuses: Vec<String>,
    dates: Option<Bounds>,
    languages: Option<Languages>,
}

impl Filter {
    /// Checks and resolves the settings; `now` is the end of a rolling range. Errors (kind `Config`) name the
    /// setting's path.
    pub fn new(settings: &FilterSettings, now: Timestamp) -> Result<Filter> {
        for (name, share) in [
            ("maxSideShare", settings.max_side_share),
            ("minLetterShare", settings.min_letter_share),
            ("maxRepeatedLines", settings.max_repeated_lines),
            ("maxRepeatedWords", settings.max_repeated_words),
            ("maxPiiDensity", settings.max_pii_density),
        ] {
            if share.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
                return Err(wrong(name, "must lie between 0 and 1", "a third is written 0.33"));
            }
        }
        if !(0.5..=1.0).contains(&settings.min_similarity) {
            return Err(wrong(
                "minSimilarity",
                "must lie between 0.5 and 1",
                "below a half conversations have little in common",
            ));
        }
        if settings.max_answer_repeats == Some(0) {
            return Err(wrong("maxAnswerRepeats", "must be 1 or more", "1 keeps the first of equal answers"));
        }
        for (least, most, name) in [
            (settings.min_message_count, settings.max_message_count, "maxMessageCount"),
            (settings.min_word_count, settings.max_word_count, "maxWordCount"),
        ] {
            if most.is_some_and(|most| most < least) {
                return Err(wrong(name, "is smaller than the least", "no conversation would be left"));
            }
        }
        let languages = (!settings.languages.is_empty()).then(|| Languages::new(&settings.languages));
        let dates = settings.date_range.as_ref().and_then(|range| Bounds::resolve(range, now).transpose());
        Ok(Filter {
            statuses: settings.status_filter.iter().map(|s| folded(s)).collect(),
            dates: dates.transpose()?,
            languages: languages.transpose()?,
            settings: settings.clone(),
        })
    }

    /// The settings it was made from.
    pub fn settings(&self) -> &FilterSettings {
        &self.settings
    }

    /// `None` to keep the conversation, or why it is left out: the first rule broken, in the order of
    /// [`FilterReason::ALL`]. How much of it was personal data is told by the tokens in its text; what a mask or a
    /// stand-in hides does not count here, see [`Filter::verdict_of`].
    pub fn verdict(&self, conversation: &Conversation<'_>) -> Option<FilterReason> {
        rules::first_broken(self, &rules::Case::new(conversation, None))
    }

    /// The same for a conversation that was de-identified here: all that was replaced counts as personal data.
    pub fn verdict_of(&self, conversation: &DeidentifiedConversation<'_>) -> Option<FilterReason> {
        rules::first_broken(self, &case_of(conversation))
    }

    /// Every rule that a conversation breaks.
    pub(crate) fn broken_by(&self, conversation: &DeidentifiedConversation<'_>) -> Broken {
        rules::all_broken(self, &case_of(conversation))
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

fn case_of<'c, 'a>(conversation: &'c DeidentifiedConversation<'a>) -> rules::Case<'c, 'a> {
    rules::Case::new(conversation.conversation(), conversation.replaced_share())
}

fn wrong(name: &str, message: &str, hint: &str) -> Error {
    Error::new(ErrorKind::Config, message).at_path(format!("filterSettings.{name}")).with_hint(hint)
}

fn folded(status: &str) -> String {
    status.trim().to_lowercase()
}

/// Why the conversation is left out, or `None` to keep it, judged by itself. For many conversations build one
/// [`Filter`]; duplicates are found by [`Duplicates`].
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
    use crate::conversation::{Message, SenderRole};

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

    /// A conversation of these messages.
    pub(super) fn talk(messages: &[(SenderRole, &'static str)]) -> Conversation<'static> {
        let messages: Vec<_> = messages.iter().map(|(role, text)| (*role, *text, None)).collect();
        conversation(None, &messages)
    }

    fn verdict(settings: FilterSettings, conversation: &Conversation<'_>) -> Option<FilterReason> {
        Filter::new(&settings, at("2026-01-31T12:00:00Z")).unwrap().verdict(conversation)
    }

    const ASK: (SenderRole, &str, Option<&str>) =
        (SenderRole::Customer, "where is my parcel", Some("2025-12-31T10:00:00Z"));
    const ANSWER: (SenderRole, &str, Option<&str>) =
        (SenderRole::Agent, "on its way", Some("2026-01-01T10:00:00Z"));

    #[test]
    fn the_default_keeps_what_persons_write() {
        assert_eq!(verdict(FilterSettings::default(), &conversation(None, &[ASK])), None);
    }

    #[test]
    fn settings_survive_being_written() {
        for settings in [FilterSettings::default(), FilterSettings::none()] {
            let text = serde_json::to_string(&settings).unwrap();
            assert_eq!(serde_json::from_str::<FilterSettings>(&text).unwrap(), settings);
        }
    }

    #[test]
    fn wrong_settings_are_refused_with_their_path() {
        let settings = FilterSettings::none;
        for (wrong, path) in [
            (FilterSettings { max_pii_density: Some(1.5), ..settings() }, "maxPiiDensity"),
            (FilterSettings { min_letter_share: Some(f64::NAN), ..settings() }, "minLetterShare"),
            (FilterSettings { min_similarity: 0.2, ..settings() }, "minSimilarity"),
            (FilterSettings { max_answer_repeats: Some(0), ..settings() }, "maxAnswerRepeats"),
            (
                FilterSettings { min_message_count: 3, max_message_count: Some(2), ..settings() },
                "maxMessageCount",
            ),
        ] {
            let error = Filter::new(&wrong, at("2026-01-31T12:00:00Z")).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config);
            assert_eq!(error.position().path.as_deref(), Some(format!("filterSettings.{path}").as_str()));
        }
    }

    #[test]
    fn the_first_broken_rule_in_the_fixed_order_is_given() {
        let all = FilterSettings {
            min_message_count: 3,
            min_word_count: 100,
            date_range: Some(DateRange { start: Some("2026-01-15".into()), ..DateRange::default() }),
            status_filter: vec!["solved".into()],
            require_roles: vec![SenderRole::System],
            ..FilterSettings::none()
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
