//! Places and companies that do not exist, and addresses at them.

use super::draw::Draw;
use super::shape::in_case_of;

#[rustfmt::skip]
const TOWNS: &[&str] = &[
    "Alderbrook", "Ambermoor", "Ashenvale", "Birchhaven", "Brackenford", "Briarwick", "Cedarholm", "Clearmere",
    "Coldspring", "Copperfell", "Cranmoor", "Dunmarsh", "Easthollow", "Elmstead", "Fairbrook", "Fernleigh", "Foxmere",
    "Glenhurst", "Goldcrest", "Greyhaven", "Hartmoor", "Hazelmere", "Heathwick", "Hollowbrook", "Ivydale", "Kestrelton",
    "Lakemoor", "Larkfield", "Lindenau", "Maplewick", "Meadowmere", "Millhaven", "Mossgate", "Northwold", "Oakhollow",
    "Otterford", "Pinemarsh", "Quarrydale", "Ravenmoor", "Redhollow", "Rosefell", "Rowanbrook", "Sandmere", "Silverwick",
    "Stonehaven", "Summerfell", "Thornmere", "Valebrook", "Westermoor", "Willowgate", "Windmere", "Woodfell",
];

#[rustfmt::skip]
const STREETS: &[&str] = &[
    "Alder", "Apple", "Ash", "Aspen", "Beech", "Birch", "Bluebell", "Bramble", "Brook", "Cedar", "Cherry", "Chestnut",
    "Clover", "Cypress", "Daisy", "Dogwood", "Elder", "Fern", "Finch", "Garden", "Hawthorn", "Hazel", "Heather", "Hickory",
    "Holly", "Ivy", "Jasmine", "Juniper", "Lark", "Laurel", "Lavender", "Lilac", "Linden", "Magnolia", "Maple", "Meadow",
    "Mulberry", "Myrtle", "Oak", "Olive", "Orchard", "Poplar", "Primrose", "Robin", "Rowan", "Sage", "Spruce", "Sycamore",
    "Thistle", "Tulip", "Violet", "Walnut", "Willow", "Yew",
];

#[rustfmt::skip]
const TRADES: &[&str] = &[
    "Analytics", "Bakery", "Components", "Consulting", "Design", "Energy", "Foods", "Freight", "Furniture", "Instruments",
    "Interiors", "Lighting", "Logistics", "Media", "Optics", "Outfitters", "Partners", "Printing", "Software", "Supply",
    "Systems", "Textiles", "Tools", "Trading",
];

/// Legal forms; they stay.
#[rustfmt::skip]
const FORMS: &[&str] = &[
    "inc", "llc", "ltd", "limited", "corp", "corporation", "co", "company", "plc", "gmbh", "ag", "kg", "ug", "se", "sa",
    "sas", "sarl", "srl", "spa", "sl", "bv", "nv", "ab", "oy", "as", "aps", "pty", "llp", "group",
];

/// Words of an address that stay: kinds of streets, parts of buildings, directions, articles.
#[rustfmt::skip]
const KINDS: &[&str] = &[
    "street", "st", "road", "rd", "avenue", "ave", "av", "boulevard", "blvd", "lane", "ln", "drive", "dr", "court", "ct",
    "way", "place", "pl", "square", "sq", "terrace", "ter", "close", "crescent", "cres", "parkway", "pkwy", "highway", "hwy",
    "circle", "cir", "trail", "trl", "row", "mews", "walk", "alley", "loop", "suite", "ste", "apt", "apartment", "unit",
    "flat", "floor", "fl", "room", "building", "bldg", "house", "box", "po", "p", "o", "no", "n", "s", "e", "w", "ne", "nw",
    "se", "sw", "north", "south", "east", "west", "strasse", "straße", "str", "weg", "platz", "allee", "gasse", "ring",
    "rue", "impasse", "chemin", "quai", "cours", "bis", "calle", "c", "avenida", "avda", "plaza", "paseo", "via", "viale",
    "piazza", "corso", "largo", "vicolo", "straat", "laan", "plein", "gracht", "kade", "rua", "travessa", "praça", "the",
    "of", "de", "del", "della", "di", "da", "do", "du", "des", "la", "le", "les", "los", "las", "am", "an", "der", "den",
    "im", "zum", "zur", "van", "und", "and", "y", "et",
];

/// Endings of one word that are kinds of streets.
const ENDINGS: &[&str] =
    &["strasse", "straße", "weg", "platz", "allee", "gasse", "straat", "laan", "plein", "gracht", "str"];

/// An address of the same form: other numbers, other names, the same kinds of street and unit.
pub(super) fn address(draw: &mut Draw, value: &str) -> Option<String> {
    let mut streets = 0;
    rewrite(value, draw, |draw, word, before, after| {
        let small = word.to_lowercase();
        if KINDS.contains(&small.as_str()) {
            return Some(word.to_owned());
        }
        if let Some(ending) =
            ENDINGS.iter().find(|ending| small.len() > ending.len() && small.ends_with(**ending))
        {
            let kept = word.get(word.len() - ending.len()..)?;
            streets += 1;
            return Some(format!("{}{kept}", in_case_of(word, draw.one_of(STREETS))));
        }
        let glued = before.is_some_and(|c| c.is_ascii_digit()) || after.is_some_and(|c| c.is_ascii_digit());
        if word.chars().count() <= 2 || glued {
            // `12b`, a state, a part of a postcode.
            return super::shape::same_shape(draw, word);
        }
        streets += 1;
        let list = if streets == 1 { STREETS } else { TOWNS };
        Some(in_case_of(word, draw.one_of(list)))
    })
}

/// A town.
pub(super) fn location(draw: &mut Draw, value: &str) -> Option<String> {
    value.is_ascii().then(|| in_case_of(value, draw.one_of(TOWNS)))
}

/// A company with the same legal form.
pub(super) fn organization(draw: &mut Draw, value: &str) -> Option<String> {
    let last = value.rsplit([' ', ',']).next().unwrap_or_default();
    let form = last.trim_end_matches('.').to_lowercase();
    let name = format!("{} {}", draw.one_of(TOWNS), draw.one_of(TRADES));
    let named =
        value.strip_suffix(last).filter(|before| !before.is_empty() && FORMS.contains(&form.as_str()));
    Some(match named {
        Some(before) => {
            let gap = before.get(before.trim_end_matches([' ', ',']).len()..)?;
            format!("{}{gap}{last}", in_case_of(before, &name))
        }
        None => in_case_of(value, &name),
    })
}

/// The text with every word and number drawn anew; `word` gets the characters beside a word too.
fn rewrite(
    value: &str,
    draw: &mut Draw,
    mut word: impl FnMut(&mut Draw, &str, Option<char>, Option<char>) -> Option<String>,
) -> Option<String> {
    let mut out = String::with_capacity(value.len() + 16);
    let mut rest = value;
    let mut before = None;
    while let Some(first) = rest.chars().next() {
        let class = |c: char| (c.is_alphabetic(), c.is_ascii_digit());
        let end = rest.find(|c| class(c) != class(first)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        match class(first) {
            (true, _) => out.push_str(&word(draw, run, before, after.chars().next())?),
            (_, true) => out.push_str(&super::shape::same_shape(draw, run)?),
            _ if run.contains(char::is_alphanumeric) => return None,
            _ => out.push_str(run),
        }
        before = run.chars().next_back();
        rest = after;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_an_address_stays() {
        let mut draw = Draw::new(8);
        let new = address(&mut draw, "12 Elm Road, Apt 4b, Springfield, IL 62704").unwrap();
        assert!(
            new.contains(" Road, Apt ") && !new.contains("Springfield") && !new.contains("62704"),
            "{new}"
        );
        let new = address(&mut draw, "Goethestraße 7, 10115 Berlin").unwrap();
        assert!(new.contains("straße ") && !new.contains("Goethe") && !new.contains("Berlin"), "{new}");
        let new = organization(&mut draw, "Acme Widgets, Inc.").unwrap();
        assert!(new.ends_with(", Inc.") && !new.contains("Acme"), "{new}");
        assert_eq!(location(&mut draw, "PARIS").map(|town| town == town.to_uppercase()), Some(true));
    }
}
