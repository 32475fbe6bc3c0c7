"""The exact optimum by windows: guess the coupling prices, settle them on windows, merge the windows, close the rows."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import highspy
import numpy as np

from dispatch.messages import Message, message

from .. import highs
from ..certificate import Certificate, certify, certify_start
from ..problem import GAP, Basis, Floats, Integers, Options, Problem, Progress, Solution, Status, Stop, relative_gap
from ..threads import Deferred, ThreadBudget
from ..warm_start import like, way_on
from .fixing import FreeSet
from .initial_multipliers import initial_multipliers
from .merge_tree import BasisStatus, merge_windows
from .partition import TimePartition
from .restricted_master import MasterSolution, solve_master
from .rolling_horizon import RollingHorizon
from .trust_region import TrustRegion
from .window_pricing import SETTLED, WindowPrices, WindowPricing

LENGTH = 168
"""Hours of a window."""
COARSE, PART = 3e-4, 0.3
"""Relative gap of the windows' model at which rolling is worth its time; and as a part of the gap that was asked for."""
OFF = 1e-4
"""Relative gap of a start's values and prices from which on its prices are not good enough to climb at."""
FAR = 1e-2
"""Relative gap of the first master from the prices of a start from which on they lead astray: from nothing is quicker."""
ROUNDS = 10
"""Most rounds of pricing on the whole."""
NEAR, FEW, MOST = 1e-3, 500, 20_000
"""Relative gap of the master's point up to which primal simplex goes on from it, how many columns and rows may be beyond
their sides at its vertex, and how many pivots it may take where climbing is another way."""
REACH, OPEN = 0.3, 100.0
"""How far, relative to their size, prices may go at first in a master from given prices, and in one whose point counts."""
LOSS = 0.25
"""Share of the gap that a step of the master may lose and still be the next centre: it goes past prices of which the
windows know little (what spans weeks), and from beyond the next step is short."""
TIE = 0.03
"""Reduced costs up to this share of the median cost are ties."""


def solve_windows(
    problem: Problem, options: Options, stop: Stop, crew: ThreadBudget, start: Basis | None = None
) -> Solution:
    """The optimum with its proof; a feasible point with its gap where it was stopped or the rounds ran out; or
    ``failed`` with the reason, where there is no feasible point.

    start: basis and row duals of a similar LP: where rows couple the windows, their prices are taken for settled; where
    none does, simplex goes on from the basis. ``options.method`` "rolling" ends with the first feasible point.
    """
    return _Search(problem, options, stop, crew).run(start)


def solve_from_duals(problem: Problem, prices: Floats, options: Options, stop: Stop) -> Solution:
    """The same, at prices of all rows, shape (rows,), that are known to be nearly those of the optimum."""
    highs.reset_scheduler()
    with ThreadBudget(options.threads) as crew:
        return _Search(problem, options, stop, crew).run_at(prices)


class _Search:
    """State of one solve: the best bound with its duals, the best point."""

    def __init__(self, problem: Problem, options: Options, stop: Stop, crew: ThreadBudget) -> None:
        self.problem, self.options, self.stop, self.crew = problem, options, stop, crew
        self.split = TimePartition(problem, LENGTH)
        self.coupling = self.split.coupling
        costs = np.abs(problem.cost[problem.cost != 0])
        self.scale = float(np.median(costs)) if costs.size else 1.0
        self.support = FreeSet(problem, TIE * self.scale)
        self.statement = BasisStatus(self.split)
        self.rolling: RollingHorizon | None = None
        self.rolled: Deferred[Floats | None] | None = None
        self.proof: Certificate | None = None
        self.duals: Floats | None = None
        self.basis: Basis | None = None
        self.bound = -np.inf
        self.iterations = 0
        self.notes: list[Message] = []
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
            return self._end("stopped" if self.stop.reached else "failed", message("note.window_without_optimum"))
        if len(self.split.windows) < 3:
            return self._close(settled.prices, self._evaluate(settled.prices), settled.radius)
        quick = self.options.method == "rolling"
        # Whoever sets a limit has a use for a feasible year before the optimum. Otherwise it is for whoever stops it while
        # the master runs, in a thread that has nothing else to do then.
        limited = quick or self._target > GAP or np.isfinite(self.stop.remaining)
        self.rolling = RollingHorizon(self.split, self.scale, settled)
        roll = partial(self.rolling.run, self.stop)
        self.rolled = self.crew.now(roll) if limited else self.crew.later(roll)
        bound = self._evaluate(settled.prices)
        if limited:
            self._take_rolled()
            if self._closed or (quick and self.proof is not None):
                return self._finish("rolling")
        return self._close(settled.prices, bound, settled.radius)

    def _run_from(self, start: Basis, given: Floats) -> Solution:
        """From the prices of a similar LP; by simplex from its basis where no row couples, or where only costs have changed,
        by little, so that its vertex is feasible still. Where bounds have moved, climbing the tree again is many times
        faster than simplex on the whole. So it is where a row was paid for and now is kept. The windows settle first where a
        row has no price yet, or where the prices are seen to be far off: where only costs have changed, the old values are
        feasible and tell."""
        if not len(self.coupling):
            self._from_basis(start)
            return self._finish()
        asked = self.coupling.prices(given)
        prices = self.coupling.admissible(np.nan_to_num(asked))
        radius: float | Floats = REACH
        old = certify_start(self.problem, start)
        # What the old values use of a row beyond the side that its price pays for is a row's that was not kept. It says
        # that the price will be another one, not that values and prices do not fit each other; all other gap says that.
        unkept = 0.0 if old is None else self._unkept(old, prices)
        misfit = 0.0 if old is None or not old.feasible else old.gap - unkept
        if like(old) and misfit >= unkept:
            self._from_vertex(start)
            if self._closed or self.stop.reached:
                return self._finish()
        if np.isnan(asked).any() or misfit > OFF:
            settled = self._settle(prices)
            if settled is None:
                return self._end("stopped" if self.stop.reached else "failed", message("note.window_without_optimum"))
            prices, radius = settled.prices, settled.radius
        else:
            self.statement.begin(self.split, start)
        bound = self._evaluate(prices)
        if old is not None:
            self._offer(old.primal)
        return self._close(prices, bound, radius, FAR)

    def _unkept(self, old: Certificate, prices: Floats) -> float:
        """The part of a gap that is what the coupling rows are paid beyond their sides, relative as the gap is."""
        coupling, variable = self.coupling, float(self.problem.cost @ old.primal)
        paid = float(prices @ (coupling.matrix @ old.primal)) - coupling.side(prices)
        return relative_gap(variable, variable - paid, float(np.abs(self.problem.cost) @ np.abs(old.primal)))

    def run_at(self, prices: Floats) -> Solution:
        coupling = self.coupling.admissible(self.coupling.prices(prices))
        return self._close(coupling, self._evaluate(coupling), REACH)

    # --- prices on windows ---

    def _guess(self) -> Floats:
        self.options.report(Progress(message("stage.initial_multipliers", count=len(self.coupling))))
        return initial_multipliers(self.split, self.stop, self.crew)

    def _settle(self, prices: Floats) -> WindowPrices | None:
        """Prices at which the windows nearly meet the coupling rows together; their bases are in the statement. None
        where a window has no optimum."""
        settling = WindowPricing(self.split, self.scale, self.enough, self.options, self.stop, self.crew)
        settled = settling.run(prices, self.statement)
        if settled is not None:
            self.support.see_mixture(settled.mixture)
            self.notes.append(message("note.multiplier_iteration", passes=settled.passes))
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
        solved = merge_windows(self.split, cost, self.statement, self.options, self.stop, self.crew)
        bound = None if solved is None else self._take(solved[0].rows, solved[1], self.coupling.duals(prices))
        highs.trim_memory()
        return bound

    def _from_basis(self, start: Basis) -> None:
        """By simplex from the basis of a start, over the whole, to its optimum, taken in."""
        with self.crew.alone():
            solver = self._whole()
            way_on(solver, self.problem, start, self.stop)
            self._run_on(solver)

    def _from_vertex(self, basis: Basis) -> None:
        """The same by primal simplex, coupling rows and all, if the vertex is nearly feasible, and near enough: MOST pivots.
        The values of a start do not tell, as they are feasible within bounds that have given way."""
        with self.crew.alone():
            solver = self._whole()
            if highs.begin(solver, basis, self.stop, FEW):
                highs.configure(solver, simplex_iteration_limit=MOST)
                self._run_on(solver)

    def _whole(self) -> highspy.Highs:
        self._tell(message("stage.from_basis"))
        return highs.load_whole(self.problem, solver="simplex", threads=1)

    def _run_on(self, solver: highspy.Highs) -> None:
        if highs.run(solver, self.stop) == highs.OPTIMAL:
            self._take(np.arange(len(self.problem.row_lower)), solver)

    def _close(self, prices: Floats, bound: float | None, radius: float | Floats, far: float = np.inf) -> Solution:
        """Rounds of the master and of the whole at its prices, until the gap is closed, and their end. bound: at the first
        prices. radius: of the first box, one or shape (2, rows). far: gap after a round at which it gives up."""
        # A narrow box keeps the next prices near; a feasible year that is good enough needs to be free of it.
        trust, loss = TrustRegion(prices, self.scale, radius if self._target <= GAP else OPEN), 0.0
        for number in range(ROUNDS):
            if bound is None or self._closed or not len(self.coupling) or self.stop.reached:
                break
            if number:  # the first master does not wait for it
                self._take_rolled()
            trust.judge(prices, bound, loss)
            self._tell(message("stage.restricted_master", number=number + 1))
            master = self._master(trust)
            if master is None and not self.stop.reached:
                self.notes.append(message("note.rows_free"))
                self.support.let_rows_go()
                master = self._master(trust)
            if master is None:
                break
            if self._offer(master.primal) and master.basis is not None:
                self.basis = master.basis
            if self.proof is not None:
                self._let_go()
                if master.basis is not None and self._target < self.proof.gap <= NEAR:
                    self._from_vertex(master.basis)
            value = master.value + self.problem.offset
            self.notes.append(message("note.round", number=number + 1, bound=self.bound, master=value))
            if self._closed or relative_gap(master.value, self.bound - self.problem.offset) > far:
                break
            prices, trust.binding, loss = master.prices, master.bought, LOSS * max(value - trust.best, 0.0)
            bound = self._evaluate(prices)
        return self._finish()

    def _master(self, trust: TrustRegion) -> MasterSolution | None:
        low, high = (self.coupling.admissible(edge) for edge in trust.box())
        rows = np.flatnonzero(self.split.local)
        held = self.support.sides()
        with self.crew.alone():
            closed = solve_master(self.problem, rows, self.coupling, held, trust.centre, low, high, self.stop)
        highs.trim_memory()
        return closed

    @property
    def _closed(self) -> bool:
        return self.proof is not None and self.proof.gap <= self._target

    def _take(self, rows: Integers, solver: highspy.Highs, sold: Floats | None = None) -> float:
        """Take the solution over some rows, by number, in: its bound, support, basis, and the point itself if it is feasible.
        sold: duals of the coupling rows, shape (coupling rows,), where they are not among these."""
        solution = solver.getSolution()
        primal = np.clip(np.asarray(solution.col_value), self.problem.lower, self.problem.upper)
        duals = np.zeros(len(self.problem.row_lower))
        if sold is not None:
            duals[self.coupling.rows] = sold
        duals[rows] = np.asarray(solution.row_dual)
        proof = certify(self.problem, primal, duals)
        self.iterations += highs.iterations(solver)
        better = proof.bound > self.bound
        if better:
            self.bound, self.duals = proof.bound, duals
            if self.proof is not None:
                self.proof = certify(self.problem, self.proof.primal, duals)
        basis = highs.basis_of(solver) if better or proof.feasible else None
        if basis is not None:
            status = np.full(len(duals), highs.BASIC, dtype=np.int8)
            status[rows] = basis.rows
            self.basis = Basis(basis.columns, status)
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

    def _tell(self, stage: Message) -> None:
        offset = self.problem.offset
        objective = None if self.proof is None else self.proof.objective - offset
        self.options.report(Progress(stage, None, self.bound - offset, objective))

    def _finish(self, method: str = "windows") -> Solution:
        if self.proof is None or self.stop.reached:
            self._take_rolled()
        self._let_go()
        proof = self.proof
        if proof is None:
            why = message("note.coupling_not_met" if len(self.coupling) else "note.window_without_optimum")
            return self._end("stopped" if self.stop.reached else "failed", why)
        status: Status = "feasible"
        if proof.proves_optimum:
            status = "optimal"
        elif proof.gap > self._target:
            status = "stopped" if self.stop.reached else "feasible"
            self.notes.append(message("note.ended_at_gap", gap=proof.gap))
        return replace(
            proof.solution(status, method),
            notes=tuple(self.notes),
            iterations=self.iterations,
            basis=self.basis,
            interrupted=self.stop.interrupted,
        )

    def _end(self, status: Status, why: Message) -> Solution:
        return Solution(
            status,
            "windows",
            (*self.notes, why),
            bound=self.bound,
            iterations=self.iterations,
            interrupted=self.stop.interrupted,
        )
