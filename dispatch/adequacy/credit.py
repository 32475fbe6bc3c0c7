"""Capacity margin, EFC and ELCC by search with common random numbers, and the ratio of 114号.

EFC and ELCC as in PRAS: with S the system without and S' with a resource, EFC is the perfect capacity x with
EENS(S + x) = EENS(S'), ELCC the load L with EENS(S' + L) = EENS(S). EENS is continuous in x and L, LOLE is not.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace

import numpy as np

from .resources import Resource
from .results import Credit, Margin, PeakRatio
from .system import System
from .trial import Answer, Query, Search, Trial

TOLERANCE = 0.01
"""Error of a credit, as a share of the nameplate."""
STEPS = 25
"""Most evaluations of one search."""
SMALL = 1e-9
"""Relative difference of EENS that counts as none."""
REACH = 1.5
"""Most ELCC over EFC that a search expects."""
WIDER = 1.5
"""Growth of the bracket of the capacity margin. A factor of 2 went to LOLE of hundreds of hours, near which every hour counts."""
LEVELS = 3
"""Levels of the bracket that are simulated at once."""
PEAK = 0.95
"""Least net load of an hour of the peak, over the highest of the year."""


def root(of: Callable[[float], float], low: float, high: float, tolerance: float) -> float:
    """Return the least x in [low, high] where an increasing function is not below zero, by regula falsi with bisection, up to
    the tolerance above it; ``high`` where it is below zero everywhere."""
    search = _root(low, high, tolerance)
    wanted = next(search)
    while True:
        try:
            wanted = search.send(of(wanted))
        except StopIteration as end:
            return float(end.value)


def _root(low: float, high: float, tolerance: float) -> Generator[float, float, float]:
    """See ``root``: yields arguments of the function, receives its values."""
    below = yield low
    if below >= -SMALL:
        return low
    above = yield high
    if above < -SMALL:
        return high
    for step in range(STEPS):
        if high - low <= tolerance:
            break
        part = 0.5 if step % 3 == 2 else below / (below - above)
        middle = low + (high - low) * min(max(part, 0.02), 0.98)
        nudge = tolerance / 2 * (1 if step % 2 else -1)  # both ends close in where the function is nearly straight
        middle = min(max(middle + nudge, low + tolerance / 4), high - tolerance / 4)
        value = yield middle
        if value < -SMALL:
            low, below = middle, value
        else:
            high, above = middle, value
    return high


def capacity_margin(trial: Trial, target: float) -> Margin:
    """Return the perfect capacity, spread over areas by their load, with which LOLE is the target, and keep it as the level
    at which credits are computed."""
    load = float(sum(system.demand.load.sum(axis=0).max() for system in trial.systems) / len(trial.systems))
    reach, far = _beyond(trial, load, target)

    def lole(capacity: float) -> float:
        return trial.answer(Query(capacity * trial.share, chosen=far.near)).lole

    more = 0.02 * load
    while lole(more) > target and more < load:
        more *= WIDER
    capacity = root(lambda x: target - lole(x), -reach, more, 0.0002 * load)
    trial.settle(capacity)
    return Margin(capacity, target, trial.answer(Query(0.0 * trial.share)).lole, trial.samples)


def _beyond(trial: Trial, load: float, target: float) -> tuple[float, Answer]:
    """Return the least capacity of a ladder without which LOLE is above the target [MW], at most about the load, and the answer there."""
    ladder = [0.02 * load]
    while ladder[-1] < load:
        ladder.append(ladder[-1] * WIDER)
    for first in range(0, len(ladder), LEVELS):
        some = ladder[first : first + LEVELS]
        found = trial.answers([Query(-reach * trial.share, near=True) for reach in some])
        for reach, answer in zip(some, found, strict=True):
            if answer.lole > target:
                return reach, answer
    return ladder[-1], found[-1]


def credit(trial: Trial, resource: Resource) -> Credit:
    """Return the average and the marginal EFC and ELCC of a resource, as shares of its nameplate or of the step."""
    return trial.solve([credit_search(trial, resource)])[0]


def none_of(trial: Trial, resource: Resource) -> Credit:
    """Return the credit of a resource that serves no load of the region."""
    return Credit(resource.name, resource.kind, resource.place, resource.capacity, trial.next, None, None, None, None)


def credit_search(trial: Trial, resource: Resource) -> Search[Credit]:
    """Search the credits of a resource, see ``credit``."""
    whole, place, step = resource.capacity, resource.place, trial.next
    none = none_of(trial, resource)
    if not trial.holds(resource.node):
        return none
    system = trial.systems[0]
    load = system.demand.load.mean(axis=1) * (system.place == system.places.index(place))
    at = np.zeros(len(system.nodes))
    at[resource.node] = 1.0
    spread = load / load.sum() if load.sum() > 0.0 else at
    more = resource.scaled(1.0 + step / whole)
    near, before = trial.near_base, trial.eens_of_base
    after = (yield Query(0.0 * at, more, near)).eens
    efc_next = yield from equal(lambda x: Query(x * at, None, near), before, after, step)
    loaded = (yield Query(-step * spread, more, near)).eens
    elcc_next = yield from equal(lambda x: Query((x - step) * spread, more, near), loaded, before, step)
    found = replace(none, efc_next=efc_next, elcc_next=1.0 - elcc_next)
    without = resource.scaled(0.0)
    less = yield Query(0.0 * at, without, near=True)
    efc = yield from equal(lambda x: Query(x * at, without, less.near), less.eens, trial.eens_of_base, whole)
    most = min(whole, REACH * efc * whole + step)
    far = yield Query(-most * spread, near=True)
    share = yield from equal(lambda x: Query((x - most) * spread, None, far.near), far.eens, less.eens, most)
    return replace(found, efc=efc, elcc=(most - most * share) / whole)


def equal(query: Callable[[float], Query], first: float, wanted: float, size: float) -> Search[float]:
    """Search the share of ``size`` [MW] of capacity at which EENS, which it lowers from ``first``, is as wanted. EENS is nearly
    exponential in capacity: its logarithm is searched."""
    if first <= wanted:
        return 0.0
    least = max(first, wanted) * 1e-6
    search = _root(0.0, size, TOLERANCE * size)
    x = next(search)
    while True:
        found = first if x == 0.0 else (yield query(x)).eens
        try:
            x = search.send(float(np.log(wanted + least) - np.log(found + least)))
        except StopIteration as end:
            return float(end.value) / size


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
