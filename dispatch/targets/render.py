"""Assessments, measures, hosting capacity and robustness as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple

from dispatch.case import Built
from dispatch.messages import Lang, Message, Words, significant
from dispatch.messages.units import local
from dispatch.results import meets

from .assess import Assessment
from .break_even import BreakEven
from .correction import CompliantCaseRecord
from .hosting_capacity import ENDS, FLOORS, HostingCapacity
from .measures import MeasurePlan
from .near_optimal import Range
from .relevant_measures import CHANGED_BY
from .result_table import Cell, ResultTable, amount
from .robustness import Variant
from .study import CorridorShare, VariantMargin
from .targets import TargetStatement

MAX_LIMITS = 8
"""Maximum number of limits in a table."""
MIN_SIZE = 5e-5
"""Smallest size [GW, GWh] of a listed measure: a tenth of a MW, rounded."""


def verdicts(found: Sequence[Assessment], words: Words) -> ResultTable:
    """Required, achieved, margin, and what follows: the policy's words and units."""
    rows, notes = [], []
    for v in found:
        unit = v.target.unit
        shown = [amount(value, unit, words.lang) for value in (v.target.required, v.achieved, v.margin, v.all_used)]
        rows.append((v.target.text(words.lang), *shown, words(f"vd_{v.answer}", year=v.target.year)))
        if v.missed and v.all_used is not None:
            notes.append(words("vd_all_used", target=v.target.text(words.lang), margin=shown[3]))
        if v.missed and not v.touched:
            notes.append(words("vd_untouched", target=v.target.text(words.lang), kinds=kinds_of(v.target, words)))
    return ResultTable(
        "verdict", ("target", "required", "achieved", "margin", "vd_bound", "verdict"), rows, tuple(notes)
    )


def kinds_of(target: TargetStatement, words: Words) -> str:
    """Kinds of measure that can change a target, in words."""
    return _kinds(CHANGED_BY[target.kind], words)


def _kinds(names: Sequence[str], words: Words) -> str:
    return words("vd_comma").join(words(f"vd_kind_{name}") for name in names) or words("vd_no_kind")


def enforced(found: Sequence[Assessment], words: Words) -> ResultTable:
    """What meeting a target costs and changes where the dispatch alone can meet it."""
    rows: list[tuple[Cell, ...]] = []
    for v in found:
        if v.change is not None:
            price, unit = local(v.shadow_price, f"million CNY/{v.target.unit}", words.lang)
            rows.append((v.target.text(words.lang), v.cost, price, unit, *astuple(v.change)))
    columns = (
        "target",
        "vd_cost",
        "vd_shadow",
        "vd_shadow_unit",
        "vd_new",
        "vd_thermal",
        "vd_curtailed",
        "vd_coal",
        "vd_co2",
    )
    return ResultTable("enforced", columns, rows, (words("vd_kept"),) if rows else ())


def out_of_reach(found: Sequence[Assessment], words: Words) -> list[ResultTable]:
    """The best that any dispatch of these plants reaches, and what it is made of."""
    sheets = []
    for v in found:
        if v.answer == "out_of_reach":
            note = words(
                "vd_best",
                best=amount(v.best, v.target.unit, words.lang),
                target=v.target.text(words.lang),
                unit=v.target.unit,
            )
            rows = [
                (limit.name, words(limit.text) if isinstance(limit.text, Message) else limit.text, limit.share)
                for limit in v.limits[:MAX_LIMITS]
            ]
            sheets.append(
                ResultTable(f"limits-{_safe(v.target.name)}", ("vd_limit", "vd_what", "vd_share"), rows, (note,))
            )
    return sheets


def _safe(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in name)


def plans(found: Sequence[MeasurePlan], words: Words) -> ResultTable:
    """To meet X, at least Y of Z, at cost C."""
    rows: list[tuple[Cell, ...]] = []
    for p in found:
        target, kind = ", ".join(p.targets), words(f"vd_kind_{p.kind}")
        if p.sizes is None:
            names = _kinds(p.names, words) if p.why == "untouched" else ", ".join(p.names)
            rows.append((target, kind, words(f"vd_cannot_{p.why}"), None, None, None, None, names))
            continue
        sizes = "; ".join(
            f"{name} {_size(size, words)}" for name, size in p.sizes.items() if max(size.power, size.energy) >= MIN_SIZE
        )
        rows.append((target, kind, words("vd_meets"), p.least, p.power, p.investment, p.total, sizes))
    columns = ("target", "vd_kind", "verdict", "vd_least", "vd_power", "vd_investment", "vd_total", "vd_sizes")
    return ResultTable("measures", columns, rows, (words("vd_measures_note"),))


def _size(size: Built, words: Words) -> str:
    """Power, and energy of a storage."""
    if words.lang is Lang.en:
        return f"{significant(size.power * 1e3)} MW" + (
            f" / {significant(size.energy * 1e3)} MWh" if size.energy else ""
        )
    amounts = [local(size.power, "GW", words.lang), *([local(size.energy, "GWh", words.lang)] if size.energy else [])]
    return " / ".join(f"{significant(value)} {unit}" for value, unit in amounts if value is not None)


def compliant_case(found: CompliantCaseRecord, words: Words) -> ResultTable:
    """What is built in the compliant case; its cost and margins."""
    rows: list[tuple[Cell, ...]] = [(name, size.power, size.energy) for name, size in found.sizes.items()]
    margins = ", ".join(f"{name} {margin:.3g}" for name, margin in found.margins.items())
    spent, _ = local(found.cost, "million CNY", words.lang)
    cost = f"{spent:,.6f}"
    note = words("vd_closing", path=found.folder, cost=cost, margins=margins)
    return ResultTable("closing", ("vd_measure", "vd_added", "vd_energy"), rows, (note,))


def trade_off(found: Sequence[MeasurePlan], words: Words) -> ResultTable:
    """Points of the curve of margin against what is added."""
    rows = [(p.margin, p.power, sum(s.energy for s in (p.sizes or {}).values()), p.investment, p.total) for p in found]
    return ResultTable("trade-off", ("margin", "vd_power", "vd_energy", "vd_investment", "vd_total"), rows)


def hosting_capacity(found: Sequence[HostingCapacity], areas: Mapping[str, str], words: Words) -> ResultTable:
    """Return the largest wind and PV at each floor of utilisation, by area. areas: their names."""
    rows: list[tuple[Cell, ...]] = [
        (areas.get(a.area, a.area), a.capacity, a.utilisation, *(a.at[floor] for floor in FLOORS)) for a in found
    ]
    columns = ("area", "capacity_gw", "utilisation_rate", *_at_floors(FLOORS))
    return ResultTable("carrying", columns, rows, (words("vd_carrying_note", low=ENDS[0], high=ENDS[1]),))


def variants(found: Sequence[Variant], words: Words) -> ResultTable:
    """The same region with and without each kind of flexibility."""
    rows: list[tuple[Cell, ...]] = [
        (
            words("vd_as_given" if v.name == "given" else f"vd_{v.name}"),
            v.utilisation,
            v.curtailed,
            v.new_energy,
            v.thermal,
            v.cost,
            v.margin,
            *(v.at.get(floor) for floor in FLOORS),
        )
        for v in found
    ]
    columns = (
        "vd_variant",
        "utilisation_rate",
        "curtailment_twh",
        "new_energy_twh",
        "thermal_twh",
        "vd_variant_cost",
        "margin",
        *_at_floors(FLOORS),
    )
    return ResultTable("with-and-without", columns, rows, (words("vd_variant_note", low=ENDS[0], high=ENDS[1]),))


def _at_floors(floors: Sequence[float]) -> tuple[str, ...]:
    return tuple(f"vd_at_{floor * 100:.0f}" for floor in floors)


def drivers(found: Sequence[BreakEven], words: Words) -> ResultTable:
    """Break-even value of each driver."""
    rows: list[tuple[Cell, ...]] = [
        (words(f"vd_{t.driver}"), t.value, t.low[0], t.low[1], t.high[0], t.high[1], str(t.solves)) for t in found
    ]
    columns = ("vd_driver", "vd_break_even_factor", "vd_low", "vd_low_margin", "vd_high", "vd_high_margin", "vd_solves")
    return ResultTable("break-even", columns, rows, (words("vd_turn_note"),))


def years(found: Sequence[VariantMargin], required: float, words: Words) -> ResultTable:
    """Margin by weather year, demand and export, and how many meet the target."""
    known = [one.margin for one in found if one.margin == one.margin]
    met = sum(meets(margin, required) for margin in known)
    worst = min(known, default=float("nan"))
    note = words("vd_years_note", met=met, count=len(found), worst=f"{worst:,.6g}")
    return ResultTable("years", ("vd_variant", "margin"), [(words(v.variant), v.margin) for v in found], (note,))


def near(found: Sequence[Range], areas: Mapping[str, str], words: Words) -> ResultTable:
    """Return the near-optimal range of each headline quantity. areas: their names."""
    rows: list[tuple[Cell, ...]] = []
    for r in found:
        (value, unit), (least, _), (most, _) = (local(end, r.unit, words.lang) for end in (r.value, r.least, r.most))
        rows.append((words(f"vd_{r.name}"), areas.get(r.place, r.place), unit, value, least, most))
    return ResultTable(
        "ranges",
        ("vd_quantity", "area", "vd_unit", "vd_value", "vd_low_end", "vd_high_end"),
        rows,
        (words("vd_range_note"),),
    )


def corridors(found: Sequence[CorridorShare], words: Words) -> ResultTable:
    """Renewable share of each corridor, by energy of the window and matched hour by hour."""
    rows: list[tuple[Cell, ...]] = [(one.corridor, one.by_energy, one.by_hour) for one in found]
    return ResultTable("corridors", ("corridor", "vd_yearly_share", "vd_hourly_share"), rows)
