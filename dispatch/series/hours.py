"""Times as planners write them, placed on the hours of a case: zone, stamp, leap day, gaps, each as the map says."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dispatch.arrays import Floats
from dispatch.case.suggestions import such_hours
from dispatch.errors import CaseError, Fault
from dispatch.messages import Message, message, names, sentences

HERE = 8
"""A case is in UTC+8 [h]."""
_STAMP = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?时?)?", re.ASCII
)


@dataclass(frozen=True)
class Rules:
    """What the map says about the times of a file; see ``plan``."""

    offset: int
    stamp: str
    year: int | None
    leap_day: str
    gaps: int
    edges: str


def parse_times(cells: list[str], name: str, column: str, lines: list[int]) -> pd.DatetimeIndex:
    """Times as written, 24:00 being the next day's 0:00. Raises CaseError with the lines that are wrong."""
    times, faults = [], []
    for cell, line in zip(cells, lines, strict=True):
        match = _STAMP.fullmatch(cell)
        try:
            if match is None:
                raise ValueError
            year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
            start = datetime.datetime(year, month, day) + datetime.timedelta(hours=hour, minutes=minute)
            if hour > 24 or (hour == 24 and minute) or minute > 59 or second:
                raise ValueError
            times.append(start)
        except ValueError:
            faults.append(
                Fault(
                    name,
                    line,
                    column,
                    cell,
                    message("fault.series.not_time_calendar"),
                    message("remedy.series.write_hour"),
                )
            )
    if faults:
        raise CaseError(faults[:5])
    return pd.DatetimeIndex(times).as_unit("s")


def place(
    times: pd.DatetimeIndex, values: Floats, name: str, lines: list[int], rules: Rules, year: int
) -> tuple[Floats, NDArray[np.int64]]:
    """Values (rows, columns) on the hours of ``year`` in UTC+8, and the line that each hour comes from (0: made up).

    Raises CaseError where an hour is doubled or missing, or the years do not fit, and the map does not say what to do.
    """
    whole = np.asarray((times.minute != 0) | (times.second != 0))
    if whole.any():
        first = int(np.flatnonzero(whole)[0])
        raise _fault(
            name,
            lines[first],
            times[first],
            message("fault.series.not_full_hour"),
            message("remedy.series.hourly"),
        )
    start = times + pd.Timedelta(hours=HERE - rules.offset - (1 if rules.stamp == "end" else 0))
    own = _year(times, start, name, lines, rules)
    start, keep = _inside(start, times, own, name, lines, rules)
    table = pd.DataFrame(values[keep], index=start[keep])
    table["line"] = np.asarray(lines)[keep]
    doubled = table.index.duplicated()
    if doubled.any():
        first = int(np.flatnonzero(doubled)[0])
        rule = such_hours(message("fault.series.hour_twice"), int(doubled.sum()))
        remedy = message("remedy.series.keep_row")
        raise _fault(name, int(table["line"].iloc[first]), table.index[first], rule, remedy)
    table = _filled(table.sort_index(), own, name, rules)
    return _calendar(table, own, year, name, rules)


def _fault(name: str, line: int, value: object, rule: Message, remedy: Message) -> CaseError:
    return CaseError([Fault(name, line, "time", str(value), rule, remedy)])


def _year(times: pd.DatetimeIndex, start: pd.DatetimeIndex, name: str, lines: list[int], rules: Rules) -> int:
    """The year of the file that is meant."""
    years, counts = np.unique(np.asarray(start.year), return_counts=True)
    if rules.year is not None:
        if rules.year not in years:
            had = message("list.of", what=message("list.it_has"), names=names(str(one) for one in years))
            raise _fault(name, lines[0], rules.year, message("fault.series.no_hour_of_year"), had)
        return rules.year
    most = int(years[np.argmax(counts)])
    strangers = np.abs(np.asarray(start - pd.Timestamp(most, 7, 2)) / pd.Timedelta(days=1)) > 184.5
    if strangers.any():
        first = int(np.flatnonzero(strangers)[0])
        rule = message("fault.series.other_years", most=most)
        raise _fault(name, lines[first], times[first], rule, message("remedy.series.say_meant_year", most=most))
    return most


def _inside(
    start: pd.DatetimeIndex, times: pd.DatetimeIndex, own: int, name: str, lines: list[int], rules: Rules
) -> tuple[pd.DatetimeIndex, NDArray[np.bool_]]:
    """Which rows are of the year, those that a shift moved over its end brought round where the map says so."""
    years = np.asarray(start.year)
    keep = years == own
    if keep.all() or (rules.year is not None and rules.edges == "refuse"):
        return start, np.asarray(keep)
    first, last = pd.Timestamp(own, 1, 1), pd.Timestamp(own, 12, 31, 23)
    over = ~keep & (np.asarray(times.year) == own)
    if rules.edges == "refuse":
        at = int(np.flatnonzero(~keep)[0])
        rule = message("fault.series.hour_of_other_year", start=f"{start[at]:%Y-%m-%d %H:%M}", own=own)
        remedy = message("remedy.series.neighbouring_year")
        raise _fault(name, lines[at], times[at], rule, remedy)
    length = (last - first) + pd.Timedelta(hours=1)
    moved = pd.Series(start)
    moved[over & (years > own)] -= length
    moved[over & (years < own)] += length
    over &= ~moved.isin(start[keep]).to_numpy()  # the neighbouring year's own hours come first
    return pd.DatetimeIndex(moved), np.asarray(keep | over)


def _filled(table: pd.DataFrame, own: int, name: str, rules: Rules) -> pd.DataFrame:
    """Every hour of the year: gaps no longer than the map allows are filled by a straight line."""
    full = pd.date_range(f"{own}-01-01", f"{own}-12-31 23:00", freq="h", unit="s")
    absent = ~full.isin(table.index)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], absent, [False]]).astype(np.int8)))
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        at_end = begin == 0 or end == len(full)
        if end - begin > rules.gaps or at_end:
            before = table["line"][table.index < full[begin]]
            line = int(before.iloc[-1]) + 1 if len(before) else int(table["line"].iloc[0])
            many = (
                message("fault.series.hours_missing", end=end - begin)
                if end - begin > 1
                else message("fault.common.hour_missing")
            )
            allow = None if at_end else message("remedy.series.allow_filled_gaps", end=end - begin)
            raise _fault(name, line, full[begin], many, sentences(message("remedy.series.utc_8_hours", own=own), allow))
    table = table.reindex(full)
    values = table.drop(columns="line").interpolate(method="linear")
    return values.assign(line=table["line"].fillna(0).astype(np.int64))


def _calendar(table: pd.DataFrame, own: int, year: int, name: str, rules: Rules) -> tuple[Floats, NDArray[np.int64]]:
    """From the calendar of the file to that of the case."""
    target = pd.date_range(f"{year}-01-01", f"{year}-12-31 23:00", freq="h", unit="s")
    leap, wants = (hours.strftime("%m-%d") == "02-29" for hours in (pd.DatetimeIndex(table.index), target))
    if leap.any() and not wants.any():
        if rules.leap_day != "drop":
            rule = message("fault.series.leap_day", own=own, year=year)
            line = int(table["line"][leap].iloc[0])
            raise _fault(name, line, f"{own}-02-29 00:00", rule, message("remedy.series.leap_day_drop"))
        table = table[~leap]
    order = np.arange(len(target))
    if wants.any() and not leap.any():
        if rules.leap_day != "repeat":
            rule = message("fault.series.leap_day", own=year, year=own)
            raise _fault(name, 0, "", rule, message("remedy.series.leap_day_repeat"))
        day = int(np.flatnonzero(wants)[0])
        order = np.concatenate([np.arange(day), np.arange(day - 24, len(target) - 24)])
    values = table.drop(columns="line").to_numpy(dtype=np.float64)
    return values[order], table["line"].to_numpy(dtype=np.int64)[order]
