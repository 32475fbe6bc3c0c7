"""Every table and every column, once: type, unit, range, default, text. The reference of tables is printed from here."""

from .columns import NO_POSITION, UNITS, Column, TableSchema
from .demand import AMOUNTS, DEMAND, SHORTFALL_KINDS, TARGET_UNITS, TARGETS_OF_ENERGY
from .generic import ENDLESS, FREE, stated
from .generic_tables import GENERIC
from .measures import MEASURES, MEASURES_OF, OF_FLEETS
from .places import PLACES
from .supply import SUPPLY

TABLES: tuple[TableSchema, ...] = PLACES + SUPPLY + DEMAND + MEASURES + GENERIC
SCHEMA: dict[str, TableSchema] = {table.name: table for table in TABLES}

__all__ = [
    "AMOUNTS",
    "ENDLESS",
    "FREE",
    "GENERIC",
    "MEASURES_OF",
    "NO_POSITION",
    "OF_FLEETS",
    "SCHEMA",
    "SHORTFALL_KINDS",
    "TABLES",
    "TARGETS_OF_ENERGY",
    "TARGET_UNITS",
    "UNITS",
    "Column",
    "TableSchema",
    "stated",
]
