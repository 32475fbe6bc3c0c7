"""Figures of the planner that replace packaged ones (``--statistics``): reading, plausible ranges, and what the case reads of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dispatch.case.files import read_text
from dispatch.case.suggestions import options
from dispatch.errors import CaseError, Fault
from dispatch.messages import Bilingual, Message, message, names, sentences, significant

from .balance import thermal_capacity
from .facts import QUANTITIES, YEARS, Fact, Facts, rows
from .names import PROVINCES, Province, province_of, unknown_province

_EXTRA = "extra cells"
"""Key of the cells of a row beyond the heading."""
_COLUMNS = ("province", "quantity", "value", "source")
_HOURS = {
    "wind_hours": (500.0, 6000.0),
    "pv_hours": (300.0, 2500.0),
    "hydro_hours": (100.0, 8784.0),
    "nuclear_hours": (1000.0, 8784.0),
}
"""Plausible full-load hours of a year [h]."""
_ENERGY, _POWER = 4.0, 10.0
"""Largest factor between a figure and the packaged one. Energy: below 10, so that 亿千瓦时 written as TWh is a fault."""
_SMALL, _LARGE = 1.0, 2.0
"""A packaged capacity below the first has no lower bound of its replacement; one below the second counts as the second for the upper
bound: small fleets grow by large factors [GW]."""
_MOST = 500.0
"""Largest capacity of a technology in a province [GW]."""
_CONTENT = 0.25, 24.0
"""Bounds of the energy content of batteries over their power [h]."""
_Figures = dict[tuple[str, str], Fact]


def read_statistics(path: Path, year: int = YEARS[-1]) -> Facts:
    """Read a table of figures that replace the packaged ones of a base year: province, quantity, value, source.

    Power of batteries without their energy content has the packaged ratio of both. Raises CaseError with every fault: columns, names,
    values out of the plausible range, repeated figures, figures without a source.
    """
    reader = csv.DictReader(io.StringIO(read_text(path, path.name)), restkey=_EXTRA, restval="")
    if missing := set(_COLUMNS) - set(reader.fieldnames or ()):
        rule = message("fault.new.statistics_columns")
        raise CaseError([Fault(path.name, 1, "", ", ".join(sorted(missing)), rule, message("remedy.new.statistics"))])
    packaged, figures, lines, faults = Facts(year=year), _Figures(), dict[tuple[str, str], int](), list[Fault]()
    for row in reader:
        found = list(_faults(row, packaged, path.name, reader.line_num))
        one = province_of(row["province"])
        if one and (first := lines.setdefault((one.key, row["quantity"]), reader.line_num)) != reader.line_num:
            rule, remedy = message("fault.new.figure_twice", row=first), message("remedy.common.keep_one")
            found.append(Fault(path.name, reader.line_num, "quantity", row["quantity"], rule, remedy))
        if one and not found:
            figures[one.key, row["quantity"]] = Fact(float(row["value"]), row["source"])
        faults += found
    if not faults:
        faults += _complete_batteries(figures, packaged, path.name, lines)
    if faults:
        raise CaseError(faults)
    return Facts(figures, year)


def _faults(row: Mapping[str, str], packaged: Facts, name: str, line: int) -> Iterator[Fault]:
    """Yield the faults of one row. packaged: facts without figures of the planner; name, line: of the table."""
    known, quantity = province_of(row["province"]), row["quantity"]
    if known is None:
        yield Fault(name, line, "province", row["province"], *unknown_province(row["province"]))
    if quantity not in QUANTITIES:
        remedy = options(quantity, QUANTITIES, message("list.there_are"))
        yield Fault(name, line, "quantity", quantity, message("fault.new.no_such_quantity"), remedy)
    elif known and (range_ := _out_of_range(row["value"], packaged, known.key, quantity)):
        yield Fault(name, line, "value", row["value"], message("fault.new.value"), range_)
    if not row["source"]:
        yield Fault(name, line, "source", "", message("fault.new.source"), message("remedy.new.source"))
    if any(row.get(_EXTRA) or ()):  # a comma without quotation marks
        rule, remedy = message("fault.new.cells"), message("remedy.new.cells")
        yield Fault(name, line, "", row["source"], rule, remedy)


def _out_of_range(text: str, packaged: Facts, key: str, quantity: str) -> Message | None:
    """Return the remedy for a value that is no number in the plausible range of its quantity; None for a plausible value."""
    unit = QUANTITIES[quantity]
    least, most = bounds(packaged, key, quantity)
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if least <= value <= most or (unit == "GW" and value == 0):
        return None
    wanted = message(
        "remedy.new.value",
        quantity=quantity,
        unit=message(f"new.unit.{unit}"),
        least=significant(least),
        most=significant(most),
    )
    if not packaged.has(key, quantity):
        return wanted
    shown = f"{significant(packaged.value(key, quantity))} {unit if unit != 'share' else ''}".strip()
    return sentences(wanted, message("remedy.new.packaged", value=shown))


def bounds(packaged: Facts, key: str, quantity: str) -> tuple[float, float]:
    """Return the plausible range of a quantity of a province, in its unit. A capacity may be zero besides. packaged: facts without
    figures of the planner.

    >>> bounds(Facts(), "Gansu", "nuclear"), bounds(Facts(), "Gansu", "pv_hours")
    ((0.0, 20.0), (300.0, 2500.0))
    """
    unit = QUANTITIES[quantity]
    if unit == "share":
        coast = any(row["province"] == key and row["kind"] == "sea" for row in rows("sites.csv"))
        return 0.0, float(coast or quantity != "wind_offshore_share")
    if unit == "h":
        return _HOURS[quantity]
    use = packaged.value(key, "consumption")
    if quantity == "net_export":
        return -use, 2 * use
    if quantity == "consumption":
        return use / _ENERGY, use * _ENERGY
    if unit == "GWh":
        return 0.0, _MOST * _CONTENT[1]
    known = thermal_capacity(packaged, key) if quantity.startswith("thermal") else packaged.value(key, quantity)
    return known / _POWER if known >= _SMALL else 0.0, min(_POWER * max(known, _LARGE), _MOST)


def _complete_batteries(
    figures: _Figures, packaged: Facts, name: str, lines: Mapping[tuple[str, str], int]
) -> Iterator[Fault]:
    """Add the energy content of batteries to figures that have their power only, and yield faults: energy content without power,
    or out of proportion. name, lines: of the table and its figures."""
    for one in PROVINCES:
        power, energy = (figures.get((one.key, quantity)) for quantity in ("battery", "battery_energy"))
        if power and energy is None:
            hours = packaged.value(one.key, "battery_energy") / packaged.value(one.key, "battery")
            source = f"calc: {hours:.2f} h of the power, as in the packaged figures"
            figures[one.key, "battery_energy"] = Fact(round(power.value * hours, 3), source)
        elif energy and not (power and power.value * _CONTENT[0] <= energy.value <= power.value * _CONTENT[1]):
            rule = message("fault.new.battery", power=f"{power.value:g} GW" if power else message("list.none"))
            remedy = message("remedy.new.battery", least=_CONTENT[0], most=_CONTENT[1])
            yield Fault(name, lines[one.key, "battery_energy"], "value", f"{energy.value:g}", rule, remedy)


def scope(facts: Facts, chosen: Sequence[Province]) -> list[Message]:
    """Return messages about the planner's figures that a case of chosen provinces reads in part or not at all."""
    inside = {one.key for one in chosen}
    place = {one.key: one for one in PROVINCES}
    idle, national = list[Message](), dict[str, Bilingual]()
    for key, quantity in facts.given:
        named = Bilingual(place[key].name, place[key].zh)
        if key not in inside and facts.balances(quantity):
            national[key] = named
        elif (key not in inside and quantity != "battery_energy") or not facts.reads(quantity):
            idle.append(message("new.figure", province=named, quantity=quantity))
    found = [message("new.idle", year=str(facts.year), figures=names(idle))] if idle else []
    return found + ([message("new.national", provinces=names(national.values()))] if national else [])
