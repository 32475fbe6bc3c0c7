"""Columns that the restricted master frees, and the bases that a merge leaves for the next one."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from dispatch.lp import Matrix
from dispatch.solve import Options, solve
from dispatch.solve.decomposition import restricted_master, steps
from dispatch.solve.decomposition.cyclic_windows import with_cyclic_boundary
from dispatch.solve.decomposition.fixing import AT, ActiveBounds, FreeSet
from dispatch.solve.decomposition.merge_tree import BasisStatus, merge_windows
from dispatch.solve.decomposition.partition import CouplingRows, Part, TimePartition
from dispatch.solve.decomposition.window_subproblem import WindowSubproblem
from dispatch.solve.problem import Integers, Stop
from dispatch.solve.threads import ThreadBudget

from ..conftest import LENGTH, Chain


def test_what_a_solution_of_the_mixture_moves_is_free_and_nothing_else(chain: Chain) -> None:
    problem = chain(0, 144)
    split = TimePartition(problem, LENGTH)
    cyclic = with_cyclic_boundary(problem, split.windows, split.local)
    weeks = [WindowSubproblem(split, cyclic, number) for number in range(len(split.windows))]
    cost = problem.cost
    seen, moved = [], np.zeros(len(cost), dtype=bool)
    for prices in (0.0, -0.3):  # fuel at its cost, and dearer: other plants run
        for window in weeks[:2]:
            assert window.solve(split.coupling.priced(cost, np.full(len(split.coupling), prices)), Stop())
            seen.append((window.part, window.active()))
            columns = window.part.columns
            moved[columns] |= window.primal > problem.lower[columns] + AT
    support = FreeSet.of(problem, 0.0, split.local)
    # A solution of the whole with everything firmly at its lower bound.
    primal, rows = problem.lower.copy(), len(problem.row_lower)
    support = support.with_solution(primal, np.ones(len(cost)), problem.matrix @ primal, np.zeros(rows))
    fixed = support.fixed().lower
    assert (fixed & moved).any(), "the solutions move nothing that was fixed, so nothing is tested"
    support = support.with_mixture(seen)
    assert np.array_equal(support.fixed().lower, fixed & ~moved)


def test_packed_bounds_are_the_same_bounds() -> None:
    rng = np.random.default_rng(0)
    columns, rows = 21, 13  # no multiples of eight
    own = ActiveBounds(*(rng.random(size) < 0.5 for size in (columns, columns, rows, rows)))
    part = Part(np.arange(columns), np.arange(rows), sparse.csr_matrix((rows, columns)))
    again = ActiveBounds.every(columns, rows).narrowed([(part, own.packed())])
    for one, other in zip(vars(own).values(), vars(again).values(), strict=True):
        assert np.array_equal(one, other)


def test_where_fixed_rows_contradict_one_another_they_are_freed(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    """Presolve can take the rounding of a long chain of equations for a contradiction."""
    asked: list[bool] = []

    def recorded(
        problem: Matrix, rows: Integers, coupling: CouplingRows, bounds: ActiveBounds, *rest: Any
    ) -> restricted_master.MasterSolution | None:
        asked.append(bool(bounds.row_lower.any() or bounds.row_upper.any()))
        return None if asked[-1] else restricted_master.solve_master(problem, rows, coupling, bounds, *rest)

    monkeypatch.setattr(steps, "solve_master", recorded)
    problem = chain(0, 286)
    found = solve(problem, Options(method="windows"))
    assert asked[:2] == [True, False] and not any(asked[1:])
    assert found.status == "optimal" and found.method == "windows"
    assert sum(note.key == "note.rows_free" for note in found.notes) == 1
    assert found.objective == pytest.approx(solve(problem, Options(method="simplex")).objective, rel=1e-6)


@pytest.mark.parametrize("upper", [False, True])
def test_columns_of_violated_local_rows_are_free_after_a_failure(chain: Chain, upper: bool) -> None:
    """One local row is violated by 5e-8, and every coupling row by 1, as it is dualised. All columns are at the same bound."""
    problem = chain(0, 96)
    split, rows = TimePartition(problem, LENGTH), len(problem.row_lower)
    problem = replace(problem, upper=np.where(np.isfinite(problem.upper), problem.upper, 20.0))
    primal = problem.upper if upper else problem.lower
    activity = problem.matrix @ primal
    row = next(row for row in np.flatnonzero(split.local)[::-1] if _short(problem)[_columns(problem, row)].any())
    excess = np.where(np.arange(rows) == row, 5e-8, np.where(split.local, 0.0, 1.0))
    problem = replace(problem, row_lower=activity + excess, row_upper=np.full(rows, np.inf))
    reduced = np.full(len(primal), -1.0 if upper else 1.0)
    free = FreeSet.of(problem, 0.0, split.local).with_solution(primal, reduced, activity, np.zeros(rows))
    before, after = (getattr(each.fixed(), "upper" if upper else "lower") for each in (free, free.relaxed()))
    assert np.array_equal(before, _short(problem)) and not split.local.all()
    assert set(np.flatnonzero(before & ~after)) == {column for column in _columns(problem, row) if before[column]}


def _short(problem: Matrix) -> Any:
    """Columns of one hour."""
    return problem.column_first == problem.column_last


def _columns(problem: Matrix, row: int) -> Any:
    return problem.matrix[row].indices


def test_a_second_merge_begins_with_the_windows_of_the_first(chain: Chain) -> None:
    """It ends at the optimum of its own costs, as one does that begins with nothing."""
    problem = chain(3, 400, budgets=False)
    split, options, stop = TimePartition(problem, LENGTH), Options(), Stop()
    near = problem.cost * 1.001
    with ThreadBudget(1) as threads:
        slack = BasisStatus.slack(problem)
        first = merge_windows(split, problem.cost, slack, options, stop, threads)
        assert first is not None
        left = first.windows
        assert left.known
        again = merge_windows(split, near, left, options, stop, threads)
        cold = merge_windows(split, near, slack, options, stop, threads)
    assert again is not None and cold is not None
    value, other = (found.solver.getInfo().objective_function_value for found in (again, cold))
    assert value == pytest.approx(other, rel=1e-9)
    # What the first merge left is a basis of each window: as many basic entries as it has rows.
    for hours in split.windows:
        part = split.part(*hours)
        basic = (left.columns[part.columns] == 1).sum() + (left.rows[part.rows] == 1).sum()
        assert basic == len(part.rows)
