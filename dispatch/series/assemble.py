"""All sources of a map, and the rest, as one file of series."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from dispatch.arrays import Floats
from dispatch.case import Weather, read_series
from dispatch.case.suggestions import options
from dispatch.errors import CaseError, Fault
from dispatch.messages import message
from dispatch.weather import draw

from .plan import Hourly, Ninja, Reanalysis, SeriesPlan, Source, read_plan
from .reanalysis import reanalysis
from .roles import Wanted, wanted
from .tables import hourly, ninja
from .typical import typical_days


def bring(case_folder: Path, map_path: Path) -> xr.Dataset:
    """``value(series, time)`` for the calendar year of the case: the sources of the map, and the rest of what the
    case's tables name. Raises CaseError with the faults of every source."""
    plan = read_plan(map_path)
    case = wanted(case_folder)
    faults: list[Fault] = []
    found: dict[str, Floats] = {}
    origin: dict[str, str] = {}
    for source in plan.source:
        unknown = [name for name in source.series if name not in case.roles]
        for name in unknown:
            remedy = options(name, sorted(case.roles), message("list.series.they_name"))
            faults.append(Fault(map_path.name, 0, name, "", message("fault.series.unused_series"), remedy))
        if unknown:
            continue
        try:
            new = _read(source, map_path.parent, case)
        except CaseError as error:
            faults.extend(error.faults)
            continue
        found |= new
        origin |= {name: source.file if isinstance(source.file, str) else ", ".join(source.file) for name in new}
    missing = sorted(set(case.roles) - {name for source in plan.source for name in source.series})
    try:
        found |= _rest(plan, missing, case, map_path)
    except CaseError as error:
        faults.extend(error.faults)
    if faults:
        raise CaseError(faults)
    origin |= {name: f"rest: {plan.rest}" for name in missing}
    return _dataset({name: found[name] for name in case.roles}, origin, case.year, map_path.name)


def _read(source: Source, folder: Path, case: Wanted) -> dict[str, Floats]:
    if isinstance(source, Hourly):
        return hourly(source, folder, case)
    if isinstance(source, Ninja):
        return ninja(source, folder, case)
    if isinstance(source, Reanalysis):
        return reanalysis(source, folder, case)
    return typical_days(source, folder, case)


def _rest(plan: SeriesPlan, names: list[str], case: Wanted, map_path: Path) -> dict[str, Floats]:
    """What no source names: from a seed, or from a file beside the map or in a folder of the case."""
    if not names:
        return {}
    if plan.rest is None:
        remedy = message("remedy.series.rest")
        raise CaseError(
            [Fault(map_path.name, 0, "rest", "", message("fault.series.no_source_gives", names=tuple(names)), remedy)]
        )
    if isinstance(plan.rest, int):
        drawn = draw(case.folders, case.year, Weather(seed=plan.rest))
        have = {str(name): drawn["value"].sel(series=name).to_numpy() for name in drawn["series"].values}
        where = message("list.series.year_seed", rest=plan.rest)
    else:
        path = next((own / plan.rest for own in (map_path.parent, *case.folders) if (own / plan.rest).is_file()), None)
        if path is None:
            raise CaseError(
                [
                    Fault(
                        map_path.name,
                        0,
                        "rest",
                        plan.rest,
                        message("fault.common.no_such_file"),
                        message("remedy.series.name_another"),
                    )
                ]
            )
        read = read_series(path, pd.date_range(f"{case.year}-01-01", f"{case.year}-12-31 23:00", freq="h", unit="s"))
        if read.faults:
            raise CaseError(read.faults)
        have, where = read.values, message("list.case.of_file", file=plan.rest)
    lacking = [name for name in names if name not in have]
    if lacking:
        remedy = options(lacking[0], sorted(have), where)
        raise CaseError([Fault(map_path.name, 0, "rest", lacking[0], message("fault.series.rest"), remedy)])
    return {name: np.asarray(have[name], dtype=np.float64) for name in names}


def _dataset(series: dict[str, Floats], origin: dict[str, str], year: int, name: str) -> xr.Dataset:
    time = pd.date_range(f"{year}-01-01", f"{year}-12-31 23:00", freq="h", unit="s")
    data = xr.Dataset(
        {"value": (("series", "time"), np.array(list(series.values())))},
        coords={"series": list(series), "time": time},
        attrs={
            "title": f"Series brought by {name}",
            "synthetic": "in part" if any(where.startswith("rest: ") for where in origin.values()) else "no",
            "sources": " | ".join(f"{one}: {origin[one]}" for one in series),
            "time_zone": "UTC+8 without daylight saving; each hour is named by its beginning",
        },
    )
    data["value"].attrs = {"units": "1", "long_name": "share of capacity or of peak, or shape of mean about one"}
    return data
