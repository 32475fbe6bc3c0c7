"""煤耗与碳排放: by area."""

from __future__ import annotations

import pandas as pd

from dispatch.report.pen import REGION, Col, Pen, columns
from dispatch.report.table import Chapter


def chapter(pen: Pen) -> Chapter:
    """Coal, other fuel, CO2 and the rates of both, of places that burn something."""
    saved = pen.saved
    fuel, coal, heat, co2 = (saved.array(name) for name in ("fuel", "coal", "fuel_heat", "co2"))
    place = saved.place("fleet")
    generation = saved.total("generation").sum(axis=1)
    rows = []
    for area, members in pen.places:
        here = [k for k in range(len(place)) if place[k] in members]
        if not fuel[here].any():
            continue
        made = float(generation[members].sum())
        figures = saved.summary["region"] if area == REGION else saved.summary["areas"][area]
        rate = figures["net_coal_rate_gce_per_kwh"]
        rows.append(
            {
                "area": area,
                "coal_energy": coal[here].sum(),
                "other_fuel": (fuel - coal)[here].sum(),
                "fuel_for_heat": heat[here].sum(),
                "net_rate": float("nan") if rate is None else rate,
                "co2": co2[here].sum(),
                "co2_rate": co2[here].sum() * 1e3 / made if made > 0 else float("nan"),
            }
        )
    shown = columns(area="area", coal_energy="coal", other_fuel="coal", fuel_for_heat="coal", net_rate="coal_rate")
    shown = [Col("coal_energy", "coal", pen.words("coal_burnt")) if c.key == "coal_energy" else c for c in shown]
    table = pen.table("emissions", pd.DataFrame(rows), [*shown, *columns(co2="co2", co2_rate="co2_rate")])
    return pen.chapter("emissions", table)
