"""Tables of a case in the units of the model, as FORMULATION.md sections 1 to 3 say; shares no code with `dispatch`."""

import datetime
import tomllib
from collections import defaultdict
from pathlib import Path

import pandas as pd

# FORMULATION.md section 1: what a unit in a heading is times, in GW, GWh, ktce, kt and million CNY.
UNITS = {
    **{"MW": 1e-3, "kW": 1e-6, "GW": 1.0, "万千瓦": 1e-2},
    **{"MWh": 1e-3, "kWh": 1e-6, "GWh": 1.0, "TWh": 1e3, "亿千瓦时": 1e2},
    **{"CNY/MWh": 1e-3, "CNY/kWh": 1.0, "CNY/MW": 1e-3, "CNY/tce": 1e-3, "CNY/t": 1e-3, "CNY": 1e-6},
    **{"t": 1e-3, "万吨": 10.0, "tce/MWh": 1.0, "gce/kWh": 1e-3, "%": 1e-2},
    **{
        unit: 1.0
        for unit in (
            "tce/MW",
            "tce/MW/h",
            "t/tce",
            "MWh/t",
            "kWh/kg",
            "t/MWh",
            "share",
            "1/h",
            "h",
            "days",
            "rad",
            "rad/GW",
        )
    },
}

PLAIN_NUMBERS = {"weight", "order", "calls", "month", "lifetime"}

# Defaults in brackets in FORMULATION.md, of the columns that a formula uses.
DEFAULTS = {
    "areas": {"heating_start": "10-15", "heating_end": "04-15"},
    "dispatchers": dict.fromkeys(("load_up", "vre_up", "largest_unit", "load_down", "vre_down", "largest_load"), 0.0),
    "capacity": {"energy": 0.0, "commissioned": "1900-01", "retired": "2999-12"},
    "fuels": {"co2": 0.0, "coal": "false", "primary": "true"},
    "parks": {"tariff": 0.0},
    "heat": {"boiler_fuel": "", "boiler_efficiency": 0.9},
    "thermal": {
        "settles": "grid",
        "network": "",
        "fuel_allocated": 0.1386,
        "maintenance_limit": 0.3,
        **dict.fromkeys(("heat_loss", "heat_rise", "heat_ratio", "reserve_up", "reserve_down"), 0.0),
        **dict.fromkeys(("minimum_online", "maintenance", "outage_plan_retired", "fuel_heat", "start_fuel"), 0.0),
        **dict.fromkeys(("start_cost", "variable_cost"), 0.0),
    },
    "renewables": {
        "settles": "grid",
        "order": 1.0,
        "outage_plan": "true",
        "must_take": "false",
        **dict.fromkeys(("own_use", "reserve_up", "reserve_down"), 0.0),
    },
    "csp": {"settles": "grid", "own_use": 0.0, "standing_loss": 0.0, "reserve_up": 0.0, "reserve_down": 0.0},
    "storage": {
        "settles": "grid",
        "boundary": "cyclic",
        "initial": 0.5,
        "reserve_hours": 1.0,
        "availability": 1.0,
        **dict.fromkeys(("standing_loss", "minimum_level", "cost", "reserve"), 0.0),
    },
    "load": {
        "settles": "grid",
        "own_use": 0.0,
        "shiftable": 0.0,
        "shift_hours": 24.0,
        "shift_cost": 0.0,
        "firm": "false",
    },
    "demand_response": {
        "hours": 8760.0,
        "calls": 366.0,
        "call_hours": 24.0,
        "window": 24.0,
        "payback_loss": 0.0,
        "reserve": "false",
    },
    "electrolysers": {"settles": "grid", "monthly": 0.0, "minimum": 0.0, "reserve": "false"},
    "corridors": {
        "band": 0.0,
        "tolerance": 0.0,
        "monthly_tolerance": 1.0,
        "day_ahead": "false",
        "change_limit": 1.0,
        "price": 0.0,
        "renewable_share": 0.0,
    },
    "lines": {"loss": 0.0, "cost": 0.0, "reactance": 0.0},
    "shortfall_limits": {"settles": "grid", "area": ""},
    "units": {
        "settles": "grid",
        "technology": "other",
        "sign": 1.0,
        "maximum": 1.0,
        "on_before": 1.0,
        **dict.fromkeys(
            ("minimum", "cost", "minimum_up", "minimum_down", "off_before", "start_cost", "stop_cost"), 0.0
        ),
        **dict.fromkeys(("hourly_cost", "reserve_up", "reserve_down", "capacity_least", "capacity_cost"), 0.0),
        **dict.fromkeys(("committed", "tight", "extendable"), "false"),
    },
    "links": {
        "maximum": 1.0,
        "extendable": "false",
        **dict.fromkeys(("minimum", "cost", "reactance", "angle", "capacity_least", "capacity_cost"), 0.0),
    },
    "link_ends": {"efficiency": 1.0},
    "reservoirs": {
        "settles": "grid",
        "technology": "other",
        "boundary": "cyclic",
        "extendable": "false",
        **dict.fromkeys(("sign", "most", "charge_efficiency", "discharge_efficiency"), 1.0),
        **dict.fromkeys(
            ("least", "standing_loss", "initial", "size_least", "size_cost", "reserve_up", "reserve_down"), 0.0
        ),
        "reserve_hours": 1.0,
        **dict.fromkeys(("discharge_cost", "charge_cost", "content_cost", "spill_cost"), 0.0),
    },
    "limits": {"quantity": "energy"},
    "targets": {"imposed": "false"},
    "measures": {
        "most_hours": 24.0,
        "located_at": "",
        **dict.fromkeys(("least_hours", "minimum_heating", "minimum_other", "cost_energy", "upkeep"), 0.0),
        **dict.fromkeys(("fuel_saving", "saved_upkeep"), 0.0),
    },
}


class Tables:
    """A case folder (without `extends`) and a window of it: `hours` hours from hour `first` of the horizon on.

    more: rows at the end of tables that the folder does not have.
    """

    def __init__(self, folder: Path, first: int = 0, hours: int | None = None) -> None:
        self.folder = folder
        self.keys = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
        self.series = pd.read_csv(folder / self.keys["series"])
        self.more: dict[str, list[dict]] = defaultdict(list)
        self._read: dict[str, list[dict]] = {}
        self.horizon = len(self.series)
        self.hours = hours if hours is not None else self.horizon
        self.first = first
        self.share = self.hours / self.horizon
        day = datetime.date(self.keys["year"], 1, 1) if "year" in self.keys else self.keys["start"]
        start = datetime.datetime.combine(day, datetime.time())
        self.start = start
        self.time = [start + datetime.timedelta(hours=first + t) for t in range(self.hours)]
        self.period_hours = self.keys.get("commitment", {}).get("period_hours", 24)
        self.periods = blocks(self.hours, self.period_hours)
        self.weeks = blocks(self.hours, 168)
        self.days = [
            [t for t in range(self.hours) if self.time[t].date() == day]
            for day in sorted({stamp.date() for stamp in self.time})
        ]
        self._ledger = self.table("capacity")

    def table(self, name: str) -> list[dict]:
        """Rows as dictionaries: numbers in units of the model, defaults filled in; none if the table is absent."""
        if name not in self._read:
            self._read[name] = self._rows(name)
        return [dict(row) for row in self._read[name]] + self.more[name]

    def _rows(self, name: str) -> list[dict]:
        path = self.folder / f"{name}.csv"
        if not path.exists():
            return []
        text = pd.read_csv(path, dtype=str, keep_default_na=False)
        rows = []
        for record in text.to_dict("records"):
            row = dict(DEFAULTS.get(name, {}))
            for heading, cell in record.items():
                column, _, unit = str(heading).rstrip("]").partition(" [")
                if cell == "":
                    continue
                row[column] = float(cell) * UNITS[unit] if unit else float(cell) if column in PLAIN_NUMBERS else cell
            rows.append(row)
        return rows

    def shortfall_limit(self, kind: str, name: str, hour: int) -> float:
        """Section 9: largest shortfall [GW]; infinite where no row names it. name: a corridor, a place
        ``pocket/settles`` or a zone of reserve ``dispatcher@area``."""
        first, _, area = name.partition("@")
        first, _, settles = first.partition("/")
        wanted = (kind, first, settles or "grid", area)
        rows = [
            row
            for row in self.table("shortfall_limits")
            if (row["kind"], row["name"], row["settles"], row["area"]) == wanted
        ]
        stamp = self.time[hour]
        here = [row["limit"] for row in rows if (row["date"], int(row["hour"])) == (str(stamp.date()), stamp.hour)]
        return here[0] if here else 0.0 if rows else float("inf")

    def price(self, name: str) -> float:
        return self.keys["prices"].get(name, 0.0) * 1e-3

    def epsilon(self) -> float:
        return self.keys.get("tie_break", {}).get("curtailment", 0.01) * 1e-3

    def profile(self, name: str) -> list[float]:
        return list(self.series[name].iloc[self.first : self.first + self.hours])

    def normalised(self, name: str) -> list[float]:
        return [value / self.series[name].sum() for value in self.profile(name)]

    def hourly(self, row: dict, column: str, unit: str = "share") -> list[float | None]:
        """Section 17: the series [unit] that NAME_profile names, else the number NAME, in every hour; None if neither."""
        if name := row.get(f"{column}_profile"):
            return [value * UNITS[unit] for value in self.profile(name)]
        return [row.get(column)] * self.hours

    def weight(self, of: str) -> list[float]:
        """Section 17: for how many hours each hour stands in costs, in sums of energy, or in content."""
        name = self.keys.get("weights", {}).get(of)
        return self.profile(name) if name else [1.0] * self.hours

    def ledger(self, asset: str, column: str = "capacity") -> list[float]:
        """Capacity [GW] or energy [GWh] of an asset, every hour."""
        rows = [row for row in self._ledger if row["asset"] == asset]
        return [
            sum(row[column] for row in rows if row["commissioned"] <= f"{stamp:%Y-%m}" < row["retired"])
            for stamp in self.time
        ]

    def always_in_service(self, asset: str) -> float:
        """Capacity [GW] of an asset that is in service in every month of the window."""
        first, last = f"{self.time[0]:%Y-%m}", f"{self.time[-1]:%Y-%m}"
        rows = [row for row in self._ledger if row["asset"] == asset]
        return sum(row["capacity"] for row in rows if row["commissioned"] <= first and last < row["retired"])

    def heating(self, area: str) -> list[bool]:
        """Whether an hour lies in the heating season of an area."""
        row = next(row for row in self.table("areas") if row["area"] == area)
        first, last = row["heating_start"], row["heating_end"]
        dates = [f"{stamp:%m-%d}" for stamp in self.time]
        return [first <= date <= last if first <= last else date >= first or date <= last for date in dates]


def blocks(hours: int, length: int) -> list[list[int]]:
    """Hours 0 to `hours` - 1 in blocks of `length`; the last may be shorter."""
    return [list(range(first, min(first + length, hours))) for first in range(0, hours, length)]
