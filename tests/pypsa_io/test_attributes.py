"""Every input attribute of PyPSA is classified, and an attribute classified as without effect has none on PyPSA's own LP."""

from __future__ import annotations

import csv
import logging
import re
import warnings
from importlib import resources

import numpy as np
import pandas as pd
import pypsa
import pytest
from pypsa.optimization import global_constraints

from dispatch.errors import CaseError
from dispatch.pypsa_io import to_tables
from dispatch.pypsa_io.attributes import CARRIED, NETWORK, REFUSED, REFUSED_KINDS, WITHOUT_EFFECT
from dispatch.pypsa_io.soundness import KINDS


def flat(kind: str) -> list[str]:
    return [name for names in WITHOUT_EFFECT.get(kind, {}).values() for name in names.split()]


@pytest.mark.parametrize("kind", KINDS)
def test_every_input_of_pypsa_is_classified_once(kind):
    """A later PyPSA that adds, renames or drops an attribute fails here until the attribute is classified."""
    defaults = pypsa.Network().c[kind].defaults
    inputs = {name for name, row in defaults.iterrows() if str(row["status"]).strip().startswith("Input")}
    if kind in REFUSED_KINDS:
        assert not {*CARRIED.get(kind, "").split(), *REFUSED.get(kind, {}), *flat(kind)}
        return
    claimed = [*CARRIED.get(kind, "").split(), *REFUSED.get(kind, {}), *flat(kind)]
    assert len(claimed) == len(set(claimed))
    assert set(claimed) == inputs


def test_every_class_of_components_is_known():
    with (resources.files("pypsa") / "data" / "components.csv").open() as file:
        assert {row["component"] for row in csv.DictReader(file)} == set(KINDS)


def test_every_input_of_the_network_itself_is_classified_once():
    with (resources.files("pypsa") / "data" / "component_attrs" / "networks.csv").open() as file:
        inputs = [row["attribute"] for row in csv.DictReader(file) if row["status"].strip().startswith("Input")]
    assert sorted(" ".join(NETWORK.values()).split()) == sorted(inputs)
    assert list(pypsa.Network().snapshot_weightings.columns) == ["objective", "stores", "generators"]


def test_every_kind_of_global_constraint_is_known():
    """Types that PyPSA builds rows of; a network's type that is none of those carried is refused by name."""
    known = {name for name in dir(global_constraints) if re.match("define_.*(limit|constraints)", name)}
    assert known == {
        "define_primary_energy_limit",
        "define_operational_limit",
        "define_tech_capacity_expansion_limit",
        "define_transmission_volume_expansion_limit",
        "define_transmission_expansion_cost_limit",
        "define_nominal_constraints_per_bus_carrier",
        "define_growth_limit",
    }


def everything() -> pypsa.Network:
    """Four hours of weight two of a network in which every class has a component, a mesh, storage and a limit."""
    n = pypsa.Network()
    n.set_snapshots(pd.date_range("2030-05-01", periods=4, freq="h"))
    n.snapshot_weightings.loc[:, :] = 2.0
    n.add("Carrier", ["AC", "gas", "wind"], co2_emissions=[0.0, 0.2, 0.0])
    n.add("Bus", ["a", "b", "c"], v_nom=[380.0, 110.0, 110.0], carrier="AC")
    n.add("Load", ["l", "m"], bus=["b", "c"], p_set=[60.0, 20.0])
    n.add("Generator", "gas", bus="a", p_nom=300, marginal_cost=20, carrier="gas", efficiency=0.5, ramp_limit_up=0.3)
    n.add("Generator", "dear", bus="b", p_nom=300, marginal_cost=200)
    n.add("Generator", "more", bus="c", p_nom_extendable=True, overnight_cost=90.0, lifetime=20, discount_rate=0.05)
    n.add("Generator", "on", bus="b", p_nom=30, committable=True, p_min_pu=0.3, start_up_cost=9, marginal_cost=50)
    n.add("StorageUnit", "s", bus="b", p_nom=9, max_hours=2, state_of_charge_initial=5.0, inflow=1.0, carrier="gas")
    n.add("Store", "t", bus="c", e_nom=20, e_initial=7.0, carrier="gas", standing_loss=0.01)
    n.add("Link", "k", bus0="a", bus1="b", p_nom=15, efficiency=0.9, ramp_limit_up=0.5)
    n.add("LineType", "own", f_nom=50.0, r_per_length=0.05, x_per_length=0.3, c_per_length=9.0, i_nom=0.6)
    n.add("TransformerType", "own", f_nom=50.0, s_nom=70.0, v_nom_0=380.0, v_nom_1=110.0, vsc=12.0, vscr=0.3, pfe=60.0)
    n.c.transformer_types.static.loc["own", ["i0", "tap_neutral", "tap_step", "tap_max"]] = [0.06, 0, 1.5, 9]
    n.add("Transformer", "typed", bus0="a", bus1="b", type="own", tap_position=1)
    n.add("Transformer", "simple", bus0="a", bus1="c", s_nom=25, x=0.1, r=0.01, g=0.01, b=0.02)
    n.add("Line", ["p", "q"], bus0="b", bus1="c", s_nom=40, x=[8.0, 0.0], r=0.5, g=0.1, b=0.1)
    n.c.lines.static.loc["q", ["type", "length", "num_parallel"]] = ["own", 30.0, 1.0]
    n.add("ShuntImpedance", "z", bus="b", g=0.1, b=0.1)
    n.add("GlobalConstraint", "co2", sense="<=", constant=150.0)
    return n


def program(n: pypsa.Network) -> tuple[np.ndarray, ...]:
    """PyPSA's own linear program: rows, sides, bounds, costs."""
    logging.disable(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = n.optimize.create_model(linearized_unit_commitment=True, include_objective_constant=False)
    logging.disable(logging.NOTSET)
    matrices = model.matrices
    return matrices.A.toarray(), matrices.b, matrices.lb, matrices.ub, matrices.c, np.array(list(matrices.sense))


def change(n: pypsa.Network, kind: str, attribute: str) -> None:
    """Give every component of a class another value than it has."""
    static, defaults = n.c[kind].static, n.c[kind].defaults
    if attribute not in static:
        static[attribute] = defaults.at[attribute, "default"]
    old, typ = static[attribute], str(defaults.at[attribute, "type"])
    if typ == "boolean":
        static[attribute] = ~old.astype(bool)
    elif "string" in typ or typ == "geometry":
        other = "pi" if attribute == "model" else "a" if attribute in ("bus", "carrier") else "other"
        static[attribute] = static[attribute].astype(object)
        static[attribute] = other
    elif typ == "int":
        static[attribute] = old.astype(float).fillna(0).astype(int) + 3
    else:
        static[attribute] = np.where(np.isfinite(old.astype(float)), old.astype(float) * 1.7 + 0.4, 0.3)


@pytest.fixture(scope="module")
def base() -> tuple[np.ndarray, ...]:
    return program(everything())


def different(pairs: list[tuple[str, str]], base: tuple[np.ndarray, ...]) -> list[tuple[str, str]]:
    """Return the (class, attribute) that change PyPSA's LP, found by halves: one LP where none does."""
    n = everything()
    for kind, attribute in pairs:
        change(n, kind, attribute)
    new = program(n)
    kept = (
        a.shape == b.shape and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
        for a, b in zip(new, base, strict=True)
    )
    if all(kept):
        return []
    half = len(pairs) // 2
    return different(pairs[:half], base) + different(pairs[half:], base) if half else pairs


def test_what_is_without_effect_leaves_the_linear_program_of_pypsa_as_it_is(base):
    """The same rows, bounds and costs have the same optimum."""
    pairs = [(kind, name) for kind in WITHOUT_EFFECT if kind != "Shape" for name in flat(kind) if name != "name"]
    assert len(pairs) > 60
    assert different(pairs, base) == []


def test_an_attribute_with_effect_would_be_found(base):
    assert different([("Transformer", "tap_ratio")], base) == [("Transformer", "tap_ratio")]


def test_what_is_refused_is_refused_by_name():
    n = everything()
    pairs = [(kind, attribute) for kind, own in REFUSED.items() for attribute in own]
    for kind, attribute in pairs:
        change(n, kind, attribute)
    with pytest.raises(CaseError) as caught:
        to_tables(n)
    refused = {fault.column for fault in caught.value.faults}
    assert {f"{kind} {n.c[kind].static.index[0]!r} {attribute}" for kind, attribute in pairs} <= refused
