//! A model of the user's own, by `--onnx-model`. The one in `tests/fixtures` knows a few words by heart.

use predicates::str::contains;

use crate::Bench;
#[cfg(feature = "onnx")]
use crate::{json, stdout};

#[cfg(feature = "onnx")]
fn folder() -> String {
    format!("{}/../../tests/fixtures/onnx_model", env!("CARGO_MANIFEST_DIR"))
}

#[test]
#[cfg(not(feature = "onnx"))]
fn a_build_without_the_feature_says_so() {
    let refused = Bench::new().foundry("deid --onnx-model model").write_stdin("zorblax\n").assert().code(2);
    refused.stderr(contains("error[unsupported]")).stderr(contains("--features onnx"));
}

#[test]
#[cfg(feature = "onnx")]
fn its_spans_are_found_and_replaced() {
    let bench = Bench::new();
    let model = folder();
    let lines = "ask Zorblax Quux\nor mister Frob of acme corp\n";
    let clean =
        bench.foundry("deid --name-model off --onnx-model").arg(&model).write_stdin(lines).assert().success();
    assert_eq!(stdout(&clean), "ask [PERSON_1]\nor mister [PERSON_2] of [ORGANIZATION_1]\n");
    let line = "{\"id\":1,\"text\":\"ask zorblax\"}\n";
    let found =
        bench.foundry("find --name-model off --onnx-model").arg(&model).write_stdin(line).assert().success();
    assert_eq!(json(&stdout(&found))["spans"][0]["recognizer"], "span_model");
}

#[test]
#[cfg(feature = "onnx")]
fn the_manifest_names_it_and_is_enough_to_ask_for_it_again() {
    let bench = Bench::new();
    let model = folder();
    bench.write(
        "chat.csv",
        "ticket_id,sender_role,message\n1,customer,ask zorblax please\n1,agent,we will ask him\n",
    );
    let run = "process chat.csv -o out.jsonl --report report.json --name-model off --onnx-model";
    bench.foundry(run).arg(&model).assert().success();
    assert!(bench.read("out.jsonl").contains("ask [PERSON_1] please"));
    let named = json(&bench.read("report.json"))["config"]["piiSettings"]["spanModel"].clone();
    assert_eq!(named["labels"]["PER"], "PERSON");
    let sum = named["sha256"].as_str().expect("a checksum").to_owned();
    bench.write("foundry.toml", format!("[piiSettings.spanModel]\nsha256 = \"{sum}\"\n"));
    bench.foundry("process chat.csv -o again.jsonl --onnx-model").arg(&model).assert().success();
    let without = bench.foundry("process chat.csv -o none.jsonl").assert().code(2);
    without.stderr(contains("piiSettings.spanModel"));
    bench.write("foundry.toml", format!("[piiSettings.spanModel]\nsha256 = \"{}\"\n", "0".repeat(64)));
    let other = bench.foundry("process chat.csv -o other.jsonl --onnx-model").arg(&model).assert().code(2);
    other.stderr(contains("error[invalid_config]")).stderr(contains("sha256"));
}

#[test]
#[cfg(feature = "onnx")]
fn a_folder_without_a_model_is_named() {
    let refused = Bench::new().foundry("deid --onnx-model nowhere").write_stdin("x\n").assert().code(2);
    refused.stderr(contains("model.onnx")).stderr(contains("error[io_error]"));
}
