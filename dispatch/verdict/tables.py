"""Tables of the verdict: rows that are printed and written alike."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dispatch.escape import document, spreadsheet
from dispatch.words import Lang, Words

Cell = str | float | None


@dataclass(frozen=True)
class Sheet:
    """A table. name: of its file, and with ``vd_`` before it the key of its title. columns: keys of headings. notes:
    sentences below it."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    notes: tuple[str, ...] = ()

    def write(self, folder: Path, words: Words) -> Path:
        """As CSV in UTF-8. A cell that would begin a formula gets an apostrophe."""
        path = folder / f"{self.name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([words(column) for column in self.columns])
            writer.writerows([_cell(cell) for cell in row] for row in self.rows)
        return path


def _cell(value: Cell) -> str:
    if isinstance(value, str):
        return spreadsheet(document(value))
    return "" if value is None or value != value else repr(float(value))


def amount(value: float | None, unit: str, lang: Lang) -> str:
    """A number with its unit; in Chinese also as the policy writes it: 亿千瓦, 万千瓦, 亿千瓦时.

    >>> amount(200.0, "GW", Lang.zh), amount(-2.4, "GW", Lang.zh), amount(1.5, "TWh", Lang.zh)
    ('200 GW（2 亿千瓦）', '-2.4 GW（-240 万千瓦）', '1.5 TWh（15 亿千瓦时）')
    >>> amount(200.0, "GW", Lang.en), amount(None, "GW", Lang.en)
    ('200 GW (2 亿千瓦)', '–')
    """
    if value is None or value != value:
        return "–"
    text = f"{value:,.6g} {unit}"
    spoken = ""
    if unit == "GW":
        spoken = f"{value / 100:,.6g} 亿千瓦" if abs(value) >= 100 else f"{value * 100:,.6g} 万千瓦"
    elif unit == "TWh":
        spoken = f"{value * 10:,.6g} 亿千瓦时"
    if not spoken:
        return text
    return f"{text}（{spoken}）" if lang is Lang.zh else f"{text} ({spoken})"
