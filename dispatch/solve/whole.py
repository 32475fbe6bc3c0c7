"""The whole LP at once, by one HiGHS method, with a fallback to the next before giving up."""

from __future__ import annotations

from dataclasses import replace

import highspy
import numpy as np

from . import kernel
from .certificate import certify
from .problem import Basis, Floats, Options, Problem, Progress, Solution, Status, Stop
from .start import way_on
from .windows import close_at

_HIGHS: dict[str, dict[str, kernel.Option]] = {
    "simplex": {"solver": "simplex"},
    "hipo": {"solver": "hipo", "run_crossover": "off"},
    "ipx": {"solver": "ipx", "run_crossover": "on"},
}
_ORDER = {"simplex": ("simplex", "hipo", "ipx"), "ipm": ("hipo", "ipx", "simplex")}


NEAR = 1e-4
"""Gap of a bound without a feasible point, or of a point without a proof, from which windows may go on."""


def solve_whole(problem: Problem, method: str, options: Options, stop: Stop, start: Basis | None = None) -> Solution:
    """By ``simplex`` or ``ipm``. Interior points that end near the optimum are no proof yet, as their absolute
    infeasibilities are larger than a vertex has: their prices are handed to the windows, which close. Where HiGHS gives
    up, or the answer fails our certificate, the next method is tried and a note says so."""
    notes: list[str] = []
    best = Solution("failed", method)
    windowed = bool((problem.column_first >= 0).all())
    for solver in _ORDER[method]:
        kernel.forget_threads()
        options.report(Progress(f"HiGHS {solver}, the whole LP at once"))
        solution, prices = _once(problem, solver, options, stop, start if solver == "simplex" else None)
        if solution.status != "optimal" and prices is not None and windowed and not stop.reached:
            closed = close_at(problem, prices, options, stop)
            iterations = solution.iterations + closed.iterations
            if closed.primal is not None:
                notes.append(f"HiGHS {solver} gave the coupling prices, windows at these prices the proof")
                solution = replace(closed, method=f"{solver}, windows", iterations=iterations)
        best = solution if solution.primal is not None or best.primal is None else best
        if solution.status in ("optimal", "infeasible") or stop.reached:
            break
        notes.append(f"HiGHS {solver} ended without a proof (gap {solution.gap:.1e}); tried the next method")
    return replace(best, notes=(*notes, *best.notes))


def _once(
    problem: Problem, solver: str, options: Options, stop: Stop, start: Basis | None
) -> tuple[Solution, Floats | None]:
    """The solution, and the row duals of one that is near the optimum if not proven."""
    highs = kernel.load_whole(problem, threads=options.threads, log_to_console=options.verbose, **_HIGHS[solver])
    if options.verbose:
        kernel.configure(highs, output_flag=True)
    if start is not None:
        way_on(highs, problem, start, stop)
    status = kernel.run(highs, stop)
    if status in kernel.INFEASIBLE:
        return Solution("infeasible", solver, iterations=kernel.iterations(highs)), None
    return _read(problem, solver, highs, stop)


def _read(problem: Problem, solver: str, highs: highspy.Highs, stop: Stop) -> tuple[Solution, Floats | None]:
    solution = highs.getSolution()
    count = kernel.iterations(highs)
    nothing = Solution("stopped" if stop.reached else "failed", solver, iterations=count, interrupted=stop.interrupted)
    if not solution.value_valid:
        return nothing, None
    primal = np.clip(np.asarray(solution.col_value), problem.lower, problem.upper)
    dual = np.asarray(solution.row_dual) if solution.dual_valid else np.zeros(len(problem.row_lower))
    proof = certify(problem, primal, dual)
    prices = dual if abs(proof.objective - proof.bound) <= NEAR * abs(proof.objective) else None
    if not proof.feasible:
        return nothing, prices
    status: Status = "optimal" if proof.proves_optimum else "stopped" if stop.reached else "failed"
    found = replace(
        proof.solution(status, solver),
        iterations=count,
        basis=kernel.basis_of(highs),
        interrupted=stop.interrupted,
    )
    return found, prices
