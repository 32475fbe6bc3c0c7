"""Rules of units, links, reservoirs and limits, and of the weights of hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dispatch.errors import Fault

from ..schema import TABLES
from ..schema.plain import PLAIN
from ..series import SeriesFile
from ..settings import Settings
from ..sheets import Sheets
from ..words import options

_NAMES = {"units": "unit", "links": "link", "reservoirs": "reservoir"}
_WEIGHTED = {table.name for table in PLAIN} | {"areas", "pockets", "dispatchers", "load", "fuels", "lines"}


def signed(sheets: Sheets) -> frozenset[str]:
    """Series that plain tables name: they may be negative."""
    return frozenset(
        name
        for table in PLAIN
        for column in table.columns
        if column.name.endswith("_profile")
        for name in sheets[table.name].known(column.name)
        if name
    )


def series_exist(sheets: Sheets, settings: Settings, series: SeriesFile) -> Iterator[Fault]:
    """A series that a plain table or the weights name is there."""
    for table in PLAIN:
        sheet = sheets[table.name]
        for column in table.columns:
            for k, row in sheet.having(column.name) if column.name.endswith("_profile") else ():
                if row[column.name] and series.names and row[column.name] not in series.names:
                    remedy = options(row[column.name], sorted(series.names), "There are")
                    yield sheet.fault(k, column.name, "there is no such series", remedy)
    for key, name in settings.weights:
        if name and series.names and name not in series.names:
            remedy = options(name, sorted(series.names), "There are")
            yield Fault("case.toml", 0, f"weights.{key}", name, "there is no such series", remedy)
        elif name in series.values and (series.values[name] <= 0).any():
            yield Fault("case.toml", 0, f"weights.{key}", name, "a weight is not above zero", "Mend the series.")


def units(sheets: Sheets) -> Iterator[Fault]:
    """What is committed has its capacity given."""
    sheet = sheets["units"]
    for k, row in sheet.having("committed", "extendable"):
        if row["committed"] and row["extendable"]:
            rule = "a unit that is committed has its capacity given"
            yield sheet.fault(k, "extendable", rule, "Leave one of the two.")
    for k, row in sheet.having("reserve_up", "reserve_down", "extendable"):
        if row["extendable"] and max(row["reserve_up"], row["reserve_down"]) > 0:
            rule = "a unit that holds reserve has its capacity given"
            yield sheet.fault(k, "extendable", rule, "Leave one of the two.")
    for k, row in sheet.having("tight", "committed"):
        if row["tight"] and not row["committed"]:
            yield sheet.fault(k, "tight", "only a unit that is committed is tightened", "Leave it empty.")


def links(sheets: Sheets) -> Iterator[Fault]:
    """A link with a reactance has one end and loses nothing."""
    ends: dict[str, list[tuple[float, str]]] = {}
    for _, row in sheets["link_ends"].having("link", "efficiency", "efficiency_profile"):
        ends.setdefault(row["link"], []).append((row["efficiency"], row["efficiency_profile"]))
    for k, row in sheets["links"].having("link", "reactance"):
        if row["reactance"] > 0 and sheets["link_ends"].whole and ends.get(row["link"]) != [(1.0, "")]:
            rule = "a link with a reactance has one end, with efficiency 1"
            yield sheets["links"].fault(k, "reactance", rule, "Set it to 0, or mend link_ends.csv.")


def limit_terms(sheets: Sheets) -> Iterator[Fault]:
    """What counts in a limit exists; a cyclic reservoir loses nothing."""
    sheet = sheets["limit_terms"]
    for k, row in sheet.having("table", "asset"):
        target = sheets[row["table"]]
        known = target.known(_NAMES[row["table"]])
        if target.whole and row["asset"] not in known:
            rule, remedy = f"{row['table']}.csv has no such name", options(row["asset"], known, "It has")
            yield sheet.fault(k, "asset", rule, remedy)
    cyclic = {name for name, how in sheets["reservoirs"].known("reservoir", "boundary") if how == "cyclic"}
    energy = {name for name, what in sheets["limits"].known("limit", "quantity") if what == "energy"}
    for k, row in sheet.having("table", "asset", "limit"):
        if row["table"] == "reservoirs" and row["asset"] in cyclic and row["limit"] in energy:
            rule = "the reservoir ends as it began (cyclic), so nothing of it counts"
            yield sheet.fault(k, "asset", rule, "Drop the row, or set its boundary to start.")


def weights(sheets: Sheets, settings: Settings, places: Mapping[str, tuple[str, int]]) -> Iterator[Fault]:
    """Weighted hours go with plain tables and firm loads only: all else counts hours."""
    if not any(name for _, name in settings.weights):
        return
    file, row = places.get("weights", ("case.toml", 0))
    for table in TABLES:
        if table.name not in _WEIGHTED and sheets[table.name].rows:
            rule = f"hours are weighted, and {table.name}.csv counts each as one"
            yield Fault(file, row, "weights", "", rule, "Drop one of the two.")
    for k, values in sheets["load"].having("firm"):
        if not values["firm"]:
            rule = "hours are weighted, and lost load counts each as one"
            yield sheets["load"].fault(k, "firm", rule, "Set it to true.")


RULES = (units, links, limit_terms)
