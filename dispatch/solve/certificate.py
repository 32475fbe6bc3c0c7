"""The proof: feasibility and gap of a primal-dual pair, computed from the LP as it was built."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .problem import FEASIBILITY, GAP, Basis, Floats, Problem, Solution, Status, relative_gap


@dataclass(frozen=True, eq=False)
class Certificate:
    """What is proven of a pair (x, y).

    objective: cost of x; bound: what no feasible point can be cheaper than; gap: relative, the constant part of the
    cost left out of its denominator. column_dual: cost - matrix' y, shape (columns,).
    primal_infeasibility: largest violation of a row or bound by x. dual_infeasibility: largest reduced cost that
    points to an infinite bound; it is the only part of the pair that the bound cannot pay for.
    """

    objective: float
    bound: float
    gap: float
    primal_infeasibility: float
    dual_infeasibility: float
    primal: Floats
    column_dual: Floats
    row_dual: Floats

    def solution(self, status: Status, method: str) -> Solution:
        """The pair as a solution."""
        return Solution(
            status=status,
            method=method,
            primal=self.primal,
            column_dual=self.column_dual,
            row_dual=self.row_dual,
            objective=self.objective,
            bound=self.bound,
            gap=self.gap,
            primal_infeasibility=self.primal_infeasibility,
            dual_infeasibility=self.dual_infeasibility,
        )

    @property
    def proves_optimum(self) -> bool:
        """Gap and both infeasibilities within the tolerances of an optimum."""
        return self.feasible and self.dual_infeasibility <= FEASIBILITY * 1.0000001 and self.gap <= GAP

    @property
    def feasible(self) -> bool:
        """x is feasible within tolerance."""
        return self.primal_infeasibility <= FEASIBILITY * 1.0000001


def certify(problem: Problem, primal: Floats, row_dual: Floats) -> Certificate:
    """Check x and y, shapes (columns,) and (rows,), against the LP: weak duality for variables with bounds.

    A row dual whose side is infinite counts as zero, so that every y gives a bound:
    sum over rows of y * (the side its sign points to) + sum over columns of d * (the bound its sign points to).
    """
    y = np.where(row_dual > 0, np.where(np.isfinite(problem.row_lower), row_dual, 0.0), row_dual)
    y = np.where(y < 0, np.where(np.isfinite(problem.row_upper), y, 0.0), y)
    d = problem.cost - problem.matrix.T @ y
    side = np.where(y > 0, problem.row_lower, problem.row_upper)
    bound = float(np.sum(y[y != 0] * side[y != 0]))
    limit = np.where(d > 0, problem.lower, problem.upper)
    open_ended = ~np.isfinite(limit) & (d != 0)
    # Towards an infinite bound the term is the one of x itself: exact where x is optimal, and its size is reported.
    limit = np.where(open_ended, primal, limit)
    bound += float(np.sum(d[d != 0] * limit[d != 0]))
    activity = problem.matrix @ primal
    violation = max(
        float(np.max(problem.lower - primal, initial=0.0)),
        float(np.max(primal - problem.upper, initial=0.0)),
        float(np.max(problem.row_lower - activity, initial=0.0)),
        float(np.max(activity - problem.row_upper, initial=0.0)),
    )
    variable = float(problem.cost @ primal)
    return Certificate(
        objective=variable + problem.offset,
        bound=bound + problem.offset,
        gap=relative_gap(variable, bound, float(np.abs(problem.cost) @ np.abs(primal))),
        primal_infeasibility=violation,
        dual_infeasibility=float(np.max(np.abs(d[open_ended]), initial=0.0)),
        primal=primal,
        column_dual=d,
        row_dual=y,
    )


def certify_start(problem: Problem, start: Basis) -> Certificate | None:
    """What values and prices that come from elsewhere prove of this LP; a row that had no price counts as sold for nothing.
    None where there are no values of all columns, or no prices."""
    if start.primal is None or start.prices is None or np.isnan(start.primal).any():
        return None
    return certify(problem, np.clip(start.primal, problem.lower, problem.upper), np.nan_to_num(start.prices))
