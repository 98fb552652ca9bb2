//! E-mail addresses said as words: `j underscore roe ninety nine at example dot org`, `juan punto perez arroba ejemplo
//! punto es`, `a b c klammeraffe web punkt de`.

use std::sync::LazyLock;

use super::number;
use super::numerals::numeral;
use super::word::Word;
use super::word_table::WordTable;
use crate::deid::recognizers::email_address::speaks_of_mail;
use crate::deid::recognizers::url::tld;
use crate::entity::{EntityType, Finding, Rank, Span};

/// The most pieces of an address before its `at`, and from there on.
const BEFORE: usize = 24;
const BEHIND: usize = 16;
/// How far around its `at` an address goes, in bytes.
const REACH: usize = 200;
/// The most pieces between an `at` and the first `dot` behind it.
const LABEL: usize = 6;

/// What a piece of an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// `at`; true if it is never said of anything else.
    At(bool),
    Dot,
    /// Any other sign.
    Sign(char),
    Letter(char),
    Numeral,
    /// A name, a host, or anything else that may stand in an address as it is.
    Plain,
    Other,
}

/// Words for signs, and how many words each has.
#[rustfmt::skip]
const SIGNS: &[(&str, Piece)] = &[
    ("at sign", Piece::At(true)), ("at symbol", Piece::At(true)), ("at teken", Piece::At(true)),
    ("a commercial", Piece::At(true)), ("arobase", Piece::At(true)), ("arrobase", Piece::At(true)),
    ("arobas", Piece::At(true)), ("arroba", Piece::At(true)), ("klammeraffe", Piece::At(true)),
    ("klammeraffen", Piece::At(true)), ("affenschwanz", Piece::At(true)), ("chiocciola", Piece::At(true)),
    ("chiocciolina", Piece::At(true)), ("apenstaartje", Piece::At(true)), ("apestaartje", Piece::At(true)),
    ("apenstaart", Piece::At(true)), ("at", Piece::At(false)),
    ("dot", Piece::Dot), ("punkt", Piece::Dot), ("point", Piece::Dot), ("punto", Piece::Dot), ("ponto", Piece::Dot),
    ("punt", Piece::Dot), ("period", Piece::Dot),
    ("underscore", Piece::Sign('_')), ("under score", Piece::Sign('_')), ("underline", Piece::Sign('_')),
    ("unterstrich", Piece::Sign('_')), ("tiret bas", Piece::Sign('_')), ("guion bajo", Piece::Sign('_')),
    ("barra baja", Piece::Sign('_')), ("sublinhado", Piece::Sign('_')), ("trattino basso", Piece::Sign('_')),
    ("underscor", Piece::Sign('_')), ("liggend streepje", Piece::Sign('_')), ("laag streepje", Piece::Sign('_')),
    ("dash", Piece::Sign('-')), ("hyphen", Piece::Sign('-')), ("minus", Piece::Sign('-')),
    ("bindestrich", Piece::Sign('-')), ("strich", Piece::Sign('-')), ("tiret", Piece::Sign('-')),
    ("trait dunion", Piece::Sign('-')), ("guion", Piece::Sign('-')), ("hifen", Piece::Sign('-')),
    ("traco", Piece::Sign('-')), ("trattino", Piece::Sign('-')), ("streepje", Piece::Sign('-')),
    ("koppelteken", Piece::Sign('-')), ("plus", Piece::Sign('+')),
];

/// Words before an address that are none of its parts.
#[rustfmt::skip]
const STOP_WORDS: &[&str] = &[
    "is", "are", "was", "its", "it", "to", "us", "me", "him", "her", "them", "you", "we", "the", "an", "my", "our",
    "your", "his", "email", "mail", "address", "adresse", "correo", "correio", "endereco", "indirizzo", "adres",
    "courriel", "on", "in", "of", "and", "or", "und", "est", "ist", "es", "lautet", "meine", "mijn", "meu", "minha",
    "mon", "mio", "mia", "el", "la", "le", "il", "meet", "met", "shop", "order", "ordered", "bought", "buy", "look",
    "write", "reach", "contact", "call", "send", "sent", "via", "hier", "here", "there", "up", "out", "down", "stuff",
    "things", "page", "site", "website", "online", "office", "work", "works", "working", "back", "das", "die", "der",
    "con", "para", "por", "ses", "sur", "zijn", "per", "found", "support", "service", "team", "just", "as",
    "cest", "thats", "zu", "unter", "auf", "aan", "naar", "bij", "till", "voici", "vers", "chez", "hallo", "hello",
];

/// Words before a `point` that is none of a host: `at any point`.
#[rustfmt::skip]
const NO_HOSTS: &[&str] = &[
    "any", "some", "this", "that", "which", "what", "one", "no", "every", "the", "ese", "este", "algun", "esse", "um",
    "cet", "ce", "quel", "un", "quelque", "dieser", "diesem", "welchem", "jedem", "questo", "quale", "dit", "dat", "welk",
    "een", "enig", "turning", "starting", "end", "boiling", "freezing", "meeting", "focal",
];

/// A piece of text between blanks, without the punctuation around it.
#[derive(Debug, Clone, Copy)]
struct Part {
    span: Span,
    piece: Piece,
    /// It is the second word of the sign before it.
    goes_on: bool,
    /// A mark behind it that ends whatever it belongs to.
    ends: bool,
}

/// The address around the sign in words at byte `at`; nothing before `floor` belongs to it.
pub(super) fn around(text: &str, at: usize, floor: usize) -> Option<Finding> {
    let first = Word::at(text, at)?;
    let (piece, _) = sign(text, &first)?;
    let sign_at = match piece {
        Piece::At(true) => at,
        // Behind an `at`, within a few words.
        Piece::Dot => at_before(text, at, floor)?,
        _ => return None,
    };
    // Most signs in a row are no address: what follows the `at` must begin a host.
    let ceiling = text.floor_char_boundary((sign_at + REACH).min(text.len()));
    let begins =
        part_from(text, sign_at, ceiling).and_then(|sign| part_from(text, sign.span.end, ceiling))?;
    if matches!(begins.piece, Piece::At(_) | Piece::Dot) {
        return None;
    }
    let (before, behind) = (parts_before(text, sign_at, floor), parts_from(text, sign_at));
    let (Piece::At(strong), skipped) =
        (behind.first()?.piece, behind.iter().skip(1).take_while(|p| p.goes_on).count())
    else {
        return None;
    };
    let host = behind.get(1 + skipped..)?;
    let end = host_end(text, host, strong)?;
    let (parts, told) = local(text, &before)?;
    let start = before.get(before.len() - parts)?.span.start;
    let span = Span::new(start, end);
    let (score, rank) = match strong || told || speaks_of_mail(text, start) {
        true => (0.7, Rank::Cue),
        false => return None,
    };
    let recognizer = "email_address.spoken";
    Some(Finding { entity_type: EntityType::EmailAddress, span, score, rank, recognizer, cue: None })
}

/// The address that a value in words says.
pub(super) fn written(value: &str) -> Option<String> {
    if !value.contains(char::is_whitespace) {
        return None;
    }
    let parts = parts_from(value, 0);
    let mut out = String::with_capacity(value.len());
    let mut done = 0;
    for part in &parts {
        if part.span.start < done || part.goes_on {
            continue;
        }
        done = part.span.end;
        match part.piece {
            Piece::At(_) => out.push('@'),
            Piece::Dot => out.push('.'),
            Piece::Sign(sign) => out.push(sign),
            Piece::Letter(letter) => out.push(letter),
            Piece::Plain => out.push_str(value.get(part.span.start..part.span.end)?),
            Piece::Numeral => {
                match Word::at(value, part.span.start).and_then(|word| number::read(value, word)) {
                    Some(run) => {
                        done = run.span.end;
                        out.push_str(&run.digits);
                    }
                    None => out.push_str(value.get(part.span.start..part.span.end)?),
                }
            }
            Piece::Other => return None,
        }
    }
    (out.matches('@').count() == 1).then_some(out)
}

/// The `at` at most a few words before byte `dot`.
fn at_before(text: &str, dot: usize, floor: usize) -> Option<usize> {
    let mut before = dot;
    for _ in 0..LABEL {
        let part = part_before(text, before, floor)?;
        if part.ends {
            return None;
        }
        if let Piece::At(_) = part.piece {
            return Some(part.span.start);
        }
        before = part.span.start;
    }
    None
}

/// Where the host that these parts begin with ends: behind a known ending.
fn host_end(text: &str, parts: &[Part], strong: bool) -> Option<usize> {
    let (mut i, mut dots, mut end) = (0, 0, None);
    loop {
        let first = i;
        let mut label = String::new();
        let mut plain = 0;
        let mut stopped = false;
        while let Some(part) = parts.get(i) {
            match part.piece {
                // `com thanks`: behind a dot, one word is the whole label.
                Piece::Plain if dots > 0 && i > first => break,
                Piece::Plain if plain > 0 && !strong && !label.ends_with('-') && !is_mailbox(&label) => {
                    return end;
                }
                Piece::Plain => {
                    plain += 1;
                    label.push_str(text.get(part.span.start..part.span.end)?);
                }
                // `punkt at`: Austria.
                Piece::At(false) if dots > 0 && i == first => {
                    plain = 1;
                    label.push_str("at");
                }
                Piece::Letter(letter) if plain == 0 || dots == 0 => label.push(letter),
                Piece::Numeral if dots == 0 => label.push('0'),
                Piece::Sign('-') if dots == 0 && i > first => label.push('-'),
                _ => break,
            }
            i += 1;
            if dots > 0 && plain == 0 && tld::is_known(&label) {
                end = Some(part.span.end);
            }
            stopped = part.ends;
            if stopped || i - first > LABEL || plain > 2 || is_host(&label) {
                break;
            }
        }
        if i == first {
            return end;
        }
        let last = parts.get(i - 1)?;
        let lower = label.to_ascii_lowercase();
        if NO_HOSTS.contains(&lower.as_str()) {
            return None;
        }
        if plain > 0 && (is_host(&lower) || dots > 0 && tld::is_known(&lower)) {
            end = Some(last.span.end);
        }
        if stopped || parts.get(i).is_none_or(|part| part.piece != Piece::Dot) {
            return end;
        }
        dots += 1;
        i += 1;
    }
}

/// Whether a label is a host as it is written: `arroba gmail.com`.
fn is_host(label: &str) -> bool {
    label.rsplit_once('.').is_some_and(|(_, last)| tld::is_known(&last.to_ascii_lowercase()))
}

/// `g mail`, `hot mail`: names of mail services that are said in two words.
fn is_mailbox(first: &str) -> bool {
    ["g", "hot", "fast", "proton", "i", "out", "ya", "web", "free", "tuta"]
        .iter()
        .any(|known| first.eq_ignore_ascii_case(known))
}

/// How many of the parts before an `at` belong to the local part, and whether they show that they are one.
fn local(text: &str, before: &[Part]) -> Option<(usize, bool)> {
    let part = |n: usize| before.len().checked_sub(n + 1).and_then(|i| before.get(i));
    let (mut taken, mut told) = (0, false);
    loop {
        let from = taken;
        let (mut letters, mut numerals) = (0, 0);
        // Letters and numerals said one by one.
        while let Some(part) = part(taken).filter(|part| !part.ends) {
            match part.piece {
                Piece::Letter(_) => letters += 1,
                Piece::Numeral => numerals += 1,
                _ => break,
            }
            taken += 1;
        }
        // `scrivete a p a o l o`: to whom, and no letter of the name.
        if letters >= 2
            && part(taken - 1).is_some_and(|part| part.piece == Piece::Letter('a'))
            && part(taken)
                .is_some_and(|part| part.piece == Piece::Plain && !part.ends && !is_stop(text, part.span))
        {
            return Some((taken - 1, told || letters > 3));
        }
        let plain =
            part(taken).filter(|part| part.piece == Piece::Plain && !part.ends && !is_stop(text, part.span));
        if let Some(plain) = plain
            && (taken == from || numerals > 0)
        {
            let value = text.get(plain.span.start..plain.span.end)?;
            told |= value.bytes().any(|b| b.is_ascii_digit() || matches!(b, b'_' | b'.'));
            taken += 1;
            // `is t quinn at …`: an initial.
            let initial = part(taken).filter(|part| {
                matches!(part.piece, Piece::Letter(letter) if !"aeiouy".contains(letter)) && !part.ends
            });
            if initial.is_some() && part(taken + 1).is_none_or(|part| part.ends || is_stop(text, part.span)) {
                taken += 1;
            }
        }
        if taken == from {
            // A sign with nothing before it is none of the address.
            return (from > 0).then(|| (from - 1, told)).filter(|(taken, _)| *taken > 0);
        }
        told |= letters >= 3;
        let mut words = 0;
        while part(taken + words).is_some_and(|part| part.goes_on) {
            words += 1;
        }
        match part(taken + words).filter(|part| !part.ends).map(|part| part.piece) {
            Some(sign @ (Piece::Dot | Piece::Sign(_))) => {
                let Some(_) = part(taken + words + 1).filter(|part| !part.ends && !is_stop(text, part.span))
                else {
                    return Some((taken, told));
                };
                told |= matches!(sign, Piece::Dot | Piece::Sign('_'));
                taken += words + 1;
            }
            _ => return Some((taken, told)),
        }
    }
}

fn is_stop(text: &str, span: Span) -> bool {
    Word::at(text, span.start)
        .filter(|word| word.span.end == span.end)
        .is_some_and(|word| STOP_WORDS.contains(&word.folded()))
        || text.get(span.start..span.end).is_some_and(|word| word.eq_ignore_ascii_case("e-mail"))
}

/// The parts of the line before byte `end`, first to last.
fn parts_before(text: &str, end: usize, floor: usize) -> Vec<Part> {
    let floor = text.ceil_char_boundary(floor.max(end.saturating_sub(REACH)));
    let mut parts = Vec::new();
    let mut at = end;
    while let Some(part) = part_before(text, at, floor).filter(|_| parts.len() < BEFORE) {
        at = part.span.start;
        parts.push(part);
    }
    parts.reverse();
    join_signs(text, &mut parts);
    parts
}

/// The parts of the line from byte `start` on.
fn parts_from(text: &str, start: usize) -> Vec<Part> {
    let ceiling = text.floor_char_boundary((start + REACH).min(text.len()));
    let mut parts = Vec::new();
    let mut at = start;
    while let Some(part) = part_from(text, at, ceiling).filter(|_| parts.len() < BEHIND + BEFORE) {
        at = part.span.end;
        parts.push(part);
    }
    join_signs(text, &mut parts);
    parts
}

/// Makes one sign of two words.
fn join_signs(text: &str, parts: &mut [Part]) {
    for i in 1..parts.len() {
        let Some([first, second]) = parts.get(i - 1..=i) else { return };
        let joined = Word::at(text, first.span.start).and_then(|word| sign(text, &word));
        if let Some((piece, _)) = joined.filter(|(_, end)| !first.goes_on && *end == second.span.end)
            && let Some([first, second]) = parts.get_mut(i - 1..=i)
        {
            first.piece = piece;
            (second.piece, second.goes_on) = (Piece::Other, true);
        }
    }
}

fn part_before(text: &str, end: usize, floor: usize) -> Option<Part> {
    let head = text.get(floor..end)?;
    let trimmed = head.trim_end_matches([' ', '\u{a0}']);
    let start = trimmed.rfind([' ', '\n', '\u{a0}', '\t']).map_or(0, |i| i + 1);
    let start = (start..=trimmed.len()).find(|i| trimmed.is_char_boundary(*i))?;
    part(text, Span::new(floor + start, floor + trimmed.len()))
}

fn part_from(text: &str, start: usize, ceiling: usize) -> Option<Part> {
    let tail = text.get(start..ceiling)?;
    // The marks behind the part before.
    let marks = tail.len() - tail.trim_start_matches(CLOSING).len();
    let rest = tail.get(marks..)?.trim_start_matches([' ', '\u{a0}']);
    let from = ceiling - rest.len();
    let len = rest.find([' ', '\n', '\u{a0}', '\t']).unwrap_or(rest.len());
    part(text, Span::new(from, from + len))
}

const OPENING: [char; 8] = ['(', '[', '{', '<', '"', '“', '„', '\''];
const CLOSING: [char; 13] = [')', ']', '}', '>', '"', '”', '“', '\'', ',', '.', '!', '?', ';'];

/// What stands between two blanks.
fn part(text: &str, whole: Span) -> Option<Part> {
    let raw = text.get(whole.start..whole.end)?;
    let inner = raw.trim_start_matches(OPENING);
    let start = whole.end - inner.len();
    let inner = inner.trim_end_matches(CLOSING);
    let span = Span::new(start, start + inner.len());
    if inner.is_empty() {
        return None;
    }
    let ends = text.get(span.end..whole.end)?.contains(['.', '!', '?', ';', ':']) || inner.ends_with(':');
    let word = Word::at(text, start).filter(|word| word.span.end == span.end);
    let piece = match word {
        _ if inner == "@" => Piece::At(true),
        Some(word) => match sign(text, &word).filter(|(_, end)| *end == span.end) {
            Some((piece, _)) => piece,
            // `é` and `è` are words before an address.
            None if word.letter().is_some() && inner.len() == 1 => Piece::Letter(word.letter()?),
            None if word.letter().is_some() => Piece::Other,
            None if matches!(
                numeral(word.bytes()),
                Some((super::numerals::Numeral::Link | super::numerals::Numeral::Filler, _))
            ) =>
            {
                Piece::Plain
            }
            None if numeral(word.bytes()).is_some() => Piece::Numeral,
            None if inner.bytes().all(|b| b.is_ascii_digit()) => Piece::Numeral,
            None => Piece::Plain,
        },
        None if is_hyphenated_numeral(text, span) => Piece::Numeral,
        None => {
            let belongs = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
            if inner.chars().all(belongs) { Piece::Plain } else { Piece::Other }
        }
    };
    Some(Part { span, piece, goes_on: false, ends })
}

/// `ninety-nine`
fn is_hyphenated_numeral(text: &str, span: Span) -> bool {
    Word::at(text, span.start)
        .filter(|word| numeral(word.bytes()).is_some())
        .and_then(|word| number::read(text, word))
        .is_some_and(|run| run.span.end >= span.end)
}

/// The sign that begins with a word, and its end.
fn sign(text: &str, word: &Word) -> Option<(Piece, usize)> {
    FIRST_WORDS.find(word.bytes())?;
    let mut single = None;
    let first = word.bytes().first();
    for (name, piece) in SIGNS.iter().filter(|(name, _)| name.as_bytes().first() == first) {
        match name.split_once(' ') {
            None if *name == word.folded() => single = Some((*piece, word.span.end)),
            Some((first, second)) if first == word.folded() => {
                let next = Word::after(text, word.span.end, &['-']);
                if let Some(next) = next.filter(|next| next.folded() == second) {
                    return Some((*piece, next.span.end));
                }
            }
            _ => {}
        }
    }
    single
}

/// The first words of all signs.
static FIRST_WORDS: LazyLock<WordTable<()>> = LazyLock::new(|| {
    let words = SIGNS.iter().filter_map(|(name, _)| name.split(' ').next());
    WordTable::new(words.map(|word| (word, ())), |(), ()| {})
});
