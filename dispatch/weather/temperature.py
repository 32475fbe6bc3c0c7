"""Air temperature at each site: seasonal and daily waves, and a synoptic process with cold spells."""

from __future__ import annotations

import numpy as np

from dispatch.arrays import Floats

from .clock import Clock
from .parameters import Parameters
from .process import process

STREAM = 3
COLDEST_DAY = 18.0
"""Day of the year about which the seasonal wave is lowest."""
WARMEST_HOUR = 15.0


def _winter(clock: Clock) -> Floats:
    """1 in the coldest days, 0 in the warmest; shape (hours,)."""
    at = clock.day - 1.0 + clock.hour / 24.0
    return np.asarray(0.5 * (1.0 + np.cos(2.0 * np.pi * (at - COLDEST_DAY) / 365.25)))


def normal_air(parameters: Parameters, clock: Clock) -> Floats:
    """Normal temperature of the day at each site [°C], shape (sites, hours)."""
    january = np.array([site.january for site in parameters.sites])[:, None]
    july = np.array([site.july for site in parameters.sites])[:, None]
    return np.asarray(july + (january - july) * _winter(clock))


class Air:
    """Temperature [°C], shape (sites, hours), and the normal of the day without weather."""

    def __init__(self, parameters: Parameters, clock: Clock, seed: int, index: Floats) -> None:
        """``index``: clear-sky index (sites, hours); under cloud the daily range is smaller."""
        given, sites = parameters.temperature, parameters.sites
        self.parameters = parameters
        self.normal, winter = normal_air(parameters, clock), _winter(clock)
        state = process(sites, given.components, len(clock), seed, STREAM)
        spread = given.summer + (given.winter - given.summer) * winter
        spell = np.minimum(state + given.threshold, 0.0) * given.cold_spell * winter
        swing = given.daily * (0.4 + 0.6 * index) * np.cos(2.0 * np.pi * (clock.hour - WARMEST_HOUR) / 24.0)
        self.value = self.normal + spread * state + spell + swing

    def zone(self, zone: str, hours: float) -> tuple[Floats, Floats]:
        """Temperature of a zone, smoothed over so many hours as walls do, and its normal [°C]; shape (hours,)."""
        sites = [(k, site.weight) for k, site in enumerate(self.parameters.sites) if site.zone == zone]
        whole = sum(weight for _, weight in sites)
        value = sum((weight / whole * self.value[k] for k, weight in sites), start=np.zeros(self.value.shape[1]))
        normal = sum((weight / whole * self.normal[k] for k, weight in sites), start=np.zeros(self.value.shape[1]))
        return smoothed(value, hours, float(normal[0])), normal


def smoothed(value: Floats, hours: float, before: float | None = None) -> Floats:
    """Temperature [°C] smoothed over so many hours; ``before``: what it was before the year, else as its first day."""
    from scipy.signal import lfilter  # loads scipy.stats, which takes longer than the rest of this package

    keep = np.exp(-1.0 / hours)
    first = float(value[:24].mean()) if before is None else before
    smooth, _ = lfilter([1.0 - keep], [1.0, -keep], value, zi=[keep * first])
    return np.asarray(smooth)
