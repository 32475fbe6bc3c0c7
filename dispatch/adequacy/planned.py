"""Planned outages of whole units: a schedule that follows the levelled shares of capacity, and the given outages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dispatch.arrays import Flags, Floats, Integers

DAY = 24
"""Hours of a day: outages begin with one."""
ROUNDING = 1e-6
"""Share of a unit that is rounding of a given outage."""


@dataclass(frozen=True, eq=False)
class Planned:
    """Planned outages. group: row of the ledger; unit: number in its group; start, end: hours from start to before end; (outages,)."""

    group: Integers
    unit: Integers
    start: Integers
    end: Integers

    @staticmethod
    def of(rows: list[tuple[int, int, int, int]]) -> Planned:
        """Return the outages of rows (group, unit, start, end)."""
        table = np.array(rows, dtype=np.int64).reshape(-1, 4)
        return Planned(*table.T)

    def count(self, groups: int, hours: int) -> Integers:
        """Return how many units of each group are in planned outage, (groups, hours)."""
        change = np.zeros((groups, hours + 1), dtype=np.int64)
        np.add.at(change, (self.group, self.start), 1)
        np.add.at(change, (self.group, self.end), -1)
        return np.cumsum(change[:, :-1], axis=1)


@dataclass(frozen=True, eq=False)
class Fleet:
    """Units of some fleets, one group a row of the ledger. fleet: of each group; count: units; size: capacity of a unit [GW]; (groups,).
    there: whether the units are in service, (groups, hours)."""

    fleet: Integers
    count: Integers
    size: Floats
    there: Flags

    @property
    def capacity(self) -> Floats:
        """Capacity of each group, (groups, hours) [GW]."""
        return np.asarray((self.count * self.size)[:, None] * self.there, dtype=float)


def levelled(units: Fleet, share: Floats, days: Floats, place: Integers) -> list[tuple[int, int, int, int]]:
    """Return outages (group, unit, start, end) of whole units that follow the levelled plan of each place.

    share: of the capacity of each fleet that is to be out, (fleets, hours); days: outage of a unit, (fleets,); place: area or park of each fleet. A unit
    begins its outage on a day on which at least half of what it adds is missing from the plan of its place so far, the fleet that lags
    most behind its own plan first. The outage lasts its days, unless the plan of the fleet has none on a day."""
    found: list[tuple[int, int, int, int]] = []
    for one in np.unique(place[units.fleet]) if len(units.fleet) else []:
        found += _of_place(units, share, days, np.flatnonzero(place[units.fleet] == one))
    return found


def _of_place(units: Fleet, share: Floats, days: Floats, groups: Integers) -> list[tuple[int, int, int, int]]:
    hours = share.shape[1]
    group = np.repeat(groups, units.count[groups])
    number = np.concatenate([np.arange(units.count[k]) for k in groups])
    fleet, size = units.fleet[group], units.size[group]
    left, running = np.rint(days[fleet] * 24.0).astype(np.int64), np.zeros(len(group), dtype=bool)
    lag = np.zeros(len(days))  # energy that the plan of each fleet is ahead of its outages [GWh]
    due = np.zeros((len(days), hours))
    np.add.at(due, units.fleet[groups], units.capacity[groups] * share[units.fleet[groups]])
    begun, found = np.zeros(len(group), dtype=np.int64), list[tuple[int, int, int, int]]()
    for first in range(0, hours, DAY):
        last = min(first + DAY, hours)
        lag += due[:, first:last].sum(axis=1)
        spent = np.minimum(left, last - first)
        fits = units.there[group, first:last].all(axis=1) & (due[fleet, first] > 0.0) & (left > 0)
        stopped = np.flatnonzero(running & ~fits)
        found += [(int(group[k]), int(number[k]), int(begun[k]), first) for k in stopped]
        running &= fits
        np.subtract.at(lag, fleet[running], (size * spent)[running])
        fresh = np.flatnonzero(fits & ~running)
        while len(fresh):
            unit = fresh[np.argmax(lag[fleet[fresh]] / size[fresh])]
            fresh = fresh[fresh != unit]
            if size[unit] * spent[unit] / 2.0 <= lag.sum():
                lag[fleet[unit]] -= size[unit] * spent[unit]
                running[unit], begun[unit] = True, first
        left = left - spent * running
        ended = np.flatnonzero(running & ((left == 0) | (last == hours)))
        found += [(int(group[k]), int(number[k]), int(begun[k]), first + int(spent[k])) for k in ended]
        running[ended] = False
    return sorted(found)


def given(
    units: Fleet, fleet: Integers, capacity: Floats, during: Flags, fleets: int
) -> tuple[list[tuple[int, int, int, int]], Floats]:
    """Return outages of whole units for given rows, and the capacity of each fleet that is a part of a unit, (fleets, hours) [GW].

    fleet, capacity [GW]: of each row, (rows,); during: its hours, (rows, hours); fleets: their number."""
    busy = np.zeros((int(units.count.sum()), during.shape[1]), dtype=bool)
    group = np.repeat(np.arange(len(units.fleet)), units.count)
    number = np.concatenate([np.zeros(0, dtype=np.int64), *(np.arange(count) for count in units.count)])
    rest, found = np.zeros((fleets, during.shape[1])), []
    for place, amount, when in zip(fleet, capacity, during, strict=True):
        hours = np.flatnonzero(when)
        if not len(hours):
            continue
        for unit in np.flatnonzero(units.fleet[group] == place):
            size = units.size[group[unit]]
            free = units.there[group[unit], hours].all() and not busy[unit, hours].any()
            if free and size <= amount * (1.0 + ROUNDING):
                busy[unit, hours] = True
                amount -= size
                found.append((int(group[unit]), int(number[unit]), int(hours[0]), int(hours[-1]) + 1))
        rest[place, hours] += max(amount, 0.0)
    return found, rest
