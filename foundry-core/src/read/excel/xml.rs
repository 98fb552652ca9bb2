//! A reader of XML 1.0 for the one file of a spreadsheet that is needed: tags, attributes and text, no entities of its
//! own making and no document types.

use std::borrow::Cow;

/// What comes next in the text.
#[derive(Debug)]
pub(super) enum Event<'a> {
    /// A tag that opens, or is empty.
    Open(Tag<'a>),
    /// The name of a tag that closes.
    Close(&'a str),
    /// Text, entities resolved.
    Text(Cow<'a, str>),
}

/// A tag with its attributes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tag<'a> {
    /// Its name with the prefix as written.
    pub(super) name: &'a str,
    attributes: &'a str,
    empty: bool,
}

impl<'a> Tag<'a> {
    /// Whether this is its name.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name == name
    }

    /// Whether nothing stands in it: `<a/>`.
    pub(super) fn is_empty(&self) -> bool {
        self.empty
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        let mut rest = self.attributes;
        loop {
            let (key, after) = rest.split_once('=')?;
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let (value, tail) = after.get(1..)?.split_once(quote)?;
            if key.trim() == name {
                return Some(resolve(value));
            }
            rest = tail;
        }
    }

    /// The value of an attribute that counts, 1 without it.
    pub(super) fn count(&self, name: &str) -> u32 {
        self.attribute(name).and_then(|value| value.trim().parse().ok()).unwrap_or(1)
    }
}

/// A place in the text.
pub(super) struct Xml<'a> {
    rest: &'a str,
    broken: bool,
}

impl<'a> Xml<'a> {
    /// At the start of a text.
    pub(super) fn new(text: &'a str) -> Xml<'a> {
        Xml { rest: text, broken: false }
    }

    /// Whether the text ended where no tag was open in its middle.
    pub(super) fn is_whole(&self) -> bool {
        !self.broken
    }

    /// The next event; comments, declarations and processing instructions are passed over.
    pub(super) fn next(&mut self) -> Option<Event<'a>> {
        while !self.rest.is_empty() {
            if !self.rest.starts_with('<') {
                let end = memchr::memchr(b'<', self.rest.as_bytes()).unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(Event::Text(resolve(text)));
            }
            if let Some(data) = self.rest.strip_prefix("<![CDATA[") {
                let (text, rest) = self.until(data, "]]>")?;
                self.rest = rest;
                return Some(Event::Text(Cow::Borrowed(text)));
            }
            let passed = [("<!--", "-->"), ("<?", "?>"), ("<!", ">")]
                .into_iter()
                .find_map(|(open, close)| Some((self.rest.strip_prefix(open)?, close)));
            if let Some((inside, close)) = passed {
                self.rest = self.until(inside, close)?.1;
                continue;
            }
            let end = self.tag_end()?;
            let (tag, rest) = self.rest.split_at(end);
            self.rest = rest.get(1..).unwrap_or("");
            let tag = tag.get(1..).unwrap_or("");
            if let Some(name) = tag.strip_prefix('/') {
                return Some(Event::Close(name.trim()));
            }
            let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
            let cut = tag.find(|c: char| c.is_ascii_whitespace()).unwrap_or(tag.len());
            let (name, attributes) = tag.split_at(cut);
            return Some(Event::Open(Tag { name, attributes, empty }));
        }
        None
    }

    /// The `>` that ends the tag; one inside a value does not.
    fn tag_end(&mut self) -> Option<usize> {
        let bytes = self.rest.as_bytes();
        let mut at = 1;
        while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr3(b'>', b'"', b'\'', rest)) {
            let here = at + found;
            let byte = bytes.get(here).copied()?;
            if byte == b'>' {
                return Some(here);
            }
            let Some(close) = bytes.get(here + 1..).and_then(|rest| memchr::memchr(byte, rest)) else {
                break;
            };
            at = here + close + 2;
        }
        self.stop()
    }

    fn until(&mut self, text: &'a str, close: &str) -> Option<(&'a str, &'a str)> {
        let found = text.split_once(close);
        if found.is_none() {
            self.stop::<()>();
        }
        found
    }

    fn stop<T>(&mut self) -> Option<T> {
        self.broken = true;
        self.rest = "";
        None
    }
}

/// Resolves the five entities of XML and character references; others stay as they are.
fn resolve(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|b| b == b';');
        let c = end.and_then(|end| match rest.get(1..end)? {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            name => {
                let code = name.strip_prefix('#')?;
                let code = match code.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => code.parse().ok()?,
                };
                char::from_u32(code)
            }
        });
        match (c, end) {
            (Some(c), Some(end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_tags_text_and_entities() {
        let mut xml = Xml::new(
            "<?xml version='1.0'?><!-- <a> --><a b=\"x > y\" c='&#65;&amp;&lol;'>t&lt;<d/><![CDATA[<&]]></a>",
        );
        let Some(Event::Open(tag)) = xml.next() else { panic!("a tag") };
        assert_eq!((tag.name, tag.attribute("b").as_deref()), ("a", Some("x > y")));
        assert_eq!(tag.attribute("c").as_deref(), Some("A&&lol;"));
        assert_eq!((tag.attribute("d"), tag.count("d")), (None, 1));
        assert!(matches!(xml.next(), Some(Event::Text(text)) if text == "t<"));
        assert!(matches!(xml.next(), Some(Event::Open(tag)) if tag.is_empty()));
        assert!(matches!(xml.next(), Some(Event::Text(text)) if text == "<&"));
        assert!(matches!(xml.next(), Some(Event::Close("a"))));
        assert!(xml.next().is_none() && xml.is_whole());
    }

    #[test]
    fn what_is_cut_off_is_told() {
        for text in ["<a", "<a b='", "<!-- x", "<![CDATA[ x", "<?x"] {
            let mut xml = Xml::new(text);
            while xml.next().is_some() {}
            assert!(!xml.is_whole(), "{text}");
        }
    }
}
