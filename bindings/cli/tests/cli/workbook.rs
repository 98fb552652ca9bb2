//! Workbooks are read in a process of their own; mappings are remembered.

use crate::{Bench, stderr, stdout};

/// The workbook of a shared case.
fn workbook(name: &str) -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/read/workbooks.json");
    let text = std::fs::read_to_string(path).expect("the shared cases");
    let cases: serde_json::Value = serde_json::from_str(&text).expect("cases are JSON");
    let case = cases.as_array().into_iter().flatten().find(|case| case["input"]["name"] == name);
    let digit = |b: u8| match b {
        b'A'..=b'Z' => b - b'A',
        b'a'..=b'z' => b - b'a' + 26,
        b'0'..=b'9' => b - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let base64 = case.and_then(|case| case["input"]["base64"].as_str()).expect("a workbook");
    let digits: Vec<u8> = base64.bytes().filter(|b| *b != b'=').map(digit).collect();
    let whole = digits.chunks(4).flat_map(|four| {
        let bits =
            four.iter().fold(0u32, |bits, digit| bits << 6 | u32::from(*digit)) << (6 * (4 - four.len()));
        bits.to_be_bytes()[1..four.len()].to_vec()
    });
    whole.collect()
}

/// An .ods workbook with these rows.
fn spreadsheet(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content><office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet></office:document-content>"#
    );
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in [("mimetype", kind), ("content.xml", content.as_str())] {
        zip.start_file(name, options).expect("an archive takes a file");
        std::io::Write::write_all(&mut zip, content.as_bytes()).expect("memory takes bytes");
    }
    zip.finish().expect("an archive ends").into_inner()
}

#[test]
fn every_kind_of_workbook_is_read_outside() {
    let bench = Bench::new();
    for name in ["t.xls", "t.xlsb", "t.ods"] {
        bench.write(name, workbook(name));
        let out = bench.run(&format!("process {name} -o - --format json_raw --no-deid")).success();
        let text = stdout(&out);
        assert!(
            text.contains("Where is my parcel?") && text.contains("2024-05-01T09:45:00Z"),
            "{name}: {text}"
        );
    }
}

#[cfg(unix)]
#[test]
fn limits_of_the_process_are_named() {
    let bench = Bench::new();
    bench.write("t.xls", workbook("t.xls"));
    // A million rows of one letter: small on the disk, within the limits of a sheet.
    let rows = r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>"#;
    bench.write("large.ods", spreadsheet(rows));
    let out = bench.run("inspect large.ods --set source.limits.maxWorkbookMemory=32000000").code(2);
    let text = stderr(&out);
    assert!(text.contains("limit_exceeded") && text.contains("MiB of memory"), "{text}");
    assert!(text.contains("maxWorkbookMemory"), "{text}");
    let out = bench.run("inspect t.xls --set source.limits.maxWorkbookSeconds=0").code(2);
    let text = stderr(&out);
    assert!(text.contains("limit_exceeded") && text.contains("maxWorkbookSeconds"), "{text}");
    bench.write("bomb.ods", workbook("r.ods"));
    let out = bench.run("process bomb.ods -o x.jsonl").code(2);
    let text = stderr(&out);
    assert!(text.contains("limit_exceeded") && text.contains("maxGridCells"), "{text}");
}

#[test]
fn a_confirmed_mapping_counts_for_the_same_columns() {
    let bench = Bench::new();
    bench.write("a.csv", "ref,wer,was\n1,Kunde,Wo ist es?\n1,Agent,Es kommt morgen.\n2,Kunde,Hallo?\n");
    bench.write("b.csv", "Wer,Was,Ref\nKunde,Guten Tag,7\nAgent,Guten Tag auch,7\n");
    bench.write("foundry.toml", "# mine\nexportFormat = \"json_raw\"\n");
    let confirm =
        "inspect a.csv --remember --map ref=conversation_id --map was=content --map wer=sender_role";
    bench.run(confirm).success();
    let settings = bench.read("foundry.toml");
    assert!(settings.starts_with("# mine\n") && settings.contains("[[rememberedMappings]]"), "{settings}");
    bench.run(confirm).success();
    assert_eq!(bench.read("foundry.toml").matches("[[rememberedMappings]]").count(), 1);
    let out = bench.run("process b.csv -o -").success();
    let text = stdout(&out);
    assert!(text.contains("Guten Tag auch") && text.contains("\"conversation_id\":\"7\""), "{text}");
    bench.run("inspect a.csv --map wars=content").code(2);
    bench.run("inspect a.csv --map was=text").code(2);
}
