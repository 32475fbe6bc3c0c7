"""Renders an LP to HiGHS. Names go along only where the model is to be written for people."""

from __future__ import annotations

from pathlib import Path

import highspy

from .names import ascii_name
from .program import LP, Matrix


def to_highs(matrix: Matrix, lp: LP | None = None) -> highspy.Highs:
    """A loaded HiGHS, silent. With ``lp`` its columns and rows are named as the export names them."""
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.matrix.shape
    model.col_cost_, model.col_lower_, model.col_upper_ = matrix.cost, matrix.lower, matrix.upper
    model.row_lower_, model.row_upper_ = matrix.row_lower, matrix.row_upper
    model.offset_ = matrix.offset
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.num_row_, model.a_matrix_.num_col_ = matrix.matrix.shape
    model.a_matrix_.start_ = matrix.matrix.indptr
    model.a_matrix_.index_ = matrix.matrix.indices
    model.a_matrix_.value_ = matrix.matrix.data
    if lp is not None:
        model.col_names_ = [ascii_name(name) for name in lp.column_names()]
        model.row_names_ = [ascii_name(name) for name in lp.row_names()]
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    if highs.passModel(model) == highspy.HighsStatus.kError:
        raise ValueError("HiGHS refuses the model")
    return highs


def write(lp: LP, path: Path) -> None:
    """Write the LP with its names; the ending says how: ``.lp`` or ``.mps``. Raises OSError."""
    if to_highs(lp.matrix(), lp).writeModel(str(path)) == highspy.HighsStatus.kError or not path.exists():
        raise OSError(f"cannot write {path}")
