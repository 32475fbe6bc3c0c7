"""电量平衡: energy by source and use, of the window and of each month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from dispatch.arrays import Floats
from dispatch.report import calendar
from dispatch.report.balance_terms import SINKS, SOURCES, flows
from dispatch.report.calendar import Groups
from dispatch.report.table import Chapter, Chart, Table
from dispatch.report.table_builder import Col, TableBuilder, columns


def chapter(builder: TableBuilder) -> Chapter:
    """The window, then each month. What comes in less what goes out is the residual, which is rounding."""
    time = builder.saved.time
    whole = Groups([""], np.zeros(len(time), dtype=np.int64))
    parts = {area: flows(builder.saved, members) for area, members in builder.places}
    return builder.chapter(
        "energy_balance",
        _balance(builder, "energy_balance", whole, parts, []),
        _balance(builder, "energy_balance_month", calendar.months(time), parts, [Col("month", "text")]),
        _losses(builder),
    )


def _losses(builder: TableBuilder) -> Table | None:
    """Return the losses between generation and use, and their wasted part, by component and area."""
    lost, wasted = builder.saved.array("energy_lost"), builder.saved.array("energy_wasted")
    rows = []
    for area, members in builder.places:
        for k, name in enumerate(builder.saved.labels("component")):
            amounts = lost[members, k].sum(), wasted[members, k].sum()
            if any(amounts):
                row = {"area": area, "component": f"component_{name}"}
                rows.append(row | {"energy_lost": amounts[0], "energy_wasted": amounts[1]})
    shown = columns(area="area", component="word", energy_lost="content", energy_wasted="content")
    return builder.table("losses", pd.DataFrame(rows), shown)


def _balance(
    builder: TableBuilder, key: str, groups: Groups, parts: dict[str, dict[str, Floats]], by: Sequence[Col]
) -> Table | None:
    sums = {area: {name: groups.sum(values) for name, values in of.items()} for area, of in parts.items()}
    present = {name for of in sums.values() for name, values in of.items() if values.any()}
    sources, sinks = ([name for name in names if name in present] for names in (SOURCES, SINKS))
    rows: list[dict[str, Any]] = []
    charts: list[Chart] = []
    for area, of in sums.items():
        first = len(rows)
        for group, label in enumerate(groups.labels):
            row = {name: float(of[name][group]) for name in (*sources, *sinks)}
            into, out = sum(row[name] for name in sources), sum(row[name] for name in sinks)
            rows.append(
                {"area": area, "month": label, **row, "in_total": into, "out_total": out, "residual": into - out}
            )
        if by:
            bars = builder.series(sources) + builder.series([name for name in sinks if name != "load"], "below")
            bars += builder.series(["load"], "line")
            charts.append(builder.chart(builder.areas[area], "bar", "month", bars, (first, len(rows)), "energy"))
    titles = {name: builder.words(f"flow_{name}") for name in present}
    shown = [
        Col("area", "area"),
        *by,
        *(Col(name, "energy", titles[name]) for name in sources),
        Col("in_total", "energy"),
    ]
    shown += [Col(name, "energy", titles[name]) for name in sinks]
    return builder.table(key, pd.DataFrame(rows), [*shown, *columns(out_total="energy", residual="energy")], charts)
