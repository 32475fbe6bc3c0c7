"""Operation of one connected part of the system in many samples.

In each hour, in this order: surplus is shared; corridors use the band of their contract; stores discharge; demand response
sheds; contracted export is cut (or, where load is worth less, load); what is left is load (or export) not served. Then
surplus charges stores. Stores are used for nothing else, and charge whenever there is surplus.

Samples are independent: each goes from one hour that matters to the next, and a step treats one such hour of every sample.
An hour matters where surplus leaves a deficit, or where stores are not full.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatch.arrays import Flags, Floats, Integers

from . import levels
from .network import SMALL, Network
from .parts import Part
from .respond import Programmes

TIERS = (8.0, 4.0, 2.0, 1.0, 0.5, 0.0)
"""Time to go down to which the stores of all nodes discharge, tier after tier [h]: the longest first, also across nodes. With
one tier the short store of a park was emptied for the grid before the long ones were used."""
COLUMNS = 200_000
"""Hours of samples that are shared at once: temporaries of some 10 MB."""


@dataclass(frozen=True, eq=False)
class Draws:
    """Samples of a part. year: weather year of each, (samples,). margin: output that works less demand, (nodes, samples, hours) [MW].
    arcs, stores: which are out, (arcs or stores, samples, hours); None where none fails."""

    year: Integers
    margin: Floats
    arcs: NDArray[np.int8] | None
    stores: NDArray[np.int8] | None


@dataclass(frozen=True, eq=False)
class Shortfalls:
    """Hours of samples with a shortfall. sample, hour: (hits,). load, export: not served, (nodes, hits) [MW]. stored: energy
    that stores of the part could still deliver, over what they can when full (1 without stores); trapped: surplus that limits
    kept from the deficit [MW]; (hits,). response: energy of demand response, (samples,) [MWh]."""

    sample: Integers
    hour: Integers
    load: Floats
    export: Floats
    stored: Floats
    trapped: Floats
    response: Floats


def operate(part: Part, draws: Draws, chosen: Flags | None = None) -> Shortfalls:
    """Return the shortfalls of a part in a batch of samples. chosen: hours that are simulated, (samples, hours); stores
    are full where they begin. None: all."""
    step = _Steps(part, draws)
    if chosen is None:
        short, quiet = step.share()
    else:
        short, quiet = step.share_chosen(chosen)
    if not part.remembers:
        sample, hour = np.nonzero(short)
        return step.close([step.serve(sample, hour)] if len(sample) else [])
    samples, hours = short.shape
    matters = np.where(short | ~quiet, np.arange(hours), hours)
    following = np.full((samples, hours + 1), hours, dtype=np.int64)
    following[:, :-1] = np.minimum.accumulate(matters[:, ::-1], axis=1)[:, ::-1]
    active, hour = np.arange(samples), following[:, 0] * step.full
    hits: list[tuple[Integers, Integers, list[Floats]]] = []
    ends = np.zeros((samples, hours + 1), dtype=bool)
    ends[:, :-1] = True if chosen is None else chosen
    while True:
        unfinished = hour < hours
        active, hour = active[unfinished], hour[unfinished]
        if not len(active):
            return step.close(hits)
        hits.append(step.serve(active, hour))
        if chosen is not None:
            step.full[active] |= ~ends[active, hour + 1]
        hour = np.where(step.full[active], following[active, hour + 1], hour + 1)


class _Deficits:
    """Deficits of an hour of some samples, and the room that is left on arcs. columns: samples that still have one, for which ``use``
    serves; need: their deficits, (nodes, columns) [MW]."""

    def __init__(self, network: Network, deficit: Floats, room: tuple[Floats, Floats] | None) -> None:
        """deficit: (nodes, samples) [MW]. room: of arcs forward and backward, (arcs, samples), which ``use`` reduces; None: no arc."""
        self.network, self.whole = network, room
        self.columns: Integers = np.arange(deficit.shape[1])
        self.need, self.room = deficit, room
        self.narrow()

    @property
    def open(self) -> bool:
        """Whether any deficit is left."""
        return bool((self.need > SMALL).any())

    def use(self, supply: Floats) -> Floats:
        """Serve deficits from the power available at each node, (nodes, columns) [MW]; return the power used."""
        if self.room is None:
            given = np.minimum(supply, self.need)
            self.need = self.need - given
            return given
        given, met, flow = self.network.transfer(supply, self.need, *self.room)
        self.need, self.room = self.need - met, (self.room[0] - flow, self.room[1] + flow)
        return given

    def narrow(self) -> None:
        """Keep the columns that still have a deficit."""
        self.close()
        still = (self.need > SMALL).any(axis=0)
        self.columns, self.need = self.columns[still], self.need[:, still]
        if self.room is not None:
            self.room = (self.room[0][:, still], self.room[1][:, still])

    def close(self) -> None:
        """Write the room that is left on arcs back."""
        if self.whole is not None and self.room is not None and self.room is not self.whole:
            for whole, some in zip(self.whole, self.room, strict=True):
                whole[:, self.columns] = some


class _Steps:
    """The series of a part, the state of each sample, and the steps of an hour."""

    def __init__(self, part: Part, draws: Draws) -> None:
        self.part, self.draws = part, draws
        samples = len(draws.year)
        self.content = (part.initial * part.size[:, draws.year, 0]).reshape(len(part.at_store), samples)
        self.full = self._is_full(np.arange(samples), np.zeros(samples, dtype=np.int64))
        self.programmes = Programmes(part.responses, part.capability[:, draws.year])

    def _is_full(self, sample: Integers, hour: Integers) -> Flags:
        size = self.part.size[:, self.draws.year[sample], hour]
        return np.asarray((self.content[:, sample] >= size - SMALL).all(axis=0), dtype=bool)

    def share(self) -> tuple[Flags, Flags]:
        """Return in which hours a deficit is left when surplus is shared, and in which hours full stores can be kept full,
        both (samples, hours)."""
        part, margin = self.part, self.draws.margin
        nodes, samples, hours = margin.shape
        short, quiet = np.zeros((samples, hours), dtype=bool), np.ones((samples, hours), dtype=bool)
        step = max(1, COLUMNS // hours)
        for first in range(0, samples, step):
            chosen = np.arange(first, min(first + step, samples))
            left = margin[:, chosen].reshape(nodes, -1)
            if part.arcs:
                sample, hour = np.divmod(np.arange(left.shape[1]), hours)
                room = self._room(sample + first, hour)
                given, met, _ = part.network.transfer(np.maximum(left, 0.0), np.maximum(-left, 0.0), *room)
                left = left - given + met
            short[chosen] = (left < -SMALL).any(axis=0).reshape(-1, hours)
            if part.leaks:
                kept = (left.reshape(nodes, -1, hours) >= part.upkeep[:, self.draws.year[chosen]] - SMALL).all(axis=0)
                quiet[chosen] = kept
        return short, quiet

    def share_chosen(self, chosen: Flags) -> tuple[Flags, Flags]:
        """Return the same as ``share`` for some hours; in the others nothing is short."""
        part, margin = self.part, self.draws.margin
        short, quiet = np.zeros_like(chosen), np.ones_like(chosen)
        sample, hour = np.nonzero(chosen)
        left = margin[:, sample, hour]
        if part.arcs and len(sample):
            room = self._room(sample, hour)
            given, met, _ = part.network.transfer(np.maximum(left, 0.0), np.maximum(-left, 0.0), *room)
            left = left - given + met
        short[sample, hour] = (left < -SMALL).any(axis=0)
        if part.leaks:
            quiet[sample, hour] = (left >= part.upkeep[:, self.draws.year[sample], hour] - SMALL).all(axis=0)
        return short, quiet

    def _room(self, sample: Integers, hour: Integers) -> tuple[Floats, Floats]:
        year, out = self.draws.year[sample], self.draws.arcs
        forward, backward = self.part.forward[:, year, hour], self.part.backward[:, year, hour]
        if out is None:
            return forward, backward
        works = 1 - out[:, sample, hour]
        return forward * works, backward * works

    def serve(self, sample: Integers, hour: Integers) -> tuple[Integers, Integers, list[Floats]]:
        """Operate one hour of each of some samples. Returns the samples and hours with a shortfall, and their load and export
        not served by node, the share of storage left, and the surplus that is trapped."""
        part, year = self.part, self.draws.year[sample]
        margin = self.draws.margin[:, sample, hour]
        surplus, load, export = np.maximum(margin, 0.0), np.zeros_like(margin), np.zeros_like(margin)
        room = self._room(sample, hour) if part.arcs else None
        works = self._enter(sample, hour)
        left = _Deficits(part.network, np.maximum(-margin, 0.0), room)
        if len(left.columns):
            surplus[:, left.columns] -= left.use(surplus[:, left.columns])
            if part.has_band:
                left.use(part.band[:, year[left.columns], hour[left.columns]])
            left.narrow()
        if len(left.columns):
            some = left.columns
            self._discharge(sample[some], hour[some], works if isinstance(works, float) else works[:, some], left)
            self.programmes.shed(sample[some], part.day[hour[some]], left.use, len(margin))
            first, last = (export, load) if part.export_first else (load, export)
            if part.has_export:
                first[:, some] = left.use((part.export if part.export_first else part.load)[:, year[some], hour[some]])
            last[:, some] = left.need
        left.close()
        hit = ((load > SMALL) | (export > SMALL)).any(axis=0)
        stored = np.ones(len(sample))
        if len(part.at_store):
            size = part.size[:, year, hour]
            whole = (size * part.out).sum(axis=0)
            # heat of a CSP field may exceed its store until the end of the hour
            stored = np.minimum((self.content[:, sample] * part.out).sum(axis=0) / np.maximum(whole, SMALL), 1.0)
            self._recharge(sample, hour, works, surplus, room)
            self.full[sample] = self._is_full(sample, hour)
        found = [load[:, hit], export[:, hit], stored[hit], surplus.sum(axis=0)[hit]]
        return sample[hit], hour[hit], found

    def _enter(self, sample: Integers, hour: Integers) -> Floats | float:
        """Bring the content of stores to an hour: full ones are full; others lose, and gain what arrives. A new store arrives
        full, and one that retires takes its content with it. Returns which stores work."""
        part, year = self.part, self.draws.year[sample]
        if not len(part.at_store):
            return 1.0
        size, before = part.size[:, year, hour], part.size[:, year, np.maximum(hour - 1, 0)]
        content = np.where(self.full[sample], before, self.content[:, sample])
        content = np.minimum(content + np.maximum(size - before, 0.0), size)
        self.content[:, sample] = np.maximum(content * part.keep + part.inflow[:, year, hour] * part.into, 0.0)
        return 1.0 if self.draws.stores is None else np.asarray(1.0 - self.draws.stores[:, sample, hour], dtype=float)

    def _discharge(self, sample: Integers, hour: Integers, works: Floats | float, left: _Deficits) -> None:
        part, year = self.part, self.draws.year[sample]
        if not len(part.at_store):
            return
        content = self.content[:, sample]
        power = part.discharge[:, year, hour] * works
        for tier in TIERS:
            kept = tier * power  # energy that this tier leaves for the next
            supply = part.of_nodes(np.minimum(power, np.maximum(content * part.out - kept, 0.0)))
            if not supply.any():
                continue
            given = left.use(supply)
            for node, stores in part.at.items():
                takes = np.flatnonzero(given[node] > 0.0)
                if len(takes):
                    at = np.ix_(stores, takes)
                    output = levels.discharge(content[at], power[at], part.out[stores], given[node, takes])
                    content[at] = np.maximum(content[at] - output / part.out[stores], 0.0)
                    power[at] = np.maximum(power[at] - output, 0.0)
            if not left.open:
                break
        self.content[:, sample] = content

    def _recharge(
        self,
        sample: Integers,
        hour: Integers,
        works: Floats | float,
        surplus: Floats,
        room: tuple[Floats, Floats] | None,
    ) -> None:
        part = self.part
        size = part.size[:, self.draws.year[sample], hour]
        content = np.minimum(self.content[:, sample], size)
        some = np.flatnonzero((surplus > SMALL).any(axis=0))
        if len(some):
            year, then = self.draws.year[sample[some]], hour[some]
            working = works if isinstance(works, float) else works[:, some]
            charged = content[:, some]
            most = np.minimum(part.charge[:, year, then] * working, (size[:, some] - charged) / part.into)
            wanted, surplus = part.of_nodes(most), surplus[:, some]
            if room is None:
                got = np.minimum(surplus, wanted)
            else:
                got = part.network.transfer(surplus, wanted, *(one[:, some] for one in room))[1]
            power = part.discharge[:, year, then]
            for node, stores in part.at.items():
                takes = np.flatnonzero(got[node] > 0.0)
                if len(takes):
                    at, out = np.ix_(stores, takes), part.out[stores]
                    gain = part.into[stores] * out
                    taken = levels.charge(charged[at] * out, power[at], most[at], gain, got[node, takes])
                    charged[at] += taken * part.into[stores]
            content[:, some] = np.minimum(charged, size[:, some])
        self.content[:, sample] = content

    def close(self, hits: list[tuple[Integers, Integers, list[Floats]]]) -> Shortfalls:
        """Join what the steps found."""
        nodes = len(self.draws.margin)
        none = np.zeros(0, dtype=np.int64)
        empty = [np.zeros((nodes, 0)), np.zeros((nodes, 0)), np.zeros(0), np.zeros(0)]
        hits = [hit for hit in hits if len(hit[0])] or [(none, none, empty)]
        sample, hour = (np.concatenate([hit[k] for hit in hits]) for k in (0, 1))
        load, export, stored, trapped = (np.concatenate([hit[2][k] for hit in hits], axis=-1) for k in range(4))
        return Shortfalls(sample, hour, load, export, stored, trapped, self.programmes.energy)
