"""成本: by term of the objective and area."""

from __future__ import annotations

import pandas as pd

from dispatch.report import palette
from dispatch.report.table import Chapter, Series
from dispatch.report.table_builder import REGION, Col, TableBuilder

KNOWN = (
    "fuel",
    "start",
    "co2",
    "thermal_variable",
    "heat_boiler",
    "curtailment",
    "losses",
    "storage",
    "lines",
    "park_tariff",
    "lost_load",
    "shifting",
    "demand_response",
    "undelivered_export",
    "export_income",
    "reserve_shortfall_up",
    "reserve_shortfall_down",
    "tie_break",
)
"""Terms that the model writes; a planner's own term bears the name that it was given."""


def chapter(builder: TableBuilder) -> Chapter:
    """Terms that are not zero. The region has also what belongs to no area."""
    saved = builder.saved
    names, by_area, whole = saved.labels("term"), saved.array("cost"), saved.array("cost_of_region")
    used = [k for k in range(len(names)) if whole[k] != 0 or by_area[:, k].any()]
    rows = []
    for area, members in [(REGION, []), *((area, [k]) for k, area in enumerate(saved.areas))]:
        amounts = whole if area == REGION else by_area[members].sum(axis=0)
        rows.append({"area": area, **{f"term_{k}": amounts[k] for k in used}, "cost_total": amounts.sum()})
    titles = {k: builder.words(f"term_{names[k]}") if names[k] in KNOWN else names[k] for k in used}
    shown = [Col("area", "area"), *(Col(f"term_{k}", "money", titles[k]) for k in used), Col("cost_total", "money")]
    bars = []
    for place, k in enumerate(used):
        bars.append(Series(f"term_{k}", palette.nth(place + 1)[0]))
    chart = builder.chart(builder.words("table_cost"), "bar", "area", bars, (1, len(rows)), "money")
    return builder.chapter("cost", builder.table("cost", pd.DataFrame(rows), shown, [chart]))
