"""Numbers in the planner's unit -> share of capacity, or shape of a load; what cannot be meant is refused."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dispatch.arrays import Floats
from dispatch.case.suggestions import options, such_hours
from dispatch.errors import CaseError, Fault
from dispatch.messages import Message, message

from .plan import SeriesColumn
from .roles import Role

POWER = {"kW": 1e-3, "MW": 1.0, "GW": 1e3, "万千瓦": 10.0}
"""Unit -> MW."""
PURE = {"share": 1.0, "%": 0.01}
_LEAST = 0.02
"""A year in which no hour of a share rises above it is in a wrong unit."""
_NOON = (10.0, 15.5)
"""Centre of a day's PV in UTC+8 anywhere in China [h]."""


def number(text: str, place: tuple[str, int, str]) -> float:
    """A plain decimal number of a cell. Raises CaseError with file, line and column."""
    try:
        value = float(text)
    except ValueError:
        value = np.nan
    if not np.isfinite(value) or "_" in text:
        rule = message("fault.series.cell_empty") if not text else message("fault.common.not_number")
        raise CaseError([Fault(*place, text, rule, message("remedy.series.every_hour"))])
    return value


def convert(
    values: Floats, lines: NDArray[np.int64], name: str, role: Role, source_column: SeriesColumn, place: tuple[str, str]
) -> Floats:
    """Values of one series, shape (hours,), as its table wants them. ``place``: file and column for messages.

    Raises CaseError with the line of the first hour that breaks a rule.
    """
    file, column = place

    def fault(hours: NDArray[np.bool_], rule: Message, remedy: Message) -> CaseError:
        at = int(np.flatnonzero(hours)[0])
        own = message("fault.common.of", name=name, rule=such_hours(rule, int(hours.sum())))
        return CaseError([Fault(file, int(lines[at]), column, f"{values[at]:g}", own, remedy)])

    if (values < 0).any():
        raise fault(
            values < 0,
            message("fault.series.value_below_zero"),
            message("remedy.series.available"),
        )
    factor = _factor(name, role, source_column, file, column)
    scaled = values * factor
    if not role.share:
        if scaled.sum() <= 0:
            raise fault(scaled <= 0, message("fault.series.zero_series"), message("remedy.series.name_another_column"))
        return np.asarray(scaled / scaled.mean())
    if (scaled > 1.0 + 1e-9).any():
        raise fault(
            scaled > 1.0 + 1e-9,
            message("fault.series.above_capacity", scaled=scaled.max()),
            _too_high(float(scaled.max()), source_column),
        )
    if scaled.max() < _LEAST:
        at = scaled >= scaled.max()
        raise fault(
            at,
            message("fault.series.too_low", scaled=scaled.max()),
            _too_low(float(scaled.max()), source_column),
        )
    if role.technology == "pv":
        _noon(scaled, name, file, column, int(lines[lines > 0][0]) if (lines > 0).any() else 0)
    return np.asarray(np.minimum(scaled, 1.0))


def _factor(name: str, role: Role, source_column: SeriesColumn, file: str, column: str) -> float:
    known = {**PURE, **POWER}
    if source_column.unit not in known:
        unknown = message("fault.series.unit_of_series_unknown", unit=source_column.unit)
        own = unknown if source_column.unit else message("fault.series.no_unit")
        rule = message("fault.common.of", name=name, rule=own)
        raise CaseError(
            [
                Fault(
                    file,
                    0,
                    column,
                    source_column.unit,
                    rule,
                    options(source_column.unit, known, message("list.series.units")),
                )
            ]
        )
    if source_column.unit in PURE or not role.share:
        return known[source_column.unit]
    if source_column.capacity is None:
        rule = message("fault.series.share_in_other_unit", name=name, of=role.of, unit=source_column.unit)
        raise CaseError([Fault(file, 0, column, source_column.unit, rule, message("remedy.series.capacity"))])
    return POWER[source_column.unit] / source_column.capacity


def _too_high(most: float, source_column: SeriesColumn) -> Message:
    if source_column.unit == "share" and most <= 100.0:
        return message("remedy.series.if_per_cent")
    if source_column.unit in POWER and most / 1e3 <= 1.0 and source_column.unit != "kW":
        smaller = {"MW": "kW", "GW": "MW", "万千瓦": "kW"}[source_column.unit]
        return message("remedy.series.if_meant_unit", smaller=smaller, smaller2=smaller)
    return message("remedy.series.value_or_capacity")


def _too_low(most: float, source_column: SeriesColumn) -> Message:
    if source_column.unit == "%":
        return message("remedy.series.if_shares")
    if source_column.unit == "kW":
        return message("remedy.series.if_mw")
    return message("remedy.series.check_unit", unit=source_column.unit)


def _noon(share: Floats, name: str, file: str, column: str, line: int) -> None:
    """Refuse times of another zone than the map states, found by the middle of the day's sun."""
    hour = np.arange(len(share)) % 24 + 0.5
    turn = np.angle(np.sum(share * np.exp(2j * np.pi * hour / 24.0)))
    noon = float(turn * 24.0 / (2.0 * np.pi)) % 24.0
    if not _NOON[0] <= noon <= _NOON[1]:
        middle = message("fault.series.noon", noon=f"{int(noon):02d}:{int(noon % 1 * 60):02d}")
        rule = message("fault.common.of", name=name, rule=middle)
        remedy = message("remedy.series.zone")
        raise CaseError([Fault(file, line, column, "", rule, remedy)])
