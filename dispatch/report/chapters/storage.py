"""储能: cycles, hours, losses, and content over the window."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dispatch.report import calendar, palette
from dispatch.report.table import Chapter, Series, Table
from dispatch.report.table_builder import Col, TableBuilder, columns
from dispatch.results.saved_run import ratio
from dispatch.results.tolerances import MIN_POWER_MW


def chapter(builder: TableBuilder) -> Chapter:
    """The window; content day by day; the mean day."""
    return builder.chapter("storage", _window(builder), _content(builder), _mean_day(builder))


def _window(builder: TableBuilder) -> Table | None:
    saved = builder.saved
    charge, discharge, content = (saved.array(name) for name in ("charge", "discharge", "energy"))
    power, size, floor = (saved.array(f"storage_{name}") for name in ("power", "size", "floor"))
    there = power > MIN_POWER_MW
    frame = pd.DataFrame(
        {
            "name": saved.labels("storage"),
            "area": saved.labels("storage_area"),
            "technology": saved.labels("storage_technology"),
            "store_power": power[-1],
            "storage_content": size[-1],
            "charged": charge.sum(axis=0),
            "discharged": discharge.sum(axis=0),
            "cycles": ratio(discharge.sum(axis=0), size.mean(axis=0)),
            "full_load_hours": ratio(discharge.sum(axis=0), power.mean(axis=0)),
            "round_trip": ratio(discharge.sum(axis=0), charge.sum(axis=0)),
            "charging_hours": (charge > MIN_POWER_MW).sum(axis=0).astype(float),
            "discharging_hours": (discharge > MIN_POWER_MW).sum(axis=0).astype(float),
            "full_power_hours": (there & (np.maximum(charge, discharge) >= power - MIN_POWER_MW))
            .sum(axis=0)
            .astype(float),
            "full_hours": (there & (content >= size - MIN_POWER_MW)).sum(axis=0).astype(float),
            "empty_hours": (there & (content <= floor + MIN_POWER_MW)).sum(axis=0).astype(float),
            "mean_content": ratio(content.sum(axis=0), size.sum(axis=0)),
            "simultaneous_energy": saved.array("simultaneous"),
        }
    )
    shown = columns(name="text", area="area", technology="word", store_power="power", storage_content="content")
    shown += columns(
        charged="energy", discharged="energy", cycles="cycles", full_load_hours="hours", round_trip="share"
    )
    shown += columns(charging_hours="hours", discharging_hours="hours", full_power_hours="hours", full_hours="hours")
    shown += columns(empty_hours="hours", mean_content="share", simultaneous_energy="content")
    return builder.table("storage", frame, shown)


def _lines(builder: TableBuilder, kind: str) -> tuple[list[Col], list[Series]]:
    """A column and a line for each store."""
    named = [Col(f"store_{k}", kind, name) for k, name in enumerate(builder.saved.labels("storage"))]
    lines = []
    for k, column in enumerate(named):
        colour, dashed = palette.nth(k)
        lines.append(Series(column.key, colour, "line", dashed))
    return named, lines


def _content(builder: TableBuilder) -> Table | None:
    """Mean content of each day, of what the store can hold."""
    saved = builder.saved
    days = calendar.days(saved.time)
    named, lines = _lines(builder, "share")
    if not named:
        return None
    held, size = days.sum(saved.array("energy")), days.sum(saved.array("storage_size"))
    share = np.divide(held, size, out=np.full(held.shape, np.nan), where=size > 0)
    frame = pd.DataFrame({"date": days.labels, **{f"store_{k}": share[:, k] for k in range(len(named))}})
    chart = builder.chart(builder.words("table_storage_content"), "line", "date", lines, (0, len(frame)), "share")
    return builder.table("storage_content", frame, [Col("date", "text"), *named], [chart])


def _mean_day(builder: TableBuilder) -> Table | None:
    """Discharge less charge by hour of the day."""
    saved = builder.saved
    hours = calendar.hours_of_day(saved.time)
    named, lines = _lines(builder, "power")
    if not named or not (hours.hours > 0).all():
        return None
    net = hours.mean(saved.array("discharge") - saved.array("charge"))
    frame = pd.DataFrame({"hour": hours.labels, **{f"store_{k}": net[:, k] for k in range(len(named))}})
    chart = builder.chart(builder.words("table_storage_day"), "line", "hour", lines, (0, len(frame)), "power")
    return builder.table("storage_day", frame, [Col("hour", "text"), *named], [chart])
