"""The closing table of a run, in one language."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console, OverflowMethod, RenderableType
from rich.table import Table
from rich.text import Text

from dispatch.escape import terminal
from dispatch.words import Words, usual

if TYPE_CHECKING:
    from dispatch.results import Run


TEXT = 16
"""Least width of texts beside many numbers."""


def plain(text: object, style: str = "", overflow: OverflowMethod | None = None, no_wrap: bool | None = None) -> Text:
    """Return text for the terminal: all that the commands print passes here. Nothing in the text is obeyed, neither a
    control character nor markup.

    >>> plain("[red]a" + chr(27) + "[31mb").plain
    '[red]a\\\\u001b[31mb'
    """
    return Text(terminal(text), style, overflow=overflow, no_wrap=no_wrap)


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    text_columns: int = 1,
    stacked: bool = False,
    text_at_end: bool = False,
) -> Table:
    """A plain table; the first ``text_columns`` columns (and the last, ``text_at_end``) hold text and wrap, the others
    hold numbers and do not.
    ``stacked``: headings of numbers one word a line, so that texts have room."""
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for k, column in enumerate(columns):
        if k < text_columns:
            shown.add_column(plain(column), overflow="fold", min_width=TEXT if stacked else None)
        elif text_at_end and k == len(columns) - 1:
            shown.add_column(plain(column), overflow="fold", min_width=TEXT)
        else:
            heading = terminal(column)
            if stacked:
                heading = heading.replace(" ", "\n").replace("-", "-\n")
            shown.add_column(Text(heading), justify="right", no_wrap=True)
    for row in rows:
        shown.add_row(*(cell if isinstance(cell, Text) else plain(cell) for cell in row))
    return shown


def number(value: float | None, digits: int = 3) -> str:
    """A number as people read it; a dash for none.

    >>> number(1234.5678), number(None)
    ('1,234.568', '–')
    """
    return "–" if value is None or value != value else f"{value:,.{digits}f}"


def closing(run: Run, words: Words) -> Iterator[RenderableType]:
    """Status, verdicts, generation, areas, cost; then how it was computed."""
    record = run.record
    yield plain(f"{record['title']}  {record['from']}  {record['hours']} {words('hours')}", style="bold")
    yield plain(f"{words('status')}: {words(run.status)}", style="green" if run.status == "optimal" else "bold red")
    gap = record["gap"]
    yield plain(f"{words('gap')}: {'–' if gap is None else f'{gap:.1e}'}")
    yield plain(f"{words('method')}: {record['method']} ({words.remark('; '.join(record['notes']))})")
    if run.summary["targets"]:
        yield _targets(run, words)
    yield _technologies(run.summary["region"], words)
    yield _areas(run, words)
    yield from _computing(run, words)


def _targets(run: Run, words: Words) -> Table:
    texts = dict(zip(run.results["target"].values, run.results[f"target_text_{words.lang}"].values, strict=True))
    verdict = {
        True: plain(words("met"), style="green"),
        False: plain(words("not_met"), style="red"),
        None: plain(words("no_verdict")),
    }
    rows = [
        (
            texts[t["id"]],
            number(t["required"]),
            number(t["achieved"]),
            number(t["margin"]),
            t["unit"],
            verdict[t["met"]],
        )
        for t in run.summary["targets"]
    ]
    return table([words(key) for key in ("target", "required", "achieved", "margin")] + ["", words("verdict")], rows)


def _technologies(region: dict[str, Any], words: Words) -> Table:
    keys = ("capacity_gw", "generation_twh", "curtailment_twh")
    rows = []
    for name in region["capacity_gw"]:
        rate = region["utilisation_rate"].get(name)
        figures = [number(region[key].get(name)) for key in keys]
        rows.append((words(name), *figures, "–" if rate is None else f"{rate:.2%}"))
    return table([words(key) for key in ("technology", *keys, "utilisation_rate")], rows)


def _areas(run: Run, words: Words) -> Table:
    names = dict(zip(run.results["area"].values, run.results[f"area_{words.lang}"].values, strict=True))
    places = {names[area]: figures for area, figures in run.summary["areas"].items()}
    if len(places) == 1:
        places = {}
    keys = ("load_twh", "export_twh", "new_energy_twh", "thermal_twh", "unserved_gwh")
    rows = []
    for title, place in [*places.items(), (words("region"), run.summary["region"])]:
        figures = [number(place[key], 2) for key in keys]
        figures += [number(place["reserve_shortfall_gwh"][way], 2) for way in ("up", "down")]
        figures += [number(place["net_coal_rate_gce_per_kwh"], 1), number(place["co2_mt"], 2)]
        rows.append((title, *figures, number(place["cost_cny"] * 1e-9)))
    titles = (*keys, "shortfall_up", "shortfall_down", "net_coal_rate", "co2_mt", "cost")
    return table(["", *(words(key) for key in titles)], rows, stacked=True)


def _computing(run: Run, words: Words) -> Iterator[Text]:
    record = run.record
    both = float(run.results["simultaneous"].sum()) * 1e-3
    if both > 1e-3:
        yield plain(f"{words('simultaneous')}: {number(both)}")
    spent = ", ".join(f"{words(key)} {value:.1f}" for key, value in record["seconds"].items() if value is not None)
    yield plain(f"{words('seconds')}: {spent}")
    if record["peak_memory_mb"] is not None:
        yield plain(f"{words('memory')}: {record['peak_memory_mb']:,.0f}")
    yield plain(f"{words('size')}: {words('size_is', **{key: record[key] for key in SIZE})}")
    if run.folder is not None:
        yield plain(f"{words('folder')}: {run.folder}")


SIZE = ("columns", "rows", "nonzeros", "coupling_rows")


class Screen(Console):
    """A console on which nothing in a text is markup, and whose reader may end before the command does."""

    def __init__(self, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False)

    def on_broken_pipe(self) -> None:
        """Show nothing more, and let the command do its work: what it writes matters more than what it prints."""
        self.quiet = True
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, self.file.fileno())
        os.close(null)
        if not self.stderr:
            with suppress(OSError):
                print(Words(usual())("cut_output"), file=sys.stderr)


def consoles() -> tuple[Console, Console]:
    """Standard output and standard error. What is not a terminal gets no control codes and lines of 120."""
    out, err = Screen(), Screen(stderr=True)
    for console in (out, err):
        if not console.is_terminal:
            console.width = 120
    return out, err
