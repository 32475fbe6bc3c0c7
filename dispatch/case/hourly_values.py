"""Numbers of generic components that a series may replace: column NAME, and column NAME_profile with the name of a series."""

from __future__ import annotations

from collections.abc import Mapping

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
