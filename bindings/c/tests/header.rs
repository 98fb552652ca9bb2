//! `include/foundry.h` is what cbindgen makes of `src/abi.rs`; `UPDATE_HEADER=1` writes it anew.

use std::fs;
use std::path::Path;

#[test]
fn the_header_is_up_to_date() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config {
        language: cbindgen::Language::C,
        include_guard: Some("FOUNDRY_H".into()),
        cpp_compat: true,
        no_includes: true,
        header: Some("/* Foundry: two calls, JSON in and JSON out. All strings are UTF-8. */".into()),
        documentation_style: cbindgen::DocumentationStyle::C,
        ..cbindgen::Config::default()
    };
    let bindings = cbindgen::Builder::new().with_src(here.join("src/abi.rs")).with_config(config).generate();
    let mut made = Vec::new();
    bindings.expect("a header can be made").write(&mut made);
    let path = here.join("include/foundry.h");
    if std::env::var_os("UPDATE_HEADER").is_some() {
        fs::write(&path, &made).expect("writes");
    }
    let there = fs::read(&path).unwrap_or_default();
    assert!(there == made, "include/foundry.h is not up to date: run this test with UPDATE_HEADER=1");
}
