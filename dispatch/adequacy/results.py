"""Results of an assessment as data, saved in ``adequacy.json``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from dispatch.arrays import Flags, Floats, Integers
from dispatch.errors import CaseError, Fault
from dispatch.messages import message
from dispatch.results import write_json
from dispatch.results.stored import validated

from .measure import Event

FILE = "adequacy.json"
"""File of an assessment in its folder."""
VERSION = 2
"""Version of the file."""
CONFIDENCE = 0.95
"""Probability that an interval covers."""
REMEDY = message("remedy.adequacy.folder")


@dataclass(frozen=True)
class Estimate:
    """A mean over samples with its 95 % confidence interval; error: relative standard error (0 where the mean is). Where no sample
    has an event, ``high`` is the bound of ``none_high`` times the mean of years with an event."""

    value: float
    low: float
    high: float
    error: float


@dataclass(frozen=True)
class Risk:
    """A kind of shortfall in a place. years: share of years with a shortfall; lole: hours per year; lole_days: days per year; lolp: probability in an hour; eens: energy
    [MWh per year]; eens_ppm: of the demand [1e-6]; events per year; duration: hours of an event; depth: largest shortfall of a
    year [MW]."""

    years: Estimate
    lole: Estimate
    lole_days: Estimate
    lolp: Estimate
    eens: Estimate
    eens_ppm: Estimate
    events: Estimate
    duration: float
    depth: Estimate


@dataclass(frozen=True)
class NoEvents:
    """What bounds a risk of load of the region without an event in any sample. years: highest share of years with one, 95 %
    (Clopper-Pearson). hours [h], energy [MWh]: of a year with one, from ``samples`` sampled years with all demand ``raised`` by this
    share."""

    years: float
    hours: float
    energy: float
    raised: float
    samples: int


@dataclass(frozen=True)
class PlaceRisk:
    """Risks of a place: the region (an empty name), an area, or a park. load [TWh] and export [TWh] are the demand of a year. no_events:
    of the region where no sample has load short."""

    place: str
    kind: str
    load: Risk
    export: Risk
    load_twh: float
    export_twh: float
    heat_hours: tuple[tuple[float, ...], ...]
    heat_energy: tuple[tuple[float, ...], ...]
    no_events: NoEvents | None = None


@dataclass(frozen=True)
class Year:
    """A weather year: its seed (None: the series of the case), samples, LOLE of load [h], EENS of load and of export [MWh]."""

    seed: int | None
    samples: int
    lole: float
    eens: float
    export: float


@dataclass(frozen=True)
class Step:
    """Estimate of LOLE and EENS of load of the region after so many samples."""

    samples: int
    lole: Estimate
    eens: Estimate


@dataclass(frozen=True)
class Margin:
    """Perfect capacity in all areas, by their load, with which LOLE is the target [MW]; negative: what the case could lose.
    target [h]; lole: reached."""

    capacity: float
    target: float
    lole: float
    samples: int


@dataclass(frozen=True)
class Credit:
    """Capacity credit of a resource. kind: technology; place: area; capacity: nameplate [MW]; added: marginal step [MW]. elcc, efc: average, and
    marginal, as shares of nameplate; None where the resource serves no load of the region."""

    name: str
    kind: str
    place: str
    capacity: float
    added: float
    efc: float | None
    elcc: float | None
    efc_next: float | None
    elcc_next: float | None


@dataclass(frozen=True)
class PeakRatio:
    """Ratio of 发改价格〔2026〕114号 for a store: hours of full power over hours of the longest net-load peak, at most 1."""

    name: str
    place: str
    power: float
    hours: float
    peak_hours: float
    ratio: float


@dataclass(frozen=True)
class Value:
    """Capacity margin, capacity credits, and ratios of 114号; sections that are no limit of transport."""

    margin: Margin | None = None
    credits: tuple[Credit, ...] = ()
    ratios: tuple[PeakRatio, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Adequacy:
    """An assessment: what was simulated, risks by place, durations of events of the region (events a year, by hours), worst
    events, weather years, convergence, capacity margin and credits."""

    version: int
    case: dict[str, str]
    samples: int
    seed: int
    hours: int
    outages: dict[str, float]
    places: tuple[PlaceRisk, ...]
    durations: tuple[float, ...]
    worst: tuple[Event, ...]
    years: tuple[Year, ...]
    convergence: tuple[Step, ...]
    value: Value


def none_high(samples: int) -> float:
    """Return the highest probability of an event in a sample with which no event in any sample has a probability of 5 %: the bound
    of Clopper and Pearson (Biometrika 1934) for a count of zero, about 3/samples. With several weather years it bounds the mean of
    their probabilities."""
    return float(1.0 - (1.0 - CONFIDENCE) ** (1.0 / samples))


def share_of(events: Flags) -> Estimate:
    """Return the share of samples with an event, and the interval of Clopper and Pearson. events: (samples,)."""
    count, samples = int(events.sum()), len(events)
    if not count:
        return Estimate(0.0, 0.0, none_high(samples), 0.0)
    from scipy import stats  # a batch imports this module for every case, and this library takes longer than the rest

    side = (1.0 - CONFIDENCE) / 2
    low = float(stats.beta.ppf(side, count, samples - count + 1))
    high = float(stats.beta.ppf(1.0 - side, count + 1, samples - count)) if count < samples else 1.0
    share = count / samples
    return Estimate(share, low, high, float(np.sqrt((1.0 - share) / (share * samples))))


def estimate(values: Floats, year: Integers, of_event: float = 0.0) -> Estimate:
    """Return the mean of samples with its interval. values: (samples,); year: weather year of each; of_event: mean of samples with
    an event, for the upper bound where no sample has one.

    With one weather year the samples are independent, and the interval is conditional on it. With several, weather years are
    drawn too: their means are the independent draws, with Student's t."""
    if not values.any():
        return Estimate(0.0, 0.0, none_high(len(values)) * of_event, 0.0)
    from scipy import stats

    years = np.unique(year)
    mean = float(values.mean())
    if len(years) > 1:
        draws = np.array([values[year == one].mean() for one in years])
        mean = float(draws.mean())
        width = float(stats.t.ppf(0.5 + CONFIDENCE / 2, len(years) - 1))
    else:
        draws, width = values, float(stats.norm.ppf(0.5 + CONFIDENCE / 2))
    error = float(draws.std(ddof=1) / np.sqrt(len(draws))) if len(draws) > 1 else 0.0
    return Estimate(mean, max(mean - width * error, 0.0), mean + width * error, error / mean if mean > 0.0 else 0.0)


def scaled(one: Estimate, factor: float) -> Estimate:
    """Return an estimate in another unit."""
    return Estimate(one.value * factor, one.low * factor, one.high * factor, one.error)


def risk(values: Floats, year: Integers, hours: int, demand: float, of_event: Floats) -> Risk:
    """Return the risk of a place. values: (metrics, samples), see ``measure.METRICS``; demand: energy of a year [MWh]; of_event: means
    of years with a shortfall, (metrics,)."""
    lole, days, energy, events, depth = (
        estimate(metric, year, float(one)) for metric, one in zip(values, of_event, strict=True)
    )
    return Risk(
        share_of(values[0] > 0.0),
        lole,
        days,
        scaled(lole, 1.0 / hours),
        energy,
        scaled(energy, 1e6 / demand if demand > 0.0 else 0.0),
        events,
        lole.value / events.value if events.value > 0.0 else 0.0,
        depth,
    )


def summary(result: Adequacy) -> dict[str, Any]:
    """Return the ``adequacy`` object of ``summary.json``: LOLE and EENS of load and of export of each place."""

    def numbers(one: Estimate) -> dict[str, float]:
        return {"value": one.value, "low": one.low, "high": one.high}

    places = {
        place.place or "region": {
            f"{name}_{kind}": numbers(getattr(getattr(place, kind), key))
            for kind in ("load", "export")
            for name, key in (
                ("years", "years"),
                ("lole_hours", "lole"),
                ("lole_days", "lole_days"),
                ("eens_mwh", "eens"),
                ("eens_ppm", "eens_ppm"),
            )
        }
        for place in result.places
    }
    margin = result.value.margin
    return {
        "samples": result.samples,
        "weather_years": len(result.years),
        "seed": result.seed,
        "places": places,
        "margin_mw": None if margin is None else margin.capacity,
        "target_lole_hours": None if margin is None else margin.target,
    }


def save(result: Adequacy, folder: Path) -> None:
    """Write ``adequacy.json`` and ``summary.json`` into an existing folder."""
    write_json(folder / FILE, asdict(result))
    write_json(folder / "summary.json", {"adequacy": summary(result)})


def load(folder: Path) -> Adequacy:
    """Read a saved assessment. Raises CaseError for a file that is damaged, or of another version or program."""
    rule = message("fault.adequacy.file")
    found = validated(folder / FILE, TypeAdapter(Adequacy).validate_json, rule, REMEDY)
    if found.version != VERSION:
        raise CaseError([Fault(str(folder / FILE), 0, "version", str(found.version), rule, REMEDY)])
    return found


def heat_rows(values: Floats, samples: int) -> tuple[tuple[float, ...], ...]:
    """Return a heat map per year, rows of months."""
    return tuple(tuple(float(cell) / samples for cell in row) for row in values)


def steps(
    lole: Floats, eens: Floats, year: Integers, of_event: tuple[float, float], count: int = 40
) -> tuple[Step, ...]:
    """Return the estimates after growing numbers of samples, at most ``count`` of them. of_event: LOLE and EENS of years with a
    shortfall."""
    years = len(np.unique(year))
    ends: Sequence[int] = sorted({int(end) for end in np.linspace(max(2 * years, 10), len(lole), count)} | {len(lole)})
    return tuple(
        Step(end, estimate(lole[:end], year[:end], of_event[0]), estimate(eens[:end], year[:end], of_event[1]))
        for end in ends
        if 2 <= end <= len(lole)
    )
