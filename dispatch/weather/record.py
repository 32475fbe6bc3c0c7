"""Records of weather years, and pseudo-years: what the region's wind and PV did, for the process to follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dispatch.arrays import Floats
from dispatch.case import SYNTHETIC, Weather, read_series
from dispatch.case.files import inside
from dispatch.errors import CaseError, Fault
from dispatch.messages import message, names

from .clock import Clock
from .parameters import Parameters
from .read import SETTINGS, merged
from .region import Record


@dataclass(frozen=True)
class Forcing:
    """External data that steer a drawn year. ``wind``, ``pv``: hourly output of the region as a share of capacity, shape (hours,), None
    for a synthetic year; ``wind_months``, ``pv_months``: energy of each month over that of the mean year (12,), and
    ``wind_hours``, ``pv_hours``: hours of the year [h], where ``months`` names a pseudo-year; ``sources``: of the record
    and of the pseudo-year."""

    name: str = SYNTHETIC
    months: str = ""
    wind: Floats | None = None
    pv: Floats | None = None
    wind_months: Floats = field(default_factory=lambda: np.ones(12))
    pv_months: Floats = field(default_factory=lambda: np.ones(12))
    wind_hours: float = 0.0
    pv_hours: float = 0.0
    sources: tuple[str, ...] = ()

    @property
    def has_months(self) -> bool:
        """Whether the months are those of a pseudo-year."""
        return bool(self.months)

    @property
    def steers(self) -> bool:
        """Whether the year follows anything at all."""
        return self.wind is not None or self.has_months


def forcing_of(parameters: Parameters, weather: Weather, clock: Clock, folders: Sequence[Path]) -> Forcing:
    """Return the record and the pseudo-year that ``weather`` names, for the calendar of ``clock``. The file of a record
    lies in the nearest of ``folders`` that has it. Raises CaseError."""
    records = {one.name: one for one in parameters.record}
    years = {one.name: one for one in parameters.pseudo_year}
    faults = []
    if weather.source != SYNTHETIC and weather.source not in records:
        faults.append(_unknown("weather.source", weather.source, "record", [SYNTHETIC, *records]))
    if weather.months and weather.months not in years:
        faults.append(_unknown("weather.months", weather.months, "pseudo_year", list(years)))
    if faults:
        raise CaseError(faults)
    sources: list[str] = []
    wind = pv = None
    if weather.source != SYNTHETIC:
        record = records[weather.source]
        values = _read(record, folders)
        wind, pv = (
            _on_calendar(values[name] * level, record.year, clock)
            for name, level in (("wind", record.wind_level), ("pv", record.pv_level))
        )
        sources.append(record.source)
    forcing = Forcing(weather.source, "", wind, pv)
    if weather.months:
        year = years[weather.months]
        sources.append(year.source)
        months = np.array(year.wind), np.array(year.pv)
        forcing = Forcing(weather.source, weather.months, wind, pv, *months, year.wind_hours, year.pv_hours)
    return replace(forcing, sources=tuple(sources))


def month_targets(expected: Floats, factors: Floats, hours: float, clock: Clock) -> Floats:
    """Return the mean output of each month of a pseudo-year, shape (12,): the expectation of the mean year times its
    factor, all at the level at which a year of 8,760 hours has the hours stated [h]."""
    target = expected * factors
    length = np.bincount(clock.month, minlength=12)
    return np.asarray(target * hours / 8760.0 * len(clock) / float((target * length).sum()))


def recorded(parameters: Parameters, folders: Sequence[Path]) -> dict[str, tuple[pd.DatetimeIndex, Floats, Floats]]:
    """Return time, wind and PV of each record in its own year, at its level. Raises CaseError."""
    found = {}
    for record in parameters.record:
        clock = Clock(record.year)
        own = forcing_of(parameters, Weather(source=record.name), clock, folders)
        assert own.wind is not None and own.pv is not None
        found[record.name] = (clock.time, own.wind, own.pv)
    return found


def record_files(folders: Sequence[Path], name: str) -> list[Path]:
    """Return the file of the record of that name in the nearest folder that has it; none where there is none."""
    try:
        given = merged([folder / SETTINGS for folder in folders if (folder / SETTINGS).is_file()])
    except CaseError:
        return []
    tables = given.get("record")
    files = [str(one.get("file")) for one in tables if one.get("name") == name] if isinstance(tables, list) else []
    return [path for file in files for own in folders if (path := own / file).is_file()][:1]


def _unknown(key: str, name: str, kind: str, known: list[str]) -> Fault:
    rule = message("fault.weather.no_name", kind=kind)
    return Fault(
        "case.toml",
        0,
        key,
        name,
        rule,
        message("remedy.weather.take_one", years=names(known)) if known else message("remedy.common.leave_out"),
    )


def _read(record: Record, folders: Sequence[Path]) -> dict[str, Floats]:
    """Hourly values of ``wind`` and ``pv`` of the record's own year."""
    found = next((folder for folder in folders if (folder / record.file).is_file()), None)
    if found is None:
        remedy = message("remedy.weather.put_beside", file=record.file, synthetic=SYNTHETIC)
        raise CaseError([Fault(SETTINGS, 0, "record.file", record.file, message("fault.common.no_such_file"), remedy)])
    own = pd.date_range(f"{record.year}-01-01", f"{record.year}-12-31 23:00", freq="h", unit="s")
    series = read_series(inside(found, found / record.file, record.file), own)
    faults = list(series.faults)
    for name in ("wind", "pv"):
        if not faults and name not in series.values:
            remedy = message("remedy.weather.columns")
            faults.append(Fault(record.file, 0, name, "", message("fault.common.no_such_series"), remedy))
        elif not faults and float(series.values[name].max()) > 1.0:
            most = f"{series.values[name].max():g}"
            faults.append(
                Fault(
                    record.file,
                    0,
                    name,
                    most,
                    message("fault.weather.largest_share"),
                    message("remedy.weather.shares"),
                )
            )
    if faults:
        raise CaseError(faults)
    return series.values


def _on_calendar(values: Floats, year: int, clock: Clock) -> Floats:
    """Values of a year at the month, day and hour of another; 29 February is left out, or is the 28th again."""
    own = pd.date_range(f"{year}-01-01", f"{year}-12-31 23:00", freq="h", unit="s")
    hours = pd.Series(values, index=_key(own))
    wanted = _key(clock.time)
    missing = ~np.isin(wanted, hours.index)
    return np.asarray(hours.loc[np.where(missing, wanted - 100, wanted)].to_numpy(), dtype=np.float64)


def _key(time: pd.DatetimeIndex) -> NDArray[np.int64]:
    return np.asarray(time.month * 10_000 + time.day * 100 + time.hour, dtype=np.int64)
