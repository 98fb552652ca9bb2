//! Streets, towns and firms that bear a person's name. The lists are in lower case and without diacritics.

use crate::entity::Span;

use super::words::Word;

/// The longest word beside a name that is looked at, in bytes.
const MAX_WORD: usize = 16;
/// The longest house number, in bytes.
const MAX_NUMBER: usize = 6;
/// The most words between a street and its name.
const MAX_LINKS: usize = 2;

/// Words before the name of a street or square: `rue Martel`, `Calle Rosario`.
#[rustfmt::skip]
pub(super) static STREETS: [&str; 45] = [
    "rue", "avenue", "av", "boulevard", "bd", "chemin", "impasse", "allee", "quai", "calle", "avenida", "avda", "carrer",
    "callejon", "camino", "cuesta", "paseo", "plaza", "pasaje", "colonia", "strada", "viale", "piazza", "vicolo", "corso",
    "vial", "acceso", "fazenda", "rua", "travessa", "viela", "praca", "largo", "alameda", "rodovia", "feira", "vila", "jalan", "calea",
    "ulica", "ul", "aleja", "hotel", "bandar", "kampung",
];

/// Words that may stand between a street and its name: `Calle de la Rosa`.
pub(super) static LINKS: [&str; 12] =
    ["de", "del", "la", "las", "los", "di", "da", "do", "dos", "des", "du", "della"];

/// Words with a capital before the name of a town, park or street: `San Rafael`, `North Keith`.
#[rustfmt::skip]
pub(super) static PLACES: [&str; 35] = [
    "san", "santa", "santo", "sant", "saint", "sainte", "st", "sao", "port", "puerto", "porto", "lake", "mount", "mt",
    "fort", "new", "north", "south", "east", "west", "upper", "lower", "cape", "point", "camp", "via", "place", "sidi",
    "villa", "nueva", "nova", "nossa", "university", "hospital", "bank",
];

/// Words behind, or at the end: `Maria Street`, `Thomas Glen, 12`, `James Ltd`.
#[rustfmt::skip]
pub(super) static ENDINGS: [&str; 64] = [
    "street", "st", "avenue", "ave", "road", "rd", "lane", "ln", "drive", "dr", "court", "ct", "boulevard", "blvd", "way",
    "place", "pl", "square", "sq", "terrace", "highway", "hwy", "expressway", "parkway", "crescent", "close", "glen",
    "rise", "ramp", "view", "heights", "hills", "park", "plaza", "bridge", "island", "county", "city", "beach", "valley",
    "suite", "apt", "flat", "unit", "strase", "strasse", "platz", "weg", "allee", "ltd", "llc", "inc", "corp", "gmbh",
    "plc", "group", "logistics", "associates", "sons", "holdings", "partners", "company", "solutions", "systems",
];

/// Whether what stands beside the capitalised words in `span` makes them a place or a firm: a house number or the
/// word for a street before them, `in` or `near`, a street's or a firm's ending.
pub(super) fn is_named(text: &str, span: Span) -> bool {
    let Some(head) = text.get(..span.start) else { return false };
    let (mut before, mut start) = (last_word(head), span.start);
    if before.starts_with(|c: char| c.is_ascii_digit()) && before.len() <= MAX_NUMBER {
        return true;
    }
    let mut word = None;
    for _ in 0..=MAX_LINKS {
        start = start.saturating_sub(before.len() + 1);
        word = Word::at(text, start).filter(|word| word.end == start + before.len());
        if !word.is_some_and(|word| word.links_names()) {
            break;
        }
        before = last_word(text.get(..start).unwrap_or_default());
    }
    let by_word = |word: Word| word.opens_street() || word.is_capital() && word.opens_place();
    let inner =
        text.get(span.start..span.end).and_then(|name| name.rfind(' ')).map(|space| span.start + space + 1);
    let last = inner.and_then(|start| Word::at(text, start));
    let space = text.get(span.end..).is_some_and(|tail| tail.starts_with(' '));
    let behind = space.then(|| Word::at(text, span.end + 1)).flatten().filter(Word::is_capital);
    matches!(before, "in" | "near")
        || word.is_some_and(by_word)
        || [last, behind].into_iter().flatten().any(|word| word.ends_place())
}

/// The word before the one space at the end; nothing if it is longer than any of the lists.
fn last_word(head: &str) -> &str {
    let Some(head) = head.strip_suffix(' ') else { return "" };
    let letters = head.char_indices().rev().take(MAX_WORD + 1).take_while(|(_, c)| c.is_alphanumeric());
    letters
        .last()
        .and_then(|(start, _)| head.get(start..))
        .filter(|word| word.len() <= MAX_WORD)
        .unwrap_or_default()
}
