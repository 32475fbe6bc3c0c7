"""LOLE and EENS of the case as given and of the compliant case, by simulation of outages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dispatch.adequacy.assess import Options, assess
from dispatch.adequacy.faults import refuse
from dispatch.adequacy.results import Estimate
from dispatch.case import Case

SAMPLES = 200
"""Sampled years of each case: half a minute for the shipped year. `dispatch adequacy` takes more, and other weather."""


@dataclass(frozen=True)
class CaseRisk:
    """Risk of the region in the weather of the case. lole: hours of load not served; eens [MWh]; export: contracted export
    not delivered [MWh]; of the window."""

    case: Literal["given", "compliant"]
    samples: int
    lole: Estimate
    eens: Estimate
    export: Estimate


def risks(cases: Sequence[Case], samples: int = SAMPLES) -> Iterator[CaseRisk]:
    """Yield the risk of the case as given, and of the compliant case where there is one. Raises CaseError for a case that
    adequacy cannot assess."""
    names: tuple[Literal["given", "compliant"], ...] = ("given", "compliant")
    for name, case in zip(names, cases, strict=False):
        refuse(case)
        result, _ = assess([case], Options(samples=samples), lambda stage, share: None)
        region = result.places[0]
        yield CaseRisk(name, result.samples, region.load.lole, region.load.eens, region.export.eens)
