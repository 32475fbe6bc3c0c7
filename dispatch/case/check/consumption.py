"""Rules of loads, electrolysers, corridors, lines and sections; and of the prices of what may fall short."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pandas as pd

from dispatch.errors import Fault

from ..settings import Settings
from ..sheets import Sheets
from ..words import options
from .assets import installed


def loads(sheets: Sheets) -> Iterator[Fault]:
    """There is a load, unless units stand for demand too; its basis and its own use agree."""
    sheet = sheets["load"]
    energies = sheet.known("energy")
    known = energies and len(energies) == len(sheet.rows) and sheet.whole
    if known and not any(energies) and not sheets["units"].rows:
        yield sheet.fault(0, "energy", "no load has any energy", "Give the energy of the year.")
    for k, row in sheet.having("basis", "own_use"):
        if row["basis"] == "supply" and row["own_use"] > 0:
            rule = "load at the supply level (供电口径) is net of own use already"
            yield sheet.fault(k, "own_use", rule, "Set it to 0, or mend the basis.")


def shortfalls(sheets: Sheets) -> Iterator[Fault]:
    """A limit on unmet demand names a place that has a load, or a corridor."""
    places, names = sheets["load"].known("pocket", "settles"), sheets["corridors"].known("corridor")
    for k, row in sheets["shortfall_limits"].having("kind", "name", "settles"):
        load = row["kind"] == "unserved"
        if (row["name"], row["settles"]) in places if load else row["name"] in names:
            continue
        if sheets["load" if load else "corridors"].whole:
            rule = f"no load of this pocket settles in {row['settles']}" if load else "there is no such corridor"
            known = sorted({pocket for pocket, _ in places} if load else set(names))
            yield sheets["shortfall_limits"].fault(k, "name", rule, options(row["name"], known, "It has"))


def hydrogen(sheets: Sheets, horizon: pd.DatetimeIndex) -> Iterator[Fault]:
    """Electrolysers can make what they are asked for; ``yearly`` is asked of the horizon, ``monthly`` of a whole month."""
    sheet, total = sheets["electrolysers"], installed(sheets)
    months = float((1.0 / (24 * horizon.days_in_month.to_numpy())).sum())
    for k, row in sheet.having("monthly", "yearly"):
        if months * row["monthly"] > row["yearly"] * (1 + 1e-9):
            rule = f"{months * row['monthly']:.4g} t in the {months:.3g} months of the horizon are more than yearly"
            yield sheet.fault(k, "monthly", rule, "Lower it, or raise yearly.")
    for k, row in sheet.having("asset", "use", "yearly"):
        if row["asset"] in total and row["yearly"] * row["use"] > total[row["asset"]] * 8784 * (1 + 1e-9):
            rule = f"it needs {row['yearly'] * row['use']:.4g} MWh, more than its {total[row['asset']]:g} MW take in a year"
            yield sheet.fault(k, "yearly", rule, "Lower it, or raise its capacity.")


def corridors(sheets: Sheets) -> Iterator[Fault]:
    """A band has a price; low, mid and high are in order."""
    sheet = sheets["corridors"]
    for k, row in sheet.having("band", "price"):
        if row["band"] > 0 and row["price"] <= 0:
            rule = "a band needs a price, or the LP exports the least that it may"
            yield sheet.fault(k, "price", rule, "Give the income, or set band to 0.")
    for k, row in sheet.having("energy_low", "energy_mid", "energy_high"):
        if not row["energy_low"] <= row["energy_mid"] <= row["energy_high"]:
            yield sheet.fault(k, "energy_mid", "low, mid and high are not in order", "Mend them.")


def lines(sheets: Sheets) -> Iterator[Fault]:
    """A line joins two areas."""
    for k, row in sheets["lines"].having("from_area", "to_area"):
        if row["from_area"] == row["to_area"]:
            remedy = "Inside an area, limit the flow by a section."
            yield sheets["lines"].fault(k, "to_area", "a line goes between two areas", remedy)


def sections(sheets: Sheets) -> Iterator[Fault]:
    """A section has a limit in every month, and weights."""
    sheet = sheets["sections"]
    months: dict[str, set[int]] = defaultdict(set)
    first: dict[str, int] = {}
    for k, row in sheet.having("section", "month"):
        months[row["section"]].add(row["month"])
        first.setdefault(row["section"], k)
    weighted = set(sheets["section_weights"].known("section"))
    for name, k in first.items():
        absent = [str(month) for month in range(1, 13) if month not in months[name]]
        if absent and sheet.whole:
            rule = f"section {name} has no limit in month {', '.join(absent)}"
            yield sheet.fault(k, "month", rule, "Give a limit for every month.")
        if name not in weighted and sheets["section_weights"].whole:
            rule = "section_weights.csv has no pocket of it"
            yield sheet.fault(k, "section", rule, "Give the weight of its pockets there.")


def prices(sheets: Sheets, settings: Settings, places: Mapping[str, tuple[str, int]]) -> Iterator[Fault]:
    """What may fall short has a price above zero; ``places`` has file and line of each key of case.toml."""

    def free(key: str, what: str) -> Fault:
        rule = f"{what} would cost nothing, so the LP would let it fall short"
        file, row = places.get(f"prices.{key}", ("case.toml", 0))
        return Fault(file, row, f"prices.{key}", "0", rule, "Give a price above what any plant costs.")

    given, rules = settings.prices, sheets["dispatchers"]
    if given.lost_load <= 0:
        yield free("lost_load", "lost load")
    if given.undelivered_export <= 0 and any(sheets["corridors"].known("energy_high")):
        yield free("undelivered_export", "contracted export")
    for way, price, block in (
        ("up", given.reserve_shortfall_up, "largest_unit"),
        ("down", given.reserve_shortfall_down, "largest_load"),
    ):
        asked = any(any(row) for row in rules.known(f"load_{way}", f"vre_{way}", block))
        if asked and price <= 0:
            yield free(f"reserve_shortfall_{way}", "reserve")


RULES = (loads, shortfalls, corridors, lines, sections)
