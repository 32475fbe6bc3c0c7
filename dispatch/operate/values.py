"""Values of stored energy and of budgets: of a run, of other weather years, or of the realised window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from dispatch.app.assemble import nothing_to_show
from dispatch.case import Case, gather
from dispatch.errors import CaseError, Fault, Interrupted
from dispatch.lp import Matrix
from dispatch.messages import message
from dispatch.solve import Basis, Options, Solution, solve
from dispatch.weather import has_generator

from .journal import Journal
from .leads import kinds_of, light

YEARS_GAP = 1e-3
"""Requested gap of the solves of other weather years, or the gap of the command if that is larger. The means over years with other weather
need no proof of each optimum."""
YEARS = 3
"""Number of other weather years by default. A fourth changes the mean of a dual by a quarter of its deviation; each costs a solve."""
FIRST = 1
"""Seed of the series of a shipped case, and of a drawn year without a stated seed."""
SAME = 1e-3
"""Largest difference between two series of the same weather. Series of a file are rounded."""


@dataclass(frozen=True)
class Values:
    """Source of the values of stored energy and of the multipliers and use of budgets.

    run: run folder with a basis; a missing folder is written. seeds, read: seeds of other weather years, and the function that reads the case
    in the weather of a seed. Neither: the realised window.
    """

    run: Path | None = None
    seeds: tuple[int, ...] = ()
    read: Callable[[int], Case] | None = None

    @property
    def name(self) -> str:
        """Name for the record."""
        seeds = ", ".join(map(str, self.seeds))
        return f"years {seeds}" if seeds else "own" if self.run is None else str(self.run)


OWN = Values()
"""Values of the realised window."""


def draws_years(case: Case) -> bool:
    """Return whether the case has a weather generator."""
    return has_generator(*gather(case.folder).chain)


def other_years(case: Case) -> tuple[int, ...]:
    """Return the seeds of the weather years that give the values by default: the first ones other than the realised one. None without a
    weather generator."""
    if not draws_years(case):
        return ()
    seed = case.settings.weather.seed
    realised = FIRST if seed is None else seed
    return tuple([one for one in range(FIRST, FIRST + YEARS + 1) if one != realised][:YEARS])


def different(realised: Case, year: Case) -> Case:
    """Return a weather year. Raises CaseError where its weather is the realised one, which the operation must not know."""
    names = kinds_of(realised)
    shared = [name for name in names if name in year.series and len(year.series[name]) == len(realised.series[name])]
    if shared and all(np.allclose(realised.series[name], year.series[name], rtol=0.0, atol=SAME) for name in shared):
        raise _no_year(year.settings.weather.seed or FIRST, "fault.operate.realised_year")
    return year


def mean_values(values: Values, options: Options, matrix: Matrix, plan: Solution, journal: Journal | None) -> Basis:
    """Return the mean duals and values over weather years, with the basis of the first year. Each year starts from the basis of the year
    before, the first from the plan. journal: keeps each year. Raises CaseError for a year without a feasible dispatch, or with an LP of
    another size, SolverError, Interrupted."""
    start, found = plan.start, []
    for seed in values.seeds:
        solved = None if journal is None else journal.values(seed)
        if solved is None:
            solved = _year(values, seed, options, matrix, start)
            if journal is not None:
                journal.keep_values(seed, solved)
        found.append(solved)
        start = solved if solved.columns.any() else start  # A solve may end without a basis.
    prices = np.mean([np.asarray(one.prices) for one in found], axis=0)
    primal = np.mean([np.asarray(one.primal) for one in found], axis=0)
    return Basis(found[0].columns, found[0].rows, prices, primal)


def _year(values: Values, seed: int, options: Options, matrix: Matrix, start: Basis | None) -> Basis:
    """Return the optimum in another weather year, see ``mean_values``."""
    assert values.read is not None
    one = light(values.read(seed))[1]
    if one.matrix.shape != matrix.matrix.shape:
        raise _no_year(seed, "fault.operate.other_structure")
    solution = solve(one, replace(options, gap=max(options.gap or 0.0, YEARS_GAP)), start)
    if solution.status == "infeasible":
        raise _no_year(seed, "fault.operate.infeasible_year")
    solved = complete(solution)
    rows, columns = one.matrix.shape
    basis = solved.basis or Basis(np.zeros(columns, np.int8), np.ones(rows, np.int8))
    return replace(basis, prices=solved.row_dual, primal=solved.primal, gap=solved.gap)


def _no_year(seed: int, rule: str) -> CaseError:
    """Return the fault of a weather year that has no values."""
    return CaseError(
        [Fault("--values-from-years", 0, "", str(seed), message(rule), message("remedy.operate.other_years"))]
    )


def complete(solution: Solution) -> Solution:
    """Return a solution with values and duals. Raises SolverError, Interrupted for any other one."""
    if solution.end.interrupted:
        raise Interrupted(message("end.operate_interrupted"))
    if solution.primal is None or solution.row_dual is None:
        raise nothing_to_show(solution)
    return solution
