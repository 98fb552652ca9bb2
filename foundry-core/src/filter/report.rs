//! What each rule leaves out, alone and in order: to look at before a rule is switched on. Refers to conversations by
//! number and row, and holds nothing that they say.

use serde::{Deserialize, Serialize};

use super::rules::{self, Broken};
use super::{
    Answers, DuplicateRule, Duplicates, Filter, FilterReason, FilterSettings, Fingerprint, Fingerprinter,
};
use crate::conversation::{Conversation, Timestamp};
use crate::error::Result;

/// At most so many conversations are listed for each rule; all are counted.
pub const MAX_LISTED: usize = 100;
/// So many answers are listed, of those that stand in at least so many conversations.
const LISTED_ANSWERS: usize = 20;
const FREQUENT: u32 = 3;

/// What the filters of some settings do to a set of conversations.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FilterReport {
    /// Conversations judged.
    pub conversations: u64,
    /// Those that stay.
    pub kept: u64,
    /// Every rule that is on, in the order of the checks. `conversations = kept +` the sum of `inOrder`.
    pub rules: Vec<RuleReport>,
    /// The answers that stand, as they are, in the most of the conversations that stay (three or more): macros.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub frequent_answers: Vec<FrequentAnswer>,
}

/// What one rule does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleReport {
    /// Its reason.
    pub reason: FilterReason,
    /// The setting behind it.
    pub setting: String,
    /// Conversations it would leave out if it were the only rule.
    pub alone: u64,
    /// Conversations it leaves out behind the rules before it: what the manifest counts.
    pub in_order: u64,
    /// The first [`MAX_LISTED`] of those that it would leave out alone.
    pub dropped: Vec<Dropped>,
}

/// A conversation that a rule leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dropped {
    /// Its number, from 0, in the order in which conversations come.
    pub conversation: u64,
    /// The row of its first message; 0 where there is no file.
    pub row: u64,
    /// Whether this rule is the first that it breaks.
    pub decides: bool,
    /// The number of the earlier conversation that it repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<u64>,
}

/// An answer that agents give again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FrequentAnswer {
    /// In how many conversations that stay it stands.
    pub conversations: u32,
    /// The number of the first of them.
    pub first: u64,
}

impl FilterReport {
    /// The report on conversations at hand, in this order. Errors (kind `Config`) name the setting's path.
    pub fn of<'c, 'a: 'c>(
        conversations: impl IntoIterator<Item = &'c Conversation<'a>>,
        settings: &FilterSettings,
        now: Timestamp,
    ) -> Result<FilterReport> {
        let filter = Filter::new(settings, now)?;
        let mut fingerprinter = ReportBuilder::fingerprinter(settings);
        let mut builder = ReportBuilder::new(settings);
        for conversation in conversations {
            let broken = rules::all_broken(&filter, &rules::Case::new(conversation, None));
            builder.judge(conversation.first_row, broken, &fingerprinter.take(conversation));
        }
        Ok(builder.finish())
    }
}

/// Gathers a report. Comparing rules are run twice: over all conversations, and over those that other rules leave.
pub(crate) struct ReportBuilder {
    report: FilterReport,
    alone: Comparison,
    in_order: Comparison,
}

/// The rules that compare a conversation with those before it.
struct Comparison {
    duplicates: Duplicates,
    answers: Answers,
}

impl Comparison {
    fn new(settings: &FilterSettings) -> Comparison {
        Comparison { duplicates: Duplicates::new(settings), answers: Answers::new(settings) }
    }
}

impl ReportBuilder {
    pub(crate) fn new(settings: &FilterSettings) -> ReportBuilder {
        let rules = FilterReason::ALL.into_iter().filter(|reason| is_on(settings, *reason));
        let rule = |reason: FilterReason| RuleReport {
            reason,
            setting: reason.setting().to_owned(),
            alone: 0,
            in_order: 0,
            dropped: Vec::new(),
        };
        ReportBuilder {
            report: FilterReport { rules: rules.map(rule).collect(), ..FilterReport::default() },
            alone: Comparison::new(settings),
            in_order: Comparison::new(settings),
        }
    }

    /// What takes the fingerprints that a report needs.
    pub(crate) fn fingerprinter(settings: &FilterSettings) -> Fingerprinter {
        Fingerprinter::new(settings).with_answers()
    }

    /// Judges the next conversation, by the rules it breaks by itself and in comparison: why it is left out, if it is.
    pub(crate) fn judge(
        &mut self,
        row: u64,
        mut broken: Broken,
        fingerprint: &Fingerprint,
    ) -> Option<FilterReason> {
        let number = self.report.conversations;
        self.report.conversations += 1;
        let mut decides = broken.first();
        let mut repeats = self.alone.duplicates.show(number, fingerprint);
        if let Some(found) = repeats {
            broken.add(found.reason);
        }
        if self.alone.answers.show(number, fingerprint) {
            broken.add(FilterReason::RepeatedAnswers);
        }
        if decides.is_none() {
            let found = self.in_order.duplicates.show(number, fingerprint);
            decides = found.map(|found| found.reason);
            repeats = found.or(repeats);
        }
        if decides.is_none() && self.in_order.answers.show(number, fingerprint) {
            decides = Some(FilterReason::RepeatedAnswers);
        }
        for rule in &mut self.report.rules {
            let (in_order, alone) = (decides == Some(rule.reason), broken.has(rule.reason));
            rule.alone += u64::from(alone);
            rule.in_order += u64::from(in_order);
            if (alone || in_order) && rule.dropped.len() < MAX_LISTED {
                let same = repeats.filter(|found| found.reason == rule.reason);
                rule.dropped.push(Dropped {
                    conversation: number,
                    row,
                    decides: in_order,
                    duplicate_of: same.map(|found| found.of),
                });
            }
        }
        self.report.kept += u64::from(decides.is_none());
        decides
    }

    pub(crate) fn finish(mut self) -> FilterReport {
        let answers = self.in_order.answers.most_frequent(FREQUENT, LISTED_ANSWERS);
        let answer = |(conversations, first)| FrequentAnswer { conversations, first };
        self.report.frequent_answers = answers.into_iter().map(answer).collect();
        self.report
    }
}

/// Whether settings ask for a rule.
fn is_on(settings: &FilterSettings, reason: FilterReason) -> bool {
    match reason {
        FilterReason::TooFewMessages => settings.min_message_count > 0,
        FilterReason::TooManyMessages => settings.max_message_count.is_some(),
        FilterReason::StatusExcluded => !settings.status_filter.is_empty(),
        FilterReason::MissingRole => !settings.require_roles.is_empty(),
        FilterReason::NoAnswer => settings.require_answer,
        FilterReason::NoTimestamp | FilterReason::BeforeDateRange | FilterReason::AfterDateRange => {
            settings.date_range.is_some()
        }
        FilterReason::TooFewWords => settings.min_word_count > 0,
        FilterReason::TooManyWords => settings.max_word_count.is_some(),
        FilterReason::TooFewAgentWords => settings.min_agent_word_count > 0,
        FilterReason::OneSided => settings.max_side_share.is_some(),
        FilterReason::AutoReply => settings.drop_auto_replies,
        FilterReason::Boilerplate => settings.drop_boilerplate,
        FilterReason::TooFewLetters => settings.min_letter_share.is_some(),
        FilterReason::RepeatedLines => settings.max_repeated_lines.is_some(),
        FilterReason::RepeatedWords => settings.max_repeated_words.is_some(),
        FilterReason::LanguageExcluded => !settings.languages.is_empty(),
        FilterReason::TooMuchPersonalData => settings.max_pii_density.is_some(),
        FilterReason::Duplicate => settings.duplicates != DuplicateRule::Keep,
        FilterReason::NearDuplicate => settings.duplicates == DuplicateRule::Near,
        FilterReason::RepeatedAnswers => settings.max_answer_repeats.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::talk;
    use super::*;
    use crate::conversation::SenderRole::{Agent, Customer};

    #[test]
    fn rules_are_counted_alone_and_in_order() {
        let settings = FilterSettings {
            min_word_count: 4,
            duplicates: DuplicateRule::Exact,
            max_answer_repeats: Some(2),
            ..FilterSettings::none()
        };
        let conversations = [
            talk(&[(Customer, "hi"), (Agent, "Hello.")]),
            talk(&[(Customer, "hi"), (Agent, "hello")]),
            talk(&[(Customer, "where is it"), (Agent, "It arrives on Monday.")]),
            talk(&[(Customer, "when does it come"), (Agent, "it arrives on monday")]),
            talk(&[(Customer, "tell me when it comes"), (Agent, "It arrives on Monday!")]),
        ];
        let report = FilterReport::of(&conversations, &settings, Timestamp(0)).unwrap();
        assert_eq!((report.conversations, report.kept), (5, 2));
        let counts: Vec<_> =
            report.rules.iter().map(|rule| (rule.reason, rule.alone, rule.in_order)).collect();
        assert_eq!(
            counts,
            [
                (FilterReason::TooFewMessages, 0, 0),
                (FilterReason::TooFewWords, 2, 2),
                // Alone it would leave out one of the two that are too short; in order they are gone before it.
                (FilterReason::Duplicate, 1, 0),
                (FilterReason::RepeatedAnswers, 1, 1),
            ]
        );
        let [_, _, duplicate, repeated] = report.rules.as_slice() else { panic!("four rules") };
        let dropped = Dropped { conversation: 1, row: 2, decides: false, duplicate_of: Some(0) };
        assert_eq!(duplicate.dropped, [dropped]);
        assert_eq!(repeated.dropped.iter().map(|d| d.conversation).collect::<Vec<_>>(), [4]);
        assert_eq!(report.frequent_answers, []);
    }
}
