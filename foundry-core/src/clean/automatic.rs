//! What no person wrote: receipts, notices of absence, lines of a chat window, notes of a help desk.

use std::cell::LazyCell;

use super::body::{Body, shortened};
use super::fold::fold_into;
use super::lexicon::{LEXICON, Lexicon, sign};
use super::settings::{CleanSettings, MessageKind, RemovalReason};

/// A receipt says what it is in its first lines.
const HEAD_BYTES: usize = 1_500;
/// A line of a chat window is no longer than this, in bytes.
const LINE_BYTES: usize = 220;

/// Cuts lines of a chat window and notes of a help desk. Where nothing else would be left, nothing is cut and the kind
/// of message is given.
pub(super) fn cut_lines(body: &mut Body<'_, '_>, settings: &CleanSettings) -> Option<MessageKind> {
    let mut kind = None;
    for at in 0..body.len() {
        if !body.is_said(at) || body.line(at).len() > LINE_BYTES {
            continue;
        }
        let reason = line_kind(body.folded(at), &LEXICON, settings);
        if let Some(reason) = reason {
            body.cut(at..at + 1, reason);
            kind = kind.or(Some(reason));
        }
    }
    let kind = kind?;
    if body.says_something(0..body.len()) {
        return None;
    }
    body.restore(RemovalReason::ChatEvent);
    body.restore(RemovalReason::TicketNote);
    Some(if kind == RemovalReason::ChatEvent { MessageKind::ChatEvent } else { MessageKind::TicketNote })
}

/// What a folded line is, if nobody wrote it.
fn line_kind(folded: &str, lexicon: &Lexicon, settings: &CleanSettings) -> Option<RemovalReason> {
    if settings.chat_events && is_chat_event(folded, lexicon) {
        return Some(RemovalReason::ChatEvent);
    }
    (settings.ticket_notes && is_ticket_note(folded, lexicon)).then_some(RemovalReason::TicketNote)
}

fn is_chat_event(folded: &str, lexicon: &Lexicon) -> bool {
    // `[10:31] `, `(10:31 AM) `, `*** `, `-- ` may stand before it.
    let mut line = folded.trim_matches(['-', '=', '_', ' ', '>', '~', '#', '•', '→', '"']);
    if let Some((inside, after)) = line.strip_prefix(['[', '(']).and_then(|rest| rest.split_once([']', ')']))
    {
        let time = inside.bytes().all(|b| b.is_ascii_digit() || b": .apm-/t,z".contains(&b));
        if after.trim().is_empty() {
            line = inside;
        } else if time || inside == "system" || inside == "bot" {
            line = after;
        }
    }
    for label in ["system:", "info:", "bot:", "system message:", "chatbot:"] {
        line = line.strip_prefix(label).unwrap_or(line);
    }
    let line = line.trim_start_matches([' ', '-', '*']).trim_end_matches(['.', '!', ' ', '…', '"']);
    if line.contains('?') || line.len() > LINE_BYTES {
        return false;
    }
    if let Some((_, end)) = lexicon.chat_starts.find(line) {
        let rest = line.get(end..).unwrap_or_default();
        // What goes on with a sentence was said by somebody: "chat ended before I could answer".
        let first = rest.split(['.', '!']).next().unwrap_or_default();
        let words = first.split_whitespace().count();
        return words <= 9 && !lexicon.first_person.hold(rest) && !is_told(first);
    }
    let Some(start) = lexicon.chat_ends.end(line) else { return false };
    let subject = line.get(..start).unwrap_or_default().trim();
    let words = subject.split_whitespace().count();
    (1..=5).contains(&words)
        && !lexicon.spoken.hold(subject)
        && !lexicon.first_person.hold(subject)
        && !subject.contains([',', ';', '.'])
        && (line.split(' ').count() - words >= 2 || starts_with_party(subject))
}

/// Whether words behind "chat ended" tell something.
fn is_told(rest: &str) -> bool {
    [
        "before", "but", "because", "when", "while", "and ", "bevor", "aber", "weil", "avant", "mais",
        "pero", "antes", "mas ", "prima", "voordat", "maar", "for jeg", "men ", "innan", "zanim", "ale ",
    ]
    .iter()
    .any(|word| rest.trim_start().starts_with(word))
}

/// Whether a subject names a party, so that "joined" alone is enough: "agent Ann joined".
fn starts_with_party(subject: &str) -> bool {
    ["agent", "visitor", "bot", "operator", "user", "customer"].iter().any(|word| subject.starts_with(word))
}

fn is_ticket_note(folded: &str, lexicon: &Lexicon) -> bool {
    !folded.contains('?')
        && lexicon.merged.hold(folded)
        && lexicon.ticket_nouns.hold(folded)
        && (folded.bytes().any(|b| b.is_ascii_digit()) || folded.contains("this "))
        && !lexicon.first_person.hold(folded)
        && ![
            "please",
            "could you",
            "can you",
            "bitte",
            "merci de",
            "por favor",
            "per favore",
            "gelieve",
            "venligst",
            "prosze",
        ]
        .iter()
        .any(|word| folded.contains(word))
}

/// Whether a whole message is a receipt or a notice of absence; `signs` are those of the raw text.
pub(super) fn kind_of(text: &str, signs: u16) -> Option<MessageKind> {
    if surely_asks(text) {
        return None;
    }
    let lexicon: &Lexicon = &LEXICON;
    let head = shortened(text, HEAD_BYTES);
    let mut folded = String::new();
    let plain = fold_into(head, &mut folded);
    // Cheap, and true of most messages that show such a phrase by chance.
    if asks(text, &folded) {
        return None;
    }
    // A plain text shows its phrases raw, so that those without a sign need not be looked for.
    let may_hold = |sign: u16| !plain || signs & sign != 0;
    let told = LazyCell::new(|| tells(&folded));
    if may_hold(sign::AWAY)
        && let Some((start, _)) = lexicon.away.find(&folded)
        && start <= 400
        && !*told
    {
        return Some(MessageKind::OutOfOffice);
    }
    if may_hold(sign::AUTOMATED)
        && let Some((start, _)) = lexicon.automated.find(&folded)
        && (start <= 400 || lexicon.received.hold(&folded))
        && !*told
    {
        return Some(MessageKind::AutoReply);
    }
    if !may_hold(sign::RECEIVED) {
        return None;
    }
    let (start, _) = lexicon.received.find(&folded)?;
    (start <= 250 && lexicon.will_answer.hold(&folded) && !*told && !answers(&folded))
        .then_some(MessageKind::AutoReply)
}

/// Somebody who asks is no machine.
fn asks(text: &str, folded: &str) -> bool {
    text.contains(['?', '？']) && !EXCUSES.iter().any(|excuse| folded.contains(excuse))
}

/// What machines ask about: a question beside one of these says nothing.
const EXCUSES: [&str; 2] = ["faq", "urgent"];

/// Whether a text asks, as far as one look at its bytes can tell. Of one line this tells that a person wrote it, whatever
/// phrases stand in it: neither lines of a chat window nor notes nor receipts ask.
pub(super) fn surely_asks(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr(b'?', bytes).is_some()
        && bytes.iter().fold(true, |plain, b| plain & b.is_ascii() & (*b != b'*'))
        && !holds_excuse(bytes, *b"qQ", 2, "faq")
        && !holds_excuse(bytes, *b"gG", 2, "urgent")
}

/// Whether a word stands in a text in any case, found by the letter at this place in it.
fn holds_excuse(bytes: &[u8], [small, capital]: [u8; 2], place: usize, word: &str) -> bool {
    memchr::memchr2_iter(small, capital, bytes).any(|at| {
        let start = at.checked_sub(place);
        let found = start.and_then(|start| bytes.get(start..start + word.len()));
        found.is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()))
    })
}

/// Nor is somebody who tells what they did.
fn tells(folded: &str) -> bool {
    let tells = [
        "i got",
        "i received",
        "i keep getting",
        "i have received",
        "ich habe eine",
        "ich bekomme",
        "j'ai recu",
        "he recibido",
        "recebi",
        "ho ricevuto",
        "ik kreeg",
        "ik heb een",
        "jeg har faet",
        "jeg fik",
        "jag fick",
        "jag har fatt",
        "otrzymalem",
        "otrzymalam",
        "dostalem",
        "dostalam",
    ];
    tells.iter().any(|words| folded.contains(words))
}

/// An agent's own answer goes beyond a receipt.
fn answers(folded: &str) -> bool {
    let own = [
        "i have checked",
        "i checked",
        "i can confirm",
        "i have looked",
        "i'm sorry",
        "i am sorry",
        "i understand",
        "i see that",
        "i have processed",
        "refund has been",
        "i've",
        "ich habe",
        "ich sehe",
        "ich kann",
        "j'ai verifie",
        "je vois",
        "he revisado",
        "he comprobado",
        "verifiquei",
        "ho verificato",
        "ho controllato",
        "ik heb",
        "jeg har",
        "jag har",
        "sprawdzilem",
        "sprawdzilam",
    ];
    own.iter().any(|words| folded.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::fold::fold;

    fn is_event(line: &str) -> bool {
        is_chat_event(&fold(line), &LEXICON)
    }

    #[test]
    fn lines_of_a_chat_window() {
        for line in [
            "You are now chatting with Maya.",
            "Maya has joined the chat.",
            "[10:31] Agent Tom left the chat",
            "*** Chat ended ***",
            "Sie chatten jetzt mit Jana",
            "Jana hat den Chat verlassen.",
            "System: Conversation assigned to Tier 2",
            "Marie a rejoint la conversation",
        ] {
            assert!(is_event(line), "{line}");
        }
        for line in [
            "I left the chat because nobody answered",
            "My wife joined the chat",
            "The chat ended before I could answer",
            "Chat ended before I got my number",
            "Has Maya left the chat?",
            "he joined",
        ] {
            assert!(!is_event(line), "{line}");
        }
    }

    #[test]
    fn who_surely_asks_asks() {
        for (text, surely) in [
            ("Where is it?", true),
            ("Where is it", false),
            ("Is it uRgent?", false),
            ("See our FAQ? No", false),
            ("gg? qq?", true),
            ("Où est-il?", false),
            ("ur*gent?", false),
        ] {
            assert_eq!(surely_asks(text), surely, "{text}");
            assert!(!surely || asks(text, &fold(text)), "{text}");
        }
        for line in
            ["[10:31] Did Agent Tom leave? Agent Tom left the chat", "Merged ticket 12? This was merged"]
        {
            assert!(
                surely_asks(line) && line_kind(&fold(line), &LEXICON, &CleanSettings::default()).is_none()
            );
        }
    }

    #[test]
    fn receipts_and_notices_of_absence() {
        for (text, kind) in [
            (
                "Hi,\nThank you for contacting Acme. We have received your request (4711) and will get back to you within 24 hours.",
                Some(MessageKind::AutoReply),
            ),
            (
                "I am out of the office until Monday. For urgent matters write to help@example.com.",
                Some(MessageKind::OutOfOffice),
            ),
            (
                "Vielen Dank für Ihre Nachricht. Wir melden uns schnellstmöglich bei Ihnen.",
                Some(MessageKind::AutoReply),
            ),
            ("We have received your parcel back and refunded you today.", None),
            ("I got an out of office reply: I am out of the office. Who can help me?", None),
        ] {
            assert_eq!(kind_of(text, sign::AUTOMATIC), kind, "{text}");
            assert_eq!(kind_of(text, LEXICON.signs.signs_of(text)), kind, "{text}");
        }
    }
}
