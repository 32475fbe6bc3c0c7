"""The exact optimum by windows: guess the coupling prices, settle them on windows, merge the windows, close the rows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import highspy
import numpy as np

from . import kernel
from .bundle import Bundle
from .certificate import Certificate, certify, relative_gap
from .guess import guess
from .master import Closed, Support, close
from .problem import GAP, Basis, Floats, Integers, Options, Problem, Progress, Solution, Status, Stop
from .ring import close_on_itself
from .split import Part, Split
from .tree import DEVEX, Statement, climb, load_part, whole_part
from .trust import Trust
from .window import Window

LENGTH = 168
"""Hours of a window."""
SETTLED = 2e-4
"""Relative gap of the windows' model at which the tree is worth its time."""
ROUNDS = 30
"""Most rounds of pricing on the whole."""
PASSES = 150
"""Most rounds of pricing on windows."""
WIDE, NARROW = 0.3, 0.002
"""How far, relative to their size, prices may go at first: from a guess and in the master; from step to step on the
whole, which is dear to solve again."""
TIE = 0.03
"""Reduced costs up to this share of the median cost are ties."""


def solve_windows(problem: Problem, options: Options, stop: Stop, start: Basis | None = None) -> Solution:
    """The optimum with its proof; a feasible point with its gap where it was stopped or the rounds ran out; or
    ``failed`` with the reason, where there is no feasible point.

    start: a basis of a similar LP with its row duals: the tree is left out, the whole goes on from there.
    """
    kernel.forget_threads()
    with ThreadPoolExecutor(max(1, options.threads)) as pool:
        return _Search(problem, options, stop, pool).run(start)


class _Search:
    """State of one solve: the best bound with its duals, the best point."""

    def __init__(self, problem: Problem, options: Options, stop: Stop, pool: ThreadPoolExecutor) -> None:
        self.problem, self.options, self.stop, self.pool = problem, options, stop, pool
        self.split = Split(problem, LENGTH)
        self.coupling = self.split.coupling
        costs = np.abs(problem.cost[problem.cost != 0])
        self.scale = float(np.median(costs)) if costs.size else 1.0
        self.support = Support(problem, TIE * self.scale)
        self.statement = Statement(self.split)
        self.proof: Certificate | None = None
        self.duals: Floats | None = None
        self.bound = -np.inf
        self.iterations = 0
        self.notes: list[str] = []

    def run(self, start: Basis | None) -> Solution:
        if start is not None and start.prices is not None:
            prices = self.coupling.admissible(start.prices[self.coupling.rows])
            whole = self._resume(start, prices)
        else:
            prices = self._guess()
            prices, visited = self._settle(prices)
            if not visited:
                return self._end("stopped" if self.stop.reached else "failed", "a window has no optimum")
            whole = climb(
                self.split,
                self.coupling.priced(self.problem.cost, prices),
                self.statement,
                self.options,
                self.stop,
                self.pool,
            )
        if whole is None:
            return self._end("stopped" if self.stop.reached else "failed", "the merged windows have no optimum")
        return self._close(*whole, prices)

    # --- prices on windows ---

    def _guess(self) -> Floats:
        if not len(self.coupling):
            return np.zeros(0)
        self.options.report(Progress(f"guessing {len(self.coupling)} coupling prices from a sample of hours"))
        return guess(self.split, self.stop)

    def _settle(self, prices: Floats) -> tuple[Floats, bool]:
        """Prices at which windows that are closed on themselves nearly meet the coupling rows together, and whether
        every window, open again, was solved at them."""
        ring = close_on_itself(self.problem, self.split.windows, self.split.local)
        windows = [Window(self.split, ring, number) for number in range(len(self.split.windows))]
        bundle = Bundle(self.coupling, len(windows))
        trust = Trust(prices, self.scale, WIDE)
        moved = np.inf
        for number in range(PASSES if len(self.coupling) else 0):
            if not self._visit(windows, prices, moved, f"pricing windows, pass {number + 1}"):
                return prices, False
            trust.judge(prices, sum(window.value for window in windows) + self.coupling.side(prices))
            for window in windows:
                bundle.add(window.number, *window.use(self.problem.cost))
            step = bundle.best(*self._box(trust), self.stop)
            if step is None:
                return prices, False
            self.notes.append(f"pass {number + 1}: best {trust.best:.6g}, model {step[1]:.6g}")
            moved, prices = _move(step[0], prices, self.scale), step[0]
            trust.binding = trust.binds(step[0])
            # Within a box whose edges bind a small gap means a small box.
            if relative_gap(step[1], trust.best) < SETTLED and not trust.binding:
                break
        if len(self.coupling):
            moved, prices = _move(trust.centre, prices, self.scale), trust.centre
        if not self._visit(windows, prices, moved, "windows at the prices found"):
            return prices, False
        solved = list(self.pool.map(lambda window: window.open(self.split, self.statement, self.stop), windows))
        return prices, all(solved)

    def _box(self, trust: Trust) -> tuple[Floats, Floats]:
        low, high = trust.box()
        return self.coupling.admissible(low), self.coupling.admissible(high)

    def _visit(self, windows: list[Window], prices: Floats, moved: float, stage: str) -> bool:
        cost = self.coupling.priced(self.problem.cost, prices)
        done = 0

        def visit(window: Window) -> bool:
            nonlocal done
            found = window.visit(cost, moved, self.stop)
            done += 1
            self.options.report(Progress(stage, done / len(windows)))
            return found

        self.options.report(Progress(stage, 0.0))
        return all(list(self.pool.map(visit, windows)))

    def _master(self, rows: Integers, centre: Floats) -> Closed | None:
        reach = WIDE * (np.abs(centre) + self.scale)
        low, high = self.coupling.admissible(centre - reach), self.coupling.admissible(centre + reach)
        master = close(self.problem, rows, self.coupling, self.support.sides(), low, high, self.stop)
        if master is not None:
            self.support.close(master.primal, self.problem.matrix @ master.primal)
        return master

    # --- the whole ---

    def _resume(self, start: Basis, prices: Floats) -> tuple[Part, highspy.Highs] | None:
        self.options.report(Progress("going on from the basis given"))
        part = whole_part(self.split)
        highs = load_part(self.split, part, self.coupling.priced(self.problem.cost, prices), **DEVEX)
        kernel.set_basis(highs, Basis(start.columns[part.columns], start.rows[part.rows]))
        return (part, highs) if kernel.run(highs, self.stop) == kernel.OPTIMAL else None

    def _close(self, part: Part, highs: highspy.Highs, prices: Floats) -> Solution:
        """Rounds of pricing on the whole until the gap is closed."""
        kernel.configure(highs, simplex_strategy=kernel.PRIMAL)
        trust = Trust(prices, self.scale, NARROW)
        target = self.options.gap or GAP
        for number in range(ROUNDS):
            trust.judge(prices, self._look(part, highs, prices))
            self._tell(f"closing, round {number + 1}")
            if not len(self.coupling) or (self.proof is not None and self.proof.gap <= target):
                break
            master = self._master(part.rows, trust.centre)
            if master is None:
                break
            self._offer(master.primal)
            self.notes.append(f"round {number + 1}: bound {self.bound:.9g}, master {master.value:.9g}")
            if self.stop.reached or (self.proof is not None and self.proof.gap <= target):
                break
            # The whole is dear to solve again at prices far away: the master's are approached in steps.
            low, high = self._box(trust)
            prices = np.clip(master.prices, low, high)
            trust.binding = trust.binds(prices)
            columns = self.coupling.columns
            kernel.change_costs(highs, columns, self.coupling.priced(self.problem.cost, prices)[columns])
            if kernel.run(highs, self.stop) != kernel.OPTIMAL:
                break
        return self._finish(part, highs)

    def _look(self, part: Part, highs: highspy.Highs, prices: Floats) -> float:
        """Take the whole's solution at these prices in: bound, support, and the point itself if nothing couples."""
        solution = highs.getSolution()
        primal = np.clip(np.asarray(solution.col_value), self.problem.lower, self.problem.upper)
        duals = np.zeros(len(self.problem.row_lower))
        duals[part.rows] = np.asarray(solution.row_dual)
        duals[self.coupling.rows] = prices
        proof = certify(self.problem, primal, duals)
        self.iterations += kernel.iterations(highs)
        if proof.bound > self.bound:
            self.bound, self.duals = proof.bound, duals
            if self.proof is not None:
                self.proof = certify(self.problem, self.proof.primal, duals)
        self.support.see(primal, proof.column_dual, self.problem.matrix @ primal, duals)
        if proof.feasible:
            self._offer(primal)
        return proof.bound

    def _offer(self, primal: Floats) -> None:
        """Keep a point if it is feasible and cheaper than the best."""
        if self.duals is None:
            return
        proof = certify(self.problem, primal, self.duals)
        if proof.feasible and (self.proof is None or proof.objective < self.proof.objective):
            self.proof = proof

    def _tell(self, stage: str) -> None:
        gap = None if self.proof is None else self.proof.gap
        self.options.report(Progress(stage, None, self.bound, gap))

    def _finish(self, part: Part, highs: highspy.Highs) -> Solution:
        proof = self.proof
        if proof is None:
            return self._end("stopped" if self.stop.reached else "failed", "the coupling rows did not close")
        target = GAP if self.options.gap is None else self.options.gap
        status: Status = "feasible"
        if proof.proves_optimum:
            status = "optimal"
        elif proof.gap > target:
            status = "stopped" if self.stop.reached else "feasible"
            self.notes.append(f"it ended at a gap of {proof.gap:.1e}, before the optimum was proven")
        basis = kernel.basis_of(highs)
        whole = Statement(self.split)
        if basis is not None:
            whole.keep(part, basis)
        return replace(
            proof.solution(status, "windows"),
            notes=tuple(self.notes),
            iterations=self.iterations,
            basis=Basis(whole.columns, whole.rows, proof.row_dual),
            interrupted=self.stop.interrupted,
        )

    def _end(self, status: Status, why: str) -> Solution:
        return Solution(
            status,
            "windows",
            (*self.notes, why),
            bound=self.bound,
            iterations=self.iterations,
            interrupted=self.stop.interrupted,
        )


def _move(prices: Floats, before: Floats, scale: float) -> float:
    """How far prices went, relative to their size."""
    return float(np.max(np.abs(prices - before) / (np.abs(before) + scale), initial=0.0))
