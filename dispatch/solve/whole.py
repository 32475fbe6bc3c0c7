"""The whole LP at once, by one HiGHS method, with a fallback to the next before giving up."""

from __future__ import annotations

from dataclasses import replace

import highspy
import numpy as np

from . import kernel
from .certificate import certify
from .problem import Basis, Options, Problem, Progress, Solution, Status, Stop

_HIGHS: dict[str, dict[str, kernel.Option]] = {
    "simplex": {"solver": "simplex"},
    "hipo": {"solver": "hipo", "run_crossover": "off"},
    "ipx": {"solver": "ipx", "run_crossover": "on"},
}
_ORDER = {"simplex": ("simplex", "hipo", "ipx"), "ipm": ("hipo", "ipx", "simplex")}


def solve_whole(problem: Problem, method: str, options: Options, stop: Stop, start: Basis | None = None) -> Solution:
    """By ``simplex`` or ``ipm``. Where HiGHS gives up, or its answer fails our certificate, the next method is tried
    and a note says so."""
    kernel.forget_threads()
    notes: list[str] = []
    best = Solution("failed", method)
    for solver in _ORDER[method]:
        options.report(Progress(f"HiGHS {solver}, the whole LP at once"))
        solution = _once(problem, solver, options, stop, start if solver == "simplex" else None)
        best = solution if solution.primal is not None or best.primal is None else best
        if solution.status in ("optimal", "infeasible") or stop.reached:
            break
        notes.append(f"HiGHS {solver} ended without a proof (gap {solution.gap:.1e}); tried the next method")
    return replace(best, notes=tuple(notes))


def _once(problem: Problem, solver: str, options: Options, stop: Stop, start: Basis | None) -> Solution:
    highs = kernel.load(
        problem.cost,
        problem.lower,
        problem.upper,
        problem.matrix,
        problem.row_lower,
        problem.row_upper,
        threads=options.threads,
        log_to_console=options.verbose,
        **_HIGHS[solver],
    )
    if options.verbose:
        kernel.configure(highs, output_flag=True)
    if start is not None:
        kernel.set_basis(highs, start)
    status = kernel.run(highs, stop)
    if status in kernel.INFEASIBLE:
        return Solution("infeasible", solver, iterations=kernel.iterations(highs))
    return _read(problem, solver, highs, stop)


def _read(problem: Problem, solver: str, highs: highspy.Highs, stop: Stop) -> Solution:
    solution = highs.getSolution()
    count = kernel.iterations(highs)
    if not solution.value_valid:
        return Solution("stopped" if stop.reached else "failed", solver, iterations=count, interrupted=stop.interrupted)
    primal = np.clip(np.asarray(solution.col_value), problem.lower, problem.upper)
    dual = np.asarray(solution.row_dual) if solution.dual_valid else np.zeros(len(problem.row_lower))
    proof = certify(problem, primal, dual)
    status: Status = "optimal" if proof.proves_optimum else "stopped" if stop.reached else "failed"
    if not proof.feasible:
        return Solution("stopped" if stop.reached else "failed", solver, iterations=count, interrupted=stop.interrupted)
    return replace(
        proof.solution(status, solver),
        iterations=count,
        basis=kernel.basis_of(highs),
        interrupted=stop.interrupted,
    )
