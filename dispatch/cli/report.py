"""``dispatch report`` and ``dispatch compare``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from dispatch.errors import CaseError, Fault
from dispatch.messages import Lang, Words, message

from .console import consoles
from .grid import plain
from .options import Language, failures, must_be_new_folder, must_be_writable, result_of


def report(
    lang: Language,
    run: Annotated[Path, typer.Argument(metavar="RUN", help="help.run_folder")],
    png: Annotated[bool, typer.Option("--png", help="help.png")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="help.pdf")] = False,
) -> None:
    """Run ``dispatch report``; its help is ``help.command.report``."""
    from .adequacy import adequacy_report
    from .target_study import study_report

    words = Words(lang)
    screen, _ = consoles()
    with failures(words):
        if pdf and any((run / name).is_file() for name in ("targets.json", "adequacy.json", "batch.json")):
            raise CaseError([Fault("--pdf", 0, "", "", message("pdf_of_run"), message("pdf_of_run_remedy"))])
        if (run / "targets.json").is_file():
            must_be_writable(
                run,
                run,
                "RUN",
            )
            for part in study_report(run, lang):
                screen.print(part, soft_wrap=True)
            return
        if (run / "adequacy.json").is_file():
            must_be_writable(run, run, "RUN")
            for part in adequacy_report(run, lang, png):
                screen.print(part, soft_wrap=True)
            return
        for line in write_report(run, lang, png, pdf):
            screen.print(plain(line), soft_wrap=True)


def compare(
    lang: Language,
    runs: Annotated[list[Path], typer.Argument(metavar="RUN RUN...", help="help.run_folders")],
    out: Annotated[
        Path | None, typer.Option(help="help.folder", show_default="help.default.results_compare_time")
    ] = None,
) -> None:
    """Run ``dispatch compare``; its help is ``help.command.compare``."""
    words = Words(lang)
    screen, _ = consoles()
    with failures(words):
        for line in write_comparison(runs, out, lang):
            screen.print(plain(line), soft_wrap=True)


def write_report(run: Path, lang: Lang, png: bool, pdf: bool = False) -> Iterator[str]:
    """Write the report of a run or of a batch; a line for each file. Raises CaseError, OSError."""
    from dispatch.report import PictureError, report

    words = Words(lang)
    if run.is_dir():
        must_be_writable(run, run, "RUN", message("remedy.commands.copy_run"))
    make: Callable[[Path, Lang, bool], list[Path]] = partial(report, pdf=pdf)
    batch = (run / "batch.json").is_file()
    if batch:
        from dispatch.batch.report import report as of_batch

        make = of_batch
    try:
        with legible([] if batch else [run]):
            written = make(run, lang, png)
        for path in written:
            yield words("wrote", path=path)
    except PictureError:
        raise CaseError(
            [Fault("--png" if png else "--pdf", 0, "", "", message("no_font_rule"), message("no_font_remedy"))]
        ) from None


def write_comparison(runs: Sequence[Path], out: Path | None, lang: Lang) -> Iterator[str]:
    """Write the comparison of runs into a new folder; a line for each file. Raises CaseError, OSError."""
    from dispatch.report import compare

    words = Words(lang)
    if len(runs) < 2:
        raise CaseError([Fault("RUN", 0, "", "", message("one_run_rule"), message("one_run_remedy"))])
    place = out or result_of("compare")
    must_be_new_folder(place, words)
    with legible(runs):
        written = compare(runs, place, lang)
    for path in written:
        yield words("wrote", path=path)


@contextmanager
def legible(runs: Sequence[Path]) -> Iterator[None]:
    """Raises CaseError where a chapter fails over a run folder whose inputs are not as a run writes them. What fails over
    sound folders is an error of this program, and stays one. A column that a run of an older version lacks, and no
    chapter needs, does no harm."""
    from dispatch.results import damaged

    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError):
        faults = [fault for run in runs for fault in damaged(run)]
        if not faults:
            raise
        raise CaseError(faults) from None
