//! Mends the ends of names: the labels of single tokens do not see brackets, lists and where a second address begins.

use super::{Label, Tagged};
use crate::entity::Span;

/// Words between two addresses.
const AND: &[&str] = &["and", "und", "et", "y", "e", "en", "or", "to", "oder", "o", "ou", "of"];

/// What is longer, in bytes, is no list of names that people write.
const LONGEST: usize = 512;

/// Mends the names behind the first `from` ones; `text` is what they stand in, from byte `offset` on.
pub fn mend(text: &str, offset: usize, from: usize, names: &mut Vec<Tagged>) {
    let value = |span: Span| text.get(span.start - offset..span.end - offset).unwrap_or_default();
    if names.iter().skip(from).any(|name| cut_at(value(name.span), name.label).is_some()) {
        for name in names.split_off(from) {
            divide(text, offset, name, names);
        }
    }
    join(text, offset, from, names);
    for name in names.iter_mut().skip(from) {
        close(text, offset, name);
    }
}

/// Where a name that is two ends, and where the second one begins.
fn cut_at(value: &str, label: Label) -> Option<(usize, usize)> {
    if value.len() > LONGEST {
        return None;
    }
    if let Some(at) = value.find([';', '|']) {
        return Some((at, at + 1));
    }
    if label != Label::Address {
        return None;
    }
    let mut words = value.split_inclusive(' ').map(str::len).scan(0, |at, length| {
        let start = *at;
        *at += length;
        Some((start, *at))
    });
    words.find(|(start, end)| {
        let word = value.get(*start..*end).unwrap_or_default().trim_end();
        let before = value.get(..*start).unwrap_or_default();
        let behind = value.get(*end..).unwrap_or_default();
        AND.contains(&word) && is_address(before) && is_address(behind) && begins_address(behind)
    })
}

/// Whether a part of an address can be one by itself: it has a number and a word.
fn is_address(part: &str) -> bool {
    part.bytes().any(|byte| byte.is_ascii_digit())
        && part.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() > 2)
}

/// Whether a part begins as an address does: with a number, or with a capital; not `12 and 14 Oak Street`.
fn begins_address(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase())
}

/// Appends the parts of a name.
fn divide(text: &str, offset: usize, name: Tagged, names: &mut Vec<Tagged>) {
    let mut rest = name.span;
    loop {
        let value = text.get(rest.start - offset..rest.end - offset).unwrap_or_default();
        let cut = cut_at(value, name.label);
        let end = cut.map_or(value.len(), |(end, _)| end);
        let part = value.get(..end).unwrap_or_default();
        let bare = part.trim_matches(|c: char| c.is_whitespace() || c == ',');
        if !bare.is_empty() {
            let start = rest.start + part.find(bare).unwrap_or(0);
            // Behind an address in a list stands a place.
            let is_place = name.label == Label::Address && !bare.bytes().any(|byte| byte.is_ascii_digit());
            let label = if is_place && rest.start > name.span.start { Label::Location } else { name.label };
            names.push(Tagged { span: Span::new(start, start + bare.len()), label, margin: name.margin });
        }
        let Some((_, behind)) = cut else { return };
        rest.start += behind;
    }
}

/// Joins an address with the part of an address or the place that follows behind a comma, and two names of persons with
/// nothing but a space between: those of one person.
fn join(text: &str, offset: usize, from: usize, names: &mut Vec<Tagged>) {
    let mut kept = from;
    for at in from..names.len() {
        let Some(name) = names.get(at).copied() else { return };
        let last = kept.checked_sub(1).filter(|last| *last >= from).and_then(|last| names.get_mut(last));
        if let Some(last) = last
            && belong_together(
                last.label,
                text.get(last.span.end - offset..name.span.start - offset).unwrap_or_default(),
                name.label,
            )
        {
            last.span.end = name.span.end;
            last.margin = last.margin.min(name.margin);
            continue;
        }
        if let Some(place) = names.get_mut(kept) {
            *place = name;
        }
        kept += 1;
    }
    names.truncate(kept);
}

fn belong_together(label: Label, between: &str, next: Label) -> bool {
    match (label, next) {
        (Label::Person, Label::Person) => between == " ",
        (Label::Address, Label::Address | Label::Location) => matches!(between, "," | ", " | ",\n" | ", \n"),
        _ => false,
    }
}

/// Takes in the bracket that closes one inside the name.
fn close(text: &str, offset: usize, name: &mut Tagged) {
    let value = text.get(name.span.start - offset..name.span.end - offset).unwrap_or_default();
    let behind = text.get(name.span.end - offset..).unwrap_or_default();
    if behind.starts_with(')')
        && value.rfind('(').is_some_and(|open| open > 0 && !value[open..].contains(')'))
    {
        name.span.end += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str, names: &[(&str, Label)]) -> Vec<(String, Label)> {
        let mut tagged: Vec<Tagged> = names
            .iter()
            .map(|(name, label)| {
                let start = text.find(name).unwrap() + 7;
                Tagged { span: Span::new(start, start + name.len()), label: *label, margin: 5 }
            })
            .collect();
        mend(text, 7, 0, &mut tagged);
        tagged
            .iter()
            .map(|name| (text[name.span.start - 7..name.span.end - 7].to_owned(), name.label))
            .collect()
    }

    fn one(text: &str, name: &str, label: Label) -> Vec<(String, Label)> {
        mended(text, &[(name, label)])
    }

    #[test]
    fn lists_are_divided() {
        let [ann, lee] = ["Ann", "Lee"].map(|name| (name.to_owned(), Label::Person));
        assert_eq!(one("x Ann;Lee y", "Ann;Lee", Label::Person), [ann, lee]);
        assert_eq!(
            one("12 Oak Street;Leeds", "12 Oak Street;Leeds", Label::Address),
            [("12 Oak Street".to_owned(), Label::Address), ("Leeds".to_owned(), Label::Location)]
        );
    }

    #[test]
    fn two_addresses_are_two() {
        let text = "12 Oak Street, Leeds and 5 Elm Road, York";
        let [oak, elm] =
            ["12 Oak Street, Leeds", "5 Elm Road, York"].map(|name| (name.to_owned(), Label::Address));
        assert_eq!(one(text, text, Label::Address), [oak, elm]);
        for whole in ["12 and 14 Oak Street", "5 Elm and Oak Road", "12 Brook and Vale, Leeds"] {
            assert_eq!(one(whole, whole, Label::Address), [(whole.to_owned(), Label::Address)]);
        }
    }

    #[test]
    fn parts_are_joined() {
        let text = "5 Elm Road, York, Australia and Ghent";
        let names = [
            ("5 Elm Road, York", Label::Address),
            ("Australia", Label::Location),
            ("Ghent", Label::Location),
        ];
        let joined = ("5 Elm Road, York, Australia".to_owned(), Label::Address);
        assert_eq!(mended(text, &names), [joined, ("Ghent".to_owned(), Label::Location)]);
        let names = [("Ann", Label::Person), ("Lee", Label::Person), ("Mo", Label::Person)];
        let [one, other] = ["Ann Lee", "Mo"].map(|name| (name.to_owned(), Label::Person));
        assert_eq!(mended("Ann Lee, Mo", &names), [one, other]);
    }

    #[test]
    fn brackets_are_closed() {
        let closed = ("Via Roma 5, Ancona (AN)".to_owned(), Label::Address);
        assert_eq!(one("in Via Roma 5, Ancona (AN) ok", "Via Roma 5, Ancona (AN", Label::Address), [closed]);
        let open = ("Ann".to_owned(), Label::Person);
        assert_eq!(one("call (Ann) ok", "Ann", Label::Person), [open]);
    }
}
