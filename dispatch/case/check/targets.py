"""Rules of the targets."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dispatch.errors import Fault

from ..schema import TARGET_UNITS, TARGETS_OF_ENERGY
from ..settings import Settings
from ..sheets import Sheets

_MOST = {"%": 100.0, "share": 1.0}


def numbers(sheets: Sheets) -> Iterator[Fault]:
    """A target is in the unit that its kind is measured in, and a share is one."""
    sheet = sheets["targets"]
    for k, row in sheet.having("kind", "unit"):
        unit = TARGET_UNITS[row["kind"]]
        if row["unit"] != unit:
            yield sheet.fault(k, "unit", f"{row['kind']} is measured in {unit}", f"Convert the number to {unit}.")
        elif row.get("required", 0.0) > _MOST.get(unit, row.get("required", 0.0)):
            remedy = f"Give it in {unit}, up to {_MOST[unit]:g}."
            yield sheet.fault(k, "required", "more than the whole", remedy)


def imposed(sheets: Sheets) -> Iterator[Fault]:
    """What is imposed has a number, and is something that the dispatch moves."""
    sheet = sheets["targets"]
    for k, row in sheet.having("imposed", "required"):
        if row["imposed"] and row["required"] < 0:
            yield sheet.fault(k, "imposed", "an imposed target needs a number", "Give required, or do not impose it.")
    for k, row in sheet.having("imposed", "kind"):
        if row["imposed"] and row["kind"] not in TARGETS_OF_ENERGY:
            rule = f"no dispatch can change {row['kind']}: it follows from the tables"
            yield sheet.fault(k, "imposed", rule, "Do not impose it; it is evaluated anyway.")


def years(sheets: Sheets, horizon: pd.DatetimeIndex) -> Iterator[Fault]:
    """Only a target of the year of the case is imposed: others are not tested."""
    sheet = sheets["targets"]
    year = horizon[0].year
    for k, row in sheet.having("imposed", "year"):
        if row["imposed"] and row["year"] != year:
            rule = f"a target of {row['year']:.0f} is not tested in a case of {year}"
            yield sheet.fault(k, "imposed", rule, f"Do not impose it, or give it the year {year}.")


def primary_energy(sheets: Sheets, settings: Settings) -> Iterator[Fault]:
    """Shares of primary energy need what the dispatch does not know."""
    sheet = sheets["targets"]
    for k, row in sheet.having("kind"):
        if row["kind"] in ("nonfossil_share", "coal_share") and settings.primary_energy is None:
            rule = "case.toml has no [primary_energy], which this share needs"
            yield sheet.fault(k, "kind", rule, "Add other_coal, other_fossil, other_nonfossil, conversion, source.")


RULES = (numbers, imposed)
