//! The text of a mail: the plain part of a multipart, else the HTML part (RFC 2045, 2046, 3676).

use super::decode::{base64, charset, quoted_printable};
use super::header::{Header, Typed, split};

/// Parts of one mail that are looked at.
const MAX_PARTS: usize = 200;

/// Levels of parts within parts.
const MAX_DEPTH: usize = 12;

/// The text of a mail; HTML where there is nothing else. `None` for a mail without text.
pub(super) fn text_of(header: Header<'_>, body: &[u8]) -> Option<String> {
    let mut found = Found::default();
    let mut parts = 0;
    search(header, body, 0, &mut parts, &mut found);
    found.plain.or(found.html)
}

#[derive(Default)]
struct Found {
    plain: Option<String>,
    html: Option<String>,
}

fn search(header: Header<'_>, body: &[u8], depth: usize, parts: &mut usize, found: &mut Found) {
    *parts += 1;
    if *parts > MAX_PARTS || depth > MAX_DEPTH || found.plain.is_some() {
        return;
    }
    let kind = header.plain("Content-Type").map_or_else(Typed::default, |text| Typed::parse(&text));
    if let Some(boundary) =
        kind.get("boundary").filter(|b| kind.value.starts_with("multipart/") && !b.is_empty())
    {
        for part in parts_of(body, boundary) {
            let (header, body) = split(part);
            search(header, body, depth + 1, parts, found);
        }
        return;
    }
    let attached =
        header.plain("Content-Disposition").is_some_and(|text| Typed::parse(&text).value == "attachment");
    let is_html = kind.value == "text/html";
    let is_plain = kind.value.is_empty() || kind.value == "text/plain" || kind.value == "text";
    if attached || !(is_html || is_plain) || (is_html && found.html.is_some()) {
        return;
    }
    let encoding = header.plain("Content-Transfer-Encoding").unwrap_or_default().to_ascii_lowercase();
    let bytes = match encoding.as_str() {
        "quoted-printable" => quoted_printable(body, false),
        "base64" => base64(body),
        _ => body.to_vec(),
    };
    let mut text = charset(kind.get("charset").unwrap_or(""), &bytes);
    if text.contains('\r') {
        text = text.replace("\r\n", "\n");
    }
    if kind.get("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed")) {
        text = unflow(&text, kind.get("delsp").is_some_and(|delsp| delsp.eq_ignore_ascii_case("yes")));
    }
    let text = text.trim_matches(['\n', ' ', '\t', '\u{feff}']);
    if text.is_empty() {
        return;
    }
    let place = if is_html { &mut found.html } else { &mut found.plain };
    *place = Some(text.to_owned());
}

/// The parts between boundary lines; what stands before the first and after the last is none.
fn parts_of<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let (mut parts, mut start, mut at) = (Vec::new(), None, 0);
    while at < body.len() && parts.len() < MAX_PARTS {
        let length = memchr::memchr(b'\n', &body[at..]).map_or(body.len() - at, |end| end + 1);
        let line = body[at..at + length].trim_ascii_end();
        if let Some(rest) = line.strip_prefix(b"--").and_then(|l| l.strip_prefix(boundary.as_bytes()))
            && (rest.is_empty() || rest == b"--")
        {
            if let Some(start) = start {
                parts.push(&body[start..at]);
            }
            if rest == b"--" {
                return parts;
            }
            start = Some(at + length);
        }
        at += length;
    }
    // A mail that was cut off ends inside its last part.
    parts.extend(start.and_then(|start| body.get(start..)));
    parts
}

/// Joins the lines that a program broke (RFC 3676): those that end with a space.
fn unflow(text: &str, delete_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut flowing: Option<usize> = None;
    for line in text.split('\n') {
        let depth = line.bytes().take_while(|b| *b == b'>').count();
        let content = line.get(depth..).unwrap_or("");
        let content = content.strip_prefix(' ').unwrap_or(content);
        let flows = content.ends_with(' ') && content != "-- ";
        match flowing {
            Some(before) if before == depth => {}
            open => {
                if open.is_some() || !out.is_empty() {
                    out.push('\n');
                }
                (0..depth).for_each(|_| out.push('>'));
                if depth > 0 {
                    out.push(' ');
                }
            }
        }
        out.push_str(if flows && delete_space { &content[..content.len() - 1] } else { content });
        flowing = flows.then_some(depth);
        if !flows && out.is_empty() {
            // An empty first line is still a line.
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(mail: &str) -> Option<String> {
        let (header, body) = split(mail.as_bytes());
        text_of(header, body)
    }

    #[test]
    fn plain_is_preferred_and_attachments_are_not_text() {
        let mail = "Content-Type: multipart/mixed; boundary=\"o\"\n\nnot for people\n--o\nContent-Type: multipart/alternative; boundary=i\n\n--i\nContent-Type: text/html\n\n<p>Hi</p>\n--i\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nGr=C3=BC=C3=9Fe\n--i--\n--o\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nlog\n--o--\nafter";
        assert_eq!(text(mail).as_deref(), Some("Grüße"));
        let html = "Content-Type: multipart/alternative; boundary=i\n\n--i\nContent-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: base64\n\nPHA+6TwvcD4=\n";
        assert_eq!(text(html).as_deref(), Some("<p>é</p>"));
        assert_eq!(text("Content-Type: image/png\n\nxx"), None);
        assert_eq!(text("Subject: x\n\n\n"), None);
    }

    #[test]
    fn flowed_lines_are_joined() {
        let mail = "Content-Type: text/plain; format=flowed\n\nOne line \nthat flows.\nNext\n> quoted \n> on\n-- \nAnn\n";
        assert_eq!(text(mail).as_deref(), Some("One line that flows.\nNext\n> quoted on\n-- \nAnn"));
    }

    #[test]
    fn nesting_without_end_ends() {
        let mut mail = String::new();
        for _ in 0..1000 {
            mail.push_str("Content-Type: multipart/mixed; boundary=x\n\n--x\n");
        }
        mail.push_str("Content-Type: text/plain\n\nhi");
        assert_eq!(text(&mail), None);
    }
}
