"""What holds of any verdict."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.case import read_case
from dispatch.solve import Options, solve
from dispatch.targets import Solver, assess_targets
from dispatch.targets.assess import Furthest, best_of, enforce
from dispatch.targets.break_even import WIDEN, bracket, root
from dispatch.targets.expansion import open_measures
from dispatch.targets.measures import plan
from dispatch.targets.targets import active_targets

SOLVER = Solver(Options(threads=1))
TARGET = {"target": "clean", "kind": "new_energy_generation", "unit": "TWh"}
CONTENT = {
    "load": [50, 50],
    "series": {"gust": [1, 0]},
    "thermal": [{"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3}],
    "renewables": [{"asset": "wind", "capacity": 60, "profile": "gust"}],
    "storage": [{"asset": "store", "capacity": 4, "energy": 100, "cost": 400}],
}
PAID = {"lifetime": 10, "rate": 0}


def case_of(tiny, required, **more):
    return tiny(**{**CONTENT, **more}, targets=[TARGET | {"required": required}])


def test_what_holds_is_not_touched(tiny):
    base, (verdict,) = assess_targets(case_of(tiny, 40e-6), SOLVER)
    assert verdict.answer == "met" and verdict.change is None and verdict.cost == 0
    solution, _ = enforce(base, active_targets(base.case, base.lp)[0].gap, SOLVER)
    assert solution.objective == pytest.approx(base.solution.objective, rel=1e-12)
    assert solution.row_dual[-1] == pytest.approx(0.0, abs=1e-9)


def test_tightening_never_lowers_the_cost(tiny):
    costs = [assess_targets(case_of(tiny, required * 1e-6), SOLVER)[1][0].cost for required in (49, 50.5, 52, 53.9)]
    assert costs == sorted(costs) and costs[-1] == pytest.approx(3.9 * 0.5e-3)


def test_out_of_reach_by_hand(tiny):
    """60 MWh of wind blow, 50 are needed then, 4 MW can be stored: 54 at most. The store's power is what stops it."""
    _, (verdict,) = assess_targets(case_of(tiny, 58e-6), SOLVER)
    assert verdict.answer == "out_of_reach"
    assert verdict.best == pytest.approx(54e-6)
    shares = {limit.name: limit.share for limit in verdict.limits}
    assert sum(shares.values()) == pytest.approx(54e-6 - 58e-6, rel=1e-6)
    assert {"charge", "discharge"} & set(shares)


def test_at_least_so_much_of_it(tiny):
    """To reach 58 MWh at least 4 MW more must be stored; 100 CNY/kW over ten years, two hours of 8,760 of it."""
    measures = [PAID | {"measure": "more", "kind": "storage", "extends": "store", "most": 20, "cost": 1e5}]
    measures.append(PAID | {"measure": "answer", "kind": "demand_response", "extends": "event", "most": 20, "cost": 1})
    event = [{"programme": "event", "capability": 1, "cost": 5000}]
    base, _ = assess_targets(case_of(tiny, 58e-6, measures=measures, demand_response=event), SOLVER)
    expansion = open_measures(base, SOLVER)
    done = plan(expansion, ["clean"], "storage")
    assert done.least == pytest.approx(0.004)
    assert done.sizes["more"].power == pytest.approx(0.004)
    assert done.investment == pytest.approx(4e5 / 10 * 2 / 8760 * 1e-6)
    assert done.operation == pytest.approx(8 * 0.5e-3)
    assert plan(expansion, ["clean"], "demand_response").sizes is None


def test_a_target_is_not_met_by_serving_less(tiny):
    """Coal costs as much as load that is lost, nearly: without the rule, losing it would be the way."""
    target = TARGET | {"kind": "new_energy_over_thermal", "required": 0}
    settings = {"prices": {"lost_load": 301}}
    content = CONTENT | {"storage": [], "renewables": [{"asset": "wind", "capacity": 30, "profile": "gust"}]}
    _, (verdict,) = assess_targets(tiny(**content, settings=settings, targets=[target]), SOLVER)
    assert verdict.answer == "out_of_reach"
    assert verdict.best == pytest.approx((30 - 70) * 1e-6)


def test_a_window_owes_its_share(tiny):
    case = case_of(tiny, 100e-6)
    half = read_case(case.folder, (), "2030-01-07 00:00", 1)
    _, (verdict,) = assess_targets(half, SOLVER)
    assert verdict.target.required == pytest.approx(50e-6)


def test_a_ratio_is_led_to_its_best(tiny):
    """310 gce/kWh of old coal and 290 of new, 60 MW of it, a load of 100: 298 at best, 40 of the old."""
    fleets = [
        {"fleet": "old", "capacity": 100, "fuel_incremental": 0.31},
        {"fleet": "new", "capacity": 60, "fuel_incremental": 0.29, "fuel": "washed"},
    ]
    target = {"target": "rate", "kind": "coal_rate", "required": 280, "unit": "gce/kWh"}
    fuels = [{}, {"fuel": "washed", "price": 2000, "coal": True}]
    base, (verdict,) = assess_targets(tiny(load=[100], fuels=fuels, thermal=fleets, targets=[target]), SOLVER)
    assert (verdict.answer, verdict.best) == ("out_of_reach", pytest.approx(298))
    assert sum(limit.share for limit in verdict.limits) == pytest.approx(280 - 298)
    (target,) = active_targets(base.case, base.lp)
    assert best_of(base, target, Furthest(base, SOLVER))[0] == pytest.approx(298)


@given(st.floats(0.1, 9.0), st.lists(st.floats(0.2, 8.0), max_size=4))
def test_a_change_of_sign_is_found_from_whatever_is_known(at, known):
    """The two points lie around it, or at an end where it lies beyond; none lies far outside the needed range."""
    asked: list[float] = []

    def margin(x):
        asked.append(x)
        return at - x

    first, last = bracket(margin, [1.0, *known], 0.05, 8.0)
    if at <= 8.0:
        assert first <= at <= last
        assert max(asked) <= max(1.0, *known, at * WIDEN)
        assert min(asked) >= min(1.0, *known, at / WIDEN)
    else:
        assert last == 8.0 and root(margin, first, last)[0] is None


def test_nothing_is_known_of_what_cannot_be_dispatched():
    assert bracket(lambda x: float("nan"), [1.0], 0.05, 8.0) == (0.05, 8.0)


def test_root():
    assert root(lambda x: x**3 - 2, 0.0, 4.0)[0] == pytest.approx(2 ** (1 / 3), rel=1e-5)
    assert root(lambda x: x + 1, 0.0, 4.0)[0] is None
    assert root(lambda x: float("nan"), 0.0, 4.0)[0] is None


def test_two_methods_curtail_alike(tiny):
    """The rule of ties: two groups of one pocket in a surplus, order 1 is curtailed before order 2."""
    rows = [
        {"asset": "wind", "capacity": 60, "profile": "gust"},
        {"asset": "sun", "technology": "pv", "capacity": 40, "profile": "gust"},
        {"asset": "roofs", "technology": "pv_distributed", "capacity": 30, "profile": "gust", "order": 2},
    ]
    case = tiny(**CONTENT | {"renewables": rows, "storage": []}, settings={"tie_break": {"curtailment": 0.01}})
    found = []
    base, _ = assess_targets(case, SOLVER)
    for method in ("simplex", "ipm"):
        solution = solve(base.matrix, Options(threads=1, method=method))
        output = base.lp.quantities["renewable_output"].value(solution.primal)
        found.append(output.sum(axis=1))
    np.testing.assert_allclose(found[0], found[1], rtol=1e-3)
    np.testing.assert_allclose(found[0], [0.012, 0.008, 0.030], rtol=1e-6)
