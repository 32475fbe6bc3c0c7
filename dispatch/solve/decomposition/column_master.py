"""The master problem of the coupling columns: cuts of all windows in the coupling columns K and in the budgets q of each window.

    min  a'K + sum over w of v_w + h s- - g s+
    v_w >= every cut of window w in (K, q_w),   L <= sum over w of q_w + E K - s+ + s- <= U,   rows of K alone,   bounds of K

E K is what coupling columns add to the coupling rows. The next point is not the minimiser, which jumps between vertices of the model, but
a point inside the level set: interior points without an objective end near the analytic centre of the points at which the model is below
a level, within a trust region around the best point (Pecci and Jenkins 2025, Regularized Benders decomposition for high performance capacity
expansion models, IEEE Transactions on Power Systems; Lemaréchal, Nemirovskii and Nesterov 1995 for the level method).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .. import highs
from ..problem import Floats, Integers, Stop
from ..sparse import pick
from .column_windows import BudgetPrices, Cut
from .coupling_columns import CouplingColumns
from .partition import CouplingRows

VERTEX: dict[str, highs.Option] = {"solver": "simplex"}
INTERIOR: list[dict[str, highs.Option]] = [
    {"solver": name, "run_crossover": "off", "presolve": "off", "ipm_iteration_limit": 300} for name in ("ipx", "hipo")
]
"""Options of HiGHS for the minimiser, whose duals are exact, and for a point inside the level set: IPX is quicker, but ends without a
point in one of seven passes over a year. Interior points take some 30 iterations; on one of 400 tiny LPs they never end."""


@dataclass(frozen=True, eq=False)
class MasterPoint:
    """A point of the master problem. columns: values of the coupling columns, shape (coupling columns,). budgets: of all windows one
    after the other, shape (budgets,). value: of the model there. weights: duals of the cuts, shape (cuts,). multipliers: of the
    coupling rows, shape (coupling rows,). own: duals of the rows of coupling columns alone, shape (own rows,)."""

    columns: Floats
    budgets: Floats
    value: float
    weights: Floats
    multipliers: Floats
    own: Floats


@dataclass(frozen=True, eq=False)
class Region:
    """Bounds of the coupling columns and of the budgets: lower and upper, shapes (coupling columns,) and (budgets,)."""

    columns: tuple[Floats, Floats]
    budgets: tuple[Floats, Floats]


class ColumnMaster:
    """The model of all windows.

    cuts: so far. prices: limits of the duals of the coupling rows. bounds: of the coupling columns. slices: budgets of each window in a
    point. total: number of budgets; count: of windows.
    """

    def __init__(
        self,
        coupling_columns: CouplingColumns,
        coupling: CouplingRows,
        windows: Sequence[Integers],
        prices: BudgetPrices,
        cost: Floats,
    ) -> None:
        """Set up a model without cuts. windows: budgets of each window, by place among the coupling rows. cost: of the coupling columns."""
        self.coupling, self.cuts = coupling, list[Cut]()
        ends = np.cumsum([len(budgets) for budgets in windows])
        self.slices = [slice(int(end) - len(budgets), int(end)) for end, budgets in zip(ends, windows, strict=True)]
        self.total, self.count = int(ends[-1]), len(windows)
        problem, chosen, own = coupling_columns.problem, coupling_columns.columns, coupling_columns.own
        place = np.concatenate([np.zeros(0, dtype=np.int64), *windows])
        sums = sparse.csr_matrix(
            (np.ones(self.total), (place, np.arange(self.total))), shape=(len(coupling), self.total)
        )
        adds = coupling_columns.adds(coupling)
        unit = sparse.identity(len(coupling), format="csr")
        nothing = sparse.csr_matrix((len(coupling), self.count))
        rest = sparse.csr_matrix((len(own), self.total + self.count + 2 * len(coupling)))
        limits = sparse.hstack([pick(problem.matrix, own, chosen), rest])
        self._rows = sparse.vstack([sparse.hstack([adds, sums, nothing, -unit, unit]), limits], format="csr")
        self._row_lower = np.concatenate([coupling.lower, problem.row_lower[own]])
        self._row_upper = np.concatenate([coupling.upper, problem.row_upper[own]])
        self.bounds = problem.lower[chosen], problem.upper[chosen]
        self._own, self.prices = cost, prices

    @property
    def _cost(self) -> Floats:
        """Cost of each column of the master problem."""
        prices = self.prices
        return np.concatenate([self._own, np.zeros(self.total), np.ones(self.count), -prices.lowest, prices.highest])

    def value(self, columns: Floats, budgets: Floats, windows: float) -> float:
        """Return the cost of a point whose windows cost ``windows``, with the cost of missed coupling rows: the largest value of its
        Lagrangian function over multipliers within their limits."""
        free, rows, prices = len(columns), len(self.coupling), self.prices
        activity = self._rows[:rows, : free + self.total] @ np.concatenate([columns, budgets])
        trials = (prices.lowest, prices.highest, np.clip(0.0, prices.lowest, prices.highest))
        missed = [self.coupling.constants(each) - each * activity for each in trials]
        return float(self._own @ columns + windows + np.max(missed, axis=0).sum())

    def minimise(self, region: Region, stop: Stop) -> MasterPoint | None:
        """Return the minimiser of the model within a region."""
        return self._solve(self._cost, region, None, VERTEX, stop)

    def inside(self, region: Region, level: float, stop: Stop) -> MasterPoint | None:
        """Return a point inside the level set of the model within a region."""
        none = np.zeros(len(self._cost))
        points = (self._solve(none, region, level, each, stop) for each in INTERIOR)
        return next((point for point in points if point is not None), None)

    def _solve(
        self, cost: Floats, region: Region, level: float | None, options: dict[str, highs.Option], stop: Stop
    ) -> MasterPoint | None:
        rows, columns = len(self.coupling), len(self.bounds[0])
        cuts = self._cut_rows()
        infinite, none = np.full(2 * rows, np.inf), np.zeros(2 * rows)
        free = np.full(self.count, np.inf)
        parts = [self._rows, cuts]
        lower = [self._row_lower, np.array([cut.constant for cut in self.cuts])]
        upper = [self._row_upper, np.full(len(self.cuts), np.inf)]
        if level is not None:
            parts.append(sparse.csr_matrix(self._cost))
            lower.append(np.array([-np.inf]))
            upper.append(np.array([level]))
        solver = highs.load(
            cost,
            np.concatenate([np.maximum(self.bounds[0], region.columns[0]), region.budgets[0], -free, none]),
            np.concatenate([np.minimum(self.bounds[1], region.columns[1]), region.budgets[1], free, infinite]),
            sparse.vstack(parts, format="csr"),
            np.concatenate(lower),
            np.concatenate(upper),
            threads=1,
            **options,
        )
        if highs.run(solver, stop) != highs.OPTIMAL:
            return None
        solution = solver.getSolution()
        values, duals = np.asarray(solution.col_value), np.asarray(solution.row_dual)
        end, fixed = columns + self.total, len(self._row_lower)
        return MasterPoint(
            np.clip(values[:columns], *self.bounds),
            values[columns:end],
            float(self._cost @ values),
            duals[fixed : fixed + len(self.cuts)],
            duals[:rows],
            duals[rows:fixed],
        )

    def _cut_rows(self) -> sparse.csr_matrix:
        """Return the rows of the cuts: v - slope @ (K, q) of at least the constant; without v for a feasibility cut."""
        columns = len(self.bounds[0])
        width = columns + self.total + self.count + 2 * len(self.coupling)
        data, indices = list[Floats](), list[Integers]()
        for cut in self.cuts:
            budgets = self.slices[cut.window]
            own = np.arange(columns + budgets.start, columns + budgets.stop)
            data += [-cut.columns, -cut.budgets]
            indices += [np.arange(columns), own]
            if not cut.feasibility:
                data.append(np.ones(1))
                indices.append(np.array([columns + self.total + cut.window]))
        lengths = [columns + len(cut.budgets) + (not cut.feasibility) for cut in self.cuts]
        indptr = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        if not self.cuts:
            return sparse.csr_matrix((0, width))
        return sparse.csr_matrix((np.concatenate(data), np.concatenate(indices), indptr), shape=(len(self.cuts), width))
