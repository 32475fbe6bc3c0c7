"""Places in a region: distances, the wind farms around a site, correlation in space."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from dispatch.arrays import Floats

from .parameters import Component, Site

EARTH_RADIUS = 6371.0
"""[km]"""
KM_PER_DEGREE = EARTH_RADIUS * np.pi / 180.0
GOLDEN_ANGLE = np.pi * (3.0 - np.sqrt(5.0))


class Located(Protocol):
    """Anything with a position [degrees]."""

    @property
    def latitude(self) -> float: ...
    @property
    def longitude(self) -> float: ...


@dataclass(frozen=True)
class Farm:
    """One wind farm: where it stands [degrees], which site it belongs to, its relative weight within the site."""

    latitude: float
    longitude: float
    site: Site
    weight: float


def farms(sites: Sequence[Site], number: int, radius: float) -> list[Farm]:
    """Return ``number`` wind farms around each site, evenly spread over a disc of ``radius`` [km].

    The farms lie on Vogel's spiral (A better way to construct the sunflower head, 1979), so that their places are
    stated by two numbers and no coordinates are invented.
    """
    spread = []
    for site in sites:
        narrow = KM_PER_DEGREE * np.cos(np.radians(site.latitude))
        for k in range(number):
            away, angle = radius * np.sqrt((k + 0.5) / number), k * GOLDEN_ANGLE
            latitude = site.latitude + away * np.cos(angle) / KM_PER_DEGREE
            longitude = site.longitude + away * np.sin(angle) / narrow
            spread.append(Farm(float(latitude), float(longitude), site, site.weight / number))
    return spread


def distances(places: Sequence[Located]) -> Floats:
    """Great-circle distances [km], shape (places, places)."""
    latitude = np.radians([place.latitude for place in places])
    longitude = np.radians([place.longitude for place in places])
    half = np.sin((latitude[:, None] - latitude) / 2.0) ** 2
    half = half + np.cos(latitude[:, None]) * np.cos(latitude) * np.sin((longitude[:, None] - longitude) / 2.0) ** 2
    return np.asarray(2.0 * EARTH_RADIUS * np.arcsin(np.sqrt(np.minimum(half, 1.0))))


def correlation(places: Sequence[Located], components: Sequence[Component]) -> Floats:
    """Correlation of a process between places at the same hour, shape (places, places)."""
    apart = distances(places)
    return np.asarray(sum(part.share * np.exp(-apart / part.km) for part in components))


def shares(places: Sequence[Site] | Sequence[Farm], zones: Sequence[str], capacity: dict[str, float]) -> Floats:
    """Share of each place in the capacity of a group of zones, shape (places,). ``zones``: of each place; ``capacity``:
    of each zone of the group, relative."""
    weight = np.array([place.weight for place in places])
    share = np.zeros(len(places))
    whole = sum(capacity.values())
    for zone, own in capacity.items():
        inside = np.array([name == zone for name in zones])
        share[inside] = weight[inside] / weight[inside].sum() * own / whole
    return share
