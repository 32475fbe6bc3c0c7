"""Multipliers of the coupling constraints by a stabilised cutting-plane method on cyclic windows.

The LP has columns x_w by window w and coupling constraints l <= sum over w of A_w x_w <= u. With multipliers p the LP
separates by window, and the sum of the windows is a lower bound of the least cost, concave in p:

    q(p) = sum over w of  min { (c_w - A_w'p) x_w : local rows of window w, with a cyclic boundary }  +  l'p+ - u'p-

One pass solves all windows at the same p. Window w returns the cost c_w x_w and the use A_w x_w of its solution, a cut of its term
of q: no value of the term is above c_w x_w - (A_w x_w)'p. The next multipliers maximise the model of all cuts within a trust
region around the best ones, less a penalty on their change (``cutting_planes``, ``trust_region``). The model is an upper bound of q
there. The iteration ends when model and best value differ by no more than a small relative gap: the mixture of the solutions, with
the weights of their cuts, then nearly meets the coupling constraints.

Cyclic windows may be unable to meet a constraint that the horizon meets with what a store carries from one window to another.
q then rises without end in the multiplier of the constraint. At ``PENALTY`` the multiplier is taken back to its initial value and
kept there: the restricted master problem finds it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dispatch.messages import Message, message

from .. import highs
from ..problem import Floats, Options, Progress, Stop, costs_reach, relative_gap
from ..threads import ThreadBudget
from .cutting_planes import CuttingPlaneModel, Step
from .cyclic_windows import with_cyclic_boundary
from .fixing import AT, Mask, Packed
from .merge_tree import BasisStatus
from .partition import Part, TimePartition
from .sampled_weeks import PENALTY
from .trust_region import WIDEST, TrustRegion
from .window_subproblem import WindowSubproblem

CONVERGED = 5e-5
"""Relative gap of the cutting-plane model at which the merge is worth its time. The shipped year, with day-ahead exports, takes
570 s of solving with 5e-5 and 703 s with 5e-6 (two cores): more passes find a smaller gap, but the clean-up after them is no
shorter."""
PASSES = 100
"""Largest number of passes over the windows."""
RADIUS = 0.1
"""First radius of the trust region, relative to the size of the multipliers."""
FLAT, NARROW = 5e-4, 0.002
"""Trust region of the first restricted master problem: each multiplier may change until the cutting-plane model has lost this share
of its value, and at least by this much relative to its size. A multiplier that the windows determine well has a narrow
range; one that affects few hours has a wide range."""
SLACK = 0.05
"""First share of a coupling constraint that may stay unmet, which is the penalty on a change of its multiplier. It is halved
whenever the model promises less than the requested gap."""


@dataclass(frozen=True, eq=False)
class WindowPrices:
    """The end of the multiplier iteration.

    multipliers: of the coupling rows, shape (coupling rows,). radius: of the first restricted master problem, down and up,
    relative, shape (2, coupling rows). shares: use of the coupling rows by each window, shape (windows, coupling rows). primal:
    values of all columns in the cyclic windows, shape (columns,). cyclic: their bases. windows: the same with the closing rows
    basic. mixture: parts and active bounds of the solutions whose mixture meets the coupling rows; none where the passes ran
    out. passes: their number.
    """

    multipliers: Floats
    radius: Floats
    shares: Floats
    primal: Floats
    cyclic: BasisStatus
    windows: BasisStatus
    mixture: list[tuple[Part, Packed]]
    passes: int


class WindowPricing:
    """One multiplier iteration. scale: size of the costs. gap: relative gap of the cutting-plane model at which it ends."""

    def __init__(
        self, partition: TimePartition, scale: float, gap: float, options: Options, stop: Stop, threads: ThreadBudget
    ) -> None:
        self.partition, self.scale, self.gap = partition, scale, gap
        self.options, self.stop, self.threads = options, stop, threads
        self.reach = costs_reach(partition.problem)
        cyclic = with_cyclic_boundary(partition.problem, partition.windows, partition.local)
        self.windows = [WindowSubproblem(partition, cyclic, number) for number in range(len(partition.windows))]
        self.model = CuttingPlaneModel(partition.coupling, len(self.windows))
        self.limit = PENALTY * float(np.abs(partition.problem.cost).max(initial=1.0))
        self.unmet: Mask = np.zeros(len(partition.coupling), dtype=bool)

    def run(self, multipliers: Floats) -> WindowPrices | None:
        """Iterate from initial multipliers, shape (coupling rows,). None: a window has no optimum, or the solve was stopped."""
        initial, region = multipliers, TrustRegion(multipliers, self.scale, RADIUS, SLACK)
        seen: list[tuple[Part, Packed]] = []
        mixture: list[tuple[Part, Packed]] = []
        shares, number = np.zeros((len(self.windows), len(self.partition.coupling))), 0
        for number in range(PASSES):
            if not self._solve_all(multipliers, message("stage.multiplier_iteration", number=number + 1)):
                return None
            seen += self._cuts(multipliers, region)
            step = self._step(region)
            if step is None:
                break
            shares = step.shares
            if self._takes_back(step.multipliers, initial, region):
                multipliers = region.centre
                continue
            if relative_gap(step.penalised, region.best, reach=self.reach) < self.gap:
                mixture = [seen[cut] for cut in np.flatnonzero(step.weights > AT)]
                break
            multipliers = step.multipliers
        if not self._solve_all(region.centre, message("stage.final_multipliers")):
            return None
        return self._ended(region, shares, mixture, number + 1)

    def _takes_back(self, multipliers: Floats, initial: Floats, region: TrustRegion) -> bool:
        """Return whether further multipliers are at the limit. They are initial, and stay so."""
        unmet = ~self.unmet & (np.abs(multipliers) >= self.limit * (1 - AT))
        if not unmet.any():
            return False
        self.unmet |= unmet
        region.centre, region.best = np.where(self.unmet, initial, region.centre), -np.inf
        return True

    def _reach(self, region: TrustRegion) -> Floats:
        """Return the largest change of each multiplier within the trust region and the limit, shape (2, coupling rows)."""
        room = np.stack([region.centre + self.limit, self.limit - region.centre])
        return np.where(self.unmet, 0.0, np.minimum(region.reach, np.maximum(room, 0.0)))

    def _cuts(self, multipliers: Floats, region: TrustRegion) -> list[tuple[Part, Packed]]:
        """Assess q at the multipliers and add the cut of each window. Return part and active bounds of each solution."""
        coupling, cost = self.partition.coupling, self.partition.problem.cost
        region.assess(multipliers, sum(window.value for window in self.windows) + coupling.constant(multipliers))
        for window in self.windows:
            self.model.add(window.number, *window.use(cost))
        return [(window.part, window.active()) for window in self.windows]

    def _ended(
        self, region: TrustRegion, shares: Floats, mixture: list[tuple[Part, Packed]], passes: int
    ) -> WindowPrices:
        """Collect values and bases of the windows, and free their memory."""
        problem = self.partition.problem
        primal = np.zeros(len(problem.cost))
        for window in self.windows:
            primal[window.part.columns] = window.primal
        bases = [both for both in (window.release() for window in self.windows) if both is not None]
        highs.trim_memory()
        slack = BasisStatus.slack(problem)
        cyclic, windows = (slack.with_parts(both[kind] for both in bases) for kind in (0, 1))
        return WindowPrices(region.centre, self._radius(region), shares, primal, cyclic, windows, mixture, passes)

    def _step(self, region: TrustRegion) -> Step | None:
        """Return the next multipliers. Those that promise less than ``gap`` end the iteration. None: HiGHS was stopped."""
        while True:
            penalty = region.penalty(self.partition.coupling)
            step = self.model.maximise(region.centre, self._reach(region), penalty, self.stop)
            if step is None:
                return None
            region.binding = region.binds(step.multipliers)
            if relative_gap(step.penalised, region.best, reach=self.reach) >= self.gap:
                return step
            # Within a trust region that binds, a small gap only says that the region is small.
            if region.slack == 0.0:
                if not region.binding.any():
                    return step
                region.radius = np.where(region.binding, 2.0 * region.radius, region.radius)
            region.slack = region.slack / 2 if region.slack > CONVERGED else 0.0

    def _radius(self, region: TrustRegion) -> Floats:
        """Return the radius of the first restricted master problem, down and up, shape (2, coupling rows)."""
        flat = self.model.flat(region.centre, WIDEST * region.size, FLAT * abs(region.best))
        return np.where(self.unmet, WIDEST, np.maximum(flat / region.size, NARROW))

    def _solve_all(self, multipliers: Floats, stage: Message) -> bool:
        """Solve all windows at some multipliers. False: a window has no optimum."""
        cost = self.partition.coupling.priced(self.partition.problem.cost, multipliers)
        done = 0

        def solve(window: WindowSubproblem) -> bool:
            nonlocal done
            found = window.solve(cost, self.stop)
            done += 1
            self.options.report(Progress(stage, done / len(self.windows)))
            return found

        self.options.report(Progress(stage, 0.0))
        return all(self.threads.map(solve, self.windows))
