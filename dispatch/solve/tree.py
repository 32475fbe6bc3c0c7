"""The whole LP without its coupling rows, exactly: windows are solved alone and merged in a tree.

A merge adds the rows that link its parts. They enter as basic, so the basis stays dual feasible and dual simplex goes
on from where the parts ended.
"""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import highspy
import numpy as np

from . import kernel
from .problem import Basis, Floats, Options, Progress, Statuses, Stop
from .split import Part, Split

FAN = 4
"""Windows that one merge joins."""
DEVEX: dict[str, kernel.Option] = {"simplex_dual_edge_weight_strategy": 1}
"""Exact steepest-edge weights of a warm basis cost as much as a solve."""


class Statement:
    """Statuses of all columns and rows, filled in by the parts; ``known`` once there are any."""

    def __init__(self, split: Split) -> None:
        problem = split.problem
        self.columns: Statuses = np.full(len(problem.cost), kernel.LOWER, dtype=np.int8)
        self.rows: Statuses = np.full(len(problem.row_lower), kernel.BASIC, dtype=np.int8)
        self.known = False

    def copy(self) -> Statement:
        """The same statuses, to be changed."""
        return copy.deepcopy(self)

    def keep(self, part: Part, basis: Basis) -> None:
        """Take a part's statuses over."""
        self.columns[part.columns], self.rows[part.rows] = basis.columns, basis.rows
        self.known = True

    def start(self, highs: highspy.Highs, part: Part) -> None:
        """Start a HiGHS that holds a part from its statuses."""
        kernel.set_basis(highs, Basis(self.columns[part.columns], self.rows[part.rows]))


def load_part(split: Split, part: Part, cost: Floats, **options: kernel.Option) -> highspy.Highs:
    """HiGHS with a part of the problem at some cost of all columns."""
    problem = split.problem
    return kernel.load(
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


def climb(
    split: Split, cost: Floats, statement: Statement, options: Options, stop: Stop, pool: ThreadPoolExecutor
) -> tuple[Part, highspy.Highs] | None:
    """Solve windows, from the bases in ``statement`` if there are any near their optimum at this cost, and merge them
    level by level; the part and the HiGHS of the whole, solved. None where it was stopped or a part has no optimum.
    The bases of the windows are left in ``statement``: the next climb, at another cost, begins with them."""
    groups = split.windows
    warm: dict[str, kernel.Option] | None = {"simplex_strategy": kernel.PRIMAL} if statement.known else None
    while len(groups) > 1:
        options.report(Progress(f"merging windows, {len(groups)} parts"))
        solve = partial(_solve, split, cost, statement, warm, stop)
        if not all(pool.map(solve, groups)):
            return None
        groups = [(few[0][0], few[-1][1]) for few in (groups[k : k + FAN] for k in range(0, len(groups), FAN))]
        if warm is not DEVEX:
            statement, warm = statement.copy(), DEVEX
    options.report(Progress("merging windows, the whole"))
    part = whole_part(split)
    highs = load_part(split, part, cost, **DEVEX)
    if statement.known:
        statement.start(highs, part)
    return (part, highs) if kernel.run(highs, stop) == kernel.OPTIMAL else None


def whole_part(split: Split) -> Part:
    """All columns and all local rows."""
    rows = np.flatnonzero(split.local)
    return Part(np.arange(len(split.problem.cost)), rows, split.problem.matrix[rows])


def _solve(
    split: Split,
    cost: Floats,
    statement: Statement,
    warm: dict[str, kernel.Option] | None,
    stop: Stop,
    hours: tuple[int, int],
) -> bool:
    """One part, from its statuses with the options ``warm`` or, where there are none, cold."""
    part = split.part(*hours)
    highs = load_part(split, part, cost, **(warm or {}))
    if warm is not None:
        statement.start(highs, part)
    if kernel.run(highs, stop) != kernel.OPTIMAL:
        return False
    basis = kernel.basis_of(highs)
    if basis is not None:
        statement.keep(part, basis)
    return basis is not None
