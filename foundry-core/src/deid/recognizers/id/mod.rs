//! Identifiers that a country gives out: one room per country, one file per identifier, each with its written forms, its
//! check, its cue phrases and the source of the rule. All are looked for together, from the first digit of a word.
//!
//! A rule says what evidence it needs ([`Evidence`]); a failed check is never outvoted by a cue. Near an order, a ticket
//! or a parcel ("order no. …") nothing is found unless the identifier's own cue is nearer.

mod calendar;
mod cues;
mod form;
mod gate;
mod index;
mod references;

mod australia;
mod brazil;
mod canada;
mod finland;
mod france;
mod germany;
mod india;
mod ireland;
mod italy;
mod japan;
mod korea;
mod mexico;
mod netherlands;
mod nigeria;
mod philippines;
mod poland;
mod portugal;
mod singapore;
mod south_africa;
mod spain;
mod sweden;
mod thailand;
mod turkey;
mod united_kingdom;
mod united_states;

use std::cmp::Reverse;
use std::sync::OnceLock;

use self::cues::{Around, CueIndex, Said};
use self::form::{Form, Matched, separator_at, separator_before};
use self::gate::Gate;
use self::index::{FormIndex, is_group};
use crate::deid::fold::is_unspaced;
use crate::entity::{EntitySet, EntityType, Finding, Rank, Span};

/// The rules of all countries.
const COUNTRIES: &[&[IdRule]] = &[
    australia::RULES,
    brazil::RULES,
    canada::RULES,
    finland::RULES,
    france::RULES,
    germany::RULES,
    india::RULES,
    ireland::RULES,
    italy::RULES,
    japan::RULES,
    korea::RULES,
    mexico::RULES,
    netherlands::RULES,
    nigeria::RULES,
    philippines::RULES,
    poland::RULES,
    portugal::RULES,
    singapore::RULES,
    south_africa::RULES,
    spain::RULES,
    sweden::RULES,
    thailand::RULES,
    turkey::RULES,
    united_kingdom::RULES,
    united_states::RULES,
];

/// How one kind of identifier is written, checked and announced.
struct IdRule {
    entity_type: EntityType,
    /// Stable id of the rule for explanations: `ca_sin.luhn`.
    recognizer: &'static str,
    /// ISO 3166-1 alpha-2.
    country: &'static str,
    /// Written forms, in the notation of [`Form`].
    forms: &'static [&'static str],
    /// Judges an identifier without separators, letters in upper case.
    check: fn(&[u8]) -> Check,
    evidence: Evidence,
    /// The score of a finding without a cue; with one it is 0.95, or 1.0 where the check digits are right.
    score: f32,
    /// Words and phrases, in any case, with or without accents, that announce it, before or behind the value.
    cues: &'static [&'static str],
}

/// What the check digits or the structure of an identifier say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Check {
    /// Check digits are right, or the structure is so particular that it is as good.
    Right,
    /// The structure is possible, and there is nothing to check: only a cue tells.
    Possible,
    /// Nobody's identifier.
    Wrong,
}

/// What has to speak for an identifier whose check is right. One that is only possible always needs a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Evidence {
    /// The check alone: letters and digits, or so many check digits, that chance hardly makes one.
    Check,
    /// The check alone where the settings' locale is this country, else a cue too.
    Locale,
    /// A cue, always.
    Cue,
    /// A cue that says little by itself (`account`), and a finding of this type not far before the value,
    /// or a cue for one right behind it.
    Beside(EntityType),
}

/// How far before a value the finding stands that makes a weak cue strong, in bytes.
const BESIDE: usize = 64;

/// The rules that settings choose. Each part is made ready when a text first asks for it: most short texts ask for none.
pub(super) struct Ids {
    chosen: EntitySet,
    /// Whether none is chosen: no text is asked anything then.
    is_empty: bool,
    /// The country of the settings' locale.
    country: String,
    forms: OnceLock<Forms>,
    gate: OnceLock<Gate>,
    cues: OnceLock<CueIndex>,
    /// The cues that need a finding beside the value.
    weak_cues: OnceLock<CueIndex>,
}

/// The rules, the forms of all of them, and whose each is.
struct Forms {
    rules: Vec<Ready>,
    all: Vec<Form>,
    owners: Vec<u16>,
    index: FormIndex,
}

struct Ready {
    rule: &'static IdRule,
    /// Whether a right check is enough.
    alone: bool,
}

impl Ids {
    /// The rules of the chosen types; `locale` is a country (`US`) or a language and country (`en-US`).
    pub(super) fn new(chosen: EntitySet, locale: &str) -> Ids {
        let country = locale.rsplit(['-', '_']).next().unwrap_or(locale);
        let country = if country.eq_ignore_ascii_case("UK") { "GB" } else { country };
        let country = country.to_ascii_uppercase();
        let (forms, gate) = (OnceLock::new(), OnceLock::new());
        let is_empty = rules_of(chosen).next().is_none();
        Ids { chosen, is_empty, country, forms, gate, cues: OnceLock::new(), weak_cues: OnceLock::new() }
    }

    fn rules(&self) -> impl Iterator<Item = &'static IdRule> {
        rules_of(self.chosen)
    }

    fn forms(&self) -> &Forms {
        self.forms.get_or_init(|| {
            let (mut rules, mut all, mut owners) = (Vec::new(), Vec::new(), Vec::new());
            for rule in self.rules() {
                all.extend(rule.forms.iter().filter_map(|notation| Form::parse(notation)));
                owners.resize(all.len(), u16::try_from(rules.len()).unwrap_or(u16::MAX));
                let alone = match rule.evidence {
                    Evidence::Check => true,
                    Evidence::Locale => rule.country == self.country,
                    Evidence::Cue | Evidence::Beside(_) => false,
                };
                rules.push(Ready { rule, alone });
            }
            Forms { index: FormIndex::new(&all), rules, all, owners }
        })
    }

    fn gate(&self) -> &Gate {
        self.gate.get_or_init(|| {
            let mut gate = Gate::new();
            for rule in self.rules() {
                let types = EntitySet::NONE.with(rule.entity_type);
                rule.cues.iter().for_each(|cue| gate.add_phrase(&cues::normal(cue), types));
            }
            gate
        })
    }

    fn cues(&self) -> &CueIndex {
        self.cues.get_or_init(|| CueIndex::new(self.rules().filter(|rule| !is_weak(rule))))
    }

    fn weak_cues(&self) -> &CueIndex {
        self.weak_cues.get_or_init(|| CueIndex::new(self.rules().filter(|rule| is_weak(rule))))
    }

    /// The surest identifier whose first digit is at byte `at`, the first of its group. `earlier` are the findings
    /// before it, in order of their ends.
    #[inline]
    pub(super) fn at(&self, text: &str, at: usize, earlier: &[Finding]) -> Option<Finding> {
        if self.is_empty {
            return None;
        }
        let mut fitting = self.forms().index.fitting(text, at).peekable();
        if fitting.peek().is_none() { None } else { self.surest(fitting, text, at, earlier) }
    }

    fn surest(
        &self,
        fitting: impl Iterator<Item = u16>,
        text: &str,
        at: usize,
        earlier: &[Finding],
    ) -> Option<Finding> {
        // Asked for once, and only where a form fits.
        let forms = self.forms();
        let mut near = None;
        let mut around: Option<(Span, Around)> = None;
        let mut best: Option<(Finding, &IdRule)> = None;
        for place in fitting {
            let form = forms.all.get(usize::from(place))?;
            let ready = forms.rules.get(usize::from(*forms.owners.get(usize::from(place))?))?;
            let rule = ready.rule;
            let Some(matched) = form.at(text, at).filter(|matched| stands_free(text, matched)) else {
                continue;
            };
            let check = (rule.check)(matched.compact());
            if check == Check::Wrong {
                continue;
            }
            let span = Span::new(matched.start, matched.end);
            let needs_cue = check == Check::Possible || !ready.alone;
            if needs_cue
                && !near.get_or_insert_with(|| self.gate().near(text, at, earlier)).contains(rule.entity_type)
            {
                continue;
            }
            let said = match rule.evidence {
                Evidence::Beside(other)
                    if !is_beside(other, span, earlier) && !self.cues().announced(text, span.end, other) =>
                {
                    continue;
                }
                Evidence::Beside(_) => self.weak_cues().around(text, span, earlier).says(rule.entity_type),
                _ => {
                    if around.as_ref().is_none_or(|(of, _)| *of != span) {
                        around = Some((span, self.cues().around(text, span, earlier)));
                    }
                    around.as_ref().map_or(Said::Nothing, |(_, around)| around.says(rule.entity_type))
                }
            };
            let right = check == Check::Right;
            let (score, cue) = match said {
                Said::Cue(cue) => (if right { 1.0 } else { 0.95 }, Some(cue)),
                Said::Nothing if right && ready.alone && !behind_hash(text, span.start) => (rule.score, None),
                Said::Nothing | Said::Reference => continue,
            };
            let rank = if right { Rank::Checked } else { Rank::Cue };
            let (entity_type, recognizer) = (rule.entity_type, rule.recognizer);
            let found = Finding { entity_type, span, score, rank, recognizer, cue };
            let better = best.is_none_or(|(best, of)| {
                let abroad = rule.country != of.country && found.span == best.span;
                let rivals = found.cue.zip(best.cue).filter(|_| abroad);
                rivals
                    .and_then(|cues| self.nearer_home(text, span, earlier, [rule.country, of.country], cues))
                    .unwrap_or_else(|| match (surer(&found, &best), surer(&best, &found)) {
                        (false, false) => rule.score > of.score,
                        (first, _) => first,
                    })
            });
            if better {
                best = Some((found, rule));
            }
        }
        best.map(|(best, _)| best)
    }

    /// Whether the identifier of the first of two countries is meant, where both have a cue: the words beside it name one
    /// of them, or they share a cue and the settings' locale is one, or one cue is a part of the other.
    fn nearer_home(
        &self,
        text: &str,
        span: Span,
        earlier: &[Finding],
        countries: [&str; 2],
        cues: (Span, Span),
    ) -> Option<bool> {
        let [first, second] = countries;
        let named = cues::country_near(text, span, earlier).filter(|named| countries.contains(named));
        let home = countries.contains(&self.country.as_str()).then_some(self.country.as_str());
        let (a, b) = cues;
        match named.or(home.filter(|_| a.overlaps(b))) {
            Some(country) => Some(country == first),
            None if a.overlaps(b) && a.len() != b.len() && first != second => Some(a.len() > b.len()),
            None => None,
        }
    }

    /// Whether an identifier of another country gives way to a US ITIN that the same cue speaks for (`tax id`).
    pub(super) fn yields(&self, text: &str, id: &Finding, number: &Finding) -> bool {
        let shared = id.cue.zip(number.cue).filter(|(a, b)| a.overlaps(*b)).map(|(cue, _)| cue);
        let foreign = self.country == "US" && !id.entity_type.name().starts_with("US_");
        let common = shared.and_then(|cue| text.get(cue.start..cue.end)).is_some_and(|cue| {
            cue.split(|c: char| !c.is_alphabetic()).all(|word| {
                ["", "tax", "taxpayer", "payer", "id", "identification", "number", "no"]
                    .iter()
                    .any(|general| word.eq_ignore_ascii_case(general))
            })
        });
        number.entity_type == EntityType::UsItin && foreign && common
    }
}

/// The rules of these types.
fn rules_of(chosen: EntitySet) -> impl Iterator<Item = &'static IdRule> {
    COUNTRIES.iter().copied().flatten().filter(move |rule| chosen.contains(rule.entity_type))
}

fn is_weak(rule: &IdRule) -> bool {
    matches!(rule.evidence, Evidence::Beside(_))
}

/// Whether a finding of this type stands not far before a value.
fn is_beside(entity_type: EntityType, span: Span, earlier: &[Finding]) -> bool {
    let mut near = earlier.iter().rev().take_while(|finding| finding.span.end + BESIDE >= span.start);
    near.any(|finding| finding.entity_type == entity_type)
}

/// Whether a value stands behind `#`, as the numbers of orders and tickets do.
fn behind_hash(text: &str, start: usize) -> bool {
    start.checked_sub(1).and_then(|before| text.as_bytes().get(before)) == Some(&b'#')
}

/// Whether a finding is surer than one that was there before: a cue, rank, length, the nearer cue, the longer one,
/// then score.
pub(super) fn surer(a: &Finding, b: &Finding) -> bool {
    let key = |f: &Finding| {
        let cue = f.cue.unwrap_or(Span::new(f.span.start, f.span.start));
        (weight(f), Reverse(distance(f.span, cue)), cue.len())
    };
    key(a) > key(b) || key(a) == key(b) && a.score > b.score
}

fn weight(finding: &Finding) -> (bool, Rank, usize) {
    (finding.cue.is_some(), finding.rank, finding.span.len())
}

/// How many bytes lie between a value and its cue; of two as near the one before the value counts as nearer.
fn distance(value: Span, cue: Span) -> usize {
    match cue.end <= value.start {
        true => 2 * (value.start - cue.end),
        false => 2 * cue.start.saturating_sub(value.end) + 1,
    }
}

/// Whether nothing beside a match makes it a part of something longer: a word, a number, a path, a price.
fn stands_free(text: &str, matched: &Matched) -> bool {
    let before = text.get(..matched.start).unwrap_or_default();
    let after = text.get(matched.end..).unwrap_or_default();
    // In scripts without spaces particles touch a value: `900101-1234568입니다`.
    let joins = |c: char| c.is_alphanumeric() && (c.is_numeric() || !is_unspaced(c)) || c == '_';
    let in_word = |c: Option<char>| c.is_some_and(joins);
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let (mut left, mut right) = (before.chars().rev(), after.chars());
    let starts = match left.next() {
        None => true,
        Some('+' | '$' | '€' | '£' | '@' | '%' | '&') => false,
        Some('-' | '/' | '\\') => !in_word(left.next()),
        Some('.' | ',') => !digit(left.next()),
        c => !in_word(c),
    };
    let ends = match right.next() {
        None => true,
        Some('@' | '%') => false,
        Some('-' | '/' | '.' | ':' | '\\') => !in_word(right.next()),
        Some(',') => !digit(right.next()),
        c => !in_word(c),
    };
    // Groups of digits with blanks between them, in a longer row of such groups, are a part of that; a date is none.
    let row = matched.spaced_digits
        && (separator_before(text, matched.start).is_some_and(|(c, length)| {
            let outside = before.get(..before.len() - length).unwrap_or_default();
            c == ' ' && is_group(outside.bytes().rev())
        }) || separator_at(text, matched.end)
            .is_some_and(|(c, length)| c == ' ' && is_group(after.bytes().skip(length))));
    starts && ends && !row
}

/// Asserts that exactly the marked (`<…>`) values of a type are found in each of the texts `found`, and none in `near`.
#[cfg(test)]
fn assert_found(entity_type: EntityType, locale: &str, found: &[&str], near: &[&str]) {
    use crate::deid::PiiSettings;
    let settings = PiiSettings {
        entities: Some(EntityType::ALL.to_vec()),
        locale: locale.into(),
        ..PiiSettings::default()
    };
    let recognizers = super::Recognizers::new(&settings).unwrap();
    for marked in found.iter().chain(near) {
        let text: String = marked.chars().filter(|c| !"<>".contains(*c)).collect();
        let mut out = Vec::new();
        recognizers.find(&text, &mut out);
        out.retain(|finding| finding.entity_type == entity_type);
        let got: Vec<_> = out.iter().map(|f| &text[f.span.start..f.span.end]).collect();
        let wanted: Vec<_> = marked.split('<').skip(1).filter_map(|part| part.split('>').next()).collect();
        assert_eq!(got, wanted, "{entity_type} in {text:?}");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_rule_is_sound() {
        for rule in COUNTRIES.iter().copied().flatten() {
            for notation in rule.forms {
                assert!(Form::parse(notation).is_some(), "{}: {notation}", rule.recognizer);
            }
            assert!(!rule.cues.is_empty() && !rule.forms.is_empty(), "{}", rule.recognizer);
            assert!(rule.score >= 0.4 && rule.score < 1.0, "{}", rule.recognizer);
            let name = rule.entity_type.name().to_ascii_lowercase();
            assert!(rule.recognizer.starts_with(&format!("{name}.")), "{}", rule.recognizer);
            // No check may panic, whatever it is given.
            for text in [&b""[..], b"0", b"A", b"000000000", b"ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ"] {
                (rule.check)(text);
            }
        }
    }

    proptest! {
        /// Draws a text of any form of any rule.
        #[test]
        fn the_index_leaves_out_no_form_that_matches(
            pick in any::<prop::sample::Index>(),
            draws in prop::collection::vec(any::<u8>(), 64),
            behind in "[ .,A9/-]{0,3}",
        ) {
            let notations: Vec<_> = COUNTRIES.iter().copied().flatten().flat_map(|rule| rule.forms).collect();
            let notation = *notations[pick.index(notations.len())];
            let mut draws = draws.into_iter().cycle();
            let mut draw = |least: u8, most: u8| least + draws.next().unwrap() % (most - least + 1);
            let optional = ["", " ", "-", ".", "/", "\u{a0}"][usize::from(draw(0, 5))];
            let mut text = String::from("so ");
            let mut rest = notation;
            while let Some(c) = rest.chars().next() {
                rest = &rest[c.len_utf8()..];
                if c == '\'' {
                    let (word, after) = rest.split_once('\'').unwrap();
                    text.push_str(word);
                    rest = after;
                    continue;
                }
                let (mut least, mut most) = (1, 1);
                if let Some(counts) = rest.strip_prefix('{') {
                    let (counts, after) = counts.split_once('}').unwrap();
                    let (from, to) = counts.split_once(',').unwrap_or((counts, counts));
                    (least, most, rest) = (from.parse().unwrap(), to.parse().unwrap(), after);
                }
                for _ in 0..draw(least, most) {
                    match c {
                        'A' => text.push(char::from(draw(b'A', b'Z'))),
                        '9' => text.push(char::from(draw(b'0', b'9'))),
                        'X' if draw(0, 1) == 1 => text.push(char::from(draw(b'A', b'Z'))),
                        'X' => text.push(char::from(draw(b'0', b'9'))),
                        '~' => text.push_str(optional),
                        '!' => {}
                        c => text.push(c),
                    }
                }
            }
            text.push_str(&behind);
            let form = Form::parse(notation).unwrap();
            let at = text.find(|c: char| c.is_ascii_digit()).unwrap();
            if form.at(&text, at).is_some_and(|matched| stands_free(&text, &matched)) {
                let index = FormIndex::new(&[form]);
                prop_assert!(index.fitting(&text, at).next().is_some(), "{} in {:?}", notation, text);
            }
        }
    }
}
