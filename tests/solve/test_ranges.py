"""Ranges of columns without a bound: from costs, from rows, or assumed."""

from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from dispatch.solve.problem import FEASIBILITY, GAP, Problem

from .small_lps import known, lp, proof, two_plants


def test_a_reduced_cost_into_an_infinite_bound_counts_by_the_costs() -> None:
    """At the price 4 both columns look cheap. The second may be any size, but for its cost: the bound stays below 9."""
    found = proof(two_plants(), [3, 1], [4])
    assert found.dual_infeasibility == 1.0 and found.assumed == 0.0
    assert found.bound <= 9.0 and found.gap > GAP and not found.proves_optimum
    # 16 - 2 x 3 - 1 x b, 3 b <= 9 + 9 where the cost is at most twice that of the point
    assert found.bound == pytest.approx(16 - 6 - 18 / 3)


def test_a_point_that_is_too_cheap_gives_no_bound_above_its_cost() -> None:
    """Costs of at most those of (0, 0) leave the second column no room: 16 - 2 x 3 = 10 is no bound of an optimum of 9."""
    found = proof(two_plants(), [0, 0], [4])
    assert found.bound == 0.0 and not found.feasible


def test_a_reduced_cost_into_an_infinite_bound_counts_by_the_rows() -> None:
    """min a, a - b = 0, 1 <= a <= 3, b free and without a cost: the row says that b is at most 3."""
    problem = lp([1, 0], [1, -inf], [3, inf], [[1, -1]], [0], [0])
    right = proof(problem, [1, 1], [0])
    assert right.proves_optimum and right.bound == 1.0
    wrong = proof(problem, [1, 1], [-0.25])  # d = (1.25, -0.25)
    assert wrong.assumed == 0.0 and wrong.bound == pytest.approx(1.25 - 0.25 * 3)
    other = proof(problem, [1, 1], [0.25])  # d = (0.75, 0.25): down to the least that b may be
    assert other.assumed == 0.0 and other.bound == pytest.approx(0.75 + 0.25 * 1)


def test_a_range_follows_from_the_cost_of_a_capacity() -> None:
    """min 10 K, K >= 0, 2 <= q <= K as rows, q free and without a cost: a cost of at most 40 limits K to 4, and q with it."""
    problem = lp([10, 0], [0, -inf], [inf, inf], [[0, 1], [-1, 1]], [2, -inf], [inf, 0])
    found = proof(problem, [2, 2], [10.001, -10])  # d = (0, -0.001)
    assert found.assumed == 0.0 and found.dual_infeasibility == pytest.approx(0.001)
    assert found.bound == pytest.approx(20.002 - 0.001 * 4)


def test_the_cheap_bound_of_a_column_may_stand_in_a_row() -> None:
    """min 10 K + p, K >= 0 and 2 <= p <= K as rows, p free: costs of at most 44 are at most 42 above those of (0, 2)."""
    problem = lp([10, 1], [0, -inf], [inf, inf], [[0, 1], [-1, 1]], [2, -inf], [inf, 0])
    found = proof(problem, [2, 2], [11.001, -10.001])  # d = (-0.001, 0)
    assert found.assumed == 0.0 and found.bound == pytest.approx(22.002 - 0.001 * 4.2)


def test_ranges_follow_from_row_to_row() -> None:
    """Angles along a line of nodes: each is free, and only the flows between them are bounded."""
    nodes = 6
    matrix = np.zeros((nodes, 2 * nodes))
    for k in range(nodes):  # flow k = angle k - angle before; the first angle follows on zero
        matrix[k, k] = 1.0
        matrix[k, nodes + k] = -1.0
        if k:
            matrix[k, nodes + k - 1] = 1.0
    cost, one = np.concatenate([np.ones(nodes), np.zeros(nodes)]), np.ones(nodes)
    problem = lp(
        cost, np.concatenate([one, one * -inf]), np.concatenate([2 * one, one * inf]), matrix, 0 * one, 0 * one
    )
    duals = np.zeros(nodes)
    duals[-1] = 1e-3  # the last two angles have a reduced cost and no bound
    angles = np.cumsum(one)
    found = proof(problem, np.concatenate([one, angles]), duals)
    assert found.dual_infeasibility == 1e-3 and found.assumed == 0.0
    assert found.bound <= nodes and found.bound == pytest.approx(nodes - 1e-3 * (1 + 2 * (nodes - 1) - nodes))


def test_a_range_that_nothing_gives_is_assumed_and_reported() -> None:
    """A free column without cost in one row: nothing says how large it may be."""
    problem = lp([1, 0, 0], [1, -inf, -inf], [3, inf, inf], [[1, -1, 1]], [0], [0])
    exact = proof(problem, [1, 1, 0], [0])
    assert exact.proves_optimum and exact.assumed == 0.0
    loose = proof(problem, [1, 1, 0], [1e-6])
    assert loose.assumed == pytest.approx(1e-6) and not loose.proves_optimum
    assert loose.gap == pytest.approx(2e-3, rel=1e-2), "a thousand times the largest value"
    assert proof(problem, [1, 1, 0], [1e-12]).proves_optimum


def test_an_assumed_range_is_no_proof_however_small_its_share_of_the_cost() -> None:
    problem = lp([1e4, 0, 0], [1, -inf, -inf], [3, inf, inf], [[1, -1, 1]], [0], [0])
    found = proof(problem, [1, 1, 0], [1e-6])
    assert found.feasible and found.gap <= GAP and found.assumed > FEASIBILITY and not found.proves_optimum


@pytest.mark.parametrize(("off", "noticed"), [(1, False), (1e4, True)])
def test_the_rounding_of_a_reduced_cost_is_none(off: float, noticed: bool) -> None:
    price, ulp = 3e11, float(np.spacing(3e10))
    problem = lp([1, 0.1 * price + off * ulp, -0.1 * price], [1, -inf, -inf], [3, inf, inf], [[1, 0.1, -0.1]], [0], [0])
    found = proof(problem, [1, 0, 10], [price])
    assert found.dual_infeasibility >= ulp * 0.9 and (found.assumed > 0.0) is noticed


def test_an_unbounded_lp_is_never_proven() -> None:
    problem = lp([-1, 1], [0, 0], [inf, inf], [[1, -1]], [-inf], [5])
    for price in (0.0, -1.0, -0.5):
        found = proof(problem, [5, 0], [price])
        assert found.proves_optimum is (price == -1.0), "x <= 5 + y, and y costs what x earns"
    endless = lp([-1, 0.5], [0, 0], [inf, inf], [[1, -1]], [-inf], [5])
    for price in (0.0, -1.0, -0.5):
        found = proof(endless, [5, 0], [price])
        assert not found.proves_optimum and found.gap > 0.1 and found.assumed > FEASIBILITY


def with_bounds_as_rows(problem: Problem, chosen: np.ndarray) -> Problem:
    """Move the bounds of some columns, by number, into rows behind the others, as models of linopy have them."""
    lower, upper = problem.lower.copy(), problem.upper.copy()
    lower[chosen], upper[chosen] = -inf, inf
    count = len(chosen)
    own = sparse.csr_matrix((np.ones(count), (np.arange(count), chosen)), shape=(count, len(lower)))
    hours = np.zeros(count, dtype=np.int64)
    return replace(
        problem,
        lower=lower,
        upper=upper,
        matrix=sparse.csr_matrix(sparse.vstack([problem.matrix, own])),
        row_lower=np.append(problem.row_lower, problem.lower[chosen]),
        row_upper=np.append(problem.row_upper, problem.upper[chosen]),
        row_first=np.append(problem.row_first, hours),
        row_last=np.append(problem.row_last, hours),
    )


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1), st.floats(1e-9, 1.0), st.integers(1, 7))
def test_no_prices_give_a_bound_above_the_optimum_where_bounds_are_rows(seed: int, off: float, count: int) -> None:
    problem, primal, dual, optimum = known(seed)
    rng = np.random.default_rng(seed + 1)
    chosen = rng.choice(len(primal), count, replace=False)
    reduced = problem.cost - problem.matrix.T @ dual
    prices = np.append(dual, reduced[chosen])
    rows = with_bounds_as_rows(problem, chosen)
    exact = proof(rows, primal, prices)
    assert exact.bound == pytest.approx(optimum, rel=1e-9, abs=1e-9)
    found = proof(rows, primal, prices + off * rng.normal(0, 1, len(prices)))
    if found.assumed == 0.0:
        assert found.bound <= optimum + 1e-9
