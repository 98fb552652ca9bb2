//! Telephone numbers: international by E.164, national by the plan of the settings' locale, others beside a cue.

use super::cue::{Cue, Cues, Kinds, NUMBER, PHONE, REFERENCE, VERSION};
use super::number_run::{CLOSE, COLON, DASH, DOT, NumberRun, OPEN, SLASH, SPACE, ends_freely};
use super::phone_regions::{PLANS, Plan, is_nanp_area, plan_of_code, plan_of_region, without_prefix};
use crate::deid::checksum::luhn;
use crate::entity::{EntityType, Finding, Rank, Span};

/// The most groups of a telephone number, country code included.
const GROUPS: usize = 8;
/// The most digits, with prefixes.
const DIGITS: usize = 20;
/// How far a cue may be, in words, to carry a number that nothing else speaks for.
const NEAR: usize = 4;

/// What says that a number is none to call.
const OTHERS: Kinds = REFERENCE | VERSION;

/// Where the settings say that people phone from.
pub(super) struct Locale {
    plan: Option<&'static Plan>,
}

/// A telephone number: its last group and how it was told.
struct Number {
    last: usize,
    score: f32,
    recognizer: &'static str,
}

impl Locale {
    /// The numbering plan of a region such as `US` or `de`, or of a language tag that ends in one (`en-GB`).
    /// An unknown region has no national numbers, only international ones.
    pub(super) fn new(locale: &str) -> Locale {
        let region = locale.rsplit(['-', '_']).next().unwrap_or(locale);
        Locale { plan: plan_of_region(region) }
    }

    /// The number that starts with group `i`, and its last group.
    pub(super) fn at(&self, text: &str, run: &NumberRun, i: usize, cues: &Cues) -> Option<(Finding, usize)> {
        let rest = run.count(i, run.len() - 1);
        if rest < 6 || (rest < 7 && !run.plus) {
            return None;
        }
        let cue = cues.rather(PHONE, OTHERS);
        let refused = cue.is_none() && (cues.nearest(OTHERS).is_some() || is_part_number(text, cues));
        let number = international(run, i, refused)
            .or_else(|| self.national(run, i, cues, refused))
            .or_else(|| cued(run, i, cue?))
            .or_else(|| grouped(run, i, cues.rather(NUMBER, OTHERS).filter(|_| !refused)?))?;
        let cue = cue.or_else(|| cues.rather(NUMBER, OTHERS).filter(|_| !refused));
        let mut span = run.span_with_lead(i, number.last);
        span.end = extension_end(text, span.end);
        let finding = Finding {
            entity_type: EntityType::PhoneNumber,
            span,
            score: if cue.is_some() { f32::max(number.score, 0.6).min(0.9) + 0.05 } else { number.score },
            rank: if cue.is_some() { Rank::Cue } else { Rank::Shape },
            recognizer: number.recognizer,
            cue: cue.map(|cue| cue.span),
        };
        Some((finding, number.last))
    }

    /// A number as people of the locale write it.
    fn national(&self, run: &NumberRun, i: usize, cues: &Cues, refused: bool) -> Option<Number> {
        let plan = self.plan?;
        if plan.code == "1" {
            return north_american(run, i, cues, refused);
        }
        let mut longest_first = (i..run.len().min(i + GROUPS)).rev();
        let last = longest_first.find(|&j| run.ends_freely(j) && is_national(plan, run, i, j))?;
        let bare = last == i;
        let fixed_length =
            plan.lengths.0 == plan.lengths.1 || matches!(plan.code, "44" | "61" | "27" | "31" | "39" | "81");
        let cue = cues.rather(PHONE | NUMBER, OTHERS);
        let told =
            fixed_length && !plan.trunk.is_empty() && run.size(i) >= 10 || is_bare_mobile(plan, run.group(i));
        if cue.is_none() && (refused || bare && !told) {
            return None;
        }
        let (score, recognizer) =
            if bare { (0.45, "phone_number.bare") } else { (0.65, "phone_number.national") };
        Some(Number { last, score, recognizer })
    }
}

/// `part no. 469-9986116`: the point of `no.` ends the walk back, but what is numbered stands before it.
fn is_part_number(text: &str, cues: &Cues) -> bool {
    let number = cues.nearest(NUMBER).filter(|cue| text.as_bytes().get(cue.span.end) == Some(&b'.'));
    number.is_some_and(|cue| {
        Cues::before(text, cue.span.start, &[]).nearest(OTHERS).is_some_and(|cue| cue.distance == 0)
    })
}

/// `+49 30 …`, `(+44) …`, `0049 30 …`, `011 44 …`, with `(0)` or without.
fn international(run: &NumberRun, i: usize, refused: bool) -> Option<Number> {
    let first = run.group(i);
    let (prefix, score, recognizer) = if i == 0 && run.plus {
        (0, 0.9, "phone_number.international")
    } else if i > 0 {
        return None;
    } else if first.starts_with(b"011") {
        (3, 0.6, "phone_number.dialled_abroad")
    } else if first.starts_with(b"00") {
        (2, 0.6, "phone_number.dialled_abroad")
    } else {
        return None;
    };
    let signed = prefix == 0;
    let mut possible = None;
    for j in (i..run.len().min(i + GROUPS)).rev() {
        if !run.ends_freely(j)
            || run.gaps_within(i, j) & COLON != 0
            || run.count(i, j) > DIGITS
            || run.is_date(i, j)
        {
            continue;
        }
        let mut buffer = [0; DIGITS];
        let digits = without_trunk_in_parentheses(run, i, j, &mut buffer);
        let Some(digits) = digits.get(prefix..) else { continue };
        let Some(plan) = plan_of_code(digits) else { continue };
        let national = &digits[plan.code.len()..];
        let stripped = national.strip_prefix(plan.trunk.as_bytes()).filter(|_| !plan.trunk.is_empty());
        if plan.is_valid(national) || stripped.is_some_and(|national| plan.is_valid(national)) {
            // Bare digits with two zeros before them are as often a padded order number.
            let bare = !signed && i == j;
            if bare && (refused || !plan.is_detailed()) {
                return None;
            }
            return Some(Number { last: j, score: if bare { 0.45 } else { score }, recognizer });
        }
        if signed && possible.is_none() && plan.is_possible(national) && digits.len() >= 7 {
            possible = Some(Number { last: j, score: 0.6, recognizer });
        }
    }
    possible
}

/// The digits of the groups `i..=j` without a `(0)`: `+44 (0)20 7946 0000`.
fn without_trunk_in_parentheses<'a>(
    run: &NumberRun,
    i: usize,
    j: usize,
    buffer: &'a mut [u8; DIGITS],
) -> &'a [u8] {
    let mut len = 0;
    for k in i..=j {
        let group = run.group(k);
        if k > i && group == b"0" && run.opens(k) && run.gap(k) & CLOSE != 0 {
            continue;
        }
        buffer[len..len + group.len()].copy_from_slice(group);
        len += group.len();
    }
    &buffer[..len]
}

/// `(212) 555-0199`, `1-212-555-0199`, `212.555.0199`; ten bare digits of a known area; seven beside a cue.
fn north_american(run: &NumberRun, i: usize, cues: &Cues, refused: bool) -> Option<Number> {
    if !matches!(run.size(i), 1 | 3 | 10 | 11) {
        return None;
    }
    // `part no. 469-…`: a number of something else.
    let cue = cues.rather(PHONE | NUMBER, OTHERS).filter(|_| !refused);
    // The 1 of long distance, in a group of its own.
    let area = if run.group(i) == b"1" && i + 1 < run.len() && run.gap(i) & (COLON | SLASH) == 0 {
        i + 1
    } else {
        i
    };
    let sizes = |k: usize| (k < run.len()).then(|| run.size(k));
    let no_colon = |j: usize| run.gaps_within(i, j) & COLON == 0;
    if let (Some(3), Some(3), Some(4)) = (sizes(area), sizes(area + 1), sizes(area + 2))
        && run.ends_freely(area + 2)
        && no_colon(area + 2)
    {
        let last = area + 2;
        let digits = run.digits(area, last);
        let valid = plan_of_code(b"1").is_some_and(|plan| plan.is_valid(digits));
        let score = match valid {
            true if refused => 0.5,
            true => 0.75,
            // Nobody has the area code 555, and everybody uses it to show how a number looks.
            false if !refused && digits.starts_with(b"555") => 0.5,
            false if !refused && (run.opens(area) || cue.is_some() || area > i) => 0.5,
            false => return None,
        };
        return Some(Number { last, score, recognizer: "phone_number.national" });
    }
    // Half-grouped: `(212) 5550199`, `212-5550199`.
    if let (Some(3), Some(7)) = (sizes(area), sizes(area + 1))
        && run.ends_freely(area + 1)
        && no_colon(area + 1)
        && (cue.is_some() || run.opens(area))
        && plan_of_code(b"1").is_some_and(|plan| plan.is_valid(run.digits(area, area + 1)))
    {
        return Some(Number { last: area + 1, score: 0.6, recognizer: "phone_number.national" });
    }
    let bare = match (run.size(i), run.group(i)) {
        (10, digits) => Some((i, digits)),
        (11, [b'1', digits @ ..]) => Some((i, digits)),
        _ if area > i && run.size(area) == 10 => Some((area, run.group(area))),
        _ => None,
    };
    if let Some((last, digits)) = bare
        && run.ends_freely(last)
        && !refused
        && is_nanp_area(&digits[..3])
        && plan_of_code(b"1").is_some_and(|plan| plan.is_valid(digits))
    {
        return Some(Number { last, score: 0.45, recognizer: "phone_number.bare" });
    }
    if let (Some(3), Some(4)) = (sizes(i), sizes(i + 1))
        && cue.is_some_and(|cue| cue.distance < NEAR)
        && run.ends_freely(i + 1)
        && matches!(run.gap(i), DASH | DOT | SPACE)
        && run.group(i)[0] >= b'2'
    {
        return Some(Number { last: i + 1, score: 0.5, recognizer: "phone_number.local" });
    }
    None
}

/// Whether the groups `i..=j` are a valid national number of a plan, grouped as a number may be.
fn is_national(plan: &Plan, run: &NumberRun, i: usize, j: usize) -> bool {
    if !(6..=DIGITS).contains(&run.count(i, j)) || !is_phone_grouping(run, i, j) {
        return false;
    }
    let mut buffer = [0; DIGITS];
    obeys(plan, without_trunk_in_parentheses(run, i, j, &mut buffer))
}

/// Whether digits without any separator are those of a mobile phone, trunk zero and all: few other numbers begin so.
fn is_bare_mobile(plan: &Plan, digits: &[u8]) -> bool {
    let len = digits.len();
    match (plan.code, digits) {
        ("353", [b'0', b'8', b'3'..=b'9', ..]) => len == 10,
        ("91", [b'0', b'6'..=b'9', ..]) | ("63", [b'0', b'9', ..]) => len == 11,
        ("64", [b'0', b'2', b'0'..=b'2' | b'7'..=b'9', ..]) => (10..=11).contains(&len),
        ("49", [b'0', b'1', b'5'..=b'7', ..]) => (11..=12).contains(&len),
        _ => false,
    }
}

/// Whether digits as they are dialled inside a country, trunk prefix included, obey its plan.
fn obeys(plan: &Plan, digits: &[u8]) -> bool {
    let with_trunk = without_prefix(digits, plan.trunk).filter(|_| !plan.trunk.is_empty());
    match with_trunk {
        Some(national) => plan.is_valid(national),
        // Service numbers and some countries leave the trunk prefix out.
        None => {
            let service = plan.code == "353" && matches!(digits, [b'1', b'8', b'0' | b'5' | b'9', ..]);
            let optional = plan.trunk != "0" || service || matches!(plan.code, "55" | "61" | "91" | "63");
            optional && plan.is_valid(digits)
        }
    }
}

/// Whether digits as they are dialled inside a region are one of its numbers.
pub(super) fn obeys_plan_of(region: &str, digits: &[u8]) -> bool {
    plan_of_region(region).is_some_and(|plan| obeys(plan, digits))
}

/// Whether groups could be a telephone number's at all: no date, no time, no run of single digits or years.
fn is_phone_grouping(run: &NumberRun, i: usize, j: usize) -> bool {
    let gaps = if i < j { run.gaps_within(i, j) } else { 0 };
    if gaps & COLON != 0 || run.is_date(i, j) {
        return false;
    }
    let singles = (i..=j).filter(|&k| run.size(k) == 1).count();
    let years = (i..=j).all(|k| matches!(run.group(k), [b'1', b'9', _, _] | [b'2', b'0', _, _]));
    let byte =
        |group: &[u8]| group.len() <= 3 && group.iter().fold(0, |n, d| n * 10 + u32::from(d - b'0')) < 256;
    let address = j == i + 3 && gaps == DOT && (i..=j).all(|k| byte(run.group(k)));
    singles <= 2 && !(years && i < j) && !address
}

/// A number that a cue beside it calls one: by any known plan, else by its length.
fn cued(run: &NumberRun, i: usize, cue: Cue) -> Option<Number> {
    if cue.distance >= NEAR {
        return None;
    }
    let longest_first = (i..run.len().min(i + GROUPS)).rev();
    let whole = longest_first.filter(|&j| run.ends_freely(j) && (7..=15).contains(&run.count(i, j)));
    let mut length_alone = None;
    for j in whole.filter(|&j| is_phone_grouping(run, i, j)) {
        let mut buffer = [0; DIGITS];
        let digits = without_trunk_in_parentheses(run, i, j, &mut buffer);
        if PLANS.iter().any(|plan| plan.is_detailed() && obeys(plan, digits)) {
            return Some(Number { last: j, score: 0.65, recognizer: "phone_number.cued" });
        }
        let uneven = run.gaps_within(i, j) & (OPEN | CLOSE) == 0 && (i..=j).any(|k| run.size(k) == 1);
        if length_alone.is_none() && !uneven && run.count(i, j) <= 13 && !luhn_card(run, i, j) {
            length_alone = Some(Number { last: j, score: 0.5, recognizer: "phone_number.cued" });
        }
    }
    length_alone
}

/// A number of some country's plan that only `number` speaks for (`my number is 0470 12 34 56`): behind its trunk zero
/// and in three groups or more, as no order is numbered.
fn grouped(run: &NumberRun, i: usize, cue: Cue) -> Option<Number> {
    let is_dialled = matches!(run.group(i), [b'0', b'1'..=b'9', ..]);
    if !is_dialled || cue.distance >= NEAR {
        return None;
    }
    let mut longest_first = (i + 2..run.len().min(i + GROUPS)).rev();
    let last = longest_first.find(|&j| {
        let plans = || PLANS.iter().filter(|plan| plan.is_detailed() && plan.trunk == "0");
        run.ends_freely(j)
            && (9..=11).contains(&run.count(i, j))
            && is_phone_grouping(run, i, j)
            && plans().any(|plan| obeys(plan, run.digits(i, j)))
    })?;
    Some(Number { last, score: 0.5, recognizer: "phone_number.grouped" })
}

fn luhn_card(run: &NumberRun, i: usize, j: usize) -> bool {
    run.count(i, j) >= 13 && luhn(run.digits(i, j))
}

/// A number whose last digits are spelled by letters: `1-800-FLOWERS`, `(888) GOT-JUNK`. The groups `[start, end)` end in
/// an area code that nobody pays for; seven to ten letters and digits follow, three letters at least.
pub(super) fn vanity(text: &str, start: usize, end: usize) -> Option<Finding> {
    let bytes = text.as_bytes();
    let area = bytes.get(end.checked_sub(3).filter(|&area| area >= start)?..end)?;
    let toll_free =
        matches!(area, [b'8', a, b] if a == b && matches!(a, b'0' | b'2'..=b'8')) || area == b"900";
    let mut at = end;
    at += usize::from(bytes.get(at) == Some(&b')'));
    at += usize::from(matches!(bytes.get(at), Some(b'-' | b' ' | b'.')));
    if !toll_free || at == end || !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let lead = bytes.get(start..end - 3)?;
    let before = lead.get(..lead.iter().take_while(|b| b.is_ascii_digit()).count())?;
    let open = start.checked_sub(1).filter(|&i| bytes[i] == b'(' && bytes.get(end) == Some(&b')'));
    let start = open.unwrap_or(start);
    let plus = start.checked_sub(1).filter(|&i| bytes[i] == b'+').unwrap_or(start);
    if !matches!(before, b"" | b"1")
        || lead.iter().skip(before.len()).any(u8::is_ascii_digit)
        || !super::number_run::starts_freely(text, plus, 0)
    {
        return None;
    }
    let tail = bytes.get(at..)?;
    let len = tail.iter().take(14).take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    let tail = tail.get(..len)?;
    let len = tail.iter().rposition(u8::is_ascii_alphanumeric)? + 1;
    let tail = tail.get(..len)?;
    let letters = tail.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let keys = tail.iter().filter(|b| b.is_ascii_alphanumeric()).count();
    // Small letters are words: `800-number`; only the long distance prefix makes them one to call.
    let upper = !tail.iter().any(u8::is_ascii_lowercase) || before == b"1" && (7..=9).contains(&keys);
    let right = (7..=10).contains(&keys) && letters >= 3 && upper && ends_freely(text, at + len);
    right.then(|| Finding {
        entity_type: EntityType::PhoneNumber,
        span: Span::new(plus, at + len),
        score: 0.6,
        rank: Rank::Shape,
        recognizer: "phone_number.vanity",
        cue: None,
    })
}

/// The end of the extension behind a number that ends at byte `end`: `ext. 12`, `x12`, `#12`, `, extension 12`.
fn extension_end(text: &str, end: usize) -> usize {
    const WORDS: [&[u8]; 9] =
        [b"extension", b"ext.", b"extn", b"ext", b"durchwahl", b"poste", b"x.", b"x", b"#"];
    let bytes = text.as_bytes();
    let blanks = |at: usize| {
        bytes.get(at..).unwrap_or_default().iter().take(2).take_while(|&&byte| byte == b' ').count()
    };
    let mut at = end + usize::from(matches!(bytes.get(end), Some(b',' | b';')));
    at += blanks(at);
    let rest = bytes.get(at..).unwrap_or_default();
    let Some(word) = WORDS
        .iter()
        .find(|word| rest.get(..word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word)))
    else {
        return end;
    };
    at += word.len();
    at += usize::from(matches!(bytes.get(at), Some(b':')));
    at += blanks(at);
    let len =
        bytes.get(at..).unwrap_or_default().iter().take(7).take_while(|byte| byte.is_ascii_digit()).count();
    if (1..=6).contains(&len) && ends_freely(text, at + len) { at + len } else { end }
}
