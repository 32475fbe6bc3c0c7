"""``dispatch batch``: what the command says, in the words of the reader."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.live import Live
from rich.text import Text

from dispatch.batch.batch import Request, fit, prepare, solve
from dispatch.batch.plan import Plan, Planned
from dispatch.batch.progress import State
from dispatch.batch.store import Failure, Ledger, Store
from dispatch.batch.sweep import Keep, SweepFile, read_sweep
from dispatch.batch.table import table
from dispatch.messages import Lang, Message, Words, message
from dispatch.results.partial import refuse_inside_case

from .console import consoles
from .grid import Grid, plain
from .grid import table as table_of
from .options import must_be_writable

if TYPE_CHECKING:
    from dispatch.batch.clusters import Engine

__all__ = ["Request", "batch", "places"]

EVERY = 10.0
"""Seconds between lines where the output is no terminal."""
MAX_CASES = 20
"""Cases and failures that are listed on the screen; the table has all."""
CODES = {"input": 2, "infeasible": 3}
"""Exit codes of one case by the reason of its failure; any other is 4."""


def places(sweep: Path, out: Path | None, store: Path | None) -> tuple[Path, Path]:
    """Folder of a batch and of its cases: ``results/NAME``, and ``cases`` beside it, by default."""
    place = out or Path("results") / sweep.stem
    return place, store or place.parent / "cases"


def batch(sweep: Path, request: Request, lang: Lang, keep: Keep | None, dry_run: bool, one_case: str | None) -> int:
    """Run the command; its exit code. Raises DispatchError, OSError."""
    file = read_sweep(sweep)
    if keep is not None:
        file = SweepFile(file.path, file.sweep.model_copy(update={"keep": keep}))
    words = Words(lang)
    screen, err = consoles()
    if dry_run:
        return _dry_run(file, request, words, screen)
    for option, place in (("--out", request.out), ("--store", request.store)):
        refuse_inside_case(place)
        must_be_writable(place, place, option, message("remedy.commands.name_place_elsewhere", option=option))
    plan = prepare(file, request)
    if one_case is not None:
        return _one(plan, request, one_case, words, err)
    with Watch(err, words) as watch:
        failed = solve(file, request, plan, watch.describe, watch.begun)
    return _closing(request.out, failed, words, screen)


def _one(plan: Plan, request: Request, which: str, words: Words, err: Console) -> int:
    from dispatch.batch.one_case import one

    case = plan.case(which)
    outcome = one(plan, request.out, case, request.verbose)
    line = words(f"case_{outcome['outcome']}", number=case.number, name=case.name)
    err.print(
        plain(f"{line} {_reason_text(outcome.get('message', ''), outcome.get('keyed'), words)}".strip()), soft_wrap=True
    )
    return CODES.get(outcome["reason"], 4) if outcome["outcome"] == "failed" else 0


def _reason_text(text: str, keyed: dict[str, Any] | None, words: Words) -> str:
    """Why a case failed, in the language of the reader."""
    return words.failure(text) if keyed is None else words(Message.of(keyed))


def _dry_run(file: SweepFile, request: Request, words: Words, screen: Console) -> int:
    from dispatch.batch import plan as planning
    from dispatch.batch.estimate import estimate

    plan = planning.plan(file, request.store)
    estimated = estimate(plan)
    screen.print(_listing(plan, {case.name for case in planning.unsolved(plan, Store(Path(plan.store)))}, words))
    workers = request.workers or fit(plan, max(estimated.cases, 1), None, estimated.memory_mb)[0]
    source = words(f"estimate_{estimated.source}")
    screen.print(plain(words("batch_left", left=estimated.cases, total=len(plan.all))))
    screen.print(
        plain(
            words(
                "batch_estimate",
                each=duration(estimated.seconds),
                memory=f"{estimated.memory_mb:,.0f}",
                total=duration(estimated.total(workers)),
                workers=workers,
                source=source,
            )
        ),
        soft_wrap=True,
    )
    return 0


def _listing(plan: Plan, left: set[str], words: Words) -> Grid:
    """Every case with its levels and name."""
    headings = [
        words("case_number"),
        *(axis.title(words.lang) for axis in plan.axes),
        words("case_name"),
        words("status"),
    ]
    rows = []
    for case in (plan.base, *plan.cases):
        status = words("to_solve" if case.name in left else "done")
        rows.append((*_levels(case), case.name, status))
    return table_of(headings, rows, texts_at_end=2)


def _levels(case: Planned) -> Sequence[Text]:
    levels = (f"{value:g}" if isinstance(value, float) else str(value) for value in case.point.values())
    return [plain(str(case.number)), *(plain(level) for level in levels)]


def _closing(out: Path, failed: dict[str, Failure], words: Words, screen: Console) -> int:
    from dispatch.batch.plan import load

    plan = load(out)
    frame = table(plan, out)
    own = frame.drop_duplicates("name")
    counts = Counter(own["status"])
    failures = Ledger(out).failures()
    lost = [failures.get(name) or failed[name] for name in own["name"] if name in failures or name in failed]
    if lost:
        rows = [
            (one.name, words(f"reason_{one.reason}"), _reason_text(one.message, one.keyed, words).partition("\n")[0])
            for one in lost[:MAX_CASES]
        ]
        screen.print(table_of([words(key) for key in ("case_name", "reason", "message")], rows, texts_at_end=2))
    screen.print(plain(words("batch_closing", done=counts["done"], failed=len(lost), missing=counts["missing"])))
    for name in ("table.parquet", "table.csv"):
        screen.print(plain(words("wrote", path=out / name)), soft_wrap=True)
    return 0 if counts["done"] == len(own) else 4


def duration(seconds: float) -> str:
    """Seconds as people say them.

    >>> duration(7.4), duration(125), duration(9000)
    ('7 s', '2 min 5 s', '2 h 30 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{seconds:.1f} s" if seconds < 5 else f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


class Watch:
    """One live line on a terminal; a line now and then into a pipe."""

    def __init__(self, console: Console, words: Words) -> None:
        self.console, self.words = console, words
        self._state: State | None = None
        self._reported = 0.0
        self._live: Live | None = None

    def __enter__(self) -> Watch:
        if self.console.is_terminal:
            self._live = Live(get_renderable=self._line, console=self.console, transient=True, refresh_per_second=4)
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def begun(self, engine: Engine) -> None:
        """Say where the work is done, and how it is protected."""
        self.console.print(plain(self.words(f"safety_{engine.safety}")))
        if engine.dashboard:
            self.console.print(plain(self.words("dashboard_is", address=engine.dashboard)), soft_wrap=True)

    def describe(self, state: State) -> None:
        """Take in how far it is."""
        self._state = state
        if self._live is None and time.monotonic() - self._reported > EVERY:
            self._reported = time.monotonic()
            self.console.print(self._line(), soft_wrap=True)

    def _line(self) -> Text:
        state = self._state
        if state is None:
            return plain("")
        left = "–" if state.left is None else duration(state.left)
        line = self.words(
            "batch_progress",
            done=state.done,
            total=state.total,
            running=state.running,
            failed=state.failed,
            workers=state.workers,
            rate=f"{state.rate:.1f}",
            left=left,
            memory=f"{state.memory_mb:,.0f}",
            spent=duration(state.seconds),
        )
        return plain(line, no_wrap=True, overflow="ellipsis")
