"""What a region's weather is like: ``sites.csv`` and ``weather.toml``, beside the tables of the case that names the
series. Everything that is a fact about the region stands there, with its source; nothing of it is in the code."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from dispatch.case.files import read_text
from dispatch.case.keys import rule_of, value_of
from dispatch.case.merge import merge_settings
from dispatch.case.toml import read_toml
from dispatch.errors import CaseError, Fault

SITES, SETTINGS = "sites.csv", "weather.toml"

Months = Annotated[tuple[float, ...], Field(min_length=12, max_length=12)]
Day = Annotated[tuple[float, ...], Field(min_length=24, max_length=24)]
Week = Annotated[tuple[float, ...], Field(min_length=7, max_length=7)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Positive = Annotated[float, Field(gt=0.0)]
Season = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-([0-2][0-9]|3[01])$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Site(_Strict):
    """One place whose weather is drawn (a row of sites.csv)."""

    site: str
    name_zh: str
    zone: str
    """Zone whose plants it stands for; a zone's series is the mean of its sites."""
    latitude: float = Field(ge=-66.0, le=66.0)
    longitude: float = Field(ge=-180.0, le=180.0)
    elevation: float = Field(ge=-400.0, le=6000.0)
    """[m]"""
    weight: Positive
    """Share of the zone's plants, relative."""
    windiness: Positive
    """Mean wind speed relative to that of the zone."""
    january: float = Field(ge=-60.0, le=40.0)
    """Mean temperature [°C]."""
    july: float = Field(ge=-20.0, le=50.0)
    source: str


class Component(_Strict):
    """One part of a Gaussian process: AR in time, exponential in distance."""

    share: Share
    """Of the variance."""
    hours: Positive
    """Time over which it is forgotten [h]."""
    smooth: float = Field(ge=0.0)
    """Time over which its changes are smoothed, below ``hours`` [h]."""
    km: Positive
    """Distance over which it is forgotten [km]."""

    @model_validator(mode="after")
    def _order(self) -> Component:
        if self.smooth >= self.hours:
            raise ValueError("smooth is shorter than hours")
        return self


Components = Annotated[tuple[Component, ...], Field(min_length=1)]


class _Process(_Strict):
    components: Components

    @model_validator(mode="after")
    def _whole(self) -> _Process:
        total = sum(part.share for part in self.components)
        if abs(total - 1.0) > 1e-9:
            raise ValueError(f"the shares of the components add up to {total:g}, not 1")
        return self


class Wind(_Process):
    """Wind speed: Weibull by the rank of a Gaussian process; a smoothed turbine curve for the fleet."""

    hours: dict[str, Positive]
    """Available hours of a mean year, by zone [h]."""
    known: dict[str, Months] = {}
    """Zones whose hours are those of the very year that is drawn, one that has happened, with the capacity in service
    in each month, which weighs the hours."""
    weibull: float = Field(ge=1.0, le=4.0)
    months: Months
    """Wind speed of a month, relative."""
    amplitude: Share
    """Daily swing of wind speed."""
    peak_hour: float = Field(ge=0.0, lt=24.0)
    cut_in: Positive
    """[m/s], as rated and cut_out."""
    rated: Positive
    cut_out: Positive
    spread: Positive
    """Spread of speeds and turbines over which the curve is smoothed [m/s]."""
    source: str


class Sun(_Process):
    """Clear sky of pvlib times a clear-sky index; a plane of array, its heat, its losses."""

    hours: dict[str, Positive]
    """Available hours of a mean year, by zone [h]."""
    known: dict[str, Months] = {}
    """As of wind; for distributed PV too."""
    distributed_hours: dict[str, Positive] = {}
    """The same for distributed PV [h]; its modules lie flatter."""
    csp: tuple[str, ...] = ()
    """Zones that get a series for the field of a CSP plant."""
    csp_design: Positive = 850.0
    """Direct normal irradiance at which the field gives its design output [W/m²]."""
    linke: Months
    """Linke turbidity."""
    darkest: Share
    """Clear-sky index of the thickest cloud."""
    exponent: Positive
    """Exponent of the rank in the clear-sky index: below 1, clear hours prevail."""
    clouds: Months
    """Exponent of a month, relative: above 1, it is cloudier than the year."""
    tilt: float = Field(ge=0.0, le=90.0)
    distributed_tilt: float = Field(ge=0.0, le=90.0)
    coefficient: float = Field(ge=-0.01, le=0.0)
    """Change of output per kelvin of the cell above 25 °C."""
    albedo: Share
    source: str


class Temperature(_Process):
    """Seasonal and daily waves, and a synoptic process that is wilder in winter, with cold spells."""

    daily: float = Field(ge=0.0, le=15.0)
    """Half of the daily range under a clear sky [K]."""
    winter: Positive
    """Spread of the synoptic part in January [K]."""
    summer: Positive
    """The same in July [K]."""
    cold_spell: float = Field(ge=0.0, le=20.0)
    """How much deeper the coldest spells go per unit of rank beyond the threshold [K]."""
    threshold: Positive
    """Standard deviations below the mean at which a cold spell begins."""
    source: str


class Load(_Strict):
    """Shape of a load (mean about 1): month, weekday, hour, holiday, temperature, noise."""

    name: str
    zone: str
    """Whose temperature it follows."""
    months: Months
    week: Week
    hours: Day
    spring_festival: float = Field(gt=0.0, le=1.2)
    """Factor in the week of the Spring Festival."""
    national_day: float = Field(gt=0.0, le=1.2)
    heating: float = Field(ge=0.0, le=0.5)
    """Rise per 10 K below the normal of the day, when it is below 10 °C."""
    cooling: float = Field(ge=0.0, le=0.5)
    """Rise per 10 K above the normal of the day, when it is above 20 °C."""
    noise: Share
    source: str


class Heat(_Strict):
    """Heat demand as a share of its peak: degree hours in the heating season, a floor all year, a daily shape."""

    name: str
    zone: str
    start: Season
    end: Season
    indoor: float
    """Outdoor temperature from which on there is no demand [°C]."""
    design: float
    """Outdoor temperature of full demand [°C]."""
    floor: Share
    hours: Day
    source: str

    @model_validator(mode="after")
    def _order(self) -> Heat:
        if self.design >= self.indoor:
            raise ValueError("design is colder than indoor")
        return self


class Curve(_Strict):
    """A curve of the clock: month x hour, from a month on."""

    name: str
    months: Months
    hours: Day
    week: Week = (1.0,) * 7
    first_month: int = Field(default=1, ge=1, le=12)
    """Zero before it, for what is commissioned within the year."""
    source: str


class Observed(_Strict):
    """A figure that was observed, to set the generated ones beside."""

    series: str
    measure: str
    """One of the measures of ``statistics``; correlation (with ``other``); relative_mean (over the mean of the year)."""
    other: str = ""
    start: Season = "01-01"
    end: Season = "12-31"
    value: float
    source: str

    @model_validator(mode="after")
    def _order(self) -> Observed:
        if (self.measure == "correlation") != bool(self.other):
            raise ValueError("a correlation has two series, another measure one")
        return self


class Parameters(_Strict):
    """All of it."""

    title: str
    wind: Wind
    sun: Sun
    temperature: Temperature
    load: tuple[Load, ...] = ()
    heat: tuple[Heat, ...] = ()
    curve: tuple[Curve, ...] = ()
    observed: tuple[Observed, ...] = ()
    sites: Annotated[tuple[Site, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _zones(self) -> Parameters:
        zones = {site.zone for site in self.sites}
        named = [*self.wind.hours, *self.sun.hours, *self.sun.distributed_hours, *self.sun.csp]
        named += [*self.wind.known, *self.sun.known]
        named += [load.zone for load in self.load] + [heat.zone for heat in self.heat]
        unknown = sorted(set(named) - zones)
        if unknown:
            raise ValueError(f"no site is in zone {', '.join(unknown)}; zones are: {', '.join(sorted(zones))}")
        names = [load.name for load in self.load] + [heat.name for heat in self.heat] + [one.name for one in self.curve]
        if len(set(names)) != len(names):
            raise ValueError("two series have the same name")
        return self


def read_parameters(*folders: Path) -> Parameters:
    """Read and check ``sites.csv`` and ``weather.toml`` of a case folder and of those that it extends, nearest first.
    The sites are those of the nearest folder that has them; tables of weather.toml are merged key by key, lists are
    taken whole. Raises CaseError with every fault."""
    remedy = "Weather is drawn for a case that has sites.csv and weather.toml beside its tables."
    sites = [folder / SITES for folder in folders if (folder / SITES).is_file()]
    settings = [folder / SETTINGS for folder in folders if (folder / SETTINGS).is_file()]
    missing = [name for name, found in ((SITES, sites), (SETTINGS, settings)) if not found]
    if missing:
        raise CaseError([Fault(name, 0, "", "", "the case has no such file", remedy) for name in missing])
    given: dict[str, Any] = {}
    for path in reversed(settings):
        merge_settings(given, read_toml(path, path.name)[0])
    rows = list(csv.DictReader(io.StringIO(read_text(sites[0], SITES), newline="")))
    try:
        return Parameters.model_validate(given | {"sites": rows})
    except ValidationError as error:
        raise CaseError([_fault(details) for details in error.errors()]) from None


def _fault(details: Any) -> Fault:
    place = [str(part) for part in details["loc"]]
    rule, value = rule_of(details), value_of(details)
    if place[:1] == ["sites"] and len(place) > 1:
        return Fault(SITES, int(place[1]) + 2, ".".join(place[2:]), value, rule, "Mend the row.")
    return Fault(SETTINGS, 0, ".".join(place), value, rule, "Mend the key.")
