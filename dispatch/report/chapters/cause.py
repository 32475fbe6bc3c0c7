"""弃电原因: every curtailed MWh with its cause, by area, technology and month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from dispatch.report import calendar
from dispatch.report.table import Chapter, Chart, Table
from dispatch.report.table_builder import Col, TableBuilder, columns
from dispatch.results.attribution import CAUSES


def chapter(builder: TableBuilder) -> Chapter:
    """By area, with what each cause alone would save; by technology; by month."""
    saved = builder.saved
    found = builder.attribution
    energy = np.einsum("tak,takc->takc", saved.array("curtailment"), found.share)
    by_area, alone = energy.sum(axis=(0, 2)), found.alone.sum(axis=0)
    by_technology = energy.sum(axis=0)
    groups = calendar.months(saved.time)
    by_month = groups.sum(energy.sum(axis=2))
    return builder.chapter(
        "cause",
        _areas(builder, by_area),
        _alone(builder, alone, by_area),
        _technologies(builder, by_technology),
        _months(builder, groups.labels, by_month),
    )


def _row(amounts: Any) -> dict[str, float]:
    return {"cause_total": float(amounts.sum()), **dict(zip(CAUSES, (float(a) for a in amounts), strict=True))}


def _causes(builder: TableBuilder) -> list[Col]:
    return [Col("cause_total", "energy"), *(Col(cause, "energy", builder.words(f"cause_{cause}")) for cause in CAUSES)]


def _areas(builder: TableBuilder, amounts: Any) -> Table | None:
    rows: list[dict[str, Any]] = [
        {"area": area, **_row(amounts[members].sum(axis=0))} for area, members in builder.places
    ]
    rows = [row for row in rows if row["cause_total"] > 0]
    bars = builder.series(CAUSES)
    chart = builder.chart(builder.words("table_cause"), "bar", "area", bars, (0, len(rows)), "energy")
    return builder.table("cause", pd.DataFrame(rows), [Col("area", "area"), *_causes(builder)], [chart])


def _alone(builder: TableBuilder, alone: Any, amounts: Any) -> Table | None:
    rows = [
        {"area": area, **_row(alone[members].sum(axis=0)), "cause_total": float(amounts[members].sum())}
        for area, members in builder.places
        if amounts[members].any()
    ]
    shown = [column for column in _causes(builder) if column.key != "demand"]
    return builder.table("cause_alone", pd.DataFrame(rows), [Col("area", "area"), *shown])


def _technologies(builder: TableBuilder, amounts: Any) -> Table | None:
    rows = [
        {"area": area, "technology": kind, **_row(amounts[members, k].sum(axis=0))}
        for area, members in builder.places
        for k, kind in enumerate(builder.saved.technologies)
        if amounts[members, k].sum() > 0
    ]
    return builder.table(
        "cause_technology", pd.DataFrame(rows), [*columns(area="area", technology="word"), *_causes(builder)]
    )


def _months(builder: TableBuilder, months: Sequence[str], amounts: Any) -> Table | None:
    rows: list[dict[str, Any]] = []
    charts: list[Chart] = []
    for area, members in builder.places:
        first = len(rows)
        of_area = amounts[:, members].sum(axis=1)
        if of_area.any():
            rows += [{"area": area, "month": month, **_row(of_area[m])} for m, month in enumerate(months)]
            title = f"{builder.areas[area]}: {builder.words('table_cause')}"
            charts.append(builder.chart(title, "bar", "month", builder.series(CAUSES), (first, len(rows)), "energy"))
    shown = [*columns(area="area", month="text"), *_causes(builder)]
    return builder.table("cause_month", pd.DataFrame(rows), shown, charts)
