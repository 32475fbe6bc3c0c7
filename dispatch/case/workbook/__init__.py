"""A case as one workbook: read as a folder, and written with units, choices and comments."""

from .places import line_of, place_of, with_cells
from .unpack import WORKBOOKS, Unpacked, home_of, is_workbook, unpack
from .write import write_workbook

__all__ = [
    "WORKBOOKS",
    "Unpacked",
    "home_of",
    "is_workbook",
    "line_of",
    "place_of",
    "unpack",
    "with_cells",
    "write_workbook",
]
