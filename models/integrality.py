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

    Generic units are on or off. Of a fleet, online capacity is a multiple of a unit, of which there are n: capacity in the
    period over ``unit_size``, rounded, at least one. Outages derate all units of a fleet alike, so that a unit has the size A / n of the period,
    A: the most that may be online. All units online then meet every bound from below that A meets. Started capacity follows.
    """
    step = np.zeros(lp.columns)
    for name in ("unit_on", "unit_start", "unit_stop"):
        if name in lp.variables:
            index = lp.variables[name].index
            step[index[index >= 0]] = 1.0
    if "online" in lp.variables:
        fleets = case.tables["thermal"]
        online = lp.variables["online"]
        index, first = online.index, online.axes[1].first
        assert first is not None
        capacity = case.capacity(texts(fleets, "fleet"))[:, first]
        each = units(capacity, numbers(fleets, "unit_size")[:, None])
        there = index >= 0
        available = lp.matrix().upper[index[there]]
        step[index[there]] = np.where(np.isfinite(available), available, 0.0) / each[there]
    return step


def units(capacity: Floats, size: Floats) -> Floats:
    """Return the number of units of each fleet in each period, shape (fleets, periods)."""
    return np.asarray(np.maximum(np.round(capacity / np.maximum(size, 1e-9)), 1.0))


def relaxation_only(lp: LP) -> NDArray[np.bool_]:
    """Rows that tighten the relaxation and do not hold of whole units, shape (rows,)."""
    rows = np.zeros(lp.rows, dtype=bool)
    for name in TIGHTENING:
        if name in lp.constraints:
            index = lp.constraints[name].index
            rows[index[index >= 0]] = True
    return rows
