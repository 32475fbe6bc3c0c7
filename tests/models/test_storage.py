"""Stores, solved by hand."""

import numpy as np
import pytest

COAL = {"fleet": "coal", "capacity": 100, "fuel_incremental": 0.2}
GAS = {"fleet": "gas", "technology": "gas", "capacity": 1000, "fuel_incremental": 0.5}
STORE = {"asset": "store", "capacity": 50, "energy": 100}


def test_cycle_with_efficiency(tiny, solve):
    """Coal (100 MW, 200 CNY) is free by night: 2 x 50 MWh charged are 80 in store, 72 given, against gas at 500.
    Coal 400 MWh, gas 100 - 72 = 28 MWh: 0.080 + 0.014."""
    store = STORE | {"charge_efficiency": 0.8, "discharge_efficiency": 0.9}
    year = solve(tiny(load=[50, 50, 150, 150], thermal=[COAL, GAS], storage=[store]))
    assert year.cost == pytest.approx(0.094)
    assert year.value("charge").sum() == pytest.approx(0.100)
    assert year.value("discharge").sum() == pytest.approx(0.072)
    assert year.value("energy")[0, 1] == pytest.approx(0.080)


def test_power_limits_energy(tiny, solve):
    """Periodic boundary: the discharge of hour 0 was charged in the hours after it. 50 MW a MW-hour."""
    year = solve(tiny(load=[150, 50, 50], thermal=[COAL, GAS], storage=[STORE]))
    assert year.value("discharge")[0] == pytest.approx([0.050, 0, 0])
    assert year.value("charge").sum() == pytest.approx(0.050)


def test_given_ends_give_nothing_for_free(tiny, solve):
    """50 of 100 MWh at the start, as many at the end: with 80 % of charging, taking 10 costs 12.5 to put back, so that
    coal serves the load itself, 20 MWh at 200."""
    store = STORE | {"boundary": "given", "initial": 0.5, "charge_efficiency": 0.8}
    year = solve(tiny(load=[10, 10], thermal=[COAL], storage=[store]))
    assert year.cost == pytest.approx(0.004)
    assert year.value("energy")[0] == pytest.approx([0.05, 0.05])


def test_standing_loss(tiny, solve):
    """A tenth of the content goes every hour: to give 40.5 MWh in the third hour 50 are charged in the first."""
    store = STORE | {"standing_loss": 0.1}
    wind = {"asset": "wind", "capacity": 50, "profile": "gust"}
    case = tiny(load=[0, 0, 40.5], series={"gust": [1, 0, 0]}, storage=[store], renewables=[wind])
    year = solve(case)
    assert year.cost == pytest.approx(0.0, abs=1e-12)
    assert year.value("energy")[0] == pytest.approx([0.05, 0.045, 0.0])


def test_reserve_up_needs_energy(tiny, solve):
    """20 MWh in store for two hours at 80 %: 8 MW of 20 required. A shortfall of 12 MW at 5,000 CNY."""
    store = STORE | {"energy": 20, "discharge_efficiency": 0.8, "reserve": 1, "reserve_hours": 2}
    zone = [{"largest_unit": 20}]
    year = solve(tiny(load=[10], dispatchers=zone, thermal=[COAL], storage=[store]))
    assert year.value("reserve_up_storage") == pytest.approx(np.array([[0.008]]))
    assert year.cost == pytest.approx(10 * 0.2e-3 + 12 * 5e-3)


def test_reserve_down_needs_room(tiny, solve):
    """Content between 0 and 20 MWh at an efficiency of 0.5: two hours of 20 MW downward fill it from empty."""
    store = STORE | {"energy": 20, "charge_efficiency": 0.5, "reserve": 1, "reserve_hours": 2}
    zone = [{"largest_load": 30}]
    year = solve(tiny(load=[10], dispatchers=zone, thermal=[COAL], storage=[store]))
    assert year.value("reserve_down_storage") == pytest.approx(np.array([[0.020]]))
    assert year.value("reserve_shortfall_down") == pytest.approx(np.array([[0.010]]))


def test_reserve_share_and_power(tiny, solve):
    """30 % of 50 MW count, 15 MW; a store that discharges 40 MW has 10 left."""
    store = STORE | {"reserve": 0.3}
    zone = [{"largest_unit": 20}]
    year = solve(tiny(load=[10, 10], dispatchers=zone, thermal=[COAL], storage=[store]))
    assert year.value("reserve_up_storage")[0] == pytest.approx([0.015, 0.015])
    case = tiny(
        load=[0, 140], dispatchers=zone, settings={"prices": {"lost_load": 1e5}}, thermal=[COAL], storage=[store]
    )
    year = solve(case)
    assert year.value("discharge")[0] == pytest.approx([0, 0.040])
    assert year.value("reserve_up_storage")[0, 1] == pytest.approx(0.010)


def test_store_that_arrives_brings_its_least_content(tiny, solve):
    """Half of 100 MWh must always be in store. Before February there is none, from then on the 50, given or taken."""
    ledger = [{"asset": "store", "capacity": 10, "energy": 100, "commissioned": "2030-02"}]
    store = {"asset": "store", "minimum_level": 0.5}
    settings = {"start": "2030-01-31"}
    case = tiny(
        load=[10] * 26, start="2030-01-31 22:00", settings=settings, thermal=[COAL], storage=[store], capacity=ledger
    )
    year = solve(case)
    assert year.cost == pytest.approx(40 * 0.2e-3)
    assert year.value("energy")[0] == pytest.approx([0, 0, 0.05, 0.05])


def test_given_ends_of_a_store_that_grows(tiny, solve):
    """10 MWh at first, 110 from February on, of which half must be in store and is at the start: 5 MWh, then 55 with
    what the new half brings. At the end half of 110 again: nothing has to move."""
    ledger = [
        {"asset": "store", "unit": "old", "capacity": 10, "energy": 10},
        {"asset": "store", "unit": "new", "capacity": 10, "energy": 100, "commissioned": "2030-02"},
    ]
    store = {"asset": "store", "minimum_level": 0.5, "boundary": "given", "initial": 0.5, "cost": 1}
    settings = {"start": "2030-01-31"}
    case = tiny(
        load=[10] * 26, start="2030-01-31 22:00", settings=settings, thermal=[COAL], storage=[store], capacity=ledger
    )
    year = solve(case)
    assert year.cost == pytest.approx(40 * 0.2e-3)
    assert year.value("energy")[0] == pytest.approx([0.005, 0.005, 0.055, 0.055])


def test_surplus_is_curtailed_not_burnt(tiny, solve):
    """100 MW of wind, 10 of load, all day: charging and discharging at once would hide the surplus in losses; the
    tie-break makes curtailing it the cheaper."""
    store = STORE | {"charge_efficiency": 0.8, "discharge_efficiency": 0.9}
    wind = {"asset": "wind", "capacity": 100}
    settings = {"tie_break": {"curtailment": 0.01}}
    year = solve(tiny(load=[10, 10], settings=settings, storage=[store], renewables=[wind]))
    assert year.value("charge").sum() == pytest.approx(0.0, abs=1e-12)
    assert year.value("renewable_output")[0] == pytest.approx([0.010, 0.010])
