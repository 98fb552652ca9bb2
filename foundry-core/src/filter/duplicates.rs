//! Duplicates over a whole run: a conversation is compared with those that stay before it.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use super::fingerprint::Fingerprint;
use super::sketch::{BANDS, Sketch, mix};
use super::{DuplicateRule, FilterReason, FilterSettings};

/// Of one key no more conversations are kept in a table: more would cost every later one a look at each of them.
const SAME_KEY: usize = 16;
/// An empty slot of a table.
const EMPTY: u32 = u32::MAX;

/// An earlier conversation that one repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// [`FilterReason::Duplicate`] or [`FilterReason::NearDuplicate`].
    pub reason: FilterReason,
    /// The number under which the earlier one was shown.
    pub of: u64,
}

/// Finds conversations that repeat an earlier one. Shown in a fixed order it gives the same answer on every machine.
///
/// Every conversation that is left out has one that stays and is like it. Keeps about 60 bytes for each that stays, and
/// 500 where near duplicates are looked for, whatever their length.
pub struct Duplicates {
    rule: DuplicateRule,
    index: Index,
    numbers: Vec<u64>,
}

impl Duplicates {
    /// Starts with nothing seen.
    pub fn new(settings: &FilterSettings) -> Duplicates {
        let near = settings.duplicates == DuplicateRule::Near;
        Duplicates {
            rule: settings.duplicates,
            index: Index::new(near.then_some(settings.min_similarity)),
            numbers: Vec::new(),
        }
    }

    /// The earliest of the conversations that stay and that this one repeats; it is not compared with later ones.
    pub fn look(&self, fingerprint: &Fingerprint) -> Option<Match> {
        let found = |entry: u32, reason: FilterReason| {
            Some(Match { reason, of: self.numbers.get(entry as usize).copied()? })
        };
        match self.index.equal(fingerprint) {
            Some(entry) => found(entry, FilterReason::Duplicate),
            None => found(*self.index.near(fingerprint).first()?, FilterReason::NearDuplicate),
        }
    }

    /// Shows a conversation under a number of the caller's: the earliest of those like it, or `None`; then it stays,
    /// and later ones are compared with it. The fingerprint must come from a `Fingerprinter` of the same settings.
    pub fn show(&mut self, number: u64, fingerprint: &Fingerprint) -> Option<Match> {
        if self.rule == DuplicateRule::Keep {
            return None;
        }
        let found = self.look(fingerprint);
        if found.is_some() {
            return found;
        }
        self.index.insert(fingerprint);
        self.numbers.push(number);
        None
    }
}

/// Conversations by their normal form and by their sketches, numbered as they come.
pub(crate) struct Index {
    /// From which similarity conversations are near each other, if that is asked.
    min_similarity: Option<f64>,
    equal: HashMap<u64, u32, BuildHasherDefault<DefaultHasher>>,
    /// Of each entry; of one without sides a silent sketch, which no table holds.
    sketches: Vec<Option<Box<Sketch>>>,
    tables: Vec<Table>,
    len: u32,
}

impl Index {
    /// An empty one.
    pub(crate) fn new(min_similarity: Option<f64>) -> Index {
        let bands = if min_similarity.is_some() { BANDS } else { 0 };
        Index {
            min_similarity,
            equal: HashMap::default(),
            sketches: Vec::new(),
            tables: (0..bands).map(Table::new).collect(),
            len: 0,
        }
    }

    /// The first entry that says the same.
    pub(crate) fn equal(&self, fingerprint: &Fingerprint) -> Option<u32> {
        self.equal.get(&fingerprint.exact).copied()
    }

    /// The entries that say nearly the same, in order.
    pub(crate) fn near(&self, fingerprint: &Fingerprint) -> Vec<u32> {
        let Some((min, sketch)) = self.min_similarity.zip(fingerprint.sketch.as_deref()) else {
            return Vec::new();
        };
        let mut met: Vec<u32> = Vec::new();
        for table in &self.tables {
            table.each(sketch.key(table.band), &self.sketches, |entry| met.push(entry));
        }
        met.sort_unstable();
        met.dedup();
        met.retain(|entry| {
            let other = self.sketches.get(*entry as usize).and_then(Option::as_deref);
            other.is_some_and(|other| sketch.is_near(other, min))
        });
        met
    }

    /// Adds an entry and gives its number.
    pub(crate) fn insert(&mut self, fingerprint: &Fingerprint) -> u32 {
        let entry = self.len;
        self.len = self.len.saturating_add(1);
        self.equal.entry(fingerprint.exact).or_insert(entry);
        if self.min_similarity.is_some() {
            self.sketches.push(fingerprint.sketch.clone());
            if let Some(sketch) = fingerprint.sketch.as_deref() {
                for table in &mut self.tables {
                    table.insert(sketch.key(table.band), entry, &self.sketches);
                }
            }
        }
        entry
    }
}

/// Entries by the key of one band: numbers alone, as the key stands in the entry's sketch. Open addressing.
struct Table {
    band: usize,
    slots: Vec<u32>,
    used: usize,
}

impl Table {
    fn new(band: usize) -> Table {
        Table { band, slots: vec![EMPTY; 64], used: 0 }
    }

    /// Gives every entry of a key.
    fn each(&self, key: u64, sketches: &[Option<Box<Sketch>>], mut each: impl FnMut(u32)) {
        let mut slot = mix(key) as usize;
        while let Some(entry) = self.slots.get(slot & (self.slots.len() - 1)).filter(|entry| **entry != EMPTY)
        {
            if self.key_of(*entry, sketches) == Some(key) {
                each(*entry);
            }
            slot = slot.wrapping_add(1);
        }
    }

    fn insert(&mut self, key: u64, entry: u32, sketches: &[Option<Box<Sketch>>]) {
        let mut same = 0;
        self.each(key, sketches, |_| same += 1);
        if same >= SAME_KEY {
            return;
        }
        if (self.used + 1) * 4 > self.slots.len() * 3 {
            self.grow(sketches);
        }
        self.put(key, entry);
    }

    fn put(&mut self, key: u64, entry: u32) {
        let mask = self.slots.len() - 1;
        let mut slot = mix(key) as usize & mask;
        // There is always an empty slot: a quarter of them is.
        while self.slots.get(slot).is_some_and(|entry| *entry != EMPTY) {
            slot = (slot + 1) & mask;
        }
        if let Some(free) = self.slots.get_mut(slot) {
            *free = entry;
            self.used += 1;
        }
    }

    fn grow(&mut self, sketches: &[Option<Box<Sketch>>]) {
        let mut entries = std::mem::take(&mut self.slots);
        self.slots = vec![EMPTY; entries.len() * 2];
        self.used = 0;
        entries.retain(|entry| *entry != EMPTY);
        // Entries of one key stay in their order.
        entries.sort_unstable();
        for entry in entries {
            if let Some(key) = self.key_of(entry, sketches) {
                self.put(key, entry);
            }
        }
    }

    fn key_of(&self, entry: u32, sketches: &[Option<Box<Sketch>>]) -> Option<u64> {
        Some(sketches.get(entry as usize)?.as_deref()?.key(self.band))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Fingerprinter;
    use super::super::tests::talk;
    use super::*;
    use crate::conversation::SenderRole::{Agent, Customer};

    fn near() -> FilterSettings {
        FilterSettings { duplicates: DuplicateRule::Near, ..FilterSettings::none() }
    }

    #[test]
    fn the_first_stays_and_what_was_left_out_has_no_followers() {
        let settings = FilterSettings { duplicates: DuplicateRule::Exact, ..FilterSettings::none() };
        let (mut fingerprinter, mut seen) = (Fingerprinter::new(&settings), Duplicates::new(&settings));
        let mut show = |number, text| seen.show(number, &fingerprinter.take(&talk(&[(Customer, text)])));
        assert_eq!(show(4, "Where is it?"), None);
        assert_eq!(show(5, "something else"), None);
        let repeats = Some(Match { reason: FilterReason::Duplicate, of: 4 });
        assert_eq!(show(6, "where is IT"), repeats);
        assert_eq!(show(7, "where, is it!"), repeats);
    }

    #[test]
    fn nothing_is_left_out_unless_it_is_asked_for() {
        let settings = FilterSettings::none();
        let (mut fingerprinter, mut seen) = (Fingerprinter::new(&settings), Duplicates::new(&settings));
        let one = fingerprinter.take(&talk(&[(Customer, "Where is it?")]));
        assert_eq!((seen.show(0, &one), seen.show(1, &one)), (None, None));
    }

    #[test]
    fn tables_that_grow_find_what_they_held() {
        let settings = near();
        let (mut fingerprinter, mut seen) = (Fingerprinter::new(&settings), Duplicates::new(&settings));
        // Distinct texts: letters drawn from the number.
        let text = |n: u64| (0..12).map(|k| format!("{:x} ", mix(n * 64 + k) >> 40)).collect::<String>();
        let texts: Vec<&'static str> = (0..400).map(|n| &*Box::leak(text(n).into_boxed_str())).collect();
        for (number, text) in (0..).zip(&texts) {
            let talk = talk(&[(Customer, *text), (Agent, "Thank you.")]);
            assert_eq!(seen.show(number, &fingerprinter.take(&talk)), None);
        }
        for (number, text) in (0..).zip(&texts) {
            let changed = Box::leak(format!("{text}!").replacen("a", "", 1).into_boxed_str());
            let found = seen.look(&fingerprinter.take(&talk(&[(Customer, changed), (Agent, "thank you")])));
            assert_eq!(found.map(|found| found.of), Some(number), "{text}");
        }
    }

    #[test]
    fn hostile_repetition_stays_cheap() {
        // All share what customers say, and so half of every key; no two are near each other.
        let settings = near();
        let (mut fingerprinter, mut seen) = (Fingerprinter::new(&settings), Duplicates::new(&settings));
        for number in 0..3_000_u64 {
            let answer = Box::leak(format!("{:x}{:x}", mix(number), mix(number + 9)).into_boxed_str());
            let talk = talk(&[(Customer, "where is my order"), (Agent, answer)]);
            assert_eq!(seen.show(number, &fingerprinter.take(&talk)), None);
        }
        for table in &seen.index.tables {
            assert!(table.used <= 3_000 && table.slots.len() <= 8_192);
        }
    }
}
