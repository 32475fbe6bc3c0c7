"""Simulations of the same samples with changes of the system, several at once: common random numbers for credits and margins."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from dispatch.arrays import Flags, Floats, Integers

from .operate import Draws, Shortfalls, operate
from .parts import Part
from .resources import Change, Resource
from .simulate import Simulator
from .system import System

NEXT = 100.0
"""Step of a marginal credit [MW]."""
SHORT = 1e-7
"""Load that counts as served [MW]."""
LEAST = 1e-6
"""EENS that is added before logarithms [MWh], and least decrease of the logarithm."""
BEFORE = 96
"""Hours before a shortfall that are simulated again in a search: stores are full at least once in four days."""
TRIED = 5.0
"""Steps of load with which the hours near shortfalls are found for marginal credits."""
SHARE = 0.02
"""Most of the highest load that a marginal step is: 100 MW are no step of a small system."""
COLUMNS = 320
"""Samples of all systems that are simulated at once. The hours of a year are steps of Python, so that 100 samples take 1.4 times as long
as 20: searches of several resources go side by side."""
SERIES = 32
"""Most systems times weather years at once: each has series of its own."""

Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class Query:
    """A simulation that a search requests. shift: capacity added at each node [MW]. chosen: hours that are simulated of each part,
    see ``Answer``; None: all. near: whether the hours near shortfalls are wanted."""

    shift: Floats
    change: Change | None = None
    chosen: Sequence[Flags] | None = None
    near: bool = False


@dataclass(frozen=True, eq=False)
class Answer:
    """LOLE [h] and EENS [MWh] of load of the region. near: hours up to ``BEFORE`` hours before a shortfall, of each part
    (samples, hours). Within them, a system with fewer shortfalls is simulated as over the year, but that stores are full at
    their beginning."""

    lole: float
    eens: float
    near: tuple[Flags, ...]


Search = Generator[Query, Answer, Result]
"""A search: yields simulations that it requests, receives their answers, and returns its result."""


class Trial:
    """Simulations of the same samples with changes of the system. Parts without load of the region are left out."""

    def __init__(self, systems: Sequence[System], samples: int, seed: int) -> None:
        self.simulator = simulator = Simulator(systems, seed)
        self.systems, self.samples = list(systems), samples
        system = self.systems[0]
        loaded = system.public[system.place] & (system.demand.load.max(axis=1) > 0.0)
        drawn = simulator.draw(tuple(range(samples)))
        self.drawn = [
            (part, draws) for part, draws in zip(simulator.parts, drawn, strict=True) if loaded[part.nodes].any()
        ]
        load = system.demand.load.mean(axis=1) * loaded
        self.next = min(NEXT, SHARE * float(system.demand.load.sum(axis=0).max()))
        self.share = load / max(load.sum(), 1e-9)
        self.base = np.zeros(len(system.nodes))
        self.near_base: tuple[Flags, ...] = ()
        self.eens_of_base = self.decay = 0.0

    @property
    def together(self) -> int:
        """Number of systems that are simulated at once. It depends on samples and weather years alone, not on workers."""
        return max(1, min(COLUMNS // self.samples, SERIES // len(self.systems)))

    def settle(self, capacity: float) -> None:
        """Add perfect capacity in all areas, by their load [MW], for all that follows. ``decay``: decrease of the logarithm of EENS
        there by capacity [1/MW]."""
        self.base = capacity * self.share
        none, tried = 0.0 * self.share, TRIED * self.next
        more = self.answer(Query(none - tried * self.share, near=True))
        self.near_base = more.near
        self.eens_of_base = self.answer(Query(none, chosen=self.near_base)).eens
        ratio = (more.eens + LEAST) / (self.eens_of_base + LEAST)
        self.decay = max(float(np.log(ratio)), LEAST) / tried

    def scaled(self, resource: Resource, factor: float) -> Change:
        """Return the change that makes a resource so many times what it is in the case."""
        if not len(resource.units):
            return resource.scaled(factor)
        groups = list(resource.units)
        output = np.zeros((len(self.systems[0].nodes), self.samples, self.systems[0].hours))
        for sample in range(self.samples):
            units = self.systems[sample % len(self.systems)].units
            drawn = self.simulator.outages.draw(sample, units.planned)
            works = (units.present - drawn[: len(units.node)])[groups]
            output[resource.node, sample] = (factor - 1.0) * (units.size[groups] * works).sum(axis=0)
        return Change(sampled=output)

    def holds(self, node: int) -> bool:
        """Whether a node is in a part that is simulated."""
        return any(node in part.nodes for part, _ in self.drawn)

    def answer(self, query: Query) -> Answer:
        """Return the answer to one query."""
        return self.answers([query])[0]

    def answers(self, queries: Sequence[Query]) -> list[Answer]:
        """Return the answers to some queries, in their order. Those of the whole year are simulated apart from those of some hours."""
        found: dict[int, Answer] = {}
        for whole in (True, False):
            wanted = [k for k, query in enumerate(queries) if (query.chosen is None) == whole]
            for first in range(0, len(wanted), self.together):
                some = wanted[first : first + self.together]
                found.update(zip(some, self._simulated([queries[k] for k in some]), strict=True))
        return [found[k] for k in range(len(queries))]

    def solve(self, searches: Sequence[Search[Result]]) -> list[Result]:
        """Return the results of searches that go side by side: the next queries of all are answered at once."""
        found: dict[int, Result] = {}
        answers: dict[int, Answer | None] = dict.fromkeys(range(len(searches)))
        while answers:
            queries: dict[int, Query] = {}
            for k, answer in answers.items():
                try:
                    queries[k] = next(searches[k]) if answer is None else searches[k].send(answer)
                except StopIteration as end:
                    found[k] = end.value
            answers = dict(zip(queries, self.answers(list(queries.values())), strict=True))
        return [found[k] for k in range(len(searches))]

    def _simulated(self, queries: Sequence[Query]) -> list[Answer]:
        """Return the answers to queries that are simulated at once: one system after the other on the axis of samples."""
        system, count = self.systems[0], len(queries)
        public = system.public[system.place]
        hours: list[list[Integers]] = [[] for _ in queries]
        energy = np.zeros(count)
        near: list[list[Flags]] = [[] for _ in queries]
        for place, (part, draws) in enumerate(self.drawn):
            found = self._operated(place, part, draws, queries)
            short = found.load[public[part.nodes]].sum(axis=0)
            number, sample = np.divmod(found.sample, self.samples)
            energy += np.bincount(number, weights=short, minlength=count)
            for k, query in enumerate(queries):
                hit = (number == k) & (short > SHORT)
                hours[k].append(sample[hit] * system.hours + found.hour[hit])
                if query.near:
                    near[k].append(self._before(sample[hit], found.hour[hit]))
        # an hour with shortfalls in two parts is one hour
        lole = [len(np.unique(np.concatenate(each))) / self.samples if each else 0.0 for each in hours]
        return [Answer(lole[k], float(energy[k]) / self.samples, tuple(near[k])) for k in range(count)]

    def _before(self, sample: Integers, hour: Integers) -> Flags:
        """Return the hours up to ``BEFORE`` hours before some hours of samples, (samples, hours)."""
        hit = np.zeros((self.samples, self.systems[0].hours), dtype=bool)
        hit[sample, hour] = True
        count = np.cumsum(hit[:, ::-1], axis=1)[:, ::-1]  # shortfalls from an hour on
        later = np.zeros_like(count)
        later[:, : -BEFORE or None] = count[:, BEFORE:] if hit.shape[1] > BEFORE else 0
        return np.asarray(count > later, dtype=bool)

    def _operated(self, place: int, part: Part, draws: Draws, queries: Sequence[Query]) -> Shortfalls:
        """Return the shortfalls of a part; sample k S + s is sample s of the query k."""
        count, years = len(queries), len(self.systems)
        margin = np.empty((len(part.nodes), count * self.samples, draws.margin.shape[2]))
        systems: list[System] = []
        number: dict[int, int] = {}
        year = np.empty(count * self.samples, dtype=np.int64)
        for k, query in enumerate(queries):
            some = slice(k * self.samples, (k + 1) * self.samples)
            np.add(draws.margin, (self.base + query.shift)[part.nodes][:, None, None], out=margin[:, some])
            change = query.change
            if change is not None and change.output is not None:
                margin[:, some] += change.output[part.nodes][:, draws.year]
            if change is not None and change.sampled is not None:
                margin[:, some] += change.sampled[part.nodes]
            scales = change is not None and change.scales
            key = id(change) if scales else 0
            if key not in number:
                number[key] = len(systems) // years
                each = enumerate(self.systems)
                systems += (
                    [scaled(one, change, k) for k, one in each] if change is not None and scales else self.systems
                )
            year[some] = number[key] * years + draws.year
        chosen = None
        if queries[0].chosen is not None:
            chosen = np.concatenate([query.chosen[place] for query in queries if query.chosen is not None])
        arcs, stores = (None if out is None else np.tile(out, (1, count, 1)) for out in (draws.arcs, draws.stores))
        whole = part if systems == self.systems else replace(part, systems=tuple(systems))
        return operate(whole, Draws(year, margin, arcs, stores), chosen)


def scaled(system: System, change: Change, year: int) -> System:
    """Return a system in which stores, programmes and arcs have so many times their size, and contracts another band. year: number
    of its weather year."""
    stores, responses, arcs = (
        np.ones(count) for count in (len(system.stores), len(system.responses), len(system.arcs.start))
    )
    for factors, given in ((stores, change.stores), (responses, change.responses), (arcs, change.arcs)):
        for index, factor in given.items():
            factors[index] = factor
    store, arc, response, demand = system.stores, system.arcs, system.responses, system.demand
    by = stores[:, None]
    moved = np.zeros_like(demand.band) if change.band is None else change.band[:, year]
    moved = np.minimum(moved, demand.export)
    return replace(
        system,
        stores=replace(
            store,
            charge=store.charge * by,
            discharge=store.discharge * by,
            content=store.content * by,
            inflow=store.inflow * by,
        ),
        responses=replace(response, capability=response.capability * responses),
        arcs=replace(arc, forward=arc.forward * arcs[:, None], backward=arc.backward * arcs[:, None]),
        demand=replace(demand, band=demand.band + moved, export=demand.export - moved),
    )
