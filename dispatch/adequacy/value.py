"""Capacity margin, capacity credits and ratios of an assessment, on one process or several."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

from dispatch.case import Case
from dispatch.messages import message

from .assess import Report
from .credit import capacity_margin, credit_search, none_of, peak_ratios
from .resources import RETIREMENT, Resource, resources
from .results import Credit, Value
from .system import System
from .trial import Trial

_trial: Trial | None = None


def _prepare(systems: Sequence[System], samples: int, seed: int, capacity: float) -> None:
    global _trial
    _trial = Trial(systems, samples, seed)
    _trial.settle(capacity)


def _credits(found: Sequence[Resource]) -> list[Credit]:
    assert _trial is not None
    return credits_of(_trial, found)


def credits_of(trial: Trial, found: Sequence[Resource]) -> list[Credit]:
    """Return the credits of some resources, whose searches go side by side."""
    return trial.solve([credit_search(trial, resource) for resource in found])


class _Solver:
    """Searches of groups of resources in this process, or in several that draw the same samples."""

    def __init__(self, trial: Trial, given: tuple[list[System], int, int, float], workers: int) -> None:
        self.trial = trial
        self.executor: ProcessPoolExecutor | None = None
        if workers > 1:
            context = multiprocessing.get_context("spawn")
            self.executor = ProcessPoolExecutor(workers, context, _prepare, given)

    def __enter__(self) -> _Solver:
        return self

    def __exit__(self, *error: object) -> None:
        if self.executor is not None:
            self.executor.shutdown(cancel_futures=True)

    def map(self, groups: Sequence[Sequence[Resource]]) -> Iterator[list[Credit]]:
        """Yield the credits of each group, in order."""
        if self.executor is None:
            return (credits_of(self.trial, group) for group in groups)
        return self.executor.map(_credits, groups)


def value_of(
    cases: Sequence[Case],
    systems: Sequence[System],
    samples: int,
    seed: int,
    target: float,
    workers: int,
    report: Report,
) -> Value:
    """Return margin, credits and ratios from so many samples. They do not depend on the number of workers."""
    found = resources(cases, systems)
    trial = Trial(systems, samples, seed)
    report(message("stage.adequacy.margin"), None)
    margin = capacity_margin(trial, target)
    searched = [k for k, one in enumerate(found) if one.extends is None and trial.holds(one.node)]
    groups = [searched[first : first + trial.together] for first in range(0, len(searched), trial.together)]
    credits: dict[int, Credit] = {}

    def show(place: int) -> None:
        if place < len(searched):
            name = found[searched[place]].name
            report(message("stage.adequacy.credit", name=name), place / len(searched))

    show(0)
    work = [[found[k] for k in group] for group in groups]
    with _Solver(trial, (list(systems), samples, seed, margin.capacity), min(workers, len(groups))) as solver:
        for group, some in zip(groups, solver.map(work), strict=True):
            credits.update(zip(group, some, strict=True))
            show(len(credits))
    own = {id(one): credits.get(k, none_of(trial, one)) for k, one in enumerate(found) if one.extends is None}
    return Value(
        margin,
        tuple(own[id(one)] if one.extends is None else _extended(one, own[id(one.extends)]) for one in found),
        peak_ratios(systems, found),
    )


def _extended(measure: Resource, own: Credit) -> Credit:
    """Return the credit of a measure: its next step is that of the resource which it extends, and minus that of the fleet which it
    retires."""
    efc, elcc = own.efc_next, own.elcc_next
    if measure.kind == RETIREMENT:  # subtracted from zero, as the negative of zero is minus zero
        efc, elcc = None if efc is None else 0.0 - efc, None if elcc is None else 0.0 - elcc
    found = replace(own, name=measure.name, kind=measure.kind, capacity=measure.capacity)
    return replace(found, efc=None, elcc=None, efc_next=efc, elcc_next=elcc)
