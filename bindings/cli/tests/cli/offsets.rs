//! `find` on many lines: ids and order as given, spans that cut the same value in every unit.

use std::ops::Range;

use crate::{Bench, json, stdout};

const LINES: usize = 10_000;

/// Values that are found by shape or check digits, and one line's worth of neighbours in many scripts.
const VALUES: [(&str, &str); 5] = [
    ("nadia.okafor@example.com", "EMAIL_ADDRESS"),
    ("+1 415-555-0134", "PHONE_NUMBER"),
    ("4111 1111 1111 1111", "CREDIT_CARD"),
    ("DE89 3704 0044 0532 0130 00", "IBAN_CODE"),
    ("203.0.113.77", "IP_ADDRESS"),
];
const NEIGHBOURS: [&str; 10] = [
    "👩‍👩‍👧 merci",
    "🇩🇪🏳️‍🌈",
    "e\u{301}te\u{301} a\u{308}\u{323}",
    "お世話になっております。",
    "你好，我的订单",
    "안녕하세요",
    "שלום לך",
    "مرحبا بكم",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠮷",
    "plain words",
];
const IDS: [&str; 6] =
    [r#""id":"T-7 \"x\"","#, r#""id":17,"#, r#""id":1.50e3,"#, r#""id":null,"#, "", r#""id":"é\u00e9👋","#];

/// The whole characters of a text, counted in a unit.
fn cut(text: &str, span: Range<usize>, unit: &str) -> String {
    match unit {
        "bytes" => text[span].to_owned(),
        "chars" => text.chars().skip(span.start).take(span.len()).collect(),
        _ => {
            let units: Vec<u16> = text.encode_utf16().collect();
            String::from_utf16(&units[span]).expect("no half of a pair")
        }
    }
}

#[test]
fn ids_order_and_spans_hold_on_many_lines_in_every_unit() {
    // Numerical Recipes' generator: the same lines on every run.
    let mut state = 1_u32;
    let mut next = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    let (mut input, mut expected) = (String::new(), Vec::new());
    for line in 0..LINES {
        let id = IDS[line % IDS.len()];
        let (mut text, mut values) = (String::new(), Vec::new());
        for _ in 0..next(4) {
            let value = VALUES[next(VALUES.len())];
            text += &format!("{} | {} | ", NEIGHBOURS[next(NEIGHBOURS.len())], value.0);
            values.push(value);
        }
        text += NEIGHBOURS[next(NEIGHBOURS.len())];
        input += &format!("{{{id}\"text\":{}}}\n", serde_json::Value::from(text.as_str()));
        let id = id.trim_start_matches("\"id\":").trim_end_matches(',');
        expected.push((if id.is_empty() { "null" } else { id }, text, values));
    }
    let bench = Bench::new();
    for unit in ["bytes", "chars", "utf16"] {
        let arguments = format!("find --no-config --name-model off --threads 3 --offsets {unit}");
        let found = bench.foundry(&arguments).write_stdin(input.as_str()).assert().success();
        let answers = stdout(&found);
        assert_eq!(answers.lines().count(), LINES);
        for (answer, (id, text, values)) in answers.lines().zip(&expected) {
            assert!(answer.starts_with(&format!("{{\"id\":{id},\"spans\":[")), "{answer}");
            let answer = json(answer);
            let spans = answer["spans"].as_array().expect("a list");
            let cuts: Vec<(String, &str)> = spans
                .iter()
                .map(|span| {
                    let place = |key: &str| span[key].as_u64().expect("a number") as usize;
                    let value = cut(text, place("start")..place("end"), unit);
                    (value, span["entityType"].as_str().expect("a name"))
                })
                .collect();
            let values: Vec<_> = values.iter().map(|(value, kind)| ((*value).to_owned(), *kind)).collect();
            assert_eq!(cuts, values, "{unit}: {text}");
        }
    }
}
