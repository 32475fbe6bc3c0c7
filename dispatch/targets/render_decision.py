"""Levers, definitions, map, joint uncertainty and adequacy as tables."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.messages import Words
from dispatch.messages.units import local

from .adequacy_risk import CaseRisk
from .definitions import Reading
from .joint_uncertainty import QUANTILES, Joint, shown_factors
from .levers import Lever
from .margin_map import MapPoint
from .result_table import Cell, ResultTable
from .targets import TargetStatement


def definitions(found: Sequence[Reading], words: Words) -> ResultTable:
    """New energy, thermal and margin under each reading."""
    texts = {True: "{}", False: f"{{}} ({words('vd_asymmetric')})"}
    rows: list[tuple[Cell, ...]] = [
        (texts[r.symmetric].format(words(f"vd_reading_{r.name}")), r.new, r.thermal, r.margin) for r in found
    ]
    columns = ("vd_reading", "new_energy_twh", "thermal_twh", "vd_reading_margin")
    return ResultTable("definitions", columns, rows, (words("vd_reading_note"),))


def adequacy(found: Sequence[CaseRisk], words: Words) -> ResultTable:
    """LOLE and EENS of the case as given and of the compliant case."""
    columns = ("vd_case", "aq_lole", "aq_low", "aq_high", "aq_eens", "aq_eens_low", "aq_eens_high", "aq_export_energy")
    rows: list[tuple[Cell, ...]] = [
        (
            words(f"vd_adequacy_{one.case}"),
            *(one.lole.value, one.lole.low, one.lole.high, one.eens.value, one.eens.low, one.eens.high),
            one.export.value,
        )
        for one in found
    ]
    return ResultTable("adequacy", columns, rows, (words("vd_adequacy_note"),))


def levers_of(found: Sequence[Lever], target: TargetStatement, words: Words) -> ResultTable:
    """Change of the margin of a target per unit of each lever."""
    rows: list[tuple[Cell, ...]] = []
    for lever in found:
        change, stated = local(lever.change, target.unit, words.lang)
        per = words(f"vd_per_{lever.unit.split()[-1]}")
        rows.append((words(f"vd_lever_{lever.name}"), per, stated, change))
    return ResultTable(
        "levers", ("vd_lever", "vd_per", "vd_unit", "vd_change"), rows, (words("vd_lever_note", target=target.name),)
    )


def map_of(found: Sequence[MapPoint], target: TargetStatement, words: Words) -> ResultTable:
    """Points of the map."""
    rows: list[tuple[Cell, ...]] = [
        (
            *(f"{p.growth} %", local(None, target.unit, words.lang)[1]),
            *(local(value, stated, words.lang)[0] for value, stated in ((p.power, "GW"), (p.replaced, "TWh"))),
            local(p.margin, target.unit, words.lang)[0],
            p.utilisation,
        )
        for p in found
    ]
    columns = ("vd_growth", "vd_unit", "vd_map_power", "vd_map_replaced", "margin", "utilisation_rate")
    return ResultTable("map", columns, rows, (words("vd_map_note", target=target.name),))


def joint_of(found: Joint, target: TargetStatement, words: Words) -> ResultTable:
    """Quantiles of the margin and the share of samples that meet the target."""
    rows: list[tuple[Cell, ...]] = [
        (f"{share:.0%}", *_amount(found.quantile(share), target.unit, words)) for share in QUANTILES
    ]
    count, met = found.known.size, found.met(target.required)
    share, lost = met / count if count else 0.0, len(found.margins) - count
    note = words("vd_joint_note", target=target.name, met=met, count=count, share=f"{share:.0%}", lost=lost)
    return ResultTable("joint", ("vd_quantile", "vd_unit", "vd_change_of"), rows, (note,))


def _amount(value: float, unit: str, words: Words) -> tuple[str, float | None]:
    here, name = local(value, unit, words.lang)
    return name, here


def joint_factors(found: Joint, words: Words) -> ResultTable:
    """Rank correlation of each factor with the margin, and its range."""
    ends = {name: column for name, column in zip(found.factors, zip(*found.points, strict=True), strict=True)}
    rows: list[tuple[Cell, ...]] = [
        (words(f"vd_joint_{name}"), min(ends[name]), max(ends[name]), correlation)
        for name, correlation in shown_factors(found)
    ]
    columns = ("vd_driver", "vd_low", "vd_high", "vd_correlation")
    return ResultTable("joint-factors", columns, rows, (words("vd_joint_factor_note"),))


def joint_samples(found: Joint, unit: str, words: Words) -> ResultTable:
    """Every sample: factors and margin."""
    rows: list[tuple[Cell, ...]] = [
        (local(None, unit, words.lang)[1], *point, local(margin, unit, words.lang)[0])
        for point, margin in zip(found.points, found.margins, strict=True)
    ]
    return ResultTable("joint-samples", ("vd_unit", *(f"vd_joint_{name}" for name in found.factors), "margin"), rows)
