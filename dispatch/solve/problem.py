"""The interface of the solver: an LP, options, progress, and the solution. It has no power-system terms."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dispatch.messages import Message

if TYPE_CHECKING:
    from scipy import sparse

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
Statuses: TypeAlias = NDArray[np.int8]
Method: TypeAlias = Literal["auto", "windows", "ipm", "simplex", "rolling"]
Status: TypeAlias = Literal["optimal", "feasible", "stopped", "infeasible", "unbounded", "failed"]

GAP = 1e-6
"""Relative primal-dual gap of a proven optimum."""
FEASIBILITY = 1e-7
"""Largest primal infeasibility of a proven optimum, which is HiGHS's tolerance; relative to the largest value if that is below one. Also
the largest reduced cost of a column whose range the bound assumes."""
CANCELLED = 1e-6
"""Ratio of the objective to the sum of absolute costs below which the costs count as cancelled."""
NOTHING = 1e-12
"""Ratio of the objective to the largest possible cost below which the objective counts as zero."""
DIGITS = 1e-15
"""Relative rounding of a sum: largest difference of two sums of the same terms."""


def relative_gap(objective: float, bound: float, size: float = 0.0, reach: float = 0.0) -> float:
    """Return (objective - bound) / |objective|, both without constant costs; zero if they agree to the last digits.

    size: sum of the absolute terms of the objective. If the terms cancel (the shortfall of a target at its optimum), the objective is
    arbitrarily small, and the gap is relative to CANCELLED times the size. reach: largest possible cost. The gap is relative to at
    least NOTHING times the reach.
    """
    difference = max(objective - bound, 0.0)
    if difference <= DIGITS * max(abs(objective), size):
        return 0.0
    relative_to = max(abs(objective), CANCELLED * size, NOTHING * reach)
    return difference / relative_to if relative_to else np.inf


class Problem(Protocol):
    """An LP: minimise ``cost @ x + offset``, ``row_lower <= matrix @ x <= row_upper``, ``lower <= x <= upper``.

    cost, lower, upper: shape (columns,). row_lower, row_upper: shape (rows,). matrix: shape (rows, columns).
    column_first, column_last, row_first, row_last: first and last hour (any unit of time, from 0) that a column or row touches; -1: no
    hours. A row without hours couples the whole horizon. column_series: number of the quantity; columns of one series are the same
    quantity at different hours.
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
    """Return the largest possible cost: sum of each absolute cost times the larger finite bound of its column."""
    costly = np.flatnonzero(problem.cost)
    bounds = (np.abs(limit[costly]) for limit in (problem.lower, problem.upper))
    largest = [np.where(np.isinf(bound), 0.0, bound) for bound in bounds]
    return float(np.sum(np.abs(problem.cost[costly]) * np.maximum(*largest)))


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
    """Options of a solve.

    gap: requested relative gap, at which the solve ends (None: proof of the optimum). time_limit [s]. threads: largest number of threads.
    verbose: print the log of HiGHS. nearly: keep a point that violates the LP by a little more than a proof allows, as ``failed``. report: receives the progress. why: reason for ``method``, where the caller and not the user selects the
    method; None: the user requests the method.
    """

    method: Method = "auto"
    gap: float | None = None
    time_limit: float = np.inf
    threads: int = 2
    verbose: bool = False
    report: Callable[[Progress], None] = field(default=lambda progress: None, repr=False)
    why: Message | None = None
    nearly: bool = False


@dataclass(frozen=True, eq=False)
class Basis:
    """A basis, as a start of a similar LP.

    columns, rows: statuses as HiGHS numbers them, shapes (columns,) and (rows,). prices: row duals, shape (rows,), NaN for a new row;
    None: unknown. primal: values of the columns, shape (columns,), NaN for a new column; None: unknown. gap: relative gap of these
    values and duals in the LP of which they are the solution.
    """

    columns: Statuses
    rows: Statuses
    prices: Floats | None = None
    primal: Floats | None = None
    gap: float = np.inf


@dataclass(frozen=True)
class Infeasibility:
    """Largest violation of a row or bound by the values (primal), and largest reduced cost that points to an infinite bound (dual)."""

    primal: float = np.inf
    dual: float = np.inf


@dataclass(frozen=True)
class End:
    """Iterations of HiGHS until a solve ended, and whether the user interrupted it."""

    iterations: int = 0
    interrupted: bool = False


@dataclass(frozen=True, eq=False)
class Solution:
    """The result of a solve.

    status: ``optimal``: proven to GAP and FEASIBILITY; ``feasible``: within the requested gap, or by a method that does not prove the
    optimum; ``stopped``: at a limit or by the user; ``infeasible``; ``unbounded``: the cost is unbounded below; ``failed``.
    method: that gave the solution. notes: the selected method, and every step after it.
    primal: values, shape (columns,); row_dual: shape (rows,); None without a feasible point. objective, bound: cost of the values, and
    lower bound of every feasible cost, both with the offset; gap: of ``relative_gap``.
    basis: None for methods without one. ray: direction of an unbounded LP with a negative cost, shape (columns,).
    """

    status: Status
    method: str
    notes: tuple[Message, ...] = ()
    primal: Floats | None = None
    row_dual: Floats | None = None
    objective: float = np.nan
    bound: float = -np.inf
    gap: float = np.inf
    infeasibility: Infeasibility = Infeasibility()
    end: End = End()
    basis: Basis | None = None
    ray: Floats | None = None

    @property
    def reported(self) -> Literal["optimal", "feasible", "stopped"]:
        """Status of a point in results: ``stopped`` where neither a proof nor the requested gap was reached."""
        return self.status if self.status in ("optimal", "feasible") else "stopped"

    @property
    def start(self) -> Basis | None:
        """The start for a similar LP; None without a basis or a feasible point."""
        if self.basis is None or self.primal is None:
            return None
        return replace(self.basis, prices=self.row_dual, primal=self.primal, gap=self.gap)


class Stop:
    """A flag and a deadline that every part of a solve checks."""

    def __init__(self, seconds: float = np.inf) -> None:
        self._deadline = time.monotonic() + seconds
        self._flag = threading.Event()

    def set(self) -> None:
        """Stop as soon as possible."""
        self._flag.set()

    @property
    def interrupted(self) -> bool:
        """Whether the user interrupted the solve."""
        return self._flag.is_set()

    @property
    def remaining(self) -> float:
        """Seconds until the deadline; 0 after it, or after an interruption."""
        return 0.0 if self.interrupted else max(0.0, self._deadline - time.monotonic())

    @property
    def reached(self) -> bool:
        """Whether to stop now."""
        return self.remaining <= 0.0
