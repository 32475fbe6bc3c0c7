"""The choice of method: a table of rules, of which the first that applies decides. docs/solving.md shows the same table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from dispatch.messages import Message, message

from .decomposition import LENGTH, TimePartition
from .problem import Method, Problem

SMALL = 30_000
"""Largest number of rows for which ``auto`` selects simplex, and for which an LP is not divided into components."""
MIN_WINDOWS, MIN_ROWS = 14, 500_000
"""Minimum number of windows, and minimum number of rows, for which ``auto`` selects the decomposition if rows couple the windows. With
few windows each pass gives few cuts, and simplex is quicker."""

WHOLE, LIMITED = 4_000_000, 2_000_000
"""Largest number of rows for which ``auto`` selects interior points for an LP with columns without hours; with a time limit, as interior
points have no point before their end. A network of 1.7 million rows with 64 capacities took them 660 s of processor time and 3 GB, a year
of 2.9 million rows with 70 capacities 3,895 s and 5.5 GB; memory and time grow with the rows."""


def coupling_rows(problem: Problem) -> int:
    """Return the number of coupling rows: those without hours, and those that touch more than two windows."""
    return len(TimePartition(problem, LENGTH).coupling)


@dataclass(frozen=True, eq=False)
class Size:
    """The size of an LP and what is requested, by which a rule selects. limited: whether there is a time limit."""

    problem: Problem
    requested: Method
    limited: bool = False

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.problem.row_lower)

    @cached_property
    def hours(self) -> int:
        """Number of hours of the horizon."""
        return int(self.problem.column_last.max(initial=0)) + 1

    @cached_property
    def spanning(self) -> int:
        """Number of columns without hours, which make each iteration of simplex expensive."""
        return int((self.problem.column_first < 0).sum())

    @cached_property
    def coupling(self) -> int:
        """Number of coupling rows."""
        return coupling_rows(self.problem)

    @property
    def short(self) -> bool:
        """Whether there are few windows."""
        return self.hours < MIN_WINDOWS * LENGTH


@dataclass(frozen=True)
class Rule:
    """A row of the table of methods: the first rule that applies selects its method (None: the requested one).

    when: the condition in words. applies: the same. why: return the reason for the notes.
    """

    method: Method | None
    when: str
    applies: Callable[[Size], bool]
    why: Callable[[Size], Message]


RULES: tuple[Rule, ...] = (
    Rule(
        "simplex",
        "`rolling` requested, below 2,352 hours",
        lambda size: size.requested == "rolling" and size.short,
        lambda size: message("why.too_short_for_rolling", hours=MIN_WINDOWS * LENGTH),
    ),
    Rule(
        None,
        "a method requested",
        lambda size: size.requested != "auto",
        lambda size: message("why.requested"),
    ),
    Rule(
        "ipm",
        "above 30,000 and up to 4,000,000 rows (with a time limit 2,000,000), or below 2,352 hours; some columns without hours (capacities)",
        lambda size: (
            size.rows > SMALL
            and size.spanning > 0
            and (size.short or size.rows <= (LIMITED if size.limited else WHOLE))
        ),
        lambda size: message("why.columns_without_window", columns=size.spanning),
    ),
    Rule(
        "simplex",
        "up to 30,000 rows, or below 336 hours",
        lambda size: size.rows <= SMALL or size.hours < 2 * LENGTH,
        lambda size: message("why.small", rows=size.rows, hours=size.hours),
    ),
    Rule(
        "simplex",
        "coupling constraints, below 2,352 hours and 500,000 rows",
        lambda size: size.short and size.rows < MIN_ROWS and size.coupling > 0,
        lambda size: message("why.small", rows=size.rows, hours=size.hours),
    ),
    Rule(
        "windows",
        "otherwise, some columns without hours",
        lambda size: size.spanning > 0,
        lambda size: message("why.coupling_columns", columns=size.spanning, rows=size.rows),
    ),
    Rule(
        "windows",
        "coupling constraints",
        lambda size: size.coupling > 0,
        lambda size: message("why.coupled", rows=size.coupling),
    ),
    Rule(
        "windows",
        "otherwise",
        lambda size: True,
        lambda size: message("why.large", rows=size.rows, hours=size.hours),
    ),
)
"""The choice of method for an LP or for a connected component."""


def choose(size: Size) -> tuple[Method, Message]:
    """Return the method for an LP, and the reason."""
    rule = next(rule for rule in RULES if rule.applies(size))
    return rule.method or size.requested, rule.why(size)
