"""The relaxed LP by hierarchical merge: windows are solved alone and merged level by level, to the exact optimum.

A merge adds the rows that link its parts. They enter as basic, so the basis stays dual feasible, and dual simplex continues
from the bases of the parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Self, TypeAlias

import highspy
import numpy as np

from dispatch.messages import message

from .. import highs
from ..problem import Basis, Floats, Integers, Options, Problem, Progress, Statuses, Stop
from ..threads import ThreadBudget
from .partition import Part, TimePartition

FAN = 4
"""Windows that one merge joins."""
MAX_PARTS = 16
"""Largest number of parts that one merge joins, from the second level on."""

PartBasis: TypeAlias = tuple[Integers, Integers, Basis]
"""Columns and rows of a part, by number, and their statuses."""


@dataclass(frozen=True, eq=False)
class BasisStatus:
    """Basis statuses of all columns and rows, shapes (columns,) and (rows,), pieced together from parts.

    known: whether any part has filled them in. foreign: they are those of another LP, whose values may be infeasible here.
    """

    columns: Statuses
    rows: Statuses
    known: bool = False
    foreign: bool = False

    @classmethod
    def slack(cls, problem: Problem) -> Self:
        """Return the basis of slacks: columns at their lower bounds, rows basic."""
        columns = np.full(len(problem.cost), highs.LOWER, dtype=np.int8)
        return cls(columns, np.full(len(problem.row_lower), highs.BASIC, dtype=np.int8))

    @classmethod
    def of_start(cls, partition: TimePartition, start: Basis) -> Self:
        """Return the statuses of a similar LP. Rows that link windows are basic, as a merge starts without them."""
        problem = partition.problem
        begins = np.array([first for first, _ in partition.windows])
        first, last = (np.searchsorted(begins, hour, "right") for hour in (problem.row_first, problem.row_last))
        rows = np.where(first == last, start.rows, highs.BASIC).astype(np.int8)
        return cls(start.columns.copy(), rows, known=True, foreign=True)

    def with_parts(self, parts: Iterable[PartBasis]) -> Self:
        """Return the statuses with those of some parts of this LP."""
        columns, rows, known = self.columns.copy(), self.rows.copy(), self.known
        for part_columns, part_rows, basis in parts:
            columns[part_columns], rows[part_rows], known = basis.columns, basis.rows, True
        return replace(self, columns=columns, rows=rows, known=known, foreign=False)

    def apply(self, solver: highspy.Highs, part: Part) -> None:
        """Set the basis of a HiGHS instance that contains a part."""
        highs.set_basis(solver, Basis(self.columns[part.columns], self.rows[part.rows]))


@dataclass(frozen=True, eq=False)
class Merged:
    """The relaxed LP at its optimum: its columns and rows, the HiGHS instance, and the bases of the windows, from which the next
    merge at other costs starts."""

    part: Part
    solver: highspy.Highs
    windows: BasisStatus


def load_part(partition: TimePartition, part: Part, cost: Floats, **options: highs.Option) -> highspy.Highs:
    """Return a HiGHS instance with a part of the problem at some cost of all columns, shape (columns,)."""
    problem = partition.problem
    return highs.load(
        cost[part.columns],
        problem.lower[part.columns],
        problem.upper[part.columns],
        part.matrix,
        problem.row_lower[part.rows],
        problem.row_upper[part.rows],
        solver="simplex",
        threads=1,
        **options,
    )


def merge_windows(
    partition: TimePartition, cost: Floats, status: BasisStatus, options: Options, stop: Stop, threads: ThreadBudget
) -> Merged | None:
    """Solve the windows at some cost of all columns, shape (columns,), and merge them level by level.

    status: bases of the windows near their optimum, where they are known. None: a part has no optimum, or the solve was
    stopped.
    """
    windows = status
    first = highs.DEVEX if status.foreign else highs.PRIMAL
    warm = first if status.known else None
    for level, groups in enumerate(_levels(partition.windows)):
        options.report(Progress(message("stage.merging", count=len(groups))))
        found = threads.map(partial(_solve, partition, cost, status, warm, stop), groups)
        bases = [basis for basis in found if basis is not None]
        if len(bases) < len(groups):
            return None
        highs.trim_memory()
        status = status.with_parts(bases)
        if level == 0:
            windows, warm = status, highs.DEVEX
    options.report(Progress(message("stage.merging_whole")))
    with threads.exclusive():
        part = whole_part(partition)
        solver = load_part(partition, part, cost, **highs.DEVEX)
        if status.known:
            status.apply(solver, part)
        return Merged(part, solver, windows) if highs.run(solver, stop) == highs.OPTIMAL else None


def _levels(windows: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return the hours [first, last) of the parts, level by level, from the windows up and without the whole."""
    levels = [list(windows)] if len(windows) > 1 else []
    while levels and len(levels[-1]) > (MAX_PARTS if len(levels) > 1 else FAN):
        last = levels[-1]
        levels.append([(few[0][0], few[-1][1]) for few in (last[k : k + FAN] for k in range(0, len(last), FAN))])
    return levels


def whole_part(partition: TimePartition) -> Part:
    """Return all columns and all local rows."""
    rows = np.flatnonzero(partition.local)
    return Part(np.arange(len(partition.problem.cost)), rows, partition.problem.matrix[rows])


def _solve(
    partition: TimePartition,
    cost: Floats,
    status: BasisStatus,
    warm: dict[str, highs.Option] | None,
    stop: Stop,
    hours: tuple[int, int],
) -> PartBasis | None:
    """Solve one part: a warm start from its statuses with the options ``warm``, or a cold start where there are none."""
    part = partition.part(*hours)
    solver = load_part(partition, part, cost, **(warm or {}))
    if warm is not None:
        status.apply(solver, part)
    if highs.run(solver, stop) != highs.OPTIMAL:
        return None
    basis = highs.basis_of(solver)
    return None if basis is None else (part.columns, part.rows, basis)
