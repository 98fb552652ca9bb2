//! Number runs: digit groups and the separators between them, parsed once and looked at by every recognizer of numbers.

use crate::entity::{Finding, Span};

/// The most groups of a run.
pub(super) const GROUPS: usize = 24;
/// The most digits of a run; a longer single group is no value of any kind.
const DIGITS: usize = 56;

/// What stands between two groups, as bits.
pub(super) type Gap = u8;

pub(super) const SPACE: Gap = 1 << 0;
pub(super) const DASH: Gap = 1 << 1;
pub(super) const DOT: Gap = 1 << 2;
pub(super) const SLASH: Gap = 1 << 3;
pub(super) const COLON: Gap = 1 << 4;
pub(super) const OPEN: Gap = 1 << 5;
pub(super) const CLOSE: Gap = 1 << 6;

/// A maximal run of digit groups, such as `+1 (212) 555-0199` or `4111 1111 1111 1111`.
///
/// Groups are counted from 0; ranges of groups are inclusive at both ends.
pub(super) struct NumberRun {
    /// A `+` before the first digit.
    pub(super) plus: bool,
    /// The first byte that belongs to the first group: its `+`, its `(` or its first digit.
    lead: usize,
    /// Whether nothing before the run makes it a part of something longer.
    free_start: bool,
    free_end: bool,
    /// More groups followed than a run holds.
    pub(super) cut: bool,
    /// The byte behind everything that was read.
    pub(super) end: usize,
    len: usize,
    /// The first digit's byte; `starts` and `ends` count from here.
    base: usize,
    starts: [u16; GROUPS],
    ends: [u16; GROUPS],
    /// `gaps[k]` stands behind group `k`.
    gaps: [Gap; GROUPS],
    digits: [u8; DIGITS],
    offsets: [u8; GROUPS + 1],
}

impl NumberRun {
    /// A run without groups, to be filled by [`NumberRun::parse`] as often as needed.
    pub(super) fn empty() -> NumberRun {
        NumberRun {
            plus: false,
            lead: 0,
            free_start: false,
            free_end: false,
            cut: false,
            end: 0,
            len: 0,
            base: 0,
            starts: [0; GROUPS],
            ends: [0; GROUPS],
            gaps: [0; GROUPS],
            digits: [0; DIGITS],
            offsets: [0; GROUPS + 1],
        }
    }

    /// Parses the run whose first digit is at byte `at`. Nothing before byte `floor` belongs to it; the last value that
    /// was found ends at byte `value_end`.
    pub(super) fn parse(&mut self, text: &str, at: usize, floor: usize, value_end: usize) {
        let bytes = text.as_bytes();
        let run = self;
        (run.plus, run.lead, run.base, run.end, run.len) = (false, at, at, at, 0);
        (run.free_start, run.free_end, run.cut) = (false, false, false);
        run.read_lead(text, floor, value_end);
        let mut i = at;
        loop {
            let start = i;
            while bytes.get(i).is_some_and(u8::is_ascii_digit) {
                i += 1;
            }
            let used = usize::from(run.offsets[run.len]);
            run.end = i;
            if i - start > DIGITS - used {
                // No room for this group. Alone it is endless and no value; behind others it is looked at anew.
                if run.len > 0 {
                    run.end = run.end_of(run.len - 1);
                    run.free_end = run.gaps[run.len - 1] & SPACE != 0;
                    run.cut = true;
                }
                return;
            }
            run.digits[used..used + i - start].copy_from_slice(&bytes[start..i]);
            // A run spans at most 56 digits and 24 gaps of 8 bytes.
            (run.starts[run.len], run.ends[run.len]) = ((start - at) as u16, (i - at) as u16);
            run.len += 1;
            run.offsets[run.len] = (used + i - start) as u8;
            let (gap, next) = read_gap(bytes, i);
            run.gaps[run.len - 1] = gap;
            if gap == 0 {
                break;
            }
            if run.len == GROUPS {
                run.cut = true;
                run.free_end = gap & SPACE != 0;
                return;
            }
            i = next;
        }
        run.free_end = ends_freely(text, i) || run.offsets[run.len] >= 7 && is_extension(&bytes[i..]);
    }

    /// How many groups it has.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The ASCII digits of group `k`.
    pub(super) fn group(&self, k: usize) -> &[u8] {
        self.digits(k, k)
    }

    /// The ASCII digits of the groups `i..=j`.
    pub(super) fn digits(&self, i: usize, j: usize) -> &[u8] {
        &self.digits[usize::from(self.offsets[i])..usize::from(self.offsets[j + 1])]
    }

    /// How many digits the groups `i..=j` have.
    pub(super) fn count(&self, i: usize, j: usize) -> usize {
        usize::from(self.offsets[j + 1] - self.offsets[i])
    }

    /// How many digits group `k` has.
    pub(super) fn size(&self, k: usize) -> usize {
        self.count(k, k)
    }

    /// What stands behind group `k`; 0 behind the last.
    pub(super) fn gap(&self, k: usize) -> Gap {
        self.gaps[k]
    }

    /// All that stands between the groups `i..=j`.
    pub(super) fn gaps_within(&self, i: usize, j: usize) -> Gap {
        self.gaps[i..j].iter().fold(0, |all, gap| all | gap)
    }

    /// The one separator between all groups `i..=j`, if it is one and the same single character class.
    pub(super) fn uniform_gap(&self, i: usize, j: usize) -> Option<Gap> {
        let gap = *self.gaps[i..j].first()?;
        (gap.count_ones() == 1 && self.gaps[i..j].iter().all(|&other| other == gap)).then_some(gap)
    }

    /// Whether a value may start with group `i`.
    pub(super) fn starts_freely(&self, i: usize) -> bool {
        match i {
            0 => self.free_start,
            _ => self.gaps[i - 1] & SPACE != 0 || self.gaps[i - 1] == SLASH,
        }
    }

    /// Whether a value may end with group `j`.
    pub(super) fn ends_freely(&self, j: usize) -> bool {
        if j + 1 == self.len && !self.cut {
            return self.free_end;
        }
        let gap = self.gaps[j];
        gap & SPACE != 0 || gap == SLASH || gap == CLOSE
    }

    /// Whether a parenthesis opens right before group `i`.
    pub(super) fn opens(&self, i: usize) -> bool {
        match i {
            0 => self.base - self.lead > usize::from(self.plus),
            _ => self.gaps[i - 1] & OPEN != 0,
        }
    }

    /// First byte of group `i`, without sign or parenthesis.
    pub(super) fn start_of(&self, i: usize) -> usize {
        self.base + usize::from(self.starts[i])
    }

    /// One past the last byte of group `j`.
    pub(super) fn end_of(&self, j: usize) -> usize {
        self.base + usize::from(self.ends[j])
    }

    /// The bytes of the groups `i..=j`, from first to last digit.
    pub(super) fn span(&self, i: usize, j: usize) -> Span {
        Span::new(self.start_of(i), self.end_of(j))
    }

    /// The same with the sign and an opening parenthesis that is closed inside.
    pub(super) fn span_with_lead(&self, i: usize, j: usize) -> Span {
        let mut span = self.span(i, j);
        if i == 0 && (self.plus || self.gaps_within(i, j) & CLOSE != 0) {
            span.start = self.lead;
        } else if i > 0 && self.opens(i) && self.gaps_within(i, j) & CLOSE != 0 {
            span.start -= 1;
        }
        span
    }

    /// Whether the groups `i..=j` read as a date in digits: year first or last, or two digits for the year.
    pub(super) fn is_date(&self, i: usize, j: usize) -> bool {
        if j != i + 2 {
            return false;
        }
        let sizes = (self.size(i), self.size(i + 1), self.size(j));
        matches!(sizes, (4, 1..=2, 1..=2) | (1..=2, 1..=2, 4) | (1..=2, 1..=2, 2))
    }

    /// Reads the sign and the parenthesis before the first digit, and what stands before those.
    fn read_lead(&mut self, text: &str, floor: usize, value_end: usize) {
        let bytes = text.as_bytes();
        for expected in *b"(+(" {
            if self.lead > floor && bytes[self.lead - 1] == expected {
                self.plus |= expected == b'+';
                self.lead -= 1;
            }
        }
        self.free_start = starts_freely(text, self.lead, value_end);
    }
}

/// The end of the digits at byte `at`, if no other group is near enough to form a run with them.
pub(super) fn lone_group_end(bytes: &[u8], at: usize) -> Option<usize> {
    let end = at + bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    (read_gap(bytes, end).0 == 0).then_some(end)
}

/// Reads the separator at byte `at`: what it is, and where the next digit stands. A gap of 0 if no digit follows.
fn read_gap(bytes: &[u8], at: usize) -> (Gap, usize) {
    let (mut gap, mut i, mut marks, mut spaces) = (0, at, 0, 0);
    loop {
        let (bit, len) = match bytes.get(i) {
            Some(b'0'..=b'9') => return (gap, i),
            Some(b' ') => (SPACE, 1),
            Some(b'-') => (DASH, 1),
            Some(b'.') => (DOT, 1),
            Some(b'/') => (SLASH, 1),
            Some(b':') => (COLON, 1),
            Some(b'(') => (OPEN, 1),
            Some(b')') => (CLOSE, 1),
            Some(0xC2) if bytes.get(i + 1) == Some(&0xA0) => (SPACE, 2),
            // U+2000 to U+200A and U+202F are spaces, U+2010 to U+2015 dashes; U+2212 is the minus sign.
            Some(0xE2) => match (bytes.get(i + 1), bytes.get(i + 2)) {
                (Some(0x80), Some(0x80..=0x8A | 0xAF)) => (SPACE, 3),
                (Some(0x80), Some(0x90..=0x95)) | (Some(0x88), Some(0x92)) => (DASH, 3),
                _ => return (0, at),
            },
            _ => return (0, at),
        };
        if bit == SPACE {
            spaces += 1;
        } else if gap & bit != 0 {
            return (0, at);
        } else if bit & (DASH | DOT | SLASH | COLON) != 0 {
            marks += 1;
        }
        if marks > 1 || spaces > 2 {
            return (0, at);
        }
        gap |= bit;
        i += len;
    }
}

/// Whether an extension is glued to a telephone number: `555-0199x12`.
fn is_extension(rest: &[u8]) -> bool {
    matches!(rest, [b'x' | b'X', b'0'..=b'9', ..] | [b'e' | b'E', b'x' | b'X', b't' | b'T', ..])
}

/// Whether a value that starts at byte `at` is no part of a longer word, number, price or identifier. What ends at byte
/// `value_end` is a value by itself, so nothing that goes on into it.
pub(super) fn starts_freely(text: &str, at: usize, value_end: usize) -> bool {
    let bytes = text.as_bytes();
    let reachable = |i: &usize| *i >= value_end;
    let Some(&before) = at.checked_sub(1).filter(reachable).and_then(|i| bytes.get(i)) else { return true };
    let further = at.checked_sub(2).filter(reachable).and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
    match before {
        b' ' | b'\n' | b'\t' => true,
        b'#' | b'$' | b'@' | b'%' | b'\\' | b'*' | b'_' | b'^' => false,
        b'-' | b',' | b'+' => !further.is_ascii_alphanumeric(),
        b'.' => !further.is_ascii_alphanumeric() || super::cue::abbreviation(text, at - 1),
        0..0x80 => !before.is_ascii_alphanumeric(),
        _ => !text[..at]
            .chars()
            .next_back()
            .is_some_and(|c| joins(c) || matches!(c, '€' | '£' | '¥' | '₹' | '№')),
    }
}

/// The byte behind the last of the values found so far, in order of their ends; 0 if there is none.
pub(super) fn value_end(earlier: &[Finding]) -> usize {
    earlier.last().map_or(0, |finding| finding.span.end)
}

/// Whether a value that ends at byte `at` is no part of a longer word, number or identifier.
pub(super) fn ends_freely(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let Some(&next) = bytes.get(at) else { return true };
    let further = bytes.get(at + 1).copied().unwrap_or(b' ');
    match next {
        b' ' | b'\n' | b'\t' => true,
        b'%' | b'@' | b'_' | b'*' => false,
        b'-' | b'+' => !(further.is_ascii_alphanumeric() || further >= 0x80),
        b'.' | b',' | b':' => !further.is_ascii_digit(),
        0..0x80 => !next.is_ascii_alphanumeric(),
        _ => !text[at..].chars().next().is_some_and(|c| joins(c) || c == '€'),
    }
}

/// Whether a character makes one word with a digit beside it. Scripts written without spaces do not.
fn joins(c: char) -> bool {
    c.is_alphanumeric()
        && !matches!(c, '\u{e00}'..='\u{eff}' | '\u{2e80}'..='\u{d7ff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> NumberRun {
        let mut run = NumberRun::empty();
        run.parse(text, text.find(|c: char| c.is_ascii_digit()).unwrap(), 0, 0);
        run
    }

    #[test]
    fn splits_groups_and_gaps() {
        let run = parse("call +1 (212) 555-0199.");
        assert!(run.plus && run.starts_freely(0) && run.ends_freely(3));
        assert_eq!(run.digits(0, 3), b"12125550199");
        assert_eq!(run.gaps_within(0, 3), SPACE | OPEN | CLOSE | DASH);
        assert_eq!(run.span_with_lead(0, 3), Span::new(5, 22));
    }

    #[test]
    fn knows_no_break_spaces_and_dashes() {
        let run = parse("4111\u{a0}1111\u{202f}1111\u{2011}1111");
        assert_eq!(run.len(), 4);
        assert_eq!(run.gap(2), DASH);
    }

    #[test]
    fn boundaries() {
        for text in ["$1,234.56", "v4.10.2", "#1234567", "AB-1234-567", "é12", "x_1"] {
            assert!(!parse(text).starts_freely(0), "{text}");
        }
        for text in ["4th", "12%", "1,234", "12@x", "7é", "5-abc"] {
            assert!(!parse(text).ends_freely(0), "{text}");
        }
        for text in ["(555", "tel.555", ": 555,", "–555–", "\"555\"", "555…"] {
            let run = parse(text);
            assert!(run.starts_freely(0) && run.ends_freely(0), "{text}");
        }
    }

    #[test]
    fn is_bounded() {
        let run = parse(&"12 ".repeat(100));
        assert!(run.cut && run.len() == GROUPS);
        let run = parse(&"1".repeat(1000));
        assert!(run.len() == 0 && run.end == 1000);
        assert!(!run.free_end);
    }
}
