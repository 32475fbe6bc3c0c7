"""Credits of small changes of a case, and its capacity margin, for plans that hold a loss-of-load expectation."""

from __future__ import annotations

from functools import cached_property

from dispatch.case import Case

from .credit import capacity_margin
from .reading import read_system
from .trial import Query, Trial


class Increments:
    """Simulations of a case and of changes of it with the same outages. step: small step of capacity [MW]."""

    def __init__(self, case: Case, samples: int, seed: int) -> None:
        self.samples, self.seed = samples, seed
        self._trial = self._of(case)
        self.step = self._trial.next

    def lacking(self, lole: float) -> float:
        """Return the perfect capacity, spread over areas by load, with which LOLE is the given one [MW]."""
        trial = Trial(self._trial.systems, self.samples, self.seed)  # the search leaves its trial at that level
        return capacity_margin(trial, lole).capacity

    def worth(self, changed: Case) -> float:
        """Return the credit of the change to another case [MW of perfect capacity]: the decrease of EENS, over the decrease by a step of
        perfect capacity, times the step. Zero where perfect capacity decreases nothing."""
        return (self._eens - _eens(self._of(changed))) / self._fall * self.step if self._fall > 0.0 else 0.0

    @cached_property
    def _eens(self) -> float:
        return _eens(self._trial)

    @cached_property
    def _fall(self) -> float:
        return self._eens - _eens(self._trial, self.step)

    def _of(self, case: Case) -> Trial:
        return Trial([read_system(case)], self.samples, self.seed)


def _eens(trial: Trial, capacity: float = 0.0) -> float:
    return trial.answer(Query(capacity * trial.share)).eens
