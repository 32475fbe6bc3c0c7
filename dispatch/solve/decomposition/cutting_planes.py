"""The cutting-plane model of the Lagrangian function, one cut for each window and pass, stabilised by a penalty and bounds.

Kelley (1960); du Merle, Villeneuve, Desrosiers and Hansen, Stabilized column generation (1999).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .. import highs
from ..problem import Floats, Stop
from .partition import CouplingRows


@dataclass(frozen=True, eq=False)
class Step:
    """The maximiser of the model, shape (rows,), with the value of the model there, without and with the penalty.

    weights: shape (cuts,): convex combination of the window solutions whose cuts prove the maximum; those of a window sum to 1.
    shares: its use of the coupling rows by each window, shape (windows, rows). The sum over windows meets the coupling
    constraints, except where the trust region or the penalty binds.
    """

    multipliers: Floats
    model: float
    penalised: float
    weights: Floats
    shares: Floats


class CuttingPlaneModel:
    """Upper model of the Lagrangian function. A window solution of cost c and use a of the coupling rows bounds the optimum of
    its window at multipliers p by c - a p. The model is the sum over windows of the least of these bounds, plus the constant
    of the dualised rows.

    The penalty is the l1 distance from the centre with a weight for each multiplier. Many optimal multipliers are at a kink of
    the Lagrangian function, the marginal cost of a plant: the penalty keeps a multiplier there unless the model gives a
    strong reason for a change.
    """

    def __init__(self, coupling: CouplingRows, windows: int) -> None:
        self.coupling, self.windows = coupling, windows
        self._window: list[int] = []
        self._cost: list[float] = []
        self._use: list[Floats] = []

    def add(self, window: int, cost: float, use: Floats) -> None:
        """Add the cut of a window solution: its cost without multipliers, and its use of the coupling rows, shape (rows,)."""
        self._window.append(window)
        self._cost.append(cost)
        self._use.append(use)

    def maximise(self, centre: Floats, reach: Floats, penalty: Floats, stop: Stop) -> Step | None:
        """Maximise the model less ``penalty`` for each unit of distance from the centre, within ``reach`` (down, up) of the
        centre, shapes (rows,). None: HiGHS was stopped."""
        cuts, rows = len(self._cost), len(self.coupling)
        bounds = (self.coupling.lower, self.coupling.upper)
        use = sparse.csr_matrix(np.array(self._use))
        pick = sparse.csr_matrix((np.ones(cuts), (np.arange(cuts), self._window)), shape=(cuts, self.windows))
        unit = sparse.identity(rows, format="csr")
        # A multiplier is p - q, p for the lower and q for the upper bound of the row, zero for an infinite bound.
        # The multiplier is also centre + up - down.
        gain = [np.where(np.isfinite(bound), bound, 0.0) for bound in bounds]
        most = [np.where(np.isfinite(bound), np.inf, 0.0) for bound in bounds]
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
        multipliers = value[:rows] - value[rows : 2 * rows]
        penalised = -float(solver.getInfo().objective_function_value)
        distance = float(penalty @ (value[2 * rows : 3 * rows] + value[3 * rows :]))
        weights = -np.asarray(solution.row_dual)[:cuts]
        shares = pick.T @ sparse.diags(weights) @ use
        return Step(multipliers, penalised + distance, penalised, weights, shares.toarray())

    def flat(self, centre: Floats, most: Floats, loss: float) -> Floats:
        """Return the largest change of each multiplier alone, down and up and at most ``most``, at which the model has lost no
        more than ``loss`` of its value at the centre, shape (2, rows). By bisection."""
        order = np.argsort(self._window, kind="stable")
        use, window = np.array(self._use)[order], np.array(self._window)[order]
        starts = np.flatnonzero(np.diff(window, prepend=-1))
        value = np.array(self._cost)[order] - use @ centre
        here = np.minimum.reduceat(value, starts).sum() + self.coupling.constants(centre)

        def model(multipliers: Floats) -> Floats:
            cuts = np.minimum.reduceat(value[:, None] - use * (multipliers - centre), starts, axis=0).sum(axis=0)
            return np.asarray(cuts + self.coupling.constants(multipliers) - here)

        found = np.zeros((2, len(centre)))
        for row, sign in enumerate((-1.0, 1.0)):
            near, far = np.zeros(len(centre)), most.copy()
            for _ in range(30):
                middle = 0.5 * (near + far)
                fits = model(self.coupling.admissible(centre + sign * middle)) >= -loss
                near, far = np.where(fits, middle, near), np.where(fits, far, middle)
            found[row] = near
        return found
