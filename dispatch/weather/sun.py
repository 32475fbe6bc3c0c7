"""PV and the field of CSP plants: pvlib's clear sky, a cloud process, the heat of the cell, scaled to hours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from scipy.special import ndtr, ndtri

from dispatch.arrays import Floats

from .clock import Clock
from .condition import conditioned, scaled_months
from .parameters import Parameters, Site, Sun
from .places import correlation, shares
from .process import process
from .record import Forcing, month_targets
from .temperature import Air, normal_air

Power: TypeAlias = dict[tuple[str, float], list[tuple[float, Floats]]]
"""Zone and tilt -> (share in the zone, hourly output before losses) of each site."""

STREAM = 2
_RANKS = (np.arange(8) + 0.5) / 8
_LEVELS = np.linspace(0.0, 1.0, 9)
"""Positions between the thickest cloud and the clear sky at which output is tabulated."""
_LIT = 0.02
"""Output of the region below which an hour is not brought to its record: the sun is too low."""
_MOST_RATIO = 3.0
"""Bound of the factor that brings an hour to its record."""
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
    import pvlib  # half of the time of importing this package, which forecasts need without it

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


def cloud_index(sun: Sun, clock: Clock, rank: Floats | float) -> Floats:
    """Clear-sky index at a rank of the cloud process: from ``darkest`` to 1; shape (…, hours)."""
    exponent = sun.exponent * clock.smooth_months(sun.clouds) / np.mean(sun.clouds)
    return np.asarray(sun.darkest + (1.0 - sun.darkest) * np.asarray(rank) ** exponent)


def _beam(sky: Sky, horizontal: Floats) -> tuple[Floats, Floats]:
    """Direct normal and diffuse horizontal of a global horizontal irradiance (Erbs et al. 1982)."""
    import pvlib

    parts = pvlib.irradiance.erbs(horizontal, sky.zenith, sky.day)
    return np.asarray(parts["dni"]), np.asarray(parts["dhi"])


def module_power(sun: Sun, sky: Sky, horizontal: Floats, air: Floats, tilt: float) -> Floats:
    """Output of a module facing south per unit of its rating, before losses, which the scaling holds. ``horizontal``:
    global horizontal irradiance [W/m²]; ``air``: its temperature [°C]."""
    import pvlib

    direct, diffuse = _beam(sky, horizontal)
    plane = pvlib.irradiance.get_total_irradiance(
        tilt, 180.0, sky.zenith, sky.azimuth, direct, horizontal, diffuse, albedo=sun.albedo
    )
    on_plane = np.maximum(np.nan_to_num(np.asarray(plane["poa_global"])), 0.0)
    cell = pvlib.temperature.faiman(on_plane, air, _WIND_AT_MODULE)
    return np.asarray(on_plane / 1000.0 * (1.0 + sun.coefficient * (cell - 25.0)))


class ClearSky:
    """What is the same in every year drawn: the skies over all sites, and what a mean year makes of them."""

    def __init__(self, parameters: Parameters, clock: Clock) -> None:
        self.parameters, self.clock = parameters, clock
        self.skies = [clear_sky(site, parameters.sun, clock) for site in parameters.sites]
        self.normal = normal_air(parameters, clock)
        self._scales: dict[tuple[str, float], float] = {}

    def inside(self, zone: str) -> list[tuple[int, float]]:
        """Sites of a zone, with the share of each."""
        sites = [(k, site.weight) for k, site in enumerate(self.parameters.sites) if site.zone == zone]
        whole = sum(weight for _, weight in sites)
        return [(k, weight / whole) for k, weight in sites]

    def scale(self, zone: str, hours: float, tilt: float) -> float:
        """Factor at which the expectation over the ranks of cloud, at the normal temperature, has the hours stated."""
        if (zone, tilt) not in self._scales:
            sun = self.parameters.sun
            clouds = [cloud_index(sun, self.clock, rank) for rank in _RANKS]
            power = [
                (
                    share / len(_RANKS),
                    module_power(sun, self.skies[k], self.skies[k].global_horizontal * index, self.normal[k], tilt),
                )
                for k, share in self.inside(zone)
                for index in clouds
            ]
            self._scales[zone, tilt] = fit(power, self.clock.weights(None), hours)
        return self._scales[zone, tilt]

    def expected_months(self) -> Floats:
        """Return the expected mean output of the region in each month of a mean year, shape (12,)."""
        parts = [self._output(np.full((len(self.skies), len(self.clock)), ndtri(rank))) for rank in _RANKS]
        hourly = np.sum(parts, axis=0) / len(_RANKS)
        return np.array([hourly[self.clock.month == month].mean() for month in range(12)])

    def steered(self, state: Floats, forcing: Forcing) -> tuple[Floats, Floats | None]:
        """Return the cloud process at which the region has the record's energy of each day, or the months of a
        pseudo-year; and the record itself, shape (hours,), with those months."""
        clock, target = self.clock, forcing.pv
        groups = clock.month
        means = np.zeros(12)
        if forcing.has_months:
            means = month_targets(self.expected_months(), forcing.pv_months, forcing.pv_hours, clock)
        if target is not None:
            target = scaled_months(target, clock, means, 1.0) if forcing.has_months else target
            groups = np.arange(len(clock)) // 24
            means = target.reshape(-1, 24).mean(axis=1)
        apart = correlation(self.parameters.sites, self.parameters.sun.components)
        return conditioned(state, apart, self.share, groups, self._output, means), target

    @property
    def share(self) -> Floats:
        """Share of each site in the PV of the region, shape (sites,)."""
        region = self.parameters.region
        assert region is not None
        sites = self.parameters.sites
        return shares(sites, [site.zone for site in sites], region.pv)

    def _output(self, state: Floats) -> Floats:
        """Output of the region's PV at a cloud process, by table, at the normal temperature; shape (hours,)."""
        sun, total = self.parameters.sun, np.zeros(len(self.clock))
        hours = np.arange(len(self.clock))
        for k, own in enumerate(self.share):
            if own:
                index = cloud_index(sun, self.clock, ndtr(state[k]))
                at = (index - sun.darkest) / (1.0 - sun.darkest) * (len(_LEVELS) - 1)
                below = np.minimum(at.astype(np.int64), len(_LEVELS) - 2)
                table, over = self._table[k], at - below
                total += own * (table[below, hours] * (1.0 - over) + table[below + 1, hours] * over)
        return total

    @cached_property
    def _table(self) -> dict[int, Floats]:
        """Output of each site of the region at ``_LEVELS``, shape (levels, hours) each."""
        sun, region = self.parameters.sun, self.parameters.region
        assert region is not None
        table = {}
        for zone in region.pv:
            scale = self.scale(zone, sun.hours[zone], sun.tilt)
            for k, _ in self.inside(zone):
                levels = [
                    module_power(sun, self.skies[k], self.skies[k].global_horizontal * index, self.normal[k], sun.tilt)
                    for index in sun.darkest + (1.0 - sun.darkest) * _LEVELS
                ]
                table[k] = np.clip(np.array(levels) * scale, 0.0, 1.0)
        return table


def fit(power: list[tuple[float, Floats]], weight: Floats, hours: float) -> float:
    """Factor at which output, (share, hourly) of each part, has the hours stated; ``weight``: what each hour counts."""
    from scipy.optimize import brentq  # most commands need no fit, and this library takes longer than the rest

    def excess(scale: float) -> float:
        return sum(share * float(weight @ np.clip(part * scale, 0.0, 1.0)) for share, part in power) - hours

    return float(brentq(excess, 0.05, 5.0, xtol=1e-12))


class Sunlight:
    """The clouds of a year; their index also damps the day's range of temperature."""

    def __init__(self, sky: ClearSky, seed: int, forcing: Forcing) -> None:
        self.sky, self.parameters = sky, sky.parameters
        state = process(self.parameters.sites, self.parameters.sun.components, len(sky.clock), seed, STREAM)
        self.record: Floats | None = None
        if forcing.steers:
            state, self.record = sky.steered(state, forcing)
        self.index = cloud_index(self.parameters.sun, sky.clock, ndtr(state))

    def series(self, air: Air) -> dict[str, Floats]:
        """``pv-ZONE``, ``pv-distributed-ZONE`` (shares of capacity) and ``csp-ZONE`` (of the field's design output)."""
        sun = self.parameters.sun
        power = {
            (zone, tilt): self._power(air, zone, tilt)
            for zones, tilt in ((sun.hours, sun.tilt), (sun.distributed_hours, sun.distributed_tilt))
            for zone in zones
        }
        ratio = self._ratio(power)
        series = {f"pv-{zone}": self._pv(power, ratio, zone, hours, sun.tilt) for zone, hours in sun.hours.items()}
        for zone, hours in sun.distributed_hours.items():
            series[f"pv-distributed-{zone}"] = self._pv(power, ratio, zone, hours, sun.distributed_tilt)
        return series | {f"csp-{zone}": self._field(zone) for zone in sun.csp}

    def _power(self, air: Air, zone: str, tilt: float) -> list[tuple[float, Floats]]:
        """(share in the zone, output before losses) of each site of a zone."""
        sun, sky = self.parameters.sun, self.sky
        return [
            (share, module_power(sun, sky.skies[k], self._horizontal(k), air.value[k], tilt))
            for k, share in sky.inside(zone)
        ]

    def _ratio(self, power: Power) -> Floats:
        """Factor of each hour that brings the region from the record's day to its hour, shape (hours,)."""
        ratio = np.ones(len(self.sky.clock))
        if self.record is None:
            return ratio
        sun, region = self.parameters.sun, self.parameters.region
        assert region is not None
        whole, total = sum(region.pv.values()), np.zeros(len(ratio))
        for zone, capacity in region.pv.items():
            scale = self.sky.scale(zone, sun.hours[zone], sun.tilt)
            for share, part in power[zone, sun.tilt]:
                total += capacity / whole * share * np.clip(part * scale, 0.0, 1.0)
        lit = total > _LIT
        ratio[lit] = np.minimum(self.record[lit] / total[lit], _MOST_RATIO)
        return ratio

    def _pv(self, power: Power, ratio: Floats, zone: str, hours: float, tilt: float) -> Floats:
        """Scaled to the hours of a mean year, or to those of the year drawn itself where they are known."""
        sun, sky = self.parameters.sun, self.sky
        parts = [(share, part * ratio) for share, part in power[zone, tilt]]
        if zone in sun.known:
            scale = fit(parts, sky.clock.weights(sun.known[zone]), hours)
        else:
            scale = sky.scale(zone, hours, tilt)
        total = np.zeros(len(sky.clock))
        for share, part in parts:
            total += share * np.clip(part * scale, 0.0, 1.0)
        return total

    def _horizontal(self, site: int) -> Floats:
        """Global horizontal irradiance under the clouds [W/m²]."""
        return np.asarray(self.sky.skies[site].global_horizontal * self.index[site])

    def _field(self, zone: str) -> Floats:
        total = np.zeros(self.index.shape[1])
        for k, share in self.sky.inside(zone):
            direct, _ = _beam(self.sky.skies[k], self._horizontal(k))
            # A field that tracks loses with a low sun: the cosine of the noon line is a fair mean of trough and tower.
            total += share * np.clip(direct / self.parameters.sun.csp_design, 0.0, 1.0)
        return total
