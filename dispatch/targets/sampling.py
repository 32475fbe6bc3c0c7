"""Representative weeks of a window on which the study searches, with the correction of their sampling bias."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dispatch.app.reading import read_case
from dispatch.case import WEEK, Case, at_hours, weeks_like_the_whole
from dispatch.lp import Integers

from .base_case import Base, base_of
from .solver import Solver
from .targets import SampleScaling


@dataclass(frozen=True, eq=False)
class Sample:
    """hours: those of the window that are in it, as places in it, shape (hours,). base: the case at them, and its optimum.
    whole: that of the window. settings: those with which the case was read."""

    whole: Base
    base: Base
    hours: Integers
    scaling: SampleScaling
    settings: Sequence[str] = ()

    @property
    def share(self) -> float:
        """Hours of the sample over those of the window."""
        return len(self.hours) / len(self.whole.case.time)

    def again(self, *more: str) -> Case:
        """The case, read with further settings, at the same hours. Raises CaseError."""
        return at_hours(self._read(more), self.hours)

    def elsewhere(self, *more: str) -> Case:
        """The case, read with further settings, at as many weeks that are like its own window: those of the sample say
        little of other weather. Raises CaseError."""
        case = self._read(more)
        if self.base is self.whole:
            return case
        return at_hours(case, weeks_like_the_whole(case, len(self.hours) // WEEK))

    def _read(self, more: Sequence[str]) -> Case:
        case = self.whole.case
        start = f"{case.time[0]:%Y-%m-%d %H:%M}"
        return read_case(case.folder, [*self.settings, *more], start, len(case.time))


def sample_of(whole: Base, settings: Sequence[str], weeks: int | None, solver: Solver) -> Sample:
    """Return representative weeks of the window, with requirements of targets that are shifted so that margins equal those of
    the window; None: all of it. Raises InfeasibleError, SolverError, ValueError where the window is shorter."""
    if weeks is None:
        return Sample(whole, whole, np.arange(len(whole.case.time)), SampleScaling(), settings)
    hours = weeks_like_the_whole(whole.case, weeks)
    base = base_of(at_hours(whole.case, hours), solver)
    plain = SampleScaling(share=len(hours) / len(whole.case.time))
    known = {target.name: target.margin(whole.primal) for target in SampleScaling().targets(whole.case, whole.lp)}
    scaling = plain.of(plain.targets(base.case, base.lp), base.primal, known)
    return Sample(whole, base, hours, scaling, settings)
