"""``dispatch new``: templates and copies."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import dispatch
from dispatch.new_case import TEMPLATES, from_case
from dispatch.results.partial import remove_abandoned

INPUTS = Path(__file__).parents[2] / "inputs"


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_runs_to_a_proof_without_unserved_load(call, tmp_path, template):
    result = call("new", tmp_path / "mine", "--template", template)
    assert result.exit_code == 0, result.output
    run = dispatch.run(dispatch.read_case(tmp_path / "mine"))
    assert run.record["status"] == "optimal" and run.summary["region"]["unserved_gwh"] == 0


def test_the_smallest_case_has_the_required_tables_and_a_plant_only(call, tmp_path):
    assert call("new", tmp_path / "mine", "--template", "minimal").exit_code == 0
    tables = {path.stem for path in (tmp_path / "mine").glob("*.csv")} - {"series"}
    required = {"areas", "pockets", "dispatchers", "load"}
    assert tables == required | {"capacity", "thermal", "fuels", "renewables"}


def test_an_unknown_template_has_a_suggestion(call, tmp_path):
    result = call("new", tmp_path / "mine", "--template", "minimol")
    assert result.exit_code == 2 and "Did you mean minimal?" in result.stderr
    assert "是否为 minimal" in call("new", tmp_path / "mine", "--template", "minimol", "--lang", "zh").stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("words", [[], ["--template", "minimal", "--from-case", "x"]])
def test_a_new_case_has_one_origin(call, tmp_path, words):
    result = call("new", tmp_path / "mine", *words)
    assert result.exit_code == 2 and "exactly one origin" in result.stderr and not list(tmp_path.iterdir())


def test_figures_are_for_provinces_only(call, tmp_path):
    result = call("new", tmp_path / "mine", "--template", "minimal", "--statistics", tmp_path / "own.csv")
    assert result.exit_code == 2 and "--province P" in result.stderr and not list(tmp_path.iterdir())


def test_a_folder_that_exists_is_left_as_it_is(call, tmp_path):
    (tmp_path / "mine").mkdir()
    result = call("new", tmp_path / "mine", "--template", "minimal")
    assert result.exit_code == 2 and "exists" in result.stderr and not list((tmp_path / "mine").iterdir())


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("place", ["file/mine", "case/mine"])
def test_a_folder_that_cannot_be_written_is_a_fault_of_the_name(call, tmp_path, place, lang):
    (tmp_path / "file").touch()
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "case.toml").touch()
    result = call("new", tmp_path / place, "--province", "gansu", "--lang", lang)
    assert result.exit_code == 2 and "NAME" in result.stderr and "--out" not in result.stderr


def test_the_next_commands_quote_a_name_with_spaces(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    last = {name: call("new", name, "--template", "minimal").stdout.splitlines()[-1] for name in ("my case", "甘肃")}
    assert "dispatch run 'my case' --out 'results/my case'; dispatch report 'results/my case'" in last["my case"]
    assert "dispatch run 甘肃 --out results/甘肃;" in last["甘肃"]


def test_a_copy_beside_a_case_extends_what_the_case_extends(tmp_path):
    for name in ("neimenggu-2023", "neimenggu-2030"):
        (tmp_path / name).symlink_to(INPUTS / name)
    shutil.copytree(INPUTS / "neimenggu-2024", tmp_path / "neimenggu-2024")
    assert not from_case(tmp_path / "neimenggu-2024", tmp_path / "mine")
    for path in (INPUTS / "neimenggu-2024").iterdir():
        assert (tmp_path / "mine" / path.name).read_bytes() == path.read_bytes()


def test_a_copy_elsewhere_has_the_tables_and_series_of_the_case(call, tmp_path):
    result = call("new", tmp_path / "mine", "--from-case", INPUTS / "neimenggu-2024")
    assert result.exit_code == 0 and "merged" in result.stdout
    assert "extends" not in (tmp_path / "mine" / "case.toml").read_text(encoding="utf-8")
    copy, case = (dispatch.read_case(path, hours=24) for path in (tmp_path / "mine", INPUTS / "neimenggu-2024"))
    assert copy.settings == case.settings
    for name, table in case.tables.items():
        pd.testing.assert_frame_equal(copy.tables[name], table)
    for name, values in case.series.items():
        assert (copy.series[name] == values).all(), name


def test_a_copy_of_a_missing_case_names_those_that_exist(call, tmp_path):
    result = call("new", tmp_path / "mine", "--from-case", INPUTS / "tutorail")
    assert result.exit_code == 2 and "tutorial" in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a signal that ends the process at once")
def test_a_killed_command_leaves_no_case(tmp_path):
    script = (
        "import os, signal, pathlib, dispatch.new_case.copying as c\n"
        "c.shutil.copyfile = lambda *a: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"c.from_case(pathlib.Path({str(INPUTS / 'tutorial')!r}), pathlib.Path('mine'))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=False)
    assert done.returncode == -signal.SIGKILL and not (tmp_path / "mine").exists()
    remove_abandoned(tmp_path)
    assert not list(tmp_path.iterdir())
