"""Rows and columns of sparse matrices."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from .problem import Floats, Integers


def pick(matrix: sparse.csr_matrix, rows: Integers, columns: Integers) -> sparse.csr_matrix:
    """``matrix[rows][:, columns]``, by one look-up instead of a sort; entries in other columns are left out."""
    part = matrix[rows]
    part.sum_duplicates()
    place = np.full(matrix.shape[1], -1, dtype=np.int32)
    place[columns] = np.arange(len(columns), dtype=np.int32)
    at = place[part.indices]
    shape = (len(rows), len(columns))
    kept = at >= 0
    if kept.all():
        return sparse.csr_matrix((part.data, at, part.indptr), shape=shape)
    indptr = np.concatenate([[0], np.cumsum(kept)])[part.indptr]
    return sparse.csr_matrix((part.data[kept], at[kept], indptr), shape=shape)


def over_rows(ufunc: np.ufunc, values: Integers, matrix: sparse.csr_matrix, empty: int) -> Integers:
    """``ufunc`` over the entries of each row, shape (rows,); ``values`` is one an entry, ``empty`` for a row without."""
    result = np.full(matrix.shape[0], empty, dtype=np.int64)
    filled = np.flatnonzero(np.diff(matrix.indptr))
    if filled.size:
        result[filled] = ufunc.reduceat(values, matrix.indptr[filled])
    return result


def row_sizes(matrix: sparse.csr_matrix) -> Floats:
    """Return the mean absolute entry of each row, shape (rows,); one for a row without entries."""
    size = np.asarray(abs(matrix).sum(axis=1)).ravel() / np.maximum(np.diff(matrix.indptr), 1)
    return np.where(size > 0.0, size, 1.0)
