"""What capacity is worth: capacity margin, EFC and ELCC by search with common random numbers, ratio of 114号.

EFC and ELCC as in PRAS: with S the system without and S' with a resource, EFC is the perfect capacity x with
EENS(S + x) = EENS(S'), ELCC the load L with EENS(S' + L) = EENS(S). EENS is continuous in x and L, LOLE is not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from dispatch.arrays import Floats

from .operate import operate
from .parts import Part, parts
from .resources import Change, Resource
from .results import Credit, Margin, PeakRatio
from .simulate import Simulator
from .system import System

NEXT = 100.0
"""Step of a marginal credit [MW]."""
TOLERANCE = 0.005
"""Error of a credit, as a share of the nameplate."""
STEPS = 25
"""Most evaluations of one search."""
SMALL = 1e-9
"""Relative EENS that counts as none."""
SHARE = 0.02
"""Most of the highest load that a marginal step is: 100 MW are no step of a small system."""
PEAK = 0.95
"""Least net load of an hour of the peak, over the highest of the year."""


class Trial:
    """The same samples of a system, simulated with changes. Only parts with load of the region are."""

    def __init__(self, systems: Sequence[System], samples: int, seed: int) -> None:
        simulator = Simulator(systems, seed)
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

    def holds(self, node: int) -> bool:
        """Whether a node is in a part that is simulated."""
        return any(node in part.nodes for part, _ in self.drawn)

    def risk(self, shift: Floats, change: Change | None = None) -> tuple[float, float]:
        """Return LOLE [h] and EENS [MWh] of load of the region. shift: capacity added at each node [MW]."""
        hours, energy = 0, 0.0
        public = self.systems[0].public[self.systems[0].place]
        for part, draws in self.drawn:
            margin = draws.margin + (self.base + shift)[part.nodes][:, None, None]
            if change is not None and change.output is not None:
                margin += change.output[part.nodes][:, draws.year]
            found = operate(self._changed(part, change), replace(draws, margin=margin))
            short = found.load[public[part.nodes]].sum(axis=0)
            hours += int((short > 1e-7).sum())
            energy += float(short.sum())
        return hours / self.samples, energy / self.samples

    def _changed(self, part: Part, change: Change | None) -> Part:
        if change is None or not (change.stores or change.responses or change.arcs):
            return part
        systems = [_scaled(system, change) for system in self.systems]
        return next(other for other in parts(systems) if other.nodes[0] == part.nodes[0])


def _scaled(system: System, change: Change) -> System:
    """Return a system in which stores, programmes and arcs have so many times their size."""
    stores, responses, arcs = (
        np.ones(count) for count in (len(system.stores), len(system.responses), len(system.arcs.start))
    )
    for factors, given in ((stores, change.stores), (responses, change.responses), (arcs, change.arcs)):
        for index, factor in given.items():
            factors[index] = factor
    store, arc, response = system.stores, system.arcs, system.responses
    by = stores[:, None]
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
    )


def root(of: Callable[[float], float], low: float, high: float, tolerance: float) -> float:
    """Return the least x in [low, high] where an increasing function is not below zero, by bisection with secants, up to
    the tolerance above it; ``high`` where it is below zero everywhere."""
    below, above = of(low), of(high)
    if below >= -SMALL:
        return low
    if above < -SMALL:
        return high
    for step in range(STEPS):
        if high - low <= tolerance:
            break
        part = 0.5 if step % 2 else below / (below - above)
        middle = low + (high - low) * min(max(part, 0.05), 0.95)
        value = of(middle)
        if value < -SMALL:
            low, below = middle, value
        else:
            high, above = middle, value
    return high


def capacity_margin(trial: Trial, target: float) -> Margin:
    """Return the perfect capacity, spread over areas by their load, with which LOLE is the target, and keep it as the level
    at which credits are computed."""
    load = float(sum(system.demand.load.sum(axis=0).max() for system in trial.systems) / len(trial.systems))

    def excess(capacity: float) -> float:
        return target - trial.risk(capacity * trial.share)[0]

    reach = 0.02 * load
    while excess(-reach) >= 0.0 and reach < load:
        reach *= 2.0
    more = 0.02 * load
    while excess(more) < 0.0 and more < load:
        more *= 2.0
    capacity = root(excess, -reach, more, 0.0002 * load)
    trial.base = capacity * trial.share
    return Margin(capacity, target, trial.risk(0.0 * trial.share)[0], trial.samples)


def credit(trial: Trial, resource: Resource) -> Credit:
    """Return the average and the marginal EFC and ELCC of a resource, as shares of its nameplate or of the step."""
    whole, place = resource.capacity, resource.place
    none = Credit(resource.name, resource.kind, place, whole, trial.next, None, None, None, None)
    if not trial.holds(resource.node):
        return none
    system = trial.systems[0]
    area = np.isin(system.place, [k for k, name in enumerate(system.places) if name == place])
    load = system.demand.load.mean(axis=1) * area
    at = np.zeros(len(system.nodes))
    at[resource.node] = 1.0
    spread = load / load.sum() if load.sum() > 0.0 else at
    same, more = resource.scaled(1.0), resource.scaled(1.0 + trial.next / (resource.extends or resource).capacity)
    efc_next, elcc_next = _pair(trial, same, more, trial.next, at, spread)
    if resource.extends is not None:
        return replace(none, efc_next=efc_next, elcc_next=elcc_next)
    efc, elcc = _pair(trial, resource.scaled(0.0), same, whole, at, spread)
    return replace(none, efc=efc, elcc=elcc, efc_next=efc_next, elcc_next=elcc_next)


def _pair(
    trial: Trial, without: Change, with_it: Change, size: float, at: Floats, spread: Floats
) -> tuple[float, float]:
    """Return EFC and ELCC of the step from one change to another, as shares of its size. at: node of the resource; spread: share of
    the nodes in the load that is added."""
    none = 0.0 * at
    before, after = trial.risk(none, without)[1], trial.risk(none, with_it)[1]
    scale, tolerance = max(before, after, 1e-9), TOLERANCE * size
    efc = root(lambda x: (after - trial.risk(x * at, without)[1]) / scale, 0.0, size, tolerance)
    elcc = root(lambda x: (trial.risk(-x * spread, with_it)[1] - before) / scale, 0.0, size, tolerance)
    return efc / size, elcc / size


def peak_ratios(systems: Sequence[System], found: Sequence[Resource]) -> tuple[PeakRatio, ...]:
    """Return the ratio of 发改价格〔2026〕114号 of each store: hours of full power over hours of the longest net-load peak of
    its area, at most 1. The peak is the longest run of hours in which load and contracted export less wind and PV are at
    least 95 % of their highest of the year, over all weather years."""
    ratios = []
    for one in found:
        if one.store is None or one.kind not in ("battery", "pumped_hydro") or one.extends is not None:
            continue
        hours = max(_longest_peak(system, one.place) for system in systems)
        store = systems[0].stores
        power, content = store.discharge[one.store].max(), store.content[one.store].max() * store.out[one.store]
        full = float(content / power)
        ratios.append(PeakRatio(one.name, one.place, float(power), full, hours, min(full / max(hours, 1.0), 1.0)))
    return tuple(ratios)


def _longest_peak(system: System, place: str) -> float:
    nodes = system.place == system.places.index(place)
    net = (system.demand.total - system.weather)[nodes].sum(axis=0)
    high = np.concatenate([[0], (net >= PEAK * net.max()).astype(np.int64), [0]])
    change = np.diff(high)
    return float((np.flatnonzero(change < 0) - np.flatnonzero(change > 0)).max(initial=0))
