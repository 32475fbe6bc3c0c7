"""The problem of the solve layer from arrays of another tool: hours of columns, and the hours of rows that follow."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from dispatch.arrays import Floats, Integers
from dispatch.lp import COUPLES, Matrix
from dispatch.solve import Options, Solution, solve, solve_whole_units


def timed_problem(
    cost: Floats,
    bounds: tuple[Floats, Floats],
    matrix: sparse.csr_matrix,
    sides: tuple[Floats, Floats],
    hours: Integers,
    series: Integers,
    offset: float = 0.0,
) -> Matrix:
    """Return a problem whose columns touch one hour each, or none (-1), shape (columns,), and whose rows touch the hours of
    their columns. A column that is in no row couples nothing: it counts as one of hour 0.

    series, shape (columns,): columns of one series are the same quantity at different hours.
    """
    in_rows = np.zeros(len(cost), dtype=bool)
    in_rows[matrix.indices] = True
    hours = np.where((hours < 0) & ~in_rows, 0, hours)
    first, last = _row_hours(matrix, hours)
    return Matrix(
        cost=cost,
        lower=bounds[0],
        upper=bounds[1],
        matrix=matrix,
        row_lower=sides[0],
        row_upper=sides[1],
        column_first=hours,
        column_last=hours,
        column_series=series,
        row_first=first,
        row_last=last,
        offset=offset,
    )


def _row_hours(matrix: sparse.csr_matrix, hours: Integers) -> tuple[Integers, Integers]:
    """Return the first and the last hour of the columns of each row, shapes (rows,); -1 for a row without columns of an
    hour. Such a row, and a row of more than two windows, couples the windows."""
    rows = matrix.shape[0]
    timed = hours[matrix.indices] >= 0
    row, hour = np.repeat(np.arange(rows), np.diff(matrix.indptr))[timed], hours[matrix.indices][timed]
    first = np.full(rows, np.iinfo(np.int64).max)
    last = np.full(rows, COUPLES, dtype=np.int64)
    np.minimum.at(first, row, hour)
    np.maximum.at(last, row, hour)
    return np.where(last < 0, COUPLES, first), last


def solve_timed(problem: Matrix, whole: Floats, options: Options) -> Solution:
    """Solve a problem: as LP, or by branch and bound if any entry of ``whole`` is above zero. whole, shape (columns,): step of an
    integer column, otherwise 0."""
    return solve_whole_units(problem, whole, options) if whole.any() else solve(problem, options)
