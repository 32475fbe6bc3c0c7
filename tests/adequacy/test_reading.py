"""A case as a system: nodes, limits, units, heat, stores; what is refused."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dispatch.adequacy.faults import refuse
from dispatch.adequacy.reading import partial_units, read_system
from dispatch.case import Built, as_built
from dispatch.errors import CaseError

COAL = {"fleet": "coal", "capacity": 1000, "unit_size": 240, "forced_outage": 0.05, "own_use": 0.1}


def test_a_fleet_is_units_of_its_size_net_of_own_use(tiny):
    system = read_system(tiny(load=[700] * 24, thermal=[COAL]))
    assert system.units.chain.count.tolist() == [4]
    assert system.units.size == pytest.approx(np.full((1, 24), 225.0))
    assert system.units.chain.rate == pytest.approx([0.05])
    assert system.demand.load == pytest.approx(np.full((1, 24), 700.0))


def test_the_time_to_repair_is_of_the_table_or_of_the_technology(tiny):
    for given, hours in (({}, 60.0), ({"repair_time": 10}, 10.0)):
        chain = read_system(tiny(load=[700] * 24, thermal=[COAL | given])).units.chain
        assert chain.repair == pytest.approx([0.95 * (1 - np.exp(-1 / (hours * 0.95)))])


def test_pockets_behind_a_section_and_parks_are_nodes_with_limits(tiny):
    case = tiny(
        load=[700] * 24,
        pockets=[{"pocket": "p"}, {"pocket": "q"}, {"pocket": "r"}],
        sections=[{"section": "s", "month": month, "forward": 30, "backward": 20} for month in range(1, 13)],
        section_weights=[{"section": "s", "pocket": "q", "weight": -0.5}],
        parks=[{"park": "k", "import_limit": 7, "export_limit": 5}],
        thermal=[COAL, COAL | {"fleet": "own", "settles": "k"}],
    )
    system = read_system(case)
    assert len(system.nodes) == 3  # p and r are one
    assert system.places == ("A", "k")
    limits = {name: (system.arcs.forward[k, 0], system.arcs.backward[k, 0]) for k, name in enumerate(system.arcs.names)}
    assert limits["s"] == (pytest.approx(40.0), pytest.approx(60.0))  # -0.5 N between -20 and 30 MW
    assert limits["k"] == (pytest.approx(5.0), pytest.approx(7.0))


def test_heat_beyond_the_boilers_takes_output(tiny):
    case = tiny(
        load=[700] * 24,
        thermal=[COAL | {"network": "n", "heat_ratio": 1.0, "heat_loss": 0.2}],
        heat=[{"network": "n", "peak": 500, "boiler_capacity": 200}],
    )
    assert read_system(case).supply == pytest.approx(np.full((1, 24), -300 * 0.2 * 0.9))


def test_all_that_cannot_be_assessed_is_refused_at_once(tiny):
    case = tiny(
        load=[700] * 24,
        thermal=[COAL | {"unit_size": 1500}],
        units=[
            {"unit": "unknown", "capacity": 100},
            {"unit": "chosen", "capacity": 100, "extendable": True, "forced_outage": 0},
            {"unit": "scarce", "capacity": 100, "energy_most": 500, "forced_outage": 0},
            {"unit": "endless", "capacity": "inf", "unit_size": 100, "forced_outage": 0.1},
        ],
        links=[{"link": "tie", "from_area": "A", "from_pocket": "p", "capacity": 5}],
        link_ends=[{"link": "tie", "to_area": "A", "to_pocket": "p"}],
        limits=[
            {"limit": "budget", "sense": "most", "amount": 200},
            {"limit": "duty", "sense": "least", "amount": 1},
            {"limit": "build", "sense": "most", "amount": 200, "quantity": "capacity"},
        ],
        limit_terms=[
            {"limit": name, "table": "units", "asset": "scarce", "factor": 1} for name in ("budget", "duty", "build")
        ],
        reservoirs=[
            {"reservoir": "grows", "content": 10, "extendable": True},
            {"reservoir": "heat", "content": 10, "sign": 0.9},
            {"reservoir": "planned", "content": 10, "given_profile": "plan"},
            {"reservoir": "endless", "content": "inf"},
            {"reservoir": "flood", "content": 10, "most_profile": "share"},
            {"reservoir": "dead", "content": 10, "least_profile": "share"},
            {"reservoir": "leaks", "content": 10, "charge": 0, "standing_loss": 0.1},
            {"reservoir": "dries", "content": 10, "charge": 0, "inflow_profile": "dry"},
        ],
        series={"plan": [5] * 24, "share": [0.5, 0.6] * 12, "dry": [1, -1] * 12},
    )
    with pytest.raises(CaseError) as refused:
        refuse(case)
    found = {(fault.file, fault.column): fault for fault in refused.value.faults}
    units = {("units.csv", column) for column in ("forced_outage", "extendable", "energy_most", "unit_size")}
    columns = ("extendable", "sign", "given_profile", "content", "most_profile", "least_profile")
    reservoirs = {("reservoirs.csv", column) for column in (*columns, "standing_loss", "inflow_profile")}
    others = {("thermal.csv", "unit_size"), ("links.csv", ""), ("limits.csv", "")}
    assert set(found) == others | units | reservoirs
    assert sum(fault.file == "limits.csv" for fault in refused.value.faults) == 1
    assert all(fault.row > 1 for fault in found.values())


def test_a_csp_plant_has_no_more_heat_store_than_its_table_states(tiny):
    plant = {"asset": "plant", "capacity": 50, "storage_hours": 0.5, "own_use": 0.1}
    stores = read_system(tiny(load=[700] * 24, csp=[plant])).stores
    assert stores.content == pytest.approx(np.full((1, 24), 22.5))


@pytest.mark.parametrize(("left", "units"), [(100.0, [100.0]), (1e-10, [])])
def test_what_measures_leave_of_a_fleet_is_one_unit_or_none(tiny, left, units):
    """A compliant case holds limits of shortfall. 100 MW of a fleet of 240 MW units are one unit; a rounding error of the rest is none."""
    close = {"measure": "close", "kind": "retirement", "extends": "coal", "most": 1000, "cost": 0, "lifetime": 10}
    case = as_built(
        tiny(load=[700] * 24, thermal=[COAL], measures=[close | {"rate": 0}]),
        {"close": Built((1000 - left) / 1000)},
    )
    with_limits = pd.DataFrame([("unserved", "A", "grid", "", case.time[0].normalize(), 0, 0.0, "test")])
    with_limits.columns = ["kind", "name", "settles", "area", "date", "hour", "limit", "source"]
    case = replace(case, tables={**case.tables, "shortfall_limits": with_limits})
    refuse(case)
    found = read_system(case).units
    assert found.chain.count.tolist() == [1] * len(units)
    assert all("less what measures" in source for source in case.tables["capacity"]["source"])
    assert found.size[:, 0] == pytest.approx([size * 0.9 for size in units])
    assert partial_units(case) == len(units)


def test_generic_units_are_units_supply_or_weather(tiny):
    """300 MW are four units that fail, at half of their capacity; a contract and a unit without outages are supply; wind is weather too."""
    units = [
        {"unit": "nuclear", "capacity": 300, "maximum": 0.5, "unit_size": 80, "forced_outage": 0.1, "repair_time": 20},
        {"unit": "partly", "capacity": 50, "given_profile": "some", "forced_outage": 0.2},
        {"unit": "mill", "capacity": 50, "technology": "wind", "maximum_profile": "gust", "forced_outage": 0.3},
        {"unit": "import", "capacity": 90, "given_profile": "curve"},
        {"unit": "sale", "capacity": 90, "sign": -1, "given_profile": "curve"},
        {"unit": "boiler", "capacity": 40, "forced_outage": 0, "sign": 0.5},
        {"unit": "pump", "capacity": 40, "forced_outage": 0, "minimum": -1, "maximum": -0.25},
        {"unit": "off", "capacity": 40, "forced_outage": 0, "minimum": -1, "maximum": -0.25, "committed": True},
        {"unit": "wind", "capacity": 100, "technology": "wind", "maximum_profile": "gust"},
    ]
    series = {"curve": [70] * 23 + [30], "gust": [0.2] * 24, "some": [20] * 23 + [1e9]}
    system = read_system(tiny(load=[100] * 24, units=units, series=series))
    assert system.units.names == ("nuclear", "partly", "mill") and system.units.chain.count.tolist() == [4, 1, 1]
    assert system.units.size[0] == pytest.approx(np.full(24, 37.5))
    assert system.units.size[1] == pytest.approx([20.0] * 23 + [50.0])
    assert system.units.size[2] == pytest.approx(np.full(24, 10.0))
    assert system.units.chain.rate == pytest.approx([0.1, 0.2, 0.3])
    assert system.weather == pytest.approx(np.full((1, 24), 20.0))
    assert system.supply == pytest.approx(np.full((1, 24), 0.5 * 40 - 0.25 * 40 + 20.0))


def test_capacity_that_a_plan_has_chosen_is_taken(tiny):
    """Least and most capacity are equal in a compliant case."""
    unit = {"unit": "new", "capacity": 0, "extendable": True, "capacity_least": 70, "capacity_most": 70}
    lake = {"reservoir": "pond", "content": 10, "discharge": 4, "extendable": True, "size_least": 3, "size_most": 3}
    case = tiny(load=[100] * 24, units=[unit | {"forced_outage": 0}], reservoirs=[lake])
    refuse(case)
    system = read_system(case)
    assert system.supply == pytest.approx(np.full((1, 24), 70.0))
    assert system.stores.content == pytest.approx(np.full((1, 24), 30.0))
    assert system.stores.discharge == pytest.approx(np.full((1, 24), 12.0))


def test_a_unit_without_limit_serves_any_load(tiny):
    system = read_system(tiny(load=[1e6] * 24, units=[{"unit": "any", "capacity": "inf", "forced_outage": 0}]))
    assert (system.supply >= 1e6).all() and np.isfinite(system.supply).all()


def test_a_reservoir_is_a_store_with_inflow(tiny):
    lake = {"reservoir": "lake", "content": 500, "least": 0.1, "most": 0.9, "discharge": 50, "charge": 0}
    lake |= {"inflow_profile": "rain", "charge_efficiency": 0.8, "discharge_efficiency_profile": "turbine"}
    started = lake | {"reservoir": "started", "boundary": "start", "initial": 150}
    series = {"rain": [30] * 24, "turbine": [0.9] * 23 + [0.7]}
    stores = read_system(tiny(load=[100] * 24, reservoirs=[lake, started], series=series)).stores
    assert stores.names == ("lake", "started") and (stores.charge == 0).all()
    assert stores.initial == pytest.approx([1.0, 100 / 400])
    assert stores.content == pytest.approx(np.full((2, 24), 400.0))
    assert stores.inflow * stores.into[:, None] == pytest.approx(np.full((2, 24), 30.0))
    assert stores.out == pytest.approx([0.7, 0.7])
