"""The finding of each chapter in one sentence, from the tables of the chapter: the figures are those that a reader finds there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from dispatch.messages import Lang
from dispatch.results.attribution import CAUSES
from dispatch.results.tolerances import MIN_POWER_MW

from .chapters.key_week import key_week
from .chapters.verdict import figures
from .executive import (
    causes,
    curtailment_sentence,
    foresight_sentence,
    plan_sentence,
    supply_sentence,
    targets_sentence,
)
from .table import Chapter, Table
from .table_builder import REGION, TableBuilder, shown

Tables = Mapping[str, Table]
Finding = Callable[[TableBuilder, Tables], str]


def with_finding(builder: TableBuilder, chapter: Chapter) -> Chapter:
    """Return the chapter with its finding; without one where the chapter has no tables or no rule here."""
    finding = FINDINGS.get(chapter.key)
    if finding is None or not chapter.tables or chapter.message:
        return chapter
    return replace(chapter, message=finding(builder, {table.key: table for table in chapter.tables}))


def _text(table: Table, row: int, key: str, digits: int = 1) -> str:
    """Return a cell as a sentence shows it: a number with its unit."""
    column, value = table.column(key), table.data[key].iloc[row]
    if column.digits is None:
        return str(value)
    if value is None or value != value:
        return "–"
    return f"{shown(float(value), digits, column.digits)} {column.unit}".strip().replace(" %", "%")


def _numbers(table: Table, key: str) -> pd.Series[Any]:
    return table.data[key].astype(float)


def _of_region(builder: TableBuilder, table: Table) -> list[int]:
    """Return the rows of the region, or of the only area."""
    name = builder.areas[builder.places[0][0]]
    return [row for row, area in enumerate(table.data["area"]) if area == name]


def _verdict(builder: TableBuilder, tables: Tables) -> str:
    return targets_sentence(builder)


def _plan(builder: TableBuilder, tables: Tables) -> str:
    plan = builder.saved.plan
    assert plan is not None
    return plan_sentence(builder, plan)


def _foresight(builder: TableBuilder, tables: Tables) -> str:
    found = builder.saved.foresight
    assert found is not None
    return foresight_sentence(builder, found)


def _curtailment(builder: TableBuilder, tables: Tables) -> str:
    months = tables.get("curtailment_month")
    lost = figures(builder.saved.summary, REGION)["curtailed"]
    if months is None or lost <= MIN_POWER_MW:
        return curtailment_sentence(builder)
    total = builder.words("new_energy_total")
    rows = [row for row in _of_region(builder, months) if months.data["technology"].iloc[row] == total]
    if len(rows) < 2:
        return curtailment_sentence(builder)
    energies = _numbers(months, "curtailed").iloc[rows]
    most = rows[int(energies.argmax())]
    return builder.words(
        "finding_curtailment",
        month=_text(months, most, "month"),
        energy=_text(months, most, "curtailed"),
        share=f"{float(energies.max() / energies.sum()):.0%}",
        total=builder.figure(lost, "energy"),
    )


def _cause(builder: TableBuilder, tables: Tables) -> str:
    share = causes(builder)
    if not share.any():
        return curtailment_sentence(builder)
    order = [int(k) for k in np.argsort(-share)]
    listed = builder.words("list_separator").join(
        builder.words("finding_part", name=builder.words(f"cause_{CAUSES[k]}"), share=f"{share[k]:.0%}")
        for k in order[:3]
        if share[k] >= 0.005
    )
    return builder.words("finding_cause", causes=listed)


def _reserve(builder: TableBuilder, tables: Tables) -> str:
    table = tables.get("reserve_year")
    if table is None:
        return supply_sentence(builder)
    if _numbers(table, "shortfall_hours").sum() > 0:
        most = int(_numbers(table, "shortfall_energy").argmax())
        key, names = "finding_reserve_short", ("shortfall_hours", "shortfall_energy")
    else:
        most = int(_numbers(table, "required_most").argmax())
        key, names = "finding_reserve", ("required_most", "required")
    first, second = (_text(table, most, name, 2) for name in names)
    return builder.words(
        key, area=_text(table, most, "area"), way=_text(table, most, "direction"), first=first, second=second
    )


def _power_balance(builder: TableBuilder, tables: Tables) -> str:
    table = tables["power_balance"]
    rows = _of_region(builder, table)
    tight = rows[int(_numbers(table, "surplus").iloc[rows].argmin())]
    short = float(_numbers(table, "surplus").iloc[tight]) < 0
    amount = _text(table, tight, "surplus").removeprefix("-")
    rate = _text(table, tight, "reserve_ratio")
    key = "finding_power_short" if short else "finding_power"
    return builder.words(key, month=_text(table, tight, "month"), amount=amount, rate=rate)


def _energy_balance(builder: TableBuilder, tables: Tables) -> str:
    found = figures(builder.saved.summary, REGION)
    return builder.words(
        "finding_energy",
        new=builder.figure(found["new_energy"], "energy"),
        thermal=builder.figure(found["thermal_energy"], "energy"),
        share=builder.figure(found["new_energy_share"], "share"),
        load=builder.figure(found["load_energy"], "energy"),
        export=builder.figure(found["export_energy"], "energy"),
    )


def _expansion(builder: TableBuilder, tables: Tables) -> str:
    chosen = tables.get("expansion")
    limits = tables.get("limits")
    counts = {"chosen": 0 if chosen is None else len(chosen.data), "limits": 0 if limits is None else len(limits.data)}
    return builder.words("finding_expansion", **counts)


def _regulation(builder: TableBuilder, tables: Tables) -> str:
    table = tables["regulation"]
    rows = _of_region(builder, table)
    worst = rows[int(_numbers(table, "regulation_surplus").iloc[rows].argmin())]
    hours = builder.figure(float(_numbers(table, "gap_hours").iloc[rows].sum()), "hours", 0)
    if float(_numbers(table, "regulation_gap").iloc[worst]) <= 0:
        spare = _text(table, worst, "regulation_surplus")
        return builder.words("finding_regulation_spare", month=_text(table, worst, "month"), spare=spare)
    gap = _text(table, worst, "regulation_gap")
    return builder.words("finding_regulation", start=_text(table, worst, "start"), gap=gap, hours=hours)


def _week(builder: TableBuilder, tables: Tables) -> str:
    week = key_week(builder.saved)
    return builder.words(f"rule_{week.rule}", first=f"{builder.saved.time[week.first]:%Y-%m-%d}")


def _typical_days(builder: TableBuilder, tables: Tables) -> str:
    days = tables.get("days")
    if days is None:
        return ""
    most = int(_numbers(days, "peak_load").argmax())
    values = {key: _text(days, most, key) for key in ("day_kind", "date", "peak_load", "new_energy")}
    return builder.words("finding_days", **values)


def _corridors(builder: TableBuilder, tables: Tables) -> str:
    table = tables.get("corridors")
    if table is None:
        return builder.words("finding_no_exports")
    saved = builder.saved
    sent, settled = saved.total("export").sum(), saved.total("settled").sum()
    share = builder.figure(settled / sent if sent > 0 else float("nan"), "share")
    return builder.words(
        "finding_corridors", count=len(table.data), energy=builder.figure(float(sent), "energy"), share=share
    )


def _storage(builder: TableBuilder, tables: Tables) -> str:
    saved = builder.saved
    out, size = saved.total("discharge").sum(), saved.array("storage_size").mean(axis=0).sum()
    cycles = builder.figure(float(out / size) if size > 0 else float("nan"), "number", 0)
    power = builder.figure(float(saved.array("storage_power")[-1].sum()), "power")
    return builder.words("finding_storage", power=power, energy=builder.figure(float(out), "energy"), cycles=cycles)


def _thermal(builder: TableBuilder, tables: Tables) -> str:
    saved = builder.saved
    made, up = saved.total("thermal_output").sum(), saved.total("thermal_online").sum()
    capacity = saved.array("fleet_capacity").mean(axis=0).sum()
    if capacity <= 0:
        return ""
    factor = builder.figure(float(made / up) if up > 0 else float("nan"), "share")
    hours = builder.figure(float(made / capacity), "hours", 0)
    return builder.words(
        "finding_thermal", capacity=builder.figure(float(capacity), "power"), hours=hours, factor=factor
    )


def _prices(builder: TableBuilder, tables: Tables) -> str:
    table, saved = tables["prices"], builder.saved
    served = saved.array("load").sum(axis=0) + saved.inside("contract", "corridor").sum(axis=0)
    # The price of an area without load, contract and capacity, such as a base before commissioning, has no meaning.
    in_use = (served + saved.array("capacity").sum(axis=(0, 2)) > 0.0) | (len(saved.areas) == 1)
    mean = _numbers(table, "price_mean").where(in_use)
    if in_use.sum() <= 1:
        row = int(in_use.argmax())
        return builder.words(
            "finding_price", price=_text(table, row, "price_mean"), hours=_text(table, row, "surplus_hours", 0)
        )
    high, low = int(mean.argmax()), int(mean.argmin())
    return builder.words(
        "finding_prices",
        low=_text(table, low, "price_mean"),
        least=_text(table, low, "area"),
        high=_text(table, high, "price_mean"),
        most=_text(table, high, "area"),
    )


def _market(builder: TableBuilder, tables: Tables) -> str:
    table = tables.get("market_technologies")
    kinds = {builder.words(kind) for kind in ("wind", "pv")}
    if table is None:
        return builder.words("finding_market_none")
    # The table names the region also where the run has a single area.
    places = zip(table.data["area"], table.data["technology"], strict=True)
    rows = [row for row, (area, kind) in enumerate(places) if area == builder.areas[REGION] and kind in kinds]
    if not rows:
        return builder.words("finding_market_none")
    names = ("technology", "capture_price", "capture_rate")
    captured = (
        dict(zip(("name", "price", "rate"), (_text(table, row, key) for key in names), strict=True)) for row in rows
    )
    listed = builder.words("list_separator").join(builder.words("finding_capture", **one) for one in captured)
    found = builder.words("finding_market", captured=listed)
    if not builder.saved.summary["market"].get("units_fixed"):
        return found
    return found + ("" if builder.lang is Lang.zh else " ") + builder.words("finding_market_fixed")


def _emissions(builder: TableBuilder, tables: Tables) -> str:
    found = figures(builder.saved.summary, REGION)
    return builder.words(
        "finding_emissions",
        coal=builder.figure(found["coal"], "coal"),
        co2=builder.figure(found["co2"], "co2"),
        rate=builder.figure(found["net_rate"], "coal_rate"),
    )


def _cost(builder: TableBuilder, tables: Tables) -> str:
    table = tables["cost"]
    terms = [column for column in table.columns if column.key.startswith("term_")]
    total = builder.figure(figures(builder.saved.summary, REGION)["cost_total"], "money")
    if not terms:
        return builder.words("finding_cost_only", total=total)
    most = max(terms, key=lambda column: abs(float(table.data[column.key].iloc[0])))
    return builder.words("finding_cost", total=total, term=most.title, amount=_text(table, 0, most.key))


def _boundary(builder: TableBuilder, tables: Tables) -> str:
    saved = builder.saved
    load, capacity = saved.array("load").sum(axis=1), saved.summary["region"]["capacity_gw"]
    listed = builder.words("list_separator").join(
        f"{builder.words(name)} {builder.figure(size * 1e3, 'power')}"
        for name, size in sorted(capacity.items(), key=lambda item: -item[1])[:5]
        if size > 0
    )
    values = {"energy": builder.figure(load.sum(), "energy"), "peak": builder.figure(load.max(), "power")}
    return builder.words("finding_boundary", capacity=listed or "–", **values)


FINDINGS: Mapping[str, Finding] = MappingProxyType(
    {
        "verdict": _verdict,
        "plan": _plan,
        "foresight": _foresight,
        "curtailment": _curtailment,
        "cause": _cause,
        "reserve": _reserve,
        "power_balance": _power_balance,
        "energy_balance": _energy_balance,
        "expansion": _expansion,
        "regulation": _regulation,
        "week": _week,
        "typical_days": _typical_days,
        "corridors": _corridors,
        "storage": _storage,
        "thermal": _thermal,
        "prices": _prices,
        "market": _market,
        "emissions": _emissions,
        "cost": _cost,
        "boundary": _boundary,
    }
)
"""Rule of each chapter by its key."""
