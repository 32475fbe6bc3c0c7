"""What an addition takes: each test fails where a file of the addition is forgotten. CONTRIBUTING lists the files."""

from __future__ import annotations

import ast
import base64
import gzip
import inspect
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

import models
from dispatch.case.schema import TABLES, Column
from dispatch.messages import CATALOGUE
from dispatch.report.chapters import CHAPTERS
from dispatch.technologies import ALL, Technology

ROOT = Path(__file__).parents[1]
FORMULATION = (ROOT / "models/FORMULATION.md").read_text(encoding="utf-8")
WITHOUT_EQUATION = {
    # names, and what a report, the study of targets or the adequacy assessment reads
    *("name_zh", "name_en", "receiver", "carrier", "text_zh", "text_en", "source", "new", "basis", "line_loss"),
    "repair_time",
    # positions on the map
    *("longitude", "latitude"),
    # places of areas, which follow from the pocket
    *("from_area", "to_area"),
    # months and days of service, levels of energy, units: read with the column beside it
    *("commissioned", "retired", "end", "energy_low", "energy_mid", "energy_high", "unit"),
}
"""Columns that FORMULATION or the independent model does not name."""


def columns() -> Iterable[Column]:
    """Yield the columns with an equation; a series beside a number has the equation of the number."""
    for table in TABLES:
        for column in table.columns:
            credit = table.name == "capacity_credits" and column.name.startswith("h")
            if not (column.key or credit or column.name in WITHOUT_EQUATION):
                yield column


def words(folder: str, without: str = "none") -> set[str]:
    """Return the words of the short texts, and the names of keyword arguments, of the code of a folder."""
    found: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        if without in path.as_posix():
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 60:
                found |= set(re.findall(r"\w+", node.value))
            elif isinstance(node, ast.keyword) and node.arg:
                found.add(node.arg)
    return found


def lacking(known: set[str]) -> list[str]:
    """Return the columns, and the numbers of their series, that are not among some words."""
    return [
        f"{column.table}.{column.name}"
        for column in columns()
        if not {column.name, column.name.removesuffix("_profile")} & known
    ]


def test_every_column_has_its_equation() -> None:
    assert lacking({word for code in re.findall(r"`([^`]+)`", FORMULATION) for word in re.findall(r"\w+", code)}) == []


def test_every_column_is_in_the_independent_model() -> None:
    assert lacking(words("tests/independent/whole_model")) == []


def test_every_column_is_read_by_the_program() -> None:
    assert lacking(words("models") | words("dispatch", "case/schema")) == []


def test_a_column_without_chinese_text_is_refused() -> None:
    with pytest.raises(TypeError, match="zh"):
        Column("inertia", "number", "inertia constant")  # type: ignore[call-arg]


def test_every_component_is_part_of_the_model() -> None:
    """A module of `models` whose `add` returns a contribution."""
    of_model = {component.__name__ for component in models.COMPONENTS}
    for path in sorted((ROOT / "models").rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name == "add" and "Contribution" in ast.unparse(node):
                returned = ast.unparse(node.returns) if node.returns else ""
                module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                assert returned != "Contribution" or module in of_model, module


def test_every_chapter_is_in_the_report_with_title_and_tables() -> None:
    folder = ROOT / "dispatch/report/chapters"
    in_report = {Path(inspect.getfile(chapter)).stem for chapter in CHAPTERS}
    assert in_report == {path.stem for path in folder.glob("*.py")} - {"__init__"}
    for path in folder.glob("*.py"):
        for kind, key in re.findall(r'builder\.(chapter|table)\(\s*"(\w+)"', path.read_text(encoding="utf-8")):
            assert f"{kind}_{key}" in CATALOGUE, f"{path.name}: {kind}_{key}"


def test_a_technology_has_all_its_facts() -> None:
    with pytest.raises(TypeError):
        Technology("caes", "compressed air", "压缩空气储能")  # type: ignore[call-arg]
    assert len({each.name for each in ALL}) == len(ALL)


CAES = """
    Technology(
        "caes",
        *("compressed air", "压缩空气储能", "storage", "#117733", ("storage", "reservoirs")),
        output=("compressed air out", "压缩空气发电"),
        words=_set("caes"),
        zh_words=("压缩空气",),
    ),
"""
RUN = """
import sys, types
source = open("dispatch/technologies.py", encoding="utf-8").read()
before = '    Technology("other", '
assert source.count(before) == 1
module = types.ModuleType("dispatch.technologies")
sys.modules["dispatch.technologies"] = module
exec(compile(source.replace(before, sys.argv.pop(1) + before), "technologies", "exec"), module.__dict__)
from dispatch.pypsa_io.carriers import RESERVOIRS, technology
assert technology("CAES", RESERVOIRS) == "caes"
from dispatch.cli import main
main()
"""


def test_a_storage_technology_is_one_entry_of_the_table(tmp_path: Path) -> None:
    """Table, run, summary, target and report of a case with the technology of an entry that the table does not have."""
    case, run = tmp_path / "case", tmp_path / "run"
    shutil.copytree(ROOT / "inputs/tutorial", case)
    stores = case / "storage.csv"
    stores.write_text(stores.read_text(encoding="utf-8").replace(",battery,80", ",caes,80"), encoding="utf-8")
    targets = case / "targets.csv"
    row = dict.fromkeys(targets.read_text(encoding="utf-8").splitlines()[0].split(","), "")
    row |= {"target": "stores", "kind": "new_storage_capacity", "required": "0.1", "unit": "GW", "year": "2030"}
    row |= {"text_zh": "新型储能", "text_en": "new storage", "source": "guess"}
    with targets.open("a", encoding="utf-8") as file:
        file.write(",".join(row.values()) + "\n")
    for command in (["run", case, "--out", run], ["report", run, "--lang", "zh"]):
        subprocess.run([sys.executable, "-c", RUN, CAES, *map(str, command)], cwd=ROOT, check=True, capture_output=True)
    summary = json.loads((run / "summary.json").read_text(encoding="utf-8"))
    assert summary["region"]["generation_twh"]["caes"] > 0.0
    stores_row = next(target for target in summary["targets"] if target["id"] == "stores")
    assert stores_row["achieved"] == pytest.approx(0.12)
    report = "".join(
        path.read_text(encoding="utf-8-sig") for path in run.rglob("*") if path.suffix in (".html", ".csv")
    )
    for packed in re.findall(r'<script type="text/plain" id="data-[^>]*>([^<]*)<', report):
        report += gzip.decompress(base64.b64decode(packed)).decode("utf-8")
    assert "压缩空气发电" in report and "#117733" in report and "压缩空气储能" in report
