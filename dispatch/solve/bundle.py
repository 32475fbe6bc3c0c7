"""Prices of the coupling rows by cutting planes, one cut a window and visit, in a box around the best prices."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from . import kernel
from .problem import Floats, Stop
from .split import Coupling


class Bundle:
    """What the windows have told: at some prices a window had cost c and used a of the coupling rows, so that at
    prices p its optimum is at most c - a p. The sum over windows of the least of these, plus what the sides of the
    rows bring, is a model of the Lagrangian from above; its maximum within the box gives the next prices
    (Kelley's cutting planes, one a window, in a trust box).
    """

    def __init__(self, coupling: Coupling, windows: int) -> None:
        self.coupling, self.windows = coupling, windows
        self._window: list[int] = []
        self._cost: list[float] = []
        self._use: list[Floats] = []

    def add(self, window: int, cost: float, use: Floats) -> None:
        """A solution of a window: its own cost, and what it uses of each coupling row, shape (rows,)."""
        self._window.append(window)
        self._cost.append(cost)
        self._use.append(use)

    def best(self, low: Floats, high: Floats, stop: Stop) -> tuple[Floats, float] | None:
        """Prices within [low, high] at which the model is highest, and its value; None where HiGHS was stopped."""
        cuts, rows = len(self._cost), len(self.coupling)
        sides = (self.coupling.lower, self.coupling.upper)
        use = sparse.csr_matrix(np.array(self._use))
        pick = sparse.csr_matrix((np.ones(cuts), (np.arange(cuts), self._window)), shape=(cuts, self.windows))
        unit = sparse.identity(rows, format="csr")
        # A price is p - q: p is paid for the lower side, q for the upper; one that is infinite is not for sale.
        gain = [np.where(np.isfinite(side), side, 0.0) for side in sides]
        most = [np.where(np.isfinite(side), np.inf, 0.0) for side in sides]
        none = sparse.csr_matrix((rows, self.windows))
        highs = kernel.load(
            np.concatenate([-np.ones(self.windows), -gain[0], gain[1]]),
            np.concatenate([np.full(self.windows, -np.inf), np.zeros(2 * rows)]),
            np.concatenate([np.full(self.windows, np.inf), *most]),
            sparse.vstack([sparse.hstack([pick, use, -use]), sparse.hstack([none, unit, -unit])], format="csr"),
            np.concatenate([np.full(cuts, -np.inf), low]),
            np.concatenate([np.array(self._cost), high]),
            solver="simplex",
            threads=1,
        )
        if kernel.run(highs, stop) != kernel.OPTIMAL:
            return None
        value = np.asarray(highs.getSolution().col_value)[self.windows :]
        return value[:rows] - value[rows:], -float(highs.getInfo().objective_function_value)
