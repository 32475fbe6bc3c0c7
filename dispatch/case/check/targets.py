"""Rules of the targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from dispatch.errors import Fault
from dispatch.messages import message

from ..measurable import Gap
from ..schema import TARGET_UNITS, TARGETS_OF_ENERGY
from ..settings import Settings
from ..sheets import Sheets

NAMED = 5
"""Most components that a fault names."""
_UNMEASURED = {
    "technology": ("fault.case.target_unknown_technology", "remedy.case.state_technology_of_units"),
    "fuel": ("fault.case.target_unknown_fuel", "remedy.case.units_as_fleets"),
    "co2": ("fault.case.target_unknown_co2", "remedy.case.state_co2_of_units"),
    "direction": ("fault.case.target_unknown_direction", "remedy.case.split_unit_by_direction"),
    "gain": ("fault.case.target_unknown_gain", "remedy.case.no_gain_of_reservoirs"),
}
"""What a component does not state -> keys of fault and remedy."""
_MOST = {"%": 100.0, "share": 1.0}


def numbers(sheets: Sheets) -> Iterator[Fault]:
    """A target is in the unit that its kind is measured in, and a share is one."""
    sheet = sheets["targets"]
    for k, row in sheet.having("kind", "unit"):
        unit = TARGET_UNITS[row["kind"]]
        if row["unit"] != unit:
            yield sheet.fault(
                k,
                "unit",
                message("fault.case.unit_of_target", kind=row["kind"], unit=unit),
                message("remedy.case.convert_number", unit=unit),
            )
        elif row.get("required", 0.0) > _MOST.get(unit, row.get("required", 0.0)):
            remedy = message("remedy.case.give_in_unit", unit=unit, most=_MOST[unit])
            yield sheet.fault(k, "required", message("fault.case.more_than_whole"), remedy)


def imposed(sheets: Sheets) -> Iterator[Fault]:
    """What is imposed has a number, and is something that the dispatch moves."""
    sheet = sheets["targets"]
    for k, row in sheet.having("imposed", "required"):
        if row["imposed"] and row["required"] < 0:
            yield sheet.fault(
                k,
                "imposed",
                message("fault.case.imposed_target"),
                message("remedy.case.required"),
            )
    for k, row in sheet.having("imposed", "kind"):
        if row["imposed"] and row["kind"] not in TARGETS_OF_ENERGY:
            rule = message("fault.case.fixed_target", kind=row["kind"])
            yield sheet.fault(k, "imposed", rule, message("remedy.case.not_impose"))


def years(sheets: Sheets, horizon: pd.DatetimeIndex) -> Iterator[Fault]:
    """Only a target of the year of the case is imposed: others are not tested."""
    sheet = sheets["targets"]
    year = horizon[0].year
    for k, row in sheet.having("imposed", "year"):
        if row["imposed"] and row["year"] != year:
            rule = message("fault.case.untested_target", year=row["year"], year2=year)
            yield sheet.fault(k, "imposed", rule, message("remedy.case.not_impose_or_year", year=year))


def primary_energy(sheets: Sheets, settings: Settings) -> Iterator[Fault]:
    """Shares of primary energy need what the dispatch does not know."""
    sheet = sheets["targets"]
    for k, row in sheet.having("kind"):
        if row["kind"] in ("nonfossil_share", "coal_share") and settings.primary_energy is None:
            rule = message("fault.case.primary_energy_share")
            yield sheet.fault(k, "kind", rule, message("remedy.case.add_primary_energy"))


def measurable(sheets: Sheets, unknown: Mapping[str, Sequence[Gap]]) -> Iterator[Fault]:
    """What is imposed can be measured. ``unknown``: what generic components do not state, by kind of target."""
    sheet = sheets["targets"]
    for k, row in sheet.having("imposed", "kind"):
        missing: dict[str, list[str]] = {}
        for gap in unknown.get(row["kind"], ()) if row["imposed"] else ():
            missing.setdefault(gap.what, []).append(f"{gap.table}.csv, {gap.name}")
        for what, names in missing.items():
            rule, remedy = _UNMEASURED[what]
            where = message("join.names", parts=[*names[:NAMED], *["…"] * (len(names) > NAMED)])
            yield sheet.fault(k, "imposed", message(rule, kind=row["kind"], names=where), message(remedy))


RULES = (numbers, imposed)
