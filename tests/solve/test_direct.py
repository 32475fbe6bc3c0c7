"""Repairs after interior points: near-optimal answers that violate the LP by more than a proof allows."""

import numpy as np
import pytest

from dispatch.solve import Options, Solution, direct, highs, solve
from dispatch.solve.certificate import certify
from dispatch.solve.direct import Attempt, Pair
from dispatch.solve.direct.chain import walk
from dispatch.solve.problem import Problem, Stop

from .conftest import Chain


def repaired(problem: Problem, near: Pair) -> Solution:
    """The solution that the repairs of the interior points find from values and duals."""
    highs.reset_scheduler()
    latest = walk(
        direct.REPAIRS, Attempt(problem, Options(), Stop(), None, Solution("failed", "hipo"), near=near)
    ).latest
    assert latest is not None
    return latest


def near(problem: Problem, seed: int, error: float) -> tuple[Solution, Pair]:
    """The optimum, values with a relative error within their bounds, and duals with an error of 1e-9."""
    optimum = solve(problem, Options(method="simplex"))
    assert optimum.primal is not None and optimum.row_dual is not None
    rng = np.random.default_rng(seed)
    values = optimum.primal * (1 + error * rng.normal(size=len(optimum.primal)))
    duals = optimum.row_dual * (1 + 1e-9 * rng.normal(size=len(optimum.row_dual)))
    return optimum, (np.clip(values, problem.lower, problem.upper), duals)


@pytest.mark.parametrize("seed", range(4))
def test_capacities_keep_their_values_and_the_rest_is_solved_exactly(chain: Chain, seed: int) -> None:
    problem = chain(seed, 286, capacities=True)
    optimum, (values, duals) = near(problem, seed, 1e-7)
    spanning = problem.column_first < 0
    assert values[spanning].max() > 0 and not certify(problem, values, duals).feasible
    found = repaired(problem, (values, duals))
    assert found.status == "optimal" and found.method == "hipo, windows"
    assert found.objective == pytest.approx(optimum.objective, rel=1e-6)
    assert found.bound <= optimum.objective * (1 + 1e-9)
    assert found.primal is not None
    np.testing.assert_array_equal(found.primal[spanning], values[spanning])


def test_capacities_far_from_the_optimum_are_no_proof(chain: Chain) -> None:
    """The decomposition proves the optimum at fixed capacities; the gap is that of the whole LP."""
    problem = chain(0, 286, capacities=True)
    optimum, (values, duals) = near(problem, 0, 1e-9)
    spanning = problem.column_first < 0
    values[spanning] = problem.upper[spanning]
    found = repaired(problem, (values, duals))
    assert found.primal is not None and found.row_dual is not None
    assert found.status == "failed" and found.objective > optimum.objective
    assert found.gap == pytest.approx((found.objective - optimum.objective) / abs(found.objective), rel=1e-3)
    assert certify(problem, found.primal, found.row_dual).gap == pytest.approx(found.gap)


def test_capacities_that_leave_no_dispatch_are_no_answer(chain: Chain) -> None:
    """Interior points may end a little below the capacity that a constraint needs: the answer stays as it was."""
    problem = chain(1, 286, capacities=True)
    _, (values, duals) = near(problem, 1, 1e-9)
    problem.row_lower[-1] = problem.row_upper[-1] = -1.0  # a limit on energy that cannot be negative
    found = repaired(problem, (values, duals))
    assert found.status == "failed" and found.primal is None


def test_interior_points_end_with_a_proof_for_capacities(chain: Chain) -> None:
    problem = chain(2, 286, capacities=True)
    inside = solve(problem, Options(method="ipm"))
    assert inside.status == "optimal" and inside.method.startswith("hipo")
    assert inside.objective == pytest.approx(solve(problem, Options(method="simplex")).objective, rel=1e-6)


def test_interior_points_end_at_the_requested_gap(chain: Chain) -> None:
    problem = chain(2, 286, capacities=True)
    proven, near = (solve(problem, Options(method="ipm", gap=gap)) for gap in (None, 1e-2))
    assert proven.status == "optimal" and near.status in ("optimal", "feasible")
    assert near.gap <= 1e-2 and near.end.iterations < proven.end.iterations
    assert near.primal is not None and near.row_dual is not None
    assert certify(problem, near.primal, near.row_dual).gap == pytest.approx(near.gap)
    assert near.bound <= proven.objective * (1 + 1e-9) and near.objective >= proven.objective * (1 - 1e-9)
