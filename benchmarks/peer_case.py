"""The system on which models are set side by side: a network of PyPSA, drawn from a seed, from which every peer is built."""

from __future__ import annotations

import logging
import warnings
from typing import Any

import numpy as np
import pandas as pd

RESERVE_UP, RESERVE_DOWN = 0.05, 0.02
"""Spinning reserve of part (b): share of load, held by committed fleets."""
SHORTFALL = 5000.0
"""What a shortfall of it costs [CNY/MWh]."""


def network(hours: int, areas: int = 2, seed: int = 1, yearly: bool = False) -> Any:
    """Four committed fleets, wind, PV, a battery and pumped storage an area; areas in a row, joined by links.

    ``yearly``: a limit on CO2, and on the energy of each area's first fleet over the whole horizon.
    """
    import pypsa

    draw = np.random.default_rng(seed)
    n = pypsa.Network(name="peers")
    n.set_snapshots(pd.date_range("2030-01-01", periods=hours, freq="h"))
    n.add("Carrier", ["coal", "gas", "wind", "pv", "storage"], co2_emissions=[0.34, 0.2, 0, 0, 0])
    hour = np.arange(hours)
    for k in range(areas):
        bus = f"area {k}"
        n.add("Bus", bus)
        n.add("Load", f"load {k}", bus=bus, p_set=_load(draw, hour))
        _fleets(n, draw, k, hours, yearly)
        n.add("Generator", f"wind {k}", bus=bus, carrier="wind", p_nom=11000, p_max_pu=_wind(draw, hours))
        n.add("Generator", f"pv {k}", bus=bus, carrier="pv", p_nom=7000, p_max_pu=_sun(draw, hour))
        n.add("Generator", f"lost {k}", bus=bus, p_nom=30000, marginal_cost=9000.0)
        pumped = {"efficiency_store": 0.87, "efficiency_dispatch": 0.87, "max_hours": 6.0, "p_nom": 1200.0}
        battery = {"efficiency_store": 0.94, "efficiency_dispatch": 0.94, "max_hours": 4.0, "p_nom": 2500.0}
        for name, own in (("pumped", pumped), ("battery", battery)):
            cost = {"marginal_cost": 1.0, "cyclic_state_of_charge": True, "carrier": "storage"}
            n.add("StorageUnit", f"{name} {k}", bus=bus, **own, **cost)
    for k in range(areas - 1):
        for one, other in ((k, k + 1), (k + 1, k)):
            ends = {"bus0": f"area {one}", "bus1": f"area {other}", "efficiency": 0.98}
            n.add("Link", f"link {one}-{other}", p_nom=2500.0, marginal_cost=1.0, **ends)
    if yearly:
        n.add("GlobalConstraint", "co2", sense="<=", constant=6900.0 * areas * hours)
    return n


def _load(draw: Any, hour: Any) -> Any:
    day = 0.09 * np.sin((hour % 24 - 9) / 24 * 2 * np.pi) + 0.06 * np.sin((hour % 24 - 6) / 12 * 2 * np.pi)
    season = 0.06 * np.cos(hour / 8760 * 2 * np.pi)
    return 14000.0 * (1 + day + season + 0.02 * draw.standard_normal(hour.size))


def _wind(draw: Any, hours: int) -> Any:
    """A first-order process through a curve."""
    state, speeds = 0.0, np.zeros(hours)
    noise = draw.standard_normal(hours)
    for k in range(hours):
        state = 0.97 * state + 0.243 * noise[k]
        speeds[k] = 7.5 * np.exp(0.45 * state)
    return np.clip((speeds / 12.0) ** 3, 0.0, 1.0).round(4)


def _sun(draw: Any, hour: Any) -> Any:
    height = np.clip(np.sin((hour % 24 - 6) / 12 * np.pi), 0.0, None)
    clear = np.repeat(draw.uniform(0.35, 1.0, hour.size // 24 + 1), 24)[: hour.size]
    return (height * clear * (0.8 - 0.25 * np.cos(hour / 8760 * 2 * np.pi))).round(4)


def _fleets(n: Any, draw: Any, area: int, hours: int, yearly: bool) -> None:
    """Coal old and new, CHP-like must-run coal, gas."""
    for name, carrier, size, least, cost, ramp, start in (
        ("coal new", "coal", 6000.0, 0.32, 205.0, 0.5, 180.0),
        ("coal old", "coal", 4000.0, 0.45, 240.0, 0.4, 150.0),
        ("coal heat", "coal", 4000.0, 0.55, 225.0, 0.3, 190.0),
        ("gas", "gas", 2500.0, 0.25, 520.0, 0.9, 60.0),
    ):
        own = {"p_min_pu": least, "ramp_limit_up": ramp, "ramp_limit_down": ramp, "min_up_time": 12, "min_down_time": 8}
        own |= {"start_up_cost": start * size, "stand_by_cost": 0.04 * cost * size, "up_time_before": 24}
        more = {"e_sum_max": 0.62 * size * hours} if yearly and name == "coal new" else {}
        n.add(
            "Generator",
            f"{name} {area}",
            bus=f"area {area}",
            carrier=carrier,
            p_nom=size,
            committable=True,
            marginal_cost=cost * float(draw.uniform(0.97, 1.03)),
            efficiency=0.4 if carrier == "coal" else 0.55,
            **own,
            **more,
        )


def written(hours: int, areas: int, place: Any, tables: Any, yearly: bool = False) -> None:
    """The network as a netCDF file, and as a folder of CSVs for those who do not know PyPSA."""
    logging.getLogger("pypsa").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        n = network(hours, areas, yearly=yearly)
        n.export_to_netcdf(str(place))
        n.export_to_csv_folder(str(tables))
