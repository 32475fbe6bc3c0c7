"""Rules of the hourly series that tables name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from dispatch.errors import Fault

from ..series import Floats, SeriesFile
from ..settings import Settings
from ..sheets import Sheet, Sheets
from ..words import options
from .plain import series_exist

_SHARES = ("renewables", "csp", "heat")
_SHAPES = ("load", "corridors")


def profiles(sheets: Sheets, settings: Settings, series: SeriesFile) -> Iterator[Fault]:
    """A profile exists; a share does not rise above 1; a shape is not zero; a contracted curve fits its corridor."""
    for table in (*_SHARES, *_SHAPES):
        sheet = sheets[table]
        for k, row in sheet.having("profile"):
            name = row["profile"]
            if name not in series.names:
                if series.names:
                    remedy = options(name, sorted(series.names), f"{_origin(settings)} has")
                    yield sheet.fault(k, "profile", "there is no such series", remedy)
            elif name in series.values:
                yield from _shape(table, sheet, k, row, series, settings.export_level)
    yield from _credits(sheets["capacity_credits"], settings, series)
    yield from series_exist(sheets, settings, series)


def _credits(sheet: Sheet, settings: Settings, series: SeriesFile) -> Iterator[Fault]:
    """A credit is of a series that exists; a fault a profile, not a month."""
    found: set[str] = set()
    for k, row in sheet.having("profile"):
        name = row["profile"]
        if series.names and name not in series.names and name not in found:
            found.add(name)
            remedy = options(name, sorted(series.names), f"{_origin(settings)} has")
            yield sheet.fault(k, "profile", "there is no such series", remedy)


def _origin(settings: Settings) -> str:
    return f"The year of seed {settings.weather.first_seed}" if settings.weather.drawn else settings.series


def _shape(table: str, sheet: Sheet, k: int, row: dict[str, Any], series: SeriesFile, level: str) -> Iterator[Fault]:
    values: Floats = series.values[row["profile"]]
    if table in _SHARES:
        above = np.flatnonzero(values > 1.0 + 1e-9)
        if above.size:
            where = f"{series.line(int(above[0]))}, {above.size} such hour{'s' if above.size > 1 else ''}"
            rule = f"the profile rises to {values.max():.4g}, above 1 (first in {where})"
            yield sheet.fault(k, "profile", rule, "It is a share: divide it by its capacity or peak.")
    elif values.sum() <= 0:
        yield sheet.fault(k, "profile", "the profile is zero all year", "Name another series.")
    elif table == "corridors" and "capacity" in row and f"energy_{level}" in row:
        peak = row[f"energy_{level}"] * values.max() / values.sum()
        if peak > row["capacity"] * (1 + 1e-9):
            rule = f"the contracted curve peaks at {peak:.0f} MW, above the capability"
            yield sheet.fault(k, "capacity", rule, f"Lower energy_{level}, or take a flatter profile.")
