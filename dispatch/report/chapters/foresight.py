"""日前日内运行: what the operation did not know, what that cost and curtailed, and how real time met the forecast errors."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dispatch.messages.units import quantity_text, unit
from dispatch.report.table import Chapter, Table
from dispatch.report.table_builder import REGION, Col, TableBuilder, columns
from dispatch.results.foresight import Difference, Foresight

from .cost import KNOWN

HEAD = (
    "cost_total",
    "unserved_energy",
    "undelivered_energy",
    "shortfall_up_energy",
    "shortfall_down_energy",
    "coal_burnt",
    "co2",
)
"""Figures of the first table, beside what is curtailed in all."""
_BOTH = ("perfect_foresight", "as_operated", "foresight_difference")


def chapter(builder: TableBuilder) -> Chapter:
    """Price of foresight, cost terms, curtailment, starts and cycles, forecast errors, changes in real time, and constraints that had to be
    violated; no table where the run was not operated."""
    found = builder.saved.foresight
    if found is None:
        return builder.chapter("foresight")
    return builder.chapter(
        "foresight",
        _head(builder, found),
        _cost(builder, found),
        _curtailment(builder, found),
        _plants(builder, found),
        _knowledge(builder, found),
        _errors(builder, found),
        _statistics(builder, found),
        _redispatch(builder, found),
        _relaxed(builder, found),
        _foreseen(builder, found),
    )


def _figures(one: Difference) -> dict[str, float]:
    return dict(zip(_BOTH, (one.perfect, one.operated, one.difference), strict=True))


def _in_unit(builder: TableBuilder, one: Difference) -> dict[str, Any]:
    """Return the figures of a row in the unit of the language, with the name of the unit."""
    shown = unit(one.quantity, builder.lang)
    return {"measure_unit": shown.name} | {key: value * shown.factor for key, value in _figures(one).items()}


def curtailed_energy(found: Foresight, area: str = REGION) -> Difference:
    """Return the curtailment of an area, all technologies together."""
    parts = [row for row in found.rows if (row.area, row.key) == (area, "curtailed")]
    return Difference(
        area, "curtailed", "", "energy", sum(row.perfect for row in parts), sum(row.operated for row in parts)
    )


def _head(builder: TableBuilder, found: Foresight) -> Table | None:
    """The region: cost, curtailment, shortfalls, coal and CO2."""
    by_key = {row.key: row for row in found.rows if row.area == REGION and not row.of}
    rows = [by_key[key] for key in HEAD if key in by_key]
    rows.insert(1, curtailed_energy(found))
    frame = pd.DataFrame([{"measure": row.key} | _in_unit(builder, row) for row in rows])
    values: dict[str, object] = {
        "cost": quantity_text(found.cost * 1e-6, "million CNY", builder.lang),
        "curtailed": quantity_text(curtailed_energy(found).difference * 1e-6, "TWh", builder.lang),
        "share": builder.figure(found.share, "share", 2),
        "gap": f"{(found.of('cost_total').operated + found.relaxed.cost_cny) / found.bound_cny - 1.0:.2%}"
        if found.bound_cny
        else "–",
    }
    shown = [Col("measure", "word"), Col("measure_unit", "text"), *(Col(key, "number") for key in _BOTH)]
    return builder.table("foresight", frame, shown, values=values)


def _cost(builder: TableBuilder, found: Foresight) -> Table | None:
    """The region by term of the objective."""
    rows = [
        {"item": builder.words(f"term_{row.of}") if row.of in KNOWN else row.of} | _figures(row)
        for row in found.rows
        if (row.area, row.key) == (REGION, "cost_term")
    ]
    shown = [Col("item", "text"), *(Col(key, "money") for key in _BOTH)]
    return builder.table("foresight_cost", pd.DataFrame(rows), shown)


def _curtailment(builder: TableBuilder, found: Foresight) -> Table | None:
    """By area and technology."""
    rates = {(row.area, row.of): row for row in found.rows if row.key == "curtailment_rate"}
    rows = [
        {"area": row.area, "technology": row.of}
        | _figures(row)
        | {
            "rate_perfect": rate.perfect if (rate := rates.get((row.area, row.of))) else float("nan"),
            "rate_operated": rate.operated if rate else float("nan"),
        }
        for row in found.rows
        if row.key == "curtailed"
    ]
    shown = [*columns(area="area", technology="word"), *(Col(key, "energy") for key in _BOTH)]
    return builder.table(
        "foresight_curtailment",
        pd.DataFrame(rows),
        [*shown, *columns(rate_perfect="share", rate_operated="share")],
    )


def _plants(builder: TableBuilder, found: Foresight) -> Table | None:
    """Starts of thermal plants and cycles of storage, by area and technology."""
    rows = [
        {"area": row.area, "measure": row.key, "technology": row.of} | _in_unit(builder, row)
        for row in found.rows
        if row.key in ("starts", "cycles")
    ]
    shown = columns(area="area", measure="word", technology="word", measure_unit="text")
    return builder.table("foresight_plants", pd.DataFrame(rows), [*shown, *(Col(key, "number") for key in _BOTH)])


def _knowledge(builder: TableBuilder, found: Foresight) -> Table | None:
    known, words = found.knowledge, builder.words
    rows = [
        ("knows", words(f"knows_{known.foresight}")),
        ("scheduled_at_once", f"{known.day} h"),
        ("looks_ahead", f"{known.look_ahead} h"),
        ("dispatched_at_once", f"{known.block} h"),
        ("reserve_released", f"{known.release:.0%}"),
        ("gate_closure", _clock(known.gate_closure)),
        ("forecast_seed", str(known.seed)),
        ("storage_values", _source(builder, known.values)),
        ("error_source", known.source),
    ]
    frame = pd.DataFrame(rows, columns=["item", "setting"])
    return builder.table("foresight_knowledge", frame, columns(item="word", setting="text"))


def _source(builder: TableBuilder, values: str) -> str:
    """Return the source of the values in the language: the realised window, other weather years by seed, or the folder of a run."""
    kind, _, seeds = values.partition(" ")
    if kind == "years" and seeds.replace(", ", "").isdigit():
        return builder.words("values_years", seeds=seeds)
    return builder.words("values_own") if values == "own" else values


def _clock(hour: float) -> str:
    """Return an hour of the day before; a dash where it is not known."""
    return f"D-1 {int(hour):02d}:{round(hour % 1.0 * 60):02d}" if hour == hour else "–"


def _errors(builder: TableBuilder, found: Foresight) -> Table | None:
    rows = [
        {
            "series_name": one.series,
            "series_kind": f"series_{one.kind}",
            "error_intraday": one.intraday,
            "error_day_ahead": one.day_ahead,
            "error_later": one.later,
        }
        for one in found.errors
    ]
    shown = columns(series_name="text", series_kind="word")
    shown += columns(error_intraday="share", error_day_ahead="share", error_later="share")
    return builder.table("foresight_errors", pd.DataFrame(rows), shown)


def _statistics(builder: TableBuilder, found: Foresight) -> Table | None:
    """Errors by kind, as stated and as generated."""
    rows = [
        {"series_kind": f"series_{one.kind}", "measure": one.key}
        | {"error_stated": _figure(one.stated), "error_drawn": _figure(one.realised)}
        for one in found.statistics
    ]
    shown = columns(series_kind="word", measure="word", error_stated="text", error_drawn="text")
    return builder.table("foresight_statistics", pd.DataFrame(rows), shown)


def _figure(value: float) -> str:
    return f"{value:.3f}" if value == value else "–"


def _redispatch(builder: TableBuilder, found: Foresight) -> Table | None:
    rows = [
        {"quantity": f"changed_{one.key}", "scheduled": one.ahead, "dispatched": one.real}
        | {"increased": one.more, "decreased": one.less}
        for one in found.redispatch
    ]
    shown = columns(quantity="word", scheduled="energy", dispatched="energy", increased="energy", decreased="energy")
    return builder.table("foresight_redispatch", pd.DataFrame(rows), shown)


def _relaxed(builder: TableBuilder, found: Foresight) -> Table | None:
    """Constraints that had to be violated; no table where there are none."""
    rows = [{"violated": builder.words(line)} for line in found.relaxed.lines]
    values: dict[str, object] = {
        "blocks": len(found.relaxed.blocks),
        "days": len(found.relaxed.days),
        "dates": len(found.relaxed.dates),
        "cost": quantity_text(found.relaxed.cost_cny * 1e-6, "million CNY", builder.lang),
    }
    return builder.table("foresight_relaxed", pd.DataFrame(rows), columns(violated="text"), values=values)


def _foreseen(builder: TableBuilder, found: Foresight) -> Table | None:
    """Constraints that the stages could not meet at their forecasts; no table where there are none."""
    rows = [{"violated": builder.words(line)} for line in found.relaxed.foreseen]
    return builder.table("foresight_foreseen", pd.DataFrame(rows), columns(violated="text"))
