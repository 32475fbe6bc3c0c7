"""Prices of the coupling rows by cutting planes, one cut a window and visit, near the best prices so far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .. import highs
from ..problem import Floats, Stop
from .partition import CouplingRows


@dataclass(frozen=True, eq=False)
class Step:
    """Prices, shape (rows,), the model's value at them, and that less the penalty for the way there.

    weights: shape (cuts,): the mixture of the solutions seen that proves those prices best; those of a window sum to 1.
    shares: its use of the coupling rows by each window, shape (windows, rows). Together the windows meet the rows, as
    far as neither box nor penalty held a price back.
    """

    prices: Floats
    model: float
    penalised: float
    weights: Floats
    shares: Floats


class CuttingPlaneModel:
    """What the windows have told: at some prices a window had cost c and used a of the coupling rows, so that at
    prices p its optimum is at most c - a p. The sum over windows of the least of these, plus what the sides of the
    rows bring, is a model of the Lagrangian from above; its maximum near the best prices gives the next ones (Kelley's
    cutting planes, one a window). A penalty on the way, each price for itself, keeps those prices where they are that
    have no strong reason to move: many sit at a kink, the marginal cost of some plant, exactly (du Merle, Villeneuve,
    Desrosiers and Hansen, Stabilized column generation, 1999).
    """

    def __init__(self, coupling: CouplingRows, windows: int) -> None:
        self.coupling, self.windows = coupling, windows
        self._window: list[int] = []
        self._cost: list[float] = []
        self._use: list[Floats] = []

    def add(self, window: int, cost: float, use: Floats) -> None:
        """A solution of a window: its own cost, and what it uses of each coupling row, shape (rows,)."""
        self._window.append(window)
        self._cost.append(cost)
        self._use.append(use)

    def best(self, centre: Floats, reach: Floats, penalty: Floats, stop: Stop) -> Step | None:
        """Prices within ``reach`` (down, up) of the centre at which the model less ``penalty`` for each unit of way
        from the centre is highest, shapes (rows,); None where HiGHS was stopped."""
        cuts, rows = len(self._cost), len(self.coupling)
        sides = (self.coupling.lower, self.coupling.upper)
        use = sparse.csr_matrix(np.array(self._use))
        pick = sparse.csr_matrix((np.ones(cuts), (np.arange(cuts), self._window)), shape=(cuts, self.windows))
        unit = sparse.identity(rows, format="csr")
        # A price is p - q: p is paid for the lower side, q for the upper; one that is infinite is not for sale.
        # It is also centre + up - down.
        gain = [np.where(np.isfinite(side), side, 0.0) for side in sides]
        most = [np.where(np.isfinite(side), np.inf, 0.0) for side in sides]
        solver = highs.load(
            np.concatenate([-np.ones(self.windows), -gain[0], gain[1], penalty, penalty]),
            np.concatenate([np.full(self.windows, -np.inf), np.zeros(4 * rows)]),
            np.concatenate([np.full(self.windows, np.inf), *most, reach[1], reach[0]]),
            sparse.csr_matrix(sparse.bmat([[pick, use, -use, None, None], [None, unit, -unit, -unit, unit]])),
            np.concatenate([np.full(cuts, -np.inf), centre]),
            np.concatenate([np.array(self._cost), centre]),
            solver="simplex",
            threads=1,
        )
        if highs.run(solver, stop) != highs.OPTIMAL:
            return None
        solution = solver.getSolution()
        value = np.asarray(solution.col_value)[self.windows :]
        prices = value[:rows] - value[rows : 2 * rows]
        penalised = -float(solver.getInfo().objective_function_value)
        paid = float(penalty @ (value[2 * rows : 3 * rows] + value[3 * rows :]))
        weights = -np.asarray(solution.row_dual)[:cuts]
        shares = pick.T @ sparse.diags(weights) @ use
        return Step(prices, penalised + paid, penalised, weights, shares.toarray())

    def flat(self, centre: Floats, most: Floats, loss: float) -> Floats:
        """How far each price alone may go down and up from the centre, at most ``most``, until the model is ``loss``
        below its value there, shape (2, rows)."""
        order = np.argsort(self._window, kind="stable")
        use, window = np.array(self._use)[order], np.array(self._window)[order]
        starts = np.flatnonzero(np.diff(window, prepend=-1))
        value = np.array(self._cost)[order] - use @ centre
        here = np.minimum.reduceat(value, starts).sum() + self.coupling.sides(centre)

        def model(prices: Floats) -> Floats:
            told = np.minimum.reduceat(value[:, None] - use * (prices - centre), starts, axis=0).sum(axis=0)
            return np.asarray(told + self.coupling.sides(prices) - here)

        found = np.zeros((2, len(centre)))
        for row, sign in enumerate((-1.0, 1.0)):
            near, far = np.zeros(len(centre)), most.copy()
            for _ in range(30):
                middle = 0.5 * (near + far)
                fits = model(self.coupling.admissible(centre + sign * middle)) >= -loss
                near, far = np.where(fits, middle, near), np.where(fits, far, middle)
            found[row] = near
        return found
