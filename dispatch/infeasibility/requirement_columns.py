"""Table and column that set each requirement."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """Table and columns that set a requirement."""

    table: str
    column: str


RULES: dict[str, tuple[Rule | None, Rule | None]] = {
    # block or its number -> (lower side, upper side)
    "B1": (Rule("load", "energy"), Rule("load", "energy")),
    "P1": (None, None),
    "G1": (None, None),
    "section_flow": (Rule("sections", "backward"), Rule("sections", "forward")),
    "park_exchange": (Rule("parks", "import_limit"), Rule("parks", "export_limit")),
    "online": (None, Rule("capacity", "capacity")),
    "T6": (Rule("thermal", "minimum_heating, minimum_other"), None),
    "T7": (None, Rule("thermal", "ramp")),
    "T8": (None, Rule("thermal", "ramp")),
    "T10": (Rule("minimum_online", "online"), None),
    "T11": (Rule("thermal", "maintenance"), Rule("thermal", "maintenance")),
    "T12": (Rule("thermal", "minimum_online"), None),
    "outage": (None, Rule("thermal", "maintenance_limit")),
    "H1": (Rule("heat", "peak"), Rule("heat", "peak")),
    "renewable_output": (None, Rule("capacity", "capacity")),
    "charge": (None, Rule("capacity", "capacity")),
    "discharge": (None, Rule("capacity", "capacity")),
    "energy": (Rule("storage", "minimum_level"), Rule("capacity", "energy")),
    "S6": (Rule("storage", "initial"), None),
    "unserved": (None, Rule("load", "firm")),
    "undelivered": (None, Rule("corridors", "energy_mid")),
    "scheduled": (Rule("corridors", "band"), Rule("corridors", "band")),
    "scheduled_day": (Rule("corridors", "band"), Rule("corridors", "band")),
    "X3": (Rule("corridors", "tolerance"), Rule("corridors", "tolerance")),
    "X4": (Rule("corridors", "change_limit"), Rule("corridors", "change_limit")),
    "electrolyser_load": (Rule("electrolysers", "minimum"), Rule("capacity", "capacity")),
    "E2": (Rule("electrolysers", "yearly"), None),
    "E3": (Rule("electrolysers", "monthly"), None),
    "flow_forward": (None, Rule("lines", "forward")),
    "flow_backward": (None, Rule("lines", "backward")),
    "shed": (None, Rule("demand_response", "capability")),
    "D1": (None, Rule("demand_response", "hours")),
    "csp_output": (None, Rule("capacity", "capacity")),
    "Z": (Rule("targets", "required"), Rule("targets", "required")),
}
"""What is not here says what plants, stores and networks are, and is no requirement that a planner may change."""


def number_of(block: str) -> str:
    """The number of the equation that a block of rows renders, or the name of a variable.

    >>> number_of("T10_minimum_online"), number_of("online"), number_of("Z_rate@south")
    ('T10', 'online', 'Z')
    """
    found = re.match(r"([A-Z]+[0-9]*)_", block)
    return found[1] if found else block


def rule_of(block: str, side: int) -> Rule | None:
    """The rule of a requirement, or None where it is a definition."""
    return RULES.get(number_of(block), (None, None))[1 if side > 0 else 0]
