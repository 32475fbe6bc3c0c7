"""A point of an LP, read by label."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from dispatch.arrays import Floats

from .expression import Expression
from .program import LP


class Point:
    """A primal (and dual) point of an LP, read by label."""

    def __init__(self, lp: LP, primal: Floats, row_dual: Floats | None = None) -> None:
        self.lp, self.primal, self.row_dual = lp, primal, row_dual

    def value(self, quantity: str | Expression) -> Floats:
        """Numbers of an expression, or of the quantity or variable of that name: shape of its axes."""
        if isinstance(quantity, str):
            quantity = self.lp.quantities[quantity] if quantity in self.lp.quantities else self.lp[quantity]
        return quantity.value(self.primal)

    def dual(self, constraint: str) -> Floats:
        """Duals of a block of rows, change of cost per unit of right-hand side; zero where it has no row."""
        if self.row_dual is None:
            raise ValueError("this point has no duals")
        index = self.lp.constraints[constraint].index
        return np.where(index >= 0, self.row_dual[np.maximum(index, 0)], 0.0)

    @cached_property
    def costs(self) -> dict[str, float]:
        """Cost terms by name."""
        return {name: float(term.value(self.primal)) for name, term in self.lp.costs.items()}
