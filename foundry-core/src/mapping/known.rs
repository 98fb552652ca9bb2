//! Values of personal columns: what they are, and which are worth looking for in the text.

use std::borrow::Cow;

use super::role::is_role_word;
use crate::conversation::KnownValue;
use crate::entity::EntityType;

/// Values that say that there is none.
const PLACEHOLDERS: &[&str] = &[
    "unknown",
    "n/a",
    "na",
    "null",
    "none",
    "nil",
    "undefined",
    "nan",
    "anonymous",
    "anon",
    "test",
    "todo",
    "tbd",
    "unbekannt",
    "keine",
    "keiner",
    "anonym",
    "inconnu",
    "anonyme",
    "desconocido",
    "anonimo",
    "desconhecido",
    "sconosciuto",
    "onbekend",
    "anoniem",
    "yes",
    "no",
    "true",
    "false",
    "deleted",
    "redacted",
    "hidden",
    "noreply",
    "no-reply",
    "other",
    "not set",
    "unassigned",
    "-",
    "--",
    "?",
];

/// Adds what one cell of a personal column holds. An address such as `Anna Weber <anna@example.com>` gives a name and
/// an e-mail address, a list of addresses each of them.
pub(super) fn add<'a>(value: Cow<'a, str>, given: Option<EntityType>, known: &mut Vec<KnownValue<'a>>) {
    if given.is_none_or(|t| t == EntityType::EmailAddress)
        && memchr::memchr(b'@', value.as_bytes()).is_some()
        && memchr::memchr3(b'<', b',', b';', value.as_bytes()).is_some()
        && let Cow::Borrowed(text) = &value
    {
        for part in text.split([',', ';']) {
            match part.split_once('<') {
                Some((name, address)) => {
                    add_one(name.trim().trim_matches(['"', '\'']), Some(EntityType::Person), known);
                    add_one(address.trim_end_matches(['>', ' ']), given, known);
                }
                None => add_one(part, given, known),
            }
        }
        return;
    }
    match value {
        Cow::Borrowed(text) => add_one(text, given, known),
        Cow::Owned(text) => {
            let mut found = Vec::new();
            add_one(&text, given, &mut found);
            known.extend(
                found.into_iter().map(|k| KnownValue { value: Cow::Owned(k.value.into_owned()), ..k }),
            );
        }
    }
}

/// Adds one value, unless it says nothing or is nothing but a role word.
pub(super) fn add_one<'a>(text: &'a str, given: Option<EntityType>, known: &mut Vec<KnownValue<'a>>) {
    let text = text.trim();
    if is_empty_word(text) {
        return;
    }
    let entity_type = given.unwrap_or_else(|| kind_of(text));
    known.push(KnownValue { entity_type, value: Cow::Borrowed(text), party: 0 });
}

/// Asked for every personal value of every row, so the checks that turn nearly every value away come first.
fn is_empty_word(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() < 2 {
        return true;
    }
    let marked = bytes.iter().any(|b| b.is_ascii_digit() || *b == b'@');
    if !marked && !bytes.iter().any(u8::is_ascii_alphabetic) {
        // Nothing to look for, or another script, where one character is too little to look for.
        return bytes.is_ascii() || text.chars().filter(|c| c.is_alphanumeric()).take(2).count() < 2;
    }
    let spaces = || memchr::memchr_iter(b' ', bytes).take(2).count();
    if text.len() > 32 || (marked && spaces() == 0) {
        // Ids, numbers and addresses are no words; `agent 12` is one, `agent:12` counts as an id.
        return false;
    }
    is_placeholder(text) || (spaces() < 2 && is_role_word(text))
}

fn is_placeholder(text: &str) -> bool {
    /// For each length, the first letters that a placeholder of this length has, as bits.
    const FIRST_LETTERS: [u32; 13] = {
        let mut masks = [0; 13];
        let mut i = 0;
        while i < PLACEHOLDERS.len() {
            let bytes = PLACEHOLDERS[i].as_bytes();
            masks[bytes.len()] |= 1 << (bytes[0] & 31);
            i += 1;
        }
        masks
    };
    let first = text.as_bytes().first().map_or(0, |b| b & 31);
    FIRST_LETTERS.get(text.len()).is_some_and(|mask| mask & (1 << first) != 0)
        && PLACEHOLDERS.iter().any(|p| p.eq_ignore_ascii_case(text))
}

/// What a value is, by its looks: an address, a telephone number, a name, or else an id.
pub(super) fn kind_of(text: &str) -> EntityType {
    if looks_like_email(text) {
        EntityType::EmailAddress
    } else if looks_like_phone(text) {
        EntityType::PhoneNumber
    } else if looks_like_name(text) {
        EntityType::Person
    } else {
        EntityType::Id
    }
}

/// One `@` with something before and a dot after it, no space.
pub(super) fn looks_like_email(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr(b'@', bytes).is_some_and(|at| {
        let host = bytes.get(at + 1..).unwrap_or(&[]);
        at > 0
            && memchr::memchr(b'.', host).is_some()
            && !bytes.contains(&b' ')
            && memchr::memchr(b'@', host).is_none()
    })
}

/// Seven to fifteen digits (ITU-T E.164) and nothing but what stands between them.
pub(super) fn looks_like_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (7..=15).contains(&digits)
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'+' | b' ' | b'-' | b'(' | b')' | b'.' | b'/'))
}

/// Two to four words, each with a capital first; small words between them as in `van der`. Scripts without capitals
/// count by letters alone.
pub(super) fn looks_like_name(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    let (mut capitals, mut words) = (0, 0);
    for word in text.split_ascii_whitespace() {
        let Some(first) = word.chars().next() else { continue };
        words += 1;
        let fits = |c: char| {
            c.is_ascii_alphabetic()
                || matches!(c, '\'' | '’' | '-' | '.' | ',')
                || (!c.is_ascii() && c.is_alphabetic())
        };
        if !word.chars().all(fits) {
            return false;
        }
        if first.is_uppercase() || (!first.is_lowercase() && first.is_alphabetic()) {
            capitals += 1;
        } else if word.chars().count() > 3 {
            return false;
        }
    }
    (2..=5).contains(&words) && capitals >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(value: &str) -> Vec<(EntityType, String)> {
        let mut known = Vec::new();
        add(Cow::Borrowed(value), None, &mut known);
        known.into_iter().map(|k| (k.entity_type, k.value.into_owned())).collect()
    }

    #[test]
    fn tells_what_a_value_is() {
        for (value, kind) in [
            ("anna@example.com", EntityType::EmailAddress),
            ("+1 (212) 555-0101", EntityType::PhoneNumber),
            ("Anna Weber", EntityType::Person),
            ("Jan van der Berg", EntityType::Person),
            ("Weber, Anna", EntityType::Person),
            ("李 小龙", EntityType::Person),
            ("usr_8812", EntityType::Id),
            ("anna", EntityType::Id),
            ("agent:12", EntityType::Id),
        ] {
            assert_eq!(found(value), [(kind, value.to_owned())], "{value}");
        }
    }

    #[test]
    fn leaves_out_what_says_nothing() {
        for value in [
            "",
            " ",
            "x",
            "-",
            "n/a",
            "NULL",
            "Unknown",
            "system",
            "Agent",
            "Kundin",
            "…",
            "customer support",
        ] {
            assert_eq!(found(value), [], "{value}");
        }
    }

    #[test]
    fn takes_addresses_apart() {
        assert_eq!(
            found("\"Anna Weber\" <anna@example.com>, bob@example.org"),
            [
                (EntityType::Person, "Anna Weber".to_owned()),
                (EntityType::EmailAddress, "anna@example.com".to_owned()),
                (EntityType::EmailAddress, "bob@example.org".to_owned()),
            ]
        );
    }
}
