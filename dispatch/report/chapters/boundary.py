"""边界条件表: what the run was given, each row with its source."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from dispatch.messages.implausible import implausible
from dispatch.report.table import Chapter, Table
from dispatch.report.table_builder import REGION, Col, TableBuilder, columns

OWN = ("captive", "park")
"""Kinds of load behind plants of their own."""

_ASSET = [Col("name", "text"), Col("area", "area")]
_SOURCE = [Col("source", "text")]
_LISTS: dict[str, tuple[str, list[Col]]] = {
    # table of the report: table of the case, its columns
    "given_exports": (
        "corridors",
        [
            *_ASSET,
            Col("receiver", "text"),
            Col("capability", "power"),
            *columns(energy_low="energy", energy_mid="energy", energy_high="energy", loss="share", band="share"),
            *columns(new="flag", renewable_share="share", green_share="share"),
        ],
    ),
    "given_storage": (
        "storage",
        [
            *_ASSET,
            Col("technology", "word"),
            *columns(settles="text", charge_efficiency="share", discharge_efficiency="share", minimum_level="share"),
            *columns(boundary="word", reserve_share="share", reserve_hours="duration"),
        ],
    ),
    "given_minimum": (
        "thermal",
        [
            *_ASSET,
            *columns(technology="word", settles="text", flexible="flag", efficient="flag"),
            *columns(minimum_heating="share", minimum_other="share", heat_rise="share", heat_loss="share"),
            *columns(ramp="per_hour", own_use_rate="share", forced_outage="share", maintenance="days"),
        ],
    ),
    "given_online": ("minimum_online", columns(area="area", dispatcher="text", month="count", online="power")),
    "given_reserve": (
        "dispatchers",
        [
            *columns(dispatcher="text", area="area", load_up="share", vre_up="share", largest_unit="power"),
            *columns(load_down="share", vre_down="share", largest_load="power"),
        ],
    ),
    "given_renewables": (
        "renewables",
        [*_ASSET, *columns(technology="word", settles="text", profile="text", own_use_rate="share", order="count")],
    ),
    "given_sections": ("sections", columns(name="text", month="count", forward="power", backward="power")),
    "given_lines": (
        "lines",
        columns(name="text", from_area="area", to_area="area", forward="power", backward="power", loss="share"),
    ),
    "given_parks": ("parks", [*_ASSET, *columns(import_limit="power", export_limit="power", grid_tariff="price")]),
    "given_response": (
        "demand_response",
        [
            *_ASSET,
            *columns(response_kind="word", capability="power", payment="price", call_hours_year="hours", calls="count"),
        ],
    ),
    "given_electrolysers": (
        "electrolysers",
        [*_ASSET, *columns(settles="text", use="hydrogen_use", yearly="hydrogen", least_load="share")],
    ),
    "given_heat": (
        "heat",
        [
            *_ASSET,
            *columns(peak_heat="power", boiler_cost="price", boiler_burns="text"),
            *columns(boiler_efficiency="share", boiler_capacity="power"),
        ],
    ),
    "given_fuels": (
        "fuels",
        columns(name="text", fuel_price="coal_price", fuel_co2="co2_of_fuel", counted_primary="flag"),
    ),
    "given_outages": (
        "maintenance",
        columns(name="text", start_date="text", end_date="text", capacity="power"),
    ),
}
_RENAMED = {
    "corridors": {"corridor": "name", "capacity": "capability"},
    "storage": {"asset": "name", "reserve": "reserve_share"},
    "thermal": {"fleet": "name", "own_use": "own_use_rate"},
    "renewables": {"asset": "name", "own_use": "own_use_rate"},
    "sections": {"section": "name"},
    "lines": {"line": "name"},
    "parks": {"park": "name", "tariff": "grid_tariff"},
    "demand_response": {
        "programme": "name",
        "kind": "response_kind",
        "cost": "payment",
        "hours": "call_hours_year",
    },
    "electrolysers": {"asset": "name", "minimum": "least_load"},
    "heat": {"network": "name", "peak": "peak_heat", "boiler_fuel": "boiler_burns"},
    "fuels": {"fuel": "name", "price": "fuel_price", "co2": "fuel_co2", "primary": "counted_primary"},
    "maintenance": {"fleet": "name", "start": "start_date", "end": "end_date"},
}
"""Columns of the case whose word in a report is another."""
_OPTIONAL = {"corridors": ("green_share",), "heat": ("boiler_capacity",)}
"""Columns that may be empty: shown as a dash."""


def chapter(builder: TableBuilder) -> Chapter:
    """The run, load and its basis, capacities, then every table that was given, as it was given."""
    lists = [_given(builder, key, table, shown) for key, (table, shown) in _LISTS.items()]
    whole = builder.chapter(
        "boundary",
        _run(builder),
        _warnings(builder),
        _load(builder),
        _bridge(builder),
        _capacity(builder),
        _targets(builder),
        _prices(builder),
        _ledger(builder),
        *lists,
    )
    return replace(whole, appendix=True)


def _run(builder: TableBuilder) -> Table | None:
    record, settings = builder.saved.record, builder.saved.inputs["settings"]
    words = builder.words
    title = settings.get("title_zh") if builder.lang == "zh" and settings.get("title_zh") else record["title"]
    gap = "–" if record["gap"] is None else f"{record['gap']:.1e}"
    commitment = settings["commitment"]
    hours = {key: commitment[key] for key in ("period_hours", "minimum_up_hours", "minimum_down_hours")}
    rows = [
        ("case", title),
        ("window", words("window_is", start=record["from"], hours=record["hours"])),
        ("weather_year", _weather(builder)),
        ("export_level", words(f"level_{settings['export_level']}")),
        ("commitment", words("commitment_is", **hours, outages=words(f"outages_{commitment['maintenance']}"))),
        ("changed", builder.saved.changes(words) or words("nothing")),
        ("status", words(record["status"])),
        ("method", record["method"]),
        ("gap", gap),
        ("case_digest", record["case_digest"]),
        ("versions", ", ".join(f"{name} {number}" for name, number in record["versions"].items())),
        ("sources", settings.get("sources", "")),
    ]
    frame = pd.DataFrame({"item": [words(key) for key, _ in rows], "item_value": [text for _, text in rows]})
    return builder.table("run", frame, columns(item="text", item_value="text"))


def _warnings(builder: TableBuilder) -> Table | None:
    """What is possible and yet implausible in the inputs and the result."""
    lines = [implausible(one, builder.words) for one in builder.saved.record.get("warnings", [])]
    return builder.table("warnings", pd.DataFrame({"item_value": lines}), columns(item_value="text"))


def _weather(builder: TableBuilder) -> str:
    """The file of series, or the seed of a synthetic year, and what they say of themselves."""
    settings = builder.saved.inputs["settings"]
    attributes = json.loads(str(builder.saved.results.attrs.get("series", "{}")))
    weather = settings.get("weather") or {}
    seed, record, months = weather.get("seed"), attributes.get("weather"), weather.get("months")
    known = [settings.get("series") or "", "" if seed is None else builder.words("seed_is", seed=seed)]
    known += [builder.words("record_is", record=record)] if record not in (None, "synthetic") else []
    known += [builder.words("months_are", year=months)] if months else []
    return "; ".join([part for part in known if part] + [f"{key}: {value}" for key, value in attributes.items()])


def _load(builder: TableBuilder) -> Table | None:
    loads = builder.saved.given("load")
    loads["basis"], loads["load_kind"] = "basis_" + loads["basis"], "kind_" + loads["kind"]
    loads = loads.rename(columns={"load": "name", "energy": "given_energy", "own_use": "own_use_rate"})
    shown = [*_ASSET, *columns(load_kind="word", settles="text", basis="word", given_energy="energy")]
    shown += columns(own_use_rate="share", line_loss="share", shiftable="share")
    return builder.table("given_load", loads, [*shown, *_SOURCE])


def _bridge(builder: TableBuilder) -> Table | None:
    """全社会用电量 -> 发电口径 -> 供电口径 by area, of the horizon; then what the run met in its window."""
    saved = builder.saved
    loads, met = saved.given("load"), saved.array("load")
    energy, own_use = (loads[name].to_numpy(dtype=float) for name in ("energy", "own_use"))
    own = loads["kind"].isin(OWN).to_numpy()
    rows = []
    for area, members in builder.places:
        here = loads["area"].isin([saved.areas[k] for k in members]).to_numpy()
        grid, hourly = here & ~own, met[:, members].sum(axis=1)
        rows.append(
            {
                "area": area,
                "consumption_energy": energy[here].sum(),
                "captive_energy": energy[here & own].sum(),
                "generation_energy": energy[grid].sum(),
                "own_use_energy": (energy * own_use)[grid].sum(),
                "supply_energy": (energy * (1 - own_use))[grid].sum(),
                "line_loss_energy": (energy * loads["line_loss"].to_numpy(dtype=float))[here].sum(),
                "window_energy": hourly.sum(),
                "peak_load": hourly.max(),
                "least_load": hourly.min(),
            }
        )
    shown = columns(
        area="area",
        consumption_energy="energy",
        captive_energy="energy",
        generation_energy="energy",
        own_use_energy="energy",
        supply_energy="energy",
        line_loss_energy="energy",
        window_energy="energy",
        peak_load="power",
    )
    return builder.table(
        "bridge", pd.DataFrame(rows), [*shown, Col("least_load", "power", builder.words("lowest_load"))]
    )


def _capacity(builder: TableBuilder) -> Table | None:
    """Capacity by area and technology at the end of the window."""
    saved = builder.saved
    capacity = saved.array("capacity")
    present = [k for k in range(len(saved.technologies)) if capacity[:, :, k].any()]
    rows = [
        {"area": area, **{saved.technologies[k]: capacity[-1, members, k].sum() for k in present}}
        for area, members in builder.places
    ]
    shown = [Col("area", "area"), *(Col(saved.technologies[k], "power") for k in present)]
    return builder.table("capacity", pd.DataFrame(rows), shown)


def _targets(builder: TableBuilder) -> Table | None:
    targets = builder.saved.given("targets")
    if targets.empty:
        return None
    targets["target"] = targets[f"text_{builder.lang}"]
    targets["measured"] = [builder.words(f"target_{kind}") for kind in targets["kind"]]
    targets["required"] = [np.nan if value < 0 else value for value in targets["required"]]
    targets["target_unit"] = [_target_unit(builder, unit) for unit in targets["unit"]]
    targets["target_year"] = targets["year"]
    shown = columns(target="text", target_year="text", required="number", target_unit="text", measured="text")
    return builder.table("given_targets", targets, [*shown, Col("imposed", "flag"), *_SOURCE])


def _target_unit(builder: TableBuilder, unit: Any) -> str:
    """The unit in which the case states a target; its number is that of the policy and is not converted."""
    return builder.words("unit_share") if unit == "share" else str(unit)


def _prices(builder: TableBuilder) -> Table | None:
    prices = builder.saved.inputs["settings"]["prices"]
    keys = ("lost_load", "reserve_shortfall_up", "reserve_shortfall_down", "undelivered_export", "curtailment", "co2")
    units = {"co2": builder.words("unit_co2_price")}
    frame = pd.DataFrame(
        {
            "item": [builder.words(f"price_of_{key}") for key in keys],
            "amount": [prices[key] for key in keys],
            "price_unit": [units.get(key, builder.words("unit_price")) for key in keys],
            "source": prices["source"],
        }
    )
    shown = columns(item="text", amount="number", price_unit="text", source="text")
    return builder.table("given_prices", frame, shown)


def _ledger(builder: TableBuilder) -> Table | None:
    """装机台账: every asset and unit, when it enters and leaves service."""
    saved = builder.saved
    ledger = saved.given("capacity")
    if ledger.empty:
        return None
    places = {
        str(row.iloc[0]): str(row["area"])
        for table in ("thermal", "renewables", "csp", "storage", "electrolysers")
        for _, row in saved.given(table).iterrows()
    }
    ledger["name"] = ledger["asset"]
    ledger["area"] = [places.get(str(asset), REGION) for asset in ledger["asset"]]
    for column in ("commissioned", "retired"):
        ledger[column] = [str(month)[:7] for month in ledger[column]]
    shown = columns(name="text", unit="text", area="area", capacity="power", storage_content="content")
    ledger = ledger.rename(columns={"energy": "storage_content"})
    return builder.table("ledger", ledger, [*shown, *columns(commissioned="text", retired="text", source="text")])


def _given(builder: TableBuilder, key: str, table: str, shown: list[Col]) -> Table | None:
    rows = builder.saved.given(table)
    if rows.empty:
        return None
    for column in _OPTIONAL.get(table, ()):
        rows[column] = rows[column].where(rows[column] >= 0)
    return builder.table(key, rows.rename(columns=_RENAMED.get(table, {})), [*shown, *_SOURCE])
