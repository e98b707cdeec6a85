"""Every text that the `spaces` package can show to a visitor, read out of the sources in its wheel: prints
JSON, {"templates": [{title, text, where, auths}], "others": [{text, where}]}.

    python3 message_templates.py spaces-0.51.3-py3-none-any.whl

Nothing of the wheel is run. Each function is walked along each of its ways, with what is known of the
variables there: texts, as templates with {placeholders}, and what the conditions on the way say. `auths` are
the accounts for which a text is shown: "none", "regular", "pro", or null where no condition says so.
`others` are texts about GPUs and quotas that stand in the sources and reach no visitor in a way that is
understood here."""

import ast
import json
import re
import sys
import zipfile

# How `spaces` tells a visitor something: its own two functions, Gradio's classes behind them, and classes
# of its own that are made of those.
OWN_SINKS = ["error", "info"]
GRADIO_SINKS = ["Error", "Warning", "Info", "Success"]
ABOUT_US = re.compile(r"gpu|quota|credit|\bqueue|\binfra", re.IGNORECASE)
MAX_WAYS = 2000


class Unknown(str):
    """An expression whose value is not known: its own source."""


class Way:
    """One way through a function: variables, and what its conditions have settled."""

    def __init__(self, names=None, given=None):
        self.names = dict(names or {})
        self.given = dict(given or {})

    def copy(self):
        return Way(self.names, self.given)

    def assign(self, name, value):
        self.names[name] = value
        self.given.pop(name, None)


class Module:
    """The constants and functions of a file."""

    def __init__(self, path, tree):
        self.path = path
        self.tree = tree
        self.functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        self.constants = {}
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        self.constants[target.id] = node.value.value


def shown(value):
    """A value inside a text."""
    return "{" + value + "}" if isinstance(value, Unknown) else str(value)


def is_text(value):
    return isinstance(value, str) and not isinstance(value, Unknown)


def is_of_gradio(node):
    return isinstance(node, ast.Attribute) and ast.unparse(node.value) in ["gr", "gradio"] and node.attr in GRADIO_SINKS


def sinks(modules):
    """What shows a text to the visitor, with the parameters of each."""
    found = {name: ["title", "message"] for name in OWN_SINKS}
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef) and node.name in OWN_SINKS:
                found[node.name] = [one.arg for one in node.args.args]
            if isinstance(node, ast.ClassDef) and any(map(is_of_gradio, node.bases)):
                found[node.name] = ["message"]
            if isinstance(node, ast.ImportFrom) and node.module in ["gradio", "gradio.exceptions"]:
                for one in node.names:
                    if one.name in GRADIO_SINKS:
                        found[one.asname or one.name] = ["message"]
    return found


class Reader:
    def __init__(self, module, sinks):
        self.module = module
        self.sinks = sinks
        self.templates = []

    # --- Expressions: each gives [(value, way)], as a condition may fork the way -----------------

    def values(self, node, way, depth=0):
        match node:
            case ast.Constant():
                return [(node.value, way)]
            case ast.Name():
                if node.id in way.names:
                    return [(way.names[node.id], way)]
                return [(self.module.constants.get(node.id, Unknown(node.id)), way)]
            case ast.NamedExpr():
                self.bind(node, way)
                return [(way.names[node.target.id], way)]
            case ast.JoinedStr():
                parts = [part.value if isinstance(part, ast.FormattedValue) else part for part in node.values]
                return [("".join(map(shown, each)), end) for each, end in self.all(parts, way, depth)]
            case ast.Tuple():
                return self.all(node.elts, way, depth)
            case ast.BinOp(op=ast.Add()):
                ends = self.all([node.left, node.right], way, depth)
                if any(is_text(one) for each, _ in ends for one in each):
                    return [("".join(map(shown, each)), end) for each, end in ends]
            case ast.IfExp():
                ends = []
                for holds, end in self.outcomes(node.test, way):
                    ends += self.values(node.body if holds else node.orelse, end, depth)
                return ends
            case ast.Call():
                return self.called(node, way, depth)
        return [(Unknown(ast.unparse(node)), way)]

    def all(self, nodes, way, depth):
        ends = [((), way)]
        for node in nodes:
            ends = [
                ((*before, value), after)
                for before, end in ends
                for value, after in self.values(node, end, depth)
            ]
        return ends

    def called(self, node, way, depth):
        """A function that makes a text of texts is walked too. Of one that cannot be, each text that it is
        given may come out."""
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        if any(isinstance(one, ast.Starred) for one in arguments):
            return [(Unknown(ast.unparse(node)), way)]
        ends = []
        for each, end in self.all(arguments, way, depth):
            texts = [one for one in each if is_text(one) and " " in one]
            function = self.module.functions.get(node.func.id) if isinstance(node.func, ast.Name) else None
            if not texts:
                ends.append((Unknown(ast.unparse(node)), end))
            elif function and depth < 4 and not any(isinstance(one, ast.ClassDef) for one in function.body):
                names = [one.arg for one in function.args.args]
                given = [*names[: len(node.args)], *(one.arg for one in node.keywords)]
                inner = Way(dict(zip(given, each)), end.given)
                for value, after in self.returned(function, inner, depth + 1):
                    ends.append((value, Way(end.names, after.given)))
            else:
                ends += [(text, end) for text in dict.fromkeys(texts)]
        return ends

    def returned(self, function, way, depth):
        results = []
        self.walk(function.body, [way], lambda node, end: results.extend(self.values(node, end, depth)))
        return results

    # --- Conditions ----------------------------------------------------------------------------------

    def outcomes(self, test, way):
        match test:
            case ast.BoolOp():
                stops = isinstance(test.op, ast.Or)
                ends, open_ways = [], [way]
                for part in test.values:
                    outcomes = [one for each in open_ways for one in self.outcomes(part, each)]
                    ends += [(stops, end) for holds, end in outcomes if holds == stops]
                    open_ways = [end for holds, end in outcomes if holds != stops]
                return ends + [(not stops, end) for end in open_ways]
            case ast.UnaryOp(op=ast.Not()):
                return [(not holds, end) for holds, end in self.outcomes(test.operand, way)]
            case ast.Compare(ops=[ast.Eq() | ast.Is() | ast.NotEq() | ast.IsNot()], comparators=[ast.Constant()]):
                negated = isinstance(test.ops[0], ast.NotEq | ast.IsNot)
                wanted = test.comparators[0].value
                ends = []
                for value, end in self.values(test.left, way):
                    ends += self.compared(value, wanted, end)
                return [(holds != negated, end) for holds, end in ends]
        for node in ast.walk(test):
            if isinstance(node, ast.NamedExpr):
                self.bind(node, way)
        return self.compared(Unknown(ast.unparse(test)), True, way)

    def compared(self, value, wanted, way):
        if not isinstance(value, Unknown):
            return [(value == wanted, way)]
        settled = way.given.get(value, {})
        if "is" in settled:
            return [(settled["is"] == wanted, way)]
        if wanted in settled.get("not", []):
            return [(False, way)]
        yes, no = way.copy(), way.copy()
        yes.given[value] = {"is": wanted}
        no.given[value] = {"not": [*settled.get("not", []), wanted]}
        return [(True, yes), (False, no)]

    def bind(self, node, way):
        way.assign(node.target.id, Unknown(node.target.id))

    # --- Statements ----------------------------------------------------------------------------------

    def walk(self, body, ways, on_return=lambda _node, _way: None):
        """The ways that reach the end of these statements."""
        for node in body:
            ways = [end for way in ways for end in self.step(node, way.copy(), on_return)][:MAX_WAYS]
        return ways

    def step(self, node, way, on_return):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return [way]
            case ast.If():
                ends = []
                for holds, end in self.outcomes(node.test, way):
                    ends += self.walk(node.body if holds else node.orelse, [end], on_return)
                return ends
            case ast.While() | ast.For():
                # Once is enough to see what is said.
                return [way, *self.walk(node.body, [way], on_return)]
            case ast.With():
                return self.walk(node.body, [way], on_return)
            case ast.Try():
                ends = self.walk(node.body, [way], on_return)
                for handler in node.handlers:
                    ends += self.walk(handler.body, [way], on_return)
                return ends
            case ast.Assign(targets=[target]):
                self.look(node.value, way)
                return self.assigned(target, node.value, way)
            case ast.AugAssign(target=ast.Name(), op=ast.Add()) if is_text(way.names.get(node.target.id)):
                ends = []
                for value, end in self.values(node.value, way):
                    end = end.copy()
                    end.names[node.target.id] += shown(value)
                    ends.append(end)
                return ends
            case ast.Return() if node.value:
                self.look(node.value, way)
                on_return(node.value, way)
                return []
            case ast.Raise() if node.exc:
                self.look(node.exc, way)
                return []
            case ast.Return() | ast.Raise() | ast.Continue() | ast.Break():
                return []
        self.look(node, way)
        return [way]

    def assigned(self, target, value_node, way):
        ends = []
        for value, end in self.values(value_node, way):
            end = end.copy()
            if isinstance(target, ast.Name):
                # What a call gave is named by its variable.
                is_alias = isinstance(value_node, ast.Name | ast.Attribute)
                known = not isinstance(value, Unknown) or is_alias
                end.assign(target.id, value if known else Unknown(target.id))
            elif isinstance(target, ast.Tuple):
                names = [one.id for one in target.elts if isinstance(one, ast.Name)]
                matches = isinstance(value, tuple) and len(value) == len(names)
                for index, name in enumerate(names):
                    end.assign(name, value[index] if matches else Unknown(name))
            ends.append(end)
        return ends

    # --- What is said to the visitor ------------------------------------------------------------------

    def look(self, node, way):
        for call in ast.walk(node):
            if isinstance(call, ast.Call) and (names := self.parameters(call.func)):
                self.said(call, names, way)

    def parameters(self, function):
        """The parameters of what shows a text to the visitor; nothing where it does not."""
        if isinstance(function, ast.Name):
            return self.sinks.get(function.id)
        return ["message"] if is_of_gradio(function) else None

    def said(self, call, names, way):
        given = dict(zip(names, call.args)) | {one.arg: one.value for one in call.keywords}
        parts = [given.get("title", ast.Constant(None)), given.get("message", ast.Constant(None))]
        for (title, message), end in self.all(parts, way, 0):
            self.templates.append({
                "title": None if title is None else shown(title),
                "text": None if message is None else shown(message),
                "where": f"{self.module.path}:{call.lineno}",
                "auth": self.auth(end),
            })

    def auth(self, way):
        """As whom the visitor counts on this way, where its conditions settle that."""
        for key, settled in way.given.items():
            if re.search(r"\bauth$", key) and "is" in settled:
                return settled["is"] or "none"
        return None

    def read(self):
        for node in ast.walk(self.module.tree):
            if isinstance(node, ast.FunctionDef) and node.name not in OWN_SINKS:
                self.walk(node.body, [Way()])
        return self.templates


def other_texts(module, templates):
    """Texts about us that are part of no template."""
    told = "\n".join(f"{one['title']}\n{one['text']}" for one in templates)
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            text = node.value
            if " " in text.strip() and ABOUT_US.search(text) and text.strip() not in told:
                yield {"text": text, "where": f"{module.path}:{node.lineno}"}


def main(wheel):
    modules = []
    with zipfile.ZipFile(wheel) as archive:
        for path in sorted(archive.namelist()):
            if re.match(r"spaces/(?!_vendor/).*\.py$", path):
                modules.append(Module(path, ast.parse(archive.read(path))))
    ways = sinks(modules)
    templates = [one for module in modules for one in Reader(module, ways).read()]
    unique = {}
    for one in templates:
        same = unique.setdefault((one["title"], one["text"]), {**one, "auths": []})
        same["auths"].append(one["auth"])
    others = [one for module in modules for one in other_texts(module, templates)]
    found = [{key: one[key] for key in ["title", "text", "where", "auths"]} for one in unique.values()]
    for one in found:
        one["auths"] = list(dict.fromkeys(one["auths"]))
    json.dump({"templates": found, "others": others}, sys.stdout, indent=1)


if __name__ == "__main__":
    main(sys.argv[1])
