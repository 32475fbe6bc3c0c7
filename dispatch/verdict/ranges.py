"""How far the headline quantities may move at no more than a little above the least cost."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dispatch.lp import Expression, Parameter
from dispatch.results.places import Places

from .base import Base
from .sample import Sample
from .variant import Solver, total_cost, with_cost, with_row

NEAR = 1e-3
"""How much dearer than the least a solution may be, of the cost without its constant part."""


@dataclass(frozen=True)
class Range:
    """A quantity: its value in the run, and its least and most among all dispatches that cost at most ``NEAR`` more."""

    name: str
    place: str
    unit: str
    value: float
    least: float
    most: float


def headline(base: Base) -> list[tuple[str, str, str, Expression]]:
    """(name, area, unit, expression) of what a report is quoted for: new energy, thermal, coal; curtailment by area."""
    found = []
    for name, technologies in (("new_energy_twh", _WEATHER), ("thermal_twh", _THERMAL)):
        form = _generation(base, technologies)
        if form is not None:
            found.append((name, "", "TWh", form * 1e-3))
    coal = _coal(base)
    if coal is not None:
        found.append(("coal_mtce", "", "Mtce", coal * 1e-3))
    return found + _curtailment(base)


_WEATHER = ("wind", "pv", "pv_distributed", "csp")
_THERMAL = ("coal", "gas", "biomass", "waste")


def _generation(base: Base, technologies: tuple[str, ...]) -> Expression | None:
    total: Expression | None = None
    for table, name in (
        ("renewables", "renewable_output"),
        ("thermal", "thermal_output"),
        ("csp", "csp_output"),
    ):
        if name not in base.lp.quantities:
            continue
        rows = base.case.tables[table]
        kinds = rows["technology"] if "technology" in rows else rows["asset"].map(lambda _: "csp")
        form = base.lp.quantities[name]
        part = (form * Parameter((form.axes[0],), np.asarray(kinds.isin(technologies), dtype=float))).sum()
        total = part if total is None else total + part
    return total


def _coal(base: Base) -> Expression | None:
    if "thermal_fuel" not in base.lp.quantities:
        return None
    form, fleets = base.lp.quantities["thermal_fuel"], base.case.tables["thermal"]
    coal = base.case.tables["fuels"].set_index("fuel")["coal"]
    return (form * Parameter(form.axes, coal.loc[fleets["fuel"]].to_numpy(dtype=float))).sum()


def _curtailment(base: Base) -> list[tuple[str, str, str, Expression]]:
    if "renewable_output" not in base.lp.quantities:
        return []
    output, available = (base.lp.quantities[f"renewable_{part}"] for part in ("output", "available"))
    lost, places = available - output, Places(base.case)
    area, kind = places.of(output.axes[0]), base.case.tables["renewables"]["technology"]
    found = []
    for k, name in enumerate(places.areas):
        inside = (area == k) & (kind != "hydro").to_numpy()
        if inside.any():
            weights = Parameter((output.axes[0],), inside.astype(float))
            found.append(("curtailment_twh", name, "TWh", (lost * weights).sum() * 1e-3))
    return found


def ranges(sample: Sample, solver: Solver, near: float = NEAR) -> list[Range]:
    """Least and most of each headline quantity over all dispatches within ``near`` of the least cost. On a sample: the
    value of the window, and what the sample moves over its share of the window."""
    base, cost = sample.base, total_cost(sample.base.lp)
    variable = base.solution.objective - base.matrix.offset
    most = base.solution.objective + near * abs(variable)
    problem = with_row(base.matrix, cost, -np.inf, most)
    # No vertex is needed, only its value: interior points are quicker than a simplex along a whole face.
    inside = Solver(replace(solver.options, method="ipm"))
    found = []
    values = [float(form.value(sample.whole.primal)) for _, _, _, form in headline(sample.whole)]
    for value, (name, place, unit, form) in zip(values, headline(base), strict=True):
        here, ends = float(form.value(base.primal)), list[float]()
        for sign in (1.0, -1.0):
            solution = inside(with_cost(problem, form * sign))
            there = np.nan if solution.primal is None else float(form.value(solution.primal))
            ends.append(value + (there - here) / sample.share)
        found.append(Range(name, place, unit, value, ends[0], ends[1]))
    return found
