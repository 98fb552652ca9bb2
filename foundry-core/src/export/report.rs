//! What validation says: rules, problems and the report that collects them.

use serde::{Deserialize, Serialize};

/// At most this many problems are listed one by one; all are counted.
pub const MAX_PROBLEMS: usize = 1_000;

/// One breach of a format's rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The line from 1 (for a JSON array: the element from 1); 0 for the file as a whole.
    pub line: u64,
    /// The field, such as `messages[2].role`; empty for the line as a whole.
    pub field: String,
    /// The stable name of the rule, such as `role_unknown`.
    pub rule: String,
    /// What is wrong; never shows content.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
    /// Whether the service only advises against it.
    pub warning: bool,
}

/// What [`validate`](super::validate) found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ValidationReport {
    /// Whether no rule is broken (warnings aside).
    pub valid: bool,
    /// Examples looked at.
    pub records: u64,
    /// Breaches and warnings, in file order, at most [`MAX_PROBLEMS`].
    pub problems: Vec<Problem>,
    /// How many there were in all.
    pub problem_count: u64,
}

/// A rule of a format, with the words for its breach.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    pub(super) id: &'static str,
    pub(super) warning: bool,
    pub(super) message: &'static str,
    pub(super) remedy: &'static str,
}

impl Rule {
    /// A rule whose breach makes a file invalid.
    pub(super) const fn error(id: &'static str, message: &'static str, remedy: &'static str) -> Rule {
        Rule { id, warning: false, message, remedy }
    }

    /// Advice: some service, trainer or loader trips over it.
    pub(super) const fn advice(id: &'static str, message: &'static str, remedy: &'static str) -> Rule {
        Rule { id, warning: true, message, remedy }
    }
}

/// A report in the making.
#[derive(Default)]
pub(super) struct Findings {
    /// The line or element being looked at.
    pub(super) line: u64,
    has_error: bool,
    report: ValidationReport,
}

impl Findings {
    /// Notes a breach in the line at hand; `field` is only built while problems are listed.
    pub(super) fn add(&mut self, rule: &Rule, field: impl FnOnce() -> String) {
        self.add_worded(rule, field, || rule.message.to_owned());
    }

    /// The same with words of its own.
    pub(super) fn add_worded(
        &mut self,
        rule: &Rule,
        field: impl FnOnce() -> String,
        message: impl FnOnce() -> String,
    ) {
        self.has_error |= !rule.warning;
        self.report.problem_count += 1;
        if self.report.problems.len() < MAX_PROBLEMS {
            self.report.problems.push(Problem {
                line: self.line,
                field: field(),
                rule: rule.id.to_owned(),
                message: message(),
                remedy: rule.remedy.to_owned(),
                warning: rule.warning,
            });
        }
    }

    /// Notes a breach of the line at hand as a whole.
    pub(super) fn add_whole(&mut self, rule: &Rule) {
        self.add(rule, String::new);
    }

    /// Counts an example.
    pub(super) fn count_record(&mut self) {
        self.report.records += 1;
    }

    /// The examples so far.
    pub(super) fn records(&self) -> u64 {
        self.report.records
    }

    pub(super) fn into_report(self) -> ValidationReport {
        ValidationReport { valid: !self.has_error, ..self.report }
    }
}

/// The name of a key in a field path. A key that does not look like a name is given by its place: in a foreign file it
/// may be personal data.
pub(super) fn key_label(key: &str, place: usize) -> String {
    let looks_like_a_name = !key.is_empty()
        && key.len() <= 40
        && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b == b'-' || b.is_ascii_uppercase());
    if looks_like_a_name { key.to_owned() } else { format!("{{key {}}}", place + 1) }
}
