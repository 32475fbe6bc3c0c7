"""Wind, PV, CSP: curtailment and reserve, solved by hand."""

import pytest

WIND = {"asset": "wind", "capacity": 300}
PV = {"asset": "pv", "technology": "pv", "capacity": 100}
ROOFS = {"asset": "roofs", "technology": "pv_distributed", "capacity": 50, "order": 2}
TIED = {"tie_break": {"curtailment": 0.01}}


def test_curtailment_is_pro_rata_and_distributed_pv_last(tiny, solve):
    """450 MW for a load of 370: 80 curtailed, 60 of wind (300) and 20 of PV (100), none from the roofs. For a load of
    20 wind and PV give nothing and the roofs 20."""
    year = solve(tiny(load=[370, 20], settings=TIED, renewables=[WIND, PV, ROOFS]))
    output = year.value("renewable_output") * 1e3
    assert output[:, 0] == pytest.approx([240, 80, 50])
    assert output[:, 1] == pytest.approx([0, 0, 20])


def test_pro_rata_also_where_own_use_differs(tiny, solve):
    """Half of everything is curtailed though PV has 10 % own use: 150 + 0.9 x 50 = 195 MW net."""
    year = solve(tiny(load=[195], settings=TIED, renewables=[WIND, PV | {"own_use": 0.1}]))
    assert year.value("renewable_output")[:, 0] * 1e3 == pytest.approx([150, 50])


def test_curtailment_price(tiny, solve):
    """50 CNY/MWh on 100 MWh curtailed, and the tie-break of 0.01 beside it."""
    year = solve(tiny(load=[200], settings=TIED | {"prices": {"curtailment": 50}}, renewables=[WIND]))
    assert year.point.costs["curtailment"] == pytest.approx(100 * 50e-6)
    assert year.point.costs["tie_break"] == pytest.approx(100 * 0.01e-6)


def test_reserve_from_what_is_curtailed_and_what_is_produced(tiny, solve):
    """Of 300 MW 200 are taken; 40 % of the 100 curtailed hold 40 up, 50 % of 200 hold 100 down."""
    wind = WIND | {"reserve_up": 0.4, "reserve_down": 0.5}
    zone = [{"largest_unit": 50, "largest_load": 150}]
    year = solve(tiny(load=[200], dispatchers=zone, renewables=[wind]))
    assert year.value("reserve_held_up") == pytest.approx(0.040)
    assert year.value("reserve_held_down") == pytest.approx(0.100)
    assert year.value("reserve_shortfall_up") == pytest.approx(0.010)
    assert year.value("reserve_shortfall_down") == pytest.approx(0.050)


def test_csp_moves_the_sun_to_the_evening(tiny, solve):
    """Turbine 50 MW, field twice that, 2 h of store: noon gives 100, of which 50 run the turbine at noon and 50 at
    night, 49 after a standing loss of 2 %."""
    plant = {"asset": "csp", "capacity": 50, "profile": "sun", "solar_multiple": 2, "storage_hours": 2}
    case = tiny(load=[200, 200], series={"sun": [1, 0]}, csp=[plant | {"standing_loss": 0.02}])
    year = solve(case)
    assert year.value("csp_output")[0] * 1e3 == pytest.approx([50, 49])


def test_csp_reserve(tiny, solve):
    """At a load of 30 of 50 MW: 20 MW up while an hour of it is in store; 60 % of 30 down."""
    plant = {"asset": "csp", "capacity": 50, "storage_hours": 2, "reserve_up": 1, "reserve_down": 0.6}
    zone = [{"largest_unit": 40, "largest_load": 40}]
    year = solve(tiny(load=[30], dispatchers=zone, csp=[plant]))
    assert year.value("reserve_held_up") == pytest.approx(0.020)
    assert year.value("reserve_held_down") == pytest.approx(0.018)
