"""Indices of a batch of samples: hours, days, energy, number and depth of shortfalls by area; heat map; worst events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dispatch.arrays import Flags, Floats, Integers

from .network import SMALL
from .operate import Shortfalls
from .outages import Outages
from .system import System

METRICS = ("hours", "days", "energy", "events", "depth")
"""Hours [h], days, energy [MWh], number of events, and largest shortfall [MW] of each sample."""
KINDS = ("load", "export")
"""Kinds of shortfall: load, and contracted export."""
WORST = 10
"""Events that are listed."""
DURATIONS = 72
"""Durations of events that are counted one by one [h]; the last bin has all that are longer."""


@dataclass(frozen=True)
class Event:
    """An event of the region: consecutive hours in which load is short. energy [MWh], depth [MW], hours [h]; share of the
    storage left at its deepest hour; outage: output in forced outage above its expectation; calm: wind and PV below, load:
    load above their mean of the month and hour of day; trapped: surplus that limits kept away; all [MW], of the areas that
    were short, at the deepest hour."""

    year: int
    sample: int
    start: int
    hours: int
    energy: float
    depth: float
    areas: tuple[str, ...]
    stored: float
    outage: float
    calm: float
    load: float
    trapped: float

    @property
    def causes(self) -> tuple[str, ...]:
        """Causes by size: what exceeds a quarter of the depth; then whether stores were empty, limits bound."""
        amounts = {"outage": self.outage, "calm": self.calm, "load": self.load}
        found = [name for name in sorted(amounts, key=lambda one: -amounts[one]) if amounts[name] > self.depth / 4]
        found += ["empty"] * (self.stored < 0.1) + ["limit"] * (self.trapped > self.depth / 4)
        return tuple(found)


@dataclass(frozen=True, eq=False)
class Measured:
    """A batch: samples, and their weather years (samples,); values (kinds, metrics, samples, places), the last place being the
    region; heat: hours and energy by place, month and hour of day (2, places, 12, 24), of load; durations: events of the region
    by duration (72,); response: energy of demand response (samples,) [MWh]; worst events."""

    samples: tuple[int, ...]
    year: Integers
    values: Floats
    heat: Floats
    durations: Integers
    response: Floats
    worst: tuple[Event, ...]


@dataclass(frozen=True, eq=False)
class Hits:
    """Hours of samples with a shortfall anywhere, ordered by sample and hour: sample, hour, (hits,); load and export by
    place, (places, hits) [MW]; stored, trapped: see Shortfalls, of the part with the largest load short."""

    sample: Integers
    hour: Integers
    load: Floats
    export: Floats
    stored: Floats
    trapped: Floats


def hits_of(system: System, found: list[tuple[Integers, Shortfalls]]) -> Hits:
    """Join the shortfalls of parts; found: nodes and shortfalls of each."""
    keys = np.unique(np.concatenate([short.sample * system.hours + short.hour for _, short in found]))
    load, export = (np.zeros((len(system.places), len(keys))) for _ in KINDS)
    stored, trapped, largest = np.ones(len(keys)), np.zeros(len(keys)), np.full(len(keys), -1.0)
    for nodes, short in found:
        at = np.searchsorted(keys, short.sample * system.hours + short.hour)
        for node, place in enumerate(system.place[nodes]):
            load[place, at] += short.load[node]
            export[place, at] += short.export[node]
        total = short.load.sum(axis=0)
        better = total > largest[at]
        for whole, part in ((stored, short.stored), (trapped, short.trapped), (largest, total)):
            whole[at[better]] = part[better]
    return Hits(*np.divmod(keys, system.hours), load, export, stored, trapped)


def values_of(system: System, hits: Hits, samples: int) -> Floats:
    """Return the metrics of each sample and place, (kinds, metrics, samples, places)."""
    values = np.zeros((len(KINDS), len(METRICS), samples, len(system.places) + 1))
    for kind, short in enumerate((hits.load, hits.export)):
        for place, power in enumerate([*short, short[system.public].sum(axis=0)]):
            chosen = power > SMALL
            sample, hour, amount = hits.sample[chosen], hits.hour[chosen], power[chosen]
            day = np.unique(sample * (system.calendar.day[-1] + 1) + system.calendar.day[hour])
            values[kind, 0, :, place] = np.bincount(sample, minlength=samples)
            values[kind, 1, :, place] = np.bincount(day // (system.calendar.day[-1] + 1), minlength=samples)
            values[kind, 2, :, place] = np.bincount(sample, weights=amount, minlength=samples)
            values[kind, 3, :, place] = np.bincount(sample[_starts(sample, hour)], minlength=samples)
            np.maximum.at(values[kind, 4, :, place], sample, amount)
    return values


def _starts(sample: Integers, hour: Integers) -> Flags:
    """Whether an event begins in each of the hours, which are in order."""
    if not len(sample):
        return np.zeros(0, dtype=bool)
    continues = (np.diff(sample) == 0) & (np.diff(hour) == 1)
    return np.concatenate([[True], ~continues])


def heat_of(system: System, hits: Hits) -> Floats:
    """Return hours and energy of load that is short by place, month and hour of the day, summed over the samples."""
    heat = np.zeros((2, len(system.places) + 1, 12, 24))
    month, clock = system.calendar.month[hits.hour] - 1, system.calendar.clock[hits.hour]
    for place, power in enumerate([*hits.load, hits.load[system.public].sum(axis=0)]):
        chosen = power > SMALL
        np.add.at(heat[0, place], (month[chosen], clock[chosen]), 1.0)
        np.add.at(heat[1, place], (month[chosen], clock[chosen]), power[chosen])
    return heat


def events_of(
    systems: Sequence[System], hits: Hits, samples: tuple[int, ...], year: Integers, outages: Outages
) -> tuple[Integers, tuple[Event, ...]]:
    """Return the number of events of the region by duration, (72,), and the worst events by energy. year: weather year of each
    sample."""
    total = hits.load[systems[0].public].sum(axis=0)
    chosen = np.flatnonzero(total > SMALL)
    counts = np.zeros(DURATIONS, dtype=np.int64)
    if not len(chosen):
        return counts, ()
    first = np.flatnonzero(_starts(hits.sample[chosen], hits.hour[chosen]))
    length = np.diff(np.append(first, len(chosen)))
    np.add.at(counts, np.minimum(length, DURATIONS) - 1, 1)
    energy = np.add.reduceat(total[chosen], first)
    worst = np.argsort(-energy, kind="stable")[:WORST]
    found = []
    for k in worst:
        span = chosen[first[k] : first[k] + length[k]]
        place = int(hits.sample[span[0]])
        system, out = systems[year[place]], outages.draw(samples[place], systems[year[place]].units.planned)
        found.append(_event(system, hits, span, int(year[place]), samples[place], out))
    return counts, tuple(found)


def _event(system: System, hits: Hits, span: Integers, year: int, sample: int, out: Integers) -> Event:
    power = hits.load[:, span][system.public]
    deepest = span[power.sum(axis=0).argmax()]
    hour = int(hits.hour[deepest])
    short = np.flatnonzero(system.public)[power.sum(axis=1) > SMALL]
    nodes = np.isin(system.place, short)
    units = np.flatnonzero(nodes[system.units.node])
    expected = system.units.chain.rate * system.units.present[:, hour]
    lost = system.units.size[units, hour] @ (out[units, hour] - expected[units])
    calendar = system.calendar
    alike = (calendar.month == calendar.month[hour]) & (calendar.clock == calendar.clock[hour])
    weather, load = system.weather[nodes].sum(axis=0), system.demand.load[nodes].sum(axis=0)
    return Event(
        year=year,
        sample=sample,
        start=int(hits.hour[span[0]]),
        hours=len(span),
        energy=float(power.sum()),
        depth=float(power.sum(axis=0).max()),
        areas=tuple(system.places[k] for k in short),
        stored=float(hits.stored[deepest]),
        outage=float(lost),
        calm=float(weather[alike].mean() - weather[hour]),
        load=float(load[hour] - load[alike].mean()),
        trapped=float(hits.trapped[deepest]),
    )
