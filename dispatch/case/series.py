"""Hourly series: a netCDF file with ``value(series, time)``, or a CSV with a ``time`` column and one column a series."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from dispatch.errors import CaseError, Fault

from .files import text


def read_series(path: Path, horizon: pd.DatetimeIndex) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Series by name, each of shape (len(horizon),), and the attributes of the file.

    Times are UTC+8 without daylight saving. Raises CaseError for a missing, doubled or foreign hour, a value that is
    not a number, or one below zero.
    """
    if not path.is_file():
        remedy = "Put the file there, or name another under `series` in case.toml."
        raise CaseError([Fault(path.name, 0, "", "", "the case has no such series file", remedy)])
    frame, attributes = _netcdf(path) if path.suffix == ".nc" else _csv(path)
    offset = 2 if path.suffix == ".csv" else 0
    faults = _hours(path.name, frame.index, horizon, offset)
    for name in frame.columns:
        values = frame[name].to_numpy(dtype=float)
        bad = np.flatnonzero(~np.isfinite(values) | (values < 0))
        if bad.size:
            first = int(bad[0])
            rule = f"not a number at or above zero ({bad.size} such hours, the first at {frame.index[first]})"
            row = first + offset if offset else 0
            faults.append(Fault(path.name, row, str(name), str(values[first]), rule, "Give every hour a number."))
    if faults:
        raise CaseError(faults)
    return {str(name): frame[name].to_numpy(dtype=float) for name in frame.columns}, attributes


def _hours(file: str, index: pd.Index, horizon: pd.DatetimeIndex, offset: int) -> list[Fault]:
    doubled = index[index.duplicated()]
    missing = horizon.difference(index)
    foreign = index.difference(horizon)
    cases = (
        (doubled, "the hour appears more than once", "Keep one row an hour; time is UTC+8 without daylight saving."),
        (missing, "the hour is missing", f"Give all {len(horizon)} hours of the horizon."),
        (foreign, "the hour is not in the horizon", f"The horizon is {horizon[0]} to {horizon[-1]}, hour by hour."),
    )
    faults = []
    for hours, rule, remedy in cases:
        if len(hours):
            more = f" ({len(hours)} such hours)" if len(hours) > 1 else ""
            row = int(np.flatnonzero(index == hours[0])[-1]) + offset if offset and hours[0] in index else 0
            faults.append(Fault(file, row, "time", str(hours[0]), rule + more, remedy))
    if not faults and not index.equals(horizon):
        faults.append(Fault(file, 0, "time", "", "the hours are not in order", "Sort the rows by time."))
    return faults


def _netcdf(path: Path) -> tuple[pd.DataFrame, dict[str, str]]:
    try:
        with xr.open_dataset(path) as data:
            values = data["value"].transpose("time", "series").to_pandas()
            return pd.DataFrame(values), {str(key): str(value) for key, value in data.attrs.items()}
    except (OSError, KeyError, ValueError) as error:
        remedy = "Write it with `dispatch weather`, or give a CSV."
        raise CaseError([Fault(path.name, 0, "", "", f"it has no value(series, time): {error}", remedy)]) from None


def _csv(path: Path) -> tuple[pd.DataFrame, dict[str, str]]:
    rows = list(csv.reader(io.StringIO(text(path), newline="")))
    heading = [cell.strip() for cell in rows[0]] if rows else []
    faults: list[Fault] = []
    if "time" not in heading or len(set(heading)) != len(heading):
        rule = "the heading needs one column `time` and one column a series, each name once"
        raise CaseError([Fault(path.name, 1, "", ",".join(heading), rule, "Mend the heading.")])
    place = heading.index("time")
    times, values = [], []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(heading):
            rule = f"the row has {len(row)} fields, the heading {len(heading)}"
            faults.append(Fault(path.name, number, "", "", rule, "Mend the row."))
            continue
        try:
            stamp = datetime.fromisoformat(row[place].strip())
        except ValueError:
            faults.append(Fault(path.name, number, "time", row[place], "not a time", "Write 2030-01-07 00:00."))
            continue
        if stamp.tzinfo is not None:
            rule = "the time names a zone; times are UTC+8 without one"
            faults.append(Fault(path.name, number, "time", row[place], rule, "Convert it and leave the zone out."))
            continue
        times.append(stamp)
        numbers = []
        for name, cell in zip(heading, row, strict=True):
            if name == "time":
                continue
            try:
                numbers.append(float(cell))
            except ValueError:
                faults.append(Fault(path.name, number, name, cell, "not a number", "Give every hour a number."))
                numbers.append(0.0)
        values.append(numbers)
    if faults:
        raise CaseError(faults)
    names = [name for name in heading if name != "time"]
    frame = pd.DataFrame(np.array(values).reshape(len(times), len(names)), index=pd.DatetimeIndex(times), columns=names)
    return frame, {}
