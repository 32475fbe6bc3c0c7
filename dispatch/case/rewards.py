"""What generic components are paid for energy that they feed in: the price that a loss has to match."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping

import numpy as np
import pandas as pd

from dispatch.arrays import Floats

from .settings import Weights

Row = Mapping[Hashable, object]
Series = Mapping[str, Floats]


def greatest_reward(tables: Mapping[str, pd.DataFrame], series: Series, weights: Weights, hours: int) -> float:
    """Return the most that a MWh fed in by a unit or by inflow earns, or saves of the cost of spilling it
    [million CNY/GWh]; zero where nothing is rewarded. Of hours with weights in costs and in energy, the
    reward counts in the proportion of the two weights."""
    cost, energy = (series[name] if name else np.ones(hours) for name in (weights.cost, weights.energy))
    weight = np.divide(cost, energy, out=np.zeros(hours), where=energy > 0.0)
    return max((float((weight * reward).max()) for reward in _rewards(tables, series, hours)), default=0.0)


def _rewards(tables: Mapping[str, pd.DataFrame], series: Series, hours: int) -> Iterator[Floats]:
    """Reward per MWh fed in, hour by hour, zero where there is none, shape (hours,) each."""
    for row in _feeding(tables["units"]):
        gives = _hourly(row, "maximum", series, hours) > 0.0
        yield np.maximum(-_hourly(row, "cost", series, hours, 1e-3), 0.0) * gives / _number(row, "sign")
    for row in _feeding(tables["reservoirs"]):
        if row["inflow_profile"]:
            earned = -_hourly(row, "discharge_cost", series, hours, 1e-3)
            saved = _hourly(row, "spill_cost", series, hours, 1e-3)
            yield np.maximum(np.maximum(earned, saved), 0.0) / _number(row, "sign")


def _feeding(rows: pd.DataFrame) -> Iterator[Row]:
    """Rows whose output is fed in, not taken."""
    return (row for row in rows.to_dict("records") if row["sign"] > 0.0)


def _hourly(row: Row, column: str, series: Series, hours: int, scale: float = 1.0) -> Floats:
    """A number, or the series that its profile names instead (times ``scale``), shape (hours,)."""
    name = str(row[f"{column}_profile"])
    return series[name] * scale if name else np.full(hours, _number(row, column))


def _number(row: Row, column: str) -> float:
    return float(str(row[column]))
