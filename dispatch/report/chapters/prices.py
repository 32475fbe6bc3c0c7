"""边际电价: by area, its duration curve, months."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dispatch.report import calendar, palette
from dispatch.report.table import Chapter, Series, Table
from dispatch.report.table_builder import Col, TableBuilder, columns
from dispatch.results.attribution import LOW

STEPS = 200
"""Points of a duration curve."""


def chapter(builder: TableBuilder) -> Chapter:
    """Nothing but a heading in a run without prices."""
    if not np.isfinite(builder.saved.array("price")).all():
        return builder.chapter("prices")
    return builder.chapter("prices", _areas(builder), _duration(builder), _months(builder))


def _areas(builder: TableBuilder) -> Table | None:
    saved = builder.saved
    price, load = saved.array("price"), saved.array("load")
    rows = [
        {
            "area": area,
            "price_mean": price[:, k].mean(),
            "price_by_load": (price[:, k] * load[:, k]).sum() / load[:, k].sum() if load[:, k].any() else np.nan,
            "price_least": price[:, k].min(),
            "price_tenth": np.percentile(price[:, k], 10),
            "price_median": np.median(price[:, k]),
            "price_ninetieth": np.percentile(price[:, k], 90),
            "price_most": price[:, k].max(),
            "surplus_hours": float((price[:, k] <= LOW).sum()),
        }
        for k, area in enumerate(saved.areas)
    ]
    shown = columns(area="area", price_mean="price", price_by_load="price", price_least="price", price_tenth="price")
    shown += columns(price_median="price", price_ninetieth="price", price_most="price", surplus_hours="hours")
    return builder.table("prices", pd.DataFrame(rows), shown)


def _lines(builder: TableBuilder) -> tuple[list[Col], list[Series]]:
    named = [Col(f"place_{k}", "price", builder.areas[area]) for k, area in enumerate(builder.saved.areas)]
    styles = [palette.nth(k) for k in range(len(named))]
    return named, [
        Series(column.key, colour, "line", dashed) for column, (colour, dashed) in zip(named, styles, strict=True)
    ]


def _duration(builder: TableBuilder) -> Table | None:
    ordered = -np.sort(-builder.saved.array("price"), axis=0)
    points = np.unique(np.linspace(0, len(ordered) - 1, min(STEPS, len(ordered))).round().astype(int))
    named, lines = _lines(builder)
    frame = pd.DataFrame({"rank": points + 1, **{f"place_{k}": ordered[points, k] for k in range(len(named))}})
    chart = builder.chart(builder.words("table_price_duration"), "line", "rank", lines, (0, len(frame)), "price")
    return builder.table("price_duration", frame, [Col("rank", "hours"), *named], [chart])


def _months(builder: TableBuilder) -> Table | None:
    months = calendar.months(builder.saved.time)
    mean = months.mean(builder.saved.array("price"))
    named, lines = _lines(builder)
    frame = pd.DataFrame({"month": months.labels, **{f"place_{k}": mean[:, k] for k in range(len(named))}})
    chart = builder.chart(builder.words("table_price_month"), "line", "month", lines, (0, len(frame)), "price")
    return builder.table("price_month", frame, [Col("month", "text"), *named], [chart] if len(frame) > 1 else [])
