"""The case with more wind and PV in its grids or behind its existing corridors, or with more storage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from dispatch.case import Case
from dispatch.lp import LP, Floats
from dispatch.technologies import WIND_AND_PV

WIND = 0.55
"""Share of wind in added wind and PV, by power."""
HOURS = 4.0
"""Content of added storage in hours of its power."""
UNIT = "lever"
"""Unit (of the ledger) in which what is added stands."""


def existing_corridors(case: Case) -> list[str]:
    """Return the corridors whose renewable share is no target: their contracts are mostly of coal."""
    rows = case.tables["corridors"]
    return list(rows["corridor"][rows["renewable_share"] <= 0].astype(str))


def with_plants(case: Case, power: float, places: Sequence[str]) -> Case:
    """Return the case with ``power`` [GW] more of wind and PV (55:45) that settle in ``places``, pro rata to what is there;
    all of the one kind where the other has no plant there. What is settled there stays the same in all months."""
    rows = case.tables["renewables"]
    here = rows[rows["settles"].isin(list(places))]
    kinds = {"wind": WIND, "pv": 1.0 - WIND}
    found = {kind: here["asset"][here["technology"] == kind].astype(str).tolist() for kind in kinds}
    there = {kind: (names, _weights(case, names)) for kind, names in found.items() if _weights(case, names).sum() > 0}
    total = sum(kinds[kind] for kind in there)
    added = [
        (name, power * kinds[kind] / total * share / shares.sum(), 0.0)
        for kind, (names, shares) in there.items()
        for name, share in zip(names, shares, strict=True)
    ]
    return _in_ledger(case, added)


def with_storage(case: Case, power: float, places: Sequence[str]) -> Case:
    """Return the case with ``power`` [GW] more of four-hour batteries that settle in ``places``, pro rata."""
    rows = case.tables["storage"]
    names = rows["asset"][rows["settles"].isin(list(places)) & (rows["technology"] == "battery")].astype(str).tolist()
    shares = _weights(case, names)
    if not shares.sum() > 0:
        return case
    more = power * shares / shares.sum()
    return _in_ledger(case, [(name, gw, gw * HOURS) for name, gw in zip(names, more, strict=True)])


def has_plants(case: Case, places: Sequence[str]) -> bool:
    """Whether wind or PV settles there that more may be added to."""
    rows = case.tables["renewables"]
    return bool(
        _weights(
            case, list(rows["asset"][rows["settles"].isin(list(places)) & rows["technology"].isin(["wind", "pv"])])
        ).sum()
        > 0
    )


def mean_power(case: Case) -> float:
    """Return wind and PV in service [GW], the mean of the window."""
    rows = case.tables["renewables"]
    names = rows["asset"][rows["technology"].isin(WIND_AND_PV)].astype(str).tolist()
    return float(case.capacity(names).sum(axis=0).mean()) if names else 0.0


def utilisation(case: Case, lp: LP, primal: Floats) -> float:
    """Return used over available wind and PV at a point; NaN where none is available."""
    if "renewable_output" not in lp.quantities:
        return float("nan")
    inside = case.tables["renewables"]["technology"].isin(WIND_AND_PV).to_numpy()
    output, available = (
        lp.quantities[f"renewable_{part}"].value(primal)[inside].sum() for part in ("output", "available")
    )
    return float(output / available) if available > 0 else float("nan")


def coal_behind(case: Case, lp: LP, primal: Floats, places: Sequence[str]) -> float:
    """Return gross coal generation that settles in ``places`` [TWh]."""
    if "thermal_output" not in lp.quantities:
        return 0.0
    rows = case.tables["thermal"]
    inside = (rows["settles"].isin(list(places)) & (rows["technology"] == "coal")).to_numpy()
    return float(lp.quantities["thermal_output"].value(primal)[inside].sum()) * 1e-3


def _weights(case: Case, names: Sequence[str]) -> Floats:
    return case.capacity(list(names)).mean(axis=1) if len(names) else np.zeros(0)


def _in_ledger(case: Case, added: Sequence[tuple[str, float, float]]) -> Case:
    ledger = case.tables["capacity"]
    rows = [
        {
            "asset": name,
            "unit": UNIT,
            "capacity": power,
            "energy": energy,
            "commissioned": pd.Timestamp("1900-01-01"),
            "retired": pd.Timestamp("2999-12-01"),
            "source": "calc: a lever of the study of targets",
        }
        for name, power, energy in added
    ]
    if not rows:
        return case
    more = pd.DataFrame(rows)[list(ledger.columns)].astype(ledger.dtypes.to_dict())
    return replace(case, tables={**case.tables, "capacity": pd.concat([ledger, more], ignore_index=True)})
