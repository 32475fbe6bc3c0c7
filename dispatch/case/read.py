"""Tables -> a checked, frozen Case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from pydantic import ValidationError

from dispatch.errors import CaseError, Fault

from .case import Case, Floats
from .check import Checker, convert, settings_faults, typed
from .merge import Sources, change, gather
from .schema import SCHEMA, TABLES
from .series import read_series
from .settings import Settings


def read_case(
    path: str | Path, settings: Sequence[str] = (), start: str | None = None, hours: int | None = None
) -> Case:
    """Read a case folder, apply ``PATH=VALUE`` settings, check everything, and cut the window from ``start`` (a date or
    an hour of the horizon) over ``hours``. Raises CaseError with every fault."""
    sources = gather(Path(path))
    change(sources, settings)
    faults = sources.faults
    configured = _settings(sources)
    tables = {schema.name: typed(schema.name, sources.rows[schema.name], faults) for schema in TABLES}
    if configured is None:
        raise CaseError(faults)
    horizon = _horizon(configured)
    series: dict[str, Floats] = {}
    attributes: dict[str, str] = {}
    file = configured.series
    if Path(file).name != file or Path(file).suffix not in (".nc", ".csv"):
        rule = "the series are a .nc or .csv file in the case folder"
        faults.append(Fault("case.toml", 0, "series", file, rule, "Name it without a folder."))
    else:
        try:
            series, attributes = read_series(sources.series_folder / file, horizon)
        except CaseError as error:
            faults.extend(error.faults)
    # Rules across rows need whole rows: where one is missing, its own faults come first.
    if not faults:
        faults.extend(Checker(tables, sources.rows, configured).faults(series))
    first, count = _window(horizon, start, hours, faults)
    if faults:
        raise CaseError(faults)
    converted = {name: convert(table, SCHEMA[name]) for name, table in tables.items()}
    window = slice(first, first + count)
    return Case(
        name=sources.name,
        folder=sources.folder,
        settings=configured,
        time=horizon[window],
        horizon_hours=len(horizon),
        tables=converted,
        series={name: values[window] for name, values in series.items()},
        series_year={name: float(values.sum()) for name, values in series.items()},
        series_attributes=attributes,
    )


def _settings(sources: Sources) -> Settings | None:
    try:
        return Settings.model_validate(sources.settings)
    except ValidationError as error:
        sources.faults.extend(settings_faults(error))
        return None


def _horizon(settings: Settings) -> pd.DatetimeIndex:
    if settings.year is not None:
        return pd.date_range(f"{settings.year}-01-01", f"{settings.year}-12-31 23:00", freq="h", unit="s")
    assert settings.start is not None and settings.hours is not None
    return pd.date_range(str(settings.start), periods=settings.hours, freq="h", unit="s")


def _window(horizon: pd.DatetimeIndex, start: str | None, hours: int | None, faults: list[Fault]) -> tuple[int, int]:
    first = 0
    if start is not None:
        try:
            first = int(horizon.get_indexer(pd.DatetimeIndex([pd.Timestamp(start)]))[0])
        except ValueError:
            faults.append(Fault("--from", 0, "", start, "not a date", "Write 2030-07-01, or '2030-07-01 06:00'."))
            return 0, 1
        if first < 0:
            span = f"The horizon is {horizon[0]} to {horizon[-1]}, hour by hour."
            faults.append(Fault("--from", 0, "", start, "not an hour of the horizon", span))
            return 0, 1
    count = len(horizon) - first if hours is None else hours
    if not 1 <= count <= len(horizon) - first:
        rule = f"from {horizon[first]} the horizon has {len(horizon) - first} hours"
        faults.append(Fault("--hours", 0, "", str(count), rule, "Ask for fewer hours, or start earlier."))
        return 0, 1
    return first, count
