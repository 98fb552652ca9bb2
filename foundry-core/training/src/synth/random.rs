//! The generator's own source of chance: small, seeded, the same on every platform.

/// A stream of pseudo-random numbers (SplitMix64); the same seed gives the same stream.
#[derive(Debug, Clone)]
pub(super) struct Random {
    state: u64,
}

impl Random {
    /// A stream for one text: `seed` names the set, `index` the text in it.
    pub(super) fn new(seed: u64, index: u64) -> Random {
        let mut random = Random { state: seed ^ index.wrapping_mul(0xd1b5_4a32_d192_ed03) };
        random.next();
        random
    }

    /// The next 64 bits.
    pub(super) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number in `[0, bound)`; 0 for a bound of 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        if bound == 0 {
            return 0;
        }
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// A number in `[low, high]`.
    pub(super) fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True in `percent` of 100 cases.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `items`, each as likely as the others; `items` must not be empty.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// One of `texts`, each as likely as the others; `texts` must not be empty.
    pub(super) fn pick_text<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts[self.below(texts.len())]
    }

    /// The index of one of `weights`, each as likely as its weight says.
    pub(super) fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (index, &weight) in weights.iter().enumerate() {
            if left < weight {
                return index;
            }
            left -= weight;
        }
        0
    }
}

/// A fixed hash of a text (FNV-1a, mixed), the same in every build: it decides what is held out.
pub(super) fn fixed_hash(text: &str) -> u64 {
    let folded = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    (folded ^ (folded >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_fixed_by_its_seed_and_index() {
        let draw = |seed, index| {
            let mut random = Random::new(seed, index);
            [random.next(), random.next(), random.next()]
        };
        assert_eq!(draw(7, 1), draw(7, 1));
        assert_ne!(draw(7, 1), draw(7, 2));
        assert_ne!(draw(7, 1), draw(8, 1));
    }

    #[test]
    fn draws_stay_in_their_bounds_and_follow_their_weights() {
        let mut random = Random::new(1, 0);
        let mut seen = [0_usize; 3];
        for _ in 0..4000 {
            assert!(random.below(5) < 5);
            assert!((3..=9).contains(&random.between(3, 9)));
            seen[random.weighted(&[1, 0, 3])] += 1;
        }
        assert_eq!(seen[1], 0);
        assert!((2800..3200).contains(&seen[2]), "{seen:?}");
        assert_eq!(random.below(0), 0);
    }
}
