"""What generic components are paid for energy that they feed in: the price that a loss has to match."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dispatch.arrays import Floats

from .settings import Weights


class Rewards:
    """Rewards of energy that units and inflow feed in, hour by hour [million CNY/GWh].

    Of hours with weights in costs and in energy, a reward counts in the proportion of the two weights.
    """

    def __init__(
        self, tables: Mapping[str, pd.DataFrame], series: Mapping[str, Floats], weights: Weights, hours: int
    ) -> None:
        self.tables, self.series, self.hours = tables, series, hours
        cost, energy = (series[name] if name else np.ones(hours) for name in (weights.cost, weights.energy))
        self.weight = np.divide(cost, energy, out=np.zeros(hours), where=energy > 0.0)

    @property
    def greatest(self) -> float:
        """The most that a MWh earns, or saves of the cost of spilling it; zero where nothing is rewarded."""
        return max(0.0, float(self.of_units.max(initial=0.0)), float(self._of_inflow.max(initial=0.0)))

    @property
    def of_units(self) -> Floats:
        """Negative cost of each unit per MWh fed in, shape (units, hours); minus infinity where it cannot feed in."""
        feeds = (self._sign("units") > 0.0) & (self._hourly("units", "maximum", 1.0) > 0.0)
        return np.where(feeds, -self._per_energy("units", "cost"), -np.inf)

    @property
    def _of_inflow(self) -> Floats:
        """The same of reservoirs with inflow, by what discharge earns and spilling costs, shape (reservoirs, hours)."""
        inflow = self.tables["reservoirs"]["inflow_profile"].to_numpy() != ""
        earned = np.maximum(
            -self._per_energy("reservoirs", "discharge_cost"), self._per_energy("reservoirs", "spill_cost")
        )
        return np.where((self._sign("reservoirs") > 0.0) & inflow[:, None], earned, -np.inf)

    def _per_energy(self, table: str, column: str) -> Floats:
        sign = self._sign(table)
        return self.weight * self._hourly(table, column, 1e-3) / np.where(sign == 0.0, 1.0, sign)

    def _sign(self, table: str) -> Floats:
        return self.tables[table]["sign"].to_numpy(dtype=float)[:, None]

    def _hourly(self, table: str, column: str, scale: float) -> Floats:
        """A number, or the series that its profile names instead (times ``scale``), shape (rows, hours)."""
        rows = self.tables[table]
        given = zip(rows[column], rows[f"{column}_profile"], strict=True)
        values = [self.series[name] * scale if name else np.full(self.hours, float(number)) for number, name in given]
        return np.array(values).reshape(len(rows), self.hours)
