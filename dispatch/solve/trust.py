"""How far prices may go from the best ones so far, and what the way costs them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .problem import Floats
from .split import Coupling

WIDEST = 1.0
"""Largest radius."""


class Trust:
    """A box around the best prices, each with a radius of its own, relative to its size: twice as wide after a step
    that ended at its edge and was a gain, narrower after one that was a loss; and the share of a coupling row that may
    stay unmet, which is the penalty on moving its price."""

    def __init__(self, prices: Floats, scale: float, radius: float, slack: float = 0.0) -> None:
        self.centre, self.scale, self.slack = prices, scale, slack
        self.usual = radius
        self.radius = np.full(len(prices), radius)
        self.binding: NDArray[np.bool_] = np.zeros(len(prices), dtype=bool)
        self.best = -np.inf

    def judge(self, prices: Floats, value: float, loss: float = 0.0) -> None:
        """Take the value of the Lagrangian at some prices in; ``binding`` says which of them are at an edge. They are
        the next centre where the value is a gain, or a loss of less than ``loss``."""
        if value > self.best - loss:
            wider, usual = np.minimum(2 * self.radius, WIDEST), np.maximum(self.radius / 2, self.usual)
            self.radius = np.where(self.binding, wider, usual)
            self.best, self.centre = max(value, self.best), prices
        else:
            self.radius = np.where(self.binding, 0.5 * self.radius, self.radius)

    def penalty(self, coupling: Coupling) -> Floats:
        """What a unit of way from the centre costs each price."""
        side = np.where(np.isfinite(coupling.lower), coupling.lower, coupling.upper)
        return np.asarray(self.slack * np.maximum(np.abs(side), 1.0))

    @property
    def reach(self) -> Floats:
        """How far each price may go."""
        return np.asarray(self.radius * (np.abs(self.centre) + self.scale))

    def box(self) -> tuple[Floats, Floats]:
        """Lowest and highest prices."""
        return self.centre - self.reach, self.centre + self.reach

    def binds(self, prices: Floats) -> NDArray[np.bool_]:
        """Which prices are at an edge of the box."""
        return np.asarray(np.abs(prices - self.centre) >= self.reach * (1 - 1e-9))
