"""Independent blocks of an LP: parts that share no row and no column with each other.

Each is an LP of its own, with few of the rows that couple the hours; what one block moves need not be looked at in the
others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from .certificate import certify
from .problem import Basis, Floats, Integers, Problem, Solution, Status, Statuses
from .sparse import pick

LEAST = 0.01
"""Share of all rows below which a block is not worth a solve of its own."""

BY_COLUMN = ("cost", "lower", "upper", "column_first", "column_last", "column_series")
BY_ROW = ("row_lower", "row_upper", "row_first", "row_last")
"""What a problem has one of for each column and for each row."""


@dataclass(frozen=True, eq=False)
class Component:
    """Columns and rows of a problem, by number, as a problem of their own; the constant costs are left out."""

    columns: Integers
    rows: Integers
    matrix: sparse.csr_matrix
    cost: Floats
    lower: Floats
    upper: Floats
    column_first: Integers
    column_last: Integers
    column_series: Integers
    row_lower: Floats
    row_upper: Floats
    row_first: Integers
    row_last: Integers
    offset: float = 0.0

    @classmethod
    def of(cls, problem: Problem, columns: Integers, rows: Integers) -> Component:
        """A block of a problem."""
        by_column = {name: getattr(problem, name)[columns] for name in BY_COLUMN}
        by_row = {name: getattr(problem, name)[rows] for name in BY_ROW}
        return cls(columns=columns, rows=rows, matrix=pick(problem.matrix, rows, columns), **by_column, **by_row)

    def own(self, start: Basis | None) -> Basis | None:
        """What a start of the whole says of this block."""
        if start is None:
            return None
        return replace(
            start,
            columns=start.columns[self.columns],
            rows=start.rows[self.rows],
            prices=None if start.prices is None else start.prices[self.rows],
            primal=None if start.primal is None else start.primal[self.columns],
        )


def components(problem: Problem) -> list[Component]:
    """The blocks, the one with most rows first; those below LEAST together are one more. A single one is the whole."""
    rows, columns = problem.matrix.shape
    # Both kinds as nodes of one graph, an edge for each entry, from its row to its column.
    nodes = rows + columns
    starts = np.concatenate([problem.matrix.indptr, np.full(columns, problem.matrix.nnz)])
    edges = (np.ones(problem.matrix.nnz, dtype=np.int8), problem.matrix.indices + rows, starts)
    graph = sparse.csr_matrix(edges, shape=(nodes, nodes))
    count, label = csgraph.connected_components(graph, connection="weak")
    size = np.bincount(label[:rows], minlength=count)
    large = np.flatnonzero(size >= max(LEAST * rows, 1))
    number = np.full(count, len(large))
    number[large[np.argsort(-size[large], kind="stable")]] = np.arange(len(large))
    row_block, column_block = number[label[:rows]], number[label[rows:]]
    found = [
        (np.flatnonzero(column_block == block), np.flatnonzero(row_block == block)) for block in range(len(large) + 1)
    ]
    return [Component.of(problem, *both) for both in found if both[0].size or both[1].size]


def join(problem: Problem, parts: Sequence[Component], solutions: Sequence[Solution], method: str) -> Solution:
    """The solution of the whole from those of its blocks, certified as a whole; without a point where a block has none."""
    status = _worst([solution.status for solution in solutions])
    bound = sum(solution.bound for solution in solutions) + problem.offset
    basis = None
    joined = Solution(status, method, bound=bound, ray=_ray(problem, parts, solutions))
    primal, dual = np.zeros(len(problem.cost)), np.zeros(len(problem.row_lower))
    for part, solution in zip(parts, solutions, strict=True):
        if solution.primal is None or solution.row_dual is None:
            break
        primal[part.columns], dual[part.rows] = solution.primal, solution.row_dual
    else:
        proof = certify(problem, primal, dual)
        unproven: Status = "feasible" if status == "optimal" else status
        joined = proof.solution("optimal" if proof.proves_optimum else unproven, method)
        basis = _basis(problem, parts, solutions)
    return replace(
        joined,
        iterations=sum(solution.iterations for solution in solutions),
        basis=basis,
        interrupted=any(solution.interrupted for solution in solutions),
    )


def _ray(problem: Problem, parts: Sequence[Component], solutions: Sequence[Solution]) -> Floats | None:
    """The rays of the blocks that are unbounded, as one of the whole."""
    if all(solution.ray is None for solution in solutions):
        return None
    ray = np.zeros(len(problem.cost))
    for part, solution in zip(parts, solutions, strict=True):
        if solution.ray is not None:
            ray[part.columns] = solution.ray
    return ray


def _worst(statuses: Sequence[Status]) -> Status:
    order: tuple[Status, ...] = ("infeasible", "failed", "stopped", "unbounded", "feasible", "optimal")
    return min(statuses, key=order.index)


def _basis(problem: Problem, parts: Sequence[Component], solutions: Sequence[Solution]) -> Basis | None:
    columns: Statuses = np.zeros(len(problem.cost), dtype=np.int8)
    rows: Statuses = np.zeros(len(problem.row_lower), dtype=np.int8)
    for part, solution in zip(parts, solutions, strict=True):
        if solution.basis is None:
            return None
        columns[part.columns], rows[part.rows] = solution.basis.columns, solution.basis.rows
    return Basis(columns, rows)
