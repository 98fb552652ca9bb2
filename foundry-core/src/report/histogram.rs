//! How often each size occurs, in bounded room.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

/// Sizes below this are told apart one by one; larger ones to within one percent.
const EXACT_BITS: u32 = 8;

/// Counts of sizes (words, messages, seconds). Adding two gives what counting everything in one would have given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Histogram {
    counts: BTreeMap<u64, u64>,
    count: u64,
    sum: u64,
    max: u64,
}

impl Histogram {
    /// Counts one size.
    pub fn add(&mut self, size: u64) {
        *self.counts.entry(rounded(size)).or_default() += 1;
        self.count += 1;
        self.sum = self.sum.saturating_add(size);
        self.max = self.max.max(size);
    }

    /// Adds what another has counted.
    pub fn merge(&mut self, other: &Histogram) {
        for (size, count) in &other.counts {
            *self.counts.entry(*size).or_default() += count;
        }
        self.count += other.count;
        self.sum = self.sum.saturating_add(other.sum);
        self.max = self.max.max(other.max);
    }

    /// How many sizes were counted.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The sum of all sizes.
    pub fn sum(&self) -> u64 {
        self.sum
    }

    /// The largest size; 0 if there is none.
    pub fn max(&self) -> u64 {
        self.max
    }

    /// The size that this percentage of all sizes does not exceed; 0 if there is none.
    pub fn percentile(&self, percent: u64) -> u64 {
        let wanted = (u128::from(self.count) * u128::from(percent)).div_ceil(100).max(1);
        let mut seen = 0u128;
        for (size, count) in &self.counts {
            seen += u128::from(*count);
            if seen >= wanted {
                return *size;
            }
        }
        self.max
    }

    /// How many sizes lie in `[from, to)`.
    pub fn count_between(&self, from: u64, to: u64) -> u64 {
        self.counts.range(from..to.max(from)).map(|(_, count)| count).sum()
    }
}

impl Serialize for Histogram {
    /// As `{count, sum, median, p90, max}`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Summary {
            count: u64,
            sum: u64,
            median: u64,
            p90: u64,
            max: u64,
        }
        let (median, p90) = (self.percentile(50), self.percentile(90));
        Summary { count: self.count, sum: self.sum, median, p90, max: self.max }.serialize(serializer)
    }
}

/// The size without what lies below its leading bits.
fn rounded(size: u64) -> u64 {
    let shift = (u64::BITS - size.leading_zeros()).saturating_sub(EXACT_BITS);
    (size >> shift) << shift
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn percentiles_and_bounds() {
        let mut sizes = Histogram::default();
        assert_eq!((sizes.percentile(50), sizes.max()), (0, 0));
        (1..=100).for_each(|size| sizes.add(size));
        assert_eq!((sizes.percentile(50), sizes.percentile(90), sizes.percentile(100)), (50, 90, 100));
        assert_eq!(sizes.count_between(1, 11), 10);
        assert_eq!(sizes.count_between(5, 1), 0);
        sizes.add(u64::MAX);
        assert_eq!(sizes.max(), u64::MAX);
    }

    proptest! {
        #[test]
        fn parts_make_the_whole(sizes in prop::collection::vec(any::<u64>(), 0..60), cut in 0usize..60) {
            let of = |sizes: &[u64]| {
                let mut histogram = Histogram::default();
                sizes.iter().for_each(|size| histogram.add(*size));
                histogram
            };
            let (one, two) = sizes.split_at(cut.min(sizes.len()));
            let mut parts = of(two);
            parts.merge(&of(one));
            prop_assert_eq!(parts, of(&sizes));
        }

        #[test]
        fn a_size_keeps_its_first_two_digits(size in any::<u64>()) {
            prop_assert!(rounded(size) <= size && size - rounded(size) <= size / 128);
        }
    }
}
