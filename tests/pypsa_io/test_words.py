"""Refusals name components, names and attributes of the network, never of a table that the user does not have."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pypsa
import pytest
from conftest import as_case
from hypothesis import HealthCheck, Phase, given, settings
from networks import networks

from dispatch.errors import CaseError
from dispatch.pypsa_io import to_tables
from dispatch.pypsa_io.origins import ATTRIBUTES, SERIES

NAN, INF = float("nan"), float("inf")


def base() -> pypsa.Network:
    n = pypsa.Network()
    n.set_snapshots(pd.date_range("2030-05-01", periods=3, freq="h"))
    n.add("Bus", ["a", "b"])
    n.add("Load", "load", bus="a", p_set=40.0)
    n.add("Generator", "dear", bus="a", p_nom=500, marginal_cost=300)
    return n


GENERATOR, LINK = {"bus": "a", "p_nom": 9.0}, {"bus0": "a", "bus1": "b", "p_nom": 9.0}
GROWN = GENERATOR | {"p_nom_extendable": True}
UNIT, STORE = {"bus": "a", "p_nom": 9.0}, {"bus": "a", "e_nom": 9.0}
STRANGE = [
    ("Generator", GENERATOR, "p_nom", NAN),
    ("Generator", GENERATOR, "p_nom", -5.0),
    ("Generator", GENERATOR, "marginal_cost", 1e13),
    ("Generator", GENERATOR, "marginal_cost", INF),
    ("Generator", GENERATOR, "marginal_cost", [1.0, NAN, 2.0]),
    ("Generator", GENERATOR, "p_max_pu", INF),
    ("Generator", GENERATOR, "p_max_pu", NAN),
    ("Generator", GENERATOR, "p_max_pu", [0.5, INF, 0.1]),
    ("Generator", GENERATOR, "e_sum_min", INF),
    ("Generator", GENERATOR, "e_sum_max", -INF),
    ("Generator", GENERATOR, "ramp_limit_up", -0.5),
    ("Generator", GENERATOR | {"committable": True}, "start_up_cost", -100.0),
    ("Generator", GENERATOR | {"committable": True}, "stand_by_cost", INF),
    ("Generator", GENERATOR | {"committable": True}, "min_up_time", -3),
    ("Generator", GROWN, "capital_cost", -1e15),
    ("Generator", GROWN, "capital_cost", NAN),
    ("Generator", GROWN, "capital_cost", INF),
    ("Generator", GROWN | {"discount_rate": 0.05}, "overnight_cost", INF),
    ("Generator", GROWN | {"overnight_cost": 90.0}, "discount_rate", INF),
    ("Generator", GROWN | {"overnight_cost": 90.0}, "discount_rate", NAN),
    ("Generator", GROWN | {"overnight_cost": 90.0, "discount_rate": 0.05}, "lifetime", 0.0),
    ("Generator", GROWN, "fom_cost", INF),
    ("Generator", GROWN, "p_nom_min", -2.0),
    ("Generator", GROWN, "p_nom_max", -INF),
    ("Link", LINK, "efficiency", 1e6),
    ("Link", LINK, "efficiency", NAN),
    ("Link", LINK, "p_min_pu", [0.0, NAN, 0.0]),
    ("Line", {"bus0": "a", "bus1": "b", "x": 0.1}, "s_nom", NAN),
    ("StorageUnit", UNIT, "efficiency_store", -0.5),
    ("StorageUnit", UNIT, "efficiency_dispatch", 0.0),
    ("StorageUnit", UNIT, "standing_loss", 1.5),
    ("StorageUnit", UNIT, "state_of_charge_initial", NAN),
    ("StorageUnit", UNIT, "inflow", [0.0, NAN, 0.0]),
    ("Store", STORE, "e_initial", NAN),
    ("Store", STORE | {"e_nom_extendable": True, "discount_rate": 0.05}, "overnight_cost", INF),
    ("Store", STORE, "e_max_pu", INF),
    ("Store", STORE, "standing_loss", -1.5),
    ("Load", {"bus": "a"}, "p_set", NAN),
    ("Load", {"bus": "a"}, "p_set", 1e12),
]


@pytest.mark.parametrize(("kind", "own", "attribute", "value"), STRANGE)
def test_a_strange_number_is_refused_by_component_name_and_attribute(kind, own, attribute, value, tmp_path):
    n = base()
    n.add(kind, "strange one", **(own | {attribute: value}))
    if value is NAN:  # n.add puts the default in its place
        n.c[kind].static.loc["strange one", attribute] = NAN
    with pytest.raises(CaseError) as caught:
        as_case(n, tmp_path / "case")
    assert {fault.column for fault in caught.value.faults} == {f"{kind} 'strange one' {attribute}"}
    assert not any(word in str(fault) for fault in caught.value.faults for word in (".csv", SERIES, "case.toml"))
    assert not (tmp_path / "case").exists()


def test_an_infinite_number_is_called_infinite(tmp_path):
    n = base()
    n.add("Generator", "x", bus="a", p_nom=9.0, p_init=INF)
    with pytest.raises(CaseError, match="Generator 'x' p_init: 'inf': the value is infinite"):
        as_case(n, tmp_path / "case")


@pytest.mark.parametrize("weight", [0.0, -1.0, NAN])
def test_a_strange_weight_is_refused_by_name(weight, tmp_path):
    n = base()
    n.snapshot_weightings.loc[n.snapshots[1], "objective"] = weight
    with pytest.raises(CaseError) as caught:
        as_case(n, tmp_path / "case")
    assert {fault.column for fault in caught.value.faults} == {"network snapshot_weightings objective"}


@pytest.mark.parametrize("constant", [NAN, 1e20])
def test_a_strange_limit_is_refused_by_name(constant, tmp_path):
    n = base()
    n.add("Carrier", "gas", co2_emissions=0.2)
    n.generators["carrier"] = "gas"
    n.add("GlobalConstraint", "co2", sense="<=", constant=constant)
    n.global_constraints.loc["co2", "constant"] = constant
    with pytest.raises(CaseError) as caught:
        as_case(n, tmp_path / "case")
    assert {fault.column for fault in caught.value.faults} == {"GlobalConstraint 'co2' constant"}


@settings(
    max_examples=max(3, settings().max_examples // 6),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.reuse, Phase.generate),
)
@given(network=networks())
def test_every_column_of_an_import_has_an_attribute_of_the_network(network):
    """A column without an attribute would be refused by the name of a column that the network does not have."""
    content = to_tables(network)
    helpers = {"technology", "boundary", "committed", "tight", "extendable", "dispatcher", "basis", "firm", "energy"}
    helpers |= {"table", "asset", "sense", "load", "name_zh", "name_en", "profile", "carrier"}
    for table, rows in content.tables.items():
        assert len(rows) == len(content.owners[table])
        for row, owner in zip(rows, content.owners[table], strict=True):
            attributes = set(network.c[owner.kind].defaults.index)
            for column in {name.removesuffix("_profile") for name in row} - helpers:
                attribute = owner.attribute or ATTRIBUTES.get(owner.kind, {}).get(column, column)
                lossless = owner.kind in ("Line", "Transformer") and column == "efficiency"
                assert lossless or attribute in attributes, (owner.kind, table, column)
    assert np.all([name in content.series_owners for name in content.series])
