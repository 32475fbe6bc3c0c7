"""Every chart as a picture, by matplotlib, in a font that has the characters."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter

from dispatch.escape import picture
from dispatch.fonts import installed
from dispatch.report.table import Chart, Report, Series, Table

_TICKS = 12
_HEAT = LinearSegmentedColormap.from_list("heat", ["#ffffff", "#E69F00", "#7a2a00"])


class PictureError(Exception):
    """No font that is installed has the characters."""


def write_png(report: Report, folder: Path) -> None:
    """Write ``TABLE-NUMBER.png`` for each chart into an existing folder. Raises PictureError for Chinese without a font."""
    fonts = installed(report.lang)
    if not fonts:
        raise PictureError
    with rc_context({"font.family": fonts, "axes.unicode_minus": False}):
        for table in report.tables:
            for number, chart in enumerate(table.charts, start=1):
                _draw(table, chart, folder / f"{table.key}-{number:02d}.png")


def _draw(table: Table, chart: Chart, path: Path) -> None:
    figure = Figure(figsize=(11, 5), layout="constrained")
    axes = figure.add_subplot()
    draw_chart(figure, axes, table, chart)
    axes.set_title(picture(chart.title))
    figure.savefig(path, dpi=120)


def draw_chart(figure: Figure, axes: Axes, table: Table, chart: Chart, small: bool = False) -> None:
    """Draw a chart into axes, with its legend at the right. small: few ticks, thin lines."""
    if chart.kind == "heat":
        _heat(figure, axes, table, chart)
        return
    _series(axes, table, chart, small)
    axes.set_ylabel(picture(chart.axis))
    axes.axhline(0, color="black", lw=0.6)
    axes.grid(axis="y", color="#e0e0e0", lw=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    sizes = {"fontsize": 5.5, "labelspacing": 0.35, "handlelength": 1.2} if small else {}
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, **sizes)
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    if small:
        axes.tick_params(labelsize=5.8, rotation=0)
        for label in axes.get_xticklabels():
            label.set_horizontalalignment("center")


def _values(table: Table, key: str, chart: Chart) -> np.ndarray[Any, Any]:
    return table.data[key].to_numpy(dtype=float)[chart.first : chart.last]


def _labels(axes: Axes, table: Table, chart: Chart, ticks: int) -> np.ndarray[Any, Any]:
    """Positions of the x column; its texts become tick labels, at most ``ticks`` of many."""
    column = table.data[chart.x].iloc[chart.first : chart.last]
    if table.column(chart.x).digits is not None:
        return column.to_numpy(dtype=float)
    place = np.arange(len(column))
    some = place if len(place) <= 2 * ticks else place[:: -(-len(place) // ticks)]
    texts = [picture(column.iloc[k]) for k in some]
    if ticks < _TICKS:  # a small chart: months and days without what they share
        texts = [_short(text) for text in texts]
    long = max(map(len, texts)) > 6 and len(texts) > 6
    axes.set_xticks(some, texts, rotation=30 if long else 0, ha="right" if long else "center")
    return place


def _short(text: str) -> str:
    """Return a month as its number, and an hour as month and day.

    >>> _short("2030-04"), _short("2030-04-02 00:00"), _short("coal")
    ('4', '04-02', 'coal')
    """
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return str(int(text[5:]))
    return text[5:10] if re.fullmatch(r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?", text) else text


def _series(axes: Axes, table: Table, chart: Chart, small: bool) -> None:
    x = _labels(axes, table, chart, 7 if small else _TICKS)
    tops = {"above": np.zeros(len(x)), "below": np.zeros(len(x))}
    for series in chart.series:
        values = (
            np.nan_to_num(_values(table, series.column, chart))
            if chart.kind != "line"
            else _values(table, series.column, chart)
        )
        label = picture(table.column(series.column).title)
        if series.role == "line" or chart.kind == "line":
            style = "D" if chart.kind == "bar" else "--" if series.dashed else "-"
            axes.plot(
                x,
                values,
                style,
                color=series.colour,
                lw=0.9 if small else 1.6,
                ms=3 if small else 6,
                label=label,
                zorder=3,
            )
            continue
        side = "below" if series.role == "below" else "above"
        bottom = tops[side]
        tops[side] = bottom + (-values if side == "below" else values)
        _layer(axes, chart, series, x, bottom, tops[side], label)
    if len(x):
        axes.margins(x=0.01)


def _layer(axes: Axes, chart: Chart, series: Series, x: Any, bottom: Any, top: Any, label: str) -> None:
    hatched = series.role == "curtailed"
    style: dict[str, Any] = {"color": series.colour, "linewidth": 0}
    if hatched:
        style = {"facecolor": "white", "edgecolor": series.colour, "hatch": "////", "linewidth": 0}
    if chart.kind == "stack":
        axes.fill_between(x, bottom, top, label=label, **style)
    else:
        axes.bar(x, top - bottom, bottom=bottom, width=0.7, label=label, **style)


def _heat(figure: Figure, axes: Axes, table: Table, chart: Chart) -> None:
    columns = [series.column for series in chart.series]
    z = np.stack([_values(table, key, chart) for key in columns], axis=1)
    image = axes.imshow(z, aspect="auto", cmap=_HEAT, vmin=0)
    axes.set_xticks(range(len(columns)), [picture(table.column(key).title) for key in columns])
    axes.set_yticks(range(len(z)), [picture(text) for text in table.data[chart.x].iloc[chart.first : chart.last]])
    figure.colorbar(image, ax=axes, label=picture(chart.axis))
