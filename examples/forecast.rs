//! What a Space's source asks ZeroGPU for: Python source on standard input, one JSON object a decorated
//! function on standard output.
//!
//! `{"function":"generate","line":41,"durationSeconds":120,"depends":false,"size":null,"checkedSeconds":180}`

use serde_json::json;
use std::io::{self, Read, Write};
use whose_quota::facts::declarations;

fn main() -> io::Result<()> {
    let mut source = vec![];
    io::stdin().lock().read_to_end(&mut source)?;
    let source = String::from_utf8_lossy(&source);
    let mut out = io::stdout().lock();
    let Some(declarations) = declarations(&source) else {
        return writeln!(io::stderr(), "not Python 3, as far as this reader sees");
    };
    for declaration in declarations {
        let line = json!({
            "function": declaration.function,
            "line": declaration.line,
            "durationSeconds": declaration.duration_seconds,
            "depends": declaration.duration_seconds.is_none(),
            "size": declaration.size,
            "checkedSeconds": declaration.checked_seconds,
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}
