"""Value functions of the windows in the coupling columns and in their budgets of the coupling rows.

Window w has columns x with hours and local rows; K: coupling columns; q: its budget of each coupling row.

    v(K, q) = min { c x + h s- - g s+ :  L - B K <= A x <= U - B K,  D x = q + s+ - s-,  l <= x <= u,  s >= 0 }

v is convex in (K, q). The row duals y of a solution give a subgradient: -B'y in K, the duals of the budgets in q (Benders 1962,
Partitioning procedures for solving mixed-variables programming problems, Numerische Mathematik 4). A budget may be missed at a cost,
which bounds its dual: g <= dual <= h. Where no x is feasible at K, a dual ray excludes K by a linear constraint (a feasibility cut).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import highspy
import numpy as np
from scipy import sparse

from .. import highs
from ..problem import Basis, Floats, Integers, Problem, Stop
from ..sparse import pick
from .coupling_columns import CouplingColumns
from .partition import CouplingRows, Part

RAY = 1e-9
"""Entries of a dual ray below this share of the largest count as zero."""


@dataclass(frozen=True, eq=False)
class BudgetPrices:
    """Prices of the budgets: first multipliers, and the limits between which the dual of a budget stays, shapes (coupling rows,)."""

    multipliers: Floats
    lowest: Floats
    highest: Floats

    def of(self, budgets: Integers) -> BudgetPrices:
        """Return the prices of some coupling rows, by place."""
        return BudgetPrices(self.multipliers[budgets], self.lowest[budgets], self.highest[budgets])


@dataclass(frozen=True, eq=False)
class Cut:
    """A linear bound from a window: its value is at least ``constant + columns @ K + budgets @ q``; a feasibility cut says that this
    is at most zero.

    window: its number. columns: shape (coupling columns,). budgets: shape (budgets of the window,). duals: of the local rows from which
    the cut follows, shape (rows of the window,).
    """

    window: int
    constant: float
    columns: Floats
    budgets: Floats
    duals: Floats
    feasibility: bool = False


@dataclass(frozen=True, eq=False)
class WindowTerms:
    """The LP of a window.

    part: its columns and local rows, by number in the LP of the columns with hours. closing: rows of the part that close the period, by
    place. cost, lower, upper: of its columns. row_lower, row_upper: of its rows without coupling columns. adds: coefficients of the
    coupling columns in its rows, shape (rows, coupling columns). budgets: coupling rows with an entry in the window, by place; uses: their
    coefficients, shape (budgets, columns). prices: of these budgets.
    """

    part: Part
    closing: Integers
    cost: Floats
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    adds: sparse.csr_matrix
    budgets: Integers
    uses: sparse.csr_matrix
    prices: BudgetPrices

    @classmethod
    def of(
        cls,
        problem: Problem,
        part: Part,
        closing: Integers,
        cost: Floats,
        coupling_columns: CouplingColumns,
        coupling: CouplingRows,
        prices: BudgetPrices,
    ) -> Self:
        """Cut the terms of a part out of the LP of the columns with hours. cost: of all its columns. prices: of all coupling rows."""
        columns, rows = part.columns, part.rows
        uses = pick(coupling.matrix, np.arange(len(coupling)), columns)
        budgets = np.flatnonzero(np.diff(uses.indptr) > 0)
        return cls(
            part,
            closing,
            cost[columns],
            problem.lower[columns],
            problem.upper[columns],
            problem.row_lower[rows],
            problem.row_upper[rows],
            coupling_columns.entries(coupling_columns.rows[rows]),
            budgets,
            uses[budgets],
            prices.of(budgets),
        )

    def without_closing(self) -> WindowTerms:
        """Return the terms with the rows that close the period dropped."""
        lower, upper = self.row_lower.copy(), self.row_upper.copy()
        lower[self.closing], upper[self.closing] = -np.inf, np.inf
        return replace(self, row_lower=lower, row_upper=upper)


class ColumnWindow:
    """The value function of one window. Each solve is a warm start by dual simplex from the one before, as only bounds change.

    number: of the window. terms: its LP. given: values of the coupling columns of the last solve. value: optimum of the last solve, with
    the cost of missed budgets. use: of the budgets by the last solution, shape (budgets,).
    """

    def __init__(self, number: int, terms: WindowTerms, given: Floats) -> None:
        self.number, self.terms, self.given = number, terms, given
        self.value, self.use = np.nan, np.zeros(len(terms.budgets))
        self._solver: highspy.Highs | None = None
        self._basis: Basis | None = None

    def priced(self, stop: Stop) -> Cut | None:
        """Solve with the budgets dualised at the multipliers. Return the cut at the use of the solution, or a feasibility cut; None where
        the solve was stopped, or HiGHS failed."""
        solver = self._loaded()
        infinite = np.full(len(self.terms.budgets), np.inf)
        highs.change_columns(solver, self._free, -infinite, infinite)
        status = highs.run_until(solver, stop)
        if status in highs.INFEASIBLE and len(self.terms.closing):
            # Capacity that comes into service within the window may be unable to return to its state of the first hour.
            self.terms = self.terms.without_closing()
            highs.change_rows(solver, np.arange(len(self.terms.part.rows)), *self._row_bounds())
            status = highs.run_until(solver, stop)
        cut = self._cut(solver, status)
        # The next solve uses a new instance of half the size: this one keeps what presolve has made.
        self._basis = highs.basis_of(solver) if status == highs.OPTIMAL else None
        return cut

    def at(self, columns: Floats, budgets: Floats, stop: Stop) -> Cut | None:
        """Solve at values of the coupling columns, shape (coupling columns,), and budgets, shape (budgets,). Return the cut there, or a
        feasibility cut; None where the solve was stopped, or HiGHS failed."""
        if self._solver is None:
            self._solver = self._loaded()
            if self._basis is not None:
                highs.set_basis(self._solver, self._basis)
                highs.configure(self._solver, **highs.DUAL, presolve="off")
        self.given = columns
        highs.change_rows(self._solver, np.arange(len(self.terms.part.rows)), *self._row_bounds())
        highs.change_columns(self._solver, self._free, budgets, budgets)
        return self._cut(self._solver, highs.run_until(self._solver, stop))

    def limit(self, prices: BudgetPrices) -> None:
        """Change the limits of the duals of the budgets. prices: of the budgets of the window, with the same multipliers."""
        self.terms = replace(self.terms, prices=prices)
        if self._solver is not None:
            count = len(self.terms.budgets)
            missed = len(self.terms.part.columns) + count + np.arange(2 * count)
            highs.change_costs(self._solver, missed, np.concatenate([-prices.lowest, prices.highest]))

    @property
    def _free(self) -> Integers:
        """Columns of the budgets in the LP of the window."""
        return (len(self.terms.part.columns) + np.arange(len(self.terms.budgets))).astype(np.int32)

    def _row_bounds(self) -> tuple[Floats, Floats]:
        """Return the bounds of the local rows at the given coupling columns."""
        added = self.terms.adds @ self.given
        return self.terms.row_lower - added, self.terms.row_upper - added

    def _loaded(self) -> highspy.Highs:
        """Return a HiGHS instance with the columns of the window, its budgets t, and s+, s-; with the rows D x - t - s+ + s- = 0. A
        budget costs minus its multiplier, so that costs are the same whether it is dualised or given."""
        terms, count = self.terms, len(self.terms.budgets)
        unit, none, infinite = sparse.identity(count, format="csr"), np.zeros(count), np.full(count, np.inf)
        local = sparse.hstack([terms.part.matrix, sparse.csr_matrix((len(terms.part.rows), 3 * count))])
        row_lower, row_upper = self._row_bounds()
        return highs.load(
            np.concatenate([terms.cost, -terms.prices.multipliers, -terms.prices.lowest, terms.prices.highest]),
            np.concatenate([terms.lower, none, none, none]),
            np.concatenate([terms.upper, none, infinite, infinite]),
            sparse.vstack([local, sparse.hstack([terms.uses, -unit, -unit, unit])], format="csr"),
            np.concatenate([row_lower, none]),
            np.concatenate([row_upper, none]),
            solver="simplex",
            threads=1,
        )

    def _cut(self, solver: highspy.Highs, status: highspy.HighsModelStatus) -> Cut | None:
        if status in highs.INFEASIBLE or status == highs.UNBOUNDED[1]:
            return self._excluded(solver)
        if status != highs.OPTIMAL:
            return None
        solution, rows, columns = solver.getSolution(), len(self.terms.part.rows), len(self.terms.part.columns)
        values, duals = np.asarray(solution.col_value), np.asarray(solution.row_dual)
        budget = values[columns : columns + len(self.terms.budgets)]
        self.use = np.asarray(self.terms.uses @ values[:columns])
        self.value = float(solver.getInfo().objective_function_value + self.terms.prices.multipliers @ budget)
        slope = -(self.terms.adds.T @ duals[:rows]), duals[rows:]
        return Cut(self.number, self.value - slope[0] @ self.given - slope[1] @ budget, *slope, duals[:rows])

    def _excluded(self, solver: highspy.Highs) -> Cut | None:
        """Return the feasibility cut of a dual ray y: y'A x is at most its maximum over the bounds of x, and at least the minimum of y'r
        over the rows' bounds, which is linear in the coupling columns. None: HiGHS has no ray that excludes the present ones."""
        highs.configure(solver, **highs.DUAL, presolve="off")
        ray = highs.dual_ray(solver)
        if ray is None:
            return None
        rows = len(self.terms.part.rows)
        for y in (ray[:rows], -ray[:rows]):
            least = RAY * float(np.abs(y).max(initial=0.0))
            y = np.where(np.abs(y) > least, y, 0.0)
            through = self.terms.part.matrix.T @ y
            through = np.where(np.abs(through) > least, through, 0.0)
            priced, used = np.flatnonzero(y), np.flatnonzero(through)
            limit = np.where(y > 0, self.terms.row_lower, self.terms.row_upper)
            most = np.where(through > 0, self.terms.upper, self.terms.lower)
            slope = -(self.terms.adds.T @ y)
            constant = float(y[priced] @ limit[priced] - through[used] @ most[used])
            if np.isfinite(constant) and constant + slope @ self.given > 0.0:
                size = max(float(np.abs(slope).max(initial=0.0)), least)
                none = np.zeros(len(self.terms.budgets))
                return Cut(self.number, constant / size, slope / size, none, y / size, feasibility=True)
        return None
