"""The windows and the master problem of the coupling columns together: a model of the least cost, refined pass by pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from ..problem import Floats, Integers, Problem, Stop
from ..threads import ThreadBudget
from .column_master import ColumnMaster, MasterPoint, Region
from .column_windows import BudgetPrices, ColumnWindow, Cut, WindowTerms
from .coupling_columns import CouplingColumns
from .cyclic_windows import with_cyclic_boundary
from .partition import CouplingRows, Part, TimePartition
from .sampled_weeks import PENALTY

STEEP, WIDE = 0.1, 0.3
"""First limits of the dual of a budget: its multiplier, plus and minus STEEP times its size and WIDE times the median cost. Within wide
limits the duals of a window jump when capacities change at given budgets, and a week takes 9,000 instead of 2,000 iterations."""
UNKNOWN = 2.0
"""Limits of the dual of a budget whose multiplier is not known, relative to the largest of the known ones."""
COARSE, WIDENS = 3e-4, 10.0
"""Relative gap of the model from which limits that bind are widened, and the factor on their distance."""
LEVEL = 0.3
"""Level of the next point, as a share of the way from the minimum of the model to the best value."""
RADIUS, WIDEST = 0.03, 0.2
"""First and largest radius of the trust region around the best point: a share of the range of a coupling column, and of the largest
budget of a coupling row in any window."""
GROWS, FAILS = 1.5, 0.7
"""Factors on the radius: after a pass that gains at least half of what the model promised, and after one that loses more than it promised."""
LEAST = 1e-6
"""Smallest size of a budget."""
TRIALS = 12
"""Most attempts to find values of the coupling columns at which all windows are feasible."""


@dataclass(frozen=True, eq=False)
class Windows:
    """Parts of the windows.

    closing: rows of each that close its period, by place. budgets: coupling rows, by number, of which each window has a share. dualised:
    rows, by number, that are priced at ``duals``, shape (rows of the LP of columns with hours,). apart: whether no row joins two
    windows, as all such rows are dualised.
    """

    parts: list[Part]
    closing: list[Integers]
    budgets: Integers
    dualised: Integers
    duals: Floats
    apart: bool

    @classmethod
    def periodic(cls, partition: TimePartition) -> Self:
        """Return windows with a periodic boundary. No row is dualised."""
        problem = partition.problem
        cyclic = with_cyclic_boundary(problem, partition.windows, partition.local)
        parts, closing = zip(*(cyclic.part(problem, number) for number in range(len(partition.windows))), strict=True)
        nothing = np.zeros(0, dtype=np.int64)
        return cls(
            list(parts), list(closing), partition.coupling.rows, nothing, np.zeros(len(problem.row_lower)), False
        )

    @classmethod
    def set_apart(cls, partition: TimePartition, duals: Floats) -> Self:
        """Return windows without the rows that link or couple them, which are dualised at duals of all rows. The model of these windows is a
        lower bound of the whole LP."""
        parts = [partition.part(*hours) for hours in partition.windows]
        rest = np.ones(len(partition.local), dtype=bool)
        for part in parts:
            rest[part.rows] = False
        dualised = np.flatnonzero(rest)
        problem, taken = partition.problem, np.where(rest, duals, 0.0)
        taken[(taken > 0) & (problem.row_lower == -np.inf)] = 0.0
        taken[(taken < 0) & (problem.row_upper == np.inf)] = 0.0
        nothing = np.zeros(0, dtype=np.int64)
        return cls(parts, [nothing] * len(parts), nothing, dualised, np.where(rest, taken, duals), True)


@dataclass(frozen=True, eq=False)
class BestPoint:
    """Values of the coupling columns, shape (coupling columns,), budgets of all windows, and the cost there without the offset, with the
    cost of missed budgets."""

    columns: Floats
    budgets: Floats
    cost: float


class ColumnModel:
    """A model of the least cost as a function of the coupling columns and of the budgets of the windows.

    best: cheapest point so far. multipliers: of the coupling rows at the last minimiser of the model near it, shape (coupling rows,).
    offset: constants of dualised rows. passes: over the windows so far.
    """

    def __init__(
        self,
        problem: Problem,
        columns: CouplingColumns,
        parts: Windows,
        multipliers: Floats,
        given: Floats,
        scale: float,
    ) -> None:
        """Set up the windows. multipliers: first ones of the coupling rows, as duals of all rows, shape (rows,), NaN where not known."""
        dualised, duals = parts.dualised, np.zeros(len(problem.row_lower))
        self.columns, self.parts, self.coupling = columns, parts, CouplingRows.of(problem, parts.budgets)
        self.scale = scale
        self.widest = PENALTY * float(np.abs(problem.cost).max(initial=1.0))
        prices = self._prices(multipliers)
        duals[dualised] = parts.duals[dualised]
        cost = problem.cost - problem.matrix.T @ duals
        if parts.apart:
            cost += _dual_feasible(problem, parts.duals)
        terms = (
            WindowTerms.of(problem, part, closing, cost, columns, self.coupling, prices)
            for part, closing in zip(parts.parts, parts.closing, strict=True)
        )
        self.windows = [ColumnWindow(number, each, given) for number, each in enumerate(terms)]
        own = columns.problem.cost[columns.columns] - columns.entries(columns.rows).T @ duals
        self.master = ColumnMaster(columns, self.coupling, [each.terms.budgets for each in self.windows], prices, own)
        bound = np.where(duals > 0, problem.row_lower, problem.row_upper)[dualised]
        self.offset = float(np.sum(duals[dualised] * np.where(duals[dualised] == 0, 0.0, bound)))
        self.best = BestPoint(given, np.zeros(self.master.total), np.inf)
        self.multipliers, self.radius, self.passes = prices.multipliers, RADIUS, 0

    def _prices(self, duals: Floats) -> BudgetPrices:
        """Return the first prices of the coupling rows. duals: of all rows, shape (rows,); NaN for one that is not known."""
        own = self.coupling.multipliers(duals)
        known, own = np.isfinite(own), np.nan_to_num(own)
        far = UNKNOWN * np.abs(own).max(initial=self.scale)
        span = np.where(known, STEEP * np.abs(own) + WIDE * self.scale, far)
        return BudgetPrices(own, self.coupling.admissible(own - span), self.coupling.admissible(own + span))

    def open(self, stop: Stop, threads: ThreadBudget) -> bool:
        """Solve all windows with the budgets dualised, at values of the coupling columns that are feasible for all: the given ones, or
        near them. False: none were found."""
        first = given = self.best.columns
        for _ in range(TRIALS):
            for window in self.windows:
                window.given = given
            cuts = threads.map(lambda window: window.priced(stop), self.windows)
            found = [cut for cut in cuts if cut is not None]
            if len(found) < len(cuts):
                return False
            self._add(found)
            if not any(cut.feasibility for cut in found):
                budgets = np.concatenate([np.zeros(0), *(window.use for window in self.windows)])
                self.best = BestPoint(given, budgets, self._cost(given, budgets))
                return True
            nearest = self._nearest(first, stop)
            if nearest is None:
                return False
            given = nearest
        return False

    def search(self, passes: int, gap: float, stop: Stop, threads: ThreadBudget, report: Callable[[int], None]) -> None:
        """Refine the model around the best point until its minimum within the widest trust region is within a relative gap of the best
        cost, and no limit of a dual binds there."""
        while self.passes < passes:
            report(self.passes)
            region = self._region()
            low = self.master.minimise(region, stop)
            if low is None:
                return
            self.multipliers = low.multipliers
            size, promised = abs(self.best.cost + self.offset), self.best.cost - low.value
            if promised <= max(gap, COARSE) * size and self._widen(low.multipliers):
                if not self._again(stop, threads):
                    return
                continue
            if promised <= gap * size:
                if self.radius >= WIDEST:
                    return
                self.radius = WIDEST
                continue
            self.passes += 1
            region = self._at_bounds(region, low.columns)
            point = self.master.inside(region, low.value + LEVEL * promised, stop)
            columns, budgets = self._towards(low) if point is None else (point.columns, point.budgets)
            cost = self._assess(columns, budgets, stop, threads)
            if cost is None:
                return
            gain = self.best.cost - cost
            if gain < -promised:
                self.radius *= FAILS
            elif gain >= 0.5 * (1.0 - LEVEL) * promised:
                self.radius = min(WIDEST, self.radius * GROWS)
            if gain > 0.0:
                self.best = BestPoint(columns, budgets, cost)

    def _towards(self, low: MasterPoint) -> tuple[Floats, Floats]:
        """Return the point of the level set between the minimiser of the model and the best point: coupling columns and budgets."""
        columns = LEVEL * self.best.columns + (1.0 - LEVEL) * low.columns
        return columns, LEVEL * self.best.budgets + (1.0 - LEVEL) * low.budgets

    def _widen(self, multipliers: Floats) -> bool:
        """Widen those limits of duals that bind. multipliers: of the minimiser of the model, shape (coupling rows,). False: none does."""
        prices = self.master.prices
        least = 1e-9 * (np.abs(prices.multipliers) + self.scale)
        down, up = multipliers <= prices.lowest + least, multipliers >= prices.highest - least
        reach = np.stack([prices.multipliers - prices.lowest, prices.highest - prices.multipliers])
        # A budget that no capacities can meet would have no end of limits.
        span = np.maximum(reach, np.minimum(WIDENS * reach, self.widest))
        lowest = self.coupling.admissible(np.where(down, prices.multipliers - span[0], prices.lowest))
        highest = self.coupling.admissible(np.where(up, prices.multipliers + span[1], prices.highest))
        if (lowest == prices.lowest).all() and (highest == prices.highest).all():
            return False
        self.master.prices = replace(prices, lowest=lowest, highest=highest)
        for window in self.windows:
            window.limit(self.master.prices.of(window.terms.budgets))
        return True

    def _again(self, stop: Stop, threads: ThreadBudget) -> bool:
        """Assess the best point again, as limits of duals have changed. False: the solve was stopped, or HiGHS failed."""
        cost = self._assess(self.best.columns, self.best.budgets, stop, threads)
        self.passes += 1
        if cost is None:
            return False
        self.best = replace(self.best, cost=cost)
        return True

    def lowest(self, stop: Stop) -> MasterPoint | None:
        """Return the minimiser of the model over all values of the coupling columns. Its value with ``offset`` is a lower bound where the
        windows are apart."""
        return self.master.minimise(self._anywhere(), stop)

    def duals(self, point: MasterPoint) -> Floats:
        """Return duals of all rows of the whole problem, shape (rows,): those of the cuts, by their weights, and of the dualised and own
        rows. Only for windows apart."""
        columns, parts = self.columns, self.parts
        inner = np.zeros(len(parts.duals))
        inner[parts.dualised] = parts.duals[parts.dualised]
        cuts = self.master.cuts[: len(point.weights)]  # those behind came later than the point
        weights, window = np.maximum(point.weights, 0.0), np.array([cut.window for cut in cuts])
        values = np.array([not cut.feasibility for cut in cuts])
        total = np.bincount(window[values], weights[values], len(self.windows))
        weights = np.where(values, weights / np.where(total > 0, total, 1.0)[window], weights)
        for cut, weight in zip(cuts, weights, strict=True):
            inner[parts.parts[cut.window].rows] += weight * cut.duals
        found = np.zeros(len(columns.problem.row_lower))
        found[columns.rows], found[columns.own] = inner, point.own
        return found

    def _region(self) -> Region:
        """Return the trust region around the best point."""
        largest = np.zeros(len(self.coupling))
        for window in self.windows:
            np.maximum.at(largest, window.terms.budgets, np.abs(window.use))
        size = np.concatenate([np.zeros(0), *(largest[window.terms.budgets] for window in self.windows)])
        reach, budgets = self.radius * (size + LEAST), self.best.budgets
        around = self._around(self.best.columns, self.radius)
        return Region(around.columns, (budgets - reach, budgets + reach))

    def _around(self, columns: Floats, share: float) -> Region:
        """Return the region of all budgets, and of the coupling columns within a share of their range around some values."""
        low, high = self.master.bounds
        range_ = np.where(np.isfinite(high - low), high - low, 2.0 * np.maximum(np.abs(columns), 1.0))
        return Region((columns - share * range_, columns + share * range_), self._anywhere().budgets)

    def _at_bounds(self, region: Region, columns: Floats) -> Region:
        """Return the region without values of those coupling columns off their bound that are at it both at the best point and at other
        values. Interior points would move all of them off it, and a window then takes many times the pivots."""
        lower, upper = self.master.bounds
        both = np.stack([self.best.columns, columns])
        down, up = (both <= lower).all(axis=0), (both >= upper).all(axis=0)
        low, high = region.columns
        return replace(region, columns=(np.where(up, upper, low), np.where(down, lower, high)))

    def _anywhere(self) -> Region:
        """Return the region of all budgets and of all values of the coupling columns."""
        infinite = np.full(self.master.total, np.inf)
        return Region(self.master.bounds, (-infinite, infinite))

    def _assess(self, columns: Floats, budgets: Floats, stop: Stop, threads: ThreadBudget) -> float | None:
        """Solve all windows at a point and add their cuts. Return the cost, infinite where a window is infeasible; None where the solve
        was stopped."""

        def at(window: ColumnWindow) -> Cut | None:
            return window.at(columns, budgets[self.master.slices[window.number]], stop)

        cuts = threads.map(at, self.windows)
        found = [cut for cut in cuts if cut is not None]
        self._add(found)
        if len(found) < len(cuts):
            return None
        if any(cut.feasibility for cut in found):
            return np.inf
        return self._cost(columns, budgets)

    def _add(self, cuts: list[Cut]) -> None:
        """Add cuts. Their duals, which take most memory, are kept where they prove a bound."""
        none = np.zeros(0)
        self.master.cuts += cuts if self.parts.apart else [replace(cut, duals=none) for cut in cuts]

    def _cost(self, columns: Floats, budgets: Floats) -> float:
        return self.master.value(columns, budgets, sum(window.value for window in self.windows))

    def _nearest(self, columns: Floats, stop: Stop) -> Floats | None:
        """Return values of the coupling columns near the given ones that no feasibility cut excludes."""
        for share in (0.05, 0.2, 1.0):
            point = self.master.inside(self._around(columns, share), np.inf, stop)
            if point is not None:
                return point.columns
        return None


def _dual_feasible(problem: Problem, duals: Floats) -> Floats:
    """Return how much the cost of each column has to rise, shape (columns,), for duals of all rows to be dual feasible: a reduced cost that
    points to an infinite bound, by the tolerance of simplex, becomes zero. Without it a window could be unbounded."""
    reduced = problem.cost - problem.matrix.T @ duals
    up = np.where(np.isinf(problem.upper), np.maximum(-reduced, 0.0), 0.0)
    return np.asarray(up - np.where(np.isinf(problem.lower), np.maximum(reduced, 0.0), 0.0))
