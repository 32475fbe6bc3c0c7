"""Solve variants of one LP, each from the basis of another; whether a target is reachable; shortfalls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from dispatch.app.assemble import SHORTFALLS
from dispatch.errors import Reason, SolverError
from dispatch.lp import LP, Expression, Floats, Matrix, least_shortfall, with_cost, with_upper
from dispatch.messages import clauses, message
from dispatch.solve import Basis, Options, Solution, solve

BASIC = np.int8(1)
REACHED = 1e-7
"""By how much a target may be missed and still count as reachable: the tolerance of the solver."""


@dataclass(frozen=True, eq=False)
class Solver:
    """Solves variants of an LP. ``options`` are those of every solve."""

    options: Options

    def __call__(self, problem: Matrix, start: Basis | None = None) -> Solution:
        """Solve, from a basis of the same columns and of the first rows where one is given."""
        return solve(problem, self.options, None if start is None else padded(start, problem))


def padded(basis: Basis, problem: Matrix) -> Basis:
    """A basis of an LP for one with further rows behind: these are slack, and their price is not known."""
    more = len(problem.row_lower) - len(basis.rows)
    prices = None if basis.prices is None else np.append(basis.prices, np.full(more, np.nan))
    return replace(basis, rows=np.append(basis.rows, np.full(more, BASIC)), prices=prices)


def furthest(problem: Matrix, forms: list[Expression], solver: Solver) -> tuple[Matrix, Solution]:
    """Return the LP that takes the forms as far as they go, and its optimum. The objective is what the forms lack; for one form alone
    the negative of its maximum, -inf and no values where the maximum is unbounded. Raises SolverError."""
    # One form alone is maximised, which takes less time than least violation.
    asked = with_cost(problem, -forms[0]) if len(forms) == 1 else least_shortfall(problem, forms)
    solution = unbounded_reach(solver(asked))
    if solution.primal is None and solution.status != "unbounded":
        reason: Reason = "time_limit" if solution.status == "stopped" else "numerical"
        raise SolverError(message("end.targets", notes=clauses(*solution.notes)), reason)
    return asked, solution


def unbounded_reach(solution: Solution) -> Solution:
    """Return the solution of a maximum that is minimised with its sign changed; its objective is -inf where the maximum is unbounded. Capacities
    without an upper bound take a target beyond any requirement."""
    return replace(solution, objective=-np.inf) if solution.status == "unbounded" else solution


def reached(best: Solution, forms: list[Expression]) -> bool:
    """Whether the forms lack nothing at their furthest, up to the tolerance of the solver."""
    size = max(1.0, *(abs(float(form.constant)) for form in forms)) if forms else 1.0
    return best.objective <= REACHED * size


def shortfalls(lp: LP, primal: Floats) -> dict[str, Floats]:
    """Return the shortfalls at a point, variable by variable, each with the shape of its axes; zero where there is no column."""
    return {name: lp[name].value(primal) for name in SHORTFALLS if name in lp.variables}


def no_more_short(problem: Matrix, lp: LP, before: Mapping[str, Floats]) -> Matrix:
    """The LP in which no hour falls shorter than ``before``: of load, of contracted export, of reserve."""
    for name, amounts in before.items():
        if name in lp.variables:
            index = lp.variables[name].index
            there = index >= 0
            problem = with_upper(problem, index[there], np.maximum(amounts[there], 0.0))
    return problem
