"""容量规划: the capacities of a plan, its certificate and costs, and the case before and after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from dispatch.messages.units import local
from dispatch.report.palette import COLOURS
from dispatch.report.table import Chapter, Table
from dispatch.report.table_builder import TableBuilder, columns
from dispatch.results.capacity_plan import CapacityPlan

from .verdict import figures, local_figure, local_unit

NAN = float("nan")


def chapter(builder: TableBuilder) -> Chapter:
    """Certificate and costs, capacities, bounds, targets, technologies and areas; no table where the run is of no plan."""
    plan = builder.saved.plan
    if plan is None:
        return builder.chapter("plan")
    return builder.chapter(
        "plan",
        _mix(builder, plan, "capacity", "capacity_gw", 1e3, "power"),
        _mix(builder, plan, "generation", "generation_twh", 1e6, "energy"),
        _head(builder, plan),
        _capacities(builder, plan),
        _bounds(builder, plan),
        _targets(builder, plan),
        _lole(builder, plan),
        _years(builder, plan),
        _risk(builder, plan),
        _technologies(builder, plan),
        _areas(builder, plan),
    )


def _mix(builder: TableBuilder, plan: CapacityPlan, key: str, figure: str, to_mw: float, quantity: str) -> Table | None:
    """Region before and after by technology, as two stacked bars. figure: of the summary, by technology; to_mw: its unit in MW or MWh."""
    sides = {"plan_as_given": plan.before["region"][figure], "plan_compliant": plan.after["region"][figure]}
    names = [name for name in dict.fromkeys([*sides["plan_as_given"], *sides["plan_compliant"]]) if name in COLOURS]
    rows = [
        {"plan_case": case, **{name: known.get(name, 0.0) * to_mw for name in names}} for case, known in sides.items()
    ]
    shown = [*columns(plan_case="word"), *columns(**dict.fromkeys(names, quantity))]
    title = builder.words(f"table_plan_mix_{key}")
    chart = builder.chart(title, "bar", "plan_case", builder.series(names), (0, len(rows)), quantity)
    return builder.table(f"plan_mix_{key}", pd.DataFrame(rows), shown, [chart])


def _head(builder: TableBuilder, plan: CapacityPlan) -> Table | None:
    words, proof, cost = builder.words, plan.proof, plan.cost
    money = {
        "plan_objective": proof.objective_cny,
        "plan_bound_cost": proof.bound_cny,
        "plan_dispatch_before": cost.dispatch_before,
        "plan_dispatch_after": cost.dispatch_after,
        "plan_measures_cost": cost.measures,
        "plan_change": cost.change,
        "plan_annual": cost.annual,
        "plan_difference": plan.confirmation.difference_cny,
    }
    plain = {"plan_gap": proof.gap, "plan_primal": proof.primal_infeasibility, "plan_dual": proof.dual_infeasibility}
    shown = {key: local(value * 1e-6, "million CNY", builder.lang) for key, value in money.items()}
    rows = [
        ("plan_status", words(proof.status), ""),
        *((key, f"{value:.1e}", "") for key, value in plain.items()),
        *((key, _number(value), unit) for key, (value, unit) in shown.items()),
        ("plan_run_status", words(plan.confirmation.status), ""),
        ("plan_excess", _number(plan.confirmation.excess_mw), "MW"),
        ("plan_folder", plan.case.compliant_case, ""),
    ]
    frame = pd.DataFrame(rows, columns=["plan_item", "plan_value", "plan_unit"])
    return builder.table("plan", frame, columns(plan_item="word", plan_value="text", plan_unit="text"))


def _number(value: float | None) -> str:
    return "–" if value is None or value != value else f"{value + 0.0:,.3f}"


def _capacities(builder: TableBuilder, plan: CapacityPlan) -> Table | None:
    rows = [
        {
            "plan_name": one.name,
            "plan_kind": f"vd_kind_{one.kind}" if one.kind else f"component_{one.table}",
            "plan_extends": one.extends,
            "plan_before": one.before_mw,
            "plan_added": one.added_mw,
            "plan_content": one.content_mwh if one.content_mwh else NAN,
            "plan_most": one.most_mw,
            "plan_annual_cost": one.annual_cost_cny,
        }
        for one in plan.capacities
    ]
    shown = columns(
        plan_name="text",
        plan_kind="word",
        plan_extends="text",
        plan_before="power",
        plan_added="power",
        plan_most="power",
        plan_content="content",
        plan_annual_cost="money",
    )
    return builder.table("plan_capacities", pd.DataFrame(rows), shown)


def _bounds(builder: TableBuilder, plan: CapacityPlan) -> Table | None:
    rows = [
        {
            "plan_name": one.name,
            "plan_bound": f"plan_bound_{one.bound}",
            "plan_price": one.price,
            "plan_unit": builder.words(f"plan_unit_{_UNITS[one.unit]}"),
        }
        for one in plan.bounds
    ]
    shown = columns(plan_name="text", plan_bound="word", plan_price="number", plan_unit="text")
    return builder.table("plan_bounds", pd.DataFrame(rows), shown)


_UNITS = {"CNY/MW": "power", "CNY/MWh": "content", "CNY": "size"}
"""Unit of a shadow price -> end of its key in the catalogue."""


def _lole(builder: TableBuilder, plan: CapacityPlan) -> Table | None:
    found = plan.lole
    if found is None:
        return None
    rows = [
        {
            "plan_round": str(number),
            "plan_lole": one.lole,
            "plan_lole_low": one.low,
            "plan_lole_high": one.high,
            "plan_eens": one.eens,
            "plan_missing": one.missing_mw,
            "plan_total": one.objective_cny,
        }
        for number, one in enumerate(found.rounds, start=1)
    ]
    shown = columns(
        plan_round="text",
        plan_lole="number",
        plan_lole_low="number",
        plan_lole_high="number",
        plan_eens="content",
        plan_missing="power",
        plan_total="money",
    )
    values: dict[str, object] = {"samples": found.samples, "required": f"{found.required:g}"}
    return builder.table("plan_lole", pd.DataFrame(rows), shown, values=values)


def _risk(builder: TableBuilder, plan: CapacityPlan) -> Table | None:
    if not plan.risk:
        return None
    rows = [
        {
            "plan_case": f"vd_adequacy_{one.case}",
            "plan_lole": one.lole,
            "plan_lole_low": one.lole_low,
            "plan_lole_high": one.lole_high,
            "plan_eens": one.eens,
            "plan_eens_high": one.eens_high,
            "plan_export_short": one.export,
        }
        for one in plan.risk
    ]
    shown = columns(
        plan_case="word",
        plan_lole="number",
        plan_lole_low="number",
        plan_lole_high="number",
        plan_eens="content",
        plan_eens_high="content",
        plan_export_short="content",
    )
    return builder.table("plan_risk", pd.DataFrame(rows), shown, values={"samples": plan.risk[0].samples})


def _years(builder: TableBuilder, plan: CapacityPlan) -> Table | None:
    weather = plan.weather
    if weather is None:
        return None
    rows: list[dict[str, Any]] = [
        {
            "plan_year": one.label,
            "plan_weight": one.weight,
            "plan_cost_before": one.dispatch_before,
            "plan_cost_after": one.dispatch_after,
            "plan_run": one.confirmation.status,
            "plan_cost_run": one.confirmation.difference_cny,
            "plan_year_excess": one.confirmation.excess_mw,
        }
        for one in weather.years
    ]
    words, cost = builder.words, plan.cost
    rows.append(
        {
            "plan_year": words("plan_mean"),
            "plan_weight": 1.0,
            "plan_cost_before": cost.dispatch_before,
            "plan_cost_after": cost.dispatch_after,
        }
    )
    if weather.share:
        label = words("plan_cvar", tail=100 * weather.tail)
        rows.append({"plan_year": label, "plan_weight": weather.share, "plan_cost_after": weather.cvar_cny})
    shown = columns(
        plan_year="text",
        plan_weight="number",
        plan_cost_before="money",
        plan_cost_after="money",
        plan_run="word",
        plan_cost_run="money",
        plan_year_excess="power",
    )
    return builder.table("plan_years", pd.DataFrame(rows).fillna({"plan_run": ""}), shown)


def _targets(builder: TableBuilder, plan: CapacityPlan) -> Table | None:
    words, lang = builder.words, builder.lang
    rows = [
        {
            "target": one.text_en if str(lang) == "en" else one.text_zh,
            "required": local_figure(builder, one.required, one.unit),
            "plan_before": local_figure(builder, one.before, one.unit),
            "plan_after": local_figure(builder, one.after, one.unit),
            "margin": local_figure(builder, one.margin, one.unit),
            "target_unit": local_unit(builder, one.unit),
            "plan_enforced": one.enforced,
            "plan_price": one.price,
            "verdict": "not_tested" if one.met is None else "met" if one.met else "not_met",
            "plan_why": words(one.why) if one.why is not None else "",
        }
        for one in plan.targets
    ]
    shown = columns(
        target="text",
        required="number",
        plan_before="number",
        plan_after="number",
        margin="number",
        target_unit="text",
        plan_enforced="flag",
        plan_price="number",
        verdict="word",
        plan_why="text",
    )
    return builder.table("plan_targets", pd.DataFrame(rows), shown)


def _places(builder: TableBuilder, plan: CapacityPlan) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    for area, _ in builder.places:
        if area:
            yield area, plan.before["areas"][area], plan.after["areas"][area]
        else:
            yield area, plan.before["region"], plan.after["region"]


def _technologies(builder: TableBuilder, plan: CapacityPlan) -> Table | None:
    rows = []
    for area, before, after in _places(builder, plan):
        for name in {**before["capacity_gw"], **after["capacity_gw"]}:
            row: dict[str, Any] = {"area": area, "technology": name}
            for part, place in (("before", before), ("after", after)):
                row[f"plan_capacity_{part}"] = place["capacity_gw"].get(name, 0.0) * 1e3
                row[f"plan_generation_{part}"] = place["generation_twh"].get(name, 0.0) * 1e6
                row[f"plan_curtailed_{part}"] = place["curtailment_twh"].get(name, NAN) * 1e6
                rate = place["utilisation_rate"].get(name)
                row[f"plan_utilisation_{part}"] = NAN if rate is None else rate
            rows.append(row)
    parts = ("before", "after")
    kinds = {f"plan_capacity_{part}": "power" for part in parts}
    kinds |= {f"plan_generation_{part}": "energy" for part in parts}
    kinds |= {f"plan_curtailed_{part}": "energy" for part in parts}
    kinds |= {f"plan_utilisation_{part}": "share" for part in parts}
    frame = pd.DataFrame(rows)
    return builder.table("plan_technologies", frame, columns(area="area", technology="word", **kinds))


_FIGURES = {"new": "new_energy", "thermal": "thermal_energy", "curtailed": "curtailed", "coal": "coal", "co2": "co2"}
"""Columns of the areas -> figures of the headline."""
_KINDS = {"new": "energy", "thermal": "energy", "curtailed": "energy", "coal": "coal", "co2": "co2"}


def _areas(builder: TableBuilder, plan: CapacityPlan) -> Table | None:
    rows = []
    for area, _ in builder.places:
        before, after = figures(plan.before, area), figures(plan.after, area)
        rows.append(
            {"area": area}
            | {f"plan_{key}_before": before[name] for key, name in _FIGURES.items()}
            | {f"plan_{key}_after": after[name] for key, name in _FIGURES.items()}
        )
    kinds = {f"plan_{key}_{part}": kind for key, kind in _KINDS.items() for part in ("before", "after")}
    return builder.table("plan_areas", pd.DataFrame(rows), columns(area="area", **kinds))
