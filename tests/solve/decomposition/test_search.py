"""The window method against HiGHS alone, and its parts."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from dispatch.lp import LP, Axis, Matrix, Parameter
from dispatch.messages import message
from dispatch.solve import Options, Progress, Solution, highs, solve, strategy
from dispatch.solve.certificate import certify
from dispatch.solve.decomposition import steps
from dispatch.solve.decomposition.cyclic_windows import with_cyclic_boundary
from dispatch.solve.decomposition.merge_tree import merge_windows
from dispatch.solve.decomposition.partition import TimePartition
from dispatch.solve.decomposition.search import solve_from_duals, solve_windows
from dispatch.solve.problem import Stop
from dispatch.solve.sparse import over_rows, pick
from dispatch.solve.threads import ThreadBudget

from ..conftest import LENGTH, WEEK, Chain, cut

DOCUMENTATION = Path(__file__).parents[3] / "docs" / "solving.md"


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("hours", [48, 137, 286])
def test_the_same_optimum_as_highs_alone(chain: Chain, seed: int, hours: int) -> None:
    problem = chain(seed, hours)
    alone = solve(problem, Options(method="simplex"))
    windows = solve(problem, Options(method="windows"))
    assert alone.status == windows.status == "optimal"
    assert windows.method == "windows", windows.notes
    assert windows.objective == pytest.approx(alone.objective, rel=1e-6)
    assert windows.gap <= 1e-6 and windows.infeasibility.primal <= 1e-7 and windows.infeasibility.dual <= 1e-7
    assert windows.bound <= alone.objective * (1 + 1e-9)


def test_the_same_optimum_by_windows_of_a_week(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    """The length that users have."""
    cut(monkeypatch, WEEK)
    problem = chain(0, 1000)
    windows = solve(problem, Options(method="windows"))
    assert windows.status == "optimal" and windows.method == "windows", windows.notes
    assert windows.objective == pytest.approx(solve(problem, Options(method="simplex")).objective, rel=1e-6)


def test_without_coupling_rows_it_ends_at_a_vertex(chain: Chain) -> None:
    problem = chain(1, 228, budgets=False)
    solution = solve(problem, Options(method="windows"))
    assert solution.status == "optimal" and solution.method == "windows"
    assert solution.objective == pytest.approx(solve(problem, Options(method="simplex")).objective, rel=1e-9)
    assert solution.basis is not None
    basic = (solution.basis.columns == 1).sum() + (solution.basis.rows == 1).sum()
    assert basic == len(problem.row_lower)


@pytest.mark.parametrize("seed", range(4))
def test_windows_close_from_prices_that_are_nearly_right(chain: Chain, seed: int) -> None:
    """As interior points leave them: off by a millionth."""
    problem = chain(seed, 286)
    alone = solve(problem, Options(method="simplex"))
    assert alone.row_dual is not None
    noise = 1 + 1e-6 * np.random.default_rng(seed).normal(size=len(alone.row_dual))
    closed = solve_from_duals(problem, alone.row_dual * noise, Options(), Stop())
    assert closed.status == "optimal" and closed.gap <= 1e-6
    assert closed.objective == pytest.approx(alone.objective, rel=1e-6)


def test_known_multipliers_replace_those_of_the_samples(chain: Chain) -> None:
    problem, stages = chain(1, 480), list[str]()
    alone = solve(problem, Options(method="simplex"))
    assert alone.row_dual is not None
    options = Options(report=lambda each: stages.append(each.stage.key))
    with ThreadBudget(1) as threads:
        found = solve_windows(problem, options, Stop(), threads, duals=1.1 * alone.row_dual)
    assert found.status == "optimal" and found.objective == pytest.approx(alone.objective, rel=1e-6)
    assert "stage.multiplier_iteration" in stages and "stage.initial_multipliers" not in stages


@pytest.mark.parametrize("seed", range(3))
def test_interior_points_end_with_a_proof(chain: Chain, seed: int) -> None:
    problem = chain(seed, 286)
    inside = solve(problem, Options(method="ipm"))
    assert inside.status == "optimal" and inside.method.startswith("hipo")
    assert inside.objective == pytest.approx(solve(problem, Options(method="simplex")).objective, rel=1e-6)


@pytest.mark.parametrize("threads", [1, 2])
def test_windows_without_a_proof_are_gone_on_from(chain: Chain, threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounds that run out before the proof: the whole by another method; where that comes no nearer the point is kept."""
    problem = chain(0, 314)
    monkeypatch.setattr("dispatch.solve.decomposition.search.ROUNDS", 0)
    with monkeypatch.context() as patched:
        patched.setattr(strategy, "solve_whole", lambda *_: Solution("failed", "ipm"))
        kept = solve(problem, Options(method="windows", threads=threads))
    assert kept.status == "feasible" and kept.method == "windows" and kept.gap > 1e-6
    assert certify(problem, kept.primal, kept.row_dual).gap == pytest.approx(kept.gap)
    assert kept.notes[-1] == message("note.decomposition_kept")
    loose = solve(problem, Options(method="windows", gap=2 * kept.gap))
    assert loose.status == "feasible" and not any(note.key == "note.direct_instead" for note in loose.notes)
    monkeypatch.undo()
    alone = solve(problem, Options(method="simplex"))
    monkeypatch.setattr("dispatch.solve.strategy.solve_windows", lambda *_: kept)
    proven = solve(problem, Options(method="windows"))
    assert proven.status == "optimal" and proven.objective == pytest.approx(alone.objective, rel=1e-6)
    assert kept.objective > alone.objective
    assert proven.basis is not None and proven.notes[-1] == message(
        "note.direct_instead", method=message("name.simplex")
    )
    monkeypatch.setattr(strategy, "FALLBACK_ROWS", len(problem.row_lower) - 1)
    by_points = solve(problem, Options(method="windows"))
    assert by_points.status == "optimal" and any(
        note == message("note.direct_instead", method=message("name.ipm")) for note in by_points.notes
    )


def test_a_week_without_a_feasible_cyclic_boundary_has_an_open_one() -> None:
    """Capacity of 5 becomes 25 within the second week, of which 20 must run, and falls by 1 an hour at most: the first
    hour of that week cannot follow the last."""
    steps = np.arange(840)
    hour = Axis("hour", tuple(map(str, steps)), steps, steps)
    lp = LP()
    grown = steps >= 300
    low, high = Parameter((hour,), np.where(grown, 20.0, 0.0)), Parameter((hour,), np.where(grown, 25.0, 5.0))
    output = lp.variable("output", (hour,), lower=low, upper=high)
    later = Parameter((hour,), (steps > 0).astype(float))
    lp.constraint("fall", output - output.shift(1, cyclic=False) >= -1.0, where=later)
    lp.constraint("whole", output.sum() >= 13_000.0)
    lp.cost("output", output * Parameter((hour,), 2.0 + np.sin(steps / 5)))
    windows = solve(lp.matrix(), Options(method="windows"))
    assert windows.method == "windows" and windows.status == "optimal", windows.notes
    assert windows.objective == pytest.approx(solve(lp.matrix(), Options(method="simplex")).objective, rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_the_unit_of_a_coupling_row_does_not_matter(chain: Chain, seed: int) -> None:
    """In thousandths its price is a thousand times as large: it may go as far, and the multiplier iteration converges as soon."""
    problem = chain(seed, 286)
    unit = np.ones(len(problem.row_lower))
    unit[TimePartition(problem, LENGTH).coupling.rows] = 1e-3
    small = replace(
        problem,
        matrix=(sparse.diags(unit) @ problem.matrix).tocsr(),
        row_lower=problem.row_lower * unit,
        row_upper=problem.row_upper * unit,
    )
    usual, other = (solve(one, Options(method="windows")) for one in (problem, small))
    assert usual.status == other.status == "optimal"
    assert usual.notes[:2] == other.notes[:2]
    assert usual.objective == pytest.approx(other.objective, rel=1e-6)


def test_the_example_of_the_documentation(capsys: pytest.CaptureFixture[str]) -> None:
    example = re.search(r"```python\n(.*?)```", DOCUMENTATION.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    names: dict[str, Any] = {"__name__": "example"}
    exec(example.group(1), names)
    assert capsys.readouterr().out.startswith("optimal True method windows")
    alone = solve(names["Stock"](), Options(method="simplex"))
    assert names["solution"].objective == pytest.approx(alone.objective, rel=1e-6)


def test_the_certificate_is_recomputed_from_the_problem(chain: Chain) -> None:
    problem = chain(2)
    solution = solve(problem, Options(method="windows"))
    assert solution.primal is not None and solution.row_dual is not None
    proof = certify(problem, solution.primal, solution.row_dual)
    assert proof.objective == pytest.approx(solution.objective) and proof.gap == solution.gap
    shifted = solution.primal.copy()
    shifted[np.argmax(problem.upper - problem.lower)] += 1.0
    assert not certify(problem, shifted, solution.row_dual).proves_optimum


def test_any_duals_give_a_bound(chain: Chain) -> None:
    problem = chain(3, 96)
    optimum = solve(problem, Options(method="simplex")).objective
    rng = np.random.default_rng(0)
    for _ in range(20):
        proof = certify(problem, np.clip(0.0, problem.lower, problem.upper), rng.normal(0, 0.1, len(problem.row_lower)))
        # Towards an infinite bound the certificate counts the point itself: only then may it pass the optimum.
        assert proof.bound <= optimum + 1e-9 or proof.dual_infeasibility > 1e-7


def test_the_optimum_of_what_presolve_leaves(chain: Chain) -> None:
    problem = chain(1, 114)
    alone = solve(problem, Options(method="simplex"))
    found = highs.solve_presolved(highs.load_whole(problem), Stop())
    assert found is not None
    proof = certify(problem, *found)
    assert proof.proves_optimum and proof.objective == pytest.approx(alone.objective, rel=1e-9)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("off", [0.0, 0.03, 1.0, -40.0])
def test_rows_that_are_dualised_first_at_any_multiplier_end_at_the_same_optimum(
    chain: Chain, seed: int, off: float
) -> None:
    problem = chain(seed, 114)
    alone = solve(problem, Options(method="simplex"))
    assert alone.row_dual is not None
    coupling = TimePartition(problem, LENGTH).coupling
    assert np.any(alone.row_dual[coupling.rows]), "no row has a price, so there is nothing to dualise"
    near = coupling.admissible(alone.row_dual[coupling.rows] * (1 + off))
    found = highs.solve_dualised_first(highs.load_whole(problem), Stop(), coupling.rows, near)
    assert found is not None
    *point, basis = found
    proof = certify(problem, *point)
    assert proof.proves_optimum and proof.objective == pytest.approx(alone.objective, rel=1e-9)
    assert basis is not None
    solver = highs.load_whole(problem, solver="simplex")
    highs.set_basis(solver, basis)
    assert highs.run(solver, Stop()) == highs.OPTIMAL and highs.iterations(solver) <= 5, (
        "the basis is that of the optimum"
    )


def test_the_end_is_a_vertex_of_the_whole(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether primal simplex continues from the vertex of the master to the optimum, or windows are merged again at its prices:
    that happens over weeks, in the last of these."""
    monkeypatch.setattr(steps, "CLEAN_UP_GAP", 1.0)  # these are small, and so is the way
    merges: list[int] = []
    monkeypatch.setattr(steps, "merge_windows", lambda *given: merges.append(steps.MAX_PIVOTS) or merge_windows(*given))
    problems = [chain(seed, 286) for seed in range(4)] + [chain(3, 1100)]
    for most in (5_000, 0):
        monkeypatch.setattr(steps, "MAX_PIVOTS", most)
        for problem, length in zip(problems, [LENGTH] * 4 + [WEEK], strict=True):
            cut(monkeypatch, length)
            solution = solve(problem, Options(method="windows"))
            assert solution.status == "optimal" and solution.basis is not None
            solver = highs.load_whole(problem, solver="simplex", simplex_iteration_limit=0)
            highs.set_basis(solver, solution.basis)
            highs.run(solver, Stop())
            assert solver.getInfo().num_primal_infeasibilities == 0
    assert merges.count(5_000) < merges.count(0)


def test_a_requested_gap_is_enough(chain: Chain) -> None:
    solution = solve(chain(4, 286), Options(method="windows", gap=0.5))
    assert solution.status in ("feasible", "optimal") and solution.gap <= 0.5


def test_a_time_limit_stops(chain: Chain) -> None:
    solution = solve(chain(5, 286), Options(method="windows", time_limit=0.0))
    assert solution.status == "stopped" and solution.primal is None


def test_infeasible_is_reported(chain: Chain) -> None:
    problem = chain(0, 114)
    problem.row_upper[problem.row_upper == 0.0] = -100.0
    problem.row_lower[problem.row_lower == 0.0] = -np.inf
    assert solve(problem, Options(method="windows")).status == "infeasible"


def test_progress_is_reported(chain: Chain) -> None:
    reports: list[Progress] = []
    solve(chain(1), Options(method="windows", report=reports.append))
    assert any(step.stage.key == "stage.multiplier_iteration" for step in reports)
    assert any(step.bound is not None for step in reports)


def test_rows_couple_by_the_windows_that_they_touch(chain: Chain) -> None:
    problem = chain(0, 286)
    split = TimePartition(problem, LENGTH)
    assert len(split.windows) == 5 and split.windows[-1] == (192, 286)
    touched = [set(np.minimum(problem.column_first[row.indices] // LENGTH, 4)) for row in split.coupling.matrix]
    assert len(split.coupling) == 4 and all(len(windows) > 2 for windows in touched)


def test_a_cyclic_window_has_its_own_last_hour_before_its_first(chain: Chain) -> None:
    problem = chain(0, 336)
    split = TimePartition(problem, LENGTH)
    cyclic = with_cyclic_boundary(problem, split.windows, split.local)
    assert (cyclic.owner[split.local] >= 0).all()
    for number, (first, last) in enumerate(cyclic.hours):
        part = cyclic.matrix[np.flatnonzero(cyclic.owner == number)]
        assert problem.column_first[part.indices].min() >= first
        assert problem.column_last[part.indices].max() < last
    # Coefficients stay in their rows: only the columns differ.
    assert np.array_equal(cyclic.matrix.data, problem.matrix.data)


def test_pick_and_over_rows_against_scipy(chain: Chain) -> None:
    matrix = chain(0, 48).matrix
    rng = np.random.default_rng(0)
    rows, columns = rng.permutation(matrix.shape[0])[:50], np.sort(rng.permutation(matrix.shape[1])[:70])
    assert (pick(matrix, rows, columns) != matrix[rows][:, columns]).nnz == 0
    empty = matrix.copy()
    empty.data[:] = 0
    empty.eliminate_zeros()
    assert (over_rows(np.maximum, empty.indices, empty, -7) == -7).all()
    most = over_rows(np.maximum, matrix.indices, matrix, -1)
    assert list(most) == [row.indices.max(initial=-1) for row in matrix]


def test_problem_is_left_as_it_was(chain: Chain) -> None:
    problem: Matrix = chain(1)
    before = problem.matrix.copy(), problem.cost.copy()
    solve(problem, Options(method="windows"))
    assert (problem.matrix != before[0]).nnz == 0 and np.array_equal(problem.cost, before[1])


def test_a_constraint_that_cyclic_windows_cannot_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Water comes in the first quarter of the horizon, and can be used in the last: no window with a periodic boundary delivers
    any. The multiplier of the delivery rose without end, to values at which simplex cycled."""
    cut(monkeypatch, LENGTH)
    hours, rng = 8 * LENGTH, np.random.default_rng(0)
    steps = np.arange(hours)
    hour = Axis("hour", tuple(f"h{k}" for k in steps), steps, steps)
    lp = LP()
    early, late = (Parameter((hour,), part.astype(float)) for part in (steps < hours // 4, steps >= 3 * hours // 4))
    level, used, spilled = (lp.variable(name, (hour,)) for name in ("level", "used", "spilled"))
    plant = lp.variable("plant", (hour,), upper=Parameter((hour,), rng.uniform(1.0, 2.0, hours)))
    lp.constraint("content", level == level.shift(1, cyclic=True) + early - used - spilled)
    lp.constraint("outlet", used <= late * 2.0)
    lp.constraint("delivery", used.sum("hour") >= 0.2 * hours)
    lp.constraint("energy", (plant + used).sum("hour") >= 0.9 * hours)
    lp.cost("plant", plant * Parameter((hour,), rng.uniform(1.0, 2.0, hours)))
    lp.cost("level", level * 1e-4)
    problem = lp.matrix()
    windows = solve(problem, Options(method="windows"))
    assert windows.status == "optimal" and windows.method == "windows", windows.notes
    assert windows.objective == pytest.approx(solve(problem, Options(method="simplex")).objective, rel=1e-6)
    passes = next(note.value("passes") for note in windows.notes if note.key == "note.multiplier_iteration")
    assert passes < 40
