"""The map for the decision: margin over wind and PV and over the coal energy that they replace behind existing corridors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dispatch.escape import picture
from dispatch.messages import Lang
from dispatch.results.fields import Number

from .added_capacity import coal_behind, existing_corridors, has_plants, mean_power, utilisation, with_plants
from .break_even import MarginSolver, scaled
from .canvas import canvas, scale_of, unit_name
from .robustness import DEMAND
from .sampling import Sample
from .solver import Solver

GRID, BEHIND = 180.0, 60.0
"""Most wind and PV [GW] that is added in the grids, and behind existing corridors."""
GROWTH = {"low": 4, "mid": 5, "high": 6}
"""Growth of load [% a year from 2024 to 2030] of each factor of ``DEMAND``."""


@dataclass(frozen=True)
class MapPoint:
    """growth [% a year]; wind and PV in service [GW, mean of the window]; coal energy behind existing corridors replaced,
    gross [TWh]; margin [unit of the target]; utilisation of wind and PV [share]. NaN where there is no dispatch."""

    growth: int
    power: float
    replaced: Number
    margin: Number
    utilisation: Number


def margin_map(sample: Sample, target: str, size: int, solver: Solver) -> Iterator[MapPoint]:
    """Yield ``size`` x ``size`` points for each growth of load: wind and PV added in the grids and behind existing
    corridors, whose contract stays. Coal replaced is measured against no addition there.

    Each dispatch is a cold start: on six weeks with 90 GW more, dual simplex from the basis of the sample took 70 s of CPU and a
    cold start 32 s."""
    case = sample.base.case
    behind = existing_corridors(case)
    grids = np.linspace(0.0, GRID, size) if has_plants(case, ["grid"]) else [0.0]
    corridors = np.linspace(0.0, BEHIND, size) if has_plants(case, behind) else [0.0]
    for level, percent in GROWTH.items():
        loaded = scaled(case, "demand", DEMAND[level])
        for in_grids in grids:
            first = float("nan")
            for in_corridors in corridors:
                grown = with_plants(with_plants(loaded, float(in_grids), ["grid"]), float(in_corridors), behind)
                margins, lp, primal = MarginSolver(solver, scaling=sample.scaling).dispatched(grown)
                power = mean_power(sample.whole.case) + float(in_grids) + float(in_corridors)
                if primal is None:
                    yield MapPoint(percent, power, float("nan"), float("nan"), float("nan"))
                    continue
                burnt = coal_behind(grown, lp, primal, behind) / sample.share
                first = burnt if in_corridors == 0.0 else first
                yield MapPoint(percent, power, first - burnt, margins[target], utilisation(grown, lp, primal))


def draw_map(found: Sequence[MapPoint], titles: dict[str, str], unit: str, path: Path, lang: Lang) -> None:
    """Draw a panel for each growth of load: contours of the margin, filled, white near zero, and of utilisation, as lines.
    Points on one line have no area to fill: these are drawn as points."""
    from matplotlib.colors import CenteredNorm
    from matplotlib.ticker import MaxNLocator

    with canvas(path, lang, 12, 4.5) as (figure, words):
        panels = figure.subplots(1, len(GROWTH), sharex=True, sharey=True)
        shaded, scale = None, scale_of(unit, words)
        low, high = (float(end([p.margin for p in found])) * scale for end in (np.nanmin, np.nanmax))
        for axes, percent in zip(panels, GROWTH.values(), strict=True):
            here = [p for p in found if p.growth == percent and np.isfinite(p.margin)]
            x, y = (np.array([getattr(p, key) for p in here]) * scale_of(stated, words) for key, stated in _AXES)
            margin = np.array([p.margin for p in here]) * scale
            if len(here) > 3 and np.ptp(x) > 0 and np.ptp(y) > 0:
                levels = MaxNLocator(14).tick_values(low, high)
                shaded = axes.tricontourf(x, y, margin, levels=levels, cmap="RdBu", norm=CenteredNorm(0.0))
                if low < 0.0 < high:
                    axes.tricontour(x, y, margin, levels=[0.0], colors="black", linewidths=2)
                lines = axes.tricontour(x, y, [100 * p.utilisation for p in here], colors="grey", linewidths=0.8)
                axes.clabel(lines, fmt="%.0f %%", fontsize=7)
            axes.scatter(x, y, s=8, color="black")
            axes.set_title(words("vd_map_growth", percent=percent), fontsize=9)
            axes.set_xlabel(words("vd_map_x", unit=unit_name("GW", words)), fontsize=8)
        panels[0].set_ylabel(words("vd_map_y", unit=unit_name("TWh", words)), fontsize=8)
        if shaded is not None:
            figure.colorbar(shaded, ax=panels, label=words("vd_margin_axis", unit=unit_name(unit, words)))
        figure.suptitle(picture(titles[words.lang]), fontsize=10)


_AXES = (("power", "GW"), ("replaced", "TWh"))
