"""What commands share: the options that several take, and what they say when they fail."""

from __future__ import annotations

import errno
import math
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from dispatch.errors import CaseError, DispatchError, Fault, OutOfMemoryError, SolverError, UnboundedError
from dispatch.messages import Lang, Message, Words, message, sentences, usual

from . import stop_at_once
from .console import consoles
from .grid import plain

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="help.case_folder")]
Language = Annotated[
    Lang,
    typer.Option("--lang", help="help.language", default_factory=usual, show_default="help.default.locale"),
]
Settings = Annotated[
    list[str],
    typer.Option("--set", metavar="PATH=VALUE", help="help.set"),
]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="help.from")]
Hours = Annotated[int | None, typer.Option("--hours", min=1, help="help.hours")]


def _finite(value: float | None) -> float | None:
    """Refuse nan and inf, which a number of at least 0 may be."""
    if value is not None and not math.isfinite(value):
        raise typer.BadParameter(f"{value} is not a finite number.")
    return value


Seconds = Annotated[
    float | None, typer.Option("--time-limit", min=0.0, callback=_finite, metavar="S", help="help.time_limit")
]
Gap = Annotated[float | None, typer.Option("--gap", min=0.0, callback=_finite, metavar="G", help="help.gap")]
Threads = Annotated[int | None, typer.Option(min=1, help="help.threads", show_default="help.default.all_processors")]
DEFAULT = Path("inputs/neimenggu-2030")


MAX_FAULTS = 100
"""Faults that are printed; of more, their number."""
FULL = (errno.ENOSPC, errno.EDQUOT)
"""Causes of a failed write that more free space removes."""


def name_of(case: Path) -> str:
    """Return the name of a case: of its folder, or of its workbook without the ending."""
    from dispatch.case import is_workbook  # --help need not load libraries

    place = case.resolve()
    return place.stem if is_workbook(place) else place.name


def result_of(name: str) -> Path:
    """Return the default place of a result, ``results/NAME-TIME``, with a number behind it where that exists."""
    from dispatch.results.partial import numbered  # --help need not load the solver

    return numbered(Path("results") / f"{name}-{datetime.now():%Y%m%d-%H%M%S}")


_ELSEWHERE = message("remedy.commands.elsewhere_out")


def must_be_new(place: Path, words: Words, option: str = "--out", elsewhere: Message = _ELSEWHERE) -> None:
    """Find out before any work whether a file or folder can be written at ``place``; missing parents are made. option: what names
    the place; elsewhere: the remedy.

    Raises FileExistsError for what is there: nothing is written over; CaseError for a place that cannot be written.
    """
    if place.exists() or place.is_symlink():
        raise FileExistsError(words("exists", path=place))
    must_be_writable(place.parent, place, option, elsewhere)


def must_be_writable(
    folder: Path,
    place: Path,
    option: str = "--out",
    elsewhere: Message = _ELSEWHERE,
) -> None:
    """Find out before any work whether files can be written into a folder, which is made. place, option: what the user
    named. elsewhere: the remedy. Raises CaseError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".", suffix=".partial", dir=folder) as trial:
            (Path(trial) / "trial").write_bytes(bytes(1 << 16))
    except OSError as error:
        if error.errno in FULL:
            rule, remedy = (
                message("fault.commands.disk_full"),
                sentences(message("remedy.commands.free_some_space"), elsewhere),
            )
        elif error.errno == errno.EROFS:
            rule, remedy = message("fault.commands.place_read_only"), elsewhere
        elif error.errno in (errno.EEXIST, errno.ENOTDIR):
            rule, remedy = (
                message("fault.commands.file_in_place"),
                sentences(message("remedy.commands.remove_file"), elsewhere),
            )
        elif error.errno in (errno.EACCES, errno.EPERM):
            rule, remedy = (
                message("fault.commands.no_permission"),
                sentences(message("remedy.commands.permission"), elsewhere),
            )
        else:
            rule, remedy = message("fault.commands.place_cannot_written", strerror=error.strerror), elsewhere
        raise CaseError([Fault(option, 0, "", str(place), rule, remedy)]) from None


def must_be_new_folder(place: Path, words: Words, option: str = "--out", elsewhere: Message = _ELSEWHERE) -> None:
    """Raises FileExistsError for a folder that is there, CaseError for one inside a case folder. option: what names the folder;
    elsewhere: the remedy for a folder that cannot be written."""
    from dispatch.results.partial import refuse_inside_case  # --help need not load the solver

    refuse_inside_case(place, option)
    must_be_new(place, words, option, elsewhere)


@contextmanager
def failures(words: Words) -> Iterator[None]:
    """Say on standard error what went wrong, and end with its exit code."""
    _, err = consoles()
    if signal.getsignal(signal.SIGINT) is stop_at_once:  # from here on Ctrl-C cleans up
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    except CaseError as error:
        err.print(plain(words("faults", count=len(error.faults)), style="bold red"))
        for fault in error.faults[:MAX_FAULTS]:
            err.print(plain(f"- {words.fault(fault)}"), soft_wrap=True)
        if len(error.faults) > MAX_FAULTS:
            err.print(plain(words("more_faults", count=len(error.faults) - MAX_FAULTS)))
        raise typer.Exit(error.exit_code) from None
    except (MemoryError, OSError) as error:
        raise typer.Exit(_of_system(error, words, err)) from None
    except DispatchError as error:
        kind = {3: "infeasible", 4: "gave_up", 130: "interrupted"}[error.exit_code]
        named: dict[type[DispatchError], str] = {UnboundedError: "unbounded", OutOfMemoryError: "no_memory"}
        kind = named.get(type(error), kind)
        err.print(plain(words(kind), style="bold red"))
        for line in words.failure(error).splitlines():
            err.print(plain(line), soft_wrap=True)
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt:
        err.print(plain(words("interrupted"), style="bold red"))
        raise typer.Exit(130) from None


def _of_system(error: MemoryError | OSError, words: Words, err: Console) -> int:
    """Say what the system refused, where, and what helps; the exit code."""
    code, number = CaseError.exit_code, getattr(error, "errno", None)
    lines = [str(error)]
    if isinstance(error, MemoryError) or number == errno.ENOMEM:
        code, lines = OutOfMemoryError.exit_code, [words("no_memory"), words("memory_remedy")]
    elif number in (errno.EMFILE, errno.ENFILE):
        lines = [words("no_files"), words("files_remedy")]
    elif number in FULL:
        place = getattr(error, "filename", None) or words("output_place")
        code, lines = SolverError.exit_code, [words("disk_full", path=place)]
    elif isinstance(error, FileExistsError) and error.filename:
        lines = [words("exists", path=error.filename)]
    for line in lines:
        err.print(plain(line, style="bold red"), soft_wrap=True)
    return code
