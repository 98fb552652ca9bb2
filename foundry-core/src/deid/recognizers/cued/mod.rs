//! Values that only a cue gives away: passwords, user names, card details, references. A phrase says what the value
//! beside it is; the room of that kind says what such a value looks like.

mod lead;
mod phrases;
mod prose;

pub(super) use lead::{Join, Lead};
pub(super) use prose::{is_inflected, is_prose};

use super::number_run::ends_freely;
use super::{
    age, credit_card_cvv, credit_card_expiry, last_four, password, reference_number, swift_code, username,
};
use crate::entity::EntityType::{
    AccountNumber, Age as AgeType, CreditCard, CreditCardCvv, CreditCardExpiry, DeviceId, HealthPlanNumber,
    MedicalRecordNumber, OrderNumber, Password as PasswordType, SwiftCode, TicketNumber, TrackingNumber,
    Username as UsernameType,
};
use crate::entity::{EntitySet, EntityType, Finding, Rank, Span};

/// What a phrase announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    /// A word between a phrase and its value that says nothing: `my`, `number`.
    Link,
    /// A verb that joins both: `is`.
    Copula,
    /// A word behind a cue that begins what says more of it: `for`, `that`.
    More,
    /// The same, which also is a word that says nothing: `to`.
    LinkMore,
    /// A word that ends what is said of a cue.
    End,
    /// Something that is looked for elsewhere, or not at all: it keeps a shorter phrase from being seen.
    Other,
    /// A password.
    Password,
    /// `pass`, which is as often a ticket.
    Pass,
    /// Several words as a password.
    Passphrase,
    /// A PIN or another short secret in digits.
    Pin,
    /// The number of a bank's list for transactions.
    Tan,
    /// A one-time code.
    Code,
    /// `code`, with nothing that says of what.
    PlainCode,
    /// The security code of a card, or a code for security.
    SecurityCode,
    /// A user name.
    Username,
    /// `login`, which is as often a verb or a page.
    Login,
    /// `user`, which is as often a person.
    User,
    /// The name in a network, behind the network's name.
    Handle,
    /// The security code of a card.
    Cvv,
    /// The expiry date of a card.
    Expiry,
    /// The last four digits of a card.
    LastFour,
    /// The same in Spanish and Portuguese, where the word says little: `final 4242`.
    FinalDigits,
    /// The number of a mobile device.
    Imei,
    /// A serial number.
    Device,
    /// A vehicle identification number.
    Vin,
    /// The address of a wallet.
    Wallet,
    /// A bank identifier code.
    Swift,
    /// A person's age.
    Age,
    /// The number of an order.
    Order,
    /// The number of a ticket.
    Ticket,
    /// The number of a parcel.
    Tracking,
    /// The number of an account, a customer or a contract.
    Account,
    /// The number of a patient's record.
    MedicalRecord,
    /// The number of a member of a health plan.
    HealthPlan,
}

impl Topic {
    /// Whether it announces nothing by itself.
    fn is_word(self) -> bool {
        use Topic::*;
        matches!(self, Link | LinkMore | More | End | Copula)
    }

    /// Whether it is a thing that has a value of its own, whatever it is for: the pin *of* an account.
    fn is_secret(self) -> bool {
        use Topic::*;
        matches!(
            self,
            Password | Passphrase | Pin | Tan | Code | SecurityCode | Username | Cvv | Expiry | LastFour
        )
    }
}

/// The entity types that are found by these phrases.
pub(super) const TYPES: EntitySet = EntitySet::NONE
    .with(PasswordType)
    .with(UsernameType)
    .with(CreditCard)
    .with(CreditCardCvv)
    .with(CreditCardExpiry)
    .with(DeviceId)
    .with(SwiftCode)
    .with(AgeType)
    .with(OrderNumber)
    .with(TicketNumber)
    .with(TrackingNumber)
    .with(AccountNumber)
    .with(MedicalRecordNumber)
    .with(HealthPlanNumber);

/// Those of them whose values are not told by three or four digits.
pub(super) const ANY_SHAPE: EntitySet = TYPES.without(EntitySet::NONE.with(CreditCard).with(CreditCardCvv));

/// The value that starts at byte `start`, if a phrase before or behind it says what it is. `earlier`: the findings
/// before it, in order of their ends.
pub(super) fn at(text: &str, start: usize, earlier: &[Finding], chosen: EntitySet) -> Option<Finding> {
    if !may_be_value(text, start, chosen) {
        return None;
    }
    if let Some(lead) = lead::before(text, start, earlier) {
        return value(text, start, lead, chosen);
    }
    // Cheap: nearly no value is followed by a verb or a parenthesis.
    let bytes = text.as_bytes();
    let space = start + bytes.get(start..)?.iter().take(64).position(|b| *b == b' ')?;
    if !matches!(bytes.get(space + 1), Some(b'i' | b'w' | b'e' | b'(' | b'a' | b's' | 0xC3)) {
        return None;
    }
    let quotes =
        bytes.get(start..space)?.iter().rev().take_while(|b| matches!(b, b'"' | b'\'' | b'`' | b'*')).count();
    let end = space - quotes;
    let found = value(text, start, lead::after(text, end)?, chosen)?;
    (found.span.end == end).then_some(found)
}

/// The value behind the mark (`:`, `=`) at byte `at`: found here if it has no digit.
pub(super) fn behind_mark(text: &str, at: usize, chosen: EntitySet) -> Option<Finding> {
    let bytes = text.as_bytes();
    let next = *bytes.get(at + 1)?;
    if !(next.is_ascii_alphanumeric()
        || next >= 0x80
        || matches!(next, b' '..=b'\'' | b'*' | b'\n' | b'\r' | b'\t' | b'`' | b'=' | b'@' | b'|'))
    {
        return None;
    }
    let blanks = |b: &&u8| {
        matches!(**b, b' ' | b'"' | b'\'' | b'`' | b'=' | b'*' | b'|' | b'\t' | b'\n' | b'\r' | b'@')
    };
    let start = at + 1 + bytes.get(at + 1..)?.iter().take(6).take_while(blanks).count();
    if !may_be_value(text, start, chosen) {
        return None;
    }
    value(text, start, lead::before_mark(text, at)?, chosen)
}

/// The value behind the phrase that holds byte `at`.
pub(super) fn behind_word(text: &str, at: usize, chosen: EntitySet) -> Option<Finding> {
    // Passwords and user names, and what is said with them, have any shape.
    if !chosen.meets(ANY_SHAPE) {
        return None;
    }
    let (lead, start) = lead::around(text, at)?;
    let bytes = text.as_bytes();
    let quotes = bytes
        .get(start..)?
        .iter()
        .take(2)
        .take_while(|b| matches!(b, b'"' | b'\'' | b'`' | b'*' | b'@'))
        .count();
    value(text, start + quotes, lead, chosen)
}

/// Whether what starts at byte `start` has the shape of any value that is looked for. Where only details of cards are,
/// nearly nothing has, and no phrase need be read.
fn may_be_value(text: &str, start: usize, chosen: EntitySet) -> bool {
    chosen.meets(ANY_SHAPE) || digits_at(text, start).is_some_and(|digits| matches!(digits, 3 | 4))
}

/// The value that starts at byte `start`, by the rules of its kind.
fn value(text: &str, start: usize, lead: Lead, chosen: EntitySet) -> Option<Finding> {
    use Topic::*;
    let wanted = |entity_type: EntityType| chosen.contains(entity_type).then_some(());
    match lead.topic {
        Link | LinkMore | More | End | Copula | Other | Imei | Vin | Wallet => None,
        Password | Pass | Passphrase | Pin | Tan | Code | PlainCode => {
            wanted(PasswordType)?;
            password::at(text, start, lead)
        }
        SecurityCode => credit_card_cvv::at(text, start, lead)
            .filter(|_| chosen.contains(CreditCardCvv))
            .or_else(|| wanted(PasswordType).and_then(|()| password::at(text, start, lead))),
        Cvv => wanted(CreditCardCvv).and_then(|()| credit_card_cvv::at(text, start, lead)),
        Expiry => wanted(CreditCardExpiry).and_then(|()| credit_card_expiry::at(text, start, lead)),
        LastFour | FinalDigits => wanted(CreditCard).and_then(|()| last_four::at(text, start, lead)),
        Username | Login | User | Handle => {
            wanted(UsernameType).and_then(|()| username::at(text, start, lead))
        }
        Swift => wanted(SwiftCode).and_then(|()| swift_code::at(text, start, lead)),
        Age => wanted(AgeType).and_then(|()| age::behind_cue(text, start, lead)),
        Device | Order | Ticket | Tracking | Account | MedicalRecord | HealthPlan => {
            reference_number::at(text, start, lead).filter(|found| chosen.contains(found.entity_type))
        }
    }
}

/// The phrase before a value that starts at byte `start`, for rooms that know their values without it.
pub(super) fn lead(text: &str, start: usize, earlier: &[Finding]) -> Option<Lead> {
    lead::before(text, start, earlier)
}

/// A finding by a phrase.
pub(super) fn finding(
    entity_type: EntityType,
    span: Span,
    score: f32,
    recognizer: &'static str,
    lead: Lead,
) -> Finding {
    Finding { entity_type, span, score, rank: Rank::Cue, recognizer, cue: Some(lead.span) }
}

/// Where a token with the digit at byte `at` begins: behind white space, quotes and marks; no further back than `floor`.
pub(super) fn token_start(text: &str, at: usize, floor: usize) -> usize {
    let bytes = text.as_bytes();
    let floor = floor.max(at.saturating_sub(64));
    let is_part = |b: &u8| {
        !matches!(b, b'\0'..=b' ' | b'"' | b'`' | b'<' | b'>' | b'(' | b'|' | b':' | b'=' | b',' | b';')
    };
    let len = bytes.get(floor..at).unwrap_or_default().iter().rev().take_while(|b| is_part(b)).count();
    let mut start = at - len;
    while bytes.get(start).is_some_and(|b| matches!(b, b'\'' | b'*' | b'#') || !text.is_char_boundary(start))
    {
        start += 1;
    }
    start.min(at)
}

/// Where the token that starts at byte `start` ends, without the punctuation of its sentence; at most 128 bytes on.
pub(super) fn token_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let stop = |b: &u8| matches!(b, b'\0'..=b' ' | b'"' | b'`' | b'<' | b'>' | b'|' | 0x80..);
    let mut end = rest.bytes().take(128).position(|b| stop(&b)).unwrap_or(rest.len().min(128));
    if rest.as_bytes().get(end).is_some_and(|b| *b >= 0x80) {
        let part = |c: char| !c.is_whitespace() && !matches!(c, '"' | '`' | '<' | '>' | '“' | '”' | '|');
        let tail = rest.get(end..).unwrap_or_default();
        end += tail.char_indices().find(|(i, c)| !part(*c) || *i >= 128).map_or(tail.len(), |(i, _)| i);
    }
    let token = rest.get(..end).unwrap_or_default();
    start + token.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '*', '…', '’']).len()
}

/// How many ASCII digits stand at byte `start`, if what is behind them leaves them a value: `4821`, not `4821kg`.
pub(super) fn digits_at(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let count = bytes.get(start..)?.iter().take(32).take_while(|b| b.is_ascii_digit()).count();
    (count > 0 && begins(bytes, start) && ends_freely(text, start + count)).then_some(count)
}

/// Whether what stands before byte `start` leaves it the beginning of a value.
fn begins(bytes: &[u8], start: usize) -> bool {
    let Some(&before) = start.checked_sub(1).and_then(|i| bytes.get(i)) else { return true };
    !(before.is_ascii_alphanumeric()
        || matches!(before, b'$' | b'.' | b',' | b'-' | b'/' | b'+' | b'%' | b'&' | b'@'))
}

/// Whether nothing follows in the line that would make what stands before byte `end` a part of a sentence.
pub(super) fn closes(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let Some(next) = rest.chars().next() else { return true };
    let after = rest.get(next.len_utf8()..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
    if next == ' ' {
        #[rustfmt::skip]
        const JOINING: [&str; 12] = [" and ", " und ", " et ", " y ", " e ", " en ", " | ", " (", " - ", " / ", " — ", " – "];
        let near = rest.char_indices().nth(40).map_or(rest, |(i, _)| rest.get(..i).unwrap_or_default());
        let rest_of_line = near.split(['\n', '\r']).next().unwrap_or_default().trim_start_matches(' ');
        return rest_of_line.is_empty()
            || JOINING.iter().any(|word| rest.starts_with(word))
            || is_label(rest_of_line);
    }
    matches!(next, '\n' | '\r' | '\t' | '|' | '"' | '“' | '”' | '`')
        || matches!(next, ',' | ';' | '.' | '!' | '?' | ')' | '\'' | '*') && !after.is_alphanumeric()
}

/// Whether a label of one or two words comes first: `Password: …`.
fn is_label(line: &str) -> bool {
    let label =
        line.bytes().take(24).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'_'));
    let label = label.count();
    let words = line.get(..label).unwrap_or_default().split(' ').filter(|word| !word.is_empty()).count();
    (1..=2).contains(&words) && matches!(line.as_bytes().get(label), Some(b':' | b'='))
}

/// Whether a value stands between quotation marks.
pub(super) fn is_quoted(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    let after = text.get(end..).and_then(|after| after.chars().next());
    matches!(
        (before, after),
        (Some('"'), Some('"'))
            | (Some('\''), Some('\''))
            | (Some('`'), Some('`'))
            | (Some('“' | '„'), Some('”' | '“'))
            | (Some('«'), Some('»'))
            | (Some('‘'), Some('’'))
            | (Some('*'), Some('*'))
    )
}

/// Whether a value is a mask, a variable, a tag or a token: what stands where a value should.
pub(super) fn is_placeholder(value: &str) -> bool {
    let Some(first) = value.chars().next() else { return true };
    let same = value.chars().all(|c| c == first);
    let letters = value.chars().filter(|c| c.is_alphanumeric()).count();
    let variable =
        value.contains('_') && !value.bytes().any(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    same || letters == 0
        || variable
        || matches!(first, '[' | '{' | '<' | '%')
        || first == '$' && value.len() > 1 && !value.bytes().any(|b| b.is_ascii_digit())
        || value.contains("://")
        || value.contains('[') && value.contains(']')
        || value.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("your"))
        || value.bytes().filter(|b| matches!(b, b'*' | b'x' | b'X')).count() * 2 > value.len()
}
