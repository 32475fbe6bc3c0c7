"""The summary of a run: three sentences (a fourth of a plan or an operation), cards and the charts of the first page, all from its figures."""

from __future__ import annotations

from typing import Any

import numpy as np

from dispatch.arrays import Floats
from dispatch.escape import document
from dispatch.messages.units import quantity_text
from dispatch.results.attribution import CAUSES
from dispatch.results.capacity_plan import CapacityPlan
from dispatch.results.foresight import Foresight
from dispatch.results.tolerances import MIN_POWER_MW
from dispatch.technologies import NEW_ENERGY

from .chapters.foresight import curtailed_energy
from .chapters.key_week import key_week
from .chapters.verdict import figures, local_figure, local_unit
from .schematic import schematic
from .table import Card, Chapter, Picture, Summary
from .table_builder import REGION, TableBuilder, shown

NAMED = 3
"""Missed targets that the first sentence names."""
SECOND = 0.1
"""Share of curtailment from which the second cause is named."""


def summary(builder: TableBuilder, chapters: tuple[Chapter, ...]) -> Summary:
    """Return the summary of a run of which these are the chapters."""
    words = builder.words
    sentences = [targets_sentence(builder), curtailment_sentence(builder), supply_sentence(builder)]
    if builder.saved.plan is not None:
        sentences.append(plan_sentence(builder, builder.saved.plan))
    if builder.saved.foresight is not None:
        sentences.append(foresight_sentence(builder, builder.saved.foresight))
    notes = (words("summary_definition"),) if builder.rates["all_causes"] is not None else ()
    return Summary(
        words("summary"),
        tuple(sentences),
        cards(builder),
        _pictures(builder, chapters),
        schematic(builder),
        notes,
    )


def _pictures(builder: TableBuilder, chapters: tuple[Chapter, ...]) -> tuple[Picture, ...]:
    """Return the week, the months and the causes, of the whole region, as far as the run has them."""
    words = builder.words
    drawn = {table.key for chapter in chapters for table in chapter.tables if table.charts}
    week = key_week(builder.saved)
    first = f"{builder.saved.time[week.first]:%Y-%m-%d}"
    rules = {"week": words(f"rule_{week.rule}", first=first)}
    return tuple(
        Picture(words(f"picture_{key}"), key, 0, rules.get(key, ""))
        for key in ("week", "energy_balance_month", "cause_month")
        if key in drawn
    )


def targets_sentence(builder: TableBuilder) -> str:
    """Return the verdict with the distance of missed targets, or of the tightest one where all are met."""
    saved, words = builder.saved, builder.words
    texts = dict(zip(saved.labels("target"), saved.labels(f"target_text_{builder.lang}"), strict=True))
    found = saved.summary["targets"]
    tested = [one for one in found if one["tested"] and one["met"] is not None]
    missed = [one for one in tested if not one["met"]]
    if not found:
        return words("summary_no_targets")
    if not tested:
        return words("summary_untested", count=len(found))
    if not missed:
        sized = [one for one in tested if one["required"] and one["margin"] is not None]
        if not sized:
            return words("summary_all_met", count=len(tested))
        tight = min(sized, key=lambda one: one["margin"] / abs(one["required"]))
        margin = _distance(builder, tight)
        return words("summary_tightest", count=len(tested), target=document(texts[tight["id"]]), margin=margin)
    named = [
        words("summary_short", target=document(texts[one["id"]]), distance=_distance(builder, one))
        for one in missed[:NAMED]
    ]
    if len(missed) > NAMED:
        named.append(words("summary_others", count=len(missed) - NAMED))
    listed = words("list_separator").join(named)
    return words("summary_missed", met=len(tested) - len(missed), count=len(tested), missed=listed)


def _distance(builder: TableBuilder, target: dict[str, Any]) -> str:
    """Return the size of a margin with its unit: percentage points for shares."""
    unit, margin = target["unit"], abs(target["margin"])
    if unit in ("share", "%"):
        return builder.words("points", value=shown(margin * (100 if unit == "share" else 1), 1, 4))
    value = local_figure(builder, margin, unit) or 0.0
    return f"{shown(value, 1, 4)} {local_unit(builder, unit)}"


def curtailment_sentence(builder: TableBuilder) -> str:
    """Return curtailed new energy, both utilisation rates and the main causes."""
    saved, words = builder.saved, builder.words
    rates = builder.rates
    if rates["all_causes"] is None or rates["system_causes"] is None:
        return words("summary_no_new_energy")
    lost = figures(saved.summary, REGION)["curtailed"]
    if saved.of("curtailment", NEW_ENERGY).sum(axis=1).max(initial=0.0) <= MIN_POWER_MW:
        return words("summary_no_curtailment")
    by_cause = causes(builder)
    order = np.argsort(-by_cause)
    main, second = int(order[0]), int(order[1])
    values = {
        "curtailed": builder.figure(lost, "energy"),
        "rate": builder.figure(1.0 - rates["all_causes"], "share"),
        "all_causes": builder.figure(rates["all_causes"], "share", 2),
        "system_causes": builder.figure(rates["system_causes"], "share", 2),
        "cause": words(f"cause_{CAUSES[main]}"),
        "share": builder.figure(by_cause[main], "share", 0),
    }
    if by_cause[second] < SECOND:
        return words("summary_curtailment", **values)
    more = {"second": words(f"cause_{CAUSES[second]}"), "second_share": builder.figure(by_cause[second], "share", 0)}
    return words("summary_curtailment_two", **values, **more)


def causes(builder: TableBuilder) -> Floats:
    """Return the share of each cause in curtailed new energy, (causes)."""
    saved = builder.saved
    kinds = [saved.technologies.index(kind) for kind in NEW_ENERGY]
    share = builder.attribution.share[:, :, kinds]
    amounts = np.einsum("tak,takc->c", saved.array("curtailment")[:, :, kinds], share)
    return np.asarray(amounts / max(float(amounts.sum()), 1e-12))


def supply_sentence(builder: TableBuilder) -> str:
    """Return what is not served or not delivered, and the shortfall of reserve."""
    saved, words = builder.saved, builder.words
    clauses = []
    unserved, missing = (saved.array(name).sum(axis=1) for name in ("unserved", "undelivered"))
    if unserved.max(initial=0.0) > MIN_POWER_MW:
        hours = builder.figure(float((unserved > MIN_POWER_MW).sum()), "hours", 0)
        clauses.append(words("supply_unserved", energy=builder.figure(unserved.sum(), "content"), hours=hours))
    if missing.max(initial=0.0) > MIN_POWER_MW:
        hours = builder.figure(float((missing > MIN_POWER_MW).sum()), "hours", 0)
        clauses.append(words("supply_undelivered", energy=builder.figure(missing.sum(), "content"), hours=hours))
    if not clauses:
        clauses.append(words("supply_full_exports" if saved.labels("corridor") else "supply_full"))
    elif unserved.max(initial=0.0) <= MIN_POWER_MW:
        clauses.insert(0, words("supply_full"))
    required, short = saved.array("reserve_required"), saved.array("reserve_shortfall")
    if not required.any():
        clauses.append(words("reserve_none"))
    elif short.max(initial=0.0) <= MIN_POWER_MW:
        clauses.append(words("reserve_held"))
    else:
        up, down = (builder.figure(short[:, :, way].sum(), "content") for way in range(2))
        hours = builder.figure(float((short.max(axis=(1, 2)) > MIN_POWER_MW).sum()), "hours", 0)
        clauses.append(words("reserve_lacking", up=up, down=down, hours=hours))
    return words("sentence_of", clauses=words("clause_separator").join(clauses))


def plan_sentence(builder: TableBuilder, plan: CapacityPlan) -> str:
    """Return what the plan adds, its largest addition, and the annual cost of all its capacities."""
    added, cost = plan.additions, builder.figure(plan.cost.annual, "money")
    if not added:
        return builder.words("summary_plan_none", cost=cost)
    most = max(added, key=lambda one: one.added_mw)
    return builder.words(
        "summary_plan",
        added=builder.figure(sum(one.added_mw for one in added), "power"),
        name=document(most.name),
        most=builder.figure(most.added_mw, "power"),
        cost=cost,
    )


def foresight_sentence(builder: TableBuilder, found: Foresight) -> str:
    """Return what not knowing the weather cost, and what was curtailed because of it."""
    curtailed = curtailed_energy(found).difference
    return builder.words(
        "summary_foresight" if curtailed >= 0.0 else "summary_foresight_less",
        cost=quantity_text(found.cost * 1e-6, "million CNY", builder.lang),
        share=builder.figure(found.share, "share"),
        curtailed=builder.figure(abs(curtailed), "content"),
    )


def cards(builder: TableBuilder) -> tuple[Card, ...]:
    """Return the headline figures of the region."""
    words, found = builder.words, figures(builder.saved.summary, REGION)
    both, system = (np.nan if rate is None else rate for rate in builder.rates.values())
    up, down = found["shortfall_up_energy"], found["shortfall_down_energy"]
    reserve = words("card_ways", up=builder.figure(up, "content"), down=builder.figure(down, "content"))
    share = words("card_share", share=builder.figure(found["new_energy_share"], "share"))
    thermal = words("card_share", share=builder.figure(1.0 - found["new_energy_share"], "share"))

    def card(key: str, value: float, quantity: str, detail: str = "", alarm: bool = False, digits: int = 1) -> Card:
        return Card(words(f"card_{key}"), *builder.figure_parts(value, quantity, digits), detail, alarm)

    unserved = found["unserved_energy"]
    system_rate = words("card_system", rate=builder.figure(system, "share", 2))
    return (
        card("new_energy", found["new_energy"], "energy", share),
        card("thermal", found["thermal_energy"], "energy", thermal),
        card("utilisation", both, "share", system_rate, digits=2),
        card("unserved", unserved, "content", words("card_of_load"), unserved > MIN_POWER_MW),
        card("reserve", up + down, "content", reserve, up + down > MIN_POWER_MW),
        card("cost", found["cost_total"], "money", words("card_window")),
        card("co2", found["co2"], "co2", words("card_boilers")),
        card("net_rate", found["net_rate"], "coal_rate", words("card_net")),
    )
