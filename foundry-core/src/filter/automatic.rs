//! Conversations in which a side is a machine: what no person wrote is no example of how a person answers.

use super::FilterReason;
use crate::clean::{MessageKind, is_surely_written, message_kind, shows_no_sign};
use crate::conversation::{Conversation, SenderRole};

/// What a side is, if all it writes is automatic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Machine {
    /// Receipts or notices of absence.
    Replies,
    /// Lines of a chat window, notes, quotes and signatures alone.
    Boilerplate,
}

/// Why a conversation is not one between persons: the agents' side is a machine, or the customers' side; or, where
/// neither speaks, all that the help desk noted.
pub(super) fn reason(conversation: &Conversation<'_>) -> Option<FilterReason> {
    let mut sides = [SenderRole::Agent, SenderRole::Customer].map(|role| side(conversation, role));
    if matches!(sides, [Side::Silent, Side::Silent]) {
        sides = [side(conversation, SenderRole::System), Side::Silent];
    }
    let is = |machine: Machine| sides.iter().any(|side| matches!(side, Side::Machine(m) if *m == machine));
    match () {
        () if is(Machine::Replies) => Some(FilterReason::AutoReply),
        () if is(Machine::Boilerplate) => Some(FilterReason::Boilerplate),
        () => None,
    }
}

enum Side {
    Silent,
    Person,
    Machine(Machine),
}

/// One message that a person wrote settles it; those that show it at a glance are looked at first, then the shortest, which
/// is soon looked through.
fn side(conversation: &Conversation<'_>, role: SenderRole) -> Side {
    let said = || {
        let of_role = conversation.messages.iter().filter(move |message| message.role == role);
        of_role.map(|message| message.content.as_ref()).filter(|text: &&str| !text.trim().is_empty())
    };
    let shortest = || said().min_by_key(|text| text.len());
    if said().any(is_surely_written) || shortest().is_some_and(shows_no_sign) || said().any(shows_no_sign) {
        return Side::Person;
    }
    let mut side = Side::Silent;
    for text in said() {
        let machine = match message_kind(text) {
            None => return Side::Person,
            Some(MessageKind::AutoReply | MessageKind::OutOfOffice) => Machine::Replies,
            Some(_) => Machine::Boilerplate,
        };
        side = match side {
            Side::Machine(Machine::Replies) => side,
            _ => Side::Machine(machine),
        };
    }
    side
}

#[cfg(test)]
mod tests {
    use super::super::tests::talk;
    use super::*;
    use SenderRole::{Agent, Customer, System};

    const RECEIPT: &str = "Thank you for contacting Acme. We have received your request and will get back to you within 24 hours.";
    const AWAY: &str = "I am out of the office until Monday. For urgent matters write to help@example.com.";

    #[test]
    fn a_side_that_is_a_machine_is_no_side() {
        for (messages, expected) in [
            (vec![(Customer, "Where is my parcel?"), (Agent, RECEIPT)], Some(FilterReason::AutoReply)),
            (vec![(Agent, "Did the new charger work?"), (Customer, AWAY)], Some(FilterReason::AutoReply)),
            (vec![(Customer, AWAY), (Agent, RECEIPT)], Some(FilterReason::AutoReply)),
            (vec![(Customer, "Where is my parcel?"), (Agent, RECEIPT), (Agent, "It left today.")], None),
            (
                vec![(Customer, "Hi"), (Agent, "You are now chatting with Maya.")],
                Some(FilterReason::Boilerplate),
            ),
            (vec![(System, "Chat ended")], Some(FilterReason::Boilerplate)),
            (vec![(System, "Chat ended"), (Customer, "Hi")], None),
            (vec![(System, "Customer asked for a call")], None),
            (vec![(Customer, "Hi"), (Agent, "Hello, how can I help?"), (System, "Chat ended")], None),
            (vec![(Customer, "Where is my parcel?")], None),
            (vec![(Customer, ""), (Agent, "  ")], None),
            (vec![], None),
        ] {
            assert_eq!(reason(&talk(&messages)), expected, "{messages:?}");
        }
    }
}
