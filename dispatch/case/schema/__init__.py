"""Every table and every column, once: type, unit, range, default, text. The reference of tables is printed from here."""

from .columns import UNITS, Column, TableSchema
from .demand import AMOUNTS, DEMAND, SHORTFALL_KINDS, TARGET_UNITS, TARGETS_OF_ENERGY
from .generic import GENERIC
from .measures import MEASURES, MEASURES_OF, OF_FLEETS
from .places import PLACES
from .supply import EMITTING, FOSSIL, NEW_ENERGY, RENEWABLE_FUELS, SUPPLY, THERMAL

TABLES: tuple[TableSchema, ...] = PLACES + SUPPLY + DEMAND + MEASURES + GENERIC
SCHEMA: dict[str, TableSchema] = {table.name: table for table in TABLES}

__all__ = [
    "AMOUNTS",
    "EMITTING",
    "FOSSIL",
    "MEASURES_OF",
    "NEW_ENERGY",
    "OF_FLEETS",
    "RENEWABLE_FUELS",
    "SCHEMA",
    "SHORTFALL_KINDS",
    "TABLES",
    "TARGETS_OF_ENERGY",
    "TARGET_UNITS",
    "THERMAL",
    "UNITS",
    "Column",
    "TableSchema",
]
