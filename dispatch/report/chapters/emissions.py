"""煤耗与碳排放: by area, peak boilers included."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dispatch.report.table import Chapter
from dispatch.report.table_builder import REGION, Col, TableBuilder, columns


def chapter(builder: TableBuilder) -> Chapter:
    """Coal, other fuel, CO2 and the rates of both, of places that burn something. A dash: not known."""
    saved = builder.saved
    fuel, coal, heat = (saved.array(name) for name in ("fuel", "coal", "fuel_heat"))
    boilers = {name: saved.array(f"boiler_{name}") for name in ("fuel", "coal")}
    place, network = saved.place("fleet"), saved.place("network")
    generation = saved.total("generation").sum(axis=1)
    generic = {kind: (saved.place(kind), saved.array(f"{kind}_co2")) for kind in ("unit", "reservoir")}
    rows = []
    for area, members in builder.places:
        here = [k for k in range(len(place)) if place[k] in members]
        there = [k for k in range(len(network)) if network[k] in members]
        others = [amounts[np.isin(places, members)] for places, amounts in generic.values()]
        generic_burns = any(amounts.any() for amounts in others)  # fuel that no table states
        if not fuel[here].any() and not boilers["fuel"][there].any() and not generic_burns:
            continue
        made = float(generation[members].sum())
        figures = saved.summary["region"] if area == REGION else saved.summary["areas"][area]
        rate, emitted = (_number(figures[key]) for key in ("net_coal_rate_gce_per_kwh", "co2_mt"))
        emitted *= 1e6
        known = 1.0 if figures["coal_mtce"] is not None else np.nan
        burnt, black = (
            float(own[here].sum() + boilers[name][there].sum()) for name, own in (("fuel", fuel), ("coal", coal))
        )
        rows.append(
            {
                "area": area,
                "coal_energy": black * known,
                "other_fuel": np.nan if generic_burns else (burnt - black) * known,
                "boiler_fuel": boilers["fuel"][there].sum(),
                "fuel_for_heat": heat[here].sum(),
                "net_rate": rate,
                "co2": emitted,
                "co2_rate": emitted * 1e3 / made if made > 0 else float("nan"),
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
    shown = [Col("coal_energy", "coal", builder.words("coal_burnt")) if c.key == "coal_energy" else c for c in shown]
    table = builder.table("emissions", pd.DataFrame(rows), [*shown, *columns(co2="co2", co2_rate="co2_rate")])
    return builder.chapter("emissions", table)


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
