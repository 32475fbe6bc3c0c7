"""Figures of a batch: by case, along one axis, over two axes, break-even levels of a target, over weather."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dispatch.report import REGION
from dispatch.report.chapters.verdict import HEADLINE, figures

from .dataset import Batch
from .filters import Level
from .plan import AxisOf, Planned
from .sampling import problem
from .store import Store, read_json

MEASURES = (
    "cost_total",
    "curtailed",
    "utilisation",
    "new_energy_share",
    "unserved_energy",
    "shortfall_up_energy",
    "coal",
    "co2",
)
"""Figures of the region that are drawn, in the units of a run (see ``report.chapters.verdict``)."""
QUANTITY = {figure.key: figure.kind for figure in HEADLINE}
SPREAD = ("least", "mean", "most", "cases", "point")
"""Columns of a range over weather."""
PAIRS = 6
"""Most pairs of axes that are drawn."""
RELATIVE_TOLERANCE = 1e-9
"""Relative change below which a figure does not vary."""


def column(axis: str) -> str:
    """Return the column of the levels of an axis. An axis may have the name of a figure, such as ``co2``."""
    return f"axis.{axis}" if axis in (*MEASURES, *SPREAD) else axis


def frame(batch: Batch) -> pd.DataFrame:
    """A row a case that is done, the base as number 0: levels (see ``column``), ``MEASURES``, and ``margin.ID`` of each
    target."""
    store, rows = Store(Path(batch.plan.store)), []
    for case in (batch.plan.base, *batch.plan.cases):
        place = store.place(case.name) / "summary.json"
        if place.is_file():
            levels = {column(axis): level for axis, level in case.point.items()}
            rows.append({"case": case.number, **levels, **_figures(read_json(place))})
    return pd.DataFrame(rows)


def _figures(summary: dict[str, Any]) -> dict[str, float]:
    found = figures(summary, REGION)
    margins = {f"margin.{target['id']}": target["margin"] for target in summary["targets"]}
    numbers = {key: np.nan if value is None else float(value) for key, value in margins.items()}
    return {key: found[key] for key in MEASURES} | numbers


def varying(rows: pd.DataFrame, keys: Sequence[str]) -> list[str]:
    """Those columns that are not the same in all rows."""
    found = []
    for key in keys:
        values = rows[key].to_numpy(dtype=float) if key in rows else np.zeros(0)
        values = values[np.isfinite(values)]
        if len(values) > 1 and np.ptp(values) > RELATIVE_TOLERANCE * np.abs(values).max():
            found.append(key)
    return found


def margins(rows: pd.DataFrame) -> list[str]:
    """Columns of the margins of targets."""
    return [str(name) for name in rows if str(name).startswith("margin.")]


def beside(batch: Batch, rows: pd.DataFrame, free: Sequence[str]) -> pd.DataFrame:
    """Rows in which every axis but the ``free`` ones is at its base level."""
    kept = rows
    for axis, level in batch.plan.base.point.items():
        if axis not in free:
            kept = kept[kept[column(axis)] == level]
    return kept.drop_duplicates([column(axis) for axis in free], keep="first")


def tornado(batch: Batch, rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """One axis at a time, the others at their base: ``least`` and ``most`` of a measure, the levels at which, and what it
    is less or more than in the base case; largest first."""
    base = rows[rows["case"] == 0]
    found = []
    for axis in batch.plan.axes:
        own = beside(batch, rows, [axis.name])
        values = own[measure].to_numpy(dtype=float)
        if len(own) < 2 or base.empty or not np.isfinite(values).all():
            continue
        low, high, zero = own.iloc[values.argmin()], own.iloc[values.argmax()], float(base[measure].iloc[0])
        found.append(
            {
                "axis": axis.name,
                "level_least": low[column(axis.name)],
                "least": low[measure],
                "level_most": high[column(axis.name)],
                "most": high[measure],
                "less": max(zero - float(low[measure]), 0.0),
                "more": max(float(high[measure]) - zero, 0.0),
            }
        )
    ordered = sorted(found, key=lambda row: -(row["less"] + row["more"]))
    return pd.DataFrame([row for row in ordered if row["less"] + row["more"] > 0])


def pairs(batch: Batch) -> list[tuple[AxisOf, AxisOf]]:
    """Two axes each with several levels, weather left out."""
    drawn = [
        axis for axis in batch.plan.axes if axis.levels is not None and len(axis.levels) > 1 and axis.kind != "seed"
    ]
    return list(combinations(drawn, 2))[:PAIRS]


def grid(batch: Batch, rows: pd.DataFrame, down: AxisOf, across: AxisOf, measure: str) -> pd.DataFrame:
    """A measure over two axes, the others at their base; NaN where there is no such case."""
    own = beside(batch, rows, [down.name, across.name])
    whole = own.pivot(index=column(down.name), columns=column(across.name), values=measure).astype(float)
    return whole.reindex(index=down.levels, columns=across.levels)


def crossing(levels: Sequence[float], values: Sequence[float]) -> float:
    """The level at which values change sign, between two neighbours on a straight line; NaN where they do not.

    >>> crossing([1.0, 2.0, 3.0], [-2.0, -1.0, 1.0])
    2.5
    """
    for k in range(len(levels) - 1):
        a, b = values[k], values[k + 1]
        if np.isfinite(a) and np.isfinite(b) and a != b and min(a, b) <= 0.0 <= max(a, b):
            return float(levels[k] + (levels[k + 1] - levels[k]) * a / (a - b))
    return float("nan")


def break_even(batch: Batch, rows: pd.DataFrame, x: AxisOf, y: AxisOf, margin: str) -> pd.DataFrame:
    """Return for each level of ``x`` the break-even level of ``y``, at which a target is just met; empty where there is none."""
    whole = grid(batch, rows, x, y, margin)
    if y.kind != "number":
        return pd.DataFrame()
    levels = sorted(float(level) for level in whole.columns)
    found = [crossing(levels, [float(row[level]) for level in levels]) for _, row in whole.iterrows()]
    turned = pd.DataFrame({"level": list(whole.index), "break_even": found})
    return turned if np.isfinite(found).any() else pd.DataFrame()


def ranges(batch: Batch, rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Over the seeds of weather, for each point of the other axes: least, mean and most of a measure, and how many."""
    seeds = next((axis.name for axis in batch.plan.axes if axis.kind == "seed"), None)
    if seeds is None:
        return pd.DataFrame()
    others = [column(axis) for axis in batch.axes if axis != seeds]
    cases = rows[rows["case"] > 0]
    grouped = cases.groupby(others, sort=False)[measure] if others else [((), cases[measure])]
    found = []
    for point, values in grouped:
        space = point if isinstance(point, tuple) else (point,)
        row: dict[str, Any] = dict(zip(others, space, strict=True))
        spread = {"least": values.min(), "mean": values.mean(), "most": values.max(), "cases": len(values)}
        found.append(row | spread)
    return pd.DataFrame(found)


def influence(batch: Batch, rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Of axes that are sampled. Morris: ``strength`` is the mean of the absolute elementary effects, ``spread`` their
    deviation, in the unit of the measure per range of the axis. Latin hypercube: the rank correlation (Spearman)."""
    axes, how = [axis for axis in batch.plan.axes if axis.span is not None], batch.plan.sample
    cases = rows[rows["case"] > 0]
    if not axes or how is None or len(cases) < 4:
        return pd.DataFrame()
    x = cases[[column(axis.name) for axis in axes]].to_numpy(dtype=float)
    y = cases[measure].to_numpy(dtype=float)
    if how["method"] == "latin":
        ranked = pd.DataFrame(x).rank().corrwith(pd.Series(y).rank())
        return pd.DataFrame({"axis": [axis.name for axis in axes], "correlation": ranked.to_numpy()})
    if len(cases) != len(batch.plan.cases) or len(axes) != len(batch.plan.axes):
        return pd.DataFrame()  # trajectories need all of their points, and nothing else that varies
    from SALib.analyze import morris

    space = problem([axis.name for axis in axes], [(a.span[0], a.span[1]) for a in axes if a.span])
    found = morris.analyze(space, x, y, num_levels=how["levels"], seed=how["seed"])
    return pd.DataFrame({"axis": found["names"], "strength": found["mu_star"], "spread": found["sigma"]})


def verdicts(batch: Batch) -> pd.DataFrame:
    """How each target ends over the cases: met, not met, without a verdict; failed and missing cases; least, middle and
    largest margin."""
    table = batch.table[batch.table["case"] > 0]
    lost = table["status"].value_counts()
    found = []
    for verdict in [str(c) for c in table if str(c).startswith("target.") and str(c).endswith(".verdict")]:
        name = verdict.removeprefix("target.").removesuffix(".verdict")
        counts = table[verdict].value_counts()
        margin = table[f"target.{name}.margin"].astype(float)
        spread = {"least": margin.min(), "middle": margin.median(), "most": margin.max()}
        row = {key: int(counts.get(key, 0)) for key in ("met", "not_met", "no_verdict")}
        found.append(
            {"target": name, **row, "failed": lost.get("failed", 0), "missing": lost.get("missing", 0)} | spread
        )
    return pd.DataFrame(found)


def label(axis: AxisOf, level: Level) -> str:
    """A level as readers see it."""
    return f"{level:g}" if isinstance(level, float) else str(level)


def levels(batch: Batch, case: Planned) -> Iterator[str]:
    """Levels of a case as readers see them."""
    return (label(axis, case.point[axis.name]) for axis in batch.plan.axes)
