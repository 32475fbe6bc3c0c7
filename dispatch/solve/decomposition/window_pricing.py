"""Prices of the coupling rows on windows that are closed on themselves: they settle where the windows together nearly
meet the rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dispatch.messages import Message, message

from .. import highs
from ..problem import Floats, Options, Progress, Stop, costs_reach, relative_gap
from ..threads import ThreadBudget
from .cutting_planes import CuttingPlaneModel, Step
from .cyclic_windows import with_cyclic_boundary
from .fixing import AT, Packed
from .merge_tree import BasisStatus
from .partition import Part, TimePartition
from .trust_region import WIDEST, TrustRegion
from .window_subproblem import WindowSubproblem

SETTLED = 5e-5
"""Relative gap of the windows' model at which the whole is worth its time. The shipped year, with day-ahead exports, takes
570 s of solving with 5e-5 and 703 s with 5e-6 (two cores): more passes find a gap that is smaller, but the clean-up after
them is no shorter."""
PASSES = 100
"""Most rounds of pricing."""
RADIUS = 0.1
"""How far, relative to their size, prices may go at first."""
FLAT, NARROW = 5e-4, 0.002
"""In the first master each price may go until the windows' model has lost this share of its value, and at least so far
relative to its size. A price that the windows know well has little room, one that matters to few hours has much."""
SLACK = 0.05
"""Share of a coupling row that may stay unmet at first. It is halved whenever the model promises less than it must."""


@dataclass(frozen=True, eq=False)
class WindowPrices:
    """What the windows settled on.

    prices: of the coupling rows, shape (rows,). radius: how far each may go down and up in the first master, relative
    to its size, shape (2, rows). shares: of each window in the rows, shape (windows, rows). primal, closed: values of
    all columns, shape (columns,), and bases, in the windows closed on themselves. mixture: parts and sides of the
    solutions that mixed meet the rows, none where the passes ran out. passes: how many there were.
    """

    prices: Floats
    radius: Floats
    shares: Floats
    primal: Floats
    closed: BasisStatus
    mixture: list[tuple[Part, Packed]]
    passes: int


class WindowPricing:
    """One settling. scale: the size of costs. enough: relative gap of the windows' model at which it ends."""

    def __init__(
        self, split: TimePartition, scale: float, enough: float, options: Options, stop: Stop, crew: ThreadBudget
    ) -> None:
        self.split, self.coupling, self.scale, self.enough = split, split.coupling, scale, enough
        self.options, self.stop, self.crew = options, stop, crew
        self.reach = costs_reach(split.problem)
        ring = with_cyclic_boundary(split.problem, split.windows, split.local)
        self.windows = [WindowSubproblem(split, ring, number) for number in range(len(split.windows))]
        self.bundle = CuttingPlaneModel(self.coupling, len(self.windows))

    def run(self, prices: Floats, statement: BasisStatus) -> WindowPrices | None:
        """From some prices, shape (rows,); the bases of the windows are left in ``statement``. None where a window has
        no optimum."""
        trust = TrustRegion(prices, self.scale, RADIUS, SLACK)
        seen: list[tuple[Part, Packed]] = []
        mixture: list[tuple[Part, Packed]] = []
        shares, number = np.zeros((len(self.windows), len(self.coupling))), 0
        for number in range(PASSES):
            if not self._visit(prices, message("stage.multiplier_iteration", number=number + 1)):
                return None
            trust.judge(prices, sum(window.value for window in self.windows) + self.coupling.side(prices))
            for window in self.windows:
                self.bundle.add(window.number, *window.use(self.split.problem.cost))
                seen.append((window.part, window.sides()))
            step = self._step(trust)
            if step is None:
                break
            shares = step.shares
            if relative_gap(step.penalised, trust.best, reach=self.reach) < self.enough:
                mixture = [seen[cut] for cut in np.flatnonzero(step.weights > AT)]
                break
            prices = step.prices
        if not self._visit(trust.centre, message("stage.final_multipliers")):
            return None
        problem = self.split.problem
        primal, closed = np.zeros(len(problem.cost)), BasisStatus(self.split)
        for window in self.windows:
            primal[window.part.columns] = window.primal
            window.leave(statement, closed)
        highs.trim_memory()
        return WindowPrices(trust.centre, self._radius(trust), shares, primal, closed, mixture, number + 1)

    def _step(self, trust: TrustRegion) -> Step | None:
        """The next prices; they promise less than ``enough`` where the best ones so far will do. None where HiGHS was
        stopped."""
        while True:
            step = self.bundle.best(trust.centre, trust.reach, trust.penalty(self.coupling), self.stop)
            if step is None:
                return None
            trust.binding = trust.binds(step.prices)
            if relative_gap(step.penalised, trust.best, reach=self.reach) >= self.enough:
                return step
            # Within a box whose edges bind a small gap means a small box.
            if trust.slack == 0.0:
                if not trust.binding.any():
                    return step
                trust.radius = np.where(trust.binding, 2.0 * trust.radius, trust.radius)
            trust.slack = trust.slack / 2 if trust.slack > SETTLED else 0.0

    def _radius(self, trust: TrustRegion) -> Floats:
        flat = self.bundle.flat(trust.centre, WIDEST * trust.size, FLAT * abs(trust.best))
        return np.asarray(np.maximum(flat / trust.size, NARROW))

    def _visit(self, prices: Floats, stage: Message) -> bool:
        cost = self.coupling.priced(self.split.problem.cost, prices)
        done = 0

        def visit(window: WindowSubproblem) -> bool:
            nonlocal done
            found = window.visit(cost, self.stop)
            done += 1
            self.options.report(Progress(stage, done / len(self.windows)))
            return found

        self.options.report(Progress(stage, 0.0))
        return all(self.crew.map(visit, self.windows))
