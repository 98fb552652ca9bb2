//! Which mails belong together: by reference (RFC 5322, section 3.6.4), else by subject and the people in it.

use std::collections::HashMap;
use std::hash::Hash;

use sha2::{Digest, Sha256};

/// Mails remembered; the threads of later ones are found by what they say of themselves.
const REMEMBERED: usize = 2_000_000;

/// A thread or a mail by the head of its hash: what is remembered must stay small.
type Key = u64;

/// The threads of one mailbox.
#[derive(Debug, Default)]
pub(super) struct Threads {
    roots: HashMap<Key, Key>,
    subjects: HashMap<(Key, Key), Key>,
}

/// What a mail says of its thread.
#[derive(Debug, Default)]
pub(super) struct Mail<'a> {
    /// Its own id, without brackets.
    pub(super) id: &'a str,
    /// The mails it answers, the oldest first.
    pub(super) references: Vec<&'a str>,
    /// The thread that the mail program keeps it in.
    pub(super) thread: Option<&'a str>,
    /// Its subject.
    pub(super) subject: &'a str,
    /// The addresses of sender and receivers.
    pub(super) people: Vec<&'a str>,
}

impl Threads {
    /// The thread of a mail as 16 hexadecimal digits: equal over several mailboxes that hold parts of it.
    pub(super) fn of(&mut self, mail: &Mail<'_>) -> String {
        let known = |id: &&&str| self.roots.contains_key(&key(id));
        let root = if let Some(thread) = mail.thread {
            key(thread)
        } else if let Some(known) = mail.references.iter().find(known) {
            self.roots.get(&key(known)).copied().unwrap_or_default()
        } else if let Some(first) = mail.references.first() {
            key(first)
        } else {
            self.by_subject(mail).unwrap_or_else(|| key(mail.id))
        };
        let ids = mail.references.iter().chain(std::iter::once(&mail.id));
        for id in ids.filter(|id| !id.is_empty()) {
            remember(&mut self.roots, key(id), root);
        }
        if let Some(subject) = subject_key(mail) {
            remember(&mut self.subjects, subject, root);
        }
        format!("{root:016x}")
    }

    /// A reply that names no mail joins the thread of its subject between the same people.
    fn by_subject(&self, mail: &Mail<'_>) -> Option<Key> {
        if base_subject(mail.subject) == mail.subject.trim() {
            return None;
        }
        self.subjects.get(&subject_key(mail)?).copied()
    }
}

fn remember<K: Hash + Eq>(known: &mut HashMap<K, Key>, key: K, root: Key) {
    if known.len() < REMEMBERED {
        known.entry(key).or_insert(root);
    }
}

fn subject_key(mail: &Mail<'_>) -> Option<(Key, Key)> {
    let base = base_subject(mail.subject);
    if base.is_empty() || mail.people.is_empty() {
        return None;
    }
    let mut people: Vec<String> = mail.people.iter().map(|p| p.to_lowercase()).collect();
    people.sort();
    people.dedup();
    Some((key(&base.to_lowercase()), key(&people.join(","))))
}

/// The subject without `Re:`, `AW:`, `Fwd:`, `[list]` and the like in front.
fn base_subject(subject: &str) -> &str {
    const PREFIXES: &[&str] = &[
        "re", "aw", "fw", "fwd", "wg", "sv", "vs", "tr", "rv", "res", "enc", "antw", "doorst", "odp", "pd",
        "vb", "rif", "ref", "r", "i",
    ];
    let mut rest = subject.trim();
    loop {
        let Some((head, tail)) = rest.split_once(':') else { return rest };
        let word = head.split('[').next().unwrap_or(head).trim();
        if head.len() > 10 || !PREFIXES.iter().any(|prefix| prefix.eq_ignore_ascii_case(word)) {
            return rest;
        }
        rest = tail.trim_start();
    }
}

fn key(text: &str) -> Key {
    let digest = Sha256::digest(text.trim().as_bytes());
    let head: [u8; 8] = std::array::from_fn(|at| digest.get(at).copied().unwrap_or(0));
    Key::from_be_bytes(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_join_their_thread_in_any_order() {
        let mut threads = Threads::default();
        let mut of = |id: &'static str, references: &[&'static str], subject: &'static str| {
            let people = vec!["a@example.com", "b@example.com"];
            threads.of(&Mail { id, references: references.to_vec(), subject, people, thread: None })
        };
        let first = of("2@x", &["1@x"], "Re: Order");
        assert_eq!(of("1@x", &[], "Order"), first);
        assert_eq!(of("3@x", &["9@x", "2@x"], "Something else"), first);
        assert_eq!(of("4@x", &[], "AW: order"), first);
        assert_ne!(of("5@x", &[], "Order"), first);
        assert_eq!(of("6@x", &["9@x"], ""), first);
    }

    #[test]
    fn subjects_without_prefixes() {
        assert_eq!(base_subject("Re: AW: [2] Fwd: Hello: you"), "[2] Fwd: Hello: you");
        assert_eq!(base_subject("RE[3]: fw: Hello"), "Hello");
        assert_eq!(base_subject("Order: new"), "Order: new");
    }
}
