//! What one row holds, who speaks where no word says it, and how rows without an id form conversations.

use std::collections::BTreeMap;

use super::detect::Profile;
use super::evidence::spans_roles;
use super::field::{ConversationRule, InternalNotes, TransformRule, TransformRules};
use super::role::{NO, YES, role_of, yes_or_no};
use super::synonyms::Meaning;
use crate::conversation::SenderRole;

/// Pause after which the same customer starts a new conversation: a day, as mail is answered within one.
const GAP_MINUTES: u32 = 24 * 60;

/// A question column and its answer column.
pub(super) struct Pair {
    pub question: usize,
    pub answer: usize,
    /// Both names together, 0.0 to 1.0.
    pub score: f64,
}

/// Finds two columns of prose whose names say question and answer, unless a column of role words makes each row one
/// message.
pub(super) fn question_and_answer(profiles: &[Profile<'_>]) -> Option<Pair> {
    if profiles.iter().any(|p| p.evidence.roles >= 0.8 && p.evidence.both_roles && p.evidence.words < 3.0) {
        return None;
    }
    let says = |p: &Profile<'_>, meaning| p.name.matches(meaning).map_or(0.0, |m| m.score);
    let spoken = |p: &Profile<'_>| {
        p.evidence.filled == 0
            || (p.evidence.prose >= 0.4 && p.evidence.transcripts < 0.5 && p.evidence.json < 0.5)
    };
    let mut best: Option<Pair> = None;
    for (question, q) in profiles.iter().enumerate() {
        let asks = says(q, Meaning::Question);
        if asks < 0.6 || !spoken(q) {
            continue;
        }
        for (answer, a) in profiles.iter().enumerate() {
            let answers = says(a, Meaning::Answer);
            if answer == question || answers < 0.6 || !spoken(a) || answers < says(a, Meaning::Question) {
                continue;
            }
            let score = (asks + answers) / 2.0;
            if best.as_ref().is_none_or(|b| score > b.score) {
                best = Some(Pair { question, answer, score });
            }
        }
    }
    best.filter(|pair| {
        // `body` and `reply` beside each other are only a pair if nothing else says so.
        pair.score >= 0.7
    })
}

/// The domain of the support team, where one stands in nearly every exchange: on one side of from and to, or as the
/// one big sender among many.
pub(super) fn support_domain(sender: &Profile<'_>, receiver: Option<&Profile<'_>>) -> Option<String> {
    let from: Vec<Option<String>> = sender.column.values.iter().map(|v| domain(v)).collect();
    let rows = from.iter().flatten().count();
    if rows < 2 {
        return None;
    }
    let mut sends: BTreeMap<&str, usize> = BTreeMap::new();
    for domain in from.iter().flatten() {
        *sends.entry(domain).or_default() += 1;
    }
    let candidates = || sends.iter().filter(|(domain, _)| !FREE_MAIL.contains(domain));
    if let Some(receiver) = receiver {
        let to: Vec<Option<String>> = receiver.column.values.iter().map(|v| domain(v)).collect();
        let one_side = |wanted: &str| {
            let exchanges = from
                .iter()
                .zip(&to)
                .filter(|(f, t)| (f.as_deref() == Some(wanted)) != (t.as_deref() == Some(wanted)));
            exchanges.count()
        };
        let best =
            candidates().map(|(d, n)| (one_side(d), *n, *d)).max_by(|a, b| a.0.cmp(&b.0).then(b.2.cmp(a.2)));
        if let Some((exchanges, sent, domain)) = best
            && exchanges * 10 >= rows * 8
            && sent < rows
        {
            return Some(domain.to_owned());
        }
    }
    let (domain, count) =
        candidates().map(|(d, n)| (*d, *n)).max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)))?;
    let second = candidates().filter(|(d, _)| **d != domain).map(|(_, n)| *n).max().unwrap_or(0);
    let others = sends.len() > 1;
    (others && count * 5 >= rows && count < rows && count >= second * 2).then(|| domain.to_owned())
}

/// Large public mailbox providers, which are never a support team's own domain.
const FREE_MAIL: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "yahoo.com",
    "hotmail.com",
    "outlook.com",
    "live.com",
    "icloud.com",
    "aol.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "t-online.de",
    "orange.fr",
    "free.fr",
    "libero.it",
    "mail.ru",
    "proton.me",
    "protonmail.com",
    "me.com",
    "msn.com",
    "yahoo.fr",
    "yahoo.es",
    "ziggo.nl",
    "uol.com.br",
];

fn domain(value: &str) -> Option<String> {
    let (_, host) = value.rsplit_once('@')?;
    let end =
        host.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(host.len());
    let host = host.get(..end)?.to_lowercase();
    host.contains('.').then_some(host)
}

/// The column that names the customer on every row: by its name, and because the sender equals it in some rows and
/// does not in others.
pub(super) fn customer_column(sender: &Profile<'_>, profiles: &[Profile<'_>]) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for (at, profile) in profiles.iter().enumerate() {
        let named = matches!(profile.other, Some((Meaning::Customer(_), m)) if m.score >= 0.75);
        if !named || profile.column.name == sender.column.name || profile.evidence.fill() < 0.8 {
            continue;
        }
        let rows =
            || sender.column.values.iter().zip(&profile.column.values).map(|(s, c)| (s.trim(), c.trim()));
        let filled = rows().filter(|(s, c)| !s.is_empty() && !c.is_empty()).count();
        let equal = rows().filter(|(s, c)| !s.is_empty() && s.eq_ignore_ascii_case(c)).count();
        // Customers write something between a twentieth and all but one of the messages.
        if equal > 0 && equal < filled && equal * 20 >= filled && best.is_none_or(|(most, _)| equal > most) {
            best = Some((equal, at));
        }
    }
    best.map(|(_, at)| at)
}

/// The yes-or-no column that tells notes of the team from messages. It stands beside the text, in the same nested
/// array if that does: what is said of a whole ticket (`is_public`) says nothing of each message.
pub(super) fn internal_notes(content: &Profile<'_>, profiles: &[Profile<'_>]) -> Option<InternalNotes> {
    let array =
        |profile: &Profile<'_>| profile.column.name.split_once('.').map(|(array, _)| array.to_owned());
    profiles.iter().filter(|profile| array(profile) == array(content)).find_map(|profile| {
        let says = |meaning| profile.name.matches(meaning).is_some_and(|m| m.score >= 0.95);
        let when = match (says(Meaning::Private), says(Meaning::Public)) {
            (true, _) => true,
            (_, true) => false,
            _ => return None,
        };
        let field = profile.column.name.clone();
        (profile.evidence.booleans >= 0.9).then_some(InternalNotes { field, when, values: Vec::new() })
    })
}

/// How rows without a conversation id are put together.
pub(super) struct Grouping {
    pub rule: ConversationRule,
    /// The column that names the customer on every row, to be mapped as `sender_id`.
    pub key: Option<usize>,
    /// What is doubtful about it.
    pub doubt: Option<&'static str>,
}

/// Finds the column that names the customer on every row, whoever speaks; without one the whole input is one
/// conversation if few people speak in it, else each row is.
pub(super) fn grouping(profiles: &[Profile<'_>], role: Option<usize>, sender: Option<usize>) -> Grouping {
    let by_sender = ConversationRule::SenderGap { gap_minutes: GAP_MINUTES };
    let is_key = |p: &Profile<'_>| {
        let e = &p.evidence;
        e.fill() >= 0.8
            && e.repetition() >= 1.5
            && e.distinct >= 2
            && e.words <= 4.0
            && e.dates < 0.5
            && e.prose < 0.3
    };
    let role_column = role.and_then(|at| profiles.get(at));
    let mut best: Option<(f64, usize)> = None;
    for (at, profile) in profiles.iter().enumerate().filter(|(at, p)| Some(*at) != role && is_key(p)) {
        let named = match profile.other {
            Some((Meaning::Customer(_), m)) => m.score,
            Some((Meaning::Personal(_), m)) => m.score * 0.4,
            _ if Some(at) == sender => 0.4,
            _ => continue,
        };
        let spans = role_column.map_or(0.0, |role| {
            spans_roles(profile.column, role.column, |v| role_of(v).or_else(|| boolean(v)))
        });
        let score = named + spans;
        if score >= 0.85 && best.is_none_or(|(b, _)| score > b) {
            best = Some((score, at));
        }
    }
    if let Some((_, key)) = best {
        return Grouping { rule: by_sender, key: Some(key), doubt: None };
    }
    let speakers = sender.and_then(|at| profiles.get(at)).map(|p| p.evidence.distinct);
    if speakers.is_some_and(|n| n <= 3) {
        let doubt = "no conversation id: the whole input is taken for one conversation";
        return Grouping { rule: ConversationRule::File, key: None, doubt: Some(doubt) };
    }
    let doubt = "no conversation id, and no column names the customer on every row: each row is taken for a conversation";
    Grouping { rule: ConversationRule::Row, key: None, doubt: Some(doubt) }
}

/// Any role will do to tell the two sides of a yes-or-no column apart.
fn boolean(value: &str) -> Option<SenderRole> {
    yes_or_no(value).map(|yes| if yes { SenderRole::Customer } else { SenderRole::Agent })
}

/// The `map_values` transform of a yes-or-no column.
pub(super) fn direction_rule(yes: SenderRole) -> TransformRules {
    let no = if yes == SenderRole::Customer { SenderRole::Agent } else { SenderRole::Customer };
    let mut values = serde_json::Map::new();
    for (words, role) in [(YES, yes), (NO, no)] {
        values.extend(words.iter().map(|word| ((*word).to_owned(), role.as_str().into())));
    }
    rule("map_values", [("values", values.into())])
}

/// One rule with its parameters.
pub(super) fn rule<const N: usize>(kind: &str, params: [(&str, serde_json::Value); N]) -> TransformRules {
    let params = params.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    TransformRules::One(TransformRule { kind: kind.to_owned(), params })
}
