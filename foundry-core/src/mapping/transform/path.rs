//! The paths of `json_path`: names and indexes, `$.author.emails[0]`.

use serde_json::Value;

/// A path into a JSON cell.
#[derive(Debug, PartialEq)]
pub(in crate::mapping) struct JsonPath(Vec<Step>);

#[derive(Debug, PartialEq)]
enum Step {
    Key(String),
    Index(usize),
}

impl JsonPath {
    /// Reads a path; the leading `$` may be left out.
    pub fn parse(text: &str) -> Option<JsonPath> {
        let text = text.trim();
        let mut rest = text.strip_prefix('$').unwrap_or(text);
        let mut steps = Vec::new();
        while !rest.is_empty() {
            if let Some(tail) = rest.strip_prefix('[') {
                let (inside, tail) = tail.split_once(']')?;
                let quoted = |q: char| inside.strip_prefix(q).and_then(|i| i.strip_suffix(q));
                steps.push(match quoted('\'').or_else(|| quoted('"')) {
                    Some(key) => Step::Key(key.to_owned()),
                    None => Step::Index(inside.parse().ok()?),
                });
                rest = tail;
            } else {
                rest = rest.strip_prefix('.').unwrap_or(rest);
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                let (key, tail) = rest.split_at_checked(end)?;
                if key.is_empty() {
                    return None;
                }
                steps.push(Step::Key(key.to_owned()));
                rest = tail;
            }
        }
        (!steps.is_empty()).then_some(JsonPath(steps))
    }

    /// The text at the path; `None` where the cell is no JSON or has nothing there. Objects come as compact JSON.
    pub fn read(&self, cell: &str) -> Option<String> {
        let mut value: &Value = &serde_json::from_str(cell).ok()?;
        for step in &self.0 {
            value = match step {
                Step::Key(key) => value.get(key)?,
                Step::Index(index) => value.get(index)?,
            };
        }
        match value {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::JsonPath;

    #[test]
    fn reads_paths() {
        let cell = r#"{"a b":{"c":[1,{"d":"x"}]},"n":null,"e":{"f":1}}"#;
        let read = |path: &str| JsonPath::parse(path).and_then(|p| p.read(cell));
        assert_eq!(read("$['a b'].c[1].d").as_deref(), Some("x"));
        assert_eq!(read("e").as_deref(), Some(r#"{"f":1}"#));
        assert_eq!(read("n"), None);
        assert_eq!(read("e.f.g"), None);
        for wrong in ["", "$", "a..b", "a[", "a[x]"] {
            assert_eq!(JsonPath::parse(wrong), None, "{wrong}");
        }
    }
}
