"""The closing table of a run, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from dispatch.results import Run
from dispatch.words import Words


def clean(text: object) -> str:
    """Text from tables without control characters.

    >>> clean("a" + chr(27) + "[31mb")
    'a[31mb'
    """
    return "".join(c for c in str(text) if c.isprintable())


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], text_columns: int = 1) -> Table:
    """A plain table; the first ``text_columns`` columns hold text, the others numbers."""
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for k, column in enumerate(columns):
        shown.add_column(Text(column), justify="left" if k < text_columns else "right")
    for row in rows:
        shown.add_row(*(cell if isinstance(cell, Text) else Text(clean(cell)) for cell in row))
    return shown


def number(value: float | None, digits: int = 3) -> str:
    """A number as people read it; a dash for none.

    >>> number(1234.5678), number(None)
    ('1,234.568', '–')
    """
    return "–" if value is None else f"{value:,.{digits}f}"


def closing(run: Run, words: Words) -> Iterator[RenderableType]:
    """Status, verdicts, generation, areas, cost; then how it was computed."""
    record = run.record
    yield Text(clean(f"{record['title']}  {record['from']}  {record['hours']} {words('hours')}"), style="bold")
    yield Text(f"{words('status')}: {words(run.status)}", style="green" if run.status == "optimal" else "bold red")
    gap = record["gap"]
    yield Text(f"{words('gap')}: {'–' if gap is None else f'{gap:.1e}'}")
    yield Text(f"{words('method')}: {record['method']} ({'; '.join(record['notes'])})")
    if run.summary["targets"]:
        yield _targets(run, words)
    yield _technologies(run.summary["region"], words)
    yield _areas(run, words)
    yield from _computing(run, words)


def _targets(run: Run, words: Words) -> Table:
    texts = dict(zip(run.results["target"].values, run.results[f"target_text_{words.lang}"].values, strict=True))
    verdict = {
        True: Text(words("met"), style="green"),
        False: Text(words("not_met"), style="red"),
        None: Text(words("no_verdict")),
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
    """Places across, figures down."""
    names = dict(zip(run.results["area"].values, run.results[f"area_{words.lang}"].values, strict=True))
    places = [run.summary["region"], *run.summary["areas"].values()]
    titles = [words("region"), *(clean(names[area]) for area in run.summary["areas"])]
    if len(places) == 2:
        places, titles = places[:1], titles[:1]
    lines: list[tuple[str, list[float | None], int]] = [
        (words(key), [place[key] for place in places], 3)
        for key in ("load_twh", "export_twh", "new_energy_twh", "thermal_twh", "unserved_gwh")
    ]
    for way in ("up", "down"):
        lines.append((words(f"shortfall_{way}"), [place["reserve_shortfall_gwh"][way] for place in places], 3))
    lines.append((words("net_coal_rate"), [place["net_coal_rate_gce_per_kwh"] for place in places], 1))
    lines.append((words("co2_mt"), [place["co2_mt"] for place in places], 3))
    lines.append((words("cost"), [place["cost_cny"] * 1e-9 for place in places], 4))
    rows = [(title, *(number(value, digits) for value in values)) for title, values, digits in lines]
    return table(["", *titles], rows)


def _computing(run: Run, words: Words) -> Iterator[Text]:
    record = run.record
    both = float(run.results["simultaneous"].sum()) * 1e-3
    if both > 1e-3:
        yield Text(f"{words('simultaneous')}: {number(both)}")
    spent = ", ".join(f"{words(key)} {value:.1f}" for key, value in record["seconds"].items() if value is not None)
    yield Text(f"{words('seconds')}: {spent}")
    if record["peak_memory_mb"] is not None:
        yield Text(f"{words('memory')}: {record['peak_memory_mb']:,.0f}")
    yield Text(f"{words('size')}: {words('size_is', **{key: record[key] for key in SIZE})}")
    if run.folder is not None:
        yield Text(f"{words('folder')}: {run.folder}")


SIZE = ("columns", "rows", "nonzeros", "coupling_rows")


def consoles() -> tuple[Console, Console]:
    """Standard output and standard error. What is not a terminal gets no control codes and lines of 120."""
    out, err = Console(highlight=False), Console(stderr=True, highlight=False)
    for console in (out, err):
        if not console.is_terminal:
            console.width = 120
    return out, err
