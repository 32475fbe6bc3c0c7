"""What a planner added to the LP of a case: variables, constraints and costs after those of the model."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from .expression import Expression
from .program import LP, Block, Matrix

Digest = str
_SHORT = 12


def own_blocks(lp: LP) -> list[dict[str, Any]]:
    """Return what was added after ``lp.seal()``: ``kind`` (variable, constraint, cost), ``name``, ``text``, the number
    of ``rows`` or ``columns``, and a ``digest`` of its names, coefficients and bounds of columns and rows."""
    variables, constraints, costs = lp.sealed
    own_variables = list(lp.variables.values())[variables:]
    own_constraints = list(lp.constraints.values())[constraints:]
    own_costs = lp.cost_parts[costs:]
    if not (own_variables or own_constraints or own_costs):
        return []
    matrix = lp.matrix()
    found = [_block("variable", "columns", block, _bounds(matrix, block)) for block in own_variables]
    found += [_block("constraint", "rows", block, _rows(matrix, block)) for block in own_constraints]
    return found + [{"kind": "cost", "name": name, "text": "", "digest": _cost(form)} for name, form in own_costs]


def own_digest(blocks: list[dict[str, Any]], digest: str) -> str:
    """Return a digest of a case together with what was added to its LP; ``digest`` itself, that of the case, where
    nothing was added."""
    if not blocks:
        return digest
    return hashlib.sha256(repr((digest, blocks)).encode()).hexdigest()[: len(digest)]


def _block(kind: str, count: str, block: Block, digest: Digest) -> dict[str, Any]:
    size = int(block.present.size)
    return {"kind": kind, "name": block.name, "text": str(block.text), count: size, "digest": digest}


def _bounds(matrix: Matrix, block: Block) -> Digest:
    at = block.index.ravel()[block.present]
    return _digest(block.names(), matrix.lower[at], matrix.upper[at])


def _rows(matrix: Matrix, block: Block) -> Digest:
    at = block.index.ravel()[block.present]
    rows = matrix.matrix[at]
    rows.sort_indices()
    return _digest(block.names(), rows.indptr, rows.indices, rows.data, matrix.row_lower[at], matrix.row_upper[at])


def _cost(form: Expression) -> Digest:
    order = np.argsort(form.columns, kind="stable")
    return _digest([f"{float(form.constant.sum())!r}"], form.columns[order], form.coefficients[order])


def _digest(names: list[str], *arrays: Any) -> Digest:
    whole = hashlib.sha256(repr(names).encode())
    for array in arrays:
        whole.update(np.ascontiguousarray(array).tobytes())
    return whole.hexdigest()[:_SHORT]
