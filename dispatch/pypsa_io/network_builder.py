"""Components of a network to be, gathered before they are added to PyPSA's network."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dispatch.arrays import Floats
from dispatch.case import Case
from dispatch.errors import Fault
from dispatch.messages import Message, message

from .reader import Row

KILO = 1e3
"""GW to MW, GWh to MWh, million CNY/GWh to CNY/MWh."""


class NetworkBuilder:
    """Rows by class and name. ``rates``: what is counted in limits, by class and name; ``co2``: emission [t/MWh], NaN: not known;
    ``constant``: cost of the case that no component of the network bears [CNY]."""

    def __init__(self, case: Case) -> None:
        self.case, self.hours = case, len(case.time)
        self.rows: dict[str, dict[str, Row]] = {}
        self.rates: dict[tuple[str, str], dict[str, float | Floats]] = {}
        self.co2: dict[tuple[str, str], float | Floats] = {}
        self.faults: list[Fault] = []
        self.notes: list[Message] = []
        self.constant = 0.0

    def refuse(self, table: str, name: str, column: str, rule: Message) -> None:
        """A fault: what of the case a network of PyPSA cannot carry."""
        remedy = message("remedy.pypsa.drop_or_lp")
        self.faults.append(Fault(f"{table}.csv", 0, f"{name} {column}".strip(), "", rule, remedy))

    def records(self, table: str) -> list[Row]:
        """The rows of a table of the case, in GW, GWh and million CNY."""
        rows = self.case.tables[table]
        return [dict(zip(rows.columns, cells, strict=True)) for cells in rows.itertuples(index=False, name=None)]

    def add(self, kind: str, name: str, **attributes: Any) -> None:
        """A component; arrays are series. A name that its class has already gets a number."""
        known, own, number = self.rows.setdefault(kind, {}), name, 1
        while own in known:
            number += 1
            own = f"{name} {number}"
        known[own] = {key: value for key, value in attributes.items() if value is not None}

    def series(self, name: str, number: float, scale: float = 1.0) -> float | Floats:
        """The series of that name times ``scale``, or the number where there is no name."""
        return self.case.series[name] * scale if name else number

    def into(self, network: Any) -> None:
        """Add everything."""
        for kind, rows in self.rows.items():
            for name, row in rows.items():
                network.add(kind, name, **{key: self._held(value) for key, value in row.items() if value is not None})
        for name, row in self.rows.get("Carrier", {}).items():
            if row["co2_emissions"] is None:  # PyPSA takes zero for what is left out
                network.carriers.loc[name, "co2_emissions"] = np.nan

    def _held(self, value: Any) -> Any:
        if isinstance(value, np.ndarray):
            return pd.Series(value, index=self.case.time.as_unit("ns"))
        return value
