"""Rules of units, links, reservoirs and limits, and of the weights of hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dispatch.errors import Fault
from dispatch.messages import message

from ..schema import GENERIC, TABLES
from ..series import SeriesFile
from ..settings import Settings
from ..sheets import Sheets
from ..suggestions import options

_NAMES = {"units": "unit", "links": "link", "reservoirs": "reservoir"}
_WEIGHTED = {table.name for table in GENERIC} | {"areas", "pockets", "dispatchers", "load", "fuels", "lines"}


def signed(sheets: Sheets) -> frozenset[str]:
    """Series that generic tables name: they may be negative."""
    return frozenset(
        name
        for table in GENERIC
        for column in table.columns
        if column.name.endswith("_profile")
        for name in sheets[table.name].known(column.name)
        if name
    )


def series_exist(sheets: Sheets, settings: Settings, series: SeriesFile) -> Iterator[Fault]:
    """A series that a generic table or the weights name exists."""
    for table in GENERIC:
        sheet = sheets[table.name]
        for column in table.columns:
            for k, row in sheet.having(column.name) if column.name.endswith("_profile") else ():
                if row[column.name] and series.names and row[column.name] not in series.names:
                    remedy = options(row[column.name], sorted(series.names), message("list.there_are"))
                    yield sheet.fault(k, column.name, message("fault.common.no_such_series"), remedy)
    for key, name in settings.weights:
        if name and series.names and name not in series.names:
            remedy = options(name, sorted(series.names), message("list.there_are"))
            yield Fault("case.toml", 0, f"weights.{key}", name, message("fault.common.no_such_series"), remedy)
        elif name in series.values and (series.values[name] <= 0).any():
            yield Fault(
                "case.toml",
                0,
                f"weights.{key}",
                name,
                message("fault.common.weight"),
                message("remedy.case.correct_series"),
            )


def units(sheets: Sheets) -> Iterator[Fault]:
    """What is committed has its capacity given."""
    sheet = sheets["units"]
    for k, row in sheet.having("committed", "extendable"):
        if row["committed"] and row["extendable"]:
            rule = message("fault.case.committed_capacity")
            yield sheet.fault(k, "extendable", rule, message("remedy.common.either"))
    for k, row in sheet.having("reserve_up", "reserve_down", "extendable"):
        if row["extendable"] and max(row["reserve_up"], row["reserve_down"]) > 0:
            rule = message("fault.case.reserve_capacity")
            yield sheet.fault(k, "extendable", rule, message("remedy.common.either"))
    for k, row in sheet.having("tight", "committed"):
        if row["tight"] and not row["committed"]:
            yield sheet.fault(k, "tight", message("fault.case.tightened"), message("remedy.common.leave_empty"))


def reservoirs(sheets: Sheets) -> Iterator[Fault]:
    """Yield a fault for each reservoir with reserve whose size is chosen, whose discharge has no limit, or whose sign is not 1."""
    sheet = sheets["reservoirs"]
    for k, row in sheet.having("reserve_up", "reserve_down", "extendable", "discharge", "sign"):
        if max(row["reserve_up"], row["reserve_down"]) <= 0:
            continue
        if row["extendable"]:
            yield sheet.fault(k, "extendable", message("fault.case.reserve_capacity"), message("remedy.common.either"))
        if row["discharge"] < 0:
            rule, remedy = message("fault.case.reserve_discharge"), message("remedy.case.reserve_discharge")
            yield sheet.fault(k, "discharge", rule, remedy)
        if row["sign"] != 1:
            yield sheet.fault(k, "sign", message("fault.case.reserve_sign"), message("remedy.case.reserve_sign"))


def links(sheets: Sheets) -> Iterator[Fault]:
    """A link with a reactance has one end and loses nothing, and goes between two areas: an area has one power balance, which
    a flow between its own pockets does not change."""
    sheet = sheets["link_ends"]
    away = {(row["link"], row["to_area"]) for _, row in sheet.having("link", "to_area")}
    for k, row in sheets["links"].having("link", "reactance", "from_area"):
        if row["reactance"] > 0 and (row["link"], row["from_area"]) in away:
            rule = message("fault.case.reactance_within_area")
            yield sheets["links"].fault(k, "reactance", rule, message("remedy.case.area_of_its_own"))
    ends: dict[str, list[tuple[float, str]]] = {}
    for _, row in sheets["link_ends"].having("link", "efficiency", "efficiency_profile"):
        ends.setdefault(row["link"], []).append((row["efficiency"], row["efficiency_profile"]))
    for k, row in sheets["links"].having("link", "reactance"):
        if row["reactance"] > 0 and sheets["link_ends"].whole and ends.get(row["link"]) != [(1.0, "")]:
            rule = message("fault.case.reactance_efficiency")
            yield sheets["links"].fault(k, "reactance", rule, message("remedy.case.zero_or_link_ends"))


def limit_terms(sheets: Sheets) -> Iterator[Fault]:
    """What counts in a limit exists; a cyclic reservoir loses nothing."""
    sheet = sheets["limit_terms"]
    for k, row in sheet.having("table", "asset"):
        target = sheets[row["table"]]
        known = target.known(_NAMES[row["table"]])
        if target.whole and row["asset"] not in known:
            rule, remedy = (
                message("fault.case.name_not_in_table", name=row["table"]),
                options(row["asset"], known, message("list.it_has")),
            )
            yield sheet.fault(k, "asset", rule, remedy)
    cyclic = {name for name, how in sheets["reservoirs"].known("reservoir", "boundary") if how == "cyclic"}
    energy = {name for name, what in sheets["limits"].known("limit", "quantity") if what == "energy"}
    for k, row in sheet.having("table", "asset", "limit"):
        if row["table"] == "reservoirs" and row["asset"] in cyclic and row["limit"] in energy:
            rule = message("fault.case.cyclic_reservoir")
            yield sheet.fault(k, "asset", rule, message("remedy.case.boundary"))


def weights(sheets: Sheets, settings: Settings, places: Mapping[str, tuple[str, int]]) -> Iterator[Fault]:
    """Weighted hours go with generic tables and firm loads only: all else counts hours."""
    if not any(name for _, name in settings.weights):
        return
    file, row = places.get("weights", ("case.toml", 0))
    for table in TABLES:
        if table.name not in _WEIGHTED and sheets[table.name].rows:
            rule = message("fault.case.weighted_table", name=table.name)
            yield Fault(file, row, "weights", "", rule, message("remedy.case.drop_one"))
    for k, values in sheets["load"].having("firm"):
        if not values["firm"]:
            rule = message("fault.case.weighted_lost_load")
            yield sheets["load"].fault(k, "firm", rule, message("remedy.case.set_true"))


RULES = (units, reservoirs, links, limit_terms)
