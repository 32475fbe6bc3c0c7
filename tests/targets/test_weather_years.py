"""One plan over several weather years: hand calculations with two hours, and what each year confirms."""

import tempfile
from pathlib import Path

import pytest

from dispatch.app.clock import Clock
from dispatch.errors import InfeasibleError
from dispatch.lp import Risk
from dispatch.results.capacity_plan import load_plan
from dispatch.solve import Options
from dispatch.targets import Solver, WeatherYears, plan_capacities, save_plan

SOLVER = Solver(Options(threads=1))
YEAR, HOURS, COAL = 8760, 2, 300.0
PAID = {"lifetime": 10, "rate": 0}
MORE = PAID | {"measure": "more", "kind": "wind", "extends": "wind", "most": 200}
TARGET = {"target": "clean", "kind": "new_energy_generation", "unit": "TWh"}


def annual(saved_a_window):
    """Cost of a MW of the measure whose part of the window is what is given [CNY]."""
    return saved_a_window * YEAR / HOURS * 10


def case_of(tiny, gust, cost, **content):
    """50 MW of load by coal at 300 CNY/MWh, no wind yet, and a measure of wind with a gust in both hours."""
    return tiny(
        load=[50, 50],
        series={"gust": [gust, gust]},
        thermal=[{"fleet": "coal", "capacity": 100, "fuel_incremental": COAL / 1000}],
        renewables=[{"asset": "wind", "capacity": 0, "profile": "gust"}],
        measures=[MORE | {"cost": cost}],
        **content,
    )


def planned(tiny, cost, weights=(0.5, 0.5), risk=None, meet=("none",), gusts=(1.0, 0.5), **content):
    first, *further = (case_of(tiny, gust, cost, **content) for gust in gusts)
    years = WeatherYears(tuple("abc"[: len(gusts)]), weights, tuple(further), risk)
    with tempfile.TemporaryDirectory() as folder:
        return plan_capacities(first, meet, Path(folder), SOLVER, Clock(), years=years)


def sizes(done):
    return {one.name: one.added_mw for one in done.plan.capacities if one.added_mw}


@pytest.mark.parametrize(
    ("paid", "weights", "built"),
    [
        (1.4, (0.5, 0.5), 50.0),  # a MW saves 2 h of coal in one year and 1 h in the other: 1.5 in the mean
        (1.6, (0.5, 0.5), 0.0),
        (0.4, (0.5, 0.5), 100.0),  # above 50 MW it saves 1 h in the calm year alone: 0.5 in the mean
        (1.6, (0.7, 0.3), 50.0),  # 1.7 in the mean
        (0.4, (0.7, 0.3), 50.0),  # 0.3 above 50 MW
    ],
)
def test_wind_is_built_for_the_mean_of_two_years(tiny, paid, weights, built):
    done = planned(tiny, annual(paid * COAL), weights)
    assert sizes(done) == pytest.approx({"more": built} if built else {})
    assert done.plan.proof.status == "optimal"
    coal = [100 - min(50.0, built) * 2, 100 - min(50.0, built / 2) * 2]
    weather = done.plan.weather
    assert [one.dispatch_after for one in weather.years] == pytest.approx([COAL * mwh for mwh in coal], abs=1e-3)
    assert [one.dispatch_before for one in weather.years] == pytest.approx([COAL * 100] * 2)
    mean = sum(w * COAL * mwh for w, mwh in zip(weights, coal, strict=True))
    assert done.plan.cost.dispatch_after == pytest.approx(mean, abs=1e-3)
    assert done.plan.proof.objective_cny == pytest.approx(mean + built * paid * COAL, rel=1e-6)
    assert weather.share == 0.0 and weather.cvar_cny != weather.cvar_cny


@pytest.mark.parametrize(("share", "built"), [(0.1, 50.0), (0.3, 100.0)])
def test_weight_of_the_most_expensive_year_builds_more(tiny, share, built):
    """Above 50 MW a MW costs 0.6 h of coal and saves 1 h in the more expensive of two years: worth (1 - share) / 2 + share."""
    done = planned(tiny, annual(0.6 * COAL), risk=Risk(share, 0.5))
    assert sizes(done) == pytest.approx({"more": built})
    worst = COAL * (100 - built)
    assert done.plan.weather.cvar_cny == pytest.approx(worst, abs=1e-3)
    objective = built * 0.6 * COAL + (1 - share) * done.plan.cost.dispatch_after + share * worst
    assert done.plan.proof.objective_cny == pytest.approx(objective, rel=1e-6)


def test_a_target_holds_in_each_year(tiny):
    """40 MWh in the calm year, in which 40 MW give them; the windy year has 80."""
    done = planned(tiny, annual(5 * COAL), meet=("clean",), targets=[TARGET | {"required": 40e-6}])
    assert sizes(done) == pytest.approx({"more": 40.0})
    (target,) = done.plan.targets
    assert target.enforced and target.met and target.margin == pytest.approx(0.0, abs=1e-12)
    assert target.after == pytest.approx(80e-6)  # of the first year
    assert target.price == pytest.approx(5 * COAL - 1.5 * COAL, rel=1e-6)  # a MWh needs a MW, which saves 1.5 h of coal


def test_a_target_that_one_year_cannot_meet_is_out_of_reach(tiny):
    """200 MW give 100 MWh at most in the calm year's two hours with half a gust, of which all is used; 110 are required."""
    with pytest.raises(InfeasibleError, match="target: out of reach"):
        planned(tiny, annual(1.0), meet=("clean",), targets=[TARGET | {"required": 110e-6}])
    assert planned(tiny, annual(1.0), meet=(), targets=[TARGET | {"required": 110e-6}]).plan.targets[0].met is False


def test_each_year_is_confirmed_by_a_run_of_its_own(tiny, tmp_path):
    done = planned(tiny, annual(1.4 * COAL), (0.2, 0.3, 0.5), gusts=(1.0, 0.5, 0.2))
    assert [one.label for one in done.further] == ["b", "c"]
    for one in done.plan.weather.years:
        assert one.confirmation.status == "optimal" and one.confirmation.excess_mw <= 1e-6
        assert one.confirmation.difference_cny == pytest.approx(0.0, abs=1e-3)
    runs = [done.after, *(one.after for one in done.further)]
    costs = [run.record["objective_cny"] for run in runs]
    assert costs == pytest.approx([one.dispatch_after for one in done.plan.weather.years], abs=1e-3)
    save_plan(done.plan, tmp_path)
    assert repr(load_plan(tmp_path)) == repr(done.plan)


def test_one_year_is_the_plan_without_years(tiny):
    case = case_of(tiny, 0.5, annual(0.7 * COAL))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        years = WeatherYears(("1",), (1.0,), ())
        done = plan_capacities(case, ("none",), Path(one), SOLVER, Clock(), years=years)
        plain = plan_capacities(case, ("none",), Path(other), SOLVER, Clock())
    assert done.plan.proof.objective_cny == pytest.approx(plain.plan.proof.objective_cny, rel=1e-12)
    assert sizes(done) == sizes(plain) and plain.plan.weather is None
