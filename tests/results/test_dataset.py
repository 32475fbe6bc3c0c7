"""The Dataset of a run against numbers worked out by hand."""

import numpy as np
import pytest

import dispatch
from dispatch.results.catalogue import COORDINATES, VARIABLES

LOAD = [800.0, 1500.0]


@pytest.fixture(scope="module")
def run(tiny):
    """Two hours; 300 MW of wind of which 10 % is own use, 100 MW of distributed PV in hour 2, two coal fleets."""
    return dispatch.run(
        tiny(
            load=LOAD,
            series={"sun": [0.0, 1.0], "load_export": [1.0, 1.0]},
            thermal=[
                {"fleet": "cheap", "capacity": 1000, "fuel_incremental": 0.3, "own_use": 0.05},
                {"fleet": "dear", "capacity": 1000, "fuel_incremental": 0.4, "technology": "gas"},
            ],
            renewables=[
                {"asset": "wind", "capacity": 300, "own_use": 0.1},
                {"asset": "roof", "capacity": 100, "technology": "pv_distributed", "profile": "sun"},
            ],
            corridors=[{"corridor": "out", "capacity": 60, "energy": 100, "profile": "load_export", "loss": 0.1}],
            dispatchers=[{"load_up": 0.1}],
        )
    )


def at(run, name, **labels):
    return run.results[name].sel(**labels).values


def test_merit_order_by_hand(run):
    """Supply needed: 850 and 1550 MW. Wind gives 270 net, PV 0 and 100, so coal 580 and 950 (its net limit) and gas
    0 and 230. Coal is gross: 580 / 0.95."""
    assert at(run, "load", area="A") == pytest.approx(LOAD)
    assert at(run, "generation", area="A", technology="wind") == pytest.approx([300, 300])
    assert at(run, "generation", area="A", technology="pv") == pytest.approx([0, 100])
    assert at(run, "generation", area="A", technology="coal") == pytest.approx([580 / 0.95, 1000])
    assert at(run, "generation", area="A", technology="gas") == pytest.approx([0, 230])
    assert at(run, "own_use", area="A") == pytest.approx([30 + 580 / 0.95 * 0.05, 30 + 50])
    assert at(run, "export", corridor="out") == pytest.approx([50, 50])
    assert at(run, "export_received", corridor="out") == pytest.approx([45, 45])
    assert not at(run, "curtailment", area="A").any()


def test_price_is_the_marginal_fleet(run):
    """0.3 tce/MWh x 1000 CNY/tce over 95 % net, then 0.4 x 1000."""
    assert at(run, "price", area="A") == pytest.approx([300 / 0.95, 400])
    assert "more load costs more" in run.results["price"].attrs["comment"]


def test_reserve_that_no_plant_may_hold(run):
    assert at(run, "reserve_required", area="A", direction="up") == pytest.approx([80, 150])
    assert at(run, "reserve_shortfall", area="A", direction="up") == pytest.approx([80, 150])
    assert at(run, "reserve_held", area="A", direction="up") == pytest.approx([0, 0])
    assert at(run, "reserve_price", zone="d@A", direction="up") == pytest.approx([5000, 5000])


def test_curtailment_is_what_is_offered_less_what_is_made(tiny):
    """200 MW of load under 300 MW of wind: 100 MW are curtailed, and the price is zero less the tie-break."""
    run = dispatch.run(tiny(load=[200], renewables=[{"asset": "wind", "capacity": 300}]))
    assert at(run, "available", area="A", technology="wind") == pytest.approx([300])
    assert at(run, "curtailment", area="A", technology="wind") == pytest.approx([100])
    assert at(run, "price", area="A") == pytest.approx([0.0])


def test_every_variable_and_coordinate_says_its_unit_and_name(run):
    assert set(run.results.data_vars) == set(VARIABLES)
    assert set(run.results.coords) == set(COORDINATES)
    for name in run.results.variables:
        attributes = run.results[name].attrs
        assert attributes["long_name"], name
        assert name == "time" or attributes["units"], name
    assert run.results.sizes["technology"] == 11


def test_technologies_that_the_case_lacks_are_zero_not_missing(run):
    assert (at(run, "generation", technology="csp") == 0).all()
    assert run.results["generation"].notnull().all()


def test_costs_of_areas_sum_to_the_objective(run):
    assert float(run.results["cost"].sum()) == pytest.approx(run.record["objective_cny"])
    fuel = 1000 * (0.3 * (580 / 0.95 + 1000) + 0.4 * 230)
    assert float(run.results["cost"].sel(area="A", term="fuel")) == pytest.approx(fuel)


def test_cost_of_a_planner_that_belongs_to_no_area_is_in_the_region(tiny):
    case = tiny(load=LOAD, thermal=[{"fleet": "coal", "capacity": 2000, "fuel_incremental": 0.3}])
    lp = dispatch.build(case)
    lp.cost("levy", lp["thermal_output"].sum() * 0.1)
    run = dispatch.run(case, lp=lp)
    assert float(run.results["cost_of_region"].sel(term="levy")) == pytest.approx(100 * 2300)
    assert float(run.results["cost"].sel(term="levy").sum()) == 0.0
    assert run.summary["region"]["cost_cny"] == pytest.approx(2300 * 400)
    assert run.summary["areas"]["A"]["cost_cny"] == pytest.approx(2300 * 300)


def test_storage_charging_and_discharging_at_once_is_counted(tiny):
    """Paid to burn: with a negative cost of charging and of discharging the store does both."""
    case = tiny(
        load=[100, 100],
        thermal=[{"fleet": "coal", "capacity": 500}],
        storage=[{"asset": "b", "capacity": 50, "energy": 100, "charge_efficiency": 0.5, "discharge_efficiency": 0.5}],
    )
    lp = dispatch.build(case)
    lp.cost("subsidy", lp["discharge"].sum() * -1.0)
    run = dispatch.run(case, lp=lp)
    charge, discharge = (run.results[name].values.ravel() for name in ("charge", "discharge"))
    expected = np.minimum(charge, discharge).sum()
    assert expected > 1
    assert float(run.results["simultaneous"].sel(storage="b")) == pytest.approx(expected)


def test_a_point_without_duals_has_no_price(tiny):
    from dispatch.lp import Point
    from dispatch.results import Reader
    from dispatch.results.flows import load

    lp = dispatch.build(tiny(load=LOAD, thermal=[{"fleet": "coal", "capacity": 2000}]))
    reader = Reader(tiny(load=LOAD, thermal=[{"fleet": "coal", "capacity": 2000}]), Point(lp, np.zeros(lp.columns)))
    assert np.isnan(load(reader)["price"]).all()
