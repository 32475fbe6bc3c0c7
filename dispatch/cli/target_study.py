"""The verdict of a case and what makes it infeasible: what the commands say, in the words of the reader."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import RenderableType

from dispatch.app.clock import Report
from dispatch.case import WEEK, Case
from dispatch.errors import CaseError, Fault, UnboundedError
from dispatch.messages import Lang, Words, message, names
from dispatch.results.partial import appearing

from .grid import number, plain, table
from .options import must_be_new_folder, name_of, result_of

if TYPE_CHECKING:
    from dispatch.targets import ResultTable, Section

WEEKS, SIZED = 6, 1
"""Weeks of a long window on which the searches are made; and on which measures of each target and kind are sized, where every plan
takes as long as a dozen of the other solves. The plan for all targets is of the whole window."""
LIST = 40
"""Minimum length of a text, in characters, that is shown as a list on lines of its own."""
LONG = 2352
"""Hours of a window above which one solve takes minutes."""


def diagnosis(
    case: Path, settings: Sequence[str], start: str | None, hours: int | None, threads: int | None, lang: Lang
) -> Iterator[str]:
    """Why a case is infeasible or unbounded, line by line. Raises CaseError."""
    from dispatch.app.assemble import PATIENCE, solve_options
    from dispatch.app.reading import read_case
    from dispatch.infeasibility import describe, describe_shortages, diagnose, shortages

    words = Words(lang)
    content = read_case(case, settings, start, hours)
    began = time.monotonic()
    options = solve_options(threads=threads, time_limit=PATIENCE)
    try:
        found = diagnose(content, options, settings)
    except UnboundedError as error:
        yield from words.failure(error).splitlines()
        return
    if found is None:
        yield words("dx_feasible" if time.monotonic() - began < PATIENCE else "dx_none_found")
        yield from describe_shortages(shortages(content, options), words)
    else:
        yield from describe(content, found, lang)


def study_parts(
    case: Path,
    out: Path | None,
    settings: Sequence[str],
    start: str | None,
    hours: int | None,
    parts: Sequence[str],
    seeds: int,
    weeks: int | None,
    samples: int,
    size: int,
    start_run: Path | None,
    threads: int | None,
    time_limit: float | None,
    report: Report,
    lang: Lang,
) -> Iterator[RenderableType]:
    """The verdict of a case, table by table as it is found, into a new folder: what is printed is written there as CSV,
    with the runs and the compliant case. Raises CaseError, DispatchError, OSError."""
    from dispatch.app.assemble import solve_options
    from dispatch.app.reading import read_case
    from dispatch.targets import (
        PARTS,
        USUAL,
        Solver,
        StudyOptions,
        compute,
        open_study,
        save,
        sections,
        write_report,
    )

    words = Words(lang)
    refuse_unknown(parts, PARTS)
    chosen = tuple(part for part in PARTS if part in parts) or USUAL
    place = out or result_of(f"targets-{name_of(case)}")
    must_be_new_folder(place, words)
    report("read", None)
    content = read_case(case, settings, start, hours)
    report("solve", None)
    searched, measure_weeks = (_weeks(content, weeks, most) for most in (WEEKS, SIZED))
    whole = weeks is None
    solver = Solver(solve_options(threads=threads, time_limit=time_limit, report=lambda item: report("solve", item)))
    with appearing(place) as folder:
        made = StudyOptions(chosen, seeds, searched, measure_weeks, whole, samples, size, start_run, settings)
        shown = 0
        for study in compute(content, made, folder, solver):
            save(study, folder)
            every = sections(study, words)
            yield from lines_of(every[shown:], words)
            shown = len(every)
        write_report(open_study(folder), folder, lang)
    yield plain(words("wrote", path=place))


def study_report(folder: Path, lang: Lang) -> Iterator[RenderableType]:
    """The saved study in a language, and a line for each file of its report. Raises CaseError, OSError."""
    from dispatch.targets import open_study, sections, write_report

    words = Words(lang)
    study = open_study(folder)
    yield from lines_of(sections(study, words), words)
    for path in write_report(study, folder, lang):
        yield plain(words("wrote", path=path))


def lines_of(found: Sequence[Section], words: Words) -> Iterator[RenderableType]:
    """Sections of a study for the terminal."""
    from dispatch.targets import ResultTable

    for section in found:
        if section.title:
            yield plain(section.title, style="bold")
        if isinstance(section.content, ResultTable):
            yield from printed(section.content, words)
        for note in section.content.notes if isinstance(section.content, ResultTable) else (section.content,):
            yield plain(note)


def refuse_unknown(parts: Sequence[str], known: Sequence[str]) -> None:
    """Raise CaseError for a part of the study that does not exist."""
    unknown = next((part for part in parts if part not in known), None)
    if unknown is not None:
        remedy = message("list.of", what=message("list.commands.parts"), names=names(known))
        raise CaseError([Fault("--part", 0, "", unknown, message("fault.commands.no_such_part"), remedy)])


def printed(sheet: ResultTable, words: Words) -> Iterator[RenderableType]:
    """A sheet as a table; where its last column holds lists, these follow it, a line each."""
    rows = [[cell if isinstance(cell, str) else number(cell, 4) for cell in row] for row in sheet.local(words)]
    first = sheet.rows[0] if sheet.rows else ()
    texts = next((k for k, cell in enumerate(first) if not isinstance(cell, str)), len(first))
    ends = texts < len(first) and isinstance(first[-1], str)
    lists = ends and max(len(row[-1]) for row in rows) > LIST
    width = len(first) - 1 if lists else len(sheet.columns)
    headings = [words(column) for column in sheet.columns[:width]]
    yield table(headings, [row[:width] for row in rows], min(texts, width), texts_at_end=int(ends and not lists))
    for row in rows if lists else ():
        if row[-1]:
            yield plain(f"{', '.join(row[:2])}: {row[-1]}")


def _weeks(case: Case, asked: int | None, usual: int) -> int | None:
    """Weeks on which is searched, ``usual`` of a long window; None: the whole window. Raises CaseError."""
    hours = len(case.time)
    if asked is None:
        return usual if hours > LONG else None
    if asked * WEEK > hours:
        rule = message("fault.common.weeks", count=asked, whole=hours)
        raise CaseError([Fault("--weeks", 0, "", str(asked), rule, message("remedy.commands.weeks"))])
    return asked or None
