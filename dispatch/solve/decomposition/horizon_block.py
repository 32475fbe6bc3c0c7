"""The LP of one solve of a horizon that is operated block by block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from .. import highs
from ..problem import Basis, Floats, Integers, Problem, Stop
from ..sparse import pick, row_sizes
from .horizon_budgets import BlockBudgets
from .horizon_rows import product

REALISED = 1e3
"""Cost of a violation of a row with realised bounds over that of a row with forecast bounds. A forecast that no commitment can meet would
otherwise break a rule of commitment, which stays broken when the forecast proves wrong."""


@dataclass(frozen=True, eq=False)
class Members:
    """Columns and enforced rows of a block, by number. column_lead, row_lead: number of the LP that gives the bounds and the entries of each
    column and row."""

    columns: Integers
    rows: Integers
    column_lead: Integers
    row_lead: Integers


@dataclass(frozen=True, eq=False)
class Solved:
    """Solution of a block.

    values: of its columns. duals, violation: of its enforced rows; a violation is positive above the upper bound of the row. basis: None
    if the block was relaxed. relaxed: whether the block has no feasible point, so that rows are violated. iterations: of HiGHS.
    """

    values: Floats
    duals: Floats
    violation: Floats
    basis: Basis | None
    relaxed: bool
    iterations: int


@dataclass(frozen=True, eq=False)
class Block:
    """LP of a block. Its own columns come first. Four columns follow for each budget: use below and above, each at the price of the budget
    and at the penalty. own: number of its own columns. enforced: number of its rows before the budgets. penalty: cost of a violation of
    each of these rows, shape (enforced,)."""

    cost: Floats
    lower: Floats
    upper: Floats
    matrix: sparse.csr_matrix
    row_lower: Floats
    row_upper: Floats
    own: int
    enforced: int
    penalty: Floats

    @classmethod
    def of(
        cls,
        leads: Sequence[Problem],
        members: Members,
        cost: Floats,
        given: Floats,
        budgets: BlockBudgets,
        penalty: float,
    ) -> Block:
        """Build the LP. cost: of the columns of the block. given: values of all columns of the horizon, used for columns outside the block."""
        columns, rows = members.columns, members.rows
        lower, upper = np.empty(len(columns)), np.empty(len(columns))
        low, high = np.empty(len(rows)), np.empty(len(rows))
        member = np.zeros(len(given), dtype=bool)
        member[columns] = True
        parts, order = [], []
        for number, problem in enumerate(leads):
            here = members.column_lead == number
            lower[here], upper[here] = problem.lower[columns[here]], problem.upper[columns[here]]
            at = np.flatnonzero(members.row_lead == number)
            part = problem.matrix[rows[at]]
            known = product(part, np.where(member[part.indices], 0.0, given[part.indices]))
            low[at], high[at] = problem.row_lower[rows[at]] - known, problem.row_upper[rows[at]] - known
            parts.append(pick(problem.matrix, rows[at], columns))
            order.append(at)
        place = np.argsort(np.concatenate(order), kind="stable")
        matrix = sparse.vstack(parts, format="csr")[place]
        count = len(budgets.price)
        unit = sparse.identity(count, format="csr")
        local = sparse.hstack([matrix, sparse.csr_matrix((len(rows), 4 * count))])
        return cls(
            np.concatenate([cost, budgets.price, budgets.price, np.full(2 * count, penalty)]),
            np.concatenate([lower, np.zeros(4 * count)]),
            np.concatenate([upper, budgets.less, budgets.more, np.full(2 * count, np.inf)]),
            sparse.csr_matrix(sparse.vstack([local, sparse.hstack([budgets.use, unit, -unit, unit, -unit])])),
            np.concatenate([low, budgets.least]),
            np.concatenate([high, budgets.most]),
            len(columns),
            len(rows),
            np.where(members.row_lead == 0, REALISED, 1.0) * penalty,
        )

    def solve(self, start: Basis, stop: Stop) -> Solved | None:
        """Solve the LP from a basis of its own columns and enforced rows. An infeasible LP is solved with violations of its rows. None:
        stopped, or no optimum."""
        solver = highs.load(
            self.cost,
            self.lower,
            self.upper,
            self.matrix,
            self.row_lower,
            self.row_upper,
            solver="simplex",
            threads=1,
            **highs.DEVEX,
        )
        slack = np.full(len(self.cost) - self.own, highs.LOWER, dtype=np.int8)
        basic = np.full(len(self.row_lower) - self.enforced, highs.BASIC, dtype=np.int8)
        highs.set_basis(solver, Basis(np.concatenate([start.columns, slack]), np.concatenate([start.rows, basic])))
        status = highs.run(solver, stop)
        if status in (*highs.INFEASIBLE, *highs.UNBOUNDED):
            return self._relaxed(stop)
        if status != highs.OPTIMAL:
            return None if stop.reached else self._relaxed(stop)
        basis = highs.basis_of(solver)
        part = None if basis is None else Basis(basis.columns[: self.own], basis.rows[: self.enforced])
        return self._solved(solver, part, np.zeros(self.enforced), relaxed=False)

    def _relaxed(self, stop: Stop) -> Solved | None:
        """Solve the LP with violations of its enforced rows at the penalty, each relative to the mean size of the entries of its row."""
        count = self.enforced
        budgets = sparse.csr_matrix((self.matrix.shape[0] - count, count))
        sizes = row_sizes(self.matrix[:count])
        unit = sparse.vstack([sparse.diags(sizes), budgets], format="csr")
        solver = highs.load(
            np.concatenate([self.cost, self.penalty, self.penalty]),
            np.concatenate([self.lower, np.zeros(2 * count)]),
            np.concatenate([self.upper, np.full(2 * count, np.inf)]),
            sparse.hstack([self.matrix, unit, -unit], format="csr"),
            self.row_lower,
            self.row_upper,
            solver="simplex",
            threads=1,
        )
        if highs.run(solver, stop) != highs.OPTIMAL:
            return None
        less, more = np.split(np.asarray(solver.getSolution().col_value)[-2 * count :], 2)
        return self._solved(solver, None, sizes * (more - less), relaxed=True)

    def _solved(self, solver: highspy.Highs, basis: Basis | None, violation: Floats, relaxed: bool) -> Solved:
        solution = solver.getSolution()
        values = np.clip(np.asarray(solution.col_value)[: self.own], self.lower[: self.own], self.upper[: self.own])
        duals = np.asarray(solution.row_dual)[: self.enforced]
        return Solved(values, duals, violation, basis, relaxed, highs.iterations(solver))
