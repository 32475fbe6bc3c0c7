"""Integer columns in a block of a horizon: branch and bound from the rounded optimum of the relaxation, then the LP with these columns
fixed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .. import highs
from ..problem import Floats, Stop
from .horizon_block import Block

NODES = 200
"""Node limit of branch and bound in a block. Unlike a time limit, a node limit gives the same result on every machine."""


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
    every = np.concatenate([steps, np.zeros(len(block.cost) - len(steps))])
    relaxed = _values(block, np.zeros(len(every)), stop)
    if relaxed is None:
        return block
    size = steps[whole]
    low, high = block.lower[whole] / size, block.upper[whole] / size
    rounded = np.clip(
        np.ceil(relaxed[whole] / size - highs.ROUNDED), np.ceil(low - highs.ROUNDED), np.floor(high + highs.ROUNDED)
    )
    found = _values(block, every, stop, rounded, allowed)
    units = rounded if found is None else np.round(found[whole])
    lower, upper = block.lower.copy(), block.upper.copy()
    lower[whole] = upper[whole] = units * size
    return replace(block, lower=lower, upper=upper)


def _values(
    block: Block, steps: Floats, stop: Stop, start: Floats | None = None, allowed: float = 0.0
) -> Floats | None:
    """Return the values of all columns, integer columns in steps; None without a feasible point. start: values of the integer columns at
    which branch and bound begins. allowed: its absolute gap."""
    solver = highs.load_integer(
        block.cost, block.lower, block.upper, block.matrix, block.row_lower, block.row_upper, steps, threads=1
    )
    if start is not None:
        highs.configure(solver, mip_rel_gap=0.0, mip_abs_gap=max(allowed, 1e-9), mip_max_nodes=NODES)
        solver.setSolution(len(start), np.flatnonzero(steps > 0).astype(np.int32), start)
    highs.run(solver, stop)
    solution = solver.getSolution()
    return np.asarray(solution.col_value) if solution.value_valid and not stop.interrupted else None
