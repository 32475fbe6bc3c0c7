"""Renders an LP to HiGHS. Names go along only where the model is to be written for people."""

from __future__ import annotations

import highspy
import numpy as np

from .names import ascii_name
from .program import LP, Matrix

SMALLEST = 1e-12
"""Largest absolute coefficient that HiGHS drops from a matrix: the least value that its option takes. By default HiGHS drops up to 1e-9, and
its optimum is then that of another LP."""


def silent() -> highspy.Highs:
    """Return a HiGHS instance without a model that prints nothing, and that keeps coefficients above SMALLEST."""
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("small_matrix_value", SMALLEST)
    return highs


def to_highs(matrix: Matrix, lp: LP | None = None) -> highspy.Highs:
    """A loaded HiGHS, silent. With ``lp`` its columns and rows are named as the export names them."""
    rows, columns = matrix.matrix.shape
    highs = silent()
    # The call with bare arrays: filling a HighsLp field by field copies each array element by element.
    status = highs.passModel(
        columns,
        rows,
        matrix.matrix.nnz,
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize),
        matrix.offset,
        matrix.cost,
        matrix.lower,
        matrix.upper,
        matrix.row_lower,
        matrix.row_upper,
        matrix.matrix.indptr,
        matrix.matrix.indices,
        matrix.matrix.data,
        np.zeros(columns, dtype=np.int32),  # all continuous
    )
    if lp is not None and status != highspy.HighsStatus.kError:
        named = highs.getLp()
        named.integrality_ = []
        named.col_names_ = [ascii_name(name) for name in lp.column_names()]
        named.row_names_ = [ascii_name(name) for name in lp.row_names()]
        status = highs.passModel(named)
    if status == highspy.HighsStatus.kError:
        raise ValueError("HiGHS refuses the model")
    return highs
