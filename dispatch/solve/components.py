"""Connected components of the constraint matrix: parts of an LP that share no row and no column.

Each component is an LP with its own method and multipliers, and with few of the rows that couple the hours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from .certificate import certify
from .problem import Basis, End, Floats, Integers, Problem, Progress, Solution, Status, Statuses
from .sparse import pick
from .threads import Deferred

LEAST = 0.01
"""Share of all rows below which components are combined into one."""


@dataclass(frozen=True, eq=False)
class Component:
    """Columns and rows of a problem, by number, as a problem of their own, without the constant costs.

    given: values of the other columns, shape (columns of the problem,), zero for its own; None: they have no entry in its rows.
    """

    whole: Problem
    columns: Integers
    rows: Integers
    offset: float = 0.0
    given: Floats | None = None

    @cached_property
    def matrix(self) -> sparse.csr_matrix:
        return pick(self.whole.matrix, self.rows, self.columns)

    @cached_property
    def cost(self) -> Floats:
        return self.whole.cost[self.columns]

    @cached_property
    def lower(self) -> Floats:
        return self.whole.lower[self.columns]

    @cached_property
    def upper(self) -> Floats:
        return self.whole.upper[self.columns]

    @cached_property
    def column_first(self) -> Integers:
        return self.whole.column_first[self.columns]

    @cached_property
    def column_last(self) -> Integers:
        return self.whole.column_last[self.columns]

    @cached_property
    def column_series(self) -> Integers:
        return self.whole.column_series[self.columns]

    @cached_property
    def row_lower(self) -> Floats:
        return self.whole.row_lower[self.rows] - self._activity

    @cached_property
    def row_upper(self) -> Floats:
        return self.whole.row_upper[self.rows] - self._activity

    @cached_property
    def _activity(self) -> Floats | float:
        """What the given columns contribute to the rows, shape (rows,)."""
        return 0.0 if self.given is None else np.asarray(self.whole.matrix @ self.given)[self.rows]

    @cached_property
    def row_first(self) -> Integers:
        return self.whole.row_first[self.rows]

    @cached_property
    def row_last(self) -> Integers:
        return self.whole.row_last[self.rows]

    def own(self, start: Basis | None) -> Basis | None:
        """Return the part of a start of the whole problem, None where there is none."""
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
    """Return the components, the one with most rows first. Those with less than LEAST of the rows are combined into one, the last. An LP
    that is connected has one component."""
    rows, columns = problem.matrix.shape
    # The nodes of the graph are the rows and the columns; each entry of the matrix is an edge.
    nodes = rows + columns
    starts = np.concatenate([problem.matrix.indptr, np.full(columns, problem.matrix.nnz)])
    edges = (np.ones(problem.matrix.nnz, dtype=np.int8), problem.matrix.indices + rows, starts)
    graph = sparse.csr_matrix(edges, shape=(nodes, nodes))
    count, label = csgraph.connected_components(graph, connection="weak")
    size = np.bincount(label[:rows], minlength=count)
    large = np.flatnonzero(size >= max(LEAST * rows, 1))
    number = np.full(count, len(large))
    number[large[np.argsort(-size[large], kind="stable")]] = np.arange(len(large))
    of_row, of_column = number[label[:rows]], number[label[rows:]]
    found = [(np.flatnonzero(of_column == each), np.flatnonzero(of_row == each)) for each in range(len(large) + 1)]
    return [Component(problem, *both) for both in found if both[0].size or both[1].size]


def join(problem: Problem, parts: Sequence[Component], solutions: Sequence[Solution], method: str) -> Solution:
    """Return the solution of the whole LP from those of its components, certified for the whole LP; without a point if a component has
    none."""
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
        end=End(
            sum(solution.end.iterations for solution in solutions),
            any(solution.end.interrupted for solution in solutions),
        ),
        basis=basis,
    )


def _ray(problem: Problem, parts: Sequence[Component], solutions: Sequence[Solution]) -> Floats | None:
    """Return the rays of the unbounded components as one ray of the whole LP, shape (columns,); None if there is none."""
    if all(solution.ray is None for solution in solutions):
        return None
    ray = np.zeros(len(problem.cost))
    for part, solution in zip(parts, solutions, strict=True):
        if solution.ray is not None:
            ray[part.columns] = solution.ray
    return ray


def _worst(statuses: Sequence[Status]) -> Status:
    """Return the status that holds for the whole LP."""
    order: tuple[Status, ...] = ("infeasible", "failed", "stopped", "unbounded", "feasible", "optimal")
    return min(statuses, key=order.index)


def _basis(problem: Problem, parts: Sequence[Component], solutions: Sequence[Solution]) -> Basis | None:
    """Return the basis of the whole LP; None if a component has none."""
    columns: Statuses = np.zeros(len(problem.cost), dtype=np.int8)
    rows: Statuses = np.zeros(len(problem.row_lower), dtype=np.int8)
    for part, solution in zip(parts, solutions, strict=True):
        if solution.basis is None:
            return None
        columns[part.columns], rows[part.rows] = solution.basis.columns, solution.basis.rows
    return Basis(columns, rows)


def total_progress(
    report: Callable[[Progress], None], known: Sequence[Solution], jobs: Sequence[Deferred[Solution]]
) -> Callable[[Progress], None]:
    """Return a report that adds bound and cost of all other components to those of one, as soon as the others have theirs."""

    def add(progress: Progress) -> None:
        others = [*known, *(job.result() for job in jobs if job.done)]
        if progress.bound is None or len(others) < len(known) + len(jobs):
            report(replace(progress, bound=None, objective=None))
            return
        bound = progress.bound + sum(other.bound for other in others)
        if progress.objective is None or any(other.primal is None for other in others):
            report(replace(progress, bound=bound, objective=None))
            return
        report(replace(progress, bound=bound, objective=progress.objective + sum(each.objective for each in others)))

    return add
