"""Faults, remedies and remarks are messages of the catalogue: no place of the source states one in prose."""

import ast
import json
import re
from pathlib import Path

import pytest

from dispatch.case import read_case
from dispatch.case.cell_values import describe
from dispatch.case.keys import rule_of
from dispatch.case.schema import TABLES
from dispatch.errors import CaseError, Fault
from dispatch.messages import CATALOGUE, Lang, Message, Words, message

from .test_catalogue import constants

ROOT = Path(__file__).parents[2]
CHINESE = re.compile("[\u4e00-\u9fff]")
FAULTS = {key: texts for key, texts in CATALOGUE.items() if key.split(".")[0] in ("fault", "remedy", "list", "remark")}
MAKERS = {
    "Fault": slice(4, 6),
    "fault": slice(-2, None),
    "_fault": slice(-2, None),
    "one_fault": slice(1, 3),
    "WrongValueError": slice(0, 2),
    "_RefusedError": slice(0, 2),
    "refuse": slice(3, None),
    "such_hours": slice(0, 1),
    "such_rows": slice(0, 1),
}
"""What makes a fault, or a part of one -> its arguments that are rules and remedies."""


def english_of(text):
    """What is left of English sentences: two words side by side that are no code and no command."""
    bare = re.sub(r"`[^`]*`|\"[^\"]*\"|pip install|--keep \w+|\{[^}]*\}", "", text)
    return re.findall(r"\b[A-Za-z]{2,} [a-z]{2,}\b", bare)


def prose(node):
    """Whether an expression is an English sentence: a text with two words side by side."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    output = "".join(
        part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "7" for part in parts
    )
    return bool(english_of(output))


def assigned(tree):
    """Name -> every expression that the file assigns to it, in whatever function."""
    found = {}
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None) or getattr(node, "iter", None)
        for target in targets:
            pairs = [(target, value)]
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
                pairs = list(zip(target.elts, value.elts, strict=True))
            for own, given in pairs:
                if given is not None:
                    for name in ast.walk(own) if own is not None else ():
                        if isinstance(name, ast.Name):
                            found.setdefault(name.id, []).append(given)
    return found


def states_prose(node, names, seen=frozenset()):
    """Whether an expression may be an English sentence: one itself, a choice of some, or a variable that holds one."""
    if isinstance(node, ast.Name):
        values = names.get(node.id, []) if node.id not in seen else []
        return any(states_prose(value, names, seen | {node.id}) for value in values)
    if isinstance(node, ast.IfExp):
        return any(states_prose(part, names, seen) for part in (node.body, node.orelse))
    if isinstance(node, ast.BoolOp | ast.Dict):
        return any(states_prose(part, names, seen) for part in node.values)
    if isinstance(node, ast.Tuple | ast.List):
        return any(states_prose(part, names, seen) for part in node.elts)
    if isinstance(node, ast.BinOp):
        return any(states_prose(part, names, seen) for part in (node.left, node.right))
    if isinstance(node, ast.Subscript | ast.Starred):
        return states_prose(node.value, names, seen)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):  # "a text {}".format(...)
        return states_prose(node.func.value, names, seen)
    return prose(node)


@pytest.mark.parametrize(
    ("source", "whether"),
    [
        ("f('no such name')", True),
        ("rule = 'no such name'\nf(rule)", True),
        ("rule, other = 'no such name', 1\nf(rule)", True),
        ("rules = {'a': 'no such name'}\nrule = rules['a'] if x else None\nf(rule)", True),
        ("for rule in ('no such name', 'b'):\n    f(rule)", True),
        ("f('no such {}'.format('name'))", True),
        ("f(f'{x} has no name')", True),
        ("f('no such ' + name)", True),
        ("rule = message('no.such_name')\nf(rule)", False),
        ("rule = 'word'\nf(rule)", False),
    ],
)
def test_prose_is_found_in_variables_and_choices_too(source, whether):
    tree = ast.parse(source)
    (call,) = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "f")
    assert states_prose(call.args[0], assigned(tree)) is whether


def calls(names):
    """(file, call, function) of each call of the source of one of these functions."""
    for path in sorted((ROOT / "dispatch").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in names:
                    yield path, node, name


def test_no_fault_is_stated_in_prose():
    found = [(path, part) for path, node, name in calls(MAKERS) for part in node.args[MAKERS[name]]]
    assert len(found) > 400
    known = {path: assigned(ast.parse(path.read_text("utf-8"))) for path in {path for path, _ in found}}
    stated = [f"{path}:{part.lineno}" for path, part in found if states_prose(part, known[path])]
    assert stated == []


def test_no_remark_of_an_exchange_is_stated_in_prose():
    found = [node for path, node, _ in calls({"append", "extend"}) if "notes." in ast.unparse(node.func)]
    assert len(found) > 8
    assert [ast.unparse(node) for node in found if any(map(prose, ast.walk(node)))] == []


def test_no_model_of_a_file_refuses_in_prose():
    """Settings, weather, maps of series, sweeps, Slurm: validators raise ValueError with a message."""
    models = [path for path, *_ in calls({"model_validator", "field_validator"})]
    found = [(path, node) for path, node, _ in calls({"ValueError"}) if path in models]
    assert len(found) > 20
    known = {path: assigned(ast.parse(path.read_text("utf-8"))) for path in models}
    stated = [
        f"{path}:{node.lineno}" for path, node in found if any(states_prose(part, known[path]) for part in node.args)
    ]
    assert stated == []


def test_every_fault_and_remedy_of_the_catalogue_is_used():
    assert set(FAULTS) - set(constants()) == set()


def test_chinese_of_faults_holds_no_english_sentence():
    bare = {key: texts[1] for key, texts in FAULTS.items() if not key.startswith("fault.line")}
    joins = ("fault.common.of", "list.of")
    assert [key for key, text in bare.items() if not CHINESE.search(text) and key not in joins] == []
    assert [text for text in bare.values() if english_of(text)] == []


def test_a_fault_in_both_languages():
    fault = Fault(
        "n.nc",
        3,
        "Link 'a' delay",
        "2",
        message("fault.pypsa.delay"),
        message("remedy.pypsa.set_default", default=0.5),
    )
    assert (
        str(fault)
        == "n.nc, row 3, column Link 'a' delay: '2': delayed delivery is not carried. Set it to its default, 0.5."
    )
    assert Words(Lang.zh).fault(fault) == "n.nc，第 3 行，列 Link 'a' delay：'2'：不支持延迟送达。请设为默认值 0.5。"


def test_a_changed_english_text_changes_no_chinese(monkeypatch):
    fault = Fault("a.csv", 0, "", "", message("fault.case.file_empty"), message("remedy.case.sort"))
    before = Words(Lang.zh).fault(fault)
    monkeypatch.setitem(
        CATALOGUE, "fault.case.file_empty", ("nothing is in the file", CATALOGUE["fault.case.file_empty"][1])
    )
    assert str(fault).startswith("a.csv: nothing is in the file.")
    assert Words(Lang.zh).fault(fault) == before
    assert CaseError([fault, fault]).faults == (fault,)


def test_a_rule_of_a_validator_is_its_message():
    rule = message("fault.batch.only_axis_cases")
    assert rule_of({"type": "value_error", "input": 1, "ctx": {"error": ValueError(rule)}}) is rule
    with pytest.raises(AssertionError):
        rule_of({"type": "value_error", "input": 1, "ctx": {"error": ValueError("prose")}})


def test_a_remedy_describes_every_column_in_both_languages():
    described = {column: describe(column) for table in TABLES for column in table.columns}
    assert len(described) > 300
    for column, remedy in described.items():
        assert Message.of(json.loads(json.dumps(remedy.record()))) == remedy
        assert column.text in str(remedy)
        chinese = remedy.text(Lang.zh)
        assert column.zh in chinese and CHINESE.search(chinese)
        assert english_of(chinese) == [], chinese


def test_a_remedy_describes_a_key_of_case_toml_in_both_languages(tiny_folder):
    folder = tiny_folder(load=[1, 1], thermal=[{"fleet": "coal", "capacity": 10}])
    text = (folder / "case.toml").read_text("utf-8")
    (folder / "case.toml").write_text(re.sub("lost_load = .*", 'lost_load = "x"', text), encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        read_case(folder)
    (fault,) = caught.value.faults
    assert "lost_load is: Value of lost load [CNY/MWh]." in str(fault)
    assert "lost_load 为：失负荷价值 [CNY/MWh]。" in Words(Lang.zh).fault(fault)


def test_rules_are_messages():
    assert isinstance(rule_of({"type": "missing", "input": {}}), Message)
