//! JSON documents of several tables whose rows name each other, whole and damaged: joined or not, no row is lost.
#![no_main]

use arbitrary::Arbitrary;
use foundry_core::read::FileFormat;
use libfuzzer_sys::fuzz_target;

const TABLES: [&str; 6] = ["tickets", "comments", "users", "conversations", "messages", "next"];
const KEYS: [&str; 12] = [
    "id", "ticket_id", "author_id", "userId", "created_by", "body", "text", "role", "messages", "created_at", "name",
    "conversation_id",
];

#[derive(Debug, Arbitrary)]
enum Value<'a> {
    Number(u8),
    Text(&'a str),
    Nothing,
    List(Vec<Vec<(u8, Value<'a>)>>),
    Raw(&'a str),
}

#[derive(Debug, Arbitrary)]
struct Document<'a> {
    tables: Vec<(u8, Vec<Vec<(u8, Value<'a>)>>)>,
    damage: Vec<(u16, u8)>,
}

fn object(members: &[(u8, Value<'_>)], depth: usize, out: &mut String) {
    out.push('{');
    for (place, (key, value)) in members.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        *out += &format!("\"{}\":", KEYS[usize::from(*key) % KEYS.len()]);
        write(value, depth, out);
    }
    out.push('}');
}

fn write(value: &Value<'_>, depth: usize, out: &mut String) {
    match value {
        Value::Number(number) => *out += &number.to_string(),
        Value::Text(text) => *out += &format!("{text:?}"),
        Value::List(rows) if depth < 4 => list(rows, depth + 1, out),
        Value::Nothing | Value::List(_) => *out += "null",
        Value::Raw(text) => *out += text,
    }
}

fn list(rows: &[Vec<(u8, Value<'_>)>], depth: usize, out: &mut String) {
    out.push('[');
    for (place, row) in rows.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        object(row, depth, out);
    }
    out.push(']');
}

fuzz_target!(|document: Document<'_>| {
    let mut text = String::from("{");
    for (place, (name, rows)) in document.tables.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        text += &format!("\"{}\":", TABLES[usize::from(*name) % TABLES.len()]);
        list(rows, 0, &mut text);
    }
    text.push('}');
    let mut bytes = text.into_bytes();
    for (at, byte) in &document.damage {
        if let Some(place) = bytes.get_mut(usize::from(*at)) {
            *place ^= byte;
        }
    }
    foundry_fuzz::read("input.json", FileFormat::Json, &bytes);
});
