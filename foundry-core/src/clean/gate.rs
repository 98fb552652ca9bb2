//! A first look at raw text: which phrases stand in it, compared without ASCII case.
//!
//! Of every phrase one stretch of bytes is chosen, the one that ordinary text shows least: four bytes of a short phrase,
//! eight of a long one. All stretches of four in a text are looked up in a table of bits that stays in the nearest cache,
//! of those of eight every fourth, which is enough where a phrase is known by four of them in a row. No look-up waits
//! for the one before, and only where one is known are its phrases compared. Phrases at the start of a line are compared
//! there alone.

use std::collections::HashMap;

/// Places that one step looks at.
const STEP: usize = 4;

/// A phrase at least so long is known by stretches of eight bytes: `STEP` of them in a row fit into it.
const LONG: usize = 8 + STEP - 1;

/// A phrase in lower case, and what it is a sign of.
struct Form {
    bytes: Box<[u8]>,
    bits: u16,
}

pub(super) struct Gate {
    short: Stretches,
    /// From one place to the next at which short forms are looked for: 2, or 1 where one has no more than four bytes.
    short_step: usize,
    long: Stretches,
    /// The first four bytes of forms that start a line.
    openings: Stretches,
    /// Forms that start a line and are shorter than that, with their first byte in lower case; sorted.
    short_openings: Vec<(u8, usize)>,
    forms: Vec<Form>,
}

impl Gate {
    /// Takes the forms in which phrases stand in raw text, with their bits; one that begins with a line feed is looked
    /// for at the start of lines but the first, and so is one of less than four bytes.
    pub fn new(signs: impl IntoIterator<Item = (String, u16)>) -> Gate {
        let (mut short, mut long) = (Vec::new(), Vec::new());
        let (mut openings, mut short_openings) = (Vec::new(), Vec::new());
        let mut anywhere: Vec<usize> = Vec::new();
        let mut forms: Vec<Form> = Vec::new();
        for (form, bits) in signs {
            let at = forms.len();
            let line = form.strip_prefix('\n').map(|line| line.trim_start_matches([' ', '\t']));
            let bytes = line.unwrap_or(&form).to_ascii_lowercase().into_bytes().into_boxed_slice();
            match (line, bytes.first_chunk::<4>()) {
                (Some(_), Some(opening)) => {
                    openings.push(Stretch { bytes: lowered(opening), offset: 0, form: at });
                }
                (_, None) => short_openings.push((bytes.first().copied().unwrap_or(b' '), at)),
                (None, Some(_)) => anywhere.push(at),
            }
            forms.push(Form { bytes, bits });
        }
        short_openings.sort_unstable();
        let shortest = anywhere.iter().filter_map(|form| forms.get(*form)).map(|form| form.bytes.len()).min();
        let short_step = if shortest.unwrap_or_default() < 5 { 1 } else { 2 };
        let shared = Shared::of(anywhere.iter().filter_map(|form| forms.get(*form)));
        for form in anywhere {
            let bytes = forms.get(form).map_or(&[][..], |form| &form.bytes);
            let (window, count) =
                if bytes.len() >= LONG { (LONG, STEP) } else { (3 + short_step, short_step) };
            let rarest = bytes.windows(window).enumerate().min_by_key(|(_, window)| shared.cost(window));
            let stretches = if window == LONG { &mut long } else { &mut short };
            let length = window + 1 - count;
            for offset in rarest.into_iter().flat_map(|(first, _)| first..first + count) {
                let stretch = lowered(bytes.get(offset..offset + length).unwrap_or_default());
                stretches.push(Stretch { bytes: stretch, offset, form });
            }
        }
        Gate {
            short: Stretches::new(short),
            long: Stretches::new(long),
            short_step,
            openings: Stretches::new(openings),
            short_openings,
            forms,
        }
    }

    /// The bits of all forms in the text. Linear in its length: at each place only the few forms are compared that
    /// share a stretch.
    pub fn signs_of(&self, text: &str) -> u16 {
        let bytes = text.as_bytes();
        let bits =
            if self.short_step == 1 { self.signs_within::<1>(bytes) } else { self.signs_within::<2>(bytes) };
        memchr::memchr_iter(b'\n', bytes)
            .fold(bits, |bits, at| bits | self.forms_opening(bytes.get(at + 1..).unwrap_or_default()))
    }

    /// The bits of the forms that stand anywhere, short ones looked for at every place divisible by `SHORT`.
    #[inline]
    fn signs_within<const SHORT: usize>(&self, bytes: &[u8]) -> u16 {
        let mut bits = 0;
        let mut at = 0;
        while at < bytes.len() {
            // What is missing at the end stands for spaces, and is no part of any form when it is compared.
            let window = match bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
                Some(window) => u64::from_le_bytes(*window) | LOWER,
                None => lowered(bytes.get(at..).unwrap_or_default()),
            };
            let mut known = self.long.knows(window);
            for place in (0..STEP).step_by(SHORT) {
                known |= self.short.knows(four(window, place));
            }
            if known {
                bits |= self.forms_around(&self.long, window, bytes, at, bits);
                for place in (0..STEP).step_by(SHORT) {
                    bits |= self.forms_around(&self.short, four(window, place), bytes, at + place, bits);
                }
            }
            at += STEP;
        }
        bits
    }

    /// The bits of the forms that have this stretch where it stands at a place; `seen` are those that are known already.
    fn forms_around(&self, stretches: &Stretches, stretch: u64, bytes: &[u8], at: usize, seen: u16) -> u16 {
        if !stretches.knows(stretch) {
            return 0;
        }
        let known = stretches.of(stretch).filter_map(|known| {
            let form = self.forms.get(known.form).filter(|form| form.bits & !seen != 0)?;
            begins(bytes.get(at.checked_sub(known.offset)?..)?, form).then_some(form.bits)
        });
        known.fold(0, |bits, more| bits | more)
    }

    /// The forms that begin a line, or what follows the marks, dashes and brackets at its start.
    fn forms_opening(&self, line: &[u8]) -> u16 {
        let skip = |skipped: &[u8]| {
            let start = line.iter().take(12).position(|b| !skipped.contains(b)).unwrap_or(0);
            line.get(start..).unwrap_or_default()
        };
        let line = skip(b" \t");
        let bare = skip(b" \t*-(\"[<~_");
        let bits = self.forms_at(line);
        if bare.len() == line.len() { bits } else { bits | self.forms_at(bare) }
    }

    fn forms_at(&self, line: &[u8]) -> u16 {
        let Some(first) = line.first().map(u8::to_ascii_lowercase) else { return 0 };
        let place = self.short_openings.partition_point(|(byte, _)| *byte < first);
        let short = self.short_openings.get(place..).unwrap_or_default();
        let short = short.iter().take_while(|(byte, _)| *byte == first);
        let short = short.filter_map(|(_, form)| self.forms.get(*form).filter(|form| begins(line, form)));
        let bits = short.fold(0, |bits, form| bits | form.bits);
        let Some(opening) = line.first_chunk::<4>().map(|opening| lowered(opening)) else { return bits };
        bits | self.forms_around(&self.openings, opening, line, 0, bits)
    }
}

/// The four bytes of a window from a place on.
#[inline]
fn four(window: u64, place: usize) -> u64 {
    window >> (8 * place) & 0xffff_ffff
}

fn begins(bytes: &[u8], form: &Form) -> bool {
    bytes.get(..form.bytes.len()).is_some_and(|head| head.eq_ignore_ascii_case(&form.bytes))
}

/// How many forms show each four bytes: what many share costs many comparisons, and is common besides.
struct Shared(HashMap<u64, u32>);

impl Shared {
    fn of<'f>(forms: impl Iterator<Item = &'f Form>) -> Shared {
        let mut shared = HashMap::new();
        for window in forms.flat_map(|form| form.bytes.windows(4)) {
            *shared.entry(lowered(window)).or_insert(0) += 1;
        }
        Shared(shared)
    }

    /// What it costs to look for a form by these bytes.
    fn cost(&self, window: &[u8]) -> u32 {
        let forms = |four: &[u8]| self.0.get(&lowered(four)).copied().unwrap_or(0);
        // Several fours in a row are met together, so the rarest of them counts.
        commonness(window) * 8 / window.len() as u32
            + 8 * window.windows(4).map(forms).min().unwrap_or(0).max(1).ilog2()
    }
}

/// A stretch, where it stands in its form, and the form.
struct Stretch {
    bytes: u64,
    offset: usize,
    form: usize,
}

/// Bits of a table of stretches, as a power of two: 64 KB. A stretch that only seems to be known costs more than many
/// that are not, so the table is large for what it holds.
const TABLE_BITS: u32 = 19;

/// Groups of stretches that are compared with one another, as a power of two.
const GROUP_BITS: u32 = 11;

/// Stretches by their hash.
struct Stretches {
    /// One bit for each stretch.
    table: Box<[u64; 1 << (TABLE_BITS - 6)]>,
    /// Where each group begins; one more for the end.
    groups: Vec<u32>,
    /// Sorted by hash.
    stretches: Vec<Stretch>,
}

impl Stretches {
    fn new(mut stretches: Vec<Stretch>) -> Stretches {
        stretches.sort_by_key(|stretch| (hash(stretch.bytes), stretch.form));
        let mut table = Box::new([0; 1 << (TABLE_BITS - 6)]);
        for stretch in &stretches {
            let slot = slot(stretch.bytes);
            table[slot >> 6] |= 1 << (slot & 63);
        }
        let groups = (0..=1 << GROUP_BITS)
            .map(|group: usize| stretches.partition_point(|stretch| group_of(stretch.bytes) < group) as u32)
            .collect();
        Stretches { table, groups, stretches }
    }

    /// Whether a stretch may be among them.
    #[inline]
    fn knows(&self, stretch: u64) -> bool {
        let slot = slot(stretch);
        self.table[slot >> 6] >> (slot & 63) & 1 != 0
    }

    fn of(&self, bytes: u64) -> impl Iterator<Item = &Stretch> {
        let group = group_of(bytes);
        let place = |group: usize| self.groups.get(group).map_or(0, |place| *place as usize);
        let group = self.stretches.get(place(group)..place(group + 1)).unwrap_or_default();
        group.iter().filter(move |stretch| stretch.bytes == bytes)
    }
}

/// The bit that makes the case of ASCII letters not count.
const LOWER: u64 = 0x2020_2020_2020_2020;

/// Up to eight bytes as a number in which the case of ASCII letters does not count.
fn lowered(bytes: &[u8]) -> u64 {
    let number = bytes.iter().take(8).rev().fold(0, |number, byte| number << 8 | u64::from(*byte));
    if bytes.len() == 4 { number | LOWER >> 32 } else { number | LOWER }
}

#[inline]
fn hash(stretch: u64) -> u64 {
    stretch.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The bit of a stretch in a table.
#[inline]
fn slot(stretch: u64) -> usize {
    (hash(stretch) >> (64 - TABLE_BITS)) as usize
}

fn group_of(stretch: u64) -> usize {
    (hash(stretch) >> (64 - GROUP_BITS)) as usize
}

/// How often ordinary text shows a stretch, roughly: letters weigh by their frequency in our languages.
fn commonness(stretch: &[u8]) -> u32 {
    let weight = |byte: &u8| match byte {
        b' ' => 9,
        b'e' => 8,
        b'a' | b'i' | b'n' | b't' | b'o' | b'r' | b's' => 7,
        b'd' | b'l' | b'h' | b'u' | b'c' => 5,
        b'm' | b'g' | b'p' => 4,
        b'f' | b'b' | b'w' | b'v' | b'k' | b'y' => 3,
        b'j' | b'q' | b'x' | b'z' => 1,
        _ => 2,
    };
    stretch.iter().map(weight).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_seen_in_any_case_and_place() {
        let forms = ["joined the chat", "\nbest regards", "\nlg", "\n>", "außer haus"];
        let gate = Gate::new(forms.iter().enumerate().map(|(i, form)| ((*form).to_owned(), 1 << i)));
        for (i, form) in forms.iter().enumerate() {
            for text in [format!("x{form} y"), format!("{}{form}{}", "abc ".repeat(30), " def".repeat(30))] {
                assert_eq!(gate.signs_of(&text), 1 << i, "{form}");
                assert_eq!(gate.signs_of(&text.to_ascii_uppercase()), 1 << i, "{form}");
            }
        }
        assert_eq!(gate.signs_of("a\n  *Best regards*"), 2);
        assert_eq!(gate.signs_of("where is my parcel\nit joined the best regard"), 0);
        assert_eq!(gate.signs_of(""), 0);
    }
}
