"""Levers: by how much one unit of each moves the margin of a target, as differences of dispatches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dispatch.results.fields import Number

from .added_capacity import coal_behind, existing_corridors, has_plants, with_plants, with_storage
from .break_even import MarginSolver, scaled
from .sampling import Sample
from .solver import Solver

STEP = 10.0
"""Power [GW] by which plants and stores are added."""
LESS = 0.99
"""Factor of load and of contracted export."""
LEAST = 1e-9
"""Smallest energy [TWh] by which a difference is divided."""


@dataclass(frozen=True)
class Lever:
    """name: key of its text, ``vd_lever_NAME``; unit: what one unit of it is. change: of the margin, in the unit of the
    target, per unit; NaN where the case cannot be dispatched with it."""

    name: str
    unit: str
    change: Number


def levers(sample: Sample, name: str, solver: Solver) -> list[Lever]:
    """Return the effect of each lever on the margin of a target, by solves of the sample, scaled to the window; each solve
    starts from the last."""
    return list(_levers(sample, name, MarginSolver(solver, sample.base.lp, sample.base.solution.start, sample.scaling)))


def _levers(sample: Sample, name: str, warm: MarginSolver) -> Iterator[Lever]:
    case, base = sample.base.case, sample.base
    first = {target.name: target.margin(base.primal) for target in sample.scaling.targets(case, base.lp)}[name]
    behind = existing_corridors(case)
    if has_plants(case, ["grid"]):
        yield Lever("grid_plants", "10 GW", warm.margins(with_plants(case, STEP, ["grid"]))[name] - first)
    if has_plants(case, behind):
        margins, lp, primal = warm.dispatched(with_plants(case, STEP, behind))
        change = margins[name] - first
        yield Lever("corridor_plants", "10 GW", change)
        if primal is not None:
            replaced = coal_behind(case, base.lp, base.primal, behind) - coal_behind(case, lp, primal, behind)
            replaced /= sample.share
            yield Lever("corridor_coal", "TWh", change / replaced if replaced > LEAST else float("nan"))
    yield Lever("load", "1 %", warm.margins(scaled(case, "demand", LESS))[name] - first)
    contract = _contract(sample)
    if contract > LEAST:
        change = warm.margins(scaled(case, "export", LESS))[name] - first
        yield Lever("export", "TWh", change / (contract * (1.0 - LESS)))
    stored = with_storage(case, STEP, ["grid"])
    if stored is not case:
        yield Lever("storage", "10 GW", warm.margins(stored)[name] - first)


def _contract(sample: Sample) -> float:
    """Contracted export over the window [TWh]."""
    case = sample.whole.case
    level = case.tables["corridors"][f"energy_{case.settings.export_level}"]
    return float(level.sum()) * case.fraction * 1e-3
