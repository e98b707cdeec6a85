//! Python programs that use `spaces.GPU`, or look as if they did, drawn at random.

use proptest::prelude::*;
use proptest::sample::select;

/// Stands for one level of indentation.
const LEVEL: &str = "\u{2}";

fn one_of(texts: &'static [&'static str]) -> BoxedStrategy<String> {
    select(texts).prop_map(str::to_owned).boxed()
}

/// Whole programs, with any ends of lines and any indentation.
pub fn programs() -> BoxedStrategy<String> {
    let ends = select(&["\n", "\n", "\n", "\r\n", "\r"][..]);
    let levels = select(&["    ", "\t", " ", "  \t"][..]);
    let starts = select(
        &[
            "",
            "",
            "",
            "\u{feff}",
            "\u{c}",
            "#!/usr/bin/env python\n",
            "# -*- coding: utf-8 -*-\n",
            "\"\"\"Docs.\n\n@spaces.GPU\ndef none(): ...\n\"\"\"\n",
            "\n\n",
        ][..],
    );
    let calm = (calm_start(), prop::collection::vec(calm(2), 1..9))
        .prop_map(|(start, body)| [vec![start], body].concat());
    let imports = prop::collection::vec(import(), 0..4);
    let any = (imports, prop::collection::vec(statement(3), 0..9))
        .prop_map(|(imports, body)| [imports, body].concat());
    let body = prop_oneof![any, calm];
    (starts, body, ends, levels)
        .prop_map(|(start, body, end, level)| {
            let text = [start, &body.concat()].concat();
            text.replace(LEVEL, level).replace('\n', end)
        })
        .boxed()
}

/// An import, or what stands in its place.
fn import() -> BoxedStrategy<String> {
    one_of(&[
        "import spaces\n",
        "import spaces\n",
        "import spaces\n",
        "import os, spaces as s, sys\n",
        "import spaces.zero.decorator\n",
        "import spaces.zero as spaces\n",
        "from spaces import GPU\n",
        "from spaces import GPU as gpu\n",
        "from spaces import (\n    GPU as gpu,  # @spaces.GPU(9)\n    other,\n)\n",
        "from spaces.zero.decorator import GPU\n",
        "from spaces import *\n",
        "from . import spaces\n",
        "from .spaces import GPU\n",
        "from elsewhere import *\n",
        "from elsewhere import spaces, D\n",
        "import datetime\n",
        "import datetime as dt\n",
        "from datetime import timedelta\n",
        "from datetime import timedelta as span, datetime\n",
        "from datetime import *\n",
        "try:\n    import spaces\nexcept ImportError:\n    spaces = None\n",
        "try:\n    import spaces\nexcept ImportError:\n    class spaces:\n        GPU = staticmethod(lambda f: f)\n",
        "try:\n    from spaces import GPU\nexcept (ImportError, OSError) as e:\n    def GPU(f=None, **more): return f\nelse:\n    pass\n",
        "spaces = None\ntry: import spaces\nexcept ImportError: pass\n",
        "if ZERO: import spaces\nelse: import nothing as spaces\n",
        "def late():\n    global spaces\n    import spaces\nlate()\n",
    ])
}

/// A number that is plain, or looks like it.
fn amount() -> BoxedStrategy<String> {
    let leaf = one_of(&[
        "60",
        "1_200",
        "0x3c",
        "0b1010",
        "0o17",
        "0",
        "00",
        "1.5",
        "2.",
        ".5",
        "1e2",
        "1E-1",
        "3j",
        "90_000",
        "0xFFFF_FFFF_FFFF_FFFF",
        "99999999999999999999",
        "1e400",
        "86399.9999999",
        "7",
        "D",
        "E",
        "é",
        "time",
        "True",
        "-1",
        "None",
        "\"60\"",
        "D()",
        "f",
        "lambda x: 1 + 2",
    ]);
    leaf.prop_recursive(3, 8, 3, |inner| {
        let operator = select(&[" + ", "*", " * ", "+", " + ", " * ", " - ", "//", " ** ", " if D else "][..]);
        prop_oneof![
            4 => (inner.clone(), operator, inner.clone()).prop_map(|(one, operator, other)| [one, operator.to_owned(), other].concat()),
            2 => inner.clone().prop_map(|amount| format!("({amount})")),
            1 => inner.clone().prop_map(|amount| format!("(\n  {amount}  # (\n)")),
            1 => inner.prop_map(|amount| format!("{amount} + \\\n  1")),
        ]
    })
    .boxed()
}

fn length() -> BoxedStrategy<String> {
    let units = select(
        &[
            "seconds=",
            "minutes=",
            "hours=",
            "days=",
            "weeks=",
            "milliseconds=",
            "microseconds=",
            "",
            "none=",
        ][..],
    );
    let timedelta = select(
        &[
            "timedelta",
            "timedelta",
            "span",
            "datetime.timedelta",
            "dt.timedelta",
            "other.timedelta",
        ][..],
    );
    let given = prop::collection::vec((units, amount()), 0..3).prop_map(|mut given| {
        given.sort_by_key(|(unit, _)| !unit.is_empty());
        given.dedup_by_key(|(unit, _)| if unit.is_empty() { "*" } else { *unit });
        let given: Vec<String> = given
            .iter()
            .map(|(unit, amount)| format!("{unit}{amount}"))
            .collect();
        given.join(", ")
    });
    prop_oneof![
        4 => amount(),
        1 => (timedelta, given).prop_map(|(timedelta, given)| format!("{timedelta}({given})")),
    ]
    .boxed()
}

fn size() -> BoxedStrategy<String> {
    one_of(&[
        "\"xlarge\"",
        "'large'",
        "\"\"\"xlarge\"\"\"",
        "r'xlarge'",
        "u\"large\"",
        "b'xlarge'",
        "f'xlarge'",
        "'x' 'large'",
        "'x\\x6carge'",
        "None",
        "SIZE",
        "D",
        "(\"xlarge\")",
        "'small'",
        "pick()",
    ])
}

/// The decorator's name, or nearly.
fn name() -> BoxedStrategy<String> {
    one_of(&[
        "spaces.GPU",
        "spaces.GPU",
        "spaces.GPU",
        "s.GPU",
        "GPU",
        "GPU",
        "gpu",
        "gpu",
        "(spaces.GPU)",
        "spaces . GPU",
        "other.spaces.GPU",
        "spaces.other",
        "spaces",
        "other.GPU",
        "spaces.GPU if ZERO else same",
        "deco",
        "spaces.GPU.more",
    ])
}

/// What the decorator is given.
fn given() -> BoxedStrategy<String> {
    let argument = prop_oneof![
        4 => length().prop_map(|length| format!("duration={length}")),
        2 => size().prop_map(|size| format!("size={size}")),
        1 => one_of(&["enable_queue=True", "task=None", "task=f"]),
        1 => one_of(&["**more", "*more"]),
    ];
    let first = prop_oneof![
        6 => Just(String::new()),
        1 => one_of(&["None", "f", "g", "45", "\"xlarge\"", "D", "gpu(f)", "lambda: 0", "a.f", "timedelta(minutes=1)", "*more"]),
        1 => length(),
    ];
    let breaks = select(&[", ", ",", ",\n    ", ",  # it's (\n  ", " , \\\n "][..]);
    (
        first,
        prop::collection::vec(argument, 0..3),
        breaks,
        any::<bool>(),
    )
        .prop_map(|(first, mut more, between, ends)| {
            more.sort_by_key(|it| it.starts_with('*'));
            more.dedup_by_key(|it| it.split('=').next().unwrap_or_default().to_owned());
            let mut all: Vec<String> = Some(first)
                .into_iter()
                .filter(|it| !it.is_empty())
                .collect();
            all.extend(more);
            let end = if ends && !all.is_empty() && !between.contains('\\') {
                between.trim_end()
            } else {
                ""
            };
            let end = if end.contains('#') { ",\n" } else { end };
            all.join(between) + end
        })
        .boxed()
}

/// The decorator with anything after it.
fn decorator() -> BoxedStrategy<String> {
    prop_oneof![
        3 => name(),
        6 => (name(), given()).prop_map(|(name, given)| format!("{name}({given})")),
        1 => (name(), given()).prop_map(|(name, given)| format!("({name}({given}))")),
        1 => (name(), given()).prop_map(|(name, given)| format!("wrap({name}({given}))")),
        1 => (name(), given(), given()).prop_map(|(name, one, other)| format!("{name}({one})({other})")),
    ]
    .boxed()
}

/// An expression; many give the decorator a function.
fn expression() -> BoxedStrategy<String> {
    let function = one_of(&[
        "f",
        "g",
        "self.f",
        "lambda x: x",
        "lambda D=1, *spaces: 0",
        "wrap(f)",
        "(f)",
        "*fs",
        "spaces.GPU(f)",
        "f, g",
        "m.f",
        "D",
        "task=f",
    ]);
    prop_oneof![
        4 => (decorator(), function).prop_map(|(decorator, function)| format!("{decorator}({function})")),
        2 => decorator(),
        2 => length(),
        1 => size(),
        2 => one_of(&[
            "f\"{spaces}: {'@spaces.GPU'} {D!r:>{E}} {{spaces.GPU(f)}}\"",
            "'''\n@spaces.GPU(duration=9)\ndef none(): \"\\'\"\n'''",
            "rf'\\{D}\\N' \"#\"", "b'\\'@'", "'it\\'s \\\n on'", "[D for D in range(3)]", "{spaces: 1 for spaces in x}",
            "(D := 5)", "(gpu := spaces.GPU)", "spaces", "x[1:D]", "f(x, spaces=3, GPU=GPU)", "[spaces.GPU(f), gpu(g)]",
            "lambda: (yield)", "{'a': spaces.GPU(duration=9)(f)}", "not spaces.GPU", "f\"\"\"{\n  D\n}\n'\"\"\"", "...",
        ]),
    ]
    .boxed()
}

fn simple() -> BoxedStrategy<String> {
    let target = select(
        &[
            "D",
            "E",
            "é",
            "gpu",
            "s",
            "fast",
            "f",
            "SIZE",
            "D: int",
            "a.b",
            "a[D]",
            "(D)",
            "D, E",
            "D = E",
            "spaces.GPU",
            "spaces",
            "time",
            "deco",
            "[a, *gpu]",
            "gpu: 'spaces.GPU'",
        ][..],
    );
    prop_oneof![
        6 => (target, expression()).prop_map(|(target, value)| format!("{target} = {value}")),
        3 => expression(),
        1 => decorator().prop_map(|decorator| format!("fast = {decorator}")),
        2 => length().prop_map(|length| format!("D = {length}")),
        1 => one_of(&["del D", "del a[D], spaces", "D += 1", "D: int", "pass", "assert D, spaces", "raise gpu", "from spaces import GPU as fast"]),
    ]
    .boxed()
}

fn indented(text: &str) -> String {
    text.lines()
        .map(|line| format!("{LEVEL}{line}\n"))
        .collect()
}

/// A function or a class, decorated or not.
fn definition(inner: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let decorators = prop::collection::vec(
        prop_oneof![3 => decorator(), 1 => one_of(&["other", "other.deco(1)", "functools.cache", "(lambda f: f)"])],
        0..3,
    );
    let between = select(&["\n", "\n", "  # @spaces.GPU\n", "\n\n# (\n", "\n\u{c}\n"][..]);
    let head = prop_oneof![
        4 => one_of(&[
            "def f():", "def f(x, D=1, *, spaces: int = 2, **GPU) -> int:", "async def g(a, /, b: 'D', *D):", "class A:",
            "class B(C, x=1):", "def g(self, x=lambda a, D: 1): # :", "def größe(\n  x: str,\n  D,\n):", "def generate(a=[1, 2], E=D * 2):",
        ]),
        1 => expression().prop_map(|value| format!("def f(a=({value}), b: Any = 1):")),
    ];
    let body = prop::collection::vec(inner, 1..4);
    let start = one_of(&[
        "",
        "",
        "global D\n",
        "global spaces, gpu\n",
        "\"\"\"Docs: @spaces.GPU\"\"\"\n",
    ]);
    (decorators, between, head, start, body)
        .prop_map(|(decorators, between, head, start, body)| {
            let decorators: String = decorators
                .iter()
                .map(|it| format!("@{it}{between}"))
                .collect();
            format!(
                "{decorators}{head}\n{}",
                indented(&(start + &body.concat()))
            )
        })
        .boxed()
}

/// Imports and constants as most Spaces have them.
fn calm_start() -> BoxedStrategy<String> {
    let imports = one_of(&[
        "import spaces, spaces as s\nfrom spaces import GPU, GPU as gpu\nfrom datetime import timedelta\n",
        "import spaces\nimport datetime as dt\nfrom datetime import timedelta as span\ngpu = spaces.GPU\n",
        "import spaces as s, spaces, datetime\ngpu = s.GPU(duration=90, size='xlarge')\nGPU = gpu\n",
        "try:\n    import spaces\n    from spaces import GPU\nexcept ImportError:\n    spaces = GPU = None\n",
    ]);
    let sizes = one_of(&["", "SIZE = 'xlarge'\n", "SIZE: str = \"large\"\n"]);
    (imports, length(), amount(), sizes)
        .prop_map(|(imports, one, other, size)| format!("{imports}E = {one}\nD = {other}\n{size}"))
        .boxed()
}

/// Statements that give no name another meaning.
fn calm(depth: u32) -> BoxedStrategy<String> {
    let name = select(&["spaces.GPU", "spaces.GPU", "s.GPU", "GPU", "gpu"][..]);
    let function = one_of(&["h", "a.h", "lambda x: x", "wrap(h)"]);
    let given = prop_oneof![
        length().prop_map(|length| format!("duration={length}")),
        (amount(), size()).prop_map(|(amount, size)| format!("size={size}, duration={amount}")),
        length(),
        given(),
    ];
    let given =
        prop_oneof![1 => Just(String::new()), 6 => given.prop_map(|given| format!("({given})"))];
    let between = select(&["\n", "  # (\n", "\n\n", "\n@other\n"][..]);
    let head = one_of(&[
        "def f1(x):",
        "async def f2(x):",
        "def größe(x: int = 1):",
        "class A1:",
    ]);
    let definition =
        (name.clone(), given.clone(), between, head).prop_map(|(name, given, between, head)| {
            format!("@{name}{given}{between}{head}\n{LEVEL}'''@gpu\n'''\n")
        });
    let line = prop_oneof![
        3 => definition,
        2 => (name, given, function).prop_map(|(name, given, function)| format!("x = {name}{given}({function})\n")),
        1 => one_of(&[
            "print(f'{x!r:>{y}} {{')\n", "# @gpu\n", "y = '''\n@gpu\n\\'''' '''\n",
            "z = x[1:2] \\\n  + 1; y = {1: 'a'}\n",
        ]),
    ]
    .boxed();
    if depth == 0 {
        return line;
    }
    let heads = one_of(&[
        "class K:",
        "def k(self):",
        "if x:",
        "with x as y:",
        "for x in y:",
        "try: pass\nfinally:",
        "match x:\n\u{2}case 1: pass\nif y:",
    ]);
    let body = prop::collection::vec(calm(depth - 1), 1..3);
    let block =
        (heads, body).prop_map(|(head, body)| format!("{head}\n{}", indented(&body.concat())));
    prop_oneof![3 => line, 1 => block].boxed()
}

/// Statements, as whole lines.
fn statement(depth: u32) -> BoxedStrategy<String> {
    let line = prop_oneof![
        5 => simple().prop_map(|it| it + "\n"),
        1 => (simple(), simple()).prop_map(|(one, other)| format!("{one}; {other};\n")),
        1 => one_of(&["# @spaces.GPU\n", "\n", "   \n", "x = 1 \\\n  + 2\n", "if D: spaces = 1\n", "while 0: D = 2; E = 3\n", "class C: D = 1\n"]),
        1 => import(),
    ]
    .boxed();
    if depth == 0 {
        return line;
    }
    let inner = statement(depth - 1);
    let heads = one_of(&[
        "if spaces:",
        "if D == (\n 1\n):",
        "for D in range(3):",
        "for x, (gpu, *y) in z:",
        "while True:",
        "with open(x) as D, y as (E, *z):",
        "with x, spaces.GPU(f) as a.b:",
        "with (open(D) as E):",
        "with nothing():",
        "try:\n\u{2}pass\nexcept E as D:",
        "try:\n\u{2}pass\nfinally:",
        "if not D:\n\u{2}pass\nelif (spaces := 1):",
        "if 0: pass\nelse:",
        "match spaces:\n\u{2}case D if E:\n\u{2}\u{2}pass\nfor x in y:",
        "if f(lambda D: 1):",
        "for D in x: pass\nelse:",
    ]);
    let body = prop::collection::vec(inner.clone(), 1..4);
    let cases = one_of(&[
        "1",
        "[D, *E]",
        "{'a': gpu, **more}",
        "A.B(x=f) | None",
        "_ if D > 2",
        "'@spaces.GPU' as size",
        "(1, 2)",
    ]);
    prop_oneof![
        4 => line,
        5 => definition(inner.clone()),
        2 => (heads, body).prop_map(|(head, body)| format!("{head}\n{}", indented(&body.concat()))),
        1 => (cases, inner.clone()).prop_map(|(case, body)| {
            let case = format!("case {case}:\n{}", indented(&body));
            format!("match = D\nmatch (D, E):\n{}", indented(&case))
        }),
        1 => inner.prop_map(|body| {
            let nested = format!("nonlocal D\n{body}");
            format!("def outer():\n{}", indented(&format!("D = 1\ndef inside():\n{}", indented(&nested))))
        }),
    ]
    .boxed()
}
