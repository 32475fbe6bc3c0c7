"""Random networks of PyPSA that are within what a case carries, each feasible by a dear generator on every bus."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pypsa
from hypothesis import strategies as st

HOURS = st.integers(2, 7)
SHARE = st.sampled_from([0.0, 0.1, 0.25, 0.5])
COST = st.sampled_from([0.0, 3.0, 17.5, 40.0, 85.0, -4.0])
EFFICIENCY = st.sampled_from([1.0, 0.95, 0.8, 0.4])
LIMIT = st.sampled_from([np.nan, 0.2, 0.45, 1.0])


def _series(draw, hours, low=0.0, high=1.0):
    """A number, or a list of one an hour."""
    value = st.integers(0, 8).map(lambda k: low + (high - low) * k / 8)
    return draw(st.one_of(value, st.lists(value, min_size=hours, max_size=hours)))


@st.composite
def networks(draw, committed=True, weighted=True, grown=True):
    """A network and whether anything in it is committed."""
    n, hours = pypsa.Network(), draw(HOURS)
    n.set_snapshots(pd.date_range("2031-03-01", periods=hours, freq="h"))
    if weighted and draw(st.booleans()):
        for column in ("objective", "stores", "generators"):
            n.snapshot_weightings[column] = draw(
                st.lists(st.sampled_from([1.0, 2.0, 0.5]), min_size=hours, max_size=hours)
            )
    n.add("Carrier", ["gas", "coal", "wind", "AC"], co2_emissions=[0.2, 0.34, 0.0, 0.0])
    buses = [f"bus {k}" for k in range(draw(st.integers(1, 4)))]
    n.add("Bus", buses, v_nom=110.0, carrier="AC")
    for bus in buses:
        n.add("Load", f"load {bus}", bus=bus, p_set=_series(draw, hours, 20, 120))
        n.add("Generator", f"dear {bus}", bus=bus, p_nom=5000, marginal_cost=900)
    for k in range(draw(st.integers(1, 4))):
        _generator(draw, n, f"plant {k}", draw(st.sampled_from(buses)), hours, committed, grown)
    for k in range(draw(st.integers(0, 2))):
        _storage_unit(draw, n, f"unit {k}", draw(st.sampled_from(buses)), hours, grown)
        _store(draw, n, f"store {k}", draw(st.sampled_from(buses)), hours, grown)
    if len(buses) > 1:
        _branches(draw, n, buses, hours, grown)
    _limit(draw, n)
    return n


def _generator(draw, n, name, bus, hours, committed, grown):
    whole = {
        "carrier": draw(st.sampled_from(["gas", "coal", "wind"])),
        "bus": bus,
        "p_nom": draw(st.sampled_from([30.0, 80.0, 150.0])),
        "marginal_cost": _series(draw, hours, 5.0, 60.0),
        "efficiency": draw(EFFICIENCY),
        "ramp_limit_up": draw(LIMIT),
        "ramp_limit_down": draw(LIMIT),
        "p_max_pu": _series(draw, hours, 0.4, 1.0),
    }
    kind = draw(st.sampled_from(["simple", "committed", "grown"]))
    if kind == "committed" and committed:
        cost = draw(st.sampled_from([0.0, 400.0]))
        whole |= {
            "committable": True,
            "p_min_pu": draw(SHARE),
            "p_max_pu": draw(st.sampled_from([1.0, 0.9])),
            "start_up_cost": cost,
            "shut_down_cost": draw(st.sampled_from([cost, 150.0])),
            "stand_by_cost": draw(st.sampled_from([0.0, 60.0])),
            "min_up_time": draw(st.integers(0, 4)),
            "min_down_time": draw(st.integers(0, 4)),
            "up_time_before": draw(st.integers(0, 3)),
            "down_time_before": draw(st.integers(0, 3)),
            "ramp_limit_start_up": draw(st.sampled_from([np.nan, 0.6, 1.0])),
            "ramp_limit_shut_down": draw(st.sampled_from([np.nan, 0.7, 1.0])),
        }
        if draw(st.booleans()):
            whole["p_init"] = 0.5 * whole["p_nom"]
    elif kind == "grown" and grown:
        whole |= {"p_nom_extendable": True, "p_nom_min": 10.0, "capital_cost": draw(st.sampled_from([20.0, 90.0]))}
        whole["p_nom_max"] = draw(st.sampled_from([np.inf, 60.0]))
    else:
        if draw(st.booleans()):
            whole["e_sum_max"] = 2.0 * whole["p_nom"]
        if draw(st.booleans()):
            whole["p_init"] = 0.5 * whole["p_nom"]
    n.add("Generator", name, **whole)


def _storage_unit(draw, n, name, bus, hours, grown):
    whole = {
        "bus": bus,
        "p_nom": 40.0,
        "max_hours": draw(st.sampled_from([1.0, 3.0])),
        "efficiency_store": draw(EFFICIENCY),
        "efficiency_dispatch": draw(EFFICIENCY),
        "standing_loss": draw(st.sampled_from([0.0, 0.05])),
        "marginal_cost": draw(st.sampled_from([0.0, 2.5])),
        "marginal_cost_storage": draw(st.sampled_from([0.0, 0.1])),
        "spill_cost": draw(st.sampled_from([0.0, 1.0])),
        "cyclic_state_of_charge": draw(st.booleans()),
        "p_min_pu": draw(st.sampled_from([-1.0, -0.5, 0.0])),
        "carrier": draw(st.sampled_from(["gas", "AC"])),
    }
    if not whole["cyclic_state_of_charge"]:
        whole["state_of_charge_initial"] = draw(st.sampled_from([0.0, 20.0]))
    if draw(st.booleans()):
        whole["inflow"] = _series(draw, hours, 0.0, 12.0)
    if grown and draw(st.booleans()):
        whole |= {"p_nom_extendable": True, "p_nom_min": 25.0, "capital_cost": 15.0}
    n.add("StorageUnit", name, **whole)


def _store(draw, n, name, bus, hours, grown):
    whole = {
        "bus": bus,
        "e_nom": 60.0,
        "e_min_pu": draw(st.sampled_from([0.0, 0.1])),
        "e_max_pu": _series(draw, hours, 0.5, 1.0),
        "e_cyclic": draw(st.booleans()),
        "marginal_cost": draw(st.sampled_from([0.0, 1.5])),
        "standing_loss": draw(st.sampled_from([0.0, 0.02])),
        "carrier": draw(st.sampled_from(["coal", "AC"])),
    }
    if not whole["e_cyclic"]:
        whole["e_initial"] = draw(st.sampled_from([10.0, 25.0]))
    if grown and draw(st.booleans()):
        whole |= {"e_nom_extendable": True, "e_nom_min": 50.0, "e_nom_max": 200.0, "capital_cost": 3.0}
    n.add("Store", name, **whole)


def _branches(draw, n, buses, hours, grown):
    pairs = [(one, other) for k, one in enumerate(buses) for other in buses[k + 1 :]]
    for k, (one, other) in enumerate(draw(st.lists(st.sampled_from(pairs), max_size=4, unique=True))):
        kind = draw(st.sampled_from(["Line", "Line", "Transformer", "Link", "both ways"]))
        more = {"carrier": "AC"} if kind == "Line" else {}
        if grown and draw(st.booleans()) and kind != "Transformer":
            nominal = "s_nom" if kind == "Line" else "p_nom"
            more |= {f"{nominal}_extendable": True, f"{nominal}_min": 5.0, "capital_cost": 12.0}
        if kind == "Line":
            size, x = draw(st.sampled_from([15.0, 60.0])), draw(st.sampled_from([0.1, 0.4]))
            n.add("Line", f"line {k}", bus0=one, bus1=other, s_nom=size, x=x, r=0.01, s_max_pu=0.8, **more)
        elif kind == "Transformer":
            shift = draw(st.sampled_from([0.0, 0.002]))
            n.add("Transformer", f"trafo {k}", bus0=one, bus1=other, s_nom=50.0, x=0.2, phase_shift=shift)
        else:
            more |= {"p_min_pu": -0.6} if kind == "both ways" else {"efficiency": draw(EFFICIENCY)}
            n.add("Link", f"link {k}", bus0=one, bus1=other, p_nom=45.0, marginal_cost=draw(COST) + 4.0, **more)
    if len(buses) > 2 and draw(st.booleans()):
        ports = {"bus2": buses[2], "efficiency2": 0.3, "ramp_limit_up": draw(LIMIT)}
        efficiency = _series(draw, hours, 0.3, 0.6)
        n.add("Link", "chp", bus0=buses[0], bus1=buses[1], p_nom=50.0, efficiency=efficiency, **ports)


def _limit(draw, n):
    kind = draw(st.sampled_from(["none", "co2", "energy"]))
    if kind == "co2":
        n.add("GlobalConstraint", "co2", sense="<=", constant=draw(st.sampled_from([15.0, 60.0, 400.0])))
    elif kind == "energy":
        limit = {"type": "operational_limit", "carrier_attribute": "gas"}
        n.add("GlobalConstraint", "gas", sense="<=", constant=150.0, **limit)
