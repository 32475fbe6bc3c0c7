"""Numbers and series of generic components: column NAME, and column NAME_profile with the name of a series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from dispatch.arrays import Floats


def hourly_values(
    rows: pd.DataFrame, column: str, series: Mapping[str, Floats], hours: int, scale: float = 1.0
) -> Floats:
    """Return the number of each row, or ``scale`` times the series that replaces it, shape (rows, hours)."""
    pairs = zip(rows[column], rows[f"{column}_profile"], strict=True)
    values = [series[name] * scale if name else np.full(hours, float(number)) for number, name in pairs]
    return np.array(values, dtype=float).reshape(len(rows), hours)


def named_series(names: Iterable[str], series: Mapping[str, Floats], hours: int, absent: float) -> Floats:
    """Return the series that each row names, or ``absent`` in every hour where the name is empty, shape (rows, hours)."""
    values = [series[name] if name else np.full(hours, absent) for name in names]
    return np.array(values, dtype=float).reshape(len(values), hours)


def part_of(share: Floats, size: Floats) -> Floats:
    """Return a share of a size; shapes that broadcast. A share of zero is zero, of an unlimited size too."""
    with np.errstate(invalid="ignore"):
        return np.where(share == 0.0, 0.0, share * size)
