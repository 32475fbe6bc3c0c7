"""Hours and energy of a year with a shortfall, where no sampled year has one: from samples in which all demand is higher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dispatch.arrays import Floats

from .measure import METRICS
from .simulate import Simulator
from .system import System

LADDERS = ((0.02, 8), (0.2, 8))
"""Step and number of the levels by which demand is raised, one ladder after the other. Levels of a ladder are simulated at once."""
SAMPLES = 12
"""Sampled years of each level."""
SHARE = 0.5
"""Least share of years with load short at the level that is taken. In so many years shortfalls are longer and deeper than in the rare
ones of the case, so that the bound is on the safe side."""
YEARS = 4
"""Most weather years that are simulated."""


@dataclass(frozen=True, eq=False)
class Severity:
    """of_event: means of years with a shortfall, (kinds, metrics, places), see ``measure.Measured``; raised: share by which demand is
    higher than in the case; samples: sampled years (0 where no level has shortfalls enough)."""

    of_event: Floats
    raised: float
    samples: int


def observed(values: Floats) -> Floats:
    """Return the means of samples with a shortfall, (kinds, metrics, places), of values (kinds, metrics, samples, places). A place without
    any has those of the region, the last place."""
    short = values[:, :1] > 0.0
    count = short.sum(axis=2)
    found = np.divide(
        (values * short).sum(axis=2), count, out=np.zeros(values.shape[:2] + values.shape[3:]), where=count > 0
    )
    return np.asarray(np.where(count > 0, found, found[:, :, -1:]), dtype=float)


def severity(systems: Sequence[System], seed: int) -> Severity:
    """Return the severity of shortfalls at the least level of demand with which half of the years have load of the region short.
    Where no level has, every hour is short."""
    years = list(systems[:YEARS])
    for step, number in LADDERS:
        levels = step * np.arange(1, number + 1)
        higher = [_raised(system, level) for system in years for level in levels]
        values = Simulator(higher, seed).run(tuple(range(SAMPLES * number))).values
        for k, level in enumerate(levels):  # sample i has system i modulo their number, whose level is i modulo number
            some = values[:, :, k::number]
            if (some[0, METRICS.index("hours"), :, -1] > 0.0).mean() >= SHARE:
                return Severity(observed(some), float(level), some.shape[2])
    return Severity(_all_hours(systems[0], values.shape), 0.0, 0)


def _raised(system: System, share: float) -> System:
    demand = system.demand
    load, export, band = (one * (1.0 + share) for one in (demand.load, demand.export, demand.band))
    return replace(system, demand=replace(demand, load=load, export=export, band=band))


def _all_hours(system: System, shape: tuple[int, ...]) -> Floats:
    """Return the metrics of a year in which no demand is met, (kinds, metrics, places)."""
    kinds, metrics, _, places = shape
    found = np.zeros((kinds, metrics, places))
    for kind, power in enumerate((system.demand.load, system.demand.export + system.demand.band)):
        by_place = np.array([power[system.place == k].sum(axis=0) for k in range(places - 1)])
        by_place = np.vstack([by_place, by_place[system.public].sum(axis=0)])
        days = float(system.calendar.day[-1] + 1)
        found[kind] = np.broadcast_to(np.array([[system.hours], [days], [0.0], [days], [0.0]]), (metrics, places))
        found[kind, METRICS.index("energy")] = by_place.sum(axis=1)
        found[kind, METRICS.index("depth")] = by_place.max(axis=1)
    return found
