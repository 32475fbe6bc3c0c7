"""Charts of an opened run as options of ECharts. Powers in the unit of the language; of long spans, daily means."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dispatch.arrays import Floats
from dispatch.messages import Lang, Words
from dispatch.messages.units import Unit, unit
from dispatch.report import nth
from dispatch.report.balance_terms import SINKS, SOURCES
from dispatch.report.palette import COLOURS
from dispatch.results.attribution import CAUSES

from .runs import Opened, flows_of

MOST_HOURS = 62 * 24
"""Hours up to which each hour is drawn; a longer span is drawn as daily means."""
POINTS = 400
"""Points of a duration curve."""
SMALL = 1e-6

Options = dict[str, Any]


@dataclass(frozen=True)
class Span:
    """Hours first to last (not included) of a run."""

    first: int
    last: int

    @property
    def daily(self) -> bool:
        """Whether daily means are drawn."""
        return self.last - self.first > MOST_HOURS

    def values(self, series: Floats) -> Floats:
        """Return the values of the hours, or their daily means."""
        hourly = np.asarray(series[self.first : self.last], dtype=float)
        if not self.daily:
            return hourly
        starts = np.arange(0, len(hourly), 24)
        means: Floats = np.add.reduceat(hourly, starts) / np.diff([*starts, len(hourly)])
        return means

    def labels(self, time: pd.DatetimeIndex) -> list[str]:
        """Return the hours as texts, or the days."""
        hours = time[self.first : self.last]
        return (
            [f"{day:%Y-%m-%d}" for day in hours[::24]] if self.daily else [f"{hour:%Y-%m-%d %H:%M}" for hour in hours]
        )


class Drawing:
    """Draws parts of a run. area: its number, None for all areas."""

    def __init__(self, run: Opened, words: Words, area: int | None, span: Span) -> None:
        self.run, self.words, self.span, self.area = run, words, span, area
        self.saved = run.saved
        self.members = list(range(len(self.saved.areas))) if area is None else [area]

    @property
    def lang(self) -> Lang:
        """Language of the texts."""
        return self.words.lang

    @property
    def power(self) -> Unit:
        """Unit of power."""
        return unit("power", self.lang)

    def labels(self) -> list[str]:
        """Return the label of each point of the time axis."""
        return self.span.labels(self.saved.time)

    def points(self, values: Floats, factor: float = 1.0) -> list[float | None]:
        """Return values (hours of the run,) of the span, hourly or as daily means, in another unit."""
        some = self.span.values(values)
        return [None if np.isnan(one) else one for one in np.round(some * factor, 4).tolist()]

    def stack(self) -> Options:
        """Return the dispatch stack: sources and curtailment above zero, sinks below, load as a line."""
        parts = flows_of(self.run, tuple(self.members))
        lost = self.saved.array("curtailment")[:, self.members, :].sum(axis=(1, 2))
        series = []
        for name in (*SOURCES, "curtailment", *SINKS):
            values = lost if name == "curtailment" else parts.get(name)
            if (
                values is None
                or name == "load"
                or np.abs(values[self.span.first : self.span.last]).max(initial=0.0) <= SMALL
            ):
                continue
            below = name in SINKS
            drawn = self.points(-values if below else values, self.power.factor)
            style: dict[str, Any] = {"opacity": 0.85}
            if name == "curtailment":
                style |= {
                    "opacity": 0.45,
                    "decal": {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 4], "rotation": -0.785},
                }
            series.append(
                _line(self.words(f"flow_{name}"), drawn, COLOURS[name])
                | {"stack": "below" if below else "above", "areaStyle": style, "lineStyle": {"width": 0}}
            )
        series.append(
            _line(self.words("flow_load"), self.points(parts["load"], self.power.factor), COLOURS["load"], 2.0)
        )
        return self._timed(series, self.power.name)

    def prices(self) -> Options:
        """Return the energy price by area."""
        price = unit("price", self.lang)
        names = self.area_names()
        values = self.saved.array("price")
        series = [
            _line(names[k], self.points(values[:, k], price.factor), nth(place)[0], 1.5)
            | {"step": False if self.span.daily else "end"}
            for place, k in enumerate(self.members)
            if not np.isnan(values[:, k]).all()
        ]
        return self._timed(series, price.name)

    def price_duration(self) -> Options:
        """Return the price duration curve of each area, of the whole window."""
        price, values = unit("price", self.lang), self.saved.array("price")
        series = [
            _duration(self.area_names()[k], values[:, k] * price.factor, nth(place)[0])
            for place, k in enumerate(self.members)
            if not np.isnan(values[:, k]).all()
        ]
        return duration_options(series, price.name, self.words)

    def reserve(self, direction: int) -> Options:
        """Return the reserve required, held and short in a direction: 0 upward, 1 downward."""
        series = []
        for name in ("held", "required", "shortfall"):
            values = self.saved.array(f"reserve_{name}")[:, self.members, direction].sum(axis=1)
            drawn = self.points(values, self.power.factor)
            line = _line(self.words(name), drawn, COLOURS[name], 1.8, name == "required")
            series.append(line | ({"areaStyle": {"opacity": 0.5}} if name == "shortfall" else {}))
        return self._timed(series, self.power.name)

    def storage(self) -> Options:
        """Return the energy stored in each storage."""
        content = unit("content", self.lang)
        return self._timed(self._each("storage", "energy", content.factor, True), content.name)

    def corridors(self) -> Options:
        """Return the power exported over each corridor."""
        return self._timed(self._each("corridor", "export", self.power.factor, False), self.power.name)

    def _each(self, dim: str, name: str, factor: float, stacked: bool) -> list[dict[str, Any]]:
        places, values = self.saved.place(dim), self.saved.array(name)
        found: list[dict[str, Any]] = []
        for k, label in enumerate(self.saved.labels(dim)):
            if places[k] in self.members:
                colour, dashed = nth(len(found))
                line = _line(label, self.points(values[:, k], factor), colour, 1.5, dashed)
                found.append(line | ({"stack": name, "areaStyle": {"opacity": 0.6}} if stacked else {}))
        return found

    def causes(self) -> Options:
        """Return the curtailed energy by cause and month."""
        energy = unit("energy", self.lang)
        by_hour = self.run.causes[:, self.members, :].sum(axis=1)
        months = pd.PeriodIndex(self.saved.time, freq="M")
        names = [str(month) for month in months.unique()]
        code = pd.Categorical(months.astype(str), categories=names).codes
        series = []
        for k, cause in enumerate(CAUSES):
            sums = np.bincount(code, weights=by_hour[:, k], minlength=len(names)) * energy.factor
            if sums.max(initial=0.0) > SMALL:
                bar = {
                    "type": "bar",
                    "stack": "causes",
                    "name": self.words(f"cause_{cause}"),
                    "itemStyle": {"color": COLOURS[cause]},
                }
                series.append(bar | {"data": np.round(sums, 5).tolist()})
        return options(names, series, energy.name)

    def area_names(self) -> list[str]:
        """Return the names of the areas in the language."""
        own = self.saved.labels(f"area_{self.lang}")
        return [name or label for name, label in zip(own, self.saved.areas, strict=True)]

    def _timed(self, series: Sequence[dict[str, Any]], axis: str) -> Options:
        return options(self.labels(), series, axis)


def heat_map(values: Floats, time: pd.DatetimeIndex, words: Words, unit_name: str) -> Options:
    """Return means by month and hour of the day."""
    table = pd.DataFrame({"value": values, "month": time.month, "hour": time.hour})
    means = table.pivot_table(index="month", columns="hour", values="value").to_numpy()
    months = sorted(set(table["month"]))
    cells = [
        [hour, month, round(float(means[month, hour]), 5)]
        for month in range(means.shape[0])
        for hour in range(means.shape[1])
    ]
    low, high = float(means.min()), float(means.max())
    return {
        "animation": False,
        "tooltip": {"position": "top"},
        "grid": {"left": 70, "right": 20, "top": 30, "bottom": 70},
        "xAxis": {
            "type": "category",
            "data": [f"{hour:02d}" for hour in range(24)],
            "name": words("workbench.hour_of_day"),
        },
        "yAxis": {
            "type": "category",
            "data": [words("workbench.month_is", month=month) for month in months],
            "inverse": True,
        },
        "visualMap": {
            "min": low,
            "max": high if high > low else low + 1.0,
            "calculable": False,
            "orient": "horizontal",
            "left": "center",
            "bottom": 4,
            "text": [unit_name, ""],
            "inRange": {"color": ["#f7fbff", "#6baed6", "#08306b"]},
        },
        "series": [{"type": "heatmap", "data": cells}],
    }


def compared_prices(runs: Sequence[Opened], names: Sequence[str], words: Words) -> Options:
    """Return the price duration curve of each run: mean of the areas, weighted with load."""
    price = unit("price", words.lang)
    series = []
    for k, run in enumerate(runs):
        load, values = run.saved.array("load"), run.saved.array("price")
        total = load.sum(axis=1)
        mean = np.divide((np.nan_to_num(values) * load).sum(axis=1), total, out=np.zeros_like(total), where=total > 0)
        colour, dashed = nth(k)
        series.append(_duration(names[k], mean * price.factor, colour, dashed))
    return duration_options(series, price.name, words)


def compared_bars(
    categories: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]], axis: str
) -> Options:
    """Return bars side by side, one colour a run."""
    bars = [
        {"type": "bar", "name": name, "data": list(values), "itemStyle": {"color": nth(k)[0]}, "barMaxWidth": 28}
        for k, (name, values) in enumerate(series)
    ]
    return options(list(categories), bars, axis)


def duration_options(series: Sequence[dict[str, Any]], axis: str, words: Words) -> Options:
    """Return curves over the share of hours."""
    shares = [f"{100.0 * k / (POINTS - 1):.1f}" for k in range(POINTS)]
    chart = options(shares, series, axis)
    chart["xAxis"]["name"] = words("workbench.share_of_hours")
    return chart


def _duration(name: str, values: Floats, colour: str, dashed: bool = False) -> dict[str, Any]:
    ordered = np.sort(np.nan_to_num(values))[::-1]
    at = np.linspace(0, len(ordered) - 1, POINTS).round().astype(int)
    return _line(name, np.round(ordered[at], 4).tolist(), colour, 1.8, dashed)


def duration_curve(name: str, values: Floats) -> dict[str, Any]:
    """Return the duration curve of a series."""
    return _duration(name, values, nth(1)[0])


def line(name: str, values: Sequence[float | None]) -> dict[str, Any]:
    """Return the line of one series."""
    return _line(name, values, nth(1)[0], 1.4)


def _line(
    name: str, values: Sequence[float | None], colour: str, width: float = 1.2, dashed: bool = False
) -> dict[str, Any]:
    return {
        "type": "line",
        "name": name,
        "data": list(values),
        "symbol": "none",
        "color": colour,
        "lineStyle": {"width": width, "type": "dashed" if dashed else "solid"},
        "emphasis": {"disabled": True},
    }


def _formatter(axis: str) -> str:
    """Return a function of JavaScript that shows a number with the unit of the axis."""
    suffix = json.dumps(f" {axis}" if axis else "", ensure_ascii=True)
    return f"value => value === null || value === undefined ? '–' : Number(value.toPrecision(4)).toLocaleString('en') + {suffix}"


def options(labels: Sequence[str], series: Sequence[dict[str, Any]], axis: str) -> Options:
    """Return a chart of series over labels. axis: unit of the values."""
    return {
        "animation": False,
        "aria": {"enabled": True},
        "legend": {"type": "scroll", "top": 0, "itemWidth": 14, "itemHeight": 10},
        "tooltip": {
            "trigger": "axis",
            "confine": True,
            "axisPointer": {"type": "line"},
            "order": "seriesAsc",
            ":valueFormatter": _formatter(axis),
        },
        "grid": {"left": 62, "right": 22, "top": 56, "bottom": 44},
        "xAxis": {
            "type": "category",
            "data": list(labels),
            "boundaryGap": any(one["type"] == "bar" for one in series),
            "nameLocation": "middle",
            "nameGap": 26,
        },
        "yAxis": {"type": "value", "name": axis, "nameTextStyle": {"align": "left"}},
        "series": list(series),
    }
