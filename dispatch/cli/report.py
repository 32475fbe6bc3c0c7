"""``dispatch report`` and ``dispatch compare``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from dispatch.errors import CaseError, Fault
from dispatch.words import Lang, Words

from .grid import plain
from .shared import Language, failures, must_be_new_folder
from .show import consoles


def report(
    lang: Language,
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Run folder.")],
    png: Annotated[bool, typer.Option("--png", help="Also every chart as a picture.")] = False,
) -> None:
    """Write report.xlsx, report.html and csv/ into a run folder."""
    words = Words(lang)
    screen, _ = consoles()
    with failures(words):
        for line in write_report(run, lang, png):
            screen.print(plain(line), soft_wrap=True)


def compare(
    lang: Language,
    runs: Annotated[list[Path], typer.Argument(metavar="RUN RUN...", help="Run folders; the first is the base.")],
    out: Annotated[Path | None, typer.Option(help="Folder.", show_default="results/compare-<time>")] = None,
) -> None:
    """Write a workbook and a page with what differs between runs."""
    words = Words(lang)
    screen, _ = consoles()
    with failures(words):
        for line in write_comparison(runs, out, lang):
            screen.print(plain(line), soft_wrap=True)


def write_report(run: Path, lang: Lang, png: bool) -> Iterator[str]:
    """Write the report of a run or of a batch; a line for each file. Raises CaseError, OSError."""
    from dispatch.report import PictureError, report

    words = Words(lang)
    make: Callable[[Path, Lang, bool], list[Path]] = report
    if (run / "batch.json").is_file():
        from dispatch.batch.report import report as of_batch

        make = of_batch
    try:
        for path in make(run, lang, png):
            yield words("wrote", path=path)
    except PictureError:
        raise CaseError([Fault("--png", 0, "", "", words("no_font_rule"), words("no_font_remedy"))]) from None


def write_comparison(runs: Sequence[Path], out: Path | None, lang: Lang) -> Iterator[str]:
    """Write the comparison of runs into a new folder; a line for each file. Raises CaseError, OSError."""
    from dispatch.report import compare

    words = Words(lang)
    if len(runs) < 2:
        raise CaseError([Fault("RUN", 0, "", "", words("one_run_rule"), words("one_run_remedy"))])
    place = out or Path("results") / f"compare-{datetime.now():%Y%m%d-%H%M%S}"
    must_be_new_folder(place, words)
    for path in compare(runs, place, lang):
        yield words("wrote", path=path)
