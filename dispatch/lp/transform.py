"""Variants of one LP as arrays: one more row, another cost, tighter bounds. The LP that is given stays as it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from dispatch.arrays import Floats, Integers

from .expression import Expression
from .program import COUPLES, LP, Matrix


def with_row(problem: Matrix, form: Expression, lower: float = 0.0, upper: float = np.inf) -> Matrix:
    """The LP with ``lower <= form <= upper`` behind its rows; ``form`` has no axes and couples the whole."""
    row = sparse.csr_matrix(
        (form.coefficients, (np.zeros(len(form.columns), dtype=np.int32), form.columns)),
        shape=(1, problem.matrix.shape[1]),
    )
    constant = float(form.constant)
    return replace(
        problem,
        matrix=sparse.vstack([problem.matrix, row], format="csr"),
        row_lower=np.append(problem.row_lower, lower - constant),
        row_upper=np.append(problem.row_upper, upper - constant),
        row_first=np.append(problem.row_first, COUPLES),
        row_last=np.append(problem.row_last, COUPLES),
    )


def with_last_row(problem: Matrix, form: Expression, lower: float) -> Matrix:
    """Return the LP with ``form >= lower`` as its last row, which ``with_row`` added with another bound."""
    return replace(problem, row_lower=np.append(problem.row_lower[:-1], lower - float(form.constant)))


def with_cost(problem: Matrix, form: Expression) -> Matrix:
    """The LP that minimises ``form`` (without axes) in place of its cost."""
    cost = np.bincount(form.columns, form.coefficients, minlength=len(problem.cost)).astype(float)
    return replace(problem, cost=cost, offset=float(form.constant))


def least_shortfall(problem: Matrix, forms: list[Expression]) -> Matrix:
    """The LP that minimises the sum of what the forms lack to zero, each with a column of its own behind the columns
    and a row ``form + lack >= 0`` behind the rows: zero where all of them can be met. It is quick where the same rows
    without that column are not: an infeasible LP may keep a simplex busy for long."""
    count = len(problem.cost)
    problem = replace(
        problem,
        cost=np.append(np.zeros(count), np.ones(len(forms))),
        lower=np.append(problem.lower, np.zeros(len(forms))),
        upper=np.append(problem.upper, np.full(len(forms), np.inf)),
        matrix=sparse.hstack([problem.matrix, sparse.csr_matrix((problem.matrix.shape[0], len(forms)))], format="csr"),
        column_first=np.append(problem.column_first, np.full(len(forms), COUPLES)),
        column_last=np.append(problem.column_last, np.full(len(forms), COUPLES)),
        column_series=np.append(
            problem.column_series, problem.column_series.max(initial=-1) + 1 + np.arange(len(forms))
        ),
        offset=0.0,
    )
    for k, form in enumerate(forms):
        own = Expression((), [0], [count + k], np.ones(1), np.zeros(()))  # type: ignore[arg-type]
        problem = with_row(problem, form + own)
    return problem


def columns_of(lp: LP, names: tuple[str, ...] | list[str]) -> Integers:
    """Return the columns of some variables, by number; variables that the LP lacks are left out."""
    parts = [lp.variables[name].index.ravel() for name in names if name in lp.variables]
    whole = np.concatenate([np.zeros(0, dtype=np.int64), *parts])
    return whole[whole >= 0]


def with_upper(problem: Matrix, columns: Integers, values: Floats | float) -> Matrix:
    """The LP whose columns have upper bounds of their own, never below their lower."""
    upper = problem.upper.copy()
    upper[columns] = np.maximum(values, problem.lower[columns])
    return replace(problem, upper=upper)
