"""What an import or export of a PyPSA network leaves out, in Chinese: a new note without it fails here."""

import ast
import re
from pathlib import Path

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
    """Arguments of a call that become a note."""
    return call.args if ast.unparse(call.func).endswith(("notes.append", "notes.extend")) else []


def remarks():
    """Every one that the source has; 7 where something is filled in."""
    for path in sorted((SOURCE / "pypsa_io").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            parts = _said(node) if isinstance(node, ast.Call) else []
            parts = [part.elt if isinstance(part, ast.GeneratorExp) else part for part in parts]
            yield from (_text(part) for part in parts if " " in _text(part))


def test_every_remark_has_chinese():
    found = set(remarks())
    assert len(found) > 8 and "7 7 is called 7" in found
    lacking = [
        text for text in sorted(found) if not CHINESE.search(WORDS.remark(text)) or english_of(WORDS.remark(text))
    ]
    assert lacking == []
