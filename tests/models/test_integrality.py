"""Whole units, solved by hand."""

import numpy as np
import pytest

import dispatch
from dispatch.errors import CaseError, InfeasibleError

DEAR = {"unit": "dear", "capacity": 1000, "cost": 100}
PLANT = {"unit": "plant", "capacity": 100, "cost": 20, "committed": True, "minimum": 0.5, "off_before": 1}
COAL = {"fleet": "coal", "capacity": 600, "unit_size": 190, "fuel_incremental": 0.2, "fuel_no_load": 0.01}


def whole(case, **options):
    return dispatch.run(case, integer=True, threads=1, **options)


def test_a_unit_runs_whole_or_not_at_all(tiny):
    """A half of 100 MW is more than 40: the dear one serves it; of 60 the plant serves all."""
    case = tiny(load=[40, 60], units=[PLANT, DEAR])
    run = whole(case)
    output = run.results["unit_output"].values
    assert output == pytest.approx(np.array([[0, 40], [60, 0]]))
    assert run.record["objective_cny"] == pytest.approx(40 * 100 + 60 * 20)
    assert dispatch.run(case, threads=1).record["objective_cny"] == pytest.approx(100 * 20)
    assert run.status == "optimal" and run.record["method"] == "integer"


def test_prices_are_those_with_the_units_fixed(tiny):
    run = whole(tiny(load=[40, 60], units=[PLANT, DEAR]))
    assert run.results["price"].values.ravel() == pytest.approx([100, 20])


def test_fleets_are_of_whole_units(tiny):
    """600 MW in units of 190 are three of 200. 250 MW need two of them, 400 MW online for an hour, then one."""
    run = whole(tiny(load=[250, 150], thermal=[COAL]))
    assert run.results["thermal_online"].values.ravel() == pytest.approx([400, 200])
    assert run.record["objective_cny"] == pytest.approx((400 + 200) * 10 + 400 * 200)


def test_forced_outage_derates_every_unit(tiny):
    run = whole(tiny(load=[190], thermal=[COAL | {"forced_outage": 0.1}]))
    assert run.results["thermal_online"].values.ravel() == pytest.approx([360])


def test_what_holds_of_parts_alone_is_reported(tiny):
    """The plant cannot give 40 MW, and there is no other."""
    loads = [{"load": "firm", "energy": 40, "profile": "one", "firm": True}]
    case = tiny(loads=loads, series={"one": [1]}, units=[PLANT])
    assert dispatch.run(case).status == "optimal"
    with pytest.raises(InfeasibleError, match="whole units"):
        whole(case)


def test_rows_of_the_relaxation_are_left_out(tiny):
    """80 MW are available and then 100: a row that tightens the relaxation takes the second for the first."""
    plant = PLANT | {"off_before": 0, "maximum_profile": "wind", "tight": True, "minimum": 0, "start_cost": 9000}
    case = tiny(load=[100, 80], series={"wind": [1, 0.8]}, units=[plant, DEAR])
    assert whole(case).record["objective_cny"] == pytest.approx(180 * 20)
    assert dispatch.run(case, threads=1).record["objective_cny"] > 180 * 20 + 1


def test_a_window_is_a_month_at_most(tiny):
    with pytest.raises(CaseError, match="up to 744 hours"):
        whole(tiny(load=[10] * 745, units=[DEAR]))


def test_a_gap_may_be_requested(tiny):
    """Sixty plants of different sizes and costs: a gap of one per cent is reached, and is reported."""
    rng = np.random.default_rng(1)
    units = [
        PLANT | {"unit": f"u{k}", "capacity": size, "cost": cost, "start_cost": 40 * size, "minimum_up": 4}
        for k, (size, cost) in enumerate(zip(rng.integers(20, 90, 12), rng.uniform(10, 60, 12), strict=True))
    ]
    load = 250 + 120 * np.sin(np.arange(18) / 3)
    run = whole(tiny(load=list(load.round(3)), units=[*units, DEAR]), gap=0.01)
    assert run.status in ("feasible", "optimal") and run.record["gap"] <= 0.01
    assert run.record["bound_cny"] <= run.record["objective_cny"] * (1 + 1e-9)
