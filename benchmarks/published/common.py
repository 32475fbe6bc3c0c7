"""What the scripts beside this share: a case from rows, its optimum, and the line that sets it beside what is published."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import dispatch
from dispatch.arrays import Floats
from dispatch.lp import LP
from dispatch.pypsa_io.folder import write_folder
from dispatch.pypsa_io.reader import Content, Owner, Row
from dispatch.results import Run

Rule = Callable[[LP], None]


class PublishedRows(Content):
    """Rows and series of a case that come from published files, not from a network."""

    def place(self, table: str, row: Row) -> None:
        """Add a row of a table."""
        self.add(table, row, Owner(table, ""))

    def profile(self, name: str, values: Floats) -> str:
        """Keep a series (hours,) and return its name in the case."""
        return self.store(Owner(name, ""), "", values)


def solve(
    content: Content, title: str, rule: Rule | None = None, integer: bool = False, gap: float | None = None
) -> Run:
    """Write the rows as a case, read it, add ``rule`` to its LP, solve it."""
    content.settings["title"] = title
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "case"
        write_folder(content, place)
        case = dispatch.read_case(place)
        lp = dispatch.build(case)
        if rule is not None:
            rule(lp)
        return dispatch.run(case, lp=lp, threads=1, integer=integer, gap=gap)


def one_bus(content: PublishedRows, *names: str) -> None:
    """Areas of one pocket and one dispatcher each."""
    for name in names:
        content.place("areas", {"area": name, "name_zh": name, "name_en": name})
        content.place("pockets", {"pocket": name, "area": name})
        content.place("dispatchers", {"dispatcher": "all", "area": name})


def at(name: str) -> dict[str, str]:
    """Columns that place something on such a bus."""
    return {"area": name, "pocket": name, "dispatcher": "all"}


def beside(name: str, ours: float, published: float, note: str = "") -> bool:
    """Print ours beside what is published; whether they agree to 1e-6."""
    difference = (ours - published) / abs(published)
    print(f"{name:44s} {ours:20.4f} {published:20.4f} {difference:+.2e}  {note}")
    return abs(difference) <= 1e-6
