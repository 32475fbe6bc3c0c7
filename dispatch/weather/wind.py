"""Wind: speed at each site, the power of the fleet, scaled so that a mean year has the hours stated."""

from __future__ import annotations

from math import gamma

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtr

from .clock import Clock
from .parameters import Parameters, Site, Wind
from .process import process

Floats = NDArray[np.float64]

STREAM = 1
_SPEEDS = np.linspace(0.0, 60.0, 1201)


def power_curve(wind: Wind) -> Floats:
    """Output of the fleet as a share of its capacity at the speeds of ``_SPEEDS``: the curve of one turbine (cubic
    between cut-in and rated), smoothed over the spread of speeds and turbines, as a fleet's is (Nørgaard and
    Holttinen, A multi-turbine power curve approach, 2004)."""
    cubic = (_SPEEDS**3 - wind.cut_in**3) / (wind.rated**3 - wind.cut_in**3)
    turbine = np.where(wind.cut_out > _SPEEDS, np.clip(cubic, 0.0, 1.0), 0.0)
    offset = np.linspace(-3.0, 3.0, 61)
    weight = np.exp(-0.5 * offset**2)
    smooth = sum(
        share * np.interp(_SPEEDS + step * wind.spread, _SPEEDS, turbine)
        for step, share in zip(offset, weight / weight.sum(), strict=True)
    )
    return np.asarray(smooth)


def _speed(rank: Floats, shape: float) -> Floats:
    """Weibull of mean one at a rank in (0, 1)."""
    return (-np.log1p(-rank)) ** (1.0 / shape) / gamma(1.0 + 1.0 / shape)


def _swing(wind: Wind, hour: Floats) -> Floats:
    return 1.0 + wind.amplitude * np.cos(2.0 * np.pi * (hour - wind.peak_hour) / 24.0)


def zone_scale(wind: Wind, sites: list[Site], hours: float) -> float:
    """Mean wind speed [m/s] at which these sites have the hours stated in a mean year: the expectation over ranks,
    months and hours of the day, so that a single year keeps its own luck."""
    curve = power_curve(wind)
    rank = (np.arange(400) + 0.5) / 400
    months = np.asarray(wind.months) / np.mean(wind.months)
    relative = _speed(rank, wind.weibull)[:, None, None] * months[:, None] * _swing(wind, np.arange(24.0))
    weights = np.array([site.weight for site in sites]) / sum(site.weight for site in sites)

    def excess(scale: float) -> float:
        of_sites = (np.interp(relative * scale * site.windiness, _SPEEDS, curve).mean() for site in sites)
        return float(sum(w * mean for w, mean in zip(weights, of_sites, strict=True))) * 8760.0 - hours

    return float(brentq(excess, 1.0, 20.0, xtol=1e-12))


def known_scale(relative: Floats, share: Floats, curve: Floats, weight: Floats, hours: float) -> float:
    """Mean wind speed [m/s] at which the year drawn has the hours stated itself. ``relative``: speeds of the sites over
    the mean, shape (sites, hours); ``share``: of each site in the zone; ``weight``: what each hour counts."""

    def excess(scale: float) -> float:
        return float(weight @ (share @ np.interp(relative * scale, _SPEEDS, curve))) - hours

    return float(brentq(excess, 1.0, 20.0, xtol=1e-12))


def mean_scales(parameters: Parameters) -> dict[str, float]:
    """Mean wind speed [m/s] of each zone whose hours are those of a mean year: the same for every seed."""
    wind = parameters.wind
    return {
        zone: zone_scale(wind, [site for site in parameters.sites if site.zone == zone], hours)
        for zone, hours in wind.hours.items()
        if zone not in wind.known
    }


def wind_series(parameters: Parameters, clock: Clock, seed: int, scales: dict[str, float]) -> dict[str, Floats]:
    """Available wind ``wind-ZONE`` as a share of capacity, shape (hours,). ``scales``: of ``mean_scales``."""
    wind, sites = parameters.wind, parameters.sites
    state = process(sites, wind.components, len(clock), seed, STREAM)
    months = clock.smooth_months(wind.months) / np.mean(wind.months)
    relative = _speed(ndtr(state), wind.weibull) * months * _swing(wind, clock.hour.astype(np.float64))
    curve = power_curve(wind)
    series = {}
    for zone, hours in wind.hours.items():
        inside = [k for k, site in enumerate(sites) if site.zone == zone]
        share = np.array([sites[k].weight for k in inside]) / sum(sites[k].weight for k in inside)
        speed = relative[inside] * np.array([sites[k].windiness for k in inside])[:, None]
        if zone in wind.known:
            scale = known_scale(speed, share, curve, clock.weights(wind.known[zone]), hours)
        else:
            scale = scales[zone]
        total = np.zeros(len(clock))
        for k, own in enumerate(share):
            total += own * np.interp(speed[k] * scale, _SPEEDS, curve)
        series[f"wind-{zone}"] = np.clip(total, 0.0, 1.0)
    return series
