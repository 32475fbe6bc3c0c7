"""Check that adequacy can assess a case; all faults are reported at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dispatch.case import Case, line_of, with_cells
from dispatch.errors import CaseError, Fault
from dispatch.messages import message

from . import generic
from .reading import SLACK


def refuse(case: Case) -> None:
    """Raise CaseError with every fault: generic components that cannot be simulated, units larger than their fleet."""
    found = [*generic.faults(case), *_sizes(case)]
    if found:
        raise CaseError(with_cells(case.folder, found))


def _sizes(case: Case) -> Iterator[Fault]:
    """Units without size, or larger than their fleet. Of a case that a study or a plan wrote, which has limits of shortfall, measures may
    have left a part of a unit of a fleet; the simulation treats it as in every case, see ``reading.partial_units``."""
    compliant = bool(len(case.tables["shortfall_limits"]))
    fleets = case.tables["thermal"]
    largest = case.capacity(list(fleets["fleet"])).max(axis=1, initial=0.0)
    for fleet, size, capacity in zip(fleets["fleet"], fleets["unit_size"], largest, strict=True):
        most = np.inf if compliant else capacity * SLACK
        if capacity > 0.0 and not 0.0 < size <= most:
            rule = message("fault.adequacy.unit_size", capacity=round(capacity * 1e3, 1))
            row = line_of(case.folder, "thermal", {"fleet": str(fleet)})
            remedy = message("remedy.adequacy.unit_size", fleet=str(fleet))
            yield Fault("thermal.csv", row, "unit_size", f"{size * 1e3:g}", rule, remedy)
