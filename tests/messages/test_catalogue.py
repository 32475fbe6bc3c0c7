"""The catalogue: each key once, in two languages, with the same values; the source and the catalogue know the same keys."""

import ast
import json
import pickle
import re
import string
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dispatch.cli import app
from dispatch.errors import CaseError, Fault, InfeasibleError, OutOfMemoryError, SolverError
from dispatch.messages import CATALOGUE, Lang, Message, Words, clauses, message, names, sentences
from dispatch.messages.catalogue import PARTS
from dispatch.messages.solving import SOLVING

ROOT = Path(__file__).parents[2]
ZH = Words(Lang.zh)
NOTE = message("note.method", method="ipm", why=message("why.small", rows=12345, hours=168))


def values_of(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_no_key_is_in_two_parts():
    assert sum(map(len, PARTS)) == len(CATALOGUE)


def test_both_languages_of_a_key_have_the_same_values():
    assert [key for key, (english, chinese) in CATALOGUE.items() if values_of(english) != values_of(chinese)] == []


def constants():
    """Every text of the source outside the catalogue."""
    for path in [*(ROOT / "dispatch").rglob("*.py"), *(ROOT / "models").rglob("*.py")]:
        if path.parent != ROOT / "dispatch" / "messages":
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def keys_of_messages():
    """First argument of each ``message(...)`` of the source; a choice of two keys counts as both."""
    for path in [*(ROOT / "dispatch").rglob("*.py"), *(ROOT / "models").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "message":
                parts = (
                    [node.args[0].body, node.args[0].orelse] if isinstance(node.args[0], ast.IfExp) else node.args[:1]
                )
                yield from (part.value for part in parts if isinstance(part, ast.Constant))


def test_every_key_that_the_source_uses_exists():
    used = set(keys_of_messages())
    assert {"note.multiplier_iteration", "stage.merging", "name.simplex", "end.failed"} <= used
    assert used - set(CATALOGUE) == set()


def test_every_message_is_given_the_values_of_its_text():
    wrong = []
    for path in [*(ROOT / "dispatch").rglob("*.py"), *(ROOT / "models").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "message":
                given = {word.arg for word in node.keywords}
                for key in ast.walk(node.args[0]):
                    if isinstance(key, ast.Constant) and key.value in CATALOGUE and None not in given:
                        needed = values_of(CATALOGUE[key.value][0]) if "join." not in key.value else {"parts"}
                        wrong += [f"{path}:{node.lineno} {key.value}"] if given != needed else []
    assert wrong == []


def calls_of_words():
    """(place, node of the key, names of the values or None) of each ``words(key, ...)`` of the source."""
    for path in [*(ROOT / "dispatch").rglob("*.py"), *(ROOT / "models").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                function = node.func.func if isinstance(node.func, ast.Call) else node.func
                name = getattr(function, "id", getattr(function, "attr", ""))
                if name == "words" or (name == "Words" and isinstance(node.func, ast.Call)):
                    given = {word.arg for word in node.keywords}
                    yield f"{path}:{node.lineno}", node.args[0], None if None in given else given


def stated_keys(node):
    """Constants that an expression may be: itself, or those of a choice."""
    if isinstance(node, ast.IfExp):
        return [key for part in (node.body, node.orelse) for key in stated_keys(part)]
    return [node.value] if isinstance(node, ast.Constant) else []


def test_every_key_of_words_exists_and_is_given_its_values():
    calls = list(calls_of_words())
    stated = [(place, key, given) for place, node, given in calls for key in stated_keys(node)]
    assert len(stated) > 100
    assert [(place, key) for place, key, _ in stated if key not in CATALOGUE] == []
    wrong = [
        (place, key, given)
        for place, key, given in stated
        if given is not None and values_of(CATALOGUE[key][0]) != given
    ]
    assert wrong == []


def test_every_key_of_words_that_is_filled_in_has_texts():
    """``words(f"case_{outcome}")``: some key of the catalogue begins and ends so."""
    patterns = [
        (place, "".join(re.escape(part.value) if isinstance(part, ast.Constant) else ".+" for part in node.values))
        for place, node, _ in calls_of_words()
        if isinstance(node, ast.JoinedStr)
    ]
    assert len(patterns) > 10
    assert [
        (place, pattern) for place, pattern in patterns if not any(re.fullmatch(pattern, key) for key in CATALOGUE)
    ] == []


def test_every_key_of_the_solve_is_used():
    assert set(SOLVING) - set(constants()) == set()


def test_chinese_of_the_solve_holds_no_english_sentence():
    shown = [re.sub(r"\{[^}]*\}", "7", texts[1]) for texts in SOLVING.values()]
    assert [text for text in shown if not re.search("[\u4e00-\u9fff]", text)] == []
    assert [text for text in shown if re.search(r"\b[A-Za-z]{2,} [a-z]{2,}\b", text)] == []


def test_a_changed_english_text_changes_no_chinese(monkeypatch):
    before = ZH(NOTE)
    monkeypatch.setitem(CATALOGUE, "why.small", ("because it is small", CATALOGUE["why.small"][1]))
    assert str(NOTE) == "method ipm, because it is small"
    assert ZH(NOTE) == before == "方法 ipm，因规模小（12,345 行、168 小时）"


def test_a_message_survives_json_and_pickle_and_has_an_order():
    whole = clauses(NOTE, message("note.round", number=1, bound=0.5, master=float("inf")))
    assert Message.of(json.loads(json.dumps(whole.record()))) == whole == pickle.loads(pickle.dumps(whole))
    assert len({whole, pickle.loads(pickle.dumps(whole))}) == 1
    assert sorted([message("b"), message("a", x=2), message("a", x=1)]) == [
        message("a", x=1),
        message("a", x=2),
        message("b"),
    ]


@pytest.mark.parametrize(
    "error",
    [
        CaseError(
            [Fault("load.csv", 2, "energy", "x", message("fault.batch.walltime"), message("fault.batch.walltime"))]
        ),
        InfeasibleError(message("end.infeasible_whole_units")),
        SolverError(NOTE, "time_limit"),
        OutOfMemoryError(NOTE),
    ],
)
def test_an_error_survives_pickle(error):
    """Cases that a program of the user solves in processes of its own report their errors so."""
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error) and str(again) == str(error) and vars(again) == vars(error)


def test_names_sentences_and_clauses_are_joined_as_the_language_does():
    assert str(names(["coal", "gas"])) == "coal, gas" and ZH(names(["coal", "gas"])) == "coal、gas"
    both = (message("note.next_method"), message("note.interrupted"))
    assert str(clauses(*both)).count("; ") == 1 and ZH(clauses(*both)) == "改用下一方法；在得到可行解之前被中断"
    assert sentences(None, both[0]) == both[0]


def test_a_message_without_its_key_or_value_is_an_error():
    for wrong in (message("no.such_key"), message("note.round", number=1)):
        with pytest.raises(KeyError):
            str(wrong)


def test_notes_in_errors_are_in_the_language_of_the_reader():
    error = SolverError(message("end.failed", notes=clauses(NOTE, message("note.window_without_optimum"))))
    assert str(error).startswith(
        "no method of HiGHS found a feasible dispatch (method ipm, as the LP is small (12,345 rows, 168 hours); "
    )
    assert ZH.failure(error) == (
        "HiGHS 的各种方法均未得到可行方案（方法 ipm，因规模小（12,345 行、168 小时）；有时间窗口没有最优解）"
    )


def test_a_saved_run_keeps_its_notes_as_text_and_as_keys(tiny_folder, tmp_path):
    case = tiny_folder(load=[800, 300], thermal=[{"fleet": "coal", "capacity": 1000}])
    output = CliRunner().invoke(app, ["run", str(case), "--out", str(tmp_path / "out"), "--lang", "zh"])
    assert output.exit_code == 0 and "规模小" in output.stdout and not re.search("method|as the", output.stdout), (
        output.stdout
    )
    record = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert record["notes"] == [str(Message.of(note)) for note in record["note_messages"]]
    assert record["notes"][0].startswith("method simplex, as the LP is small")
