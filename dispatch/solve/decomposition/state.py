"""The state of a decomposition and what stays the same while it runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from dispatch.messages import Message

from ..certificate import Certificate, certify
from ..problem import GAP, Basis, Floats, Options, Problem, Progress, Stop
from ..threads import ThreadBudget
from .fixing import FreeSet
from .merge_tree import BasisStatus
from .partition import CouplingRows, TimePartition
from .window_pricing import CONVERGED

LENGTH = 168
"""Hours of a time window."""
TIE = 0.03
"""Reduced costs up to this share of the median cost count as zero in the restricted master problem."""
COARSE, PART = 3e-4, 0.3
"""Relative gap of the cutting-plane model at which multiplier iteration ends for a rolling horizon; and for all methods, as a
share of the requested gap."""


@dataclass(frozen=True, eq=False)
class Setup:
    """What stays the same: the LP, its partition, the request and the threads.

    scale: median size of the costs. target: requested relative gap. pricing_gap: relative gap of the cutting-plane model at
    which multiplier iteration ends.
    """

    problem: Problem
    options: Options
    stop: Stop
    threads: ThreadBudget
    partition: TimePartition
    scale: float
    target: float
    pricing_gap: float

    @classmethod
    def of(cls, problem: Problem, options: Options, stop: Stop, threads: ThreadBudget) -> Self:
        """Partition a problem into windows of LENGTH hours."""
        costs = np.abs(problem.cost[problem.cost != 0])
        scale = float(np.median(costs)) if costs.size else 1.0
        target = options.gap or GAP  # a requested gap of zero requests the proof of an optimum, as no gap does
        coarsest = COARSE if options.method == "rolling" else CONVERGED
        partition = TimePartition(problem, LENGTH)
        return cls(problem, options, stop, threads, partition, scale, target, max(coarsest, PART * target))

    @property
    def coupling(self) -> CouplingRows:
        """The coupling constraints."""
        return self.partition.coupling

    @property
    def limited(self) -> bool:
        """Whether a gap, a time limit or the method requests a feasible point before the optimum."""
        return self.options.method == "rolling" or self.target > GAP or bool(np.isfinite(self.stop.remaining))

    def report(self, stage: Message, state: State) -> None:
        """Report a stage with the bound and the cost so far."""
        offset = self.problem.offset
        objective = None if state.point is None else state.point.objective - offset
        self.options.report(Progress(stage, None, state.bound - offset, objective))


@dataclass(frozen=True, eq=False)
class State:
    """What is known so far. A step returns a new state.

    value: Lagrangian value at the last multipliers; None: the relaxed LP has no optimum there, or the solve was stopped.
    bound, duals: best lower bound of the cost, and the row duals that prove it, shape (rows,). point: cheapest feasible point
    with its certificate. basis: of the last point or bound. windows: basis statuses from which the next merge starts. free:
    columns and rows that are free in the restricted master problem. iterations: of HiGHS.
    """

    windows: BasisStatus
    free: FreeSet
    value: float | None = None
    bound: float = -np.inf
    duals: Floats | None = None
    point: Certificate | None = None
    basis: Basis | None = None
    iterations: int = 0
    notes: tuple[Message, ...] = ()

    @classmethod
    def initial(cls, setup: Setup) -> Self:
        """Return the state before the first step."""
        return cls(BasisStatus.slack(setup.problem), FreeSet.of(setup.problem, TIE * setup.scale))

    def within(self, target: float) -> bool:
        """Whether the gap of the cheapest point is at most ``target``."""
        return self.point is not None and self.point.gap <= target

    def noted(self, note: Message) -> Self:
        """Return the state with one more note."""
        return replace(self, notes=(*self.notes, note))

    def with_point(self, problem: Problem, primal: Floats) -> Self:
        """Return the state with a point, shape (columns,), if it is feasible and cheaper than the cheapest so far; otherwise
        the same state."""
        if self.duals is None:
            return self
        proof = certify(problem, primal, self.duals)
        if not proof.feasible or (self.point is not None and proof.objective >= self.point.objective):
            return self
        return replace(self, point=proof)

    def with_bound(self, problem: Problem, bound: float, duals: Floats) -> Self:
        """Return the state with a better bound and its row duals; the gap of the point is computed again."""
        point = None if self.point is None else certify(problem, self.point.primal, duals)
        return replace(self, bound=bound, duals=duals, point=point)
