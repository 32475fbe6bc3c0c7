"""What small changes of a case are worth in perfect capacity, and how much of it the case lacks: for plans that hold a LOLE."""

from __future__ import annotations

from functools import cached_property

from dispatch.case import Case

from .credit import Trial, capacity_margin
from .reading import read_system


class Increments:
    """Simulations of a case and of changes of it with the same outages. step: small step of capacity [MW]."""

    def __init__(self, case: Case, samples: int, seed: int) -> None:
        self.samples, self.seed = samples, seed
        self._trial = self._of(case)
        self.step = self._trial.next

    def lacking(self, lole: float) -> float:
        """Return the perfect capacity, spread over areas by load, with which LOLE is the given one [MW]."""
        return capacity_margin(self._of_same(), lole).capacity

    def worth(self, changed: Case) -> float:
        """Return the perfect capacity that a changed case is worth [MW]: the fall of EENS over that by a step of perfect capacity.
        Zero where perfect capacity lowers nothing."""
        return (self._eens - _eens(self._of(changed))) / self._fall * self.step if self._fall > 0.0 else 0.0

    @cached_property
    def _eens(self) -> float:
        return _eens(self._trial)

    @cached_property
    def _fall(self) -> float:
        return self._eens - _eens(self._trial, self.step)

    def _of(self, case: Case) -> Trial:
        return Trial([read_system(case)], self.samples, self.seed)

    def _of_same(self) -> Trial:
        """Return a trial of its own: the search for the margin leaves its trial at that level."""
        return Trial(self._trial.systems, self.samples, self.seed)


def _eens(trial: Trial, capacity: float = 0.0) -> float:
    return trial.risk(capacity * trial.share)[1]
