"""The chain of direct methods: interior points within finite bounds, and answers that are near-optimal but violate the LP."""

import sys
from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from dispatch.lp import Matrix
from dispatch.solve import Options, Solution, direct, highs, selection, solve, strategy
from dispatch.solve.certificate import certify, nearly_feasible
from dispatch.solve.direct import Attempt, chains, in_scaled_units
from dispatch.solve.direct.chain import walk
from dispatch.solve.problem import Stop
from dispatch.solve.strategy import Task

from .conftest import Chain

WITHIN = next(step for step in direct.DIRECT["ipm"] if step.name == direct.BOUNDED)


def free(cost: list[float], matrix: list[list[float]], low: list[float], high: list[float]) -> Matrix:
    """An LP of free columns."""
    columns, rows = len(cost), len(low)
    none, every = np.full(columns, -1), np.full(rows, -1)
    return Matrix(
        cost=np.array(cost),
        lower=np.full(columns, -np.inf),
        upper=np.full(columns, np.inf),
        matrix=sparse.csr_matrix(np.array(matrix)),
        row_lower=np.array(low),
        row_upper=np.array(high),
        column_first=none,
        column_last=none,
        column_series=np.arange(columns),
        row_first=every,
        row_last=every,
        offset=0.0,
    )


def within(problem: Matrix) -> Solution:
    highs.reset_scheduler()
    latest = walk((WITHIN,), Attempt(problem, Options(threads=1), Stop(), None, Solution("failed", "hipo"))).latest
    assert latest is not None
    return latest


@pytest.mark.parametrize("seed", range(3))
def test_finite_bounds_leave_the_optimum_of_an_lp_without_them(chain: Chain, seed: int) -> None:
    problem = chain(seed, 286, capacities=True)
    problem = replace(problem, upper=np.where(problem.column_first < 0, np.inf, problem.upper))
    found = within(problem)
    assert found.status == "optimal" and found.method == direct.BOUNDED
    assert found.objective == pytest.approx(solve(problem, Options(method="simplex")).objective, rel=1e-6)


def test_an_optimum_beyond_the_finite_bounds_is_not_claimed() -> None:
    """max x, x <= 1e6 y, y <= 1: the largest bound is 1, so that x ends at 1e4, where the cost proves nothing."""
    problem = free([-1.0, 0.0], [[1.0, -1e6], [0.0, 1.0]], [-np.inf, 0.0], [0.0, 1.0])
    assert solve(problem, Options(method="simplex")).objective == pytest.approx(-1e6)
    found = within(problem)
    assert found.status == "failed" and found.bound <= -1e6


def test_an_lp_without_a_point_within_the_finite_bounds_is_not_infeasible() -> None:
    """x = 1e6 y, y = 1."""
    problem = free([1.0, 0.0], [[1.0, -1e6], [0.0, 1.0]], [0.0, 1.0], [0.0, 1.0])
    assert solve(problem, Options(method="simplex")).objective == pytest.approx(1e6)
    assert within(problem).status == "failed"


def test_every_column_has_bounds_already() -> None:
    problem = free([1.0], [[1.0]], [1.0], [2.0])
    bounded = replace(problem, lower=np.zeros(1), upper=np.ones(1))
    failed = Attempt(problem, Options(), Stop(), None, Solution("failed", "hipo"))
    assert WITHIN.applies(failed) and not WITHIN.applies(replace(failed, problem=bounded))


def test_what_follows_a_near_optimal_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next methods, unless near-optimal values of a large LP are kept on request."""
    problem = free([1.0], [[1.0]], [1.0], [2.0])
    failed = Attempt(problem, Options(), Stop(), None, Solution("failed", "hipo"))
    values = (np.ones(1), np.ones(1))
    near, kept = (replace(failed, near=values, options=Options(nearly=nearly)) for nearly in (False, True))

    def follows(attempt: Attempt) -> list[str]:
        return [step.name for step in direct.DIRECT["ipm"][1:] if step.applies(attempt)]

    assert follows(failed) == [direct.BOUNDED, "ipx", "simplex"]
    assert follows(near) == follows(kept) == ["ipx", "simplex"]
    monkeypatch.setattr(chains, "LARGE", 0)
    assert follows(failed) == [direct.BOUNDED, "ipx", "simplex"]
    assert follows(near) == ["ipx", "simplex"] and follows(kept) == []


@pytest.mark.parametrize(("value", "nearly"), [(1e6, True), (1e6 + 0.15, True), (1e6 + 0.3, False), (0.0, False)])
def test_a_violation_counts_by_the_size_of_the_row(value: float, nearly: bool) -> None:
    """x - y = 0 with y = 1e6: terms of 2e6, of which 1e-7 are 0.2."""
    problem = free([1.0, 0.0], [[1.0, -1.0]], [0.0], [0.0])
    assert nearly_feasible(problem, np.array([value, 1e6])) is nearly


def test_a_violation_of_a_small_row_is_absolute() -> None:
    problem = free([1.0, 0.0], [[1.0, -1.0]], [0.0], [0.0])
    assert nearly_feasible(problem, np.array([0.9e-5, 0.0])) and not nearly_feasible(problem, np.array([1.1e-5, 0.0]))


def test_a_vertex_that_violates_a_row_is_repaired_whatever_its_gap(chain: Chain) -> None:
    problem = chain(0, 286)
    optimum = solve(problem, Options(method="simplex"))
    assert optimum.primal is not None and optimum.row_dual is not None and optimum.basis is not None
    moved = optimum.primal.copy()
    moved[np.argmax(moved)] += 3e-7 * moved.max()
    proof = certify(problem, np.clip(moved, problem.lower, problem.upper), optimum.row_dual)
    failed = replace(proof.solution("failed", "simplex"), basis=optimum.basis, gap=0.0)
    assert not proof.feasible
    found = in_scaled_units(problem, failed, Options(), Stop())
    assert found.status == "optimal" and found.objective == pytest.approx(optimum.objective, rel=1e-9)


@pytest.mark.parametrize("nearly", [False, True])
def test_a_nearly_feasible_answer_is_kept_on_request(
    chain: Chain, monkeypatch: pytest.MonkeyPatch, nearly: bool
) -> None:
    """Interior points leave residuals; with a stricter limit for a proof they are too large for one."""
    problem = chain(3, 286, capacities=True)
    certificate = sys.modules[certify.__module__]
    monkeypatch.setattr(certificate, "FEASIBILITY", 1e-16)
    monkeypatch.setattr(certificate, "ROUNDING", 0.0)
    monkeypatch.setattr(chains, "REPAIRS", ())
    attempt = walk(direct.DIRECT["ipm"][:1], Attempt(problem, Options(threads=1, nearly=nearly), Stop(), None))
    found = attempt.best
    assert found is not None and attempt.near is not None and found.status == "failed"
    assert (found.primal is not None) is nearly
    if nearly:
        assert 0.0 < found.infeasibility.primal < 1e-5 and "violate" in str(found.notes[0])


@pytest.fixture
def large(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> tuple[Matrix, Solution]:
    """An LP with capacities that counts as large, and its optimum."""
    problem = chain(3, 480, capacities=True)
    optimum = solve(problem, Options(method="simplex"))
    monkeypatch.setattr(selection, "SMALL", 0)
    monkeypatch.setattr(selection, "MIN_ROWS", 0)
    monkeypatch.setattr(selection, "MIN_WINDOWS", 4)
    return problem, optimum


def test_the_decomposition_follows_interior_points_without_a_point(
    large: tuple[Matrix, Solution], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No crossover and no simplex before the decomposition."""
    problem, optimum = large[0], large[1].objective
    for name in ("hipo", direct.BOUNDED):
        monkeypatch.setitem(direct.METHODS, name, direct.METHODS[name] | {"ipm_iteration_limit": 1})
    found = solve(problem, Options(threads=1))
    keys = [note.key for note in found.notes]
    assert found.method == "windows" and found.status in ("optimal", "feasible")
    assert found.objective == pytest.approx(optimum, rel=1e-3) and found.bound <= optimum * (1 + 1e-9)
    assert keys.index("note.next_method") < keys.index("note.decomposition_instead") < keys.index("note.columns_bound")
    assert keys[: keys.index("note.decomposition_instead")].count("note.method") == 1
    assert solve(problem, Options("ipm", threads=1)).method in ("ipx", "simplex")


def ended(problem: Matrix, optimum: Solution, lower: float, higher: float = 0.0) -> Task:
    """The task after interior points that ended with duals lower by a share, and values higher by a share."""
    assert optimum.primal is not None and optimum.row_dual is not None
    task = Task.of(problem, Options(threads=1), Stop(), None)
    assert task.method == "ipm"
    proof = certify(problem, optimum.primal * (1 + higher), optimum.row_dual * (1 - lower))
    return walk(strategy.AFTER_DIRECT, task.with_found(proof.solution("failed", "hipo")))


def test_a_point_close_to_a_proof_is_feasible(large: tuple[Matrix, Solution]) -> None:
    found = ended(*large, lower=2e-5).solution
    assert found.status == found.reported == "feasible" and found.method == "hipo" and 1e-6 < found.gap < 1e-4
    assert [note.key for note in found.notes] == ["note.ended_at_gap"]


def test_values_that_violate_the_lp_stay_without_a_proof(large: tuple[Matrix, Solution]) -> None:
    assert ended(*large, lower=2e-5, higher=1e-5).solution.status == "failed"


def test_of_a_point_far_from_a_proof_and_the_decomposition_the_smaller_gap_is_kept(
    large: tuple[Matrix, Solution], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ended(*large, lower=0.3).solution
    assert found.method == "windows" and found.gap < 1e-2
    monkeypatch.setattr(strategy, "_with_all_threads", lambda task: Solution("failed", "windows"))
    kept = ended(*large, lower=0.3).solution
    assert kept.method == "hipo" and kept.status == "feasible" and kept.gap > 1e-2
    assert [note.key for note in kept.notes] == ["note.decomposition_instead", "note.ended_at_gap"]
