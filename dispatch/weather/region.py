"""What is known of the region as a whole: groups of zones, records, pseudo-years, observed figures."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from dispatch.messages import message

from .fields import Months, Positive, Season, Strict


class Observed(Strict):
    """A figure that was observed, to set the generated ones beside."""

    series: str
    """A series, or `wind-NAME`, `pv-NAME` of a group."""
    measure: str
    """One of the measures of ``statistics``; correlation (with ``other``); relative_mean (over the mean of the year)."""
    other: str = ""
    """The second series of a correlation."""
    start: Season = "01-01"
    """First day, MM-DD."""
    end: Season = "12-31"
    """Last day, MM-DD."""
    value: float
    """The figure."""
    source: str
    """Where the figures come from."""

    @model_validator(mode="after")
    def _order(self) -> Observed:
        if (self.measure == "correlation") != bool(self.other):
            raise ValueError(message("fault.weather.correlation"))
        return self


class Group(Strict):
    """Zones that are looked at together; the group ``region`` is that of the records and pseudo-years."""

    name: str
    """Name of the group."""
    wind: Annotated[dict[str, Positive], Field(min_length=1)]
    """Capacity by zone, relative [GW]."""
    pv: Annotated[dict[str, Positive], Field(min_length=1)]
    """As wind."""
    source: str
    """Where the figures come from."""


class Record(Strict):
    """A weather year that happened: hourly capacity factors of the region's wind and PV."""

    name: str
    """What `weather.source` calls it."""
    file: str = Field(pattern=r"^[^/\\.][^/\\]*\.(nc|csv)$")
    """File of the hourly series `wind` and `pv`, beside weather.toml."""
    year: int = Field(ge=1940, le=2100)
    """Calendar year of the file."""
    wind_level: Positive = 1.0
    """Factor on the wind of the file: available energy of the plants over that of the file."""
    pv_level: Positive = 1.0
    """As wind_level."""
    source: str
    """Source and licence."""


class PseudoYear(Strict):
    """Months of a year of which no hours are known: their energy over that of the mean year."""

    name: str
    """What `weather.months` calls it."""
    wind: Months
    """Available wind of the region in each month over that of the mean year; their level is that of `wind_hours`."""
    pv: Months
    """As wind."""
    wind_hours: Positive
    """Available hours of the region's wind in the year [h]."""
    pv_hours: Positive
    """The same of PV [h]."""
    source: str
    """Where the figures come from."""
