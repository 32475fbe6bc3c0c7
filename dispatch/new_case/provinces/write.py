"""A case of provinces, as a folder."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from dispatch.arrays import Floats
from dispatch.messages import Bilingual, Lang, Message, clauses, message, names
from dispatch.netcdf import netcdf_path
from dispatch.results.partial import appearing

from ..tables import document, write_table
from . import generator, plants, system
from .balance import Balance, balances, components, contracts
from .facts import DATA, Facts
from .names import Province
from .profiles import export_curve, series

CREDIT = (
    "Contains modified Copernicus Climate Change Service information 2020 (ERA5; series by Rick10119/PyPSA-China, CC0-1.0); "
    "Global Energy Monitor (CC BY 4.0); Power-Lab (MIT); pik-piam/PyPSA-China-PIK (MIT); KennethAnn/CHEER-Power (Apache-2.0); "
    "published figures of NEA, NBS, CEC and the monitoring centre of new-energy consumption. P, F, E, calc, guess: each row says which"
)
_LISTED = 6
"""Most provinces that the title of a case names."""
_KINDS = {
    **{name: (name,) for name in ("nuclear", "gas", "hydro", "pumped_hydro", "battery")},
    **{"wind": ("wind", "wind-offshore"), "pv": ("pv", "pv-distributed")},
}
"""Technologies and the ends of the names of their assets, as the rows of plants have them."""
_ALWAYS = ("biomass", "csp", "response", "network")
"""What the packaged data do not have for any province."""
_WET = 1 / 3
"""Share of hydro in the generation of a province from which the case warns of the common inflow (guess)."""


def from_provinces(chosen: Sequence[Province], place: Path, facts: Facts | None = None) -> list[Message]:
    """Write the case of provinces for the base year of ``facts``, with ties between them. facts: figures that replace packaged ones.

    Returns what the case lacks, by province. Raises FileExistsError if ``place`` exists.
    """
    known = facts or Facts()
    everything = balances(known)
    contracted = contracts(chosen, everything, known.ties)
    tables: dict[str, list[dict[str, object]]] = {}
    profiles: dict[str, Floats] = {}
    for one in chosen:
        found = series(known, one.key)
        balance = everything[one.key]
        rows = [*plants.thermal(known, one), *plants.weather(known, one), *plants.water_and_nuclear(known, one)]
        rows += [*plants.storage(known, one), *system.area(known, one, balance)]
        capacity = {kind: _capacity(rows, one, kind) for kind in ("chp", "")}
        rows += [*system.heat(one, capacity["chp"], found["heat"])]
        mean = known.value(one.key, "consumption") * 1e6 / len(found["load"])
        rows += [*system.minimum_online(one, capacity["chp"], capacity[""], mean)]
        sold = system.exchange(
            one,
            balance,
            contracted[one.key],
            export_curve(found["hydro"], balance.hydro / max(balance.hydro + balance.thermal, 1e-9)),
            found["load"],
        )
        for table, row in [*rows, *sold[0]]:
            tables.setdefault(table, []).append(row)
        profiles |= _named(one, found, known) | sold[1]
    for table, row in [*system.lines(known, chosen), *system.targets(known.year)]:
        tables.setdefault(table, []).append(row)
    missing = list(_missing(known, chosen, everything, tables))
    with appearing(place) as folder:
        for name, content in tables.items():
            write_table(folder, name, content)
        used = {
            str(value)
            for content in tables.values()
            for row in content
            for key, value in row.items()
            if "profile" in key
        }
        kept = {name: values for name, values in profiles.items() if name in used}
        _write_series(kept, known.year, folder / "series.nc")
        (folder / "case.toml").write_text(document(_settings(chosen, known.year)), encoding="utf-8")
        places = generator.sites(chosen, {one.name for one in chosen if f"wind-offshore-{one.name}" in kept})
        _write_sites(places, folder / "sites.csv")
        weather = generator.settings(known, chosen, places, profiles, set(kept))
        (folder / "weather.toml").write_text(document(weather), encoding="utf-8")
        (folder / "README.md").write_text(_readme(chosen, known.year, missing), encoding="utf-8")
    return missing


def _capacity(rows: Sequence[tuple[str, dict[str, object]]], one: Province, kind: str) -> float:
    """Return the thermal capacity of fleets of a kind [MW], without captive plants."""
    fleets = {str(row["fleet"]) for table, row in rows if table == "thermal"} - {f"{one.name}-captive"}
    wanted = {fleet for fleet in fleets if f"-{kind}" in fleet}
    early = [row for table, row in rows if table == "capacity" and "commissioned" not in row]
    return sum(float(str(row["capacity"])) for row in early if row["asset"] in wanted)


def _named(one: Province, found: dict[str, Floats], facts: Facts) -> dict[str, Floats]:
    """Return the series of a province by their names in the case."""
    series_of = {"wind": "wind", "wind_offshore": "wind-offshore", "pv": "pv", "heat": "heat", "load": "load"}
    named = {f"{name}-{one.name}": found[key] for key, name in series_of.items() if key in found}
    return named | {f"inflow-{one.name}": found["hydro"] * facts.value(one.key, "hydro") * 1e3}


def _write_series(values: dict[str, Floats], year: int, path: Path) -> None:
    time = pd.date_range(f"{year}-01-01", periods=len(next(iter(values.values()))), freq="h", unit="s")
    data = xr.Dataset(
        {"value": (("series", "time"), np.round(np.array(list(values.values())), 4).astype("float32"))},
        {"series": list(values), "time": time},
    )
    data.attrs["source"] = CREDIT
    with netcdf_path(path) as place:
        data.to_netcdf(
            place, encoding={"value": {"zlib": True, "complevel": 4}, "time": {"units": "hours since 1970-01-01"}}
        )


def _write_sites(places: Sequence[dict[str, object]], path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(places[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(places)


def _settings(chosen: Sequence[Province], year: int) -> dict[str, object]:
    many = len(chosen) > _LISTED
    english = f"{len(chosen)} provinces" if many else ", ".join(one.english for one in chosen)
    chinese = f"{len(chosen)} 省" if many else "、".join(one.zh for one in chosen)
    return {
        "title": f"{english} {year}, from open data",
        "title_zh": f"{chinese} {year} 年（公开数据）",
        "year": year,
        "series": "series.nc",
        "sources": CREDIT,
        "commitment": {"period_hours": 24, "minimum_up_hours": 72, "minimum_down_hours": 72, "maintenance": "levelled"},
        "prices": {
            "lost_load": 10000.0,
            "reserve_shortfall_up": 2000.0,
            "reserve_shortfall_down": 500.0,
            "undelivered_export": 3000.0,
            "co2": 80.0,
            "source": "default, guess: as neimenggu-2030",
        },
        "tie_break": {"curtailment": 0.2, "grade": 0.1},
    }


def _missing(
    facts: Facts,
    chosen: Sequence[Province],
    known: Mapping[str, Balance],
    tables: Mapping[str, Sequence[Mapping[str, object]]],
) -> Iterator[Message]:
    """Yield what the case lacks: technologies without a row in ``tables``, ties, and what no source has. known: balance by province."""
    written = {table: {str(next(iter(row.values()))) for row in rows} for table, rows in tables.items()}
    for one in chosen:
        if absent := _absent(one, written):
            listed = names([message(f"new.kind.{name}") for name in absent])
            yield message("new.absent", province=Bilingual(one.name, one.zh), names=listed)
    cold = [one for one in chosen if one.heating and one.name not in written.get("heat", ())]
    if cold:
        yield message("new.unheated", provinces=_named_both(cold))
    yield from _untied(facts, chosen)
    for kind in ("wind", "pv"):
        doubtful = [one for one in chosen if not facts.shapes[one.key, kind].confirmed]
        if doubtful:
            yield message(f"new.shape_{kind}", provinces=_named_both(doubtful))
    wet = [one for one in chosen if known[one.key].hydro_share >= _WET]
    if wet:
        yield message("new.inflow", provinces=_named_both(wet))
    yield message("new.never", names=names([message(f"new.kind.{name}") for name in _ALWAYS]))


def _absent(one: Province, written: Mapping[str, set[str]]) -> list[str]:
    """Return the technologies without a row in the case. written: first cells of the rows by table."""
    plants = set[str]().union(*(written.get(table, set()) for table in ("thermal", "renewables", "units")))
    plants |= set[str]().union(*(written.get(table, set()) for table in ("reservoirs", "storage")))
    absent = [kind for kind, ends in _KINDS.items() if plants.isdisjoint(f"{one.name}-{end}" for end in ends)]
    fleets = {name for name in written.get("thermal", ()) if name.startswith(f"{one.name}-")}
    absent += [] if fleets - {f"{one.name}-gas"} else ["coal"]
    return absent + ([] if one.heating or one.name in written.get("heat", ()) else ["heat"])


def _untied(facts: Facts, chosen: Sequence[Province]) -> Iterator[Message]:
    """Yield a message if lines do not connect all chosen provinces."""
    parts = components({one.key for one in chosen}, facts.ties)
    alone = [one for one in chosen if {one.key} in parts]
    if len(chosen) > 1 and alone:
        yield message("new.alone", provinces=_named_both(alone))
    groups = [[one for one in chosen if one.key in part] for part in parts if len(part) > 1]
    if len(groups) > 1:
        yield message("new.parts", parts=clauses(*map(_named_both, groups)))


def _named_both(some: Sequence[Province]) -> Message:
    """Return the names of provinces in both languages, for a message."""
    return names([Bilingual(one.name, one.zh) for one in some])


def _readme(chosen: Sequence[Province], year: int, missing: Sequence[Message]) -> str:
    """Return the README of the case, in English and Chinese."""
    parts = []
    for lang, name in ((Lang.en, "case-readme.md"), (Lang.zh, "case-readme.zh.md")):
        title = ", ".join(one.english for one in chosen) if lang is Lang.en else "、".join(one.zh for one in chosen)
        lacking = "\n".join(f"- {one.text(lang)}" for one in missing)
        parts.append((DATA / name).read_text("utf-8").format(title=title, year=year, missing=lacking, credit=CREDIT))
    return "\n".join(parts)
