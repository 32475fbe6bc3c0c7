"""Reading of ``sites.csv`` and ``weather.toml``."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dispatch.case import merge_settings, read_toml, rule_of, value_of
from dispatch.case.files import read_text
from dispatch.errors import CaseError, Fault
from dispatch.messages import message

from .forecast_parameters import Forecast
from .parameters import Parameters

SITES, SETTINGS = "sites.csv", "weather.toml"
FORECAST = "forecast"
"""Table of weather.toml that concerns operation, not the weather."""


def has_generator(*folders: Path) -> bool:
    """Return whether a case folder and those that it extends have the files of ``read_parameters``."""
    return all(any((folder / name).is_file() for folder in folders) for name in (SITES, SETTINGS))


def read_parameters(*folders: Path) -> Parameters:
    """Read and check ``sites.csv`` and ``weather.toml`` of a case folder and of those that it extends, nearest first.
    The sites are those of the nearest folder that has them; tables of weather.toml are merged key by key, lists are
    taken whole. Raises CaseError with every fault."""
    remedy = message("remedy.weather.sites")
    sites = [folder / SITES for folder in folders if (folder / SITES).is_file()]
    settings = [folder / SETTINGS for folder in folders if (folder / SETTINGS).is_file()]
    missing = [name for name, found in ((SITES, sites), (SETTINGS, settings)) if not found]
    if missing:
        raise CaseError([Fault(name, 0, "", "", message("fault.weather.file"), remedy) for name in missing])
    given = {key: value for key, value in merged(settings).items() if key != FORECAST}
    read_forecast(*folders)
    rows = list(csv.DictReader(io.StringIO(read_text(sites[0], SITES), newline="")))
    try:
        return Parameters.model_validate(given | {"sites": rows})
    except ValidationError as error:
        raise CaseError([_fault(details) for details in error.errors()]) from None


def read_forecast(*folders: Path) -> Forecast:
    """Read the table ``[forecast]`` of weather.toml of a case folder and of those that it extends, nearest first; defaults where there is
    none. Raises CaseError with every fault."""
    given = merged([folder / SETTINGS for folder in folders if (folder / SETTINGS).is_file()])
    try:
        return Forecast.model_validate(given.get(FORECAST, {}))
    except ValidationError as error:
        faults = [{**details, "loc": (FORECAST, *details["loc"])} for details in error.errors()]
        raise CaseError([_fault(details) for details in faults]) from None


def merged(files: Sequence[Path]) -> dict[str, Any]:
    """Keys of several weather.toml, nearest first: tables merged key by key, lists taken whole. Raises CaseError."""
    given: dict[str, Any] = {}
    for path in reversed(files):
        merge_settings(given, read_toml(path, path.name)[0])
    return given


def _fault(details: Any) -> Fault:
    place = [str(part) for part in details["loc"]]
    rule, value = rule_of(details), value_of(details)
    if place[:1] == ["sites"] and len(place) > 1:
        return Fault(SITES, int(place[1]) + 2, ".".join(place[2:]), value, rule, message("remedy.weather.correct_row"))
    return Fault(SETTINGS, 0, ".".join(place), value, rule, message("remedy.weather.correct_key"))
