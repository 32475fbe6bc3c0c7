"""ERA5 and the like: wind at 100 m, irradiance and temperature on a grid, made into series of zones.

Wind by windpowerlib (height, density of the air, the curve of a turbine), PV by pvlib, heat by the degree days of
weather.toml, each at the sites of a zone and weighted as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pvlib
from scipy.optimize import brentq

from dispatch.arrays import Floats
from dispatch.case.files import one_fault
from dispatch.case.suggestions import options
from dispatch.errors import CaseError, Fault
from dispatch.messages import message
from dispatch.weather import WALLS, Clock, Parameters, Site, heat_of, read_parameters, smoothed
from dispatch.weather.sun import clear_sky, fit, module_power

from .gridded import Gridded, opened
from .hours import Rules, place
from .plan import Modelled, Reanalysis
from .roles import Wanted

_HEIGHT = 100.0
"""Height of the wind of the file [m]."""
_SHEAR = 1.0 / 7.0
"""Exponent of Hellman's profile between that height and the hub."""
_NEEDS = {"wind": ("u100", "v100"), "pv": ("ssrd", "t2m"), "heat": ("t2m",)}


@dataclass(frozen=True)
class Weather:
    """Hourly weather at the sites of a zone in the year of the case, shape (sites, hours) each; empty if not needed."""

    sites: list[Site]
    speed: Floats
    horizontal: Floats
    air: Floats

    @property
    def share(self) -> Floats:
        """Of each site in the zone."""
        weights = np.array([site.weight for site in self.sites])
        return np.asarray(weights / weights.sum())


def reanalysis(source: Reanalysis, folder: Path, case: Wanted) -> dict[str, Floats]:
    """Return the series of a source. Raises CaseError with every fault of the map and of the files."""
    files = ", ".join(source.file)
    parameters, clock = read_parameters(*case.folders), Clock(case.year)
    faults = [
        fault
        for name, options_of in source.series.items()
        for fault in _faults(name, options_of, case, parameters, files)
    ]
    if faults:
        raise CaseError(faults)
    series = {}
    with opened([folder / file for file in source.file]) as data:
        for name, options_of in source.series.items():
            technology = case.roles[name].technology
            weather = _weather(data, technology, options_of, source, parameters, clock)
            series[name] = _MAKE[technology](name, options_of, weather, parameters, clock)
    return series


def _faults(name: str, options_of: Modelled, case: Wanted, parameters: Parameters, files: str) -> list[Fault]:
    faults = []
    technology = case.roles[name].technology
    if technology not in _NEEDS:
        rule = message("fault.series.not_weather_driven", name=name, technology=technology)
        faults.append(Fault(files, 0, name, "", rule, message("remedy.series.reanalysis_series")))
    zones = sorted({site.zone for site in parameters.sites})
    if options_of.zone not in zones:
        faults.append(
            Fault(
                files,
                0,
                name,
                options_of.zone,
                message("fault.series.no_site_zone"),
                options(options_of.zone, zones, message("list.series.zones")),
            )
        )
    if technology == "wind" and not options_of.turbine:
        remedy = message("remedy.series.turbine")
        faults.append(Fault(files, 0, name, "", message("fault.series.no_turbine"), remedy))
    return faults


def _weather(
    data: Gridded, technology: str, options_of: Modelled, source: Reanalysis, parameters: Parameters, clock: Clock
) -> Weather:
    sites = [site for site in parameters.sites if site.zone == options_of.zone]
    found = {name: _at(data, name, sites, source, clock) for name in _NEEDS[technology]}
    nothing = np.zeros((len(sites), 0))
    air = found.get("t2m", nothing)
    if technology == "wind":
        speed = np.hypot(found["u100"], found["v100"])
        if "t2m" in data:
            air = _at(data, "t2m", sites, source, clock)
        return Weather(sites, speed, nothing, air)
    return Weather(sites, nothing, found.get("ssrd", nothing), air)


def _at(data: Gridded, name: str, sites: list[Site], source: Reanalysis, clock: Clock) -> Floats:
    """Return a variable at the sites as means of the hours of the case's year, shape (sites, hours).

    Irradiance of ERA5 is what came in the hour before its time; wind and temperature are those of the moment, so that
    an hour has the mean of its two ends.
    """
    times, values = data.at(name, sites)
    ended = name == "ssrd"
    if not ended:
        values = 0.5 * (values + np.vstack([values[1:], values[-1:]]))
    rules = Rules(0, "end" if ended else "start", source.year, source.leap_day, source.gaps, source.edges)
    return place(times, values, data.name, [0] * len(times), rules, clock.year)[0].T


def _wind(name: str, options_of: Modelled, weather: Weather, parameters: Parameters, clock: Clock) -> Floats:
    """Hub height, density and the turbine's curve by windpowerlib; scaled on request by a factor on the speed."""
    library = _windpowerlib()
    try:
        turbine: Any = library.WindTurbine(turbine_type=options_of.turbine, hub_height=options_of.hub_height)
    except Exception:  # windpowerlib raises whatever pandas does on an unknown type
        turbine = None
    if turbine is None or turbine.power_curve is None:
        known = library.get_turbine_types(print_out=False, filter_=True)["turbine_type"]
        raise CaseError(
            [
                Fault(
                    "map",
                    0,
                    name,
                    options_of.turbine,
                    message("fault.series.unknown_turbine"),
                    options(options_of.turbine, known, message("list.there_are")),
                )
            ]
        )
    speed = library.wind_speed.hellman(weather.speed, _HEIGHT, options_of.hub_height, hellman_exponent=_SHEAR)
    curve_speed = turbine.power_curve["wind_speed"].to_numpy()
    curve = turbine.power_curve["value"].to_numpy() / turbine.nominal_power
    # The curve holds at 1.225 kg/m³: thinner air counts as slower, by the cube root (IEC 61400-12).
    thin = np.cbrt(_density(weather, options_of.hub_height) / 1.225)

    def output(scale: float) -> Floats:
        return np.asarray(weather.share @ np.interp(speed * thin * scale, curve_speed, curve, right=0.0))

    scale = 1.0
    if options_of.hours is not None:
        weight = clock.weights(None)
        try:
            scale = float(brentq(lambda factor: float(weight @ output(factor)) - options_of.hours, 0.3, 3.0, xtol=1e-9))
        except ValueError:
            rule = message("fault.series.wind_factor", hours=options_of.hours, value=output(1.0).sum())
            raise CaseError(
                [Fault("map", 0, name, f"{options_of.hours:g}", rule, message("remedy.series.check_hours"))]
            ) from None
    return output(scale)


def _density(weather: Weather, hub: float) -> Floats:
    """Density of the air at the hub [kg/m³], shape (sites, hours) or (sites, 1) where the file has no temperature."""
    library = _windpowerlib()
    pressure = np.array([pvlib.atmosphere.alt2pres(site.elevation) for site in weather.sites])[:, None]
    air = weather.air if weather.air.size else np.full((len(weather.sites), 1), 8.0)
    return np.asarray(library.density.ideal_gas(pressure, 0.0, hub, air + 273.15))


def _windpowerlib() -> Any:
    try:
        import windpowerlib
    except ImportError:
        remedy = message("remedy.series.install")
        raise one_fault("windpowerlib", message("fault.series.package"), remedy) from None
    return windpowerlib


def _pv(name: str, options_of: Modelled, weather: Weather, parameters: Parameters, clock: Clock) -> Floats:
    """The modules of weather.toml under the irradiance of the file; without hours there are no losses in it."""
    sun = parameters.sun
    tilt = sun.distributed_tilt if "distributed" in name else sun.tilt
    power = [
        (float(share), module_power(sun, clear_sky(site, sun, clock), weather.horizontal[k], weather.air[k], tilt))
        for k, (site, share) in enumerate(zip(weather.sites, weather.share, strict=True))
    ]
    scale = 1.0 if options_of.hours is None else fit(power, clock.weights(None), options_of.hours)
    return np.asarray(sum(share * np.clip(part * scale, 0.0, 1.0) for share, part in power))


def _heat(name: str, options_of: Modelled, weather: Weather, parameters: Parameters, clock: Clock) -> Floats:
    """Degree days of the network of that name in weather.toml."""
    heat = next((one for one in parameters.heat if one.name == name), None)
    if heat is None:
        known = [one.name for one in parameters.heat]
        raise CaseError(
            [
                Fault(
                    "weather.toml",
                    0,
                    "heat",
                    name,
                    message("fault.series.no_such_network"),
                    options(name, known, message("list.there_are")),
                )
            ]
        )
    return heat_of(heat, clock, smoothed(np.asarray(weather.share @ weather.air), WALLS))


_MAKE = {"wind": _wind, "pv": _pv, "heat": _heat}
