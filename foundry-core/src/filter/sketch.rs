//! Sketches: how much of a conversation's text, side by side, is that of another, from 256 bytes each.
//!
//! A side's text is the set of its stretches of five bytes. They are hashed into 64 bins; each bin keeps the smallest
//! (one-permutation MinHash). The share of bins that agree is the share of stretches that both have, and for the short
//! text of chats, where bins hold one stretch each, nearly exactly so. Empty bins borrow from others, as Shrivastava's
//! optimal densification does, so that they serve in the search; in the comparison they do not count. Both sides are
//! compared by themselves: the same question with another answer is another conversation.

/// Bytes of a stretch.
const STRETCH: u32 = 5;
/// Bins of a side.
const BINS: usize = 64;
/// Marks a bin that borrowed its value.
const BORROWED: u16 = 1 << 15;
/// A bin of a side that says nothing.
const SILENT: u16 = u16::MAX;
/// Stands between messages, and around them.
const EDGE: u8 = 1;

/// How many keys of a sketch are looked up. Of two conversations with both sides 0.7 alike one is found with a chance of
/// 0.996, at 0.8 of 0.99999.
pub(super) const BANDS: usize = 20;

/// What one side says, while it is gathered.
pub(super) struct Side {
    /// The smallest stretch of each bin.
    bins: [u64; BINS],
    speaks: bool,
}

impl Default for Side {
    fn default() -> Side {
        Side { bins: [u64::MAX; BINS], speaks: false }
    }
}

impl Side {
    pub(super) fn clear(&mut self) {
        *self = Side::default();
    }

    /// Takes in a text in its normal form.
    pub(super) fn add(&mut self, text: &[u8]) {
        self.speaks = true;
        let mut stretch = u64::from(EDGE);
        let mut seen = 1;
        for byte in text.iter().chain([&EDGE]) {
            stretch = (stretch << 8 | u64::from(*byte)) & ((1 << (8 * STRETCH)) - 1);
            seen += 1;
            if seen >= STRETCH {
                self.take(stretch);
            }
        }
        // "ok" has no stretch of five bytes: it is one by itself.
        if seen < STRETCH {
            self.take(stretch);
        }
    }

    fn take(&mut self, stretch: u64) {
        let hash = mix(stretch);
        if let Some(bin) = self.bins.get_mut((hash >> 58) as usize) {
            *bin = (*bin).min(hash);
        }
    }

    fn write(&self, out: &mut [u16]) {
        for (at, out) in out.iter_mut().enumerate() {
            *out = self.value(at);
        }
    }

    fn value(&self, at: usize) -> u16 {
        if !self.speaks {
            return SILENT;
        }
        let own = |bin: u64| (bin & u64::from(!BORROWED)) as u16;
        match self.bins.get(at) {
            Some(bin) if *bin != u64::MAX => own(*bin),
            _ => {
                // The same places are asked whatever the side says, so that equal sides borrow alike.
                let lender = (1..=8 * BINS as u64)
                    .map(|attempt| mix((at as u64) << 32 | attempt) as usize % BINS)
                    .filter_map(|place| self.bins.get(place))
                    .chain(&self.bins)
                    .find(|bin| **bin != u64::MAX);
                lender.map_or(SILENT, |bin| own(*bin) | BORROWED)
            }
        }
    }
}

/// Both sides of a conversation, in 256 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sketch {
    customer: [u16; BINS],
    agent: [u16; BINS],
}

impl Sketch {
    /// `None` where neither side speaks.
    pub(super) fn of(customer: &Side, agent: &Side) -> Option<Sketch> {
        if !customer.speaks && !agent.speaks {
            return None;
        }
        let mut sketch = Sketch { customer: [SILENT; BINS], agent: [SILENT; BINS] };
        customer.write(&mut sketch.customer);
        agent.write(&mut sketch.agent);
        Some(sketch)
    }

    /// Whether two conversations are near each other: both sides at least so alike, 0 to 1. Of sides that fill every
    /// bin, which takes some 300 bytes, a quarter of what is left is asked for on top: what every chat of a team has in
    /// common reaches far in long ones.
    pub(super) fn is_near(&self, other: &Sketch, min_similarity: f64) -> bool {
        let is_near = |a: &[u16; BINS], b: &[u16; BINS]| {
            let (similarity, full) = compare(a, b);
            let least = if full { min_similarity + (1.0 - min_similarity) / 4.0 } else { min_similarity };
            similarity >= least
        };
        is_near(&self.agent, &other.agent) && is_near(&self.customer, &other.customer)
    }

    /// The key of a band: two bins of each side, or four of the only one that speaks.
    pub(super) fn key(&self, band: usize) -> u64 {
        let (two, two_more) = match (self.customer.first(), self.agent.first()) {
            (Some(&SILENT), _) => (pair(&self.agent, band), pair(&self.agent, (band + 11) % (BINS / 2))),
            (_, Some(&SILENT)) => {
                (pair(&self.customer, band), pair(&self.customer, (band + 11) % (BINS / 2)))
            }
            _ => (pair(&self.customer, band), pair(&self.agent, band)),
        };
        two << 32 | two_more
    }
}

fn pair(bins: &[u16; BINS], at: usize) -> u64 {
    let bin = |at: usize| u64::from(bins.get(at).copied().unwrap_or(SILENT) & !BORROWED);
    bin(2 * at) << 16 | bin(2 * at + 1)
}

/// How alike two sides are, and whether both fill every bin by themselves.
fn compare(a: &[u16; BINS], b: &[u16; BINS]) -> (f64, bool) {
    let (mut either, mut both, mut borrowed) = (0_u32, 0_u32, 0);
    for (a, b) in a.iter().zip(b) {
        either += u32::from((a & b) & BORROWED == 0);
        both += u32::from(a == b && a & BORROWED == 0);
        borrowed |= (a | b) & BORROWED;
    }
    // No bin of its own: neither side speaks.
    let similarity = if either == 0 { 1.0 } else { f64::from(both) / f64::from(either) };
    (similarity, borrowed == 0)
}

/// Spreads the bits of a number over all of it; fixed, so that every machine gives the same sketch.
pub(super) fn mix(value: u64) -> u64 {
    let value = value.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    value ^ (value >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(customer: &str, agent: &str) -> Sketch {
        let mut sides = [Side::default(), Side::default()];
        for (side, text) in sides.iter_mut().zip([customer, agent]) {
            text.split('|').filter(|text| !text.is_empty()).for_each(|text| side.add(text.as_bytes()));
        }
        let [customer, agent] = &sides;
        Sketch::of(customer, agent).expect("somebody speaks")
    }

    #[test]
    fn equal_sides_are_alike_and_silent_ones_too() {
        let both = sketch("where is my order", "ok");
        assert!(both.is_near(&both, 1.0));
        let alone = sketch("where is my order", "");
        assert!(alone.is_near(&alone, 1.0));
        assert!(!alone.is_near(&both, 0.5) && !both.is_near(&alone, 0.5));
    }

    #[test]
    fn a_short_answer_counts_as_much_as_a_long_question() {
        let question =
            "hello i ordered a lamp last week and it has not arrived where is it now please tell me";
        let (yes, no) = (sketch(question, "it arrives on monday"), sketch(question, "it was lost sorry"));
        assert!(!yes.is_near(&no, 0.5));
        let typo = sketch(&question.replace("ordered", "orderd"), "it arrives on monday");
        assert!(yes.is_near(&typo, 0.7));
    }

    #[test]
    fn the_share_of_common_stretches_is_estimated() {
        let text = |from: usize| {
            (from..from + 300).map(|n| format!("w{}", n * 7_919 % 9_973)).collect::<Vec<_>>().join(" ")
        };
        let (a, b) = (sketch(&text(0), "x"), sketch(&text(100), "x"));
        let (similarity, full) = compare(&a.customer, &b.customer);
        // Two thirds of each are the other's: half of both together.
        assert!((0.35..0.65).contains(&similarity) && full, "{similarity}");
    }

    #[test]
    fn bands_find_what_is_near() {
        let base: Vec<String> = (0..60).map(|n| format!("word{}", n * 31 % 997)).collect();
        let changed: Vec<String> = base
            .iter()
            .enumerate()
            .map(|(n, w)| if n % 20 == 7 { "other".into() } else { w.clone() })
            .collect();
        let (a, b) = (sketch(&base.join(" "), "thank you"), sketch(&changed.join(" "), "thank you"));
        assert!((0..BANDS).any(|band| a.key(band) == b.key(band)));
        assert!(a.is_near(&b, 0.7));
    }
}
