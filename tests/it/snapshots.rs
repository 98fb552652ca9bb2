//! Whole outputs of the examples, reviewed like code: the manifest without its file hashes, and the first lines.

use foundry_core::export::ExportFormat;

use crate::runs::{EXAMPLES, example, run_as};

/// Lines of the output that a snapshot shows.
const LINES: usize = 5;

fn snapshot(name: &str, format: ExportFormat) -> String {
    let (output, manifest) =
        run_as(format, name, &example(name)).unwrap_or_else(|e| panic!("{name}: {e} {:?}", e.hint()));
    let mut manifest = serde_json::to_value(&manifest).expect("a manifest is JSON");
    // The engine's version and every mapping's reasons would change without anything to review.
    manifest["engine"] = "foundry".into();
    for input in manifest["inputs"].as_array_mut().into_iter().flatten() {
        for mapping in input["mappings"].as_array_mut().into_iter().flatten() {
            mapping.as_object_mut().map(|mapping| mapping.remove("reasons"));
        }
    }
    let head: Vec<&str> = output.lines().take(LINES).collect();
    format!("{}\n\n{}\n", serde_json::to_string_pretty(&manifest).expect("a value is JSON"), head.join("\n"))
}

#[test]
fn examples_as_conversations() {
    for name in EXAMPLES {
        insta::assert_snapshot!(
            format!("conversation_{name}"),
            snapshot(name, ExportFormat::JsonlConversation)
        );
    }
}

#[test]
fn tickets_as_pairs() {
    insta::assert_snapshot!("qa_tickets.csv", snapshot("tickets.csv", ExportFormat::JsonlQa));
}

#[test]
fn tickets_as_they_are() {
    insta::assert_snapshot!("raw_tickets.csv", snapshot("tickets.csv", ExportFormat::JsonRaw));
}

#[test]
fn tickets_in_every_other_format() {
    for format in ExportFormat::ALL.into_iter().skip(3) {
        let (output, manifest) =
            run_as(format, "tickets.csv", &example("tickets.csv")).expect("the example is readable");
        let counts = serde_json::to_string_pretty(&manifest.counts.export).expect("JSON");
        let head: Vec<&str> = output.lines().take(2).collect();
        insta::assert_snapshot!(
            format!("{}_tickets.csv", format.as_str()),
            format!("{counts}\n\n{}\n", head.join("\n"))
        );
    }
}
