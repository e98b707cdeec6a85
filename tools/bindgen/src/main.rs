//! `bindgen INPUT.wasm OUTPUT_FOLDER NAME`: writes `NAME.js` (one global, for content scripts) and
//! `NAME_bg.wasm`.
//!
//! The library is compiled with the workspace, so its version is the crate's by construction, and a
//! fresh machine is spared the four minutes of `cargo install wasm-bindgen-cli`.

use std::{env, process::ExitCode};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [input, output, name] = arguments.as_slice() else {
        eprintln!("usage: bindgen INPUT.wasm OUTPUT_FOLDER NAME");
        return ExitCode::from(2);
    };
    let made = Bindgen::new()
        .input_path(input)
        .out_name(name)
        .typescript(false)
        .no_modules(true)
        .and_then(|bindgen| bindgen.generate(output));
    match made {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bindgen: {error:#}");
            ExitCode::FAILURE
        }
    }
}
