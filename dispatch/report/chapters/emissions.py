"""煤耗与碳排放: by area, peak boilers included."""

from __future__ import annotations

import pandas as pd

from dispatch.report.pen import REGION, Col, Pen, columns
from dispatch.report.table import Chapter


def chapter(pen: Pen) -> Chapter:
    """Coal, other fuel, CO2 and the rates of both, of places that burn something."""
    saved = pen.saved
    fuel, coal, heat, co2 = (saved.array(name) for name in ("fuel", "coal", "fuel_heat", "co2"))
    boilers = {name: saved.array(f"boiler_{name}") for name in ("fuel", "coal", "co2")}
    place, network = saved.place("fleet"), saved.place("network")
    generation = saved.total("generation").sum(axis=1)
    rows = []
    for area, members in pen.places:
        here = [k for k in range(len(place)) if place[k] in members]
        there = [k for k in range(len(network)) if network[k] in members]
        if not fuel[here].any() and not boilers["fuel"][there].any():
            continue
        made = float(generation[members].sum())
        figures = saved.summary["region"] if area == REGION else saved.summary["areas"][area]
        rate = figures["net_coal_rate_gce_per_kwh"]
        burnt, black, gas = (
            float(own[here].sum() + boilers[name][there].sum())
            for name, own in (("fuel", fuel), ("coal", coal), ("co2", co2))
        )
        rows.append(
            {
                "area": area,
                "coal_energy": black,
                "other_fuel": burnt - black,
                "boiler_fuel": boilers["fuel"][there].sum(),
                "fuel_for_heat": heat[here].sum(),
                "net_rate": float("nan") if rate is None else rate,
                "co2": gas,
                "co2_rate": gas * 1e3 / made if made > 0 else float("nan"),
            }
        )
    shown = columns(
        area="area",
        coal_energy="coal",
        other_fuel="coal",
        boiler_fuel="coal",
        fuel_for_heat="coal",
        net_rate="coal_rate",
    )
    shown = [Col("coal_energy", "coal", pen.words("coal_burnt")) if c.key == "coal_energy" else c for c in shown]
    table = pen.table("emissions", pd.DataFrame(rows), [*shown, *columns(co2="co2", co2_rate="co2_rate")])
    return pen.chapter("emissions", table)
