"""The certificate itself, on LPs by hand: what is right is proven, and what is wrong in any one way is not."""

from math import inf
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.solve.problem import GAP

from .small_lps import known, lp, proof, two_plants


def test_the_optimum_with_its_prices_is_proven() -> None:
    found = proof(two_plants(), [3, 1], [3])
    assert found.proves_optimum and found.objective == found.bound == 9.0 and found.gap == 0.0
    assert list(found.column_dual) == [-1.0, 0.0] and list(found.row_dual) == [3.0]
    assert found.primal_infeasibility == found.dual_infeasibility == found.violation_cost == found.assumed == 0.0


@pytest.mark.parametrize(("price", "bound"), [(0, 0), (1, 4), (2, 8), (2.5, 8.5), (3, 9)])
def test_every_price_gives_its_lagrangian_bound(price: float, bound: float) -> None:
    """4 y, and of the first column the upper bound 3 where y exceeds its cost."""
    found = proof(two_plants(), [3, 1], [price])
    assert found.bound == bound and found.gap == pytest.approx((9 - bound) / 9)
    assert found.proves_optimum is (price == 3)


def test_a_feasible_point_that_is_too_dear_has_its_gap() -> None:
    found = proof(two_plants(), [2, 2], [3])
    assert found.feasible and found.objective == 10.0 and found.bound == 9.0 and found.gap == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("point", "violation", "cost"),
    [
        ((5, -1), 2, 2.0),  # above an upper bound by 2, at a reduced cost of -1, and below a lower one
        ((2, -1), 3, 9.0),  # below a row by 3, at a price of 3
        ((4, 0), 1, 1.0),  # above an upper bound by 1
        ((3, 0.5), 0.5, 1.5),  # below a row by a half
    ],
)
def test_a_violation_is_neither_feasible_nor_free(point: Any, violation: float, cost: float) -> None:
    found = proof(two_plants(), point, [3])
    assert not found.feasible and not found.proves_optimum
    assert found.primal_infeasibility == violation and found.violation_cost == cost
    assert found.objective + found.violation_cost >= 9.0


@pytest.mark.parametrize("offset", [0.0, 1e9, -1e9, -9.0])
def test_constant_costs_are_in_objective_and_bound_and_not_in_the_gap(offset: float) -> None:
    found = proof(two_plants(offset), [2, 2], [3])
    assert found.gap == pytest.approx(0.1) and found.objective == 10 + offset and found.bound == 9 + offset


# --- bounds of rows, signs of their duals ---


@pytest.mark.parametrize(
    ("row_lower", "row_upper", "activity", "violation"),
    [(2, inf, 1.5, 0.5), (-inf, 2, 2.5, 0.5), (1, 2, 2.5, 0.5), (1, 2, 0.5, 0.5), (2, 2, 1.5, 0.5), (2, 2, 2.5, 0.5)],
)
def test_each_bound_of_a_row_is_checked(row_lower: float, row_upper: float, activity: float, violation: float) -> None:
    problem = lp([1], [0], [9], [[1]], [row_lower], [row_upper])
    found = proof(problem, [activity], [0])
    assert found.primal_infeasibility == violation and not found.feasible


@pytest.mark.parametrize(("price", "bound"), [(1, 2), (0.5, 1), (-1, -5), (-0.5, -2.5)])
def test_a_row_with_two_bounds_takes_the_one_that_its_price_points_to(price: float, bound: float) -> None:
    # min 0 x with the price in the cost of a fixed column: d = -price x, x fixed at 0
    problem = lp([7], [0], [0], [[1]], [2], [5])
    assert proof(problem, [0], [price]).bound == bound


@pytest.mark.parametrize(("bounds", "price"), [((4, inf), -3), ((-inf, 4), 3), ((-inf, inf), 3), ((-inf, inf), -3)])
def test_a_price_that_points_to_an_infinite_bound_counts_as_none(bounds: Any, price: float) -> None:
    problem = lp([2, 3], [0, 0], [9, 9], [[1, 1]], [bounds[0]], [bounds[1]])
    found = proof(problem, [4, 0], [price])
    assert list(found.row_dual) == [0.0] and list(found.column_dual) == [2.0, 3.0] and found.bound == 0.0


# --- bounds of columns, signs of reduced costs ---


@pytest.mark.parametrize(
    ("lower", "upper", "cost", "bound"),
    [(2, 5, 3, 6), (2, 5, -3, -15), (-5, -2, 3, -15), (-5, -2, -3, 6), (4, 4, 3, 12), (4, 4, -3, -12), (-1, 1, 0, 0)],
)
def test_a_reduced_cost_takes_the_bound_that_it_points_to(
    lower: float, upper: float, cost: float, bound: float
) -> None:
    problem = lp([cost], [lower], [upper], np.zeros((0, 1)), [], [])
    assert proof(problem, [lower], []).bound == bound
    best = lower if cost > 0 else upper
    assert proof(problem, [best], []).proves_optimum
    worst = upper if cost > 0 else lower
    assert proof(problem, [worst], []).proves_optimum is (worst == best or cost == 0)


# --- what the gap is relative to ---


def test_a_zero_optimum_is_proven() -> None:
    found = proof(lp([2, 3], [0, 0], [9, inf], [[1, 1]], [0], [inf]), [0, 0], [0])
    assert found.objective == found.bound == 0.0 and found.proves_optimum


def test_a_bound_below_a_zero_optimum_is_no_proof() -> None:
    problem = lp([2, 3], [-1, 0], [9, inf], [[1, 1]], [0], [inf])  # (0, 0) is feasible; (-1, 1) costs 1, (0, 0) nothing
    found = proof(problem, [0, 0], [0])
    assert found.bound == -2.0 and found.gap > 1.0 and not found.proves_optimum


def test_where_nothing_costs_every_feasible_point_is_optimal() -> None:
    problem = lp([0, 0], [0, 0], [9, inf], [[1, 1]], [1], [inf])
    found = proof(problem, [4, 4], [0.5])
    assert found.proves_optimum and found.bound == found.objective == 0.0
    assert not proof(problem, [0, 0.5], [0.5]).feasible


@pytest.mark.parametrize("scale", [1e-9, 1e-3, 1.0, 1e6])
def test_the_gap_does_not_depend_on_the_unit_of_costs(scale: float) -> None:
    problem = lp([2 * scale, 3 * scale], [0, 0], [3, inf], [[1, 1]], [4], [inf])
    assert proof(problem, [2, 2], [3 * scale]).gap == pytest.approx(0.1)
    assert proof(problem, [3, 1], [3 * scale]).proves_optimum
    assert proof(problem, [3, 1], [3 * scale * (1 - 1e-5)]).gap == pytest.approx(1e-5 / 9, rel=0.01) or scale


@pytest.mark.parametrize("left", [0.0, 1e-9, 1e-3])
def test_costs_that_cancel_are_measured_by_a_share_of_their_size(left: float) -> None:
    """1000 a - (1000 - left) b with a = b >= 1: what is left is small, and so is what it is off by."""
    problem = lp([1000.0, -(1000.0 - left)], [1, 0], [2, 2], [[1, -1]], [0], [0])
    size = 2000.0
    right = proof(problem, [1, 1], [1000.0 - left])
    assert right.gap <= 1e-9
    wrong = proof(problem, [1, 1], [1000.0 - left - 1e-3])
    assert wrong.gap == pytest.approx(1e-3 / max(left, 1e-6 * size), rel=1e-3)


# --- tolerances ---


@pytest.mark.parametrize("size", [1e-6, 1e-3, 1.0, 1e3])
def test_the_tolerance_of_a_small_lp_is_as_small(size: float) -> None:
    problem = lp([2, 3], [0, 0], [3 * size, inf], [[1, 1]], [4 * size], [inf])
    within, beyond = 0.9e-7 * min(size, 1.0), 1.0e-6 * min(size, 1.0)
    assert proof(problem, [3 * size, size - within], [3]).feasible
    assert not proof(problem, [3 * size, size - beyond], [3]).feasible
    assert proof(problem, [3 * size + within, size], [3]).feasible
    assert not proof(problem, [3 * size + beyond, size], [3]).feasible
    assert not proof(problem, [3 * size, size - beyond], [0]).feasible


def test_a_violation_within_tolerance_is_priced_at_its_dual() -> None:
    """A point that is too cheap is no better than one that is too dear."""
    price = 1e6
    problem = lp([1, price], [0, 0], [3, inf], [[1, 1]], [3], [inf])
    right = proof(problem, [3, 0], [1])
    assert right.proves_optimum and right.objective == 3.0
    cheap = proof(problem, [3 - 5e-8, 0], [price])
    assert cheap.feasible and cheap.objective < 3.0
    assert cheap.violation_cost == pytest.approx(0.05) and cheap.gap > 0.01 and not cheap.proves_optimum


def test_the_rounding_of_a_large_row_is_no_violation() -> None:
    problem = lp([1, 1], [0, 0], [inf, inf], [[1, 1]], [3e9], [inf])
    assert proof(problem, [1e9, 2e9 - 1e-6], [1]).feasible
    assert not proof(problem, [1e9, 2e9 - 1e-2], [1]).feasible


# --- random LPs whose optimum is known ---


SEEDS = st.integers(0, 2**32 - 1)
MANY = settings(max_examples=200, deadline=None, derandomize=True)


def test_a_gap_that_rests_on_an_assumed_range_is_no_proof() -> None:
    """400 plants at their least output of 1 cost 400. Two free columns are equal by a row whose price is off by 1.5e-7, and nothing
    implies their range."""
    count = 400
    plants, free = np.ones(count), np.full(2, inf)
    cost, row = np.append(plants, [0, 0]), np.append(np.zeros(count), [1, -1])
    problem = lp(cost, np.append(plants, -free), np.append(2 * plants, free), row, [0], [0])
    exact, off = (proof(problem, np.append(plants, [0, 0]), [price]) for price in (0.0, 1.5e-7))
    assert exact.proves_gap and exact.proves_optimum and exact.objective == 400
    assert off.feasible and 0 < off.gap <= GAP and off.assumed == pytest.approx(1.5e-7)
    assert not off.proves_gap and not off.proves_optimum


@MANY
@given(SEEDS)
def test_an_optimum_that_is_known_is_proven(seed: int) -> None:
    problem, primal, dual, optimum = known(seed)
    found = proof(problem, primal, dual)
    assert found.proves_optimum and found.bound == pytest.approx(optimum, rel=1e-9, abs=1e-9)


@MANY
@given(SEEDS, st.floats(1e-9, 1.0))
def test_no_prices_give_a_bound_above_the_optimum(seed: int, off: float) -> None:
    problem, primal, dual, optimum = known(seed)
    rng = np.random.default_rng(seed + 1)
    found = proof(problem, primal, dual + off * rng.normal(0, 1, len(dual)))
    if found.assumed == 0.0:
        assert found.bound <= optimum + 1e-9
        size = float(np.abs(problem.cost) @ np.abs(primal))
        assert found.gap == pytest.approx(max(optimum - found.bound, 0) / max(abs(optimum), 1e-6 * size), abs=1e-9)


@MANY
@given(SEEDS, st.floats(1e-9, 1.0))
def test_the_optimum_is_between_the_bound_and_what_a_point_costs_with_its_violations_priced(
    seed: int, off: float
) -> None:
    """At the prices of the optimum, however far a point is from feasible."""
    problem, primal, dual, optimum = known(seed)
    rng = np.random.default_rng(seed + 1)
    point = primal + off * rng.normal(0, 1, len(primal))
    found = proof(problem, point, dual)
    assert found.bound <= optimum + 1e-9 <= found.objective + found.violation_cost + 1e-8
    relative = max(abs(found.objective + found.violation_cost), 1e-6 * float(np.abs(problem.cost) @ np.abs(point)))
    assert abs(found.objective - optimum) <= max(found.gap * relative, found.violation_cost) + 1e-8


@MANY
@given(SEEDS, st.integers(0, 6), st.booleans())
def test_any_bound_that_is_crossed_is_seen(seed: int, column: int, up: bool) -> None:
    problem, primal, dual, _ = known(seed)
    limit = problem.upper[column] if up else problem.lower[column]
    if np.isfinite(limit):
        point = primal.copy()
        point[column] = limit + (0.25 if up else -0.25)
        assert proof(problem, point, dual).primal_infeasibility >= 0.25 - 1e-12
        assert not proof(problem, point, dual).feasible
