"""Reports for planners: a saved run -> tables -> workbook, page, CSV, pictures. It never sees the LP."""

from dispatch.results.saved_run import Saved, read

from .build import build, build_study, plan_tables, report, title_of
from .compare import compare
from .palette import nth
from .table import Chapter, Chart, Report, Series, Table, TableColumn
from .table_builder import REGION, Col, TableBuilder, columns
from .writers import PictureError
from .writers.svg import shortened

__all__ = [
    "REGION",
    "Chapter",
    "Chart",
    "Col",
    "PictureError",
    "Report",
    "Saved",
    "Series",
    "Table",
    "TableBuilder",
    "TableColumn",
    "build",
    "build_study",
    "columns",
    "compare",
    "nth",
    "plan_tables",
    "read",
    "report",
    "shortened",
    "title_of",
]
