"""Hourly series: a netCDF file with ``value(series, time)``, or a CSV with a ``time`` column and one column a series."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from dispatch.arrays import Floats
from dispatch.errors import CaseError, Fault
from dispatch.messages import Message, message, sentences
from dispatch.netcdf import netcdf_path

from .cell_values import WrongValueError, number
from .files import one_fault, read_text
from .remedies import meant_day
from .suggestions import clip, such_hours
from .tables import heading_fault, length_fault, records

T = TypeVar("T")

_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?)?", re.ASCII)
_MOST = 1e9
_ZONE = re.compile(r".*\d\s*(Z|[+-]\d{2}:?\d{2})", re.ASCII)
_START = message("remedy.case.start_hour")


@dataclass
class SeriesFile:
    """``values``: the series without a fault, shape (hours of the horizon,) each; ``names``: all that the file has;
    ``rows``: the line of each hour (none: a file without lines)."""

    values: dict[str, Floats] = field(default_factory=dict)
    file: str = ""
    rows: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    names: frozenset[str] = frozenset()
    attributes: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, hour: int) -> str:
        """Where an hour stands in the file, in words."""
        row = int(self.rows[hour]) if hour < len(self.rows) else 0
        return f"{self.file}, row {row}" if row else self.file


@dataclass
class _Raw:
    """The file as it is: time (hours,), values (hours, series), the line of each hour (0: a file without lines)."""

    time: pd.DatetimeIndex
    names: list[str]
    values: Floats
    rows: NDArray[np.int64]
    attributes: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)


def parse_hour(text: str) -> datetime:
    """A time as tables and the command line write it. Raises WrongValueError."""
    if _ZONE.fullmatch(text.strip()) and ":" in text:
        raise WrongValueError(message("fault.case.time_zone"), message("remedy.case.convert_zone"))
    if not _STAMP.fullmatch(text):
        other = meant_day(text, "hour")
        raise WrongValueError(
            message("fault.case.not_time"), message("remedy.case.write_as", other=other) if other else _START, other
        )
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise WrongValueError(message("fault.case.calendar_hour"), _START) from None


def read_series(path: Path, horizon: pd.DatetimeIndex, signed: frozenset[str] = frozenset()) -> SeriesFile:
    """Every series of a file over the horizon; times are UTC+8 without daylight saving.

    Faults: a missing, doubled, foreign or misplaced hour; a value that is not a number from 0 up
    (of a series that is ``signed``: not a number).
    """
    try:
        return _checked(path.name, _csv(path) if path.suffix == ".csv" else _netcdf(path), horizon, signed)
    except CaseError as error:
        return SeriesFile(faults=list(error.faults))


def from_dataset(data: xr.Dataset, name: str, horizon: pd.DatetimeIndex) -> SeriesFile:
    """Every series of ``value(series, time)``; ``name`` is how messages call it. Faults as of a file."""
    try:
        return _checked(name, _table(data, name), horizon)
    except CaseError as error:
        return SeriesFile(faults=list(error.faults))


def _checked(file: str, raw: _Raw, horizon: pd.DatetimeIndex, signed: frozenset[str] = frozenset()) -> SeriesFile:
    found = SeriesFile(names=frozenset(raw.names), attributes=raw.attributes, faults=raw.faults)
    found.file, found.rows = file, raw.rows
    misplaced = [] if raw.faults and "time" in raw.faulty else _hours(file, raw, horizon)
    found.faults.extend(misplaced)
    for k, name in enumerate(raw.names):
        values = np.ascontiguousarray(raw.values[:, k])
        least = -_MOST if name in signed else 0.0
        bad = np.flatnonzero(~((values >= least) & (values <= _MOST)))
        if bad.size and name not in raw.faulty:
            first = int(bad[0])
            hour = f"{raw.time[first]:%Y-%m-%d %H:%M}"
            rule = such_hours(message("fault.case.not_number_at", least=least, most=_MOST, hour=hour), bad.size)
            value = f"{values[first]:g}"
            found.faults.append(Fault(file, int(raw.rows[first]), name, value, rule, message("remedy.case.every_hour")))
        elif not raw.faulty & {name, "time"} and not misplaced:
            found.values[name] = values
    return found


def _hours(file: str, raw: _Raw, horizon: pd.DatetimeIndex) -> list[Fault]:
    """What is wrong with the hours: the first place of each kind, and how many."""
    given = raw.time
    if len(given) == len(horizon) and given.equals(horizon - pd.Timedelta(hours=8)):
        rule = message("fault.case.utc_hours")
        return [Fault(file, int(raw.rows[0]), "time", str(given[0]), rule, message("remedy.case.add_eight_hours"))]
    doubled = given[given.duplicated()]
    missing, foreign = horizon.difference(given), given.difference(horizon)
    leap = message("remedy.case.leap_year_8784") if len(horizon) == 8784 else None
    cases = (
        (doubled, message("fault.case.duplicate_hour"), message("remedy.case.keep_row")),
        (
            missing,
            message("fault.common.hour_missing"),
            sentences(message("remedy.case.all_hours", count=len(horizon)), leap),
        ),
        (
            foreign,
            message("fault.case.hour_not_horizon"),
            message("remedy.case.horizon_hour_hour", horizon=horizon[0], horizon2=horizon[-1]),
        ),
    )
    faults = []
    for hours, rule, remedy in cases:
        if len(hours):
            at = np.flatnonzero(given == hours[0])
            row = int(raw.rows[at[-1]]) if at.size else 0
            faults.append(Fault(file, row, "time", str(hours[0]), such_hours(rule, len(hours)), remedy))
    if not faults and not given.equals(horizon):
        late = int(np.flatnonzero(given != horizon)[0])
        faults.append(
            Fault(
                file,
                int(raw.rows[late]),
                "time",
                str(given[late]),
                message("fault.case.hours_not_order"),
                message("remedy.case.sort"),
            )
        )
    return faults


def _netcdf(path: Path) -> _Raw:
    try:
        with netcdf_path(path) as place, xr.open_dataset(place, decode_timedelta=False) as data:
            return _table(data, path.name)
    except CaseError:
        raise
    except Exception as error:  # the libraries below it raise whatever they please on a damaged file
        raise _unreadable(path.name, error) from None


def _unreadable(name: str, error: Exception) -> CaseError:
    rule = message("fault.case.no_time", error=clip(error))
    return one_fault(name, rule, message("remedy.case.series_file"))


def _table(data: xr.Dataset, name: str) -> _Raw:
    try:
        table = data["value"].transpose("time", "series").astype(float).load()
        names = [str(one) for one in data["series"].values]
        time = data.indexes["time"]
    except Exception as error:  # as above: the values are read here
        raise _unreadable(name, error) from None
    if not isinstance(time, pd.DatetimeIndex) or time.hasnans:
        raise one_fault(name, message("fault.case.time_none_calendar"), message("remedy.case.series_file"))
    if len(set(names)) != len(names):
        raise one_fault(name, message("fault.case.series_appears_twice"), message("remedy.common.keep_one"))
    attributes = {str(key): str(value) for key, value in data.attrs.items()}
    return _Raw(time.as_unit("s"), names, table.to_numpy(), np.zeros(len(time), dtype=np.int64), attributes)


def _csv(path: Path) -> _Raw:
    name = path.name
    lines = list(records(read_text(path, name), name))
    if not lines:
        raise one_fault(name, message("fault.case.file_empty"), message("remedy.case.series_columns"))
    heading = lines[0][1]
    if fault := heading_fault(heading, name):
        raise CaseError([fault])
    if "time" not in heading or len(set(heading)) != len(heading):
        rule = message("fault.case.series_heading")
        raise CaseError([Fault(name, 1, "", clip(",".join(heading)), rule, message("remedy.case.correct_heading"))])
    many = _Many(name)
    kept = [(row, cells) for row, cells in lines[1:] if not many.keep(length_fault(cells, heading, name, row))]
    columns = dict(zip(heading, zip(*(cells for _, cells in kept), strict=True), strict=True)) if kept else {}
    rows = np.array([row for row, _ in kept], dtype=np.int64)
    times = [
        many.read("time", row, cell, parse_hour)
        for row, cell in zip(rows.tolist(), columns.get("time", ()), strict=True)
    ]
    names = [own for own in heading if own != "time"]
    values = np.zeros((len(kept), len(names)))
    for k, own in enumerate(names):
        for position, cell in enumerate(columns.get(own, ())):
            value = many.read(own, int(rows[position]), cell, number)
            values[position, k] = np.nan if value is None else value
    index = pd.DatetimeIndex([time if time is not None else pd.NaT for time in times]).as_unit("s")
    return _Raw(index, names, values, rows, {}, many.faults(), many.faulty)


class _Many:
    """Faults of many cells, gathered by column and rule: a year has 8,760 of each kind where it has one."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: dict[tuple[str, Message | None], list[Fault]] = defaultdict(list)
        self.faulty: set[str] = set()

    def keep(self, fault: Fault | None) -> bool:
        """Take a fault of a row, if it is one."""
        if fault is None:
            return False
        self.found["", None].append(fault)
        self.faulty.add("time")  # with rows lost, missing hours would be found that are there
        return True

    def read(self, column: str, row: int, cell: str, how: Callable[[str], T]) -> T | None:
        """The value of a cell, or None where it has a fault."""
        try:
            return how(cell)
        except WrongValueError as wrong:
            found_fault = Fault(self.file, row, column, cell, wrong.rule, wrong.remedy, replacement=wrong.replacement)
            self.found[column, wrong.rule].append(found_fault)
            self.faulty.add(column)
            return None

    def faults(self) -> list[Fault]:
        """One fault a column and rule: the first, with the rows of the others."""
        merged = []
        for faults in self.found.values():
            first, others = faults[0], ", ".join(str(fault.row) for fault in faults[1:6])
            rule = first.rule
            if others:
                rows = f"{others} ..." if len(faults) > 6 else others
                rule = message("fault.common.same_in_rows", rule=rule, rows=rows, count=len(faults))
            merged.append(Fault(self.file, first.row, first.column, first.value, rule, first.remedy, first.replacement))
        return merged
