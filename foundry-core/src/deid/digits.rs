//! Numbers in text whatever their grouping: runs of digit groups, and the search for known numbers in them.

/// Characters that may stand between two groups of one number.
const SEPARATORS: &[u8] = b" -.()/\t";
/// At most this many of them in a row.
pub(super) const MAX_GAP: usize = 3;

/// Room for one run of digit groups, used again for the next.
#[derive(Default)]
pub(super) struct DigitRuns {
    digits: Vec<u8>,
    at: Vec<u32>,
}

/// One number that is looked for.
pub(super) struct Number<'n> {
    /// Its digits, of a telephone number without country code and trunk zero.
    pub digits: &'n [u8],
    /// For a telephone number its country code, which may stand before the digits in the text.
    pub country_code: Option<&'n [u8]>,
}

/// Digits by which a number is looked up.
const KEY_DIGITS: usize = 7;

/// Which of many numbers may stand in a run, so that a run is not compared with every one of them.
#[derive(Default)]
pub(super) struct NumberIndex {
    keys: Vec<(u32, u32)>,
    /// Numbers with fewer digits than a key has.
    short: Vec<u32>,
}

impl NumberIndex {
    /// Empties the index.
    pub fn clear(&mut self) {
        self.keys.clear();
        self.short.clear();
    }

    /// Adds a number under its first seven digits; those that may stand for it are added as well.
    pub fn add(&mut self, digits: &[u8], id: u32) {
        match digits.get(..KEY_DIGITS) {
            Some(first) => self.keys.push((first.iter().fold(0, shift_in), id)),
            None => self.short.push(id),
        }
    }

    /// Makes it ready.
    pub fn seal(&mut self) {
        self.keys.sort_unstable();
    }

    /// The numbers that may stand in the run, each once, in the order in which they were added.
    pub fn in_run(&self, digits: &[u8], ids: &mut Vec<u32>) {
        ids.clear();
        ids.extend_from_slice(&self.short);
        let mut key = 0;
        for (index, digit) in digits.iter().enumerate() {
            key = shift_in(key, digit);
            if index + 1 >= KEY_DIGITS {
                let from = self.keys.partition_point(|(other, _)| *other < key);
                let same = self.keys.iter().skip(from).take_while(|(other, _)| *other == key);
                ids.extend(same.map(|(_, id)| *id));
            }
        }
        ids.sort_unstable();
        ids.dedup();
    }
}

/// The last seven digits as a number.
fn shift_in(key: u32, digit: &u8) -> u32 {
    (key * 10 + u32::from(digit.wrapping_sub(b'0') % 10)) % 10_000_000
}

impl DigitRuns {
    /// Calls `visit(digits, starts)` for every run: its digits, and the position of each in the (folded) text.
    pub fn each(&mut self, text: &str, mut visit: impl FnMut(&[u8], &[u32])) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(next) = bytes.get(at..).and_then(first_digit) {
            at += next;
            self.digits.clear();
            self.at.clear();
            let mut gap = 0;
            while let Some(&byte) = bytes.get(at) {
                if byte.is_ascii_digit() {
                    self.digits.push(byte);
                    self.at.push(at as u32);
                    gap = 0;
                } else if SEPARATORS.contains(&byte) && gap < MAX_GAP {
                    gap += 1;
                } else {
                    break;
                }
                at += 1;
            }
            visit(&self.digits, &self.at);
        }
    }
}

/// Whether a text has a digit at all; without one no number can be in it.
pub(super) fn has_digit(text: &str) -> bool {
    first_digit(text.as_bytes()).is_some()
}

/// The position of the first digit. Blocks without one are passed over by vector instructions.
pub(super) fn first_digit(bytes: &[u8]) -> Option<usize> {
    let quiet = |block: &&[u8]| !block.iter().fold(false, |any, byte| any | byte.is_ascii_digit());
    let skipped = 32 * bytes.chunks(32).take_while(quiet).count();
    bytes.get(skipped..)?.iter().position(u8::is_ascii_digit).map(|at| skipped + at)
}

/// Finds a number in a run, beginning and ending at group edges; gives the first and one past the last digit's index.
pub(super) fn find_number(digits: &[u8], at: &[u32], number: &Number<'_>) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    if number.digits.is_empty() || digits.len() < number.digits.len() {
        return found;
    }
    let edge = |i: usize| match (i.checked_sub(1).and_then(|i| at.get(i)), at.get(i)) {
        (Some(before), Some(here)) => before + 1 != *here,
        _ => true,
    };
    // Runs are short: comparing everywhere costs less than preparing a search.
    let starts = digits.windows(number.digits.len()).enumerate();
    for (start, _) in starts.filter(|(_, window)| *window == number.digits) {
        let end = start + number.digits.len();
        if !edge(end) {
            continue;
        }
        // The longest dialling prefix that stands before it at a group edge.
        let prefix = number.country_code.and_then(|code| {
            let fits = |before: &[u8]| dialling_prefixes(code).any(|p| p == before);
            (1..=7.min(start))
                .rev()
                .find(|n| edge(start - n) && digits.get(start - n..start).is_some_and(fits))
        });
        match prefix {
            Some(length) => found.push((start - length, end)),
            None if edge(start) => found.push((start, end)),
            None => {}
        }
    }
    found
}

/// What may be dialled before a national number: trunk zero, country code, the ways out of a country.
fn dialling_prefixes(code: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let code = code.to_vec();
    ["0", "1", "C", "C0", "00C", "00C0", "011C"]
        .into_iter()
        .map(move |form| form.bytes().flat_map(|b| if b == b'C' { code.clone() } else { vec![b] }).collect())
}

/// The range in the text of digits `first..end` of a run, with the `+` or `(` that opens the number.
pub(super) fn number_range(text: &str, at: &[u32], first: usize, end: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut start = *at.get(first)? as usize;
    let stop = *at.get(end.checked_sub(1)?)? as usize + 1;
    let before = |start: usize| start.checked_sub(1).and_then(|i| bytes.get(i)).copied();
    if before(start) == Some(b'(') && bytes.get(start..stop).is_some_and(|number| number.contains(&b')')) {
        start -= 1;
    }
    if before(start) == Some(b'+') {
        start -= 1;
    }
    Some((start, stop))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, digits: &str, code: Option<&str>) -> Vec<String> {
        let number = Number { digits: digits.as_bytes(), country_code: code.map(str::as_bytes) };
        let mut found = Vec::new();
        DigitRuns::default().each(text, |run, at| {
            for (first, end) in find_number(run, at, &number) {
                let (start, stop) = number_range(text, at, first, end).unwrap();
                found.push(text[start..stop].to_owned());
            }
        });
        found
    }

    #[test]
    fn a_number_is_found_in_any_grouping() {
        for text in [
            "+1 212 555 0199",
            "(212) 555-0199",
            "212.555.0199",
            "2125550199",
            "1-212-555-0199",
            "001 212 5550199",
        ] {
            assert_eq!(find(&format!("call {text}, ok"), "2125550199", Some("1")), [text], "{text}");
        }
        assert_eq!(find("+44 (0)20 7946 0958", "2079460958", Some("44")), ["+44 (0)20 7946 0958"]);
        assert_eq!(find("12125550199 99 212555019900", "2125550199", Some("1")), ["12125550199"]);
    }

    #[test]
    fn the_index_names_every_number_of_a_run() {
        let numbers: [&[u8]; 5] = [b"2125550199", b"5550199", b"4111111111111111", b"12345", b"2125550199"];
        let mut index = NumberIndex::default();
        for (id, digits) in numbers.iter().enumerate() {
            index.add(digits, id as u32);
        }
        index.seal();
        let mut ids = Vec::new();
        for (run, expected) in [
            ("0012125550199", &[0, 1, 3, 4][..]),
            ("41111111111111119", &[2, 3]),
            ("5550199", &[1, 3]),
            ("555019", &[3]),
        ] {
            index.in_run(run.as_bytes(), &mut ids);
            assert_eq!(ids, expected, "{run}");
        }
    }

    #[test]
    fn part_of_another_number_is_not_it() {
        assert!(find("order 992125550199", "2125550199", Some("1")).is_empty());
        assert!(find("21255501990", "2125550199", Some("1")).is_empty());
    }
}
