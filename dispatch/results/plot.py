"""Figures of a run for notebooks, by plotly, which is imported when a figure is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from dispatch.errors import CaseError, Fault
from dispatch.escape import document, page
from dispatch.messages import message
from dispatch.technologies import ALL

if TYPE_CHECKING:
    from .run import Run

_COLOURS = {each.name: each.colour for each in ALL}
_NAMES = {each.name: each.en for each in ALL}


class RunPlot:
    """``run.plot``: plotly figures of a run. Each method returns a ``plotly.graph_objects.Figure``: show it, or change it."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def __repr__(self) -> str:
        return "RunPlot: stack(area=…), price_duration(), curtailment_heatmap(area=…), map()"

    def stack(self, area: str | Sequence[str] | None = None) -> Any:
        """Return the dispatch stack [GW], hour by hour: generation by technology, load and export as lines.

        area: one area, several, or None for the region. Raises CaseError for an area that the run lacks."""
        results = self._run.results.sel(area=self._areas(area))
        figure = _figure("GW", "generation, load")
        made = results["generation"].sum("area") * 1e-3
        time = self._time()
        for technology in made["technology"].values.tolist():
            values = made.sel(technology=technology).values
            if values.any():
                line = {"width": 0}
                name, colour = _NAMES.get(technology, technology), _COLOURS.get(technology)
                figure.add_scatter(x=time, y=values, name=name, stackgroup="made", line=line, fillcolor=colour)
        load = results["load"].sum("area").values * 1e-3
        sending = np.isin(self._run.results["corridor_area"].values, results["area"].values)
        export = self._run.results["export"].values[:, sending].sum(axis=1) * 1e-3
        figure.add_scatter(x=time, y=load, name="load", line={"color": "#000000"})
        figure.add_scatter(x=time, y=load + export, name="load and export", line={"color": "#000000", "dash": "dot"})
        return figure

    def price_duration(self, area: str | Sequence[str] | None = None) -> Any:
        """Return the price duration curve of each area [CNY/MWh]: prices in falling order. area: as of ``stack``."""
        figure = _figure("CNY/MWh", "price duration", "hours")
        results = self._run.results.sel(area=self._areas(area))
        for one in results["area"].values.tolist():
            values = -np.sort(-results["price"].sel(area=one).values)
            figure.add_scatter(x=np.arange(1, len(values) + 1), y=values, name=_label(one), mode="lines")
        return figure

    def curtailment_heatmap(self, area: str | Sequence[str] | None = None) -> Any:
        """Return the mean curtailed power [GW] by month and hour of the day. area: as of ``stack``."""
        results = self._run.results.sel(area=self._areas(area))
        hourly = pd.Series(results["curtailment"].sum(("area", "technology")).values * 1e-3, self._time())
        time = self._time()
        table = hourly.groupby([time.strftime("%Y-%m"), time.hour]).mean().unstack()
        figure = _figure("", "mean curtailment, GW", "hour of the day")
        hours = [int(hour) for hour in table.columns]
        figure.add_heatmap(z=table.to_numpy(), x=hours, y=table.index.tolist(), colorscale="Blues")
        return figure

    def map(self) -> Any:
        """Return a schematic of the areas with the net energy over lines [TWh] and the mean price of each area. Areas stand at
        ``longitude`` and ``latitude`` of the table ``areas`` where it has them, else on a circle."""
        results = self._run.results
        areas = results["area"].values.tolist()
        places = self._places(areas)
        figure = _figure("", "net flow of the window, TWh")
        flows = results["line_flow"].values.sum(axis=0) * 1e-6
        for k, line in enumerate(results["line"].values.tolist()):
            start, end = str(results["line_from"].values[k]), str(results["line_to"].values[k])
            (x0, y0), (x1, y1) = places[start], places[end]
            text = f"{_label(line)}: {flows[k]:+.2f} TWh"
            width = 1.0 + 4.0 * abs(flows[k]) / max(float(np.abs(flows).max()), 1e-9)
            mid = {"x": [x0, (x0 + x1) / 2, x1], "y": [y0, (y0 + y1) / 2, y1]}
            figure.add_scatter(
                **mid, mode="lines", line={"width": width, "color": "#009E73"}, hovertext=text, name=_label(line)
            )
            figure.add_annotation(x=mid["x"][1], y=mid["y"][1], text=text, showarrow=False)
        price = results["price"].values.mean(axis=0)
        labels = [f"{_label(area)}<br>{price[k]:.0f} CNY/MWh" for k, area in enumerate(areas)]
        x, y = ([places[area][axis] for area in areas] for axis in (0, 1))
        marker = {"size": 26, "color": price, "colorscale": "Viridis", "showscale": True}
        figure.add_scatter(
            x=x, y=y, mode="markers+text", text=labels, textposition="bottom center", marker=marker, showlegend=False
        )
        figure.update_xaxes(visible=False)
        figure.update_yaxes(visible=False, scaleanchor="x")
        return figure

    def _time(self) -> pd.DatetimeIndex:
        return pd.DatetimeIndex(self._run.results["time"].values)

    def _areas(self, area: str | Sequence[str] | None) -> list[str]:
        known = [str(name) for name in self._run.results["area"].values]
        if area is None:
            return known
        wanted = [area] if isinstance(area, str) else list(area)
        for name in wanted:
            if name not in known:
                remedy = message("list.of", what=message("list.results.areas"), names=tuple(known))
                raise CaseError([Fault("area", 0, "", document(name), message("fault.results.no_such_area"), remedy)])
        return wanted

    def _places(self, areas: list[str]) -> dict[str, tuple[float, float]]:
        rows = self._run.inputs["tables"].get("areas", {}).get("rows", [])
        given = {str(row["area"]): (row.get("longitude"), row.get("latitude")) for row in rows}
        known = [given.get(area, (None, None)) for area in areas]
        if all(isinstance(x, float) and isinstance(y, float) for x, y in known):
            return {area: (float(x), float(y)) for area, (x, y) in zip(areas, known, strict=True)}
        angles = 2.0 * np.pi * np.arange(len(areas)) / max(len(areas), 1)
        return {area: (float(np.cos(a)), float(np.sin(a))) for area, a in zip(areas, angles, strict=True)}


def _label(name: object) -> str:
    """Text of a table as a label: without markup."""
    return page(document(name))


def _figure(unit: str, title: str, across: str = "") -> Any:
    import plotly.graph_objects

    figure = plotly.graph_objects.Figure()
    figure.update_layout(title=title, yaxis_title=unit, xaxis_title=across, template="plotly_white")
    return figure
