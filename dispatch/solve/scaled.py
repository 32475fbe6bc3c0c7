"""An LP in units of its own size, solved to HiGHS's tightest tolerances: for LPs whose proof fails in the units that they are
written in. HiGHS's tolerances are absolute, and small capacities at high prices make them too loose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import kernel
from .problem import Basis, Floats, Options, Problem, Stop

TIGHT: dict[str, kernel.Option] = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
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
    kernel.forget_threads()
    highs = kernel.load(
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
        kernel.configure(highs, **kernel.DEVEX)
        kernel.set_basis(highs, basis)
    if kernel.run(highs, stop) != kernel.OPTIMAL:
        return None
    solution = highs.getSolution()
    values, duals = np.asarray(solution.col_value) * units.value, np.asarray(solution.row_dual) * units.cost
    return values, duals, kernel.basis_of(highs), kernel.iterations(highs)


def _typical(numbers: Floats) -> float:
    """The power of two nearest to the geometric mean of what is neither zero nor infinite; one where there is nothing."""
    sizes = np.abs(numbers[np.isfinite(numbers) & (numbers != 0)])
    return float(2.0 ** np.round(np.mean(np.log2(sizes)))) if sizes.size else 1.0
