"""Repairs of an answer without a proof, after each HiGHS method."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dispatch.messages import Message, message

from ..certificate import certify
from ..components import Component
from ..decomposition import solve_from_duals
from ..problem import Solution, Status
from .attempt import Attempt
from .chain import Step
from .scaled_units import in_scaled_units


def _repair_scaled(attempt: Attempt) -> Attempt:
    """Continue simplex from the basis of the failed answer, in scaled units."""
    failed = attempt.latest
    assert failed is not None
    attempt = attempt.noted(
        message("note.no_proof", method=failed.method, gap=failed.gap), message("note.scaled_units")
    )
    bare = replace(failed, notes=())  # a note on its values does not hold of others
    scaled = in_scaled_units(attempt.problem, bare, attempt.options, attempt.stop)
    return attempt if scaled is bare else replace(attempt, latest=scaled)


def _repair_from_duals(attempt: Attempt) -> Attempt:
    """Close the gap by the decomposition, with initial multipliers from the duals of the failed answer."""
    assert attempt.near is not None
    closed = solve_from_duals(attempt.problem, attempt.near[1], attempt.options, attempt.stop)
    return _closer(attempt, closed, message("note.multipliers_of_direct", method=_latest(attempt).method))


def _repair_at_values(attempt: Attempt) -> Attempt:
    """Fix the columns without hours at their values, and solve the rest by the decomposition.

    The cost of that point is an upper bound, and the duals of the failed answer give a lower bound of the whole LP: the decomposition
    proves the optimum for the fixed columns only.
    """
    assert attempt.near is not None
    problem, (values, duals) = attempt.problem, attempt.near
    timed = problem.column_first >= 0
    rest = Component(problem, np.flatnonzero(timed), np.arange(len(duals)), given=np.where(timed, 0.0, values))
    found = solve_from_duals(rest, duals, attempt.options, attempt.stop)
    if found.primal is None:
        return attempt
    primal = values.copy()
    primal[rest.columns] = found.primal
    proof = certify(problem, primal, duals)
    if not proof.feasible:
        return attempt
    status: Status = "optimal" if proof.proves_optimum else "stopped" if attempt.stop.reached else "failed"
    closed = replace(proof.solution(status, found.method), end=found.end)
    return _closer(attempt, closed, message("note.fixed_at_values", method=_latest(attempt).method))


def _closer(attempt: Attempt, closed: Solution, note: Message) -> Attempt:
    """Replace the failed answer by a solution that the decomposition has found from it, if its gap is smaller."""
    failed = _latest(attempt)
    if closed.primal is None or (closed.status != "optimal" and closed.gap >= failed.gap):
        return attempt
    end = replace(closed.end, iterations=failed.end.iterations + closed.end.iterations)
    attempt = attempt.noted(note)
    return replace(attempt, latest=replace(closed, method=f"{failed.method}, windows", end=end))


def _latest(attempt: Attempt) -> Solution:
    assert attempt.latest is not None
    return attempt.latest


def _failed(attempt: Attempt) -> bool:
    return attempt.latest is not None and attempt.latest.status == "failed" and not attempt.stop.reached


def _near(attempt: Attempt) -> bool:
    return _failed(attempt) and attempt.near is not None


def _all_timed(attempt: Attempt) -> bool:
    return bool((attempt.problem.column_first >= 0).all())


REPAIRS: tuple[Step[Attempt], ...] = (
    Step(
        "simplex in scaled units",
        "no proof, but a basis",
        lambda attempt: _failed(attempt) and attempt.latest is not None and attempt.latest.basis is not None,
        _repair_scaled,
        "the answer of the method is kept",
    ),
    Step(
        "decomposition from the duals",
        "no proof, near-optimal duals, and all columns have hours",
        lambda attempt: _near(attempt) and _all_timed(attempt),
        _repair_from_duals,
        "the answer of the method is kept",
    ),
    Step(
        "decomposition at the values of the columns without hours",
        "no proof, near-optimal values and duals, and some columns without hours",
        lambda attempt: _near(attempt) and not _all_timed(attempt),
        _repair_at_values,
        "the answer of the method is kept",
    ),
)
"""After each HiGHS method. Interior points end at near-optimal values with absolute infeasibilities larger than those of a vertex; their
duals are initial multipliers from which the decomposition finds a proof. Columns without hours (capacities) keep their values: the rest
is then solved exactly, and the duals prove how close these values are to the optimum."""
