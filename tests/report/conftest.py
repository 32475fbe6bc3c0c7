"""A small region with everything that a report has, over eight days with 春节 in them; the same with hostile names."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

import dispatch
from dispatch.messages import Lang
from dispatch.report import build, read
from dispatch.report.table import Report
from dispatch.results.saved_run import Saved

HOURS = 192
CLOCK = np.arange(HOURS)
WIND = 0.5 + 0.5 * np.sin(CLOCK / 17.0)
SUN = np.clip(np.sin((CLOCK % 24 - 6) / 12 * np.pi), 0, 1)
LOAD = 1500 + 500 * np.sin((CLOCK - 9) / 24 * 2 * np.pi) + 100 * np.sin(CLOCK / 30)
IN_B = {"area": "B", "pocket": "r"}
REGION: dict[str, Any] = {
    "settings": {"start": "2030-01-28", "title": "report region", "title_zh": "报告区域", "prices": {"co2": 50}},
    "areas": [{"area": "A", "name_zh": "甲", "name_en": "Alpha"}, {"area": "B", "name_zh": "乙", "name_en": "Beta"}],
    "pockets": [{"pocket": "p"}, {"pocket": "q"}, {"pocket": "r", "area": "B"}],
    "dispatchers": [
        {"load_up": 0.03, "vre_up": 0.05, "largest_unit": 60, "load_down": 0.03, "vre_down": 0.02},
        {"area": "B", "load_up": 0.03},
    ],
    "load": list(LOAD),
    "series": {"wind": WIND, "sun": SUN, "flat": [1.0] * HOURS},
    "loads": [
        {"load": "b", "energy": 40 * HOURS, "profile": "flat"} | IN_B,
        {"load": "own", "energy": 50 * HOURS, "profile": "flat", "settles": "k", "kind": "captive"},
    ],
    "fuels": [
        {"fuel": "coal", "price": 600, "co2": 2.66, "coal": "true"},
        {"fuel": "gas", "price": 1200, "co2": 1.64, "coal": "false"},
    ],
    "thermal": [
        {
            "fleet": "chp",
            "capacity": 1000,
            "network": "heat",
            "minimum_heating": 0.5,
            "minimum_other": 0.3,
            "heat_ratio": 0.5,
            "heat_rise": 0.1,
            "heat_loss": 0.15,
            "fuel_incremental": 0.3,
            "fuel_no_load": 0.01,
            "reserve_up": 0.2,
            "reserve_down": 0.2,
            "minimum_online": 0.3,
            "own_use": 0.06,
        },
        {"fleet": "peaker", "capacity": 1500, "fuel_incremental": 0.45, "reserve_up": 0.3, "start_fuel": 0.5},
        {"fleet": "own-plant", "capacity": 60, "settles": "k", "fuel_incremental": 0.31, "minimum_online": 1}
        | {"minimum_heating": 0.6, "minimum_other": 0.6},
        {"fleet": "b-coal", "capacity": 300, "fuel_incremental": 0.33, "reserve_up": 0.2} | IN_B,
    ],
    "heat": [{"network": "heat", "peak": 300, "profile": "flat", "boiler_cost": 20, "boiler_fuel": "gas"}],
    "renewables": [
        {"asset": "wind-p", "capacity": 1200, "profile": "wind", "own_use": 0.02},
        {"asset": "wind-q", "pocket": "q", "capacity": 900, "profile": "wind"},
        {"asset": "pv-p", "technology": "pv", "capacity": 900, "profile": "sun"},
        {"asset": "roof", "technology": "pv_distributed", "capacity": 200, "profile": "sun", "order": 2},
        {"asset": "wind-b", "capacity": 400, "profile": "wind"} | IN_B,
        {"asset": "river", "technology": "hydro", "capacity": 40, "profile": "flat"},
    ],
    "csp": [{"asset": "tower", "capacity": 50, "profile": "sun", "solar_multiple": 2, "storage_hours": 6}],
    "storage": [
        {"asset": "battery-p", "capacity": 200, "energy": 400, "reserve": 1}
        | {"charge_efficiency": 0.95, "discharge_efficiency": 0.95},
        {"asset": "pumped", "technology": "pumped_hydro", "capacity": 100, "energy": 600, "charge_efficiency": 0.87},
    ],
    "sections": [{"section": "s", "month": month, "forward": 500, "backward": 500} for month in range(1, 13)],
    "section_weights": [{"section": "s", "pocket": "q", "weight": 1}],
    "lines": [
        {"line": "ab", "from_area": "A", "from_pocket": "p", "to_area": "B", "to_pocket": "r"}
        | {"forward": 50, "backward": 80, "loss": 0.02}
    ],
    "parks": [{"park": "k", "import_limit": 20, "export_limit": 5}],
    "corridors": [
        {"corridor": "east", "capacity": 300, "energy": 150 * HOURS, "loss": 0.02, "renewable_share": 0.5},
        {"corridor": "south", "capacity": 100, "energy": 60 * HOURS} | IN_B,
    ],
    "demand_response": [
        {"programme": "cut", "capability": 40, "cost": 900, "hours": 60},
        {"programme": "move", "kind": "shift", "capability": 30, "cost": 20},
    ],
    "electrolysers": [{"asset": "h2", "capacity": 50, "yearly": 60, "use": 50}],
    "maintenance": [{"fleet": "peaker", "start": "2030-01-28", "end": "2030-01-30", "capacity": 200}],
    "targets": [
        {"target": "more", "kind": "new_energy_over_thermal", "required": 0, "unit": "TWh", "year": 2030},
        {"target": "wind", "kind": "new_energy_capacity", "required": 1, "unit": "GW", "year": 2030},
    ],
}
HOSTILE = {
    "Alpha": '<script>alert("x")</script>',
    "甲": '<img src=x onerror="alert(1)">全角ＡＢＣ　／',
    "wind-p": '=HYPERLINK("http://example.com","x")',
    "east": "east\nnewline/slash\\back",
    "battery-p": "+1+1|'quote\"s",
    "chp": "@SUM(A1)&amp;<b>bold</b>",
    "pumped": "-2+3 %{y} {braces}",
    "k": "</script><!-- ]]> ../../etc",
    "report region": "<b>title</b> & \"quotes\" '=1'",
    "报告区域": "<i>标题</i>（全角）",
    "calc": '=cmd|"/c calc"!A0 <a href="javascript:alert(1)">s</a>',
}
"""Names -> what stands in their place in a run that somebody hands us."""


@pytest.fixture(scope="session")
def region(tiny, tmp_path_factory) -> Path:
    """A saved run of REGION."""
    return save(tiny, tmp_path_factory.mktemp("region") / "run")


def save(tiny, place: Path, **changes: Any) -> Path:
    """Run REGION, with some of its tables or settings changed, and save it."""
    dispatch.run(tiny(**(REGION | changes))).save(place)
    return place


@pytest.fixture(scope="session")
def saved(region) -> Saved:
    return read(region)


@pytest.fixture(scope="session")
def results(region) -> xr.Dataset:
    """dispatch.nc of REGION."""
    with xr.open_dataset(region / "dispatch.nc") as stored:
        return stored.load()


@pytest.fixture(scope="session", params=list(Lang))
def content(request, saved) -> Report:
    """The report of REGION in each language."""
    return build(saved, request.param)


@pytest.fixture(scope="session")
def english(saved) -> Report:
    return build(saved, Lang.en)


@pytest.fixture(scope="session")
def few(saved) -> Report:
    """The Chinese report with the first chart of each table: pictures take a while."""
    whole = build(saved, Lang.zh)
    chapters = tuple(
        replace(chapter, tables=tuple(replace(table, charts=table.charts[:1]) for table in chapter.tables))
        for chapter in whole.chapters
    )
    return replace(whole, chapters=chapters)


@pytest.fixture(scope="session")
def hostile(region, tmp_path_factory) -> Path:
    """The same run with HOSTILE names in every file."""
    place = tmp_path_factory.mktemp("hostile") / "run"
    shutil.copytree(region, place)
    for name in ("run.json", "summary.json", "inputs.json"):
        content = json.loads((place / name).read_text("utf-8"))
        (place / name).write_text(json.dumps(_renamed(content), ensure_ascii=False), "utf-8")
    with xr.open_dataset(place / "dispatch.nc") as stored:
        results = stored.load()
    texts = {name: v for name, v in results.coords.items() if v.dtype.kind in "UO"}
    renamed = {name: (v.dims, np.array([_name(str(t)) for t in v.values], dtype=str)) for name, v in texts.items()}
    results.assign_coords(renamed).to_netcdf(place / "dispatch.nc")
    return place


def _name(text: str) -> str:
    return HOSTILE.get(text, text)


def _renamed(content: Any) -> Any:
    if isinstance(content, dict):
        return {_name(key): _renamed(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_renamed(value) for value in content]
    return _name(content) if isinstance(content, str) else content
