"""The study is computed, saved whole, and rendered from the saved file in either language."""

import json
import shutil
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dispatch import read_case
from dispatch.cli import app
from dispatch.errors import CaseError
from dispatch.messages import Lang, Words
from dispatch.solve import Options
from dispatch.targets import PARTS, ResultTable, Solver, StudyOptions, compute, open_study, save, sections, write_report
from dispatch.targets.study import load

FOLDER = Path(__file__).parents[2] / "inputs" / "tutorial"
SOLVER = Solver(Options(threads=1))
OPTIONS = StudyOptions(PARTS, seeds=1, samples=3, size=2)


@pytest.fixture(scope="module")
def steps(tmp_path_factory):
    """Folder of the study of the tutorial's first day, and the study after each step."""
    folder = tmp_path_factory.mktemp("study")
    found = list(compute(read_case(FOLDER, hours=24), OPTIONS, folder, SOLVER))
    save(found[-1], folder)
    return folder, found


def call(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def saved(steps, tmp_path):
    """A copy of the saved file alone, in a folder of its own."""
    shutil.copy(steps[0] / "targets.json", tmp_path / "targets.json")
    return tmp_path


def test_the_loaded_study_is_the_computed_one(steps):
    folder, found = steps
    again = load(folder)
    assert repr(again) == repr(found[-1])  # NaN equals no NaN: the texts are compared
    first = (folder / "targets.json").read_bytes()
    save(again, folder)
    assert (folder / "targets.json").read_bytes() == first


def test_every_part_is_in_the_study_and_adds_to_what_was_shown(steps):
    _, found = steps
    words = Words(Lang.en)
    assert {section.part for section in sections(found[-1], words)} == set(PARTS)
    for before, after in pairwise(found):
        one, other = sections(before, words), sections(after, words)
        assert len(other) > len(one) and other[: len(one)] == one


def files(folder):
    """Content of the files of a report; of a workbook that of its members without the time at which it was made."""
    content = {}
    for path in folder.iterdir():
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                content |= {name: book.read(name) for name in book.namelist() if name != "docProps/core.xml"}
        elif path.is_file() and path.suffix != ".json":
            content[path.name] = path.read_bytes()
    return content


@pytest.mark.parametrize("lang", list(Lang))
def test_page_workbook_tables_and_pictures_of_the_loaded_study_are_those_of_the_computed_one(
    steps, saved, tmp_path, lang
):
    at_once = tmp_path / "at-once"
    at_once.mkdir()
    write_report(steps[1][-1], at_once, lang)
    write_report(open_study(saved), saved, lang)
    found = files(saved)
    assert found == files(at_once)
    names = {
        section.content.name
        for section in sections(steps[1][-1], Words(lang))
        if isinstance(section.content, ResultTable)
    }
    assert {f"{name}.csv" for name in names} | {"report.html", "trade-off.png", "map.png", "joint.png"} <= set(found)
    assert b"vd_" not in found["report.html"].partition(b"<script")[0]


def test_the_other_language_needs_no_solve(saved, monkeypatch):
    monkeypatch.setattr("dispatch.targets.solver.solve", None)
    english = call("report", saved, "--lang", "en")
    page = (saved / "report.html").read_text("utf-8")
    chinese = call("report", saved, "--lang", "zh")
    assert english.exit_code == chinese.exit_code == 0, english.output + chinese.output
    assert "Least-cost measures" in english.stdout and "Least-cost measures" in page
    assert "最低成本措施" in chinese.stdout and "最低成本措施" in (saved / "report.html").read_text("utf-8")


def changed(content, *path, value):
    """The content with another value at a place."""
    part = content
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return content


BAD = {
    "another version": (("version",), 2),
    "no study": (("study",), None),
    "a text for a number": (("study", "case", "window", "hours"), "many"),
    "an answer that does not exist": (("study", "targets", "assessments", 0, "answer"), "perhaps"),
    "a lever that does not exist": (("study", "measures", "levers", 0, "name"), "magic"),
    "a message that does not exist": (("study", "robustness", "variants", 0, "variant", "key"), "vd_nothing"),
    "a message without its values": (("study", "robustness", "variants", 0, "variant", "values"), {}),
    "a target that is not assessed": (("study", "targets", "target"), "elsewhere"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_damaged_or_foreign_file_is_a_fault_with_a_remedy(saved, name):
    path, value = BAD[name]
    file = saved / "targets.json"
    content = changed(json.loads(file.read_text("utf-8")), *path, value=value)
    file.write_text(json.dumps(content), encoding="utf-8")
    refused = call("report", saved, "--lang", "en")
    assert refused.exit_code == 2 and "targets.json" in refused.stderr and "dispatch targets" in refused.stderr
    assert call("report", saved, "--lang", "zh").exit_code == 2


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '{"version": 1}', "[" * 100_000])
def test_a_file_of_another_program_is_a_fault(tmp_path, text):
    (tmp_path / "targets.json").write_text(text, encoding="utf-8")
    with pytest.raises(CaseError):
        open_study(tmp_path)


def test_a_case_whose_outages_are_not_stated_says_so(tiny, tmp_path):
    """The other parts stay; the study names the table."""
    case = tiny(load=[50.0, 50.0], units=[{"unit": "plant", "capacity": 100, "technology": "coal"}])
    *_, study = compute(case, StudyOptions(("adequacy",)), tmp_path, SOLVER)
    assert study.adequacy is None
    (failure,) = study.failures
    assert failure.part == "adequacy" and "units.csv" in str(failure.message)
    shown = [str(section.content) for section in sections(study, Words(Lang.en))]
    assert any("units.csv" in text for text in shown) and not any("u000a" in text for text in shown)


def test_tables_of_areas_have_their_names_in_the_language(tiny, tmp_path):
    case = tiny(
        load=[50.0, 50.0],
        areas=[{"area": "A", "name_zh": "甲", "name_en": "Alpha"}],
        thermal=[{"fleet": "coal", "capacity": 100}],
        renewables=[{"asset": "wind", "capacity": 40}],
    )
    *_, study = compute(case, StudyOptions(("carrying", "ranges")), tmp_path, SOLVER)
    for lang, name, other in ((Lang.en, "Alpha", "甲"), (Lang.zh, "甲", "Alpha")):
        shown = str([section.content for section in sections(study, Words(lang))])
        assert shown.count(name) == 2 and other not in shown
