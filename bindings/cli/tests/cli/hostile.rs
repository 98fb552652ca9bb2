//! Files that no help desk wrote: each ends with a word that helps, and nothing half written.

use predicates::prelude::*;
use predicates::str::contains;

use crate::{Bench, stderr};

const HEADER: &str = "ticket_id,created_at,sender_role,message\n";

/// What `process` says of a file; it must end with exit code 2 and leave no output.
fn refusal(name: &str, content: impl AsRef<[u8]>) -> String {
    let bench = Bench::new();
    bench.write(name, content);
    let error = bench.run(&format!("process {name} -o out.jsonl --no-config")).code(2).stdout("");
    assert_eq!(bench.files(), [name], "nothing is left behind");
    let said = stderr(&error);
    assert!(said.contains(&format!("at {name}")), "says where: {said}");
    assert!(said.contains("hint: "), "says what to do: {said}");
    said
}

#[test]
fn files_without_rows_are_refused() {
    assert!(refusal("a.csv", "").contains("the file is empty"));
    assert!(refusal("a.csv", "\u{feff}").contains("holds no row"));
    assert!(refusal("a.csv", "x").contains("no value could be read"));
    assert!(refusal("a.csv", HEADER).contains("no value could be read"));
}

#[test]
fn rows_without_end_are_refused() {
    let columns: Vec<String> = (0..100_000).map(|column| format!("column{column}")).collect();
    assert!(refusal("a.csv", columns.join(",")).contains("no end"));
    assert!(refusal("a.csv", "\"".repeat(1_000_000)).contains("no end"));
    assert!(
        refusal("a.csv", format!("{HEADER}\"{}", "a".repeat(3 << 20))).contains("no value could be read")
    );
    let line = format!("{{\"ticket_id\":1,\"message\":\"{}\"}}\n", "a".repeat(3 << 20));
    assert!(refusal("a.ndjson", line).contains("no value could be read"));
}

#[test]
fn a_row_of_too_many_columns_ends_the_run() {
    let row = vec!["1"; 100_000].join(",");
    let good = "T1,2025-03-14T10:00:00Z,customer,Hello there my parcel is late\n\
                T1,2025-03-14T10:01:00Z,agent,Thank you for your patience with us\n";
    assert!(refusal("a.csv", format!("{HEADER}{good}{row}\n")).contains("more than 2000 columns"));
}

#[test]
fn deep_json_is_refused() {
    for deep in ["[".repeat(2_000_000), "[{\"a\":".repeat(10_000), "[".repeat(10_000) + &"]".repeat(10_000)] {
        assert!(refusal("a.json", deep).contains("nested deeper than 64 levels"));
    }
}

#[test]
fn other_kinds_of_files_are_named() {
    assert!(refusal("a.csv", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".as_slice()).contains("PDF"));
    assert!(refusal("a.csv", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".as_slice()).contains("PNG"));
    assert!(refusal("a.csv", [0; 4096]).contains("binary"));
    assert!(refusal("a.xlsx", b"PK\x03\x04\x14\0\0\0".as_slice()).contains("zip"));
    assert!(refusal("a.csv.gz", b"\x1F\x8B\x08\0\0\0\0\0\x02\xFF\xAB".as_slice()).contains("too early"));
}

#[test]
fn half_a_character_at_the_end_costs_its_row_alone() {
    let bench = Bench::new();
    let text = format!(
        "{HEADER}T1,2025-03-14T10:00:00Z,customer,Hello there my parcel is late\n\
         T1,2025-03-14T10:01:00Z,agent,Thank you for your patience with us\n"
    );
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.push(b'x');
    bench.write("a.csv", bytes);
    bench.run("process a.csv -o out.jsonl --no-config -v").success().stderr(contains("row 4"));
    assert_eq!(bench.read("out.jsonl").lines().count(), 1);
}

#[test]
fn places_that_cannot_be_are_refused() {
    let bench = Bench::new();
    bench.write("a.csv", HEADER);
    std::fs::create_dir(bench.path("folder")).expect("a folder");
    for (arguments, reason) in [
        ("process folder -o out.jsonl", "is a folder"),
        ("process a.csv -o missing/out.jsonl", "does not exist"),
        ("process a.csv -o a.csv", "is one of the inputs"),
        ("process a.csv -o folder", "is a folder"),
        ("process a.csv ./a.csv -o out.jsonl", "named more than once"),
        ("scan a.csv *.csv", "named more than once"),
        ("validate empty.jsonl", "no such file"),
    ] {
        bench.run(arguments).code(2).stderr(contains(reason).and(contains("hint: ")));
    }
    assert_eq!(bench.read("a.csv"), HEADER);
    bench.write("empty.jsonl", "\n");
    bench.run("validate empty.jsonl").code(2).stderr(contains("the file is empty"));
}

#[cfg(target_os = "linux")]
#[test]
fn names_need_not_be_utf8() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let bench = Bench::new();
    let name = OsStr::from_bytes(b"caf\xE9.csv");
    let text = format!(
        "{HEADER}T1,2025-03-14T10:00:00Z,customer,Hello there my parcel is late\n\
         T1,2025-03-14T10:01:00Z,agent,Thank you for your patience with us\n"
    );
    std::fs::write(bench.path("").join(name), text).expect("writes");
    bench.foundry("process -o out.jsonl --no-config").arg(name).assert().success();
    assert_eq!(bench.read("out.jsonl").lines().count(), 1);
}

/// A ZIP archive of these files.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in files {
        zip.start_file(*name, options).expect("an archive takes a file");
        std::io::Write::write_all(&mut zip, text.as_bytes()).expect("memory takes bytes");
    }
    zip.finish().expect("an archive ends").into_inner()
}

#[test]
fn archives_are_read_member_by_member() {
    let rows = "T1,2025-03-14T10:00:00Z,customer,Hello there I am ann@example.com\n\
                T1,2025-03-14T10:01:00Z,agent,Thank you for your patience with us\n";
    let table = format!("{HEADER}{rows}");
    let bench = Bench::new();
    let two = archive(&[("a/one.csv", &table), ("two.csv", &table.replace("T1", "T2")), ("logo.png", "x")]);
    bench.write("export.zip", two);
    let scan = bench.run("scan export.zip --no-config").success();
    let (said, told) = (crate::stdout(&scan), stderr(&scan));
    assert!(
        said.contains("export.zip/a/one.csv: 2 rows") && said.contains("export.zip/two.csv: 2 rows"),
        "{said}"
    );
    assert!(told.contains("`logo.png`"), "{told}");
    bench.run("inspect export.zip --no-config").code(2).stderr(contains("`a/one.csv`, `two.csv`"));
    bench.run("inspect export.zip --member two.csv --no-config").success().stdout(contains("ticket_id"));
    bench.run("preview export.zip --no-config").success();
    bench.run("process export.zip -o out.jsonl --no-config").success();
    assert_eq!(bench.read("out.jsonl").lines().count(), 2);
    bench
        .run("process export.zip -o out.jsonl --member one.csv --no-config")
        .code(2)
        .stderr(contains("no member"));
}

#[test]
fn nested_archives_are_refused() {
    assert!(refusal("a.zip", archive(&[("inner.zip", "PK")])).contains("archive in an archive"));
    let mut cut = archive(&[("a.csv", HEADER)]);
    cut.truncate(60);
    assert!(refusal("a.zip", cut).contains("not whole"));
}

#[test]
fn a_byte_order_mark_is_reported() {
    let bench = Bench::new();
    bench.write("a.jsonl", "\u{feff}{\"question\":\"Q\",\"answer\":\"A\"}\n");
    bench.run("validate a.jsonl").code(1).stdout(contains("byte_order_mark"));
    bench.run("validate a.jsonl --format jsonl_qa").code(1).stdout(contains("byte_order_mark"));
}
