"""What a case holds: areas, capacity, load with the bridge between its bases, exports, size of its LP."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from rich.console import RenderableType

from dispatch.case import Case
from dispatch.lp import LP
from dispatch.messages import Lang, Words
from dispatch.messages.units import local
from dispatch.solve import coupling_rows
from dispatch.technologies import TECHNOLOGIES, technology_of

from .grid import Grid, number, plain, table

BASES = ("consumption", "generation", "supply")
_SIZES = {"units": "capacity", "reservoirs": "discharge"}
"""Column of the capacity in the tables of generic plants."""
OWN = ("captive", "park")
"""Kinds of load behind plants of their own, which the dispatched grid does not see."""


def case_summary(case: Case, lp: LP, words: Words) -> Iterator[RenderableType]:
    """Tables for people; energies are those of the whole horizon."""
    yield plain(
        f"{_title(case, words)}  {case.time[0]:%Y-%m-%d %H:%M}  {len(case.time)} {words('hours')}", style="bold"
    )
    yield plain(words("capacity_at_end"))
    yield _capacity(case, words)
    yield from _load(case, words)
    if len(case.tables["corridors"]):
        yield _exports(case, words)
    yield from _outages(case, words)
    matrix = lp.matrix()
    size = {"columns": lp.columns, "rows": lp.rows, "nonzeros": matrix.matrix.nnz}
    yield plain(words("size_is", **size, coupling_rows=coupling_rows(matrix)))


def _title(case: Case, words: Words) -> str:
    return case.settings.title_zh if words.lang is Lang.zh and case.settings.title_zh else case.title


def _gw(value: float, words: Words) -> str:
    return number(local(value, "GW", words.lang)[0])


def _twh(value: float, words: Words) -> str:
    return number(local(float(value), "TWh", words.lang)[0])


def _names(case: Case, words: Words) -> dict[str, str]:
    areas = case.tables["areas"]
    shown = areas["name_zh" if words.lang is Lang.zh else "name_en"]
    return dict(zip(areas["area"].astype(str), shown.astype(str), strict=True))


def _capacity(case: Case, words: Words) -> Grid:
    amounts: dict[tuple[str, str], float] = {}
    for name in ("thermal", "renewables", "csp", "storage"):
        rows = case.tables[name]
        kinds = ["csp"] * len(rows) if name == "csp" else [technology_of(str(kind)) for kind in rows["technology"]]
        in_service = case.capacity([str(asset) for asset in rows.iloc[:, 0]])[:, -1]
        for area, kind, capacity in zip(rows["area"], kinds, in_service, strict=True):
            amounts[str(area), kind] = amounts.get((str(area), kind), 0.0) + float(capacity)
    for name, column in _SIZES.items():
        rows = case.tables[name]
        if name == "units":  # a unit with given output is a contract, not a plant
            rows = rows[rows["given_profile"] == ""]
        for area, kind, capacity in zip(rows["area"], rows["technology"].map(technology_of), rows[column], strict=True):
            if 0 < capacity < np.inf:
                amounts[str(area), kind] = amounts.get((str(area), kind), 0.0) + float(capacity)
    present = [kind for kind in TECHNOLOGIES if any(key[1] == kind for key in amounts)]
    rows_shown = [
        (title, *(_gw(amounts.get((area, kind), 0.0), words) for kind in present))
        for area, title in _names(case, words).items()
    ]
    total = [_gw(sum(value for key, value in amounts.items() if key[1] == kind), words) for kind in present]
    return table([words("area"), *(words(kind) for kind in present)], [*rows_shown, (words("region"), *total)])


def _load(case: Case, words: Words) -> Iterator[RenderableType]:
    """The bridge 全社会用电量 -> 发电口径 -> 供电口径 of each area, in TWh."""
    loads = case.tables["load"]
    energy, own_use, losses = (loads[name].to_numpy(dtype=float) for name in ("energy", "own_use", "line_loss"))
    yield plain(words("load_bridge"))
    for basis in BASES:
        stated = (loads["basis"] == basis).to_numpy()
        if stated.any():
            values = {
                "basis": words(f"basis_{basis}"),
                "energy": local(energy[stated].sum() * 1e-3, "TWh", words.lang)[0],
                "count": stated.sum(),
            }
            yield plain("  " + words("stated", **values))
    own = loads["kind"].isin(OWN).to_numpy()
    rows = []
    for area, title in [*_names(case, words).items(), (None, words("region"))]:
        here = np.ones(len(loads), dtype=bool) if area is None else (loads["area"] == area).to_numpy()
        if not here.any():
            continue
        whole, grid = energy * here, energy * here * ~own
        parts = (whole, whole * own, grid, grid * own_use, grid * (1 - own_use), whole * own * (1 - own_use))
        rows.append((title, *(_twh(part.sum() * 1e-3, words) for part in (*parts, whole * losses))))
    keys = ("consumption", "captive", "generation_level", "own_use", "supply_level", "captive_supply", "line_loss")
    yield table([words("area"), *(words(key) for key in keys)], rows)
    yield plain(words("bridge_note"))


def _exports(case: Case, words: Words) -> Grid:
    rows = case.tables["corridors"]
    contracted = rows[f"energy_{case.settings.export_level}"].to_numpy(dtype=float)
    names = _names(case, words)
    shown = [
        (name, names[str(area)], _gw(capacity, words), _twh(energy * 1e-3, words))
        for name, area, capacity, energy in zip(
            rows["corridor"], rows["area"], rows["capacity"], contracted, strict=True
        )
    ]
    shown.append(
        (words("region"), "", _gw(float(rows["capacity"].sum()), words), _twh(float(contracted.sum()) * 1e-3, words))
    )
    return table([words(key) for key in ("corridor", "area", "capability_gw", "energy_twh")], shown, text_columns=2)


def _outages(case: Case, words: Words) -> Iterator[RenderableType]:
    """Fleets whose planned outages do not fit outside the periods without outages, with the days that do."""
    commitment, fleets = case.settings.commitment, case.tables["thermal"]
    open_days = case.hours_for_outages / 24
    large = fleets["unit_size"].to_numpy(dtype=float) >= commitment.outage_free_unit * 1e-3
    for fleet, days, limit in fleets.loc[large, ["fleet", "maintenance", "maintenance_limit"]].itertuples(index=False):
        if days > limit * open_days * (1 + 1e-9):
            known = {"fleet": fleet, "days": f"{days:g}", "most": f"{limit * open_days:.4g}"}
            periods = ", ".join(commitment.outage_free)
            yield plain(words("outages_do_not_fit", **known, periods=periods), style="yellow")
