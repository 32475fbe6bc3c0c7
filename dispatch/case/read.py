"""Tables -> a checked, frozen Case."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import xarray as xr
from pydantic import ValidationError

from dispatch.arrays import Floats
from dispatch.errors import CaseError, Fault
from dispatch.messages import message

from . import credit
from .case import Case
from .cell_values import WrongValueError
from .check import faults_of, measurable, profiles, signed
from .files import inside
from .measurable import gaps
from .merge import Sources, gather
from .series import SeriesFile, from_dataset, parse_hour, read_series
from .set_option import override
from .settings import Prices, Settings, Weather, settings_faults
from .sheets import sheets_of
from .workbook import is_workbook, unpack

Draw = Callable[[Sequence[Path], int, Weather], xr.Dataset]
"""Folders of a case (nearest first), calendar year, what is drawn -> ``value(series, time)`` of that year."""


def read_case(
    path: str | Path,
    settings: Sequence[str] = (),
    start: str | None = None,
    hours: int | None = None,
    draw: Draw | None = None,
) -> Case:
    """Read a case folder, apply ``PATH=VALUE`` settings, check everything, and cut the window from ``start`` (a date or
    an hour of the horizon) over ``hours``. ``draw`` makes the series of a case that names a seed, as
    ``dispatch.read_case`` has it do. A workbook (.xlsx) is a case too; its faults name the cell. Raises CaseError with every fault."""
    if not is_workbook(path):
        return _read(path, settings, start, hours, draw)
    book = unpack(path)
    try:
        return _read(path, settings, start, hours, draw)
    except CaseError as error:
        raise CaseError(book.placed(error.faults)) from None


def _read(path: str | Path, settings: Sequence[str], start: str | None, hours: int | None, draw: Draw | None) -> Case:
    sources = gather(path)
    override(sources, settings)
    faults = sources.faults
    configured = _settings(sources)
    sheets = sheets_of(sources)
    outline = configured or _outline(sources)
    horizon = series = None
    window = slice(0, 1)
    if outline is not None:
        horizon = _horizon(outline)
        series = _series(sources, outline, horizon, draw, signed(sheets))
        faults.extend(series.faults)
        window = _window(horizon, start, hours, faults)
        faults.extend(profiles(sheets, outline, series))
    faults.extend(faults_of(sheets, configured, horizon, sources.places))
    if faults or configured is None or horizon is None or series is None:
        raise CaseError(faults)
    tables = {name: sheet.frame() for name, sheet in sheets.items()}
    if unmeasured := list(measurable(sheets, gaps(tables, series.values))):
        raise CaseError(unmeasured)
    return Case(
        name=sources.name,
        folder=sources.folder,
        settings=configured,
        time=horizon[window],
        horizon_hours=len(horizon),
        tables=tables,
        series={name: values[window] for name, values in series.values.items()},
        series_year={name: math.fsum(values) for name, values in series.values.items()},
        series_attributes=series.attributes,
        credits=_credits(tables, series, horizon, configured.credit_quantile),
    )


def _credits(
    tables: dict[str, pd.DataFrame], series: SeriesFile, horizon: pd.DatetimeIndex, quantile: float
) -> dict[str, Floats]:
    """Capacity credit of each profile of renewables: of the table, or of its own series over the whole horizon."""
    given = credit.given(tables["capacity_credits"])
    named = sorted(set(tables["renewables"]["profile"].astype(str)))
    return {
        name: given[name] if name in given else credit.climatology(horizon, [series.values[name]], quantile)
        for name in named
    }


def _settings(sources: Sources) -> Settings | None:
    try:
        return Settings.model_validate(sources.settings)
    except ValidationError as error:
        if sources.settings or not sources.faults:  # a case.toml that cannot be read has its fault already
            sources.faults.extend(settings_faults(error, sources.places))
        return None


def _outline(sources: Sources) -> Settings | None:
    """Horizon, series and export level of settings that have faults elsewhere, so that the series are checked too."""
    try:
        keys = ("year", "start", "hours", "series", "weather", "export_level", "weights")
        given = {key: sources.settings[key] for key in keys if key in sources.settings}
        return Settings(title=sources.name, prices=Prices(source=sources.name), **given)
    except ValidationError:
        return None


def _series(
    sources: Sources, settings: Settings, horizon: pd.DatetimeIndex, draw: Draw | None, signed: frozenset[str]
) -> SeriesFile:
    """Drawn from the seed; or of the file in the case folder, or in the nearest folder that it extends. ``signed``:
    series that may be negative."""
    file = settings.series
    if settings.weather.drawn:
        return _drawn(sources, horizon, settings.weather, draw)
    for folder in sources.chain:
        if (folder / file).exists():
            try:
                return read_series(inside(folder, folder / file, file), horizon, signed)
            except CaseError as error:
                return SeriesFile(faults=list(error.faults))
    where, row = sources.places.get("series", ("case.toml", 0))
    remedy = message("remedy.case.put_inside", name=sources.name)
    return SeriesFile(faults=[Fault(where, row, "series", file, message("fault.case.series_file"), remedy)])


def _drawn(sources: Sources, horizon: pd.DatetimeIndex, weather: Weather, draw: Draw | None) -> SeriesFile:
    seed = weather.first_seed
    where, row = sources.places.get("weather.seed", ("case.toml", 0))
    if draw is None:
        remedy = message("remedy.case.read_case")
        return SeriesFile(
            faults=[Fault(where, row, "weather.seed", str(seed), message("fault.case.no_series_drawn"), remedy)]
        )
    try:
        return from_dataset(draw(sources.chain, int(horizon[0].year), weather), f"the year of seed {seed}", horizon)
    except CaseError as error:
        return SeriesFile(faults=[_placed(fault, sources) for fault in error.faults])


def _placed(fault: Fault, sources: Sources) -> Fault:
    """Return a fault of a key of the weather with the place where that key stands: a file of the case, or ``--set``."""
    if fault.column not in sources.places:
        return fault
    file, row = sources.places[fault.column]
    return replace(fault, file=file, row=row)


def _horizon(settings: Settings) -> pd.DatetimeIndex:
    if settings.year is not None:
        return pd.date_range(f"{settings.year}-01-01", f"{settings.year}-12-31 23:00", freq="h", unit="s")
    assert settings.start is not None and settings.hours is not None
    return pd.date_range(str(settings.start), periods=settings.hours, freq="h", unit="s")


def _window(horizon: pd.DatetimeIndex, start: str | None, hours: int | None, faults: list[Fault]) -> slice:
    first = 0
    if start is not None:
        try:
            hour = pd.Timestamp(parse_hour(start))
        except WrongValueError as wrong:
            faults.append(Fault("--from", 0, "", start, wrong.rule, message("remedy.case.write_start")))
            return slice(0, 1)
        if hour not in horizon:
            span = message("remedy.case.horizon_hour_hour", horizon=horizon[0], horizon2=horizon[-1])
            faults.append(Fault("--from", 0, "", start, message("fault.case.not_hour_horizon"), span))
            return slice(0, 1)
        first = int(horizon.get_indexer(pd.DatetimeIndex([hour]))[0])
    left = len(horizon) - first
    count = left if hours is None else hours
    if not 1 <= count <= left:
        rule = message("fault.case.horizon_hours", horizon=horizon[first], left=left)
        faults.append(Fault("--hours", 0, "", str(count), rule, message("remedy.case.window")))
        return slice(0, 1)
    return slice(first, first + count)
