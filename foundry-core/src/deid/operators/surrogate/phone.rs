//! Telephone numbers that nobody has: those that the regulators of many countries keep for fiction. Elsewhere the number
//! begins with a digit that no subscriber's number has.

use super::draw::Draw;
use super::shape::{digits_of, with_digits};
use crate::deid::canonical::phone;

/// National numbers for fiction, without trunk zero; `#` is any digit. By calling code and the first digits of the
/// number that is replaced (a mobile number stays one); the last entry of a country serves for all others.
const FICTION: &[(&str, &str, &[&str])] = &[
    // Ofcom, numbers for drama use.
    ("44", "7", &["7700900###"]),
    ("44", "8", &["8081570###"]),
    (
        "44",
        "",
        &[
            "2079460###",
            "1134960###",
            "1144960###",
            "1154960###",
            "1164960###",
            "1174960###",
            "1184960###",
            "1214960###",
            "1314960###",
            "1414960###",
            "1514960###",
            "1614960###",
            "1632960###",
        ],
    ),
    // ACMA, numbers for use in television shows, films and creative works.
    (
        "61",
        "4",
        &[
            "491570006",
            "491570156",
            "491570157",
            "491570158",
            "491570159",
            "491570110",
            "491570313",
            "491570737",
            "491571266",
            "491571491",
            "491571804",
            "491572549",
            "491572665",
            "491572983",
            "491573770",
            "491573087",
            "491574118",
            "491574632",
            "491575254",
            "491575789",
            "491576398",
            "491576801",
            "491577426",
            "491577644",
            "491578957",
            "491578148",
            "491578888",
            "491579212",
            "491579760",
            "491579455",
        ],
    ),
    (
        "61",
        "",
        &[
            "25550####",
            "27010####",
            "35550####",
            "37010####",
            "75550####",
            "77010####",
            "85550####",
            "87010####",
        ],
    ),
    // ComReg, numbers for drama.
    ("353", "", &["2091#####"]),
    // Arcep, numbers for audiovisual works.
    ("33", "6", &["63998####"]),
    ("33", "7", &["63998####"]),
    ("33", "", &["19900####", "26191####", "35301####", "46571####", "53649####"]),
    // Bundesnetzagentur, numbers for media.
    ("49", "1", &["17139200##", "176040690##"]),
    ("49", "", &["3023125###", "6990009###", "4066969###", "2214710###", "8999998###"]),
    // PTS, numbers for films and books.
    (
        "46",
        "7",
        &[
            "701740605",
            "70174061#",
            "70174062#",
            "70174063#",
            "70174064#",
            "70174065#",
            "70174066#",
            "70174067#",
        ],
    ),
    ("46", "", &["31390060#", "40628040#", "84650040#", "98031920#"]),
];

/// Area codes of large cities; the exchange 555 with the lines 0100 to 0199 is kept for fiction (ATIS-0300115).
#[rustfmt::skip]
const AREAS: &[&str] = &[
    "201", "202", "206", "212", "213", "214", "215", "216", "301", "303", "305", "310", "312", "313", "314", "317",
    "404", "407", "408", "410", "412", "414", "415", "416", "425", "502", "503", "504", "512", "513", "514", "602",
    "604", "612", "613", "614", "615", "617", "619", "702", "703", "704", "713", "716", "718", "720", "801", "804",
    "813", "816", "817", "818", "901", "904", "916", "917", "919", "972",
];

/// Words that may stand in a telephone number.
const WORDS: &[&str] =
    &["tel", "phone", "mobile", "cell", "fax", "ext", "extension", "x", "durchwahl", "poste", "int"];

/// A number of the same country and grouping.
pub(super) fn stand_in(draw: &mut Draw, calling_code: &str, value: &str) -> Option<String> {
    let read = phone(value, calling_code)?;
    let (national, extension) = read.national.split_once('x').unwrap_or((&read.national, ""));
    let number = national_number(draw, &read.code, national);
    let all = digits_of(value);
    let kept = all.len().checked_sub(national.len() + extension.len())?;
    let vanity = value
        .split(|c: char| !c.is_alphabetic())
        .any(|word| !word.is_empty() && !WORDS.contains(&word.to_lowercase().as_str()));
    let is_spaced = |c: char| c.is_alphabetic();
    if vanity || number.len() != national.len() {
        // Letters on a keypad, or a country whose numbers for fiction have another length: as plain as can be.
        let plus = if read.code.is_empty() { String::new() } else { format!("+{}", read.code) };
        return Some(format!("{plus}{number}"));
    }
    let digits = format!("{}{number}{}", all.get(..kept)?, draw.digits(extension.len()));
    // Words stay where they are.
    let mut out = String::with_capacity(value.len());
    let mut rest = digits.as_str();
    for piece in value.split_inclusive(is_spaced) {
        let letters = piece.len() - piece.trim_end_matches(is_spaced).len();
        let (plain, word) = piece.split_at(piece.len() - letters);
        let count = plain.chars().filter(|c| c.is_numeric()).count();
        let (now, later) = rest.split_at_checked(count)?;
        out.push_str(&with_digits(plain, now)?);
        out.push_str(word);
        rest = later;
    }
    rest.is_empty().then_some(out)
}

fn national_number(draw: &mut Draw, code: &str, national: &str) -> String {
    if code == "1" && national.len() == 10 {
        return format!("{}55501{}", draw.one_of(AREAS), draw.digits(2));
    }
    if code.is_empty() || code == "1" {
        // A number without its area.
        let start = if national.len() >= 7 { "55501" } else { "0" };
        let drawn = draw.digits(national.len().saturating_sub(start.len()));
        return format!("{start}{drawn}");
    }
    let mut rows =
        FICTION.iter().filter(|(country, first, _)| *country == code && national.starts_with(first));
    match rows.next() {
        Some((_, _, patterns)) => {
            let same = |pattern: &&&str| pattern.len() == national.len();
            let fitting: Vec<&str> = patterns.iter().filter(same).copied().collect();
            let pattern = draw.one_of(if fitting.is_empty() { patterns } else { &fitting });
            pattern.chars().map(|c| if c == '#' { draw.digit() } else { c }).collect()
        }
        // No country gives its subscribers numbers that begin so; Italy's begin with zero, its services with one.
        None => {
            let start = if code == "39" { "1" } else { "0" };
            format!("{start}{}", draw.digits(national.len().saturating_sub(1)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn other(value: &str, code: &str) -> String {
        stand_in(&mut Draw::new(9), code, value).unwrap()
    }

    #[test]
    fn grouping_and_country_stay_and_the_number_is_for_fiction() {
        let us = other("(646) 861-2277", "1");
        assert!(us.starts_with('(') && us.contains(") 555-01") && us.len() == 14, "{us}");
        assert!(other("+1 646-861-2277 ext. 12", "49").contains("-555-01"));
        assert!(other("861-2277", "1").starts_with("555-01"));
        let gb = other("+44 7911 123456", "1");
        assert!(gb.starts_with("+44 7700 900") && gb.len() == 15, "{gb}");
        assert!(other("07911 123456", "44").starts_with("07700 900"));
        assert!(other("0412 345 678", "61").starts_with("0491 57"));
        assert!(other("06 12 34 56 78", "33").starts_with("06 39 98"));
        assert!(other("+49 30 12345678", "1").starts_with("+49"));
        let es = other("+34 612 345 678", "1");
        assert!(es.starts_with("+34 0") && es.len() == 15, "{es}");
        assert!(other("+39 347 123 4567", "1").starts_with("+39 1"));
        assert!(other("tel: 646-861-2277", "1").starts_with("tel: "));
        let vanity = other("1-800-FLOWERS", "1");
        assert!(!vanity.contains("FLOWERS"), "{vanity}");
        assert_eq!(stand_in(&mut Draw::new(9), "1", "12"), None);
    }
}
