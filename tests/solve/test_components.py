"""LPs of several connected components: the same optimum component by component, and independence of the components."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from dispatch.lp import Matrix
from dispatch.messages import message
from dispatch.solve import Options, Progress, Solution, selection, solve, strategy
from dispatch.solve.certificate import certify
from dispatch.solve.components import LEAST, components, join
from dispatch.solve.problem import End

from .conftest import Chain


def block_diagonal(*parts: Matrix) -> Matrix:
    """LPs that have nothing to do with each other, as one; columns and rows of one hour next to each other."""

    def all_of(name: str) -> Any:
        return np.concatenate([getattr(part, name) for part in parts])

    series = np.cumsum([0] + [part.column_series.max() + 1 for part in parts])
    joined = replace(
        parts[0],
        **{
            name: all_of(name) for name in ("cost", "lower", "upper", "row_lower", "row_upper", "row_first", "row_last")
        },
        column_first=all_of("column_first"),
        column_last=all_of("column_last"),
        column_series=np.concatenate([part.column_series + at for part, at in zip(parts, series, strict=False)]),
        matrix=sparse.csr_matrix(sparse.block_diag([part.matrix for part in parts])),
        offset=sum(part.offset for part in parts),
    )
    columns, rows = (np.argsort(first, kind="stable") for first in (joined.column_first, joined.row_first))
    return replace(
        joined,
        **{name: getattr(joined, name)[columns] for name in ("cost", "lower", "upper")},
        **{name: getattr(joined, name)[columns] for name in ("column_first", "column_last", "column_series")},
        **{name: getattr(joined, name)[rows] for name in ("row_lower", "row_upper", "row_first", "row_last")},
        matrix=joined.matrix[rows][:, columns],
    )


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connected components are searched in an LP of any size."""
    monkeypatch.setattr(selection, "SMALL", 0)
    monkeypatch.setattr(selection, "MIN_WINDOWS", 3)


@st.composite
def patterns(draw: st.DrawFn) -> sparse.csr_matrix:
    """Matrices with a few entries."""
    rows, columns = draw(st.integers(1, 12)), draw(st.integers(1, 12))
    places = draw(st.lists(st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1)), max_size=16))
    matrix = sparse.lil_matrix((rows, columns))
    for row, column in places:
        matrix[row, column] = 1.0
    return matrix.tocsr()


@given(patterns())
def test_blocks_share_nothing_and_leave_nothing_out(matrix: sparse.csr_matrix) -> None:
    rows, columns = matrix.shape
    zero, no_hour = np.zeros(columns), np.full(columns, -1)
    row_zero, row_no_hour = np.zeros(rows), np.full(rows, -1)
    problem = Matrix(
        zero, zero, zero, matrix, row_zero, row_zero, no_hour, no_hour, no_hour, row_no_hour, row_no_hour, 0.0
    )
    parts = components(problem)
    assert np.array_equal(np.sort(np.concatenate([part.columns for part in parts])), np.arange(columns))
    assert np.array_equal(np.sort(np.concatenate([part.rows for part in parts])), np.arange(rows))
    assert sum(part.matrix.nnz for part in parts) == matrix.nnz
    sizes = [len(part.rows) for part in parts if len(part.rows) >= max(1, LEAST * rows)]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_same_optimum_as_of_the_whole(chain: Chain, threads: int, small: None) -> None:
    parts = [chain(0, 171), chain(4, 171, plants=2), chain(2, 171, plants=1, budgets=False)]
    problem = block_diagonal(*parts)
    alone = solve(problem, Options(method="simplex", threads=threads))
    apart = solve(problem, Options(threads=threads))
    assert apart.status == "optimal" and apart.method == "windows"
    assert apart.notes[0] == message("note.components", count=3, rows=len(parts[0].row_lower))
    assert apart.objective == pytest.approx(alone.objective, rel=1e-6)
    assert apart.objective == pytest.approx(
        sum(solve(part, Options(method="simplex")).objective for part in parts), rel=1e-6
    )
    assert apart.primal is not None and apart.row_dual is not None and apart.basis is not None
    proof = certify(problem, apart.primal, apart.row_dual)
    assert proof.proves_optimum and proof.gap == apart.gap and proof.bound == apart.bound


@pytest.mark.parametrize("threads", [1, 2])
def test_simplex_for_some_blocks_and_windows_for_others(
    chain: Chain, threads: int, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HiGHS refuses to run with another number of threads than the run before it: it has to forget in between."""
    parts = [chain(0, 171), chain(2, 171, plants=1, budgets=False), chain(4, 171, plants=2)]
    monkeypatch.setattr(selection, "SMALL", len(parts[1].row_lower))
    problem = block_diagonal(*parts)
    solution = solve(problem, Options(threads=threads))
    assert solution.status == "optimal" and solution.method == "windows"
    assert not any(note.key == "note.direct_instead" for note in solution.notes)
    assert solution.objective == pytest.approx(solve(problem, Options(method="simplex")).objective, rel=1e-6)


def test_it_does_not_depend_on_threads(chain: Chain, small: None) -> None:
    problem = block_diagonal(chain(0, 171), chain(4, 171, plants=2))
    one, two = (solve(problem, Options(threads=threads)) for threads in (1, 2))
    assert one.primal is not None and two.primal is not None
    assert np.array_equal(one.primal, two.primal) and one.bound == two.bound


def test_an_unchanged_block_is_not_solved_again(chain: Chain, small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = chain(0, 171), chain(4, 171, plants=2)
    before = solve(block_diagonal(first, second), Options())
    assert before.basis is not None
    start = replace(before.basis, prices=before.row_dual, primal=before.primal, gap=before.gap)
    most, least = (
        replace(part, row_lower=part.row_lower * 1.01, row_upper=part.row_upper * 1.01) for part in (first, second)
    )
    solved: list[int] = []

    def counted(problem: Any, *others: Any) -> Solution:
        solved.append(len(problem.row_lower))
        return windows(problem, *others)

    windows: Callable[..., Solution] = strategy.solve_windows
    monkeypatch.setattr(strategy, "solve_windows", counted)
    # A block is taken as it was where it is as near its proof as the whole was.
    loose = replace(start, gap=1e-6)
    for changed, which in ((block_diagonal(most, second), first), (block_diagonal(first, least), second)):
        solved.clear()
        after = solve(changed, Options(), loose)
        assert solved == [len(which.row_lower)]
        assert after.status == "optimal" and after.method == "windows"
        assert after.notes[1] == message("note.components_kept", count=1)
        assert not any(note.key == "note.start_optimal" for note in after.notes)
        assert after.objective == pytest.approx(solve(changed, Options(method="simplex")).objective, rel=2e-6)


def test_a_block_that_is_infeasible_makes_the_whole_so(chain: Chain, small: None) -> None:
    fine, broken = chain(0, 171), chain(4, 171, plants=2)
    broken.row_lower[:] = broken.row_lower + 1e6
    broken.row_upper[:] = broken.row_upper + 1e6
    for parts in ((fine, broken), (broken, fine)):
        assert solve(block_diagonal(*parts), Options()).status == "infeasible"


def with_column(problem: Matrix, cost: float, row: int | None = None) -> Matrix:
    """One column more, of hour 0, that is 1: in a row, whose bounds compensate for it, or in none."""
    more = np.zeros(len(problem.row_lower))
    if row is not None:
        more[row] = 1.0
    return replace(
        problem,
        **{name: np.append(getattr(problem, name), 1.0) for name in ("lower", "upper")},
        **{name: np.append(getattr(problem, name), 0) for name in ("column_first", "column_last")},
        cost=np.append(problem.cost, cost),
        column_series=np.append(problem.column_series, problem.column_series.max() + 1),
        matrix=sparse.csr_matrix(sparse.hstack([problem.matrix, sparse.csr_matrix(more[:, None])])),
        row_lower=problem.row_lower + more,
        row_upper=problem.row_upper + more,
    )


def test_where_costs_cancel_the_whole_is_solved_at_once(chain: Chain, small: None) -> None:
    """What one block costs another one earns: 5 % of each are more than all that is left."""
    parts = [chain(0, 171), chain(4, 171, plants=2)]
    total = sum(solve(part, Options(method="simplex")).objective for part in parts)
    near = block_diagonal(parts[0], with_column(parts[1], -0.999 * total, row=0))
    solution = solve(near, Options(gap=0.05))
    assert solution.status in ("feasible", "optimal") and solution.gap <= 0.05
    assert solution.notes[0].value("method") == "windows"
    far = block_diagonal(parts[0], with_column(parts[1], 0.1 * total, row=0))
    assert solve(far, Options(gap=0.05)).notes[0].value("count") == 2


def test_columns_in_no_row_are_a_block(chain: Chain, small: None) -> None:
    problem = with_column(chain(0, 171), 7.0)
    solution = solve(problem, Options())
    assert solution.status == "optimal" and solution.primal is not None and solution.primal[-1] == 1.0
    assert solution.notes[0].value("count") == 2
    assert solution.objective == pytest.approx(solve(problem, Options(method="simplex")).objective, rel=1e-6)


def test_limits_have_small_blocks_first(chain: Chain, small: None) -> None:
    problem = block_diagonal(chain(0, 171), chain(4, 171, plants=2))
    reports: list[Progress] = []
    quick = solve(problem, Options(gap=0.05, report=reports.append))
    assert quick.primal is not None and quick.gap <= 0.05 and quick.infeasibility.primal <= 1e-7
    assert reports[0].stage == message("stage.components", count=1)
    optimum = solve(problem, Options(method="simplex")).objective
    assert quick.bound <= optimum * (1 + 1e-9) and quick.objective >= optimum * (1 - 1e-9)


def test_one_thread_reports_what_follows_the_largest_component(chain: Chain, small: None) -> None:
    problem = block_diagonal(chain(0, 171), chain(4, 171, plants=2))
    reports: list[Progress] = []
    solve(problem, Options(threads=1, report=reports.append))
    assert reports[-1].stage == message("stage.components", count=1)


def test_no_time_is_no_point(chain: Chain, small: None) -> None:
    problem = block_diagonal(chain(0, 171), chain(4, 171, plants=2))
    stopped = solve(problem, Options(time_limit=0.0))
    assert stopped.status == "stopped" and stopped.primal is None


def test_one_block_without_a_point_is_no_point(chain: Chain) -> None:
    """Nor is the gap of another block one of the whole."""
    problem = block_diagonal(chain(0, 171), chain(4, 171, plants=2))
    parts = components(problem)
    solved = solve(parts[0], Options(method="simplex"))
    joined = join(
        problem, parts, [solved, Solution("stopped", "windows", bound=1.0, end=End(interrupted=True))], "windows"
    )
    assert joined.status == "stopped" and joined.end.interrupted and joined.primal is None and joined.basis is None
    assert np.isnan(joined.objective) and np.isinf(joined.gap)
    assert joined.bound == pytest.approx(solved.bound + 1.0 + problem.offset)


def test_bound_and_gap_are_those_of_the_whole(chain: Chain, small: None) -> None:
    """A bound of one block is no bound of the whole: it is reported once the others have theirs."""
    problem = block_diagonal(chain(0, 400), chain(4, 400, plants=2))
    reports: list[Progress] = []
    solution = solve(problem, Options(threads=2, gap=1e-6, report=reports.append))
    optimum = solution.objective - problem.offset
    bounds = [progress.bound for progress in reports if progress.bound is not None]
    assert bounds and all(bound <= optimum * (1 + 1e-6) for bound in bounds)
    assert max(bounds) >= 0.99 * optimum
    assert all(progress.gap is None or 0 <= progress.gap < 1 for progress in reports)


def test_simplex_and_interior_points_take_the_whole_at_once(chain: Chain, small: None) -> None:
    problem = block_diagonal(chain(0, 96), chain(4, 96, plants=2))
    for method in ("simplex", "ipm"):
        solution = solve(problem, Options(method=method))  # type: ignore[arg-type]
        assert solution.status == "optimal" and solution.notes[0] == message(
            "note.method", method=method, why=message("why.requested")
        )
