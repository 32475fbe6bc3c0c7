"""Wind: speed at many farms of each zone, the power of the fleet, scaled so that a mean year has the hours stated."""

from __future__ import annotations

import numpy as np

from dispatch.arrays import Floats

from .clock import Clock
from .condition import conditioned
from .fleet import Fleet
from .parameters import Parameters, Wind
from .places import correlation, farms, shares
from .process import process
from .record import Forcing, month_targets

STREAM = 1


class WindField:
    """What is the same in every year: farms, fleet, season and hour of the day, the mean wind speed of each zone."""

    def __init__(self, parameters: Parameters, clock: Clock) -> None:
        wind = parameters.wind
        self.wind, self.clock, self.fleet = wind, clock, Fleet(wind)
        self.farms = farms(parameters.sites, wind.farms, wind.radius)
        self.zones = [farm.site.zone for farm in self.farms]
        self.group = parameters.region.wind if parameters.region else {}
        self.season = {zone: season(wind, clock, zone) for zone in set(self.zones)}
        self.scales = {zone: self._scale(zone, hours) for zone, hours in wind.hours.items()}

    def _scale(self, zone: str, hours: float) -> float:
        """Mean wind speed [m/s] at which a zone has the hours stated in a mean year: the expectation over ranks, so that
        a single year keeps its own luck."""
        from scipy.optimize import brentq  # most commands need no fit, and this library takes longer than the rest

        def excess(scale: float) -> float:
            return float(self._expected(zone, scale).mean()) * 8760.0 - hours

        return float(brentq(excess, 1.0, 25.0, xtol=1e-12))

    def _expected(self, zone: str, scale: float) -> Floats:
        """Expected output of a zone in each hour, shape (hours,)."""
        inside = [farm for farm in self.farms if farm.site.zone == zone]
        weight: dict[float, float] = {}
        for farm in inside:
            weight[farm.site.windiness] = weight.get(farm.site.windiness, 0.0) + farm.weight
        whole = sum(weight.values())
        total = np.zeros(len(self.clock))
        for windiness, own in weight.items():
            total += own / whole * self.fleet.expected(self.season[zone] * scale * windiness)
        return total

    def expected_months(self) -> Floats:
        """Return the expected mean output of the region in each month of a mean year, shape (12,)."""
        whole = sum(self.group.values())
        hourly = np.zeros(len(self.clock))
        for zone, capacity in self.group.items():
            hourly += capacity / whole * self._expected(zone, self.scales[zone])
        return np.array([hourly[self.clock.month == month].mean() for month in range(12)])

    def series(self, seed: int, forcing: Forcing) -> dict[str, Floats]:
        """Return the available wind ``wind-ZONE`` of a seed as a share of capacity, shape (hours,)."""
        wind = self.wind
        state = process(self.farms, wind.components, len(self.clock), seed, STREAM)
        if forcing.steers:
            state = self._steered(state, forcing)
        speed = self.fleet.relative_speed(state) * self._multiplier(wind.hours)
        series = {}
        for zone, hours in wind.hours.items():
            inside = [k for k, name in enumerate(self.zones) if name == zone]
            share = np.array([self.farms[k].weight for k in inside])
            share = share / share.sum()
            factor = 1.0
            if zone in wind.known:
                factor = known_factor(speed[inside], share, self.fleet, self.clock.weights(wind.known[zone]), hours)
            total = np.zeros(len(self.clock))
            for own, k in zip(share, inside, strict=True):
                total += own * self.fleet.power(speed[k] * factor)
            series[f"wind-{zone}"] = np.clip(total, 0.0, 1.0)
        return series

    def _multiplier(self, zones: dict[str, float]) -> Floats:
        """Mean wind speed of each farm in each hour [m/s], shape (farms, hours)."""
        speeds = np.zeros((len(self.farms), len(self.clock)))
        for k, farm in enumerate(self.farms):
            if farm.site.zone in zones:
                speeds[k] = self.season[farm.site.zone] * self.scales[farm.site.zone] * farm.site.windiness
        return speeds

    def _steered(self, state: Floats, forcing: Forcing) -> Floats:
        """The process at which the region follows the record hour by hour, or has the months of a pseudo-year."""
        share = shares(self.farms, self.zones, self.group)
        mean_speed = self._multiplier(self.group)
        members = np.flatnonzero(share)

        def output(states: Floats) -> Floats:
            total = np.zeros(states.shape[1])
            for k in members:
                total += share[k] * self.fleet.power(self.fleet.relative_speed(states[k]) * mean_speed[k])
            return total

        apart = correlation(self.farms, self.wind.components)
        if forcing.wind is not None:
            state = conditioned(state, apart, share, np.arange(len(self.clock)), output, forcing.wind)
        if forcing.has_months:
            months = month_targets(self.expected_months(), forcing.wind_months, forcing.wind_hours, self.clock)
            state = conditioned(state, apart, share, self.clock.month, output, months)
        return state


def season(wind: Wind, clock: Clock, zone: str) -> Floats:
    """Mean wind speed of each hour over that of the year, shape (hours,): month times hour of the day."""
    day = np.asarray(wind.day) / np.mean(wind.day)
    day = 1.0 + (day - 1.0) * wind.swing.get(zone, 1.0)
    return np.asarray(clock.smooth_months(wind.months) / np.mean(wind.months) * day[clock.hour])


def known_factor(speed: Floats, share: Floats, fleet: Fleet, weight: Floats, hours: float) -> float:
    """Factor on wind speed at which the year drawn has the hours stated itself. ``speed``: of the farms [m/s], shape
    (farms, hours); ``share``: of each farm in the zone; ``weight``: what each hour counts."""
    from scipy.optimize import brentq  # most commands need no fit, and this library takes longer than the rest

    def excess(factor: float) -> float:
        total = np.zeros(speed.shape[1])
        for own, row in zip(share, speed, strict=True):
            total += own * fleet.power(row * factor)
        return float((weight * total).sum()) - hours

    return float(brentq(excess, 0.2, 4.0, xtol=1e-12))
