"""The whole LP at once, by one HiGHS method, with a fallback to the next before giving up."""

from __future__ import annotations

from dataclasses import dataclass, replace

import highspy
import numpy as np

from dispatch.messages import Message, message

from . import highs
from .certificate import certify
from .decomposition import solve_from_duals
from .problem import Basis, Floats, Options, Problem, Progress, Solution, Status, Stop
from .unbounded import resolve
from .warm_start import set_start

_HIGHS: dict[str, dict[str, highs.Option]] = {
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
    for algorithm in _ORDER[method]:
        highs.reset_scheduler()
        options.report(Progress(message("stage.direct", method=algorithm)))
        solution, prices = _once(problem, algorithm, options, stop, start if algorithm == "simplex" else None)
        if solution.status == "failed" and solution.basis is not None and not stop.reached:
            notes.append(message("note.no_proof", method=algorithm, gap=solution.gap))
            notes.append(message("note.scaled_units"))
            solution = in_scaled_units(problem, solution, options, stop)
        if solution.status == "failed" and prices is not None and windowed and not stop.reached:
            closed = solve_from_duals(problem, prices, options, stop)
            iterations = solution.iterations + closed.iterations
            if closed.primal is not None and closed.gap < solution.gap:
                notes.append(message("note.multipliers_of_direct", method=algorithm))
                solution = replace(closed, method=f"{algorithm}, windows", iterations=iterations)
        best = solution if solution.primal is not None or best.primal is None else best
        if solution.status in ("optimal", "infeasible", "unbounded") or stop.reached:
            break
        notes.append(message("note.no_proof", method=algorithm, gap=solution.gap))
        notes.append(message("note.next_method"))
    return replace(best, notes=(*notes, *best.notes))


def _once(
    problem: Problem, algorithm: str, options: Options, stop: Stop, start: Basis | None
) -> tuple[Solution, Floats | None]:
    """The solution, and the row duals of one that is near the optimum if not proven."""
    solver = highs.load_whole(problem, threads=options.threads, log_to_console=options.verbose, **_HIGHS[algorithm])
    if options.verbose:
        highs.configure(solver, output_flag=True)
    if start is not None:
        set_start(solver, problem, start, stop)
    status = highs.run(solver, stop)
    if status in highs.UNBOUNDED:
        return resolve(problem, algorithm, options, stop), None
    if status in highs.INFEASIBLE:
        return Solution("infeasible", algorithm, iterations=highs.iterations(solver)), None
    return _read(problem, algorithm, solver, stop)


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


def _read(problem: Problem, algorithm: str, solver: highspy.Highs, stop: Stop) -> tuple[Solution, Floats | None]:
    solution = solver.getSolution()
    count = highs.iterations(solver)
    ended: Status = "stopped" if stop.reached else "failed"
    basis = highs.basis_of(solver)
    nothing = Solution(ended, algorithm, iterations=count, basis=basis, interrupted=stop.interrupted)
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
        proof.solution(status, algorithm),
        iterations=count,
        basis=basis,
        interrupted=stop.interrupted,
    )
    return found, prices


TIGHT: dict[str, highs.Option] = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
"""HiGHS's tightest tolerances."""


@dataclass(frozen=True)
class Units:
    """Powers of two that values and costs are divided by: no digit changes, and a basis stays one."""

    value: float
    cost: float

    @classmethod
    def of(cls, problem: Problem) -> Units:
        """The typical size (geometric mean) of finite bounds and sides, and that of costs."""
        limits = (problem.lower, problem.upper, problem.row_lower, problem.row_upper)
        return cls(_typical(np.concatenate(limits)), _typical(problem.cost))


def solve_scaled(
    problem: Problem, basis: Basis | None, options: Options, stop: Stop
) -> tuple[Floats, Floats, Basis | None, int] | None:
    """Values of the columns, duals of the rows, basis and iterations of HiGHS's simplex, from a basis where there is one, in
    scaled units; None where it has no optimum."""
    p, units = problem, Units.of(problem)
    highs.reset_scheduler()
    solver = highs.load(
        p.cost / units.cost,
        p.lower / units.value,
        p.upper / units.value,
        p.matrix,
        p.row_lower / units.value,
        p.row_upper / units.value,
        solver="simplex",
        threads=options.threads,
        **TIGHT,
    )
    if basis is not None:
        highs.configure(solver, **highs.DEVEX)
        highs.set_basis(solver, basis)
    if highs.run(solver, stop) != highs.OPTIMAL:
        return None
    solution = solver.getSolution()
    values, duals = np.asarray(solution.col_value) * units.value, np.asarray(solution.row_dual) * units.cost
    return values, duals, highs.basis_of(solver), highs.iterations(solver)


def _typical(numbers: Floats) -> float:
    """The power of two nearest to the geometric mean of what is neither zero nor infinite; one where there is nothing."""
    sizes = np.abs(numbers[np.isfinite(numbers) & (numbers != 0)])
    return float(2.0 ** np.round(np.mean(np.log2(sizes)))) if sizes.size else 1.0
