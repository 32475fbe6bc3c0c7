"""Decomposition of an LP with coupling columns: the driver. docs/decomposition.md states the method in standard notation.

Values of the coupling columns come from a model of the windows with a periodic boundary. The LP with the columns fixed at these values gives
a feasible point. The rows that link the windows are then dualised: the windows are apart, and their model in the coupling columns is a
lower bound of the whole LP. The duals of that bound, convex combinations of the windows' duals, are those of the certificate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from dispatch.messages import Message, message

from .. import highs
from ..certificate import certify
from ..problem import GAP, End, Floats, Options, Problem, Progress, Solution, Status, Stop
from ..threads import ThreadBudget
from .column_model import ColumnModel, Windows
from .column_start import first_columns
from .coupling_columns import CouplingColumns
from .merge_tree import BasisStatus, merge_windows
from .partition import TimePartition
from .state import LENGTH, Setup

PASSES, BOUND_PASSES = 60, 60
"""Most passes over the windows: for values of the coupling columns, and for the bound."""
CONVERGED = 2e-5
"""Relative gap of the periodic model at which its values are worth a solve of the whole; or PART of the requested gap if that is larger."""
PART, DONE = 0.3, 0.1
"""Shares of the requested gap: at which the values are good enough, and at which the bound is."""


def solve_columns(
    problem: Problem, options: Options, stop: Stop, threads: ThreadBudget, at: Callable[[Problem, Floats], Solution]
) -> Solution:
    """Return a feasible point with its gap: ``optimal`` where that is a proof, otherwise ``feasible`` or ``stopped``; ``failed`` with the
    reason where no feasible point was found.

    at: solves the LP in which the coupling columns are fixed, given duals of its rows: multipliers of its coupling rows, zero for others.
    """
    return _Search(problem, options, stop, threads, at).run()


class _Search:
    """One solve. notes: of its steps so far. passes: over the windows apart."""

    def __init__(
        self,
        problem: Problem,
        options: Options,
        stop: Stop,
        threads: ThreadBudget,
        at: Callable[[Problem, Floats], Solution],
    ) -> None:
        self.problem, self.options, self.stop, self.threads, self.at = problem, options, stop, threads, at
        self.columns = CouplingColumns.of(problem)
        self.partition = TimePartition(self.columns.fixed_at(np.zeros(len(self.columns))), LENGTH)
        costs = np.abs(self.partition.problem.cost)
        self.scale = float(np.median(costs[costs > 0])) if costs.any() else 1.0
        self.target = options.gap or GAP
        self.notes: tuple[Message, ...] = ()
        self.passes = 0

    def run(self) -> Solution:
        """Find values by the periodic windows, solve at these values, and bound the whole."""
        self._report(message("stage.columns_sample", count=len(self.columns)))
        first = first_columns(self.columns, self.partition, self.stop, self.threads)
        if first is None:
            return self._without_point(message("note.columns_without_start"))
        values, multipliers = first
        model = self._model(Windows.periodic(self.partition), self._duals(multipliers), values)
        if not model.open(self.stop, self.threads):
            return self._without_point(message("note.window_without_optimum"))
        gap = max(CONVERGED, PART * self.target)
        model.search(PASSES, gap, self.stop, self.threads, self._passes("stage.columns_pass"))
        self.notes += (message("note.columns_model", passes=model.passes),)
        values, multipliers = model.best.columns, model.multipliers
        del model
        highs.trim_memory()
        return self._at(values, multipliers)

    def _at(self, values: Floats, multipliers: Floats) -> Solution:
        """Solve the LP with the coupling columns fixed, and bound the whole."""
        solved = self.at(self.columns.fixed_at(values), self._duals(multipliers))
        highs.reset_scheduler()  # a direct method may have used more threads than a window does
        self.notes += solved.notes
        if solved.primal is None:
            return self._without_point()
        primal = self.columns.whole(values)
        primal[self.columns.timed] = solved.primal
        duals = self._bounded(values, multipliers)
        proof = certify(self.problem, primal, np.zeros(len(self.problem.row_lower)) if duals is None else duals)
        self.notes += (message("note.columns_bound", passes=self.passes),)
        if not proof.feasible:
            return self._without_point(message("note.point_infeasible"))
        status: Status = "optimal" if proof.proves_optimum else "stopped" if self.stop.reached else "feasible"
        if status != "optimal" and proof.gap > self.target:
            self.notes += (message("note.ended_at_gap", gap=proof.gap),)
        end = End(solved.end.iterations, self.stop.interrupted)
        return replace(proof.solution(status, "windows"), notes=self.notes, end=end)

    def _duals(self, multipliers: Floats) -> Floats:
        """Return duals of the rows with hours, shape (rows,): those of the coupling rows, zero for others."""
        coupling, duals = self.partition.coupling, np.zeros(len(self.partition.problem.row_lower))
        duals[coupling.rows] = coupling.duals(multipliers)
        return duals

    def _bounded(self, values: Floats, multipliers: Floats) -> Floats | None:
        """Return the duals of all rows that prove the best bound of windows apart, shape (rows,); None: there is none.

        multipliers: of the periodic model, shape (coupling rows,).
        """
        duals = self._dualised(values, multipliers)
        if duals is None:
            return None
        model = self._model(Windows.set_apart(self.partition, duals), duals, values)
        if not model.open(self.stop, self.threads):
            return None
        done = DONE * self.target
        model.search(BOUND_PASSES, done, self.stop, self.threads, self._passes("stage.columns_bound"))
        self.passes, best = model.passes, model.lowest(self.stop)
        return None if best is None else model.duals(best)

    def _dualised(self, values: Floats, multipliers: Floats) -> Floats | None:
        """Return duals of the rows with hours, shape (rows,), of the LP with the coupling columns fixed and the coupling rows dualised at
        multipliers; None: it has no optimum.

        The multipliers are those of the model, in which the coupling columns are free. Those of the LP with the columns fixed belong to
        these columns alone: at them the sum of the windows falls as soon as the columns move.
        """
        setup = Setup.of(self.columns.fixed_at(values), replace(self.options, gap=None), self.stop, self.threads)
        multipliers = setup.coupling.admissible(multipliers)
        cost = setup.coupling.priced(setup.problem.cost, multipliers)
        start = BasisStatus.slack(setup.problem)
        merged = merge_windows(setup.partition, cost, start, self.options, self.stop, self.threads)
        if merged is None:
            return None
        duals = self._duals(multipliers)
        duals[merged.part.rows] = np.asarray(merged.solver.getSolution().row_dual)
        del merged
        highs.trim_memory()
        return duals

    def _model(self, windows: Windows, duals: Floats, values: Floats) -> ColumnModel:
        return ColumnModel(self.partition.problem, self.columns, windows, duals, values, self.scale)

    def _passes(self, key: str) -> Callable[[int], None]:
        return lambda number: self._report(message(key, number=number + 1))

    def _report(self, stage: Message) -> None:
        self.options.report(Progress(stage))

    def _without_point(self, *why: Message) -> Solution:
        status: Status = "stopped" if self.stop.reached else "failed"
        return Solution(status, "windows", (*self.notes, *why), end=End(interrupted=self.stop.interrupted))
