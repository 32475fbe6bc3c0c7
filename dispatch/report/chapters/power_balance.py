"""电力平衡: in the hour of each month with the highest demand, what is there to meet it, net of own use."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dispatch.report import calendar
from dispatch.report.palette import COLOURS
from dispatch.report.pen import Col, Pen, columns
from dispatch.report.saved import Floats, Saved
from dispatch.report.table import Chapter, Chart, Series, Table

_ITEMS = columns(
    demand_load="power",
    demand_export="power",
    demand_electrolysers="power",
    reserve_up="power",
    demand_total="power",
    installed_thermal="power",
    less_outage="power",
    less_forced="power",
    less_heat="power",
    less_own_use="power",
    available_thermal="power",
    available_hydro="power",
    available_wind="power",
    available_pv="power",
    available_csp="power",
    available_storage="power",
    available_response="power",
    available_lines="power",
    available_total="power",
    surplus="power",
    reserve_ratio="share",
)


def chapter(pen: Pen) -> Chapter:
    """One row a month and place."""
    saved = pen.saved
    parts = _parts(saved)
    demand = sum(parts[name] for name in ("demand_load", "demand_export", "demand_electrolysers"))
    assert isinstance(demand, np.ndarray)
    months = calendar.months(saved.time)
    rows: list[dict[str, Any]] = []
    charts: list[Chart] = []
    for area, members in pen.places:
        first = len(rows)
        for month, label in enumerate(months.labels):
            hours = months.at(month)
            peak = int(hours[demand[hours][:, members].sum(axis=1).argmax()])
            items = {name: float(values[peak, members].sum()) for name, values in parts.items()}
            start = f"{saved.time[peak]:%Y-%m-%d %H:%M}"
            rows.append({"area": area, "month": label, "start": start, **_totals(items)})
        bars = [
            Series("available_thermal", COLOURS["coal"]),
            Series("available_hydro", COLOURS["hydro"]),
            Series("available_wind", COLOURS["wind"]),
            Series("available_pv", COLOURS["pv"]),
            Series("available_csp", COLOURS["csp"]),
            Series("available_storage", COLOURS["battery"]),
            Series("available_response", COLOURS["response"]),
            Series("demand_total", COLOURS["load"], "line"),
        ]
        charts.append(pen.chart(pen.areas[area], "bar", "month", bars, (first, len(rows)), "power"))
    shown = [*columns(area="area", month="text"), Col("start", "text", pen.words("peak_hour")), *_ITEMS]
    table: Table | None = pen.table("power_balance", pd.DataFrame(rows), shown, charts)
    return pen.chapter("power_balance", table)


def _parts(saved: Saved) -> dict[str, Floats]:
    """Each item that adds up, (hours, areas) [MW]; what is taken off is negative."""
    capacity, outage = saved.array("fleet_capacity"), saved.array("fleet_outage")
    forced = saved.column("thermal", "forced_outage", saved.labels("fleet")) * (capacity - outage)
    heat = saved.array("thermal_online") - saved.array("thermal_maximum")
    own = saved.array("fleet_own_use") * (capacity - outage - forced - heat)
    names = saved.labels("storage")
    content = np.maximum(saved.array("energy") - saved.array("storage_floor"), 0.0)
    lasting = content * saved.column("storage", "discharge_efficiency", names) + saved.array("discharge")
    available = saved.array("available") * saved.net[:, :, None]

    def weather(kind: str) -> Floats:
        return np.asarray(available[:, :, saved.technologies.index(kind)])

    return {
        "demand_load": saved.array("load"),
        "demand_export": saved.inside("export", "corridor"),
        "demand_electrolysers": saved.inside("electrolyser_load", "electrolyser"),
        "reserve_up": saved.array("reserve_required")[:, :, 0],
        "installed_thermal": saved.inside(capacity, "fleet"),
        "less_outage": -saved.inside(outage, "fleet"),
        "less_forced": -saved.inside(forced, "fleet"),
        "less_heat": -saved.inside(heat, "fleet"),
        "less_own_use": -saved.inside(own, "fleet"),
        **{f"available_{kind}": weather(kind) for kind in ("hydro", "wind", "pv", "csp")},
        "available_storage": saved.inside(np.minimum(saved.array("storage_power"), lasting), "storage"),
        "available_response": _capability(saved),
        "available_lines": saved.array("line_import"),
    }


def _capability(saved: Saved) -> Floats:
    """Contracted demand response, (hours, areas) [MW]."""
    programmes = saved.given("demand_response")
    of = np.zeros(len(saved.areas))
    for _, row in programmes.iterrows():
        of[saved.areas.index(str(row["area"]))] += float(row["capability"])
    return np.tile(of, (len(saved.time), 1))


def _totals(items: dict[str, Any]) -> dict[str, float]:
    thermal = sum(items[f"{part}"] for part in ("installed_thermal", "less_outage", "less_forced", "less_heat"))
    thermal += items["less_own_use"]
    kinds = ("hydro", "wind", "pv", "csp", "storage", "response", "lines")
    available = thermal + sum(items[f"available_{kind}"] for kind in kinds)
    demand = items["demand_load"] + items["demand_export"] + items["demand_electrolysers"]
    total = demand + items["reserve_up"]
    return items | {
        "available_thermal": thermal,
        "available_total": available,
        "demand_total": total,
        "surplus": available - total,
        "reserve_ratio": (available - demand) / demand if demand > 0 else float("nan"),
    }
