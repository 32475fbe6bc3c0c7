"""Capacity margin, capacity credits and ratios of an assessment, on one process or several."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from dispatch.case import Case
from dispatch.messages import message

from .assess import Report
from .credit import Trial, capacity_margin, credit, peak_ratios
from .resources import Resource, resources
from .results import Credit, Value
from .system import System

_trial: Trial | None = None


def _prepare(systems: Sequence[System], samples: int, seed: int, capacity: float) -> None:
    global _trial
    _trial = Trial(systems, samples, seed)
    _trial.settle(capacity)


def _credit(resource: Resource) -> Credit:
    assert _trial is not None
    return credit(_trial, resource)


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
    credits: list[Credit] = []
    if workers > 1:
        given = (list(systems), samples, seed, margin.capacity)
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, context, _prepare, given) as executor:
            for one in executor.map(_credit, found):
                credits.append(one)
                report(message("stage.adequacy.credit", name=one.name), len(credits) / len(found))
    else:
        for resource in found:
            report(message("stage.adequacy.credit", name=resource.name), len(credits) / len(found))
            credits.append(credit(trial, resource))
    return Value(margin, tuple(credits), peak_ratios(systems, found))
