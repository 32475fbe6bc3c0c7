"""弃电: by year, month, season and hour of day; duration curve, events, month by hour, what the next MW would lose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from dispatch.arrays import Floats
from dispatch.report import calendar, palette
from dispatch.report.calendar import Groups
from dispatch.report.table import Chapter, Chart, Series, Table
from dispatch.report.table_builder import Col, TableBuilder, columns
from dispatch.results.attribution import curtailed
from dispatch.results.saved_run import Saved
from dispatch.results.tolerances import MIN_POWER_MW
from dispatch.technologies import NEW_ENERGY, WEATHER, technology_of

TOTAL = "new_energy_total"
"""Row of wind, PV and CSP together."""
MOST_EVENTS = 10
"""Events shown of each area: so many longest, and so many deepest."""
STEPS = 200
"""Points of a duration curve."""

_AMOUNTS = columns(
    mean_capacity="power",
    available="energy",
    generated="energy",
    curtailed="energy",
    curtailment_rate="share",
    utilisation="share",
)


def chapter(builder: TableBuilder) -> Chapter:
    """All tables of curtailment but its causes."""
    time = builder.saved.time
    return builder.chapter(
        "curtailment",
        _year(builder),
        _by_month(builder),
        _grouped(builder, "curtailment_season", calendar.seasons(time), "season", "word"),
        _by_hour(builder),
        _duration(builder),
        _events(builder),
        _heat(builder),
    )


def members_of(saved: Saved) -> Iterator[tuple[str, list[int]]]:
    """(technology, its positions) of what weather drives and somebody has, then new energy as a whole."""
    ever = saved.array("capacity").max(axis=(0, 1)) > 0
    for kind in WEATHER:
        if ever[saved.technologies.index(kind)]:
            yield kind, [saved.technologies.index(kind)]
    yield TOTAL, [saved.technologies.index(kind) for kind in NEW_ENERGY]


def _kinds(builder: TableBuilder, groups: Groups) -> Iterator[dict[str, Any]]:
    """A row for each place, technology and group: what was there, made, curtailed, and the rates of it."""
    saved = builder.saved
    capacity, offered, made, lost = (
        groups.sum(saved.array(name)) for name in ("capacity", "available", "generation", "curtailment")
    )
    for area, areas in builder.places:
        for kind, technologies in members_of(saved):
            sums = [values[:, areas][:, :, technologies].sum(axis=(1, 2)) for values in (capacity, offered, made, lost)]
            if not sums[0].any():
                continue
            for group, label in enumerate(groups.labels):
                if not groups.hours[group]:
                    continue
                there, available, generated, curtailed_ = (float(values[group]) for values in sums)
                rate = curtailed_ / available if available > 0 else np.nan
                mean = there / groups.hours[group]
                yield {
                    "area": area,
                    "technology": kind,
                    "group": label,
                    "mean_capacity": mean,
                    "available": available,
                    "generated": generated,
                    "curtailed": curtailed_,
                    "curtailment_rate": rate,
                    "utilisation": 1.0 - rate,
                    "full_load_hours": generated / mean if mean > 0 else np.nan,
                }


def _year(builder: TableBuilder) -> Table | None:
    saved = builder.saved
    whole = Groups(["all"], np.zeros(len(saved.time), dtype=np.int64))
    frame = pd.DataFrame(list(_kinds(builder, whole)))
    if frame.empty:
        return None
    marginal = _marginal(saved)
    hourly = saved.array("curtailment")
    members, places = dict(members_of(saved)), dict(builder.places)
    lost = [
        hourly[:, places[a]][:, :, members[k]].sum(axis=(1, 2))
        for a, k in zip(frame.area, frame.technology, strict=True)
    ]
    frame["curtailed_hours"] = [float((power > MIN_POWER_MW).sum()) for power in lost]
    frame["most_curtailed"] = [float(power.max()) for power in lost]
    frame["marginal_curtailment"] = [
        marginal.get((area, kind), np.nan) for area, kind in zip(frame["area"], frame["technology"], strict=True)
    ]
    shown = [*columns(area="area", technology="word"), *_AMOUNTS]
    shown += columns(
        full_load_hours="hours", curtailed_hours="hours", most_curtailed="power", marginal_curtailment="share"
    )
    return builder.table("curtailment_year", frame, shown)


def _marginal(saved: Saved) -> dict[tuple[str, str], float]:
    """Share of the energy of one MW more, shaped like what is there, that falls into hours in which the same asset is
    curtailed already; by area (or the region) and technology, weighted by the energy of assets."""
    sums: dict[tuple[str, str], Floats] = {}
    for dim, amounts in curtailed(saved).items():
        offered = saved.array(f"{dim}_available")
        kinds = ["csp"] * offered.shape[1] if dim == "csp" else saved.labels(f"{dim}_technology")
        lost = (offered * (amounts > MIN_POWER_MW)).sum(axis=0)
        for k, kind in enumerate(kinds):
            name = technology_of(kind)
            both = np.array([lost[k], offered[:, k].sum()])
            area = saved.labels(f"{dim}_area")[k]
            for key in ((area, name), ("", name), *(((area, TOTAL), ("", TOTAL)) if name != "hydro" else ())):
                sums[key] = sums.get(key, 0.0) + both
    return {key: float(both[0] / both[1]) for key, both in sums.items() if both[1] > 0}


def _by_month(builder: TableBuilder) -> Table | None:
    return _grouped(builder, "curtailment_month", calendar.months(builder.saved.time), "month", "text")


def _by_hour(builder: TableBuilder) -> Table | None:
    return _grouped(builder, "curtailment_hour", calendar.hours_of_day(builder.saved.time), "hour", "text")


def _grouped(builder: TableBuilder, key: str, groups: Groups, name: str, kind: str) -> Table | None:
    """Area, technology, group; with a chart of the rate of wind and of PV in each area where there is more than one."""
    frame = pd.DataFrame(list(_kinds(builder, groups)))
    if frame.empty:
        return None
    frame[name] = frame["group"]
    shown = [*columns(area="area", technology="word"), Col(name, kind), *_AMOUNTS]
    charts = []
    for area, technology in frame[frame.technology == TOTAL][["area", "technology"]].drop_duplicates().to_numpy():
        rows = np.flatnonzero((frame.area == area) & (frame.technology == technology))
        if len(rows) > 1 and frame["curtailed"].to_numpy()[rows].any():
            bars = [Series("curtailed", palette.COLOURS["curtailment"])]
            title = f"{builder.areas[area]}: {builder.words('curtailed')}"
            charts.append(builder.chart(title, "bar", name, bars, (int(rows[0]), int(rows[-1]) + 1), "energy"))
    return builder.table(key, frame, shown, charts)


def _hourly(builder: TableBuilder) -> Floats:
    """Curtailed new energy of the places of a report, (hours, places) [MW]."""
    lost = builder.saved.of("curtailment", NEW_ENERGY)
    return np.stack([lost[:, areas].sum(axis=1) for _, areas in builder.places], axis=1)


def _duration(builder: TableBuilder) -> Table | None:
    """Curtailed power that is reached or exceeded in a share of the hours; the first point is the highest hour."""
    hourly = _hourly(builder)
    if not (hourly > MIN_POWER_MW).any():
        return None
    ordered = -np.sort(-hourly, axis=0)
    points = np.unique(np.linspace(0, len(ordered) - 1, min(STEPS, len(ordered))).round().astype(int))
    frame = pd.DataFrame({f"place_{k}": ordered[points, k] for k in range(hourly.shape[1])})
    frame.insert(0, "rank", points + 1)
    named = [Col(f"place_{k}", "power", builder.areas[area]) for k, (area, _) in enumerate(builder.places)]
    lines = [Series(col.key, *_style(k)) for k, col in enumerate(named)]
    chart = builder.chart(builder.words("table_curtailment_duration"), "line", "rank", lines, (0, len(frame)), "power")
    return builder.table("curtailment_duration", frame, [Col("rank", "hours"), *named], [chart])


def _style(place: int) -> Any:
    colour, dashed = palette.nth(place)
    return colour, "line", dashed


def events(power: Floats) -> pd.DataFrame:
    """Unbroken runs of hours in which something is curtailed: first hour, hours, energy [MWh], most [MW]."""
    busy = power > MIN_POWER_MW
    edges = np.flatnonzero(np.diff(busy.astype(int), prepend=0, append=0))
    starts, ends = edges[::2], edges[1::2]
    sums = np.concatenate([[0.0], np.cumsum(power)])
    return pd.DataFrame(
        {
            "first": starts,
            "event_hours": (ends - starts).astype(float),
            "event_energy": sums[ends] - sums[starts],
            "event_most": [float(power[a:b].max()) for a, b in zip(starts, ends, strict=True)],
        }
    )


def _events(builder: TableBuilder) -> Table | None:
    """The longest and the deepest events of each place."""
    found = []
    for k, (area, _) in enumerate(builder.places):
        whole = events(_hourly(builder)[:, k])
        for order, column in (("longest", "event_hours"), ("deepest", "event_energy")):
            most = whole.nlargest(MOST_EVENTS, [column, "event_energy"]) if len(whole) else whole
            found.append(most.assign(area=area, order=order, event_rank=range(1, len(most) + 1)))
    frame = pd.concat(found, ignore_index=True)
    if frame.empty:
        return None
    frame["start"] = [f"{builder.saved.time[int(first)]:%Y-%m-%d %H:%M}" for first in frame["first"]]
    shown = columns(area="area", order="word", event_rank="count", start="text", event_hours="hours")
    shown = [Col("order", "word", builder.words("event_order")) if c.key == "order" else c for c in shown]
    return builder.table("curtailment_events", frame, [*shown, *columns(event_energy="content", event_most="power")])


def _heat(builder: TableBuilder) -> Table | None:
    """Mean curtailed power by month and hour of day."""
    hourly = _hourly(builder)
    months, groups = calendar.month_by_hour(builder.saved.time)
    if not (hourly > MIN_POWER_MW).any():
        return None
    hours = np.maximum(groups.hours, 1.0)
    mean = (groups.sum(hourly) / hours[:, None]).reshape(len(months), 24, -1)
    rows: list[dict[str, Any]] = []
    charts: list[Chart] = []
    for k, (area, _) in enumerate(builder.places):
        if (mean[:, :, k] > MIN_POWER_MW).any():
            first = len(rows)
            rows += [
                {"area": area, "month": month, **{f"h{hour}": mean[m, hour, k] for hour in range(24)}}
                for m, month in enumerate(months)
            ]
            series = [Series(f"h{hour}", "") for hour in range(24)]
            charts.append(builder.chart(builder.areas[area], "heat", "month", series, (first, len(rows)), "power"))
    shown = [*columns(area="area", month="text"), *(Col(f"h{hour}", "power", f"{hour:02d}") for hour in range(24))]
    return builder.table("curtailment_heat", pd.DataFrame(rows), shown, charts)
