"""A saved run -> a report -> its files."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from dispatch.errors import CaseError, Fault
from dispatch.escape import document
from dispatch.messages import Lang, Words, message
from dispatch.results.partial import beside
from dispatch.results.saved_run import Saved, read

from .chapters import CHAPTERS, foresight, plan
from .executive import summary
from .findings import with_finding
from .table import Report, Table
from .table_builder import TableBuilder
from .writers import write_csv, write_html, write_pdf, write_png, write_xlsx

LABELS = (
    "appendix",
    "choose",
    "contents",
    "folded",
    "found",
    "in_workbook",
    "language_switch",
    "menu",
    "no_charts",
    "search",
)
"""Words that writers need."""
PHRASES = tuple(
    f"plotly_{key}" for key in ("png", "zoom", "pan", "zoom_in", "zoom_out", "all", "reset", "back", "wait", "done")
)


def report(run: Path, lang: Lang, png: bool = False, pdf: bool = False) -> list[Path]:
    """Write ``report.xlsx``, ``report.html`` and ``csv/`` into a run folder, with ``png`` also ``png/``, with ``pdf`` also
    ``summary.pdf``. What was there of an earlier report is replaced. Returns what was written. Raises CaseError, OSError, PictureError."""
    saved = read(run)
    if any((saved.inputs["settings"].get("weights") or {}).values()):
        rule = message("fault.report.weighted_hours")
        raise CaseError([Fault(str(run), 0, "", "", rule, message("remedy.report.hour_weight"))])
    return write(replace(build(saved, lang), other=build(saved, lang.other)), run, png, pdf)


def build(saved: Saved, lang: Lang) -> Report:
    """All chapters of a run in a language."""
    builder = TableBuilder(saved, lang)
    record, title = saved.record, title_of(saved, lang)
    words = builder.words
    lines = [
        words("window_is", start=record["from"], hours=record["hours"]),
        f"{words('status')}: {words(record['status'])}",
    ]
    if "market" not in saved.summary:
        lines.append(words("not_settled_integer" if record["method"] == "integer" else "not_settled"))
    labels = {key: words(key) for key in LABELS}
    if record["status"] != "optimal":
        labels["warning"] = words("not_optimal", status=words(record["status"]))
    chapters = tuple(with_finding(builder, chapter(builder)) for chapter in CHAPTERS)
    first = summary(builder, chapters)
    return Report(words("report_of", title=title), tuple(lines), str(lang), chapters, labels, phrases(lang), first)


def build_study(saved: Saved, lang: Lang) -> Report:
    """Return the chapters of a plan and of an operation alone, with their findings."""
    builder = TableBuilder(saved, lang)
    words = builder.words
    chapters = tuple(with_finding(builder, chapter(builder)) for chapter in (foresight.chapter, plan.chapter))
    labels = {key: words(key) for key in LABELS}
    if saved.record["status"] != "optimal":
        labels["warning"] = words("not_optimal", status=words(saved.record["status"]))
    return Report(title_of(saved, lang), (), str(lang), chapters, labels, phrases(lang))


def plan_tables(saved: Saved, folder: Path, lang: Lang) -> tuple[Table, ...]:
    """Write the tables of the plan of a run as CSV into ``csv/`` of an existing folder, and return them. Raises OSError."""
    tables = Report("", (), str(lang), (plan.chapter(TableBuilder(saved, lang)),))
    (folder / "csv").mkdir()
    write_csv(tables, folder / "csv")
    return tables.tables


def title_of(saved: Saved, lang: Lang) -> str:
    """The title of the case, in Chinese where it has one."""
    chinese = saved.inputs["settings"].get("title_zh") if lang is Lang.zh else ""
    return document(chinese or saved.record["title"])


def phrases(lang: Lang) -> dict[str, str]:
    """What the chart library says, by its English."""
    return {Words(Lang.en)(key): Words(lang)(key) for key in PHRASES}


def write(content: Report, folder: Path, png: bool, pdf: bool = False) -> list[Path]:
    """Write a report into an existing folder, and replace an earlier one file by file once all of the new one is written:
    whatever ends the program on the way, each file is there, whole, the new or the old one."""
    with beside(folder / "report") as part:
        for sub in ("csv", "png") if png else ("csv",):
            (part / sub).mkdir()
        write_csv(content, part / "csv")
        write_pages(content, part)
        if png:
            write_png(content, part / "png")
        if pdf:
            write_pdf(content, part / "summary.pdf")
        return [move_into(path, folder / path.name) for path in sorted(part.iterdir())]


def write_pages(content: Report, folder: Path) -> None:
    """Write ``report.xlsx`` and ``report.html`` into an existing folder. Raises OSError."""
    write_xlsx(content, folder / "report.xlsx")
    write_html(content, folder / "report.html")


def move_into(path: Path, place: Path) -> Path:
    """Put a file, or the files of a folder, over those of the same name; then remove other files of the folder."""
    if not path.is_dir():
        os.replace(path, place)
        return place
    names = {file.name for file in path.iterdir()}
    place.mkdir(exist_ok=True)
    for name in sorted(names):
        os.replace(path / name, place / name)
    for old in place.iterdir():
        if old.name not in names and old.is_file():
            old.unlink()
    return place
