//! The command line as other programs see it: files, streams, exit codes, messages.

mod capabilities;
mod data;
mod dataset;
mod eval;
mod hostile;
mod offsets;
mod own_model;
mod report;
mod surface;
mod text;
mod workbook;

use std::path::PathBuf;

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use tempfile::TempDir;

/// A folder of its own with no settings in or above it that count, and the command in it.
pub struct Bench {
    folder: TempDir,
}

impl Bench {
    #[allow(clippy::new_without_default)]
    pub fn new() -> Bench {
        Bench { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Bench {
        std::fs::write(self.path(name), content).expect("writes");
        self
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("reads")
    }

    /// The names of all files, sorted.
    pub fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).expect("lists");
        let mut names: Vec<String> =
            entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// `foundry` with these arguments, in the folder, with a clean environment.
    pub fn foundry(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_foundry"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("FOUNDRY_") {
                command.env_remove(name);
            }
        }
        command.current_dir(self.folder.path()).env_remove("NO_COLOR").env_remove("FORCE_COLOR");
        command.args(arguments.split_whitespace());
        command
    }

    pub fn run(&self, arguments: &str) -> Assert {
        self.foundry(arguments).assert()
    }
}

pub fn stdout(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).expect("UTF-8")
}

pub fn stderr(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).expect("UTF-8")
}

pub fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("JSON")
}
