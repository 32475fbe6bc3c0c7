"""Parameters of the weather generator for chosen provinces: ``sites.csv`` and ``weather.toml`` of the case."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from dispatch.arrays import Floats

from .facts import DATA, Facts, rows
from .names import Province

_ELASTICITY = 0.45
"""Power that turns the output of a month over the mean into a wind speed over the mean (guess)."""
_LEAST = 1e-3
"""Least weight of a province in the common months and hours of wind [GW]."""
_CURVES = ("inflow-", "export-", "import-")
"""Series that follow the clock, not the weather."""
_SITE = "guess: seat of the provincial government, coordinates to 0.1 degree and climate normals as they are commonly quoted"
_SEA = "guess: waters before the coast of the province, coordinates to 0.1 degree; climate normals of the coast"


def sites(chosen: Sequence[Province], offshore: set[str]) -> list[dict[str, object]]:
    """Return the rows of sites.csv: a site on land for each province, and one at sea for each name in ``offshore``."""
    names = {one.key: one.name for one in chosen}
    found = []
    for row in rows("sites.csv"):
        name, sea = names.get(row["province"]), row["kind"] == "sea"
        if name is None or (sea and name not in offshore):
            continue
        zone = f"offshore-{name}" if sea else name
        climate = {key: float(row[key]) for key in ("latitude", "longitude", "elevation")}
        climate |= {"weight": 1.0, "windiness": 1.0, "january": float(row["january"]), "july": float(row["july"])}
        found.append(
            {"site": zone, "name_zh": row["name_zh"], "zone": zone, **climate, "source": _SEA if sea else _SITE}
        )
    return found


def settings(
    facts: Facts,
    chosen: Sequence[Province],
    places: Sequence[Mapping[str, object]],
    series: Mapping[str, Floats],
    used: set[str],
) -> dict[str, Any]:
    """Return the keys of weather.toml. places: rows of sites.csv; series: of the provinces, by name, shape (hours,); used: names of
    those that the tables of the case name."""
    keys = tomllib.loads((DATA / "weather.toml").read_text("utf-8"))
    time = pd.date_range(f"{facts.year}-01-01", periods=facts.hours, freq="h", unit="s")
    capacity = np.array([max(facts.value(one.key, f"wind_{facts.year}"), _LEAST) for one in chosen])
    wind = sum(own * series[f"wind-{one.name}"] for own, one in zip(capacity, chosen, strict=True)) / capacity.sum()
    for name, group in (("months", time.month), ("day", time.hour)):
        keys["wind"][name] = _rounded(_means(wind, group) ** _ELASTICITY)
    zones = [str(place["zone"]) for place in places]
    keys["wind"]["hours"] = {zone: round(float(series[f"wind-{zone}"].sum())) for zone in zones}
    keys["sun"]["hours"] = {one.name: round(float(series[f"pv-{one.name}"].sum())) for one in chosen}
    january = {str(place["zone"]): float(str(place["january"])) for place in places}
    title = {"title": "Synthetic weather year of " + ", ".join(one.english for one in chosen)}
    listed = {
        "load": [_load(one, series[f"load-{one.name}"], time) for one in chosen],
        "heat": [
            _heat(one, series[f"heat-{one.name}"], time, january[one.name])
            for one in chosen
            if f"heat-{one.name}" in used
        ],
        "curve": [
            _curve(name, values, time) for name, values in series.items() if name in used and name.startswith(_CURVES)
        ],
    }
    return title | keys | {name: entries for name, entries in listed.items() if entries}


def _means(values: Floats, group: pd.Index) -> Floats:
    """Return the mean of each group over the mean of all."""
    return np.asarray(pd.Series(values).groupby(np.asarray(group)).mean().to_numpy() / values.mean(), dtype=float)


def _rounded(values: Floats, digits: int = 3) -> list[float]:
    return [round(float(value), digits) for value in values]


def _load(one: Province, values: Floats, time: pd.DatetimeIndex) -> dict[str, object]:
    return {
        "name": f"load-{one.name}",
        "zone": one.name,
        "months": _rounded(_means(values, time.month)),
        "week": _rounded(_means(values, time.day_of_week)),
        "hours": _rounded(_means(values, time.hour)),
        "spring_festival": 0.92,
        "national_day": 0.97,
        "heating": 0.03,
        "cooling": 0.06,
        "noise": 0.02,
        "source": "months, weekdays, hours: calc, means of the series of the case; festival, response to temperature, noise: guess",
    }


def _heat(one: Province, values: Floats, time: pd.DatetimeIndex, january: float) -> dict[str, object]:
    start, end = one.heating or ("", "")
    cold = time.month == 1
    return {
        "name": f"heat-{one.name}",
        "zone": one.name,
        "start": start,
        "end": end,
        "indoor": 16.0,
        "design": january - 15.0,
        "floor": 0.0,
        "hours": _rounded(_means(values[cold], time.hour[cold])),
        "source": "hours: calc, January of the series of the case; temperatures of no and of full demand: guess, as neimenggu-2030",
    }


def _curve(name: str, values: Floats, time: pd.DatetimeIndex) -> dict[str, object]:
    return {
        "name": name,
        "months": _rounded(_means(values, time.month) * values.mean(), 4),
        "hours": _rounded(_means(values, time.hour), 4),
        "source": "calc: means by month and hour of the series of the case",
    }
