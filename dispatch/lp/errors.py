"""What an LP refuses: errors of the caller, and requirements that no solution meets.

ValueError
├── ModelError             bug of the caller: a name that is taken, a number that is none
│   └── AlignmentError     axes or labels that differ
└── CannotHold             data that no solution meets
    ├── RowCannotHold      a row without columns whose bounds exclude zero
    └── BoundsCross        a variable with its lower bound above its upper
"""

from __future__ import annotations

from .names import full_name


class ModelError(ValueError):
    """The caller states the LP wrongly: a name that is taken, or a coefficient or bound that is no number."""


class AlignmentError(ModelError):
    """Axes or labels differ where they have to agree."""


class CannotHold(ValueError):
    """No solution meets a requirement, whatever else the LP has. block: its name; labels: of the first such cell."""

    rule = "cannot hold"
    demand = ""

    def __init__(self, block: str, labels: tuple[str, ...]) -> None:
        self.block = block
        self.labels = labels
        super().__init__(block, labels)

    @property
    def name(self) -> str:
        """Full name, ``block[label,label]``."""
        return full_name(self.block, self.labels)

    def __str__(self) -> str:
        return f"{self.name} {self.rule}"


class RowCannotHold(CannotHold):
    """A row without columns has bounds that exclude zero, or a lower bound of infinity, or an upper bound of minus infinity.
    demand: of the block."""

    def __init__(self, block: str, labels: tuple[str, ...], demand: str = "") -> None:
        super().__init__(block, labels)
        self.demand = demand


class BoundsCross(CannotHold):
    """The lower bound of a variable is above its upper bound."""

    rule = "has its lower bound above its upper"
