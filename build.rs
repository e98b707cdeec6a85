//! The banner's styles travel inside the WASM: without comments and indentation.

use std::{env, fs, io, path::Path};

/// The cards' come first: what is for narrow pages, at the end of the banner's, holds for them too.
const STYLES: [&str; 2] = ["src/ui/card.css", "src/ui/banner.css"];

fn main() -> io::Result<()> {
    let mut styles = String::new();
    for file in STYLES {
        println!("cargo:rerun-if-changed={file}");
        styles.push_str(&fs::read_to_string(file)?);
    }
    while let Some(start) = styles.find("/*") {
        let end = styles
            .get(start..)
            .and_then(|rest| rest.find("*/"))
            .map_or(styles.len(), |length| {
                start.saturating_add(length).saturating_add(2)
            });
        styles.replace_range(start..end, "");
    }
    let lines = styles
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let folder = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(
        Path::new(&folder).join("banner.css"),
        lines.collect::<Vec<_>>().join("\n"),
    )
}
