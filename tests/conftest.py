"""Fixtures for everyone: ``tiny`` writes and reads a small case, ``solve`` solves it with HiGHS.

    case = tiny(load=[800, 600], thermal=[{"fleet": "coal", "capacity": 1000, "fuel_incremental": 0.3}])
    year = solve(case)
    year.value("thermal_output")      # [GW], shape (fleet, hour)
    year.cost                         # [million CNY]

What a row leaves out is filled from ``FILL``: one area A with one pocket p and one dispatcher d; a plant without fuel,
limits or losses. ``capacity`` and ``energy`` in a row of assets go to the ledger. A key may carry a unit of its own,
``"capacity [GW]"``; otherwise numbers are in the usual unit of the column.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import settings

from dispatch.app.assemble import build
from dispatch.case import Case, read_case
from dispatch.case.schema import SCHEMA
from dispatch.lp import LP, Point, to_highs

Rows = Sequence[Mapping[str, Any]]

settings.register_profile("steady", derandomize=True)
settings.load_profile("steady")
"""The same examples in every run, so that a fault that they find is not somebody else's tomorrow."""
settings.register_profile("thorough", max_examples=1000, derandomize=False)
"""Ten times as many drawn networks: ``pytest --hypothesis-profile thorough tests/pypsa_io``, a quarter of an hour."""

PLACE = {"area": "A", "pocket": "p", "dispatcher": "d"}
FILL: dict[str, dict[str, Any]] = {
    "areas": {"area": "A", "name_zh": "甲", "name_en": "A"},
    "pockets": {"pocket": "p", "area": "A"},
    "dispatchers": {"dispatcher": "d", "area": "A"},
    "parks": {"area": "A", "import_limit": 0, "export_limit": 0},
    "capacity": {"unit": "1"},
    "fuels": {"fuel": "coal", "price": 1000, "coal": "true"},
    "thermal": PLACE
    | {
        "technology": "coal",
        "unit_size": 100,
        "minimum_heating": 0,
        "minimum_other": 0,
        "ramp": 1,
        "own_use": 0,
        "forced_outage": 0,
        "fuel": "coal",
        "fuel_no_load": 0,
        "fuel_incremental": 0,
    },
    "renewables": PLACE | {"technology": "wind", "profile": "one"},
    "csp": PLACE | {"profile": "one", "solar_multiple": 1, "storage_hours": 0},
    "storage": PLACE | {"technology": "battery", "charge_efficiency": 1, "discharge_efficiency": 1},
    "load": PLACE | {"load": "load", "basis": "supply", "profile": "load"},
    "demand_response": PLACE | {"kind": "shed"},
    "electrolysers": PLACE | {"use": 50, "yearly": 0},
    "corridors": {"area": "A", "pocket": "p", "receiver": "far", "loss": 0, "profile": "one", "energy_low": 0},
    "lines": {"loss": 0},
    "heat": {"area": "A", "profile": "one", "boiler_cost": 0},
    "units": PLACE,
    "reservoirs": PLACE,
    "links": {"from_area": "A", "from_pocket": "p"},
    "targets": {"unit": "TWh", "year": 2030, "text_zh": "目标", "text_en": "target"},
}
PRICES = {
    "lost_load": 10000,
    "reserve_shortfall_up": 5000,
    "reserve_shortfall_down": 5000,
    "undelivered_export": 8000,
    "source": "calc",
}
SETTINGS: dict[str, Any] = {
    "title": "tiny",
    "start": "2030-01-07",
    "series": "series.csv",
    "commitment": {"period_hours": 1, "minimum_up_hours": 0, "minimum_down_hours": 0},
    "prices": PRICES,
    "tie_break": {"curtailment": 0.0},
}
LEDGERED = {"thermal": "fleet", "renewables": "asset", "csp": "asset", "storage": "asset", "electrolysers": "asset"}


@dataclass(frozen=True)
class Solved:
    """An LP with its optimum: ``cost`` in million CNY, ``value`` and ``dual`` by name."""

    lp: LP
    point: Point
    cost: float

    def value(self, quantity: str) -> np.ndarray:
        """Numbers of a quantity or a variable, shape of its axes."""
        return self.point.value(quantity)

    def dual(self, constraint: str) -> np.ndarray:
        """Duals of a block of rows."""
        return self.point.dual(constraint)


def optimum(source: Case | LP) -> Solved:
    """Solve a case, or an LP to which something was added. Fails unless HiGHS finds the optimum."""
    lp = source if isinstance(source, LP) else build(source)
    highs = to_highs(lp.matrix())
    highs.run()
    assert highs.modelStatusToString(highs.getModelStatus()) == "Optimal"
    solution = highs.getSolution()
    point = Point(lp, np.array(solution.col_value), np.array(solution.row_dual))
    return Solved(lp, point, highs.getInfo().objective_function_value)


def write_case(
    folder: Path,
    load: Sequence[float] = (),
    loads: Rows = (),
    series: Mapping[str, Sequence[float]] | None = None,
    settings: Mapping[str, Any] | None = None,
    **tables: Rows,
) -> Path:
    """Write the CSVs and case.toml of a small case; ``load`` [MW] makes one load of exactly that, hour by hour, and
    ``loads`` are rows of load.csv beside it.

    ``settings`` goes over ``SETTINGS``, key by key also inside its tables; ``start`` and ``hours`` follow from the
    length of the series unless ``year`` is given. The series ``one`` is 1 in every hour.
    """
    columns = {name: list(values) for name, values in (series or {}).items()}
    tables = {**tables, "load": list(loads)}
    if len(load):
        columns["load"] = list(load)
        tables["load"] = [*loads, {"energy": float(np.sum(load))}]
    hours = len(next(iter(columns.values())))
    keys = _over(SETTINGS | {"hours": hours}, settings or {})
    if "year" in keys:
        del keys["start"], keys["hours"]
    folder.mkdir(parents=True)
    (folder / "case.toml").write_text(_toml(keys), encoding="utf-8")
    first = pd.Timestamp(keys.get("start", f"{keys.get('year')}-01-01"))
    time = pd.date_range(first, periods=hours, freq="h", name="time")
    columns.setdefault("one", [1.0] * hours)
    pd.DataFrame(columns, index=time).to_csv(folder / "series.csv")
    rows = {"areas": [{}], "pockets": [{}], "dispatchers": [{}], "fuels": [{}]} | tables
    rows["capacity"] = [*tables.get("capacity", []), *_ledger(tables)]
    for name, given in rows.items():
        if given:
            _table(folder / f"{name}.csv", name, given)
    return folder


def _over(base: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in new.items():
        merged[key] = _over(base.get(key, {}), value) if isinstance(value, Mapping) else value
    return merged


def _toml(keys: Mapping[str, Any]) -> str:
    lines = [f"{key} = {_literal(value)}" for key, value in keys.items() if not isinstance(value, Mapping)]
    for key, table in keys.items():
        if isinstance(table, Mapping):
            lines += [f"[{key}]", *(f"{name} = {_literal(value)}" for name, value in table.items())]
    return "\n".join(lines) + "\n"


def _literal(value: Any) -> str:
    text = str(value)
    return text if len(text) == 10 and text[4] == text[7] == "-" else json.dumps(value, ensure_ascii=False)


def _ledger(tables: Mapping[str, Rows]) -> list[dict[str, Any]]:
    ledger = []
    for name, key in LEDGERED.items():
        for row in tables.get(name, []):
            amounts = {k: v for k, v in row.items() if k.split(" [")[0] in ("capacity", "energy")}
            if amounts:
                ledger.append({"asset": row[key]} | amounts)
    return ledger


def _table(path: Path, name: str, rows: Rows) -> None:
    units = {column.name: column.unit for column in SCHEMA[name].columns}
    fill = FILL.get(name, {}) | {"source": "calc"}
    if name == "corridors":
        rows = [{f"energy_{level}": row.get("energy", 0) for level in ("low", "mid", "high")} | row for row in rows]
    filled = []
    for row in rows:
        stated = {key.split(" [")[0] for key in row}
        whole = {key: value for key, value in fill.items() if key not in stated} | dict(row)
        filled.append({key: value for key, value in whole.items() if key.split(" [")[0] in units})
    frame = pd.DataFrame(filled)
    headings = {key: f"{key} [{units[key]}]" for key in frame if units.get(key)}
    frame.rename(columns=headings).to_csv(path, index=False)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Case]:
    """``tiny(load=…, loads=…, series=…, settings=…, TABLE=[row, …])`` -> Case; with ``start`` and ``hours`` a window of it."""
    folder, number = tmp_path_factory.mktemp("tiny"), count()

    def make(*, start: str | None = None, hours: int | None = None, **content: Any) -> Case:
        return read_case(write_case(folder / f"case{next(number)}", **content), (), start, hours)

    return make


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Like ``tiny``, but the folder, unread."""
    folder, number = tmp_path_factory.mktemp("tiny_folder"), count()

    def make(**content: Any) -> Path:
        return write_case(folder / f"case{next(number)}", **content)

    return make


@pytest.fixture(scope="session", name="write_case")
def _write_case() -> Callable[..., Path]:
    """``write_case(folder, …)``: the folder of a small case at a place of one's own, unread."""
    return write_case


@pytest.fixture(scope="session")
def solve() -> Callable[[Case | LP], Solved]:
    """``solve(case)`` or ``solve(lp)`` -> Solved."""
    return optimum


LONGEST = (
    "tests/batch/test_slurm.py",
    "tests/batch/test_crashes.py",
    "tests/batch/test_local.py",
    "tests/operate/test_operation.py",
    "tests/report/test_page.py",
    "tests/independent/test_whole.py",
    "tests/report/test_files.py",
    "tests/workbench/test_browser.py",
    "tests/weather/test_generate.py",
    "tests/independent/test_measures.py",
    "tests/operate/test_hand.py",
    "tests/pypsa_io/test_features.py",
    "tests/cli/test_stop.py",
    "tests/benchmarks/test_solve.py",
    "tests/cli/test_missing.py",
    "tests/operate/test_values.py",
    "tests/external/test_linopy_networks.py",
    "tests/pypsa_io/test_emissions.py",
    "tests/benchmarks/test_peers.py",
    "tests/batch/test_command.py",
    "tests/models/test_losses.py",
    "tests/cli/test_plan.py",
    "tests/independent/test_plan_years.py",
    "tests/cli/test_targets.py",
    "tests/cli/test_operate.py",
)
"""Files that take longest, the longest first. One worker runs a whole file, so that it makes the fixtures of the file
once; a long file that began last would leave the other workers idle."""
SLURM = ("tests/batch/test_slurm.py", "tests/batch/test_crashes.py")
"""Files that use the one Slurm. Its tests wait for each other: two workers with one of these files each would idle."""
WEATHER = "tests/weather/"
"""Files there share twenty drawn years, half a minute of work that each worker with one of the files would do again."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; the others in their order."""
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.nodeid.split("::")[0], len(LONGEST)))


def pytest_collection_finish() -> None:
    """Keep modules and tests out of garbage collection, which would pass over them some thousand times."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """``-n 3``: whole files to the workers, in the order of the items; those of Slurm to one worker, those of weather to one."""
    from xdist.scheduler import LoadFileScheduling

    class Files(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            return SLURM[0] if file in SLURM else WEATHER if file.startswith(WEATHER) else file

    if config.getoption("dist") != "load":
        return None
    config.option.loadscopereorder = False
    return Files(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--renew``: write golden files anew. ``--live``: solve the networks of recorded optima again."""
    parser.addoption("--renew", action="store_true", help="write golden files anew, to be read before a commit")
    parser.addoption("--live", action="store_true", help="let PyPSA solve each network whose optimum is recorded")
