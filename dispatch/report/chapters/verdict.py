"""The verdict on each target, and the figures of the year by area."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dispatch.messages.units import local
from dispatch.report.table import Chapter, Table
from dispatch.report.table_builder import REGION, Col, TableBuilder, columns
from dispatch.technologies import NEW_ENERGY


def chapter(builder: TableBuilder) -> Chapter:
    """Targets, headline."""
    return builder.chapter("verdict", _targets(builder), headline(builder))


def verdict_word(target: Mapping[str, Any]) -> str:
    """Return the key of the word for the verdict on a target of a summary."""
    if not target["tested"]:
        return "not_tested"
    return {None: "no_verdict", True: "met", False: "not_met"}[target["met"]]


NUMBERS = ("required", "achieved", "margin", "achieved_gross")
"""Figures of a target, in its unit."""


def local_figure(builder: TableBuilder, value: float | None, unit: str) -> float | None:
    """Return a figure in the unit that the language of the report writes; a share stays a share."""
    return value if unit == "share" else local(value, unit, builder.lang)[0]


def local_unit(builder: TableBuilder, unit: str) -> str:
    """Return the unit in which the language of the report writes figures of a target."""
    return builder.words("unit_share") if unit == "share" else local(0.0, unit, builder.lang)[1]


def _targets(builder: TableBuilder) -> Table | None:
    saved = builder.saved
    texts = dict(zip(saved.labels("target"), saved.labels(f"target_text_{builder.lang}"), strict=True))
    rows = [
        {
            "target": texts[target["id"]],
            **{name: local_figure(builder, target[name], target["unit"]) for name in NUMBERS},
            "target_unit": local_unit(builder, target["unit"]),
            "target_year": target["year"],
            "verdict": verdict_word(target),
        }
        for target in saved.summary["targets"]
    ]
    frame = pd.DataFrame(rows)
    if len(frame):
        frame[list(NUMBERS)] = frame[list(NUMBERS)].astype(float)
    shown = columns(
        target="text", target_year="text", required="number", achieved="number", margin="number", target_unit="text"
    )
    return builder.table("verdict", frame, [*shown, Col("verdict", "word"), Col("achieved_gross", "number")])


HEADLINE = columns(
    load_energy="energy",
    export_energy="energy",
    new_energy="energy",
    thermal_energy="energy",
    new_energy_share="share",
    curtailed="energy",
    utilisation="share",
    unserved_energy="content",
    shortfall_up_energy="content",
    shortfall_down_energy="content",
    coal="coal",
    net_rate="coal_rate",
    co2="co2",
    cost_total="money",
)
"""Columns of the headline, which a comparison shows too."""


def headline(builder: TableBuilder) -> Table | None:
    """The figures of the window by area, from the summary of the run."""
    summary = builder.saved.summary
    rows = [{"area": area, **figures(summary, area)} for area, _ in builder.places]
    titled = [_titled(builder, column) for column in HEADLINE]
    return builder.table("headline", pd.DataFrame(rows), [Col("area", "area"), *titled])


def _titled(builder: TableBuilder, column: Col) -> Col:
    """``coal`` here is what is burnt, not the plants."""
    return Col("coal", "coal", builder.words("coal_burnt")) if column.key == "coal" else column


def figures(summary: dict[str, Any], area: str) -> dict[str, float]:
    """What ``HEADLINE`` shows of an area or the region, in the units of a run."""
    place = summary["region"] if area == REGION else summary["areas"][area]
    offered = sum(place["available_twh"].get(kind, 0.0) for kind in NEW_ENERGY)
    curtailed = sum(place["curtailment_twh"].get(kind, 0.0) for kind in NEW_ENERGY)
    both = place["new_energy_twh"] + place["thermal_twh"]
    return {
        "load_energy": place["load_twh"] * 1e6,
        "export_energy": place["export_twh"] * 1e6,
        "new_energy": place["new_energy_twh"] * 1e6,
        "thermal_energy": place["thermal_twh"] * 1e6,
        "new_energy_share": place["new_energy_twh"] / both if both else float("nan"),
        "curtailed": curtailed * 1e6,
        "utilisation": 1.0 - curtailed / offered if offered else float("nan"),
        "unserved_energy": place["unserved_gwh"] * 1e3,
        "shortfall_up_energy": place["reserve_shortfall_gwh"]["up"] * 1e3,
        "shortfall_down_energy": place["reserve_shortfall_gwh"]["down"] * 1e3,
        "coal": _known(place["coal_mtce"], 1e6),
        "net_rate": _known(place["net_coal_rate_gce_per_kwh"]),
        "co2": _known(place["co2_mt"], 1e6),
        "cost_total": place["cost_cny"],
    }


def _known(value: float | None, scale: float = 1.0) -> float:
    """Return a figure times a scale; NaN, which tables show as a dash, where it is not known."""
    return float("nan") if value is None else value * scale
