"""The compliant case of a plan: a normal run of the folder confirms extendable components, targets of capacity, and what --set has changed."""

from pathlib import Path

import numpy as np
import pytest

import dispatch
from dispatch.app.clock import Clock
from dispatch.lp import Risk
from dispatch.messages import Lang, message
from dispatch.solve import Options, Solution
from dispatch.targets import Solver, WeatherYears, plan_capacities

SOLVER = Solver(Options(threads=1))
COAL = {"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3}
WIND = {"unit": "wind", "technology": "wind", "capacity": 0, "extendable": True, "capacity_cost": 1500}
CHEAP = {"unit": "cheap", "technology": "coal", "capacity": 0, "extendable": True, "capacity_cost": 10, "cost": 100}
STORE = {"reservoir": "store", "technology": "battery", "content": 2, "charge": 1, "discharge": 1, "extendable": True}
CAPACITY = {"target": "built", "kind": "new_energy_capacity", "required": 0.03, "unit": "GW"}
STORAGE = {"target": "stored", "kind": "new_storage_capacity", "required": 0.03, "unit": "GW"}
ENERGY = {"target": "clean", "kind": "new_energy_generation", "required": 50e-6, "unit": "TWh"}
OVER = {"target": "over", "kind": "new_energy_capacity_over_thermal", "required": 0.0, "unit": "GW"}
RETIRED = {"measure": "closed", "kind": "retirement", "extends": "coal", "lifetime": 10, "rate": 0, "cost": 0}


def confirmed(case, folder, *meet, solver=SOLVER):
    """Plan a case; return the plan, and a normal run of the compliant case."""
    plan = plan_capacities(case, meet, folder, solver, Clock()).plan
    return plan, dispatch.run(dispatch.read_case(folder / plan.case.compliant_case), threads=1)


def chosen(plan):
    return {one.name: one.before_mw + one.added_mw for one in plan.capacities}


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    ("components", "target", "sizes"),
    [
        ({"units": [WIND | {"capacity_most": 60}]}, CAPACITY, {"wind": 30.0}),
        ({"units": [WIND]}, CAPACITY, {"wind": 30.0}),
        ({"units": [WIND]}, ENERGY, {"wind": 25.0}),
        ({"reservoirs": [STORE | {"size_most": 60, "size_cost": 1500}]}, STORAGE, {"store": 30.0}),
        ({"reservoirs": [STORE | {"size_cost": 1500}]}, STORAGE, {"store": 30.0}),
    ],
)
def test_a_target_is_met_by_extendable_components_with_and_without_a_bound(
    tiny, tmp_path, components, target, sizes, named
):
    """Each component costs more than it saves, so that a run without the target chooses none."""
    case = tiny(load=[50, 80], thermal=[COAL], targets=[target], **components)
    plan, run = confirmed(case, tmp_path / "plan", *([target["target"]] if named else []))
    assert chosen(plan) == pytest.approx(sizes) and plan.proof.status == "optimal"
    assert [(one.met, one.enforced) for one in plan.targets] == [(True, True)]
    assert [one["met"] for one in run.summary["targets"]] == [True]
    assert run.record["objective_cny"] == pytest.approx(plan.proof.objective_cny, rel=1e-9)


def test_a_component_that_a_target_of_capacity_limits_keeps_its_capacity(tiny, tmp_path):
    """80 MW of cheap coal would save cost, but each MW needs one more MW of wind at 1,500 CNY, beside 100 MW for the coal that is there. The run
    of the compliant case has no row for the target, and chooses no coal either."""
    case = tiny(load=[50, 80], thermal=[COAL], units=[WIND | {"capacity_most": 300}, CHEAP], targets=[OVER])
    plan, run = confirmed(case, tmp_path / "plan", "over")
    assert chosen(plan) == pytest.approx({"wind": 100.0, "cheap": 0.0})
    assert {name: one["capacity_mw"] for name, one in run.summary["expansion"]["units"].items()} == pytest.approx(
        chosen(plan)
    )
    assert [one["met"] for one in run.summary["targets"]] == [True]
    assert plan.confirmation.difference_cny == pytest.approx(0.0, abs=1e-3)


def test_interior_points_leave_capacities_that_the_run_confirms(tiny, tmp_path):
    case = tiny(load=[50, 80], thermal=[COAL], units=[WIND], targets=[CAPACITY])
    plan, run = confirmed(case, tmp_path / "plan", solver=Solver(Options(method="ipm", threads=1)))
    assert chosen(plan) == pytest.approx({"wind": 30.0}, rel=1e-6)
    assert [one["met"] for one in run.summary["targets"]] == [True]


MORE = {"measure": "more", "kind": "wind", "extends": "wind", "most": 100, "lifetime": 10, "rate": 0, "cost": 1e8}


def test_sizes_that_rounding_makes_infeasible_are_written_as_they_are(tiny, tmp_path, monkeypatch):
    """The target requires 25 MW of wind, 1 MW exists, and the rounding drops the other 24 MW: no dispatch meets the target. The values of the
    plan, which prove the case with the sizes of the plan, are not used."""
    case = tiny(
        load=[50, 80], thermal=[COAL], renewables=[{"asset": "wind", "capacity": 1}], measures=[MORE], targets=[ENERGY]
    )
    monkeypatch.setattr("dispatch.targets.confirmation.FULL", 0.03)
    monkeypatch.setattr("dispatch.targets.confirmation.proven_start", lambda *_: None)
    plan, run = confirmed(case, tmp_path / "plan")
    assert chosen(plan) == pytest.approx({"more": 25.0})
    assert [one["met"] for one in run.summary["targets"]] == [True]
    assert plan.confirmation.difference_cny == pytest.approx(0.0, abs=1e-3)


FORTNIGHT = 336
PAID = {"lifetime": 10, "rate": 0.0}
FLEET = {
    "fleet": "coal",
    "capacity": 1000,
    "fuel_incremental": 0.3,
    "minimum_other": 0.5,
    "minimum_heating": 0.5,
    "maintenance": 0.6,
}
EVERYTHING = {
    "load": [700 + 200 * np.sin(t / 4) - (0 if t < 168 else 20) for t in range(FORTNIGHT)],
    "series": {"gust": [abs(np.sin(t / 7)) for t in range(FORTNIGHT)]},
    "settings": {"commitment": {"period_hours": 24, "maintenance": "levelled"}, "start": "2030-01-25"},
    "dispatchers": [{"load_up": 0.03, "vre_up": 0.2, "largest_unit": 30, "load_down": 0.02, "vre_down": 0.1}],
    "thermal": [
        FLEET | {"reserve_up": 0.3, "reserve_down": 0.3, "forced_outage": 0.1, "minimum_online": 0.5},
        {"fleet": "gas", "technology": "gas", "fuel": "gas", "capacity": 500, "fuel_incremental": 0.5, "reserve_up": 1},
    ],
    "fuels": [{}, {"fuel": "gas", "coal": "false"}],
    "renewables": [{"asset": "wind", "capacity": 300, "profile": "gust", "reserve_down": 1, "order": 1}],
    "storage": [{"asset": "store", "capacity": 50, "energy": 100, "reserve": 0.5, "reserve_hours": 2}],
    "measures": [
        PAID | {"measure": "dear", "kind": "wind", "extends": "wind", "most": 2000, "cost": 9e7},
        PAID | {"measure": "more", "kind": "wind", "extends": "wind", "most": 2000, "cost": 2e6},
        PAID
        | {"measure": "cells", "kind": "storage", "extends": "store", "most": 200, "cost": 4e5, "cost_energy": 1e5},
        PAID
        | {"measure": "new coal", "kind": "retrofit", "extends": "coal", "most": 1000, "cost": 1e5}
        | {"minimum_heating": 0.2, "minimum_other": 0.2},
        PAID
        | {"measure": "closed", "kind": "retirement", "extends": "coal", "most": 900, "cost": 0, "saved_upkeep": 2e4},
    ],
    "targets": [ENERGY | {"required": 0.15}],
}


def test_the_plan_proves_its_compliant_case(tiny, tmp_path):
    """Reserve that grows with added wind, a retrofit, a retirement, levelled outages and a target: values and duals of interior points prove the
    optimum of the compliant case, without a solve. A run of the folder from the saved values repeats the proof. A cold run has the same cost."""
    done = plan_capacities(tiny(**EVERYTHING), (), tmp_path / "plan", Solver(Options(method="ipm", threads=1)), Clock())
    plan, closing = done.plan, dispatch.read_case(tmp_path / "plan" / done.plan.case.compliant_case)
    assert min(chosen(plan)[name] for name in ("more", "new coal", "closed")) > 1.0
    assert plan.targets[0].enforced and plan.targets[0].price > 0.0
    assert (plan.confirmation.method, plan.confirmation.status) == ("start", "optimal")
    assert plan.confirmation.excess_mw < 1e-4
    done.after.save(tmp_path / "run", keep_warm=True)
    again = dispatch.run(closing, threads=1, start=tmp_path / "run").record
    assert (again["method"], again["status"]) == ("start", "optimal")
    cold = dispatch.run(closing, threads=1).record
    assert cold["method"] != "start"
    assert cold["objective_cny"] == pytest.approx(plan.cost.dispatch_after, rel=2e-6)


@pytest.mark.parametrize("risk", [pytest.param(None, marks=pytest.mark.long), Risk(0.3, 0.5)])
def test_the_plan_proves_the_compliant_case_of_each_weather_year(tiny, tmp_path, risk):
    calm = {"gust": [0.9 * value for value in EVERYTHING["series"]["gust"]]}
    first, second = tiny(**EVERYTHING), tiny(**EVERYTHING | {"series": calm})
    years = WeatherYears(("1", "2"), (0.6, 0.4), (second,), risk)
    done = plan_capacities(first, (), tmp_path, Solver(Options(method="ipm", threads=1)), Clock(), years=years)
    assert [one.confirmation.method for one in done.plan.weather.years] == ["start", "start"]
    assert [one.confirmation.status for one in done.plan.weather.years] == ["optimal", "optimal"]


@pytest.mark.parametrize("status", ["stopped", "failed"])
def test_a_plan_is_kept_where_its_compliant_case_finds_no_feasible_point(tiny, tmp_path, monkeypatch, status):
    case = tiny(
        load=[50, 80], thermal=[COAL], renewables=[{"asset": "wind", "capacity": 1}], measures=[MORE], targets=[ENERGY]
    )
    monkeypatch.setattr("dispatch.targets.confirmation.proven_start", lambda *_: None)
    nothing = Solution(status=status, method="windows", notes=(message("note.cold_start_instead"),))
    monkeypatch.setattr("dispatch.targets.confirmation.Solver", lambda _: lambda *_: nothing)
    done = plan_capacities(case, (), tmp_path / "plan", SOLVER, Clock())
    assert chosen(done.plan) == pytest.approx({"more": 25.0})
    assert (done.plan.confirmation.status, done.plan.confirmation.method) == ("stopped", "start")
    assert done.plan.confirmation.difference_cny == pytest.approx(0.0, abs=1e-3)
    notes = " ".join(done.after.record["notes"])
    assert "values are those of the start" in notes


def test_the_method_of_a_plan_is_stated_with_its_reason(tiny, tmp_path):
    case = tiny(load=[50, 80], thermal=[COAL], units=[WIND], targets=[CAPACITY])
    by_size, _ = confirmed(case, tmp_path / "size")
    requested, _ = confirmed(case, tmp_path / "requested", solver=Solver(Options(method="simplex", threads=1)))
    texts = [" ".join(note.text(Lang.en) for note in plan.proof.notes) for plan in (by_size, requested)]
    assert "as the LP is small" in texts[0] and "as requested" in texts[1]


@pytest.mark.parametrize("upkeep", [1e5, 2e5])
def test_a_retirement_that_set_has_changed_is_not_offered_again(tiny, tmp_path, upkeep):
    """A row of `measures` that --set changes leaves the compliant case with the measure that is built."""
    folder = tiny(load=[50, 50], thermal=[COAL], measures=[RETIRED | {"most": 100, "saved_upkeep": 1e5}]).folder
    case = dispatch.read_case(folder, settings=[f"measures[measure=closed].saved_upkeep={upkeep}"])
    plan, run = confirmed(case, tmp_path / "plan", "none")
    assert {one.name: one.added_mw for one in plan.capacities} == pytest.approx({"closed": 50.0})
    again = dispatch.read_case(tmp_path / "plan" / plan.case.compliant_case)
    assert not len(again.tables["measures"])
    assert run.record["objective_cny"] == pytest.approx(plan.cost.dispatch_after, rel=1e-9)


def test_a_measure_that_set_has_changed_and_that_is_not_built_keeps_the_change(tiny, tmp_path):
    closed = RETIRED | {"most": 100, "saved_upkeep": 0}
    folder = tiny(load=[50, 50], thermal=[COAL], measures=[closed]).folder
    case = dispatch.read_case(folder, settings=["measures[measure=closed].cost=7e5"])
    plan, _ = confirmed(case, tmp_path / "plan", "none")
    again = dispatch.read_case(tmp_path / "plan" / plan.case.compliant_case).tables["measures"]
    assert again["cost"].tolist() == case.tables["measures"]["cost"].tolist()


def test_a_wind_measure_that_set_has_changed_is_built(tmp_path):
    """The compliant case has the measure as an asset, and no measure of the same name."""
    tutorial = Path(__file__).parents[2] / "inputs" / "tutorial"
    case = dispatch.read_case(tutorial, hours=24, settings=["measures[measure=more-wind].cost=*0.9"])
    plan = plan_capacities(case, (), tmp_path / "plan", SOLVER, Clock()).plan
    again = dispatch.read_case(tmp_path / "plan" / plan.case.compliant_case, hours=24)
    assert "more-wind" in set(again.tables["renewables"]["asset"])
    assert "more-wind" not in set(again.tables["measures"]["measure"])
