"""The map of a planner's files: which column of which file is which series, in what unit, zone and form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from dispatch.case import read_toml, rule_of, value_of
from dispatch.errors import CaseError, Fault
from dispatch.messages import message

Positive = Annotated[float, Field(gt=0.0)]
ZONE = re.compile(r"UTC(?:([+-])(\d{1,2}))?")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class SeriesColumn(_Strict):
    """Where one series is found and what its numbers are."""

    column: str = ""
    """Heading of the column; renewables.ninja: ``electricity`` if left out."""
    unit: str = ""
    """share, %, or a unit of power: kW, MW, GW, 万千瓦."""
    capacity: Positive | None = None
    """[MW] that a power is a share of."""


class Modelled(_Strict):
    """A series that is made of reanalysis weather."""

    zone: str
    """Zone of sites.csv whose sites are looked up."""
    hours: Positive | None = None
    """Available hours of the year to which the output is scaled [h]; left out: as the weather gives it."""
    turbine: str = ""
    """Wind: a turbine of windpowerlib's library."""
    hub_height: Positive = 100.0
    """Wind: height of the hub [m]."""


def _listed(given: object) -> object:
    return (given,) if isinstance(given, str) else given


Files = Annotated[tuple[str, ...], Field(min_length=1), BeforeValidator(_listed)]
"""One file, or several."""


class _OfYear(_Strict):
    year: int | None = None
    """Year of the file that represents the case's; needed where it holds several."""
    leap_day: Literal["refuse", "drop", "repeat"] = "refuse"
    """Where only one of the two years has a 29 February: leave it out, or take the 28th twice."""
    gaps: int = Field(default=0, ge=0, le=48)
    """Longest gap that is filled by a straight line [h]."""
    edges: Literal["refuse", "wrap"] = "refuse"
    """Hours that a shift of zone leaves open at an end of the year: taken from its other end."""


class Hourly(_OfYear):
    """A table with a column of times and one or more of values."""

    form: Literal["hourly"]
    file: str
    """File beside the map."""
    sheet: str = ""
    """Sheet of a workbook; left out: its first."""
    time: str
    """Heading of the column of times."""
    zone: str
    """UTC, UTC+8 …: the zone of the times."""
    stamp: Literal["start", "end"]
    """Whether a time names the start or the end of its hour."""
    series: dict[str, SeriesColumn] = Field(min_length=1)

    @model_validator(mode="after")
    def _zone(self) -> Hourly:
        offset(self.zone)
        return self


class Ninja(_OfYear):
    """A CSV of renewables.ninja: comment lines, times in UTC."""

    form: Literal["ninja"]
    file: str
    """File beside the map."""
    series: dict[str, SeriesColumn] = Field(min_length=1)


class Reanalysis(_OfYear):
    """ERA5 or the like: hourly netCDF on a grid, times in UTC."""

    form: Literal["reanalysis"]
    file: Files
    """File beside the map, or a list of files: of variables, or of months; a zip counts as the files in it."""
    series: dict[str, Modelled] = Field(min_length=1)


class TypicalDays(_Strict):
    """A table of months (and kinds of day) by 24 hours, with the peak of each month: the planner's usual form."""

    form: Literal["typical-days"]
    file: str
    sheet: str = ""
    month: str
    """Heading of the column of months."""
    day: str = ""
    """Heading of the column of kinds of day; left out: one day a month."""
    kinds: dict[str, Literal["workday", "weekend", "holiday"]] = {}
    """What the kinds in that column are: 工作日 = "workday"."""
    peak: str = ""
    """Heading of the column with the peak of the month, in the unit of the series; left out: the hours are powers."""
    hours: Literal["share", "%"] = "share"
    """What the hours are of that peak."""
    series: dict[str, SeriesColumn] = Field(min_length=1, max_length=1)


Source = Annotated[Hourly | Ninja | Reanalysis | TypicalDays, Field(discriminator="form")]


class SeriesPlan(_Strict):
    """The whole map."""

    rest: str | int | None = None
    """Where the series come from that no source names: a file of series, or the seed of a synthetic year."""
    source: tuple[Source, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _once(self) -> SeriesPlan:
        names = [name for source in self.source for name in source.series]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(message("fault.series.more_than_source", twice=twice))
        return self


def offset(zone: str) -> int:
    """Hours that a zone is ahead of UTC. Raises ValueError: zones with a name may have daylight saving."""
    match = ZONE.fullmatch(zone)
    if match is None or int(match[2] or 0) > 14:
        raise ValueError(message("fault.series.zone", zone=zone))
    return int(match[2] or 0) * (-1 if match[1] == "-" else 1)


def read_plan(path: Path) -> SeriesPlan:
    """Read and check a map. Raises CaseError with every fault."""
    given, lines = read_toml(path, path.name, message("remedy.series.map_file"))
    try:
        return SeriesPlan.model_validate(given)
    except ValidationError as error:
        raise CaseError([_fault(details, path.name, lines) for details in error.errors()]) from None


def _fault(details: Any, name: str, lines: Mapping[str, int]) -> Fault:
    forms = ("hourly", "ninja", "reanalysis", "typical-days")
    place = [str(part) for part in details["loc"] if str(part) not in forms]
    key = ".".join(part for part in place if not part.isdigit())
    above = (".".join(place[:size]) for size in range(len(place), 0, -1))
    row = next((lines[one] for one in above if one in lines), 0)
    value, remedy = value_of(details), message("remedy.series.map_keys")
    return Fault(name, row, key, value, rule_of(details), remedy)
