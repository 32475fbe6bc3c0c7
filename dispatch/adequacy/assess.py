"""An assessment of a case: read its weather years, simulate, estimate, value its resources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from dispatch.app.reading import read_case
from dispatch.arrays import Floats, Integers
from dispatch.case import Case, synthetic_year
from dispatch.messages import Message, message

from . import results
from .faults import refuse
from .measure import KINDS, METRICS, WORST, Measured
from .nodes import nodes_of
from .reading import partial_units, read_system
from .results import Adequacy, NoEvents, PlaceRisk, Value, Year
from .severity import Severity, observed, severity
from .simulate import BATCH, Pool, batches
from .system import System

Report = Callable[[Message, float | None], None]
"""Shows the stage, and the completed share of it."""
WAVE = 2
"""Batches between two evaluations of the standard error: fixed, so that the number of workers does not change the result."""


@dataclass(frozen=True)
class Options:
    """samples: number, or the most with ``until``; weather_years: synthetic years, seeds 1 to this; 0: the series of the case.
    until: relative standard error of LOLE (and of EENS) at which sampling stops."""

    samples: int = 1000
    weather_years: int = 0
    seed: int = 1
    until: float | None = None
    workers: int = 1


def seeds(options: Options) -> list[int | None]:
    """Return the seeds of the weather years; None is the series of the case."""
    return [*range(1, options.weather_years + 1)] if options.weather_years else [None]


def read_years(
    path: Path, settings: Sequence[str], window: tuple[str | None, int | None], options: Options, report: Report
) -> list[Case]:
    """Read the case in each weather year. Raises CaseError with every fault."""
    cases = []
    for seed in seeds(options):
        if seed is not None:
            report(message("stage.adequacy.weather", seed=seed), None)
        drawn = [] if seed is None else synthetic_year(seed)
        cases.append(read_case(path, [*settings, *drawn], *window))
        if len(cases) == 1:
            refuse(cases[0])
    return cases


def assess(cases: Sequence[Case], options: Options, report: Report) -> tuple[Adequacy, list[System]]:
    """Return the assessment of a case in some weather years, without capacity credits, and the systems."""
    systems = [read_system(case) for case in cases]
    measured: list[Measured] = []
    with Pool(systems, options.seed, options.workers) as pool:
        work = batches(0, options.samples)
        wave = len(work) if options.until is None else WAVE
        for first in range(0, len(work), wave):
            for one in pool.map(work[first : first + wave]):
                measured.append(one)
                share = len(measured) * BATCH / options.samples
                report(message("stage.adequacy.simulate"), min(share, 1.0))
            if options.until is not None and _settled(systems, measured, options.until):
                break
    values, _ = _values(measured)
    quiet = [not values[kind, METRICS.index("hours"), :, -1].any() for kind in range(_kinds(systems[0]))]
    if any(quiet):
        report(message("stage.adequacy.severity"), None)
    severe = severity(systems, options.seed) if any(quiet) else Severity(observed(values), 0.0, 0)
    result = joined(cases[0], systems, measured, options, severe)
    return replace(result, value=Value(left_out=nodes_of(cases[0]).left_out)), systems


def _kinds(system: System) -> int:
    """Return the number of kinds of shortfall that a system can have: load, and export where there is any."""
    return 2 if system.demand.export.any() or system.demand.band.any() else 1


def _settled(systems: Sequence[System], measured: Sequence[Measured], until: float) -> bool:
    """Whether LOLE and EENS of load of the region have at most this relative standard error."""
    values, year = _values(measured)
    lole, eens = (results.estimate(values[0, METRICS.index(name), :, -1], year) for name in ("hours", "energy"))
    return lole.value > 0.0 and max(lole.error, eens.error) <= until


def _values(measured: Sequence[Measured]) -> tuple[Floats, Integers]:
    return np.concatenate([one.values for one in measured], axis=2), np.concatenate([one.year for one in measured])


def joined(
    case: Case, systems: Sequence[System], measured: Sequence[Measured], options: Options, severe: Severity
) -> Adequacy:
    """Join the batches of an assessment."""
    values, year = _values(measured)
    system, samples = systems[0], values.shape[2]
    heat = np.sum([one.heat for one in measured], axis=0)
    hours, energy = (METRICS.index(name) for name in ("hours", "energy"))
    worst = sorted((event for one in measured for event in one.worst), key=lambda event: (-event.energy, event.sample))
    whole, place = len(system.places), (values[0, hours, :, -1], values[0, energy, :, -1])
    of_event = [float(one) for one in severe.of_event[0, :, -1]]
    none = None
    if not place[0].any():
        none = NoEvents(results.none_high(samples), of_event[hours], of_event[energy], severe.raised, severe.samples)
    return Adequacy(
        results.VERSION,
        {"name": case.name, "title": case.title, "title_zh": case.settings.title_zh, "digest": case.digest},
        samples,
        options.seed,
        system.hours,
        {
            "units": float(system.units.chain.count.sum()),
            "capacity_mw": float((system.units.size.max(axis=1, initial=0.0) * system.units.chain.count).sum()),
            "partial_units": float(partial_units(case)),
            "response_mwh": float(np.concatenate([one.response for one in measured]).mean()),
        },
        (
            replace(_place(systems, values, year, heat, severe.of_event, whole), no_events=none),
            *(_place(systems, values, year, heat, severe.of_event, k) for k in range(whole)),
        ),
        tuple(float(count) / samples for count in np.sum([one.durations for one in measured], axis=0)),
        tuple(worst[:WORST]),
        tuple(
            Year(
                seed,
                int((year == k).sum()),
                float(place[0][year == k].mean()),
                float(place[1][year == k].mean()),
                float(values[1, energy, year == k, -1].mean()),
            )
            for k, seed in enumerate(seeds(options))
            if (year == k).any()
        ),
        results.steps(*place, year, (of_event[hours], of_event[energy])),
        Value(),
    )


def _place(
    systems: Sequence[System], values: Floats, year: Integers, heat: Floats, of_event: Floats, k: int
) -> PlaceRisk:
    """Return the risks of a place; k is the number of places for the region."""
    system = systems[0]
    whole = k == len(system.places)
    nodes = system.public[system.place] if whole else system.place == k
    load = float(np.mean([one.demand.load[nodes].sum() for one in systems]))
    export = float(np.mean([(one.demand.export + one.demand.band)[nodes].sum() for one in systems]))
    both = [
        results.risk(values[kind, :, :, k], year, system.hours, demand, of_event[kind, :, k])
        for kind, demand in zip(range(len(KINDS)), (load, export), strict=True)
    ]
    samples = values.shape[2]
    return PlaceRisk(
        "" if whole else system.places[k],
        "region" if whole else "area" if system.public[k] else "park",
        both[0],
        both[1],
        load * 1e-6,
        export * 1e-6,
        results.heat_rows(heat[0, k], samples),
        results.heat_rows(heat[1, k], samples),
    )
