"""The exact optimum by windows: guess the coupling prices, settle them on windows, merge the windows, close the rows."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import highspy
import numpy as np

from . import kernel
from .certificate import Certificate, certify, certify_start
from .crew import Crew, Job
from .guess import guess
from .master import Closed, close
from .problem import GAP, Basis, Floats, Options, Problem, Progress, Solution, Status, Stop
from .rolling import Rolling
from .settle import SETTLED, Settled, Settling
from .split import Part, Split
from .start import like, way_on
from .support import Support
from .tree import Statement, climb, load_part, whole_part
from .trust import Trust

LENGTH = 168
"""Hours of a window."""
COARSE, PART = 3e-4, 0.3
"""Relative gap of the windows' model at which rolling is worth its time; and as a part of the gap that was asked for."""
OFF = 1e-4
"""Relative gap of a start's values and prices from which on its prices are not good enough to climb at."""
ROUNDS, FIRST_ROUNDS = 10, 3
"""Most rounds of pricing on the whole; and where they go on from the point of a start."""
REACH, DEARER, OPEN = 0.05, 0.1, 100.0
"""How far, relative to their size, prices may go at first in a master from given prices, in one where costs have changed,
and in one whose point counts."""
LOSS = 0.25
"""Share of the gap that a step of the master may lose and still be the next centre: it goes past prices of which the
windows know little (what spans weeks), and from beyond the next step is short."""
TIE = 0.03
"""Reduced costs up to this share of the median cost are ties."""


def solve_windows(problem: Problem, options: Options, stop: Stop, crew: Crew, start: Basis | None = None) -> Solution:
    """The optimum with its proof; a feasible point with its gap where it was stopped or the rounds ran out; or
    ``failed`` with the reason, where there is no feasible point.

    start: basis and row duals of a similar LP: where rows couple the windows, their prices are taken for settled; where
    none does, simplex goes on from the basis. ``options.method`` "rolling" ends with the first feasible point.
    """
    return _Search(problem, options, stop, crew).run(start)


def close_at(problem: Problem, prices: Floats, options: Options, stop: Stop) -> Solution:
    """The same, at prices of all rows, shape (rows,), that are known to be nearly those of the optimum."""
    kernel.forget_threads()
    with Crew(options.threads) as crew:
        return _Search(problem, options, stop, crew).run_at(prices)


class _Search:
    """State of one solve: the best bound with its duals, the best point."""

    def __init__(self, problem: Problem, options: Options, stop: Stop, crew: Crew) -> None:
        self.problem, self.options, self.stop, self.crew = problem, options, stop, crew
        self.split = Split(problem, LENGTH)
        self.coupling = self.split.coupling
        costs = np.abs(problem.cost[problem.cost != 0])
        self.scale = float(np.median(costs)) if costs.size else 1.0
        self.support = Support(problem, TIE * self.scale)
        self.statement, self.whole = Statement(self.split), Statement(self.split)
        self.rolling: Rolling | None = None
        self.rolled: Job[Floats | None] | None = None
        self.proof: Certificate | None = None
        self.duals: Floats | None = None
        self.onward: Basis | None = None
        self.bound = -np.inf
        self.iterations = 0
        self.notes: list[str] = []
        self._target = options.gap or GAP  # a gap of zero asks for the proof, as none does
        self.enough = max(COARSE if options.method == "rolling" else SETTLED, PART * self._target)

    def run(self, start: Basis | None) -> Solution:
        if start is not None and start.prices is not None:
            return self._run_from(start, start.prices)
        if not len(self.coupling):
            self._evaluate(np.zeros(0))
            return self._finish()
        settled = self._settle(self._guess())
        if settled is None:
            return self._end("stopped" if self.stop.reached else "failed", "a window has no optimum")
        if len(self.split.windows) < 3:
            return self._close(settled.prices, self._evaluate(settled.prices), settled.radius)
        quick = self.options.method == "rolling"
        # Whoever sets a limit has a use for a feasible year before the optimum. Otherwise it is for whoever stops it while
        # the master runs, in a thread that has nothing else to do then.
        limited = quick or self._target > GAP or np.isfinite(self.stop.remaining)
        self.rolling = Rolling(self.split, self.scale, settled)
        roll = partial(self.rolling.run, self.stop)
        self.rolled = self.crew.now(roll) if limited else self.crew.later(roll)
        bound = self._evaluate(settled.prices)
        if limited:
            self._take_rolled()
            if self._closed or (quick and self.proof is not None):
                return self._finish("rolling")
        return self._close(settled.prices, bound, settled.radius)

    def _run_from(self, start: Basis, given: Floats) -> Solution:
        """From the prices of a similar LP; where no row couples, from its basis. Where prices move, climbing the tree
        again is many times faster than simplex on the whole, unless costs have changed by little. The windows settle
        first where a row has no price yet, or where the prices are seen to be far off: where only costs have changed, the
        old values are feasible and tell."""
        asked = self.coupling.prices(given)
        prices = self.coupling.admissible(np.nan_to_num(asked))
        radius: float | Floats = REACH
        old = certify_start(self.problem, start)
        if not len(self.coupling):
            self._take(prices, self._resume(start, self.problem.cost, way_on(self.problem, start)))
            return self._finish()
        unknown, off = bool(np.isnan(asked).any()), old is not None and old.feasible and old.gap > OFF
        if off and not unknown and old is not None and like(old) and self._stays(start, prices):
            self._go_on(start, old, prices)
            if self._closed or self.stop.reached:
                return self._finish()
        if unknown or off:
            settled = self._settle(prices)
            if settled is None:
                return self._end("stopped" if self.stop.reached else "failed", "a window has no optimum")
            prices, radius = settled.prices, settled.radius
        else:
            self.statement.begin(self.split, start)
        bound = self._evaluate(prices)
        if old is not None:  # what moved there moves here, or nearly
            self.support.see_point(old.primal)
            self._offer(old.primal)
        return self._close(prices, bound, radius)

    def _go_on(self, start: Basis, old: Certificate, prices: Floats) -> None:
        """A few rounds from the point and the basis of a start of which only costs have changed, by little: the master first,
        for prices, over what the old point and prices leave free. At its prices the old basis of the whole is feasible
        still, and a thousand pivots end where a climb takes tens of thousands."""
        self.bound, self.duals, self.onward = old.bound, old.row_dual, start
        self.support.see(old.primal, old.column_dual, self.problem.matrix @ old.primal, old.row_dual)
        self.support.see_point(old.primal)
        self._offer(old.primal)
        self._rounds(prices, old.bound, DEARER, FIRST_ROUNDS)
        self.onward = None

    def run_at(self, prices: Floats) -> Solution:
        coupling = self.coupling.admissible(self.coupling.prices(prices))
        return self._close(coupling, self._evaluate(coupling), REACH)

    # --- prices on windows ---

    def _guess(self) -> Floats:
        self.options.report(Progress(f"guessing {len(self.coupling)} coupling prices from samples of hours"))
        return guess(self.split, self.stop, self.crew)

    def _settle(self, prices: Floats) -> Settled | None:
        """Prices at which the windows nearly meet the coupling rows together; their bases are in the statement. None
        where a window has no optimum."""
        settling = Settling(self.split, self.scale, self.enough, self.options, self.stop, self.crew)
        settled = settling.run(prices, self.statement)
        if settled is not None:
            self.support.see_mixture(settled.mixture)
            self.notes.append(f"windows settled in {settled.passes} passes")
        return settled

    # --- the whole ---

    def _take_rolled(self) -> None:
        """Take the feasible year by rolling in, if it comes to one; it rolls now if it has not begun to. It is waited for,
        never asked whether it is done: the same LP gives the same solution however quick a machine is."""
        if self.rolled is None:
            return
        primal = self.rolled.result()
        self.rolling = self.rolled = None
        if primal is not None and self._offer(primal):
            self.support.see_point(primal)

    def _let_go(self) -> None:
        """Wait for no feasible year by rolling any more."""
        if self.rolling is not None:
            self.rolling.let_go()
        self.rolling = self.rolled = None

    def _evaluate(self, prices: Floats) -> float | None:
        """The bound of the whole at some prices, taken in; None where it has no optimum."""
        cost = self.coupling.priced(self.problem.cost, prices)
        if self.onward is None:
            bound = self._take(prices, climb(self.split, cost, self.statement, self.options, self.stop, self.crew))
        else:
            bound = self._take(prices, self._resume(self.onward, cost, kernel.PRIMAL))
            self.onward = Basis(self.whole.columns, self.whole.rows) if self.whole.known else self.onward
        kernel.give_back()
        return bound

    def _resume(self, start: Basis, cost: Floats, way: dict[str, kernel.Option]) -> tuple[Part, highspy.Highs] | None:
        self.options.report(Progress("going on from the basis given"))
        with self.crew.alone():
            part, highs = self._at(start, cost, way)
            return (part, highs) if kernel.run(highs, self.stop) == kernel.OPTIMAL else None

    def _stays(self, start: Basis, prices: Floats) -> bool:
        """Whether the vertex of a basis of the whole is feasible: the values of a start do not tell, as they are another
        point than that of its basis, and fit within bounds that have given way."""
        cost = self.coupling.priced(self.problem.cost, prices)
        with self.crew.alone():
            _, highs = self._at(start, cost, kernel.PRIMAL | {"simplex_iteration_limit": 0})
            kernel.run(highs, self.stop)
            return kernel.violations(highs) == 0

    def _at(self, start: Basis, cost: Floats, way: dict[str, kernel.Option]) -> tuple[Part, highspy.Highs]:
        """The whole without its coupling rows, at a basis."""
        part = whole_part(self.split)
        highs = load_part(self.split, part, cost, **way)
        kernel.set_basis(highs, replace(start, rows=start.rows[part.rows]))
        return part, highs

    def _close(self, prices: Floats, bound: float | None, radius: float | Floats) -> Solution:
        """Rounds of the master and of the whole at its prices, until the gap is closed, and their end."""
        self._rounds(prices, bound, radius, ROUNDS)
        return self._finish()

    def _rounds(self, prices: Floats, bound: float | None, radius: float | Floats, most: int) -> None:
        """At most so many rounds. bound: at the first prices. radius: of the first box, one or shape (2, rows)."""
        # A narrow box keeps the next prices near; a feasible year that is good enough needs to be free of it.
        trust, loss = Trust(prices, self.scale, radius if self._target <= GAP else OPEN), 0.0
        for number in range(most):
            if bound is None or self._closed or not len(self.coupling) or self.stop.reached:
                break
            if number:  # the first master does not wait for it
                self._take_rolled()
            trust.judge(prices, bound, loss)
            self._tell(f"closing the coupling rows, round {number + 1}")
            master = self._master(trust)
            if master is None and not self.stop.reached:
                self.notes.append("the master failed with rows held at their sides, and goes on without")
                self.support.let_rows_go()
                master = self._master(trust)
            if master is None:
                break
            self._offer(master.primal)
            if self.proof is not None:
                self._let_go()
            value = master.value + self.problem.offset
            self.notes.append(f"round {number + 1}: bound {self.bound:.9g}, master {value:.9g}")
            if self._closed:
                break
            prices, trust.binding, loss = master.prices, master.bought, LOSS * max(value - trust.best, 0.0)
            bound = self._evaluate(prices)

    def _master(self, trust: Trust) -> Closed | None:
        low, high = (self.coupling.admissible(edge) for edge in trust.box())
        rows = np.flatnonzero(self.split.local)
        held = self.support.sides()
        with self.crew.alone():
            closed = close(self.problem, rows, self.coupling, held, trust.centre, low, high, self.stop)
        kernel.give_back()
        return closed

    @property
    def _closed(self) -> bool:
        return self.proof is not None and self.proof.gap <= self._target

    def _take(self, prices: Floats, solved: tuple[Part, highspy.Highs] | None) -> float | None:
        """Take the whole's solution at some prices in: bound, support, basis, and the point itself if it is feasible."""
        if solved is None:
            return None
        part, highs = solved
        solution = highs.getSolution()
        primal = np.clip(np.asarray(solution.col_value), self.problem.lower, self.problem.upper)
        duals = np.zeros(len(self.problem.row_lower))
        duals[part.rows] = np.asarray(solution.row_dual)
        duals[self.coupling.rows] = self.coupling.duals(prices)
        proof = certify(self.problem, primal, duals)
        self.iterations += kernel.iterations(highs)
        if proof.bound > self.bound:
            self.bound, self.duals = proof.bound, duals
            basis = kernel.basis_of(highs)
            if basis is not None:
                self.whole.keep(part, basis)
            if self.proof is not None:
                self.proof = certify(self.problem, self.proof.primal, duals)
        self.support.see(primal, proof.column_dual, self.problem.matrix @ primal, duals)
        if proof.feasible:
            self._offer(primal)
        return proof.bound

    def _offer(self, primal: Floats) -> bool:
        """Keep a point if it is feasible and cheaper than the best; whether it was."""
        if self.duals is None:
            return False
        proof = certify(self.problem, primal, self.duals)
        if not proof.feasible or (self.proof is not None and proof.objective >= self.proof.objective):
            return False
        self.proof = proof
        return True

    def _tell(self, stage: str) -> None:
        offset = self.problem.offset
        objective = None if self.proof is None else self.proof.objective - offset
        self.options.report(Progress(stage, None, self.bound - offset, objective))

    def _finish(self, method: str = "windows") -> Solution:
        if self.proof is None or self.stop.reached:
            self._take_rolled()
        self._let_go()
        proof = self.proof
        if proof is None:
            why = "the coupling rows did not close" if len(self.coupling) else "a window has no optimum"
            return self._end("stopped" if self.stop.reached else "failed", why)
        status: Status = "feasible"
        if proof.proves_optimum:
            status = "optimal"
        elif proof.gap > self._target:
            status = "stopped" if self.stop.reached else "feasible"
            self.notes.append(f"it ended at a gap of {proof.gap:.1e}, before the optimum was proven")
        return replace(
            proof.solution(status, method),
            notes=tuple(self.notes),
            iterations=self.iterations,
            basis=Basis(self.whole.columns, self.whole.rows, proof.row_dual),
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
