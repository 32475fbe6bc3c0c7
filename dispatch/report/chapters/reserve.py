"""备用: required, held, short, by provider, by hour of month, in the worst hours; whether stores could sustain it; N-1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from dispatch.arrays import Floats
from dispatch.report import calendar
from dispatch.report.palette import COLOURS
from dispatch.report.table import Chapter, Chart, Series, Table
from dispatch.report.table_builder import Col, TableBuilder, columns
from dispatch.results.reserve_headroom import DIRECTIONS, Room, in_zone, kept_areas, room
from dispatch.results.saved_run import Saved
from dispatch.results.tolerances import MIN_POWER_MW
from dispatch.technologies import NEW_ENERGY

WORST = 20
"""Hours shown of each area and direction."""
_WHO = columns(area="area", direction="word")
_LINES = [Series("held", COLOURS["held"], "line"), Series("required", COLOURS["required"], "line", dashed=True)]


def chapter(builder: TableBuilder) -> Chapter:
    """All tables; an area without a reserve rule is left out."""
    space = room(builder.saved)
    return builder.chapter(
        "reserve",
        _year(builder, space),
        _providers(builder),
        _by_hour(builder, space),
        _worst(builder, space),
        _sustained(builder),
        _contingency(builder),
    )


def _each(saved: Saved) -> Iterator[tuple[str, int, str, int]]:
    for area in kept_areas(saved):
        for way, direction in enumerate(DIRECTIONS):
            if saved.array("reserve_required")[:, area, way].any():
                yield saved.areas[area], area, direction, way


def _prices(saved: Saved) -> Floats:
    """Price of reserve by area, (hours, areas, directions): of several dispatchers, weighted by what each requires."""
    required = saved.array("zone_reserve_required")
    spent = np.stack(
        [saved.inside((saved.array("reserve_price") * required)[:, :, way], "zone") for way in range(2)], axis=-1
    )
    whole = saved.array("reserve_required")
    return np.divide(spent, whole, out=np.zeros_like(spent), where=whole > 0)


def _year(builder: TableBuilder, space: Room) -> Table | None:
    saved = builder.saved
    required, held, short = (saved.array(f"reserve_{part}") for part in ("required", "held", "shortfall"))
    load, prices = saved.array("load"), _prices(saved)
    rows = []
    for name, area, direction, way in _each(saved):
        need, has, lacks = (values[:, area, way] for values in (required, held, short))
        both = space.spinning[:, area, way] + space.stored[:, area, way]
        rows.append(
            {
                "area": name,
                "direction": f"way_{direction}",
                "required": need.mean(),
                "required_most": need.max(),
                "held": has.mean(),
                "reserve_rate": has.sum() / load[:, area].sum() if load[:, area].any() else np.nan,
                "spinning": space.spinning[:, area, way].mean(),
                "stored": space.stored[:, area, way].mean(),
                "reserve_margin": (both - need).min(),
                "shortfall_hours": float((lacks > MIN_POWER_MW).sum()),
                "shortfall_energy": lacks.sum(),
                "shortfall_most": lacks.max(),
                "reserve_price_mean": prices[:, area, way].mean(),
                "reserve_price_most": prices[:, area, way].max(),
            }
        )
    shown = columns(required="power", required_most="power", held="power", reserve_rate="share", spinning="power")
    shown += columns(stored="power", reserve_margin="power", shortfall_hours="hours", shortfall_energy="content")
    shown += columns(shortfall_most="power", reserve_price_mean="power_price", reserve_price_most="power_price")
    return builder.table("reserve_year", pd.DataFrame(rows), [*_WHO, *shown])


def _providers(builder: TableBuilder) -> Table | None:
    """Mean held by who holds it."""
    saved = builder.saved
    held, zones, kinds = saved.array("reserve_by_provider").mean(axis=0), saved.place("zone"), saved.labels("provider")
    rows = []
    for name, area, direction, way in _each(saved):
        of = held[zones == area, :, way].sum(axis=0)
        rows.append(
            {"area": name, "direction": f"way_{direction}", **dict(zip(kinds, of, strict=True)), "held": of.sum()}
        )
    frame = pd.DataFrame(rows)
    if frame.empty:
        return None
    used = [kind for kind in kinds if frame[kind].any()]
    names = zip(frame["area"], frame["direction"], strict=True)
    frame["side"] = [f"{builder.areas[str(area)]} {builder.words(str(way))}" for area, way in names]
    shown = [*_WHO, Col("side", "text"), Col("held", "power")]
    shown += [Col(kind, "power", builder.words(f"provider_{kind}")) for kind in used]
    bars = builder.series(used)
    chart = builder.chart(builder.words("table_reserve_provider"), "bar", "side", bars, (0, len(frame)), "power")
    return builder.table("reserve_provider", frame, shown, [chart])


def _by_hour(builder: TableBuilder, space: Room) -> Table | None:
    """Mean of each hour of the day in each month."""
    saved = builder.saved
    months, groups = calendar.month_by_hour(saved.time)
    parts = {
        "required": saved.array("reserve_required"),
        "held": saved.array("reserve_held"),
        "shortfall": saved.array("reserve_shortfall"),
        "spinning": space.spinning,
        "stored": space.stored,
        "price": _prices(saved),
    }
    hours = np.maximum(groups.hours, 1.0)
    means = {name: groups.sum(values) / hours[:, None, None] for name, values in parts.items()}
    least = np.full((len(groups.labels), *space.spinning.shape[1:]), np.inf)
    np.minimum.at(least, groups.of_hour, space.spinning + space.stored - saved.array("reserve_required"))
    seen = np.flatnonzero(groups.hours > 0)
    rows: list[dict[str, Any]] = []
    charts: list[Chart] = []
    for name, area, direction, way in _each(saved):
        for month in range(len(months)):
            first = len(rows)
            rows += [
                {"area": name, "direction": f"way_{direction}", "month": months[month], "hour": str(group % 24)}
                | {part: values[group, area, way] for part, values in means.items()}
                | {"margin_least": least[group, area, way]}
                for group in seen[seen // 24 == month]
            ]
            title = f"{builder.areas[name]} {builder.words(f'way_{direction}')} {months[month]}"
            charts.append(builder.chart(title, "line", "hour", _LINES, (first, len(rows)), "power"))
    shown = columns(month="text", hour="text", required="power", held="power", shortfall="power", spinning="power")
    shown += [
        *columns(stored="power", margin_least="power"),
        Col("price", "power_price", builder.words("reserve_price_mean")),
    ]
    return builder.table("reserve_hour", pd.DataFrame(rows), [*_WHO, *shown], charts)


def _worst(builder: TableBuilder, space: Room) -> Table | None:
    """Hours with the largest shortfall, then with the least margin."""
    saved = builder.saved
    required, held, short = (saved.array(f"reserve_{part}") for part in ("required", "held", "shortfall"))
    load, green = saved.array("load"), saved.of("generation", NEW_ENERGY)
    prices, lost = _prices(saved), saved.of("curtailment", NEW_ENERGY)
    rows = []
    for name, area, direction, way in _each(saved):
        margin = space.spinning[:, area, way] + space.stored[:, area, way] - required[:, area, way]
        order = np.lexsort((margin, -np.round(short[:, area, way])))[:WORST]
        rows += [
            {
                "area": name,
                "direction": f"way_{direction}",
                "start": f"{saved.time[hour]:%Y-%m-%d %H:%M}",
                "required": required[hour, area, way],
                "held": held[hour, area, way],
                "shortfall": short[hour, area, way],
                "margin": margin[hour],
                "price": prices[hour, area, way],
                "load": load[hour, area],
                "new_energy_power": green[hour, area],
                "curtailed": lost[hour, area],
            }
            for hour in order
        ]
    shown = columns(start="text", required="power", held="power", shortfall="power")
    shown += [Col("margin", "power", builder.words("reserve_margin_now"))]
    shown += [Col("price", "power_price", builder.words("reserve_price_now"))]
    shown += [Col("load", "power", builder.words("load_power")), Col("new_energy_power", "power")]
    shown += [Col("curtailed", "power", builder.words("curtailed_power"))]
    return builder.table("reserve_worst", pd.DataFrame(rows), [*_WHO, *shown])


def _sustained(builder: TableBuilder) -> Table | None:
    """Return for how long each store could sustain its reserve from the content at the end of the hour. Downward reserve of
    a reservoir counts beyond the net discharge: less discharge needs no room."""
    saved = builder.saved
    names, content = saved.labels("storage"), saved.array("energy")
    into, out = (saved.column("storage", f"{way}_efficiency", names) for way in ("charge", "discharge"))
    kept = [
        np.maximum(content - saved.array("storage_floor"), 0.0) * out,
        np.maximum(saved.array("storage_size") - content, 0.0) / into,
    ]
    promised = saved.array("storage_reserve")
    rows = [*_lasting(saved, "storage", "storage", kept, promised, promised)]
    content, efficiency = saved.array("reservoir_content"), saved.array("reservoir_efficiency")
    kept = [
        np.maximum(content - saved.array("reservoir_floor"), 0.0) * efficiency,
        np.maximum(saved.array("reservoir_ceiling") - content, 0.0) * efficiency,
    ]
    promised = saved.array("reservoir_reserve")
    net = np.maximum(saved.array("reservoir_discharge") - saved.array("reservoir_charge"), 0.0)
    drawn = np.stack([promised[:, :, 0], np.maximum(promised[:, :, 1] - net, 0.0)], axis=-1)
    rows += _lasting(saved, "reservoirs", "reservoir", kept, promised, drawn)
    shown = columns(name="text", area="area", direction="word", promised="power", promised_most="power")
    shown += columns(
        reserve_hours="duration", lasts_least="duration", lasts_median="duration", unsustained_hours="hours"
    )
    return builder.table("reserve_sustained", pd.DataFrame(rows), shown)


def _lasting(
    saved: Saved, table: str, dim: str, kept: Sequence[Floats], promised: Floats, drawn: Floats
) -> Iterator[dict[str, Any]]:
    """Yield a row for each store and direction whose reserve needs content or room. kept: energy for it, up and down, each (hours,
    stores) [MWh]; promised: reserve; drawn: the part of the reserve that needs this energy; (hours, stores, directions) [MW]."""
    names = saved.labels(dim)
    due = saved.column(table, "reserve_hours", names)
    for k, store in enumerate(names):
        for way, direction in enumerate(DIRECTIONS):
            power = drawn[:, k, way]
            busy = (power > MIN_POWER_MW) & np.isfinite(kept[way][:, k])
            if not busy.any():
                continue
            lasts = kept[way][busy, k] / power[busy]
            yield {
                "name": store,
                "area": saved.labels(f"{dim}_area")[k],
                "direction": f"way_{direction}",
                "promised": promised[:, k, way].mean(),
                "promised_most": promised[:, k, way].max(),
                "reserve_hours": due[k],
                "lasts_least": float(lasts.min()),
                "lasts_median": float(np.median(lasts)),
                "unsustained_hours": float((kept[way][busy, k] < power[busy] * due[k] - MIN_POWER_MW).sum()),
            }


def _contingency(builder: TableBuilder) -> Table | None:
    """The largest single loss of each area with a reserve rule: a unit that is online, a corridor at its highest flow."""
    saved = builder.saved
    rules, fleets = saved.given("dispatchers"), saved.given("thermal")
    rows: list[dict[str, Any]] = []
    for area in kept_areas(saved):
        name = saved.areas[area]
        held = saved.array("reserve_held")[:, area, 0]
        unit, size = _largest_unit(saved, fleets, area)
        corridor, flow = _largest_corridor(saved, area)
        rule = float(rules[rules["area"] == name]["largest_unit"].max())
        largest = np.maximum(size, rule)
        rows.append(
            {
                "area": name,
                "rule_unit": rule,
                "largest_fleet": unit,
                "largest_online": size.max(),
                "largest_corridor": corridor,
                "corridor_flow": flow,
                "held_least": held.min(),
                "uncovered_hours": float((held < largest - MIN_POWER_MW).sum()),
            }
        )
    shown = columns(
        area="area", rule_unit="power", largest_fleet="text", largest_online="power", largest_corridor="text"
    )
    shown += columns(corridor_flow="power", held_least="power", uncovered_hours="hours")
    return builder.table("reserve_contingency", pd.DataFrame(rows), shown)


def _largest_unit(saved: Saved, fleets: pd.DataFrame, area: int) -> tuple[str, Floats]:
    """(fleet, size of the largest unit that is online in each hour [MW]) among the fleets of reserve zones."""
    here = (saved.place("fleet") == area) & in_zone(saved, "thermal", "fleet")
    if not here.any():
        return "", np.zeros(len(saved.time))
    sizes = saved.column("thermal", "unit_size", saved.labels("fleet"))
    online = np.where(saved.array("thermal_online") > MIN_POWER_MW, sizes, 0.0) * here
    return saved.labels("fleet")[int(online.max(axis=0).argmax())], online.max(axis=1)


def _largest_corridor(saved: Saved, area: int) -> tuple[str, float]:
    here = np.flatnonzero(saved.place("corridor") == area)
    if not len(here):
        return "", np.nan
    most = saved.array("export")[:, here].max(axis=0)
    return saved.labels("corridor")[int(here[most.argmax()])], float(most.max())
