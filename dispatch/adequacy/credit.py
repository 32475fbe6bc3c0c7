"""Capacity margin, EFC and ELCC by search with common random numbers, and the ratio of 114号.

EFC and ELCC at the target: with S the system without and S' with a resource, EFC is the perfect capacity x with
EENS(S + x) = EENS(S'), ELCC the load L with EENS(S' + L) = EENS(S), as in PRAS. Marginal credit: S is the case at the target. Average
credit: S' is the case at the target; for ELCC, S has the EFC in place of the resource. EENS is continuous in x and L, LOLE is not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from dispatch.arrays import Flags

from .resources import Change, Resource
from .results import Credit, Margin, PeakRatio
from .system import System
from .trial import Query, Search, Trial

TOLERANCE = 0.01
"""Error of a credit, as a share of the nameplate."""
STEPS = 25
"""Most evaluations of one search."""
SMALL = 1e-9
"""Relative difference of LOLE that counts as none."""
REST = 1e-3
"""Share of the wanted EENS, and hours of LOLE, that are added before logarithms: none has none."""
WIDER = 1.5
"""Growth of the bracket of the capacity margin. A factor of 2 went to LOLE of hundreds of hours, near which every hour counts."""
LEVELS = 3
"""Levels of the bracket that are simulated at once."""
PEAK = 0.95
"""Least net load of an hour of the peak, over the highest of the year."""


Near = Sequence[Flags] | None
"""Hours near shortfalls of each part, see ``trial.Answer``; None: not known."""


def root(of: Callable[[float], float], low: float, high: float, tolerance: float) -> float:
    """Return the least x in [low, high] where an increasing function is not below zero, by regula falsi with bisection, up to
    the tolerance above it; ``high`` where it is below zero everywhere."""
    below = of(low)
    if below >= -SMALL:
        return low
    above = of(high)
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
    known, near = _ladder(trial, load, target)

    def lole(capacity: float) -> float:
        if capacity not in known:
            known[capacity] = trial.answer(Query(capacity * trial.share, chosen=near)).lole
        return known[capacity]

    high = max((capacity for capacity in known if known[capacity] <= target), default=0.0)
    more = 0.02 * load
    while lole(high) > target and high < load:
        high, more = more, more * WIDER
    low = max((capacity for capacity in known if known[capacity] > target), default=-load)
    capacity = root(lambda x: math.log(target + REST) - math.log(lole(x) + REST), low, high, 0.0002 * load)
    trial.settle(capacity)
    return Margin(capacity, target, lole(capacity), trial.samples)


def _ladder(trial: Trial, load: float, target: float) -> tuple[dict[float, float], tuple[Flags, ...]]:
    """Return LOLE by capacity [MW], on a ladder of capacities that are taken away up to the first without which LOLE is above the target,
    at most about the load, and the hours near shortfalls there."""
    ladder = [0.02 * load]
    while ladder[-1] < load:
        ladder.append(ladder[-1] * WIDER)
    known: dict[float, float] = {}
    for first in range(0, len(ladder), LEVELS):
        some = ladder[first : first + LEVELS]
        found = trial.answers([Query(-reach * trial.share, near=True) for reach in some])
        for reach, answer in zip(some, found, strict=True):
            known[-reach] = answer.lole
            if answer.lole > target:
                return known, answer.near
    return known, found[-1].near


def credit(trial: Trial, resource: Resource) -> Credit:
    """Return the average and the marginal EFC and ELCC of a resource, as shares of its nameplate or of the step."""
    return trial.solve([credit_search(trial, resource)])[0]


def none_of(trial: Trial, resource: Resource) -> Credit:
    """Return the credit of a resource that serves no load of the region."""
    return Credit(resource.name, resource.kind, resource.place, resource.capacity, trial.next, None, None, None, None)


def credit_search(trial: Trial, resource: Resource) -> Search[Credit]:
    """Search the credits of a resource, see ``credit``."""
    whole, step, none = resource.capacity, trial.next, none_of(trial, resource)
    if not trial.holds(resource.node):
        return none
    system, base = trial.systems[0], trial.eens_of_base
    load = system.demand.load.mean(axis=1) * (system.place == system.places.index(resource.place))
    at = np.zeros(len(system.nodes))
    at[resource.node] = 1.0
    spread = load / load.sum() if load.sum() > 0.0 else at

    def firm(change: Change | None, wanted: float, size: float, first: float, near: Near) -> Search[float]:
        """Search the perfect capacity at the node [MW]."""
        return equal(lambda x, some: Query(x * at, change, some, True), wanted, (0.0, size), first, trial.decay, near)

    def carried(change: Change | None, given: float, size: float, first: float, near: Near) -> Search[float]:
        """Search the flat load of the area [MW], with perfect capacity given at the node."""
        found = yield from equal(
            lambda x, some: Query(given * at + x * spread, change, some, True),
            *(base, (-size, 0.0), -first, trial.decay, near),
        )
        return 0.0 - found  # zero, not minus zero

    more, near = trial.scaled(resource, 1.0 + step / whole), trial.near_base
    after = (yield Query(0.0 * at, more, near)).eens
    first = math.log((base + REST) / (after + REST)) / trial.decay
    efc_next = yield from firm(None, after, step, first, near)
    elcc_next = yield from carried(more, 0.0, step, efc_next, near)
    # the credit of all is seldom below that of the next step: the search begins there, and few hours are short
    efc = yield from firm(trial.scaled(resource, 0.0), base, whole, efc_next / step * whole, None)
    elcc = yield from carried(None, efc, whole, efc, None)
    marginal, average = (efc_next / step, elcc_next / step), (efc / whole, elcc / whole)
    return replace(none, efc_next=marginal[0], elcc_next=marginal[1], efc=average[0], elcc=average[1])


def equal(
    query: Callable[[float, Near], Query],
    wanted: float,
    ends: tuple[float, float],
    first: float,
    decay: float,
    near: Near,
) -> Search[float]:
    """Search the capacity [MW] between two ends at which EENS is as wanted; an end where EENS is there above or below it.

    EENS is nearly exponential in capacity: its logarithm is searched, by secants from the first capacity on, and by regula falsi with
    bisection between two capacities on either side. query: of a capacity and the hours that are simulated. decay: slope of the first step
    [1/MW]. Each capacity with an EENS above the wanted states the hours near shortfalls for those that follow, which are larger."""
    (low, high), rest = ends, max(wanted * REST, SMALL)
    tolerance = TOLERANCE * (high - low)
    below = above = last = None
    x = min(max(first, low), high)
    for step in range(STEPS):
        answer = yield query(x, near)
        gap = math.log((answer.eens + rest) / (wanted + rest))
        if gap > 0.0:
            low, below, near = x, gap, answer.near
        else:
            high, above = x, gap
        if below is not None and above is not None:
            following = low + (high - low) * below / (below - above)
        else:
            slope = decay if last is None else (last[1] - gap) / (x - last[0])
            following = x + gap / slope if slope > 0.0 else high if gap > 0.0 else low
            following = min(max(following, low), high)
        measured = last is not None or following == x
        close = abs(following - x) <= tolerance / 2 or high - low <= tolerance
        if (measured and close) or abs(gap) <= decay * tolerance / 20:
            return following
        last = (x, gap)
        x = (low + high) / 2 if below is not None and above is not None and step % 3 == 2 else following
    return x


def peak_ratios(systems: Sequence[System], found: Sequence[Resource]) -> tuple[PeakRatio, ...]:
    """Return the ratio of 发改价格〔2026〕114号 of each store: hours of full power over hours of the longest net-load peak of
    its area, at most 1. The peak is the longest run of hours in which load and contracted export less wind and PV are at
    least 95 % of their highest of the year, over all weather years."""
    ratios = []
    for one in found:
        if one.store is None or one.kind not in ("battery", "pumped_hydro"):
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
