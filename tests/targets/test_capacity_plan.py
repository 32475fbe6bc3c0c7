"""The least-cost plan over the whole window: hand calculations, an LP written beside it, and what the compliant case confirms."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

import dispatch
from dispatch.app.clock import Clock
from dispatch.case.schema import OF_FLEETS, SHORTFALL_KINDS
from dispatch.errors import CaseError, InfeasibleError
from dispatch.results.capacity_plan import CONVERTED, load_plan, record
from dispatch.solve import Options
from dispatch.targets import Solver, capacity_plan, plan_capacities, save_plan
from dispatch.targets.base_case import base_of

TUTORIAL = Path(__file__).parents[2] / "inputs" / "tutorial"
SOLVER = Solver(Options(threads=1))
YEAR = 8760
PAID = {"lifetime": 10, "rate": 0}
TARGET = {"target": "clean", "kind": "new_energy_generation", "unit": "TWh"}
CONTENT = {
    "load": [50, 50],
    "series": {"gust": [1, 0]},
    "thermal": [{"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3}],
    "renewables": [{"asset": "wind", "capacity": 60, "profile": "gust"}],
    "storage": [{"asset": "store", "capacity": 4, "energy": 100, "cost": 400}],
    "measures": [PAID | {"measure": "more", "kind": "storage", "extends": "store", "most": 20, "cost": 1e5}],
}


def planned(case, *meet):
    with tempfile.TemporaryDirectory() as folder:
        done = plan_capacities(case, meet, Path(folder), SOLVER, Clock())
        return done.plan


def sizes(plan):
    return {one.name: one.added_mw for one in plan.capacities if one.added_mw or one.content_mwh}


@pytest.fixture(scope="module")
def tutorial(tmp_path_factory):
    """Plan of the tutorial, with the folder of its compliant case."""
    folder = tmp_path_factory.mktemp("plan")
    return plan_capacities(dispatch.read_case(TUTORIAL), [], folder, SOLVER, Clock()), folder


def test_wind_by_hand(tutorial):
    """33.6 MWh of margin a MW of wind and week: 82.5 MW close 2,772 MWh. A MW costs 9 million CNY / 20 a year, and saves 7,502.376
    CNY in the week (tests/targets/test_tutorial.py); the price of the target is the difference over 33.6 MWh."""
    plan = tutorial[0].plan
    assert [one.name for one in plan.additions] == ["more-wind"]
    week = 9e6 / 20 * 168 / YEAR
    assert plan.proof.status == "optimal" and plan.proof.gap <= 1e-6
    assert max(plan.proof.primal_infeasibility, plan.proof.dual_infeasibility) <= 1e-7
    assert sizes(plan) == pytest.approx({"more-wind": 82.5})
    assert plan.cost.measures == pytest.approx(82.5 * week)
    assert plan.cost.annual == pytest.approx(82.5 * 9e6 / 20)
    assert plan.cost.change == pytest.approx(82.5 * (week - 7502.376))
    target = {one.id: one for one in plan.targets}["generation"]
    assert target.enforced and target.met and target.margin == pytest.approx(0.0, abs=1e-9)
    assert target.price == pytest.approx((week - 7502.376) / 33.6)
    assert plan.proof.objective_cny == pytest.approx(plan.cost.dispatch_after + plan.cost.measures)


def test_the_compliant_case_confirms_the_plan_as_any_other(tutorial):
    """Same cost and margin, nothing wasted, and in no hour more load shed, export undelivered or reserve missing."""
    done, folder = tutorial
    case = dispatch.read_case(folder / done.plan.case.compliant_case)
    run = dispatch.run(case, threads=1)
    assert run.record["objective_cny"] == pytest.approx(done.plan.cost.dispatch_after, rel=1e-9)
    margins = {one["id"]: one["margin"] for one in run.summary["targets"]}
    assert margins["generation"] == pytest.approx(0.0, abs=1e-9)
    assert sum(run.summary["region"]["wasted_twh"].values()) == pytest.approx(0.0, abs=1e-9)
    before, after = (base_of(one, SOLVER) for one in (dispatch.read_case(TUTORIAL), case))
    for kind in SHORTFALL_KINDS:
        if kind in after.lp.quantities:
            more = after.lp.quantities[kind].value(after.primal) - before.lp.quantities[kind].value(before.primal)
            assert more.max() <= 1e-8
    assert done.plan.confirmation.excess_mw <= 1e-5
    assert done.plan.confirmation.difference_cny == pytest.approx(0.0, abs=1e-3)


def test_what_a_plan_converts_or_retires_is_what_measures_take_from_fleets():
    assert CONVERTED == OF_FLEETS


def test_what_pays_for_itself_is_built_without_any_target(tiny):
    """Without a target nothing is stored at 400 CNY/MWh against coal at 300; a retirement saves its fixed cost: 100 MW of coal, of
    which 50 serve the second hour."""
    closed = PAID | {"measure": "closed", "kind": "retirement", "extends": "coal", "most": 100, "cost": 0}
    case = tiny(
        **CONTENT | {"measures": [*CONTENT["measures"], closed | {"saved_upkeep": 1e5}], "storage": CONTENT["storage"]}
    )
    plan = planned(case, "none")
    assert plan.case.meet == ("none",) and plan.proof.status == "optimal"
    chosen = {one.name: one for one in plan.capacities}
    assert chosen["closed"].added_mw >= 50 - 1e-6
    assert "closed" not in {one.name for one in plan.additions}
    assert chosen["closed"].annual_cost_cny == pytest.approx(-1e5 * chosen["closed"].added_mw)
    assert plan.cost.measures == pytest.approx(plan.cost.annual * 2 / YEAR)
    assert plan.after["region"]["unserved_gwh"] == 0.0


def test_without_targets_the_plan_is_the_optimum_of_extendable_components(tiny):
    """The same unit as an extendable component is chosen by any run."""
    unit = {"unit": "new", "capacity": 0, "extendable": True, "capacity_cost": 150, "capacity_most": 30, "cost": 10}
    case = tiny(load=[50, 80], thermal=[{"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3}], units=[unit])
    run = dispatch.run(case, threads=1)
    plan = planned(case, "none")
    assert plan.proof.objective_cny == pytest.approx(run.record["objective_cny"], rel=1e-9)
    assert sizes(plan) == pytest.approx({"new": run.summary["expansion"]["units"]["new"]["capacity_mw"]})
    assert sizes(plan) == pytest.approx({"new": 30.0})
    (bound,) = plan.bounds
    assert (bound.name, bound.bound) == ("new", "most")
    assert bound.price == pytest.approx(150 - 2 * (300 - 10))  # two hours of coal at 300 CNY/MWh


@pytest.fixture(params=["reach first", "plan first"])
def either(request, monkeypatch):
    """Small LPs are searched for what can be met before the plan, large ones only where the plan fails."""
    monkeypatch.setattr(capacity_plan, "REACH_ROWS", capacity_plan.REACH_ROWS if request.param == "reach first" else 0)


@pytest.mark.usefixtures("either")
def test_a_target_out_of_reach_stops_a_plan_that_requests_it(tiny):
    """60 MWh of wind blow; 50 are used at once, and 10 can be stored: 60 at most."""
    case = tiny(**CONTENT, targets=[TARGET | {"required": 62e-6}])
    with pytest.raises(InfeasibleError, match="more of these does not help: more"):
        planned(case, "clean")
    plan = planned(case)  # by default it is reported
    (target,) = plan.targets
    assert not target.enforced and target.met is False and "does not help" in str(target.why)


@pytest.mark.usefixtures("either")
def test_targets_that_contradict_each_other_are_stated(tiny):
    """30 MW of retrofitted and 80 MW of efficient coal of a fleet of 100 MW: each alone, not both; the later one gives way."""
    coal = [{"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3}]
    measures = [
        PAID | {"measure": "flexible", "kind": "retrofit", "extends": "coal", "most": 100, "cost": 1e3},
        PAID
        | {"measure": "frugal", "kind": "efficiency", "extends": "coal", "most": 100, "cost": 1e6, "fuel_saving": 0.01},
    ]
    targets = [
        {"target": "bend", "kind": "flexible_coal_capacity", "required": 0.03, "unit": "GW"},
        {"target": "save", "kind": "efficient_coal_capacity", "required": 0.08, "unit": "GW"},
    ]
    case = tiny(load=[50, 50], thermal=coal, measures=measures, targets=targets)
    plan = planned(case)
    found = {one.id: one for one in plan.targets}
    assert found["bend"].enforced and sizes(plan) == pytest.approx({"flexible": 30.0})
    assert not found["save"].enforced and "not together with bend" in str(found["save"].why)
    with pytest.raises(InfeasibleError, match="not together with bend"):
        planned(case, "bend", "save")


def test_power_is_added_to_a_store_without_content(tiny):
    """The store has content enough: 4 MW more take 58 MWh of wind, and the compliant case has them."""
    plan = planned(tiny(**CONTENT, targets=[TARGET | {"required": 58e-6}]), "clean")
    assert sizes(plan) == pytest.approx({"more": 4.0})
    assert plan.confirmation.status == "optimal" and plan.confirmation.difference_cny == pytest.approx(0.0, abs=1e-3)


@pytest.mark.usefixtures("either")
def test_a_target_that_was_met_stays_met(tiny):
    """Retirement of coal would pay for itself, and would leave less than the capacity that is required."""
    closed = PAID | {
        "measure": "closed",
        "kind": "retirement",
        "extends": "coal",
        "most": 100,
        "saved_upkeep": 1e5,
        "cost": 0,
    }
    target = {"target": "flexible", "kind": "flexible_coal_capacity", "required": 0.09, "unit": "GW"}
    coal = [{"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3, "flexible": True}]
    case = tiny(load=[50, 50], thermal=coal, measures=[closed], targets=[target])
    kept = planned(case)
    assert sizes(kept) == pytest.approx({"closed": 10.0})
    assert {one.id: one.enforced for one in kept.targets} == {"flexible": True}
    assert sizes(planned(case, "none")) == pytest.approx({"closed": 50.0})


@pytest.mark.parametrize(
    ("meet", "rule"),
    [
        (["generatoin"], "Did you mean generation"),
        (["none", "generation"], "excludes targets"),
        (["later"], "it is not tested"),
    ],
)
def test_a_target_that_cannot_be_requested_is_a_fault(meet, rule):
    case = dispatch.read_case(TUTORIAL, hours=24)
    rows = case.tables["targets"]
    later = rows.iloc[[1]].assign(target="later", year=2031)
    case = replace(case, tables={**case.tables, "targets": pd.concat([rows, later], ignore_index=True)})
    with pytest.raises(CaseError, match=rule):
        planned(case, *meet)


def test_a_case_without_capacities_to_choose_is_a_fault(tiny):
    with pytest.raises(CaseError, match="no capacity can be chosen"):
        planned(tiny(load=[50], thermal=[{"fleet": "coal", "capacity": 100}]))


def test_the_loaded_plan_is_the_computed_one(tutorial, tmp_path):
    plan = tutorial[0].plan
    save_plan(plan, tmp_path)
    again = load_plan(tmp_path)
    assert repr(again) == repr(plan)  # NaN equals no NaN: the texts are compared
    assert set(record(plan)["plan"]) == {
        "case", "proof", "cost", "capacities", "bounds", "targets", "before", "after", "confirmation", "lole", "weather", "risk",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("version",), 1),
        (("plan",), None),
        (("plan", "proof", "status"), "sure"),
        (("plan", "capacities", 0, "table"), "x"),
    ],
)
def test_a_damaged_plan_is_a_fault(tutorial, tmp_path, path, value):
    content = json.loads(json.dumps(record(tutorial[0].plan), allow_nan=True))
    part = content
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    (tmp_path / "plan.json").write_text(json.dumps(content).replace("NaN", "null"), encoding="utf-8")
    with pytest.raises(CaseError, match="dispatch plan"):
        load_plan(tmp_path)


@settings(max_examples=12, deadline=None)
@given(
    load=st.lists(st.integers(20, 90), min_size=3, max_size=3),
    profile=st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=3, max_size=3),
    cost=st.sampled_from([0.0, 1e5, 2e6, 8e6]),
    most=st.sampled_from([0.0, 30.0, 200.0]),
    share=st.sampled_from([0.0, 0.4, 0.9, 1.0]),
)
def test_random_cases_agree_with_an_lp_written_by_hand(tiny, load, profile, cost, most, share):
    """Coal g at 300 CNY/MWh, wind w of 10 MW and K more: min 300 sum g + a K, g + w = load, w <= (10 + K) profile, sum w >= required;
    with capacities at both bounds, zero cost, and requirements that nothing changes."""
    a = cost / 10 * 3 / YEAR
    n = 3
    objective = [300.0] * n + [0.0] * n + [a]
    equal = np.hstack([np.eye(n), np.eye(n), np.zeros((n, 1))])
    above = np.hstack([np.zeros((n, n)), np.eye(n), -np.array(profile)[:, None]])
    best = sum(min(one, (10 + most) * part) for one, part in zip(load, profile, strict=True))
    required = share * best
    rows = np.vstack([above, [[0.0] * n + [-1.0] * n + [0.0]]])
    sides = [*(10.0 * part for part in profile), -required]
    bounds = [(0, 100)] * n + [(0, None)] * n + [(0, most)]
    exact = linprog(objective, rows, sides, equal, load, bounds, method="highs-ds")
    assert exact.status == 0
    case = tiny(
        load=load,
        series={"gust": profile},
        thermal=[{"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3}],
        renewables=[{"asset": "wind", "capacity": 10, "profile": "gust"}],
        measures=[PAID | {"measure": "more", "kind": "wind", "extends": "wind", "most": most, "cost": cost}],
        targets=[TARGET | {"required": required * 1e-6 * (1 - 1e-9)}],
    )
    plan = planned(case, "clean")
    assert plan.proof.status == "optimal"
    assert plan.proof.objective_cny == pytest.approx(exact.fun, rel=1e-7, abs=1e-4)
