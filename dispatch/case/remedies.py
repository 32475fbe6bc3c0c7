"""What was probably meant by a cell or a heading that is refused: the text that would stand there instead."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable

from dispatch.messages import Message, message, sentences

from .schema import UNITS, Column
from .schema.spellings import factor, same
from .suggestions import clip, meant, options

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?|[+-]?\d{1,3}(?:[ '_]\d{3})+(?:\.\d*)?", re.ASCII)
_GROUPED_BY_POINTS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+", re.ASCII)
_SPLIT = re.compile(r"([+-]?[\d.,' ]*\d\.?(?:[eE][+-]?\d+)?)\s*(\D.*)?", re.ASCII | re.DOTALL)
_EMPTY = frozenset({"nan", "na", "n/a", "null", "none", "nil", "-", "--", "/", "inf", "+inf", "-inf", "infinity", "无"})
_DASHES = str.maketrans({"−": "-", "–": "-", "—": "-", "、": ",", "′": "'", "\u2019": "'"})
_DAY = re.compile(
    r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?(?:(?:[ T]+|(?<=日))0?(\d{1,2})(?:[:时](\d{2})?(?::(\d{2})(?:\.0+)?)?)?)?",
    re.ASCII,
)
_OF_YEAR = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_ENGLISH = re.compile(r"(\d{1,2})-([A-Z][a-z]{2})|([A-Z][a-z]{2})-(\d{1,2})", re.ASCII)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SERIAL = re.compile(r"([3-7]\d{4})(\.\d+)?", re.ASCII)
_FIRST = datetime.datetime(1899, 12, 30)
"""Day 0 of the serial days of spreadsheets."""
Valid = Callable[[str], bool]


def half_width(text: str) -> str:
    """Digits, brackets and signs of one byte.

    >>> half_width("１２％ "), half_width("−3")
    ('12%', '-3')
    """
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip()


def meant_number(
    text: str, column: Column | None, unit: str, what: Message | None, valid: Valid
) -> tuple[Message, str]:
    """Return the remedy for a text that is no number, and the text to write instead ("" where it cannot be known).

    ``unit``: that of the heading, in which the number must be; ``what``: the remedy's end; ``valid``: whether a text
    may stand there.
    """
    half = half_width(text)
    if half.casefold() in _EMPTY or half.startswith("#"):
        return sentences(message("remedy.case.failed_cell"), what), ""
    split = _SPLIT.fullmatch(half)
    if split is None:
        return sentences(message("remedy.case.give_number"), what), ""
    digits, suffix = split[1].strip(), (split[2] or "").strip()
    decimal, way = _number(digits, valid if not suffix else lambda _: True)
    if not decimal:
        return sentences(message("remedy.case.give_number"), what), ""
    if not suffix:
        if not valid(decimal):
            return sentences(message("remedy.case.give_number"), what), ""
        hints = {
            "width": sentences(message("remedy.case.half_width_digits", number=decimal), what),
            "groups": sentences(message("remedy.case.no_thousands", number=decimal), what),
            "comma": sentences(message("remedy.case.decimal_point", number=decimal), what),
        }
        return hints[way], decimal
    dimension = column.unit if column else ""
    own = UNITS[dimension][unit or dimension] if dimension else 1.0
    size = factor(suffix, dimension) if dimension else 0.01 if suffix == "%" and column else None
    if size is None:
        return sentences(message("remedy.case.give_number"), what), ""
    written = f"{float(decimal) * size / own:.15g}"
    if not valid(written):
        return sentences(message("remedy.case.give_number"), what), ""
    if suffix == "%":
        if column and dimension == "share" and unit != "%":
            remedy = message("remedy.case.write_number_or_head", written=written, column=column.name)
        else:
            remedy = message("remedy.case.write_number", written=written)
        return sentences(remedy, what), written
    assert column is not None
    alone = message("remedy.case.write_number_alone", written=written, column=column.name, unit=unit or dimension)
    return sentences(alone, what), written


def _number(digits: str, valid: Valid) -> tuple[str, str]:
    """A number as it is to be written, and what was odd; "" where it is none. A comma is one of thousands, unless what
    stands there cannot be meant: `0,025`, or a value out of range."""
    if NUMBER.fullmatch(digits):
        return digits, "width"
    if _GROUPED_BY_POINTS.fullmatch(digits):
        return digits.replace(".", "").replace(",", "."), "comma"
    grouped = re.sub(r"[,'_ ]", "", digits)
    comma = digits.replace(",", ".")
    leading = digits.lstrip("+-").startswith("0")
    if _GROUPED.fullmatch(digits) and not leading and valid(grouped):
        return grouped, "groups"
    if _DECIMAL_COMMA.fullmatch(digits):
        return comma, "comma"
    return (grouped, "groups") if _GROUPED.fullmatch(digits) and not leading else ("", "")


def meant_day(text: str, form: str) -> str:
    """Return what a spreadsheet or a planner means by a month (``form`` 2030-07), date (2030-07-15), day of the year
    (10-15) or hour (2030-07-15 06:00) in another writing; "" where it cannot be known.

    >>> meant_day("2030/7/1", "month"), meant_day("2030年7月5日", "date"), meant_day("15-Oct", "season")
    ('2030-07', '2030-07-05', '10-15')
    >>> meant_day("47490.125", "hour"), meant_day("2030/1/7 3:00", "hour"), meant_day("2030/7/15", "month")
    ('2030-01-07 03:00', '2030-01-07 03:00', '')
    """
    when, parts = _moment(half_width(text))
    if when is None:
        return _day_of_year(half_width(text)) if form == "season" else ""
    if form == "hour":
        return f"{when:%Y-%m-%d %H:%M}" if parts >= 3 else ""
    if (when.hour, when.minute) != (0, 0):
        return ""
    if form == "month":
        return f"{when:%Y-%m}" if parts == 2 or when.day == 1 else ""
    if parts < 3:
        return ""
    return f"{when:%Y-%m-%d}" if form == "date" else f"{when:%m-%d}"


def _moment(text: str) -> tuple[datetime.datetime | None, int]:
    """A time, and how many of its parts were given: 2 is a month, 3 a day, 4 an hour."""
    if serial := _SERIAL.fullmatch(text):
        found = _FIRST + datetime.timedelta(days=float(text), seconds=30)
        return found.replace(second=0, microsecond=0), 4 if serial[2] else 3
    if given := _DAY.fullmatch(text):
        year, month, day, hour, minute, second = (int(part) if part else 0 for part in given.groups())
        if second:
            return None, 0
        try:
            parts = 2 if given[3] is None else 3 if given[4] is None else 4
            return datetime.datetime(year, month, day or 1, hour, minute), parts
        except ValueError:
            return None, 0
    return None, 0


def _day_of_year(text: str) -> str:
    month = day = 0
    if given := _OF_YEAR.fullmatch(text):
        month, day = int(given[1]), int(given[2])
    elif english := _ENGLISH.fullmatch(text):
        name = english[2] or english[3]
        month = _MONTHS.index(name) + 1 if name in _MONTHS else 0
        day = int(english[1] or english[4])
    try:
        return f"{datetime.date(2000, month, day):%m-%d}"
    except ValueError:
        return ""


def meant_heading(title: str, unit: str, dimension: str) -> tuple[Message, str]:
    """Return the remedy for a heading whose unit is not known, and the heading to write instead ("" where the numbers
    below would have to change, or the unit is not recognised)."""
    units = UNITS[dimension]
    usual = f"{title} [{dimension}]"
    if equal := same(unit, dimension) if unit else None:
        return message("remedy.case.write_heading", title=f"{title} [{equal}]"), f"{title} [{equal}]"
    if unit and (size := factor(unit, dimension)):
        amount = f"{size / units[dimension]:.6g} {dimension}"
        return message("remedy.case.convert_column", unit=clip(unit), amount=amount, usual=usual), ""
    close = meant(unit, units) if unit else None
    if close and (len(close) != len(unit) or close[0] != unit[0]):
        close = None  # another prefix is another amount
    known = options("", units, message("list.case.units_known"))
    if close:
        return sentences(message("remedy.case.heading_if_unit", heading=f"{title} [{close}]"), known), ""
    return sentences(message("remedy.case.heading_unit", usual=usual), known), ""


def bracketed(full: str) -> tuple[str, str] | None:
    """Return title and unit of a heading whose unit stands in other brackets.

    >>> bracketed("capacity（万千瓦）"), bracketed("price (CNY/tce)"), bracketed("capacity")
    (('capacity', '万千瓦'), ('price', 'CNY/tce'), None)
    """
    found = re.fullmatch(
        r"\s*([^\[\](){}【】〔〕]+?)\s*[\[({【〔]\s*([^\[\](){}【】〔〕]*?)\s*[\])}】〕]\s*", half_width(full)
    )
    return (found[1], found[2]) if found else None
