"""How far prices may go from the best ones so far, and what the way costs them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..problem import Floats
from .partition import CouplingRows

WIDEST = 1.0
"""Largest radius."""


class TrustRegion:
    """A box around the best prices: how far each may go down and up, relative to its size. A side is twice as wide after
    a step that ended at it and was a gain, narrower after one that was a loss. And the share of a coupling row that may
    stay unmet, which is the penalty on moving its price.

    radius: one, or shape (2, rows): down, up.
    """

    def __init__(self, prices: Floats, scale: float, radius: float | Floats, slack: float = 0.0) -> None:
        self.centre, self.scale, self.slack = prices, scale, slack
        self.usual: Floats = np.broadcast_to(radius, (2, len(prices)))
        self.radius = self.usual.copy()
        self.binding: NDArray[np.bool_] = np.zeros(self.radius.shape, dtype=bool)
        self.best = -np.inf

    def judge(self, prices: Floats, value: float, loss: float = 0.0) -> None:
        """Take the value of the Lagrangian at some prices in; ``binding`` says which of them are at which edge. They are
        the next centre where the value is a gain, or a loss of less than ``loss``."""
        if value > self.best - loss:
            wider, usual = np.minimum(2 * self.radius, WIDEST), np.maximum(self.radius / 2, self.usual)
            self.radius = np.where(self.binding, wider, usual)
            self.best, self.centre = max(value, self.best), prices
        else:
            self.radius = np.where(self.binding, 0.5 * self.radius, self.radius)

    def penalty(self, coupling: CouplingRows) -> Floats:
        """What a unit of way from the centre costs each price."""
        side = np.where(np.isfinite(coupling.lower), coupling.lower, coupling.upper)
        return np.asarray(self.slack * np.maximum(np.abs(side), 1.0))

    @property
    def size(self) -> Floats:
        """Of each price: what radii are relative to, shape (rows,)."""
        return np.asarray(np.abs(self.centre) + self.scale)

    @property
    def reach(self) -> Floats:
        """How far each price may go down and up, shape (2, rows)."""
        return np.asarray(self.radius * self.size)

    def box(self) -> tuple[Floats, Floats]:
        """Lowest and highest prices."""
        down, up = self.reach
        return self.centre - down, self.centre + up

    def binds(self, prices: Floats) -> NDArray[np.bool_]:
        """Which prices are at an edge of the box, shape (2, rows)."""
        way = np.stack([self.centre - prices, prices - self.centre])
        return np.asarray(way >= self.reach * (1 - 1e-9))
