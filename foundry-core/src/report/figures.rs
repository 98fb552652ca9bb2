//! What a run learns about its conversations while it goes: counts only, in bounded room, the same in any order.

use serde::Serialize;

use super::days::{Days, Moment};
use super::histogram::Histogram;
use crate::conversation::{Conversation, SenderRole};
use crate::deid::DeidentifiedConversation;
use crate::filter::words::count_up_to;

/// Messages are counted up to this many words.
const MAX_WORDS: usize = 1 << 20;
/// So many of the longest conversations are named.
const LONGEST: usize = 3;

/// Figures of all conversations that were read, whether or not a filter left them out; messages as they were after
/// cleaning. Holds no text.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// Seconds that were added to UTC for days and hours.
    pub utc_offset: i32,
    /// Conversations.
    pub conversations: u64,
    /// Conversations whose source tells their status.
    pub with_status: u64,
    /// Conversations without a message of the customer.
    pub without_customer: u64,
    /// Conversations without a message of the agent.
    pub without_agent: u64,
    /// Conversations that an agent answered and in which the customer has the last word.
    pub customer_last: u64,
    /// Conversations with at least one finding.
    pub with_findings: u64,
    /// Messages by role: customer, agent, system.
    pub messages: [u64; 3],
    /// Words per message, by role.
    pub words: [Histogram; 3],
    /// Messages per conversation.
    pub conversation_messages: Histogram,
    /// Words per conversation.
    pub conversation_words: Histogram,
    /// Messages with a time.
    pub timed: u64,
    /// Messages with a time that is not midnight.
    pub with_hour: u64,
    /// Messages by day.
    pub days: Days,
    /// Messages of customers by weekday (from Monday) and hour, of those that have an hour.
    pub hours: [[u64; 24]; 7],
    /// Seconds from the first message of a customer to the first answer.
    pub first_response: Histogram,
    /// Seconds from the first message of each turn of a customer to its answer.
    pub responses: Histogram,
    /// The longest conversations, most messages first.
    pub longest: Vec<Longest>,
}

/// Where a long conversation begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Longest {
    /// Its messages.
    pub messages: u64,
    /// The number of its input, from 0.
    pub input: u64,
    /// The row of its first message; 0 where the input has none.
    pub row: u64,
}

impl Figures {
    /// Counts one conversation of this input.
    pub(crate) fn take(&mut self, input: usize, deidentified: &DeidentifiedConversation<'_>) {
        let conversation = deidentified.conversation();
        self.conversations += 1;
        self.with_status += u64::from(conversation.status.as_deref().is_some_and(|s| !s.trim().is_empty()));
        self.with_findings += u64::from(!deidentified.findings().is_empty());
        self.take_roles(conversation);
        self.take_responses(conversation);
        let mut words = 0;
        for message in &conversation.messages {
            words += self.take_message(message);
        }
        self.conversation_words.add(words);
        let messages = conversation.messages.len() as u64;
        self.conversation_messages.add(messages);
        self.note_longest(Longest { messages, input: input as u64, row: conversation.first_row });
    }

    /// Adds what another part of the run has counted.
    pub(crate) fn merge(&mut self, other: &Figures) {
        for (sum, more) in [
            (&mut self.conversations, other.conversations),
            (&mut self.with_status, other.with_status),
            (&mut self.without_customer, other.without_customer),
            (&mut self.without_agent, other.without_agent),
            (&mut self.customer_last, other.customer_last),
            (&mut self.with_findings, other.with_findings),
            (&mut self.timed, other.timed),
            (&mut self.with_hour, other.with_hour),
        ] {
            *sum += more;
        }
        add_all(&mut self.messages, &other.messages);
        self.words.iter_mut().zip(&other.words).for_each(|(mine, more)| mine.merge(more));
        self.conversation_messages.merge(&other.conversation_messages);
        self.conversation_words.merge(&other.conversation_words);
        self.days.merge(&other.days);
        self.hours.iter_mut().zip(&other.hours).for_each(|(day, more)| add_all(day, more));
        self.first_response.merge(&other.first_response);
        self.responses.merge(&other.responses);
        other.longest.iter().for_each(|longest| self.note_longest(longest.clone()));
    }

    /// All messages.
    pub fn all_messages(&self) -> u64 {
        self.messages.iter().sum()
    }

    fn take_roles(&mut self, conversation: &Conversation<'_>) {
        let speaks = |role| conversation.messages.iter().any(|m| m.role == role);
        self.without_customer += u64::from(!speaks(SenderRole::Customer));
        self.without_agent += u64::from(!speaks(SenderRole::Agent));
        let last = conversation.messages.iter().rev().find(|m| m.role != SenderRole::System);
        let customer_last = last.is_some_and(|m| m.role == SenderRole::Customer);
        self.customer_last += u64::from(customer_last && speaks(SenderRole::Agent));
    }

    fn take_responses(&mut self, conversation: &Conversation<'_>) {
        let mut asked = None;
        let mut first = true;
        for message in &conversation.messages {
            match message.role {
                SenderRole::Customer => asked = asked.or(message.timestamp),
                SenderRole::Agent => {
                    if let (Some(from), Some(to)) = (asked.take(), message.timestamp) {
                        let seconds = u64::try_from(to.0.saturating_sub(from.0) / 1000).unwrap_or(0);
                        self.responses.add(seconds);
                        if std::mem::take(&mut first) {
                            self.first_response.add(seconds);
                        }
                    }
                }
                SenderRole::System => {}
            }
        }
    }

    fn take_message(&mut self, message: &crate::conversation::Message<'_>) -> u64 {
        let role = message.role as usize;
        let words = count_up_to(&message.content, MAX_WORDS) as u64;
        if let (Some(count), Some(sizes)) = (self.messages.get_mut(role), self.words.get_mut(role)) {
            *count += 1;
            sizes.add(words);
        }
        if let Some(moment) = message.timestamp.and_then(|time| Moment::of(time, self.utc_offset)) {
            self.timed += 1;
            self.days.add(moment.day, message.role);
            self.with_hour += u64::from(!moment.midnight);
            let hour = self.hours.get_mut(moment.weekday).and_then(|day| day.get_mut(moment.hour));
            if let (Some(count), SenderRole::Customer, false) = (hour, message.role, moment.midnight) {
                *count += 1;
            }
        }
        words
    }

    fn note_longest(&mut self, one: Longest) {
        let key = |l: &Longest| (std::cmp::Reverse(l.messages), l.input, l.row);
        let place = self.longest.partition_point(|other| key(other) < key(&one));
        if place < LONGEST {
            self.longest.insert(place, one);
            self.longest.truncate(LONGEST);
        }
    }
}

fn add_all(into: &mut [u64], more: &[u64]) {
    into.iter_mut().zip(more).for_each(|(sum, count)| *sum += count);
}
