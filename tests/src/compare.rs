//! Comparison of a result with what a case expects.

use serde_json::Value;

/// The first place where `actual` does not hold what `expect` asks for, as `spans[1].start: expected 4, got 5`.
///
/// Objects: every expected key must match, others do not matter, and an expected `null` may also be absent. Arrays:
/// equal length, element by element. Numbers by value (`1` equals `1.0`), anything else by identity.
pub fn difference(expect: &Value, actual: &Value) -> Option<String> {
    let mut path = String::new();
    compare(expect, actual, &mut path)
}

fn compare(expect: &Value, actual: &Value, path: &mut String) -> Option<String> {
    match (expect, actual) {
        (Value::Object(expect), Value::Object(actual)) => expect.iter().find_map(|(key, expected)| {
            let segment = if path.is_empty() { key.clone() } else { format!(".{key}") };
            within(path, &segment, |path| match actual.get(key) {
                Some(found) => compare(expected, found, path),
                None if expected.is_null() => None,
                None => Some(format!("{path}: expected {expected}, but there is no such key")),
            })
        }),
        (Value::Array(expect), Value::Array(actual)) => {
            let elements = expect.iter().zip(actual).enumerate();
            let found = elements.into_iter().find_map(|(index, (expect, actual))| {
                within(path, &format!("[{index}]"), |path| compare(expect, actual, path))
            });
            found.or_else(|| {
                (expect.len() != actual.len()).then(|| {
                    format!(
                        "{}: expected {} elements, got {}: {}",
                        at(path),
                        expect.len(),
                        actual.len(),
                        shown(&Value::Array(actual.clone()))
                    )
                })
            })
        }
        (Value::Number(expect), Value::Number(actual)) if expect.as_f64() == actual.as_f64() => None,
        (expect, actual) if expect == actual => None,
        (expect, actual) => Some(format!("{}: expected {}, got {}", at(path), shown(expect), shown(actual))),
    }
}

fn within<T>(path: &mut String, segment: &str, run: impl FnOnce(&mut String) -> T) -> T {
    let length = path.len();
    path.push_str(segment);
    let result = run(path);
    path.truncate(length);
    result
}

fn at(path: &str) -> &str {
    if path.is_empty() { "result" } else { path }
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(600) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::difference;

    #[test]
    fn finds_nothing_in_a_subset() {
        assert_eq!(difference(&json!({"a": 1, "b": [null]}), &json!({"a": 1.0, "b": [null], "c": 2})), None);
        assert_eq!(difference(&json!({"gone": null}), &json!({})), None);
    }

    #[test]
    fn names_the_place() {
        let actual = json!({"spans": [{"start": 0}, {"start": 5}]});
        let found = difference(&json!({"spans": [{"start": 0}, {"start": 4}]}), &actual);
        assert_eq!(found.as_deref(), Some("spans[1].start: expected 4, got 5"));
        let found = difference(&json!({"spans": [{"start": 0}]}), &actual);
        assert!(found.is_some_and(|text| text.starts_with("spans: expected 1 elements, got 2")));
        assert!(difference(&json!({"missing": 1}), &actual).is_some());
        assert!(difference(&json!("1"), &json!(1)).is_some());
    }
}
