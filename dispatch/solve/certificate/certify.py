"""The certificate: bounds on the error of the cost of a primal-dual pair, computed from the LP as it was built.

Theorem and proof: docs/certificate.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from ..problem import (
    FEASIBILITY,
    GAP,
    Basis,
    Floats,
    Infeasibility,
    Integers,
    Problem,
    Solution,
    Status,
    costs_reach,
    relative_gap,
)
from .ranges import open_terms

NOTICEABLE = 1e-2
"""Smallest loss of the bound, relative to the gap of an optimum, for which a second source of ranges is used."""
ROUNDING = 16 * np.finfo(float).eps
"""Relative rounding of a sum of products. A violation or a reduced cost of this size counts as zero."""
NEARLY = 1e-5
"""Largest absolute violation of an answer that counts as nearly feasible."""
SLACK = 1.0000001
"""Factor on a tolerance, as HiGHS uses it in full."""


@dataclass(frozen=True, eq=False)
class Certificate:
    """The proven error of the cost of a primal-dual pair (x, y).

    objective: cost of x; bound: no feasible point is cheaper. gap: (objective + violation_cost - bound), relative; the
    constant part of the cost is left out of its denominator. column_dual: cost - matrix' y, shape (columns,).
    primal_infeasibility: largest violation of a row or bound by x. dual_infeasibility: largest reduced cost that
    points to an infinite bound. violation_cost: sum of each violation times its dual price, by which x may be too cheap.
    feasible: x is feasible within a tolerance that scales with the LP. assumed: largest reduced cost, beyond rounding, of a
    column whose range the bound has to assume; zero: the bound is rigorous.
    """

    objective: float
    bound: float
    gap: float
    primal_infeasibility: float
    dual_infeasibility: float
    violation_cost: float
    feasible: bool
    assumed: float
    primal: Floats
    column_dual: Floats
    row_dual: Floats

    def solution(self, status: Status, method: str) -> Solution:
        """Return the pair as a solution."""
        return Solution(
            status=status,
            method=method,
            primal=self.primal,
            row_dual=self.row_dual,
            objective=self.objective,
            bound=self.bound,
            gap=self.gap,
            infeasibility=Infeasibility(self.primal_infeasibility, self.dual_infeasibility),
        )

    @property
    def proves_gap(self) -> bool:
        """Whether the pair proves its gap: feasible, and ranges assumed only for reduced costs within tolerance."""
        return self.feasible and self.assumed <= FEASIBILITY * SLACK

    @property
    def proves_optimum(self) -> bool:
        """Whether the pair is optimal: it proves a gap of at most GAP."""
        return self.proves_gap and self.gap <= GAP


def certify(problem: Problem, primal: Floats, row_dual: Floats) -> Certificate:
    """Bound the error of the cost of x, shape (columns,), by y, shape (rows,). The theorem is in docs/certificate.md.

    bound = sum over rows of min y_i r_i, r_i between the bounds of the row, + sum over columns of min d_j x_j, x_j between the bounds
    of the column, d = cost - matrix' y. A row dual that points to an infinite bound counts as zero, so that every y gives a bound.
    A reduced cost that points to an infinite bound is multiplied by the range of the column (``ranges``).
    """
    y = np.array(row_dual, dtype=float)
    y[((y > 0) & (problem.row_lower == -np.inf)) | ((y < 0) & (problem.row_upper == np.inf))] = 0.0
    if not problem.cost.any():  # every feasible point is optimal, and all duals are zero
        y[:] = 0.0
    d = problem.cost - problem.matrix.T @ y
    priced = np.flatnonzero(y)
    pointed = np.where(y[priced] > 0, problem.row_lower[priced], problem.row_upper[priced])
    bound = float(np.sum(y[priced] * pointed))
    moved = np.flatnonzero(d)
    limit = np.where(d[moved] > 0, problem.lower[moved], problem.upper[moved])
    infinite = np.isinf(limit)
    open_ended = moved[infinite]
    bound += float(np.sum(d[moved] * np.where(infinite, 0.0, limit)))
    activity = problem.matrix @ primal
    outside = np.maximum(np.maximum(problem.lower - primal, primal - problem.upper), 0.0)
    violation = np.maximum(np.maximum(problem.row_lower - activity, activity - problem.row_upper), 0.0)
    terms = problem.cost * primal
    variable, size = float(np.sum(terms)), float(np.sum(np.abs(terms)))
    assumed = open_ended[:0]
    if open_ended.size:
        # Points above this cost cannot be optimal, as the bound is below it: their ranges do not matter.
        ceiling = variable + size
        found = open_terms(problem, d, open_ended, primal, ceiling, NOTICEABLE * GAP * size)
        bound, assumed = min(bound + found.value, ceiling), found.assumed
    excess = float(np.sum(np.abs(y) * violation) + np.sum(np.abs(d) * outside))
    return Certificate(
        objective=variable + problem.offset,
        bound=bound + problem.offset,
        gap=relative_gap(variable + excess, bound, size, costs_reach(problem)),
        primal_infeasibility=max(float(np.max(outside, initial=0.0)), float(np.max(violation, initial=0.0))),
        dual_infeasibility=float(np.max(np.abs(d[open_ended]), initial=0.0)),
        violation_cost=excess,
        feasible=_feasible(problem, primal, outside, violation),
        assumed=_beyond_rounding(problem, y, d, assumed),
        primal=primal,
        column_dual=d,
        row_dual=y,
    )


def nearly_feasible(problem: Problem, primal: Floats) -> bool:
    """Return whether values, shape (columns,), violate each bound and row by at most NEARLY, or by FEASIBILITY relative to its size: what
    interior points reach of an LP with large values."""
    outside = np.maximum(problem.lower - primal, primal - problem.upper)
    activity = problem.matrix @ primal
    violation = np.maximum(problem.row_lower - activity, activity - problem.row_upper)
    within = np.maximum(NEARLY, FEASIBILITY * _sizes(problem.matrix, primal))
    return bool((outside <= np.maximum(NEARLY, FEASIBILITY * np.abs(primal))).all() and (violation <= within).all())


def certify_start(problem: Problem, start: Basis) -> Certificate | None:
    """Return the certificate of the values and duals of a start for this LP. A row without a dual counts as dualised at zero. None
    if the start lacks duals, or the value of a column."""
    if start.primal is None or start.prices is None or np.isnan(start.primal).any():
        return None
    return certify(problem, np.clip(start.primal, problem.lower, problem.upper), np.nan_to_num(start.prices))


def _feasible(problem: Problem, primal: Floats, outside: Floats, violation: Floats) -> bool:
    """Return whether violations of bounds and rows are within FEASIBILITY, relative to the largest value or term of the LP if it is
    below one, or within the rounding of the row."""
    most = float(np.max(np.abs(primal), initial=0.0))
    if float(np.max(outside, initial=0.0)) > FEASIBILITY * SLACK * min(1.0, most):
        return False
    worst = float(np.max(violation, initial=0.0))
    if worst == 0.0:
        return True
    size = _sizes(problem.matrix, primal)
    within = np.maximum(FEASIBILITY * SLACK * min(1.0, float(np.max(size, initial=0.0))), ROUNDING * size)
    return bool((violation <= within).all())


def _sizes(matrix: sparse.csr_matrix, values: Floats) -> Floats:
    """Return the sum of the absolute terms of each row, shape (rows,)."""
    sizes = sparse.csr_matrix((np.abs(matrix.data), matrix.indices, matrix.indptr), shape=matrix.shape)
    return np.asarray(sizes @ np.abs(values))


def _beyond_rounding(problem: Problem, dual: Floats, reduced: Floats, columns: Integers) -> float:
    """Return the largest of the reduced costs of some columns beyond rounding, relative to the largest cost if it is below one."""
    if not columns.size:
        return 0.0
    part = sparse.csr_matrix(problem.matrix[:, columns].T)
    noise = ROUNDING * (np.abs(problem.cost[columns]) + _sizes(part, dual))
    own = np.abs(reduced[columns])
    unit = min(1.0, float(np.max(np.abs(problem.cost), initial=0.0)))
    return float(np.max(np.where(own > noise, own, 0.0))) / (unit or 1.0)
