//! Running an example as a person would.

use std::io::Write;
use std::process::{Command, Stdio};

/// The lines that an example answers, in the folder where these tests were built.
pub fn run(example: &str, input: &[u8]) -> Vec<String> {
    let test = std::env::current_exe().unwrap();
    let target = test.ancestors().nth(3).unwrap();
    let mut example = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline", "--example", example])
        .arg("--target-dir")
        .arg(target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = example.stdin.take().unwrap();
    let input = input.to_owned();
    // A pipe holds 64 KB; both ends must move.
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = example.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}
