//! Files in, data set out: `process`, `inspect`, `preview`, `scan`.

use predicates::prelude::*;
use predicates::str::contains;

use crate::{Bench, json, stderr, stdout};

const TICKETS: &str = "\
ticket_id,author_role,author_email,created_at,body
1,customer,ann.lee@example.org,2026-01-05 09:00:00,\"Hello, my address is ann.lee@example.org\"
1,agent,help@example.com,2026-01-05 09:05:00,Thank you. I will write to ann.lee@example.org
2,customer,bob@example.net,2026-01-06 10:00:00,Where is my parcel?
2,agent,help@example.com,2026-01-06 10:30:00,It is on its way.
";

fn tickets() -> Bench {
    let bench = Bench::new();
    bench.write("tickets.csv", TICKETS);
    bench
}

#[test]
fn process_needs_no_settings() {
    let bench = tickets();
    bench
        .run("process tickets.csv -o out.jsonl --report manifest.json --rejects rejects.ndjson")
        .success()
        .stdout("");
    let lines: Vec<_> = bench.read("out.jsonl").lines().map(json).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["messages"][0]["role"], "user");
    assert_eq!(lines[0]["messages"][0]["content"], "Hello, my address is [EMAIL_1]");
    assert_eq!(lines[0]["messages"][1]["content"], "Thank you. I will write to [EMAIL_1]");
    let manifest = json(&bench.read("manifest.json"));
    assert_eq!(manifest["counts"]["rowsRead"], 4);
    assert_eq!(manifest["counts"]["conversations"], 2);
    assert_eq!(manifest["leakAudit"]["residual"], 0);
    assert!(!bench.read("manifest.json").contains("ann.lee@"));
    assert_eq!(bench.files(), ["manifest.json", "out.jsonl", "rejects.ndjson", "tickets.csv"]);
}

#[test]
fn process_reads_stdin_and_writes_stdout_the_same_bytes_with_any_threads() {
    let bench = tickets();
    bench.run("process tickets.csv -o out.jsonl").success();
    for threads in [1, 2, 5] {
        let arguments = format!("process - -o - --input-format csv --threads {threads} --memory 1");
        let out = bench.foundry(&arguments).write_stdin(TICKETS).assert().success();
        assert_eq!(stdout(&out), bench.read("out.jsonl"), "{threads}");
    }
}

#[test]
fn process_takes_patterns_in_order_of_names() {
    let bench = Bench::new();
    for name in ["b.csv", "a.csv"] {
        let text = TICKETS.replace("\n1,", &format!("\n{name}1,")).replace("\n2,", &format!("\n{name}2,"));
        bench.write(name, text);
    }
    let manifest = bench.run("process *.csv -o out.jsonl --json").success();
    let manifest = json(&stdout(&manifest));
    assert_eq!(manifest["inputs"][0]["name"], "a.csv");
    assert_eq!(manifest["inputs"][1]["name"], "b.csv");
    assert_eq!(manifest["counts"]["conversations"], 4);
}

#[test]
fn process_refuses_a_doubtful_text_column_and_leaves_nothing() {
    let bench = Bench::new();
    bench.write("numbers.csv", "a,b,c\n1,2,3\n4,5,6\n7,8,9\n");
    let error = bench.run("process numbers.csv -o out.jsonl").code(2).stdout("");
    assert!(stderr(&error).starts_with("error[no_content_column]"), "{}", stderr(&error));
    assert!(stderr(&error).contains("hint: "));
    assert_eq!(bench.files(), ["numbers.csv"]);
}

#[test]
fn a_failed_run_keeps_the_old_output() {
    let bench = Bench::new();
    bench.write("out.jsonl", "old\n").write("numbers.csv", "a,b\n1,2\n3,4\n");
    bench.run("process numbers.csv -o out.jsonl").code(2);
    assert_eq!(bench.read("out.jsonl"), "old\n");
    assert_eq!(bench.files(), ["numbers.csv", "out.jsonl"]);
}

#[test]
fn dry_run_writes_no_data_and_gives_the_account() {
    let bench = tickets();
    bench.run("process tickets.csv --dry-run").success().stdout(contains("4 read").and(contains("2 kept")));
    let manifest = bench.run("process tickets.csv --dry-run --json").success();
    assert_eq!(json(&stdout(&manifest))["counts"]["messages"], 4);
    assert_eq!(bench.files(), ["tickets.csv"]);
}

#[test]
fn the_summary_is_for_those_who_watch() {
    let bench = tickets();
    bench.run("process tickets.csv -o out.jsonl").success().stderr("");
    let told = bench.run("process tickets.csv -o out.jsonl --verbose").success();
    for word in ["4 read", "2 kept", "2 examples", "EMAIL_ADDRESS", "leak audit"] {
        assert!(stderr(&told).contains(word), "{word}: {}", stderr(&told));
    }
}

#[test]
fn warnings_name_the_row_and_never_the_value() {
    let bench = Bench::new();
    bench.write("tickets.csv", format!("{TICKETS}3,customer,eve@example.org\n"));
    let told = bench.run("process tickets.csv -o out.jsonl --rejects r.ndjson").success();
    assert!(stderr(&told).contains("1 warning") && stderr(&told).contains("row 6"), "{}", stderr(&told));
    assert!(!stderr(&told).contains("eve@"));
    let reject = json(bench.read("r.ndjson").trim());
    assert_eq!(reject["row"], 6);
    assert_eq!(reject["rejected"], true);
    bench.run("process tickets.csv -o out.jsonl -q").success().stderr("");
}

#[test]
fn a_cut_list_of_warnings_says_so() {
    let bench = Bench::new();
    let short = "3,customer\n".repeat(1_003);
    bench.write("tickets.csv", format!("{TICKETS}{short}"));
    let told = bench.run("process tickets.csv -o out.jsonl --rejects r.ndjson").success();
    assert!(stderr(&told).contains("only the first 1,000 warnings are listed"), "{}", stderr(&told));
    let rejects = bench.read("r.ndjson");
    assert_eq!(rejects.lines().count(), 1_001);
    let last = json(rejects.lines().last().unwrap_or_default());
    assert_eq!(last["code"], "list_cut");
    assert!(last["message"].as_str().is_some_and(|m| m.contains("; 3 more")), "{last}");
}

#[test]
fn de_identification_off_is_said_aloud() {
    let bench = tickets();
    bench.run("process tickets.csv -o out.jsonl --no-deid -q").success().stderr(contains("OFF"));
    assert!(bench.read("out.jsonl").contains("ann.lee@example.org"));
}

#[test]
fn settings_and_flags_steer_the_run() {
    let bench = tickets();
    let mask = "[piiSettings.operators.EMAIL_ADDRESS]\ntype = \"mask\"\nkeepLast = 3\n";
    bench.write("foundry.toml", format!("exportFormat = \"jsonl_qa\"\n{mask}"));
    bench.run("process tickets.csv -o qa.jsonl").success();
    let first = json(bench.read("qa.jsonl").lines().next().unwrap_or_default());
    assert_eq!(first["question"], "Hello, my address is ***.***@*******.org");
    bench
        .run("process tickets.csv -o raw.json --format json_raw --set filterSettings.minMessageCount=9")
        .success();
    assert_eq!(json(&bench.read("raw.json")).as_array().map(Vec::len), Some(0));
    let limited = bench.run("process tickets.csv -o x --limit 2 --json").success();
    assert_eq!(json(&stdout(&limited))["counts"]["rowsRead"], 2);
}

#[test]
fn equal_runs_give_equal_manifests() {
    let bench = tickets();
    let run = || stdout(&bench.run("process tickets.csv -o o --json --now 2026-02-01T00:00:00Z").success());
    let first = run();
    assert_eq!(json(&first)["createdAt"], "2026-02-01T00:00:00Z");
    assert_eq!(first, run());
}

#[test]
fn inspect_keeps_its_contract() {
    let report = json(&stdout(&tickets().run("inspect tickets.csv --json").success().stderr("")));
    assert_eq!(report["format"], "csv");
    assert_eq!(report["columns"][0]["name"], "ticket_id");
    assert_eq!(report["columns"][0]["samples"], json(r#"["1","2"]"#));
    assert!(report["columns"][4]["type"].is_string());
    let mappings = report["mappings"].as_array().expect("a list");
    let target = |source: &str| {
        mappings
            .iter()
            .find(|m| m["sourceField"] == source)
            .map(|m| m["targetField"].clone())
            .unwrap_or_default()
    };
    assert_eq!(target("ticket_id"), "conversation_id");
    assert_eq!(target("body"), "content");
    assert_eq!(target("author_role"), "sender_role");
    assert!(
        mappings
            .iter()
            .all(|m| m["reasons"].is_array() && m["confidence"].is_string() && m["isPii"].is_boolean())
    );
    assert!(report["warnings"].is_array());
}

#[test]
fn inspect_writes_settings_that_process_takes() {
    let bench = tickets();
    let toml = stdout(&bench.run("inspect tickets.csv --toml").success());
    bench.run("process tickets.csv -o a.jsonl").success();
    bench.write("foundry.toml", toml).run("process tickets.csv -o b.jsonl").success();
    assert_eq!(bench.read("a.jsonl"), bench.read("b.jsonl"));
    bench.run("inspect tickets.csv").success().stdout(contains("conversation_id").and(contains("ann.lee@")));
    bench.run("inspect tickets.csv --no-samples").success().stdout(contains("ann.lee@").not());
}

#[test]
fn preview_shows_both_sides() {
    let bench = tickets();
    let mut wide = bench.foundry("preview tickets.csv -n 1");
    let shown = wide.env("COLUMNS", "140").assert().success();
    let row = stdout(&shown).lines().find(|l| l.contains("[EMAIL_1]")).unwrap_or_default().to_owned();
    assert!(row.contains("ann.lee@example.org") && row.contains('│'), "{row}");
    assert!(!stdout(&shown).contains("parcel"));
    let mut narrow = bench.foundry("preview - --input-format csv");
    let shown = narrow.env("COLUMNS", "60").write_stdin(TICKETS).assert().success();
    assert!(stdout(&shown).contains("  + ") && stdout(&shown).contains("parcel"));
}

#[test]
fn scan_counts_and_never_shows() {
    let bench = tickets();
    let scan = bench.run("scan tickets.csv --json").success();
    assert!(!stdout(&scan).contains("ann.lee"));
    let report = json(&stdout(&scan));
    assert_eq!(report["files"][0]["rows"], 4);
    let findings = report["files"][0]["findings"].as_array().expect("a list");
    let body = findings.iter().find(|f| f["column"] == "body" && f["entityType"] == "EMAIL_ADDRESS");
    let body = body.expect("a finding in the text");
    assert_eq!(body["count"], 2);
    assert_eq!(body["rows"], json("[2,3]"));
    bench.run("scan tickets.csv").success().stdout(contains("EMAIL_ADDRESS"));
    bench.run("scan tickets.csv --fail-on any").code(1);
    bench.run("scan tickets.csv --fail-on PERSON,EMAIL_ADDRESS").code(1);
    bench.run("scan tickets.csv --fail-on IBAN_CODE").success();
}
