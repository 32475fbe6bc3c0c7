"""Writers of a report: workbook, page, CSV files, pictures. They know tables and charts, and nothing of power systems."""

from .csv import write_csv
from .html import write_html
from .pdf import write_pdf
from .png import PictureError, write_png
from .xlsx import write_xlsx

__all__ = ["PictureError", "write_csv", "write_html", "write_pdf", "write_png", "write_xlsx"]
