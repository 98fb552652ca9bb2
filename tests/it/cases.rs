//! The shared cases, one test for each call.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use foundry_core::ErrorKind;
use foundry_tests::{CALLS, Case, CaseFile, Expected, cases_folder, difference, load_cases, run_case};

macro_rules! calls {
    ($($name:ident)*) => {
        $(#[test] fn $name() { run_call(stringify!($name)); })*
        const TESTED: &[&str] = &[$(stringify!($name)),*];
    };
}

calls! {
    find deidentify_text deidentify_conversation reidentify read detect_mapping map clean filter export validate process
    evaluate report
}

/// Calls that the core's own unit tests make on case files: they reach what no binding offers.
const UNIT_CALLS: [&str; 1] = ["resolve"];

#[test]
fn every_call_is_tested() {
    assert_eq!(TESTED, CALLS);
}

#[test]
fn case_files_are_well_formed() {
    let codes: Vec<&str> = ErrorKind::ALL.iter().map(|kind| kind.code()).collect();
    let mut faults = Vec::new();
    for file in files() {
        let path = file.path.display();
        let mut seen = BTreeSet::new();
        if file.cases.is_empty() {
            faults.push(format!("{path}: no cases"));
        }
        for case in &file.cases {
            let name = &case.name;
            let call = case.call.as_str();
            if !CALLS.contains(&call) && !UNIT_CALLS.contains(&call) {
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
            if !seen.insert(name) {
                faults.push(format!("{path}: `{name}`: the name is taken"));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

fn files() -> Vec<CaseFile> {
    load_cases(&cases_folder()).unwrap_or_else(|e| panic!("case files that cannot be read:\n{e}"))
}

fn run_call(call: &str) {
    let mut failures = Vec::new();
    let mut count = 0;
    for file in files() {
        for case in file.cases.iter().filter(|case| case.call == call && !case.skip.contains_key("rust")) {
            count += 1;
            if let Some(fault) = fault(case) {
                let path = file.path.strip_prefix(cases_folder()).unwrap_or(&file.path).display();
                failures.push(format!("{path}: {}\n    {fault}", case.name));
            }
        }
    }
    assert!(count > 0, "no case makes the call `{call}`");
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
