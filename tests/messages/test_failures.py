"""An infeasible case, and what else ends without a dispatch, in both languages."""

import ast
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dispatch.cli import app
from dispatch.messages import CATALOGUE, Lang, Message, Quantity, Words, message
from dispatch.messages.failures import FAILURES
from dispatch.messages.model import CONSTRAINTS, VARIABLES
from dispatch.results import violations

from .test_catalogue import constants
from .test_faults import assigned, states_prose

ROOT = Path(__file__).parents[2]
CHINESE = re.compile("[\u4e00-\u9fff]")
WORDS = Words(Lang.zh)


def english_of(result):
    """What is left of English sentences: two words of a language side by side."""
    return re.findall(r"\b[a-z]{2,} [a-z]{2,}\b", re.sub(r"`[^`]*`|\{[^}]*\}", "", result))


def calls_and_names(folder, name):
    """Each call of the source of a function or method of that name, and what its file assigns to names."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        names = assigned(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == name:
                yield node, names


def calls(folder, name):
    """Each call of the source of a function or method of that name."""
    return [call for call, _ in calls_and_names(folder, name)]


def sides_of_rows(number):
    """Sides on which the rows of an equation can be violated, as its golden LPs have their relations."""
    relations = set()
    for path in (ROOT / "tests/models/golden").glob(f"{number}_*.lp"):
        rows = [
            row for row in path.read_text("ascii").split("\nst\n")[1].split("\nbounds")[0].splitlines() if ":" in row
        ]
        relations |= {relation for row in rows for relation in re.findall(r" (<=|>=|=) ", row)}
    assert relations, number
    return {"above" for relation in relations if relation != ">="} | {"below" for r in relations if r != "<="}


def test_every_violation_has_a_unit_and_the_sides_of_its_rows():
    """No text for a side on which a row cannot be violated, none missing for one on which it can."""
    stated = {}
    for key in FAILURES:
        if found := re.fullmatch(r"violation\.([A-Z]+\d*)_(above|below)", key):
            stated.setdefault(found[1], set()).add(found[2])
    demanded = {
        call.args[0].value.partition("_")[0]
        for call in calls("models", "constraint")
        if any(keyword.arg == "unit" for keyword in call.keywords) and isinstance(call.args[0], ast.Constant)
    }
    assert stated == {number: sides_of_rows(number) for number in demanded}


def test_a_violation_in_both_languages():
    place = message("join.places", parts=[violations._place("area", "A"), violations._place("keeper", "grid@A")])
    result = message("violation.B1_below", place=place, amount=Quantity(3.0, "MW"))
    assert str(result) == "area A, dispatcher grid@A: up to 3 MW missing"
    assert WORDS(result) == "区域 A，调度机构 grid@A：最多缺 0.3 万千瓦"
    assert Message.of(json.loads(json.dumps(result.record()))) == result
    assert str(violations._place("mine", "x")) == WORDS(violations._place("mine", "x")) == "mine x"


def test_a_text_of_a_users_own_constraint_stays():
    for text, chinese in (
        (message("constraint.ramp_up"), "上爬坡：最多超上限 0.5"),
        ("my own rule", "my own rule：最多超上限 0.5"),
    ):
        assert WORDS(message("violation.above", subject=text, amount="0.5")) == chinese


def test_no_constraint_states_prose():
    texts = [
        (text.value, names)
        for call, names in [*calls_and_names("models", "constraint"), *calls_and_names("models", "variable")]
        for text in call.keywords
        if text.arg == "text"
    ]
    assert len(texts) > 120
    assert [ast.unparse(text) for text, names in texts if states_prose(text, names)] == []


def test_every_column_of_the_model_has_its_text():
    """``variable.NAME`` in the catalogue for each block; a part of the name that is filled in is that of several keys."""
    used, stated = set(), []
    for call in calls("models", "variable"):
        name = call.args[0]
        pattern = re.escape(name.value) if isinstance(name, ast.Constant) else ".+"
        if isinstance(name, ast.JoinedStr):
            pattern = "".join(re.escape(part.value) if isinstance(part, ast.Constant) else ".+" for part in name.values)
        keys = {key for key in VARIABLES if re.fullmatch(rf"variable\.{pattern}", key)}
        assert keys, ast.unparse(name)
        used |= keys if pattern != ".+" else set()
        (text,) = (word.value for word in call.keywords if word.arg == "text")
        own = name.value if isinstance(name, ast.Constant) else ast.unparse(name).removeprefix("f'").removesuffix("'")
        own = f"{{{own}}}" if isinstance(name, ast.Name) else own
        stated += [ast.unparse(text)] if f"variable.{own}" not in ast.unparse(text) else []
    assert stated == []
    assert set(VARIABLES) - used == {f"variable.{name}" for name in NAMED_BY_CALLERS}


NAMED_BY_CALLERS = ("link_capacity", "shed_reserve_up", "shift_reserve_up")
"""Blocks whose name is an argument of the function that adds them."""


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
    shown = {key: texts[1] for key, texts in (CONSTRAINTS | VARIABLES | FAILURES).items()}
    bare = ("place.other", "violation.line")
    assert [
        key for key, text in shown.items() if not CHINESE.search(text) and key not in bare and "join" not in key
    ] == ["violation.subject"]
    assert [key for key, text in shown.items() if english_of(text)] == []


@pytest.mark.parametrize(
    "name", ["InfeasibleError", "SolverError", "UnboundedError", "OutOfMemoryError", "Interrupted"]
)
def test_no_error_without_a_dispatch_states_prose(name):
    found = list(calls_and_names("dispatch", name))
    assert [ast.unparse(call) for call, names in found if any(states_prose(one, names) for one in call.args[:1])] == []


def test_every_end_of_the_catalogue_is_used():
    known = {key for key in FAILURES if key.startswith(("end.", "ray."))}
    assert known - set(constants()) == set() and known <= set(CATALOGUE)


MUST_RUN = {"fleet": "must", "capacity": 1000, "minimum_heating": 0.5, "minimum_other": 0.5, "minimum_online": 1}


@pytest.mark.parametrize("command", ["run", "diagnose"])
def test_an_infeasible_case_is_reported_in_chinese(tiny_folder, tmp_path, command):
    words = [command, tiny_folder(load=[800, 300], thermal=[MUST_RUN]), "--lang", "zh"]
    if command == "run":
        words += ["--out", tmp_path / "out"]
    output = CliRunner().invoke(app, [str(word) for word in words])
    result = output.stderr if command == "run" else output.stdout
    assert "区域 A：最多 20 万千瓦无处可用，共 1 小时" in result and "2030-01-07 01:00" in result
    assert [line for line in result.splitlines() if line.startswith("area")] == []
