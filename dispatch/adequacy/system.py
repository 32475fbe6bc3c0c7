"""The system that adequacy simulates: nodes, arcs, units, stores and demand response, in MW, MWh and hours.

A node is a pocket, a group of pockets or a park; an arc is a limit of transport between two nodes. All series are those
of one weather year. ``read_system`` (reading.py) makes it from a case; tests make it by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dispatch.arrays import Flags, Floats, Integers

from .planned import Planned

NO_LIMIT = 1e9
"""Limit of an arc that has none [MW]: above any flow, and small enough that sums keep 1e-6 MW."""


@dataclass(frozen=True, eq=False)
class Chain:
    """Two-state units in groups of equal units. Each hour a unit that works fails with probability ``fail``, and one that
    is out is repaired with probability ``repair``; shapes (groups,). ``count``: units of each group, (groups,)."""

    count: Integers
    fail: Floats
    repair: Floats

    def __post_init__(self) -> None:
        assert len(self.count) == len(self.fail) == len(self.repair)

    @property
    def rate(self) -> Floats:
        """Forced outage rate of each group: the stationary probability of being out."""
        total = self.fail + self.repair
        return np.asarray(np.where(total > 0.0, self.fail / np.where(total > 0.0, total, 1.0), 0.0), dtype=float)

    @staticmethod
    def exponential(count: Integers, rate: Floats, repair_time: Floats) -> Chain:
        """Return units with exponential times to failure and to repair, seen at whole hours.

        rate: forced outage rate f in [0, 1). repair_time: mean time to repair r [h]. With the rates mu = 1/r and
        lambda = mu f/(1-f), the state at whole hours is a Markov chain: P(up -> down) = f (1 - e^-(lambda+mu)),
        P(down -> up) = (1-f)(1 - e^-(lambda+mu)) (Billinton and Allan, Reliability Evaluation of Power Systems, ch. 9).
        """
        mixed = -np.expm1(-1.0 / (np.asarray(repair_time, dtype=float) * (1.0 - rate)))
        return Chain(np.asarray(count, dtype=np.int64), rate * mixed, (1.0 - rate) * mixed)

    def select(self, groups: Integers) -> Chain:
        """The same chains of some groups."""
        return Chain(self.count[groups], self.fail[groups], self.repair[groups])


@dataclass(frozen=True, eq=False)
class Units:
    """Groups of equal generating units. node: (groups,). size: net output of one unit that works, (groups, hours) [MW]. planned: their
    planned outages."""

    names: tuple[str, ...]
    node: Integers
    size: Floats
    chain: Chain
    planned: Planned = field(default_factory=lambda: Planned.of([]))

    @property
    def present(self) -> Integers:
        """Units that are in no planned outage, (groups, hours)."""
        return self.chain.count[:, None] - self.planned.count(*self.size.shape)


@dataclass(frozen=True, eq=False)
class Arcs:
    """Limits of transport. start, end: nodes, (arcs,). forward, backward: limits, (arcs, hours) [MW]."""

    names: tuple[str, ...]
    start: Integers
    end: Integers
    forward: Floats
    backward: Floats
    chain: Chain


@dataclass(frozen=True, eq=False)
class Stores:
    """Stores of energy. node: (stores,). charge: most taken from the grid; discharge: most given to it; inflow: energy that
    arrives of itself; all (stores, hours) [MW]. content: (stores, hours) [MWh]. into, out: efficiencies; loss: standing
    loss [1/h]; initial: share of content before the first hour; (stores,)."""

    names: tuple[str, ...]
    node: Integers
    charge: Floats
    discharge: Floats
    content: Floats
    inflow: Floats
    into: Floats
    out: Floats
    loss: Floats
    initial: Floats
    chain: Chain

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True, eq=False)
class Responses:
    """Demand response that sheds. node: (programmes,). capability [MW]; hours and calls of the horizon; call_hours: longest
    call of a day [h]; (programmes,)."""

    names: tuple[str, ...]
    node: Integers
    capability: Floats
    hours: Floats
    calls: Floats
    call_hours: Floats

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True, eq=False)
class Demand:
    """What must be served, (nodes, hours) [MW]. load: load. export: contracted export that is a shortfall where it is cut;
    band: export above it, which the contract lets move. export_first: whether export is cut before load."""

    load: Floats
    export: Floats
    band: Floats
    export_first: bool = True

    @property
    def total(self) -> Floats:
        """All demand, (nodes, hours) [MW]."""
        return self.load + self.export + self.band


@dataclass(frozen=True, eq=False)
class System:
    """A power system over the hours of a weather year.

    nodes: names; places: areas, then parks; public: whether a place is a part of the region (an area), (places,); place: that of
    each node, (nodes,). supply: output that has no outages, net,
    (nodes, hours) [MW]; weather: the part of it that is wind and PV.
    """

    nodes: tuple[str, ...]
    places: tuple[str, ...]
    public: Flags
    place: Integers
    supply: Floats
    weather: Floats
    demand: Demand
    units: Units
    arcs: Arcs
    stores: Stores
    responses: Responses
    calendar: Calendar

    @property
    def hours(self) -> int:
        """Hours of the year."""
        return int(self.supply.shape[1])

    @property
    def chain(self) -> Chain:
        """Chains of units, arcs and stores, in this order: one column of random numbers for each unit."""
        parts = (self.units.chain, self.arcs.chain, self.stores.chain)
        return Chain(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("count", "fail", "repair")))


@dataclass(frozen=True, eq=False)
class Calendar:
    """Day of the year (0 …), month (1-12) and hour of the day (0-23) of each hour, (hours,). start: the first hour."""

    day: Integers
    month: Integers
    clock: Integers
    start: np.datetime64 = field(default=np.datetime64("2030-01-01T00"))

    @staticmethod
    def of(start: np.datetime64, hours: int) -> Calendar:
        """Return the calendar of so many hours from ``start`` on."""
        time = start.astype("datetime64[h]") + np.arange(hours)
        day = time.astype("datetime64[D]")
        month = time.astype("datetime64[M]").astype(np.int64) % 12 + 1
        return Calendar(
            (day - day[0]).astype(np.int64), month, (time - day.astype("datetime64[h]")).astype(np.int64), time[0]
        )
