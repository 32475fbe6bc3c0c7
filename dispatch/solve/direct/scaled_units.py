"""Simplex in scaled units: values and costs divided by powers of two, with tighter tolerances."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .. import highs
from ..certificate import certify
from ..problem import Basis, End, Floats, Options, Problem, Solution, Status, Stop

TIGHT: dict[str, highs.Option] = {
    "primal_feasibility_tolerance": 1e-10,
    "dual_feasibility_tolerance": 1e-10,
    "simplex_scale_strategy": 0,
}
"""HiGHS's tightest tolerances, which hold for its scaled LP: the factors of rows and columns are one."""


@dataclass(frozen=True)
class Units:
    """Divisors of values and costs: powers of two, so that no digit changes, and a basis stays a basis."""

    value: float
    cost: float

    @classmethod
    def of(cls, problem: Problem) -> Units:
        """Return the typical size (geometric mean) of the finite bounds of columns and rows, and of the costs."""
        limits = (problem.lower, problem.upper, problem.row_lower, problem.row_upper)
        return cls(_typical(np.concatenate(limits)), _typical(problem.cost))


def in_scaled_units(problem: Problem, found: Solution, options: Options, stop: Stop) -> Solution:
    """Continue simplex from the basis of a solution, in scaled units and with tighter tolerances. Return the result if its gap is
    smaller; otherwise the same solution."""
    scaled = _solve_scaled(problem, found.basis, options, stop)
    if scaled is None:
        return found
    values, duals, basis, iterations = scaled
    proof = certify(problem, np.clip(values, problem.lower, problem.upper), duals)
    proven = proof.proves_optimum
    if not proof.feasible or (found.primal is not None and not proven and proof.gap >= found.gap):
        return found
    status: Status = "optimal" if proven else found.status
    end = End(found.end.iterations + iterations, stop.interrupted)
    return replace(proof.solution(status, found.method), basis=basis, end=end, notes=found.notes)


def _solve_scaled(
    problem: Problem, basis: Basis | None, options: Options, stop: Stop
) -> tuple[Floats, Floats, Basis | None, int] | None:
    """Run simplex in scaled units, from a basis if there is one. Return values, shape (columns,), duals, shape (rows,), basis and
    iterations; None if HiGHS finds no optimum."""
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
    """Return the power of two nearest to the geometric mean of the finite nonzero numbers; one if there are none."""
    sizes = np.abs(numbers[np.isfinite(numbers) & (numbers != 0)])
    return float(2.0 ** np.round(np.mean(np.log2(sizes)))) if sizes.size else 1.0
