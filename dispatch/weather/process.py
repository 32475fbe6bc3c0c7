"""Gaussian processes in space and time, drawn the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtri

from dispatch.arrays import Floats

from .parameters import Component
from .places import Located, distances


def normals(seed: int, stream: int, shape: tuple[int, int]) -> Floats:
    """Independent standard normals of a seed and a stream.

    Philox counts through its stream, and the normal is the quantile of a 53-bit uniform: both are stated algorithms,
    so the numbers do not depend on the machine or on how numpy draws normals.
    """
    uniform = np.random.Generator(np.random.Philox(key=[seed, stream])).random(shape)
    return np.asarray(ndtri(uniform + 2.0**-54))


def process(sites: Sequence[Located], components: Sequence[Component], hours: int, seed: int, stream: int) -> Floats:
    """A standard Gaussian process, shape (sites, hours): the sum of components, each of them AR in time and
    correlated as exp(-distance / km) in space. ``stream`` distinguishes the quantities of a seed."""
    apart = distances(sites)
    total = np.zeros((len(sites), hours))
    for number, part in enumerate(components):
        root = np.linalg.cholesky(np.exp(-apart / part.km) + 1e-9 * np.eye(len(sites)))
        lead = int(np.ceil(6.0 * part.hours))
        noise = normals(seed, 16 * stream + number, (len(sites), lead + hours))
        # A sum by hand, site by site: its order is the same everywhere, which that of a BLAS product is not.
        mixed = np.zeros_like(noise)
        for column in range(len(sites)):
            mixed[column:] += root[column:, column, None] * noise[column]
        total += np.sqrt(part.share) * _in_time(mixed, part)[:, lead:]
    return total


def _in_time(noise: Floats, part: Component) -> Floats:
    """Autoregressive of order one, or two where it is smoothed; variance one."""
    from scipy.signal import lfilter  # loads scipy.stats, which takes longer than the rest of this package

    slow = np.exp(-1.0 / part.hours)
    fast = np.exp(-1.0 / part.smooth) if part.smooth > 0 else 0.0
    first, second = slow + fast, -slow * fast
    # Variance of x = first x[-1] + second x[-2] + noise (Box and Jenkins, Time Series Analysis, section 3.2)
    variance = (1.0 - second) / ((1.0 + second) * ((1.0 - second) ** 2 - first**2))
    run = lfilter([1.0], [1.0, -first, -second], noise, axis=1)
    return np.asarray(run / np.sqrt(variance), dtype=np.float64)
