"""The LPs that `solve.py` solves: the shipped case or another, its hours, its areas, with or without reserves and
coupling rows, and its neighbours."""

from __future__ import annotations

import csv
import pickle
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from dispatch.case import Case

YEAR = 8760
AREAS = 3
"""How many areas a part has that is copied: the first ones of the case."""
LESS_DEMAND, MORE_RENEWABLES = 0.02, 0.03
"""By how much each copy differs from the one before: load and heat, capacity of wind and PV."""
NAMES = ("area", "pocket", "dispatcher", "park", "corridor", "asset", "fleet", "network", "load", "programme", "line")
NAMED = (*NAMES, "section", "settles", "from_area", "from_pocket", "to_area", "to_pocket")
"""Columns that name something of one copy."""
LEFT_OUT = ("measures", "sites")
"""Tables that a dispatch does not read, and that name things of areas which may be gone."""
NEIGHBOURS = ("load +1 %", "wind +5 %", "coal +5 %")

Row = dict[str, str]
Tables = dict[str, list[Row]]


@dataclass(frozen=True)
class Size:
    """hours: from the first one on. areas: 0 for those of the case, or a multiple of AREAS. without: ``reserves``,
    ``coupling``. neighbour: one of NEIGHBOURS or nothing."""

    case: str
    hours: int = YEAR
    areas: int = 0
    without: tuple[str, ...] = ()
    neighbour: str = ""

    def __str__(self) -> str:
        parts = [f"{self.hours:,} hours", f"{self.areas} areas" if self.areas else "", self.neighbour]
        return ", ".join([part for part in parts if part] + [f"without {what}" for what in self.without])


def write(size: Size, path: Path) -> dict[str, Any]:
    """Build an LP and pickle it; its size."""
    import dispatch
    from dispatch.solve.decomposition import LENGTH
    from dispatch.solve.decomposition.partition import TimePartition

    with tempfile.TemporaryDirectory() as name:
        folder = Path(size.case)
        if size.areas or "reserves" in size.without:
            folder = Path(name) / "case"
            write_case(size, folder)
        case = dispatch.read_case(folder, hours=size.hours if size.hours < YEAR else None)
        if size.neighbour:
            case = dispatch.read_case(folder, changes(case, size.neighbour), hours=len(case.time))
        problem = dispatch.build(case).matrix()
    coupling = TimePartition(problem, LENGTH).coupling.rows
    if "coupling" in size.without:
        keep = np.setdiff1d(np.arange(len(problem.row_lower)), coupling)
        sides = ("row_lower", "row_upper", "row_first", "row_last")
        kept = {side: getattr(problem, side)[keep] for side in sides}
        problem, coupling = replace(problem, matrix=problem.matrix[keep], **kept), coupling[:0]
    path.write_bytes(pickle.dumps(problem))
    rows, columns = problem.matrix.shape
    return {"columns": columns, "rows": rows, "coupling": len(coupling)}


def write_case(size: Size, folder: Path) -> None:
    """The case of a size as a folder, where it has other areas or no reserves: a copy of a case that extends no other.
    Without required reserve the LP has no rows and columns of reserve."""
    source = Path(size.case)
    tables = {path.stem: _read(path) for path in sorted(source.glob("*.csv")) if path.stem not in LEFT_OUT}
    if size.areas:
        tables = copied(cut(tables), size.areas)
    if "reserves" in size.without:
        tables["dispatchers"] = [
            {key: cell if key in ("dispatcher", "area", "source") else "0" for key, cell in row.items()}
            for row in tables["dispatchers"]
        ]
    folder.mkdir()
    for kept in ("case.toml", "series.nc"):
        shutil.copy(source / kept, folder)
    for name, rows in tables.items():
        if rows:
            with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, rows[0].keys())
                writer.writeheader()
                writer.writerows(rows)


def _read(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def cut(tables: Tables) -> Tables:
    """The first AREAS areas and what is in them."""
    areas = {row["area"] for row in tables["areas"][:AREAS]}
    inside = {
        name: [row for row in rows if {row.get(key) for key in ("area", "from_area", "to_area")} - {None} <= areas]
        for name, rows in tables.items()
    }
    assets = {row.get("asset") or row.get("fleet") for rows in inside.values() for row in rows if "area" in row}
    pockets = {row["pocket"] for row in inside["pockets"]}
    inside["capacity"] = [row for row in inside["capacity"] if row["asset"] in assets]
    inside["maintenance"] = [row for row in inside["maintenance"] if row["fleet"] in assets]
    inside["section_weights"] = [row for row in inside["section_weights"] if row["pocket"] in pockets]
    sections = {row["section"] for row in inside["section_weights"]}
    inside["sections"] = [row for row in inside["sections"] if row["section"] in sections]
    return inside


def copied(tables: Tables, areas: int) -> Tables:
    """As many copies as make ``areas`` areas, each with a little less demand and more wind and PV than the one before,
    and with the lines of the case also between the copies. Raises ValueError where that does not come out even."""
    count, rest = divmod(areas, AREAS)
    if rest or not count:
        raise ValueError(f"areas come {AREAS} at a time, so {areas} cannot be made")
    named = {row[key] for rows in tables.values() for row in rows for key in NAMES if key in row}
    named |= {row["section"] for row in tables["sections"]}
    named.discard("")
    renewables = {row["asset"] for row in tables["renewables"]}

    def renamed(row: Row, number: int) -> Row:
        return row | {key: f"{row[key]}-{number}" for key in NAMED if number and row.get(key) in named}

    def differing(name: str, row: Row, number: int) -> Row:
        less, more = 1 - LESS_DEMAND * number, 1 + MORE_RENEWABLES * number
        if name == "capacity" and row["asset"] in renewables:
            return row | {"capacity [MW]": f"{float(row['capacity [MW]']) * more:.6g}"}
        column = {"load": "energy [TWh]", "heat": "peak [MW]"}.get(name)
        return row | {column: f"{float(row[column]) * less:.6g}"} if column else row

    shared = ("fuels", "targets", "capacity_credits")
    result = {
        name: rows if name in shared else [renamed(differing(name, row, k), k) for k in range(count) for row in rows]
        for name, rows in tables.items()
    }
    for number in range(1, count):
        for row in tables["lines"]:
            begin, end = renamed(row, number - 1), renamed(row, number)
            ends = {key: begin[key] for key in ("from_area", "from_pocket")}
            result["lines"].append(end | ends | {"line": f"{row['line']}-{number - 1}-to-{number}"})
    return result


def changes(case: Case, neighbour: str) -> Sequence[str]:
    """The settings that make a neighbour of a case."""
    if neighbour == "load +1 %":
        loads = case.tables["load"]
        return [f"load[load={name}].energy=*1.01" for name in loads["load"][loads["energy"] > 0]]
    if neighbour == "wind +5 %":
        assets = case.tables["renewables"]
        wind = assets["asset"][assets["technology"] == "wind"]
        return [f"capacity[asset={asset}].capacity=*1.05" for asset in wind]
    if neighbour == "coal +5 %":
        return ["fuels[coal=true].price=*1.05"]
    return []
