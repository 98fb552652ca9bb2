//! The notations of settings, JSON and TOML: read as one kind of value, with the way back to a place in the text.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::shape::Step;

/// What is wrong with a text that is no JSON or no TOML, and the byte where.
pub type Broken = (String, Option<usize>);

/// Reads JSON in which no key stands twice.
///
/// # Errors
/// The first place that breaks the notation.
pub fn from_json(text: &str) -> Result<Value, Broken> {
    let broken = |error: serde_json::Error, message: Option<&str>| {
        let told = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        let told = told.strip_suffix(&place).unwrap_or(&told);
        let message = match message {
            Some(message) => message.to_owned(),
            None if error.is_data() => told.to_owned(),
            None => format!("not valid JSON: {told}"),
        };
        (message, byte_of(text, error.line(), error.column()))
    };
    let mut json = serde_json::Deserializer::from_str(text);
    let Unique(value) = Unique::deserialize(&mut json).map_err(|error| broken(error, None))?;
    json.end().map_err(|error| broken(error, Some("something stands after the settings")))?;
    Ok(value)
}

/// The last byte of what stands at the end of a way into JSON: of the key itself, or of its value.
pub fn place_in_json<'s>(text: &str, steps: impl Iterator<Item = &'s Step>, at_key: bool) -> Option<usize> {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
    let mut steps = steps.peekable();
    scan.space();
    while let Some(step) = steps.next() {
        let found = match step {
            Step::Key(wanted) => scan.key(text, wanted)?,
            Step::Index(index) => scan.item(*index)?,
        };
        if at_key && steps.peek().is_none() {
            return Some(found);
        }
    }
    scan.skip();
    scan.at.checked_sub(1)
}

/// Reads TOML.
///
/// # Errors
/// The first place that breaks the notation.
#[cfg(feature = "toml")]
pub fn from_toml(text: &str) -> Result<Value, Broken> {
    let table = toml::de::DeTable::parse(text).map_err(|error| {
        (format!("not valid TOML: {}", error.message()), error.span().map(|span| span.start))
    })?;
    let entries =
        table.into_inner().into_iter().map(|(key, value)| Ok((key.into_inner().into_owned(), plain(value)?)));
    Ok(Value::Object(entries.collect::<Result<_, Broken>>()?))
}

/// The first byte of what stands at the end of a way into TOML: of the key itself, or of its value.
#[cfg(feature = "toml")]
pub fn place_in_toml<'s>(text: &str, steps: impl Iterator<Item = &'s Step>, at_key: bool) -> Option<usize> {
    use toml::de::DeValue;
    let table = toml::de::DeTable::parse(text).ok()?;
    let mut found = table.span().start;
    let mut place = DeValue::Table(table.into_inner());
    let mut steps = steps.peekable();
    while let Some(step) = steps.next() {
        let (key, value) = match (step, place) {
            (Step::Key(wanted), DeValue::Table(table)) => {
                let (key, value) = table.into_iter().find(|(key, _)| key.get_ref().as_ref() == wanted)?;
                (key.span().start, value)
            }
            (Step::Index(index), DeValue::Array(items)) => (found, items.into_iter().nth(*index)?),
            _ => return None,
        };
        found = if at_key && steps.peek().is_none() { key } else { value.span().start };
        place = value.into_inner();
    }
    Some(found)
}

#[cfg(feature = "toml")]
fn plain(value: toml::Spanned<toml::de::DeValue<'_>>) -> Result<Value, Broken> {
    use toml::de::DeValue;
    let at = Some(value.span().start);
    let unfit = || ("not valid TOML: a number is too large".to_owned(), at);
    Ok(match value.into_inner() {
        DeValue::String(text) => Value::String(text.into_owned()),
        DeValue::Boolean(flag) => Value::Bool(flag),
        // A day or a time is written without quotes in TOML, and with them everywhere else.
        DeValue::Datetime(time) => Value::String(time.to_string()),
        DeValue::Integer(number) => {
            let number = i64::from_str_radix(number.as_str(), number.radix()).map_err(|_| unfit())?;
            Value::Number(number.into())
        }
        DeValue::Float(number) => {
            let number: f64 = number.as_str().parse().map_err(|_| unfit())?;
            Value::Number(serde_json::Number::from_f64(number).ok_or_else(unfit)?)
        }
        DeValue::Array(items) => Value::Array(items.into_iter().map(plain).collect::<Result<_, Broken>>()?),
        DeValue::Table(table) => {
            let entries =
                table.into_iter().map(|(key, value)| Ok((key.into_inner().into_owned(), plain(value)?)));
            Value::Object(entries.collect::<Result<_, Broken>>()?)
        }
    })
}

/// The byte of a line and column that count from 1; a column counts bytes.
fn byte_of(text: &str, line: usize, column: usize) -> Option<usize> {
    let mut start = 0;
    for _ in 1..line {
        start += text.get(start..)?.find('\n')? + 1;
    }
    (line > 0).then(|| (start + column.saturating_sub(1)).min(text.len()))
}

/// JSON in which no key stands twice.
struct Unique(Value);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Unique, D::Error> {
        deserializer.deserialize_any(UniqueVisitor).map(Unique)
    }
}

struct UniqueVisitor;

impl<'de> Visitor<'de> for UniqueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut given: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Unique(item)) = given.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut given: A) -> Result<Value, A::Error> {
        let mut entries = Map::new();
        while let Some(key) = given.next_key::<String>()? {
            if entries.contains_key(&key) {
                return Err(A::Error::custom("a key stands twice"));
            }
            let Unique(value) = given.next_value()?;
            entries.insert(key, value);
        }
        Ok(Value::Object(entries))
    }
}

/// A walk over JSON that is known to be valid.
struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Scan<'_> {
    fn here(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or_default()
    }

    fn space(&mut self) {
        while self.here().is_ascii_whitespace() {
            self.at += 1;
        }
    }

    /// Past one of these, where it stands, and the spaces around it.
    fn past(&mut self, marks: &[u8]) -> bool {
        self.space();
        let is_there = marks.contains(&self.here());
        self.at += usize::from(is_there);
        self.space();
        is_there
    }

    /// Past a string.
    fn string(&mut self) {
        self.at += 1;
        while self.at < self.bytes.len() && self.here() != b'"' {
            self.at += if self.here() == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
    }

    /// Past a value.
    fn skip(&mut self) {
        let mut depth = 0usize;
        while self.at < self.bytes.len() {
            match self.here() {
                b'"' => self.string(),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    self.at += 1;
                }
                _ if depth > 0 => self.at += 1,
                _ => {
                    let rest = self.bytes.get(self.at..).unwrap_or_default();
                    let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b',' | b'}' | b']');
                    self.at += rest.iter().position(ends).unwrap_or(rest.len());
                }
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// To the value of a key of the object here; gives the last byte of the key.
    fn key(&mut self, text: &str, wanted: &str) -> Option<usize> {
        let mut goes_on = self.past(b"{");
        while goes_on && self.here() == b'"' {
            let start = self.at;
            self.string();
            let end = self.at;
            self.past(b":");
            let key: String = serde_json::from_str(text.get(start..end)?).ok()?;
            if key == wanted {
                return end.checked_sub(1);
            }
            self.skip();
            goes_on = self.past(b",");
        }
        None
    }

    /// To an item of the list here; gives its first byte.
    fn item(&mut self, index: usize) -> Option<usize> {
        let mut goes_on = self.past(b"[");
        for _ in 0..index {
            self.skip();
            goes_on &= self.past(b",");
        }
        goes_on.then_some(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Step {
        Step::Key(name.into())
    }

    #[test]
    fn places_in_json_are_found_whatever_stands_before() {
        let text = r#" {"a\"}": [1, "x]\\", {"b": null}], "ü" : {"b": [true,-1.5e3 , {"c":"d"}]}} "#;
        let at = |steps: &[Step], at_key| {
            let place = place_in_json(text, steps.iter(), at_key)?;
            text.get(..=place).map(str::to_owned)
        };
        let ends = |steps: &[Step], at_key, end: &str| {
            let found = at(steps, at_key).expect("a place");
            assert!(found.ends_with(end), "{found} does not end with {end}");
        };
        ends(&[key("a\"}")], true, r#""a\"}""#);
        ends(&[key("a\"}"), Step::Index(1)], false, r#""x]\\""#);
        ends(&[key("a\"}")], false, "null}]");
        ends(&[key("ü"), key("b"), Step::Index(1)], false, "-1.5e3");
        ends(&[key("ü"), key("b"), Step::Index(2), key("c")], true, r#"{"c""#);
        ends(&[key("ü"), key("b"), Step::Index(2), key("c")], false, r#""d""#);
        ends(&[], false, "}]}}");
        for missing in [vec![key("z")], vec![Step::Index(0)], vec![key("ü"), key("b"), Step::Index(7)]] {
            assert_eq!(at(&missing, false), None);
        }
    }

    #[test]
    fn a_key_that_stands_twice_is_refused() {
        let (message, byte) = from_json(r#"{"a": {"b": 1, "b": 2}}"#).expect_err("twice");
        assert_eq!(message, "a key stands twice");
        assert!(byte.is_some_and(|byte| (15..=19).contains(&byte)), "{byte:?}");
    }

    #[cfg(feature = "toml")]
    #[test]
    fn toml_gives_what_json_gives() {
        let toml =
            "a = [1, 0x10, -2.5]\nb.c = 'x'\nday = 2026-01-31\n[[t]]\nyes = true\n[[t]]\nyes = false\n";
        let json = r#"{"a": [1, 16, -2.5], "b": {"c": "x"}, "day": "2026-01-31", "t": [{"yes": true}, {"yes": false}]}"#;
        assert_eq!(from_toml(toml), from_json(json));
        let yes = [key("t"), Step::Index(1), key("yes")];
        let place = |at_key| place_in_toml(toml, yes.iter(), at_key).and_then(|at| toml.get(at..));
        assert_eq!((place(true), place(false)), (Some("yes = false\n"), Some("false\n")));
        assert!(from_toml("a = 99999999999999999999").is_err());
        assert!(from_toml("a = nan").is_err());
    }
}
