//! What needs no data: help, typos, settings, files that are not there, exit codes.

use predicates::prelude::*;
use predicates::str::contains;

use crate::{Bench, json, stderr, stdout};

const COMMANDS: [&str; 11] = [
    "process",
    "inspect",
    "preview",
    "scan",
    "find",
    "deid",
    "reidentify",
    "validate",
    "eval",
    "schema",
    "completions",
];

#[test]
fn help_of_every_command_has_examples_and_goes_to_stdout() {
    let bench = Bench::new();
    bench.run("--help").success().stdout(contains("Examples:")).stderr("");
    for command in COMMANDS {
        let help = bench.run(&format!("{command} --help")).success().stderr("");
        assert!(stdout(&help).contains(&format!("foundry {command}")), "{command}");
        let short = stdout(&bench.run(&format!("{command} -h")).success());
        assert!(short.lines().all(|line| line.chars().count() <= 122), "{command}: {short}");
    }
    bench.run("--version").success().stdout(contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn slips_of_the_keys_get_a_suggestion_and_exit_2() {
    let bench = Bench::new();
    for (arguments, suggestion) in [
        ("proces a.csv -o b", "process"),
        ("validate a --format jsonl_conversatoin", "jsonl_conversation"),
        ("find --entities EMAIL_ADRESS", "EMAIL_ADDRESS"),
        ("find --offset chars", "--offsets"),
        ("scan a --fail-on CREDITCARD", "CREDIT_CARD"),
        ("process a -o b --memory 5X", "64M"),
        ("process a -o b --now yesterday", "2026-01-31"),
        ("process a -o b --threads 0", "threads"),
        ("process a", "--output"),
    ] {
        bench.run(arguments).code(2).stdout("").stderr(contains(suggestion));
    }
    let error = bench.run("--json find --entities NAMES").code(2);
    assert_eq!(json(&stderr(&error))["error"]["code"], "usage");
}

#[test]
fn errors_have_code_place_and_hint() {
    let bench = Bench::new();
    let error = bench.run("scan nothing.csv").code(2).stdout("");
    let hint = "check the name, and the folder the program runs in";
    let expected = format!("error[io_error]: no such file\n  at nothing.csv\n  hint: {hint}\n");
    assert_eq!(stderr(&error), expected);
    let error = bench.run("scan nothing.csv --json").code(2).stdout("");
    let expected = json(r#"{"code":"io_error","file":"nothing.csv","message":"no such file"}"#);
    let mut said = json(&stderr(&error))["error"].clone();
    assert_eq!(said["hint"].take(), hint);
    said.as_object_mut().expect("an object").remove("hint");
    assert_eq!(said, expected);
    bench.run("scan .").code(2).stderr(contains("is a folder").and(contains("hint: ")));
    bench.run("process none*.csv -o x").code(2).stderr(contains("no file matches `none*.csv`"));
    bench.run("process - - -o x").code(2).stderr(contains("more than once"));
    assert!(bench.files().is_empty());
}

#[test]
fn settings_are_found_upward_and_can_be_named_and_left_out() {
    let bench = Bench::new();
    bench
        .write("foundry.toml", "nonsense = 1\n")
        .write("other.json", "{\"exportFormat\": 5}")
        .write("a.csv", "x\n");
    std::fs::create_dir(bench.path("below")).expect("a folder");
    let mut below = bench.foundry("find");
    below.current_dir(bench.path("below")).write_stdin("");
    below.assert().code(2).stderr(contains("error[invalid_config]").and(contains("foundry.toml")));
    bench.foundry("find --no-config").write_stdin("").assert().success().stderr("");
    bench.foundry("find").env("FOUNDRY_NO_CONFIG", "1").write_stdin("").assert().success();
    bench.run("find --config other.json").code(2).stderr(contains("other.json"));
    bench
        .foundry("find")
        .env("FOUNDRY_CONFIG", "missing.toml")
        .assert()
        .code(2)
        .stderr(contains("missing.toml"));
    bench.run("find --no-config --config other.json").code(2);
    bench.run("find --no-config --set minMessages").code(2).stderr(contains("KEY=VALUE"));
}

#[test]
fn the_schema_describes_the_settings() {
    let schema = json(&stdout(&Bench::new().run("schema").success().stderr("")));
    assert!(schema["properties"]["piiSettings"].is_object());
    assert_eq!(schema["additionalProperties"], false);
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        Bench::new().run(&format!("completions {shell}")).success().stdout(contains("reidentify"));
    }
}

#[test]
fn an_output_is_never_an_input_nor_in_a_folder_that_is_missing() {
    let bench = Bench::new();
    bench.write("a.csv", "conversation_id,role,message\n1,customer,hello\n");
    bench.run("process a.csv -o ./a.csv").code(2).stderr(contains("one of the inputs"));
    bench.run("process a.csv -o no/such/b.jsonl").code(2).stderr(contains("hint: "));
    bench.run("process a.csv -o . ").code(2).stderr(contains("is a folder"));
    bench.run("process a.csv -o - --json").code(2).stderr(contains("stdout"));
    assert_eq!(bench.files(), ["a.csv"]);
    assert!(bench.read("a.csv").starts_with("conversation_id"));
}

#[test]
fn colour_is_off_in_a_pipe_and_on_when_asked() {
    let bench = Bench::new();
    bench.run("scan nothing").code(2).stderr(contains("\u{1b}").not());
    bench.run("scan nothing --color always").code(2).stderr(contains("\u{1b}["));
    bench.foundry("scan nothing").env("FORCE_COLOR", "1").assert().code(2).stderr(contains("\u{1b}["));
    let mut both = bench.foundry("scan nothing");
    both.env("FORCE_COLOR", "1").env("NO_COLOR", "1").assert().code(2).stderr(contains("\u{1b}").not());
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_a_waiting_run_with_130_and_leaves_nothing() {
    use std::io::Read;
    use std::process::Stdio;
    use std::time::{Duration, Instant};

    for signal in ["-INT", "-TERM"] {
        let bench = Bench::new();
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_foundry"))
            .args(["process", "-", "-o", "out.jsonl", "--no-config", "--report", "report.json"])
            .current_dir(bench.path(""))
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("starts");
        let open = child.stdin.take();
        let until = Instant::now() + Duration::from_secs(20);
        while bench.files().len() < 2 && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(bench.files().iter().all(|name| name.ends_with(".part")), "{:?}", bench.files());
        assert_eq!(bench.files().len(), 2);
        let sent = std::process::Command::new("kill").args([signal, &child.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()));
        assert_eq!(child.wait().expect("ends").code(), Some(130));
        drop(open);
        let mut words = String::new();
        child.stderr.take().expect("piped").read_to_string(&mut words).expect("reads");
        assert!(words.contains("interrupted"), "{words}");
        assert!(bench.files().is_empty(), "{:?}", bench.files());
    }
}
