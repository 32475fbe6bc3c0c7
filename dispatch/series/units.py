"""Numbers in the planner's unit -> share of capacity, or shape of a load; what cannot be meant is refused."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dispatch.case.words import options
from dispatch.errors import CaseError, Fault

from .plan import Column
from .roles import Role

Floats = NDArray[np.float64]

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
        rule = "the cell is empty" if not text else "not a number"
        raise CaseError([Fault(*place, text, rule, "Give every hour a number; leave a missing hour's row out.")])
    return value


def convert(
    values: Floats, lines: NDArray[np.int64], name: str, role: Role, told: Column, place: tuple[str, str]
) -> Floats:
    """Values of one series, shape (hours,), as its table wants them. ``place``: file and column for messages.

    Raises CaseError with the line of the first hour that breaks a rule.
    """
    file, column = place

    def fault(hours: NDArray[np.bool_], rule: str, remedy: str) -> CaseError:
        at = int(np.flatnonzero(hours)[0])
        more = f" ({int(hours.sum())} such hours)" if hours.sum() > 1 else ""
        return CaseError([Fault(file, int(lines[at]), column, f"{values[at]:g}", f"{name}: {rule}{more}", remedy)])

    if (values < 0).any():
        raise fault(values < 0, "the value is below zero", "Give what is available or used, not a balance.")
    factor = _factor(name, role, told, file, column)
    scaled = values * factor
    if not role.share:
        if scaled.sum() <= 0:
            raise fault(scaled <= 0, "the series is zero all year", "Name another column.")
        return np.asarray(scaled / scaled.mean())
    if (scaled > 1.0 + 1e-9).any():
        raise fault(scaled > 1.0 + 1e-9, f"{scaled.max():.4g} of the capacity", _too_high(float(scaled.max()), told))
    if scaled.max() < _LEAST:
        at = scaled >= scaled.max()
        raise fault(at, f"no hour is above {scaled.max():.4g} of the capacity", _too_low(float(scaled.max()), told))
    if role.technology == "pv":
        _noon(scaled, name, file, column, int(lines[lines > 0][0]) if (lines > 0).any() else 0)
    return np.asarray(np.minimum(scaled, 1.0))


def _factor(name: str, role: Role, told: Column, file: str, column: str) -> float:
    known = {**PURE, **POWER}
    if told.unit not in known:
        rule = f"{name}: the unit {told.unit} is unknown" if told.unit else f"{name}: the map does not say its unit"
        raise CaseError([Fault(file, 0, column, told.unit, rule, options(told.unit, known, "Units are"))])
    if told.unit in PURE or not role.share:
        return known[told.unit]
    if told.capacity is None:
        rule = f"{name} is a share of {role.of}, and the column is in {told.unit}"
        raise CaseError([Fault(file, 0, column, told.unit, rule, "Give its capacity in MW: capacity = …")])
    return POWER[told.unit] / told.capacity


def _too_high(most: float, told: Column) -> str:
    if told.unit == "share" and most <= 100.0:
        return 'If per cent is meant: unit = "%".'
    if told.unit in POWER and most / 1e3 <= 1.0 and told.unit != "kW":
        smaller = {"MW": "kW", "GW": "MW", "万千瓦": "kW"}[told.unit]
        return f'If {smaller} is meant: unit = "{smaller}".'
    return "Mend the value, or the capacity in the map."


def _too_low(most: float, told: Column) -> str:
    if told.unit == "%":
        return 'If shares are meant: unit = "share".'
    if told.unit == "kW":
        return 'If MW is meant: unit = "MW".'
    return f"Look at the unit: with {told.unit} the plants would stand still all year."


def _noon(share: Floats, name: str, file: str, column: str, line: int) -> None:
    """Where the middle of the day's sun lies tells times of another zone than the map says."""
    hour = np.arange(len(share)) % 24 + 0.5
    turn = np.angle(np.sum(share * np.exp(2j * np.pi * hour / 24.0)))
    noon = float(turn * 24.0 / (2.0 * np.pi)) % 24.0
    if not _NOON[0] <= noon <= _NOON[1]:
        rule = f"{name}: the middle of the day's sun lies at {int(noon):02d}:{int(noon % 1 * 60):02d} in UTC+8"
        remedy = 'Times in UTC need zone = "UTC"; look at zone and stamp in the map.'
        raise CaseError([Fault(file, line, column, "", rule, remedy)])
