//! The core is pure: no I/O, clock, randomness, environment, and no dependency that brings them.

use std::fs;
use std::path::Path;
use std::process::Command;

use foundry_tests::repository;

/// Crates that talk to networks, start runtimes, or draw random numbers.
const FOREIGN_CRATES: [&str; 24] = [
    "tokio",
    "async-std",
    "smol",
    "mio",
    "socket2",
    "reqwest",
    "hyper",
    "ureq",
    "curl",
    "isahc",
    "rustls",
    "native-tls",
    "openssl",
    "sqlx",
    "rusqlite",
    "axum",
    "rand",
    "fastrand",
    "chrono",
    "time",
    "iana-time-zone",
    "tempfile",
    "dirs",
    "rayon",
];

/// What no file of the core may name; each with the files that may.
const FOREIGN_PATHS: [(&str, &[&str]); 11] = [
    ("std::fs", &[]),
    ("std::net::Tcp", &[]),
    ("std::net::Udp", &[]),
    ("ToSocketAddrs", &[]),
    ("std::env", &[]),
    ("std::process", &[]),
    ("SystemTime", &[]),
    ("Instant::now", &[]),
    ("Zoned::now", &[]),
    ("thread_rng", &[]),
    // Where the caller says on how many threads: runs, and lists of texts.
    ("std::thread", &["pipeline", "calls/engine"]),
];

#[test]
fn the_dependency_tree_holds_nothing_foreign() {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "-p",
            "foundry-core",
            "-e",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
            "--offline",
        ])
        .current_dir(repository())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8_lossy(&output.stdout);
    let names: Vec<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.contains(&"foundry-core") && names.contains(&"regex"), "this is not the tree: {tree}");
    let foreign: Vec<&&str> = FOREIGN_CRATES.iter().filter(|name| names.contains(name)).collect();
    assert!(foreign.is_empty(), "the core depends on {foreign:?}");
}

#[test]
fn the_sources_name_nothing_foreign() {
    let root = repository().join("foundry-core/src");
    let mut files = 0;
    let mut faults = Vec::new();
    walk(&root, &mut |path| {
        files += 1;
        let name = path.strip_prefix(&root).unwrap_or(path).to_string_lossy().into_owned();
        let text = fs::read_to_string(path).expect("a source file is readable");
        // Unit tests stand at the end of a file and may measure time.
        let code = text.lines().enumerate().take_while(|(_, line)| *line != "#[cfg(test)]");
        for (number, line) in code.filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for (foreign, allowed) in FOREIGN_PATHS {
                let stem = |file: &&str| name.starts_with(file);
                if line.contains(foreign) && !allowed.iter().any(stem) {
                    faults.push(format!("{name}:{}: {foreign}", number + 1));
                }
            }
        }
    });
    assert!(files > 10, "only {files} source files found");
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

fn walk(folder: &Path, visit: &mut dyn FnMut(&Path)) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .expect("the folder is readable")
        .map(|entry| entry.expect("the entry is readable").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, visit);
        } else if path.extension().is_some_and(|e| e == "rs") {
            visit(&path);
        }
    }
}
