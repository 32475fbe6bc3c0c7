"""Start from a similar LP: its solution, where that proves this LP too, or simplex from its basis."""

from __future__ import annotations

from dataclasses import replace

import highspy

from dispatch.messages import message

from . import highs
from .certificate import Certificate, certify_start
from .problem import GAP, Basis, Problem, Solution, Stop

CLOSE = 0.3
"""Largest relative gap of a feasible start from which primal simplex is used. If all costs differ, primal simplex takes several times
as long as dual simplex."""
ROUNDING = 1e-12
"""Rounding of a gap that is computed again from the same values."""


def proven_start(problem: Problem, start: Basis, gap: float | None = None) -> Solution | None:
    """Return the start itself if its values and duals prove this LP as well as the one that they come from, and to the requested gap (None:
    GAP); None otherwise. Above GAP it is ``feasible``. A change that costs or saves less than GAP is still a change: sensitivities consist of
    such changes."""
    proof = certify_start(problem, start)
    if proof is None or not proof.proves_gap or proof.gap > min(start.gap + ROUNDING, gap or GAP):
        return None
    if proof.proves_optimum:
        kept, note = proof.solution("optimal", "start"), message("note.start_optimal")
    else:
        kept, note = proof.solution("feasible", "start"), message("note.start_within_gap", gap=proof.gap)
    return replace(kept, basis=replace(start, primal=None), notes=(note,))


def values_of_start(problem: Problem, start: Basis) -> Solution | None:
    """Return the values of a start with their certificate, as ``stopped`` and with a note of their violation; None without values or duals."""
    proof = certify_start(problem, start)
    if proof is None:
        return None
    note = message("note.values_of_start", violation=proof.primal_infeasibility)
    return replace(proof.solution("stopped", "start"), notes=(note,))


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
