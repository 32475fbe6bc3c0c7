"""Integer columns in a block of a horizon: branch and bound from the rounded optimum of the relaxation, then the LP with these columns
fixed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy import sparse

from .. import highs
from ..problem import Floats, Integers, Stop
from .horizon_block import Block

NODES = 200
"""Node limit of branch and bound in a block. Unlike a time limit, a node limit gives the same result on every machine."""
NEAR = 1e-6
"""Tolerance of rounding, relative to a step."""


@dataclass(frozen=True, eq=False)
class WholeUnits:
    """Integer columns of a horizon. steps: step of each column, shape (columns,); zero: continuous. gap: of a block, relative to the cost of
    its columns in the plan."""

    steps: Floats
    gap: float


def with_whole_units(block: Block, steps: Floats, allowed: float, stop: Stop) -> Block:
    """Return the block with its integer columns fixed at the best solution, or at the relaxation rounded up if there is no solution.

    steps: of its own columns; zero: continuous. allowed: absolute gap at which branch and bound ends.
    """
    whole = np.flatnonzero(steps > 0)
    if not whole.size:
        return block
    scale = np.ones(len(block.cost))
    scale[whole] = steps[whole]
    relaxed = _values(block, scale, np.zeros(0, dtype=np.int64), {}, stop)
    if relaxed is None:
        return block
    low, high = block.lower[whole] / steps[whole], block.upper[whole] / steps[whole]
    rounded = np.clip(np.ceil(relaxed[whole] - NEAR), np.ceil(low - NEAR), np.floor(high + NEAR))
    found = _values(
        block, scale, whole, dict(zip(whole.tolist(), rounded.tolist(), strict=True)), stop, allowed=allowed
    )
    units = rounded if found is None else np.round(found[whole])
    lower, upper = block.lower.copy(), block.upper.copy()
    lower[whole] = upper[whole] = units * steps[whole]
    return replace(block, lower=lower, upper=upper)


def _values(
    block: Block, scale: Floats, whole: Integers, start: dict[int, float], stop: Stop, allowed: float = 0.0
) -> Floats | None:
    """Return the values of all columns in multiples of ``scale``; None without a feasible point. whole: integer columns, by number."""
    lower, upper = block.lower / scale, block.upper / scale
    lower[whole], upper[whole] = np.ceil(lower[whole] - NEAR), np.floor(upper[whole] + NEAR)
    solver = highs.load(
        block.cost * scale,
        lower,
        np.maximum(lower, upper),
        sparse.csr_matrix(block.matrix.multiply(scale[None, :])),
        block.row_lower,
        block.row_upper,
        threads=1,
    )
    if whole.size:
        highs.configure(solver, mip_rel_gap=0.0, mip_abs_gap=max(allowed, 1e-9), mip_max_nodes=NODES)
        kinds = np.full(len(whole), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        solver.changeColsIntegrality(len(whole), whole.astype(np.int32), kinds)
        solver.setSolution(len(start), np.array(list(start), dtype=np.int32), np.array(list(start.values())))
    highs.run(solver, stop)
    solution = solver.getSolution()
    return np.asarray(solution.col_value) if solution.value_valid and not stop.interrupted else None
