"""A case whose cost is unbounded below, whole units where nothing is committed, and memory that runs out, as a user sees them."""

import pytest
from typer.testing import CliRunner

import dispatch
from dispatch.app import assemble
from dispatch.batch.task import reason
from dispatch.cli import app
from dispatch.errors import OutOfMemoryError

DEAR = {"unit": "dear", "capacity": 500, "cost": 300}
CHEAP = {"unit": "subsidised", "capacity": 0, "extendable": "true", "capacity_cost": 1, "cost": -10}
EXPORT = {"unit": "export", "capacity": 0, "extendable": "true", "minimum": -1, "maximum": 0}


@pytest.fixture
def endless(tiny_folder):
    return tiny_folder(load=[50, 80, 60, 40, 90, 70], units=[DEAR, CHEAP, EXPORT])


def say(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.parametrize("method", ["auto", "windows", "ipm", "simplex", "rolling"])
def test_an_unbounded_case_names_what_has_no_limit(endless, tmp_path, method):
    result = say("run", endless, "--method", method, "--out", tmp_path / "out")
    assert result.exit_code == 4 and not (tmp_path / "out").exists()
    assert "unbounded" in result.stderr and "cost is unbounded below" in result.stderr
    for unit in ("subsidised", "export"):
        assert f"units.csv, unit {unit}: column capacity_most sets no limit" in result.stderr
    assert "unit dear" not in result.stderr and "Give each an upper limit" in result.stderr


@pytest.mark.parametrize("cell", ["units[unit=subsidised].capacity_most=100", "units[unit=export].capacity_most=100"])
def test_the_remedy_corrects_it(endless, tmp_path, cell):
    result = say("run", endless, "--set", cell, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert dispatch.open_run(tmp_path / "out").status == "optimal"


def test_diagnose_says_it_too(endless):
    result = say("diagnose", endless)
    assert "unit subsidised: column capacity_most sets no limit" in result.stdout and "conflict" not in result.stdout


def test_it_is_reported_in_chinese(endless, tmp_path):
    for words in (("run", "--out", tmp_path / "out"), ("diagnose",)):
        result = say(words[0], endless, *words[1:], "--lang", "zh")
        assert "成本没有下限" in result.output and "subsidised：capacity_most 列未设上限" in result.output


def test_what_grows_in_some_hours_is_named_with_them(tiny_folder, tmp_path):
    """A reservoir without a limit to its power that is paid for charging: no capacity is chosen."""
    store = {"reservoir": "pond", "charge_cost": -10, "charge_efficiency": 1, "discharge_efficiency": 1, "content": 10}
    case = tiny_folder(load=[50, 80], units=[DEAR], reservoirs=[store])
    result = say("run", case, "--out", tmp_path / "out")
    assert result.exit_code == 4, result.output
    for way in ("charge", "discharge"):
        assert f"reservoir pond: column {way} sets no limit, in 2 hours from 2030-01-07 00:00 on" in result.stderr


def test_an_own_column_without_a_limit_is_named(tiny):
    """Of columns that a user adds no table knows."""
    case = tiny(load=[50, 80], units=[DEAR])
    lp = dispatch.build(case)
    hour = lp.variables["unit_output"].axes[1]
    lp.cost("gift", lp.variable("gift", (hour,)) * -1.0)
    with pytest.raises(dispatch.UnboundedError, match="no limit to gift, in 2 hours from 2030-01-07 00:00 on"):
        dispatch.run(case, lp=lp)


def test_an_infeasible_case_is_not_called_unbounded(tiny_folder, tmp_path):
    limit = {"limit": "co2", "sense": "least", "amount": 1e6}
    term = {"limit": "co2", "table": "units", "asset": "dear", "factor": 1}
    case = tiny_folder(load=[50, 80], units=[DEAR, CHEAP, EXPORT], limits=[limit], limit_terms=[term])
    assert say("run", case, "--out", tmp_path / "out").exit_code == 3


def test_whole_units_where_nothing_is_committed(tiny_folder, tmp_path):
    case = tiny_folder(load=[50, 60, 70, 40], units=[{"unit": "coal", "capacity": 100, "cost": 10}])
    result = say("run", case, "--integer", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    run = dispatch.open_run(tmp_path / "out")
    assert run.status == "optimal" and run.record["objective_cny"] == pytest.approx(2200) and run.record["gap"] <= 1e-6
    assert say("run", case, "--out", tmp_path / "plain").exit_code == 0
    plain = dispatch.open_run(tmp_path / "plain").record
    assert run.record["bound_cny"] == plain["bound_cny"] and run.record["method"] == plain["method"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_memory_that_runs_out_is_reported_with_what_to_do(tiny_folder, tmp_path, monkeypatch, lang):
    def full(*_):
        raise MemoryError

    monkeypatch.setattr(assemble, "solve", full)
    result = say("run", tiny_folder(load=[50], units=[DEAR]), "--out", tmp_path / "out", "--lang", lang)
    assert result.exit_code == 4 and not (tmp_path / "out").exists()
    assert ("out of memory" if lang == "en" else "内存不足") in result.stderr and "--hours" in result.stderr


def test_a_batch_records_memory_as_the_reason():
    assert reason(OutOfMemoryError("x"), None) == reason(MemoryError(), 3.0) == "memory"
