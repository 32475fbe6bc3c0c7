"""An infeasible case, and what else ends without a dispatch, in both languages."""

import ast
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dispatch.cli import app
from dispatch.messages import CATALOGUE, Lang, Message, Quantity, Words, message
from dispatch.messages.constraints import CONSTRAINTS
from dispatch.messages.failures import FAILURES
from dispatch.results import violations

from .test_catalogue import constants
from .test_faults import prose

ROOT = Path(__file__).parents[2]
CHINESE = re.compile("[\u4e00-\u9fff]")
WORDS = Words(Lang.zh)


def english_of(told):
    """What is left of English sentences: two words of a language side by side."""
    return re.findall(r"\b[a-z]{2,} [a-z]{2,}\b", re.sub(r"`[^`]*`|\{[^}]*\}", "", told))


def calls(folder, name):
    """Each call of the source of a function or method of that name."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == name:
                yield node


def test_every_violation_has_a_unit_and_both_sides_that_it_needs():
    keys = {key for key in FAILURES if re.match(r"violation\.[A-Z]", key)}
    assert {key.split(".")[1].partition("_")[0] for key in keys} == set(violations._UNITS)


def test_a_violation_in_both_languages():
    place = message("join.places", parts=[violations._place("area", "A"), violations._place("keeper", "grid@A")])
    told = message("violation.B1_below", place=place, amount=Quantity(3.0, "MW"))
    assert str(told) == "area A, dispatcher grid@A: up to 3 MW missing"
    assert WORDS(told) == "区域 A，调度机构 grid@A：最多缺 0.3 万千瓦"
    assert Message.of(json.loads(json.dumps(told.record()))) == told
    assert str(violations._place("mine", "x")) == WORDS(violations._place("mine", "x")) == "mine x"


def test_a_text_of_a_users_own_constraint_stays():
    for text, chinese in (
        (message("constraint.ramp_up"), "上爬坡：最多超上限 0.5"),
        ("my own rule", "my own rule：最多超上限 0.5"),
    ):
        assert WORDS(message("violation.above", subject=text, amount="0.5")) == chinese


def test_no_constraint_states_prose():
    texts = [word.value for call in calls("models", "constraint") for word in call.keywords if word.arg == "text"]
    assert len(texts) > 70
    assert [ast.unparse(text) for text in texts if prose(text)] == []


def test_every_text_of_a_constraint_is_used():
    used = set(constants())
    stems = [text for text in used if text.startswith("constraint.") and text.endswith("_")]
    assert sorted(stems) == [
        f"constraint.{stem}" for stem in ("forecast_reserve_", "most_reserve_", "ramp_", "reserve_")
    ]
    either = {f"{stem}{way}" for stem in stems for way in ("up", "down")}
    assert set(CONSTRAINTS) - used - either == set()
    assert either <= set(CONSTRAINTS)


def test_every_text_has_chinese_without_english_sentences():
    shown = {key: texts[1] for key, texts in (CONSTRAINTS | FAILURES).items()}
    bare = ("place.other", "violation.line")
    assert [
        key for key, text in shown.items() if not CHINESE.search(text) and key not in bare and "join" not in key
    ] == ["violation.subject"]
    assert [key for key, text in shown.items() if english_of(text)] == []


@pytest.mark.parametrize(
    "name", ["InfeasibleError", "SolverError", "UnboundedError", "OutOfMemoryError", "Interrupted"]
)
def test_no_error_without_a_dispatch_states_prose(name):
    assert [ast.unparse(call) for call in calls("dispatch", name) if any(map(prose, call.args[:1]))] == []


def test_every_end_of_the_catalogue_is_used():
    known = {key for key in FAILURES if key.startswith(("end.", "ray."))}
    assert known - set(constants()) == set() and known <= set(CATALOGUE)


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
