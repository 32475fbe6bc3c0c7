"""Warm start: simplex from the basis of a similar LP."""

from __future__ import annotations

import highspy

from . import highs
from .certificate import Certificate, certify_start
from .problem import Basis, Problem, Stop

CLOSE = 0.3
"""Largest relative gap of a feasible start from which primal simplex is used. If all costs differ, primal simplex takes several times
as long as dual simplex."""


def is_close(start: Certificate | None) -> bool:
    """Return whether the values of a start are feasible and close to optimal: costs have changed by little, or bounds were
    relaxed."""
    return start is not None and start.feasible and start.gap <= CLOSE


def set_start(solver: highspy.Highs, problem: Problem, start: Basis, stop: Stop) -> None:
    """Set the basis of a start in a HiGHS instance that contains the problem, and the simplex variant.

    Primal simplex if the values of the start are feasible and close to optimal, and so is the vertex of the basis (a vertex moves with
    its bounds if one was relaxed). Otherwise dual simplex with Devex weights.
    """
    if is_close(certify_start(problem, start)):
        highs.begin(solver, start, stop)
    else:
        highs.configure(solver, **highs.DEVEX)
        highs.set_basis(solver, start)
