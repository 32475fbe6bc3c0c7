"""Packaged data of provinces: figures with their sources, coal units, ties, prices and hourly series."""

from __future__ import annotations

import csv
import io
from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import xarray as xr

from dispatch.arrays import Floats
from dispatch.netcdf import netcdf_path

from .names import PROVINCES

DATA = files(__package__) / "data"
YEARS = (2023, 2024)
"""Base years of the packaged data; the last one where none is chosen."""
QUANTITIES = {
    **dict.fromkeys(("consumption", "net_export"), "TWh"),
    **dict.fromkeys([f"{kind}_{year}" for kind in ("wind", "pv") for year in (2022, 2023, 2024)], "GW"),
    **dict.fromkeys(("wind_hours", "pv_hours", "hydro_hours", "nuclear_hours"), "h"),
    **dict.fromkeys(("wind_offshore_share", "pv_distributed_share"), "share"),
    **dict.fromkeys(("gas", "hydro", "nuclear", "pumped_hydro", "battery"), "GW"),
    "battery_energy": "GWh",
    **dict.fromkeys(("thermal_2023", "thermal_2024"), "GW"),
}
"""Quantities of the table of statistics and their units. A year in the name is the end of that year; the others hold for the base
year."""
_LOCAL = ("net_export", "pumped_hydro", "battery", "battery_energy", "pv_distributed_share")
"""Quantities that do not enter the national balance."""
_SOUND, _LEAST = (0.8, 1.25), 0.6
"""Hours of the reanalysis over observed hours, and correlation of the months, within which the reanalysis is the weather of a province:
a farther series is that of an area mean, and only its level is observed (guess)."""


class Fact(NamedTuple):
    """A figure and where it comes from."""

    value: float
    source: str


class Shape(NamedTuple):
    """Agreement of the reanalysis 2020 with observed hours of wind or PV: hours over observed hours; correlation of the months."""

    ratio: float
    correlation: float

    @property
    def confirmed(self) -> bool:
        """Whether the observed hours confirm the series."""
        return _SOUND[0] <= self.ratio <= _SOUND[1] and self.correlation >= _LEAST


class Units(NamedTuple):
    """Coal units of a province, status and kind: capacity [MW], number, heat rate [gce/kWh]."""

    kind: str
    status: str
    capacity: float
    number: int
    rate: float


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a packaged table."""
    return list(csv.DictReader(io.StringIO((DATA / name).read_text("utf-8"))))


@dataclass(frozen=True)
class Facts:
    """What is known of the provinces. given: figures that replace the packaged ones, by (province, quantity); year: base year."""

    given: Mapping[tuple[str, str], Fact] = field(default_factory=dict)
    year: int = YEARS[-1]

    @cached_property
    def _packaged(self) -> dict[tuple[str, str], Fact]:
        found = (r for r in rows("statistics.csv") if r["year"] in ("", str(self.year)))
        return {(r["province"], r["quantity"]): Fact(float(r["value"]), r["source"]) for r in found}

    @property
    def hours(self) -> int:
        """Hours of the base year."""
        return 8784 if isleap(self.year) else 8760

    def __call__(self, province: str, quantity: str) -> Fact:
        """Return a figure. Raises KeyError for one that is unknown."""
        return self.given.get((province, quantity)) or self._packaged[province, quantity]

    def value(self, province: str, quantity: str) -> float:
        """Return the value of a figure."""
        return self(province, quantity).value

    def has(self, province: str, quantity: str) -> bool:
        """Return whether a figure is known."""
        return (province, quantity) in self.given or (province, quantity) in self._packaged

    def reads(self, quantity: str) -> bool:
        """Return whether the base year reads a quantity: wind and PV at both ends of the year, thermal capacity at its end.

        >>> [Facts(year=2024).reads(name) for name in ("wind_2022", "wind_2023", "thermal_2023", "hydro")]
        [False, True, False, True]
        """
        kind, _, end = quantity.partition("_")
        if not end.isdecimal():
            return True
        return int(end) in ((self.year,) if kind == "thermal" else (self.year - 1, self.year))

    def balances(self, quantity: str) -> bool:
        """Return whether the national balance of the base year reads a quantity."""
        return self.reads(quantity) and quantity not in _LOCAL

    @cached_property
    def coal(self) -> dict[str, list[Units]]:
        """Coal units by province: in operation in July 2023, and from 2024 those that were under construction then."""
        found: dict[str, list[Units]] = {one.key: [] for one in PROVINCES}
        for r in rows("coal.csv"):
            if r["status"] == "operating" or self.year >= 2024:
                found[r["province"]].append(
                    Units(r["kind"], r["status"], float(r["mw"]), int(r["units"]), float(r["rate"]))
                )
        return found

    @cached_property
    def shapes(self) -> dict[tuple[str, str], Shape]:
        """Agreement of the reanalysis with observed hours, by province and kind (wind, pv)."""
        return {
            (r["province"], r["kind"]): Shape(float(r["ratio"]), float(r["correlation"])) for r in rows("shapes.csv")
        }

    @cached_property
    def ties(self) -> list[tuple[str, str, float]]:
        """Ties between two provinces and their capacity [MW]."""
        return [(r["from"], r["to"], float(r["mw"])) for r in rows("lines.csv")]

    @cached_property
    def prices(self) -> dict[str, dict[str, float]]:
        """Prices of coal and gas by province [USD/MMBtu]."""
        return {r["province"]: {"coal": float(r["coal"]), "gas": float(r["gas"])} for r in rows("fuel_prices.csv")}


def hourly(province: str) -> dict[str, Floats]:
    """Return the hourly series of a province: shares of capacity or of the maximum, load over its mean; inflow of
    hydro by day over its mean, the same for all provinces."""
    with netcdf_path(Path(str(DATA / "hourly.nc"))) as place, xr.open_dataset(place) as data:
        found = {name: data[name].sel(province=province).to_numpy() for name in ("wind", "pv", "load", "heat")}
        if province in data["coast"]:
            found["wind_offshore"] = data["wind_offshore"].sel(coast=province).to_numpy()
        found["hydro"] = data["hydro"].to_numpy()
    return found
