"""One HiGHS method on the whole LP: its options, its bounds, and its answer with a certificate."""

from __future__ import annotations

from dataclasses import replace

import highspy
import numpy as np

from dispatch.messages import message

from .. import highs
from ..certificate import certify, nearly_feasible
from ..problem import Basis, End, Floats, Options, Problem, Solution, Status, Stop
from ..unbounded import resolve
from ..warm_start import set_start
from .attempt import Pair

NEAR_GAP = 1e-4
"""Largest relative gap of an answer without a proof from which a repair starts."""
BOUNDED = "hipo within bounds"
"""Interior points with finite bounds on all columns: without bounds their steps may become short far from the optimum, where capacities are free
(PyPSA's example `model-energy` ended at a relative residual of 2e-5)."""

METHODS: dict[str, dict[str, highs.Option]] = {
    "simplex": {"solver": "simplex"},
    "hipo": {"solver": "hipo", "run_crossover": "off"},
    BOUNDED: {"solver": "hipo", "run_crossover": "off"},
    "ipx": {"solver": "ipx", "run_crossover": "on"},
}
"""Options of the HiGHS methods."""
BOUND = 1e4
"""Bounds of BOUNDED, relative to the largest finite bound of a column or row. The certificate is that of the LP without them: a column
that ends at one has a reduced cost, which costs the proof."""
CLOSER = 0.1
"""Relative gap at which interior points end, as a share of the requested one: the certificate of their point may be less close."""


def _ends(algorithm: str, gap: float | None) -> dict[str, highs.Option]:
    """Return the option that ends a HiGHS method at the requested gap; none for simplex, whose bases have no gap before the optimum."""
    if not gap or algorithm == "simplex":
        return {}
    return {"ipm_optimality_tolerance": max(CLOSER * gap, 1e-8)}  # 1e-8: what HiGHS takes without a request


def run_method(
    problem: Problem, algorithm: str, options: Options, stop: Stop, start: Basis | None
) -> tuple[Solution, Pair | None]:
    """Run one HiGHS method. Return its solution, and its values and row duals if they are near-optimal."""
    how = METHODS[algorithm] | _ends(algorithm, options.gap) | {"log_to_console": options.verbose}
    p, (lower, upper) = problem, _bounds(problem, algorithm)
    solver = highs.load(p.cost, lower, upper, p.matrix, p.row_lower, p.row_upper, threads=options.threads, **how)
    if options.verbose:
        highs.configure(solver, output_flag=True)
    if start is not None:
        set_start(solver, problem, start, stop)
    status = highs.run(solver, stop)
    if status == highs.EMPTY:
        return certify(problem, np.zeros(0), np.zeros(0)).solution("optimal", algorithm), None
    if status in highs.UNBOUNDED:
        return resolve(problem, algorithm, options, stop), None
    if status in highs.INFEASIBLE:
        decided: Status = "failed" if algorithm == BOUNDED else "infeasible"
        return Solution(decided, algorithm, end=End(highs.iterations(solver))), None
    return _read(problem, algorithm, solver, options, stop)


def _bounds(problem: Problem, algorithm: str) -> tuple[Floats, Floats]:
    """Return the bounds of the columns for a HiGHS method, shapes (columns,): finite ones for BOUNDED."""
    if algorithm != BOUNDED:
        return problem.lower, problem.upper
    limits = np.concatenate([problem.lower, problem.upper, problem.row_lower, problem.row_upper])
    reach = BOUND * float(np.max(np.abs(limits[np.isfinite(limits)]), initial=1.0))
    return (
        np.where(problem.lower == -np.inf, np.minimum(-reach, problem.upper), problem.lower),
        np.where(problem.upper == np.inf, np.maximum(reach, problem.lower), problem.upper),
    )


def _read(
    problem: Problem, algorithm: str, solver: highspy.Highs, options: Options, stop: Stop
) -> tuple[Solution, Pair | None]:
    """Certify the answer of HiGHS; as ``run_method``."""
    solution = solver.getSolution()
    end = End(highs.iterations(solver), stop.interrupted)
    ended: Status = "stopped" if stop.reached else "failed"
    basis = highs.basis_of(solver)
    nothing = Solution(ended, algorithm, end=end, basis=basis)
    if not solution.value_valid:
        return nothing, None
    primal = np.clip(np.asarray(solution.col_value), problem.lower, problem.upper)
    dual = np.asarray(solution.row_dual) if solution.dual_valid else np.zeros(len(problem.row_lower))
    proof = certify(problem, primal, dual)
    near = (primal, dual) if abs(proof.objective - proof.bound) <= NEAR_GAP * abs(proof.objective) else None
    if not proof.feasible:
        if near is None or not options.nearly or not nearly_feasible(problem, primal):
            return nothing, near
        violated = message("note.nearly_feasible", violation=proof.primal_infeasibility)
        return replace(proof.solution(ended, algorithm), notes=(violated,), end=end, basis=basis), near
    reached = proof.gap <= (options.gap or 0.0)
    status: Status = "optimal" if proof.proves_optimum else "feasible" if reached else ended
    return replace(proof.solution(status, algorithm), end=end, basis=basis), near
