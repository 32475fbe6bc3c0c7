"""PV and the field of CSP plants: pvlib's clear sky, a cloud process, the heat of the cell, scaled to hours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pvlib
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtr

from .clock import Clock
from .parameters import Parameters, Site, Sun
from .process import process
from .temperature import Air

Floats = NDArray[np.float64]

STREAM = 2
_RANKS = (np.arange(8) + 0.5) / 8
_WIND_AT_MODULE = 3.0
"""[m/s]; sets the cooling of the cell in pvlib's Faiman model."""


@dataclass(frozen=True)
class Sky:
    """The sun and the clear sky over one site; irradiance [W/m²], angles [°], shape (hours,)."""

    zenith: Floats
    azimuth: Floats
    global_horizontal: Floats
    extra: Floats
    day: Floats


def clear_sky(site: Site, sun: Sun, clock: Clock) -> Sky:
    """Ineichen and Perez with the Linke turbidity of the month. The sun stands where it does in the middle of the
    hour, looked up with the time zone."""
    position = pvlib.solarposition.get_solarposition(
        clock.middle, site.latitude, site.longitude, site.elevation, temperature=5.0
    )
    zenith = position["apparent_zenith"].to_numpy()
    extra = np.asarray(pvlib.irradiance.get_extra_radiation(clock.day), dtype=np.float64)
    mass = pvlib.atmosphere.get_relative_airmass(zenith)
    mass = np.nan_to_num(mass * pvlib.atmosphere.alt2pres(site.elevation) / 101325.0, nan=40.0)
    with np.errstate(divide="ignore"):  # at sunset pvlib divides by the sine of the sun's height
        clear = pvlib.clearsky.ineichen(zenith, mass, clock.smooth_months(sun.linke), site.elevation, extra)
    return Sky(zenith, position["azimuth"].to_numpy(), np.asarray(clear["ghi"]), extra, clock.day)


def cloud_index(sun: Sun, rank: Floats | float) -> Floats:
    """Clear-sky index at a rank of the cloud process: from ``darkest`` to 1."""
    return np.asarray(sun.darkest + (1.0 - sun.darkest) * np.asarray(rank) ** sun.exponent)


def _beam(sky: Sky, index: Floats) -> tuple[Floats, Floats, Floats]:
    """Global horizontal, direct normal, diffuse horizontal under cloud (Erbs et al. 1982)."""
    horizontal = sky.global_horizontal * index
    parts = pvlib.irradiance.erbs(horizontal, sky.zenith, sky.day)
    return horizontal, np.asarray(parts["dni"]), np.asarray(parts["dhi"])


def module_power(sun: Sun, sky: Sky, index: Floats, air: Floats, tilt: float) -> Floats:
    """Output of a module facing south per unit of its rating, before losses, which the scaling holds."""
    horizontal, direct, diffuse = _beam(sky, index)
    plane = pvlib.irradiance.get_total_irradiance(
        tilt, 180.0, sky.zenith, sky.azimuth, direct, horizontal, diffuse, albedo=sun.albedo
    )
    on_plane = np.maximum(np.nan_to_num(np.asarray(plane["poa_global"])), 0.0)
    cell = pvlib.temperature.faiman(on_plane, air, _WIND_AT_MODULE)
    return np.asarray(on_plane / 1000.0 * (1.0 + sun.coefficient * (cell - 25.0)))


class Sunlight:
    """The skies over all sites and the clouds of a year; the index also damps the day's range of temperature."""

    def __init__(self, parameters: Parameters, clock: Clock, seed: int) -> None:
        self.parameters = parameters
        self.skies = [clear_sky(site, parameters.sun, clock) for site in parameters.sites]
        state = process(parameters.sites, parameters.sun.components, len(clock), seed, STREAM)
        self.index = cloud_index(parameters.sun, np.asarray(ndtr(state)))

    def series(self, air: Air) -> dict[str, Floats]:
        """``pv-ZONE``, ``pv-distributed-ZONE`` (shares of capacity) and ``csp-ZONE`` (of the field's design output)."""
        sun = self.parameters.sun
        series = {f"pv-{zone}": self._pv(air, zone, hours, sun.tilt) for zone, hours in sun.hours.items()}
        for zone, hours in sun.distributed_hours.items():
            series[f"pv-distributed-{zone}"] = self._pv(air, zone, hours, sun.distributed_tilt)
        return series | {f"csp-{zone}": self._field(zone) for zone in sun.csp}

    def _inside(self, zone: str) -> list[tuple[int, float]]:
        sites = [(k, site.weight) for k, site in enumerate(self.parameters.sites) if site.zone == zone]
        whole = sum(weight for _, weight in sites)
        return [(k, weight / whole) for k, weight in sites]

    def _pv(self, air: Air, zone: str, hours: float, tilt: float) -> Floats:
        """Scaled so that the expectation over the ranks of cloud, at the normal temperature, has the hours stated."""
        sun = self.parameters.sun
        inside = self._inside(zone)
        expected = [
            (share / len(_RANKS), module_power(sun, self.skies[k], cloud_index(sun, rank), air.normal[k], tilt))
            for k, share in inside
            for rank in _RANKS
        ]
        per_year = float(8760.0 / self.index.shape[1])

        def excess(scale: float) -> float:
            year = sum(share * float(np.minimum(power * scale, 1.0).sum()) for share, power in expected)
            return float(year) * per_year - hours

        scale = float(brentq(excess, 0.05, 5.0, xtol=1e-12))
        total = np.zeros(self.index.shape[1])
        for k, share in inside:
            power = module_power(sun, self.skies[k], self.index[k], air.value[k], tilt)
            total += share * np.clip(power * scale, 0.0, 1.0)
        return total

    def _field(self, zone: str) -> Floats:
        total = np.zeros(self.index.shape[1])
        for k, share in self._inside(zone):
            _, direct, _ = _beam(self.skies[k], self.index[k])
            # A field that tracks loses with a low sun: the cosine of the noon line is a fair mean of trough and tower.
            total += share * np.clip(direct / self.parameters.sun.csp_design, 0.0, 1.0)
        return total
