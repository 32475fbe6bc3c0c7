"""Reads what a report wrote, as other programs would: CSV by csv, the workbook by openpyxl, the page by html.parser."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl

Cells = list[list[Any]]


def csv_tables(folder: Path) -> dict[str, Cells]:
    """Key -> rows of texts, the heads first."""
    tables = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            tables[path.stem] = list(csv.reader(file))
    return tables


def sheets(path: Path) -> dict[str, Cells]:
    """Title of a table -> rows, the heads first; what stands below (definitions) or beside (charts) is left out."""
    book = openpyxl.load_workbook(path)
    tables = {}
    for sheet in book.worksheets[1:]:
        rows = [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)]
        width = next((k for k, value in enumerate(rows[0]) if value is None), len(rows[0]))
        cut = [row[:width] for row in rows]
        last = int(sheet.auto_filter.ref.split(":")[1].strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$")) - 2
        tables[str(sheet["A1"].value)] = cut[:last]
    return tables


@dataclass
class Page(HTMLParser):
    """Tables of a page by key, its JSON, and every tag with its attributes."""

    tables: dict[str, Cells] = field(default_factory=dict)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    _key: str = ""
    _script: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        if tag == "article":
            self._key = str(attributes["id"]).removeprefix("table-")
        elif tag == "tr":
            self.tables.setdefault(self._key, []).append([])
        elif tag in ("td", "th"):
            self.tables[self._key][-1].append("")
        elif tag == "small":
            self.tables[self._key][-1][-1] += " ("
        elif tag == "script":
            self._script = attributes.get("id") == "report"

    def handle_endtag(self, tag: str) -> None:
        if tag == "small":
            self.tables[self._key][-1][-1] += ")"

    def handle_data(self, text: str) -> None:
        inside = self.tags[-1][0] if self.tags else ""
        if self._script and inside == "script":
            self.data = json.loads(text)
            self._script = False
        elif inside in ("td", "th", "small") and self._key in self.tables and text != "\n":
            self.tables[self._key][-1][-1] += text


def page(path: Path) -> Page:
    """The page at ``path``."""
    parsed = Page()
    parsed.feed(path.read_text("utf-8"))
    return parsed
