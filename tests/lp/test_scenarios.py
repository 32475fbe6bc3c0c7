"""LPs side by side with shared columns: against the extended LP written out by hand, and against scenarios that are solved apart."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import linprog

from dispatch.lp import COUPLES, Matrix, Risk, side_by_side, tail_mean
from dispatch.solve import Options, solve

HOURS = 3
SHARED = np.array([0, 1])


def scenario(seed):
    """Two capacities, HOURS columns of output and of shortfall; output within a share of the capacities, balance by hour, and a limit of
    the capacities alone. The cost of a capacity depends on the scenario."""
    draw = np.random.default_rng(seed)
    share, load = draw.uniform(0, 1, (HOURS, 2)), draw.uniform(1, 4, HOURS)
    eye, none = np.eye(HOURS), np.zeros((HOURS, HOURS))
    rows = np.vstack(
        [
            np.hstack([-share, eye, none]),
            np.hstack([np.zeros((HOURS, 2)), eye, eye]),
            np.concatenate([np.ones(2), np.zeros(2 * HOURS)]),
        ]
    )
    hour = np.arange(HOURS)
    return Matrix(
        cost=np.concatenate([draw.uniform(0.5, 2, 2), draw.uniform(0, 0.2, HOURS), np.full(HOURS, 5.0)]),
        lower=np.zeros(2 + 2 * HOURS),
        upper=np.concatenate([np.full(2, 6.0), np.full(2 * HOURS, np.inf)]),
        matrix=sparse.csr_matrix(rows),
        row_lower=np.concatenate([np.full(HOURS, -np.inf), load, [-np.inf]]),
        row_upper=np.concatenate([np.zeros(HOURS), load, [8.0]]),
        column_first=np.concatenate([[COUPLES] * 2, hour, hour]),
        column_last=np.concatenate([[COUPLES] * 2, hour, hour]),
        column_series=np.concatenate([[0, 1], np.full(HOURS, 2), np.full(HOURS, 3)]),
        row_first=np.concatenate([hour, hour, [COUPLES]]),
        row_last=np.concatenate([hour, hour, [COUPLES]]),
        offset=float(draw.uniform(-1, 1)),
    )


def extended(problems, weights, risk):
    """The optimum of the LP in which each scenario has capacities of its own that equal those of the first, written out here."""
    number, own = len(problems), len(problems[0].cost)
    wide = number * own + 1 + number
    share, tail = (0.0, 1.0) if risk is None else (risk.share, risk.tail)
    cost = np.zeros(wide)
    upper_rows, limits, equal, values = [], [], [], []
    for k, (problem, weight) in enumerate(zip(problems, weights, strict=True)):
        at = slice(k * own, (k + 1) * own)
        cost[at] = (1 - share) * weight * problem.cost
        for entries, low, high in zip(problem.matrix.toarray(), problem.row_lower, problem.row_upper, strict=True):
            row = np.zeros(wide)
            row[at] = entries
            if np.isfinite(high):
                upper_rows.append(row)
                limits.append(high)
            if np.isfinite(low):
                upper_rows.append(-row)
                limits.append(-low)
        for column in SHARED:
            row = np.zeros(wide)
            row[column] += 1.0
            row[k * own + column] -= 1.0
            equal.append(row)
            values.append(0.0)
        row = np.zeros(wide)
        row[at], row[-1 - number], row[wide - number + k] = problem.cost, -1.0, -1.0
        upper_rows.append(row)
        limits.append(-problem.offset)
        cost[wide - number + k] = share * weight / tail
    cost[-1 - number] = share
    bounds = [pair for problem in problems for pair in zip(problem.lower, problem.upper, strict=True)]
    bounds += [(None, None), *[(0, None)] * number]
    found = linprog(cost, np.array(upper_rows), limits, np.array(equal), values, bounds)
    offset = (1 - share) * sum(w * p.offset for w, p in zip(weights, problems, strict=True))
    return found.fun + offset


@settings(max_examples=40, deadline=None)
@given(
    seeds=st.lists(st.integers(0, 10**6), min_size=1, max_size=4, unique=True),
    data=st.data(),
)
def test_the_optimum_is_that_of_the_extended_lp(seeds, data):
    problems = [scenario(seed) for seed in seeds]
    parts = data.draw(st.lists(st.floats(0.1, 1), min_size=len(seeds), max_size=len(seeds)))
    weights = [part / sum(parts) for part in parts]
    risk = data.draw(st.none() | st.builds(Risk, st.floats(0, 0.9), st.floats(0.05, 1)))
    joined = side_by_side(problems, [SHARED] * len(seeds), weights, risk)
    found = solve(joined.matrix, Options(threads=1))
    assert found.status == "optimal"
    assert found.objective == pytest.approx(extended(problems, weights, risk), rel=1e-7, abs=1e-7)
    costs = []
    for problem, columns, rows in zip(problems, joined.columns, joined.rows, strict=True):
        point = found.primal[columns]
        assert (point[SHARED] == found.primal[SHARED]).all()
        assert (problem.row_lower - 1e-6 <= problem.matrix @ point).all()
        assert (problem.matrix @ point <= problem.row_upper + 1e-6).all()
        assert len(rows) == len(problem.row_lower)
        costs.append(float(problem.cost @ point) + problem.offset)
    expected = float(np.dot(weights, costs))
    if risk is not None:
        expected = (1 - risk.share) * expected + risk.share * tail_mean(costs, weights, risk.tail)
    assert found.objective == pytest.approx(expected, rel=1e-6, abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), risk=st.none() | st.just(Risk(0.5, 0.5)))
def test_values_and_duals_of_a_scenario_are_optimal_for_it_at_these_capacities(seed, risk):
    """Duals over the weight of the scenario prove the dispatch, with the capacities fixed."""
    problems, weights = [scenario(seed), scenario(seed + 1), scenario(seed + 2)], (0.5, 0.3, 0.2)
    joined = side_by_side(problems, [SHARED] * 3, weights, risk)
    found = solve(joined.matrix, Options(threads=1))
    each = zip(problems, joined.columns, joined.rows, joined.cost_weights(found.row_dual), strict=True)
    for problem, columns, rows, weight in each:
        point, duals = found.primal[columns], found.row_dual[rows] / weight
        reduced = (problem.cost - problem.matrix.T @ duals)[len(SHARED) :]
        assert (np.minimum(np.abs(reduced), point[len(SHARED) :]) < 1e-6).all()
        fixed = replace(problem, lower=problem.lower.copy(), upper=problem.upper.copy())
        fixed.lower[SHARED] = fixed.upper[SHARED] = point[SHARED]
        alone = solve(fixed, Options(threads=1))
        assert alone.objective == pytest.approx(float(problem.cost @ point) + problem.offset, rel=1e-7, abs=1e-7)


def test_rows_of_capacities_alone_stand_once_and_hours_follow_each_other():
    problems = [scenario(1), scenario(2)]
    matrix = side_by_side(problems, [SHARED] * 2, (0.5, 0.5)).matrix
    assert matrix.matrix.shape == (2 * (2 * HOURS + 1) - 1, 2 * (2 + 2 * HOURS) - 2)
    assert matrix.column_last.max() == 2 * HOURS - 1 and (matrix.column_first < 0).sum() == 2
    assert (matrix.row_first < 0).sum() == 1
    assert len(set(matrix.column_series.tolist())) == 2 + 2 + 2


def test_scenarios_with_other_shared_columns_are_refused():
    with pytest.raises(ValueError, match="shared columns"):
        side_by_side([scenario(1), scenario(2)], [SHARED, SHARED[:1]], (0.5, 0.5))
    other = replace(scenario(2), row_first=np.where(scenario(2).row_first < 0, 0, scenario(2).row_first))
    with pytest.raises(ValueError, match="rows of shared columns"):
        side_by_side([scenario(1), other], [SHARED] * 2, (0.5, 0.5))


@pytest.mark.parametrize(
    ("tail", "mean"), [(0.1, 9.0), (0.5, (0.2 * 9 + 0.3 * 4) / 0.5), (1.0, 0.2 * 9 + 0.3 * 4 + 0.5)]
)
def test_the_mean_of_the_most_expensive(tail, mean):
    assert tail_mean([1.0, 9.0, 4.0], [0.5, 0.2, 0.3], tail) == pytest.approx(mean)
