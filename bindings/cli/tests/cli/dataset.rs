//! A data set as a folder: parts, card, origin of each line, evidence; and every format that can be asked for.

use std::collections::BTreeMap;

use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;
use serde_json::Value;

use crate::{Bench, json, stdout};

const THINGS: [&str; 10] =
    ["kettle", "ladder", "jacket", "puzzle", "hammock", "violin", "toaster", "blanket", "compass", "drum"];
const OTHERS: [&str; 6] = ["bicycle", "mirror", "pillow", "scooter", "teapot", "umbrella"];

/// Sixty conversations of thirty customers, two each; no two say nearly the same.
fn tickets() -> Bench {
    let bench = Bench::new();
    let mut text = String::from("ticket_id,author_role,author_email,created_at,body\n");
    for ticket in 0..60 {
        let customer = ticket % 30;
        let (thing, other) = (THINGS[ticket % 10], OTHERS[ticket / 10]);
        text += &format!(
            "T{ticket},customer,c{customer}@example.org,2026-01-05 09:00:00,Where are the {thing} and the {other}?\n"
        );
        text += &format!(
            "T{ticket},agent,help@example.com,2026-01-05 09:05:00,The {other} left; {thing} soon.\n"
        );
    }
    bench.write("tickets.csv", text);
    bench
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(json).collect()
}

#[test]
fn a_folder_holds_parts_card_and_origins() {
    let bench = tickets();
    bench
        .run("process tickets.csv -o set --folder --split 60/20/20 --count-tokens --evidence evidence.zip")
        .success();
    let manifest = json(&bench.read("set/manifest.json"));
    let splits = &manifest["splits"];
    assert_eq!(splits["crossingConversations"], 0);
    assert_eq!(splits["crossingCustomers"], 0);
    assert_eq!(splits["customersKnown"], true);
    assert_eq!((&splits["crossingClusters"], &splits["clustersKnown"]), (&0.into(), &true.into()));
    let mut all = 0;
    let mut customers = 0;
    for part in ["train", "validation", "test"] {
        let written = lines(&bench.read(&format!("set/data/{part}.jsonl")));
        assert_eq!(splits["parts"][part]["examples"], written.len(), "{part}");
        customers += splits["parts"][part]["customers"].as_u64().expect("a number");
        all += written.len();
    }
    assert_eq!((all, customers), (60, 30));
    assert!(manifest["tokens"]["total"].as_u64().is_some_and(|tokens| tokens > 600));
    assert!(manifest["tokens"]["costs"].as_array().is_some_and(|costs| !costs.is_empty()));

    // Every line has its origin, by the hash of its bytes and by the rows of its messages.
    let origins = lines(&bench.read("set/provenance.jsonl"));
    assert_eq!(origins.len(), 60);
    let mut rows: Vec<u64> = origins
        .iter()
        .flat_map(|origin| origin["rows"].as_array().expect("rows").iter().filter_map(Value::as_u64))
        .collect();
    rows.sort_unstable();
    assert_eq!(rows.len(), 120);
    assert_eq!(rows.iter().collect::<std::collections::BTreeSet<_>>().len(), 120);

    let card = bench.read("set/README.md");
    assert!(card.starts_with("---\nlicense: other\n"), "{card}");
    assert!(card.contains("  - split: validation\n    path: data/validation.jsonl\n"), "{card}");
    let croissant = json(&bench.read("set/croissant.json"));
    assert_eq!(croissant["conformsTo"], "http://mlcommons.org/croissant/1.0");
    assert_eq!(croissant["distribution"][0]["sha256"], splits["parts"]["train"]["sha256"]);
    let pack = std::fs::read(bench.path("evidence.zip")).expect("reads");
    assert!(pack.starts_with(b"PK\x03\x04"));
    // No file of the folder holds a customer's address.
    for name in ["manifest.json", "provenance.jsonl", "README.md", "data/train.jsonl"] {
        assert!(!bench.read(&format!("set/{name}")).contains("@example.org"), "{name}");
    }
}

#[test]
fn a_split_changes_no_line_and_moves_nobody_when_data_grows() {
    let bench = tickets();
    bench.run("process tickets.csv -o whole.jsonl").success();
    bench.run("process tickets.csv -o set --folder --split 60/20/20 --threads 3 --memory 1").success();
    let mut together: Vec<String> = ["train", "validation", "test"]
        .iter()
        .flat_map(|part| {
            bench.read(&format!("set/data/{part}.jsonl")).lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    let mut whole: Vec<String> = bench.read("whole.jsonl").lines().map(str::to_owned).collect();
    together.sort();
    whole.sort();
    assert_eq!(together, whole);

    let parts = |bench: &Bench, folder: &str| -> BTreeMap<String, String> {
        let origins = lines(&bench.read(&format!("{folder}/provenance.jsonl")));
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        origins.iter().map(|origin| (text(&origin["conversation"]), text(&origin["split"]))).collect()
    };
    let before = parts(&bench, "set");
    let more = "U1,customer,c3@example.org,2026-02-01 09:00:00,One more\nU1,agent,help@example.com,2026-02-01 09:01:00,Sure\n";
    let grown = bench.read("tickets.csv") + more;
    bench.write("tickets.csv", grown);
    bench.run("process tickets.csv -o grown --folder --split 60/20/20").success();
    let after = parts(&bench, "grown");
    assert_eq!(after.len(), 61);
    assert!(before.iter().all(|(conversation, part)| after.get(conversation) == Some(part)));
}

#[test]
fn every_format_is_written_and_valid() {
    let bench = tickets();
    for format in [
        "jsonl_sharegpt",
        "jsonl_alpaca",
        "jsonl_prompt_completion",
        "jsonl_anthropic",
        "jsonl_nova",
        "jsonl_gemini",
        "jsonl_mistral",
        "jsonl_together",
        "chunks",
    ] {
        bench.run(&format!("process tickets.csv -o out --format {format}")).success();
        bench.run(&format!("validate out --format {format}")).success().stdout(contains("60 records"));
        bench.run("validate out").success();
    }
    bench.run("process tickets.csv -o out.parquet --format parquet").success();
    let table = std::fs::read(bench.path("out.parquet")).expect("reads");
    assert!(table.starts_with(b"PAR1") && table.ends_with(b"PAR1"));
    bench.run("validate out.parquet --format parquet").code(2).stderr(contains("is not validated"));
}

#[test]
fn long_conversations_are_split_by_exact_tokens() {
    let bench = Bench::new();
    let mut text = String::from("ticket_id,author_role,created_at,body\n");
    for turn in 0..20 {
        let role = if turn % 2 == 0 { "customer" } else { "agent" };
        text +=
            &format!("T1,{role},2026-01-05 09:{turn:02}:00,This is what I have to say as number {turn}\n");
    }
    bench.write("tickets.csv", text);
    let out = bench
        .run("process tickets.csv -o out.jsonl --max-tokens 100 --overlap-turns 2 --count-tokens --json")
        .success();
    let counts = &json(&stdout(&out))["counts"]["export"];
    assert!(counts["records"].as_u64().is_some_and(|records| records > 2), "{counts}");
    assert!(counts["largestExample"].as_u64().is_some_and(|tokens| tokens <= 100), "{counts}");
    assert_eq!(counts["messages"], 20);
    let written = lines(&bench.read("out.jsonl"));
    assert_eq!(written[1]["messages"][1]["weight"], 0);
    assert_eq!(
        written[1]["messages"][0]["content"],
        written[0]["messages"].as_array().expect("turns")
            [written[0]["messages"].as_array().expect("turns").len() - 2]["content"]
    );
}

#[test]
fn a_split_needs_a_folder() {
    let bench = tickets();
    bench.run("process tickets.csv -o out.jsonl --split 80/20").code(2).stderr(contains("--folder"));
    bench
        .run("process tickets.csv -o out.jsonl --set exportConfig.split.validation=0.1")
        .code(2)
        .stderr(contains("no place for the validation data"));
    bench.run("process tickets.csv -o set --folder --split 80/30").code(2).stderr(contains("sum to 100"));
}

#[test]
fn a_dry_run_tells_what_each_filter_leaves_out() {
    let bench = Bench::new();
    let mut text = String::from("ticket_id,author_role,created_at,body\n");
    for ticket in 0..4 {
        let question = if ticket == 3 {
            "Is the kettle in stock again?"
        } else {
            "Where is the parcel that I sent back?"
        };
        text += &format!("T{ticket},customer,2026-01-05 09:00:00,{question}\n");
        text += &format!("T{ticket},agent,2026-01-05 09:05:00,It arrived in our warehouse this morning.\n");
    }
    bench.write("tickets.csv", text);
    let settings = "--set filterSettings.duplicates=exact --set filterSettings.minWordCount=15";
    let report =
        json(&stdout(&bench.run(&format!("process tickets.csv --dry-run --json {settings}")).success()));
    assert_eq!(report["counts"]["filteredByReason"]["too_few_words"], 1);
    let rules = report["filterReport"]["rules"].as_array().expect("rules").clone();
    let rule =
        |reason: &str| rules.iter().find(|rule| rule["reason"] == reason).cloned().expect("the rule is on");
    let duplicate = rule("duplicate");
    assert_eq!((&duplicate["alone"], &duplicate["inOrder"]), (&2.into(), &2.into()));
    assert_eq!(duplicate["dropped"][0]["duplicateOf"], 0);
    assert_eq!(rule("too_few_words")["dropped"][0]["conversation"], 3);
    bench
        .run(&format!("process tickets.csv --dry-run {settings}"))
        .success()
        .stdout(contains("too_few_words").and(contains("in order")));
}
