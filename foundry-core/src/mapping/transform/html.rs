//! HTML to text in one pass: no tree, no scripts, no network.

use std::borrow::Cow;

/// Returns the text a reader sees: tags dropped, block tags and `<br>` as line breaks, entities decoded, scripts and
/// styles left out, white space folded. Text without `<` and `&` comes back as it is.
pub(in crate::mapping) fn html_to_text(html: Cow<'_, str>) -> Cow<'_, str> {
    if memchr::memchr2(b'<', b'&', html.as_bytes()).is_none() {
        return html;
    }
    let mut writer =
        Writer { out: String::with_capacity(html.len()), breaks: 0, space: false, preformatted: 0 };
    let mut rest: &str = &html;
    while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
        let (text, tail) = rest.split_at(at);
        writer.text(text);
        rest = if tail.starts_with('<') { tag(tail, &mut writer) } else { entity(tail, &mut writer) };
    }
    writer.text(rest);
    let end = writer.out.trim_end().len();
    writer.out.truncate(end);
    Cow::Owned(writer.out)
}

/// Whether a value holds HTML: a tag that mail and chat programs write, or a named entity.
pub(in crate::mapping) fn looks_like_html(text: &str) -> bool {
    const TAGS: &[&str] =
        &["p", "br", "div", "span", "a", "html", "body", "b", "strong", "li", "ul", "table", "td"];
    text.match_indices('<').take(20).any(|(at, _)| {
        let rest = text.get(at + 1..).unwrap_or("");
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let name = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        let after = rest.as_bytes().get(name.len());
        matches!(after, Some(b'>' | b' ' | b'/' | b'\n'))
            && TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name))
    }) || ["&nbsp;", "&amp;", "&quot;", "&#39;"].iter().any(|entity| text.contains(entity))
}

struct Writer {
    out: String,
    /// Line breaks owed before the next text: 1 for a line, 2 for a paragraph.
    breaks: usize,
    space: bool,
    preformatted: usize,
}

impl Writer {
    fn text(&mut self, text: &str) {
        if self.preformatted > 0 {
            if !text.is_empty() {
                self.settle();
                self.out.push_str(text);
            }
            return;
        }
        let is_space = |c: char| c.is_ascii_whitespace();
        for (i, word) in text.split(is_space).enumerate() {
            self.space |= i > 0;
            if !word.is_empty() {
                self.settle();
                self.out.push_str(word);
            }
        }
    }

    fn char(&mut self, c: char) {
        if c == '\u{a0}' {
            self.space = true;
        } else if c.is_ascii_whitespace() {
            self.text(" ");
        } else {
            self.settle();
            self.out.push(c);
        }
    }

    fn settle(&mut self) {
        if !self.out.is_empty() {
            if self.breaks > 0 {
                self.out.extend(std::iter::repeat_n('\n', self.breaks));
            } else if self.space {
                self.out.push(' ');
            }
        }
        self.breaks = 0;
        self.space = false;
    }

    fn line(&mut self, breaks: usize) {
        self.breaks = self.breaks.max(breaks);
    }
}

/// Reads the tag (or comment) at the start and returns what follows; a lone `<` is text.
fn tag<'a>(rest: &'a str, writer: &mut Writer) -> &'a str {
    if let Some(comment) = rest.strip_prefix("<!--") {
        return comment.find("-->").and_then(|end| comment.get(end + 3..)).unwrap_or("");
    }
    let inside = rest.get(1..).unwrap_or("");
    let closing = inside.starts_with('/');
    let named = inside.strip_prefix('/').unwrap_or(inside);
    if !named.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?')) {
        writer.char('<');
        return inside;
    }
    let name = named.split(|c: char| !(c.is_ascii_alphanumeric() || c == ':')).next().unwrap_or("");
    // `<anna@example.com>` and `<https://…>` are addresses that somebody wrote, not tags.
    if let Some(end) = named.find(['>', '<', ' ', '"'])
        && named.as_bytes().get(end) == Some(&b'>')
        && named.get(..end).is_some_and(|n| n.contains('@') || n.contains("://"))
    {
        writer.text(rest.get(..end + 2).unwrap_or(""));
        return named.get(end + 1..).unwrap_or("");
    }
    let Some(end) = tag_end(named) else {
        // Cut off in the middle of a tag: nothing a reader sees.
        return "";
    };
    let after = named.get(end + 1..).unwrap_or("");
    let is = |names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(name));
    if is(&["script", "style", "head", "title"]) && !closing && !named[..end].ends_with('/') {
        return skip_element(after, name);
    }
    if is(&["br"]) {
        // Two in a row are an empty line.
        writer.breaks = (writer.breaks + 1).min(2);
    } else if is(&["p", "blockquote", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr"]) {
        writer.line(2);
    } else if is(&["li"]) {
        writer.line(1);
        if !closing {
            writer.settle();
            writer.out.push_str("- ");
        }
    } else if is(&["pre"]) {
        writer.line(1);
        writer.preformatted =
            if closing { writer.preformatted.saturating_sub(1) } else { writer.preformatted + 1 };
    } else if is(&["td", "th"]) {
        writer.space = true;
    } else if is(&[
        "div", "tr", "section", "article", "header", "footer", "address", "dd", "dt", "form", "main",
    ]) {
        writer.line(1);
    }
    after
}

/// The `>` that ends a tag; one inside a quoted attribute does not, unless the quote is never closed.
fn tag_end(named: &str) -> Option<usize> {
    let bytes = named.as_bytes();
    let mut at = 0;
    while let Some(step) = bytes.get(at..).and_then(|b| memchr::memchr3(b'>', b'"', b'\'', b)) {
        at += step;
        match bytes.get(at) {
            Some(b'>') => return Some(at),
            Some(quote) if at > 0 && bytes.get(at - 1) == Some(&b'=') => {
                match bytes.get(at + 1..).and_then(|b| memchr::memchr(*quote, b)) {
                    Some(length) => at += length + 2,
                    None => return memchr::memchr(b'>', bytes),
                }
            }
            _ => at += 1,
        }
    }
    None
}

fn skip_element<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut at = 0;
    while let Some(step) = rest.get(at..).and_then(|r| r.find("</")) {
        at += step + 2;
        let tail = rest.get(at..).unwrap_or("");
        if tail.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)) {
            return tail.find('>').and_then(|end| tail.get(end + 1..)).unwrap_or("");
        }
    }
    ""
}

fn entity<'a>(rest: &'a str, writer: &mut Writer) -> &'a str {
    let body = rest.get(1..).unwrap_or("");
    let end = body.bytes().take(32).position(|b| b == b';');
    if let Some(end) = end
        && let Some(name) = body.get(..end)
        && let Some(c) = decode(name)
    {
        writer.char(c);
        return body.get(end + 1..).unwrap_or("");
    }
    writer.char('&');
    body
}

fn decode(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control() || c.is_ascii_whitespace());
    }
    ENTITIES.iter().find(|(entity, _)| *entity == name).map(|(_, c)| *c)
}

const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("hellip", '…'),
    ("mdash", '—'),
    ("ndash", '–'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("bull", '•'),
    ("middot", '·'),
    ("euro", '€'),
    ("pound", '£'),
    ("yen", '¥'),
    ("cent", '¢'),
    ("sect", '§'),
    ("deg", '°'),
    ("plusmn", '±'),
    ("times", '×'),
    ("frac12", '½'),
    ("iexcl", '¡'),
    ("iquest", '¿'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("szlig", 'ß'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("aring", 'å'),
    ("aelig", 'æ'),
    ("ccedil", 'ç'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("igrave", 'ì'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iuml", 'ï'),
    ("ntilde", 'ñ'),
    ("ograve", 'ò'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("oslash", 'ø'),
    ("ugrave", 'ù'),
    ("uacute", 'ú'),
    ("ucirc", 'û'),
    ("Agrave", 'À'),
    ("Aacute", 'Á'),
    ("Acirc", 'Â'),
    ("Atilde", 'Ã'),
    ("Aring", 'Å'),
    ("AElig", 'Æ'),
    ("Ccedil", 'Ç'),
    ("Egrave", 'È'),
    ("Eacute", 'É'),
    ("Ecirc", 'Ê'),
    ("Iacute", 'Í'),
    ("Ntilde", 'Ñ'),
    ("Oacute", 'Ó'),
    ("Ocirc", 'Ô'),
    ("Otilde", 'Õ'),
    ("Oslash", 'Ø'),
    ("Uacute", 'Ú'),
    ("oelig", 'œ'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("shy", '\u{ad}'),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> String {
        html_to_text(Cow::Borrowed(html)).into_owned()
    }

    #[test]
    fn reads_mail_bodies() {
        for (html, expected) in [
            ("<p>Hello&nbsp;Anna,</p><p>thank   you.<br>Bye</p>", "Hello Anna,\n\nthank you.\nBye"),
            ("<div>a</div><div>b<br><br>c</div>", "a\nb\n\nc"),
            ("x <ul><li>one</li><li>two</li></ul> y", "x\n\n- one\n- two\n\ny"),
            ("<style>p{color:red}</style><script>if(a<b){}</script>Hi", "Hi"),
            ("1 < 2 && 3 > 2 &#x1F600; &eacute;&#233; &bogus; &", "1 < 2 && 3 > 2 😀 éé &bogus; &"),
            (
                "write to <anna@example.com> or <https://example.org/a>",
                "write to <anna@example.com> or <https://example.org/a>",
            ),
            ("<a href=\"x>y\" title='>'>link</a>!", "link!"),
            ("<blockquote>old</blockquote>new", "old\n\nnew"),
            ("<pre>a  b\n c</pre>d", "a  b\n c\nd"),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
            ("<!-- no <b> -->yes<!-- never closed", "yes"),
            ("cut <a href=", "cut"),
            ("<b>שלום</b> 日本<i>語</i>", "שלום 日本語"),
            ("<br/>", ""),
            ("&#0;&#xD800;&#99999999;x", "&#0;&#xD800;&#99999999;x"),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }

    #[test]
    fn plain_text_stays_borrowed() {
        assert!(matches!(html_to_text(Cow::Borrowed("a  b")), Cow::Borrowed("a  b")));
    }

    #[test]
    fn hostile_input_stays_linear() {
        // Quadratic work on these would take minutes.
        for unit in ["<a href=\"", "<script>", "<", "&", "<!--", "<p '", "</"] {
            let hostile = unit.repeat(200_000 / unit.len());
            text(&hostile);
        }
    }

    #[test]
    fn knows_html() {
        assert!(looks_like_html("<p>a</p>"));
        assert!(looks_like_html("a<br/>b"));
        assert!(!looks_like_html("1 < 2 and <anna@example.com>"));
    }
}
