"""Reports for planners: a saved run -> tables -> workbook, page, CSV, pictures. It never sees the LP."""

from .build import build, report
from .compare import compare
from .saved_run import read
from .writers import PictureError

__all__ = ["PictureError", "build", "compare", "read", "report"]
