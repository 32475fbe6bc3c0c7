"""电力平衡: in the tightest hour of each month, what can be counted on to meet demand, export and reserve, net of own use.

Definitions stand in the note of the table: the hour is that of highest net load, wind, PV and hydro count at their
capacity credit, storage at what it sustains.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dispatch.arrays import Floats
from dispatch.report import calendar
from dispatch.report.palette import COLOURS
from dispatch.report.response import countable
from dispatch.report.sustained import shaved
from dispatch.report.table import Chapter, Chart, Series, Table
from dispatch.report.table_builder import Col, TableBuilder, columns
from dispatch.results.saved_run import Saved

REQUIRED = (0.12, 0.20)
"""Reserve rate (备用率) that planning requires: load, forced-outage and maintenance reserve over the highest demand."""
MISSING = 1e-3
"""Least power that counts as not delivered [MW]: results are rounded to a tenth of it."""
CREDITED = ("hydro", "wind", "pv")
"""Technologies that count with their capacity credit."""
_THERMAL = ("installed_thermal", "less_outage", "less_forced", "less_heat", "less_own_use")
_DEMAND = ("demand_load", "demand_export", "demand_electrolysers")
_AVAILABLE = ("thermal", *CREDITED, "csp", "storage", "response", "lines")
_ITEMS = columns(
    demand_load="power",
    demand_export="power",
    demand_electrolysers="power",
    reserve_up="power",
    demand_total="power",
    net_load="power",
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
    less_not_shared="power",
    available_total="power",
    surplus="power",
    reserve_ratio="share",
    reserve_low="share",
    reserve_high="share",
)


def chapter(builder: TableBuilder) -> Chapter:
    """One row a month and place; the region is the sum of its areas, each in its own hour."""
    saved = builder.saved
    months = calendar.months(saved.time)
    parts, offered = _parts(saved)
    short = _short(parts, offered)
    each = [
        [_row(saved, parts, short, months.at(month), k) for k in range(len(saved.areas))]
        for month in range(len(months.labels))
    ]
    rows: list[dict[str, Any]] = []
    charts: list[Chart] = []
    for area, members in builder.places:
        first = len(rows)
        for of_month, label in zip(each, months.labels, strict=True):
            inside = [of_month[k] for k in members]
            tightest = min(inside, key=lambda row: row["surplus"])
            rows.append({"area": area, "month": label, "start": tightest["start"], **_sum(inside)})
        bars = [Series(f"available_{kind}", COLOURS[colour]) for kind, colour in _BARS.items()]
        bars.append(Series("demand_total", COLOURS["load"], "line"))
        charts.append(builder.chart(builder.areas[area], "bar", "month", bars, (first, len(rows)), "power"))
    shown = [*columns(area="area", month="text"), Col("start", "text", builder.words("peak_hour")), *_ITEMS]
    table: Table | None = builder.table("power_balance", pd.DataFrame(rows), shown, charts)
    return builder.chapter("power_balance", table)


_BARS = {
    "thermal": "coal",
    "hydro": "hydro",
    "wind": "wind",
    "pv": "pv",
    "csp": "csp",
    "storage": "battery",
    "response": "response",
}


def _parts(saved: Saved) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Each item that adds up but for storage, (hours, areas) [MW], what is taken off negative, weather at its credit;
    and what weather offered."""
    capacity, outage = saved.array("fleet_capacity"), saved.array("fleet_outage")
    forced = saved.column("thermal", "forced_outage", saved.labels("fleet")) * (capacity - outage)
    heat = saved.array("thermal_online") - saved.array("thermal_maximum")
    own = saved.array("fleet_own_use") * (capacity - outage - forced - heat)
    available, credit = (saved.array(name) * saved.net[:, :, None] for name in ("available", "credit"))
    offered = {kind: np.asarray(available[:, :, saved.technologies.index(kind)]) for kind in (*CREDITED, "csp")}
    credited = {kind: credit[:, :, saved.technologies.index(kind)] for kind in CREDITED}
    parts = {
        "demand_load": saved.array("load"),
        "demand_export": saved.inside(_export(saved), "corridor"),
        "demand_electrolysers": saved.inside("electrolyser_minimum", "electrolyser"),
        "reserve_up": saved.array("reserve_required")[:, :, 0],
        "installed_thermal": saved.inside(capacity, "fleet"),
        "less_outage": -saved.inside(outage, "fleet"),
        "less_forced": -saved.inside(forced, "fleet"),
        "less_heat": -saved.inside(heat, "fleet"),
        "less_own_use": -saved.inside(own, "fleet"),
        **{f"available_{kind}": np.minimum(credited[kind], offered[kind]) for kind in CREDITED},
        "available_csp": offered["csp"],
        "available_response": countable(saved),
        "available_lines": saved.array("line_import"),
    }
    return parts, offered


def _short(parts: dict[str, Floats], offered: dict[str, Floats]) -> Floats:
    """Demand and reserve less all that is available without storage, weather as it was, (hours, areas) [MW]."""
    wanted = np.sum([parts[name] for name in (*_DEMAND, "reserve_up")], axis=0)
    firm = np.sum([parts[name] for name in (*_THERMAL, "available_response", "available_lines")], axis=0)
    return np.asarray(wanted - firm - np.sum(list(offered.values()), axis=0))


def _export(saved: Saved) -> Floats:
    """Contracted export that must be met, (hours, corridors) [MW]: the schedule within its band, at most the contract, as
    more than that is sent only where there is more; all of the schedule where some of it is not delivered."""
    missing, scheduled = saved.array("undelivered"), saved.array("export") + saved.array("undelivered")
    return np.where(missing > MISSING, scheduled, np.minimum(scheduled, saved.array("contract")))


def _row(saved: Saved, parts: dict[str, Floats], short: Floats, hours: Any, area: int) -> dict[str, Any]:
    """Items of an area in its tightest hour of a month."""
    deficit = short[hours, area]
    hour = int(hours[deficit.argmax()])
    items = {name: float(values[hour, area]) for name, values in parts.items()}
    items["available_storage"] = _storage(saved, deficit, hours, area)
    items["less_not_shared"] = 0.0
    thermal = sum(items[name] for name in _THERMAL)
    items["available_thermal"] = thermal
    items["available_total"] = sum(items[f"available_{kind}"] for kind in _AVAILABLE)
    items["demand_total"] = sum(items[name] for name in (*_DEMAND, "reserve_up"))
    items["surplus"] = items["available_total"] - items["demand_total"]
    items["net_load"] = float(deficit.max()) - items["reserve_up"] + thermal
    items["net_load"] += items["available_response"] + items["available_lines"]
    return {"start": f"{saved.time[hour]:%Y-%m-%d %H:%M}", **items}


def _storage(saved: Saved, deficit: Floats, hours: Any, area: int) -> float:
    """What the stores of an area take off its highest deficit of a month, as long as it lasts [MW]."""
    mine = saved.place("storage") == area
    if not mine.any():
        return 0.0
    names = saved.labels("storage")
    into, out = (saved.column("storage", f"{way}_efficiency", names)[mine] for way in ("charge", "discharge"))
    power = saved.array("storage_power")[hours][:, mine]
    content = (saved.array("storage_size") - saved.array("storage_floor"))[hours][:, mine] * out
    efficiency = float((content.sum(axis=0) @ (into * out)) / max(content.sum(), 1e-9))
    return shaved(deficit, power.sum(axis=1), content.sum(axis=1), efficiency)


def _sum(rows: list[dict[str, Any]]) -> dict[str, float]:
    """The sum over areas. Where one of them is short, what others have to spare does not count: lines are counted already."""
    items = {name: float(sum(row[name] for row in rows)) for name in rows[0] if name != "start"}
    if any(row["surplus"] < 0 for row in rows):
        spare = sum(max(row["surplus"], 0.0) for row in rows)
        items["less_not_shared"] = -spare
        items["available_total"] -= spare
        items["surplus"] -= spare
    demand = sum(items[name] for name in _DEMAND)
    outages = items["less_outage"] + items["less_forced"]
    items["reserve_ratio"] = (items["available_total"] - outages - demand) / demand if demand > 0 else float("nan")
    return items | {"reserve_low": REQUIRED[0], "reserve_high": REQUIRED[1]}
