"""The statements of a Python file, by its own `ast`: what they bind, in which scope (for gpu_source_oracle.py)."""

import ast

MODULE = 0


def parsed(text):
    # As bytes: Python takes a BOM only there.
    return ast.parse(text.encode())


def walk(*nodes):
    """All nodes in the order of the source, but no code of f-strings."""
    for node in nodes:
        if node is None or isinstance(node, ast.JoinedStr):
            continue
        yield node
        yield from walk(*ast.iter_child_nodes(node))


class Bound:
    """Something that gives a name its meaning."""

    def __init__(self, name, scope, conditional, plain, value):
        self.name, self.scope, self.value = name, scope, value
        self.conditional, self.plain = conditional, plain


class Statements:
    def __init__(self, text):
        self.source = text.removeprefix("\ufeff")
        self.bound, self.statements, self.decorated = [], [], []
        self.parents, self.classes = [None], set()
        self.global_names, self.nonlocal_names = set(), set()
        self.last_star, self.patched = None, False
        self.around = {}
        tree = parsed(text)
        for node in ast.walk(tree):
            for child in ast.iter_child_nodes(node):
                self.around[child] = node
        self.block(tree.body, MODULE, False)
        self.settle()

    # --- Statements and what they bind ---

    def block(self, body, scope, conditional):
        for statement in body:
            self.statement(statement, scope, conditional)

    def bind(self, name, scope, conditional, value, plain=True):
        if (scope, name) in self.global_names:
            scope, conditional = MODULE, True
        self.bound.append(Bound(name, scope, conditional, plain, value))

    def rebind(self, name, scope):
        self.bind(name, scope, True, None, plain=False)

    def inner(self, scope, *nodes):
        for name in bound_inside(*nodes):
            self.rebind(name, scope)

    def expressions(self, scope, *nodes, targets=None):
        self.statements.append(([node for node in nodes if node is not None], scope, targets))

    def statement(self, node, scope, conditional):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            self.definition(node, scope, conditional)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                module = alias.name if alias.asname else alias.name.split(".")[0]
                name = alias.asname or module
                self.bind(name, scope, conditional, ("module", module))
        elif isinstance(node, ast.ImportFrom):
            self.import_from(node, scope, conditional)
        elif isinstance(node, ast.Global):
            self.global_names.update((scope, name) for name in node.names)
        elif isinstance(node, ast.Nonlocal):
            self.nonlocal_names.update((scope, name) for name in node.names)
        elif isinstance(node, ast.Delete):
            self.inner(scope, node)
        elif isinstance(node, ast.Assign):
            self.assign(node.targets, node.value, scope, conditional)
        elif isinstance(node, ast.AnnAssign):
            if node.value is not None:
                self.assign([node.target], node.value, scope, conditional, node.annotation)
            else:
                if scope != MODULE and scope not in self.classes:
                    self.inner(scope, node.target)
                self.expressions(scope, node.target, node.annotation)
        elif isinstance(node, (ast.If, ast.While)):
            self.inner(scope, node.test)
            self.expressions(scope, node.test)
            self.block(node.body + node.orelse, scope, True)
        elif isinstance(node, (ast.For, ast.AsyncFor)):
            self.inner(scope, node.target, node.iter)
            self.expressions(scope, node.target, node.iter)
            self.block(node.body + node.orelse, scope, True)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            self.inner(scope, *node.items)
            self.expressions(scope, *node.items)
            self.block(node.body, scope, conditional)
        elif isinstance(node, (ast.Try, getattr(ast, "TryStar", ast.Try))):
            self.block(node.body, scope, True)
            for handler in node.handlers:
                if handler.name:
                    self.rebind(handler.name, scope)
                self.inner(scope, handler.type)
                self.expressions(scope, handler.type)
                self.block(handler.body, scope, True)
            self.block(node.orelse + node.finalbody, scope, True)
        elif isinstance(node, ast.Match):
            self.inner(scope, node.subject)
            self.expressions(scope, node.subject)
            for case in node.cases:
                for name in pattern_names(case.pattern):
                    self.rebind(name, scope)
                self.inner(scope, case.guard)
                self.expressions(scope, case.pattern, case.guard)
                self.block(case.body, scope, True)
        else:
            self.inner(scope, node)
            self.expressions(scope, node)

    def definition(self, node, scope, conditional):
        inner = len(self.parents)
        self.parents.append(scope)
        self.bind(node.name, scope, conditional, "definition")
        if isinstance(node, ast.ClassDef):
            self.classes.add(inner)
            more = [*node.bases, *node.keywords]
        else:
            more = [node.returns, *node.args.defaults, *node.args.kw_defaults]
            for argument in arguments(node.args):
                self.bind(argument.arg, inner, False, None)
                more.append(argument.annotation)
        self.inner(scope, *more, *node.decorator_list)
        self.expressions(scope, *more)
        if node.decorator_list:
            self.decorated.append((node.decorator_list, node.name, scope))
        self.block(node.body, inner, False)

    def import_from(self, node, scope, conditional):
        module = "." * node.level + (node.module or "")
        known = {"spaces": "GPU", "datetime": "timedelta"}.get(module)
        for alias in node.names:
            if alias.name != "*":
                name = alias.asname or alias.name
                self.bind(name, scope, conditional, ("member", module, alias.name))
                continue
            self.last_star = len(self.bound)
            if known:
                self.bind(known, scope, conditional, ("member", module, known))

    def assign(self, targets, value, scope, conditional, annotation=None):
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr == "GPU":
                self.patched = True
            if isinstance(target, ast.Name):
                self.bind(target.id, scope, conditional, ("expression", value))
            else:
                for node in walk(target):
                    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                        self.bind(node.id, scope, conditional, None)
        self.inner(scope, annotation, value)
        self.expressions(scope, *targets, annotation, value, targets=targets)

    # --- Scopes ---

    def scopes(self, name, scope):
        yield scope
        at = scope
        while True:
            if at != MODULE and (at, name) in self.global_names:
                at = MODULE
            else:
                at = self.parents[at]
            if at is None:
                return
            if at not in self.classes:
                yield at

    def settle(self):
        """Moves what is bound with `nonlocal` to where it belongs."""
        own = {(it.scope, it.name) for it in self.bound} - self.nonlocal_names
        for it in self.bound:
            if (it.scope, it.name) in self.nonlocal_names:
                for scope in self.scopes(it.name, it.scope):
                    if scope != MODULE and (scope, it.name) in own:
                        it.scope, it.conditional = scope, True
                        break


def bound_inside(*nodes):
    for node in walk(*nodes):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Lambda):
            yield from (argument.arg for argument in arguments(node.args))


def arguments(args):
    named = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
    return [it for it in named if it is not None]


def pattern_names(pattern):
    for node in walk(pattern):
        for field in ("id", "attr", "name", "rest"):
            if isinstance(getattr(node, field, None), str):
                yield getattr(node, field)
        yield from getattr(node, "kwd_attrs", [])
