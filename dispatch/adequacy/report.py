"""A saved assessment -> page, workbook and CSV, in either language. Nothing is simulated."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dispatch.escape import document
from dispatch.messages import Lang, Words
from dispatch.report import Report
from dispatch.report.build import LABELS, phrases, write

from .results import Adequacy
from .tables import chapter, lines


def build(result: Adequacy, lang: Lang) -> Report:
    """Return the report of an assessment."""
    words = Words(lang)
    title = document((result.case["title_zh"] if lang is Lang.zh else "") or result.case["title"])
    labels = {key: words(key) for key in LABELS}
    sentences = tuple(document(line) for line in lines(result, words))
    return Report(
        words("aq_title", title=title), sentences, str(lang), (chapter(result, words),), labels, phrases(lang)
    )


def write_report(result: Adequacy, folder: Path, lang: Lang, png: bool = False) -> list[Path]:
    """Write ``report.xlsx``, ``report.html`` and ``csv/`` into a folder, with ``png`` also ``png/``; an earlier report is replaced.
    Returns what was written. Raises OSError, PictureError."""
    return write(replace(build(result, lang), other=build(result, lang.other)), folder, png)
