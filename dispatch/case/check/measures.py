"""Rules of the measures that might be added."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.errors import Fault
from dispatch.messages import message
from dispatch.technologies import ALL, technology_of

from ..expansion_cases import SITES
from ..schema import MEASURES_OF, OF_FLEETS, SCHEMA
from ..sheets import Sheets
from ..suggestions import options
from .names import ASSETS

_OWN = ("wind", "pv", "retrofit", "efficiency")
"""Kinds that make an asset of their own name."""
_MOVED = ("wind", "pv", "storage")
"""Kinds that may stand elsewhere than what they extend."""
_TECHNOLOGIES = {
    "wind": ("wind",),
    "pv": tuple(each.name for each in ALL if technology_of(each.name) == "pv"),
    **dict.fromkeys(OF_FLEETS, ("coal",)),
}


def extends(sheets: Sheets) -> Iterator[Fault]:
    """What a measure adds to exists, and is of its kind."""
    sheet = sheets["measures"]
    for k, row in sheet.having("kind", "extends"):
        table = sheets[MEASURES_OF[row["kind"]]]
        key = SCHEMA[table.schema.name].columns[0].name
        known = table.known(key)
        if row["extends"] not in known:
            if table.whole:
                rule = message("fault.case.name_not_in_table", name=table.schema.name)
                yield sheet.fault(k, "extends", rule, options(row["extends"], known, message("list.it_has")))
            continue
        wanted = _TECHNOLOGIES.get(row["kind"], ())
        found = dict(table.known(key, "technology")).get(row["extends"]) if wanted else None
        if found is not None and found not in wanted:
            yield sheet.fault(
                k,
                "extends",
                message("fault.case.other_technology", extends=row["extends"], found=found),
                message("remedy.case.name_technology", wanted=" or ".join(wanted)),
            )


def names(sheets: Sheets) -> Iterator[Fault]:
    """A measure that makes an asset has a name that no asset has."""
    sheet = sheets["measures"]
    taken = {name: table for table, key in ASSETS.items() for name in sheets[table].known(key)}
    for k, row in sheet.having("measure", "kind"):
        if (row["kind"] in _OWN or row.get("located_at")) and row["measure"] in taken:
            rule = message("fault.case.csv_asset_name", taken=taken[row["measure"]])
            yield sheet.fault(k, "measure", rule, message("remedy.common.rename_one"))


def sizes(sheets: Sheets) -> Iterator[Fault]:
    """Hours of storage are in order; a fleet has one measure of a kind, and no given outages; an efficiency retrofit saves
    less fuel than the fleet burns."""
    sheet = sheets["measures"]
    for k, row in sheet.having("least_hours", "most_hours", "kind"):
        if row["kind"] == "storage" and row["least_hours"] > row["most_hours"]:
            yield sheet.fault(
                k,
                "least_hours",
                message("fault.case.minimum_hours", most_hours=row["most_hours"]),
                message("remedy.case.correct_one"),
            )
    out, once = set(sheets["maintenance"].known("fleet")), set[tuple[str, str]]()
    fuel = dict(sheets["thermal"].known("fleet", "fuel_incremental"))
    for k, row in sheet.having("kind", "extends", "fuel_saving"):
        if row["kind"] == "efficiency" and row["fuel_saving"] >= fuel.get(row["extends"], float("inf")):
            yield sheet.fault(
                k,
                "fuel_saving",
                message("fault.case.fuel_floor"),
                message("remedy.case.correct_number_unit"),
            )
    for k, row in sheet.having("kind", "extends"):
        if row["kind"] in OF_FLEETS and row["extends"] in out:
            rule = message("fault.case.outage_part")
            yield sheet.fault(k, "extends", rule, message("remedy.case.split_fleet"))
        if row["kind"] in OF_FLEETS and (row["kind"], row["extends"]) in once:
            yield sheet.fault(
                k, "extends", message("fault.case.fleet_of_other_measure"), message("remedy.case.leave_one")
            )
        once.add((row["kind"], row["extends"]))


def orders(sheets: Sheets) -> Iterator[Fault]:
    """Added wind and PV are curtailed after what is at their place, each in an order of its own."""
    sheet = sheets["measures"]
    columns = {column.name: column for column in SCHEMA["renewables"].columns}
    rows = sheets["renewables"].known("asset", "pocket", "dispatcher", "settles", "order")
    place = {asset: where for asset, *where, _ in rows}
    for table, key in SITES.items():
        place |= {name: where for name, *where in sheets[table].known(key, "pocket", "dispatcher", "settles")}
    highest: dict[tuple[str, ...], int] = {}
    for _, *where, order in rows:
        highest[tuple(where)] = max(highest.get(tuple(where), 0), int(order))
    for k, row in sheet.having("kind", "extends"):
        at = row.get("located_at") or row["extends"]
        if row["kind"] not in ("wind", "pv") or at not in place:
            continue
        where = tuple(place[at])
        highest[where] = highest.get(where, 0) + 1
        if highest[where] > (columns["order"].high or 0):
            rule = message("fault.case.curtailment_order", highest=highest[where], high=columns["order"].high)
            yield sheet.fault(k, "extends", rule, message("remedy.case.order"))


def located(sheets: Sheets) -> Iterator[Fault]:
    """Wind, PV and storage may stand at the place of another asset."""
    sheet = sheets["measures"]
    known = {name for table, key in SITES.items() for name in sheets[table].known(key)}
    for k, row in sheet.having("kind", "located_at"):
        if row["located_at"] and row["kind"] not in _MOVED:
            yield sheet.fault(
                k,
                "located_at",
                message("fault.case.measure_place", kind=row["kind"]),
                message("remedy.common.leave_empty"),
            )
        elif row["located_at"] and row["located_at"] not in known and all(sheets[table].whole for table in SITES):
            rule = message("fault.case.none_such_asset", sites=tuple(SITES))
            yield sheet.fault(
                k, "located_at", rule, options(row["located_at"], sorted(known), message("list.there_are"))
            )


RULES = (extends, names, sizes, orders, located)
