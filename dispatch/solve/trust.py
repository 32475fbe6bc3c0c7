"""How far prices may go from the best ones so far, and what the way costs them."""

from __future__ import annotations

import numpy as np

from .problem import Floats
from .split import Coupling


class Trust:
    """A box around the best prices: wider while its edges bind and the bound rises, narrower when the bound falls;
    and the share of a coupling row that may stay unmet, which is the penalty on moving its price."""

    def __init__(self, prices: Floats, scale: float, radius: float, slack: float = 0.0) -> None:
        self.centre, self.scale, self.radius, self.slack = prices, scale, radius, slack
        self.best = -np.inf
        self.binding = False

    def judge(self, prices: Floats, value: float) -> None:
        """Take the value of the Lagrangian at some prices in."""
        if value > self.best:
            self.radius *= 2.0 if self.binding else 1.0
            self.best, self.centre = value, prices
        else:
            self.radius *= 0.7

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

    def binds(self, prices: Floats) -> bool:
        """Whether prices are at an edge of the box."""
        return bool(np.any(np.abs(prices - self.centre) >= self.reach * (1 - 1e-9)))
