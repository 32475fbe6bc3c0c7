"""Names that must exist, be unique, and lie in the stated area."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.errors import Fault
from dispatch.messages import Bilingual, message, names

from ..schema import NO_POSITION, TABLES
from ..sheets import Sheet, Sheets
from ..suggestions import clip, options

ASSETS = {table.name: table.columns[0].name for table in TABLES if table.ledger}
"""Tables of assets in the ledger -> their key."""


def required(sheets: Sheets) -> Iterator[Fault]:
    """Tables without which there is no region."""
    for schema in TABLES:
        sheet = sheets[schema.name]
        if schema.required and sheet.whole and not sheet.rows:
            rule, text = message("fault.case.table_missing"), Bilingual(schema.text, schema.zh)
            yield Fault(f"{schema.name}.csv", 0, "", "", rule, message("remedy.case.table_holds", text=text))


def references(sheets: Sheets) -> Iterator[Fault]:
    """A column that refers to a table holds a name of it."""
    for schema in TABLES:
        for column in schema.columns:
            if column.refers:
                yield from _unknown(sheets[schema.name], column.name, sheets[column.refers])


def _unknown(sheet: Sheet, column: str, target: Sheet) -> Iterator[Fault]:
    known = target.known(target.schema.columns[0].name)
    for k, row in sheet.having(column) if target.whole else ():
        if row[column] and row[column] not in known:
            table = target.schema.name
            if target.rows:
                rule = message("fault.case.name_not_in_table", name=table)
                remedy = options(row[column], known, message("list.it_has"))
            else:
                rule = message("fault.case.file_missing", name=table)
                remedy = message("remedy.case.add_file", table=table, name=clip(row[column]))
            yield sheet.fault(k, column, rule, remedy)


def pockets(sheets: Sheets) -> Iterator[Fault]:
    """A pocket lies in the area beside it."""
    area_of, areas = dict(sheets["pockets"].known("pocket", "area")), set(sheets["areas"].known("area"))
    for schema in TABLES:
        for side in ("", "from_", "to_"):
            area, pocket = f"{side}area", f"{side}pocket"
            if schema.name == "pockets" or not schema.column(area) or not schema.column(pocket):
                continue
            for k, row in sheets[schema.name].having(area, pocket):
                own = area_of.get(row[pocket], row[area])
                if own != row[area] and row[area] in areas:
                    rule = message("fault.case.pocket_in_other_area", own=own, row=row[area])
                    yield sheets[schema.name].fault(k, pocket, rule, message("remedy.case.correct_area_pocket"))


def positions(sheets: Sheets) -> Iterator[Fault]:
    """A position has longitude and latitude, or neither."""
    for schema in TABLES:
        for k, row in sheets[schema.name].having("longitude", "latitude") if schema.column("longitude") else ():
            given = [row[name] != NO_POSITION for name in ("longitude", "latitude")]
            if any(given) and not all(given):
                name = "latitude" if given[0] else "longitude"
                rule = message("fault.case.half_position")
                yield sheets[schema.name].fault(k, name, rule, message("remedy.case.half_position"))


def dispatchers(sheets: Sheets) -> Iterator[Fault]:
    """A dispatcher works in the area beside it."""
    keepers, areas = sheets["dispatchers"].known("dispatcher", "area"), set(sheets["areas"].known("area"))
    for schema in TABLES:
        if schema.name == "dispatchers" or not schema.column("dispatcher") or not sheets["dispatchers"].whole:
            continue
        for k, row in sheets[schema.name].having("dispatcher", "area"):
            if (row["dispatcher"], row["area"]) not in keepers and row["area"] in areas:
                here = [name for name, area in keepers if area == row["area"]]
                remedy = options(row["dispatcher"], here, message("list.case.dispatchers", area=row["area"]))
                rule = message("fault.case.dispatcher", area=row["area"])
                yield sheets[schema.name].fault(k, "dispatcher", rule, remedy)


def settlement(sheets: Sheets) -> Iterator[Fault]:
    """The park or corridor of an asset exists, in its area; parks and corridors have different names."""
    places = dict(sheets["corridors"].known("corridor", "area")) | dict(sheets["parks"].known("park", "area"))
    places |= {"grid": None}
    for schema in TABLES:
        sheet = sheets[schema.name]
        for k, row in sheet.having("settles", "area") if schema.column("settles") else ():
            if not row["area"]:
                continue  # a limit on a shortfall: the place is checked against the loads
            if row["settles"] not in places:
                if sheets["corridors"].whole and sheets["parks"].whole:
                    rule, remedy = (
                        message("fault.case.settles_in"),
                        options(row["settles"], places, message("list.there_are")),
                    )
                    yield sheet.fault(k, "settles", rule, remedy)
            elif places[row["settles"]] not in (None, row["area"]):
                rule = message(
                    "fault.case.settles_in_other_area",
                    settles=row["settles"],
                    places=places[row["settles"]],
                    area=row["area"],
                )
                yield sheet.fault(k, "settles", rule, message("remedy.case.correct_area_settlement"))
    corridors = sheets["corridors"].known("corridor")
    for table, key in (("parks", "park"), ("corridors", "corridor")):
        for k, row in sheets[table].having(key):
            if row[key] == "grid":
                yield sheets[table].fault(k, key, message("fault.case.grid_asset"), message("remedy.case.rename"))
            elif table == "parks" and row[key] in corridors:
                yield sheets[table].fault(
                    k, key, message("fault.case.name_of_corridor"), message("remedy.common.rename_one")
                )


def ledger(sheets: Sheets) -> Iterator[Fault]:
    """Assets have names of their own and rows in the ledger, and the ledger has rows of assets only."""
    capacity = sheets["capacity"]
    listed = set(capacity.known("asset"))
    owners: dict[str, str] = {}
    for table, key in ASSETS.items():
        for k, row in sheets[table].having(key):
            name = row[key]
            if name in owners:
                rule = message("fault.case.csv_asset_name", taken=owners[name])
                yield sheets[table].fault(k, key, rule, message("remedy.common.rename_one"))
            owners[name] = table
            if name not in listed and capacity.whole:
                remedy = options(name, sorted(listed), message("list.case.add_capacity_ledger"))
                yield sheets[table].fault(k, key, message("fault.case.no_capacity"), remedy)
    if all(sheets[table].whole for table in ASSETS):
        for k, row in capacity.having("asset"):
            if row["asset"] not in owners:
                rule = message("fault.case.none_such_asset", sites=names(ASSETS))
                yield capacity.fault(k, "asset", rule, options(row["asset"], owners, message("list.there_are")))


RULES = (required, references, pockets, positions, dispatchers, settlement, ledger)
