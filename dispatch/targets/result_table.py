"""Tables of the study: rows that are printed and written alike."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dispatch.escape import document, spreadsheet
from dispatch.messages import Lang, Words
from dispatch.messages.units import column, local

Cell = str | float | None


@dataclass(frozen=True)
class ResultTable:
    """A table. name: of its file, and with ``vd_`` before it the key of its title. columns: keys of headings. notes:
    sentences below it."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    notes: tuple[str, ...] = ()

    def local(self, words: Words) -> list[tuple[Cell, ...]]:
        """Rows in the units that the headings name in the language of the reader."""
        pairs = [zip(self.columns, row, strict=True) for row in self.rows]
        return [
            tuple(cell if isinstance(cell, str) else column(key, cell, words.lang) for key, cell in one)
            for one in pairs
        ]

    def write(self, folder: Path, words: Words) -> Path:
        """As CSV in UTF-8. A cell that would begin a formula gets an apostrophe."""
        path = folder / f"{self.name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([words(key) for key in self.columns])
            writer.writerows([_cell(cell) for cell in row] for row in self.local(words))
        return path


def _cell(value: Cell) -> str:
    if isinstance(value, str):
        return spreadsheet(document(value))
    return "" if value is None or value != value else repr(float(value))


def amount(value: float | None, unit: str, lang: Lang) -> str:
    """A number with its unit: that of the targets in English, with how the policy writes it; in Chinese as the policy
    writes it.

    >>> amount(200.0, "GW", Lang.zh), amount(-2.4, "GW", Lang.zh), amount(1.5, "TWh", Lang.zh)
    ('20,000 万千瓦（2 亿千瓦）', '-240 万千瓦', '15 亿千瓦时')
    >>> amount(200.0, "GW", Lang.en), amount(None, "GW", Lang.en)
    ('200 GW (2 亿千瓦)', '–')
    """
    if value is None or value != value:
        return "–"
    here, name = local(value, unit, lang)
    text = f"{here:,.6g} {name}"
    large = f"{value / 100:,.6g} 亿千瓦" if unit == "GW" and abs(value) >= 100 else ""
    if lang is Lang.zh:
        return f"{text}（{large}）" if large else text
    shown, own = local(value, unit, Lang.zh)
    converted = large or (f"{shown:,.6g} {own}" if unit in ("GW", "TWh") else "")
    return f"{text} ({converted})" if converted else text
