"""What Python files ask ZeroGPU for, read with Python's own `ast`: the rules of src/facts/gpu_source once more.

A JSON array of sources on standard input, a JSON array on standard output: of each the declarations as
`cargo run --example forecast` prints them, or null where it is no Python 3. Nothing of a source is run.

Names: what a lambda or a comprehension binds counts for the scope around it. The code in f-strings does
not count. A name with two meanings has none.
"""

import ast
import json
import sys
import warnings
from datetime import timedelta

from gpu_source_statements import MODULE, Statements, bound_inside, parsed, walk

SPACES, UNCLEAR_SPACES = ("spaces",), ("unclear spaces",)
UNCLEAR_GPU, PERHAPS, OTHER = ("unclear GPU",), ("perhaps",), ("other",)
DATETIME, TIMEDELTA = ("datetime",), ("timedelta",)
UNITS = ["days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"]
DEPENDS = "depends"
LAMBDA, EXPRESSION = "<lambda>", "<expression>"


def gpu(duration=None, size=None, called=False):
    """The decorator; `duration` in µs, or DEPENDS."""
    return ("GPU", duration, size, called)


def start(node):
    return (node.lineno, node.col_offset)


class Source(Statements):
    def __init__(self, text):
        super().__init__(text)
        self.name_meanings()

    # --- What names mean ---

    def name_meanings(self):
        groups = {}
        for it in self.bound:
            groups.setdefault((it.scope, it.name), []).append(it)
        self.meanings = {key: imported(group) or OTHER for key, group in groups.items()}
        self.functions = {key for key, group in groups.items() if any(map(is_function, group))}
        numbered = list(enumerate(self.bound))
        for order, it in sorted(numbered, key=lambda pair: (pair[1].scope != MODULE, pair[0])):
            key = (it.scope, it.name)
            if self.meanings[key] != OTHER or not isinstance(it.value, tuple):
                continue
            if it.value[0] != "expression":
                continue
            only = len(groups[key]) == 1 and it.scope == MODULE and not it.conditional
            overwritten = self.last_star is not None and order < self.last_star
            constant = self.constant(it.value[1]) if only and not overwritten else None
            self.meanings[key] = constant or self.unclear(it.value[1], it.scope)

    def find(self, name, scope):
        return next(((at, name) for at in self.scopes(name, scope) if (at, name) in self.meanings), None)

    def meaning(self, name, scope):
        key = self.find(name, scope)
        if key is not None:
            unclear = self.patched and self.meanings[key] == SPACES
            return UNCLEAR_SPACES if unclear else self.meanings[key]
        if self.last_star is None:
            return OTHER
        return {"spaces": UNCLEAR_SPACES, "GPU": UNCLEAR_GPU}.get(name, OTHER)

    def constant(self, node):
        size = self.text(node)
        if size in ("large", "xlarge"):
            return ("size", size)
        number = self.number(node, MODULE)
        if number is not None:
            return ("number", number)
        length = self.timedelta(node, MODULE)
        if length is not None:
            return ("duration", length)
        if isinstance(node, ast.Name):
            return self.meaning(node.id, MODULE)
        call = self.call(node, MODULE, leading=True)
        return call.preset if call and call.function is None and call.node is node else None

    def unclear(self, root, scope):
        perhaps = package = False
        own = set(bound_inside(root))
        for node in sorted((it for it in walk(root) if isinstance(it, ast.expr)), key=start):
            if self.is_reference(node, scope):
                called = self.called(node) is not None
                call = self.call(node, scope)
                if call and call.function is not None:
                    perhaps |= not call.clear
                elif call is None and called:
                    perhaps = True
                else:
                    return UNCLEAR_GPU
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                if isinstance(self.around.get(node), ast.Attribute) or node.id in own:
                    continue
                meaning = self.meaning(node.id, scope)
                if meaning == UNCLEAR_GPU:
                    return UNCLEAR_GPU
                package |= meaning in (SPACES, UNCLEAR_SPACES)
                perhaps |= meaning == PERHAPS
        return UNCLEAR_SPACES if package else PERHAPS if perhaps else OTHER

    # --- Constants ---

    def text(self, node):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if "\\" not in (ast.get_source_segment(self.source, node) or "\\"):
                return node.value
        return None

    def number(self, node, scope):
        value = None
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            value = node.value
        elif isinstance(node, ast.Name):
            meaning = self.meaning(node.id, scope)
            value = meaning[1] if meaning[0] == "number" else None
        elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mult)):
            left, right = self.number(node.left, scope), self.number(node.right, scope)
            if left is not None and right is not None:
                value = left + right if isinstance(node.op, ast.Add) else left * right
        if isinstance(value, int) and value >= 2**64 or value == float("inf"):
            return None
        return value

    def timedelta(self, node, scope):
        if not isinstance(node, ast.Call) or start(node) != start(node.func):
            return None
        func = node.func
        if isinstance(func, ast.Name):
            known = self.meaning(func.id, scope) == TIMEDELTA
        else:
            known = (
                isinstance(func, ast.Attribute)
                and func.attr == "timedelta"
                and isinstance(func.value, ast.Name)
                and self.meaning(func.value.id, scope) == DATETIME
            )
        if not known or len(node.args) > len(UNITS):
            return None
        named = [(it.arg, it.value) for it in node.keywords]
        given = [*zip(UNITS, node.args), *named]
        values = {unit: self.number(value, scope) for unit, value in given}
        if len(values) < len(given) or None in values.values() or not set(values) <= set(UNITS):
            return None
        return microseconds(**values)

    def duration(self, node, scope):
        if isinstance(node, ast.Constant) and node.value is None:
            return None
        if isinstance(node, ast.Name) and self.meaning(node.id, scope)[0] == "duration":
            return self.meaning(node.id, scope)[1]
        number = self.number(node, scope)
        length = self.timedelta(node, scope) if number is None else microseconds(seconds=number)
        return DEPENDS if length is None else length

    def size(self, node, scope):
        if isinstance(node, ast.Constant) and node.value is None:
            return None
        if isinstance(node, ast.Name):
            meaning = self.meaning(node.id, scope)
            return meaning[1] if meaning[0] == "size" else DEPENDS
        text = self.text(node)
        return text if text in ("large", "xlarge") else DEPENDS

    # --- Uses of the decorator ---

    def called(self, node):
        """The call of a node that stands without brackets of its own."""
        parent = self.around.get(node)
        if isinstance(parent, ast.Call) and parent.func is node and start(parent) == start(node):
            return parent
        return None

    def is_reference(self, node, scope):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            meaning = self.meaning(node.id, scope)
            return meaning[0] == "GPU" or (meaning == UNCLEAR_GPU and self.called(node) is not None)
        return (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Load)
            and node.attr == "GPU"
            and isinstance(node.value, ast.Name)
            and self.meaning(node.value.id, scope) in (SPACES, UNCLEAR_SPACES)
        )

    def references(self, scope, *nodes):
        found = [it for it in walk(*nodes) if isinstance(it, ast.expr) and self.is_reference(it, scope)]
        return sorted(found, key=start)

    def call(self, node, scope, leading=False):
        """What the decorator is given, from its name on; `leading`: where the expression begins with it."""
        if leading:
            named = [it for it in self.references(scope, node) if start(it) == start(node)]
            if not named:
                return None
            node = named[0]
        if isinstance(node, ast.Name):
            meaning = self.meaning(node.id, scope)
            preset = meaning if meaning[0] == "GPU" else None
        else:
            preset = gpu() if self.meaning(node.value.id, scope) == SPACES else None
        if preset is None:
            return None
        call = Use(preset, node)
        while call.function is None and self.called(call.node) is not None:
            call.node = self.called(call.node)
            self.give(call, scope)
        return call

    def give(self, use, scope):
        _, duration, size, called = use.preset
        args, keywords = use.node.args, use.node.keywords
        spread = any(isinstance(it, ast.Starred) for it in args) or any(it.arg is None for it in keywords)
        if called:
            given = args + [it.value for it in keywords if it.arg == "task"]
            if spread or len(given) != 1 or len(args) + len(keywords) != 1:
                use.function, use.clear = EXPRESSION, False
            else:
                use.function = function_name(given[0])
                use.clear = not self.references(scope, given[0])
            return
        task = None
        for it in args:
            task = it
        for it in keywords:
            if it.arg == "duration":
                duration = self.duration(it.value, scope)
            elif it.arg == "size":
                size = self.size(it.value, scope)
            elif it.arg == "task":
                task = it.value
        if spread or len(args) > 1:
            duration = size = DEPENDS
        elif task is not None and not (isinstance(task, ast.Constant) and task.value is None):
            if self.duration(task, scope) != DEPENDS:
                duration = self.duration(task, scope)
            elif self.size(task, scope) != DEPENDS:
                size = self.size(task, scope)
            else:
                use.function = function_name(task)
                use.clear = self.is_function(task, scope) and not self.references(scope, task)
        use.preset = gpu(duration, size, True)

    def is_function(self, node, scope):
        if isinstance(node, ast.Name):
            return self.find(node.id, scope) in self.functions
        return isinstance(node, ast.Lambda)

    # --- What is declared ---

    def declarations(self):
        found = []
        for decorators, name, scope in self.decorated:
            ours = [self.of_decorator(it, name, scope) for it in decorators]
            known = [at for at, it in enumerate(ours) if it]
            if known:
                together = all(ours[known[0] : known[-1] + 1])
                last = ours[known[-1]]
                found.append((last if together else unclear(name, last["line"]), False))
        for nodes, scope, targets in self.statements:
            self.of_expressions(nodes, scope, targets, found)
        names = [it["function"] for it, _ in found]
        result = [
            unclear(it["function"], it["line"]) if given and names.count(it["function"]) > 1 else it
            for it, given in found
        ]
        return sorted(result, key=lambda it: it["line"])

    def of_decorator(self, node, name, scope):
        call = self.call(node, scope, leading=True)
        if call and call.function is None and call.node is node:
            return declaration(name, node.lineno, call.preset)
        first = next((it for it in walk(node) if isinstance(it, ast.Name) and start(it) == start(node)), None)
        whole = first is node or (first is not None and self.called(first) is not None)
        perhaps = whole and self.meaning(first.id, scope) in (UNCLEAR_GPU, PERHAPS)
        return unclear(name, node.lineno) if perhaps or self.references(scope, node) else None

    def of_expressions(self, nodes, scope, targets, found):
        alias = bool(targets) and all(
            isinstance(it, ast.Name)
            and (self.meaning(it.id, scope)[0] == "GPU" or self.meaning(it.id, scope) == UNCLEAR_GPU)
            for it in targets
        )
        for node in self.references(scope, *nodes):
            call = self.call(node, scope)
            if call and call.function is not None:
                named = call.function not in (LAMBDA, EXPRESSION)
                one = declaration(call.function, node.lineno, call.preset)
                found.append((one if call.clear else unclear(call.function, node.lineno), named))
            elif not alias:
                found.append((unclear(EXPRESSION, node.lineno), False))


class Use:
    def __init__(self, preset, node):
        self.preset, self.node = preset, node
        self.function, self.clear = None, True


def is_function(bound):
    if bound.value == "definition":
        return True
    return isinstance(bound.value, tuple) and isinstance(bound.value[1], ast.Lambda)


def of_import(value):
    return {
        ("module", "spaces"): SPACES,
        ("module", "datetime"): DATETIME,
        ("member", "spaces", "GPU"): gpu(),
        ("member", "spaces.zero.decorator", "GPU"): gpu(),
        ("member", "datetime", "timedelta"): TIMEDELTA,
    }.get(value if isinstance(value, tuple) and value[0] != "expression" else None)


def imported(group):
    imports = [it for it in group if of_import(it.value)]
    if not imports:
        return None
    meaning = of_import(imports[0].value)
    tried = all(it.conditional for it in imports)
    same = all(of_import(it.value) == meaning for it in imports)
    others = [it for it in group if it not in imports]
    if same and all(tried and it.conditional and it.plain for it in others):
        return meaning
    return {SPACES: UNCLEAR_SPACES, gpu(): UNCLEAR_GPU}.get(meaning, OTHER)


def function_name(node):
    if isinstance(node, ast.Lambda):
        return LAMBDA
    inner = node
    while isinstance(inner, ast.Attribute):
        inner = inner.value
    if not isinstance(inner, ast.Name):
        return EXPRESSION
    return node.attr if isinstance(node, ast.Attribute) else node.id


def microseconds(**given):
    try:
        return timedelta(**given) // timedelta(microseconds=1)
    except (OverflowError, ValueError):
        return None


def declaration(function, line, preset):
    _, duration, size, _ = preset
    seconds = 60 if duration is None else None if duration == DEPENDS else duration // 1_000_000
    checked = None
    if seconds is not None and size != DEPENDS:
        # `timedelta.seconds`: without its days.
        of_day = seconds % 86_400
        checked = of_day * 2 if size == "xlarge" else round(of_day * 1.5)
    return {
        "function": function[:100],
        "line": line,
        "durationSeconds": seconds,
        "size": size if size in ("large", "xlarge") else None,
        "checkedSeconds": checked,
    }


def unclear(function, line):
    return declaration(function, line, gpu(DEPENDS, DEPENDS))


def read(text):
    warnings.simplefilter("ignore")
    try:
        parsed(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return Source(text).declarations()


if __name__ == "__main__":
    json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
