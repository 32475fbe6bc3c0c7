"""The key week: the seven days with the largest shortfall, else with most curtailment, else with the highest net load."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dispatch.arrays import Floats
from dispatch.report.table import Chapter, Table
from dispatch.report.table_builder import Col, TableBuilder
from dispatch.results.saved_run import Saved
from dispatch.results.tolerances import MIN_POWER_MW
from dispatch.technologies import NEW_ENERGY

from .typical_days import place_flows, present_flows, stack

HOURS = 168


@dataclass(frozen=True)
class Week:
    """Hours ``first`` to ``last`` (not included), and why: ``shortfall``, ``curtailment``, ``net_load`` or ``window``."""

    first: int
    last: int
    rule: str


def key_week(saved: Saved) -> Week:
    """Return the week, which begins at midnight where the window has a midnight; the whole window where it is no longer."""
    hours = len(saved.time)
    if hours <= HOURS:
        return Week(0, hours, "window")
    starts = [k for k in range(hours - HOURS + 1) if saved.time[k].hour == 0] or [0]
    short = saved.array("unserved").sum(axis=1) + saved.array("reserve_shortfall").sum(axis=(1, 2))
    lost = saved.of("curtailment", NEW_ENERGY).sum(axis=1)
    green = saved.of("available", NEW_ENERGY).sum(axis=1)
    net = saved.array("load").sum(axis=1) + saved.array("export").sum(axis=1) - green
    for rule, measure in (("shortfall", short), ("curtailment", lost)):
        if measure.max() > MIN_POWER_MW:
            return Week(*_largest(measure, starts), rule)
    return Week(*_largest(net, starts), "net_load")


def _largest(measure: Floats, starts: list[int]) -> tuple[int, int]:
    sums = np.concatenate([[0.0], np.cumsum(measure)])
    first = max(starts, key=lambda k: (sums[k + HOURS] - sums[k], -k))
    return first, first + HOURS


def chapter(builder: TableBuilder) -> Chapter:
    """The hours of the week in each place, with a dispatch stack of each."""
    return builder.chapter("week", _hours(builder))


def _hours(builder: TableBuilder) -> Table | None:
    parts = place_flows(builder)
    week = key_week(builder.saved)
    hours = slice(week.first, week.last)
    present = present_flows(parts)
    stamps = [f"{stamp:%Y-%m-%d %H:%M}" for stamp in builder.saved.time[hours]]
    frame = pd.concat(
        [
            pd.DataFrame({"area": area, "start": stamps, **{name: of[name][hours] for name in present}})
            for area, of in parts.items()
        ],
        ignore_index=True,
    )
    spans = [(k * len(stamps), (k + 1) * len(stamps)) for k in range(len(parts))]
    charts = [
        builder.chart(builder.areas[area], "stack", "start", stack(present, frame, span), span, "power")
        for area, span in zip(parts, spans, strict=True)
    ]
    shown = [Col("area", "area"), Col("start", "text", builder.words("hour_of_week"))]
    shown += [Col(name, "power", builder.words(f"flow_{name}")) for name in present]
    return builder.table("week", frame, shown, charts)
