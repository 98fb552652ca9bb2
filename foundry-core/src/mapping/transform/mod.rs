//! What is done to a value on its way into its field.

mod html;
mod path;
mod slack;

use std::borrow::Cow;
use std::collections::BTreeMap;

use regex::Regex;
use serde_json::Value as Json;

use self::path::JsonPath;
use super::field::{TransformRule, TransformRules};
use super::timestamp::{self, Parsed};
use crate::clean::{CleanSettings, clean};
use crate::conversation::Timestamp;
use crate::error::{Error, ErrorKind, Result, nearest};

pub(super) use html::{html_to_text, looks_like_html};

/// Every transform and the parameters it takes.
const KNOWN: &[(&str, &[&str])] = &[
    ("trim", &[]),
    ("lowercase", &[]),
    ("html_to_text", &["when"]),
    ("strip_quoted_reply", &[]),
    ("strip_signature", &[]),
    ("parse_timestamp", &["format", "utcOffset"]),
    ("map_values", &["values", "default"]),
    ("regex_extract", &["pattern", "group"]),
    ("split", &["separator", "index"]),
    ("concat", &["fields", "separator"]),
    ("coalesce", &["fields"]),
    ("slack_text", &[]),
    ("constant", &["value"]),
    ("json_path", &["path"]),
    ("default", &["value"]),
];

/// The largest program a pattern of the settings may compile to, in bytes.
const PATTERN_SIZE: usize = 1 << 20;

/// One transform made ready.
#[derive(Debug)]
pub(super) enum Transform {
    Trim,
    Lowercase,
    HtmlToText,
    /// Only of values that hold HTML: where some do and some do not, the others keep their line breaks.
    HtmlWhereFound,
    SlackText,
    /// Cuts parts of a mail out, as these settings say.
    Clean(Box<CleanSettings>),
    ParseTimestamp(TimeFormat),
    MapValues {
        values: BTreeMap<String, String>,
        default: Option<String>,
    },
    RegexExtract {
        pattern: Regex,
        group: usize,
    },
    Split {
        separator: String,
        index: i64,
    },
    Concat {
        fields: Vec<String>,
        separator: String,
    },
    Coalesce {
        fields: Vec<String>,
    },
    Constant(String),
    JsonPath(JsonPath),
    Default(String),
}

/// How a time column is written, where the settings say it.
#[derive(Debug, Clone, Default)]
pub(super) struct TimeFormat {
    /// A `strftime` format; any common shape if absent.
    pub format: Option<String>,
    /// Minutes east of UTC for times that name no zone; the mapping's if absent.
    pub utc_offset: Option<i32>,
}

impl TimeFormat {
    /// Reads a time; `offset` counts where neither the text nor this format names one.
    pub fn parse(&self, text: &str, offset: i32) -> Option<Parsed> {
        let offset = self.utc_offset.unwrap_or(offset);
        match &self.format {
            None => timestamp::parse(text, offset),
            Some(format) => {
                let broken = jiff::fmt::strtime::parse(format, text.trim()).ok()?;
                let millis = match broken.to_timestamp() {
                    Ok(time) => time.as_millisecond(),
                    Err(_) => {
                        let date = broken.to_date().ok()?;
                        let time = broken.to_time().unwrap_or(jiff::civil::Time::midnight());
                        let utc = date.to_datetime(time).to_zoned(jiff::tz::TimeZone::UTC).ok()?;
                        utc.timestamp().as_millisecond() - i64::from(offset) * 60_000
                    }
                };
                timestamp::certain_in_range(millis)
            }
        }
    }
}

/// Compiles the rules of one mapping; `path` is its place, such as `mappings[2].transformRule`.
pub(super) fn compile(rules: Option<&TransformRules>, path: &str) -> Result<Vec<Transform>> {
    match rules {
        None => Ok(Vec::new()),
        Some(TransformRules::One(rule)) => Ok(vec![compile_one(rule, path)?]),
        Some(TransformRules::Many(rules)) => {
            rules.iter().enumerate().map(|(i, rule)| compile_one(rule, &format!("{path}[{i}]"))).collect()
        }
    }
}

fn compile_one(rule: &TransformRule, path: &str) -> Result<Transform> {
    let params = Params { rule, path };
    let Some((_, allowed)) = KNOWN.iter().find(|(name, _)| *name == rule.kind) else {
        let error = Error::new(ErrorKind::Mapping, format!("unknown transform `{}`", rule.kind))
            .at_path(format!("{path}.type"));
        let names = || KNOWN.iter().map(|(name, _)| *name);
        return Err(match nearest(&rule.kind, names()) {
            Some(near) => error.with_hint(format!("did you mean `{near}`?")),
            None => error.with_hint(format!("known transforms: {}", names().collect::<Vec<_>>().join(", "))),
        });
    };
    for key in rule.params.keys() {
        if !allowed.contains(&key.as_str()) {
            let error = params.error(key, format!("`{}` takes no parameter `{key}`", rule.kind));
            return Err(match nearest(key, allowed.iter().copied()) {
                Some(near) => error.with_hint(format!("did you mean `{near}`?")),
                None => error,
            });
        }
    }
    Ok(match rule.kind.as_str() {
        "trim" => Transform::Trim,
        "lowercase" => Transform::Lowercase,
        "html_to_text" => match params.optional_text("when")? {
            None => Transform::HtmlToText,
            Some("found") => Transform::HtmlWhereFound,
            Some(_) => return Err(params.error("when", "`when` can only be `found`".into())),
        },
        "strip_quoted_reply" => Transform::Clean(Box::new(CleanSettings {
            quoted_replies: true,
            forwarded_headers: true,
            ..CleanSettings::nothing()
        })),
        "strip_signature" => Transform::Clean(Box::new(CleanSettings {
            signatures: true,
            app_footers: true,
            disclaimers: true,
            ..CleanSettings::nothing()
        })),
        "slack_text" => Transform::SlackText,
        "parse_timestamp" => {
            let utc_offset = match params.optional_text("utcOffset")? {
                None => None,
                Some(text) => Some(timestamp::parse_offset(text).ok_or_else(|| {
                    params
                        .error("utcOffset", "the offset cannot be read".into())
                        .with_hint("write it as `+02:00` or `Z`")
                })?),
            };
            let format = params.optional_text("format")?.map(str::to_owned);
            Transform::ParseTimestamp(TimeFormat { format, utc_offset })
        }
        "map_values" => Transform::MapValues {
            values: params.table("values")?,
            default: params.optional_text("default")?.map(str::to_owned),
        },
        "regex_extract" => {
            let pattern = regex::RegexBuilder::new(params.text("pattern")?)
                .size_limit(PATTERN_SIZE)
                .dfa_size_limit(PATTERN_SIZE)
                .build()
                .map_err(|e| {
                    let error = Error::new(ErrorKind::Pattern, "the pattern cannot be compiled")
                        .at_path(format!("{path}.params.pattern"));
                    error.with_hint(e.to_string())
                })?;
            let group = params.index("group")?.unwrap_or(i64::from(pattern.captures_len() > 1));
            let group = usize::try_from(group)
                .ok()
                .filter(|g| *g < pattern.captures_len())
                .ok_or_else(|| params.error("group", format!("the pattern has no group {group}")))?;
            Transform::RegexExtract { pattern, group }
        }
        "split" => {
            let separator = params.text("separator")?.to_owned();
            if separator.is_empty() {
                return Err(params.error("separator", "the separator is empty".into()));
            }
            Transform::Split { separator, index: params.index("index")?.unwrap_or(0) }
        }
        "concat" => Transform::Concat {
            fields: params.columns("fields")?,
            separator: params.optional_text("separator")?.unwrap_or(" ").to_owned(),
        },
        "coalesce" => Transform::Coalesce { fields: params.columns("fields")? },
        "constant" => Transform::Constant(params.text("value")?.to_owned()),
        "json_path" => Transform::JsonPath(JsonPath::parse(params.text("path")?).ok_or_else(|| {
            params
                .error("path", "the path cannot be read".into())
                .with_hint("write it as `$.author.name` or `items[0].text`")
        })?),
        // Only `default` is left of the names above.
        _ => Transform::Default(params.text("value")?.to_owned()),
    })
}

struct Params<'a> {
    rule: &'a TransformRule,
    path: &'a str,
}

impl<'a> Params<'a> {
    fn error(&self, key: &str, message: String) -> Error {
        Error::new(ErrorKind::Mapping, message).at_path(format!("{}.params.{key}", self.path))
    }

    fn text(&self, key: &str) -> Result<&'a str> {
        self.optional_text(key)?
            .ok_or_else(|| self.error(key, format!("`{}` needs the parameter `{key}`", self.rule.kind)))
    }

    fn optional_text(&self, key: &str) -> Result<Option<&'a str>> {
        match self.rule.params.get(key) {
            None | Some(Json::Null) => Ok(None),
            Some(Json::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.error(key, format!("`{key}` must be text"))),
        }
    }

    fn index(&self, key: &str) -> Result<Option<i64>> {
        match self.rule.params.get(key) {
            None | Some(Json::Null) => Ok(None),
            Some(value) => value
                .as_i64()
                .map(Some)
                .ok_or_else(|| self.error(key, format!("`{key}` must be a whole number"))),
        }
    }

    fn columns(&self, key: &str) -> Result<Vec<String>> {
        let fields = self.rule.params.get(key).and_then(Json::as_array);
        let fields = fields.and_then(|fields| {
            fields.iter().map(|f| f.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
        });
        fields
            .filter(|fields| !fields.is_empty())
            .ok_or_else(|| self.error(key, format!("`{key}` must be a list of columns")))
    }

    fn table(&self, key: &str) -> Result<BTreeMap<String, String>> {
        let wrong = || self.error(key, format!("`{key}` must be an object of texts"));
        let table = self.rule.params.get(key).and_then(Json::as_object).ok_or_else(wrong)?;
        table
            .iter()
            .map(|(from, to)| Ok((from.trim().to_lowercase(), to.as_str().ok_or_else(wrong)?.to_owned())))
            .collect()
    }
}

impl Transform {
    /// Applies the transform; `None` where nothing is left. `concat` is the mapper's, as it reads other columns.
    pub fn apply<'a>(&'a self, value: Option<Cow<'a, str>>) -> Option<Cow<'a, str>> {
        match self {
            Transform::Constant(text) => return Some(Cow::Borrowed(text)),
            Transform::Default(text) => {
                return Some(value.filter(|v| !v.trim().is_empty()).unwrap_or(Cow::Borrowed(text)));
            }
            _ => {}
        }
        let value = value?;
        match self {
            Transform::Trim => Some(part(value, |v| Some(v.trim()))?),
            Transform::Lowercase if value.chars().any(char::is_uppercase) => {
                Some(Cow::Owned(value.to_lowercase()))
            }
            Transform::HtmlToText => Some(html_to_text(value)),
            Transform::HtmlWhereFound if looks_like_html(&value) => Some(html_to_text(value)),
            Transform::HtmlWhereFound => Some(value),
            Transform::SlackText => Some(slack::slack_text(value)),
            Transform::Clean(settings) => Some(match value {
                Cow::Borrowed(text) => clean(text, settings).text,
                Cow::Owned(text) => Cow::Owned(clean(&text, settings).text.into_owned()),
            }),
            Transform::ParseTimestamp(format) => {
                let time = format.parse(&value, 0)?.time;
                Some(Cow::Owned(Timestamp(time.day_first).to_string()))
            }
            Transform::MapValues { values, default } => {
                let key = value.trim();
                let found = match values.get(key) {
                    Some(found) => Some(found),
                    None => values.get(&key.to_lowercase()),
                };
                found.or(default.as_ref()).map(|text| Cow::Borrowed(text.as_str()))
            }
            Transform::RegexExtract { pattern, group } => {
                part(value, |v| pattern.captures(v)?.get(*group).map(|m| m.as_str()))
            }
            Transform::Split { separator, index } => part(value, |v| match usize::try_from(*index) {
                Ok(index) => v.split(separator.as_str()).nth(index),
                Err(_) => v.rsplit(separator.as_str()).nth(usize::try_from(-1 - index).ok()?),
            }),
            Transform::JsonPath(path) => path.read(&value).map(Cow::Owned),
            Transform::Lowercase
            | Transform::Concat { .. }
            | Transform::Coalesce { .. }
            | Transform::Constant(_)
            | Transform::Default(_) => Some(value),
        }
    }
}

/// Keeps a part of a value, borrowed where the value is.
fn part<'a>(value: Cow<'a, str>, find: impl Fn(&str) -> Option<&str>) -> Option<Cow<'a, str>> {
    match value {
        Cow::Borrowed(text) => find(text).map(Cow::Borrowed),
        Cow::Owned(text) => find(&text).map(|found| Cow::Owned(found.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(json: &str) -> TransformRules {
        serde_json::from_str(json).unwrap()
    }

    fn run(json: &str, value: &str) -> Option<String> {
        let transforms = compile(Some(&rule(json)), "mappings[0].transformRule").unwrap();
        let mut result = Some(Cow::Borrowed(value));
        for transform in &transforms {
            result = transform.apply(result);
        }
        result.map(Cow::into_owned)
    }

    #[test]
    fn transforms_values() {
        for (json, value, expected) in [
            (r#"{"type":"trim"}"#, "  a b ", Some("a b")),
            (r#"{"type":"lowercase"}"#, "ÄB", Some("äb")),
            (r#"{"type":"html_to_text"}"#, "<p>Hi&amp;bye</p>", Some("Hi&bye")),
            (r#"{"type":"parse_timestamp"}"#, "1 May 2024 09:30", Some("2024-05-01T09:30:00Z")),
            (
                r#"{"type":"parse_timestamp","params":{"format":"%d~%m~%Y %H:%M","utcOffset":"+02:00"}}"#,
                "01~05~2024 11:30",
                Some("2024-05-01T09:30:00Z"),
            ),
            (
                r#"{"type":"map_values","params":{"values":{"In":"customer"},"default":"agent"}}"#,
                "IN",
                Some("customer"),
            ),
            (r#"{"type":"map_values","params":{"values":{"in":"customer"}}}"#, "x", None),
            (r#"{"type":"regex_extract","params":{"pattern":"n(\\d+)"}}"#, "ticket n42 open", Some("42")),
            (r#"{"type":"regex_extract","params":{"pattern":"\\d+","group":0}}"#, "no", None),
            (r#"{"type":"split","params":{"separator":":","index":-1}}"#, "agent:12", Some("12")),
            (r#"{"type":"split","params":{"separator":":","index":5}}"#, "agent:12", None),
            (r#"{"type":"constant","params":{"value":"agent"}}"#, "", Some("agent")),
            (r#"{"type":"default","params":{"value":"none"}}"#, " ", Some("none")),
            (r#"{"type":"json_path","params":{"path":"$.a[1].b"}}"#, r#"{"a":[0,{"b":"x"}]}"#, Some("x")),
            (r#"[{"type":"trim"},{"type":"lowercase"}]"#, " AB ", Some("ab")),
        ] {
            assert_eq!(run(json, value).as_deref(), expected, "{json}");
        }
    }

    #[test]
    fn refuses_wrong_rules_by_path() {
        for (json, path, hint) in [
            (r#"{"type":"tirm"}"#, "mappings[3].transformRule.type", "did you mean `trim`?"),
            (r#"[{"type":"trim"},{"type":"split"}]"#, "mappings[3].transformRule[1].params.separator", ""),
            (
                r#"{"type":"split","params":{"seperator":","}}"#,
                "mappings[3].transformRule.params.seperator",
                "did you mean `separator`?",
            ),
            (
                r#"{"type":"regex_extract","params":{"pattern":"("}}"#,
                "mappings[3].transformRule.params.pattern",
                "",
            ),
            (
                r#"{"type":"regex_extract","params":{"pattern":"a","group":2}}"#,
                "mappings[3].transformRule.params.group",
                "",
            ),
            (
                r#"{"type":"json_path","params":{"path":"a["}}"#,
                "mappings[3].transformRule.params.path",
                "write it",
            ),
            (
                r#"{"type":"parse_timestamp","params":{"utcOffset":"Berlin"}}"#,
                "mappings[3].transformRule.params.utcOffset",
                "",
            ),
            (
                r#"{"type":"map_values","params":{"values":[1]}}"#,
                "mappings[3].transformRule.params.values",
                "",
            ),
        ] {
            let error = compile(Some(&rule(json)), "mappings[3].transformRule").unwrap_err();
            assert_eq!(error.position().path.as_deref(), Some(path), "{json}");
            assert!(error.hint().unwrap_or("").starts_with(hint), "{json}: {:?}", error.hint());
        }
    }
}
