"""A cell of a workbook as the text that a CSV would have, or what is wrong with it.

Excel and WPS change what a planner types: names to dates, months to the first day of the month, shares to percent cells.
What has one meaning is converted; the rest is refused.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Any

from dispatch.messages import message

from ..cell_values import WrongValueError
from ..schema import Column

EPOCH = datetime.datetime(1899, 12, 30)
"""Day 0 of the serial numbers of Excel."""
SERIALS = (36526, 73415)
"""Serial numbers that represent a date: 2000 to 2100."""
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\ufeff\u200b"), " ")
_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
_NARROW = ("number", "integer", "flag", "month", "date", "season")
"""Kinds whose text may be written in full-width characters."""


def text_of(value: Any, number_format: str, column: Column | None, unit: str = "") -> str:
    """Return the text of a cell. column: None for a cell without a column. unit: of the heading. Raises WrongValueError."""
    kind = column.kind if column is not None else "text"
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(float(value), "%" in number_format, kind, unit)
    if isinstance(value, datetime.datetime | datetime.date):
        return _date(value, kind)
    if isinstance(value, datetime.time | datetime.timedelta):
        raise WrongValueError(message("fault.workbook.time_of_day"), message("remedy.workbook.time_of_day"))
    return _text(str(value), kind, column is not None and bool(column.choices))


def _text(value: str, kind: str, choice: bool) -> str:
    text = value.translate(_SPACES).replace("\u3000", " ").strip()
    if _ERROR.fullmatch(text):
        raise WrongValueError(message("fault.workbook.error_cell"), message("remedy.workbook.error_cell"))
    if text.startswith("="):
        raise WrongValueError(message("fault.workbook.formula"), message("remedy.workbook.formula"))
    return unicodedata.normalize("NFKC", text) if kind in _NARROW or choice else text


def _number(value: float, percent: bool, kind: str, unit: str) -> str:
    if kind in ("month", "date", "season") and SERIALS[0] <= value <= SERIALS[1]:
        return _date(EPOCH + datetime.timedelta(days=value), kind)
    if percent:
        if unit == "%":
            return digits(float(f"{value * 100:.15g}"))
        if unit not in ("share", "1/h"):
            raise WrongValueError(message("fault.workbook.percent"), message("remedy.workbook.percent"))
    return digits(value)


def digits(value: float) -> str:
    """Return a number as text: a whole one without a point."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _date(value: datetime.datetime | datetime.date, kind: str) -> str:
    moment = value if isinstance(value, datetime.datetime) else datetime.datetime.combine(value, datetime.time())
    day = moment.date()
    if kind in ("text", "number", "integer", "flag"):
        raise _wrong_date(kind)
    if moment.time() != datetime.time():
        raise WrongValueError(message("fault.workbook.time_of_day"), message("remedy.workbook.time_of_day"))
    if kind == "month":
        if day.day != 1:
            raise WrongValueError(message("fault.workbook.day_in_month"), message("remedy.workbook.day_in_month"))
        return f"{day:%Y-%m}"
    return f"{day:%m-%d}" if kind == "season" else f"{day:%Y-%m-%d}"


def _wrong_date(kind: str) -> WrongValueError:
    if kind == "text":
        return WrongValueError(message("fault.workbook.date_in_text"), message("remedy.workbook.date_in_text"))
    return WrongValueError(message("fault.workbook.date_in_number"), message("remedy.workbook.date_in_number"))


def hour_of(value: Any) -> str:
    """Return a time of the series as text; fractions of a day that Excel has rounded become whole minutes. Raises WrongValueError."""
    if isinstance(value, int | float) and not isinstance(value, bool) and SERIALS[0] <= value <= SERIALS[1] + 1:
        value = EPOCH + datetime.timedelta(days=float(value))
    if isinstance(value, datetime.datetime):
        rounded = value + datetime.timedelta(seconds=30)
        return f"{rounded:%Y-%m-%d %H:%M}"
    if isinstance(value, datetime.date):
        return f"{value:%Y-%m-%d} 00:00"
    return text_of(value, "", None)
