//! Rules about words and letters, fit for chats: short sentences, fragments and emoji are fine, what is hardly text is
//! not.

use crate::conversation::{Conversation, SenderRole};

use super::{token, words};

/// Below so many characters the share of letters says nothing.
const ENOUGH_CHARACTERS: u64 = 40;

/// Whether the share of letters among the characters that are neither white space nor control is smaller; short text is
/// not judged.
pub(super) fn has_fewer_letters(conversation: &Conversation<'_>, least: f64) -> bool {
    let texts = || conversation.messages.iter().map(|message| message.content.as_ref());
    // There are no more characters than bytes, so that nearly always the ASCII letters of a part of the text settle it.
    let most: u64 = texts().map(|text: &str| text.len() as u64).sum();
    let enough = (least * most as f64).ceil() as u64;
    let mut letters = 0_u64;
    // Without branches, so that many bytes are counted at once.
    for chunk in texts().flat_map(|text| text.as_bytes().chunks(255)) {
        letters += u64::from(chunk.iter().fold(0_u8, |n, b| n + u8::from(b.is_ascii_alphabetic())));
        if letters >= enough {
            return false;
        }
    }
    let (mut letters, mut characters) = (0_u64, 0_u64);
    for c in texts().flat_map(str::chars).filter(|c| *c > ' ' && !c.is_whitespace()) {
        letters += u64::from(c.is_alphabetic());
        characters += 1;
    }
    characters >= ENOUGH_CHARACTERS && share(letters, characters) < least
}

/// The words of agents in all, or `limit` if there are more.
pub(super) fn agent_words_up_to(conversation: &Conversation<'_>, limit: usize) -> usize {
    words_of(conversation, limit, |role| role == SenderRole::Agent)
}

/// The larger share of words that one side has; `None` where only one speaks at all, or nobody: that is for
/// `requireRoles` to say.
pub(super) fn side_share(conversation: &Conversation<'_>) -> Option<f64> {
    let words = |wanted| words_of(conversation, usize::MAX, |role| role == wanted) as u64;
    let (customers, agents) = (words(SenderRole::Customer), words(SenderRole::Agent));
    (customers > 0 && agents > 0).then(|| share(customers.max(agents), customers + agents))
}

/// The words of all messages, or `limit` if there are more.
pub(super) fn words_up_to(conversation: &Conversation<'_>, limit: usize) -> usize {
    words_of(conversation, limit, |_| true)
}

fn words_of(conversation: &Conversation<'_>, limit: usize, wanted: impl Fn(SenderRole) -> bool) -> usize {
    let mut count = 0;
    for message in conversation.messages.iter().filter(|message| wanted(message.role)) {
        if count == limit {
            break;
        }
        count += words::count_up_to(&message.content, limit - count);
    }
    count
}

/// The share of the text, by bytes, in tokens such as `[EMAIL_1]`.
pub(super) fn token_share(conversation: &Conversation<'_>) -> f64 {
    let (mut tokens, mut all) = (0_u64, 0_u64);
    for text in conversation.messages.iter().map(|message| message.content.as_bytes()) {
        all += text.len() as u64;
        let starts = memchr::memchr_iter(b'[', text);
        tokens += starts
            .filter_map(|start| token::at(text.get(start..)?))
            .map(|token| token.length as u64)
            .sum::<u64>();
    }
    share(tokens, all)
}

pub(super) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::super::tests::talk;
    use super::*;
    use SenderRole::{Agent, Customer};

    #[test]
    fn letters_of_every_script_count_and_short_text_is_not_judged() {
        let fewer = |least, text: &'static str| has_fewer_letters(&talk(&[(Customer, text)]), least);
        assert!(!fewer(1.0, "?!? 12345 😀😀"));
        let quarter = "0123456789 0123456789 0123456789 abcdefghij";
        assert!(!fewer(0.25, quarter) && fewer(0.26, quarter));
        let letters = "注文はどこですか注文はどこですか注文はどこですか注文はどこですか注文はどこですか";
        assert!(!fewer(1.0, letters));
        assert!(fewer(0.3, "0x7f 0x1a 0x22 == <<>> ---- **** #### @@@@ ++++ ////"));
        let split = [(Customer, "0123456789 0123456789"), (Agent, quarter)];
        assert!(has_fewer_letters(&talk(&split), 0.17) && !has_fewer_letters(&talk(&split), 0.16));
    }

    #[test]
    fn shares_of_sides() {
        assert_eq!(side_share(&talk(&[(Customer, "one two three"), (Agent, "one")])), Some(0.75));
        assert_eq!(side_share(&talk(&[(Customer, "one two three"), (Agent, "…")])), None);
        assert_eq!(agent_words_up_to(&talk(&[(Customer, "one two"), (Agent, "a b c")]), 10), 3);
    }
}
