//! How well one column fits one field, by its name and by its values.

use super::detect::{Fit, Profile, blank};
use super::evidence::Evidence;
use super::field::{Confidence, FieldMapping, StandardField};
use super::synonyms::{Meaning, NameMatch};
use crate::entity::EntityType;
use crate::export::TOOL_FIELDS;

/// Scores a column for the field at this place of the assignment. `one_row`: each row is a whole conversation.
pub(super) fn fit(profile: &Profile<'_>, target: usize, one_row: bool) -> Fit {
    let (meanings, weight): (&[Meaning], f64) = match target {
        0 => (&[Meaning::ConversationId], 0.6),
        1 => (&[Meaning::Content], 0.5),
        2 => (&[Meaning::Role, Meaning::Inbound, Meaning::FromAgent], 0.35),
        3 => (&[Meaning::Sender], 0.65),
        4 => (&[Meaning::Timestamp], 0.5),
        _ => (&[Meaning::Status], 0.55),
    };
    let found =
        meanings.iter().filter_map(|m| profile.name.matches(*m)).max_by(|a, b| a.score.total_cmp(&b.score));
    let mut name = found.map_or(0.0, |m| m.score);
    // A name that says something else more exactly says this less.
    if let Some((meaning, other)) = profile.other
        && other.score > name
        && !(target == 3 && is_person(meaning))
    {
        name *= 0.4;
    }
    // Values alone never overrule a name that clearly says something else; role words do.
    if name < 0.3
        && target != 2
        && profile.other.is_some_and(|(m, o)| o.score >= 0.75 && !(target == 3 && is_person(m)))
    {
        return Fit::default();
    }
    // Who wrote is not what is written about, however often it repeats.
    if target == 0 && name < 0.3 && profile.name.matches(Meaning::Sender).is_some_and(|m| m.score >= 0.9) {
        return Fit::default();
    }
    let e = &profile.evidence;
    let (value, why) = if e.filled == 0 {
        (0.3, String::new())
    } else {
        match target {
            0 => conversation(e, one_row, name),
            1 => content(e),
            2 => role(profile, name),
            3 => sender(e, name),
            4 => timestamp(e, name),
            _ => status(e, name),
        }
    };
    if value <= 0.0 {
        return Fit::default();
    }
    let mut score = name * weight + value * (1.0 - weight);
    // Lists of messages are nothing else, whatever they are called.
    if target == 1 && e.transcripts >= 0.8 && e.json >= 0.8 {
        score = score.max(0.65);
    }
    let mut reasons = Vec::new();
    if let Some(NameMatch { phrase, exact, .. }) = found.filter(|_| name > 0.3) {
        let phrase = phrase.trim_start_matches('=');
        reasons.push(if exact {
            format!("name says `{phrase}`")
        } else {
            format!("name is near `{phrase}`")
        });
    }
    if !why.is_empty() {
        reasons.push(why);
    }
    Fit { score, name, value, reasons }
}

fn is_person(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Customer(_) | Meaning::Personal(_))
}

fn is_short(e: &Evidence) -> bool {
    e.length <= 64.0 && e.words <= 3.5 && e.prose < 0.3 && e.json < 0.5
}

fn conversation(e: &Evidence, one_row: bool, name: f64) -> (f64, String) {
    let impossible = !is_short(e)
        || e.dates >= 0.5
        || e.clock >= 0.5
        || e.fill() < 0.5
        || e.urls >= 0.5
        || (e.roles >= 0.8 && e.distinct <= 6)
        || (e.booleans >= 0.9 && e.distinct <= 2 && e.filled > 3)
        || (e.statuses >= 0.6 && e.distinct <= 12)
        || (name < 0.3 && (one_row || e.distinct < 3));
    if impossible {
        return (0.0, String::new());
    }
    // Each message has an id of its own; a bare `id` that never repeats is that.
    if !one_row && e.is_unique() && e.filled > 3 && name < 0.7 {
        return (0.0, String::new());
    }
    let unlike = if e.emails >= 0.5 || e.names >= 0.6 { 0.4 } else { 1.0 };
    let times = format!("values repeat {:.1} times each on average", e.repetition());
    if e.repetition() >= 1.25 {
        let alone = e.distinct == 1 && e.filled >= 6;
        (if alone { 0.6 } else { 1.0 } * unlike, times)
    } else if one_row {
        (0.95 * unlike, "values differ in every row, as each row is a conversation".into())
    } else {
        (if e.filled <= 3 { 0.7 } else { 0.4 } * unlike, "values hardly repeat".into())
    }
}

fn content(e: &Evidence) -> (f64, String) {
    let impossible = e.dates >= 0.5
        || e.epochs >= 0.8
        || e.clock >= 0.5
        || e.integers >= 0.8
        || e.booleans >= 0.8
        || e.urls >= 0.8
        || (e.emails >= 0.8 && e.words < 4.0)
        || (e.roles >= 0.8 && e.words < 3.0)
        || (e.names >= 0.8 && e.distinct * 2 < e.filled);
    if impossible {
        return (0.0, String::new());
    }
    if e.transcripts >= 0.6 {
        return (1.0, "values are whole conversations with their speakers".into());
    }
    if e.json >= 0.5 {
        return (0.15, "values are json".into());
    }
    let mut value = e.prose * 0.7 + (e.length / 40.0).min(1.0) * 0.3;
    if e.filled >= 6 && e.repetition() >= 3.0 {
        value *= 0.5;
    }
    (value.max(0.02), format!("values are {:.0} words long on average", e.words.max(1.0)))
}

fn role(profile: &Profile<'_>, name: f64) -> (f64, String) {
    let e = &profile.evidence;
    let direction = [Meaning::Inbound, Meaning::FromAgent].iter().filter_map(|m| profile.name.matches(*m));
    if e.booleans >= 0.8 && e.distinct <= 3 && direction.map(|m| m.score).fold(0.0, f64::max) >= 0.8 {
        return (0.95, "values are yes or no".into());
    }
    if e.words > 3.0 || e.length > 40.0 {
        return (0.0, String::new());
    }
    if e.role_prefixes >= 0.6 {
        return (if e.both_roles { 0.95 } else { 0.6 }, "values begin with role words".into());
    }
    let few = if e.distinct <= 8 { 1.0 } else { 0.5 };
    if e.roles >= 0.7 && e.both_roles {
        return (few, format!("{} different values, role words of both sides", e.distinct));
    }
    if e.roles >= 0.8 && name >= 0.6 {
        return (0.6 * few, "values are role words of one side".into());
    }
    // A column of codes or names says no role by itself.
    (0.0, String::new())
}

fn sender(e: &Evidence, name: f64) -> (f64, String) {
    let impossible = e.prose >= 0.3
        || e.dates >= 0.5
        || e.json >= 0.5
        || e.urls >= 0.5
        || e.length > 80.0
        || (e.role_prefixes >= 0.6 && e.both_roles)
        || (e.roles >= 0.8 && e.role_prefixes < 0.5 && e.distinct <= 8)
        || (e.booleans >= 0.9 && e.distinct <= 2 && e.filled > 2);
    if impossible {
        return (0.0, String::new());
    }
    let (value, why) = if e.emails >= 0.6 {
        (1.0, "values are e-mail addresses")
    } else if e.names >= 0.5 {
        (0.95, "values look like names")
    } else if e.phones >= 0.6 && e.integers < 0.9 {
        (0.95, "values look like telephone numbers")
    } else if name < 0.35 {
        return (0.0, String::new());
    } else if e.words <= 1.5 {
        (0.85, "values are short and without spaces")
    } else {
        (0.4, "values are short")
    };
    if name < 0.3 {
        return (value * 0.6, why.into());
    }
    (if e.is_unique() && e.filled > 5 { value * 0.9 } else { value }, why.into())
}

fn timestamp(e: &Evidence, name: f64) -> (f64, String) {
    let (value, why) = if e.dates >= 0.8 {
        (1.0, "values are dates or times")
    } else if e.epochs >= 0.8 && name >= 0.5 {
        (0.95, "values are epoch times or serial days")
    } else if e.dates + e.epochs >= 0.5 && name >= 0.5 {
        (0.7, "most values are dates or times")
    } else {
        return (0.0, String::new());
    };
    // The opening of a ticket stands on each of its rows; the time of a message does not.
    let per_ticket = e.filled >= 6 && e.repetition() >= 2.5;
    (if per_ticket { value * 0.8 } else { value }, why.into())
}

fn status(e: &Evidence, name: f64) -> (f64, String) {
    if !is_short(e)
        || e.codes >= 0.6
        || e.dates >= 0.5
        || e.emails >= 0.3
        || (e.roles >= 0.8 && e.statuses < 0.5)
    {
        return (0.0, String::new());
    }
    if e.deliveries >= 0.6 && e.deliveries > e.statuses {
        return (0.0, String::new());
    }
    if e.statuses >= 0.6 {
        return (1.0, "values are words for the state of a ticket".into());
    }
    if name < 0.5 || e.names >= 0.5 {
        return (0.0, String::new());
    }
    if e.booleans >= 0.9 && e.distinct <= 2 {
        return (0.2, "values are yes or no".into());
    }
    if name < 0.9 && e.statuses < 0.3 {
        return (0.0, String::new());
    }
    if e.distinct <= 12 && e.filled >= 2 && e.repetition() >= 1.3 {
        return (if e.statuses >= 0.3 { 0.8 } else { 0.55 }, "few different values".into());
    }
    (0.3, String::new())
}

/// The entity type that most values have.
pub(super) fn entity_by_values(e: &Evidence) -> Option<EntityType> {
    if e.emails >= 0.5 {
        Some(EntityType::EmailAddress)
    } else if e.ips >= 0.6 {
        Some(EntityType::IpAddress)
    } else if e.phones >= 0.6 && e.integers < 0.6 {
        Some(EntityType::PhoneNumber)
    } else if e.names >= 0.6 {
        Some(EntityType::Person)
    } else {
        None
    }
}

/// The entity type of a sender column: by its values, and a person's where the name says that names stand in it (a
/// single `Fatima` does not look like a name by itself).
pub(super) fn entity_of_sender(profile: &Profile<'_>) -> Option<EntityType> {
    const NAMES: [&str; 12] = [
        "name",
        "nom",
        "naam",
        "nick",
        "apodo",
        "apellido",
        "apelido",
        "pseudo",
        "alias",
        "surnom",
        "cognome",
        "soprannome",
    ];
    let e = &profile.evidence;
    let says_name = || match profile.other {
        Some((Meaning::Personal(EntityType::Person) | Meaning::Customer(EntityType::Person), m)) => {
            m.score >= 0.75 && NAMES.iter().any(|stem| m.phrase.contains(stem))
        }
        _ => false,
    };
    let is_name = || e.emails < 0.3 && e.phones < 0.3 && e.integers < 0.3 && says_name();
    entity_by_values(e).or_else(|| is_name().then_some(EntityType::Person))
}

/// A proposal for a column that is no standard field: kept as metadata if useful, and always named if personal.
pub(super) fn leftover(profile: &Profile<'_>) -> FieldMapping {
    let e = &profile.evidence;
    let ignore =
        |confidence, why: &str| blank(profile, StandardField::Ignore, confidence, vec![why.to_owned()]);
    if e.filled == 0 && profile.other.is_none() {
        return ignore(Confidence::High, "no values");
    }
    if let Some(field) = tool_field(profile) {
        // Personal values in it are looked for as in any text; the whole is none.
        let why = "holds what an assistant's tools were asked and answered";
        return blank(profile, field, Confidence::High, vec![why.to_owned()]);
    }
    if let Some((entity_type, why)) = personal(profile) {
        let confidence = if profile.other.is_some() { Confidence::High } else { Confidence::Medium };
        let mut mapping = blank(profile, custom(profile), confidence, vec![why]);
        mapping.is_pii = true;
        mapping.entity_type = entity_type;
        return mapping;
    }
    if e.json >= 0.5 {
        return ignore(Confidence::High, "values are json");
    }
    if e.urls >= 0.6 {
        return ignore(Confidence::High, "values are web addresses");
    }
    let named = |m: &NameMatch| format!("name says `{}`", m.phrase.trim_start_matches('='));
    match profile.other {
        Some((Meaning::Ignore, m)) => {
            ignore(if m.score >= 0.95 { Confidence::High } else { Confidence::Medium }, &named(&m))
        }
        Some((_, m)) => blank(profile, custom(profile), Confidence::Medium, vec![named(&m)]),
        None if e.numbers >= 0.8 => ignore(Confidence::Low, "values are numbers without a known meaning"),
        None if e.dates >= 0.5 || e.clock >= 0.5 => ignore(Confidence::Low, "a further date or time"),
        None if e.length <= 40.0 && e.repetition() >= 1.3 && e.prose < 0.5 => {
            blank(profile, custom(profile), Confidence::Low, vec!["short values that repeat".to_owned()])
        }
        None => ignore(Confidence::Low, "no known meaning"),
    }
}

/// The field that exports take calls of tools from, or the id of the call that a message answers.
fn tool_field(profile: &Profile<'_>) -> Option<StandardField> {
    let last = profile.column.name.rsplit('.').next().unwrap_or_default();
    let name = last.chars().filter(|c| *c != '_').collect::<String>().to_ascii_lowercase();
    let [calls, answered] = TOOL_FIELDS;
    let e = &profile.evidence;
    match name.as_str() {
        "toolcalls" if e.json >= 0.5 => Some(StandardField::Custom(calls.to_owned())),
        "toolcallid" if e.words <= 1.5 => Some(StandardField::Custom(answered.to_owned())),
        _ => None,
    }
}

/// Whether a column is personal, by its name or its values, and of which type.
fn personal(profile: &Profile<'_>) -> Option<(Option<EntityType>, String)> {
    let e = &profile.evidence;
    if e.emails >= 0.5 && e.words < 8.0 {
        return Some((Some(EntityType::EmailAddress), "values are e-mail addresses".into()));
    }
    if e.ips >= 0.6 {
        return Some((Some(EntityType::IpAddress), "values are ip addresses".into()));
    }
    if let Some((Meaning::Personal(entity) | Meaning::Customer(entity), m)) = profile.other {
        // Not the words that a role column or a flag may carry, and not every `…_name` is a person's.
        let bare = m.score < 0.95 && !m.phrase.contains(' ') && entity == EntityType::Person;
        let words = (bare && e.filled > 0 && e.names < 0.5)
            || (e.booleans >= 0.9 && e.distinct <= 2 && e.filled > 2)
            || (e.roles >= 0.8 && e.distinct <= 6);
        if !words {
            let agrees = match entity {
                EntityType::Person => e.filled == 0 || e.integers < 0.5,
                EntityType::EmailAddress => e.filled == 0,
                _ => true,
            };
            let entity = if agrees { Some(entity) } else { entity_by_values(e) };
            return Some((entity, format!("name says `{}`", m.phrase.trim_start_matches('='))));
        }
    }
    // A known name outweighs looks: product names have two capitals too.
    if profile.other.is_some() {
        return None;
    }
    if let Some(m) = profile.name.matches(Meaning::Sender).or_else(|| profile.name.matches(Meaning::Receiver))
        && m.score >= 0.75
        && e.words <= 5.0
        && e.roles < 0.8
        && e.booleans < 0.9
    {
        return Some((entity_by_values(e), format!("name says `{}`", m.phrase.trim_start_matches('='))));
    }
    if e.phones >= 0.8 && e.integers < 0.5 && e.dates < 0.3 && e.numbers < 0.5 {
        return Some((Some(EntityType::PhoneNumber), "values look like telephone numbers".into()));
    }
    if e.names >= 0.8 && e.distinct >= 3 {
        return Some((Some(EntityType::Person), "values look like names".into()));
    }
    None
}

/// `custom_` and the name in `a-z`, `0-9` and `_`.
fn custom(profile: &Profile<'_>) -> StandardField {
    let words = profile
        .name
        .words()
        .iter()
        .map(|w| w.chars().filter(char::is_ascii_alphanumeric).collect::<String>());
    let slug = words.filter(|w| !w.is_empty()).collect::<Vec<_>>().join("_");
    let slug: String = slug.chars().take(64).collect();
    StandardField::Custom(if slug.is_empty() { "field".to_owned() } else { slug })
}
