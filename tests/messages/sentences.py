"""What the source says of faults, read from its syntax: rules and remedies with 7 where something is filled in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "dispatch"
FILLED = "7"
_PLACES = {
    # what makes a fault -> arguments that are its rule and its remedy
    "Fault": (-2, -1),
    "fault": (-2, -1),
    "_fault": (-2, -1),
    "one_fault": (1, 2),
    "WrongValueError": (0, 1),
    "_RefusedError": (0, 1),
    "refuse": (3, None),
}
_DEEPEST = 8


class Module:
    """A file: the texts that its expressions may have."""

    def __init__(self, path: Path) -> None:
        self.tree = ast.parse(path.read_text("utf-8"))
        self.functions = {node.name: node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)}

    def faults(self) -> Iterator[tuple[set[str], set[str]]]:
        """(rules, remedies) of each place where a fault is made."""
        for function in self.functions.values():
            names = _assigned(function)
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                places = _PLACES.get(_name(call.func))
                if places is None or len(call.args) < 2:
                    continue
                yield tuple(set() if k is None else self.texts(call.args[k], names) for k in places)  # type: ignore[misc]

    def refused_by_models(self) -> Iterator[str]:
        """Rules that pydantic's models raise ValueError with, as faults have them."""
        for function in self.functions.values():
            for node in ast.walk(function):
                if (
                    isinstance(node, ast.Raise)
                    and isinstance(node.exc, ast.Call)
                    and _name(node.exc.func) == "ValueError"
                ):
                    for text in self.texts(node.exc.args[0], {}) if node.exc.args else ():
                        yield text[:1].lower() + text[1:]

    def texts(self, node: ast.expr, names: dict[str, list[ast.expr]], depth: int = 0) -> set[str]:
        """Every text that an expression may have."""
        if depth > _DEEPEST:
            return {FILLED}

        def inner(part: ast.expr) -> set[str]:
            return self.texts(part, names, depth + 1)

        match node:
            case ast.Constant(value=str(text)):
                return {text}
            case ast.JoinedStr(values=parts):
                return _joined([inner(p.value if isinstance(p, ast.FormattedValue) else p) for p in parts])
            case ast.IfExp(body=one, orelse=other):
                return inner(one) | inner(other)
            case ast.BoolOp(values=parts):
                return set().union(*map(inner, parts))
            case ast.BinOp(op=ast.Add(), left=one, right=other):
                return _joined([inner(one), inner(other)])
            case ast.Name(id=name) if name in names:
                return set().union(*map(inner, names[name]))
            case ast.Call(func=ast.Name(id="options"), args=[_, _, what]):
                return {f"Did you mean {FILLED}? {text}: {FILLED} and {FILLED} more." for text in inner(what)}
            case ast.Call(func=ast.Name(id=name)) if name in self.functions:
                own = self.functions[name]
                given = [n.value for n in ast.walk(own) if isinstance(n, ast.Return) and n.value is not None]
                return set().union(*(self.texts(value, _assigned(own), depth + 1) for value in given)) or {FILLED}
        return {FILLED}


def _joined(parts: list[set[str]]) -> set[str]:
    whole = {""}
    for part in parts:
        whole = {begun + text for begun in whole for text in part}
    return whole


def _name(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _assigned(function: ast.FunctionDef) -> dict[str, list[ast.expr]]:
    """Name -> what is assigned to it, also by loops over literal tuples."""
    found: dict[str, list[ast.expr]] = {}

    def bind(target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            found.setdefault(target.id, []).append(value)
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            for one, own in zip(target.elts, value.elts, strict=True):
                bind(one, own)

    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                bind(target, node.value)
    for node in ast.walk(function):
        if isinstance(node, ast.For):
            loops = found.get(node.iter.id, []) if isinstance(node.iter, ast.Name) else [node.iter]
            for value in (row for loop in loops if isinstance(loop, ast.Tuple) for row in loop.elts):
                bind(node.target, value)
    return found


def modules() -> list[Module]:
    """Every file of the package."""
    return [Module(path) for path in sorted(SOURCE.rglob("*.py"))]
