//! What a column's values say about its meaning, counted over the sample.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::fold;
use super::known::{looks_like_email, looks_like_name, looks_like_phone};
use super::message_list;
use super::role::role_of;
use super::timestamp;
use super::transcript;
use super::transform::looks_like_html;
use crate::conversation::SenderRole;
use crate::record::Column;

/// Rows looked at; more say nothing new.
const ROWS: usize = 500;

/// Counts over one column. Shares are of the filled values, 0.0 to 1.0.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// Rows with a value.
    pub filled: usize,
    /// Rows looked at.
    pub rows: usize,
    /// Different values.
    pub distinct: usize,
    /// Characters per value.
    pub length: f64,
    /// Words per value.
    pub words: f64,
    /// Values that read like something said: several words, or a few with a sentence's mark.
    pub prose: f64,
    /// Values that are dates or times with a date.
    pub dates: f64,
    /// Values that are nothing but digits and could be an epoch, a serial day or a compact date.
    pub epochs: f64,
    /// Values that are a time of day alone.
    pub clock: f64,
    /// Values with an `@` address in them.
    pub emails: f64,
    /// Values shaped like telephone numbers.
    pub phones: f64,
    /// Values shaped like names.
    pub names: f64,
    /// Web addresses.
    pub urls: f64,
    /// IPv4 addresses.
    pub ips: f64,
    /// Objects and arrays.
    pub json: f64,
    /// Whole numbers.
    pub integers: f64,
    /// Numbers with or without a fraction.
    pub numbers: f64,
    /// `true`, `no`, `0` and the like.
    pub booleans: f64,
    /// Role words.
    pub roles: f64,
    /// Whether both customer and agent words were seen.
    pub both_roles: bool,
    /// Role words with something after them: `agent:17`.
    pub role_prefixes: f64,
    /// Words for the state of a ticket.
    pub statuses: f64,
    /// Words for the fate of a single message.
    pub deliveries: f64,
    /// HTML.
    pub html: f64,
    /// Whole conversations.
    pub transcripts: f64,
    /// Two letters: countries, federal states.
    pub codes: f64,
}

impl Evidence {
    /// Counts over a column's sample.
    pub fn of(column: &Column) -> Evidence {
        let mut e = Evidence { rows: column.values.len().min(ROWS), ..Evidence::default() };
        let mut distinct: BTreeSet<&str> = BTreeSet::new();
        let (mut customer, mut agent) = (false, false);
        for value in column.values.iter().take(ROWS).map(|v| v.trim()).filter(|v| !v.is_empty()) {
            e.filled += 1;
            distinct.insert(value);
            let words = value.split_whitespace().count();
            let characters = value.chars().take(4000).count();
            e.length += characters as f64;
            e.words += words as f64;
            let count = |share: &mut f64, holds: bool| *share += f64::from(u8::from(holds));
            let is_date = value.len() <= 64 && timestamp::parse(value, 0).is_some();
            let digits = value.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            count(&mut e.dates, is_date && !digits);
            count(&mut e.epochs, is_date && digits);
            count(&mut e.clock, !is_date && is_clock(value));
            count(&mut e.prose, !is_date && is_prose(value, words, characters));
            count(&mut e.emails, value.len() <= 200 && holds_email(value));
            count(&mut e.phones, looks_like_phone(value));
            count(&mut e.names, looks_like_name(value));
            count(&mut e.urls, value.starts_with("http://") || value.starts_with("https://"));
            count(&mut e.ips, is_ip(value));
            count(&mut e.json, is_json(value));
            count(&mut e.integers, value.bytes().all(|b| b.is_ascii_digit()));
            count(&mut e.numbers, value.parse::<f64>().is_ok());
            count(&mut e.booleans, is_boolean(value));
            let short = (value.len() <= 24).then(|| fold(value));
            let within = |list: &[&str]| short.as_deref().is_some_and(|word| list.contains(&word));
            count(&mut e.statuses, within(STATUSES));
            count(&mut e.deliveries, within(DELIVERIES));
            count(&mut e.codes, value.len() == 2 && value.bytes().all(|b| b.is_ascii_alphabetic()));
            let role = if value.len() <= 40 && !value.contains('@') { role_of(value) } else { None };
            customer |= role == Some(SenderRole::Customer);
            agent |= role == Some(SenderRole::Agent);
            count(&mut e.roles, role.is_some());
            let prefix = value
                .split_once([':', '/', '|', '#'])
                .is_some_and(|(h, t)| !t.is_empty() && role_of(h).is_some());
            count(&mut e.role_prefixes, prefix && value.len() <= 80 && words <= 3);
            count(&mut e.html, looks_like_html(value));
            if e.filled <= 20 {
                let is_list = || {
                    let list = message_list::parse(value, 0).unwrap_or_default();
                    list.iter().any(|said| said.role.is_some())
                };
                let is_transcript = match message_list::looks_like_one(value) {
                    true => is_list(),
                    false => transcript::split(value, 0, |_| None).turns.len() >= 2 && characters > 20,
                };
                count(&mut e.transcripts, is_transcript);
            }
        }
        e.distinct = distinct.len();
        e.both_roles = customer && agent;
        let filled = e.filled.max(1) as f64;
        let checked = e.filled.clamp(1, 20) as f64;
        e.transcripts /= checked;
        for share in [
            &mut e.length,
            &mut e.words,
            &mut e.prose,
            &mut e.dates,
            &mut e.epochs,
            &mut e.clock,
            &mut e.emails,
            &mut e.phones,
            &mut e.names,
            &mut e.urls,
            &mut e.ips,
            &mut e.json,
            &mut e.integers,
            &mut e.numbers,
            &mut e.booleans,
            &mut e.roles,
            &mut e.role_prefixes,
            &mut e.statuses,
            &mut e.deliveries,
            &mut e.html,
            &mut e.codes,
        ] {
            *share /= filled;
        }
        e
    }

    /// How often each value stands in the sample on average.
    pub fn repetition(&self) -> f64 {
        self.filled as f64 / self.distinct.max(1) as f64
    }

    /// The share of rows with a value.
    pub fn fill(&self) -> f64 {
        self.filled as f64 / self.rows.max(1) as f64
    }

    /// Whether no value stands twice.
    pub fn is_unique(&self) -> bool {
        self.filled > 1 && self.distinct == self.filled
    }
}

/// The share of values of `key` that stand beside both roles: such a column names the customer on every row, whoever
/// speaks.
pub(super) fn spans_roles(key: &Column, role: &Column, role_of: impl Fn(&str) -> Option<SenderRole>) -> f64 {
    let mut seen: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
    for (key, role) in key.values.iter().zip(&role.values).take(ROWS) {
        if key.is_empty() {
            continue;
        }
        let entry = seen.entry(key.trim()).or_default();
        match role_of(role) {
            Some(SenderRole::Customer) => entry.0 = true,
            Some(SenderRole::Agent) => entry.1 = true,
            _ => {}
        }
    }
    let both = seen.values().filter(|(customer, agent)| *customer && *agent).count();
    both as f64 / seen.len().max(1) as f64
}

fn is_prose(value: &str, words: usize, characters: usize) -> bool {
    let sentence =
        value.ends_with(['.', '?', '!', '…', '。', '？', '！', ':', ')']) || value.contains(['?', '!']);
    let unspaced = characters >= 6 && value.chars().filter(|c| *c >= '\u{2e80}').count() * 2 > characters;
    !is_json(value) && (words >= 4 || (words >= 2 && sentence) || unspaced)
}

fn is_clock(value: &str) -> bool {
    // A date in front makes a whole time of it.
    value.len() <= 16 && value.contains([':', '.', 'h']) && {
        let mut text = String::from("2024-05-21 ");
        text.push_str(value);
        timestamp::parse(&text, 0).is_some()
    }
}

fn holds_email(value: &str) -> bool {
    value.split([' ', '<', '>', ',', ';']).any(looks_like_email) && value.split_whitespace().count() <= 6
}

fn is_ip(value: &str) -> bool {
    value.parse::<std::net::IpAddr>().is_ok()
}

fn is_json(value: &str) -> bool {
    (value.starts_with('{') && value.ends_with('}'))
        || (value.starts_with('[') && value.ends_with(']') && value.contains(['"', '{', ',']))
}

fn is_boolean(value: &str) -> bool {
    const WORDS: &[&str] = &[
        "true",
        "false",
        "yes",
        "no",
        "y",
        "n",
        "t",
        "f",
        "0",
        "1",
        "ja",
        "nein",
        "oui",
        "non",
        "si",
        "sim",
        "nao",
        "nee",
        "wahr",
        "falsch",
        "vrai",
        "faux",
        "verdadero",
        "falso",
        "vero",
    ];
    value.len() <= 10 && WORDS.contains(&fold(value).as_str())
}

const STATUSES: &[&str] = &[
    "open",
    "closed",
    "new",
    "pending",
    "solved",
    "resolved",
    "on hold",
    "hold",
    "waiting",
    "in progress",
    "done",
    "active",
    "archived",
    "unresolved",
    "reopened",
    "escalated",
    "cancelled",
    "canceled",
    "completed",
    "unassigned",
    "assigned",
    "snoozed",
    "spam",
    "deleted",
    "todo",
    "awaiting reply",
    "waiting on customer",
    "waiting on agent",
    "offen",
    "geschlossen",
    "neu",
    "gelost",
    "erledigt",
    "wartend",
    "in bearbeitung",
    "abgeschlossen",
    "ouvert",
    "ferme",
    "nouveau",
    "resolu",
    "en attente",
    "en cours",
    "termine",
    "clos",
    "abierto",
    "cerrado",
    "nuevo",
    "resuelto",
    "pendiente",
    "en curso",
    "en proceso",
    "aberto",
    "fechado",
    "novo",
    "resolvido",
    "pendente",
    "em andamento",
    "concluido",
    "aperto",
    "chiuso",
    "nuovo",
    "risolto",
    "in attesa",
    "in corso",
    "openstaand",
    "gesloten",
    "nieuw",
    "opgelost",
    "in behandeling",
    "wacht",
    "afgesloten",
    "afgerond",
    "success",
    "failed",
];

const DELIVERIES: &[&str] = &[
    "sent",
    "delivered",
    "read",
    "seen",
    "failed",
    "queued",
    "bounced",
    "undelivered",
    "received",
    "sending",
    "opened",
    "clicked",
    "scheduled",
    "draft",
    "zugestellt",
    "gesendet",
    "gelesen",
    "envoye",
    "livre",
    "lu",
    "enviado",
    "entregado",
    "entregue",
    "leido",
    "lido",
    "inviato",
    "consegnato",
    "letto",
    "verzonden",
    "afgeleverd",
    "gelezen",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::ColumnType;

    fn of(values: &[&str]) -> Evidence {
        let values = values.iter().map(|v| (*v).to_owned()).collect();
        Evidence::of(&Column { name: "x".into(), column_type: ColumnType::Text, values })
    }

    #[test]
    fn counts_what_values_look_like() {
        let e = of(&["customer", "agent", "customer", ""]);
        assert!(e.both_roles && e.roles == 1.0 && e.distinct == 2 && e.filled == 3);
        assert_eq!(of(&["2024-05-01", "1 May 2024"]).dates, 1.0);
        assert_eq!(of(&["09:30", "1:30 PM"]).clock, 1.0);
        assert_eq!(of(&["Hello, how are you?", "ok"]).prose, 0.5);
        assert_eq!(of(&["Anna <anna@example.com>", "bob@example.org"]).emails, 1.0);
        assert_eq!(of(&["agent:17", "customer:4"]).role_prefixes, 1.0);
        assert_eq!(of(&["Agent: Hi there Customer: Hello, my order is late"]).transcripts, 1.0);
        assert_eq!(of(&["a", "a", "b", "b"]).repetition(), 2.0);
    }
}
