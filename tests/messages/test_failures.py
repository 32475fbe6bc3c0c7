"""An infeasible case, and what else ends without a dispatch, in Chinese."""

import ast
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dispatch.cli import app
from dispatch.messages import Lang, Words
from dispatch.results import violations

ROOT = Path(__file__).parents[2]
CHINESE = re.compile("[\u4e00-\u9fff]")
WORDS = Words(Lang.zh)


def english_of(told):
    """What is left of English sentences: two words of a language side by side."""
    return re.findall(r"\b[a-z]{2,} [a-z]{2,}\b", told)


@pytest.mark.parametrize("span", [" over the whole window", " in 3 hours from 01:00 to 05:00, most at 02:00"])
def test_every_violation_has_chinese(span):
    phrases = [phrase for above, below, _ in violations._WORDS.values() for phrase in (above, below) if phrase]
    assert len(phrases) > 10
    for phrase in phrases:
        told = WORDS.failure(f"{phrase.format(place='area A, fleet b', amount='up to 3 MW')}{span}  (B1_balance)")
        assert "区域 A，机组 b" in told and "0.3 万千瓦" in told and "(B1_balance)" in told
        assert CHINESE.search(told) and not english_of(told), told


def texts_of_constraints():
    """Texts that the models give their constraints; 7 where something is filled in."""
    for path in sorted((ROOT / "models").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "constraint":
                for text in (keyword.value for keyword in call.keywords if keyword.arg == "text"):
                    if isinstance(text, ast.Constant):
                        yield text.value
                    elif isinstance(text, ast.JoinedStr):
                        filled = "".join(p.value if isinstance(p, ast.Constant) else "{}" for p in text.values)
                        two_ways = filled.startswith(("ramp", "reserve", "most reserve"))
                        yield from (filled.replace("{}", value) for value in (("up", "down") if two_ways else ("7",)))


def test_every_constraint_has_chinese():
    texts = set(texts_of_constraints())
    assert len(texts) > 50 and "balance of an area" in texts
    assert [text for text in sorted(texts) if not CHINESE.search(WORDS.constraint(text))] == []
    for text in texts:
        told = WORDS.failure(f"fleet a: {text} above its limit by up to 0.5 over the whole window  (T_x)")
        assert "机组 a" in told and "0.5" in told and not english_of(told), told
        assert WORDS.failure(f"{text} below its limit by up to 1 over the whole window  (T_x)") != text


def sentences_of_errors():
    """What InfeasibleError, SolverError and Interrupted are raised with; 7 where something is filled in."""
    for path in sorted((ROOT / "dispatch").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
            for said in call.args[:1] if name in ("InfeasibleError", "SolverError", "Interrupted") else ():
                if isinstance(said, ast.Constant):
                    yield said.value
                elif isinstance(said, ast.JoinedStr):
                    yield "".join(part.value if isinstance(part, ast.Constant) else "7" for part in said.values)


def test_every_error_has_chinese():
    said = set(sentences_of_errors())
    assert len(said) >= 3
    assert [text for text in sorted(said) if english_of(WORDS.failure(text).replace("`dispatch diagnose`", ""))] == []


MUST_RUN = {"fleet": "must", "capacity": 1000, "minimum_heating": 0.5, "minimum_other": 0.5, "minimum_online": 1}


@pytest.mark.parametrize("command", ["run", "diagnose"])
def test_an_infeasible_case_is_told_in_chinese(tiny_folder, tmp_path, command):
    words = [command, tiny_folder(load=[800, 300], thermal=[MUST_RUN]), "--lang", "zh"]
    if command == "run":
        words += ["--out", tmp_path / "out"]
    said = CliRunner().invoke(app, [str(word) for word in words])
    told = said.stderr if command == "run" else said.stdout
    assert "区域 A：最多 20 万千瓦无处可用，共 1 小时" in told and "2030-01-07 01:00" in told
    assert [line for line in told.splitlines() if line.startswith("area")] == []
