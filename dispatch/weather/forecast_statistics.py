"""Statistics of forecasts beside what the parameters state: size by lead, autocorrelation, correlation between series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import get_args

import numpy as np

from dispatch.arrays import Floats

from .forecast import error_sizes, root_mean_square
from .forecast_parameters import LEADS, Forecast, Kind

LAGS = (1, 6, 24)
"""Lags of the autocorrelation [h]."""
SMALL = 0.1
"""Hours with a smaller size of the error, relative to the largest, do not count in correlations: the range of the series cuts their error."""
AHEAD = LEADS.index("day_ahead")
"""Lead whose errors the correlations are of."""


@dataclass(frozen=True)
class ErrorFigure:
    """A figure of the errors of all series of a kind: key ``error_LEAD``, ``lag_HOURS`` or ``between``; as stated, and the mean over the
    series, or over the pairs of series."""

    kind: Kind
    key: str
    stated: float
    realised: float


def forecast_statistics(
    parameters: Forecast,
    series: Mapping[str, Floats],
    kinds: Mapping[str, Kind],
    foreseen: Sequence[Mapping[str, Floats]],
) -> Iterator[ErrorFigure]:
    """Yield the figures of each kind that the series have: one series has no correlation with another.

    series: name -> realised values, shape (hours,). foreseen: the forecasts by lead. Sizes are stated for a gate closure of
    ``forecast.REFERENCE``. Series with a given forecast are left out.
    """
    for kind in get_args(Kind):
        names = [name for name, its in kinds.items() if its == kind and name not in parameters.given]
        if not names:
            continue
        means = np.mean([parameters.errors_of(name, kind) for name in names], axis=0)
        for lead, stated, one in zip(LEADS, means, foreseen, strict=True):
            sizes = [root_mean_square(series[name], one[name], kind) for name in names]
            yield ErrorFigure(kind, f"error_{lead}", float(stated), float(np.mean(sizes)))
        errors = [_standard(series[name], foreseen[AHEAD][name], kind) for name in names]
        correlations = {
            f"lag_{lag}": (np.exp(-lag / parameters.hours), [_correlation(one[:-lag], one[lag:]) for one in errors])
            for lag in LAGS
        }
        pairs = [_correlation(one, other) for one, other in combinations(errors, 2)]
        for key, (stated, found) in (correlations | {"between": (parameters.correlation, pairs)}).items():
            known = [one for one in found if np.isfinite(one)]
            if known:
                yield ErrorFigure(kind, key, float(stated), float(np.mean(known)))


def _standard(realised: Floats, foreseen: Floats, kind: Kind) -> Floats:
    """Return the errors over their size, shape (hours,), NaN in hours with a small size."""
    size = error_sizes(realised, kind)
    there = size > SMALL * size.max(initial=0.0)
    return np.where(there, (foreseen - realised) / np.where(there, size, 1.0), np.nan)


def _correlation(one: Floats, other: Floats) -> float:
    both = np.isfinite(one) & np.isfinite(other)
    varies = both.any() and one[both].std() > 0 and other[both].std() > 0
    return float(np.corrcoef(one[both], other[both])[0, 1]) if varies else float("nan")
