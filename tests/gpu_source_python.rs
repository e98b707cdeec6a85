//! What a source asks ZeroGPU for, held against Python's own `ast`: programs that are drawn at random, and
//! the stage's apps.

#[path = "support/gpu_programs.rs"]
mod gpu_programs;

use gpu_programs::programs;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};
use whose_quota::facts::declarations;

/// Programs of one test: starting Python takes longer than to read a hundred of them.
const PROGRAMS: usize = 1500;
/// How often a program that fails is made smaller.
const SMALLER: usize = 80;

/// What the oracle says of each source.
fn of_python(sources: &[String]) -> Vec<Value> {
    let oracle = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/support/gpu_source_oracle.py"
    );
    // `-B`: it leaves no compiled files behind.
    let mut python = Command::new("python3")
        .args(["-B", oracle])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is on the machine");
    let mut stdin = python.stdin.take().unwrap();
    let input = json!(sources).to_string();
    // A pipe holds 64 KB; both ends must move.
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = python.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Where the reader says something else of a source that Python can read.
fn difference(source: &str, python: &Value) -> Option<String> {
    let ours = json!(declarations(source));
    let differs = !python.is_null() && ours != *python;
    differs.then(|| format!("--- source\n{source}\n--- reader\n{ours:#}\n--- Python\n{python:#}"))
}

/// A number that the programs follow from: new ones each time, or those of `GPU_SOURCE_SEED`.
fn seed() -> u64 {
    match std::env::var("GPU_SOURCE_SEED") {
        Ok(seed) => seed.parse().unwrap(),
        Err(_) => {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
            since.as_secs() * 1000 + u64::from(since.subsec_millis())
        }
    }
}

/// Takes away of a program what it does not need to fail.
fn smallest(tree: &mut dyn ValueTree<Value = String>, found: String) -> String {
    let mut smallest = found;
    for _ in 0..SMALLER {
        let source = tree.current();
        let answers = of_python(std::slice::from_ref(&source));
        let goes_on = match difference(&source, &answers[0]) {
            Some(found) => {
                smallest = found;
                tree.simplify()
            }
            None => tree.complicate(),
        };
        if !goes_on {
            break;
        }
    }
    smallest
}

#[test]
fn programs_are_read_as_python_reads_them() {
    let seed = seed();
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let programs = programs();
    let mut trees: Vec<_> = (0..PROGRAMS)
        .map(|_| programs.new_tree(&mut runner).unwrap())
        .collect();
    let sources: Vec<String> = trees.iter().map(ValueTree::current).collect();
    let answers = of_python(&sources);
    assert_eq!(answers.len(), sources.len());
    for ((source, answer), tree) in sources.iter().zip(&answers).zip(&mut trees) {
        if let Some(found) = difference(source, answer) {
            let found = smallest(tree, found);
            panic!("GPU_SOURCE_SEED={seed} draws this again:\n{found}");
        }
    }
    // What is compared must say something: most programs are Python, many declare, some with a figure.
    let count = |holds: &dyn Fn(&Value) -> bool| answers.iter().filter(|it| holds(it)).count();
    let some = |field: &str, holds: fn(&Value) -> bool| {
        count(&|answer| {
            let list = answer.as_array();
            list.is_some_and(|list| list.iter().any(|it| holds(&it[field])))
        })
    };
    let read = count(&|answer| !answer.is_null());
    let known = some("durationSeconds", |it| it.is_u64() && *it != 60);
    let unknown = some("durationSeconds", Value::is_null);
    let sized = some("size", Value::is_string);
    println!("{read} read, {known} with a figure, {unknown} that depend, {sized} with a size");
    assert!(read > PROGRAMS / 2, "{read}");
    assert!(known > PROGRAMS / 12, "{known}");
    assert!(unknown > PROGRAMS / 4, "{unknown}");
    assert!(sized > PROGRAMS / 15, "{sized}");
}

#[test]
fn a_difference_is_noticed() {
    let source = "import spaces\n@spaces.GPU\ndef f(): ...\n".to_owned();
    let answers = of_python(&[source.clone(), "print 'x'".to_owned()]);
    assert!(answers[1].is_null());
    assert_eq!(difference(&source, &answers[0]), None);
    assert!(difference(&source, &json!([])).is_some());
    assert!(difference("!pip install", &json!([])).is_some());
}

#[test]
fn the_apps_of_the_stage_are_read_as_python_reads_them() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stage/gradio/apps");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|it| it == "py"))
        .collect();
    let sources: Vec<String> = (files.iter())
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    let answers = of_python(&sources);
    for (source, answer) in sources.iter().zip(&answers) {
        assert!(!answer.is_null(), "{source}");
        assert_eq!(difference(source, answer), None);
    }
    let declared = answers.iter().filter(|it| **it != json!([])).count();
    assert!(declared > 10, "{declared} of {}", files.len());
}
