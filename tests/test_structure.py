"""The size of classes and functions, and the imports between modules, over the whole project."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

ROOT = Path(__file__).parents[1]
ATTRIBUTES, LINES, ROOMS, FLOORS = 12, 60, 14, 8
"""Largest numbers: attributes of a class, lines of a function, modules and packages in `dispatch/solve`, and layers of their imports."""

Node = TypeVar("Node", bound=ast.AST)
FLAT = {
    "dispatch.batch.plan.Plan": "batch.json",
    "dispatch.batch.sweep.Sweep": "a sweep file",
    "dispatch.case.schema.columns.Column": "a column of the reference of tables",
    "dispatch.case.settings.Settings": "case.toml",
    "dispatch.results.stored.Place": "summary.json",
    "dispatch.results.stored_market.Account": "summary.json",
    "dispatch.results.stored.Record": "run.json",
    "dispatch.weather.parameters.Sun": "weather.toml",
    "dispatch.weather.parameters.Wind": "weather.toml",
}
"""Classes that have the keys of a file or table, whose form is fixed."""


@cache
def trees() -> dict[str, ast.Module]:
    """Return the syntax tree of each module of the project, by its full name."""
    files = [path for folder in ("dispatch", "models") for path in sorted((ROOT / folder).rglob("*.py"))]
    return {name(path): ast.parse(path.read_text(encoding="utf-8")) for path in files}


def name(path: Path) -> str:
    """Return the full name of the module in a file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def nodes(*kinds: type[Node]) -> Iterator[tuple[str, Node]]:
    """Yield the module and each node of some kinds."""
    return ((module, node) for module, tree in trees().items() for node in ast.walk(tree) if isinstance(node, kinds))


def attributes(of: ast.ClassDef) -> set[str]:
    """Return the names that a class declares with a type, or that its methods assign to `self`."""
    declared = {
        node.target.id for node in of.body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    assigned = {
        node.attr
        for method in of.body
        if isinstance(method, ast.FunctionDef)
        for node in ast.walk(method)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }
    return declared | assigned


def imports(module: str) -> set[str]:
    """Return the modules of the project that a module imports when it is loaded."""
    found: set[str] = set()
    package = module if (ROOT.joinpath(*module.split(".")) / "__init__.py").exists() else module.rpartition(".")[0]
    for node in loaded(trees()[module]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            base = ".".join([*parts[: len(parts) - node.level + 1], *([node.module] if node.module else [])])
            base = base if node.level else node.module or ""
            found |= {inner if (inner := f"{base}.{alias.name}") in trees() else base for alias in node.names}
    return {other for other in found if other in trees() and other != module}


def loaded(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that run when a module is loaded: functions, and imports for the type checker, are left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from loaded(node)


def floors(graph: dict[str, set[str]]) -> dict[str, int]:
    """Return the floor of each node: one above the highest of its imports. Raises AssertionError with a cycle."""
    level: dict[str, int] = {}

    def visit(node: str, path: tuple[str, ...]) -> int:
        assert node not in path, " imports ".join([*path[path.index(node) :], node])
        if node not in level:
            level[node] = 1 + max((visit(other, (*path, node)) for other in sorted(graph[node])), default=0)
        return level[node]

    for node in sorted(graph):
        visit(node, ())
    return level


def inherited(module: str, of: ast.ClassDef) -> set[str]:
    """Return the attributes of a class and of its bases that stand in the same module."""
    own = {node.name: node for node in trees()[module].body if isinstance(node, ast.ClassDef)}
    bases = [own[base.id] for base in of.bases if isinstance(base, ast.Name) and base.id in own]
    return attributes(of).union(*(inherited(module, base) for base in bases))


def test_no_class_has_more_than_twelve_attributes() -> None:
    count = {f"{module}.{node.name}": len(inherited(module, node)) for module, node in nodes(ast.ClassDef)}
    assert {where for where, many in count.items() if many > ATTRIBUTES} == set(FLAT)


def test_no_function_has_more_than_sixty_lines() -> None:
    count = {
        f"{module}.{node.name}": (node.end_lineno or 0) - node.lineno + 1 for module, node in nodes(ast.FunctionDef)
    }
    assert not {where: lines for where, lines in count.items() if lines > LINES}


def test_modules_import_each_other_in_no_circle() -> None:
    floors({module: imports(module) for module in trees()})


def test_the_solver_has_few_rooms_and_floors() -> None:
    """The rooms of `dispatch/solve` are its modules and packages; a package counts as one."""
    base = "dispatch.solve."

    def room(module: str) -> str:
        return module.removeprefix(base).split(".")[0]

    inside = [module for module in trees() if module.startswith(base)]
    graph = {room(module): set[str]() for module in inside}
    for module in inside:
        graph[room(module)] |= {room(other) for other in imports(module) if other.startswith(base)} - {room(module)}
    assert len(graph) <= ROOMS, sorted(graph)
    level = floors(graph)
    assert max(level.values()) <= FLOORS, level


def test_the_measures_find_what_they_measure() -> None:
    tree = ast.parse("class A:\n    a: int\n    def f(self):\n        self.b, self.c.d = 1, 2\n")
    (node,) = tree.body
    assert isinstance(node, ast.ClassDef) and attributes(node) == {"a", "b"}
    assert floors({"a": {"b"}, "b": {"c"}, "c": set()}) == {"c": 1, "b": 2, "a": 3}
    with pytest.raises(AssertionError, match="a imports b imports a"):
        floors({"a": {"b"}, "b": {"a"}})
