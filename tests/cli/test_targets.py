"""`dispatch targets` and `dispatch diagnose` as commands: tables, files, languages, exit codes."""

import io
import json

import pytest
from rich.console import Console

import dispatch
from dispatch.cli.target_study import printed
from dispatch.messages import Lang, Words
from dispatch.targets.result_table import ResultTable

TUTORIAL = "inputs/tutorial"


@pytest.fixture(scope="module")
def written(call, tmp_path_factory):
    out = tmp_path_factory.mktemp("targets") / "out"
    result = call("targets", TUTORIAL, "--lang", "zh", "--threads", "1", "--out", str(out))
    assert result.exit_code == 0, result.stderr
    return out, result.stdout


def test_everything_is_reported_and_written(written):
    out, text = written
    for name in (
        "verdict",
        "enforced",
        "measures",
        "trade-off",
        "carrying",
        "with-and-without",
        "break-even",
        "ranges",
    ):
        assert (out / f"{name}.csv").stat().st_size > 0
    assert (out / "trade-off.png").read_bytes().startswith(b"\x89PNG")
    assert "万千瓦" in text and "影子价格" in text and "vd_" not in text
    found = {entry["id"]: entry for entry in json.loads((out / "verdict.json").read_text(encoding="utf-8"))}
    assert found["generation"]["answer"] == "enforced"
    assert dispatch.open_run(out / "closing-run").summary["targets"][1]["met"]


def test_a_compliant_case_runs_as_any_other(written, call, tmp_path):
    out, _ = written
    result = call("run", str(out / "cases" / "tutorial-closing"), "--out", str(tmp_path / "again"))
    assert result.exit_code == 0
    again = dispatch.open_run(tmp_path / "again")
    assert again.record["method"] == "start"  # by the solution in its folder
    assert again.record["objective_cny"] == pytest.approx(
        dispatch.open_run(out / "closing-run").record["objective_cny"], rel=1e-9
    )


def test_an_unknown_part_and_an_existing_folder_are_refused(written, call):
    out, _ = written
    assert call("targets", TUTORIAL, "--part", "verdicts").exit_code == 2
    there = call("targets", TUTORIAL, "--part", "verdict", "--out", str(out), "--lang", "en")
    assert there.exit_code == 2 and "name a new folder" in there.stderr and "reading" not in there.stderr


def test_what_is_in_conflict_is_reported(call):
    good = call("diagnose", TUTORIAL, "--lang", "en")
    assert good.exit_code == 0 and "can be dispatched" in good.stdout
    asked = ("--set", "targets[target=generation].imposed=true", "--set", "targets[target=generation].required=0.09")
    bad = call("diagnose", TUTORIAL, "--lang", "en", *asked)
    assert bad.exit_code == 0, bad.stderr
    assert "imposed target (generation); targets.csv, required" in bad.stdout


def test_a_cell_is_never_a_formula(tmp_path):
    ResultTable("verdict", ("target",), [("=1+1",), ("-a",), (-1.0,)]).write(tmp_path, Words(Lang.en))
    assert (tmp_path / "verdict.csv").read_text(encoding="utf-8").splitlines()[1:] == ["'=1+1", "'-a", "-1.0"]


def test_a_run_of_the_same_case_is_not_solved_again(call, tmp_path):
    week = (TUTORIAL, "--hours", "48")
    assert call("run", *week, "--keep-warm", "--out", tmp_path / "run").exit_code == 0
    written = call("targets", *week, "--part", "verdict", "--start", tmp_path / "run", "--out", tmp_path / "out")
    assert written.exit_code == 0, written.stderr
    assert json.loads((tmp_path / "out" / "run" / "run.json").read_text("utf-8"))["method"] == "start"


def test_a_part_alone_searches_nothing_else(call, tmp_path):
    written = call("targets", TUTORIAL, "--part", "levers", "--out", tmp_path / "out", "--lang", "en")
    assert written.exit_code == 0, written.stderr
    found = {entry["id"]: entry for entry in json.loads((tmp_path / "out" / "verdict.json").read_text("utf-8"))}
    assert (found["generation"]["answer"], found["generation"]["best"]) == ("missed", None)
    assert (
        "the part `verdict` searches other dispatches" in written.stdout and (tmp_path / "out" / "levers.csv").exists()
    )


@pytest.mark.parametrize("width", [80, 120])
def test_a_long_list_is_reported_whole_below_its_table(width):
    sizes = "; ".join(f"wind-{k}-more {k},000.0 MW" for k in range(9))
    sheet = ResultTable(
        "measures", ("target", "vd_measure", "vd_total", "vd_what"), [("a", "all", 1.0, sizes), ("a", "PV", 2.0, "")]
    )
    console = Console(file=io.StringIO(), width=width)
    for part in printed(sheet, Words(Lang.en)):
        console.print(part, soft_wrap=True)
    text = console.file.getvalue()
    assert f"a, all: {sizes}" in text and "a, PV:" not in text
