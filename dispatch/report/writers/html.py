"""One page that works from the file system without a network, in both languages: tables as HTML, charts by Plotly.

The edition of the first language stands in the page. The other edition, the numbers of both and Plotly are packed (gzip, base64)
and unpacked by the browser when they are needed.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from plotly.offline import get_plotlyjs

from dispatch.escape import page, page_data
from dispatch.report.table import Report

from .fragments import SHORT, edition

_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
"""What the browser may load: nothing from anywhere."""


def write_html(report: Report, path: Path) -> None:
    """Write the page."""
    path.write_text("\n".join(_page(report)), encoding="utf-8")


def _page(report: Report) -> Iterator[str]:
    here = files(__package__)
    yield f'<!DOCTYPE html><html lang="{report.lang}"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{page(report.title)}</title>"
    yield f"<style>{here.joinpath('page.css').read_text(encoding='utf-8')}</style></head><body>"
    yield from edition(report)
    yield _packed(f"data-{report.lang}", _data(report))
    if report.other is not None:
        yield _packed(f"data-{report.other.lang}", _data(report.other))
        other = replace(report.other, other=report)  # its switch leads back
        yield _packed(f"edition-{other.lang}", "\n".join(edition(other)))
    yield f'<script type="text/plain" id="plotly">{_plotly()}</script>'
    yield f"<script>{here.joinpath('page.js').read_text(encoding='utf-8')}</script></body></html>"


def _packed(name: str, text: str) -> str:
    return f'<script type="text/plain" id="{name}">{pack(text)}</script>'


def pack(text: str) -> str:
    """Return text as gzip in base64, the same for the same text."""
    return base64.b64encode(gzip.compress(text.encode("utf-8"), 9, mtime=0)).decode("ascii")


@cache
def _plotly() -> str:
    return pack(get_plotlyjs())


def _data(report: Report) -> str:
    """Tables and charts as JSON."""
    tables = {
        table.key: {
            "columns": [{"key": c.key, "title": c.title, "unit": c.unit, "digits": c.digits} for c in table.columns],
            "data": [[None if v is None or v != v else v for v in table.data[c.key]] for c in table.columns],
            "charts": [asdict(chart) for chart in table.charts],
        }
        for table in report.tables
        if table.charts or len(table.data) > SHORT
    }
    return page_data({"tables": tables, "phrases": report.phrases, "title": report.title})
