"""One cell: its text as a typed value, or what is wrong with it."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from typing import TypeAlias

from dispatch.messages import Bilingual, Message, message, names, sentences

from .remedies import NUMBER, meant_day, meant_number
from .schema import UNITS, Column
from .suggestions import clip, meant, options

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
    """The rule that a text breaks, the remedy, and the text to write instead, where it can be known."""

    def __init__(self, rule: Message, remedy: Message, replacement: str = "") -> None:
        self.rule, self.remedy, self.replacement = rule, remedy, replacement
        super().__init__(rule)


def parse(column: Column, text: str, unit: str = "") -> Value:
    """The value of a cell, in the usual unit of its column; ``unit`` is that of the heading, if it is another.

    Raises WrongValueError. No value is assumed: what is not clearly a value of the column is refused.
    """
    if column.unlimited and text == "inf":
        return math.inf
    if column.kind == "number":
        return in_range(column, scaled(number(text, column, unit), factor_of(column, unit)), text, unit)
    if column.kind == "integer":
        value = number(text, column)
        if value != math.floor(value):
            raise WrongValueError(message("fault.case.not_whole_number"), describe(column))
        return int(in_range(column, value, text))
    if column.kind == "flag":
        if text.casefold() not in _FLAGS:
            remedy = sentences(message("remedy.case.write_true_false"), describe(column))
            raise WrongValueError(message("fault.case.boolean"), remedy, _MEANT_FLAGS.get(text.casefold(), ""))
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


def describe(column: Column) -> Message:
    """What the column is, as a remedy."""
    unit = f" [{column.unit}]" if column.unit else ""
    span = f", {column.span}" if column.span and column.kind in ("number", "integer") else ""
    text = Bilingual(column.text, column.zh)
    return message("remedy.case.column_is", name=column.name, text=text, unit=unit, span=span)


def number(text: str, column: Column | None = None, unit: str = "") -> float:
    """A decimal number. Raises WrongValueError, with what was probably meant in the unit of the heading."""
    if not NUMBER.fullmatch(text):
        what = describe(column) if column else None
        raise WrongValueError(
            message("fault.common.not_number"),
            *meant_number(text, column, unit, what, lambda new: _fits(column, new, unit)),
        )
    value = float(text) + 0.0  # no negative zero
    if not math.isfinite(value):
        raise WrongValueError(message("fault.case.too_large"), message("remedy.case.correct_exponent"))
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
    hint, replacement = None, ""
    per_cent = f"{value / 100:.15g}"
    if (
        column.unit == "share"
        and unit in ("", "share")
        and high is not None
        and high < value <= 100 * high
        and value >= 100 * (low or 0.0)
    ):
        hint = message("remedy.case.if_per_cent", written=per_cent, column=column.name)
        replacement = per_cent
    share = scaled(value, 100.0)
    if column.unit == "share" and unit == "%" and low is not None and value < low <= share <= (high or share):
        per_cent = f"{share * 100:.15g}"
        hint = message("remedy.case.if_share", written=per_cent, column=column.name)
        replacement = per_cent
    if text == f"{value:g}" or not NUMBER.fullmatch(text):
        rule = message("fault.case.outside_range", span=column.span, unit=usual)
    else:
        rule = message("fault.case.value_outside_range", value=value, span=column.span, unit=usual)
    raise WrongValueError(rule, sentences(hint, describe(column)), replacement)


def _text(column: Column, text: str) -> str:
    if column.choices:
        if text not in column.choices:
            remedy = options(text, column.choices, message("list.case.choices"))
            raise WrongValueError(
                message("fault.case.not_a_choice", choices=names(column.choices)),
                remedy,
                meant(text, column.choices) or "",
            )
        return text
    if column.free:
        return text
    if reserved := _RESERVED.search(text):
        rule = message("fault.case.reserved_character", reserved=reserved[0])
        raise WrongValueError(rule, message("remedy.case.name_characters"))
    if not text.isprintable():
        hidden = next(c for c in text if not c.isprintable())
        name = unicodedata.name(hidden, "control character").lower()
        raise WrongValueError(
            message("fault.case.invisible_character", code=ord(hidden), name=name),
            message("remedy.case.type_name_again"),
        )
    if len(text) > 100:
        raise WrongValueError(
            message("fault.case.name_characters", count=len(text)), message("remedy.case.use_most_100")
        )
    return text


def _month(text: str) -> datetime.date:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text, re.ASCII):
        other = meant_day(text, "month")
        remedy = (
            message("remedy.case.write_as", other=other)
            if other
            else message("remedy.case.write_month", text=clip(text))
        )
        raise WrongValueError(message("fault.case.month_form"), remedy, other)
    return _calendar(f"{text}-01")


def _date(text: str) -> datetime.date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        other = meant_day(text, "date")
        remedy = message("remedy.case.write_as", other=other) if other else message("remedy.case.year_month_day")
        raise WrongValueError(message("fault.case.date_form"), remedy, other)
    return _calendar(text)


def _season(text: str) -> str:
    if not re.fullmatch(r"\d{2}-\d{2}", text, re.ASCII):
        other = meant_day(text, "season")
        remedy = message("remedy.case.write_as", other=other) if other else message("remedy.case.month_day")
        raise WrongValueError(message("fault.case.day_form"), remedy, other)
    _calendar(f"2000-{text}")
    return text


def _calendar(text: str) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        raise WrongValueError(message("fault.case.calendar_day"), message("remedy.case.correct_month_day")) from None
    if not 1900 <= day.year <= 2999:
        raise WrongValueError(message("fault.case.year"), message("remedy.case.correct_year"))
    return day
