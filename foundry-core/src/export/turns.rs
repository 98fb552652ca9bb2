//! The shared normal form of a conversation: alternating turns, each one side's run of messages.
//!
//! What real chats need to become training examples is done here once, and counted: help-desk notices and blank
//! messages are left out, runs of one side become one turn, what the agent says before the first customer message and
//! what the customer says after the last agent message is cut.

use std::borrow::Cow;

use super::json_text::push_escaped;
use super::tools::is_tool_message;
use super::{Tally, reason};
use crate::conversation::{Message, SenderRole};

/// Who speaks in a training example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChatRole {
    User,
    Assistant,
}

impl ChatRole {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            ChatRole::User => "user",
            ChatRole::Assistant => "assistant",
        }
    }
}

/// What stands before the first customer message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LeadingAgent {
    /// It is cut.
    Trim,
    /// It stays, as the first turn.
    Keep,
}

/// A run of one side. The slice may hold silent messages, which are never written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn<'c, 'a> {
    pub(super) role: ChatRole,
    messages: &'c [Message<'a>],
}

impl<'c, 'a> Turn<'c, 'a> {
    /// The turn's text: its messages joined by line feeds; borrowed where there is one.
    pub(super) fn text(&self) -> Cow<'c, str> {
        let mut said = self.said();
        let first = said.next().unwrap_or_default();
        let mut text = Cow::Borrowed(first);
        for message in said {
            let joined = text.to_mut();
            joined.push('\n');
            joined.push_str(message);
        }
        text
    }

    /// How many messages speak in it.
    pub(super) fn message_count(&self) -> u64 {
        self.messages.iter().filter(|m| speaker(m) == Some(self.role)).count() as u64
    }

    /// Its messages where any of them is a call of a tool or a result.
    pub(super) fn with_tools(&self) -> Option<impl Iterator<Item = &'c Message<'a>>> {
        let (messages, role) = (self.messages, self.role);
        let has_tools = messages.iter().any(is_tool_message);
        has_tools.then(|| messages.iter().filter(move |m| speaker(m) == Some(role)))
    }

    /// The second answer that was rejected, where the source has one beside any message of the turn.
    pub(super) fn rejected(&self) -> Option<&'c str> {
        let custom = self.messages.iter().filter(|m| speaker(m) == Some(self.role)).flat_map(|m| &m.custom);
        let mut values = custom.filter(|(name, _)| name == "rejected").map(|(_, value)| value.as_ref());
        values.find(|value| !is_blank(value))
    }

    fn said(&self) -> impl Iterator<Item = &'c str> {
        let (messages, role) = (self.messages, self.role);
        let speaks = move |m: &&Message<'_>| speaker(m) == Some(role) && !is_tool_message(m);
        messages.iter().filter(speaks).map(|m| m.content.as_ref())
    }

    /// Appends the turn's text, JSON-escaped: its messages joined by line feeds.
    pub(super) fn push_text(&self, out: &mut Vec<u8>) {
        let mut is_first = true;
        for message in self.said() {
            if !is_first {
                out.extend_from_slice(b"\\n");
            }
            is_first = false;
            push_escaped(out, message);
        }
    }
}

/// The turns of a conversation in order, alternating; the last is the assistant's.
#[derive(Debug, Clone)]
pub(super) struct Turns<'c, 'a> {
    messages: &'c [Message<'a>],
}

impl<'c, 'a> Turns<'c, 'a> {
    /// Brings a conversation into normal form and counts what that changed. `None` where nothing is left; the tally
    /// then holds the reason.
    pub(super) fn of(
        messages: &'c [Message<'a>],
        leading_agent: LeadingAgent,
        tally: &mut Tally,
    ) -> Option<Turns<'c, 'a>> {
        let mut scan = Scan::default();
        for (place, message) in messages.iter().enumerate() {
            match speaker(message) {
                Some(role) => {
                    let joins = !is_tool_message(message);
                    scan.take(place, role, joins);
                }
                None if message.role == SenderRole::System => tally.system += 1,
                None => tally.blank += 1,
            }
        }
        let (Some(first_user), Some(end)) = (scan.first_user, scan.end) else {
            tally.leading_agent += scan.leading;
            tally.trailing_customer += scan.trailing;
            let why =
                if scan.first_user.is_none() { reason::NO_USER_TURN } else { reason::NO_ASSISTANT_TURN };
            tally.dropped = Some(why);
            return None;
        };
        tally.messages += scan.inside;
        tally.merged += scan.merged;
        tally.trailing_customer += scan.trailing;
        let start = match scan.first_leading {
            Some(first) if leading_agent == LeadingAgent::Keep => {
                tally.messages += scan.leading;
                tally.merged += scan.leading - 1;
                first
            }
            _ => {
                tally.leading_agent += scan.leading;
                first_user
            }
        };
        Some(Turns { messages: messages.get(start..end).unwrap_or_default() })
    }
}

impl<'c, 'a> Turns<'c, 'a> {
    /// Everything that customer and agent said, nothing cut. `None` where nobody speaks.
    pub(super) fn of_all(messages: &'c [Message<'a>], tally: &mut Tally) -> Option<Turns<'c, 'a>> {
        let (mut speaking, mut before) = (0, None);
        for message in messages {
            match speaker(message) {
                Some(role) => {
                    speaking += 1;
                    tally.merged += u64::from(before.replace(role) == Some(role));
                }
                None if message.role == SenderRole::System => tally.system += 1,
                None => tally.blank += 1,
            }
        }
        tally.messages += speaking;
        if speaking == 0 {
            tally.dropped = Some(reason::NO_MESSAGE);
            return None;
        }
        Some(Turns { messages })
    }
}

impl<'c, 'a> Iterator for Turns<'c, 'a> {
    type Item = Turn<'c, 'a>;

    fn next(&mut self) -> Option<Turn<'c, 'a>> {
        let role = self.messages.iter().find_map(speaker)?;
        let goes_on = |m: &Message<'a>| speaker(m).is_none_or(|other| other == role);
        let end = self.messages.iter().position(|m| !goes_on(m)).unwrap_or(self.messages.len());
        let (messages, rest) = self.messages.split_at(end);
        self.messages = rest;
        Some(Turn { role, messages })
    }
}

/// The side that speaks; `None` for notices of the help desk and for blank messages.
fn speaker(message: &Message<'_>) -> Option<ChatRole> {
    let role = match message.role {
        SenderRole::Customer => ChatRole::User,
        SenderRole::Agent => ChatRole::Assistant,
        SenderRole::System => return None,
    };
    (!is_blank(&message.content) || is_tool_message(message)).then_some(role)
}

fn is_blank(text: &str) -> bool {
    // Nearly every text is settled by its first byte.
    let starts_with_print = text.bytes().next().is_some_and(|byte| byte.is_ascii_graphic());
    !starts_with_print && text.chars().all(char::is_whitespace)
}

/// One pass over the speaking messages.
#[derive(Default)]
struct Scan {
    before: Option<ChatRole>,
    first_leading: Option<usize>,
    first_user: Option<usize>,
    /// One past the last assistant message after the first user message.
    end: Option<usize>,
    /// Assistant messages before the first user message.
    leading: u64,
    /// User messages since the last assistant message, and how many of them follow another.
    trailing: u64,
    trailing_merged: u64,
    /// Messages from the first user message to `end`, and how many of them follow one of the same side.
    inside: u64,
    merged: u64,
}

impl Scan {
    /// Takes a message that `joins` the one before if that is of the same side, as calls of tools do not.
    fn take(&mut self, place: usize, role: ChatRole, joins: bool) {
        let follows_same = u64::from(joins && self.before == Some(role));
        self.before = joins.then_some(role);
        match role {
            ChatRole::User => {
                self.first_user.get_or_insert(place);
                self.trailing += 1;
                self.trailing_merged += follows_same;
            }
            ChatRole::Assistant if self.first_user.is_none() => {
                self.first_leading.get_or_insert(place);
                self.leading += 1;
            }
            ChatRole::Assistant => {
                self.inside += self.trailing + 1;
                self.merged += self.trailing_merged + follows_same;
                self.trailing = 0;
                self.trailing_merged = 0;
                self.end = Some(place + 1);
            }
        }
    }
}
