"""One cell: its text as a typed value, or what is wrong with it."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from typing import TypeAlias

from .schema import Column
from .words import clip, options

Value: TypeAlias = str | float | int | bool | datetime.date

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
_WITH_UNIT = re.compile(r"([+-]?[\d.]+)\s*[A-Za-z\u4e00-\u9fff/]+", re.ASCII)
_EMPTY = frozenset({"nan", "na", "n/a", "null", "none", "nil", "-", "--", "/", "inf", "+inf", "-inf", "infinity", "无"})
_FLAGS = {"true": True, "1": True, "yes": True, "是": True, "false": False, "0": False, "no": False, "否": False}
_RESERVED = re.compile(r"[\[\],/\\@=]")


class WrongValueError(ValueError):
    """The rule that a text breaks, and what would mend it."""

    def __init__(self, rule: str, remedy: str) -> None:
        self.rule, self.remedy = rule, remedy
        super().__init__(rule)


def parse(column: Column, text: str, factor: float = 1.0) -> Value:
    """The value of a cell, in the usual unit of its column; ``factor`` is that of the unit in the heading.

    Raises WrongValueError. Nothing is guessed: what is not plainly a value of the column is refused.
    """
    if column.kind == "number":
        return in_range(column, scaled(number(text, column), factor), text)
    if column.kind == "integer":
        value = number(text, column)
        if value != math.floor(value):
            raise WrongValueError("not a whole number", describe(column))
        return int(in_range(column, value, text))
    if column.kind == "flag":
        if text.casefold() not in _FLAGS:
            raise WrongValueError("neither true nor false", f"Write true or false. {describe(column)}")
        return _FLAGS[text.casefold()]
    if column.kind == "text":
        return _text(column, text)
    if column.kind == "season":
        return _season(text)
    return _month(text) if column.kind == "month" else _date(text)


def default(column: Column) -> Value | None:
    """The value of an empty cell; None: there must be one. -1 for "none given" is outside the range on purpose."""
    given = column.default
    return parse(column, given) if isinstance(given, str) and given else given


def describe(column: Column) -> str:
    """What the column is, as a remedy."""
    unit = f" [{column.unit}]" if column.unit else ""
    span = f", {column.span}" if column.span and column.kind in ("number", "integer") else ""
    return f"{column.name} is: {column.text}{unit}{span}."


def number(text: str, column: Column | None = None) -> float:
    """A plain decimal number. Raises WrongValueError, with what was probably meant."""
    if not _NUMBER.fullmatch(text):
        raise WrongValueError("not a number", _meant_number(text, column))
    value = float(text) + 0.0  # no negative zero
    if not math.isfinite(value):
        raise WrongValueError("too large to be a number of anything", "Mend the exponent.")
    return value


def scaled(value: float, factor: float) -> float:
    """Value times factor without the noise of binary fractions: 7 % is 0.07."""
    return value if factor == 1.0 else float(f"{value * factor:.15g}")


def in_range(column: Column, value: float, text: str) -> float:
    """The value itself. Raises WrongValueError outside the column's range."""
    low, high = column.low, column.high
    if (low is None or value >= low) and (high is None or value <= high):
        return value
    unit = f" [{column.unit}]" if column.unit else ""
    same = "" if text == f"{value:g}" or not _NUMBER.fullmatch(text) else f"{value:g} is "
    hint = ""
    if column.unit == "share" and high is not None and high < value <= 100:
        hint = f"If per cent is meant, write {value / 100:g}, or head the column {column.name} [%]. "
    raise WrongValueError(f"{same}outside the range {column.span}{unit}", hint + describe(column))


def _meant_number(text: str, column: Column | None) -> str:
    what = f" {describe(column)}" if column else ""
    half = unicodedata.normalize("NFKC", text).strip()
    if half.casefold() in _EMPTY or half.startswith("#"):
        return "Give the number; an empty or failed cell is none." + what
    if _THOUSANDS.fullmatch(half):
        return f"Write it without separators of thousands: {half.replace(',', '')}.{what}"
    if half.endswith("%") and _NUMBER.fullmatch(half[:-1].strip()):
        heading = f", or head the column {column.name} [%]" if column and column.unit == "share" else ""
        return f"Write {scaled(float(half[:-1]), 0.01):g}{heading}.{what}"
    if half != text and _NUMBER.fullmatch(half):
        return f"Write it with half-width digits: {half}.{what}"
    if re.fullmatch(r"[+-]?\d+,\d+", half, re.ASCII):
        return f"Write the decimal point as a point: {half.replace(',', '.')}.{what}"
    if (parts := _WITH_UNIT.fullmatch(half)) and column and column.unit:
        return f"Write {parts[1]} alone; the unit goes into the heading: {column.name} [{column.unit}].{what}"
    return f"Give the number.{what}"


def _text(column: Column, text: str) -> str:
    if column.choices:
        if text not in column.choices:
            raise WrongValueError(
                f"not one of {', '.join(column.choices)}", options(text, column.choices, "Choices are")
            )
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
        raise WrongValueError(
            "not a month written as 2030-07", f"Write year, hyphen, month 01 to 12, not {clip(text)}."
        )
    return _calendar(f"{text}-01")


def _date(text: str) -> datetime.date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise WrongValueError("not a date written as 2030-07-15", "Write year, month and day with hyphens.")
    return _calendar(text)


def _season(text: str) -> str:
    if not re.fullmatch(r"\d{2}-\d{2}", text, re.ASCII):
        raise WrongValueError("not a day of the year written as 10-15", "Write month and day with a hyphen.")
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
