//! Whether a known value stands where the beginning of one was seen: whole, in part, a name in any of its forms.

use super::{Dictionary, EMAIL_DOMAIN};
use crate::deid::fold::{begins_word, ends_word, is_word_byte, matches_at};
use crate::deid::name_cue::{has_cue, is_addressed, is_capital};
use crate::deid::variants::{Alone, NamePart, Needle, Shape, Slice, is_address_gap};

/// Where a known value stands, and by which rule.
pub(super) struct Hit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) recognizer: &'static str,
    pub(super) score: f32,
}

impl Dictionary {
    /// What a needle stands for where its beginning was seen, if all of it does.
    pub(super) fn confirm(&self, text: &str, at: usize, needle: &Needle) -> Option<Hit> {
        let bytes = text.as_bytes();
        match needle.shape {
            Shape::Name { person, part } => self.confirm_name(text, at, person, part),
            Shape::Email { local, domain, alone } => self.confirm_email(text, at, local, domain, alone),
            Shape::Words { recognizer, alone } => {
                let end = matches_at(bytes, at, self.variants.text(needle.text).as_bytes())?;
                let whole = begins_word(text, at) && ends_word(text, end);
                let score = if recognizer == "known_value.email_part" { 0.85 } else { 1.0 };
                (whole && stands(text, at, end, alone)).then_some(Hit { start: at, end, recognizer, score })
            }
            Shape::Address { recognizer } => {
                let end = address_at(text, at, self.variants.text(needle.text))?;
                let whole = begins_word(text, at) && ends_word(text, end);
                whole.then_some(Hit { start: at, end, recognizer, score: 1.0 })
            }
            Shape::Domain => {
                let end = matches_at(bytes, at, self.variants.text(needle.text).as_bytes())?;
                let is_host = at.checked_sub(1).and_then(|i| bytes.get(i)) != Some(&b'@');
                (is_host && begins_word(text, at) && ends_word(text, end)).then_some(Hit {
                    start: at,
                    end,
                    recognizer: EMAIL_DOMAIN,
                    score: 0.85,
                })
            }
            Shape::Compact => {
                let mut wanted = self.variants.text(needle.text).bytes().peekable();
                let mut end = at;
                while let Some(&next) = wanted.peek() {
                    let byte = *bytes.get(end)?;
                    if byte.to_ascii_lowercase() == next {
                        wanted.next();
                    } else if !(b" -:.".contains(&byte) && end > at) {
                        return None;
                    }
                    end += 1;
                }
                (begins_word(text, at) && ends_word(text, end)).then_some(Hit {
                    start: at,
                    end,
                    recognizer: "known_value.exact",
                    score: 1.0,
                })
            }
        }
    }

    /// The e-mail address, with or without `+tag`; or its local part alone where that is distinctive.
    fn confirm_email(&self, text: &str, at: usize, local: Slice, domain: Slice, alone: Alone) -> Option<Hit> {
        let bytes = text.as_bytes();
        let local_end = matches_at(bytes, at, self.variants.text(local).as_bytes())?;
        if !begins_word(text, at) {
            return None;
        }
        let mut sign = local_end;
        if bytes.get(sign) == Some(&b'+') {
            let tag = bytes.get(sign + 1..)?.iter().take(64);
            sign += 1 + tag.take_while(|b| is_word_byte(**b) || b"+.-".contains(b)).count();
        }
        if bytes.get(sign) == Some(&b'@')
            && let Some(end) = matches_at(bytes, sign + 1, self.variants.text(domain).as_bytes())
            && ends_word(text, end)
        {
            return Some(Hit { start: at, end, recognizer: "known_value.exact", score: 1.0 });
        }
        (ends_word(text, local_end) && stands(text, at, local_end, alone)).then_some(Hit {
            start: at,
            end: local_end,
            recognizer: "known_value.email_local_part",
            score: 0.85,
        })
    }

    /// A name from one of its parts: as many parts and initials of the same person as stand side by side.
    fn confirm_name(&self, text: &str, at: usize, person: u32, part: u32) -> Option<Hit> {
        let bytes = text.as_bytes();
        let parts = self.variants.parts_of(person);
        let first = parts.get(part as usize)?;
        if !begins_word(text, at) {
            return None;
        }
        let first_end = self.part_at(bytes, at, first)?;
        let extended = self.extend_name(text, first_end, parts, 1 << part);
        let (mut end, used) =
            extended.or_else(|| genitive(text, at, first_end, first).map(|end| (end, 1 << part)))?;
        let mut start = at;
        let count = used.count_ones();
        let mut initials = false;
        if count < parts.len() as u32 {
            // `J. R. Doe` has as many initials at most as it lacks names.
            for _ in count..parts.len() as u32 {
                let Some(from) = self.initial_before(text, start, parts, used) else { break };
                (start, initials) = (from, true);
            }
            if !initials && let Some(to) = self.initial_after(text, end, parts, used) {
                (end, initials) = (to, true);
            }
        }
        let all = count == parts.len() as u32;
        let last = part as usize + 1 == parts.len();
        let (recognizer, score) = match () {
            () if all && part == 0 => ("known_value.exact", 1.0),
            () if all => ("known_value.last_first", 1.0),
            () if count > 1 => ("known_value.name_parts", 0.95),
            () if initials => ("known_value.initial", 0.95),
            () if part == 0 => ("known_value.first_name", 0.9),
            () if last => ("known_value.last_name", 0.9),
            () => ("known_value.middle_name", 0.9),
        };
        let alone = match first.alone {
            _ if count > 1 => true,
            Alone::WithCue if initials => true,
            alone => stands(text, at, first_end, alone),
        };
        alone.then_some(Hit { start, end, recognizer, score })
    }

    /// The furthest end that further parts of the name reach, and the parts used; `None` where not even the parts
    /// so far end as a word.
    fn extend_name(&self, text: &str, end: usize, parts: &[NamePart], used: u32) -> Option<(usize, u32)> {
        let bytes = text.as_bytes();
        let mut best = ends_word(text, end).then_some((end, used));
        let gap = bytes.get(end..)?.iter().take(3).take_while(|b| b" \t\n\r,.-_'".contains(b)).count();
        for (index, part) in parts.iter().enumerate() {
            let bit = 1u32 << index;
            if used & bit == 0
                && let Some(next) = self.part_at(bytes, end + gap, part)
                && let Some(longer) = self.extend_name(text, next, parts, used | bit)
                && best.is_none_or(|(best, _)| longer.0 > best)
            {
                best = Some(longer);
            }
        }
        best
    }

    /// Where a part of a name ends that stands here in one of its spellings.
    fn part_at(&self, bytes: &[u8], at: usize, part: &NamePart) -> Option<usize> {
        let text = matches_at(bytes, at, self.variants.text(part.text).as_bytes());
        let other = self.variants.text(part.other).as_bytes();
        text.or_else(|| if other.is_empty() { None } else { matches_at(bytes, at, other) })
    }

    /// `J. Doe`, `J Doe`, `J.Doe`: where an initial of an unused part stands before the name.
    fn initial_before(&self, text: &str, at: usize, parts: &[NamePart], used: u32) -> Option<usize> {
        let bytes = text.as_bytes();
        let byte = |i: usize| bytes.get(i).copied();
        let mut from = at.checked_sub(1)?;
        let spaced = byte(from) == Some(b' ');
        from -= usize::from(spaced && from > 0);
        let dotted = byte(from) == Some(b'.');
        from -= usize::from(dotted && from > 0);
        let letter = byte(from)?;
        let fits = (spaced || dotted) && self.is_initial(letter, dotted, parts, used);
        (fits && begins_word(text, from)).then_some(from)
    }

    /// `Jane D.`, `Jane D`: where an initial of an unused part stands after the name.
    fn initial_after(&self, text: &str, end: usize, parts: &[NamePart], used: u32) -> Option<usize> {
        let bytes = text.as_bytes();
        if bytes.get(end) != Some(&b' ') {
            return None;
        }
        let letter = *bytes.get(end + 1)?;
        let dotted = bytes.get(end + 2) == Some(&b'.');
        let fits = self.is_initial(letter, dotted, parts, used) && ends_word(text, end + 2);
        fits.then_some(end + 2 + usize::from(dotted))
    }

    fn is_initial(&self, letter: u8, dotted: bool, parts: &[NamePart], used: u32) -> bool {
        // `Jane I think …`, `Jane A new …`, `jane e bob` are no initials.
        let plausible = letter.is_ascii_alphabetic()
            && (dotted
                || letter.is_ascii_uppercase() && !b"IA".contains(&letter)
                || !b"aeiouyst".contains(&letter.to_ascii_lowercase()));
        let unused = parts.iter().enumerate().filter(|(index, _)| used & 1 << index == 0);
        let starts = |part: &NamePart| {
            self.variants.text(part.text).as_bytes().first() == Some(&letter.to_ascii_lowercase())
        };
        plausible && unused.into_iter().any(|(_, part)| starts(part))
    }
}

/// Whether a part of a value stands for it here.
fn stands(text: &str, start: usize, end: usize, alone: Alone) -> bool {
    match alone {
        Alone::Never => false,
        Alone::Addressed => is_addressed(text, start, end),
        Alone::Capital => is_capital(text, start, end),
        Alone::WithCue => has_cue(text, start, end),
        Alone::Yes => true,
    }
}

/// `Sofias Bestellung`: the name with the `s` that many languages put behind it, if it is written as a name.
fn genitive(text: &str, at: usize, end: usize, part: &NamePart) -> Option<usize> {
    let bytes = text.as_bytes();
    let name = bytes.get(at..end)?;
    let written = name.first().is_some_and(u8::is_ascii_uppercase)
        && !name.iter().skip(1).any(u8::is_ascii_uppercase)
        && name.len() > 3;
    let fits = part.alone == Alone::Yes && written && bytes.get(end) == Some(&b's');
    (fits && ends_word(text, end + 1)).then_some(end + 1)
}

/// Where an address ends that stands here, whatever is between its words.
fn address_at(text: &str, at: usize, address: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = at;
    for (index, word) in address.split(' ').enumerate() {
        if index > 0 {
            let rest = text.get(end..)?;
            let gap = rest.len() - rest.trim_start_matches(is_address_gap).len();
            end += if gap > 0 { gap } else { return None };
        }
        end = matches_at(bytes, end, word.as_bytes())?;
    }
    Some(end)
}
