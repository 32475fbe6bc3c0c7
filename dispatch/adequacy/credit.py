"""Capacity margin, EFC and ELCC by search with common random numbers, and the ratio of 114号.

EFC and ELCC as in PRAS: with S the system without and S' with a resource, EFC is the perfect capacity x with
EENS(S + x) = EENS(S'), ELCC the load L with EENS(S' + L) = EENS(S). EENS is continuous in x and L, LOLE is not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from dispatch.arrays import Flags, Floats

from .operate import Shortfalls, operate
from .parts import Part, parts
from .resources import Change, Resource
from .results import Credit, Margin, PeakRatio
from .simulate import Simulator
from .system import System

NEXT = 100.0
"""Step of a marginal credit [MW]."""
TOLERANCE = 0.01
"""Error of a credit, as a share of the nameplate."""
STEPS = 25
"""Most evaluations of one search."""
SMALL = 1e-9
"""Relative difference of EENS that counts as none."""
SHORT = 1e-7
"""Load that counts as served [MW]."""
BEFORE = 96
"""Hours before a shortfall that are simulated again in a search: stores are full at least once in four days."""
REACH = 1.5
"""Most ELCC over EFC that a search expects."""
WIDER = 1.5
"""Growth of the bracket of the capacity margin. A factor of 2 went to LOLE of hundreds of hours, near which every hour counts."""
TRIED = 5.0
"""Steps of load with which the hours near shortfalls are found for marginal credits."""
SHARE = 0.02
"""Most of the highest load that a marginal step is: 100 MW are no step of a small system."""
PEAK = 0.95
"""Least net load of an hour of the peak, over the highest of the year."""


class Trial:
    """Simulations of the same samples with changes of the system. Parts without load of the region are left out."""

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
        self.hours_of_base: list[Flags] = []
        self.eens_of_base = 0.0

    def settle(self, capacity: float) -> None:
        """Add perfect capacity in all areas, by their load [MW], for all that follows."""
        self.base = capacity * self.share
        none = 0.0 * self.share
        self.hours_of_base, _ = self.near(none - TRIED * self.next * self.share)
        self.eens_of_base = self.risk(none, None, self.hours_of_base)[1]

    def holds(self, node: int) -> bool:
        """Whether a node is in a part that is simulated."""
        return any(node in part.nodes for part, _ in self.drawn)

    def risk(
        self, shift: Floats, change: Change | None = None, chosen: Sequence[Flags] | None = None
    ) -> tuple[float, float]:
        """Return LOLE [h] and EENS [MWh] of load of the region. shift: capacity added at each node [MW]. chosen: hours that
        are simulated of each part, see ``near``; None: all."""
        found = self._operate(shift, change, chosen)
        each = [(one.sample * self.systems[0].hours + one.hour)[short > SHORT] for one, short in found]
        hours = len(np.unique(np.concatenate(each))) if each else 0  # an hour with shortfalls in two parts is one hour
        return hours / self.samples, sum(float(short.sum()) for _, short in found) / self.samples

    def near(self, shift: Floats, change: Change | None = None) -> tuple[list[Flags], float]:
        """Return the hours up to ``BEFORE`` hours before a shortfall, of each part (samples, hours), and EENS [MWh]. Within
        them, a system with fewer shortfalls is simulated as over the year, but that stores are full at their beginning."""
        chosen, energy = [], 0.0
        for found, short in self._operate(shift, change, None):
            hit = np.zeros((self.samples, self.systems[0].hours), dtype=bool)
            hit[found.sample[short > SHORT], found.hour[short > SHORT]] = True
            count = np.cumsum(hit[:, ::-1], axis=1)[:, ::-1]  # shortfalls from an hour on
            later = np.zeros_like(count)
            later[:, : -BEFORE or None] = count[:, BEFORE:] if hit.shape[1] > BEFORE else 0
            chosen.append(count > later)
            energy += float(short.sum())
        return chosen, energy / self.samples

    def _operate(
        self, shift: Floats, change: Change | None, chosen: Sequence[Flags] | None
    ) -> list[tuple[Shortfalls, Floats]]:
        """Return the shortfalls of each part, and the load of the region that is short in each, (hits,)."""
        made = []
        public = self.systems[0].public[self.systems[0].place]
        for place, (part, draws) in enumerate(self.drawn):
            margin = draws.margin + (self.base + shift)[part.nodes][:, None, None]
            if change is not None and change.output is not None:
                margin += change.output[part.nodes][:, draws.year]
            hours = None if chosen is None else chosen[place]
            found = operate(self._changed(part, change), replace(draws, margin=margin), hours)
            made.append((found, found.load[public[part.nodes]].sum(axis=0)))
        return made

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
    """Return the least x in [low, high] where an increasing function is not below zero, by regula falsi with bisection, up to
    the tolerance above it; ``high`` where it is below zero everywhere."""
    below, above = of(low), of(high)
    if below >= -SMALL:
        return low
    if above < -SMALL:
        return high
    for step in range(STEPS):
        if high - low <= tolerance:
            break
        part = 0.5 if step % 3 == 2 else below / (below - above)
        middle = low + (high - low) * min(max(part, 0.02), 0.98)
        nudge = tolerance / 2 * (1 if step % 2 else -1)  # both ends close in where the function is nearly straight
        middle = min(max(middle + nudge, low + tolerance / 4), high - tolerance / 4)
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

    reach = 0.02 * load
    while trial.risk(-reach * trial.share)[0] <= target and reach < load:
        reach *= WIDER
    near, _ = trial.near(-reach * trial.share)
    more = 0.02 * load
    while trial.risk(more * trial.share, None, near)[0] > target and more < load:
        more *= WIDER
    capacity = root(lambda x: target - trial.risk(x * trial.share, None, near)[0], -reach, more, 0.0002 * load)
    trial.settle(capacity)
    return Margin(capacity, target, trial.risk(0.0 * trial.share)[0], trial.samples)


def credit(trial: Trial, resource: Resource) -> Credit:
    """Return the average and the marginal EFC and ELCC of a resource, as shares of its nameplate or of the step."""
    whole, place, step = resource.capacity, resource.place, trial.next
    none = Credit(resource.name, resource.kind, place, whole, step, None, None, None, None)
    if not trial.holds(resource.node):
        return none
    system = trial.systems[0]
    load = system.demand.load.mean(axis=1) * (system.place == system.places.index(place))
    at = np.zeros(len(system.nodes))
    at[resource.node] = 1.0
    spread = load / load.sum() if load.sum() > 0.0 else at
    same, more = resource.scaled(1.0), resource.scaled(1.0 + step / (resource.extends or resource).capacity)
    near, before = trial.hours_of_base, trial.eens_of_base
    after = trial.risk(0.0 * at, more, near)[1]
    efc_next = equal(lambda x: trial.risk(x * at, same, near)[1], before, after, step)
    elcc_next = equal(
        lambda x: trial.risk((x - step) * spread, more, near)[1],
        trial.risk(-step * spread, more, near)[1],
        before,
        step,
    )
    found = replace(none, efc_next=efc_next, elcc_next=1.0 - elcc_next)
    if resource.extends is not None:
        return found
    without = resource.scaled(0.0)
    near, less = trial.near(0.0 * at, without)
    efc = equal(lambda x: trial.risk(x * at, without, near)[1], less, trial.eens_of_base, whole)
    most = min(whole, REACH * efc * whole + step)
    near, loaded = trial.near(-most * spread, same)
    elcc = most - most * equal(lambda x: trial.risk((x - most) * spread, same, near)[1], loaded, less, most)
    return replace(found, efc=efc, elcc=elcc / whole)


def equal(eens: Callable[[float], float], first: float, wanted: float, size: float) -> float:
    """Return the share of ``size`` [MW] of capacity at which EENS, which it lowers from ``first``, is as wanted. EENS is nearly
    exponential in capacity: its logarithm is searched."""
    if first <= wanted:
        return 0.0
    least = max(first, wanted) * 1e-6

    def missing(x: float) -> float:
        found = first if x == 0.0 else eens(x)
        return float(np.log(wanted + least) - np.log(found + least))

    return root(missing, 0.0, size, TOLERANCE * size) / size


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
