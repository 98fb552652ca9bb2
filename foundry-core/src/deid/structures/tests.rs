use super::*;

/// The view's text with runs of white space as one space.
fn plain(text: &str) -> String {
    let view = read(text);
    let text = view.as_ref().map_or(text, View::text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands in the text where the view says `wanted`.
fn original<'t>(text: &'t str, wanted: &str) -> Vec<&'t str> {
    let view = read(text).unwrap();
    let at = view.text().find(wanted).unwrap_or_else(|| panic!("{wanted} in {:?}", view.text()));
    let mut found = Vec::new();
    view.each_original(Span::new(at, at + wanted.len()), |span, _| found.push(&text[span.start..span.end]));
    found
}

#[test]
fn a_view_says_what_a_reader_sees() {
    for (text, expected) in [
        ("write &#106;ane&#64;example.com", "write jane@example.com"),
        ("jane&commat;example&period;com &eacute;t&#xe9;", "jane@example.com été"),
        ("jane<b>.doe</b>@example.com", "jane.doe@example.com"),
        ("<p>Jane</p><p>Roe</p>", "Jane Roe"),
        ("a <jane@example.com> b, 1 < 2 and <phone>", "a <jane@example.com> b, 1 < 2 and <phone>"),
        (r#"<a href="mailto:jane@example.com" class="x">mail</a>"#, "mail href: mailto:jane@example.com"),
        ("jane%40example.com 20% off", "jane@example.com 20% off"),
        (
            "https://example.com/?name=Jane+Roe&mail=a+b@example.com",
            "https://example.com/?name=Jane Roe&mail=a+b@example.com",
        ),
        (r#"see {"firstName":"J\u00fcrgen","n":[1,"x"]} ok"#, "see first Name: Jürgen n: 1 n: x ok"),
        ("=?utf-8?Q?J=C3=BCrgen?= =?utf-8?B?TcO8bGxlcg==?=", "JürgenMüller"),
        ("> call (212)\n> 555-0199", "call (212) 555-0199"),
        ("a=20 b=40", "a=20 b=40"),
        ("M=C3=BCller =3D jane=40example.com", "Müller = jane@example.com"),
        ("%2540 &amp;#64;", "@ @"),
    ] {
        assert_eq!(plain(text), expected, "{text}");
    }
}

#[test]
fn a_view_leads_back() {
    for (text, wanted, expected) in [
        ("&#106;ane&#64;example.com", "jane@example.com", &["&#106;ane&#64;example.com"][..]),
        ("x jane<b>.doe</b>@example.com", "jane.doe@example.com", &["jane<b>.doe</b>@example.com"]),
        (r#"<a title="Jane&#32;Roe">x</a>"#, "Jane Roe", &["Jane&#32;Roe"]),
        (r#"{"a":"x\u0040example.com"}"#, "x@example.com", &[r"x\u0040example.com"]),
        ("<p>Jane</p><p>Roe</p>", "Jane\n\nRoe", &["Jane", "Roe"]),
        ("> Jane\n> Roe", "Jane\nRoe", &["Jane\n> Roe"]),
        ("see amFuZUBleGFtcGxlLmNvbQ", "jane@example.com", &["amFuZUBleGFtcGxlLmNvbQ"]),
        (r#"{"a":"<b>J</b>ane%20Roe"}"#, "Jane Roe", &["J</b>ane%20Roe"]),
    ] {
        assert_eq!(original(text, wanted), expected, "{text}");
    }
}

#[test]
fn plain_text_shows_no_sign() {
    for text in
        ["Hello, my order #1004 is late; I paid $20 (twice)!", "He said: I'm OK - call me at 5/6?", ""]
    {
        assert!(!has_sign(text), "{text}");
    }
    for text in ["a<b", "a&b", "50%", "{", "=?", "xX", &format!("{}xX", "-".repeat(63))] {
        assert!(has_sign(text), "{text}");
    }
}

#[test]
fn halves_of_tags_stay() {
    assert_eq!(html::unbalanced("555</span>-0101"), ["</span>"]);
    assert_eq!(html::unbalanced("jane<b>.doe</b>@example.com<br>"), Vec::<&str>::new());
    assert_eq!(html::unbalanced("a</b><i>b"), ["</b>", "<i>"]);
}
