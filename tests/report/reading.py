"""Reads what a report wrote, as other programs would: CSV by csv, the workbook by openpyxl, the page by html.parser."""

from __future__ import annotations

import base64
import csv
import gzip
import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl

Cells = list[list[Any]]
BEFORE = 2
"""Sheets before those of the tables, in the workbook of a run: summary, contents."""


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
    for sheet in book.worksheets[BEFORE:]:
        rows = [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)]
        width = next((k for k, value in enumerate(rows[0]) if value is None), len(rows[0]))
        cut = [row[:width] for row in rows]
        last = int(sheet.auto_filter.ref.split(":")[1].strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$")) - 2
        tables[str(sheet["A1"].value)] = cut[:last]
    return tables


@dataclass
class Page(HTMLParser):
    """Tables of a page by key, its packed parts by id, every tag with its attributes, and the footnotes of its appendix."""

    tables: dict[str, Cells] = field(default_factory=dict)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    packed: dict[str, str] = field(default_factory=dict)
    footnotes: dict[str, str] = field(default_factory=dict)
    _key: str = ""
    _script: str = ""
    _note: str = ""

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
        elif tag == "li":
            self._note = str(attributes.get("id") or "")
        elif tag == "script":
            self._script = str(attributes.get("id") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "small":
            self.tables[self._key][-1][-1] += ")"

    def handle_data(self, text: str) -> None:
        inside = self.tags[-1][0] if self.tags else ""
        if self._script and inside == "script":
            self.packed[self._script] = gzip.decompress(base64.b64decode(text)).decode("utf-8")
            self._script = ""
        elif inside == "li" and self._note:
            self.footnotes[self._note] = self.footnotes.get(self._note, "") + text
        elif inside == "a" and self._key in self.tables and "#note-" in str(self.tags[-1][1].get("href")):
            self.tables[self._key][-1][-1] += f"{{{str(self.tags[-1][1]['href'])[1:]}}}"
        elif inside in ("td", "th", "small") and self._key in self.tables and text != "\n":
            self.tables[self._key][-1][-1] += text

    def data(self, lang: str) -> dict[str, Any]:
        """Tables and charts of a language."""
        found: dict[str, Any] = json.loads(self.packed[f"data-{lang}"])
        return found

    def cell(self, text: str) -> str:
        """A cell with its footnote in full where it refers to one."""
        mark = re.search(r"{(note-[^}]*)}$", text)
        return self.footnotes[mark[1]].rstrip("\n") if mark else text


def parsed(text: str) -> Page:
    """The page, or the edition in the other language, of that text."""
    found = Page()
    found.feed(text)
    return found


def page(path: Path) -> Page:
    """The page at ``path``."""
    return parsed(path.read_text("utf-8"))
