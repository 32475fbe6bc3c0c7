"""Everything that Dispatch raises on purpose.

DispatchError
├── CaseError          bad input: every fault at once         exit 2
├── InfeasibleError    no dispatch meets the constraints      exit 3
├── SolverError        limit reached or the solver gave up    exit 4
│   ├── UnboundedError     the cost is unbounded below
│   └── OutOfMemoryError   memory ran out during the solve
└── Interrupted        Ctrl-C                                 exit 130
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from .escape import terminal
from .messages import Lang, Message, message

Reason: TypeAlias = Literal["time_limit", "memory", "unbounded", "numerical", "scheduler_lost"]
"""Why a solve has no result; ``numerical``: no method of HiGHS proved one."""
_LONGEST = 80


class DispatchError(Exception):
    """Base of all; ``exit_code`` is what the command line returns."""

    exit_code = 1


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with the input: where, what, the rule that it breaks, and the remedy.

    ``row`` is the line of the file as an editor counts it; 0 where the fault is of no line in particular.
    ``replacement``: the corrected text of the cell, or of the heading for a fault of row 1; empty where it is unknown.
    """

    file: str
    row: int
    column: str
    value: str
    rule: Message
    remedy: Message
    replacement: str = ""

    def line(self) -> Message:
        """Return the fault as one line."""
        value = self.value if len(self.value) <= _LONGEST else f"{self.value[: _LONGEST - 1]}…"
        return message(
            "fault.line",
            file=self.file,
            row=message("fault.line.row", row=self.row) if self.row else "",
            column=message("fault.line.column", column=self.column) if self.column else "",
            value=message("fault.line.value", value=value) if value else "",
            rule=self.rule,
            remedy=self.remedy,
        )

    def text(self, lang: Lang) -> str:
        """Return the fault on one line, without characters that control a terminal."""
        return terminal(self.line().text(lang))

    def __str__(self) -> str:
        return self.text(Lang.en)


class CaseError(DispatchError):
    """The input has faults; ``faults`` lists every one."""

    exit_code = 2

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        count = len(self.faults)
        head = message("end.faults", count=count) if count > 1 else message("end.fault")
        super().__init__(message("join.lines", parts=[head, *(fault.line() for fault in self.faults)]))

    def __reduce__(self) -> tuple[type[CaseError], tuple[tuple[Fault, ...]]]:
        return CaseError, (self.faults,)  # args hold the message, which the constructor makes of the faults

    def __str__(self) -> str:
        head, *lines = self.args[0].value("parts")
        return "\n".join(terminal(line) for line in (head, *lines))


class InfeasibleError(DispatchError):
    """No dispatch meets the constraints; the message names areas and hours."""

    exit_code = 3


class SolverError(DispatchError):
    """A limit was reached or HiGHS gave up, and there is no feasible year to show. ``reason`` says which."""

    exit_code = 4
    reason: Reason = "numerical"

    def __init__(self, cause: Message, reason: Reason | None = None) -> None:
        super().__init__(cause)
        if reason is not None:
            self.reason = reason


class UnboundedError(SolverError):
    """The cost is unbounded below; the message names the columns that may grow without limit."""

    reason = "unbounded"


class OutOfMemoryError(SolverError):
    """Memory ran out while the LP was solved."""

    reason = "memory"


class Interrupted(DispatchError):
    """The user stopped it."""

    exit_code = 130
