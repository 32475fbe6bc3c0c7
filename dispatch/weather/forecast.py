"""Forecasts of wind, PV and load: the realised series with an error that shrinks as the hour approaches.

The error is a martingale in the lead (Heath and Jackson, Modeling the evolution of demand forecasts, IIE Transactions 26, 1994):
a forecast of longer lead has the error of the shorter lead and an independent part of its own. Each part is an autoregressive
process of order one in time, with a correlation between the series of one kind.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

import numpy as np

from dispatch.arrays import Floats

from .forecast_parameters import LEADS, Forecast, Kind
from .process import normals

LEAST = 1e-3
"""Least forecast of an hour in which there is something, relative to the largest value of the series."""
ROUNDS = 8
"""Rounds in which an error is scaled to its size: the range of a series cuts part of it off."""
REFERENCE = 10.0
"""Hour of the day before at which the forecasts were issued whose errors the parameters state."""
DAY = 24
STREAM = 4096
"""First stream of random numbers of the forecasts, behind those of the weather."""


def forecasts(
    parameters: Forecast, series: Mapping[str, Floats], kinds: Mapping[str, Kind], seed: int
) -> tuple[dict[str, Floats], ...]:
    """Return forecasts of some series by lead, in the order of ``LEADS``. An hour with nothing is foreseen as such.

    series: name -> realised values, shape (hours,), wind and PV as share of capacity. The numbers of a series depend on its name
    and the seed only.
    """
    found: tuple[dict[str, Floats], ...] = tuple({} for _ in LEADS)
    for name, kind in kinds.items():
        realised, errors = series[name], parameters.errors_of(name, kind)
        size, hour = error_sizes(realised, kind), np.arange(len(realised)) % DAY
        variance, stated = (variances(errors, gate)[:, hour] for gate in (parameters.gate_closure, REFERENCE))
        total, before = np.zeros(len(realised)), np.zeros(len(realised))
        for place, error in enumerate(errors):
            part = np.sqrt(variance[place] - before)
            total = total + part * _noise(parameters, name, kind, place, len(realised), seed)
            before = variance[place]
            growth = np.sqrt(_ratio(size**2 @ variance[place], size**2 @ stated[place]))
            found[place][name] = _with_error(realised, size * total, error * growth, kind)
    return found


def variances(errors: Sequence[float], gate: float) -> Floats:
    """Return the variance of the error by lead (``LEADS``) and hour of the day, shape (leads, 24).

    errors: root mean square errors by lead. gate: hour of the day before at which the forecast of the next and of later days is issued.
    The variance is linear in the hours since the issue, through the errors at their mean leads, and constant beyond the last one.
    """
    since = np.arange(DAY) + 0.5 + np.array([[DAY - gate], [2 * DAY - gate]])
    known = [DAY / 2, 1.5 * DAY - REFERENCE, 2.5 * DAY - REFERENCE]
    grown = np.interp(since, known, np.square(errors))
    return np.maximum.accumulate(np.vstack([np.full(DAY, errors[0] ** 2), grown]), axis=0)


def _ratio(one: float, other: float) -> float:
    return one / other if other else 1.0


def _with_error(realised: Floats, change: Floats, error: float, kind: Kind) -> Floats:
    """Return the forecast with a change of the series, scaled so that its root mean square is ``error`` within the range."""
    factor, foreseen = 1.0, realised
    for _ in range(ROUNDS):
        foreseen = _within(realised, realised + factor * change, kind)
        found = root_mean_square(realised, foreseen, kind)
        if error == 0.0 or found == 0.0:
            break
        factor *= error / found
    return foreseen


def error_sizes(realised: Floats, kind: Kind) -> Floats:
    """Return the size of the error in each hour, with a root mean square of one over the hours with something: largest at half the
    greatest output, as the power curve of wind is steepest there; of load, in proportion to it."""
    there = realised > 0
    if not there.any():
        return np.zeros(len(realised))
    if kind == "load":
        return np.asarray(realised)
    most = max(float(realised.max()), LEAST)
    shape = np.where(there, np.sqrt(np.clip(realised * (1.05 * most - realised), 0.0, None)), 0.0)
    return np.asarray(shape / np.sqrt(np.mean(shape[there] ** 2)))


def _within(realised: Floats, foreseen: Floats, kind: Kind) -> Floats:
    """Return forecasts within the range of the series, positive where the series is."""
    most = float(realised.max(initial=0.0))
    limited = np.clip(foreseen, np.minimum(realised, LEAST * most), None if kind == "load" else most)
    return np.where(realised > 0, limited, realised)


def _noise(parameters: Forecast, name: str, kind: Kind, lead: int, hours: int, seed: int) -> Floats:
    """Return the part of the error that a lead adds, variance one, shape (hours,)."""
    common, own = (
        _in_time(normals(seed, STREAM + 8 * zlib.crc32(text.encode()) + lead, (1, hours + 240))[0], parameters.hours)[
            240:
        ]
        for text in (kind, f"{kind}:{name}")
    )
    share = parameters.correlation
    return np.asarray(np.sqrt(share) * common + np.sqrt(1.0 - share) * own)


def _in_time(noise: Floats, hours: float) -> Floats:
    from scipy.signal import lfilter  # loads scipy.stats, which takes longer than the rest of this package

    keep = float(np.exp(-1.0 / hours))
    return np.asarray(lfilter([np.sqrt(1.0 - keep**2)], [1.0, -keep], noise))


def root_mean_square(realised: Floats, foreseen: Floats, kind: Kind) -> float:
    """Return the error of a forecast as the parameters state it: of capacity, over the hours with something; of the mean load."""
    there = realised > 0
    error = float(np.sqrt(np.mean((foreseen - realised)[there] ** 2))) if there.any() else 0.0
    return error / float(np.mean(realised)) if kind == "load" else error
