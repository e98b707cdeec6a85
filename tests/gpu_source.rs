//! What a Space's source asks ZeroGPU for: examples by topic, and what must not fool the reader.
//! Against Python itself: tests/gpu_source_python.rs.

use std::time::{Duration, Instant};
use whose_quota::facts::declarations;

/// `function line seconds size checked` of each declaration, `-` for what is not told; `None`: no Python 3.
fn read(source: &str) -> Option<String> {
    let found = declarations(source)?.into_iter().map(|it| {
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let seconds = or_none(it.duration_seconds.map(|it| it.to_string()));
        let checked = or_none(it.checked_seconds.map(|it| it.to_string()));
        let size = or_none(it.size.map(|it| format!("{it:?}").to_lowercase()));
        format!("{} {} {seconds} {size} {checked}", it.function, it.line)
    });
    Some(found.collect::<Vec<_>>().join("; "))
}

/// Checks sources, each with an import of `spaces` before it in the same line.
fn check(cases: &[(&str, &str)]) {
    for (source, expected) in cases {
        let source = format!("import spaces; from datetime import timedelta\n{source}\n");
        assert_eq!(read(&source).as_deref(), Some(*expected), "{source}");
    }
}

/// Checks whole sources.
fn check_whole(cases: &[(&str, &str)]) {
    for (source, expected) in cases {
        assert_eq!(read(source).as_deref(), Some(*expected), "{source}");
    }
}

#[test]
fn forms_of_the_decorator() {
    check(&[
        ("@spaces.GPU\ndef f(): pass", "f 2 60 - 90"),
        ("@spaces.GPU()\ndef f(): pass", "f 2 60 - 90"),
        ("@spaces.GPU(duration=120)\ndef f(): pass", "f 2 120 - 180"),
        (
            "@spaces.GPU(None, duration=45)\ndef f(): pass",
            "f 2 45 - 68",
        ),
        (
            "@spaces.GPU(duration=None, size=None)\ndef f(): pass",
            "f 2 60 - 90",
        ),
        ("@spaces.GPU(45)\ndef f(): pass", "f 2 45 - 68"),
        // The first argument counts more than a named one.
        ("@spaces.GPU(45, duration=60)\ndef f(): pass", "f 2 45 - 68"),
        (
            "@spaces.GPU('xlarge', size='large')\ndef f(): pass",
            "f 2 60 xlarge 120",
        ),
        (
            "@spaces.GPU(duration=60, size=\"xlarge\")\ndef f(): pass",
            "f 2 60 xlarge 120",
        ),
        (
            "@spaces.GPU(size='la' 'rge')\ndef f(): pass",
            "f 2 60 large 90",
        ),
        (
            "@spaces.GPU(enable_queue=True)\ndef f(): pass",
            "f 2 60 - 90",
        ),
        (
            "@spaces.GPU(\n    # how long\n    duration=(\n        30  # )\n    ),\n)\ndef f(): pass",
            "f 2 30 - 45",
        ),
        ("@(spaces.GPU)\n\n# a comment\ndef f(): pass", "f 2 60 - 90"),
        ("@spaces . \\\n  GPU\nasync def f(): pass", "f 2 60 - 90"),
        (
            "@other\n@spaces.GPU(duration=7)\n@other(1)\ndef f(): pass",
            "f 3 7 - 10",
        ),
        (
            "class A:\n  @staticmethod\n  @spaces.GPU\n  def f(): pass",
            "f 4 60 - 90",
        ),
        (
            "def f():\n\tif x:\n\t\t@spaces.GPU\n\t\tdef g(): pass",
            "g 4 60 - 90",
        ),
        ("f = spaces.GPU(duration=60)(f)", "f 2 60 - 90"),
        ("g = spaces.GPU(duration=9)(a.f)", "f 2 9 - 14"),
        (
            "g = spaces.GPU(lambda x: x, duration=3)",
            "<lambda> 2 3 - 4",
        ),
        ("def f(): pass\nf = spaces.GPU(f)", "f 3 60 - 90"),
        (
            "demo(fn=spaces.GPU(duration=5)(wrap(f)))",
            "<expression> 2 5 - 8",
        ),
        ("def f(a=spaces.GPU(duration=5)(g)): pass", "g 2 5 - 8"),
        (
            "return_ = [spaces.GPU()(f), spaces.GPU()(g)]",
            "f 2 60 - 90; g 2 60 - 90",
        ),
    ]);
}

#[test]
fn what_decorates_twice() {
    check(&[
        // The one next to the function counts: what it made is not decorated again.
        (
            "@spaces.GPU(duration=10)\n@spaces.GPU(duration=20)\ndef f(): pass",
            "f 3 20 - 30",
        ),
        (
            "@spaces.GPU(duration=10)\n@other\n@spaces.GPU(duration=20)\ndef f(): pass",
            "f 4 - - -",
        ),
        (
            "@spaces.GPU(duration=10)\ndef f(): pass\ng = spaces.GPU(duration=9)(f)",
            "f 2 10 - 15; f 4 - - -",
        ),
        (
            "spaces.GPU(duration=9)(spaces.GPU(duration=8)(f))",
            "<expression> 2 - - -; f 2 8 - 12",
        ),
    ]);
}

#[test]
fn aliases() {
    check_whole(&[
        ("import spaces as s\n@s.GPU\ndef f(): pass", "f 2 60 - 90"),
        (
            "import os, spaces as s\n@s.GPU(duration=2)\ndef f(): pass",
            "f 2 2 - 3",
        ),
        (
            "from spaces import GPU as gpu\n@gpu(duration=30)\ndef f(): pass",
            "f 2 30 - 45",
        ),
        (
            "from spaces import (\n  other,\n  GPU,\n)\n@GPU\ndef f(): pass",
            "f 5 60 - 90",
        ),
        ("from spaces import *\n@GPU\ndef f(): pass", "f 2 60 - 90"),
        (
            "def f():\n  import spaces\n  @spaces.GPU\n  def g(): pass",
            "g 3 60 - 90",
        ),
        (
            "def load():\n  global spaces\n  import spaces\nload()\n@spaces.GPU\ndef f(): pass",
            "f 5 60 - 90",
        ),
        (
            "import spaces\nfast = spaces.GPU(duration=30)\n@fast\ndef f(): pass",
            "f 3 30 - 45",
        ),
        (
            "import spaces\nfast = gpu = spaces.GPU\n@fast(duration=1)\ndef f(): pass\ngpu()(g)",
            "f 3 1 - 2; g 5 60 - 90",
        ),
        (
            "try:\n  import spaces\nexcept ImportError:\n  class spaces: pass\n@spaces.GPU\ndef f(): pass",
            "f 5 60 - 90",
        ),
        // Perhaps.
        (
            "import spaces\nfast = spaces.GPU if ZERO else same\n@fast\ndef f(): pass",
            "f 3 - - -",
        ),
        (
            "import spaces\ndef f():\n  fast = spaces.GPU(duration=9)\n  @fast\n  def g(): pass",
            "g 4 - - -",
        ),
        (
            "from elsewhere import *\n@spaces.GPU(duration=9)\ndef f(): pass",
            "f 2 - - -",
        ),
        (
            "import spaces\nfast = spaces.GPU(length())\n@fast\ndef f(): pass",
            "<expression> 2 - - -; f 3 - - -",
        ),
        // Not at all.
        ("@spaces.GPU\ndef f(): pass", ""),
        ("import other as spaces\n@spaces.GPU\ndef f(): pass", ""),
        ("from . import spaces\n@spaces.GPU\ndef f(): pass", ""),
        ("from .spaces import GPU\n@GPU\ndef f(): pass", ""),
        (
            "import spaces.zero as spaces\n@spaces.GPU\ndef f(): pass",
            "",
        ),
        ("import spaces\n@other.spaces.GPU\ndef f(): pass", ""),
        (
            "import spaces\n@spaces.other(duration=9)\ndef f(): pass",
            "",
        ),
    ]);
}

#[test]
fn constants() {
    let of = |before: &str, duration: &str| {
        let source = format!(
            "import spaces, datetime\nfrom datetime import timedelta as span\n{before}\n@spaces.GPU(duration={duration})\ndef f(): pass\n"
        );
        declarations(&source).unwrap()[0].duration_seconds
    };
    let known = [
        ("", "1_200", 1_200),
        ("", "0x3c", 60),
        ("", "0b1_01", 5),
        ("", "1.9", 1),
        ("", "1e2", 100),
        ("", "60 * 2 + 30", 150),
        ("", "(1 + 2) * 3", 9),
        ("D = 60", "D", 60),
        ("D: int = 60", "D * 2", 120),
        ("D = E = 30", "D + E", 60),
        ("D = 60\nE = D * 2", "E", 120),
        ("with x:\n  D = 60", "D", 60),
        ("", "span(minutes=1, seconds=30)", 90),
        ("", "datetime.timedelta(0, 2.5)", 2),
        ("D = span(hours=1)", "D", 3_600),
        ("", "90_000", 90_000),
        // Of another scope.
        ("D = 60\ndef g(D): pass\nclass A: D = 1", "D", 60),
        ("from elsewhere import *\nD = 60", "D", 60),
        ("D: int\nD = 60", "D", 60),
    ];
    for (before, duration, seconds) in known {
        assert_eq!(of(before, duration), Some(seconds), "{before} {duration}");
    }
    let unknown = [
        ("", "-1"),
        ("", "60 / 2"),
        ("", "True"),
        ("", "'60'"),
        ("", "2j"),
        ("", "length"),
        ("", "lambda x: 60"),
        ("", "60 if x else 30"),
        ("", "1e400"),
        ("", "other.timedelta(minutes=1)"),
        ("", "span(minutes=1) * 2"),
        ("", "span(decades=1)"),
        ("D = 60\nD = 30", "D"),
        ("D = 60\nD += 30", "D"),
        ("if x: D = 60", "D"),
        ("D, E = 60, 30", "D"),
        ("for D in (60,): pass", "D"),
        ("D = int(x)", "D"),
        ("D = 60\nfrom elsewhere import *", "D"),
        ("D = 60\ndef g():\n  global D\n  D = 30", "D"),
        ("D = 60\nx = [D for D in (1, 2)]", "D"),
        ("D = 60\nif (D := 30): pass", "D"),
        ("D = 60\nx = lambda D: 1", "D"),
        ("D = 60\nmatch x:\n  case [D, 1]: pass", "D"),
        ("D = 60\ndel D", "D"),
        ("D = E\nE = 60", "D"),
    ];
    for (before, duration) in unknown {
        assert_eq!(of(before, duration), None, "{before} {duration}");
    }
}

#[test]
fn what_zerogpu_checks() {
    check(&[
        // `timedelta.seconds` leaves days out; a half goes to the even number.
        (
            "@spaces.GPU(duration=90_000)\ndef f(): pass",
            "f 2 90000 - 5400",
        ),
        ("@spaces.GPU(duration=1)\ndef f(): pass", "f 2 1 - 2"),
        ("@spaces.GPU(duration=3)\ndef f(): pass", "f 2 3 - 4"),
        ("@spaces.GPU(duration=0)\ndef f(): pass", "f 2 0 - 0"),
        (
            "@spaces.GPU(duration=7, size='xlarge')\ndef f(): pass",
            "f 2 7 xlarge 14",
        ),
        (
            "@spaces.GPU(duration=7, size=pick())\ndef f(): pass",
            "f 2 7 - -",
        ),
        (
            "@spaces.GPU(duration=pick(), size='xlarge')\ndef f(): pass",
            "f 2 - xlarge -",
        ),
        (
            "@spaces.GPU(duration=7, size=f'xlarge')\ndef f(): pass",
            "f 2 7 - -",
        ),
        ("@spaces.GPU(**more)\ndef f(): pass", "f 2 - - -"),
        ("@spaces.GPU(60, 30)\ndef f(): pass", "f 2 - - -"),
        ("@spaces.GPU(length)\ndef f(): pass", "f 2 - - -"),
        ("f = spaces.GPU(length)", "length 2 - - -"),
        ("@wrap(spaces.GPU(duration=9))\ndef f(): pass", "f 2 - - -"),
        ("print(spaces.GPU)", "<expression> 2 - - -"),
    ]);
}

#[test]
fn shadowed_names() {
    check(&[
        ("spaces = other\n@spaces.GPU\ndef f(): pass", "f 3 - - -"),
        (
            "for spaces in x: pass\n@spaces.GPU\ndef f(): pass",
            "f 3 - - -",
        ),
        (
            "spaces.GPU = same\n@spaces.GPU(duration=9)\ndef f(): pass",
            "f 3 - - -",
        ),
        ("def f(spaces):\n  @spaces.GPU\n  def g(): pass", ""),
        (
            "def f():\n  spaces = other\n  @spaces.GPU\n  def g(): pass\n@spaces.GPU\ndef h(): pass",
            "h 6 60 - 90",
        ),
        // What a class binds is not seen in its methods.
        (
            "class A:\n  spaces = other\n  def f(self):\n    @spaces.GPU\n    def g(): pass",
            "g 5 60 - 90",
        ),
        (
            "D = 9\ndef f(D):\n  @spaces.GPU(duration=D)\n  def g(): pass",
            "g 4 - - -",
        ),
        (
            "D = 9\nx = [spaces.GPU(duration=D)(f) for D in y]",
            "f 3 - - -",
        ),
        (
            "def timedelta(**x): pass\n@spaces.GPU(duration=timedelta(minutes=1))\ndef f(): pass",
            "f 3 - - -",
        ),
    ]);
}

#[test]
fn what_must_not_fool_it() {
    check(&[
        ("# @spaces.GPU\ndef f(): pass", ""),
        ("'''\n@spaces.GPU\ndef f(): pass\n'''", ""),
        ("def f():\n  \"@spaces.GPU\"", ""),
        ("x = f\"{'@spaces.GPU'} {{spaces.GPU(f)}} {x!r:>{y}}\"", ""),
        (
            "x = rf'\\{x}' '\\'@' b'\\\\'\n@spaces.GPU\ndef f(): pass",
            "f 3 60 - 90",
        ),
        (
            "x = 'a\\\nb' # '\n@spaces.GPU\ndef f(): pass",
            "f 4 60 - 90",
        ),
        (
            "x = f'''{\n  x\n}'''\n@spaces.GPU\ndef f(): pass",
            "f 5 60 - 90",
        ),
        ("x = {'spaces.GPU': 1}['spaces.GPU']", ""),
        ("f(spaces=1, GPU=2)", ""),
        (
            "match = 1; match (match):\n  case 1: pass"
                .replace("; ", "\n")
                .leak(),
            "",
        ),
        ("type = case = 1\nprint(type, case)", ""),
        ("x = 1 if y else'@spaces.GPU'", ""),
    ]);
    check_whole(&[
        (
            "\u{feff}import spaces\r\n@spaces.GPU\r\ndef f(): pass",
            "f 2 60 - 90",
        ),
        ("import spaces\r@spaces.GPU\rdef f(): pass", "f 2 60 - 90"),
        (
            "import spaces\n\u{c}\n@spaces.GPU\n\u{c}def größe(): pass",
            "größe 3 60 - 90",
        ),
        (
            "import spaces\nif x:\n\t@spaces.GPU\n        \n\tdef f():\n\t\tpass",
            "f 3 60 - 90",
        ),
        ("", ""),
        // A notebook's file is JSON, and an expression.
        (
            r#"{"cells": [{"source": ["import spaces\n", "@spaces.GPU\n"]}], "nbformat": 4}"#,
            "",
        ),
    ]);
}

#[test]
fn what_is_no_python_3() {
    for source in [
        "<!doctype html>\n<html><body>spaces.GPU</body></html>",
        "import spaces\nprint \"x\"\n",
        "!pip install spaces\nimport spaces\n",
        "%load_ext x\n",
        "Hello, this is a README.",
        "def f():\npass\n",
        "if x:\n    y\n  z\n",
        "x = (1\n",
        "x = (1]\n",
        "x = 'a\n",
        "'''",
        "x = 0777\n",
        "x = `y`\n",
        "@spaces.GPU\n",
        "@spaces.GPU\nx = 1\n",
        "x\\ y\n",
        "x = '\0'\n",
    ] {
        assert_eq!(read(source), None, "{source}");
    }
}

#[test]
fn hostile_sources_end_fast() {
    const MEGABYTE: usize = 1_000_000;
    let repeat = |text: &str| text.repeat(MEGABYTE / text.len());
    let chain = |of: fn(usize) -> String| {
        let lines: String = (1..=100_000).map(of).collect();
        format!("import spaces\nx0 = 1\n{lines}@spaces.GPU(duration=x100000)\ndef f(): pass\n")
    };
    let sources = [
        repeat("("),
        repeat("f(") + "\n",
        repeat("f\"{"),
        repeat("f'''{f\"\"\"{"),
        repeat("f\"{x:{"),
        "import spaces\nx = ".to_owned() + &repeat("spaces.GPU("),
        "import spaces\nx = ".to_owned() + &repeat("spaces.GPU(1),"),
        "import spaces\nx = ".to_owned() + &repeat("lambda x="),
        "import spaces\nx = ".to_owned() + &repeat("lambda x,y:0,"),
        "import spaces\nx = ".to_owned() + &repeat("1+"),
        "import spaces\nx = ".to_owned() + &repeat("-"),
        "import spaces\n".to_owned() + &repeat("@spaces.GPU\n"),
        "import spaces\n".to_owned() + &repeat("@spaces.GPU\ndef f(): 0\n"),
        "from spaces import GPU\n".to_owned() + &repeat("def f(GPU=GPU(f)): GPU=f\n"),
        repeat("[x for "),
        repeat("x="),
        repeat("global x\n"),
        repeat("def f():x=1\n") + &"@x\ndef g():0\n".repeat(10_000),
        (0..1_400)
            .map(|depth| " ".repeat(depth) + "if x:\n")
            .collect(),
        repeat("def f():\n def g():\n  nonlocal x;x=1\n"),
    ];
    for source in &sources {
        let start = Instant::now();
        let _ = declarations(source);
        let took = start.elapsed();
        let begin: String = source.chars().take(60).collect();
        println!("{took:?} {begin:?}");
        assert!(took < Duration::from_secs(20), "{took:?} {begin}");
    }
    let known = chain(|at| format!("x{at} = x{} + 1\n", at - 1));
    assert_eq!(
        declarations(&known).unwrap()[0].duration_seconds,
        Some(100_001)
    );
    let doubled = chain(|at| format!("x{at} = x{0} + x{0}\n", at - 1));
    assert_eq!(declarations(&doubled).unwrap()[0].duration_seconds, None);
    let backwards = format!(
        "{}import spaces\n@spaces.GPU(duration=x0)\ndef f(): pass\n",
        (0..100_000)
            .map(|at| format!("x{at} = x{}\n", at + 1))
            .collect::<String>()
    );
    assert_eq!(declarations(&backwards).unwrap()[0].duration_seconds, None);
}
