"""A PyPSA network with capacities to choose: wind, solar, gas, batteries and hydrogen at each bus, links in a circle, a CO2 limit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pypsa

YEAR = 8760
SEED = 1
CO2 = 0.02
"""Limit on emissions [t/MWh of demand]: a tenth of the demand from gas."""


def network(buses: int, hours: int) -> Any:
    """Return a network of the first hours of a year. Annual costs are those of the window: their share of the year."""
    rng = np.random.default_rng(SEED)
    n = pypsa.Network(snapshots=pd.date_range("2030-01-01", periods=hours, freq="h"))
    share, hour = hours / YEAR, np.arange(hours)
    for carrier in ("AC", "hydrogen", "wind", "solar", "battery"):
        n.add("Carrier", carrier)
    n.add("Carrier", "gas", co2_emissions=0.2)
    sun = np.maximum(0, np.sin((hour % 24 - 6) / 12 * np.pi))
    season = np.cos(2 * np.pi * hour / YEAR)
    for b in range(buses):
        bus, hydrogen = f"bus{b}", f"hydrogen{b}"
        n.add("Bus", bus, carrier="AC")
        n.add("Bus", hydrogen, carrier="hydrogen")
        day = 0.85 + 0.25 * np.maximum(0, np.sin((hour % 24 - 7) / 14 * np.pi))
        load = 100 * (1 + b % 4) * (1 + 0.1 * season) * day * (1 + 0.03 * rng.standard_normal(hours))
        n.add("Load", f"load{b}", bus=bus, p_set=load)
        wind = 1 / (1 + np.exp(0.6 - 1.3 * _correlated(rng, hours)))
        solar = 0.8 * sun * (1 - 0.3 * season) * np.repeat(rng.uniform(0.4, 1, hours // 24 + 1), 24)[:hours]
        chosen = {"p_nom_extendable": True}
        for name, annual, values in (("wind", 100_000, wind), ("solar", 45_000, solar)):
            n.add(
                "Generator", f"{name}{b}", bus=bus, carrier=name, capital_cost=annual * share, marginal_cost=0.01,
                p_max_pu=values, **chosen,
            )  # fmt: skip
        n.add(
            "Generator", f"gas{b}", bus=bus, carrier="gas", capital_cost=50_000 * share, marginal_cost=60.0,
            efficiency=0.5, **chosen,
        )  # fmt: skip
        n.add(
            "StorageUnit", f"battery{b}", bus=bus, carrier="battery", capital_cost=60_000 * share, max_hours=4,
            efficiency_store=0.95, efficiency_dispatch=0.95, cyclic_state_of_charge=True, **chosen,
        )  # fmt: skip
        n.add("Link", f"ely{b}", bus0=bus, bus1=hydrogen, capital_cost=40_000 * share, efficiency=0.7, **chosen)
        n.add("Link", f"cell{b}", bus0=hydrogen, bus1=bus, capital_cost=70_000 * share, efficiency=0.5, **chosen)
        n.add("Store", f"cavern{b}", bus=hydrogen, capital_cost=1000 * share, e_cyclic=True, e_nom_extendable=True)
        other = f"bus{(b + 1) % buses}"
        n.add("Link", f"tie{b}", bus0=bus, bus1=other, capital_cost=15_000 * share, p_min_pu=-1.0, **chosen)
    n.add("GlobalConstraint", "co2", constant=CO2 * float(n.loads_t.p_set.to_numpy().sum()))
    return n


def _correlated(rng: np.random.Generator, hours: int) -> np.ndarray[Any, Any]:
    """Return a standard normal series whose correlation from hour to hour is 0.985."""
    noise, values, last = rng.standard_normal(hours), np.zeros(hours), 0.0
    for k in range(hours):
        last = 0.985 * last + np.sqrt(1 - 0.985**2) * noise[k]
        values[k] = last
    return values
