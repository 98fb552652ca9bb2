//! Case files: JSON arrays of calls with what they must give.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

/// One call and what it must give.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Case {
    /// What it shows; unique in its file.
    pub name: String,
    /// The call, one of [`CALLS`](crate::CALLS).
    pub call: String,
    /// The settings of the call; the defaults if absent.
    #[serde(default = "empty_object")]
    pub config: Value,
    /// What the call is made on.
    pub input: Value,
    /// What must be in the result.
    #[serde(default)]
    pub expect: Option<Value>,
    /// The code of the error that must come instead.
    #[serde(default)]
    pub expect_error: Option<String>,
    /// Runner name → the reason why it skips this case.
    #[serde(default)]
    pub skip: BTreeMap<String, String>,
}

/// What a case must give.
#[derive(Debug, Clone, Copy)]
pub enum Expected<'a> {
    /// A result that holds at least this.
    Result(&'a Value),
    /// An error with this code.
    Error(&'a str),
}

impl Case {
    /// What must come back; `None` for a case that says nothing, or both.
    pub fn expected(&self) -> Option<Expected<'_>> {
        match (&self.expect, &self.expect_error) {
            (Some(expect), None) => Some(Expected::Result(expect)),
            (None, Some(code)) => Some(Expected::Error(code)),
            _ => None,
        }
    }
}

/// One file of cases.
#[derive(Debug, Clone)]
pub struct CaseFile {
    /// The folder under `tests/cases`: the stage.
    pub folder: String,
    /// Where it lies.
    pub path: PathBuf,
    /// Its cases, in order.
    pub cases: Vec<Case>,
}

/// Loads every `*.json` below a folder, sorted by path.
///
/// # Errors
/// One line for each file that cannot be read as cases.
pub fn load_cases(root: &Path) -> Result<Vec<CaseFile>, String> {
    let mut paths = Vec::new();
    collect(root, &mut paths).map_err(|e| format!("{}: {e}", root.display()))?;
    paths.sort();
    let mut files = Vec::new();
    let mut errors = Vec::new();
    for path in paths {
        let folder = path
            .strip_prefix(root)
            .ok()
            .and_then(|p| p.iter().next())
            .map(|p| p.to_string_lossy().into_owned())
            .unwrap_or_default();
        let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        match serde_json::from_str::<Vec<Case>>(&text) {
            Ok(cases) => files.push(CaseFile { folder, path, cases }),
            Err(e) => errors.push(format!("{}: {e}", path.display())),
        }
    }
    if errors.is_empty() { Ok(files) } else { Err(errors.join("\n")) }
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|e| e == "json") {
            paths.push(path);
        }
    }
    Ok(())
}

fn empty_object() -> Value {
    Value::Object(serde_json::Map::new())
}
