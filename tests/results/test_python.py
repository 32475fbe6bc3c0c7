"""The way in from Python, as the README shows it."""

import re
from pathlib import Path

import pytest

import dispatch
from dispatch.errors import InfeasibleError, SolverError

FLEETS = [
    {"fleet": "cheap", "capacity": 1000, "fuel_incremental": 0.3},
    {"fleet": "dear", "capacity": 1000, "fuel_incremental": 0.4},
]


def test_a_planner_adds_a_rule_between_build_and_solve(tiny):
    """No more than 1,500 MWh from the cheap fleet: the rest moves to the dear one, and the rule has a price."""
    case = tiny(load=[800, 900], thermal=FLEETS)
    lp = dispatch.build(case)
    axis = lp["thermal_output"].axis("fleet").select(["cheap"])
    cheap = lp["thermal_output"].select(axis).sum()
    lp.constraint("my_rule", cheap <= 1.5, text="no more than 1,500 MWh of it")
    run = dispatch.run(case, lp=lp)
    output = run.results["thermal_output"].sum("time")
    assert float(output.sel(fleet="cheap")) == pytest.approx(1500)
    assert float(output.sel(fleet="dear")) == pytest.approx(200)
    assert run.record["objective_cny"] == pytest.approx(1500 * 300 + 200 * 400)
    assert run.record["coupling_rows"] == dispatch.run(case).record["coupling_rows"] + 1


def test_coupling_rows_are_those_that_windows_price(tiny, monkeypatch):
    """Of four weeks from 7 January on: the hydrogen of the year, and that of January, which touches all four."""
    gas = {"asset": "gas", "capacity": 100, "yearly": 300, "monthly": 200}
    case = tiny(load=[700] * 672, thermal=FLEETS, electrolysers=[gas])
    monkeypatch.setattr("dispatch.solve.selection.SMALL", 0)
    monkeypatch.setattr("dispatch.solve.selection.MIN_WINDOWS", 1)
    record = dispatch.run(case).record
    assert record["coupling_rows"] == 2
    assert "method windows, as 2 constraints couple the time windows" in record["notes"]


def test_an_infeasible_case_names_area_hours_and_amount(tiny):
    """A fleet that must stay online at half load, 500 MW, against a load of 300 MW in hours 3 and 4."""
    must_run = {"fleet": "must", "capacity": 1000, "minimum_heating": 0.5, "minimum_other": 0.5, "minimum_online": 1}
    with pytest.raises(InfeasibleError) as error:
        dispatch.run(tiny(load=[800, 800, 300, 300], thermal=[must_run]))
    text = str(error.value)
    assert "area A: up to 200 MW more than anything there can take in 2 hours" in text
    assert "from 2030-01-07 02:00 to 2030-01-07 03:00" in text


def test_a_rule_that_cannot_hold_is_named(tiny):
    case = tiny(load=[800, 900], thermal=FLEETS)
    lp = dispatch.build(case)
    lp.constraint("my_rule", lp["thermal_output"].sum() * 0.5 >= 0.9, text="more than all plants can make")
    with pytest.raises(InfeasibleError, match=r"more than all plants can make below its limit by up to 0\.05.*my_rule"):
        dispatch.run(case, lp=lp)


def test_no_time_and_no_feasible_point_is_no_run(tiny):
    with pytest.raises(SolverError, match="time limit"):
        dispatch.run(tiny(load=[800, 900], thermal=FLEETS), time_limit=0.0)


def test_public_names_are_there():
    assert all(getattr(dispatch, name) is not None for name in dispatch.__all__)
    with pytest.raises(AttributeError, match="no_such"):
        dispatch.no_such  # noqa: B018


def test_the_example_of_the_readme_runs(monkeypatch, capsys):
    """The rule binds: gas makes 8 GWh of the tutorial's week, where the optimum without it makes less."""
    root = Path(__file__).parents[2]
    monkeypatch.chdir(root)
    code = re.search(r"```python\n(.*?)```", (root / "README.md").read_text("utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(code[1], names)
    gas = names["run"].summary["region"]["generation_twh"]["gas"]
    assert gas == pytest.approx(0.008)
    assert dispatch.run(names["case"]).summary["region"]["generation_twh"]["gas"] < 0.0079
    assert "optimal 0.008" in capsys.readouterr().out
