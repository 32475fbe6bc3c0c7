"""The wind fleet: what a farm gives at a wind speed, and what it gives on average at a mean wind speed."""

from __future__ import annotations

from math import gamma

import numpy as np
from scipy.special import ndtr

from dispatch.arrays import Floats

from .parameters import Wind

SPEEDS = np.linspace(0.0, 60.0, 1201)
"""Wind speeds of the power curve [m/s]."""
_STATES = np.linspace(-9.0, 9.0, 9001)
_RANKS = (np.arange(2000) + 0.5) / 2000


def power_curve(wind: Wind) -> Floats:
    """Return the output of a farm as a share of its capacity at ``SPEEDS``.

    The curve of one turbine, cubic between cut-in and rated, smoothed over the spread of speeds and turbines of a farm
    (Nørgaard and Holttinen, A multi-turbine power curve approach, 2004); times one less the wake loss, which is highest
    at low output and vanishes at full output, as the thrust of a turbine does (Barthelmie et al., Journal of Atmospheric
    and Oceanic Technology, 2010); times the availability.
    """
    cubic = (SPEEDS**3 - wind.cut_in**3) / (wind.rated**3 - wind.cut_in**3)
    turbine = np.where(wind.cut_out > SPEEDS, np.clip(cubic, 0.0, 1.0), 0.0)
    offset = np.linspace(-3.0, 3.0, 61)
    weight = np.exp(-0.5 * offset**2)
    smooth = sum(
        share * np.interp(SPEEDS + step * wind.spread, SPEEDS, turbine)
        for step, share in zip(offset, weight / weight.sum(), strict=True)
    )
    smooth = np.asarray(smooth)
    return np.asarray(wind.availability * smooth * (1.0 - wind.wake * (1.0 - smooth)))


class EvenTable:
    """A function given at evenly spaced points, linear between them and constant beyond.

    The values are those of ``np.interp`` to the last bit, in a sixth of the time: the interval of a number is computed,
    not searched. A year that follows a record looks up a hundred million numbers."""

    def __init__(self, points: Floats, values: Floats) -> None:
        self.points, self.values = points, values
        self._upper = np.append(points[1:], np.inf)
        self._slope = np.append(np.diff(values) / np.diff(points), 0.0)
        self._per_unit = (len(points) - 1) / (points[-1] - points[0])

    def at(self, numbers: Floats) -> Floats:
        """Return the function at finite numbers; shape of ``numbers``."""
        first = self.points[0]
        low = ((numbers - first) * self._per_unit).astype(np.intp)
        np.clip(low, 0, len(self.points) - 1, out=low)
        # The division is rounded: a number next to a point may belong to the interval before or after.
        low -= self.points.take(low) > numbers
        low += self._upper.take(low) <= numbers
        np.maximum(low, 0, out=low)
        found = self._slope.take(low) * (numbers - self.points.take(low)) + self.values.take(low)
        return np.asarray(np.where(numbers < first, self.values[0], found))


class Fleet:
    """Power curve and Weibull distribution of a region, as tables."""

    def __init__(self, wind: Wind) -> None:
        self.curve = power_curve(wind)
        over_mean = 1.0 / gamma(1.0 + 1.0 / wind.weibull)
        self._power = EvenTable(SPEEDS, self.curve)
        self._relative = EvenTable(_STATES, (-np.log(ndtr(-_STATES))) ** (1.0 / wind.weibull) * over_mean)
        ranked = (-np.log1p(-_RANKS)) ** (1.0 / wind.weibull) * over_mean
        expected = np.array([np.interp(mean * ranked, SPEEDS, self.curve).mean() for mean in SPEEDS])
        self._expected = EvenTable(SPEEDS, expected)

    def relative_speed(self, state: Floats) -> Floats:
        """Return the wind speed over its mean at a standard normal state: Weibull by rank; shape of ``state``."""
        return self._relative.at(state)

    def power(self, speed: Floats) -> Floats:
        """Return the output as a share of capacity at a wind speed [m/s]; shape of ``speed``."""
        return self._power.at(speed)

    def expected(self, mean_speed: Floats) -> Floats:
        """Return the mean output as a share of capacity where the mean wind speed is so high [m/s]."""
        return self._expected.at(mean_speed)
