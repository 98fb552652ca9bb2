//! Slack's own markup: `<@U123|ann>`, `<#C1|general>`, `<https://example.com|label>`, `<!here>`, `&amp;`.

use std::borrow::Cow;

/// Returns the text a reader sees; text without `<` and `&` comes back as it is.
pub(in crate::mapping) fn slack_text(text: Cow<'_, str>) -> Cow<'_, str> {
    if memchr::memchr2(b'<', b'&', text.as_bytes()).is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest: &str = &text;
    while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity =
            [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>')].iter().find(|(name, _)| rest.starts_with(name));
        if let Some((name, c)) = entity {
            out.push(*c);
            rest = &rest[name.len()..];
            continue;
        }
        let inside = rest.strip_prefix('<').and_then(|inside| {
            // A mark closes on its line and holds no other.
            let end = inside.find(['>', '<', '\n'])?;
            inside[end..].starts_with('>').then(|| &inside[..end])
        });
        match inside.filter(|inside| !inside.is_empty()) {
            Some(inside) => {
                mark(inside, &mut out);
                rest = &rest[inside.len() + 2..];
            }
            None => {
                out.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn mark(inside: &str, out: &mut String) {
    let (target, label) =
        inside.split_once('|').map_or((inside, ""), |(target, label)| (target, label.trim()));
    match (target.as_bytes().first(), label) {
        (Some(b'@' | b'#'), "") => out.push_str(target),
        (Some(b'@'), label) => out.extend(["@", label.trim_start_matches('@')]),
        (Some(b'#'), label) => out.extend(["#", label.trim_start_matches('#')]),
        (Some(b'!'), "") => out.extend(["@", &target[1..]]),
        (_, "") => out.push_str(target.strip_prefix("mailto:").unwrap_or(target)),
        (_, label) => out.push_str(label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_people_see_them() {
        for (text, plain) in [
            ("plain 😀", "plain 😀"),
            ("Hi <@U1> and <@U2|ann>", "Hi @U1 and @ann"),
            ("<#C1|general> <!here>: a &amp; b &lt;c&gt;", "#general @here: a & b <c>"),
            ("<https://example.com|our page> <https://example.org>", "our page https://example.org"),
            ("<mailto:a@example.com|a@example.com>", "a@example.com"),
            ("1 < 2 & <x\n>", "1 < 2 & <x\n>"),
            ("<>", "<>"),
            ("&amp;lt;", "&lt;"),
        ] {
            assert_eq!(slack_text(text.into()), plain, "{text}");
        }
    }
}
