"""``dispatch run``: exit codes, what it writes, what it prints."""

import json
import re
from dataclasses import replace

import pytest

import dispatch
from dispatch.app import assemble
from dispatch.solve.problem import End


def test_a_run_writes_its_folder_and_closes_with_a_table(small, call, tmp_path):
    result = call("run", small, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    whole = ["dispatch.nc", "inputs.json", "run.json", "summary.json"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == whole
    for words in ("status: optimal", "relative gap", "method", "met", "wind", "utilisation", "unserved", "run folder"):
        assert words in result.stdout
    assert "solving" in result.stderr and "solving" not in result.stdout.splitlines()[0]


def test_the_closing_table_says_what_the_summary_says(small, call, tmp_path):
    result = call("run", small, "--out", tmp_path / "out")
    region = dispatch.open_run(tmp_path / "out").summary["region"]
    row = next(line for line in result.stdout.splitlines() if line.strip().startswith("wind "))
    shown = [float(text) for text in row.split()[1:3]]
    assert shown == pytest.approx([region["capacity_gw"]["wind"], region["generation_twh"]["wind"]], rel=5e-3)


def test_messages_in_chinese(small, call, tmp_path):
    result = call("run", small, "--out", tmp_path / "out", "--lang", "zh")
    assert "状态: 最优" in result.stdout and "风电" in result.stdout and "达到" in result.stdout
    assert "求解" in result.stderr


def test_the_language_follows_the_environment(small, call, tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "没有错误" in call("check", small).stdout
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert "no faults" in call("check", small).stdout


def test_a_run_folder_that_exists_is_not_touched(small, call, tmp_path):
    (tmp_path / "out").mkdir()
    result = call("run", small, "--out", tmp_path / "out")
    assert result.exit_code == 2 and "exists" in result.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_the_usual_place_of_a_run(small, call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call("run", small).exit_code == 0 and call("run", small).exit_code == 0
    names = [path.name for path in (tmp_path / "results").iterdir()]
    assert len(names) == 2 and all(re.fullmatch(rf"{small.name}-\d{{8}}-\d{{6}}(-\d+)?", name) for name in names)


def test_set_changes_one_input(small, call, tmp_path):
    call("run", small, "--out", tmp_path / "a")
    result = call("run", small, "--out", tmp_path / "b", "--set", "capacity[asset=wind].capacity=400")
    assert result.exit_code == 0
    before, after = (dispatch.open_run(tmp_path / name) for name in "ab")
    assert before.summary["region"]["capacity_gw"]["wind"] == 0.3
    assert after.summary["region"]["capacity_gw"]["wind"] == 0.4
    assert after.summary["region"]["capacity_gw"]["coal"] == before.summary["region"]["capacity_gw"]["coal"]
    assert after.record["set"] == ["capacity[asset=wind].capacity=400"]
    assert after.record["case_digest"] != before.record["case_digest"]


def test_a_window(small, call, tmp_path):
    result = call("run", small, "--out", tmp_path / "out", "--from", "2030-01-07 06:00", "--hours", "5")
    assert result.exit_code == 0
    time = dispatch.open_run(tmp_path / "out").results["time"].values
    assert len(time) == 5 and str(time[0]) == "2030-01-07T06:00:00.000000000"


def test_a_basis_is_kept_and_used(small, call, tmp_path):
    assert call("run", small, "--out", tmp_path / "a", "--keep-warm").exit_code == 0
    assert (tmp_path / "a" / "warm.npz").is_file()
    result = call(
        "run", small, "--out", tmp_path / "b", "--start", tmp_path / "a", "--set", "fuels[fuel=coal].price=*1.1"
    )
    assert result.exit_code == 0, result.stderr
    assert call("run", small, "--out", tmp_path / "c", "--start", tmp_path / "b").exit_code == 2


def test_an_infeasible_case_writes_nothing(tiny_folder, call, tmp_path):
    must_run = {"fleet": "must", "capacity": 1000, "minimum_heating": 0.5, "minimum_other": 0.5, "minimum_online": 1}
    result = call("run", tiny_folder(load=[800, 300], thermal=[must_run]), "--out", tmp_path / "out")
    assert result.exit_code == 3
    assert "area A" in result.stderr and "200 MW" in result.stderr and "2030-01-07 01:00" in result.stderr
    assert not (tmp_path / "out").exists()


def test_no_time_is_exit_4_without_a_folder(small, call, tmp_path):
    result = call("run", small, "--out", tmp_path / "out", "--time-limit", "0")
    assert result.exit_code == 4 and "time limit was reached" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def ends(monkeypatch):
    """``ends(status=…)``: the solve ends so, with the feasible point that it found."""

    def make(**changes):
        solve = assemble.solve
        monkeypatch.setattr(assemble, "solve", lambda *given: replace(solve(*given), gap=0.01, **changes))

    return make


@pytest.mark.parametrize(("interrupted", "code"), [(False, 4), (True, 130)])
@pytest.mark.parametrize("status", ["stopped", "failed"])
def test_what_is_not_proven_is_written_and_marked(small, call, tmp_path, ends, status, interrupted, code):
    ends(status=status, end=End(interrupted=interrupted))
    result = call("run", small, "--out", tmp_path / "out")
    assert result.exit_code == code
    assert "stopped: not an optimum" in result.stdout
    assert json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))["status"] == "stopped"
    assert dispatch.open_run(tmp_path / "out").results.attrs["status"] == "stopped"
    explained = call("explain", tmp_path / "out", "2030-01-07 03:00")
    assert "stopped" in explained.stdout.splitlines()[0]


def test_within_the_requested_gap_is_done_and_marked(small, call, tmp_path, ends):
    ends(status="feasible")
    result = call("run", small, "--out", tmp_path / "out", "--gap", "0.02")
    assert result.exit_code == 0 and "feasible: not proven optimal" in result.stdout
    record = dispatch.open_run(tmp_path / "out").record
    assert record["status"] == "feasible" and record["gap"] == 0.01


@pytest.mark.parametrize("method", ["simplex", "ipm"])
def test_methods_agree(small, call, tmp_path, method):
    assert call("run", small, "--out", tmp_path / "out", "--method", method).exit_code == 0
    record = dispatch.open_run(tmp_path / "out").record
    assert record["status"] == "optimal" and record["gap"] <= 1e-6
