"""弃电原因: every curtailed MWh with its cause, by area, technology and month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from dispatch.report import calendar
from dispatch.report.attribution import CAUSES, attribute
from dispatch.report.pen import Col, Pen, columns
from dispatch.report.table import Chapter, Chart, Table


def chapter(pen: Pen) -> Chapter:
    """By area, with what each cause alone would save; by technology; by month."""
    saved = pen.saved
    found = attribute(saved)
    energy = np.einsum("tak,takc->takc", saved.array("curtailment"), found.share)
    by_area, alone = energy.sum(axis=(0, 2)), found.alone.sum(axis=0)
    by_technology = energy.sum(axis=0)
    groups = calendar.months(saved.time)
    by_month = groups.sum(energy.sum(axis=2))
    return pen.chapter(
        "cause",
        _areas(pen, by_area),
        _alone(pen, alone, by_area),
        _technologies(pen, by_technology),
        _months(pen, groups.labels, by_month),
    )


def _row(amounts: Any) -> dict[str, float]:
    return {"cause_total": float(amounts.sum()), **dict(zip(CAUSES, (float(a) for a in amounts), strict=True))}


def _causes(pen: Pen) -> list[Col]:
    return [Col("cause_total", "energy"), *(Col(cause, "energy", pen.words(f"cause_{cause}")) for cause in CAUSES)]


def _areas(pen: Pen, amounts: Any) -> Table | None:
    rows: list[dict[str, Any]] = [{"area": area, **_row(amounts[members].sum(axis=0))} for area, members in pen.places]
    rows = [row for row in rows if row["cause_total"] > 0]
    bars = pen.series(CAUSES)
    chart = pen.chart(pen.words("table_cause"), "bar", "area", bars, (0, len(rows)), "energy")
    return pen.table("cause", pd.DataFrame(rows), [Col("area", "area"), *_causes(pen)], [chart])


def _alone(pen: Pen, alone: Any, amounts: Any) -> Table | None:
    rows = [
        {"area": area, **_row(alone[members].sum(axis=0)), "cause_total": float(amounts[members].sum())}
        for area, members in pen.places
        if amounts[members].any()
    ]
    shown = [column for column in _causes(pen) if column.key != "demand"]
    return pen.table("cause_alone", pd.DataFrame(rows), [Col("area", "area"), *shown])


def _technologies(pen: Pen, amounts: Any) -> Table | None:
    rows = [
        {"area": area, "technology": kind, **_row(amounts[members, k].sum(axis=0))}
        for area, members in pen.places
        for k, kind in enumerate(pen.saved.technologies)
        if amounts[members, k].sum() > 0
    ]
    return pen.table("cause_technology", pd.DataFrame(rows), [*columns(area="area", technology="word"), *_causes(pen)])


def _months(pen: Pen, months: Sequence[str], amounts: Any) -> Table | None:
    rows: list[dict[str, Any]] = []
    charts: list[Chart] = []
    for area, members in pen.places:
        first = len(rows)
        of_area = amounts[:, members].sum(axis=1)
        if of_area.any():
            rows += [{"area": area, "month": month, **_row(of_area[m])} for m, month in enumerate(months)]
            title = f"{pen.areas[area]}: {pen.words('table_cause')}"
            charts.append(pen.chart(title, "bar", "month", pen.series(CAUSES), (first, len(rows)), "energy"))
    shown = [*columns(area="area", month="text"), *_causes(pen)]
    return pen.table("cause_month", pd.DataFrame(rows), shown, charts)
