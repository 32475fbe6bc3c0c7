"""From the basis of a similar LP: what of it still holds, and how simplex goes on from there."""

from __future__ import annotations

import highspy

from . import highs
from .certificate import Certificate, certify_start
from .problem import Basis, Problem, Stop

LIKE = 0.3
"""Relative gap of a start whose values are feasible up to which primal simplex goes on from it: where all costs are others that
takes several times as long as dual simplex."""


def like(old: Certificate | None) -> bool:
    """Whether the values of a start are feasible still, and not far from the best: costs have changed by little, or bounds
    have given way."""
    return old is not None and old.feasible and old.gap <= LIKE


def way_on(solver: highspy.Highs, problem: Problem, start: Basis, stop: Stop) -> None:
    """Set a HiGHS that holds the problem on its way from the basis of a start: by primal simplex where its values are
    feasible still and not far from the best, and its vertex is (a vertex moves with its bounds, if one has given way);
    otherwise by dual simplex."""
    if like(certify_start(problem, start)):
        highs.begin(solver, start, stop)
    else:
        highs.configure(solver, **highs.DEVEX)
        highs.set_basis(solver, start)
