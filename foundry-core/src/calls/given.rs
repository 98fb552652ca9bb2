//! What callers write as text: JSON, times, and names out of a fixed list.

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as Unfit;
use serde_json::{Value, json};

use crate::conversation::Timestamp;
use crate::error::{Error, ErrorKind, Result, nearest};
use crate::export::ExportFormat;
use crate::offsets::OffsetUnit;

/// Reads JSON of a documented shape; `what` names it in the error, which holds no value.
///
/// # Errors
/// Of kind `Config` for JSON of another shape.
pub fn shaped<'de, T: Deserialize<'de>>(what: &str, json: &'de str) -> Result<T> {
    serde_json::from_str(json).map_err(|error| {
        // The message of a JSON error may repeat a value; its place does not.
        let place =
            format!("{what} does not have the expected shape (column {} of its JSON)", error.column());
        Error::new(ErrorKind::Config, place)
            .with_hint("the shapes are listed in the documentation of the call")
    })
}

/// The moment that a text in RFC 3339 names.
///
/// # Errors
/// Of kind `Config` for any other text.
pub fn time(text: &str) -> Result<Timestamp> {
    let read: Result<Timestamp, Unfit> = Timestamp::deserialize(text.into_deserializer());
    read.map_err(|_| {
        Error::new(ErrorKind::Config, "a time is written as in RFC 3339: 2026-01-31T00:00:00Z").at_path("now")
    })
}

/// The export format of this name.
///
/// # Errors
/// Of kind `Config`, with the nearest name, for one that is not known.
pub fn export_format(name: &str) -> Result<ExportFormat> {
    let names = || ExportFormat::names();
    ExportFormat::from_name(name).ok_or_else(|| unknown(name, "format", names().collect()))
}

/// The unit of offsets of this name.
///
/// # Errors
/// Of kind `Config`, with the nearest name, for one that is not known.
pub fn offset_unit(name: &str) -> Result<OffsetUnit> {
    let names = || OffsetUnit::ALL.map(OffsetUnit::as_str).to_vec();
    OffsetUnit::from_name(name).ok_or_else(|| unknown(name, "offsets", names()))
}

fn unknown(name: &str, path: &str, known: Vec<&str>) -> Error {
    let hint = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known here: {}", known.join(", ")),
    };
    Error::new(ErrorKind::Config, format!("unknown value `{name}`")).at_path(path).with_hint(hint)
}

/// An error as JSON: `code` and `message`, and what there is of `hint`, `file`, `row`, `column`, `byte` and `path`.
pub fn error_json(error: &Error) -> Value {
    let mut json = json!({ "code": error.code(), "message": error.message() });
    let at = error.position();
    let parts = [
        ("hint", error.hint().map(Value::from)),
        ("file", at.file.as_deref().map(Value::from)),
        ("row", at.row.map(Value::from)),
        ("column", at.column.as_deref().map(Value::from)),
        ("byte", at.byte.map(Value::from)),
        ("path", at.path.as_deref().map(Value::from)),
    ];
    for (key, value) in parts {
        if let (Some(object), Some(value)) = (json.as_object_mut(), value) {
            object.insert(key.into(), value);
        }
    }
    json
}

/// The error for a result that no JSON can be made of.
pub(super) fn unwritten(error: serde_json::Error) -> Error {
    Error::new(ErrorKind::Format, format!("the result cannot be written as JSON: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::Conversation;

    #[test]
    fn times_and_names_are_read_or_refused() {
        assert_eq!(time("1970-01-01T00:00:01Z").ok(), Some(Timestamp(1_000)));
        assert_eq!(time("yesterday").map_err(|e| e.code()), Err("invalid_config"));
        assert_eq!(offset_unit("utf16").ok(), Some(OffsetUnit::Utf16));
        let error = export_format("jsonl_conversatoin").expect_err("a slip of the keys");
        assert_eq!(error.hint(), Some("did you mean `jsonl_conversation`?"));
        assert_eq!(error.position().path.as_deref(), Some("format"));
        assert!(offset_unit("words").expect_err("no unit").hint().is_some_and(|h| h.contains("utf16")));
    }

    #[test]
    fn a_wrong_shape_is_named_without_its_values() {
        let error = shaped::<Conversation<'_>>("the conversation", r#"{"id":"Quillon","messages":5}"#);
        let error = error.expect_err("messages are a list");
        assert!(!format!("{error} {error:?}").contains("Quillon"));
        assert!(error.message().starts_with("the conversation does not have"));
    }

    #[test]
    fn an_error_keeps_its_place_in_json() {
        let error = Error::new(ErrorKind::Format, "is odd").in_file("a.csv").at_row(3).with_hint("look");
        let json = error_json(&error);
        assert_eq!((&json["code"], &json["row"]), (&json!("invalid_format"), &json!(3)));
        assert_eq!((&json["file"], &json["hint"]), (&json!("a.csv"), &json!("look")));
        assert!(json.get("column").is_none());
    }
}
