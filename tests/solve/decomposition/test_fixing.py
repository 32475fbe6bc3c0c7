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
from dispatch.solve.decomposition.partition import Part, TimePartition
from dispatch.solve.decomposition.window_subproblem import WindowSubproblem
from dispatch.solve.problem import Stop
from dispatch.solve.threads import ThreadBudget

from ..conftest import LENGTH, Chain
from ..small_lps import lp


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
    support = FreeSet.of(problem, 0.0)
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


def test_a_master_that_fails_is_solved_with_shifted_rows(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    """Presolve can take rounding in a long chain of equations for a contradiction."""
    asked: list[bool] = []

    def recorded(*given: Any) -> restricted_master.MasterSolution | None:
        *_, contained = given
        asked.append(contained is not None)
        return restricted_master.solve_master(*given) if asked[-1] else None

    monkeypatch.setattr(steps, "solve_master", recorded)
    problem = chain(0, 286)
    found = solve(problem, Options(method="windows"))
    assert asked[:2] == [False, True] and all(asked[1:])
    assert found.status == "optimal" and found.method == "windows"
    assert sum(note.key == "note.rows_shifted" for note in found.notes) == 1
    assert found.objective == pytest.approx(solve(problem, Options(method="simplex")).objective, rel=1e-6)


@pytest.mark.parametrize("by", [-1e-3, 1e-3])
def test_rows_that_the_latest_solution_violates_are_shifted_after_a_failure(chain: Chain, by: float) -> None:
    """Every row of the content misses its bound by ``by``. Charging alone is free, and the balance leaves it no room."""
    hours = 96
    problem = chain(0, hours)
    primal = solve(problem, Options(method="simplex")).primal
    assert primal is not None
    split = TimePartition(problem, LENGTH)
    charge, content = _charge_and_content(problem, hours)
    lower, upper = (np.where(charge, bound, primal) for bound in (problem.lower, problem.upper))
    shift = np.where(content, by, 0.0)
    row_lower, row_upper = problem.row_lower + shift, problem.row_upper + shift
    problem = replace(problem, lower=lower, upper=upper, row_lower=row_lower, row_upper=row_upper)
    none = np.zeros(len(row_lower), dtype=bool)
    bounds = ActiveBounds(~charge, ~charge, none, none)
    free = FreeSet.of(problem, 0.0).with_solution(
        primal, np.zeros(len(primal)), problem.matrix @ primal, np.zeros(len(none))
    )
    assert free.contained is None
    count = len(split.coupling)
    limits = np.zeros(count), np.full(count, -100.0), np.full(count, 100.0)
    given = problem, np.flatnonzero(split.local), split.coupling, bounds, *limits, Stop()
    assert restricted_master.solve_master(*given, free.contained) is None
    found = restricted_master.solve_master(*given, free.as_shifted().contained)
    assert found is not None
    violation = np.maximum(row_lower - problem.matrix @ found.primal, problem.matrix @ found.primal - row_upper)
    assert violation[split.local].max() <= abs(by) + 1e-6


def _charge_and_content(problem: Matrix, hours: int, plants: int = 3) -> tuple[Any, Any]:
    """Columns of charging, and the rows with their coefficient of efficiency."""
    first = 2 * plants * (hours // 24) + plants * hours
    columns = np.arange(len(problem.cost))
    charge = (columns >= first) & (columns < first + hours)
    part = problem.matrix[:, charge]
    return charge, np.asarray(np.abs(part).max(axis=1).toarray()).ravel() == 0.9


def test_columns_with_narrow_ranges_are_not_taken_for_fixed_after_a_failure() -> None:
    """A thousand plants of 1e-7 supply at least 5e-5 together. Presolve takes each for fixed at zero, which is infeasible."""
    count = 1000
    cost, upper = np.ones(count + 1), np.append(np.full(count, 1e-7), 1.0)
    problem = lp(cost, np.zeros(count + 1), upper, np.append(np.ones(count), -1.0), [5e-5], [np.inf])
    split, none = TimePartition(problem, LENGTH), np.zeros(count + 1, dtype=bool)
    bounds, empty = ActiveBounds(none, none, none[:1], none[:1]), np.zeros(0)
    given = problem, np.arange(1), split.coupling, bounds, empty, empty, empty, Stop()
    assert restricted_master.solve_master(*given) is None
    found = restricted_master.solve_master(*given, np.where(upper < 1, upper, 0.0))
    assert found is not None and found.value == pytest.approx(5e-5)
    assert problem.matrix @ found.primal == pytest.approx(5e-5)


@pytest.mark.parametrize("seed", range(2))
def test_simplex_follows_a_master_whose_point_violates_by_rounding(
    chain: Chain, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No point of a master problem is feasible, and its vertices lead to the optimum."""

    def off(*given: Any) -> restricted_master.MasterSolution | None:
        found = restricted_master.solve_master(*given)
        return None if found is None else replace(found, primal=found.primal + 1e-5)

    monkeypatch.setattr(steps, "solve_master", off)
    problem = chain(seed, 286)
    found = solve(problem, Options(method="windows"))
    assert found.status == "optimal" and found.method == "windows"
    assert found.objective == pytest.approx(solve(problem, Options(method="simplex")).objective, rel=1e-6)


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
