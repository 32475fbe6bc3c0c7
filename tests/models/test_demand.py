"""Load, demand response, electrolysers, solved by hand."""

import pytest

COAL = {"fleet": "coal", "capacity": 100, "fuel_incremental": 0.2}
GAS = {"fleet": "gas", "technology": "gas", "capacity": 1000, "fuel_incremental": 0.5}


def test_load_is_net_of_own_use_and_spread_by_its_profile(tiny, solve):
    """1,000 MWh on the generation basis, 6 % own use: 940 MWh, one to three over two hours."""
    row = {"load": "town", "basis": "generation", "energy": 1000, "own_use": 0.06, "profile": "shape"}
    year = solve(tiny(loads=[row], series={"shape": [2, 6]}, thermal=[GAS]))
    assert year.value("load")[0] == pytest.approx([0.235, 0.705])
    assert year.cost == pytest.approx(940 * 0.5e-3)


def test_lost_load(tiny, solve):
    """100 MW of 130 are served, 30 MWh lost at 10,000 CNY; that is the price then."""
    year = solve(tiny(load=[130], thermal=[COAL]))
    assert year.value("unserved").sum() == pytest.approx(0.030)
    assert year.cost == pytest.approx(100 * 0.2e-3 + 30 * 10e-3)
    assert year.dual("B1_balance") == pytest.approx(10.0)


def test_shiftable_load(tiny, solve):
    """40 % of 150 MW may move within two hours, added load at most the 60 that it is at its peak: 50 MWh go to the
    hour before, for 20 CNY; the third and fourth hour are a window of their own."""
    cars = {"load": "cars", "energy": 500, "profile": "shape", "shiftable": 0.4, "shift_hours": 2, "shift_cost": 20}
    case = tiny(loads=[cars], series={"shape": [50, 150, 150, 150]}, thermal=[COAL, GAS])
    year = solve(case)
    assert year.value("load_away")[0] == pytest.approx([0, 0.050, 0, 0])
    assert year.value("load_back")[0] == pytest.approx([0.050, 0, 0, 0])
    assert year.cost == pytest.approx(400 * 0.2e-3 + 100 * 0.5e-3 + 50 * 20e-6)


def test_shed_hours(tiny, solve):
    """40 MW for one hour in the horizon, 300 CNY, against gas at 500: 40 of 80 MWh, wherever they fall."""
    event = {"programme": "event", "capability": 40, "cost": 300, "hours": 1}
    year = solve(tiny(load=[140, 140], thermal=[COAL, GAS], demand_response=[event]))
    assert year.value("shed").sum() == pytest.approx(0.040)
    assert year.cost == pytest.approx(200 * 0.2e-3 + 40 * 0.5e-3 + 40 * 0.3e-3)


def test_shed_calls(tiny, solve):
    """One call in two days, of two hours at most: of 40 MW over six hours a day, 80 MWh on one day."""
    event = {"programme": "event", "capability": 40, "cost": 300, "calls": 1, "call_hours": 2}
    load = ([100] * 18 + [140] * 6) * 2
    year = solve(tiny(load=load, thermal=[COAL, GAS], demand_response=[event]))
    assert year.value("shed").sum() == pytest.approx(0.080)


def test_shed_of_a_window_is_its_share(tiny, solve):
    """Two hours in a horizon of four: one hour in a window of two."""
    event = {"programme": "event", "capability": 40, "cost": 300, "hours": 2}
    year = solve(tiny(load=[140] * 4, hours=2, thermal=[COAL, GAS], demand_response=[event]))
    assert year.value("shed").sum() == pytest.approx(0.040)


def test_calls_of_a_window_are_its_share(tiny, solve):
    """One call in a horizon of four days: half a call, 20 of 40 MW, in a window of two."""
    event = {"programme": "event", "capability": 40, "cost": 300, "calls": 1, "call_hours": 2}
    year = solve(tiny(load=[140] * 96, hours=48, thermal=[COAL, GAS], demand_response=[event]))
    assert year.value("shed").sum() == pytest.approx(0.020 * 2)


def test_response_pays_back(tiny, solve):
    """20 MW leave the hour of gas, 22 come back in the hour of coal: 20 x (500 - 50) - 22 x 200 are saved."""
    move = {"programme": "move", "kind": "shift", "capability": 20, "cost": 50, "window": 2, "payback_loss": 0.1}
    case = tiny(load=[50, 130], thermal=[COAL, GAS], demand_response=[move | {"capability": 22}])
    year = solve(case)
    assert year.value("response_away")[0] == pytest.approx([0, 0.020])
    assert year.value("response_back")[0] == pytest.approx([0.022, 0])
    assert year.cost == pytest.approx((172 * 200 + 10 * 500 + 20 * 50) * 1e-6)


def test_response_holds_reserve(tiny, solve):
    """40 MW of contract, 15 shed: 25 up; a shifting programme of 10 MW holds 10."""
    event = {"programme": "event", "capability": 40, "cost": 300, "reserve": True}
    move = {"programme": "move", "kind": "shift", "capability": 10, "cost": 50, "reserve": True}
    zone = [{"largest_unit": 60}]
    year = solve(tiny(load=[115], dispatchers=zone, thermal=[COAL], demand_response=[event, move]))
    assert year.value("reserve_up_demand_response").sum() == pytest.approx(0.025)
    assert year.value("reserve_up_demand_response_shift").sum() == pytest.approx(0.010)
    assert year.value("reserve_shortfall_up").sum() == pytest.approx(0.025)


def test_electrolyser_takes_the_surplus_first(tiny, solve):
    """2 t at 50 MWh/t: 100 MWh, 60 of them from otherwise curtailed wind, 40 from coal."""
    plant = {"asset": "hydrogen", "capacity": 80, "yearly": 2}
    wind = {"asset": "wind", "capacity": 60, "profile": "gust"}
    case = tiny(load=[0, 50], series={"gust": [1, 0]}, thermal=[COAL], electrolysers=[plant], renewables=[wind])
    year = solve(case)
    assert year.value("electrolyser_load").sum() == pytest.approx(0.100)
    assert year.cost == pytest.approx((50 + 40) * 0.2e-3)


def test_electrolyser_monthly(tiny, solve):
    """744 t a month of the year 2030, in two days of which one is in January (24 of 744 h: 24 t) and one in February
    (24 of 672 h: 26.57 t), at 50 MWh/t; the share of the year, 8,928 t x 48 / 8,760 h, is less than both together."""
    plant = {"asset": "hydrogen", "capacity": 100, "yearly": 12 * 744, "monthly": 744}
    content = {"load": [1] * 8760, "settings": {"year": 2030}, "thermal": [GAS], "electrolysers": [plant]}
    year = solve(tiny(start="2030-01-31", hours=48, **content))
    load = year.value("electrolyser_load")[0]
    assert load[:24].sum() == pytest.approx(24 * 0.05)
    assert load[24:].sum() == pytest.approx(744 * 24 / 672 * 0.05)


def test_electrolyser_runs_to_hold_reserve(tiny, solve):
    """0.6 t need 30 MW in this hour. What runs above the least load of 10 MW is reserve, so that 60 MW run to hold 50:
    30 MWh more at 200 CNY, instead of a shortfall of 30 at 5,000."""
    plant = {"asset": "hydrogen", "capacity": 100, "yearly": 0.6, "minimum": 0.1, "reserve": True}
    zone = [{"largest_unit": 50}]
    year = solve(tiny(load=[10], dispatchers=zone, thermal=[COAL], electrolysers=[plant]))
    assert year.value("electrolyser_load").sum() == pytest.approx(0.060)
    assert year.cost == pytest.approx(70 * 0.2e-3)
