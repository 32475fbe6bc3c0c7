"""The case as given: the dispatch against which the study compares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from dispatch.app.assemble import as_run, basis_of_run, build, least_losses, nothing_to_show
from dispatch.app.clock import Clock
from dispatch.case import Case
from dispatch.errors import InfeasibleError
from dispatch.lp import LP, Floats, Matrix
from dispatch.messages import message
from dispatch.results import Run
from dispatch.solve import Solution

from .solver import Solver


@dataclass(frozen=True, eq=False)
class Base:
    """The case as given: its LP and its optimum."""

    case: Case
    lp: LP
    matrix: Matrix
    solution: Solution
    run: Run

    @property
    def primal(self) -> Floats:
        """The optimum, shape (columns,)."""
        assert self.solution.primal is not None
        return self.solution.primal


def base_of(case: Case, solver: Solver, start: Path | None = None, lp: LP | None = None) -> Base:
    """Dispatch the case as it is, from the basis of a saved run where there is one. lp: the LP of the case, if it is built.
    Raises InfeasibleError, SolverError, Interrupted; CaseError for a run that keeps no basis."""
    lp = build(case) if lp is None else lp
    matrix = lp.matrix()
    solution = solver(matrix, None if start is None else basis_of_run(start, lp))
    if solution.status == "infeasible":
        raise InfeasibleError(message("end.infeasible_case", name=case.name))
    if solution.primal is None:
        raise nothing_to_show(solution)
    solution = replace(solution, primal=least_losses(lp, solution.primal))
    return Base(case, lp, matrix, solution, as_run(case, lp, matrix, solution, Clock()))
