"""What a region's weather is like: ``sites.csv`` and ``weather.toml``, beside the tables of the case that names the
series. Everything that is a fact about the region stands there, with its source; nothing of it is in the code."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from dispatch.messages import message

from .fields import Day, Months, Positive, Season, Share, Strict, Week
from .region import Group, Observed, PseudoYear, Record


class Site(Strict):
    """One place whose weather is drawn (a row of sites.csv)."""

    site: str
    """Name of the place."""
    name_zh: str
    """Its Chinese name."""
    zone: str
    """Zone whose plants it represents; a zone's series is the mean of its sites."""
    latitude: float = Field(ge=-66.0, le=66.0)
    """[degrees north]"""
    longitude: float = Field(ge=-180.0, le=180.0)
    """[degrees east]"""
    elevation: float = Field(ge=-400.0, le=6000.0)
    """Height above the sea [m]."""
    weight: Positive
    """Share of the zone's plants, relative."""
    windiness: Positive
    """Mean wind speed relative to that of the zone."""
    january: float = Field(ge=-60.0, le=40.0)
    """Mean temperature of January [°C]."""
    july: float = Field(ge=-20.0, le=50.0)
    """The same in July [°C]."""
    source: str
    """Where the figures come from."""


class Component(Strict):
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
            raise ValueError(message("fault.weather.smooth"))
        return self


Components = Annotated[tuple[Component, ...], Field(min_length=1)]


class _Process(Strict):
    components: Components

    @model_validator(mode="after")
    def _whole(self) -> _Process:
        total = sum(part.share for part in self.components)
        if abs(total - 1.0) > 1e-9:
            raise ValueError(message("fault.weather.component_shares", total=total))
        return self


class _Available(_Process):
    """Available hours of the plants of a zone."""

    hours: dict[str, Positive]
    """Available hours of a mean year, by zone [h]."""
    known: dict[str, Months] = Field(default_factory=dict)
    """Zones whose hours are those of the very year that is drawn, one that has happened, with the capacity in service
    in each month, which weighs the hours. Of PV for distributed PV too."""


class Wind(_Available):
    """Wind speed: Weibull by the rank of a Gaussian process at many farms of each site; the power curve of a fleet."""

    farms: int = Field(default=1, ge=1, le=50)
    """Wind farms that represent the plants around each site."""
    radius: Positive = 1.0
    """Radius of the disc over which they are spread [km]."""
    weibull: float = Field(ge=1.0, le=4.0)
    """Shape of the Weibull distribution of wind speed."""
    months: Months
    """Mean wind speed of a month, relative."""
    day: Day
    """Mean wind speed of an hour of the day, relative."""
    swing: dict[str, Annotated[float, Field(ge=0.0, le=3.0)]] = Field(default_factory=dict)
    """How wide the swing of the day is in a zone, relative; 1 where none is given."""
    cut_in: Positive
    """Wind speed at which a turbine starts [m/s]."""
    rated: Positive
    """Wind speed of full output [m/s]."""
    cut_out: Positive
    """Wind speed at which a turbine stops in a storm [m/s]."""
    spread: Positive
    """Spread of speeds and turbines over which the curve is smoothed [m/s]."""
    wake: Share = 0.0
    """Loss by wakes at low output; none at full output."""
    availability: Annotated[float, Field(gt=0.0, le=1.0)] = 1.0
    """Share of the turbines that can run."""
    source: str
    """Where the figures come from."""


class Sun(_Available):
    """Clear sky of pvlib times a clear-sky index; a plane of array, its heat, its losses."""

    distributed_hours: dict[str, Positive] = Field(default_factory=dict)
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
    """Tilt of centralised PV, facing south [degrees]."""
    distributed_tilt: float = Field(ge=0.0, le=90.0)
    """The same of distributed PV [degrees]."""
    coefficient: float = Field(ge=-0.01, le=0.0)
    """Change of output per kelvin of the cell above 25 °C."""
    albedo: Share
    """Share of light that the ground reflects."""
    source: str
    """Where the figures come from."""


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
    """Where the figures come from."""


class Load(Strict):
    """Shape of a load (mean about 1): month, weekday, hour, holiday, temperature, noise."""

    name: str
    """Name of the series."""
    zone: str
    """Whose temperature it follows."""
    months: Months
    """Factor of each month."""
    week: Week
    """Factor of each weekday, Monday first."""
    hours: Day
    """Factor of each hour of the day."""
    spring_festival: float = Field(gt=0.0, le=1.2)
    """Factor in the week of the Spring Festival."""
    national_day: float = Field(gt=0.0, le=1.2)
    """Factor in the week of the National Day."""
    heating: float = Field(ge=0.0, le=0.5)
    """Rise per 10 K below the normal of the day, when it is below 10 °C."""
    cooling: float = Field(ge=0.0, le=0.5)
    """Rise per 10 K above the normal of the day, when it is above 20 °C."""
    noise: Share
    """Standard deviation of what calendar and weather do not explain."""
    source: str
    """Where the figures come from."""


class Heat(Strict):
    """Heat demand as a share of its peak: degree hours in the heating season, a floor all year, a daily shape."""

    name: str
    """Name of the series."""
    zone: str
    """Whose temperature it follows."""
    start: Season
    """First day of the heating season, MM-DD."""
    end: Season
    """Last day of the heating season, MM-DD."""
    indoor: float
    """Lowest outdoor temperature without demand [°C]."""
    design: float
    """Outdoor temperature of full demand [°C]."""
    floor: Share
    """Demand outside the season, of the peak."""
    hours: Day
    """Factor of each hour of the day."""
    source: str
    """Where the figures come from."""

    @model_validator(mode="after")
    def _order(self) -> Heat:
        if self.design >= self.indoor:
            raise ValueError(message("fault.weather.design_temperature"))
        return self


class Curve(Strict):
    """A curve of the clock: month x hour, from a month on."""

    name: str
    """Name of the series."""
    months: Months
    """Factor of each month."""
    hours: Day
    """Factor of each hour of the day."""
    week: Week = (1.0,) * 7
    """Factor of each weekday, Monday first."""
    first_month: int = Field(default=1, ge=1, le=12)
    """Zero before it, for what is commissioned within the year."""
    source: str
    """Where the figures come from."""


class Parameters(Strict):
    """All of it."""

    title: str
    """What the series are called."""
    wind: Wind
    sun: Sun
    temperature: Temperature
    load: tuple[Load, ...] = ()
    heat: tuple[Heat, ...] = ()
    curve: tuple[Curve, ...] = ()
    observed: tuple[Observed, ...] = ()
    group: tuple[Group, ...] = ()
    record: tuple[Record, ...] = ()
    pseudo_year: tuple[PseudoYear, ...] = ()
    sites: Annotated[tuple[Site, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _zones(self) -> Parameters:
        zones = {site.zone for site in self.sites}
        named = [*self.wind.hours, *self.sun.hours, *self.sun.distributed_hours, *self.sun.csp]
        named += [*self.wind.known, *self.sun.known, *self.wind.swing]
        named += [zone for group in self.group for zone in (*group.wind, *group.pv)]
        named += [load.zone for load in self.load] + [heat.zone for heat in self.heat]
        unknown = sorted(set(named) - zones)
        if unknown:
            raise ValueError(message("fault.weather.site_zone", unknown=unknown, zones=sorted(zones)))
        names = [load.name for load in self.load] + [heat.name for heat in self.heat] + [one.name for one in self.curve]
        if len(set(names)) != len(names):
            raise ValueError(message("fault.weather.duplicate_series"))
        return self

    @model_validator(mode="after")
    def _groups(self) -> Parameters:
        for group in self.group:
            unknown = sorted({*group.wind} - {*self.wind.hours} | {*group.pv} - {*self.sun.hours})
            if unknown:
                raise ValueError(message("fault.weather.group_hours", name=group.name, unknown=unknown))
        for kind in ("group", "record", "pseudo_year"):
            names = [one.name for one in getattr(self, kind)]
            if len(set(names)) != len(names):
                raise ValueError(message("fault.weather.duplicate_table", kind=kind))
        if (self.record or self.pseudo_year) and self.region is None:
            raise ValueError(message("fault.weather.record_group"))
        return self

    @property
    def region(self) -> Group | None:
        """The group of the records and pseudo-years."""
        return next((group for group in self.group if group.name == "region"), None)
