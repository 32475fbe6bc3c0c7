"""Whole units: of which step each column is a whole multiple, and which rows hold for the relaxation only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dispatch.case import Case
from dispatch.lp import LP, Floats

from .generic.unit_commitment import TIGHTENING
from .sets import numbers, texts


def steps(lp: LP, case: Case) -> Floats:
    """Step of each column, shape (columns,); zero: continuous.

    Units are on or off. Of a fleet, online and started capacity are multiples of a unit, all units of a fleet being of one
    size: available capacity over the number of units (capacity over ``unit_size``, rounded, at least one).
    """
    step = np.zeros(lp.columns)
    for name in ("unit_on", "unit_start", "unit_stop"):
        if name in lp.variables:
            index = lp.variables[name].index
            step[index[index >= 0]] = 1.0
    if "online" in lp.variables:
        fleets = case.tables["thermal"]
        most = case.capacity(texts(fleets, "fleet")).max(axis=1)
        count = np.maximum(np.round(most / np.maximum(numbers(fleets, "unit_size"), 1e-9)), 1.0)
        size = most * (1.0 - numbers(fleets, "forced_outage")) / count
        for name in ("online", "start"):
            index = lp.variables[name].index
            sizes = np.broadcast_to(size[:, None], index.shape)
            step[index[index >= 0]] = sizes[index >= 0]
    return step


def relaxation_only(lp: LP) -> NDArray[np.bool_]:
    """Rows that tighten the relaxation and do not hold of whole units, shape (rows,)."""
    rows = np.zeros(lp.rows, dtype=bool)
    for name in TIGHTENING:
        if name in lp.constraints:
            index = lp.constraints[name].index
            rows[index[index >= 0]] = True
    return rows
