"""What the direct methods have found so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from dispatch.messages import Message

from ..problem import Basis, Floats, Options, Problem, Solution, Stop

Pair: TypeAlias = tuple[Floats, Floats]
"""Values, shape (columns,), and row duals, shape (rows,)."""


@dataclass(frozen=True, eq=False)
class Attempt:
    """What direct methods have found so far.

    latest: solution of the last HiGHS method, with its repairs; best: the last one with a feasible point; None before the first
    method. near: values and row duals of the last method if they are near-optimal; the values may violate bounds and rows by more
    than a proof allows. notes: of the methods before.
    """

    problem: Problem
    options: Options
    stop: Stop
    start: Basis | None
    latest: Solution | None = None
    best: Solution | None = None
    near: Pair | None = None
    notes: tuple[Message, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether the last method has decided the LP or reached the requested gap, or the solve is to stop."""
        return self.latest is not None and (
            self.latest.status in ("optimal", "feasible", "infeasible", "unbounded") or self.stop.reached
        )

    def noted(self, *notes: Message) -> Attempt:
        """Return the attempt with more notes."""
        return replace(self, notes=(*self.notes, *notes))
