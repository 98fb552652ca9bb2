//! Text in, text out: `find`, `deid`, `reidentify`, `validate`.

use predicates::prelude::*;
use predicates::str::contains;

use crate::{Bench, json, stderr, stdout};

#[test]
fn find_answers_line_by_line_in_order_with_ids_as_given() {
    let lines = "{\"id\": 1.50, \"text\": \"nothing here\"}\n\n{\"text\": \"\", \"id\": \"b\"}\n{\"id\":null,\"text\":\"x\"}";
    let found = Bench::new().foundry("find --no-config").write_stdin(lines).assert().success();
    assert_eq!(
        stdout(&found),
        "{\"id\":1.50,\"spans\":[]}\n{\"id\":\"b\",\"spans\":[]}\n{\"id\":null,\"spans\":[]}\n"
    );
}

#[test]
fn find_counts_in_the_unit_asked_for() {
    let line = "{\"id\":1,\"text\":\"👋 é ann.lee@example.org!\"}\n";
    for (unit, start) in [("bytes", 8), ("chars", 4), ("utf16", 5)] {
        let found =
            Bench::new().foundry(&format!("find --offsets {unit}")).write_stdin(line).assert().success();
        let spans = &json(&stdout(&found))["spans"];
        assert_eq!(spans.as_array().map(Vec::len), Some(1), "{spans}");
        let span = &spans[0];
        assert_eq!(span["start"], start, "{unit}");
        assert_eq!(span["end"], start + 19, "{unit}");
        assert_eq!(span["entityType"], "EMAIL_ADDRESS");
        assert!(span["score"].as_f64().is_some_and(|s| s > 0.5 && s <= 1.0));
        assert!(span["recognizer"].as_str().is_some_and(|name| !name.is_empty()));
        assert!(json(&stdout(&found)).get("explained").is_none());
    }
}

#[test]
fn find_chooses_types_and_explains() {
    let line = "{\"id\":1,\"text\":\"ann.lee@example.org\"}\n";
    let bench = Bench::new();
    let found = bench.foundry("find --entities PHONE_NUMBER").write_stdin(line).assert().success();
    assert_eq!(stdout(&found), "{\"id\":1,\"spans\":[]}\n");
    let found = bench.foundry("find --explain --entities all").write_stdin(line).assert().success();
    assert_eq!(json(&stdout(&found))["explained"][0]["decision"], "found");
    let allowed = "find --explain --set piiSettings.allowList=[\"ann.lee@example.org\"]";
    let found = bench.foundry(allowed).write_stdin(line).assert().success();
    assert_eq!(json(&stdout(&found))["spans"], json("[]"));
    assert_eq!(json(&stdout(&found))["explained"][0]["decision"], "allow_list");
}

#[test]
fn a_bad_line_is_named_and_never_quoted() {
    let bench = Bench::new();
    for (bad, reason) in [
        ("{\"id\":2,\"text\":4155550101}", "`text` is not a string"),
        ("{\"id\":2}", "has no `text`"),
        ("4155550101", "not a JSON object"),
        ("{\"id\":2,\"text\":\"4155550101", "not valid JSON"),
        ("{\"id\":{\"a\":4155550101},\"text\":\"x\"}", "`id`"),
    ] {
        let lines = format!("{{\"id\":1,\"text\":\"x\"}}\n{bad}\n");
        let error = bench.foundry("find").write_stdin(lines.clone()).assert().code(2);
        assert!(stderr(&error).contains("stdin, row 2"), "{}", stderr(&error));
        assert!(stderr(&error).contains(reason), "{bad}: {}", stderr(&error));
        assert!(!stderr(&error).contains("4155550101"));
        assert_eq!(stdout(&error), "{\"id\":1,\"spans\":[]}\n");
        bench.foundry("deid --ndjson").write_stdin(lines).assert().code(2).stderr(contains("row 2"));
    }
    let error = bench.foundry("find").write_stdin(b"{\"text\":\"\xFF\"}".as_slice()).assert().code(2);
    assert!(stderr(&error).contains("error[invalid_encoding]"));
    bench
        .foundry("find")
        .write_stdin(b"\x1F\x8B\x08\x00".as_slice())
        .assert()
        .code(2)
        .stderr(contains("the gzip stream ends too early"));
}

/// `{"id":1,"text":"write to ann@example.org"}` and a line feed, in gzip.
const PACKED: &[u8] = b"\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\xFF\xAB\x56\xCA\x4C\x51\xB2\x32\xD4\x51\x2A\x49\xAD\x28\x51\xB2\x52\
\x2A\x2F\xCA\x2C\x49\x55\x28\xC9\x57\x48\xCC\xCB\x73\x48\xAD\x48\xCC\x2D\xC8\x49\xD5\xCB\x2F\x4A\x57\xAA\xE5\x02\x00\xD9\xC9\
\xB7\x10\x2B\x00\x00\x00";

#[test]
fn text_commands_unpack_what_is_packed() {
    let bench = Bench::new();
    bench.write("lines.gz", PACKED);
    bench.run("find lines.gz").success().stdout(contains("\"start\":9,\"end\":24"));
    bench.run("deid --ndjson lines.gz").success().stdout(contains("write to [EMAIL_1]"));
    bench.run("deid lines.gz").success().stdout(contains("write to [EMAIL_1]"));
    bench.run("validate lines.gz --format jsonl_qa").code(1).stdout(contains("lines.gz:1"));
    bench.write("cut.gz", &PACKED[..40]);
    bench.run("deid cut.gz").code(2).stderr(contains("cut.gz").and(contains("gzip stream ends too early")));
}

#[test]
fn the_hash_key_comes_from_the_environment() {
    let bench = Bench::new();
    bench.write("foundry.toml", "[piiSettings.operators.EMAIL_ADDRESS]\ntype = \"hash\"\n");
    let hashed = |key: &str| {
        let mut deid = bench.foundry("deid");
        stdout(&deid.env("FOUNDRY_HASH_KEY", key).write_stdin("ann@example.org\n").assert().success())
    };
    let (one, other) = (hashed("a key of this test"), hashed("another key of this test"));
    assert!(one != other && !one.contains("ann@"), "{one}");
    assert_eq!(one, hashed("a key of this test"));
    bench.run("deid --hash-key k").code(2);
}

#[test]
fn what_is_encrypted_opens_with_the_key() {
    let bench = Bench::new();
    bench.write("key.txt", "a long enough key of this test\n");
    bench.write("other.txt", "somebody else's long enough key\n");
    bench.write("foundry.toml", "[piiSettings.defaultOperator]\ntype = \"encrypt\"\n");
    let text = "mail ann@example.org\r\n\nor ANN@example.org";
    let mut deid = bench.foundry("deid");
    let sealed = deid.env("FOUNDRY_ENCRYPTION_KEY_FILE", bench.path("key.txt")).write_stdin(text);
    let sealed = stdout(&sealed.assert().success());
    assert!(sealed.contains("[EMAIL_ADDRESS:") && !sealed.contains("example"), "{sealed}");
    bench.write("sealed.txt", &sealed);
    bench.run("reidentify sealed.txt --key-file key.txt").success().stdout(text);
    let mut reidentify = bench.foundry("reidentify sealed.txt");
    reidentify
        .env("FOUNDRY_ENCRYPTION_KEY", "a long enough key of this test")
        .assert()
        .success()
        .stdout(text);
    let refused = bench.run("reidentify sealed.txt --key-file other.txt").code(2);
    refused.stderr(contains("unknown_token").and(contains("row 1, byte 5")));
    bench.run("reidentify sealed.txt").code(2).stderr(contains("--key-file"));
    bench.run("deid sealed.txt").code(2).stderr(contains("piiSettings.encryptionKey"));
}

#[test]
fn policies_are_chosen_by_name() {
    let bench = Bench::new();
    bench.write("a.txt", "ann@shop.example.com, +1 646 861 2277\n");
    bench.run("deid a.txt --policy redaction_points").success().stdout("shop.example.com, +* *** *** 2277\n");
    bench.run("deid a.txt --policy pci").success().stdout("[EMAIL_1], [PHONE_1]\n");
    bench.run("deid a.txt --policy all").code(2).stderr(contains("hipaa_safe_harbor"));
}

#[test]
fn every_spelling_comes_back() {
    let bench = Bench::new();
    let text = "ann@example.org, ANN@example.org\nAnn@Example.org\nann@example.org\n";
    bench.write("a.txt", text);
    let clean = stdout(&bench.run("deid a.txt --map map.json").success());
    assert_eq!(clean, "[EMAIL_1], [EMAIL_1]\n[EMAIL_1]\n[EMAIL_1]\n");
    bench.write("clean.txt", &clean);
    bench.run("reidentify clean.txt --map map.json").success().stdout(text);
}

#[test]
fn deid_keeps_lines_and_numbers_over_the_whole_input() {
    let text = "mail ann@example.org\r\n\nor bob@example.net, ann@example.org\nend";
    let clean = Bench::new().foundry("deid").write_stdin(text).assert().success().stderr("");
    assert_eq!(stdout(&clean), "mail [EMAIL_1]\r\n\nor [EMAIL_2], [EMAIL_1]\nend");
}

#[test]
fn deid_ndjson_takes_every_object_for_itself() {
    let lines = "{\"id\":7,\"text\":\"a ann@example.org\",\"name\":\"Ann\"}\n{\"id\":8,\"text\":\"b bob@example.net\"}\n";
    let clean = Bench::new().foundry("deid --ndjson").write_stdin(lines).assert().success();
    assert_eq!(stdout(&clean), "{\"id\":7,\"text\":\"a [EMAIL_1]\"}\n{\"id\":8,\"text\":\"b [EMAIL_1]\"}\n");
}

#[test]
fn the_map_leads_back_and_is_private() {
    let bench = Bench::new();
    let text = "mail ann@example.org\nor bob@example.net\n";
    let clean = bench.foundry("deid --map map.json").write_stdin(text).assert().success();
    assert!(stderr(&clean).contains("map.json"));
    let map = json(&bench.read("map.json"));
    assert_eq!(map, json(r#"{"[EMAIL_1]":"ann@example.org","[EMAIL_2]":"bob@example.net"}"#));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(bench.path("map.json")).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    bench.foundry("reidentify --map map.json").write_stdin(stdout(&clean)).assert().success().stdout(text);
}

#[test]
fn the_map_of_objects_leads_back() {
    let bench = Bench::new();
    let lines = "{\"id\":\"x\",\"text\":\"a ann@example.org\"}\n{\"id\":2,\"text\":\"b bob@example.net\"}\n";
    let clean =
        bench.foundry("deid -q --ndjson --map map.ndjson").write_stdin(lines).assert().success().stderr("");
    let back =
        bench.foundry("reidentify --ndjson --map map.ndjson").write_stdin(stdout(&clean)).assert().success();
    assert_eq!(stdout(&back), lines);
    let other = "{\"id\":3,\"text\":\"[EMAIL_1]\"}\n";
    bench
        .foundry("reidentify --ndjson --map map.ndjson")
        .write_stdin(other)
        .assert()
        .code(2)
        .stderr(contains("error[unknown_token]"));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let bench = Bench::new();
    let lines = "{\"id\":1,\"text\":\"some text\"}\n".repeat(20_000);
    bench.write("lines.ndjson", lines);
    let binary = env!("CARGO_BIN_EXE_foundry");
    let script = format!("{binary} find lines.ndjson | head -n 1; exit ${{PIPESTATUS[0]}}");
    let output = std::process::Command::new("bash")
        .args(["-c", &script])
        .current_dir(bench.path(""))
        .output()
        .expect("a shell");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

const CHAT: &str = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":\"hello\"}]}\n";

#[test]
fn validate_tells_the_format_and_exits_by_verdict() {
    let bench = Bench::new();
    bench.write("good.jsonl", CHAT.repeat(12)).write("bad.jsonl", format!("{CHAT}{{\"messages\":[]}}\n"));
    bench.write("odd.txt", "hello\n");
    bench.run("validate good.jsonl").success().stdout(contains("valid").and(contains("12 records")));
    bench.run("validate bad.jsonl").code(1).stdout(contains("bad.jsonl:2").and(contains("invalid")));
    let report = bench.run("validate bad.jsonl --format jsonl_conversation --json").code(1);
    let report = json(&stdout(&report));
    assert_eq!(report["valid"], false);
    assert_eq!(report["problems"][0]["line"], 2);
    bench.run("validate odd.txt").code(2).stderr(contains("--format"));
    bench.run("validate missing.jsonl").code(2);
}

#[test]
fn many_lines_keep_their_order_on_any_number_of_threads() {
    let bench = Bench::new();
    let mut lines = String::new();
    for i in 0..30_000 {
        let mail = if i % 7 == 0 { format!("mail a{i}@example.org") } else { "nothing".into() };
        lines += &format!("{{\"id\":{i},\"text\":\"line {i} 👋 {mail}\"}}\n");
    }
    bench.write("lines.ndjson", &lines);
    let one = stdout(&bench.run("deid --ndjson lines.ndjson -t 1 --map one.ndjson").success());
    let three = stdout(&bench.run("deid --ndjson lines.ndjson -t 3 --map three.ndjson").success());
    assert!(one == three && one.lines().count() == 30_000);
    assert!(bench.read("one.ndjson") == bench.read("three.ndjson"));
    assert!(
        one.lines().nth(7).is_some_and(|line| line == "{\"id\":7,\"text\":\"line 7 👋 mail [EMAIL_1]\"}")
    );
    let found = stdout(&bench.run("find lines.ndjson -t 5").success());
    assert!(found.lines().enumerate().all(|(i, line)| line.starts_with(&format!("{{\"id\":{i},"))));
    bench.write("lines.ndjson", lines.replace("\"id\":29998,", "\"id\":[],"));
    bench.run("find lines.ndjson -t 3").code(2).stderr(contains("row 29999"));
}

#[test]
fn an_answer_comes_before_the_next_question() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::{Command, Stdio};

    let mut child = Command::new(env!("CARGO_BIN_EXE_foundry"))
        .args(["find", "--no-config"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut questions = child.stdin.take().expect("piped");
    let mut answers = BufReader::new(child.stdout.take().expect("piped"));
    for i in 0..3 {
        writeln!(questions, "{{\"id\":{i},\"text\":\"\"}}").and_then(|()| questions.flush()).expect("asks");
        let mut answer = String::new();
        answers.read_line(&mut answer).expect("answers");
        assert_eq!(answer, format!("{{\"id\":{i},\"spans\":[]}}\n"));
    }
    drop(questions);
    assert!(child.wait().is_ok_and(|status| status.success()));
}
