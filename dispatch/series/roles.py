"""What the tables of a case want of each series that they name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dispatch.case import Sources, gather, sheets_of
from dispatch.errors import CaseError, Fault
from dispatch.messages import message
from dispatch.technologies import technology_of


@dataclass(frozen=True)
class Role:
    """``share``: a share of ``of``, 0 to 1; otherwise a shape. ``technology``: wind, pv, hydro, heat, csp or load."""

    share: bool
    technology: str
    of: str = ""


@dataclass(frozen=True)
class Wanted:
    """The calendar year of a case, its folders (nearest first), and the role of each series."""

    year: int
    folders: list[Path]
    roles: dict[str, Role]


_OF = {"csp": "the design output of the field", "heat": "the peak", "renewables": "capacity"}


def wanted(case_folder: Path) -> Wanted:
    """Read the tables of a case. Raises CaseError where they cannot be read, or have no calendar year."""
    sources: Sources = gather(case_folder)
    sheets = sheets_of(sources)
    year = sources.settings.get("year")
    if sources.faults:
        raise CaseError(sources.faults)
    if not isinstance(year, int):
        remedy = message("remedy.series.year")
        raise CaseError([Fault("case.toml", 0, "year", "", message("fault.common.no_calendar_year"), remedy)])
    roles: dict[str, Role] = {}
    for table in ("load", "corridors", "heat", "csp", "renewables"):
        for _, row in sheets[table].having("profile"):
            technology = technology_of(str(row.get("technology", table)))
            roles[row["profile"]] = Role(table in _OF, technology, _OF.get(table, ""))
    return Wanted(year, sources.chain, roles)
