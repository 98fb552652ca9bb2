//! `report`, and the page that `process` writes beside a data set.

use predicates::str::contains;

use crate::{Bench, json, stderr, stdout};

const TICKETS: &str = "ticket_id,author_role,author_email,created_at,body\n\
    1,customer,ann@example.org,2026-01-05 09:00:00,Where is my parcel? Write to ann@example.org please\n\
    1,agent,help@example.com,2026-01-05 09:05:00,It is on its way to you.\n\
    2,customer,bob@example.org,2026-01-06 10:00:00,May I return the lamp?\n\
    2,agent,help@example.com,2026-01-06 10:30:00,Of course you may do that.\n";

fn bench() -> Bench {
    let bench = Bench::new();
    bench.write("tickets.csv", TICKETS);
    bench
}

#[test]
fn a_page_without_personal_data_and_nothing_else_is_written() {
    let bench = bench();
    bench.run("report tickets.csv -o report.html --now 2026-02-01T00:00:00Z").success();
    assert_eq!(bench.files(), ["report.html", "tickets.csv"]);
    let page = bench.read("report.html");
    assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"));
    for there in
        ["2 of 2 conversations (100%) became 2 examples.", "2026-02-01T00:00:00Z", "<mark>[EMAIL_1]</mark>"]
    {
        assert!(page.contains(there), "{there}");
    }
    assert!(!page.contains("@example.org"));
    // The same bytes again, and the old page is replaced as a whole.
    bench.run("report tickets.csv -o again.html --now 2026-02-01T00:00:00Z --threads 3 --memory 1").success();
    assert_eq!(bench.read("again.html"), page);
    let out = bench.run("report tickets.csv -o - --now 2026-02-01T00:00:00Z").success();
    assert_eq!(stdout(&out), page);
}

#[test]
fn originals_are_asked_for_and_kept_from_others() {
    let bench = bench();
    let out = bench.run("report tickets.csv -o private.html --originals").success();
    assert!(stderr(&out).contains("holds personal data"));
    let page = bench.read("private.html");
    assert!(page.contains("This page holds personal data") && page.contains("<del>ann@example.org</del>"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(bench.path("private.html")).expect("is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn the_data_behind_the_page() {
    let bench = bench();
    let out = bench.run("report tickets.csv --json --utc-offset -05:00 --samples 1").success();
    let data = json(&stdout(&out));
    assert_eq!(data["holdsPersonalData"], false);
    assert_eq!(data["figures"]["utcOffset"], -18_000);
    assert_eq!(data["figures"]["firstResponse"]["median"], 300);
    assert_eq!(data["samples"].as_array().map(Vec::len), Some(1));
    assert_eq!(data["manifest"]["counts"]["rowsRead"], 4);
    assert!(data["manifest"]["tokens"]["total"].as_u64().is_some_and(|tokens| tokens > 20));
    assert!(
        data["charts"].as_array().is_some_and(|charts| charts.iter().any(|c| c["id"] == "messages_by_day"))
    );
    assert_eq!(bench.files(), ["tickets.csv"]);
}

#[test]
fn process_writes_the_page_beside_the_same_data_set() {
    let bench = bench();
    let now = "--now 2026-02-01T00:00:00Z";
    bench.run(&format!("process tickets.csv -o plain.jsonl --report plain.json {now}")).success();
    bench
        .run(&format!("process tickets.csv -o data.jsonl --report data.json --html-report page.html {now}"))
        .success();
    assert_eq!(bench.read("data.jsonl"), bench.read("plain.jsonl"));
    assert_eq!(bench.read("data.json"), bench.read("plain.json"));
    assert!(bench.read("page.html").contains("<h1 dir=\"auto\">tickets.csv</h1>"));

    // From the manifest alone: the same counts, without figures and samples.
    bench.run("report plain.json -o small.html").success();
    let small = bench.read("small.html");
    assert!(
        small.contains("2 of 2 conversations (100%) became 2 examples.") && !small.contains("id=\"samples\"")
    );
    let data = json(&stdout(&bench.run("report plain.json --json").success()));
    assert!(data.get("figures").is_none() && data["manifest"] == json(&bench.read("plain.json")));
}

#[test]
fn what_cannot_be_reported_is_said() {
    let bench = bench();
    bench
        .run("report tickets.csv")
        .code(2)
        .stderr(contains("no place for the page"))
        .stderr(contains("-o report.html"));
    bench.run("report tickets.csv --json -o -").code(2).stderr(contains("both want stdout"));
    bench.run("report tickets.csv -o tickets.csv").code(2).stderr(contains("is one of the inputs"));
    bench.run("report tickets.csv -o page.html --utc-offset noon").code(2).stderr(contains("utcOffset"));
    bench.run("report tickets.csv -o page.html --samples 51").code(2).stderr(contains("from 0 to 50"));
    bench.run("report tickets.csv -o no/such/page.html").code(2).stderr(contains("folder does not exist"));
    bench.write("manifest.json", "{\n \"manifestVersion\": 1, \"engine\": \"secret@example.org\"}");
    let out = bench.run("report manifest.json -o page.html").code(2);
    assert!(stderr(&out).contains("is no manifest of this version") && !stderr(&out).contains("secret"));
    bench.write("figures.csv", "agent,tickets,minutes\nA,4,20\nB,5,30\n");
    bench
        .run("report figures.csv -o page.html")
        .code(2)
        .stderr(contains("foundry inspect figures.csv --toml"));
    assert_eq!(bench.files(), ["figures.csv", "manifest.json", "tickets.csv"]);
}
