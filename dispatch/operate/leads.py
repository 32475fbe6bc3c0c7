"""Realised and forecast versions of a case: one version for each lead of the forecast."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from scipy import sparse

from dispatch.app.assemble import build
from dispatch.arrays import Integers
from dispatch.case import Case, gather
from dispatch.errors import CaseError, Fault
from dispatch.lp import LP, Matrix
from dispatch.messages import message
from dispatch.solve import Masks, trim_memory
from dispatch.weather import LEADS, Forecast, Kind, forecasts, read_forecast

RESERVE = ("vre_up", "vre_down")
"""Columns of dispatchers.csv: reserve for forecast errors as share of the available wind and PV."""
KEPT = 1e-6
"""Least share of the reserve for forecast errors that stays required. Without any, a zone that requires no other reserve would have no rows
in the LPs of real time, and the LPs of the leads would differ in structure."""
DAY_AHEAD = ("scheduled", "online", "start", "unit_on", "unit_start", "unit_stop")
"""Hourly variables with a day-ahead decision: schedules of corridors, commitment."""
ARRAYS = (
    "cost",
    "lower",
    "upper",
    "row_lower",
    "row_upper",
    "column_first",
    "column_last",
    "column_series",
    "row_first",
    "row_last",
)
"""Arrays of an LP other than its matrix."""
CERTAIN = ("load_away", "load_back")
"""Variables with realised limits in every lead: shifted load is paid back within its window, which other limits could prevent."""
FAST = ("gas",)
"""Technologies of fleets with commitment in real time: they start within the day."""


def forecast_of(case: Case) -> Forecast:
    """Return the parameters of the forecast errors: table ``[forecast]`` of weather.toml, or the defaults. Raises CaseError."""
    return read_forecast(*gather(case.folder).chain)


def no_error() -> Forecast:
    """Return the parameters of perfect forecasts."""
    return Forecast(wind=(0.0, 0.0, 0.0), pv=(0.0, 0.0, 0.0), load=(0.0, 0.0, 0.0), source="none")


def kinds_of(case: Case) -> dict[str, Kind]:
    """Return the kind of every series with a forecast: profiles of wind, PV, CSP and load. Hydro, heat and contracts are known."""
    kinds: dict[str, Kind] = {}
    renewables = case.tables["renewables"]
    for profile, technology in zip(renewables["profile"], renewables["technology"], strict=True):
        if technology != "hydro":
            kinds[str(profile)] = "wind" if technology == "wind" else "pv"
    kinds |= {str(profile): "pv" for profile in case.tables["csp"]["profile"]}
    kinds |= {str(profile): "load" for profile in case.tables["load"]["profile"]}
    return {name: kind for name, kind in kinds.items() if name in case.series}


def leads_of(case: Case, forecast: Forecast, seed: int, release: float) -> tuple[Case, ...]:
    """Return the realised case, then the forecast cases in the order of ``weather.LEADS``.

    release: share of the reserve for forecast errors that real time may use. The realised case and the forecast of the same day require
    the remaining reserve; forecasts of later days require the whole reserve. Raises CaseError for a given forecast that is unknown.
    """
    kinds = kinds_of(case)
    given = _given(case, forecast, kinds)
    drawn = forecasts(forecast, case.series, {name: kind for name, kind in kinds.items() if name not in given}, seed)
    foreseen = [
        {**one, **{name: case.series[by_lead[k]] for name, by_lead in given.items()}} for k, one in enumerate(drawn)
    ]
    used = _released(case, release)
    cases = []
    for lead, series in zip(LEADS, foreseen, strict=True):
        near = used if lead == "intraday" else case
        cases.append(replace(near, series={**case.series, **series}))
    return (used, *cases)


def _given(case: Case, forecast: Forecast, kinds: dict[str, Kind]) -> dict[str, tuple[str, str, str]]:
    """Return the names of the given forecasts by series, in the order of the leads. Raises CaseError for an unknown name here, or among the
    errors of single series."""
    faults = []
    for name, by_lead in forecast.given.items():
        wrong = [] if name in kinds else [name]
        for one in [*wrong, *(one for one in by_lead if one not in case.series)]:
            rule, remedy = message("fault.operate.given"), message("remedy.operate.given")
            faults.append(Fault("weather.toml", 0, f"forecast.given.{name}", one, rule, remedy))
    for name in sorted(set(forecast.errors) - set(kinds)):
        rule, remedy = message("fault.operate.given"), message("remedy.operate.errors")
        faults.append(Fault("weather.toml", 0, f"forecast.errors.{name}", name, rule, remedy))
    if faults:
        raise CaseError(faults)
    return dict(forecast.given)


def _released(case: Case, release: float) -> Case:
    rules = case.tables["dispatchers"].copy()
    for column in RESERVE:
        rules[column] = rules[column] * max(1.0 - release, KEPT)
    return replace(case, tables={**case.tables, "dispatchers": rules})


def sharing(first: Matrix, others: Iterable[Matrix]) -> list[Matrix]:
    """Return LPs of one structure that share equal arrays. Four LPs of a year then need little more memory than one."""
    return [first, *(_like(first, other) for other in others)]


def _like(first: Matrix, other: Matrix) -> Matrix:
    mine, its = first.matrix, other.matrix
    if not (np.array_equal(mine.indptr, its.indptr) and np.array_equal(mine.indices, its.indices)):
        return other
    same = np.array_equal(mine.data, its.data)
    matrix = mine if same else sparse.csr_matrix((its.data, mine.indices, mine.indptr), shape=mine.shape)
    equal = {
        name: getattr(first, name) for name in ARRAYS if np.array_equal(getattr(first, name), getattr(other, name))
    }
    return replace(other, matrix=matrix, **equal)


def light(case: Case) -> tuple[LP, Matrix]:
    """Return the LP of a case with its names only, and its arrays. The terms are dropped: for a year they take more memory than the arrays
    of all leads, and building them again for the results takes seconds."""
    lp = build(case)
    light, matrix = lp.names_only(), lp.matrix()
    del lp
    trim_memory()
    return light, matrix


def masks_of(case: Case, lp: LP, matrix: Matrix) -> Masks:
    """Return the masks of the early and of the certain columns.

    Early: columns of more than an hour (day-ahead schedules) and ``DAY_AHEAD``, without the commitment of fast fleets. Certain: the early
    columns and ``CERTAIN``.
    """
    early = matrix.column_last > matrix.column_first
    early[_columns(lp, DAY_AHEAD)] = True
    fast = case.tables["thermal"]["technology"].isin(FAST).to_numpy()
    for name in ("online", "start"):
        if name in lp.variables:
            index = lp.variables[name].index[fast]
            early[index[index >= 0]] = False
    certain = early.copy()
    certain[_columns(lp, CERTAIN)] = True
    return Masks(early, certain)


def _columns(lp: LP, names: Sequence[str]) -> Integers:
    """Return the columns of some variables, by number."""
    found = [lp.variables[name].index.ravel() for name in names if name in lp.variables]
    every = np.concatenate([np.zeros(0, dtype=np.int64), *found])
    return every[every >= 0]
