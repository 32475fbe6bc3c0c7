"""The charts of the summary as SVG: they stand in the page before the chart library is loaded, which then replaces them."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from dispatch.arrays import Floats
from dispatch.escape import page
from dispatch.report.table import Chart, Series, Table

from .svg import width_of

HEIGHT = 280.0
WIDE, NARROW = 1060.0, 530.0
"""Width of a chart over the whole page, and of one of two beside each other."""
LEFT, RIGHT, TOP = 52.0, 8.0, 8.0
LEGEND = 16.0
"""Height of a row of the legend."""
NOTABLE = 0.004
"""Share of the largest series below which a series is left out."""


def static_chart(table: Table, chart: Chart, wide: bool) -> str:
    """Return a chart of stacks, bars or lines as an ``svg`` element; empty for another kind."""
    if chart.kind == "heat" or chart.last <= chart.first:
        return ""
    return "".join(_StaticChart(table, chart, WIDE if wide else NARROW).parts())


class _StaticChart:
    """A chart with its scales. above, below: sums of the stacks."""

    def __init__(self, table: Table, chart: Chart, width: float) -> None:
        self.table, self.chart, self.width = table, chart, width
        self.values = {one.column: self._numbers(one) for one in chart.series}
        most = max(float(np.abs(values).sum()) for values in self.values.values())
        self.series = [
            one
            for one in chart.series
            if one.role in ("line", "curtailed") or float(np.abs(self.values[one.column]).sum()) > NOTABLE * most
        ]
        self.rows = self._legend_rows()
        self.bottom = HEIGHT - 24.0 - LEGEND * len(self.rows)
        self.low, self.high, self.step = self._scale()

    def _numbers(self, series: Series) -> Floats:
        part = self.table.data[series.column].iloc[self.chart.first : self.chart.last]
        found: Floats = np.nan_to_num(np.asarray(part, dtype=float))
        return found

    def _is_line(self, series: Series) -> bool:
        return series.role == "line" or self.chart.kind == "line"

    def _scale(self) -> tuple[float, float, float]:
        """Return lowest and highest value and the distance of two grid lines."""
        zero = np.zeros(self.chart.last - self.chart.first)
        stacks = {role: zero.copy() for role in ("above", "below")}
        ends = [0.0]
        for one in self.series:
            values = self.values[one.column]
            if self._is_line(one):
                ends += [float(values.min()), float(values.max())]
            else:
                stacks["below" if one.role == "below" else "above"] += values
        low, high = min(*ends, -float(stacks["below"].max()), 0.0), max(*ends, float(stacks["above"].max()))
        span = max(high - low, 1e-9)
        size = 10.0 ** math.floor(math.log10(span / 4.0))
        step = next(size * k for k in (1.0, 2.0, 5.0, 10.0) if span / (size * k) <= 5.0)
        return low - 0.03 * span * (low < 0.0), high + 0.05 * span, step

    def _x(self, k: float) -> float:
        count = self.chart.last - self.chart.first
        room = self.width - LEFT - RIGHT
        return LEFT + room * ((k + 0.5) / count if self.chart.kind == "bar" else k / max(count - 1, 1))

    def _y(self, value: float) -> float:
        return TOP + (self.bottom - TOP) * (self.high - value) / (self.high - self.low)

    def parts(self) -> Iterator[str]:
        """Yield the element."""
        yield f'<svg class="static" viewBox="0 0 {self.width:g} {HEIGHT:g}" role="img" aria-label="{page(self.chart.title)}">'
        yield from self._grid()
        above = below = np.zeros(self.chart.last - self.chart.first)
        for one in self.series:
            values = self.values[one.column]
            if self._is_line(one):
                continue
            if one.role == "below":
                yield from self._area(one, -below, -below - values)
                below = below + values
            else:
                yield from self._area(one, above, above + values)
                above = above + values
        for one in self.series:
            if self._is_line(one):
                yield from self._line(one)
        yield from self._legend()
        yield "</svg>"

    def _grid(self) -> Iterator[str]:
        decimals = max(0, -math.floor(math.log10(self.step)))
        for k in range(math.ceil(self.low / self.step), math.floor(self.high / self.step) + 1):
            y, kind = self._y(k * self.step), "zero" if k == 0 else "grid"
            yield f'<path class="{kind}" d="M{LEFT:g} {y:.1f}H{self.width - RIGHT:g}"/>'
            yield f'<text class="end" x="{LEFT - 6:g}" y="{y + 4:.1f}">{k * self.step:z,.{decimals}f}</text>'
        yield f'<text transform="translate(11 {(TOP + self.bottom) / 2:.0f}) rotate(-90)">{page(self.chart.axis)}</text>'
        texts = [str(value) for value in self.table.data[self.chart.x].iloc[self.chart.first : self.chart.last]]
        days = len(texts) > 40 and len(texts[0]) == 16
        for k, text in enumerate(texts):
            if (text.endswith("00:00") and len(texts) <= 24 * 14) if days else k % math.ceil(len(texts) / 24) == 0:
                shown = text[5:10] if days else text[5:] if len(text) == 7 and text[4] == "-" else text
                yield f'<text x="{self._x(k):.1f}" y="{self.bottom + 15:.1f}">{page(shown)}</text>'

    def _area(self, one: Series, start: Floats, end: Floats) -> Iterator[str]:
        look = f'fill="{one.colour}"' + (' fill-opacity="0.45"' if one.role == "curtailed" else "")
        if self.chart.kind == "bar":
            wide = 0.7 * (self.width - LEFT - RIGHT) / len(start)
            bars = (
                f"M{self._x(k) - wide / 2:.1f} {self._y(a):.1f}h{wide:.1f}V{self._y(b):.1f}h-{wide:.1f}z"
                for k, (a, b) in enumerate(zip(start.tolist(), end.tolist(), strict=True))
                if a != b
            )
            yield f'<path {look} d="{"".join(bars)}"/>'
            return
        there = [f"{self._x(k):.1f} {self._y(value):.1f}" for k, value in enumerate(end.tolist())]
        back = [f"{self._x(k):.1f} {self._y(value):.1f}" for k, value in enumerate(start.tolist())][::-1]
        yield f'<path {look} d="M{"L".join(there + back)}z"/>'

    def _line(self, one: Series) -> Iterator[str]:
        points = [f"{self._x(k):.1f} {self._y(value):.1f}" for k, value in enumerate(self.values[one.column].tolist())]
        dash = ' stroke-dasharray="6 4"' if one.dashed else ""
        if self.chart.kind == "bar":
            for point in points:
                x, y = point.split()
                yield f'<circle cx="{x}" cy="{y}" r="4" fill="{one.colour}"/>'
        else:
            yield f'<path fill="none" stroke="{one.colour}" stroke-width="2"{dash} d="M{"L".join(points)}"/>'

    def _legend_rows(self) -> list[list[tuple[Series, str, float]]]:
        """Return the entries of the legend, (series, name, place), row by row."""
        rows: list[list[tuple[Series, str, float]]] = [[]]
        place = LEFT
        for one in self.series:
            name = self.table.column(one.column).title
            wide = 30.0 + 6.4 * width_of(name)
            if place + wide > self.width and rows[-1]:
                rows.append([])
                place = LEFT
            rows[-1].append((one, name, place))
            place += wide
        return rows

    def _legend(self) -> Iterator[str]:
        for number, row in enumerate(self.rows):
            y = self.bottom + 24.0 + LEGEND * number
            for one, name, x in row:
                yield f'<rect x="{x:.0f}" y="{y:.0f}" width="14" height="8" fill="{one.colour}"/>'
                yield f'<text class="start" x="{x + 18:.0f}" y="{y + 8:.0f}">{page(name)}</text>'
