"""调峰平衡: in the hour of each month with the least room for wind and sun, what holds the room down."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dispatch.arrays import Floats
from dispatch.report import calendar
from dispatch.report.palette import COLOURS
from dispatch.report.table import Chapter, Chart, Series
from dispatch.report.table_builder import Col, TableBuilder, columns
from dispatch.results.saved_run import Saved
from dispatch.technologies import NEW_ENERGY

_ITEMS = columns(
    demand_load="power",
    demand_export="power",
    demand_electrolysers="power",
    room_charging="power",
    taken_total="power",
    least_thermal="power",
    least_heating="power",
    must_run="power",
    reserve_down="power",
    held_total="power",
    room_left="power",
    green_available="power",
    regulation_surplus="power",
    regulation_gap="power",
    strict_gap="power",
)


def chapter(builder: TableBuilder) -> Chapter:
    """One row a month and place, then how many hours have a gap."""
    saved = builder.saved
    parts = _parts(saved)
    left = parts["taken_total"] - parts["held_total"]
    parts["room_left"] = left
    spare = left - parts["green_available"]
    months = calendar.months(saved.time)
    rows: list[dict[str, Any]] = []
    charts: list[Chart] = []
    for area, members in builder.places:
        first = len(rows)
        here = spare[:, members].sum(axis=1)
        for month, label in enumerate(months.labels):
            hours = months.at(month)
            hour = int(hours[here[hours].argmin()])
            items = {name: float(values[hour, members].sum()) for name, values in parts.items()}
            rows.append(
                {"area": area, "month": label, "start": f"{saved.time[hour]:%Y-%m-%d %H:%M}", **items}
                | {
                    "regulation_surplus": float(here[hour]),
                    "regulation_gap": max(0.0, -float(here[hour])),
                    "strict_gap": max(0.0, -items["room_left"]),
                    "gap_hours": float((here[hours] < 0).sum()),
                }
            )
        bars = [Series("room_left", COLOURS["load"], "line"), Series("green_available", COLOURS["wind"])]
        charts.append(builder.chart(builder.areas[area], "bar", "month", bars, (first, len(rows)), "power"))
    shown = [*columns(area="area", month="text"), Col("start", "text", builder.words("least_room_hour")), *_ITEMS]
    table = builder.table("regulation", pd.DataFrame(rows), [*shown, Col("gap_hours", "hours")], charts)
    return builder.chapter("regulation", table)


def _parts(saved: Saved) -> dict[str, Floats]:
    """(hours, areas) [MW], net of own use; ``least_heating`` is part of ``least_thermal``."""
    kept = 1.0 - saved.array("fleet_own_use")
    names = saved.labels("storage")
    into = saved.column("storage", "charge_efficiency", names)
    space = np.maximum(saved.array("storage_size") - saved.array("energy"), 0.0) / into + saved.array("charge")
    parts = {
        "demand_load": saved.array("load"),
        "demand_export": saved.inside(saved.array("export") + saved.array("undelivered"), "corridor"),
        "demand_electrolysers": saved.inside("electrolyser_power", "electrolyser"),
        "room_charging": saved.inside(np.minimum(saved.array("storage_power"), space), "storage"),
        "least_thermal": saved.inside(saved.array("thermal_minimum") * kept, "fleet"),
        "least_heating": saved.inside(saved.array("thermal_heating") * kept, "fleet"),
        "must_run": saved.of("available", ("hydro",)),
        "reserve_down": saved.array("reserve_required")[:, :, 1],
        "green_available": saved.of("available", NEW_ENERGY) * saved.net,
    }
    taken = ("demand_load", "demand_export", "demand_electrolysers", "room_charging")
    held = ("least_thermal", "must_run", "reserve_down")
    return parts | {
        "taken_total": np.sum([parts[name] for name in taken], axis=0),
        "held_total": np.sum([parts[name] for name in held], axis=0),
    }
