"""Monthly peaks x typical days, expanded to hours."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dispatch.arrays import Floats
from dispatch.errors import CaseError, Fault
from dispatch.messages import message, names
from dispatch.weather import Clock

from .plan import TypicalDays
from .roles import Wanted
from .sheet import SeriesSheet, read_sheet
from .units import POWER, PURE, convert, number

_CHINESE = {
    text: k
    for k, text in enumerate(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], start=1)
}
_REACHED = 0.995
"""Share of a month's peak that its highest typical day reaches at least."""


def typical_days(source: TypicalDays, folder: Path, case: Wanted) -> dict[str, Floats]:
    """The one series of a table of months (and kinds of day) by 24 hours. Every day of a kind is alike, so each of them
    meets the month's peak where its typical day does. Raises CaseError with the line that is wrong."""
    sheet = read_sheet(folder / source.file, source.sheet)
    ((name, own),) = source.series.items()
    for title in filter(None, (source.month, source.day, source.peak)):
        sheet.column(title)
    titles = [title for title in sheet.heading if title not in (source.month, source.day, source.peak)]
    if len(titles) != 24:
        rule = message("fault.series.typical_columns", count=len(titles))
        raise CaseError([Fault(sheet.name, 1, "", "", rule, message("remedy.series.hour_columns"))])
    days = _days(sheet, source, titles)
    _complete(sheet, days)
    peaked = _peaked(sheet, days, source, own.unit) if source.peak else days
    clock = Clock(case.year)
    kinds = _kinds(clock, {kind for _, kind in days})
    values, lines = np.zeros(len(clock)), np.zeros(len(clock), dtype=np.int64)
    for (month, kind), (line, hours) in peaked.items():
        inside = (clock.month == month - 1) & (kinds == kind)
        values[inside], lines[inside] = np.asarray(hours)[clock.hour[inside]], line
    unit = own.model_copy(update={"unit": "MW"}) if source.peak else own
    return {name: convert(values, lines, name, case.roles[name], unit, (sheet.name, "hours"))}


Days = dict[tuple[int, str], tuple[int, list[float]]]


def _days(sheet: SeriesSheet, source: TypicalDays, titles: list[str]) -> Days:
    """(month, kind) -> line and 24 numbers."""
    hours = [sheet.column(title) for title in titles]
    kinds = sheet.column(source.day) if source.day else [""] * len(sheet.rows)
    found: Days = {}
    for k, (month, kind, line) in enumerate(zip(sheet.column(source.month), kinds, sheet.lines, strict=True)):
        if source.day and kind not in source.kinds:
            rule, remedy = (
                message("fault.series.kind_of_day"),
                message("remedy.series.add_kinds_workday", kind=kind),
            )
            raise CaseError([Fault(sheet.name, line, source.day, kind, rule, remedy)])
        key = _month(month, sheet.name, line, source.month), source.kinds[kind] if source.day else "every"
        if key in found:
            rule = message("fault.series.duplicate_typical_day", found=found[key][0])
            raise CaseError([Fault(sheet.name, line, source.month, month, rule, message("remedy.common.keep_one"))])
        row = [number(column[k], (sheet.name, line, title)) for column, title in zip(hours, titles, strict=True)]
        found[key] = line, row
    return found


def _month(text: str, name: str, line: int, column: str) -> int:
    bare = text.removesuffix("份").removesuffix("月")
    month = _CHINESE.get(bare) or (int(bare) if re.fullmatch(r"\d{1,2}", bare, re.ASCII) else 0)
    if not 1 <= month <= 12:
        raise CaseError(
            [Fault(name, line, column, text, message("fault.series.not_month"), message("remedy.series.write_month"))]
        )
    return month


def _complete(sheet: SeriesSheet, days: Days) -> None:
    kinds = {kind for _, kind in days}
    missing = [(month, kind) for kind in sorted(kinds) for month in range(1, 13) if (month, kind) not in days]
    if missing:
        month, kind = missing[0]
        rule = message("fault.series.no_day_of_month", month=month, kind=kind, count=len(missing))
        raise CaseError([Fault(sheet.name, 0, "", "", rule, message("remedy.series.every_month"))])


def _peaked(sheet: SeriesSheet, days: Days, source: TypicalDays, unit: str) -> Days:
    """Shares of the month's peak -> MW (or the unit's like), where the peaks are those of the table."""
    if unit not in POWER:
        rule = message("fault.series.no_peak_unit") if not unit else message("fault.series.no_unit_power", unit=unit)
        raise CaseError(
            [
                Fault(
                    sheet.name,
                    1,
                    source.peak,
                    unit,
                    rule,
                    message("list.of", what=message("list.series.units"), names=names(POWER)),
                )
            ]
        )
    peaks = dict(zip(sheet.lines, sheet.column(source.peak), strict=True))
    out: Days = {}
    for month in range(1, 13):
        of_month = {key: row for key, row in days.items() if key[0] == month}
        highest = max(max(hours) for _, hours in of_month.values())
        line = next(iter(of_month.values()))[0]
        scale = PURE[source.hours]
        if not _REACHED <= highest * scale <= 1.0 + 1e-9:
            rule = message("fault.series.month_peak", month=month, highest=highest * scale)
            remedy = message("remedy.series.typical_peak")
            raise CaseError([Fault(sheet.name, line, "", "", rule, remedy)])
        for key, (row, hours) in of_month.items():
            peak = number(peaks[row], (sheet.name, row, source.peak))
            out[key] = row, [hour * scale * peak * POWER[unit] for hour in hours]
    return out


def _kinds(clock: Clock, known: set[str]) -> NDArray[np.str_]:
    """Kind of each hour's day: holidays are the week of the Spring Festival and that of the National Day."""
    if known == {"every"}:
        return np.full(len(clock), "every")
    kinds = np.where(clock.weekday >= 5, "weekend", "workday")
    if "holiday" in known:
        kinds = np.where(clock.holidays(0.0, 0.0) < 0.5, "holiday", kinds)
    if not set(kinds) <= known:
        rule = message("fault.series.no_typical_day", kinds=sorted(set(kinds) - known)[0])
        raise CaseError([Fault("kinds", 0, "", "", rule, message("remedy.series.day_kinds"))])
    return np.asarray(kinds)
