"""Forced outages of two-state units, drawn hour by hour from a counter-based generator (Philox) keyed by the sample."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dispatch.arrays import Integers

from .planned import Planned
from .system import Chain


class Outages:
    """Draws of outages. The numbers of a sample depend on the seed, the index of the sample and the chain only: not on the
    order of samples, batches, threads or workers."""

    def __init__(self, chain: Chain, hours: int, seed: int) -> None:
        self.hours, self.seed, self.groups = hours, seed, len(chain.count)
        fails = (chain.fail > 0.0) & (chain.count > 0)
        self._group = np.repeat(np.arange(self.groups), np.where(fails, chain.count, 0))
        self._first = np.searchsorted(self._group, np.arange(self.groups))
        self._fails = fails
        self._rate = chain.rate[self._group]
        with np.errstate(divide="ignore"):  # a probability of one: the state lasts one hour
            self._scale = -1.0 / np.log1p(-np.stack([chain.fail, chain.repair]))[:, self._group]
        cycle = 1.0 / np.where(fails, chain.fail, 1.0) + 1.0 / np.where(fails, chain.repair, 1.0)
        mean = float(np.mean((2.0 * hours / cycle)[self._group])) if len(self._group) else 0.0
        self._pairs = int(mean / 2.0 + np.sqrt(mean)) + 2

    def draw(self, sample: int, planned: Planned) -> Integers:
        """Return how many units of each group are in forced outage and in no planned one, shape (groups, hours).

        A unit starts in the stationary state. The time in a state is geometric, ceil(E / -log(1-p)) with E exponential:
        the exponential time of the continuous process, seen at whole hours."""
        change = np.zeros((self.groups, self.hours + 1), dtype=np.int16)
        flat, width = change.reshape(-1), self.hours + 1
        generator = np.random.Generator(np.random.Philox(key=np.array([self.seed, sample], dtype=np.uint64)))
        phase = (generator.random(len(self._group)) < self._rate).astype(np.int64)
        np.add.at(flat, self._group[phase == 1] * width, np.int16(1))
        unit, begins = np.arange(len(self._group)), np.zeros(len(self._group))
        changes: list[tuple[Integers, Integers, Integers]] = []
        while len(unit):
            lengths = generator.standard_exponential((len(unit), self._pairs, 2))
            lengths[:, :, 0] *= self._scale[phase[unit], unit][:, None]
            lengths[:, :, 1] *= self._scale[1 - phase[unit], unit][:, None]
            ends = np.maximum(np.ceil(lengths), 1.0).reshape(len(unit), -1).cumsum(axis=1) + begins[:, None]
            row, column = np.nonzero(ends < self.hours)
            changes.append((unit[row], ends[row, column].astype(np.int64), 1 - 2 * ((phase[unit[row]] + column) % 2)))
            at = self._group[unit[row]] * width + changes[-1][1]
            np.add.at(flat, at, changes[-1][2].astype(np.int16))
            later = ends[:, -1] < self.hours  # an even number of changes: the phase is that of the beginning again
            unit, begins = unit[later], ends[later, -1]
        if len(planned.group) and len(changes):
            unit, time, sign = (np.concatenate([one[k] for one in changes]) for k in range(3))
            self._without(change, planned, phase, (unit, time, sign))
        return np.cumsum(change[:, :-1], axis=1, dtype=np.int16)

    def _without(
        self, change: NDArray[np.int16], planned: Planned, phase: Integers, changes: tuple[Integers, Integers, Integers]
    ) -> None:
        """Take forced outages off during the planned outages of the same unit: their changes within one, and the state at its beginning
        and end. changes: unit, hour and sign of each change of a forced outage."""
        unit, time, sign = changes
        fails = self._fails[planned.group]
        of = self._first[planned.group[fails]] + planned.unit[fails]
        order = np.argsort(of, kind="stable")
        of, start, end = of[order], planned.start[fails][order], planned.end[fails][order]
        turn = np.arange(len(of)) - np.searchsorted(of, of)  # first, second, … outage of its unit
        for k in range(int(turn.max(initial=-1)) + 1):
            some = turn == k
            first, last = np.full(len(phase), self.hours), np.full(len(phase), self.hours)
            first[of[some]], last[of[some]] = start[some], end[some]
            earlier, within = time <= first[unit], (time > first[unit]) & (time < last[unit])
            at_start = phase + np.bincount(unit[earlier], sign[earlier], len(phase)).astype(np.int64)
            at_end = at_start + np.bincount(unit[within], sign[within], len(phase)).astype(np.int64)
            group, chosen = self._group, of[some]
            np.subtract.at(change, (group[chosen], first[chosen]), at_start[chosen].astype(np.int16))
            np.subtract.at(change, (group[unit[within]], time[within]), sign[within].astype(np.int16))
            np.add.at(change, (group[chosen], last[chosen]), at_end[chosen].astype(np.int16))
