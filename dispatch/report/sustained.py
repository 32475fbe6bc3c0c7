"""What stores can take off a peak for as long as it lasts: limited by power, by content, and by the room to charge again."""

from __future__ import annotations

import numpy as np

from dispatch.arrays import Floats

LEVELS = 64
"""Levels that are tried at once: three rounds find the level to a quarter of a millionth of the power."""
ROUNDS = 3


def shaved(deficit: Floats, power: Floats, content: Floats, efficiency: float) -> float:
    """Return by how much a store lowers the highest deficit, so that no hour is above the level that is left [MW].

    deficit: demand less everything but the store, shape (hours,) [MW]; the hours close on themselves. power: [MW];
    content: what a full store gives [MWh]; both (hours,). efficiency: energy given over energy taken.

    At a level, the store charges in every hour as much as power and the level allow, and gives what lies above the
    level. A level is held if no hour needs more than power or content: the least such level is found by trying levels.
    """
    top, reach = float(deficit.max()), float(power.max(initial=0.0))
    if reach <= 0.0 or not content.any():
        return 0.0
    low, high = 0.0, reach  # of what is taken off: the lowest is always held
    for _ in range(ROUNDS):
        cuts = np.linspace(low, high, LEVELS)
        held = _held(deficit, power, content, efficiency, top - cuts)
        best = int(np.flatnonzero(held)[-1]) if held.any() else 0
        low, high = float(cuts[best]), float(cuts[min(best + 1, LEVELS - 1)])
    return low


def _held(deficit: Floats, power: Floats, content: Floats, efficiency: float, level: Floats) -> Floats:
    """Whether the store holds each level, shape of ``level``. The hours are passed twice, so that the second pass begins
    with the content with which the first one ends."""
    tolerance = 1e-6 * max(float(np.abs(deficit).max()), 1.0)
    stored, held = np.zeros(len(level)), np.ones(len(level), dtype=bool)
    for begin in (0, 1):
        for needed, most, size in zip(deficit, power, content, strict=True):
            room = level - needed
            stored = np.minimum(stored + np.where(room > 0.0, efficiency * np.minimum(room, most), room), size)
            if begin:
                held &= (stored >= -tolerance) & (room >= -most - tolerance)
            stored = np.maximum(stored, 0.0)
    return held
