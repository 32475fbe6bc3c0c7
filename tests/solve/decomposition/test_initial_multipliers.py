"""Initial multipliers from sampled weeks, on LPs whose multipliers are known by hand."""

from math import inf

import numpy as np
import pytest
from scipy import sparse

from dispatch.lp import Matrix
from dispatch.solve import Options
from dispatch.solve.decomposition.initial_multipliers import initial_multipliers
from dispatch.solve.decomposition.sampled_weeks import spread_evenly
from dispatch.solve.decomposition.state import Setup
from dispatch.solve.problem import Floats, Stop
from dispatch.solve.threads import ThreadBudget

HOURS = 4 * 168
COUNTED, PRICE = 200.0, 3.0


def sampled() -> np.ndarray:
    """The hours of the two weeks that a sample of this horizon has."""
    inside = np.zeros(HOURS, dtype=bool)
    for start in spread_evenly(HOURS, 12):
        inside[start : start + 168] = True
    return inside


def two_budgets(wanted: float, rising: bool = False) -> Matrix:
    """An LP with two budgets over all hours. A plant gives up to 1 in the sampled hours, 3 in the others, at a cost of 3. ``wanted`` units of
    one product need 1 each, 200 of another 0.5 each. ``rising``: with a counter that has no periodic solution."""
    hour, one = np.arange(HOURS), np.ones(HOURS)
    unit, empty = sparse.identity(HOURS), sparse.csr_matrix((HOURS, HOURS))
    step = (unit - sparse.eye(HOURS, k=-1)).tocsr()[1:]
    total = sparse.csr_matrix(np.ones((1, HOURS)))
    blocks = [
        [unit, -unit, -0.5 * unit, empty],
        [None, total, None, None],
        [None, None, total, None],
        [None, None, None, step],
    ]
    kinds = 4
    matrix = sparse.csr_matrix(sparse.bmat(blocks if rising else [row[:3] for row in blocks[:3]]))
    count = kinds if rising else 3
    linked = HOURS - 1 if rising else 0
    return Matrix(
        np.concatenate([PRICE * one, np.zeros((count - 1) * HOURS)]),
        np.zeros(count * HOURS),
        np.concatenate([np.where(sampled(), 1.0, 3.0), np.full((count - 1) * HOURS, inf)]),
        matrix,
        np.concatenate([np.zeros(HOURS), [wanted, COUNTED], np.ones(linked)]),
        np.concatenate([np.full(HOURS + 2, inf), np.ones(linked)]),
        np.tile(hour, count),
        np.tile(hour, count),
        np.repeat(np.arange(count), HOURS),
        np.concatenate([hour, [0, 0], hour[1 : linked + 1] - 1]),
        np.concatenate([hour, [HOURS - 1] * 2, hour[1 : linked + 1]]),
        0.0,
    )


def multipliers(problem: Matrix) -> Floats:
    with ThreadBudget(1) as threads:
        setup = Setup.of(problem, Options(threads=1), Stop(), threads)
        assert len(setup.coupling) == 2
        return initial_multipliers(setup.partition, setup.stop, threads)


def test_a_sample_that_meets_all_rows_has_their_multipliers() -> None:
    assert multipliers(two_budgets(400.0)) == pytest.approx([PRICE, PRICE / 2])


def test_a_row_that_the_sample_cannot_meet_spoils_no_other_multiplier() -> None:
    """The sampled weeks give 672 in the scale of the horizon, and 900 are needed: each unit of the plant is worth the penalty, and so half of
    it would be the multiplier of the row that is met."""
    assert multipliers(two_budgets(800.0)) == pytest.approx([0.0, PRICE / 2])


def test_weeks_without_a_periodic_solution_have_multipliers() -> None:
    assert multipliers(two_budgets(400.0, rising=True)) == pytest.approx([PRICE, PRICE / 2])
