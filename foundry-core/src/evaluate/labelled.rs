//! Labelled texts, and what a detector found in them.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::conversation::KnownValue;
use crate::entity::{EntityType, Span};
use crate::error::{Error, ErrorKind, Result};
use crate::offsets::{ByteOffsets, OffsetUnit};

/// A text with the places of its personal data. `Debug` never shows the text.
#[derive(Clone, PartialEq, Default)]
pub struct LabelledText<'t> {
    /// The id as JSON, such as `17` or `"a"`; empty where there is none.
    pub id: String,
    /// The text.
    pub text: Cow<'t, str>,
    /// What a judge says is personal.
    pub spans: Vec<LabelledSpan<'t>>,
    /// The language, if the data set says it, for figures per language.
    pub language: Option<Cow<'t, str>>,
    /// Values that are known to be personal, as those of mapped columns are.
    pub known_values: Vec<KnownValue<'t>>,
}

/// A place that is personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelledSpan<'t> {
    /// Where, in bytes.
    pub span: Span,
    /// What it is, in the words of the data set.
    pub label: Cow<'t, str>,
}

/// A place that a detector found.
#[derive(Clone, PartialEq, Eq)]
pub struct FoundSpan<'t> {
    /// Where, in bytes.
    pub span: Span,
    /// What it is, in the words of the detector.
    pub label: Cow<'t, str>,
    /// What stands in its place, if it is known.
    pub token: Option<Cow<'t, str>>,
    /// Whether it stays readable although it was found.
    pub is_kept: bool,
}

impl std::fmt::Debug for LabelledText<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LabelledText({} bytes, {} spans)", self.text.len(), self.spans.len())
    }
}

impl std::fmt::Debug for FoundSpan<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FoundSpan({}, {}..{})", self.label, self.span.start, self.span.end)
    }
}

impl LabelledText<'static> {
    /// Reads `{"id", "text", "spans": [{"start", "end", "label"}]}`; `language` (text) and `knownValues`
    /// (`[{"entityType", "value"}]`) may stand beside them. Without `spans` nothing is personal.
    ///
    /// # Errors
    /// `Format`, with the path of the field; no error shows what the line holds.
    pub fn from_json(line: &str, unit: OffsetUnit) -> Result<LabelledText<'static>> {
        let object = object(line)?;
        let text = match object.get("text") {
            Some(Value::String(text)) => text.clone(),
            Some(_) => return Err(refuse("is not a string").at_path("text")),
            None => return Err(refuse("has no `text`")),
        };
        let spans = spans(&object, &text, unit)?;
        let spans = spans.into_iter().map(|(span, label, _)| LabelledSpan { span, label }).collect();
        let language = object.get("language").and_then(Value::as_str).map(|name| name.to_owned().into());
        let known_values = known_values(&object)?;
        Ok(LabelledText { id: id(&object)?, text: text.into(), spans, language, known_values })
    }
}

impl LabelledText<'_> {
    /// Reads what another detector found in this text: `{"id", "spans": [{"start", "end", "label"}]}`, or what
    /// `foundry find` writes. A span may carry what stands in its place as `token`.
    ///
    /// # Errors
    /// `Format`, with the path of the field, where it is not of that shape or about another text.
    pub fn found_from_json(&self, line: &str, unit: OffsetUnit) -> Result<Vec<FoundSpan<'static>>> {
        let object = object(line)?;
        if id(&object)? != self.id {
            return Err(refuse("is not the id of the labelled text in the same place").at_path("id"));
        }
        if object.get("text").is_some_and(|text| text.as_str() != Some(&self.text)) {
            return Err(refuse("is not the labelled text in the same place").at_path("text"));
        }
        let spans = spans(&object, &self.text, unit)?.into_iter();
        Ok(spans.map(|(span, label, token)| FoundSpan { span, label, token, is_kept: false }).collect())
    }
}

type Read = (Span, Cow<'static, str>, Option<Cow<'static, str>>);

fn object(line: &str) -> Result<Map<String, Value>> {
    match serde_json::from_str(line) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(refuse("is not a JSON object")),
        // The parser's own words may quote the text.
        Err(error) => Err(refuse(&format!("is not valid JSON at byte {}", error.column()))),
    }
}

fn id(object: &Map<String, Value>) -> Result<String> {
    match object.get("id") {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::Object(_) | Value::Array(_)) => {
            Err(refuse("is an object or an array; it must be text, a number or null").at_path("id"))
        }
        Some(id) => Ok(id.to_string()),
    }
}

fn spans(object: &Map<String, Value>, text: &str, unit: OffsetUnit) -> Result<Vec<Read>> {
    let list = match object.get("spans") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(list)) => list,
        Some(_) => return Err(refuse("is not an array").at_path("spans")),
    };
    let offsets = ByteOffsets::new(text, unit);
    let read = |(index, value): (usize, &Value)| {
        let bad = |field: &str, message: &str| refuse(message).at_path(format!("spans[{index}]{field}"));
        let value = value.as_object().ok_or_else(|| bad("", "is not a JSON object"))?;
        let offset = |field: &str, name: &str| {
            let number = value.get(name).and_then(Value::as_u64);
            let number =
                number.ok_or_else(|| bad(field, "is not a whole number, counted from the text's start"))?;
            let number = usize::try_from(number).ok();
            number.and_then(|number| offsets.byte(number)).ok_or_else(|| {
                let message = "lies beyond the text's end, or inside a character";
                let hint = format!("offsets count {}; `--offsets` names another unit", unit.as_str());
                bad(field, message).with_hint(hint)
            })
        };
        let span = Span::new(offset(".start", "start")?, offset(".end", "end")?);
        if span.is_empty() {
            return Err(bad(".end", "does not lie behind `start`"));
        }
        let word = |name: &str| value.get(name).and_then(Value::as_str).map(|word| word.to_owned().into());
        let label = word("label").or_else(|| word("entityType"));
        let label = label.ok_or_else(|| bad(".label", "is not a string, or missing"))?;
        Ok((span, label, word("token")))
    };
    list.iter().enumerate().map(read).collect()
}

fn known_values(object: &Map<String, Value>) -> Result<Vec<KnownValue<'static>>> {
    let list = match object.get("knownValues") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(list)) => list,
        Some(_) => return Err(refuse("is not an array").at_path("knownValues")),
    };
    let read = |(index, value): (usize, &Value)| {
        let word = |name: &str| value.get(name).and_then(Value::as_str);
        let entity_type = word("entityType").and_then(EntityType::from_name);
        let (Some(entity_type), Some(text)) = (entity_type, word("value")) else {
            let message = "is not of the shape {\"entityType\", \"value\"}";
            return Err(refuse(message).at_path(format!("knownValues[{index}]")));
        };
        let party = value.get("party").and_then(Value::as_u64).unwrap_or(0);
        Ok(KnownValue {
            entity_type,
            value: text.to_owned().into(),
            party: u32::try_from(party).unwrap_or(u32::MAX),
        })
    };
    list.iter().enumerate().map(read).collect()
}

fn refuse(message: &str) -> Error {
    Error::new(ErrorKind::Format, message).with_hint(
        "each line is one JSON object such as {\"id\": 1, \"text\": \"…\", \"spans\": [{\"start\": 0, \"end\": 3, \"label\": \"PERSON\"}]}",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str, unit: OffsetUnit) -> Result<LabelledText<'static>> {
        LabelledText::from_json(line, unit)
    }

    #[test]
    fn offsets_are_told_in_bytes_whatever_they_count() {
        let line = |start, end| {
            format!(
                r#"{{"id":"a","text":"👋 Zoë!","spans":[{{"start":{start},"end":{end},"label":"P"}}],"language":"nl"}}"#
            )
        };
        for (unit, start, end) in
            [(OffsetUnit::Bytes, 5, 9), (OffsetUnit::Chars, 2, 5), (OffsetUnit::Utf16, 3, 6)]
        {
            let text = read(&line(start, end), unit).expect("is fine");
            assert_eq!(text.spans.first().map(|s| s.span), Some(Span::new(5, 9)), "{unit:?}");
            assert_eq!((text.id.as_str(), text.language.as_deref()), ("\"a\"", Some("nl")));
        }
        assert!(read(&line(1, 5), OffsetUnit::Bytes).is_err());
        assert!(read(&line(1, 5), OffsetUnit::Utf16).is_err());
        assert!(read(&line(0, 7), OffsetUnit::Chars).is_err());
    }

    #[test]
    fn what_is_wrong_is_named_by_its_place_without_what_the_line_holds() {
        for (line, path, message) in [
            (r#"{"text":"secret"#, None, "is not valid JSON at byte 15"),
            (r#"["secret"]"#, None, "is not a JSON object"),
            (r#"{"id":1}"#, None, "has no `text`"),
            (r#"{"text":5551234}"#, Some("text"), "is not a string"),
            (r#"{"text":"a","spans":{}}"#, Some("spans"), "is not an array"),
            (r#"{"text":"a","spans":["secret"]}"#, Some("spans[0]"), "is not a JSON object"),
            (
                r#"{"text":"a","spans":[{"start":-1}]}"#,
                Some("spans[0].start"),
                "is not a whole number, counted from the text's start",
            ),
            (
                r#"{"text":"a","spans":[{"start":0,"end":2,"label":"X"}]}"#,
                Some("spans[0].end"),
                "lies beyond the text's end, or inside a character",
            ),
            (
                r#"{"text":"a","spans":[{"start":1,"end":1,"label":"X"}]}"#,
                Some("spans[0].end"),
                "does not lie behind `start`",
            ),
            (
                r#"{"text":"a","spans":[{"start":0,"end":1}]}"#,
                Some("spans[0].label"),
                "is not a string, or missing",
            ),
        ] {
            let error = read(line, OffsetUnit::Bytes).expect_err(line);
            assert_eq!((error.message(), error.position().path.as_deref()), (message, path), "{line}");
        }
    }

    #[test]
    fn what_another_detector_found_must_be_about_the_same_text() {
        let text = read(r#"{"id":7,"text":"Hi Ann"}"#, OffsetUnit::Bytes).expect("is fine");
        let found = |line: &str| text.found_from_json(line, OffsetUnit::Bytes);
        let spans = r#""spans":[{"start":3,"end":6,"entityType":"PERSON","token":"<X>"}]"#;
        let ours = found(&format!(r#"{{"id":7,{spans}}}"#)).expect("is fine");
        assert_eq!(ours.first().map(|f| f.label.as_ref()), Some("PERSON"));
        assert_eq!(ours.first().and_then(|f| f.token.as_deref()), Some("<X>"));
        assert!(found(&format!(r#"{{"id":8,{spans}}}"#)).is_err());
        assert!(found(&format!(r#"{{"id":7,"text":"Hi Bob",{spans}}}"#)).is_err());
    }
}
