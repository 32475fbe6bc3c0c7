"""Rules of the measures that might be added."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.errors import Fault

from ..schema import MEASURES_OF, SCHEMA
from ..sheets import Sheets
from ..words import options
from .names import ASSETS

_OWN = ("wind", "pv", "retrofit")
"""Kinds that make an asset of their own name."""
_TECHNOLOGIES = {"wind": ("wind",), "pv": ("pv", "pv_distributed"), "retrofit": ("coal",)}


def extends(sheets: Sheets) -> Iterator[Fault]:
    """What a measure adds to exists, and is of its kind."""
    sheet = sheets["measures"]
    for k, row in sheet.having("kind", "extends"):
        table = sheets[MEASURES_OF[row["kind"]]]
        key = SCHEMA[table.schema.name].columns[0].name
        known = table.known(key)
        if row["extends"] not in known:
            if table.whole:
                rule = f"{table.schema.name}.csv has no such name"
                yield sheet.fault(k, "extends", rule, options(row["extends"], known, "It has"))
            continue
        wanted = _TECHNOLOGIES.get(row["kind"], ())
        found = dict(table.known(key, "technology")).get(row["extends"]) if wanted else None
        if found is not None and found not in wanted:
            yield sheet.fault(
                k, "extends", f"{row['extends']} is of technology {found}", f"Name one that is {' or '.join(wanted)}."
            )


def names(sheets: Sheets) -> Iterator[Fault]:
    """A measure that makes an asset has a name that no asset has."""
    sheet = sheets["measures"]
    taken = {name: table for table, key in ASSETS.items() for name in sheets[table].known(key)}
    for k, row in sheet.having("measure", "kind"):
        if row["kind"] in _OWN and row["measure"] in taken:
            rule = f"{taken[row['measure']]}.csv has an asset of this name"
            yield sheet.fault(k, "measure", rule, "Rename one of them.")


def sizes(sheets: Sheets) -> Iterator[Fault]:
    """Hours of storage are in order; a fleet has one retrofit, and no given outages."""
    sheet = sheets["measures"]
    for k, row in sheet.having("least_hours", "most_hours", "kind"):
        if row["kind"] == "storage" and row["least_hours"] > row["most_hours"]:
            yield sheet.fault(k, "least_hours", f"more than most_hours, {row['most_hours']:g}", "Mend one of them.")
    out, once = set(sheets["maintenance"].known("fleet")), set[str]()
    for k, row in sheet.having("kind", "extends"):
        if row["kind"] == "retrofit" and row["extends"] in out:
            rule = "maintenance.csv gives outages of that fleet, and of which part is not said"
            yield sheet.fault(k, "extends", rule, "Split the fleet, or have the LP place its outages.")
        if row["kind"] == "retrofit" and row["extends"] in once:
            yield sheet.fault(k, "extends", "another measure retrofits that fleet", "Leave one of them.")
        once |= {row["extends"]} if row["kind"] == "retrofit" else set()


def orders(sheets: Sheets) -> Iterator[Fault]:
    """Added wind and PV are curtailed after what is at their place, each in an order of its own."""
    sheet = sheets["measures"]
    columns = {column.name: column for column in SCHEMA["renewables"].columns}
    rows = sheets["renewables"].known("asset", "pocket", "dispatcher", "settles", "order")
    place = {asset: where for asset, *where, _ in rows}
    highest: dict[tuple[str, ...], int] = {}
    for _, *where, order in rows:
        highest[tuple(where)] = max(highest.get(tuple(where), 0), int(order))
    for k, row in sheet.having("kind", "extends"):
        if row["kind"] not in ("wind", "pv") or row["extends"] not in place:
            continue
        where = tuple(place[row["extends"]])
        highest[where] += 1
        if highest[where] > (columns["order"].high or 0):
            rule = f"what is added would be curtailed in order {highest[where]}, and there is none above {columns['order'].high:g}"
            yield sheet.fault(k, "extends", rule, "Lower the order of the other wind and PV of its pocket.")


RULES = (extends, names, sizes, orders)
