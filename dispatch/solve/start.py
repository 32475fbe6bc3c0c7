"""From the basis of a similar LP: what of it still holds, and how simplex goes on from there."""

from __future__ import annotations

from . import kernel
from .certificate import Certificate, certify_start
from .problem import FEASIBILITY, Basis, Floats, Problem, Statuses

LIKE = 0.3
"""Relative gap of a start whose values are feasible up to which primal simplex goes on from it: where all costs are others that
takes several times as long as dual simplex."""


def like(old: Certificate | None) -> bool:
    """Whether the values of a start are feasible still, and not far from the best: costs have changed by little, or bounds
    have given way."""
    return old is not None and old.feasible and old.gap <= LIKE


def way_on(problem: Problem, start: Basis) -> dict[str, kernel.Option]:
    """How simplex goes on from the basis of a start: where only costs have changed, and by little, its vertex is feasible
    still, and primal simplex goes on; otherwise dual simplex. Where a bound has given way the old values are feasible too,
    but the vertex has moved with the bound."""
    old = certify_start(problem, start)
    if old is None or not like(old):
        return kernel.DEVEX
    stays = _stays(start.columns, old.primal, problem.lower, problem.upper) and _stays(
        start.rows, problem.matrix @ old.primal, problem.row_lower, problem.row_upper
    )
    return kernel.PRIMAL if stays else kernel.DEVEX


def _stays(status: Statuses, value: Floats, lower: Floats, upper: Floats) -> bool:
    """Whether all that is at a side by its status is there by its value."""
    left = (status == kernel.LOWER) & (value > lower + FEASIBILITY)
    return not (left | ((status == kernel.UPPER) & (value < upper - FEASIBILITY))).any()
