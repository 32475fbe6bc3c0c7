"""Small networks that have one feature more than a base, each carried with PyPSA's optimum."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pypsa

HOURS = 4
WIND = [0.9, 0.2, 0.6, 0.1]


def base(**weights) -> pypsa.Network:
    """Two buses, load at both, cheap power at the first and dear power at the second, a line and a link to grow."""
    n = pypsa.Network()
    n.set_snapshots(pd.date_range("2030-03-01", periods=HOURS, freq="h"))
    n.add("Carrier", ["gas", "wind", "AC", "DC", "load"], co2_emissions=[0.2, 0.0, 0.0, 0.0, 0.0])
    n.add("Bus", ["a", "b"], carrier="AC", v_nom=110.0)
    n.add("Load", "la", bus="a", p_set=[40.0, 70.0, 55.0, 60.0])
    n.add("Load", "lb", bus="b", p_set=[90.0, 60.0, 80.0, 100.0])
    n.add("Generator", "ga", bus="a", p_nom=150, marginal_cost=12.0, carrier="gas", efficiency=0.5)
    n.add("Generator", "gb", bus="b", p_nom=400, marginal_cost=80.0, carrier="gas", efficiency=0.4)
    n.add("Generator", "shed", bus="a", p_nom=400, marginal_cost=900.0, carrier="load")
    n.add("Line", "ab", bus0="a", bus1="b", s_nom=30, x=0.1, length=100, carrier="AC")
    return n


def _grown(n):
    """Extendable components: a generator, a store, a storage unit, a line and a link."""
    n.add("Generator", "w", bus="b", p_nom_extendable=True, capital_cost=25.0, carrier="wind", p_max_pu=WIND)
    n.add("Line", "l2", bus0="a", bus1="b", x=0.1, length=100, s_nom_extendable=True, capital_cost=6.0, carrier="AC")
    link = {"p_nom_extendable": True, "capital_cost": 5.0, "length": 60, "carrier": "DC", "efficiency": 0.97}
    n.add("Link", "dc", bus0="a", bus1="b", **link)
    n.add("StorageUnit", "s", bus="b", p_nom_extendable=True, capital_cost=4.0, carrier="DC", max_hours=2, p_nom_max=30)
    n.add("Store", "t", bus="b", e_nom_extendable=True, capital_cost=3.0, carrier="wind", e_cyclic=True, e_nom_max=40)


def _limit(kind, carriers, constant, sense="<=", **more):
    def add(n):
        _grown(n)
        n.add("GlobalConstraint", "cap", type=kind, carrier_attribute=carriers, sense=sense, constant=constant, **more)

    return add


def _by_bus(n):
    _grown(n)
    n.buses["nom_max_wind"] = [np.nan, 20.0]
    n.buses["nom_min_DC"] = [np.nan, 12.0]


def _adds(kind, name="x", **attributes):
    return lambda n: n.add(kind, name, **({"bus": "b"} if kind not in ("Link", "Line") else {}) | attributes)


def _negative_loads(n):
    n.remove("Load", ["la", "lb"])
    n.add("Load", "fed", bus="a", p_set=[-10.0, -20.0, -30.0, -5.0])
    n.add("Generator", "sink", bus="b", p_nom=100, p_min_pu=-1, p_max_pu=0, marginal_cost=7.0)


def _no_loads(n):
    n.remove("Load", ["la", "lb"])
    n.add("Generator", "bid", bus="b", p_nom=60, sign=-1.0, marginal_cost=-30.0)


def _co2_atmosphere(n):
    """As PyPSA-Eur has it: emissions flow into a store without a limit, from which capture takes some."""
    n.add("Bus", ["co2", "fuel"])
    n.add("Store", "co2 atmosphere", bus="co2", e_nom=np.inf, e_min_pu=-1, e_cyclic=False)
    n.add("Store", "gas well", bus="fuel", e_nom=np.inf, e_initial=1e9, marginal_cost=9.0)
    ports = {"bus2": "co2", "efficiency": 0.5, "efficiency2": 0.2}
    n.add("Link", "plant", bus0="fuel", bus1="b", p_nom=np.inf, **ports)
    n.add("Link", "vent", bus0="co2", bus1="fuel", p_nom=np.inf, efficiency=0.0, p_max_pu=0.0)
    n.add("GlobalConstraint", "co2_atmosphere", type="co2_atmosphere", sense="<=", constant=1.0)


FREE = [5.0, np.nan, np.nan, 8.0]
FEATURES = {
    "shedding_infinite": _adds("Generator", p_nom=np.inf, marginal_cost=60.0),
    "shedding_1e9": _adds("Generator", p_nom=1e9, marginal_cost=60.0),
    "shedding_in_kw": _adds("Generator", p_nom=1e9, marginal_cost=0.06, sign=1e-3),
    "infinite_both_ways": _adds("Generator", p_nom=np.inf, p_min_pu=-1.0, p_max_pu=[0, 1, 0, 1], marginal_cost=50.0),
    "infinite_ramp": _adds("Generator", p_nom=np.inf, marginal_cost=60.0, ramp_limit_up=0.1),
    "line_infinite": _adds("Line", bus0="a", bus1="b", s_nom=np.inf, x=0.1, carrier="AC"),
    "link_infinite": _adds("Link", bus0="a", bus1="b", p_nom=np.inf, efficiency=0.9, p_min_pu=-0.5),
    "store_infinite": _adds("Store", e_nom=np.inf, e_cyclic=True),
    "store_infinite_negative": _adds("Store", e_nom=np.inf, e_min_pu=-1.0, e_cyclic=True, standing_loss=0.1),
    "store_1e12": _adds("Store", e_nom=1e12, e_initial=50.0),
    "storage_infinite": _adds("StorageUnit", p_nom=np.inf, max_hours=4, cyclic_state_of_charge=True, efficiency_store=0.8),
    "storage_infinite_one_way": _adds("StorageUnit", p_nom=np.inf, max_hours=4, p_min_pu=0.0, inflow=[5.0, 0, 9, 0]),
    "storage_hours_infinite": _adds("StorageUnit", p_nom=20, max_hours=np.inf, state_of_charge_initial=30.0),
    "co2_atmosphere": _co2_atmosphere,
    "sink": _adds("Generator", p_nom=50, sign=-1.0, marginal_cost=-90.0, carrier="gas"),
    "sink_grown": _adds("Generator", p_nom_extendable=True, p_nom_max=40, sign=-1.0, marginal_cost=-90.0, capital_cost=5.0),
    "sink_committed": _adds(
        "Generator", p_nom=50, sign=-1.0, marginal_cost=-90.0, committable=True, p_min_pu=0.5, start_up_cost=100.0
    ),
    "storage_sign": _adds("StorageUnit", p_nom=2e4, sign=1e-3, max_hours=2, cyclic_state_of_charge=True),
    "storage_negative_sign": _adds("StorageUnit", p_nom=20, sign=-1.0, max_hours=2, inflow=3.0, spill_cost=1.0),
    "store_sign": _adds("Store", e_nom=50, sign=0.5, e_initial=20.0),
    "store_negative_sign": _adds("Store", e_nom=50, sign=-1.0, e_cyclic=True, marginal_cost=2.0),
    "load_sign": _adds("Load", p_set=2e4, sign=-1e-3),
    "load_taken_as_fed": _adds("Load", p_set=20.0, sign=1.0),
    "negative_loads": _negative_loads,
    "no_loads": _no_loads,
    "tech": _limit("tech_capacity_expansion_limit", "wind", 30.0),
    "tech_least": _limit("tech_capacity_expansion_limit", "wind", 90.0, ">="),
    "tech_equal_bus": _limit("tech_capacity_expansion_limit", "DC", 33.0, "==", bus="b"),
    "tech_branch_bus": _limit("tech_capacity_expansion_limit", "DC", 10.0, bus="a"),
    "volume": _limit("transmission_volume_expansion_limit", "AC, DC", 2500.0),
    "volume_brackets": _limit("transmission_volume_expansion_limit", "[AC]", 1000.0),
    "volume_cost": _limit("transmission_expansion_cost_limit", "AC,DC", 150.0),
    "capacity_by_bus": _by_bus,
    "limit_of_nothing": _limit("tech_capacity_expansion_limit", "coal", 30.0),
    "p_set": _adds("Generator", p_nom=50, p_set=FREE, marginal_cost=85.0),
    "p_set_negative": _adds("Generator", p_nom=50, p_min_pu=-1, p_set=[-5.0, np.nan, 5.0, np.nan], marginal_cost=10.0),
    "p_set_grown": _adds("Generator", p_nom_extendable=True, p_set=FREE, capital_cost=4.0, marginal_cost=85.0),
    "p_set_committed": _adds("Generator", p_nom=50, p_set=FREE, committable=True, p_min_pu=0.3, start_up_cost=50.0),
    "p_set_infinite": _adds("Generator", p_nom=np.inf, p_set=FREE, marginal_cost=85.0),
    "p_set_beyond": _adds("Generator", p_nom=4, p_set=FREE),
    "p_set_nothing": _adds("Generator", p_nom=0, p_set=0.0),
    "link_p_set": _adds("Link", bus0="a", bus1="b", p_nom=40, p_set=FREE, efficiency=0.9),
    "link_p_set_grown": _adds("Link", bus0="a", bus1="b", p_nom_extendable=True, capital_cost=1.0, p_set=FREE),
    "storage_p_set": _adds("StorageUnit", p_nom=20, p_set=[5.0, -5.0, np.nan, 2.0], state_of_charge_initial=10.0),
    "storage_p_set_zero": _adds("StorageUnit", p_nom=20, p_set=0.0, max_hours=2, state_of_charge_initial=10.0),
    "storage_p_dispatch_set": _adds("StorageUnit", p_nom=20, p_dispatch_set=FREE, max_hours=4, state_of_charge_initial=40.0),
    "storage_p_store_set": _adds("StorageUnit", p_nom=20, p_store_set=FREE, max_hours=4, cyclic_state_of_charge=True),
    "storage_content_set": _adds("StorageUnit", p_nom=20, state_of_charge_set=FREE, max_hours=4, cyclic_state_of_charge=True),
    "store_p_set": _adds("Store", e_nom=50, p_set=[-5.0, 5.0, np.nan, np.nan], e_cyclic=True, marginal_cost=2.0),
    "storage_efficiencies": _adds(
        "StorageUnit", p_nom=30, max_hours=3, cyclic_state_of_charge=True, standing_loss=[0.0, 0.2, 0.1, 0.0],
        efficiency_store=[1.0, 0.0, 0.7, 0.9], efficiency_dispatch=[0.5, 0.9, 0.8, 1.0],
    ),
    "storage_costs": _adds(
        "StorageUnit", p_nom=30, state_of_charge_initial=30, inflow=[9.0, 5.0, 0.0, 9.0],
        spill_cost=[1.0, 0.0, 3.0, 2.0], marginal_cost_storage=[0.1, 3.0, 0.0, 0.2],
    ),
    "storage_efficiency_small": _adds("StorageUnit", p_nom=30, efficiency_dispatch=0.005, state_of_charge_initial=30),
    "storage_loss_one": _adds("StorageUnit", p_nom=30, max_hours=3, standing_loss=1.0, state_of_charge_initial=60),
    "store_loss": _adds("Store", e_nom=50, standing_loss=[0.0, 0.3, 0.1, 0.2], e_cyclic=True),
    "efficiency_series": lambda n: (
        n.add("Generator", "x", bus="b", p_nom=50, marginal_cost=30, carrier="gas", efficiency=[0.3, 0.6, 0.5, 0.4]),
        n.add("GlobalConstraint", "co2", sense="<=", constant=250.0),
    ),
    "ramp_series": _adds("Generator", p_nom=90, marginal_cost=20, ramp_limit_up=[0.1, 0.2, np.nan, 0.1], p_init=20.0,
                         ramp_limit_down=[1.0, 0.05, 0.4, np.nan]),
    "ramp_series_committed": _adds(
        "Generator", p_nom=90, marginal_cost=20, ramp_limit_up=[0.1, 0.2, np.nan, 0.1], committable=True,
        start_up_cost=[100.0, 20.0, 50.0, 10.0], stand_by_cost=[1.0, 5.0, 9.0, 2.0], p_min_pu=0.2, ramp_limit_start_up=0.5,
        down_time_before=1, up_time_before=0,
    ),
    "capital_cost_negative": _adds("Generator", p_nom_extendable=True, p_nom_max=40, capital_cost=-2.0, marginal_cost=85.0),
    "storage_cost_negative": _adds("StorageUnit", p_nom_extendable=True, p_nom_max=40, capital_cost=-2.0),
    "link_p_init_negative": _adds("Link", bus0="b", bus1="a", p_nom=40, p_min_pu=-1, p_init=-30.0, ramp_limit_up=0.1,
                                  ramp_limit_down=0.2),
    "generator_p_init_negative": _adds("Generator", p_nom=40, p_min_pu=-1, p_init=-30.0, ramp_limit_up=0.1),
    "cost_1e8": _adds("Generator", p_nom=40, marginal_cost=1e8),
}  # fmt: skip
