//! `eval`: figures that can be counted by hand, predictions of another tool, errors with their line.

use predicates::str::contains;

use crate::{Bench, json, stderr, stdout};

const LABELLED: &str = r#"{"id":1,"text":"write to ann@example.org","spans":[{"start":9,"end":24,"label":"MAIL"}]}
{"id":2,"text":"👋 thanks, all is well","spans":[]}

{"id":3,"text":"👋 ring zed7, not 9","spans":[{"start":7,"end":11,"label":"NICK"},{"start":17,"end":18,"label":"ODD"}]}
"#;

#[test]
fn our_own_findings_are_judged() {
    let bench = Bench::new();
    bench.write("labelled.ndjson", LABELLED);
    let run = bench
        .run("eval labelled.ndjson --no-config --json --offsets chars --label-map MAIL=EMAIL_ADDRESS,NICK=USERNAME")
        .success();
    let report = json(&stdout(&run));
    assert_eq!(report["lines"], 3);
    assert_eq!(report["entityTypes"]["EMAIL_ADDRESS"]["strict"]["f1"], 1.0);
    assert_eq!(report["overall"]["missed"], 1);
    assert_eq!(report["overall"]["leakRate"], 0.5);
    assert_eq!(report["cleanLines"]["lines"], 1);
    assert_eq!(report["labels"]["ODD"]["standsFor"], serde_json::Value::Null);
    assert!(stderr(&run).contains("ODD (1)"));
    let table =
        bench.run("eval labelled.ndjson --offsets chars --label-map MAIL=EMAIL_ADDRESS,NICK=USERNAME");
    let table = stdout(&table.success());
    assert!(table.contains("EMAIL_ADDRESS") && table.contains("1 of 2 (50.00 %)"), "{table}");
    assert!(!table.contains("zed7") && !table.contains("ann@"), "{table}");
}

#[test]
fn errors_are_shown_only_when_asked_for() {
    let bench = Bench::new();
    bench
        .write("labelled.ndjson", LABELLED)
        .write("map.json", r#"{"MAIL": "EMAIL_ADDRESS", "NICK": "USERNAME"}"#);
    let run =
        bench.run("eval labelled.ndjson --offsets chars --label-map map.json --show-errors 5").success();
    assert!(stdout(&run).contains("line 4 missed USERNAME: 👋 ring ⟦zed7⟧, not 9"), "{}", stdout(&run));
}

#[test]
fn a_gate_ends_with_1() {
    let bench = Bench::new();
    bench.write("labelled.ndjson", LABELLED);
    let run = |gate: &str| {
        let map = "--label-map MAIL=EMAIL_ADDRESS,NICK=USERNAME";
        bench.run(&format!("eval labelled.ndjson --offsets chars {map} {gate}"))
    };
    run("--max-leak-rate 0.5 --max-touched 0").success();
    run("--max-leak-rate 0.49").code(1);
}

#[test]
fn another_tool_is_judged_the_same_way() {
    let bench = Bench::new();
    bench.write("labelled.ndjson", LABELLED).write(
        "other.ndjson",
        r#"{"id":1,"spans":[{"start":9,"end":24,"entityType":"MAIL"}]}
{"id":2,"spans":[{"start":2,"end":8,"label":"NICK"}]}
{"id":3,"spans":[{"start":7,"end":10,"label":"NICK"}]}
"#,
    );
    let arguments =
        "eval labelled.ndjson --json --offsets chars --label-map MAIL=EMAIL_ADDRESS,NICK=USERNAME";
    let run = bench.run(&format!("{arguments} --predictions other.ndjson")).success();
    let report = json(&stdout(&run));
    assert_eq!(report["cleanLines"]["touched"], 1);
    assert_eq!(report["entityTypes"]["USERNAME"]["partial"]["recall"], 1.0);
    assert_eq!(report["entityTypes"]["USERNAME"]["leaked"], 1);
    bench.write("short.ndjson", "{\"id\":1,\"spans\":[]}\n");
    bench.run(&format!("{arguments} --predictions short.ndjson")).code(2).stderr(contains("ends before"));
    bench.write("wrong.ndjson", "{\"id\":1,\"spans\":[]}\n{\"id\":9,\"spans\":[]}\n");
    let error = bench.run(&format!("{arguments} --predictions wrong.ndjson")).code(2);
    let error = json(&stderr(&error));
    assert_eq!((&error["error"]["row"], &error["error"]["path"]), (&2.into(), &"id".into()));
}

#[test]
fn our_findings_are_predictions_too_and_stdin_is_read() {
    let bench = Bench::new();
    bench.write("labelled.ndjson", LABELLED);
    let found = stdout(&bench.run("find labelled.ndjson --no-config --offsets chars").success());
    bench.write("found.ndjson", found);
    let map = "--label-map MAIL=EMAIL_ADDRESS,NICK=-,ODD=-";
    let arguments = format!("eval - --json --offsets chars {map} --predictions found.ndjson");
    let run = bench.foundry(&arguments).write_stdin(LABELLED).assert().success().stderr("");
    assert_eq!(json(&stdout(&run))["overall"]["strict"]["f1"], 1.0);
}

#[test]
fn what_cannot_be_judged_is_named_with_its_line() {
    let bench = Bench::new();
    bench.write(
        "bad.ndjson",
        "{\"text\":\"fine\"}\n\n{\"text\":\"abc\",\"spans\":[{\"start\":0,\"end\":9,\"label\":\"X\"}]}\n",
    );
    bench
        .run("eval bad.ndjson")
        .code(2)
        .stdout("")
        .stderr(contains("row 3"))
        .stderr(contains("spans[0].end"));
    bench.write("empty.ndjson", "\n");
    bench.run("eval empty.ndjson").code(2).stderr(contains("no line to judge"));
    bench.run("eval bad.ndjson --label-map X=PERSONS").code(2).stderr(contains("`PERSON`"));
    bench.run("eval bad.ndjson --label-map nowhere.json").code(2).stderr(contains("no such file"));
    bench.write("map.json", "[1]");
    bench.run("eval bad.ndjson --label-map map.json").code(2).stderr(contains("map.json"));
}
