"""Rewards of generic components for energy fed in. The price of lost energy equals the greatest reward."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from dispatch.arrays import Floats

from .hourly_values import hourly_values
from .settings import Weights


class Rewards:
    """Rewards of units and of inflow per energy fed in, hour by hour [million CNY/GWh].

    Where hours have weights, a reward is multiplied by the weight in costs and divided by the weight in energy.
    """

    def __init__(
        self, tables: Mapping[str, pd.DataFrame], series: Mapping[str, Floats], weights: Weights, hours: int
    ) -> None:
        self.tables, self.series, self.hours = tables, series, hours
        cost, energy = (series[name] if name else np.ones(hours) for name in (weights.cost, weights.energy))
        self.weight = np.divide(cost, energy, out=np.zeros(hours), where=energy > 0.0)

    @property
    def greatest(self) -> float:
        """Return the greatest reward of any unit or inflow; zero without rewards."""
        return max(0.0, float(self.of_units.max(initial=0.0)), float(self._of_inflow.max(initial=0.0)))

    @property
    def of_units(self) -> Floats:
        """Return the negative cost of each unit per energy fed in, shape (units, hours); minus infinity if the unit cannot generate."""
        feeds = (self._sign("units") > 0.0) & (self._hourly("units", "maximum", 1.0) > 0.0)
        return np.where(feeds, -self._per_energy("units", "cost"), -np.inf)

    @property
    def _of_inflow(self) -> Floats:
        """Return the reward of inflow: revenue of discharge or avoided cost of spilling, shape (reservoirs, hours)."""
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
        return hourly_values(self.tables[table], column, self.series, self.hours, scale)
