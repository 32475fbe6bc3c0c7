"""What is solved, what may be asked of the solve, and what it gives back. Nothing here knows electricity."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from dispatch.messages import Message

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
Statuses: TypeAlias = NDArray[np.int8]
Method: TypeAlias = Literal["auto", "windows", "ipm", "simplex", "rolling"]
Status: TypeAlias = Literal["optimal", "feasible", "stopped", "infeasible", "unbounded", "failed"]

GAP = 1e-6
"""Relative primal-dual gap of a proven optimum."""
FEASIBILITY = 1e-7
"""Largest primal infeasibility of a proven optimum, HiGHS's own tolerance; of an LP whose values are below one, relative to
the largest. The largest reduced cost of a column whose range the bound assumes, likewise."""


CANCELLED = 1e-6
"""Share of the sum of the sizes of all costs below which an objective is what is left of costs that cancel."""
NOTHING = 1e-12
"""Share of what costs could amount to below which an objective counts as zero."""
DIGITS = 1e-15
"""Relative difference of two sums of the same terms that is rounding."""


def relative_gap(objective: float, bound: float, size: float = 0.0, reach: float = 0.0) -> float:
    """(objective - bound) / |objective|, both without constant costs; zero where they agree to the last digits.

    size: sum of the sizes of the terms of the objective. Where these cancel (what a target lacks, at its best), the
    objective is as small as it happens to be, and CANCELLED of the size is what the gap is relative to. reach: what costs
    could amount to; NOTHING of it is the least that a gap is relative to.
    """
    difference = max(objective - bound, 0.0)
    if difference <= DIGITS * max(abs(objective), size):
        return 0.0
    relative_to = max(abs(objective), CANCELLED * size, NOTHING * reach)
    return difference / relative_to if relative_to else np.inf


class Problem(Protocol):
    """minimise ``cost @ x + offset``, ``row_lower <= matrix @ x <= row_upper``, ``lower <= x <= upper``.

    Columns and rows carry the first and the last hour (any unit of time counted from 0) that they touch, shape
    (columns,) and (rows,), or -1: no hour in particular. A row that touches no hour in particular couples the whole.
    Columns of one series, shape (columns,), are the same quantity at different hours.
    """

    @property
    def cost(self) -> Floats: ...
    @property
    def lower(self) -> Floats: ...
    @property
    def upper(self) -> Floats: ...
    @property
    def matrix(self) -> sparse.csr_matrix: ...
    @property
    def row_lower(self) -> Floats: ...
    @property
    def row_upper(self) -> Floats: ...
    @property
    def column_first(self) -> Integers: ...
    @property
    def column_last(self) -> Integers: ...
    @property
    def column_series(self) -> Integers: ...
    @property
    def row_first(self) -> Integers: ...
    @property
    def row_last(self) -> Integers: ...
    @property
    def offset(self) -> float: ...


def costs_reach(problem: Problem) -> float:
    """What costs could amount to: sum of the sizes of costs times the larger finite bound."""
    paid = np.flatnonzero(problem.cost)
    bounds = (np.abs(limit[paid]) for limit in (problem.lower, problem.upper))
    largest = [np.where(np.isinf(bound), 0.0, bound) for bound in bounds]
    return float(np.sum(np.abs(problem.cost[paid]) * np.maximum(*largest)))


@dataclass(frozen=True)
class Progress:
    """Progress of a solve: stage, completed share of the stage (0-1; None: unknown), best bound and least cost so far, both
    without constant costs (None: none yet)."""

    stage: Message
    share: float | None = None
    bound: float | None = None
    objective: float | None = None

    @property
    def gap(self) -> float | None:
        """The certified gap so far."""
        return None if self.bound is None or self.objective is None else relative_gap(self.objective, self.bound)


@dataclass(frozen=True)
class Options:
    """How to solve.

    gap: stop when the certified relative gap is at most this (None: prove the optimum). time_limit: seconds.
    threads: budget for all of HiGHS's work. verbose: HiGHS's own log on standard output.
    """

    method: Method = "auto"
    gap: float | None = None
    time_limit: float = np.inf
    threads: int = 2
    verbose: bool = False
    report: Callable[[Progress], None] = field(default=lambda progress: None, repr=False)


@dataclass(frozen=True, eq=False)
class Basis:
    """Status of every column and row, as HiGHS numbers them, shape (columns,) and (rows,); prices: row duals,
    shape (rows,), NaN for a row that was not there, or None where none is known; primal: values of the columns,
    shape (columns,), likewise; gap: relative, to which these values and prices were proven where they come from."""

    columns: Statuses
    rows: Statuses
    prices: Floats | None = None
    primal: Floats | None = None
    gap: float = np.inf


@dataclass(frozen=True, eq=False)
class Solution:
    """The end of a solve.

    primal, column_dual: shape (columns,); row_dual: shape (rows,); None unless there is a feasible point.
    objective, bound: with the offset; gap: that of ``relative_gap``.
    status: ``optimal`` proven to GAP and FEASIBILITY; ``feasible`` within the gap that was asked for, or by a method
    that does not prove the optimum; ``stopped`` at a limit or by the user; ``infeasible``; ``unbounded``: the cost
    is unbounded below; ``failed``. ray: of an unbounded LP, a direction without end of negative cost, shape (columns,).
    notes: what was chosen, and every fallback.
    """

    status: Status
    method: str
    notes: tuple[Message, ...] = ()
    primal: Floats | None = None
    column_dual: Floats | None = None
    row_dual: Floats | None = None
    objective: float = np.nan
    bound: float = -np.inf
    gap: float = np.inf
    primal_infeasibility: float = np.inf
    dual_infeasibility: float = np.inf
    iterations: int = 0
    basis: Basis | None = None
    ray: Floats | None = None
    interrupted: bool = False

    @property
    def start(self) -> Basis | None:
        """Where the solve of a similar LP may begin; None where there is no basis or no feasible point."""
        if self.basis is None or self.primal is None:
            return None
        return replace(self.basis, prices=self.row_dual, primal=self.primal, gap=self.gap)


class Stop:
    """A flag and a deadline that every part of a solve looks at."""

    def __init__(self, seconds: float = np.inf) -> None:
        self._deadline = time.monotonic() + seconds
        self._flag = threading.Event()

    def set(self) -> None:
        """Stop as soon as possible."""
        self._flag.set()

    @property
    def interrupted(self) -> bool:
        """Whether somebody asked to stop."""
        return self._flag.is_set()

    @property
    def remaining(self) -> float:
        """Seconds until the deadline, 0 once it has passed or somebody asked to stop."""
        return 0.0 if self.interrupted else max(0.0, self._deadline - time.monotonic())

    @property
    def reached(self) -> bool:
        """Whether to stop now."""
        return self.remaining <= 0.0
