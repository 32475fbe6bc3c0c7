"""LPs by hand, and random LPs whose optimum is known."""

from math import fsum, inf
from typing import Any

import numpy as np
from scipy import sparse

from dispatch.lp import Matrix
from dispatch.solve.certificate import Certificate, certify


def lp(cost: Any, lower: Any, upper: Any, matrix: Any, row_lower: Any, row_upper: Any, offset: float = 0.0) -> Matrix:
    """An LP of one hour."""
    columns, rows = len(cost), len(row_lower)
    numbers = [np.array(each, dtype=float) for each in (cost, lower, upper)]
    bounds = [np.array(each, dtype=float) for each in (row_lower, row_upper)]
    entries = sparse.csr_matrix(np.array(matrix, dtype=float).reshape(rows, columns))
    hours = [np.zeros(columns, dtype=np.int64)] * 2 + [np.arange(columns)] + [np.zeros(rows, dtype=np.int64)] * 2
    return Matrix(*numbers, entries, *bounds, *hours, offset)


def proof(problem: Matrix, primal: Any, dual: Any) -> Certificate:
    return certify(problem, np.array(primal, dtype=float), np.array(dual, dtype=float))


def two_plants(offset: float = 0.0) -> Matrix:
    """min 2 a + 3 b, a + b >= 4, 0 <= a <= 3, 0 <= b: the optimum is 9, at (3, 1), with the price 3 and d = (-1, 0)."""
    return lp([2, 3], [0, 0], [3, inf], [[1, 1]], [4], [inf], offset)


def known(seed: int, columns: int = 7, rows: int = 5) -> tuple[Matrix, Any, Any, float]:
    """An LP made around a pair that is optimal by complementary slackness: (LP, x, y, the optimum)."""
    rng = np.random.default_rng(seed)
    matrix = rng.uniform(-2, 2, (rows, columns)) * (rng.random((rows, columns)) < 0.7)
    primal, dual = rng.uniform(-3, 3, columns), rng.uniform(0.1, 2, rows) * rng.choice([-1, 0, 1], rows)
    reduced = rng.uniform(0.1, 2, columns) * rng.choice([-1, 0, 1], columns)
    room = rng.uniform(0.1, 2, (4, max(rows, columns)))
    far = [
        np.where(rng.random(count) < 0.3, inf, room[k, :count]) for k, count in enumerate((columns,) * 2 + (rows,) * 2)
    ]
    activity = matrix @ primal
    problem = lp(
        matrix.T @ dual + reduced,
        np.where(reduced > 0, primal, primal - far[0]),
        np.where(reduced < 0, primal, primal + far[1]),
        matrix,
        np.where(dual > 0, activity, activity - far[2]),
        np.where(dual < 0, activity, activity + far[3]),
    )
    return problem, primal, dual, fsum(problem.cost * primal)
