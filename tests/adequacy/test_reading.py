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
        units=[{"unit": "generic", "capacity": 100}],
    )
    with pytest.raises(CaseError) as refused:
        refuse(case)
    found = {(fault.file, fault.column): fault for fault in refused.value.faults}
    assert set(found) == {("thermal.csv", "unit_size"), ("units.csv", "")}
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
