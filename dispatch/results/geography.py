"""Positions of a case on a drawing: longitudes and latitudes of its tables, in a plane, without overlap."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from dispatch.arrays import Floats

Position = tuple[float, float]
ROUNDS = 400
"""Most rounds of moving positions apart."""


def positions(table: pd.DataFrame, key: str) -> dict[str, Position]:
    """Return name -> (longitude, latitude) [degrees] of the rows of a table with a position: where none is given, the
    default is outside the range. A run of an earlier version has no such columns."""
    if "longitude" not in table:
        return {}
    rows = zip(table[key], table["longitude"], table["latitude"], strict=True)
    return {str(name): (float(east), float(north)) for name, east, north in rows if abs(north) <= 90.0}


def plane(given: Mapping[str, Position]) -> dict[str, Position]:
    """Return the positions in a plane [degrees of latitude], east and north positive: degrees of longitude are as long as
    at the mean latitude."""
    if not given:
        return {}
    narrow = math.cos(math.radians(math.fsum(north for _, north in given.values()) / len(given)))
    return {name: (east * narrow, north) for name, (east, north) in given.items()}


def bearing(start: Position, end: Position) -> float | None:
    """Return the direction from one longitude and latitude to another in the plane [rad, from east to north]; None where
    both are the same.

    >>> round(math.degrees(bearing((110.0, 40.0), (110.0, 41.0))))
    90
    """
    both = plane({"start": start, "end": end})
    east, north = (b - a for a, b in zip(both["start"], both["end"], strict=True))
    return math.atan2(north, east) if (east, north) != (0.0, 0.0) else None


def fitted(given: Mapping[str, Position], low: Position, high: Position) -> dict[str, Position]:
    """Return positions of a plane moved and scaled into a rectangle; one scale for both axes, up to twice as large along one."""
    points = np.array(list(given.values()), dtype=float)
    least, extent = points.min(axis=0), np.ptp(points, axis=0)
    room = np.subtract(high, low)
    scales = np.where(extent > 0.0, room / np.maximum(extent, 1e-12), np.inf)
    scale = np.minimum(scales, 2.0 * scales.min()) if np.isfinite(scales.min()) else np.zeros(2)
    scale = np.where(np.isfinite(scale), scale, 0.0)
    first = np.asarray(low) + (room - extent * scale) / 2
    return {name: _pair(first + (point - least) * scale) for name, point in zip(given, points, strict=True)}


def apart(given: Mapping[str, Position], gap: Position, low: Position, high: Position) -> dict[str, Position]:
    """Return positions inside a rectangle of which any two differ by ``gap`` along one axis: each pair that is closer is
    moved apart along the axis that needs less. Where the rectangle has no room for that, after some rounds every fourth round
    uses the other axis. Positions keep their order as far as they can."""
    points = np.array(list(given.values()), dtype=float)
    for number in range(ROUNDS):
        other = number > ROUNDS // 8 and number % 4 == 0
        moved = False
        for a in range(len(points)):
            for b in range(a + 1, len(points)):
                moved |= _push(points[a], points[b], np.asarray(gap), other)
        np.clip(points, low, high, out=points)
        if not moved:
            break
    return {name: _pair(point) for name, point in zip(given, points, strict=True)}


def _push(a: Floats, b: Floats, gap: Floats, other: bool) -> bool:
    """Move two points apart in place, along the axis that needs less or the other one; return whether they were too close."""
    lack = gap - np.abs(b - a)
    if lack.min() <= 1e-6 * gap.max():
        return False
    axis = int(np.argmin(lack / gap)) ^ int(other)
    step = (lack[axis] / 2 + 1e-3 * gap[axis]) * (1.0 if b[axis] >= a[axis] else -1.0)
    a[axis] -= step
    b[axis] += step
    return True


def _pair(point: Floats) -> Position:
    return float(point[0]), float(point[1])
