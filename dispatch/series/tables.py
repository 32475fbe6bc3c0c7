"""Hourly tables, and those of renewables.ninja."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np

from dispatch.arrays import Floats
from dispatch.errors import CaseError, Fault
from dispatch.messages import message

from .hours import Rules, parse_times, place
from .plan import Hourly, Ninja, SeriesColumn, offset
from .roles import Wanted
from .sheet import SeriesSheet, read_sheet
from .units import convert, number


def hourly(source: Hourly, folder: Path, case: Wanted) -> dict[str, Floats]:
    """Series of a table with a column of times. Raises CaseError with every fault of it."""
    sheet = read_sheet(folder / source.file, source.sheet)
    rules = Rules(offset(source.zone), source.stamp, source.year, source.leap_day, source.gaps, source.edges)
    return _series(sheet, source.time, rules, source.series, case)


def ninja(source: Ninja, folder: Path, case: Wanted) -> dict[str, Floats]:
    """Series of a file of renewables.ninja: hours begin at their time, in UTC; power is per its own capacity."""
    sheet = read_sheet(folder / source.file, comment="#")
    rules = Rules(0, "start", source.year, source.leap_day, source.gaps, source.edges)
    stated = {name: _stated(sheet, column) for name, column in source.series.items()}
    return _series(sheet, "time", rules, stated, case)


def _stated(sheet: SeriesSheet, column: SeriesColumn) -> SeriesColumn:
    """Return unit and requested capacity [kW] that the comment lines of a file state."""
    title = column.column or "electricity"
    if column.unit:
        return column.model_copy(update={"column": title})
    unit, capacity = "share", None
    for line in sheet.comments:
        text = line.lstrip("# \t").strip()
        if text.startswith("{"):
            try:
                about = json.loads(text)
                unit = about.get("units", {}).get(title, unit)
                capacity = about.get("params", {}).get("capacity", capacity)
            except (ValueError, AttributeError):
                continue
        elif found := re.search(rf"\b{re.escape(title)} in (\w+)", text):
            unit = found[1]
    if unit == "share":
        return SeriesColumn(column=title, unit="share")
    if capacity is None and column.capacity is None:
        rule = message("fault.series.no_capacity", unit=unit)
        raise CaseError([Fault(sheet.name, 1, title, "", rule, message("remedy.series.capacity_zero"))])
    return SeriesColumn(column=title, unit=unit, capacity=column.capacity or float(capacity) * 1e-3)  # type: ignore[arg-type]


def _series(
    sheet: SeriesSheet, time: str, rules: Rules, stated: dict[str, SeriesColumn], case: Wanted
) -> dict[str, Floats]:
    times = parse_times(sheet.column(time), sheet.name, time, sheet.lines)
    faults: list[Fault] = []
    columns = []
    for column in stated.values():
        try:
            columns.append(_numbers(sheet, column.column))
        except CaseError as error:
            faults.extend(error.faults)
    if faults:
        raise CaseError(faults)
    values, lines = place(times, np.array(columns).T, sheet.name, sheet.lines, rules, case.year)
    series = {}
    for k, (name, column) in enumerate(stated.items()):
        try:
            where = (sheet.name, column.column)
            series[name] = convert(values[:, k], lines, name, case.roles[name], column, where)
        except CaseError as error:
            faults.extend(error.faults)
    if faults:
        raise CaseError(faults)
    return series


def _numbers(sheet: SeriesSheet, title: str) -> list[float]:
    found: list[float] = []
    faults: list[Fault] = []
    for text, line in zip(sheet.column(title), sheet.lines, strict=True):
        try:
            found.append(number(text, (sheet.name, line, title)))
        except CaseError as error:
            faults.extend(error.faults)
    if faults:
        raise CaseError(faults[:5])
    return found
