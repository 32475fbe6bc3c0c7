"""A workbook: the summary, a contents sheet, then one sheet a table with frozen heads, number formats and native charts."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from dispatch.report.table import Chart, Report, Series, Summary, Table, TableColumn

HEAD = 2
"""Row of the column heads, counted from zero: above it stand the title and a link to the contents."""
_LONGEST_NAME = 31
_CHART = (900, 360)
"""Width and height of a chart in pixels."""
_CHARTS = 24
"""Columns to the right of a table that its charts cover."""
_ROW = 20
"""Height of a row in pixels."""
_NUMBER_WIDTH = 13
_TEXT_WIDTHS = (8, 70)
"""Narrowest and widest column of text, in characters; longer text wraps."""
_NOTE_WIDTH = 110
"""Characters of a note that fit on one line of merged cells, about."""
SUMMARY = "=summary"
"""Key of the summary sheet, which is that of no table."""
_SUMMARY_WIDTH = 120
"""Characters of a sentence that fit on one line of the summary sheet, about."""
_SUMMARY_CHART = (500, 280)
"""Width and height of a chart of the summary in pixels."""
_PLAIN = {"font_name": "Arial", "font_size": 10}


def write_xlsx(report: Report, path: Path) -> None:
    """Write the workbook. Raises OSError."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": report.title})
    Writer(book, report).write()
    try:
        book.close()
    except FileCreateError as error:  # no OSError, but made of one
        cause = error.args[0] if error.args else error
        raise (cause if isinstance(cause, OSError) else OSError(f"{path}: {cause}")) from None


class Writer:
    """Formats and sheet names of one workbook."""

    def __init__(self, book: Any, report: Report) -> None:
        self.book, self.report = book, report
        self.names = _names(report)
        self.formats: dict[int | None, Any] = {}
        self.title = book.add_format(_PLAIN | {"bold": True, "font_size": 14})
        self.head = book.add_format(
            _PLAIN | {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#e8eef4"}
        )
        self.note = book.add_format(_PLAIN | {"text_wrap": True, "valign": "top", "font_color": "#444444"})
        self.link = book.add_format(_PLAIN | {"font_color": "#0b5394", "underline": 1})
        self.plain = book.add_format(_PLAIN)
        self.text = book.add_format(_PLAIN | {"text_wrap": True, "valign": "top"})
        self.figure = book.add_format(_PLAIN | {"bold": True, "font_size": 12, "top": 1, "align": "right"})
        self.chapter = book.add_format(_PLAIN | {"bold": True, "top": 1})

    def write(self) -> None:
        """All sheets: the summary where there is one, the contents, the tables."""
        if self.report.summary is not None:
            self._summary(self.book.add_worksheet(self.names[SUMMARY]), self.report.summary)
        contents = self.book.add_worksheet(self.names[""])
        for table in self.report.tables:
            self._table(table)
        self._contents(contents)

    def number(self, digits: int) -> Any:
        """The format of numbers with so many digits."""
        if digits not in self.formats:
            form = "#,##0" + ("." + "0" * digits if digits else "")
            self.formats[digits] = self.book.add_format(_PLAIN | {"num_format": form})
        return self.formats[digits]

    def _summary(self, sheet: Any, summary: Summary) -> None:
        """Sentences, cards as a table, then the charts of the first page over the sheets of their tables."""
        sheet.set_landscape()
        sheet.fit_to_pages(1, 1)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 2, 16)
        sheet.set_column(3, 3, 78)
        sheet.write_string(0, 0, self.report.title, self.title)
        sheet.write_string(1, 0, "  ".join(self.report.lines), self.note)
        row = 2
        for sentence in (*summary.sentences, *summary.notes):
            form = self.text if sentence in summary.sentences else self.note
            sheet.merge_range(row, 0, row, 3, "", form)
            sheet.write_string(row, 0, sentence, form)
            sheet.set_row_pixels(row, _ROW * (1 + _characters(sentence) // _SUMMARY_WIDTH))
            row += 1
        for card in summary.cards:
            for place, (text, form) in enumerate(
                (
                    (card.title, self.chapter),
                    (card.value, self.figure),
                    (card.unit, self.chapter),
                    (card.detail, self.chapter),
                )
            ):
                sheet.write_string(row, place, text, form)
            row += 1
        for number, picture in enumerate(summary.pictures):
            table = self.report.table(picture.table)
            own = replace(table.charts[picture.chart], title=picture.title)
            chart = Drawing(self.book, self.names[table.key], table, own, _negated_places(table)).chart()
            chart.set_size({"width": _SUMMARY_CHART[0], "height": _SUMMARY_CHART[1]})
            offset = {"x_offset": number % 2 * _SUMMARY_CHART[0], "y_offset": number // 2 * _SUMMARY_CHART[1]}
            sheet.insert_chart(row + 1, 0, chart, offset)

    def _contents(self, sheet: Any) -> None:
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 60)
        sheet.set_column(1, 1, 34)
        sheet.write_string(0, 0, self.report.title, self.title)
        row = 1
        for line in self.report.lines:
            sheet.write_string(row, 0, line, self.plain)
            row += 1
        for chapter in self.report.chapters:
            row += 1
            sheet.write_string(row, 0, chapter.title, self.chapter)
            sheet.write_blank(row, 1, None, self.chapter)
            for table in chapter.tables:
                row += 1
                name = self.names[table.key]
                sheet.write_url(row, 0, f"internal:'{name}'!A1", self.link, table.title)
                sheet.write_string(row, 1, name, self.plain)

    def _table(self, table: Table) -> None:
        sheet = self.book.add_worksheet(self.names[table.key])
        sheet.write_string(0, 0, table.title, self.title)
        sheet.write_url(1, 0, f"internal:'{self.names['']}'!A1", self.link, self.report.labels["contents"])
        for place, column in enumerate(table.columns):
            width = _text_width(column, table) if column.digits is None else _NUMBER_WIDTH
            sheet.set_column(place, place, width)
            sheet.write_string(HEAD, place, column.heading, self.head)
            self._column(sheet, place, column.digits, list(table.data[column.key]))
        sheet.set_row_pixels(HEAD, 60)
        text = [column.digits is None for column in table.columns]
        sheet.freeze_panes(HEAD + 1, text.index(False) if False in text and text.index(False) < 4 else 1)
        last = HEAD + len(table.data)
        sheet.autofilter(HEAD, 0, last, len(table.columns) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD)
        for number, note in enumerate(table.notes):
            self._note(sheet, last + 2 + number, note, len(table.columns))
        negated = self._negated(sheet, table)
        for number, chart in enumerate(table.charts):
            self._chart(sheet, table, chart, number, negated)

    def _column(self, sheet: Any, place: int, digits: int | None, values: list[Any]) -> None:
        for row, value in enumerate(values, start=HEAD + 1):
            if digits is None:
                sheet.write_string(row, place, value, self.text)
            elif value is not None and value == value:
                sheet.write_number(row, place, value, self.number(digits))

    def _note(self, sheet: Any, row: int, note: str, columns: int) -> None:
        wide = max(columns, 8) - 1
        sheet.merge_range(row, 0, row, wide, "", self.note)
        sheet.write_string(row, 0, note, self.note)
        sheet.set_row_pixels(row, _ROW * (1 + _characters(note) // (_NOTE_WIDTH * (wide + 1) // 8)))

    def _negated(self, sheet: Any, table: Table) -> dict[str, int]:
        """Fill the hidden columns with the negatives of what charts draw below zero, and return their places."""
        places = _negated_places(table)
        for key, place in places.items():
            for row, value in enumerate(table.data[key], start=HEAD + 1):
                sheet.write_number(row, place, -value)
            sheet.set_column(place, place, None, None, {"hidden": True})
        return places

    def _chart(self, sheet: Any, table: Table, chart: Chart, number: int, negated: dict[str, int]) -> None:
        first, last = HEAD + 1 + chart.first, HEAD + chart.last
        if chart.kind == "heat":
            places = [_place(table, series.column) for series in chart.series]
            scale = {"type": "2_color_scale", "min_color": "#ffffff", "max_color": "#D55E00"}
            sheet.conditional_format(first, places[0], last, places[-1], scale)
            return
        drawn = Drawing(self.book, self.names[table.key], table, chart, negated).chart()
        drawn.set_size({"width": _CHART[0], "height": _CHART[1]})
        sheet.insert_chart(HEAD + number * (_CHART[1] // _ROW + 1), len(table.columns) + 1, drawn)


def _negated_places(table: Table) -> dict[str, int]:
    """Place of the hidden column of each column that charts draw below zero."""
    keys = dict.fromkeys(s.column for chart in table.charts for s in chart.series if s.role == "below")
    return {key: len(table.columns) + _CHARTS + k for k, key in enumerate(keys)}


class Drawing:
    """A native chart over the cells of its table."""

    def __init__(self, book: Any, sheet: str, table: Table, chart: Chart, negated: dict[str, int]) -> None:
        self.book, self.sheet, self.table, self.chart_, self.negated = book, sheet, table, chart, negated
        self.rows = (HEAD + 1 + chart.first, HEAD + chart.last)

    def chart(self) -> Any:
        """Columns that stack, with lines over them; or lines."""
        own = self.chart_
        bars = [series for series in own.series if series.role != "line" and own.kind != "line"]
        lines = [series for series in own.series if series not in bars]
        drawn = self._of("column", bars) if bars else self._of("line", lines)
        if bars and lines:
            drawn.combine(self._of("line", lines))
        drawn.set_title({"name": own.title, "name_font": {"size": 12}, "overlay": False})
        drawn.set_y_axis(
            {
                "name": own.axis,
                "num_format": "#,##0.##",
                "major_gridlines": {"visible": True, "line": {"color": "#dddddd"}},
            }
        )
        drawn.set_x_axis({"label_position": "low"})
        drawn.set_legend({"position": "right"})
        drawn.show_hidden_data()
        return drawn

    def _of(self, kind: str, series: list[Series]) -> Any:
        options = {"type": kind} | ({"subtype": "stacked"} if kind == "column" else {})
        drawn = self.book.add_chart(options)
        for one in series:
            drawn.add_series(self._series(kind, one))
        return drawn

    def _series(self, kind: str, series: Series) -> dict[str, Any]:
        place, x = _place(self.table, series.column), _place(self.table, self.chart_.x)
        first, last = self.rows
        values = self.negated[series.column] if series.role == "below" else place
        drawn: dict[str, Any] = {
            "name": [self.sheet, HEAD, place],
            "categories": [self.sheet, first, x, last, x],
            "values": [self.sheet, first, values, last, values],
        }
        if kind == "line" and self.chart_.kind == "bar":
            marker = {"type": "diamond", "size": 8, "fill": {"color": series.colour}, "border": {"color": "#ffffff"}}
            return drawn | {"line": {"none": True}, "marker": marker}
        if kind == "line":
            return drawn | {
                "line": {"color": series.colour, "width": 1.75} | ({"dash_type": "dash"} if series.dashed else {})
            }
        if series.role == "curtailed":
            pattern = {"pattern": "wide_upward_diagonal", "fg_color": series.colour, "bg_color": "#ffffff"}
            return drawn | {"pattern": pattern, "gap": 0}
        return drawn | {"fill": {"color": series.colour}, "gap": 0 if self.chart_.kind == "stack" else 60}


def _text_width(column: TableColumn, table: Table) -> int:
    longest = max((_characters(text) for text in [column.heading, *table.data[column.key]]), default=0)
    return min(max(longest + 2, _TEXT_WIDTHS[0]), _TEXT_WIDTHS[1])


def _characters(text: str) -> int:
    """Width of a text: a Chinese character takes two."""
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text)


def _place(table: Table, key: str) -> int:
    return [column.key for column in table.columns].index(key)


def _names(report: Report) -> dict[str, str]:
    """Sheet names: titles without what a sheet name may not hold, short, each once whatever its case."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    first = [] if report.summary is None else [(SUMMARY, report.summary.title)]
    tables = [(table.key, table.title) for table in report.tables]
    for key, title in [*first, ("", report.labels["contents"]), *tables]:
        base = re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:_LONGEST_NAME]
        name, number = base, 1
        while name.lower() in taken:
            number += 1
            name = f"{base[: _LONGEST_NAME - 3]} {number}"
        taken.add(name.lower())
        names[key] = name
    return names
