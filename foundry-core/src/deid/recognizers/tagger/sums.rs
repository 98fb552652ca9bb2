//! Sums of weights for eight labels, four to a machine word, so that a row is added in two additions on any platform.

use super::model::LABELS;

/// Lanes of 16 bits: the labels that begin a name, those inside one. Each lane is the sum plus a bias that the holder knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    begin: u64,
    inside: u64,
}

/// A row of weights as it is stored: 128 is added to each.
pub const ROW_BIAS: u16 = 128;
/// What is added to each lane of a word's sum for one place.
pub const PART_BIAS: u16 = 4096;

const BYTES: u64 = 0x00FF_00FF_00FF_00FF;

impl Sums {
    /// No sum, no bias.
    pub const ZERO: Sums = Sums { begin: 0, inside: 0 };

    /// Adds a row of weights, and its bias. 256 rows fit a lane.
    #[inline(always)]
    pub fn add_row(&mut self, row: [u8; LABELS]) {
        let row = u64::from_le_bytes(row);
        self.begin += row & BYTES;
        self.inside += row >> 8 & BYTES;
    }

    /// Adds sums, bias and all; no lane may run over.
    #[inline(always)]
    pub fn add(&mut self, other: &Sums) {
        self.begin = self.begin.wrapping_add(other.begin);
        self.inside = self.inside.wrapping_add(other.inside);
    }

    /// The sums of a bias.
    pub fn lanes(&self, bias: u16) -> [i32; LABELS] {
        std::array::from_fn(|lane| {
            let word = if lane % 2 == 0 { self.begin } else { self.inside };
            i32::from((word >> (8 * (lane & !1))) as u16) - i32::from(bias)
        })
    }

    /// Packs sums, cut to what a part may hold, with the bias of a part.
    pub fn part(lanes: [i32; LABELS]) -> Sums {
        let largest = i32::from(PART_BIAS) - 1;
        let mut part = Sums::ZERO;
        for (lane, sum) in lanes.into_iter().enumerate() {
            let word = if lane % 2 == 0 { &mut part.begin } else { &mut part.inside };
            *word |= ((sum.clamp(-largest, largest) + i32::from(PART_BIAS)) as u64) << (8 * (lane & !1));
        }
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_add_up_by_lane() {
        let mut sums = Sums::ZERO;
        let rows: [[i32; 8]; 2] = [[1, -2, 3, -128, 127, 0, -7, 8], [10, 20, -30, -128, 127, 60, 70, -80]];
        for row in rows {
            sums.add_row(row.map(|weight| (weight + i32::from(ROW_BIAS)) as u8));
        }
        let right = std::array::from_fn(|lane| rows[0][lane] + rows[1][lane]);
        assert_eq!(sums.lanes(2 * ROW_BIAS), right);
        let part = Sums::part(right);
        assert_eq!(part.lanes(PART_BIAS), right);
    }

    #[test]
    fn parts_are_cut() {
        assert_eq!(Sums::part([9999; 8]).lanes(PART_BIAS), [4095; 8]);
        assert_eq!(Sums::part([-9999; 8]).lanes(PART_BIAS), [-4095; 8]);
    }
}
