"""A report on a page: sentences, chapters with their finding, charts, tables with definitions."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from dispatch.report import Chart, Report, Table, TableColumn

from ..studies import chart_options
from .frame import View, heading, panel
from .plots import chart as show_chart
from .plots import redraw

ROWS = 12
"""Rows of a page of a table."""


def show_report(view: View, report: Report) -> None:
    """Show a report."""
    if report.lines or "warning" in report.labels:
        with panel().props("data-testid=study-summary"):
            if "warning" in report.labels:
                ui.label(report.labels["warning"]).classes("bad")
            for line in report.lines:
                ui.label(line).classes("lines")
    for chapter in report.chapters:
        if not chapter.tables:
            continue
        with panel().props(f"data-testid=chapter-{chapter.key}"):
            heading(chapter.title)
            if chapter.message:
                ui.label(chapter.message).classes("lines text-bold")
            for table in chapter.tables:
                _table(view, table)


def _table(view: View, table: Table) -> None:
    """Show the chart of a table, a choice where there are several, and the table below it."""
    with ui.element("h3").style("margin: 8px 0 0; font-size: .95rem; font-weight: 600"):
        ui.label(table.title)
    if table.charts:
        _charts(view, table, table.charts)
    columns = [_column(column, k) for k, column in enumerate(table.columns)]
    rows: list[dict[str, Any]] = [
        {
            "id": number,
            **{f"c{k}": _text(value, column) for k, (value, column) in enumerate(zip(row, table.columns, strict=True))},
        }
        for number, row in enumerate(table.data.itertuples(index=False))
    ]
    several = len(rows) > ROWS
    made = ui.table(columns=columns, rows=rows, row_key="id", pagination=ROWS if several else 0)
    made.classes("w-full").props("dense flat wrap-cells" + ("" if several else " hide-bottom"))
    if table.notes:
        with ui.expansion(view.words("workbench.definitions")).classes("w-full").props("dense"):
            for note in table.notes:
                ui.label(note).classes("soft lines")


def _charts(view: View, table: Table, charts: tuple[Chart, ...]) -> None:
    drawn: list[ui.echart] = []
    if len(charts) > 1:
        titles = {k: chart.title for k, chart in enumerate(charts)}
        chosen = ui.select(
            titles,
            value=0,
            label=view.words("choose"),
            on_change=lambda e: redraw(drawn[0], chart_options(table, charts[int(e.value)])),
        )
        chosen.props("dense options-dense").style("min-width: 280px; max-width: 100%")
    drawn.append(show_chart(chart_options(table, charts[0]), 340))


def _column(column: TableColumn, place: int) -> dict[str, Any]:
    number = column.digits is not None
    return {
        "name": f"c{place}",
        "label": column.heading,
        "field": f"c{place}",
        "align": "right" if number else "left",
        "classes": "number" if number else "",
    }


def _text(value: Any, column: TableColumn) -> str:
    if column.digits is None:
        return str(value)
    return "–" if value is None or value != value else f"{value:z,.{column.digits}f}"
