"""The whole LP without its coupling rows, exactly: windows are solved alone and merged in a tree.

A merge adds the rows that link its parts. They enter as basic, so the basis stays dual feasible and dual simplex goes
on from where the parts ended.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from functools import partial

import highspy
import numpy as np

from dispatch.messages import message

from .. import highs
from ..problem import Basis, Floats, Options, Progress, Statuses, Stop
from ..threads import ThreadBudget
from .partition import Part, TimePartition

FAN = 4
"""Windows that one merge joins."""
FEW = 16
"""Parts from which on the next merge joins all that there are."""


class BasisStatus:
    """Statuses of all columns and rows, filled in by the parts; ``known`` once there are any, ``infeasible`` while they are
    those of another LP, whose values do not fit this one."""

    def __init__(self, split: TimePartition) -> None:
        problem = split.problem
        self.columns: Statuses = np.full(len(problem.cost), highs.LOWER, dtype=np.int8)
        self.rows: Statuses = np.full(len(problem.row_lower), highs.BASIC, dtype=np.int8)
        self.known = self.infeasible = False

    def copy(self) -> BasisStatus:
        """The same statuses, to be changed."""
        return copy.deepcopy(self)

    def keep(self, part: Part, basis: Basis) -> None:
        """Take a part's statuses over."""
        self.columns[part.columns], self.rows[part.rows] = basis.columns, basis.rows
        self.known = True

    def begin(self, split: TimePartition, start: Basis) -> None:
        """Take the statuses of a similar LP over; rows that link windows are let go, as a climb begins without them."""
        begins = np.array([first for first, _ in split.windows])
        first, last = (
            np.searchsorted(begins, hour, "right") for hour in (split.problem.row_first, split.problem.row_last)
        )
        self.columns = start.columns.copy()
        self.rows = np.where(first == last, start.rows, highs.BASIC).astype(np.int8)
        self.known = self.infeasible = True

    def start(self, solver: highspy.Highs, part: Part) -> None:
        """Start a HiGHS that holds a part from its statuses."""
        highs.set_basis(solver, Basis(self.columns[part.columns], self.rows[part.rows]))


def load_part(split: TimePartition, part: Part, cost: Floats, **options: highs.Option) -> highspy.Highs:
    """HiGHS with a part of the problem at some cost of all columns."""
    problem = split.problem
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
    split: TimePartition, cost: Floats, statement: BasisStatus, options: Options, stop: Stop, crew: ThreadBudget
) -> tuple[Part, highspy.Highs] | None:
    """Solve windows, from the bases in ``statement`` if there are any near their optimum at this cost, and merge them
    level by level; the part and the HiGHS of the whole, solved. None where it was stopped or a part has no optimum.
    The bases of the windows are left in ``statement``: the next climb, at another cost, begins with them."""
    first = highs.DEVEX if statement.infeasible else highs.PRIMAL
    warm = first if statement.known else None
    for level, groups in enumerate(_levels(split.windows)):
        options.report(Progress(message("stage.merging", count=len(groups))))
        solve = partial(_solve, split, cost, statement, warm, stop)
        if not all(crew.map(solve, groups)):
            return None
        highs.trim_memory()
        if level == 0:
            statement.infeasible = False
            statement, warm = statement.copy(), highs.DEVEX
    options.report(Progress(message("stage.merging_whole")))
    with crew.alone():
        part = whole_part(split)
        solver = load_part(split, part, cost, **highs.DEVEX)
        if statement.known:
            statement.start(solver, part)
        return (part, solver) if highs.run(solver, stop) == highs.OPTIMAL else None


def _levels(windows: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Hours of the parts, level by level, from the windows on and without the whole."""
    levels = [list(windows)] if len(windows) > 1 else []
    while levels and len(levels[-1]) > (FEW if len(levels) > 1 else FAN):
        last = levels[-1]
        levels.append([(few[0][0], few[-1][1]) for few in (last[k : k + FAN] for k in range(0, len(last), FAN))])
    return levels


def whole_part(split: TimePartition) -> Part:
    """All columns and all local rows."""
    rows = np.flatnonzero(split.local)
    return Part(np.arange(len(split.problem.cost)), rows, split.problem.matrix[rows])


def _solve(
    split: TimePartition,
    cost: Floats,
    statement: BasisStatus,
    warm: dict[str, highs.Option] | None,
    stop: Stop,
    hours: tuple[int, int],
) -> bool:
    """One part, from its statuses with the options ``warm`` or, where there are none, cold."""
    part = split.part(*hours)
    solver = load_part(split, part, cost, **(warm or {}))
    if warm is not None:
        statement.start(solver, part)
    if highs.run(solver, stop) != highs.OPTIMAL:
        return False
    basis = highs.basis_of(solver)
    if basis is not None:
        statement.keep(part, basis)
    return basis is not None
