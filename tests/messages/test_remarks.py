"""How a case is solved, and what an exchange leaves out, in Chinese: a new note without it fails here."""

import ast
import re
from pathlib import Path

from typer.testing import CliRunner

from dispatch.cli import app
from dispatch.errors import SolverError
from dispatch.messages import Lang, Words

SOURCE = Path(__file__).parents[2] / "dispatch"
CHINESE = re.compile("[\u4e00-\u9fff]")
WORDS = Words(Lang.zh)


def english_of(told):
    return re.findall(r"\b[a-z]{2,} [a-z]{2,}\b", told)


def _text(node):
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "7" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _said(call):
    """Arguments of a call that become a note or a stage."""
    function = call.func
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    if name in ("append", "extend"):
        return call.args if ast.unparse(function).endswith("notes." + name) else []
    if name == "Solution":
        return [one for arg in call.args if isinstance(arg, ast.Tuple) for one in arg.elts]
    return call.args if name in ("Progress", "_tell", "_end", "_visit") else []


def remarks():
    """Every one that the source has; 7 where something is filled in."""
    for path in [*sorted((SOURCE / "solve").glob("*.py")), *sorted((SOURCE / "exchange").glob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            parts = _said(node) if isinstance(node, ast.Call) else []
            if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 2:
                parts = [part for part in node.value.elts if _text(part).startswith("since ")]
                yield from (
                    f"method ipm, {_text(part)}{begun}" for part in parts for begun in ("", ", from the basis given")
                )
                continue
            if isinstance(node, ast.Assign | ast.AugAssign) and ast.unparse(node).startswith("notes"):
                parts = [*getattr(node.value, "elts", [])]
            parts = [part.elt if isinstance(part, ast.GeneratorExp) else part for part in parts]
            yield from (_text(part) for part in parts if " " in _text(part) and not _text(part).startswith("method "))


def test_every_remark_has_chinese():
    found = set(remarks())
    assert len(found) > 30 and {"a window has no optimum", "merging windows, 7 parts", "7 7 is called 7"} <= found
    lacking = [
        text for text in sorted(found) if not CHINESE.search(WORDS.remark(text)) or english_of(WORDS.remark(text))
    ]
    assert lacking == []


def test_notes_in_errors_and_in_the_closing_table(tiny_folder, tmp_path):
    error = SolverError("no method of HiGHS found a feasible dispatch (method ipm, as asked; a window has no optimum)")
    assert WORDS.failure(error) == "HiGHS 的各种方法均未得到可行方案（方法 ipm，按要求；有窗口没有最优解）"
    case = tiny_folder(load=[800, 300], thermal=[{"fleet": "coal", "capacity": 1000}])
    said = CliRunner().invoke(app, ["run", str(case), "--out", str(tmp_path / "out"), "--lang", "zh"])
    assert said.exit_code == 0 and "规模小" in said.stdout and not re.search("method|since", said.stdout), said.stdout
