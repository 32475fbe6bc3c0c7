"""The whole LP at once, by one HiGHS method, with a fallback to the next before giving up."""

from __future__ import annotations

from dataclasses import replace

import highspy
import numpy as np

from dispatch.messages import Message, message

from . import kernel
from .certificate import certify
from .problem import Basis, Floats, Options, Problem, Progress, Solution, Status, Stop
from .scaled import solve_scaled
from .start import way_on
from .unbounded import resolve
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
    infeasibilities are larger than a vertex has: their prices are handed to the windows, which close. Where an answer with a
    basis fails the certificate, simplex goes on from there in scaled units and to tighter tolerances. Where that fails too, or
    HiGHS gives up, the next method is tried. Notes say so."""
    notes: list[Message] = []
    best = Solution("failed", method)
    windowed = bool((problem.column_first >= 0).all())
    for solver in _ORDER[method]:
        kernel.forget_threads()
        options.report(Progress(message("stage.whole", method=solver)))
        solution, prices = _once(problem, solver, options, stop, start if solver == "simplex" else None)
        if solution.status == "failed" and solution.basis is not None and not stop.reached:
            notes.append(message("note.no_proof", method=solver, gap=solution.gap))
            notes.append(message("note.scaled_units"))
            solution = in_scaled_units(problem, solution, options, stop)
        if solution.status == "failed" and prices is not None and windowed and not stop.reached:
            closed = close_at(problem, prices, options, stop)
            iterations = solution.iterations + closed.iterations
            if closed.primal is not None and closed.gap < solution.gap:
                notes.append(message("note.prices_of_whole", method=solver))
                solution = replace(closed, method=f"{solver}, windows", iterations=iterations)
        best = solution if solution.primal is not None or best.primal is None else best
        if solution.status in ("optimal", "infeasible", "unbounded") or stop.reached:
            break
        notes.append(message("note.no_proof", method=solver, gap=solution.gap))
        notes.append(message("note.next_method"))
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
    if status in kernel.UNBOUNDED:
        return resolve(problem, solver, options, stop), None
    if status in kernel.INFEASIBLE:
        return Solution("infeasible", solver, iterations=kernel.iterations(highs)), None
    return _read(problem, solver, highs, stop)


def in_scaled_units(problem: Problem, found: Solution, options: Options, stop: Stop) -> Solution:
    """The same solution, or a proven one: by simplex from its basis, in units of the size of the LP and to tighter tolerances."""
    scaled = solve_scaled(problem, found.basis, options, stop)
    if scaled is None:
        return found
    values, duals, basis, iterations = scaled
    proof = certify(problem, np.clip(values, problem.lower, problem.upper), duals)
    if not proof.feasible or (found.primal is not None and proof.gap >= found.gap):
        return found
    status: Status = "optimal" if proof.proves_optimum else found.status
    again = proof.solution(status, found.method)
    return replace(
        again, basis=basis, iterations=found.iterations + iterations, notes=found.notes, interrupted=stop.interrupted
    )


def _read(problem: Problem, solver: str, highs: highspy.Highs, stop: Stop) -> tuple[Solution, Floats | None]:
    solution = highs.getSolution()
    count = kernel.iterations(highs)
    ended: Status = "stopped" if stop.reached else "failed"
    basis = kernel.basis_of(highs)
    nothing = Solution(ended, solver, iterations=count, basis=basis, interrupted=stop.interrupted)
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
        basis=basis,
        interrupted=stop.interrupted,
    )
    return found, prices
