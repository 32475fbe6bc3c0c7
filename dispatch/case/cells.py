"""One cell: its text as a typed value, or what is wrong with it."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from typing import TypeAlias

from .remedies import NUMBER, meant_day, meant_number
from .schema import UNITS, Column
from .words import clip, meant, options

Value: TypeAlias = str | float | int | bool | datetime.date

_MEANT_FLAGS = {
    "y": "true",
    "√": "true",
    "对": "true",
    "有": "true",
    "n": "false",
    "×": "false",
    "无": "false",
    "x": "false",
}
_FLAGS = {"true": True, "1": True, "yes": True, "是": True, "false": False, "0": False, "no": False, "否": False}
_RESERVED = re.compile(r"[\[\],/\\@=]")


class WrongValueError(ValueError):
    """The rule that a text breaks, what would mend it, and the text to write instead, where it can be known."""

    def __init__(self, rule: str, remedy: str, replacement: str = "") -> None:
        self.rule, self.remedy, self.replacement = rule, remedy, replacement
        super().__init__(rule)


def parse(column: Column, text: str, unit: str = "") -> Value:
    """The value of a cell, in the usual unit of its column; ``unit`` is that of the heading, if it is another.

    Raises WrongValueError. Nothing is guessed: what is not plainly a value of the column is refused.
    """
    if column.unlimited and text == "inf":
        return math.inf
    if column.kind == "number":
        return in_range(column, scaled(number(text, column, unit), factor_of(column, unit)), text, unit)
    if column.kind == "integer":
        value = number(text, column)
        if value != math.floor(value):
            raise WrongValueError("not a whole number", describe(column))
        return int(in_range(column, value, text))
    if column.kind == "flag":
        if text.casefold() not in _FLAGS:
            remedy = f"Write true or false. {describe(column)}"
            raise WrongValueError("neither true nor false", remedy, _MEANT_FLAGS.get(text.casefold(), ""))
        return _FLAGS[text.casefold()]
    if column.kind == "text":
        return _text(column, text)
    if column.kind == "season":
        return _season(text)
    return _month(text) if column.kind == "month" else _date(text)


def factor_of(column: Column, unit: str) -> float:
    """From the unit of a heading into the usual one."""
    return UNITS[column.unit][unit] / UNITS[column.unit][column.unit] if unit else 1.0


def default(column: Column) -> Value | None:
    """The value of an empty cell; None: there must be one. -1 for "none given" is outside the range on purpose."""
    given = column.default
    return parse(column, given) if isinstance(given, str) and given else given


def describe(column: Column) -> str:
    """What the column is, as a remedy."""
    unit = f" [{column.unit}]" if column.unit else ""
    span = f", {column.span}" if column.span and column.kind in ("number", "integer") else ""
    return f"{column.name} is: {column.text}{unit}{span}."


def number(text: str, column: Column | None = None, unit: str = "") -> float:
    """A plain decimal number. Raises WrongValueError, with what was probably meant in the unit of the heading."""
    if not NUMBER.fullmatch(text):
        what = f" {describe(column)}" if column else ""
        raise WrongValueError(
            "not a number", *meant_number(text, column, unit, what, lambda new: _fits(column, new, unit))
        )
    value = float(text) + 0.0  # no negative zero
    if not math.isfinite(value):
        raise WrongValueError("too large to be a number of anything", "Mend the exponent.")
    return value


def _fits(column: Column | None, text: str, unit: str) -> bool:
    """Whether a text may stand in a cell of the column."""
    try:
        value = number(text)
        if column is not None:
            in_range(column, scaled(value, factor_of(column, unit)), text)
    except WrongValueError:
        return False
    return True


def scaled(value: float, factor: float) -> float:
    """Value times factor without the noise of binary fractions: 7 % is 0.07."""
    return value if factor == 1.0 else float(f"{value * factor:.15g}")


def in_range(column: Column, value: float, text: str, unit: str = "") -> float:
    """The value itself. Raises WrongValueError outside the column's range."""
    low, high = column.low, column.high
    if (low is None or value >= low) and (high is None or value <= high):
        return value
    usual = f" [{column.unit}]" if column.unit else ""
    same = "" if text == f"{value:g}" or not NUMBER.fullmatch(text) else f"{value:g} is "
    hint, replacement = "", ""
    per_cent = f"{value / 100:.15g}"
    if (
        column.unit == "share"
        and unit in ("", "share")
        and high is not None
        and high < value <= 100 * high
        and value >= 100 * (low or 0.0)
    ):
        hint, replacement = f"If per cent is meant, write {per_cent}, or head the column {column.name} [%]. ", per_cent
    share = scaled(value, 100.0)
    if column.unit == "share" and unit == "%" and low is not None and value < low <= share <= (high or share):
        per_cent = f"{share * 100:.15g}"
        hint = f"If a share is meant, write {per_cent}, or head the column {column.name} [share]. "
        replacement = per_cent
    raise WrongValueError(f"{same}outside the range {column.span}{usual}", hint + describe(column), replacement)


def _text(column: Column, text: str) -> str:
    if column.choices:
        if text not in column.choices:
            remedy = options(text, column.choices, "Choices are")
            raise WrongValueError(f"not one of {', '.join(column.choices)}", remedy, meant(text, column.choices) or "")
        return text
    if column.free:
        return text
    if reserved := _RESERVED.search(text):
        rule = f"a name has no {reserved[0]!r}"
        raise WrongValueError(rule, "Leave out brackets, commas, slashes, @ and =; other characters are fine.")
    if not text.isprintable():
        hidden = next(c for c in text if not c.isprintable())
        name = unicodedata.name(hidden, "control character").lower()
        raise WrongValueError(f"it holds an invisible character, U+{ord(hidden):04X} ({name})", "Type the name again.")
    if len(text) > 100:
        raise WrongValueError(f"a name of {len(text)} characters", "Use at most 100.")
    return text


def _month(text: str) -> datetime.date:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text, re.ASCII):
        other = meant_day(text, "month")
        remedy = f"Write it as {other}." if other else f"Write year, hyphen, month 01 to 12, not {clip(text)}."
        raise WrongValueError("not a month written as 2030-07", remedy, other)
    return _calendar(f"{text}-01")


def _date(text: str) -> datetime.date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        other = meant_day(text, "date")
        remedy = f"Write it as {other}." if other else "Write year, month and day with hyphens."
        raise WrongValueError("not a date written as 2030-07-15", remedy, other)
    return _calendar(text)


def _season(text: str) -> str:
    if not re.fullmatch(r"\d{2}-\d{2}", text, re.ASCII):
        other = meant_day(text, "season")
        remedy = f"Write it as {other}." if other else "Write month and day with a hyphen."
        raise WrongValueError("not a day of the year written as 10-15", remedy, other)
    _calendar(f"2000-{text}")
    return text


def _calendar(text: str) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        raise WrongValueError("no such day in the calendar", "Mend month or day.") from None
    if not 1900 <= day.year <= 2999:
        raise WrongValueError("a year outside 1900…2999", "Mend the year.")
    return day
