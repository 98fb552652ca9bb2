//! Makes the JavaScript package out of the compiled `foundry-wasm`: the glue that wasm-bindgen writes, and the schema.
//!
//!     cargo run -p foundry-wasm-build -- foundry_wasm.wasm OUT [--names]
//!
//! The package is one ES module for every engine: `OUT/foundry.js`, its types and `OUT/foundry.wasm`; and
//! `OUT/schema.js`, the JSON Schema of the settings as text. `--names` keeps the names of functions, for a profile.

use std::path::Path;
use std::process::ExitCode;

use foundry_core::PipelineConfig;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (wasm, out, names) = match arguments.as_slice() {
        [wasm, out] => (wasm, out, false),
        [wasm, out, flag] if flag == "--names" => (wasm, out, true),
        _ => {
            eprintln!("usage: foundry-wasm-build WASM OUT [--names]");
            return ExitCode::from(2);
        }
    };
    let out = Path::new(out);
    match generate(Path::new(wasm), out, names).and_then(|()| write_schema(out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("foundry-wasm-build: {error}");
            ExitCode::FAILURE
        }
    }
}

fn generate(wasm: &Path, out: &Path, names: bool) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name("foundry")
        .typescript(true)
        .remove_name_section(!names)
        .remove_producers_section(true)
        // The caller says where the module is: bundlers and Node find it each in their own way.
        .omit_default_module_path(true)
        .web(true)
        .and_then(|bindgen| bindgen.generate(out))
        .map_err(|error| format!("{error:#}"))?;
    std::fs::rename(out.join("foundry_bg.wasm"), out.join("foundry.wasm")).map_err(|error| error.to_string())
}

fn write_schema(out: &Path) -> Result<(), String> {
    let schema = PipelineConfig::json_schema().to_string();
    // JSON text as a JSON string is a string of JavaScript too.
    let text = serde_json::Value::from(schema).to_string();
    std::fs::write(out.join("schema.js"), format!("export const JSON_SCHEMA = {text};\n"))
        .and_then(|()| std::fs::write(out.join("schema.d.ts"), "export const JSON_SCHEMA: string;\n"))
        .map_err(|error| error.to_string())
}
