"""Reports for planners: a saved run -> tables -> workbook, page, CSV, pictures. It never sees the LP."""

from .build import build, plan_tables, report
from .compare import compare
from .saved_run import Saved, read
from .writers import PictureError

__all__ = ["PictureError", "Saved", "build", "compare", "plan_tables", "read", "report"]
