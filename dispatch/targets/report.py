"""A saved study -> page, workbook, CSV and pictures, in either language. Nothing is solved."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from dispatch.errors import CaseError, Fault
from dispatch.escape import document
from dispatch.messages import Lang, Words, message
from dispatch.report import Chapter, Report, Table, TableColumn
from dispatch.report.build import LABELS, move_into, phrases, write_pages
from dispatch.results.partial import beside

from . import render_decision
from .joint_uncertainty import draw_joint
from .margin_map import draw_map
from .result_table import Cell, ResultTable
from .sections import Section, sections
from .study import FILE, PARTS, REMEDY, Study, load
from .trade_off_plot import draw

DIGITS = 4
"""Significant digits of the largest number of a column, at least, where its numbers are below 10,000."""
MOST_DIGITS = 9
"""Most digits behind the point."""


def open_study(folder: Path) -> Study:
    """Read a saved study and show it once in each language. Raises CaseError for a file that is damaged, of another
    version or of another program."""
    study = load(folder)
    try:
        for lang in Lang:
            build(study, lang)
    except (LookupError, TypeError, ValueError, ArithmeticError):
        rule = message("fault.targets.not_study_writes")
        raise CaseError([Fault(str(folder / FILE), 0, "study", "", rule, REMEDY)]) from None
    return study


def write_report(study: Study, folder: Path, lang: Lang) -> list[Path]:
    """Write ``report.xlsx``, ``report.html``, a CSV file for each table, and the pictures into an existing folder, and
    replace those of an earlier report once all are written. Returns the files. Raises OSError."""
    words = Words(lang)
    with beside(folder / "report") as part:
        for section in sections(study, words):
            if isinstance(section.content, ResultTable):
                section.content.write(part, words)
        if study.robustness.joint is not None:
            render_decision.joint_samples(study.robustness.joint, study.targets.searched.unit, words).write(part, words)
        draw_pictures(study, part, lang)
        write_pages(replace(build(study, lang), other=build(study, lang.other)), part)
        return [move_into(path, folder / path.name) for path in sorted(part.iterdir())]


def draw_pictures(study: Study, folder: Path, lang: Lang) -> None:
    """Draw the trade-off curve, the map and the histogram of the joint uncertainty, as far as the study has them."""
    if study.measures.trade_off is not None:
        target = study.targets.assessment(study.measures.trade_off.target).target
        texts = {str(one): target.text(one) for one in Lang}
        draw(
            study.measures.trade_off.points,
            study.measures.trade_off.kinds,
            texts,
            target.unit,
            folder / "trade-off.png",
            lang,
        )
    if study.measures.margin_map is not None and any(
        point.margin == point.margin for point in study.measures.margin_map
    ):
        draw_map(study.measures.margin_map, study.targets.texts, study.targets.searched.unit, folder / "map.png", lang)
    if study.robustness.joint is not None and study.robustness.joint.known.size:
        draw_joint(study.robustness.joint, study.targets.texts, study.targets.searched.unit, folder / "joint.png", lang)


def build(study: Study, lang: Lang) -> Report:
    """Return the study as chapters of tables: one for each part that found something."""
    words = Words(lang)
    found = sections(study, words)
    title = document((study.case.title_zh if lang is Lang.zh else "") or study.case.title)
    lines = [document(section.content) for section in found if isinstance(section.content, str)]
    chapters = []
    for part in PARTS:
        tables = [_table(s, words) for s in found if s.part == part and isinstance(s.content, ResultTable)]
        if tables:
            chapters.append(Chapter(f"targets_{part}", words(f"vd_part_{part}"), tuple(tables)))
    labels = {key: words(key) for key in LABELS}
    heading = words("vd_report_of", title=title)
    return Report(heading, tuple(lines), str(lang), tuple(chapters), labels, phrases(lang))


def _table(section: Section, words: Words) -> Table:
    content = section.content
    assert isinstance(content, ResultTable)
    columns, data = list[TableColumn](), dict[str, list[str] | list[float | None]]()
    rows = content.local(words)
    for place, key in enumerate(content.columns):
        cells = [row[place] for row in rows]
        text = any(isinstance(cell, str) for cell in cells)
        columns.append(TableColumn(key, words(key), digits=None if text else _digits(cells)))
        data[key] = [_text(cell) for cell in cells] if text else [_number(cell) for cell in cells]
    notes = tuple(document(note) for note in content.notes)
    return Table(content.name, section.title, tuple(columns), pd.DataFrame(data), notes)


def _text(cell: Cell) -> str:
    return document("" if cell is None or cell != cell else cell)


def _number(cell: Cell) -> float | None:
    return None if cell is None or cell != cell else float(cell)


def _digits(cells: Sequence[Cell]) -> int:
    """Digits behind the point of a column of numbers."""
    size = max((abs(number) for cell in cells if (number := _number(cell)) is not None), default=0.0)
    return 1 if size == 0 else min(max(DIGITS - 1 - math.floor(math.log10(size)), 1), MOST_DIGITS)
