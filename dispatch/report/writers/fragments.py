"""Parts of the page in one language: summary, chapters, articles of charts and tables, footnotes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dispatch.escape import page
from dispatch.report.table import Chapter, Report, Summary, Table, TableColumn

from .static_chart import static_chart
from .svg import schematic_svg

SHORT = 150
"""Rows up to which a table stands in the page; a longer one is filled in when a reader opens it."""
LONG = 36
"""Characters of a text that may wrap."""
FOOTNOTE = 60
"""Characters of a text in the appendix beyond which its rest is a footnote."""
OPEN = ("verdict",)
"""Tables that are not folded: the answer itself."""


def edition(report: Report) -> Iterator[str]:
    """Yield the whole report in its language: navigation, then summary and chapters, the appendix last."""
    chapters = [chapter for chapter in report.chapters if chapter.tables]
    labels = report.labels
    yield f'<div class="edition" lang="{report.lang}"><nav aria-label="{page(labels["menu"])}">'
    yield f'<p class="brand">{page(report.title)}</p><div class="tools">'
    yield f'<input type="search" placeholder="{page(labels["search"])}" aria-label="{page(labels["search"])}">'
    if report.other is not None:
        other = report.other.lang
        yield f'<button type="button" class="switch" data-lang="{other}" lang="{other}">{page(labels["language_switch"])}</button>'
    yield f'</div><p class="hits" data-text="{page(labels["found"])}" role="status"></p>'
    yield f'<details class="menu" open><summary>{page(labels["menu"])}</summary>'
    if report.summary is not None:
        yield f'<a href="#summary">{page(report.summary.title)}</a>'
    yield "".join(f'<a href="#{chapter.key}">{page(_title(chapter, labels))}</a>' for chapter in chapters)
    yield f"</details></nav><main><header><h1>{page(report.title)}</h1>"
    yield from (f"<p>{page(line)}</p>" for line in report.lines)
    yield "</header>"
    if "warning" in labels:
        yield f'<p class="warning">{page(labels["warning"])}</p>'
    yield f'<p class="warning" id="no-charts" hidden>{page(labels["no_charts"])}</p>'
    if report.summary is not None:
        yield from _summary(report, report.summary)
    for chapter in chapters:
        yield from _chapter(chapter, labels)
    yield "</main></div>"


def _title(chapter: Chapter, labels: dict[str, str]) -> str:
    return f"{labels['appendix']}: {chapter.title}" if chapter.appendix else chapter.title


def _summary(report: Report, summary: Summary) -> Iterator[str]:
    yield f'<section id="summary"><h2>{page(summary.title)}</h2><ol class="sentences">'
    yield "".join(f"<li>{page(sentence)}</li>" for sentence in summary.sentences)
    yield '</ol><div class="cards">'
    for card in summary.cards:
        kind = "card alarm" if card.alarm else "card"
        yield f'<div class="{kind}"><h4>{page(card.title)}</h4><p><strong>{page(card.value)}</strong> {page(card.unit)}</p>'
        yield f"<span>{page(card.detail)}</span></div>"
    yield '</div><div class="pictures">'
    for place, picture in enumerate(summary.pictures):
        kind = "" if place else ' class="wider"'
        yield f'<figure{kind}><h3>{page(picture.title)}</h3><div class="chart" id="summary-{picture.table}" '
        yield f'data-table="{picture.table}" data-chart="{picture.chart}" data-small>'
        table = report.table(picture.table)
        yield static_chart(table, table.charts[picture.chart], wide=not place) + "</div>"
        yield (f"<figcaption>{page(picture.rule)}</figcaption>" if picture.rule else "") + "</figure>"
    if summary.schematic is not None:
        yield f'<figure class="wider"><h3>{page(summary.schematic.title)}</h3>{schematic_svg(summary.schematic)}'
        yield f"<figcaption>{page(summary.schematic.note)}</figcaption></figure>"
    yield '</div><ul class="notes">' + "".join(f"<li>{page(note)}</li>" for note in summary.notes) + "</ul></section>"


def _chapter(chapter: Chapter, labels: dict[str, str]) -> Iterator[str]:
    kind = ' class="appendix"' if chapter.appendix else ""
    yield f'<section id="{chapter.key}"{kind}><h2>{page(_title(chapter, labels))}</h2>'
    if chapter.message:
        yield f'<p class="message">{page(chapter.message)}</p>'
    for table in chapter.tables:
        yield from _article(table, labels, chapter.appendix)
    yield "</section>"


def _article(table: Table, labels: dict[str, str], appendix: bool) -> Iterator[str]:
    """Yield the chart, then the folded table with its definitions."""
    kind = "" if table.charts or table.key in OPEN else ' class="plain"'
    yield f'<article id="table-{table.key}"{kind}><h3>{page(table.title)}</h3>'
    if len(table.charts) > 1:
        options = "".join(f'<option value="{k}">{page(chart.title)}</option>' for k, chart in enumerate(table.charts))
        label = page(labels["choose"])
        yield f'<label class="choose">{label} <select data-chart="chart-{table.key}">{options}</select></label>'
    if table.charts:
        yield f'<div class="chart" id="chart-{table.key}" data-table="{table.key}" data-chart="0"></div>'
    opened = " open" if table.key in OPEN else ""
    yield f'<details class="table" data-table="{table.key}"{opened}>'
    yield f"<summary>{page(labels['folded'].format(rows=len(table.data)))}</summary>"
    footnotes = Footnotes(table.key) if appendix else None
    if len(table.data) <= SHORT:
        yield '<div class="wide"><table><thead><tr>' + "".join(map(_head, table.columns)) + "</tr></thead><tbody>"
        for row in table.data.itertuples(index=False):
            cells = (_cell(value, column, footnotes) for value, column in zip(row, table.columns, strict=True))
            yield "<tr>" + "".join(cells) + "</tr>"
        yield "</tbody></table></div>"
    else:
        yield f'<div class="wide" data-fill></div><p class="print">{page(labels["in_workbook"].format(key=table.key))}</p>'
    if footnotes is not None and footnotes.texts:
        items = (f'<li id="{footnotes.anchor(k)}">{page(text)}</li>' for k, text in enumerate(footnotes.texts, start=1))
        yield f'<ol class="footnotes">{"".join(items)}</ol>'
    if table.notes:
        yield '<ul class="notes">' + "".join(f"<li>{page(note)}</li>" for note in table.notes) + "</ul>"
    yield "</details></article>"


class Footnotes:
    """Footnotes of a table: each text once, numbered in the order of the cells."""

    def __init__(self, key: str) -> None:
        self.key, self.texts = key, list[str]()

    def mark(self, text: str) -> str:
        """Return the mark of a text, which is a link to it."""
        if text not in self.texts:
            self.texts.append(text)
        number = self.texts.index(text) + 1
        return f'<sup><a href="#{self.anchor(number)}">[{number}]</a></sup>'

    def anchor(self, number: int) -> str:
        """Return the id of a footnote."""
        return f"note-{self.key}-{number}"

    def cell(self, text: str, column: TableColumn) -> str:
        """Return the content of a cell of text: sources, and what is long, stand in a footnote."""
        if not text:
            return ""
        if column.key == "source":
            return self.mark(text)
        if len(text) <= FOOTNOTE:
            return page(text)
        return f"{page(text[: FOOTNOTE // 2].rstrip())}… {self.mark(text)}"


def _head(column: TableColumn) -> str:
    unit = f"<small>{page(column.unit)}</small>" if column.unit else ""
    kind = ' class="text"' if column.digits is None else ""
    return f"<th{kind}>{page(column.title)}{unit}</th>"


def _cell(value: Any, column: TableColumn, footnotes: Footnotes | None) -> str:
    if column.digits is None:
        text = str(value)
        if footnotes is not None:
            return f'<td class="text">{footnotes.cell(text, column)}</td>'
        return f'<td class="{"text long" if len(text) > LONG else "text"}">{page(text)}</td>'
    return "<td></td>" if value is None or value != value else f"<td>{value:z,.{column.digits}f}</td>"
