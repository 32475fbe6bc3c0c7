"""Reports that a planner can hand on: a saved run -> tables -> workbook, page, CSV, pictures. It never sees the LP."""

from .compare import compare
from .make import build, report
from .saved import read
from .writers import PictureError

__all__ = ["PictureError", "build", "compare", "read", "report"]
