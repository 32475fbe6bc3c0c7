"""典型日: stacks of the days that planners look at, hour by hour, and of every day of the window, as daily means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from dispatch.arrays import Floats
from dispatch.report import calendar
from dispatch.report.balance_terms import SINKS, SOURCES, flows
from dispatch.report.calendar import Groups
from dispatch.report.palette import COLOURS
from dispatch.report.table import Chapter, Series, Table
from dispatch.report.table_builder import Col, TableBuilder, columns
from dispatch.results.saved_run import Saved
from dispatch.technologies import NEW_ENERGY

CURTAILED = "curtailment"
Parts = dict[str, dict[str, Floats]]
"""Area -> flow -> (hours,) [MW]."""


def chapter(builder: TableBuilder) -> Chapter:
    """Which days, their hours, the daily means."""
    saved = builder.saved
    parts = place_flows(builder)
    days = calendar.days(saved.time)
    chosen = list(_chosen(saved, days))
    return builder.chapter(
        "typical_days", _days(builder, days, chosen), _hours(builder, days, chosen, parts), _daily(builder, days, parts)
    )


def place_flows(builder: TableBuilder) -> Parts:
    """Return the flows of each place with what is curtailed."""
    saved = builder.saved
    lost = saved.array("curtailment").sum(axis=2)
    return {area: flows(saved, members) | {CURTAILED: lost[:, members].sum(axis=1)} for area, members in builder.places}


def _chosen(saved: Saved, days: Groups) -> Iterator[tuple[str, int]]:
    """(kind of day, its number): of whole days only, each where the window has such a day."""
    load, lost = saved.array("load").sum(axis=1), saved.array("curtailment").sum(axis=(1, 2))
    wind = saved.of("available", ("wind",)).sum(axis=1)
    month = np.array([int(label[5:7]) for label in days.labels])
    whole = days.hours == 24
    peak = np.array([load[days.of_hour == day].max() for day in range(len(days.labels))])
    for kind, measure, inside in (
        ("winter_peak", peak, np.isin(month, (12, 1, 2))),
        ("summer_peak", peak, np.isin(month, (6, 7, 8))),
        ("spring_wind", days.sum(wind), np.isin(month, (3, 4, 5))),
        ("most_curtailment", days.sum(lost), days.sum(lost) > 0),
    ):
        if (whole & inside).any():
            yield kind, int(np.where(whole & inside, measure, -np.inf).argmax())
    for date in calendar.spring_festival(saved.time):
        if date in days.labels and whole[days.labels.index(date)]:
            yield "spring_festival", days.labels.index(date)


def _days(builder: TableBuilder, days: Groups, chosen: list[tuple[str, int]]) -> Table | None:
    saved = builder.saved
    load, lost = saved.array("load").sum(axis=1), saved.array("curtailment").sum(axis=(1, 2))
    green = saved.of("generation", NEW_ENERGY).sum(axis=1)
    rows = [
        {
            "day_kind": f"day_{kind}",
            "date": days.labels[day],
            "peak_load": load[hours].max(),
            "load_energy": load[hours].sum(),
            "new_energy": green[hours].sum(),
            "curtailed": lost[hours].sum(),
        }
        for kind, day in chosen
        for hours in [days.at(day)]
    ]
    shown = columns(day_kind="word", date="text", peak_load="power", load_energy="content", new_energy="content")
    return builder.table("days", pd.DataFrame(rows), [*shown, Col("curtailed", "content")])


def present_flows(parts: Parts) -> list[str]:
    """Flows that are not zero in some place, in the order of a dispatch stack."""
    return [name for name in (*SOURCES, CURTAILED, *SINKS) if any(of[name].any() for of in parts.values())]


def stack(present: list[str], frame: pd.DataFrame, rows: tuple[int, int]) -> list[Series]:
    """Series of a dispatch stack: sources above zero with what is curtailed on top, uses below, load as a line; only
    what is not zero in these rows."""
    some = frame.iloc[rows[0] : rows[1]]
    shown = [name for name in present if some[name].abs().max() > 0.0]
    series = [Series(name, COLOURS[name]) for name in SOURCES if name in shown]
    if CURTAILED in shown:
        series.append(Series(CURTAILED, COLOURS[CURTAILED], "curtailed"))
    below = [name for name in SINKS if name in shown and name != "load"]
    series += [Series(name, COLOURS[name], "below") for name in below]
    return [*series, Series("load", COLOURS["load"], "line")]


def _columns(builder: TableBuilder, present: list[str]) -> list[Col]:
    return [Col(name, "power", builder.words(f"flow_{name}")) for name in present]


def _hours(builder: TableBuilder, days: Groups, chosen: list[tuple[str, int]], parts: Parts) -> Table | None:
    present = present_flows(parts)
    rows: list[dict[str, Any]] = []
    spans: list[tuple[str, int, int]] = []
    for area, of in parts.items():
        for kind, day in chosen:
            first = len(rows)
            of_day = {name: of[name][days.of_hour == day] for name in present}
            label = f"day_{kind}"
            rows += [
                {"area": area, "day_kind": label, "date": days.labels[day], "hour": str(hour)}
                | {name: values[hour] for name, values in of_day.items()}
                for hour in range(24)
            ]
            spans.append((f"{builder.areas[area]}: {builder.words(label)} {days.labels[day]}", first, len(rows)))
    frame = pd.DataFrame(rows)
    charts = [
        builder.chart(title, "stack", "hour", stack(present, frame, (first, last)), (first, last), "power")
        for title, first, last in spans
    ]
    shown = columns(area="area", day_kind="word", date="text", hour="text")
    return builder.table("day_hours", frame, [*shown, *_columns(builder, present)], charts)


def _daily(builder: TableBuilder, days: Groups, parts: Parts) -> Table | None:
    present = present_flows(parts)
    frames: list[pd.DataFrame] = []
    spans: list[tuple[str, int, int]] = []
    for area, of in parts.items():
        first = len(frames) * len(days.labels)
        means = {name: days.mean(of[name]) for name in present}
        frames.append(pd.DataFrame({"area": area, "date": days.labels, **means}))
        spans.append((builder.areas[area], first, first + len(days.labels)))
    frame = pd.concat(frames, ignore_index=True)
    charts = [
        builder.chart(title, "stack", "date", stack(present, frame, (first, last)), (first, last), "power")
        for title, first, last in spans
    ]
    return builder.table("daily", frame, [*columns(area="area", date="text"), *_columns(builder, present)], charts)
