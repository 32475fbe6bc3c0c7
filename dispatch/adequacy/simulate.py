"""Sequential Monte Carlo: batches of samples, on any number of processes.

Sample i has weather year i modulo their number, and its outages come from a generator keyed by the seed and i. Batches are cut
by index alone and joined in order, so that results do not depend on the number of processes.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from dispatch.arrays import Floats, Integers

from .measure import Measured, events_of, heat_of, hits_of, values_of
from .operate import Draws, operate
from .outages import Outages
from .parts import parts
from .system import System

BATCH = 250
"""Samples of a batch: 140 MB of margins for 8 nodes and a year. A step treats all samples of a batch at once, so that larger
batches are faster; of two workers, each has one."""


class Simulator:
    """Weather years of a system, ready for samples."""

    def __init__(self, systems: Sequence[System], seed: int) -> None:
        self.systems = list(systems)
        system = self.systems[0]
        self.outages = Outages(system.chain, system.hours, seed)
        self.parts = parts(self.systems)
        self.units = [_Lost(one) for one in self.systems]

    def run(self, samples: tuple[int, ...]) -> Measured:
        """Simulate samples."""
        year = np.array(samples, dtype=np.int64) % len(self.systems)
        found = [(part.nodes, operate(part, draws)) for part, draws in zip(self.parts, self.draw(samples), strict=True)]
        hits = hits_of(self.systems[0], found)
        durations, worst = events_of(self.systems, hits, samples, year, self.outages)
        response = np.sum([short.response for _, short in found], axis=0)
        values = values_of(self.systems[0], hits, len(samples))
        return Measured(samples, year, values, heat_of(self.systems[0], hits), durations, response, worst)

    def draw(self, samples: tuple[int, ...]) -> list[Draws]:
        """Draw the outages of samples, for each part."""
        system = self.systems[0]
        shape, groups = (len(samples), system.hours), len(system.units.node)
        year = np.array(samples, dtype=np.int64) % len(self.systems)
        margin = np.empty((len(system.nodes), *shape))
        rest = system.chain.select(np.arange(groups, self.outages.groups))
        out = np.zeros((self.outages.groups - groups, *shape), dtype=np.int8) if rest.fail.any() else None
        for place, sample in enumerate(samples):
            drawn = self.outages.draw(sample, self.systems[year[place]].units.planned)
            margin[:, place] = self.units[year[place]].margin(drawn[:groups])
            if out is not None:
                out[:, place] = drawn[groups:]
        arcs = len(system.arcs.start)
        return [
            Draws(
                year,
                margin[part.nodes],
                None if out is None else out[np.array(part.arcs, dtype=np.int64)],
                None if out is None else out[arcs + part.stores],
            )
            for part in self.parts
        ]


class _Lost:
    """Margin of each node in a weather year: output of all units that are in no planned outage less demand, from which forced outages
    are subtracted."""

    def __init__(self, system: System) -> None:
        units = system.units
        self.order = np.argsort(units.node, kind="stable")
        self.size = units.size[self.order]
        self.node, self.first = np.unique(units.node[self.order], return_index=True)
        self.whole = system.supply - system.demand.total
        np.add.at(self.whole, units.node, units.size * units.present)

    def margin(self, out: Integers) -> Floats:
        """Return output that works less demand, (nodes, hours) [MW]; out: units in outage, (groups, hours)."""
        margin = self.whole.copy()
        if len(self.order):
            margin[self.node] -= np.add.reduceat(self.size * out[self.order], self.first, axis=0)
        return margin


def batches(first: int, last: int) -> list[tuple[int, ...]]:
    """Cut samples first … last-1 into batches."""
    return [tuple(range(k, min(k + BATCH, last))) for k in range(first, last, BATCH)]


_simulator: Simulator | None = None


def _prepare(systems: Sequence[System], seed: int) -> None:
    global _simulator
    _simulator = Simulator(systems, seed)


def _run(samples: tuple[int, ...]) -> Measured:
    assert _simulator is not None
    return _simulator.run(samples)


class Pool:
    """Processes that simulate batches; with one worker, this process."""

    def __init__(self, systems: Sequence[System], seed: int, workers: int = 1) -> None:
        self.executor: ProcessPoolExecutor | None = None
        if workers > 1:
            context = multiprocessing.get_context("spawn")
            self.executor = ProcessPoolExecutor(workers, context, _prepare, (list(systems), seed))
        else:
            self.simulator = Simulator(systems, seed)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *error: object) -> None:
        if self.executor is not None:
            self.executor.shutdown(cancel_futures=True)

    def map(self, work: list[tuple[int, ...]]) -> Iterator[Measured]:
        """Simulate batches, and yield them in their order."""
        if self.executor is None:
            return (self.simulator.run(samples) for samples in work)
        return self.executor.map(_run, work)
