"""Load, heat and curves of the clock."""

from __future__ import annotations

import numpy as np

from dispatch.arrays import Floats

from .clock import Clock
from .parameters import Component, Curve, Heat, Load, Parameters
from .process import process
from .temperature import Air

STREAM = 4
_NOISE = Component(share=1.0, hours=120.0, smooth=6.0, km=1.0)
"""What a load does beside the calendar and the weather: orders and outages of days. Observed days differ in level, and
within a day hardly at all in shape (Mengdong, 2021: daily means lag-1 0.97, residual within a day 1.5 %)."""
WALLS = 24.0
"""Time over which buildings smooth the temperature [h]."""


def load_shape(load: Load, clock: Clock, air: Air, noise: Floats) -> Floats:
    """Shape of a load, shape (hours,): calendar x (1 + response to the anomaly of temperature) x (1 + noise).
    The month's factor holds the normal weather, so only the anomaly moves the load."""
    value, normal = air.zone(load.zone, WALLS)
    anomaly = (value - normal) / 10.0
    response = load.heating * np.maximum(-anomaly, 0.0) * (value < 10.0)
    response = response + load.cooling * np.maximum(anomaly, 0.0) * (value > 20.0)
    calendar = clock.smooth_months(load.months) * np.asarray(load.week)[clock.weekday]
    calendar = calendar * np.asarray(load.hours)[clock.hour]
    calendar = calendar * clock.holidays(load.spring_festival, load.national_day)
    shape = calendar * (1.0 + response) * (1.0 + load.noise * noise)
    return np.asarray(shape / shape.mean())


def heat_share(heat: Heat, clock: Clock, air: Air) -> Floats:
    """Heat demand as a share of its peak, shape (hours,)."""
    return heat_of(heat, clock, air.zone(heat.zone, WALLS)[0])


def heat_of(heat: Heat, clock: Clock, value: Floats) -> Floats:
    """Heat demand as a share of its peak at an outdoor temperature that walls have smoothed [°C], shape (hours,)."""
    degree = np.clip((heat.indoor - value) / (heat.indoor - heat.design), 0.0, 1.0)
    day = np.asarray(heat.hours) / np.mean(heat.hours)
    warm = degree * day[clock.hour] * clock.season(heat.start, heat.end)
    return np.asarray(np.clip(heat.floor + (1.0 - heat.floor) * warm, 0.0, 1.0))


def curve_values(curve: Curve, clock: Clock) -> Floats:
    """A curve of the clock, shape (hours,), as it is given."""
    values = np.asarray(curve.months)[clock.month] * np.asarray(curve.hours)[clock.hour]
    return np.asarray(values * np.asarray(curve.week)[clock.weekday] * (clock.month + 1 >= curve.first_month))


def demand_series(parameters: Parameters, clock: Clock, seed: int, air: Air) -> dict[str, Floats]:
    """All loads, heats and curves by name."""
    series = {}
    for number, load in enumerate(parameters.load):
        noise = process(parameters.sites[:1], (_NOISE,), len(clock), seed, STREAM + number)[0]
        series[load.name] = load_shape(load, clock, air, noise)
    for heat in parameters.heat:
        series[heat.name] = heat_share(heat, clock, air)
    for curve in parameters.curve:
        series[curve.name] = curve_values(curve, clock)
    return series
