"""Rules of the hourly series that tables name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from dispatch.arrays import Floats
from dispatch.errors import Fault
from dispatch.messages import Message, message

from ..series import SeriesFile
from ..settings import Settings
from ..sheets import Sheet, Sheets
from ..suggestions import options
from .generic import series_exist

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
                    remedy = options(name, sorted(series.names), _origin(settings))
                    yield sheet.fault(k, "profile", message("fault.common.no_such_series"), remedy)
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
            remedy = options(name, sorted(series.names), _origin(settings))
            yield sheet.fault(k, "profile", message("fault.common.no_such_series"), remedy)


def _origin(settings: Settings) -> Message:
    """What the list of the series of a case is headed."""
    if settings.weather.drawn:
        return message("list.case.of_seed", seed=settings.weather.first_seed)
    return message("list.case.of_file", file=settings.series)


def _shape(table: str, sheet: Sheet, k: int, row: dict[str, Any], series: SeriesFile, level: str) -> Iterator[Fault]:
    values: Floats = series.values[row["profile"]]
    if table in _SHARES:
        above = np.flatnonzero(values > 1.0 + 1e-9)
        if above.size:
            most, where = values.max(), series.line(int(above[0]))
            one = message("fault.case.profile_above_one_once", most=most, where=where)
            many = message("fault.case.profile_above_one", most=most, where=where, count=above.size)
            rule = many if above.size > 1 else one
            yield sheet.fault(k, "profile", rule, message("remedy.case.share"))
    elif values.sum() <= 0:
        yield sheet.fault(k, "profile", message("fault.case.zero_profile"), message("remedy.case.name_another_series"))
    elif table == "corridors" and "capacity" in row and f"energy_{level}" in row:
        peak = row[f"energy_{level}"] * values.max() / values.sum()
        if peak > row["capacity"] * (1 + 1e-9):
            rule = message("fault.case.contract_peak", peak=peak)
            yield sheet.fault(k, "capacity", rule, message("remedy.case.flatter_profile", level=level))
