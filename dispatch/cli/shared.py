"""What commands share: the options that several take, and what they say when they fail."""

from __future__ import annotations

import errno
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from dispatch.errors import CaseError, DispatchError, OutOfMemoryError, UnboundedError
from dispatch.words import Lang, Words, usual

from . import stop_at_once
from .grid import plain
from .show import consoles

CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="Case folder, with case.toml and tables.")]
Language = Annotated[
    Lang,
    typer.Option("--lang", help="Language of messages.", default_factory=usual, show_default="that of the locale"),
]
Settings = Annotated[
    list[str],
    typer.Option(
        "--set", metavar="PATH=VALUE", help="Change one input: table\\[key=value].column=VALUE, or key=VALUE."
    ),
]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day or hour.")]
Hours = Annotated[int | None, typer.Option("--hours", min=1, help="Length of the window.")]
Seconds = Annotated[float | None, typer.Option("--time-limit", min=0.0, metavar="S", help="Seconds to solve.")]
Gap = Annotated[float | None, typer.Option("--gap", min=0.0, metavar="G", help="Stop at this relative gap.")]
Threads = Annotated[int | None, typer.Option(min=1, help="Threads.", show_default="all processors")]
DEFAULT = Path("inputs/neimenggu-2030")


def must_be_new(place: Path, words: Words) -> None:
    """Raises FileExistsError for a file or folder that is there: nothing is written over."""
    if place.exists():
        raise FileExistsError(words("exists", path=place))


def must_be_new_folder(place: Path, words: Words) -> None:
    """Raises FileExistsError for a folder that is there, CaseError for one inside a case folder."""
    from dispatch.results.partial import refuse_inside_case  # --help need not load the solver

    must_be_new(place, words)
    refuse_inside_case(place)


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
        for fault in error.faults:
            err.print(plain(f"- {words.fault(fault)}"), soft_wrap=True)
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
    elif isinstance(error, FileExistsError) and error.filename:
        lines = [words("exists", path=error.filename)]
    for line in lines:
        err.print(plain(line, style="bold red"), soft_wrap=True)
    return code
