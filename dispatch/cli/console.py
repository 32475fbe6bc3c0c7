"""The closing table of a run, in one language."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from rich.console import Console, RenderableType
from rich.text import Text

from dispatch.messages import Lang, Message, Words, clauses, usual
from dispatch.messages.implausible import implausible
from dispatch.messages.units import column, local

from .grid import Grid, number, plain, table

if TYPE_CHECKING:
    from dispatch.results import Run
    from dispatch.results.profiles import Profile


def closing(run: Run, words: Words) -> Iterator[RenderableType]:
    """Status, verdicts, generation, areas, cost; then how it was computed."""
    record = run.record
    yield plain(f"{title_of(run, words)}  {record['from']}  {record['hours']} {words('hours')}", style="bold")
    yield plain(f"{words('status')}: {words(run.status)}", style="green" if run.status == "optimal" else "bold red")
    gap = record["gap"]
    yield plain(f"{words('gap')}: {'–' if gap is None else f'{gap:.1e}'}")
    notes = words(clauses(*map(Message.of, record["note_messages"])))
    yield plain(f"{words('method')}: {record['method']}" + (f" ({notes})" if notes else ""))
    if run.summary["targets"]:
        yield _targets(run, words)
    yield _technologies(run.summary["region"], words)
    yield _areas(run, words)
    yield from _expansion(run, words)
    yield from warnings(record.get("warnings", []), words)
    yield from _computing(run, words)


def warnings(found: Iterable[Mapping[str, Any]], words: Words) -> Iterator[Text]:
    """What is implausible, a line each."""
    for one in found:
        yield plain(words("warning_is", warning=implausible(one, words)), style="yellow")


def series(found: Iterable[Profile], words: Words) -> Grid:
    """Hours, mean and maximum of each series, beside the usual range of its technology."""
    rows = []
    for one in found:
        usual = "–" if one.low is None else f"{one.low:,.0f}–{one.high:,.0f}"
        keys = (f"profile_{one.technology}", one.technology)
        kind = next((words(key) for key in keys if key in words), one.technology)
        rows.append(
            (
                one.name,
                kind,
                f"{one.hours:,.0f}",
                *(number(float(f"{value:.6g}")) for value in (one.mean, one.most)),
                usual,
            )
        )
    titles = ("series_name", "technology", "series_hours", "series_mean", "series_most", "series_usual")
    return table([words(key) for key in titles], rows, text_columns=2)


def title_of(run: Run, words: Words) -> str:
    """Title of the case, in Chinese where it has one."""
    chinese = str(run.inputs["settings"].get("title_zh") or "")
    return chinese if words.lang is Lang.zh and chinese else str(run.record["title"])


def _targets(run: Run, words: Words) -> Grid:
    texts = dict(zip(run.results["target"].values, run.results[f"target_text_{words.lang}"].values, strict=True))
    verdict = {
        True: Text(words("met"), style="green"),
        False: Text(words("not_met"), style="red"),
        None: Text(words("no_verdict")),
    }
    rows = []
    for target in run.summary["targets"]:
        amounts = [local(target[key], target["unit"], words.lang) for key in ("required", "achieved", "margin")]
        figures = [number(value) for value, _ in amounts]
        outcome = verdict[target["met"]] if target["tested"] else Text(words("not_tested_of", year=target["year"]))
        rows.append((texts[target["id"]], *figures, amounts[0][1], outcome))
    keys = ("target", "required", "achieved", "margin", "vd_unit", "verdict")
    return table([words(key) for key in keys], rows, texts_at_end=2)


def _technologies(region: dict[str, Any], words: Words) -> Grid:
    keys = ("capacity_gw", "generation_twh", "curtailment_twh")
    rows = []
    for name in region["capacity_gw"]:
        rate = region["utilisation_rate"].get(name)
        figures = [number(column(key, region[key].get(name), words.lang)) for key in keys]
        rows.append((words(name), *figures, "–" if rate is None else f"{rate:.2%}"))
    return table([words(key) for key in ("technology", *keys, "utilisation_rate")], rows)


def _areas(run: Run, words: Words) -> Grid:
    names = dict(zip(run.results["area"].values, run.results[f"area_{words.lang}"].values, strict=True))
    places = {names[area]: figures for area, figures in run.summary["areas"].items()}
    if len(places) == 1:
        places = {}
    keys = ("load_twh", "export_twh", "new_energy_twh", "thermal_twh", "unserved_gwh")
    titles = (*keys, "shortfall_up", "shortfall_down", "net_coal_rate", "co2_mt", "cost")
    rows = []
    for title, place in [*places.items(), (words("region"), run.summary["region"])]:
        short = place["reserve_shortfall_gwh"]
        rate, co2, cost = place["net_coal_rate_gce_per_kwh"], place["co2_mt"], place["cost_cny"] * 1e-9
        figures = [*(place[key] for key in keys), short["up"], short["down"], rate, co2, cost]
        shown = [number(column(key, value, words.lang), 2) for key, value in zip(titles, figures, strict=True)]
        rows.append((title, *shown))
    return table([words("area"), *(words(key) for key in titles)], rows)


def _expansion(run: Run, words: Words) -> Iterator[RenderableType]:
    """Capacities that were chosen, and limits on sums; nothing where there are none."""
    sizes = [
        (words(f"component_{kind}"), name, size["capacity_mw"], size.get("content_mwh"))
        for kind, members in run.summary.get("expansion", {}).items()
        for name, size in members.items()
    ]
    if sizes:
        scaled = [
            [None if value is None else value * 1e-3 for value in (power, content)] for _, _, power, content in sizes
        ]
        shown = [
            (kind, name, *(number(column(key, value, words.lang)) for key, value in zip(_SIZES, pair, strict=True)))
            for (kind, name, *_), pair in zip(sizes[:MAX_ROWS], scaled, strict=False)
        ]
        yield table([words(key) for key in ("chosen_kind", "name", *_SIZES)], shown, text_columns=2)
        if len(sizes) > MAX_ROWS:
            yield plain(words("and_more", count=len(sizes) - MAX_ROWS))
    limits = [
        (name, words(f"limit_{one['sense']}"), *(number(one[key]) for key in ("amount", "sum", "price_cny")))
        for name, one in run.summary.get("limits", {}).items()
    ]
    if limits:
        keys = ("limit", "limit_sense", "limit_amount", "limit_sum", "limit_price")
        yield table([words(key) for key in keys], limits[:MAX_ROWS], text_columns=2)
        if len(limits) > MAX_ROWS:
            yield plain(words("and_more", count=len(limits) - MAX_ROWS))


_SIZES = ("chosen_gw", "chosen_gwh")
MAX_ROWS = 30
"""Rows of a table of chosen capacities or of limits that are printed."""


def _computing(run: Run, words: Words) -> Iterator[Text]:
    record = run.record
    both = float(run.results["simultaneous"].sum()) * 1e-3
    if both > 1e-3:
        yield plain(f"{words('simultaneous')}: {number(column('simultaneous', both, words.lang))}")
    spent = ", ".join(f"{words(key)} {value:.1f}" for key, value in record["seconds"].items() if value is not None)
    yield plain(f"{words('seconds')}: {spent}")
    if record["peak_memory_mb"] is not None:
        yield plain(f"{words('memory')}: {record['peak_memory_mb']:,.0f}")
    yield plain(f"{words('size')}: {words('size_is', **{key: record[key] for key in SIZE})}")
    if run.folder is not None:
        yield plain(f"{words('folder')}: {run.folder}")


SIZE = ("columns", "rows", "nonzeros", "coupling_rows")


class Screen(Console):
    """A console on which nothing in a text is markup, no line is cut, and whose reader may end before the command does."""

    def __init__(self, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=True)

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
    """Standard output and standard error. Lines are given whole, for the terminal to wrap; what is not a terminal gets no
    control codes and tables of 120."""
    out, err = Screen(), Screen(stderr=True)
    for console in (out, err):
        if not console.is_terminal:
            console.width = 120
    return out, err
