"""Whole units, solved by hand."""

from dataclasses import replace

import numpy as np
import pytest

import dispatch
from dispatch.errors import InfeasibleError, Interrupted
from dispatch.solve import Options, mip, solve
from dispatch.solve.problem import End

DEAR = {"unit": "dear", "capacity": 1000, "cost": 100}
PLANT = {"unit": "plant", "capacity": 100, "cost": 20, "committed": True, "minimum": 0.5, "off_before": 1}
COAL = {"fleet": "coal", "capacity": 600, "unit_size": 190, "fuel_incremental": 0.2, "fuel_no_load": 0.01}


WEEKS = [168, 168, 168, 168, 144]
"""Hours of the weeks of a window of 34 days."""


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


def test_outages_derate_every_unit_so_that_all_units_online_meet_the_least_share(tiny):
    """600 MW of three units, of which a planned outage takes 30 MW: 95 % must stay online, and 570 MW are three units of 190."""
    outage = [{"fleet": "coal", "capacity": 30, "start": "2030-01-07", "end": "2030-01-08"}]
    fleet = COAL | {"minimum_online": 0.95, "unit_size": 200}
    case = tiny(load=[500] * 24, thermal=[fleet], maintenance=outage)
    assert whole(case).results["thermal_online"].values.ravel() == pytest.approx([570] * 24)


def test_a_unit_has_the_size_of_the_fleet_of_its_time(tiny):
    """A second unit of 200 MW comes in February: 150 MW need one unit before, and one unit after."""
    ledger = [
        {"asset": "coal", "unit": "1", "capacity": 200},
        {"asset": "coal", "unit": "2", "capacity": 200, "start": "2030-02"},
    ]
    fleet = {key: value for key, value in COAL.items() if key != "capacity"} | {"unit_size": 200}
    case = tiny(load=[150] * 48, thermal=[fleet], capacity=ledger, settings={"start": "2030-01-31"})
    assert whole(case).results["thermal_online"].values.ravel() == pytest.approx([200] * 48)


def test_what_whole_units_cannot_meet_is_named(tiny):
    """A fleet of one unit of 600 MW gives 300 MW at least, and a firm load of 200 MW takes no more."""
    loads = [{"load": "firm", "energy": 400, "profile": "one", "firm": True}]
    fleet = COAL | {"unit_size": 600, "minimum_heating": 0.5, "minimum_other": 0.5}
    case = tiny(loads=loads, series={"one": [1, 1]}, thermal=[fleet])
    assert dispatch.run(case).status == "optimal"
    with pytest.raises(InfeasibleError, match="whole units") as refused:
        whole(case)
    assert "up to 100 MW more than anything there can take in 2 hours" in str(refused.value)


def test_a_window_of_more_than_a_month_is_solved_week_by_week_with_a_proven_gap(tiny):
    """Load of 250 and 150 MW by day: two units and one, as in a day that is solved alone."""
    load = np.tile(np.repeat([250.0, 150.0], 24), 18)
    settings = {"commitment": {"period_hours": 24}}
    case = tiny(load=list(load), thermal=[COAL], settings=settings)
    run = whole(case)
    units = run.results["thermal_online"].values.ravel() / 200
    np.testing.assert_allclose(units, np.round(units), atol=1e-4)
    np.testing.assert_allclose(units, np.tile(np.repeat([2, 1], 24), 18), atol=1e-4)
    relaxed = dispatch.run(case, threads=1).record["objective_cny"]
    assert run.record["bound_cny"] == pytest.approx(relaxed, rel=1e-6)
    assert run.record["gap"] == pytest.approx(1 - relaxed / run.record["objective_cny"], rel=1e-4)
    assert run.status == "feasible" and run.record["method"] == "integer"


def test_an_interruption_of_the_relaxation_gives_no_fractions(tiny, monkeypatch):
    """A window of more than a month: its relaxation is interrupted at a fractional point."""

    def stopped(*arguments):
        return replace(solve(*arguments), status="stopped", end=End(interrupted=True))

    monkeypatch.setattr(mip, "solve", stopped)
    with pytest.raises(Interrupted):
        whole(tiny(load=[150.0] * (32 * 24), thermal=[COAL]))


def test_units_of_a_long_window_have_the_dispatch_of_the_whole_window(tiny):
    """A limit on the energy of the plant couples the weeks. With the units fixed the rest is an LP over all hours: its optimum is the
    cost of the run."""
    rng = np.random.default_rng(4)
    load = (rng.uniform(20, 90, 34 * 24) + np.repeat([0, 30, 10, 60, 20], WEEKS)).round(3)
    case = tiny(
        load=list(load),
        units=[PLANT | {"start_cost": 500, "minimum_up": 6}, {"unit": "mid", "capacity": 25, "cost": 60}, DEAR],
        limits=[{"limit": "co2", "sense": "most", "amount": float(0.4 * load.sum())}],
        limit_terms=[{"limit": "co2", "table": "units", "asset": "plant", "factor": 1.0}],
    )
    run = whole(case)
    lp = dispatch.build(case)
    matrix, index = lp.matrix(), lp.variables["unit_on"].index[0]
    on = run.results["unit_output"].sel(unit="plant").values > 1.0  # half of the capacity at least
    lower, upper = matrix.lower.copy(), matrix.upper.copy()
    lower[index] = upper[index] = np.where(on, matrix.upper[index], 0.0)
    again = solve(replace(matrix, lower=lower, upper=upper), Options(threads=1))
    assert again.objective * 1e6 == pytest.approx(run.record["objective_cny"], rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_the_last_week_meets_the_first(tiny, seed):
    """The horizon is periodic: units of the last days precede those of the first, with minimum times of three days."""
    rng = np.random.default_rng(seed)
    load = np.repeat(rng.uniform(120, 550, 34), 24)
    settings = {"commitment": {"period_hours": 24, "minimum_up_hours": 72, "minimum_down_hours": 72}}
    fleet = COAL | {"minimum_online": 0.3, "start_cost": 20_000}
    case = tiny(load=list(load), thermal=[fleet], settings=settings)
    units = whole(case).results["thermal_online"].values.ravel() / 200
    np.testing.assert_allclose(units, np.round(units), atol=1e-4)


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
