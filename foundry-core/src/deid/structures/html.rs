//! HTML: tags, attributes and character references.

use std::ops::Range;

use super::html_names::NAMES;
use super::json::name;
use super::view::Builder;

/// The longest tag that is looked at, in bytes.
const MAX_TAG: usize = 8192;

/// Elements that stand inside a line: what they enclose is one text with what is beside them.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "img", "ins", "kbd", "mark", "nobr", "output", "q", "rp", "rt", "ruby", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// The other elements that mail, chat and help desk programs write.
const BLOCK: &[&str] = &[
    "address",
    "area",
    "article",
    "aside",
    "audio",
    "base",
    "basefont",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "col",
    "colgroup",
    "datalist",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "iframe",
    "input",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "menu",
    "meta",
    "meter",
    "nav",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "path",
    "picture",
    "pre",
    "progress",
    "script",
    "section",
    "select",
    "source",
    "style",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
    "video",
    "g",
];

/// Elements without an end tag.
const VOID: &[&str] = &[
    "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
];

/// Attributes that say how something looks, not what it is.
const LOOKS: &[&str] = &[
    "style",
    "class",
    "width",
    "height",
    "align",
    "valign",
    "bgcolor",
    "color",
    "face",
    "size",
    "border",
    "cellpadding",
    "cellspacing",
    "colspan",
    "rowspan",
    "lang",
    "dir",
    "type",
    "rel",
    "target",
    "role",
    "xmlns",
    "charset",
    "tabindex",
];

/// Whether a text may hold a tag or a character reference.
pub(super) fn has_sign(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'<', b'&', bytes).any(|at| match bytes.get(at + 1) {
        Some(b'/' | b'!' | b'#') => true,
        Some(byte) => byte.is_ascii_alphabetic(),
        None => false,
    })
}

/// Decodes references; tags are passed over, and the values of attributes stand on lines of their own at the end.
pub(super) fn read(out: &mut Builder<'_>, text: &str) {
    let bytes = text.as_bytes();
    let mut done = 0;
    let mut at = 0;
    let mut aside: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut open_comment = false;
    while let Some(next) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'<', b'&', rest)) {
        at += next;
        if bytes.get(at) == Some(&b'&') {
            match reference(text, at) {
                Some((c, length)) => {
                    out.copy(done..at);
                    out.character(at..at + length, c);
                    at += length;
                    done = at;
                }
                None => at += 1,
            }
            continue;
        }
        if bytes.get(at..).is_some_and(|rest| rest.starts_with(b"<!--")) && !open_comment {
            match memchr::memmem::find(bytes.get(at + 4..).unwrap_or_default(), b"-->") {
                Some(length) => {
                    out.copy(done..at);
                    out.skip();
                    aside.push((at..at, at + 4..at + 4 + length));
                    at += length + 7;
                    done = at;
                }
                None => {
                    open_comment = true;
                    at += 1;
                }
            }
            continue;
        }
        let Some(tag) = tag_at(text, at, &mut |name, value| aside.push((name, value))) else {
            at += 1;
            continue;
        };
        out.copy(done..at);
        out.skip();
        if !tag.is_inline {
            out.cut();
            out.add("\n");
            out.cut();
        }
        at = tag.end;
        done = at;
    }
    out.copy(done..text.len());
    for (attribute, value) in aside {
        if value.is_empty() {
            continue;
        }
        out.cut();
        out.add("\n");
        if !attribute.is_empty() {
            name(out, text, attribute.start, attribute.end);
        }
        references(out, text, value);
        out.cut();
        out.add("\n");
    }
}

/// A range with its character references decoded.
fn references(out: &mut Builder<'_>, text: &str, range: Range<usize>) {
    let mut done = range.start;
    let mut at = range.start;
    while let Some(next) = text.as_bytes().get(at..range.end).and_then(|rest| memchr::memchr(b'&', rest)) {
        at += next;
        match reference(text, at) {
            Some((c, length)) if at + length <= range.end => {
                out.copy(done..at);
                out.character(at..at + length, c);
                at += length;
                done = at;
            }
            _ => at += 1,
        }
    }
    out.copy(done..range.end);
}

/// The character that a reference at `at` stands for, and its length: `&#64;`, `&#x40;`, `&commat;`.
fn reference(text: &str, at: usize) -> Option<(char, usize)> {
    let bytes = text.as_bytes().get(at + 1..)?;
    let end = at + 1;
    if bytes.first() == Some(&b'#') {
        let hex = matches!(bytes.get(1), Some(b'x' | b'X'));
        let from = 1 + usize::from(hex);
        let radix = if hex { 16 } else { 10 };
        let digits = bytes.iter().skip(from).take(8).take_while(|b| char::from(**b).is_digit(radix)).count();
        let code = u32::from_str_radix(text.get(end + from..end + from + digits)?, radix).ok()?;
        let c = char::from_u32(code).filter(|c| !c.is_control() || c.is_whitespace())?;
        let closed = bytes.get(from + digits) == Some(&b';');
        return Some((c, 1 + from + digits + usize::from(closed)));
    }
    let length = bytes.iter().take(24).take_while(|b| b.is_ascii_alphanumeric()).count();
    if length < 2 || bytes.get(length) != Some(&b';') {
        return None;
    }
    let name = text.get(end..end + length)?;
    let place = NAMES.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    NAMES.get(place).map(|(_, c)| (*c, length + 2))
}

/// Whether a character reference stands at `at`.
pub(super) fn is_reference(text: &str, at: usize) -> bool {
    reference(text, at).is_some()
}

struct Tag {
    end: usize,
    name: Range<usize>,
    closes: bool,
    /// Whether it opens nothing: `<br>`, `<x/>`.
    single: bool,
    is_inline: bool,
}

/// The tag at `at`; `attribute` hears of the name and value of every attribute that says something.
fn tag_at(text: &str, at: usize, attribute: &mut impl FnMut(Range<usize>, Range<usize>)) -> Option<Tag> {
    let bytes = text.as_bytes();
    let limit = bytes.len().min(at + MAX_TAG);
    let byte = |i: usize| bytes.get(i).copied().filter(|_| i < limit);
    let closes = byte(at + 1) == Some(b'/');
    let start = at + 1 + usize::from(closes);
    let name_byte = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b':' | b'-' | b'!');
    let length = bytes.get(start..limit)?.iter().take(32).take_while(name_byte).count();
    let name = text.get(start..start + length).filter(|name| !name.is_empty())?;
    let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let foreign = name.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
        && name.bytes().skip(1).any(|b| b == b':')
        && !name.ends_with(':');
    let is_inline = is(INLINE) || foreign;
    if !(is_inline || is(BLOCK) || name.eq_ignore_ascii_case("!doctype")) {
        return None;
    }
    let mut i = start + length;
    let mut found: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut slash = false;
    loop {
        match byte(i)? {
            b'>' => break,
            b'<' => return None,
            b'/' => slash = true,
            b if b.is_ascii_whitespace() => {}
            _ if !(slash
                || byte(i - 1)?.is_ascii_whitespace()
                || matches!(byte(i - 1), Some(b'"' | b'\''))) =>
            {
                return None;
            }
            _ => {
                slash = false;
                let (name, value, next) = attribute_at(bytes, i, limit)?;
                found.push((name, value));
                i = next;
                continue;
            }
        }
        i += 1;
    }
    for (name, value) in found {
        let looks = text.get(name.clone()).is_some_and(|n| LOOKS.iter().any(|l| l.eq_ignore_ascii_case(n)));
        if value.is_empty() {
            attribute(value, name);
        } else if !looks {
            attribute(name, value);
        }
    }
    Some(Tag { end: i + 1, name: start..start + length, closes, single: slash || is(VOID), is_inline })
}

/// Name and value of the attribute at `i`, and what follows. Quotes may be escaped, as in JSON.
fn attribute_at(bytes: &[u8], i: usize, limit: usize) -> Option<(Range<usize>, Range<usize>, usize)> {
    let rest = |from: usize| bytes.get(from..limit).unwrap_or_default().iter();
    let length = rest(i).take_while(|b| !b.is_ascii_whitespace() && !b"=>/<\"'".contains(b)).count();
    let name = i..i + length.max(1);
    let space = |from: usize| from + rest(from).take_while(|b| b.is_ascii_whitespace()).count();
    let equals = space(name.end);
    if bytes.get(equals) != Some(&b'=') {
        return Some((name.clone(), name.end..name.end, name.end));
    }
    let start = space(equals + 1);
    let escaped = rest(start).take_while(|b| **b == b'\\').count();
    let open = start + escaped;
    match bytes.get(open) {
        Some(quote @ (b'"' | b'\'')) => {
            let length = memchr::memchr(*quote, bytes.get(open + 1..limit)?)?;
            let end = open + 1 + length;
            Some((name, open + 1..end - escaped.min(length), end + 1))
        }
        _ => {
            let length = rest(start).take_while(|b| !b.is_ascii_whitespace() && !b"<>".contains(b)).count();
            Some((name, start..start + length, start + length.max(1)))
        }
    }
}

/// The tags of a text whose other half is not in it: they stay where the rest is replaced.
pub(super) fn unbalanced(text: &str) -> Vec<&str> {
    let mut left: Vec<(Range<usize>, Range<usize>, bool)> = Vec::new();
    let mut at = 0;
    while let Some(next) = text.as_bytes().get(at..).and_then(|rest| memchr::memchr(b'<', rest)) {
        at += next;
        let Some(tag) = tag_at(text, at, &mut |_, _| {}) else {
            at += 1;
            continue;
        };
        let same = |other: &(Range<usize>, Range<usize>, bool)| {
            let of = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
            of(&other.1).eq_ignore_ascii_case(of(&tag.name))
        };
        if tag.closes && left.last().is_some_and(|last| !last.2 && same(last)) {
            left.pop();
        } else if !tag.single {
            left.push((at..tag.end, tag.name.clone(), tag.closes));
        }
        at = tag.end;
    }
    left.into_iter().filter_map(|(whole, ..)| text.get(whole)).collect()
}
