"""Every rule that a case must keep; each fault names the file, row, column, value, rule and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any

import pandas as pd
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, create_model

from dispatch.errors import Fault

from .files import Cell, Row
from .schema import SCHEMA, TABLES, UNITS, Column, TableSchema
from .settings import Settings

ASSETS = {"thermal": "fleet", "renewables": "asset", "csp": "asset", "storage": "asset", "electrolysers": "asset"}


def _month(value: Any) -> pd.Timestamp:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", str(value)):
        raise ValueError("not a month written as 2030-07")
    return pd.Timestamp(f"{value}-01")


def _date(value: Any) -> pd.Timestamp:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)):
        raise ValueError("not a date written as 2030-07-15")
    try:
        return pd.Timestamp(str(value))
    except ValueError:
        raise ValueError("not a date of the calendar") from None


def _season(value: Any) -> str:
    _date(f"2000-{value}")
    return str(value)


def _flag(value: Any) -> Any:
    return {"是": "true", "否": "false"}.get(str(value), value)


def _name(value: Any) -> str:
    text = str(value)
    if re.search(r"[\[\],\x00-\x1f]", text):
        raise ValueError("a name has no brackets, commas or control characters")
    return text


def _field(column: Column) -> Any:
    if column.kind in ("number", "integer"):
        number: Any = float if column.kind == "number" else int
        return Annotated[number, Field(ge=column.low, le=column.high, allow_inf_nan=False)]
    if column.kind == "flag":
        return Annotated[bool, BeforeValidator(_flag)]
    if column.kind == "text":
        if column.choices:
            pattern = "^(" + "|".join(map(re.escape, column.choices)) + ")$"
            return Annotated[str, Field(pattern=pattern)]
        return Annotated[str, BeforeValidator(_name)] if column.name != "source" and "text" not in column.name else str
    return Annotated[Any, BeforeValidator({"month": _month, "date": _date, "season": _season}[column.kind])]


def _model(schema: TableSchema) -> type[BaseModel]:
    fields: dict[str, Any] = {
        column.name: (_field(column), ... if column.default is None else column.default) for column in schema.columns
    }
    config = ConfigDict(extra="forbid", validate_default=True)
    return create_model(f"Row_{schema.name}", __config__=config, **fields)


_MODELS = {schema.name: _model(schema) for schema in TABLES}


def typed(name: str, rows: list[Row], faults: list[Fault]) -> pd.DataFrame:
    """Rows of one table as typed values with defaults filled, in the usual units; faults are appended."""
    schema = SCHEMA[name]
    kept: list[dict[str, Any]] = []
    for row in rows:
        try:
            kept.append(_MODELS[name].model_validate({key: cell.value for key, cell in row.items()}).model_dump())
        except ValidationError as error:
            faults.extend(_cell_fault(schema, row, details) for details in error.errors())
    return pd.DataFrame(kept, columns=[column.name for column in schema.columns])


def _cell_fault(schema: TableSchema, row: Row, details: Any) -> Fault:
    column = next(column for column in schema.columns if column.name == details["loc"][0])
    anywhere = next(iter(row.values()))
    cell = row.get(column.name, Cell("", "", anywhere.file, anywhere.row))
    unit = f" [{column.unit}]" if column.unit else ""
    message = details["msg"].removeprefix("Value error, ")
    if details["type"] == "missing":
        rule = "a value is missing"
    elif details["type"] == "string_pattern_mismatch":
        rule = f"not one of {', '.join(column.choices)}"
    elif details["type"] in ("greater_than_equal", "less_than_equal"):
        rule = f"outside {_range(column)}{unit}"
    elif details["type"] in ("float_parsing", "int_parsing", "int_from_float", "finite_number", "float_type"):
        rule = "not a whole number" if column.kind == "integer" else "not a number"
    else:
        rule = message
    return Fault(cell.file, cell.row, column.name, cell.text, rule, f"{column.name} is: {column.text}{unit}.")


def _range(column: Column) -> str:
    low = "" if column.low is None else f"{column.low:g}"
    high = "" if column.high is None else f"{column.high:g}"
    return f"the range {low}..{high}"


def settings_faults(error: ValidationError) -> list[Fault]:
    """Faults of case.toml in the planner's words."""
    faults = []
    for details in error.errors():
        key = ".".join(str(part) for part in details["loc"])
        value = "" if details["type"] == "missing" else str(details["input"])[:80]
        rule = details["msg"].removeprefix("Value error, ")
        if details["type"] == "extra_forbidden":
            value, rule = "", f"case.toml has no key {key}"
        remedy = f"Keys are: {', '.join(Settings.model_fields)}." if value == "" else "Mend the value."
        faults.append(Fault("case.toml", 0, key, value, rule[0].lower() + rule[1:], remedy))
    return faults


class Checker:
    """Rules across rows and tables. ``raw`` gives the place of each row, in the order of the table."""

    def __init__(self, tables: dict[str, pd.DataFrame], raw: dict[str, list[Row]], settings: Settings) -> None:
        self.tables, self.raw, self.settings = tables, raw, settings

    def faults(self, series: dict[str, Any]) -> list[Fault]:
        """All of them."""
        rules = (self._required, self._references, self._places, self._ledger, self._thermal, self._others)
        return [fault for rule in rules for fault in rule()] + list(self._series(series))

    def _at(self, table: str, k: int, column: str, rule: str, remedy: str) -> Fault:
        row = self.raw[table][k]
        anywhere = next(iter(row.values()))
        cell = row.get(column, Cell("", str(self.tables[table].iloc[k].get(column, "")), anywhere.file, anywhere.row))
        return Fault(cell.file, cell.row, column, cell.text, rule, remedy)

    def _required(self) -> Iterator[Fault]:
        for schema in TABLES:
            if schema.required and self.tables[schema.name].empty:
                remedy = f"It holds: {schema.text}"
                yield Fault(f"{schema.name}.csv", 0, "", "", "the table is missing or has no row", remedy)

    def _references(self) -> Iterator[Fault]:
        for schema in TABLES:
            for column in schema.columns:
                if not column.refers:
                    continue
                target = self.tables[column.refers]
                known = set(target[target.columns[0]])
                for k, value in enumerate(self.tables[schema.name][column.name]):
                    if value not in known:
                        remedy = f"{column.refers} has: {', '.join(sorted(known)[:20])}."
                        yield self._at(schema.name, k, column.name, f"{column.refers}.csv has no such name", remedy)

    def _places(self) -> Iterator[Fault]:
        pockets = dict(zip(self.tables["pockets"]["pocket"], self.tables["pockets"]["area"], strict=True))
        keepers = set(zip(self.tables["dispatchers"]["dispatcher"], self.tables["dispatchers"]["area"], strict=True))
        parks, corridors = set(self.tables["parks"]["park"]), set(self.tables["corridors"]["corridor"])
        for schema in TABLES:
            rows = self.tables[schema.name]
            names = {column.name for column in schema.columns}
            for k, row in enumerate(rows.to_dict("records")):
                for area, pocket in (("area", "pocket"), ("from_area", "from_pocket"), ("to_area", "to_pocket")):
                    if {area, pocket} <= names and pockets.get(row[pocket], row[area]) != row[area]:
                        own = pockets[row[pocket]]
                        yield self._at(schema.name, k, pocket, f"the pocket is in area {own}", "Mend area or pocket.")
                placed = schema.name != "dispatchers" and {"dispatcher", "area"} <= names
                if placed and (row["dispatcher"], row["area"]) not in keepers:
                    rule = f"dispatchers.csv has no such dispatcher in area {row['area']}"
                    yield self._at(schema.name, k, "dispatcher", rule, "Add the row there, or mend the name.")
                if "settles" in names and row["settles"] not in parks | corridors | {"grid"}:
                    remedy = f"It is grid, or one of: {', '.join(sorted(parks | corridors))}."
                    yield self._at(schema.name, k, "settles", "no such park or corridor", remedy)

    def _ledger(self) -> Iterator[Fault]:
        ledger = self.tables["capacity"]
        owners: dict[str, str] = {}
        for table, key in ASSETS.items():
            for k, name in enumerate(self.tables[table][key]):
                if name in owners:
                    yield self._at(
                        table, k, key, f"{owners[name]}.csv has an asset of this name", "Rename one of them."
                    )
                owners[name] = table
                if name not in set(ledger["asset"]):
                    yield self._at(table, k, key, "capacity.csv has no row for it", "Add its capacity there.")
        for k, row in enumerate(ledger.to_dict("records")):
            if row["asset"] not in owners:
                remedy = f"Assets are rows of: {', '.join(ASSETS)}."
                yield self._at("capacity", k, "asset", "no table has such an asset", remedy)
            elif owners[row["asset"]] == "storage" and row["capacity"] > 0 and row["energy"] <= 0:
                rule = "a storage needs power and energy"
                yield self._at("capacity", k, "energy", rule, "Give its content in MWh.")
            if row["retired"] <= row["commissioned"]:
                rule = "it retires before it is commissioned"
                yield self._at("capacity", k, "retired", rule, "Mend one of the months.")

    def _thermal(self) -> Iterator[Fault]:
        fleets = self.tables["thermal"]
        networks = set(self.tables["heat"]["network"])
        for k, row in enumerate(fleets.to_dict("records")):
            if row["network"] and row["network"] not in networks:
                yield self._at(
                    "thermal", k, "network", "heat.csv has no such network", "Mend the name or leave it empty."
                )
            for season in ("minimum_heating", "minimum_other"):
                full = row["heat_ratio"] if row["network"] else 0.0
                if row[season] + row["heat_rise"] * full > 1.0 - row["heat_loss"] * full + 1e-9:
                    rule = "at full heat output its minimum is above its maximum"
                    yield self._at("thermal", k, season, rule, "Lower it, or heat_ratio, heat_rise or heat_loss.")
            if row["efficient"] and row["technology"] != "coal":
                yield self._at("thermal", k, "efficient", "only coal has the retrofits", "Leave it empty.")
        given = set(self.tables["maintenance"]["fleet"])
        for k, row in enumerate(fleets.to_dict("records")):
            if row["fleet"] in given and row["maintenance"] > 0:
                rule = "maintenance.csv gives its outages, and the LP would place more"
                yield self._at("thermal", k, "maintenance", rule, "Set it to 0, or drop the rows there.")
        for k, row in enumerate(self.tables["maintenance"].to_dict("records")):
            if row["end"] < row["start"]:
                yield self._at("maintenance", k, "end", "it ends before it starts", "Mend one of the dates.")

    def _others(self) -> Iterator[Fault]:
        for k, row in enumerate(self.tables["corridors"].to_dict("records")):
            if row["band"] > 0 and row["price"] <= 0:
                rule = "a band needs a price, or the LP exports the least that it may"
                yield self._at("corridors", k, "price", rule, "Give the income, or set band to 0.")
            if not row["energy_low"] <= row["energy_mid"] <= row["energy_high"]:
                yield self._at("corridors", k, "energy_mid", "low, mid and high are not in order", "Mend them.")
        for k, row in enumerate(self.tables["lines"].to_dict("records")):
            if row["from_area"] == row["to_area"]:
                remedy = "Inside an area, limit the flow by a section."
                yield self._at("lines", k, "to_area", "a line goes between two areas", remedy)
        sections = self.tables["sections"]
        for name, months in sections.groupby("section")["month"]:
            if len(months) < 12:
                k = int(months.index[0])
                rule = f"section {name} has {len(months)} of 12 months"
                yield self._at("sections", k, "month", rule, "Give a limit for every month.")
        for k, row in enumerate(self.tables["electrolysers"].to_dict("records")):
            if 12 * row["monthly"] > row["yearly"] * (1 + 1e-9):
                rule = "twelve times the monthly hydrogen is more than the yearly"
                yield self._at("electrolysers", k, "monthly", rule, "Lower it, or raise yearly.")
        floors = self.tables["parks"]["park"]
        for park in set(floors) & set(self.tables["corridors"]["corridor"]):
            k = int(floors.tolist().index(park))
            yield self._at("parks", k, "park", "a corridor has this name", "Rename one of them.")

    def _series(self, series: dict[str, Any]) -> Iterator[Fault]:
        shares = {"renewables", "csp", "heat"}
        for table in ("renewables", "csp", "heat", "load", "corridors"):
            for k, row in enumerate(self.tables[table].to_dict("records")):
                name = row["profile"]
                if name not in series:
                    remedy = f"{self.settings.series} has: {', '.join(sorted(series)[:40])}."
                    yield self._at(table, k, "profile", "there is no such series", remedy)
                elif table in shares and series[name].max() > 1.0 + 1e-9:
                    rule = f"the profile rises to {series[name].max():.4f}, above 1"
                    yield self._at(table, k, "profile", rule, "It is a share: divide it by its capacity or peak.")
                elif table in ("load", "corridors") and series[name].sum() <= 0:
                    yield self._at(table, k, "profile", "the profile is zero all year", "Name another series.")
                elif table == "corridors":
                    energy = row[f"energy_{self.settings.export_level}"]
                    peak = energy * series[name].max() / series[name].sum()
                    if peak > row["capacity"] * (1 + 1e-9):
                        rule = f"the contracted curve peaks at {peak:.0f} MW, above the capability"
                        yield self._at(table, k, "capacity", rule, "Lower the energy, or take a flatter profile.")


def convert(table: pd.DataFrame, schema: TableSchema) -> pd.DataFrame:
    """From the usual units of a table into GW, GWh, million CNY, ktce, kt."""
    kinds = {"number": "float64", "integer": "int64", "flag": "bool", "month": "datetime64[s]", "date": "datetime64[s]"}
    out = table.astype({c.name: kinds.get(c.kind, "str") for c in schema.columns})
    for column in schema.columns:
        if column.unit:
            out[column.name] = out[column.name] * UNITS[column.unit][column.unit]
    return out
