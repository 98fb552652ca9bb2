//! The shared cases, one test for each folder of `tests/cases`.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use foundry_core::ErrorKind;
use foundry_tests::{CALLS, Case, CaseFile, Expected, cases_folder, difference, load_cases, run_case};

macro_rules! folders {
    ($($name:ident)*) => {
        $(#[test] fn $name() { run_folder(stringify!($name)); })*
        const FOLDERS: &[&str] = &[$(stringify!($name)),*];
    };
}

folders! { read mapping deid filter export validate pipeline }

#[test]
fn every_folder_is_run() {
    let found: BTreeSet<String> = files().into_iter().map(|file| file.folder).collect();
    let run: BTreeSet<String> = FOLDERS.iter().map(|&name| name.to_owned()).collect();
    assert_eq!(found, run, "folders of tests/cases (left) and tests for them in it/cases.rs (right)");
}

#[test]
fn case_files_are_well_formed() {
    let codes: Vec<&str> = ErrorKind::ALL.iter().map(|kind| kind.code()).collect();
    let mut faults = Vec::new();
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    for file in files() {
        let path = file.path.display();
        if file.cases.is_empty() {
            faults.push(format!("{path}: no cases"));
        }
        for case in &file.cases {
            let name = &case.name;
            if !CALLS.contains(&case.call.as_str()) {
                faults.push(format!("{path}: `{name}`: unknown call `{}`", case.call));
            }
            match case.expected() {
                None => faults.push(format!("{path}: `{name}`: needs one of `expect` and `expectError`")),
                Some(Expected::Error(code)) if !codes.contains(&code) => {
                    faults.push(format!("{path}: `{name}`: unknown error code `{code}`"));
                }
                Some(_) => {}
            }
            if case.skip.values().any(|reason| reason.trim().is_empty()) {
                faults.push(format!("{path}: `{name}`: skipped without a reason"));
            }
            if !seen.insert((file.folder.clone(), name.clone())) {
                faults.push(format!("{path}: `{name}`: the name is taken in this folder"));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

fn files() -> Vec<CaseFile> {
    load_cases(&cases_folder()).unwrap_or_else(|e| panic!("case files that cannot be read:\n{e}"))
}

fn run_folder(folder: &str) {
    let mut failures = Vec::new();
    let mut count = 0;
    for file in files().iter().filter(|file| file.folder == folder) {
        for case in file.cases.iter().filter(|case| !case.skip.contains_key("rust")) {
            count += 1;
            if let Some(fault) = fault(case) {
                let file = file.path.file_name().unwrap_or_default().to_string_lossy();
                failures.push(format!("{folder}/{file}: {}\n    {fault}", case.name));
            }
        }
    }
    assert!(count > 0, "no cases in tests/cases/{folder}");
    assert!(failures.is_empty(), "{} of {count} cases failed\n{}", failures.len(), failures.join("\n"));
}

/// What is wrong with the result of a case.
fn fault(case: &Case) -> Option<String> {
    let outcome = catch_unwind(AssertUnwindSafe(|| run_case(&case.call, &case.config, &case.input)));
    match (outcome, case.expected()?) {
        (Err(panic), _) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            Some(format!("panicked: {}", text.or(panic.downcast_ref().copied()).unwrap_or("no message")))
        }
        (Ok(Ok(actual)), Expected::Result(expect)) => difference(expect, &actual),
        (Ok(Ok(_)), Expected::Error(code)) => Some(format!("expected error `{code}`, got a result")),
        (Ok(Err(error)), Expected::Error(code)) if error.code() == code => None,
        (Ok(Err(error)), Expected::Error(code)) => {
            Some(format!("expected error `{code}`, got `{}`: {error}", error.code()))
        }
        (Ok(Err(error)), Expected::Result(_)) => {
            Some(format!("expected a result, got error `{}`: {error}", error.code()))
        }
    }
}
