"""A saved run -> a report -> its files."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from dispatch.errors import CaseError, Fault
from dispatch.words import Lang, Words

from .chapters import CHAPTERS
from .pen import Pen, clean
from .saved import Saved, read
from .table import Report
from .writers import write_csv, write_html, write_png, write_xlsx

LABELS = ("contents", "choose", "show_table", "in_workbook")
"""Words that writers need."""
PHRASES = tuple(
    f"plotly_{key}" for key in ("png", "zoom", "pan", "zoom_in", "zoom_out", "all", "reset", "back", "wait", "done")
)


def report(run: Path, lang: Lang, png: bool = False) -> list[Path]:
    """Write ``report.xlsx``, ``report.html`` and ``csv/`` into a run folder, with ``png`` also ``png/``. What was there of
    an earlier report is replaced. Returns what was written. Raises CaseError, OSError, PictureError."""
    saved = read(run)
    if any((saved.inputs["settings"].get("weights") or {}).values()):
        rule = "its hours stand for more than one hour, and a report counts each as one"
        raise CaseError([Fault(str(run), 0, "", "", rule, "Read dispatch.nc and hour_weight in it.")])
    return write(build(saved, lang), run, png)


def build(saved: Saved, lang: Lang) -> Report:
    """All chapters of a run in a language."""
    pen = Pen(saved, lang)
    record, title = saved.record, title_of(saved, lang)
    words = pen.words
    lines = (
        words("window_is", start=record["from"], hours=record["hours"]),
        f"{words('status')}: {words(record['status'])}",
    )
    labels = {key: words(key) for key in LABELS}
    if record["status"] != "optimal":
        labels["warning"] = words("not_optimal", status=words(record["status"]))
    chapters = tuple(chapter(pen) for chapter in CHAPTERS)
    return Report(words("report_of", title=title), lines, str(lang), chapters, labels, phrases(lang))


def title_of(saved: Saved, lang: Lang) -> str:
    """The title of the case, in Chinese where it has one."""
    chinese = saved.inputs["settings"].get("title_zh") if lang is Lang.zh else ""
    return clean(chinese or saved.record["title"])


def phrases(lang: Lang) -> dict[str, str]:
    """What the chart library says, by its English."""
    return {Words(Lang.en)(key): Words(lang)(key) for key in PHRASES}


def write(content: Report, folder: Path, png: bool) -> list[Path]:
    """Write a report into an existing folder: each file and folder appears when it is whole."""
    with tempfile.TemporaryDirectory(prefix=".report.", dir=folder) as name:
        part = Path(name)
        for sub in ("csv", "png") if png else ("csv",):
            (part / sub).mkdir()
        write_csv(content, part / "csv")
        write_xlsx(content, part / "report.xlsx")
        write_html(content, part / "report.html")
        if png:
            write_png(content, part / "png")
        return [_into(path, folder / path.name) for path in sorted(part.iterdir())]


def _into(path: Path, place: Path) -> Path:
    if path.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    os.replace(path, place)
    return place
