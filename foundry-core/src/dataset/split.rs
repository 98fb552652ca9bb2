//! Parts for training, validation and test that share no conversation, no customer and no near duplicates, by a keyed
//! hash: a customer stays in their part however the data grows.
//!
//! Where customers are named, their hash alone decides; a conversation that is nearly the same as an earlier one of
//! another part is left out (`split_conflict`), as it would teach what the other part asks. Where they are not named,
//! the first conversation of a cluster of near duplicates decides by the hash of its id, and the others follow it; one
//! that joins two clusters of different parts fits in none and is left out. Data that is added behind what was there
//! moves nothing. Data put before it may: the first of a cluster is then another one. And nearness is not transitive:
//! two conversations of one cluster need not be near each other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::conversation::{Conversation, SenderRole};
use crate::error::{Error, ErrorKind, Result};

/// Shares of validation and test data; the rest is for training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SplitSettings {
    /// The share of validation data, from 0 to 1.
    pub validation: f64,
    /// The share of test data, from 0 to 1.
    pub test: f64,
    /// What keys the hash: the same word gives the same parts, another word others.
    pub seed: String,
    /// Whether near duplicates (see `filterSettings.minSimilarity`) are kept in one part.
    pub near_duplicates_together: bool,
}

impl Default for SplitSettings {
    fn default() -> SplitSettings {
        SplitSettings { validation: 0.1, test: 0.0, seed: "foundry".into(), near_duplicates_together: true }
    }
}

/// A part of a data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    /// What is learned from.
    Train,
    /// What is looked at while training.
    Validation,
    /// What is kept for the end.
    Test,
}

impl Split {
    /// Every part, in order.
    pub const ALL: [Split; 3] = [Split::Train, Split::Validation, Split::Test];

    /// The name on the wire, and of the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Split::Train => "train",
            Split::Validation => "validation",
            Split::Test => "test",
        }
    }

    fn bit(self) -> u8 {
        match self {
            Split::Train => 1,
            Split::Validation => 2,
            Split::Test => 4,
        }
    }
}

/// What decides about one conversation: the hash of its id and those of its customers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SplitUnit {
    /// The keyed hash of the conversation's id.
    pub conversation: u64,
    /// The keyed hashes of the customers that speak in it, sorted; empty where the source names none.
    pub customers: Vec<u64>,
    /// The number of its cluster of near duplicates, once it was compared with the others.
    pub cluster: Option<u64>,
}

/// The settings made ready.
#[derive(Clone)]
pub struct Splitter {
    mac: Hmac<Sha256>,
    /// Hashes below the first are test data, below the second validation data.
    bounds: [u64; 2],
}

impl Splitter {
    /// Checks the settings. `key` is the secret of the run (`piiSettings.hashKey`), if it has one: without it, whoever
    /// knows the seed can tell the hash of an id they guess.
    pub fn new(settings: &SplitSettings, key: Option<&str>) -> Result<Splitter> {
        let share = |name: &str, value: f64| {
            if (0.0..=1.0).contains(&value) {
                return Ok(value);
            }
            Err(Error::new(ErrorKind::Config, "must lie between 0 and 1")
                .at_path(format!("exportConfig.split.{name}"))
                .with_hint("a tenth is written 0.1"))
        };
        let test = share("test", settings.test)?;
        let upper = test + share("validation", settings.validation)?;
        if upper >= 1.0 {
            return Err(Error::new(ErrorKind::Config, "validation and test leave nothing to train on")
                .at_path("exportConfig.split")
                .with_hint("let the two shares sum to less than 1"));
        }
        // Thresholds on the upper 53 bits, which an f64 holds exactly.
        let bound = |share: f64| ((share * (1u64 << 53) as f64) as u64) << 11;
        let mut mac: Hmac<Sha256> = Hmac::new_from_slice(settings.seed.as_bytes()).map_err(|_| {
            Error::new(ErrorKind::Config, "the seed is no key").at_path("exportConfig.split.seed")
        })?;
        if let Some(key) = key {
            mac.update(key.as_bytes());
            mac.update(&[0]);
        }
        Ok(Splitter { mac, bounds: [bound(test), bound(upper)] })
    }

    /// The hashes that decide about a conversation as the source has it, before it is de-identified.
    pub fn unit(&self, conversation: &Conversation<'_>) -> SplitUnit {
        let by_customer = conversation.messages.iter().filter(|m| m.role == SenderRole::Customer);
        let names: BTreeSet<&str> =
            by_customer.filter_map(|m| m.sender_id.as_deref()).filter(|id| !id.trim().is_empty()).collect();
        let mut customers: Vec<u64> =
            names.into_iter().map(|name| self.hash("customer", &normal_form(name))).collect();
        customers.sort_unstable();
        customers.dedup();
        SplitUnit { conversation: self.hash("conversation", &conversation.id), customers, cluster: None }
    }

    /// The part of a conversation; `None` where its customers belong to different parts, so that it fits in none.
    pub fn split(&self, unit: &SplitUnit) -> Option<Split> {
        let Some((first, rest)) = unit.customers.split_first() else {
            return Some(self.part(unit.conversation));
        };
        let part = self.part(*first);
        rest.iter().all(|other| self.part(*other) == part).then_some(part)
    }

    fn part(&self, hash: u64) -> Split {
        match self.bounds {
            [test, _] if hash < test => Split::Test,
            [_, validation] if hash < validation => Split::Validation,
            _ => Split::Train,
        }
    }

    fn hash(&self, kind: &str, value: &str) -> u64 {
        let mut mac = self.mac.clone();
        mac.update(kind.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        let digest = mac.finalize().into_bytes();
        digest.first_chunk::<8>().map_or(0, |head| u64::from_be_bytes(*head))
    }
}

/// One customer however their id is written: without case and outer or repeated spaces.
fn normal_form(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What was written of each part, and the proof that nothing crosses. Equal only if nothing does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SplitReport {
    /// By part.
    pub parts: BTreeMap<String, SplitPart>,
    /// Conversations with examples in more than one part: 0.
    pub crossing_conversations: u64,
    /// Customers with examples in more than one part: 0.
    pub crossing_customers: u64,
    /// Clusters of near duplicates with examples in more than one part: 0.
    #[serde(default)]
    pub crossing_clusters: u64,
    /// Examples of validation or test data that are, byte for byte, in another part too: repeated chats that filters
    /// for duplicates remove.
    pub crossing_examples: u64,
    /// Whether the source names its customers; without them parts are kept apart by conversation alone.
    pub customers_known: bool,
    /// Whether near duplicates were looked for; without that the parts may hold what is nearly the same.
    #[serde(default)]
    pub clusters_known: bool,
}

/// One part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SplitPart {
    /// Conversations with at least one example.
    pub conversations: u64,
    /// Customers that speak in them.
    pub customers: u64,
    /// Clusters of near duplicates they form.
    #[serde(default)]
    pub clusters: u64,
    /// Examples.
    pub examples: u64,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the part, in hex.
    pub sha256: String,
}

/// Looks at what is written and finds what crosses. Holds a number and a mark for each conversation, customer, cluster
/// and example.
#[derive(Default)]
pub struct SplitProof {
    conversations: HashMap<u64, u8>,
    customers: HashMap<u64, u8>,
    clusters: HashMap<u64, u8>,
    examples: HashMap<u64, u8>,
    counts: BTreeMap<Split, u64>,
}

impl SplitProof {
    /// Takes one written example: whose it is, where it went, and the hash of its bytes.
    pub fn take(&mut self, unit: &SplitUnit, split: Split, example: u64) {
        *self.conversations.entry(unit.conversation).or_default() |= split.bit();
        for customer in &unit.customers {
            *self.customers.entry(*customer).or_default() |= split.bit();
        }
        if let Some(cluster) = unit.cluster {
            *self.clusters.entry(cluster).or_default() |= split.bit();
        }
        *self.examples.entry(example).or_default() |= split.bit();
        *self.counts.entry(split).or_default() += 1;
    }

    /// The report; `sizes` gives bytes and SHA-256 by part.
    pub fn report(&self, sizes: impl Fn(Split) -> Option<(u64, String)>) -> SplitReport {
        let crossing =
            |marks: &HashMap<u64, u8>| marks.values().filter(|m| m.count_ones() > 1).count() as u64;
        let of = |marks: &HashMap<u64, u8>, split: Split| {
            marks.values().filter(|mark| **mark & split.bit() != 0).count() as u64
        };
        let part = |split: Split| {
            let (bytes, sha256) = sizes(split)?;
            let part = SplitPart {
                conversations: of(&self.conversations, split),
                customers: of(&self.customers, split),
                clusters: of(&self.clusters, split),
                examples: self.counts.get(&split).copied().unwrap_or_default(),
                bytes,
                sha256,
            };
            Some((split.as_str().to_owned(), part))
        };
        SplitReport {
            parts: Split::ALL.into_iter().filter_map(part).collect(),
            crossing_conversations: crossing(&self.conversations),
            crossing_customers: crossing(&self.customers),
            crossing_clusters: crossing(&self.clusters),
            crossing_examples: crossing(&self.examples),
            customers_known: !self.customers.is_empty(),
            clusters_known: !self.clusters.is_empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::Message;

    fn conversation(id: &str, customers: &[&str]) -> Conversation<'static> {
        Conversation {
            id: id.to_owned().into(),
            status: None,
            messages: customers
                .iter()
                .map(|sender| Message {
                    role: SenderRole::Customer,
                    content: "text".into(),
                    sender_id: (!sender.is_empty()).then(|| (*sender).to_owned().into()),
                    timestamp: None,
                    custom: Vec::new(),
                })
                .collect(),
            known_values: Vec::new(),
            first_row: 1,
        }
    }

    fn splitter(validation: f64, test: f64) -> Splitter {
        Splitter::new(&SplitSettings { validation, test, ..SplitSettings::default() }, None).unwrap()
    }

    #[test]
    fn a_customer_stays_in_one_part_however_written() {
        let splitter = splitter(0.3, 0.2);
        for number in 0..200 {
            let name = format!("Customer {number}");
            let first = splitter.unit(&conversation("a", &[&name]));
            let second = splitter.unit(&conversation("b", &[&format!("  customer   {number} ")]));
            assert_eq!(first.customers, second.customers);
            assert_eq!(splitter.split(&first), splitter.split(&second));
        }
    }

    #[test]
    fn shares_are_near_what_was_asked_for_and_grow_without_moving_anybody() {
        let (small, large) = (splitter(0.1, 0.1), splitter(0.2, 0.1));
        let mut counts = BTreeMap::new();
        for number in 0..10_000 {
            let unit = small.unit(&conversation(&format!("c{number}"), &[""]));
            let part = small.split(&unit).unwrap();
            *counts.entry(part).or_insert(0) += 1;
            // A larger share takes from the training data alone.
            if part != Split::Train {
                assert_eq!(large.split(&unit), Some(part));
            }
        }
        for split in [Split::Validation, Split::Test] {
            assert!((900..1_100).contains(&counts[&split]), "{counts:?}");
        }
    }

    #[test]
    fn a_conversation_of_two_parts_fits_in_none() {
        let splitter = splitter(0.5, 0.0);
        let names: Vec<String> = (0..50).map(|n| format!("n{n}")).collect();
        let part = |name: &str| splitter.split(&splitter.unit(&conversation("x", &[name]))).unwrap();
        let train = names.iter().find(|n| part(n) == Split::Train).unwrap();
        let validation = names.iter().find(|n| part(n) == Split::Validation).unwrap();
        let both = splitter.unit(&conversation("x", &[train, validation]));
        assert_eq!(splitter.split(&both), None);
    }

    #[test]
    fn the_proof_counts_what_crosses() {
        let mut proof = SplitProof::default();
        let unit = |conversation, customer| SplitUnit {
            conversation,
            customers: vec![customer],
            cluster: Some(conversation),
        };
        proof.take(&unit(1, 10), Split::Train, 100);
        proof.take(&unit(1, 10), Split::Train, 101);
        proof.take(&unit(2, 11), Split::Validation, 102);
        let size = |_| Some((1, String::new()));
        let report = proof.report(size);
        assert_eq!(
            (report.crossing_conversations, report.crossing_customers, report.crossing_examples),
            (0, 0, 0)
        );
        assert_eq!(report.parts["train"].examples, 2);
        assert_eq!(report.parts["train"].conversations, 1);
        proof.take(&unit(2, 11), Split::Train, 102);
        let report = proof.report(size);
        assert_eq!(
            (report.crossing_conversations, report.crossing_customers, report.crossing_examples),
            (1, 1, 1)
        );
        assert_eq!((report.crossing_clusters, report.clusters_known), (1, true));
    }

    #[test]
    fn a_key_gives_other_hashes() {
        let settings = SplitSettings::default();
        let unit = |key| Splitter::new(&settings, key).unwrap().unit(&conversation("a", &["x"]));
        assert_eq!(unit(Some("k")), unit(Some("k")));
        assert_ne!(unit(Some("k")), unit(Some("l")));
        assert_ne!(unit(Some("k")), unit(None));
    }

    #[test]
    fn wrong_shares_are_refused() {
        for (validation, test) in [(-0.1, 0.0), (0.0, 1.5), (0.5, 0.5), (f64::NAN, 0.0)] {
            let settings = SplitSettings { validation, test, ..SplitSettings::default() };
            assert!(Splitter::new(&settings, None).is_err_and(|e| e.kind() == ErrorKind::Config));
        }
    }
}
