"""Rules of loads, electrolysers, corridors, lines and sections; and of the prices of slack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pandas as pd

from dispatch.errors import Fault
from dispatch.messages import Message, message, names

from ..settings import Settings
from ..sheets import Sheets
from ..suggestions import options
from .assets import installed


def loads(sheets: Sheets) -> Iterator[Fault]:
    """There is a load, unless units represent demand too; its basis and its own use agree."""
    sheet = sheets["load"]
    energies = sheet.known("energy")
    known = energies and len(energies) == len(sheet.rows) and sheet.whole
    if known and not any(energies) and not sheets["units"].rows:
        yield sheet.fault(0, "energy", message("fault.case.no_energy"), message("remedy.case.give_energy_year"))
    for k, row in sheet.having("basis", "own_use"):
        if row["basis"] == "supply" and row["own_use"] > 0:
            rule = message("fault.case.supply_level")
            yield sheet.fault(k, "own_use", rule, message("remedy.case.zero_or_basis"))


def shortfalls(sheets: Sheets) -> Iterator[Fault]:
    """A limit on a shortfall names a place that has a load, a corridor, or a zone of reserve."""
    places, names = sheets["load"].known("pocket", "settles"), sheets["corridors"].known("corridor")
    zones = sheets["dispatchers"].known("dispatcher", "area")
    for k, row in sheets["shortfall_limits"].having("kind", "name", "settles", "area"):
        if row["kind"] == "unserved":
            known, table = [pocket for pocket, settles in places if settles == row["settles"]], "load"
            rule = message("fault.case.no_load", settles=row["settles"])
        elif row["kind"] == "undelivered":
            known, table, rule = list(names), "corridors", message("fault.case.no_such_corridor")
        else:
            known, table = [dispatcher for dispatcher, area in zones if area == row["area"]], "dispatchers"
            rule = message("fault.case.dispatcher", area=row["area"])
        if row["name"] not in known and sheets[table].whole:
            options_of = options(row["name"], sorted(set(known)), message("list.it_has"))
            yield sheets["shortfall_limits"].fault(k, "name", rule, options_of)


def hydrogen(sheets: Sheets, horizon: pd.DatetimeIndex) -> Iterator[Fault]:
    """Electrolysers can make the required hydrogen; ``yearly`` is that of the horizon, ``monthly`` of a whole month."""
    sheet, total = sheets["electrolysers"], installed(sheets)
    months = float((1.0 / (24 * horizon.days_in_month.to_numpy())).sum())
    for k, row in sheet.having("monthly", "yearly"):
        if months * row["monthly"] > row["yearly"] * (1 + 1e-9):
            rule = message("fault.case.monthly_above_yearly", months=months * row["monthly"], months2=months)
            yield sheet.fault(k, "monthly", rule, message("remedy.case.lower_raise_yearly"))
    for k, row in sheet.having("asset", "use", "yearly"):
        if row["asset"] in total and row["yearly"] * row["use"] > total[row["asset"]] * 8784 * (1 + 1e-9):
            rule = message("fault.case.hydrogen_capacity", yearly=row["yearly"] * row["use"], total=total[row["asset"]])
            yield sheet.fault(k, "yearly", rule, message("remedy.case.lower_raise_capacity"))


def corridors(sheets: Sheets) -> Iterator[Fault]:
    """A band has a price; low, mid and high are in order."""
    sheet = sheets["corridors"]
    for k, row in sheet.having("band", "price"):
        if row["band"] > 0 and row["price"] <= 0:
            rule = message("fault.case.band_price")
            yield sheet.fault(k, "price", rule, message("remedy.case.income"))
    for k, row in sheet.having("energy_low", "energy_mid", "energy_high"):
        if not row["energy_low"] <= row["energy_mid"] <= row["energy_high"]:
            yield sheet.fault(k, "energy_mid", message("fault.case.low_mid_high"), message("remedy.case.correct_all"))


def lines(sheets: Sheets) -> Iterator[Fault]:
    """A line joins two areas; one with a reactance loses nothing, as its flow is the same at both ends."""
    for k, row in sheets["lines"].having("from_area", "to_area"):
        if row["from_area"] == row["to_area"]:
            remedy = message("remedy.case.use_section")
            yield sheets["lines"].fault(k, "to_area", message("fault.case.line_between_areas"), remedy)
    for k, row in sheets["lines"].having("reactance", "loss"):
        if row["reactance"] > 0 and row["loss"] > 0:
            rule = message("fault.case.reactance_loss")
            yield sheets["lines"].fault(k, "loss", rule, message("remedy.case.no_loss_or_reactance"))


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
            rule = message("fault.case.section_month", name=name, absent=names(absent))
            yield sheet.fault(k, "month", rule, message("remedy.case.every_month"))
        if name not in weighted and sheets["section_weights"].whole:
            rule = message("fault.case.section_weights")
            yield sheet.fault(k, "section", rule, message("remedy.case.give_weight_pockets"))


def prices(sheets: Sheets, settings: Settings, places: Mapping[str, tuple[str, int]]) -> Iterator[Fault]:
    """Every slack has a price above zero; ``places`` has file and line of each key of case.toml."""

    def free(key: str, rule: Message) -> Fault:
        file, row = places.get(f"prices.{key}", ("case.toml", 0))
        return Fault(file, row, f"prices.{key}", "0", rule, message("remedy.case.price_above_plants"))

    given, rules = settings.prices, sheets["dispatchers"]
    if given.lost_load <= 0:
        yield free("lost_load", message("fault.case.free_lost_load"))
    if given.undelivered_export <= 0 and any(sheets["corridors"].known("energy_high")):
        yield free("undelivered_export", message("fault.case.free_contracted_export"))
    for way, price, block in (
        ("up", given.reserve_shortfall_up, "largest_unit"),
        ("down", given.reserve_shortfall_down, "largest_load"),
    ):
        asked = any(any(row) for row in rules.known(f"load_{way}", f"vre_{way}", block))
        if asked and price <= 0:
            yield free(f"reserve_shortfall_{way}", message("fault.case.free_reserve"))


RULES = (loads, shortfalls, corridors, lines, sections)
