"""What is possible and yet implausible in a case or a run, with the number and the usual range."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import xarray as xr

from dispatch.case import Case, hourly_values, place_of
from dispatch.case.schema import TARGETS_OF_ENERGY

from .profiles import HOURS, YEAR, Profile

FUEL = (0.2, 0.6)
"""Incremental fuel use of coal: the best ultra-supercritical unit to an old small one [kgce/kWh]."""
COAL_PRICE = (100.0, 3000.0)
"""Below the cost of mining, above the peak of 2021 with transport [CNY/tce]."""
STORED = 100.0
"""Content over power of the longest storage in service [h]."""
SHED = 0.01
"""Share of load that is shed in no system in service."""
WASTED = 1e-6
"""Minimum waste, as a share of load and contracted export, that is reported: less is within the tolerances of the solver."""
NAMED = 5
"""Most assets that a warning names."""
LOADED = (0.05, 2.0)
"""Mean load over installed capacity: 1,000 is the slip of kW and MW, 10 that of 万千瓦."""


SMALL = {
    # table: column -> smallest share that is not zero
    "thermal": {"minimum_heating": 0.05, "minimum_other": 0.05, "own_use": 1e-3, "forced_outage": 1e-3},
    "dispatchers": {"load_up": 1e-3, "vre_up": 1e-3, "load_down": 1e-3, "vre_down": 1e-3},
    "corridors": {"loss": 1e-3},
    "lines": {"loss": 1e-3},
}
"""Below is the slip of a share under a heading in per cent: 0.05 in own_use [%]."""


@dataclass(frozen=True)
class Implausible:
    """kind: key of the message, ``warn_KIND``; subject: table and name; value with the usual range."""

    kind: str
    subject: str
    value: float
    low: float
    high: float


def of_case(case: Case) -> list[Implausible]:
    """Return what is implausible in the tables and series of a case."""
    found = [
        *_series(case),
        *_fuels(case),
        *_sizes(case),
        *_storage(case),
        *_green(case),
        *_small(case),
        *_one_way(case),
        *_gains(case),
    ]
    found = [*(one for one in found if not one.low <= one.value <= one.high), *_unmeasured(case)]
    return [replace(one, subject=_in_book(case, one.subject)) for one in found]


def _in_book(case: Case, subject: str) -> str:
    """Return a subject with the names of sheets in place of files, where the case is a workbook."""
    return re.sub(r"(\w+)\.csv", lambda found: place_of(case.folder, found[1]), subject)


def of_run(case: Case, summary: dict[str, Any], results: xr.Dataset) -> list[dict[str, Any]]:
    """Return what is implausible or not known in a case and in its results, for run.json."""
    region = summary["region"]
    load, shed = float(region["load_twh"] or 0.0), float(region["unserved_gwh"] or 0.0) * 1e-3
    found = of_case(case)
    if load > 0 and shed / load > SHED:
        found.append(Implausible("unserved", "region", shed / load, 0.0, SHED))
    found += [*_wasted(region), *_unknown_co2(results), *_spilled(case, region)]
    return [asdict(one) for one in found]


def _wasted(region: dict[str, Any]) -> Iterator[Implausible]:
    """Wasted energy [GWh], by component."""
    most = WASTED * (region["load_twh"] + region["export_twh"]) * 1e3
    for component, energy in region["wasted_twh"].items():
        if energy * 1e3 > most:
            kind, subject = ("surplus", component) if component == "hydrogen" else ("wasted", f"{component}.csv, cost")
            yield Implausible(kind, subject, energy * 1e3, 0.0, most)


def _spilled(case: Case, region: dict[str, Any]) -> Iterator[Implausible]:
    """Hydro [GWh] that is spilled where an energy target is imposed: spilling makes room for what the target counts."""
    targets = case.tables["targets"]
    imposed = targets["imposed"].to_numpy(dtype=bool) & targets["kind"].isin(TARGETS_OF_ENERGY).to_numpy()
    most = WASTED * region["available_twh"].get("hydro", 0.0) * 1e3
    spilled = region["curtailment_twh"].get("hydro", 0.0) * 1e3
    if imposed.any() and spilled > most:
        yield Implausible("spilled", "hydro", spilled, 0.0, most)


def _unknown_co2(results: xr.Dataset) -> Iterator[Implausible]:
    """Units and reservoirs that were used and whose CO2 is not known, with their number."""
    for kind in ("unit", "reservoir"):
        names = [str(name) for name in results[kind].values[np.isnan(results[f"{kind}_co2"].values)]]
        if names:
            yield Implausible("co2", f"{kind}s.csv, co2: {_few(names)}", float(len(names)), 0.0, 0.0)


def of_profiles(found: Iterable[Profile]) -> list[Implausible]:
    """Return what is implausible in series that are no case yet."""
    return [
        Implausible("hours", f"{one.name} ({one.technology})", one.hours, one.low, one.high)
        for one in found
        if one.technology in HOURS and one.low is not None and one.high is not None
        if not one.low <= one.hours <= one.high
    ]


def _unmeasured(case: Case) -> Iterator[Implausible]:
    """Targets that generic components keep from being measured, with the number of these components."""
    targets = case.tables["targets"]
    for target, kind in zip(targets["target"].astype(str), targets["kind"].astype(str), strict=True):
        if gaps := case.unmeasured.get(kind):
            named = list(dict.fromkeys(f"{gap.table}.csv, {gap.name}" for gap in gaps))
            yield Implausible("unmeasured", f"targets.csv, {target}: {_few(named)}", float(len(named)), 0.0, 0.0)


def _few(names: list[str]) -> str:
    """The first names of a list, and a sign that there are more."""
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")


def _small(case: Case) -> Iterator[Implausible]:
    for table, columns in SMALL.items():
        for column, low in columns.items():
            most = float(case.tables[table][column].max()) if len(case.tables[table]) else 0.0
            if most > 0:
                yield Implausible("share", f"{table}.csv, {column}", most * 100, low * 100, float("inf"))


def _one_way(case: Case) -> Iterator[Implausible]:
    """Links whose flow follows voltage angles and may go one way only: the minimum is 0 where none is given."""
    links = case.tables["links"]
    passive = links[(links["reactance"] > 0) & links["minimum_profile"].eq("")]
    for name, least in passive[["link", "minimum"]].itertuples(index=False):
        yield Implausible("one_way", f"links.csv, minimum: {name}", float(least), -1.0, -1e-9)


def _gains(case: Case) -> Iterator[Implausible]:
    """Energy that a link gives per energy taken where it runs backwards: above one if it loses energy forwards."""
    links, ends, hours = case.tables["links"], case.tables["link_ends"], len(case.time)
    arrives = hourly_values(ends, "efficiency", case.series, hours)
    backwards = hourly_values(links, "minimum", case.series, hours) < 0.0
    for k, name in enumerate(links["link"].astype(str)):
        share = arrives[(ends["link"].astype(str) == name).to_numpy()].sum(axis=0)
        gains = backwards[k] & (share > 0.0)
        if gains.any():
            yield Implausible("gain", f"links.csv, minimum: {name}", float(1.0 / share[gains].min()), 0.0, 1.0 + 1e-9)


def _series(case: Case) -> Iterator[Implausible]:
    if case.horizon_hours < YEAR:
        return
    for technology, profile in dict.fromkeys(
        zip(case.tables["renewables"]["technology"], case.tables["renewables"]["profile"], strict=True)
    ):
        if str(technology) in HOURS:
            hours = case.series_year[str(profile)] * 8760.0 / case.horizon_hours
            yield Implausible("hours", f"{profile} ({technology})", hours, *HOURS[str(technology)])


def _fuels(case: Case) -> Iterator[Implausible]:
    fuels, thermal = case.tables["fuels"], case.tables["thermal"]
    prices = dict(zip(fuels["fuel"].astype(str), fuels["price"].astype(float) * 1e3, strict=True))
    coal = set(fuels["fuel"][fuels["coal"]].astype(str)) if len(fuels) else set()
    used = thermal["fuel_incremental"].astype(float)
    dearest = 0.0
    for fleet, fuel, incremental in zip(thermal["fleet"], thermal["fuel"].astype(str), used, strict=True):
        dearest = max(dearest, prices.get(fuel, 0.0) * incremental)
        if fuel in coal and incremental > 0:
            yield Implausible("fuel_use", f"thermal.csv, {fleet}", incremental * 1e3, FUEL[0] * 1e3, FUEL[1] * 1e3)
    for fuel in sorted(coal):
        if prices[fuel] > 0:
            yield Implausible("fuel_price", f"fuels.csv, {fuel}", prices[fuel], *COAL_PRICE)
    if dearest > 0:
        yield Implausible(
            "lost_load", "case.toml, prices.lost_load", case.settings.prices.lost_load, dearest, float("inf")
        )


def _sizes(case: Case) -> Iterator[Implausible]:
    names = [str(name) for table in ("thermal", "renewables", "csp") for name in case.tables[table].iloc[:, 0]]
    capacity = float(case.capacity(names)[:, -1].sum()) if names else 0.0
    load = float(case.tables["load"]["energy"].astype(float).sum()) / case.horizon_hours
    if capacity > 0 and load > 0 and not len(case.tables["units"]):
        yield Implausible("load", "load.csv", load / capacity, *LOADED)


def _storage(case: Case) -> Iterator[Implausible]:
    names = [str(name) for name in case.tables["storage"].iloc[:, 0]]
    if not names:
        return
    power, content = case.capacity(names)[:, -1], case.energy(names)[:, -1]
    for name, gw, gwh in zip(names, power, content, strict=True):
        if gw > 0:
            yield Implausible("storage", f"storage.csv, {name}", float(gwh / gw), 0.0, STORED)


def _green(case: Case) -> Iterator[Implausible]:
    """New energy that corridors state beyond their own plants, over what the grid of their area has available."""
    corridors, assets = case.tables["corridors"], case.tables["renewables"]
    stated = corridors["energy_" + case.settings.export_level] * corridors["green_share"].clip(lower=0.0)
    grid = assets[assets["settles"].eq("grid") & assets["technology"].isin(list(HOURS))]
    for area, energy in stated.groupby(corridors["area"]).sum().items():
        here = grid[grid["area"] == area]
        shares = [case.series[str(name)] for name in here["profile"]]
        had = sum(float((c * s).sum()) for c, s in zip(case.capacity(list(here["asset"])), shares, strict=True))
        if energy > 0:
            asked = float(energy) * case.fraction
            yield Implausible("green_share", f"corridors.csv, {area}", asked / had if had else float("inf"), 0.0, 1.0)
