"""HiGHS from arrays and back to arrays: the only place of this package that talks to ``highspy``."""

from __future__ import annotations

from typing import Any, TypeAlias

import highspy
import numpy as np
from scipy import sparse

from .problem import Basis, Floats, Stop

Option: TypeAlias = str | float | int | bool
OPTIMAL = highspy.HighsModelStatus.kOptimal
INFEASIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
_STATUS = [
    highspy.HighsBasisStatus.kLower,
    highspy.HighsBasisStatus.kBasic,
    highspy.HighsBasisStatus.kUpper,
    highspy.HighsBasisStatus.kZero,
    highspy.HighsBasisStatus.kNonbasic,
]
LOWER, BASIC, UPPER, ZERO = range(4)


def load(
    cost: Floats,
    lower: Floats,
    upper: Floats,
    matrix: sparse.csr_matrix,
    row_lower: Floats,
    row_upper: Floats,
    **options: Option,
) -> highspy.Highs:
    """A HiGHS with a model and options; silent unless ``output_flag`` says otherwise."""
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, lower, upper
    model.row_lower_, model.row_upper_ = row_lower, row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.num_row_, model.a_matrix_.num_col_ = matrix.shape
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    configure(highs, **({"output_flag": False} | options))
    if highs.passModel(model) == highspy.HighsStatus.kError:
        raise ValueError("HiGHS refuses the model")
    return highs


def configure(highs: highspy.Highs, **options: Option) -> None:
    """Set options. Raises ValueError for one that HiGHS does not take."""
    for name, value in options.items():
        if highs.setOptionValue(name, value) == highspy.HighsStatus.kError:
            raise ValueError(f"HiGHS takes no {name} = {value!r}")


def run(highs: highspy.Highs, stop: Stop) -> highspy.HighsModelStatus:
    """Solve until it ends, or until ``stop``; the interpreter lock is free meanwhile."""
    remaining = stop.remaining
    if np.isfinite(remaining):
        configure(highs, time_limit=highs.getRunTime() + remaining)

    def look(event: Any) -> None:
        if stop.interrupted:
            event.interrupt()

    for callback in (highs.cbSimplexInterrupt, highs.cbIpmInterrupt):
        callback.subscribe(look)
    try:
        highs.run()
    finally:
        for callback in (highs.cbSimplexInterrupt, highs.cbIpmInterrupt):
            callback.unsubscribe(look)
    return highs.getModelStatus()


def basis_of(highs: highspy.Highs) -> Basis | None:
    """The basis, or None where there is none."""
    basis = highs.getBasis()
    if not basis.valid:
        return None
    columns, rows = (
        np.fromiter((int(status) for status in side), dtype=np.int8) for side in (basis.col_status, basis.row_status)
    )
    return Basis(columns, rows)


def set_basis(highs: highspy.Highs, basis: Basis, alien: bool = False) -> None:
    """Start from a basis; ``alien``: it may be singular or have the wrong number of basic entries, HiGHS mends it."""
    given = highspy.HighsBasis()
    given.col_status = [_STATUS[status] for status in basis.columns]
    given.row_status = [_STATUS[status] for status in basis.rows]
    given.valid, given.alien = True, alien
    if highs.setBasis(given) == highspy.HighsStatus.kError:
        raise ValueError("HiGHS refuses the basis")


def iterations(highs: highspy.Highs) -> int:
    """Iterations of the last run, of whatever kind."""
    info = highs.getInfo()
    counts = (info.simplex_iteration_count, info.ipm_iteration_count, info.crossover_iteration_count)
    return sum(max(int(count), 0) for count in counts)
