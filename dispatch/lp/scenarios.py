"""One LP over several scenarios: their LPs side by side, with some columns in common, and the cost of the worst scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from dispatch.arrays import Floats, Integers

from .program import COUPLES, Matrix


@dataclass(frozen=True, eq=False)
class Risk:
    """Weight of the worst scenarios in the cost. share: of the conditional value at risk, in [0, 1); the rest is that of the mean. tail:
    probability of the worst scenarios, in (0, 1]."""

    share: float
    tail: float


@dataclass(frozen=True, eq=False)
class Scenarios:
    """The LP of all scenarios. columns, rows: numbers there of the columns and rows of each scenario, shapes (columns of the scenario,) and
    (rows of the scenario,). worst: rows of the excess of each scenario over the value at risk; none without risk. weights: of the cost of
    each scenario in the mean of the objective."""

    matrix: Matrix
    columns: tuple[Integers, ...]
    rows: tuple[Integers, ...]
    worst: Integers
    weights: Floats

    def cost_weights(self, row_dual: Floats) -> Floats:
        """Return the weight of the cost of each scenario at an optimum, shape (scenarios,): that in the mean, and the dual of its excess.
        Duals of its rows over this weight are those of the scenario alone."""
        return self.weights + (row_dual[self.worst] if len(self.worst) else 0.0)


def side_by_side(
    problems: Sequence[Matrix], shared: Sequence[Integers], weights: Sequence[float], risk: Risk | None = None
) -> Scenarios:
    """Return the LP of several scenarios that have some columns in common.

    shared: those of each scenario, by number, in one order: shape (shared columns,) each. weights: of the scenarios; their sum is 1.
    The columns of the first scenario come first. The cost is the weighted cost of all scenarios. With ``risk`` it is, after Rockafellar and
    Uryasev (2000), with the cost C_s of scenario s of weight w_s:

        (1 - share) sum(w_s C_s) + share (z + sum(w_s v_s) / tail),   v_s >= C_s - z,   v_s >= 0

    Costs of shared columns are in each C_s: what all scenarios pay moves the value at risk by the same amount. Rows of shared columns alone
    that have no hours are those of the first scenario. Hours of a scenario follow those of the one before. Raises ValueError where shared
    columns or their rows differ in number.
    """
    first, common = problems[0], shared[0]
    cost_share = 1.0 if risk is None else 1.0 - risk.share
    columns, rows, parts = list[Integers](), list[Integers](), list[_Part]()
    count, height, hours, series = 0, 0, 0, 0
    for number, (problem, own, weight) in enumerate(zip(problems, shared, weights, strict=True)):
        if len(own) != len(common):
            raise ValueError("shared columns differ between scenarios")
        alone = _rows_of(problem, own)
        kept_columns = np.ones(len(problem.cost), dtype=bool)
        kept_rows = np.ones(len(problem.row_lower), dtype=bool)
        column, row = np.empty(len(problem.cost), dtype=np.int64), np.empty(len(problem.row_lower), dtype=np.int64)
        if number:
            kept_columns[own], kept_rows[alone] = False, False
            first_alone = _rows_of(first, common)
            if len(alone) != len(first_alone):
                raise ValueError("rows of shared columns differ between scenarios")
            column[own], row[alone] = columns[0][common], rows[0][first_alone]
        column[kept_columns] = count + np.arange(kept_columns.sum())
        row[kept_rows] = height + np.arange(kept_rows.sum())
        cost = cost_share * weight * problem.cost
        parts.append(_Part(problem, kept_columns, kept_rows, column, row, cost, hours, series))
        columns.append(column)
        rows.append(row)
        count, height = count + int(kept_columns.sum()), height + int(kept_rows.sum())
        hours += int(problem.column_last.max(initial=0)) + 1
        series += int(problem.column_series.max(initial=-1)) + 1
    offset = sum(cost_share * weight * problem.offset for problem, weight in zip(problems, weights, strict=True))
    matrix = _joined(parts, (height, count), offset)
    mean = cost_share * np.asarray(weights, dtype=float)
    scenarios = Scenarios(matrix, tuple(columns), tuple(rows), np.zeros(0, dtype=np.int64), mean)
    return scenarios if risk is None else _with_tail(scenarios, problems, weights, risk)


@dataclass(frozen=True, eq=False)
class _Part:
    """A scenario in the LP of all: which columns and rows it brings, numbers there of all of its own, its part of their cost, and what its
    hours and series begin at."""

    problem: Matrix
    kept_columns: np.ndarray[tuple[int], np.dtype[np.bool_]]
    kept_rows: np.ndarray[tuple[int], np.dtype[np.bool_]]
    column: Integers
    row: Integers
    cost: Floats
    hours: int
    series: int

    def timed(self, hours: Integers) -> Integers:
        """Return hours of the scenario as hours of all."""
        return np.where(hours < 0, hours, hours + self.hours)

    def entries(self) -> tuple[Floats, Integers, Integers]:
        """Return entries of the matrix with their rows and columns there."""
        part = self.problem.matrix[np.flatnonzero(self.kept_rows)].tocoo()
        return part.data, self.row[self.kept_rows][part.row], self.column[part.col]


def _rows_of(problem: Matrix, columns: Integers) -> Integers:
    """Return the rows without hours, by number, whose entries all are in some columns."""
    inside = np.zeros(len(problem.cost))
    inside[columns] = 1.0
    pattern = problem.matrix.astype(bool).astype(float)
    sizes = np.diff(problem.matrix.indptr)
    return np.flatnonzero((problem.row_first < 0) & (sizes > 0) & (pattern @ inside == sizes))


def _joined(parts: Sequence[_Part], shape: tuple[int, int], offset: float) -> Matrix:
    data, row, column = (np.concatenate(one) for one in zip(*(part.entries() for part in parts), strict=True))

    def columns(name: str) -> Floats:
        return np.concatenate([getattr(part.problem, name)[part.kept_columns] for part in parts])

    def rows(name: str) -> Floats:
        return np.concatenate([getattr(part.problem, name)[part.kept_rows] for part in parts])

    def hours(name: str, kept: str) -> Integers:
        return np.concatenate([part.timed(getattr(part.problem, name)[getattr(part, kept)]) for part in parts])

    return Matrix(
        cost=np.asarray(sum(np.bincount(part.column, part.cost, shape[1]) for part in parts)),
        lower=columns("lower"),
        upper=columns("upper"),
        matrix=sparse.csr_matrix((data, (row, column)), shape=shape),
        row_lower=rows("row_lower"),
        row_upper=rows("row_upper"),
        column_first=hours("column_first", "kept_columns"),
        column_last=hours("column_last", "kept_columns"),
        column_series=np.concatenate([part.problem.column_series[part.kept_columns] + part.series for part in parts]),
        row_first=hours("row_first", "kept_rows"),
        row_last=hours("row_last", "kept_rows"),
        offset=offset,
    )


def _with_tail(scenarios: Scenarios, problems: Sequence[Matrix], weights: Sequence[float], risk: Risk) -> Scenarios:
    """Return the LP with the value at risk, then the excess of each scenario behind its columns, and a row of each scenario behind its rows."""
    matrix, number = scenarios.matrix, len(problems)
    count = len(matrix.cost)
    row, column, data, lower = list[int](), list[int](), list[float](), list[float]()
    for place, (problem, names) in enumerate(zip(problems, scenarios.columns, strict=True)):
        costly = np.flatnonzero(problem.cost)
        column += [*names[costly].tolist(), count, count + 1 + place]
        data += [*(-problem.cost[costly]).tolist(), 1.0, 1.0]
        row += [place] * (len(costly) + 2)
        lower.append(problem.offset)
    more = sparse.csr_matrix((data, (row, column)), shape=(number, count + 1 + number))
    wider = sparse.hstack([matrix.matrix, sparse.csr_matrix((matrix.matrix.shape[0], 1 + number))])
    nowhere, everywhere = np.full(1 + number, COUPLES), np.full(number, COUPLES)
    tail = risk.share * np.append(1.0, np.array(weights) / risk.tail)
    joined = replace(
        matrix,
        cost=np.append(matrix.cost, tail),
        lower=np.append(matrix.lower, np.append(-np.inf, np.zeros(number))),
        upper=np.append(matrix.upper, np.full(1 + number, np.inf)),
        matrix=sparse.vstack([wider, more], format="csr"),
        row_lower=np.append(matrix.row_lower, lower),
        row_upper=np.append(matrix.row_upper, np.full(number, np.inf)),
        column_first=np.append(matrix.column_first, nowhere),
        column_last=np.append(matrix.column_last, nowhere),
        column_series=np.append(matrix.column_series, matrix.column_series.max(initial=-1) + 1 + np.arange(1 + number)),
        row_first=np.append(matrix.row_first, everywhere),
        row_last=np.append(matrix.row_last, everywhere),
    )
    return replace(scenarios, matrix=joined, worst=len(matrix.row_lower) + np.arange(number))


def tail_mean(costs: Sequence[float], weights: Sequence[float], tail: float) -> float:
    """Return the conditional value at risk: the mean of the largest costs, whose weights add up to ``tail``."""
    left, total = tail, 0.0
    for cost, weight in sorted(zip(costs, weights, strict=True), reverse=True):
        total += cost * min(weight, left)
        left -= min(weight, left)
    return total / tail
