//! The rules that judge a conversation by itself, in their order.

use std::cell::OnceCell;

use super::{Filter, FilterReason, automatic, quality, repetition};
use crate::conversation::{Conversation, SenderRole};

/// What is judged.
pub(super) struct Case<'c, 'a> {
    conversation: &'c Conversation<'a>,
    replaced: Option<f64>,
    /// Why it is not one between persons: two rules ask.
    automatic: OnceCell<Option<FilterReason>>,
}

impl<'c, 'a> Case<'c, 'a> {
    /// A conversation, with the share of its text that was replaced, where de-identification told; else the tokens in
    /// the text tell.
    pub(super) fn new(conversation: &'c Conversation<'a>, replaced: Option<f64>) -> Case<'c, 'a> {
        Case { conversation, replaced, automatic: OnceCell::new() }
    }

    fn is_automatic(&self, reason: FilterReason) -> bool {
        *self.automatic.get_or_init(|| automatic::reason(self.conversation)) == Some(reason)
    }
}

type Rule = fn(&Filter, &Case<'_, '_>) -> bool;

/// Each reason with the rule that gives it, in the order of [`FilterReason::ALL`]: a test holds the two together.
const RULES: [(FilterReason, Rule); 19] = [
    (FilterReason::TooFewMessages, |f, c| c.conversation.messages.len() < f.settings.min_message_count),
    (FilterReason::TooManyMessages, |f, c| {
        f.settings.max_message_count.is_some_and(|most| c.conversation.messages.len() > most)
    }),
    (FilterReason::StatusExcluded, |f, c| !f.has_wanted_status(c.conversation.status.as_deref())),
    (FilterReason::MissingRole, |f, c| f.settings.require_roles.iter().any(|role| !speaks(c, *role))),
    (FilterReason::NoAnswer, |f, c| f.settings.require_answer && !has_answer(c)),
    (FilterReason::NoTimestamp, |f, c| f.dates.is_some() && last_time(c).is_none()),
    (FilterReason::BeforeDateRange, |f, c| {
        f.dates.as_ref().zip(last_time(c)).is_some_and(|(dates, last)| dates.is_before(last))
    }),
    (FilterReason::AfterDateRange, |f, c| {
        f.dates.as_ref().zip(last_time(c)).is_some_and(|(dates, last)| dates.is_after(last))
    }),
    (FilterReason::TooFewWords, |f, c| {
        let least = f.settings.min_word_count;
        least > 0 && quality::words_up_to(c.conversation, least) < least
    }),
    (FilterReason::TooManyWords, |f, c| {
        f.settings
            .max_word_count
            .is_some_and(|most| quality::words_up_to(c.conversation, most.saturating_add(1)) > most)
    }),
    (FilterReason::TooFewAgentWords, |f, c| {
        let least = f.settings.min_agent_word_count;
        least > 0 && quality::agent_words_up_to(c.conversation, least) < least
    }),
    (FilterReason::OneSided, |f, c| {
        f.settings.max_side_share.is_some_and(|most| quality::side_share(c.conversation) > Some(most))
    }),
    (FilterReason::AutoReply, |f, c| f.settings.drop_auto_replies && c.is_automatic(FilterReason::AutoReply)),
    (FilterReason::Boilerplate, |f, c| {
        f.settings.drop_boilerplate && c.is_automatic(FilterReason::Boilerplate)
    }),
    (FilterReason::TooFewLetters, |f, c| {
        f.settings.min_letter_share.is_some_and(|least| quality::has_fewer_letters(c.conversation, least))
    }),
    (FilterReason::RepeatedLines, |f, c| {
        f.settings.max_repeated_lines.is_some_and(|most| repetition::has_repeated_lines(c.conversation, most))
    }),
    (FilterReason::RepeatedWords, |f, c| {
        f.settings.max_repeated_words.is_some_and(|most| repetition::has_repeated_words(c.conversation, most))
    }),
    (FilterReason::LanguageExcluded, |f, c| {
        let said = || c.conversation.messages.iter().filter(|m| m.role != SenderRole::System);
        f.languages.as_ref().is_some_and(|some| some.exclude(said().map(|m| m.content.as_ref())))
    }),
    (FilterReason::TooMuchPersonalData, |f, c| {
        let density = || c.replaced.unwrap_or_else(|| quality::token_share(c.conversation));
        f.settings.max_pii_density.is_some_and(|most| density() > most)
    }),
];

/// The first rule that a conversation breaks.
pub(super) fn first_broken(filter: &Filter, case: &Case<'_, '_>) -> Option<FilterReason> {
    RULES.iter().find(|(_, breaks)| breaks(filter, case)).map(|(reason, _)| *reason)
}

/// All rules that a conversation breaks.
pub(super) fn all_broken(filter: &Filter, case: &Case<'_, '_>) -> Broken {
    let mut broken = Broken::default();
    RULES.iter().filter(|(_, breaks)| breaks(filter, case)).for_each(|(reason, _)| broken.add(*reason));
    broken
}

/// A set of reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Broken(u32);

impl Broken {
    /// Adds a reason.
    pub(crate) fn add(&mut self, reason: FilterReason) {
        self.0 |= 1 << reason as u32;
    }

    /// Whether a reason is among them.
    pub(crate) fn has(self, reason: FilterReason) -> bool {
        self.0 & 1 << reason as u32 != 0
    }

    /// The first in the order of the checks.
    pub(crate) fn first(self) -> Option<FilterReason> {
        FilterReason::ALL.into_iter().find(|reason| self.has(*reason))
    }
}

impl FromIterator<FilterReason> for Broken {
    fn from_iter<I: IntoIterator<Item = FilterReason>>(reasons: I) -> Broken {
        reasons.into_iter().fold(Broken::default(), |mut broken, reason| {
            broken.add(reason);
            broken
        })
    }
}

fn speaks(case: &Case<'_, '_>, role: SenderRole) -> bool {
    case.conversation.messages.iter().any(|message| message.role == role)
}

/// Whether an agent says something behind something that a customer says.
fn has_answer(case: &Case<'_, '_>) -> bool {
    let mut said = case.conversation.messages.iter().filter(|message| !message.content.trim().is_empty());
    said.any(|message| message.role == SenderRole::Customer)
        && said.any(|message| message.role == SenderRole::Agent)
}

fn last_time(case: &Case<'_, '_>) -> Option<crate::conversation::Timestamp> {
    case.conversation.messages.iter().rev().find_map(|message| message.timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_stand_in_the_order_of_the_reasons() {
        let by_themselves: Vec<FilterReason> = RULES.iter().map(|(reason, _)| *reason).collect();
        assert_eq!(by_themselves, FilterReason::ALL[..RULES.len()]);
        let mut codes: Vec<&str> = FilterReason::ALL.iter().map(|reason| reason.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), FilterReason::ALL.len());
    }

    #[test]
    fn the_first_of_a_set_is_the_first_of_the_order() {
        let mut broken = Broken::default();
        assert_eq!(broken.first(), None);
        broken.add(FilterReason::NearDuplicate);
        broken.add(FilterReason::TooManyMessages);
        broken.add(FilterReason::TooFewWords);
        assert_eq!(broken.first(), Some(FilterReason::TooManyMessages));
        assert!(broken.has(FilterReason::NearDuplicate) && !broken.has(FilterReason::Duplicate));
    }
}
