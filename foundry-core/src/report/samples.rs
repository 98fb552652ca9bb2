//! A few conversations to look at, chosen by a hash of their place, so that the same data show the same ones.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::conversation::{Conversation, SenderRole};
use crate::deid::DeidentifiedConversation;

/// A sample shows so many messages, and so many characters of each.
const MAX_MESSAGES: usize = 8;
const MAX_CHARACTERS: usize = 700;

/// One conversation as it was written or would have been. `Debug` never shows what it says.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sample {
    /// The number of its input, from 0.
    pub input: u64,
    /// The row of its first message; 0 where the input has none.
    pub row: u64,
    /// Why a filter left it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
    /// Its first messages.
    pub messages: Vec<SampleMessage>,
    /// How many more it has.
    pub more_messages: u64,
}

/// One message of a sample.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SampleMessage {
    /// Who wrote it.
    pub role: SenderRole,
    /// What it says, de-identified.
    pub text: String,
    /// The same with its personal data; only if originals were asked for, and not of what was left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// Whether it is longer than what is shown.
    pub cut: bool,
}

impl std::fmt::Debug for Sample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sample(input {}, row {}, {} messages)", self.input, self.row, self.messages.len())
    }
}

/// The messages of a conversation before de-identification, as far as a sample shows them.
pub(crate) type Originals = Vec<String>;

/// The samples so far. Holds at most a few conversations of each kind, whatever the size of the run.
#[derive(Default)]
pub(crate) struct Samples {
    count: usize,
    /// Kept by the filters, with and without a finding.
    telling: BTreeMap<u64, Sample>,
    plain: BTreeMap<u64, Sample>,
    /// Left out, by reason.
    left_out: BTreeMap<&'static str, BTreeMap<u64, Sample>>,
}

/// Of each reason to leave a conversation out one is shown.
const LEFT_OUT: usize = 1;

impl Samples {
    /// None yet, and room for so many of those that were kept.
    pub fn new(count: usize) -> Samples {
        Samples { count, ..Samples::default() }
    }

    /// None yet, and the same room.
    pub fn fresh(&self) -> Samples {
        Samples::new(self.count)
    }

    /// Whether a conversation may be shown, so that its original has to be held.
    pub fn wants(&self, input: usize, conversation: &Conversation<'_>) -> bool {
        let key = key_of(input, conversation.first_row);
        has_room(&self.telling, self.count, key) || has_room(&self.plain, self.count, key)
    }

    /// Takes a conversation if it is among those to show. One whose text, cut for show, holds an original value is
    /// passed over.
    pub fn take(
        &mut self,
        input: usize,
        conversation: &DeidentifiedConversation<'_>,
        originals: Option<Originals>,
        left_out: Option<&'static str>,
    ) {
        let key = key_of(input, conversation.conversation().first_row);
        let (pool, count) = match left_out {
            Some(reason) if self.count > 0 => (self.left_out.entry(reason).or_default(), LEFT_OUT),
            Some(_) => return,
            None if conversation.findings().is_empty() => (&mut self.plain, self.count),
            None => (&mut self.telling, self.count),
        };
        if !has_room(pool, count, key) {
            return;
        }
        // Whether one is left out is known too late to hold the originals of all that may be.
        let originals = originals.filter(|_| left_out.is_none());
        let Some(sample) = sample_of(input, conversation, originals, left_out) else { return };
        pool.insert(key, sample);
        if pool.len() > count {
            pool.pop_last();
        }
    }

    /// Adds those of another part of the run.
    pub fn merge(&mut self, other: Samples) {
        let count = self.count;
        let join = |into: &mut BTreeMap<u64, Sample>, from: BTreeMap<u64, Sample>, count: usize| {
            for (key, sample) in from {
                if has_room(into, count, key) {
                    into.insert(key, sample);
                }
                if into.len() > count {
                    into.pop_last();
                }
            }
        };
        join(&mut self.telling, other.telling, count);
        join(&mut self.plain, other.plain, count);
        for (reason, samples) in other.left_out {
            join(self.left_out.entry(reason).or_default(), samples, LEFT_OUT);
        }
    }

    /// Those to show: kept ones with findings first, then others, then one for each reason to leave out.
    pub fn into_list(self) -> Vec<Sample> {
        let kept = self.telling.into_values().chain(self.plain.into_values()).take(self.count);
        let left_out = self.left_out.into_values().flat_map(BTreeMap::into_values);
        kept.chain(left_out).collect()
    }
}

/// What a sample would show of a conversation that still has its personal data.
pub(crate) fn originals_of(conversation: &Conversation<'_>) -> Originals {
    conversation.messages.iter().take(MAX_MESSAGES).map(|m| shown(&m.content).0).collect()
}

fn sample_of(
    input: usize,
    deidentified: &DeidentifiedConversation<'_>,
    originals: Option<Originals>,
    left_out: Option<&'static str>,
) -> Option<Sample> {
    let conversation = deidentified.conversation();
    let mut originals = originals.map(Vec::into_iter);
    let message = |m: &crate::conversation::Message<'_>| {
        let (text, cut) = shown(&m.content);
        SampleMessage { role: m.role, text, original: originals.as_mut().and_then(Iterator::next), cut }
    };
    let messages: Vec<SampleMessage> = conversation.messages.iter().take(MAX_MESSAGES).map(message).collect();
    let texts: Vec<&str> = messages.iter().map(|m| m.text.as_str()).collect();
    let bytes = serde_json::to_vec(&texts).ok()?;
    deidentified.check_bytes(&bytes).ok()?;
    Some(Sample {
        input: input as u64,
        row: conversation.first_row,
        left_out: left_out.map(str::to_owned),
        more_messages: (conversation.messages.len() - messages.len()) as u64,
        messages,
    })
}

/// The beginning of a text, and whether there is more.
fn shown(text: &str) -> (String, bool) {
    match text.char_indices().nth(MAX_CHARACTERS) {
        None => (text.to_owned(), false),
        Some((at, _)) => (text.get(..at).unwrap_or_default().to_owned(), true),
    }
}

fn has_room(pool: &BTreeMap<u64, Sample>, count: usize, key: u64) -> bool {
    pool.len() < count || pool.last_key_value().is_some_and(|(last, _)| key < *last)
}

/// Spreads places evenly (the finalizer of SplitMix64).
fn key_of(input: usize, row: u64) -> u64 {
    let mut z = (input as u64).rotate_left(48) ^ row;
    z = z.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
