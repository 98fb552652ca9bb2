//! Makes the JavaScript package out of the compiled `foundry-wasm`: the glue that wasm-bindgen writes.
//!
//!     cargo run -p foundry-wasm-build -- foundry_wasm.wasm OUT
//!
//! The package is one ES module for every engine: `OUT/foundry.js`, its types and `OUT/foundry.wasm`.

use std::path::Path;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [wasm, out] = arguments.as_slice() else {
        eprintln!("usage: foundry-wasm-build WASM OUT");
        return ExitCode::from(2);
    };
    match generate(Path::new(wasm), Path::new(out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("foundry-wasm-build: {error}");
            ExitCode::FAILURE
        }
    }
}

fn generate(wasm: &Path, out: &Path) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name("foundry")
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        // The caller says where the module is: bundlers and Node find it each in their own way.
        .omit_default_module_path(true)
        .web(true)
        .and_then(|bindgen| bindgen.generate(out))
        .map_err(|error| format!("{error:#}"))?;
    std::fs::rename(out.join("foundry_bg.wasm"), out.join("foundry.wasm")).map_err(|error| error.to_string())
}
