"""Tables and columns that set requirements."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """Table and columns that set a requirement."""

    table: str
    column: str

    @staticmethod
    def of(demand: str) -> Rule | None:
        """Return the rule of the ``demand`` of a block of rows; None where no cell sets the rows.

        >>> Rule.of("thermal.minimum_heating, minimum_other")
        Rule(table='thermal', column='minimum_heating, minimum_other')
        """
        table, _, column = demand.partition(".")
        return Rule(table, column) if column else None


BOUNDS: dict[str, tuple[Rule | None, Rule | None]] = {
    "section_flow": (Rule("sections", "backward"), Rule("sections", "forward")),
    "park_exchange": (Rule("parks", "import_limit"), Rule("parks", "export_limit")),
    "online": (None, Rule("capacity", "capacity")),
    "outage": (None, Rule("thermal", "maintenance_limit")),
    "renewable_output": (None, Rule("capacity", "capacity")),
    "charge": (None, Rule("capacity", "capacity")),
    "discharge": (None, Rule("capacity", "capacity")),
    "energy": (Rule("storage", "minimum_level"), Rule("capacity", "energy")),
    "unserved": (None, Rule("load", "firm")),
    "undelivered": (None, Rule("corridors", "energy_mid")),
    "scheduled": (Rule("corridors", "band"), Rule("corridors", "band")),
    "scheduled_day": (Rule("corridors", "band"), Rule("corridors", "band")),
    "electrolyser_load": (Rule("electrolysers", "minimum"), Rule("capacity", "capacity")),
    "flow_forward": (None, Rule("lines", "forward")),
    "flow_backward": (None, Rule("lines", "backward")),
    "shed": (None, Rule("demand_response", "capability")),
    "csp_output": (None, Rule("capacity", "capacity")),
}
"""Variable -> what sets its lower and its upper bound. Rows state their own cells (``demand`` of ``lp.constraint``). Bounds
that are missing here define plants, stores and networks."""
