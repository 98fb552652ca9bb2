//! Numbers said as words: `two one two, five five five, oh one double nine`.
//!
//! A run of them is written as digits, put back between the words around it, and given to the recognizers of written
//! numbers: what they accept there, check digits, numbering plans and cues included, the spoken number is.

use super::numerals::{self, DE, EN, ES, FR, IT, Languages, NL, Numeral, PT, numeral};
use super::word::Word;
use crate::deid::recognizers::Recognizers;
use crate::deid::recognizers::cue::{BANK, BIRTH, CARD, Cues, NETWORK, REFERENCE, SSN, TAX, VERSION};
use crate::deid::recognizers::phone_number::obeys_plan_of;
use crate::entity::EntityType::{self, *};
use crate::entity::{EntitySet, Finding, Rank, Span};

/// What may stand between the words of one number.
const MARKS: [char; 3] = [',', '-', '–'];
/// The same inside `forty-two`.
const HYPHEN: [char; 1] = ['-'];
/// The most digits of a number; more are none.
const DIGITS: usize = 24;
/// The most words of a run that are looked at before the word it was met by.
const BACK: usize = 32;
/// How much text around a number goes to the recognizers, in bytes.
const BEFORE: usize = 160;
const BEHIND: usize = 64;
/// The fewest digits of a value that no security code is.
const LONG: usize = 7;

/// What a short number may be: a secret behind its cue.
const SHORT_TYPES: EntitySet = EntitySet::NONE.with(Password).with(CreditCardCvv).with(CreditCard);
/// What no spoken number is: what has a shape of its own, and dates, ages and addresses, which are said otherwise.
const OTHER_TYPES: EntitySet = EntitySet::NONE
    .with(Age)
    .with(ApiKey)
    .with(Coordinates)
    .with(CreditCardExpiry)
    .with(Crypto)
    .with(DateOfBirth)
    .with(DateTime)
    .with(EmailAddress)
    .with(IpAddress)
    .with(MacAddress)
    .with(StreetAddress)
    .with(Url)
    .with(Username)
    .with(UsZipCode);

/// A number said as words.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) span: Span,
    /// Its ASCII digits, behind a `+` if one was said; not all of them where there are too many.
    pub(super) digits: String,
    languages: Languages,
    /// How many words and pairs of words it was said in.
    groups: usize,
    /// Whether every digit was said for itself.
    single: bool,
    /// Whether it counts up or down, or stays: `one two three`, `sizes thirty two, thirty four, thirty six`.
    counts: bool,
    /// Whether it is no number of anything but how much: `two thousand five hundred`.
    is_quantity: bool,
    /// The last mark in it: where the number before it ends, and how many digits and groups that has.
    cut: Option<(usize, usize, usize)>,
}

/// Looks at the number around the numeral at byte `at`; gives where it ends, whatever it is.
pub(super) fn around(
    recognizers: &Recognizers,
    text: &str,
    at: usize,
    done: usize,
    out: &mut Vec<Finding>,
) -> usize {
    let Some(mut run) = first_word(text, at, done).and_then(|word| read(text, word)) else { return at };
    let mut found = finding(recognizers, text, &run, out);
    let mut end = run.span.end;
    // `… oh one nine nine, two of them`
    if found.is_none() && run.cut_off() {
        found = finding(recognizers, text, &run, out);
        end = if found.is_some() { run.span.end } else { end };
    }
    out.extend(found);
    end
}

/// Whether a word says two digits at most and no other word of a number stands beside it: `two seats`. It is none then.
pub(super) fn is_lone(text: &str, word: &Word, numeral: Numeral) -> bool {
    use Numeral::{Digit, Filler, Link, Magnitude, Pair, Teen, Tens};
    let goes_on = |next: &Word| numerals::numeral(next.bytes());
    // What zero is called may be an exclamation.
    matches!(numeral, Digit(1..) | Teen(_) | Tens(_) | Pair(_))
        && Word::after(text, word.span.end, &MARKS).as_ref().and_then(goes_on).is_none()
        && matches!(
            Word::before(text, word.span.start, &MARKS).as_ref().and_then(goes_on),
            None | Some((Link | Filler | Magnitude, _))
        )
}

/// The digits of a value that is all numerals, behind a `+` if one was said.
pub(super) fn written(value: &str) -> Option<String> {
    let value = value.trim_end();
    let start = Word::at(value, 0).filter(is_plus).map_or(0, |plus| plus.span.end);
    let first = if start == 0 { Word::at(value, 0)? } else { Word::after(value, start, &[])? };
    let run = read(value, first)?;
    (run.span == Span::new(0, value.len()) && run.digits.len() <= DIGITS).then_some(run.digits)
}

/// The first word of the number that the word at byte `at` is part of.
fn first_word(text: &str, at: usize, done: usize) -> Option<Word> {
    let mut first = Word::at(text, at)?;
    let (_, mut languages) = numeral(first.bytes())?;
    for _ in 0..BACK {
        let Some(before) = Word::before(text, first.span.start, &MARKS) else { break };
        let Some((numeral, these)) = numeral(before.bytes()) else { break };
        if matches!(numeral, Numeral::Link | Numeral::Filler | Numeral::Magnitude) {
            break;
        }
        languages &= these;
        if before.span.start < done || languages == 0 {
            break;
        }
        first = before;
    }
    Some(first)
}

/// Reads the number whose first word this is.
pub(super) fn read(text: &str, first: Word) -> Option<Run> {
    // `oh, two things`: an exclamation; `o` begins no number.
    let mut word = first;
    while word.folded() == "o"
        || word.folded() == "oh" && text.get(word.span.end..).is_some_and(|rest| rest.starts_with(','))
    {
        word = Word::after(text, word.span.end, &MARKS)?;
    }
    let mut run = Run {
        span: Span::new(word.span.start, word.span.start),
        digits: String::new(),
        languages: Languages::MAX,
        groups: 0,
        single: true,
        counts: true,
        is_quantity: false,
        cut: None,
    };
    if let Some(plus) = Word::before(text, word.span.start, &[]).filter(is_plus) {
        run.span.start = plus.span.start;
        run.digits.push('+');
    }
    let mut last = None;
    let mut step = None;
    while let Some(group) = Group::read(text, &word, run.languages) {
        run.languages = group.languages;
        run.span.end = group.end;
        run.groups += 1;
        run.single &= group.is_single;
        if run.digits.len() <= DIGITS {
            run.digits.push_str(&group.digits);
        }
        let this = i32::from(group.value);
        if let Some(last) = last.replace(this) {
            let by = (this - last).signum();
            run.counts &= *step.get_or_insert(by) == by;
        }
        run.counts &= group.is_plain;
        match next_number(text, group.end, run.languages) {
            Some((next, is_quantity)) => {
                run.is_quantity |= is_quantity;
                let pause = text.get(group.end..next.span.start).unwrap_or_default();
                if pause.starts_with(',') || pause == " - " || pause == " – " {
                    run.cut = Some((group.end, run.digits.len(), run.groups));
                }
                word = next;
                if is_quantity {
                    run.span.end = next.span.end;
                    match next_number(text, next.span.end, run.languages) {
                        Some((next, _)) => word = next,
                        None => break,
                    }
                }
            }
            None => break,
        }
    }
    (run.groups > 0).then_some(run)
}

/// The next word of a number that goes on behind byte `end`, and whether it makes the number a quantity.
fn next_number(text: &str, end: usize, languages: Languages) -> Option<(Word, bool)> {
    let mut next = Word::after(text, end, &MARKS)?;
    for _ in 0..2 {
        match numeral(next.bytes()).filter(|(_, these)| these & languages != 0)?.0 {
            Numeral::Filler => next = Word::after(text, next.span.end, &MARKS)?,
            Numeral::Magnitude => return Some((next, true)),
            Numeral::Link => return None,
            _ => return Some((next, false)),
        }
    }
    None
}

/// What is said as one: a digit, a pair, `double four`, `eight hundred`.
struct Group {
    digits: String,
    value: u16,
    end: usize,
    languages: Languages,
    /// Whether it is digits one by one.
    is_single: bool,
    /// Whether it is the bare word for its value.
    is_plain: bool,
}

impl Group {
    fn read(text: &str, word: &Word, languages: Languages) -> Option<Group> {
        let (numeral, these) = numeral(word.bytes())?;
        let languages = Some(languages & these).filter(|languages| *languages != 0)?;
        let end = word.span.end;
        let group = |digits: String, value: u8, end, is_single, is_plain| Group {
            digits,
            value: value.into(),
            end,
            languages,
            is_single,
            is_plain,
        };
        let pair = |value: u8, end, is_plain| group(format!("{value:02}"), value, end, false, is_plain);
        Some(match numeral {
            Numeral::Digit(digit) => match follower(text, end, languages) {
                // `quatre-vingt-dix-sept`
                Some((Numeral::Tens(2), after)) if digit == 4 && languages & FR != 0 => {
                    let (value, end) = tens(text, 8, after, languages & FR);
                    Group { languages: languages & FR, ..pair(value, end, false) }
                }
                Some((Numeral::Hundred, after)) if digit > 0 => hundreds(text, digit, after, languages),
                _ => group(digit.to_string(), digit, end, true, true),
            },
            Numeral::Teen(10) if languages & FR != 0 => {
                let (value, end) = french_teen(text, end);
                pair(value, end, true)
            }
            Numeral::Teen(value) => pair(value, end, true),
            Numeral::Tens(ten) => {
                let (value, end) = tens(text, ten, end, languages);
                pair(value, end, true)
            }
            Numeral::Pair(value) => pair(value, end, true),
            Numeral::Hundreds(digit) => hundreds(text, digit, end, languages),
            Numeral::Hundred => hundreds(text, 1, end, languages),
            Numeral::Times(times) => {
                let next = Word::after(text, end, &MARKS)?;
                let (Numeral::Digit(digit), these) = numerals::numeral(next.bytes())? else { return None };
                let languages = Some(languages & these).filter(|languages| *languages != 0)?;
                let digits = digit.to_string().repeat(times.into());
                Group { languages, ..group(digits, digit, next.span.end, true, false) }
            }
            Numeral::Link | Numeral::Filler | Numeral::Magnitude => return None,
        })
    }
}

/// The numeral behind byte `end`, with no more than a hyphen between.
fn follower(text: &str, end: usize, languages: Languages) -> Option<(Numeral, usize)> {
    let next = Word::after(text, end, &HYPHEN)?;
    numeral(next.bytes())
        .filter(|(_, these)| these & languages != 0)
        .map(|(numeral, _)| (numeral, next.span.end))
}

/// The value of tens with the digit that belongs to them, and its end: `forty-two`, `treinta y cuatro`, `soixante et onze`.
fn tens(text: &str, ten: u8, end: usize, languages: Languages) -> (u8, usize) {
    let next = match follower(text, end, languages) {
        Some((Numeral::Link, after)) if languages & (FR | ES | PT | IT) != 0 => {
            follower(text, after, languages)
        }
        next => next,
    };
    match next {
        Some((Numeral::Digit(digit), after)) if digit > 0 => (ten * 10 + digit, after),
        Some((Numeral::Teen(10), after)) if languages == FR && matches!(ten, 6 | 8) => {
            let (teen, end) = french_teen(text, after);
            (ten * 10 + teen, end)
        }
        Some((Numeral::Teen(teen), after)) if languages == FR && matches!(ten, 6 | 8) => {
            (ten * 10 + teen, after)
        }
        _ => (ten * 10, end),
    }
}

/// `dix-sept`, `dix-huit`, `dix-neuf`, or `dix`.
fn french_teen(text: &str, end: usize) -> (u8, usize) {
    match follower(text, end, FR) {
        Some((Numeral::Digit(digit @ 7..=9), after)) => (10 + digit, after),
        _ => (10, end),
    }
}

/// `eight hundred`, with what belongs to it: `ochocientos cincuenta y cinco`.
fn hundreds(text: &str, digit: u8, end: usize, languages: Languages) -> Group {
    let (mut rest, mut stop) = (0, end);
    let next = match follower(text, end, languages) {
        Some((Numeral::Link, after)) => follower(text, after, languages),
        Some((Numeral::Digit(_), _)) => None,
        next => next,
    };
    match next {
        Some((Numeral::Tens(ten), after)) => (rest, stop) = tens(text, ten, after, languages),
        Some((Numeral::Teen(value) | Numeral::Pair(value) | Numeral::Digit(value), after)) => {
            (rest, stop) = (value, after);
        }
        _ => {}
    }
    let value = u16::from(digit) * 100 + u16::from(rest);
    Group { digits: value.to_string(), value, end: stop, languages, is_single: false, is_plain: true }
}

/// What a number is, where it stands.
fn finding(recognizers: &Recognizers, text: &str, run: &Run, earlier: &[Finding]) -> Option<Finding> {
    let digits = run.digits.trim_start_matches('+').len();
    if !(3..=DIGITS).contains(&digits) || run.is_quantity {
        return None;
    }
    let written = Written::new(text, run, &run.digits, earlier);
    let found = written.value(recognizers, run, digits);
    // `social security number`: in its own grouping, it is no other security number.
    let grouped = found.filter(|found| found.entity_type == Password && digits == 9).and_then(|_| {
        let (area, group, serial) = (run.digits.get(..3)?, run.digits.get(3..5)?, run.digits.get(5..)?);
        let written = Written::new(text, run, &format!("{area}-{group}-{serial}"), earlier);
        let is_person = |found: &Finding| matches!(found.entity_type, UsSsn | UsItin);
        written.value(recognizers, run, digits).filter(is_person)
    });
    let phone =
        || written.phone(run).filter(|_| recognizers.chosen.contains(PhoneNumber) && run.is_long(digits));
    grouped.or(found).or_else(phone)
}

impl Run {
    /// Whether the number may be what it looks like when it is written.
    fn is(&self, finding: &Finding, digits: usize) -> bool {
        if OTHER_TYPES.contains(finding.entity_type) || matches!(finding.entity_type, EntityType::Custom(_)) {
            return false;
        }
        match finding.cue.is_some() || finding.rank == Rank::Cue {
            true if digits < LONG => {
                SHORT_TYPES.contains(finding.entity_type)
                    && (self.single || finding.entity_type == CreditCard && self.groups > 1)
            }
            true => true,
            false => match finding.entity_type {
                PhoneNumber => self.is_long(digits),
                CreditCard => digits >= 13,
                _ => false,
            },
        }
    }

    /// Leaves off a digit or two behind the last mark; `false` where there are none.
    fn cut_off(&mut self) -> bool {
        let Some((end, digits, groups)) = self.cut.take().filter(|cut| cut.2 + 2 >= self.groups) else {
            return false;
        };
        (self.span.end, self.groups) = (end, groups);
        self.digits.truncate(digits);
        true
    }

    /// Whether it is said as the number of a telephone is: no counting, not the same digit again and again.
    fn is_long(&self, digits: usize) -> bool {
        let kinds = (b'0'..=b'9').filter(|digit| self.digits.as_bytes().contains(digit)).count();
        digits >= 9 && self.groups >= 4 && !self.counts && kinds >= 3
    }
}

/// The name of the rule that a spoken number goes by.
fn rule(finding: &Finding) -> &'static str {
    match finding.entity_type {
        PhoneNumber => "phone_number.spoken",
        CreditCard => "credit_card.spoken",
        CreditCardCvv => "credit_card_cvv.spoken",
        UsSsn => "us_ssn.spoken",
        Password => "password.spoken",
        _ => finding.recognizer,
    }
}

/// A piece of text with the number in it written as digits.
struct Written {
    text: String,
    digits: Span,
    /// From this byte on, what stands before the number is as it was from byte `before` of the text on.
    unchanged: usize,
    before: usize,
    /// The end of the spoken number.
    behind: usize,
}

impl Written {
    fn new(text: &str, run: &Run, number: &str, earlier: &[Finding]) -> Written {
        let (start, end) = (run.span.start, run.span.end);
        let from = text.floor_char_boundary(start.saturating_sub(BEFORE));
        let mut before = text.get(from..start).unwrap_or_default();
        // A word that is cut is left out.
        if from > 0 {
            before = before.find([' ', '\n']).and_then(|cut| before.get(cut..)).unwrap_or_default();
        }
        let mut written = String::with_capacity(before.len() + number.len() + BEHIND + 8);
        // The last number that was found is what its token will be: a word that says nothing.
        let last = earlier.iter().map(|finding| finding.span).rfind(|span| span.end <= start);
        let mut from = start - before.len();
        if let Some(last) = last.filter(|last| last.end > from) {
            written.push_str(text.get(from..last.start).unwrap_or_default());
            written.push_str("[PHONE_1]");
            from = last.end;
        }
        let unchanged = written.len();
        written.push_str(text.get(from..start).unwrap_or_default());
        let digits = Span::new(written.len(), written.len() + number.len());
        written.push_str(number);
        let behind = text.floor_char_boundary((end + BEHIND).min(text.len()));
        written.push_str(text.get(end..behind).unwrap_or_default());
        Written { text: written, digits, unchanged, before: from, behind: end }
    }

    /// What the recognizers of written numbers take the whole number for.
    fn value(&self, recognizers: &Recognizers, run: &Run, digits: usize) -> Option<Finding> {
        let mut found = Vec::new();
        recognizers.scan(&self.text, &mut found);
        let is_whole = |finding: &&Finding| {
            let Span { start, end } = self.digits;
            finding.span.end == end && (start..=end - digits).contains(&finding.span.start)
        };
        let finding = found.iter().filter(is_whole).find(|finding| run.is(finding, digits))?;
        let cue = finding.cue.and_then(|cue| self.original(cue));
        Some(Finding { span: run.span, cue, recognizer: rule(finding), ..*finding })
    }

    /// Where a cue stands in the text itself.
    fn original(&self, cue: Span) -> Option<Span> {
        if cue.start >= self.digits.end {
            let moved = |at: usize| at - self.digits.end + self.behind;
            return Some(Span::new(moved(cue.start), moved(cue.end)));
        }
        let moved = |at: usize| at - self.unchanged + self.before;
        (cue.start >= self.unchanged && cue.end <= self.digits.start)
            .then(|| Span::new(moved(cue.start), moved(cue.end)))
    }

    /// A telephone number of a country whose language it is said in, where nothing calls it another number.
    fn phone(&self, run: &Run) -> Option<Finding> {
        const OTHERS: u16 = REFERENCE | VERSION | CARD | BANK | SSN | TAX | BIRTH | NETWORK;
        let is_other = |cues: &Cues| cues.nearest(OTHERS).is_some();
        if is_other(&Cues::before(&self.text, self.digits.start, &[]))
            || is_other(&Cues::after(&self.text, self.digits.end))
        {
            return None;
        }
        let digits = run.digits.trim_start_matches('+').as_bytes();
        let regions: &[(Languages, &[&str])] = &[
            (EN, &["US", "GB", "IE", "AU"]),
            (DE, &["DE", "AT", "CH"]),
            (FR, &["FR", "BE"]),
            (ES, &["ES", "MX"]),
            (PT, &["BR", "PT"]),
            (IT, &["IT"]),
            (NL, &["NL", "BE"]),
        ];
        let spoken = regions.iter().filter(|(languages, _)| languages & run.languages != 0);
        let valid = spoken.flat_map(|(_, regions)| *regions).any(|region| obeys_plan_of(region, digits));
        valid.then_some(Finding {
            entity_type: PhoneNumber,
            span: run.span,
            score: 0.5,
            rank: Rank::Shape,
            recognizer: "phone_number.spoken",
            cue: None,
        })
    }
}

fn is_plus(word: &Word) -> bool {
    matches!(word.folded(), "plus" | "piu" | "mais" | "mas")
}
