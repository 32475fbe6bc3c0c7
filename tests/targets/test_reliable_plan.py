"""A plan that holds a loss-of-load expectation: by hand, with several measures, and where it cannot."""

import tempfile
from pathlib import Path

import pytest

import dispatch
from dispatch.app.clock import Clock
from dispatch.errors import CaseError, InfeasibleError
from dispatch.results.capacity_plan import load_plan
from dispatch.solve import Options
from dispatch.targets import Requirement, Solver, plan_capacities, save_plan

SOLVER = Solver(Options(threads=1))
HOURS = 48
PAID = {"lifetime": 10, "rate": 0, "most": 60}
COAL = {
    "fleet": "coal",
    "capacity": 120,
    "unit_size": 12,
    "fuel_incremental": 0.3,
    "forced_outage": 0.1,
    "repair_time": 2,
    "own_use": 0,
}
WIND = {"asset": "wind", "capacity": 0, "profile": "steady", "own_use": 0}
MORE = PAID | {"measure": "more", "kind": "wind", "extends": "wind", "cost": 1e8}
SERIES = {"steady": [1] * HOURS}


def planned(case, lole, samples=400, meet=("none",)):
    with tempfile.TemporaryDirectory() as folder:
        done = plan_capacities(case, meet, Path(folder), SOLVER, Clock(), Requirement(lole, samples))
        save_plan(done.plan, Path(folder))
        assert load_plan(Path(folder)).lole == done.plan.lole
        return done.plan


def added(plan):
    return {one.name: one.added_mw for one in plan.capacities}


def test_firm_capacity_by_hand(tiny):
    """Ten units of 12 MW, each out one hour in ten, serve 100 MW with nine: the binomial distribution gives LOLE of 0.2639 of the
    hours, 12.7 h. With 4 MW of steady wind eight units suffice: 0.0702, 3.4 h."""
    case = tiny(load=[100] * HOURS, thermal=[COAL], renewables=[WIND], series=SERIES, measures=[MORE])
    plan = planned(case, 5.0)
    assert plan.lole is not None and plan.lole.held
    first, *_, last = plan.lole.rounds
    assert first.lole == pytest.approx(0.2639 * HOURS, rel=0.1) and first.missing_mw == pytest.approx(4.0, abs=0.1)
    assert last.lole == pytest.approx(0.0702 * HOURS, rel=0.15) and last.missing_mw == 0.0
    assert 4.0 <= added(plan)["more"] <= 4.3
    assert last.objective_cny > first.objective_cny


def test_nothing_is_added_where_lole_is_low_enough(tiny):
    case = tiny(load=[100] * HOURS, thermal=[COAL], renewables=[WIND], series=SERIES, measures=[MORE])
    plan = planned(case, 20.0)
    assert plan.lole is not None and plan.lole.held and len(plan.lole.rounds) == 1
    assert added(plan) == {"more": 0.0}


def test_a_measure_counts_with_its_credit(tiny):
    """A gust that blows every other hour is worth half of the steady wind where all hours are alike, so that it is chosen at less than
    half of the cost, and not at more."""
    series = SERIES | {"gust": [1, 0] * (HOURS // 2)}
    rows = [WIND, WIND | {"asset": "breeze", "profile": "gust"}]
    for cost, chosen in ((0.9e8, "more"), (0.1e8, "gusty")):
        other = MORE | {"measure": "gusty", "extends": "breeze", "cost": cost}
        case = tiny(load=[100] * HOURS, thermal=[COAL], renewables=rows, series=series, measures=[MORE, other])
        plan = planned(case, 9.0)
        assert plan.lole is not None and plan.lole.held
        assert added(plan)[chosen] > 1.0, cost


def test_storage_and_demand_response_hold_it_too(tiny):
    """Peaks of four hours a day, which stores and shed load can meet."""
    load = ([80] * 20 + [110] * 4) * (HOURS // 24)
    store = {"asset": "store", "capacity": 1, "energy": 4, "cost": 0}
    more = PAID | {"measure": "more", "kind": "storage", "extends": "store", "cost": 1e6, "cost_energy": 1e5}
    case = tiny(
        load=load, thermal=[COAL], storage=[store], measures=[more | {"least_hours": 2, "most_hours": 6, "most": 40}]
    )
    plan = planned(case, 1.0)
    assert plan.lole is not None and plan.lole.held and plan.lole.rounds[0].lole > 1.0
    assert added(plan)["more"] > 5.0


def test_retired_capacity_comes_back(tiny):
    """A retirement that pays is undone as far as LOLE requires."""
    fleet = COAL | {"capacity": 180}
    closed = PAID | {"measure": "closed", "kind": "retirement", "extends": "coal", "cost": 0, "saved_upkeep": 1e6}
    case = tiny(load=[100] * HOURS, thermal=[fleet], measures=[closed])
    plan = planned(case, 3.0)
    assert plan.lole is not None and plan.lole.held and plan.lole.rounds[0].lole > 3.0
    assert 0.0 < added(plan)["closed"] < 60.0


def test_a_target_that_is_met_is_not_broken_for_lole(tiny):
    """A line to cheap coal is built for the load behind gas. Its dispatch would break the CO2 target that the case as given meets: the
    target is enforced too, and the line carries what it allows."""
    there = {"area": "B", "pocket": "q", "dispatcher": "e"}
    gas = COAL | {"fleet": "gas", "technology": "gas", "fuel": "gas", "fuel_incremental": 0.2}
    line = {"line": "ab", "from_area": "B", "from_pocket": "q", "to_area": "A", "to_pocket": "p"}
    content = {
        "areas": [{}, {"area": "B"}],
        "pockets": [{}, {"area": "B", "pocket": "q"}],
        "dispatchers": [{}, {"dispatcher": "e", "area": "B"}],
        "fuels": [{"co2": 2.66}, {"fuel": "gas", "price": 3000, "co2": 1.6}],
        "load": [100] * HOURS,
        "thermal": [gas, COAL | there | {"capacity": 240}],
        "lines": [line | {"forward": 1, "backward": 1}],
        "measures": [PAID | {"measure": "tie", "kind": "line", "extends": "ab", "cost": 1e8}],
    }
    given = dispatch.run(tiny(**content)).summary["region"]["co2_mt"]
    target = {"target": "co2", "kind": "co2", "unit": "Mt", "required": given}
    plan = planned(tiny(**content, targets=[target]), 5.0, meet=())
    assert plan.lole is not None and plan.lole.held and plan.lole.rounds[0].lole > 5.0
    found = {one.id: one for one in plan.targets}["co2"]
    assert found.met and found.enforced and added(plan)["tie"] > 3.0


def test_out_of_reach_says_what_is_missing(tiny):
    case = tiny(load=[100] * HOURS, thermal=[COAL], renewables=[WIND], series=SERIES, measures=[MORE | {"most": 1}])
    with pytest.raises(InfeasibleError, match=r"lacks 4\.0 MW"):
        planned(case, 5.0)


def test_a_case_that_adequacy_cannot_assess_is_refused(tiny):
    unit = {"unit": "new", "capacity": 0, "extendable": True, "capacity_cost": 150, "capacity_most": 30, "cost": 10}
    case = tiny(load=[100] * HOURS, thermal=[COAL], renewables=[WIND], series=SERIES, measures=[MORE], units=[unit])
    with pytest.raises(CaseError, match=r"units\.csv"):
        planned(case, 5.0)
