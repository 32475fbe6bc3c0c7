"""The tutorial against the hand solution in inputs/tutorial/README.md."""

from pathlib import Path

import numpy as np
import pytest

from dispatch.case import read_case

FOLDER = Path(__file__).parents[2] / "inputs" / "tutorial"


@pytest.fixture(scope="module")
def case():
    return read_case(FOLDER)


@pytest.fixture(scope="module")
def week(case, solve):
    return solve(case)


def exactly(value):
    """Equal to 1e-9 relative; a zero to 1e-12 GWh."""
    return pytest.approx(value, rel=1e-9, abs=1e-12)


def test_cost_by_term(week):
    assert week.cost * 1e6 == exactly(21_907_288.20)
    terms = {name: value * 1e6 for name, value in week.point.costs.items() if abs(value) > 1e-9}
    assert terms == exactly(
        {
            "fuel": 20_657_280.0,
            "co2": 1_123_819.2,
            "storage": 75_600.0,
            "demand_response": 50_400.0,
            "tie_break": 189.0,
        }
    )


def test_energy_by_plant(week):
    """[GWh]: coal, gas; wind, PV."""
    assert week.value("thermal_output").sum(axis=1) == exactly([75.6, 7.392])
    assert week.value("renewable_output").sum(axis=1) == exactly([64.26, 16.8])
    assert (week.value("renewable_available") - week.value("renewable_output")).sum() == exactly(2.94)
    assert week.value("charge").sum() == exactly(4.2)
    assert week.value("discharge").sum() == exactly(3.36)
    assert week.value("shed").sum() == exactly(0.168)
    assert week.value("export").sum() == exactly(16.8)
    assert week.value("unserved").sum() == exactly(0.0)


def test_hours_and_prices(case, week):
    day = (case.time.hour >= 6) & (case.time.hour < 18)
    coal, gas = week.value("thermal_output")
    assert np.unique(coal[day].round(12)).tolist() == exactly([0.6])
    assert np.unique(coal[~day].round(12)).tolist() == exactly([0.3])
    assert gas[day] == exactly(np.full(84, 0.088))
    assert week.value("online") == exactly(np.repeat([[0.6], [0.168]], 7, axis=1))
    assert (week.value("discharge")[0] + week.value("shed")[0])[day] == exactly(np.full(84, 0.042))
    price = week.dual("B1_balance")[0] * 1e3  # [CNY/MWh]
    assert price[day] == pytest.approx(np.full(84, 446.6))
    assert price[~day] == pytest.approx(np.full(84, -0.01))
    assert week.dual("Y1_reserve_up")[0][day] * 1e3 == pytest.approx(np.full(84, 40.6))


def test_reserve(case, week):
    day = (case.time.hour >= 6) & (case.time.hour < 18)
    assert week.value("reserve_required_up")[0] == exactly(np.where(day, 0.080, 0.074))
    assert week.value("reserve_required_down")[0] == exactly(np.where(day, 0.020, 0.014))
    assert week.value("reserve_shortfall_up").sum() == exactly(0.0)


def test_targets(week):
    assert week.value("target:capacity:numerator") == exactly(1.4)
    assert week.value("target:generation:numerator") == exactly(-0.002772)
