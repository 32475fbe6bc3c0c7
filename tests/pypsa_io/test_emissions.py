"""CO2 of an imported network is what PyPSA's carriers emit at the optimum, or unknown: never 0 of what burns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pypsa
import pytest
from conftest import as_case
from records import optimise

import dispatch
from dispatch.case import read_case
from dispatch.pypsa_io import to_network
from dispatch.pypsa_io.importing import to_tables

RATES = {"gas": 0.2, "lignite": 0.4, "oil": 0.26, "biomass": 0.0, "BECCS": -0.3, "nuclear": 0.0, "wind": 0.0}


def drawn(seed: int) -> pypsa.Network:
    """Two areas with units of every carrier, at costs of their own in each hour, so that the optimum is the only one; stores."""
    rng = np.random.default_rng(seed)
    n, hours = pypsa.Network(), int(rng.integers(3, 7))
    n.set_snapshots(pd.date_range("2030-05-01", periods=hours, freq="h"))
    n.add("Carrier", list(RATES), co2_emissions=list(RATES.values()))
    n.add("Carrier", ["AC", "battery"])
    n.add("Bus", ["a", "b"], carrier="AC")
    for bus in "ab":
        n.add("Load", f"load {bus}", bus=bus, p_set=rng.uniform(40, 120, hours))
        for carrier in rng.choice(list(RATES), 4, replace=False):
            efficiency = rng.uniform(0.3, 0.9, hours) if rng.random() < 0.3 else rng.uniform(0.3, 0.9)
            n.add("Generator", f"{carrier} {bus}", bus=bus, carrier=carrier, p_nom=rng.uniform(10, 60),
                  marginal_cost=rng.uniform(1, 90, hours), efficiency=efficiency, p_max_pu=rng.uniform(0.3, 1.0, hours))  # fmt: skip
        n.add(
            "Generator",
            f"dear {bus}",
            bus=bus,
            carrier="oil",
            p_nom=500,
            marginal_cost=rng.uniform(200, 300, hours),
            efficiency=0.4,
        )
    n.add("Generator", "sink", bus="a", carrier="gas", p_nom=15, sign=-1.0, marginal_cost=-rng.uniform(20, 60))
    n.add("Link", "ab", bus0="a", bus1="b", p_nom=30, efficiency=0.96, marginal_cost=rng.uniform(0.1, 1))
    n.add("StorageUnit", "battery", bus="b", carrier="battery", p_nom=12, max_hours=2, efficiency_store=0.9,
          state_of_charge_initial=9.0, marginal_cost=rng.uniform(0.1, 1))  # fmt: skip
    n.add(
        "Store",
        "tank",
        bus="a",
        carrier="gas",
        e_nom=40,
        e_initial=rng.uniform(5, 35),
        marginal_cost=rng.uniform(0.1, 1),
    )
    n.add("Store", "cycle", bus="b", carrier="lignite", e_nom=20, e_cyclic=True, marginal_cost=0.01)
    for column in ("objective", "stores", "generators"):
        n.snapshot_weightings[column] = rng.uniform(0.5, 3.0) if seed % 2 else 1.0
    if seed % 3 == 0:
        n.add("GlobalConstraint", "co2", sense="<=", constant=1e6)
    return n


def emitted(n: pypsa.Network) -> float:
    """What PyPSA counts in a limit on primary energy, by its own formula, at its optimum [t]."""
    rates, total = n.carriers.co2_emissions, 0.0
    for name, row in n.generators.iterrows():
        own = n.generators_t.efficiency[name] if name in n.generators_t.efficiency else row["efficiency"]
        total += (n.generators_t.p[name] / own * n.snapshot_weightings.generators).sum() * rates[row["carrier"]]
    for table, content, initial, cyclic in (
        (n.storage_units, n.storage_units_t.state_of_charge, "state_of_charge_initial", "cyclic_state_of_charge"),
        (n.stores, n.stores_t.e, "e_initial", "e_cyclic"),
    ):
        for name, row in table[~table[cyclic]].iterrows():
            total += (row[initial] - content[name].iloc[-1]) * rates[row["carrier"]]
    return float(total)


@pytest.mark.parametrize("seed", range(4))
def test_co2_is_what_the_carriers_of_pypsa_emit(seed, tmp_path):
    n = drawn(seed)
    run = dispatch.run(as_case(n, tmp_path / "case"), threads=1)
    theirs, _ = optimise(n)
    assert run.record["objective_cny"] == pytest.approx(theirs, rel=1e-6)
    assert run.summary["region"]["co2_mt"] * 1e6 == pytest.approx(emitted(n), rel=1e-5, abs=1e-2)
    areas = [figures["co2_mt"] for figures in run.summary["areas"].values()]
    assert sum(areas) == pytest.approx(run.summary["region"]["co2_mt"])


@pytest.mark.parametrize(
    ("carrier", "rate", "known"),
    [
        ("gas", 0.0, False),
        ("oil", 0.0, False),
        ("hard coal", np.nan, False),
        ("biomass", 0.0, True),
        ("H2", np.nan, False),
        ("municipal waste", 0.0, False),
        ("", None, False),
        ("not listed", None, False),
        ("nuclear", None, True),
        ("solar rooftop", 0.0, True),
        ("load shedding", 0.0, True),
        ("天然气", 0.0, False),
        ("核电", 0.0, True),
    ],
)
def test_co2_is_unknown_where_a_carrier_that_may_burn_gives_no_emission(carrier, rate, known, tmp_path):
    """The other carrier, gas, gives its own; idle units leave CO2 known."""
    n = pypsa.Network()
    n.set_snapshots(pd.date_range("2030-05-01", periods=2, freq="h"))
    n.add("Bus", "b")
    n.add("Carrier", "CCGT", co2_emissions=0.2)
    if rate is not None:
        n.add("Carrier", carrier)
        n.carriers.loc[carrier, "co2_emissions"] = rate
    n.add("Generator", "x", bus="b", carrier=carrier, p_nom=10, marginal_cost=5)
    n.add("Generator", "y", bus="b", carrier="CCGT", p_nom=100, marginal_cost=9, efficiency=0.5)
    n.add("Load", "l", bus="b", p_set=30)
    run = dispatch.run(as_case(n, tmp_path / "used"), threads=1)
    assert run.summary["region"]["co2_mt"] == (pytest.approx(2 * 20 * 0.4e-6) if known else None)
    warned = [one["subject"] for one in run.record["warnings"] if one["kind"] == "co2"]
    assert warned == ([] if known else ["units.csv, co2: x"])
    n.generators.loc["x", "marginal_cost"] = 50
    found = dispatch.run(as_case(n, tmp_path / "idle"), threads=1).summary["region"]["co2_mt"]
    assert found == pytest.approx(2 * 30 * 0.4e-6)


@pytest.mark.parametrize(
    ("carrier", "rate", "known"), [("", None, True), ("not listed", None, False), ("gas", 0.0, False)]
)
def test_what_a_limit_on_co2_leaves_out_for_want_of_a_carrier_emits_nothing(carrier, rate, known, tmp_path):
    """The limit binds: CO2 is what the limit counts. A carrier that is named may burn."""
    n = pypsa.Network()
    n.set_snapshots(pd.date_range("2030-05-01", periods=2, freq="h"))
    n.add("Bus", "b")
    n.add("Carrier", "coal", co2_emissions=0.34)
    if rate is not None:
        n.add("Carrier", carrier, co2_emissions=rate)
    n.add("Generator", "fleet", bus="b", carrier="coal", p_nom=100, marginal_cost=30, efficiency=0.4)
    n.add("Generator", "dear", bus="b", carrier=carrier, p_nom=100, marginal_cost=300)
    n.add("Load", "l", bus="b", p_set=50)
    n.add("GlobalConstraint", "co2", sense="<=", constant=34.0)
    note = "Generator dear: no carrier, so no CO2, as the network's own limit on CO2 counts it"
    assert (note in map(str, to_tables(n.copy()).notes)) == known
    found = dispatch.run(as_case(n, tmp_path / "case"), threads=1).summary["region"]["co2_mt"]
    assert found == (pytest.approx(34e-6) if known else None)


def test_a_carrier_without_a_name_is_that_of_components_without_a_carrier(tmp_path):
    """PyPSA-Eur lists it, with the emissions of other carriers beside it."""
    n = pypsa.Network()
    n.set_snapshots(pd.date_range("2030-05-01", periods=2, freq="h"))
    n.add("Carrier", ["", "coal"], co2_emissions=[0.0, 0.34])
    n.add("Bus", "b", carrier="")
    n.add("Generator", "x", bus="b", p_nom=100, marginal_cost=300)
    n.add("Load", "l", bus="b", p_set=50)
    assert dispatch.run(as_case(n, tmp_path / "case"), threads=1).summary["region"]["co2_mt"] == 0.0


@pytest.mark.parametrize("carrier", ["biomass", "wood", "H2", "nuclear"])
def test_zero_of_every_carrier_is_no_statement(carrier, tmp_path):
    """Zero is PyPSA's default: it says nothing in a network that gives no emission at all."""
    n = pypsa.Network()
    n.set_snapshots(pd.date_range("2030-05-01", periods=2, freq="h"))
    n.add("Bus", "b")
    n.add("Carrier", carrier)
    n.add("Store", "s", bus="b", carrier=carrier, e_nom=100, e_initial=90)
    n.add("Load", "l", bus="b", p_set=30)
    found = dispatch.run(as_case(n, tmp_path / "case"), threads=1).summary["region"]["co2_mt"]
    assert found == (0.0 if carrier == "nuclear" else None)


def test_co2_survives_the_way_to_pypsa_and_back(tmp_path):
    n = drawn(2)
    first = dispatch.run(as_case(n, tmp_path / "first"), threads=1)
    back = to_network(read_case(tmp_path / "first"))
    again = dispatch.run(as_case(back, tmp_path / "again"), threads=1)
    assert set(back.carriers.index) <= set(n.carriers.index)  # efficiencies, not carriers, differ
    assert again.record["objective_cny"] == pytest.approx(first.record["objective_cny"], rel=1e-9)
    assert again.summary["region"]["co2_mt"] == pytest.approx(first.summary["region"]["co2_mt"], rel=1e-5)
    assert first.summary["region"]["co2_mt"] > 0
