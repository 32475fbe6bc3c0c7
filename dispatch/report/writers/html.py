"""One page that works from the file system without a network: tables as HTML, charts by Plotly, which is inside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

from plotly.offline import get_plotlyjs

from dispatch.escape import page, page_data
from dispatch.report.table import Report, Table, TableColumn

SHORT = 150
"""Rows up to which a table stands in the page; a longer one is filled in when a reader opens it."""
LONG = 36
"""Characters of a text that may wrap."""
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
    yield f"<header><h1>{page(report.title)}</h1>"
    yield from (f"<p>{page(line)}</p>" for line in report.lines)
    yield "</header>"
    if "warning" in report.labels:
        yield f'<p class="warning">{page(report.labels["warning"])}</p>'
    chapters = [chapter for chapter in report.chapters if chapter.tables]
    yield "<nav>" + "".join(f'<a href="#{c.key}">{page(c.title)}</a>' for c in chapters) + "</nav><main>"
    for chapter in chapters:
        yield f'<section id="{chapter.key}"><h2>{page(chapter.title)}</h2>'
        for table in chapter.tables:
            yield from _table(table, report.labels)
        yield "</section>"
    yield f'</main><script type="application/json" id="report">{_data(report)}</script>'
    yield f"<script>{get_plotlyjs()}</script>"
    yield f"<script>{here.joinpath('page.js').read_text(encoding='utf-8')}</script></body></html>"


def _table(table: Table, labels: dict[str, str]) -> Iterator[str]:
    yield f'<article id="table-{table.key}"><h3>{page(table.title)}</h3>'
    if len(table.charts) > 1:
        options = "".join(f'<option value="{k}">{page(chart.title)}</option>' for k, chart in enumerate(table.charts))
        label = page(labels["choose"])
        yield f'<label class="choose">{label} <select data-chart="chart-{table.key}">{options}</select></label>'
    if table.charts:
        yield f'<div class="chart" id="chart-{table.key}" data-table="{table.key}" data-chart="0"></div>'
    if len(table.data) <= SHORT:
        yield '<div class="wide"><table><thead><tr>' + "".join(map(_head, table.columns)) + "</tr></thead><tbody>"
        digits = [column.digits for column in table.columns]
        for row in table.data.itertuples(index=False):
            yield "<tr>" + "".join(_cell(value, digit) for value, digit in zip(row, digits, strict=True)) + "</tr>"
        yield "</tbody></table></div>"
    else:
        opened = page(labels["show_table"].format(rows=len(table.data)))
        yield f'<details data-table="{table.key}"><summary>{opened}</summary><div class="wide"></div></details>'
        yield f'<p class="print">{page(labels["in_workbook"].format(key=table.key))}</p>'
    if table.notes:
        yield '<ul class="notes">' + "".join(f"<li>{page(note)}</li>" for note in table.notes) + "</ul>"
    yield "</article>"


def _head(column: TableColumn) -> str:
    unit = f"<small>{page(column.unit)}</small>" if column.unit else ""
    kind = ' class="text"' if column.digits is None else ""
    return f"<th{kind}>{page(column.title)}{unit}</th>"


def _cell(value: Any, digits: int | None) -> str:
    if digits is None:
        kind = "text long" if len(str(value)) > LONG else "text"
        return f'<td class="{kind}">{page(str(value))}</td>'
    return "<td></td>" if value is None or value != value else f"<td>{value:z,.{digits}f}</td>"


def _data(report: Report) -> str:
    """Tables and charts as JSON that may stand in a page."""
    tables = {
        table.key: {
            "columns": [{"key": c.key, "title": c.title, "unit": c.unit, "digits": c.digits} for c in table.columns],
            "data": [[None if v is None or v != v else v for v in table.data[c.key]] for c in table.columns],
            "charts": [asdict(chart) for chart in table.charts],
        }
        for table in report.tables
        if table.charts or len(table.data) > SHORT
    }
    return page_data({"tables": tables, "phrases": report.phrases})
