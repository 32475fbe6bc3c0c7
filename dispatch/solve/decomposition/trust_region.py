"""The trust region of the multipliers, and the penalty on their changes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..problem import Floats
from .partition import CouplingRows

WIDEST = 1.0
"""Largest radius."""


class TrustRegion:
    """Bounds on the next multipliers around the best ones so far, each relative to its size. An edge moves out by a factor of two
    after a step that ended at the edge and improved the bound, and in by the same factor after a step that did not.

    centre: best multipliers, shape (rows,). best: Lagrangian value there. radius: down and up, relative, shape (2, rows).
    slack: share of a coupling constraint that may stay unmet, which is the penalty on a change of its multiplier. binding: which
    multipliers of the last step are at which edge, shape (2, rows). scale: size of the costs.
    """

    def __init__(self, centre: Floats, scale: float, radius: float | Floats, slack: float = 0.0) -> None:
        self.centre, self.scale, self.slack = centre, scale, slack
        self.usual: Floats = np.broadcast_to(radius, (2, len(centre)))
        self.radius = self.usual.copy()
        self.binding: NDArray[np.bool_] = np.zeros(self.radius.shape, dtype=bool)
        self.best = -np.inf

    def assess(self, multipliers: Floats, value: float, loss: float = 0.0) -> None:
        """Take the Lagrangian value at some multipliers. They are the next centre if the value is a gain, or a loss of less than
        ``loss``."""
        if value > self.best - loss:
            wider, usual = np.minimum(2 * self.radius, WIDEST), np.maximum(self.radius / 2, self.usual)
            self.radius = np.where(self.binding, wider, usual)
            self.best, self.centre = max(value, self.best), multipliers
        else:
            self.radius = np.where(self.binding, 0.5 * self.radius, self.radius)

    def penalty(self, coupling: CouplingRows) -> Floats:
        """Return the penalty on a unit change of each multiplier, shape (rows,)."""
        bound = np.where(np.isfinite(coupling.lower), coupling.lower, coupling.upper)
        return np.asarray(self.slack * np.maximum(np.abs(bound), 1.0))

    @property
    def size(self) -> Floats:
        """Size of each multiplier, to which radii are relative, shape (rows,)."""
        return np.asarray(np.abs(self.centre) + self.scale)

    @property
    def reach(self) -> Floats:
        """Largest change of each multiplier down and up, shape (2, rows)."""
        return np.asarray(self.radius * self.size)

    def edges(self) -> tuple[Floats, Floats]:
        """Return the lowest and the highest multipliers."""
        down, up = self.reach
        return self.centre - down, self.centre + up

    def binds(self, multipliers: Floats) -> NDArray[np.bool_]:
        """Return which multipliers are at an edge, down and up, shape (2, rows)."""
        change = np.stack([self.centre - multipliers, multipliers - self.centre])
        return np.asarray(change >= self.reach * (1 - 1e-9))
