"""The shipped cases: they read without a fault, every number says where it comes from, and they add up."""

import csv
import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dispatch.app.assemble import build, run
from dispatch.app.reading import read_case
from dispatch.case import Case
from dispatch.case.schema import GENERIC, SCHEMA

INPUTS = Path(__file__).parents[2] / "inputs"
CASES = sorted(path.parent.name for path in INPUTS.glob("*/case.toml"))
REGION = ["neimenggu-2030", "neimenggu-2030-300gw"]
MARK = re.compile(r"\b(P|F|E|calc|guess)\b")
HEADING = re.compile(r"\s*\[.*\]")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{HEADING.sub("", key): value for key, value in row.items()} for row in csv.DictReader(file)]


def sources(value: Any, place: str = "") -> list[tuple[str, Any]]:
    """All (place, text) under keys `source` of a TOML document, and every table that has numbers and no source."""
    if isinstance(value, list):
        return [found for k, one in enumerate(value) for found in sources(one, f"{place}[{k}]")]
    if not isinstance(value, dict):
        return []
    own = [(place, value["source"])] if "source" in value else []
    return own + [found for key, one in value.items() for found in sources(one, f"{place}.{key}")]


@pytest.fixture(scope="module")
def base() -> Case:
    return read_case(INPUTS / "neimenggu-2030")


@pytest.fixture(scope="module")
def later() -> Case:
    return read_case(INPUTS / "neimenggu-2030-300gw")


def at_year_end(case: Case, table: str, key: str, **of: str) -> float:
    chosen = case.tables[table]
    for column, value in of.items():
        chosen = chosen[chosen[column] == value]
    return float(case.capacity(list(chosen[key]))[:, -1].sum())


@pytest.mark.parametrize("name", CASES)
def test_every_case_reads(name: str) -> None:
    assert len(read_case(INPUTS / name).time) > 0


@pytest.mark.parametrize("path", [p for n in REGION for p in sorted((INPUTS / n).glob("*.csv"))], ids=lambda p: p.stem)
def test_every_row_has_a_source_with_a_mark(path: Path) -> None:
    for line, row in enumerate(rows(path), start=2):
        assert MARK.search(row["source"]), f"{path.name}, row {line}: {row['source']!r}"


@pytest.mark.parametrize("file", ["case.toml", "weather.toml"])
def test_every_key_has_a_source_with_a_mark(file: str) -> None:
    given = tomllib.loads((INPUTS / "neimenggu-2030" / file).read_text(encoding="utf-8"))
    found = sources(given)
    as_before = re.compile(r"^as [\w-]+,|^as [\w-]+$")
    assert found
    for place, text in found:
        assert MARK.search(text) or as_before.match(text), f"{place}: {text!r}"
    for part in ("prices", "primary_energy") if file == "case.toml" else ("wind", "sun", "temperature"):
        assert "source" in given[part]


def test_every_component_is_used(base: Case) -> None:
    generic = {table.name for table in GENERIC}
    assert {name for name in SCHEMA if base.tables[name].empty} == generic | {"shortfall_limits"}
    assert set(base.tables["thermal"]["technology"]) == {"coal", "gas", "biomass", "waste"}
    assert set(base.tables["renewables"]["technology"]) == {"wind", "pv", "pv_distributed", "hydro"}
    assert set(base.tables["storage"]["technology"]) == {"pumped_hydro", "battery"}
    assert set(base.tables["demand_response"]["kind"]) == {"shed", "shift"}
    kinds = {"base", "captive", "electric_vehicle", "data_centre", "electric_heating", "park"}
    assert set(base.tables["load"]["kind"]) == kinds
    thermal = base.tables["thermal"]
    assert set(thermal["flexible"]) == set(thermal["efficient"]) == {True, False}


def test_the_lp_stays_modest(base: Case, later: Case) -> None:
    assert len(base.tables["thermal"]) <= 24 and len(base.tables["storage"]) <= 10
    for case, groups in ((base, 16), (later, 18)):
        keys = case.tables["renewables"][["pocket", "dispatcher", "settles", "order"]]
        assert len(keys.drop_duplicates()) <= groups
        assert len(case.tables["corridors"]) <= 10


def test_every_series_is_named_by_a_table(base: Case) -> None:
    named = {
        name for table in ("renewables", "csp", "heat", "load", "corridors") for name in base.tables[table]["profile"]
    }
    assert set(base.series) == named


def test_figures_that_are_published(base: Case) -> None:
    """facts: consumption at 5 %/yr from 519.3 TWh; 2 亿千瓦; 2.4 GW pumped; above 5 GW of storage; 30 GW of retrofit;
    17.66 GW captive; 127 GW of thermal at the end of 2025, by-product heat left out; 350 TWh of export in 2025 by the
    corridors that existed, of which 20.1 are read as transit of the Northeast on Zhalute-Qingzhou (high less mid)."""
    electrolysis = (base.tables["electrolysers"]["yearly"] * base.tables["electrolysers"]["use"]).sum() / 1e3
    consumption = base.tables["load"]["energy"].sum() / 1e3 + electrolysis
    assert consumption == pytest.approx(519.3 * 1.05**6, rel=0.001)
    wind = at_year_end(base, "renewables", "asset", technology="wind")
    sun = sum(at_year_end(base, "renewables", "asset", technology=name) for name in ("pv", "pv_distributed"))
    assert 200.0 < wind + sun + at_year_end(base, "csp", "asset") < 210.0
    assert at_year_end(base, "storage", "asset", technology="pumped_hydro") == pytest.approx(2.4)
    assert at_year_end(base, "storage", "asset", technology="battery") > 17.0
    coal = base.tables["thermal"][base.tables["thermal"]["technology"] == "coal"]
    for retrofit in ("flexible", "efficient"):
        assert base.capacity(list(coal[coal[retrofit]]["fleet"]))[:, -1].sum() == pytest.approx(30.0, abs=0.01)
    captive = coal[coal["dispatcher"] == "captive"]
    assert base.capacity(list(captive["fleet"]))[:, -1].sum() == pytest.approx(17.66, abs=0.01)
    ledger = base.tables["capacity"]
    fleets = ledger["asset"].isin(set(base.tables["thermal"]["fleet"]) - {"captive-waste-heat"})
    by_2025 = ledger["commissioned"] <= "2026-01-01"
    assert ledger.loc[fleets & by_2025, "capacity"].sum() == pytest.approx(127.0, abs=0.1)
    corridors = base.tables["corridors"].set_index("corridor")
    transit = corridors.loc["zhalute-qingzhou", "energy_high"] - corridors.loc["zhalute-qingzhou", "energy_mid"]
    existing = corridors.loc[~corridors["new"], "energy_mid"].sum()
    assert (existing + transit) / 1e3 == pytest.approx(350.0, abs=0.1)
    assert corridors.loc[corridors["new"], "energy_mid"].sum() / 1e3 == pytest.approx(36 + 36 + 18 + 9)


def test_available_hours_of_the_region(base: Case) -> None:
    """Wind within 2 % of the 2446 available hours of a mean year, PV within the observed 1460 to 1660."""
    assets = base.tables["renewables"]
    capacity = base.capacity(list(assets["asset"]))
    energy = capacity * np.array([base.series[name] for name in assets["profile"]])
    for technologies, low, high in ((("wind",), 2397.0, 2495.0), (("pv", "pv_distributed"), 1460.0, 1660.0)):
        keep = assets["technology"].isin(technologies).to_numpy()
        assert low < energy[keep].sum() / capacity[keep].mean(axis=1).sum() < high


def test_units_are_commissioned_during_the_year(base: Case) -> None:
    assets = list(base.tables["renewables"]["asset"])
    total = base.capacity(assets).sum(axis=0)
    steps = np.flatnonzero(np.diff(total)) + 1
    assert len(steps) >= 3 and (np.diff(total) >= 0).all()
    assert all(base.time[step].day == 1 and base.time[step].hour == 0 for step in steps)


def test_the_policy_has_its_targets(base: Case, later: Case) -> None:
    policy = base.tables["targets"]
    kinds = set(policy["kind"])
    choices = SCHEMA["targets"].column("kind")
    assert choices is not None
    assert kinds == set(choices.choices) - {"new_energy_generation", "new_energy_export"}
    assert not policy["imposed"].any()
    more = later.tables["targets"]
    asked = more[more["target"].str.startswith("later-")].set_index("kind")["required"].to_dict()
    assert asked == {"new_energy_capacity": 300.0, "new_energy_generation": 600.0, "new_energy_export": 200.0}


def test_the_later_plan(later: Case) -> None:
    wind = at_year_end(later, "renewables", "asset", technology="wind")
    sun = sum(at_year_end(later, "renewables", "asset", technology=name) for name in ("pv", "pv_distributed"))
    assert wind == pytest.approx(165.0) and sun == pytest.approx(150.0)
    assert wind * 2.274 + sun * 1.460 == pytest.approx(600.0, rel=0.02)


def test_the_later_plan_states_only_what_differs() -> None:
    """No row of it repeats a cell of the case that it extends, but for keys and sources."""
    own = INPUTS / "neimenggu-2030-300gw"
    assert not (own / "series.nc").exists() and not (own / "sites.csv").exists()
    for path in own.glob("*.csv"):
        keys = SCHEMA[path.stem].keys
        before = {tuple(row[key] for key in keys): row for row in rows(INPUTS / "neimenggu-2030" / path.name)}
        for row in rows(path):
            old = before.get(tuple(row[key] for key in keys))
            if old is None:
                continue
            stated = [name for name, value in row.items() if value and name not in (*keys, "source")]
            assert stated, f"{path.name}: {row} changes nothing"
            for name in stated:
                assert row[name] != old[name], f"{path.name}: {name} of {row} is what it was"


@pytest.mark.parametrize("name", REGION)
@pytest.mark.parametrize("start", ["2030-01-16", "2030-07-16"])
def test_a_day_of_winter_and_of_summer_can_be_dispatched(name: str, start: str) -> None:
    case = read_case(INPUTS / name, start=start, hours=24)
    found = run(case, lp=build(case), threads=1)
    assert found.record["status"] == "optimal"
    assert found.summary["region"]["generation_twh"]["coal"] > 0.5
    assert found.summary["region"]["export_twh"] > 0.5


@pytest.mark.parametrize("name", ["neimenggu-2023", "neimenggu-2024", "neimenggu-2030"])
def test_every_profile_of_renewables_has_its_capacity_credits(name: str) -> None:
    """Of many weather years, not of the year that is run; a fleet of wind counts for little and PV for nothing in the evening."""
    case = read_case(INPUTS / name)
    table = case.tables["capacity_credits"]
    assert set(case.tables["renewables"]["profile"]) <= set(table["profile"])
    assert table.groupby("profile").size().eq(12).all()
    evening = table[table["profile"].str.startswith(("wind", "pv")) & table["month"].isin((11, 12, 1, 2))]
    wind = evening["profile"].str.startswith("wind")
    assert evening.loc[wind, "h19"].mean() < 0.05 and evening.loc[wind, "h19"].max() < 0.08
    assert evening.loc[~wind, "h19"].max() == 0.0


@pytest.mark.parametrize("name", ["neimenggu-2023", "neimenggu-2030", "neimenggu-2030-300gw"])
def test_what_must_stay_online_can(name: str) -> None:
    """In every month the minimum is below what is there at the largest planned outage, and some of it is of each HVDC
    sending end; besides, only what must be taken keeps a share."""
    case = read_case(INPUTS / name)
    fleets, rows = case.tables["thermal"], case.tables["minimum_online"]
    must_take = {"captive-waste-heat", "waste-incineration", "biomass"}
    own_load = {"captive-mengxi", "captive-mengdong"}
    assert set(fleets.loc[fleets["minimum_online"] > 0, "fleet"]) <= must_take | own_load
    capacity = case.capacity(list(fleets["fleet"])) * ((1 - fleets["forced_outage"]) * 0.7).to_numpy()[:, None]
    for _, row in rows.iterrows():
        of = ((fleets["area"] == row["area"]) & (fleets["dispatcher"] == row["dispatcher"])).to_numpy()
        assert capacity[of][:, case.month == row["month"]].sum(axis=0).min() >= row["online"]
    bases = {area for area in case.tables["areas"]["area"] if area not in ("Mengxi", "Mengdong", "Direct")}
    assert set(rows["area"]) == {"Mengxi", "Mengdong"} | bases


@pytest.mark.parametrize(("name", "rows"), [("neimenggu-2023", 12), ("neimenggu-2024", 12), ("neimenggu-2030", 12)])
def test_one_path_sets_the_share_online_of_all_grid_coal(name: str, rows: int) -> None:
    """As docs/backcast.md and docs/targets.md say: plants of parks and of corridors keep none."""
    setting = "thermal[technology=coal,settles=grid].minimum_online=0.5"
    fleets = read_case(INPUTS / name, [setting]).tables["thermal"]
    kept = fleets[fleets["minimum_online"] == 0.5]
    assert len(kept) == rows and set(kept["dispatcher"]) == {"mengxi", "mengdong"}
    others = fleets[(fleets["technology"] == "coal") & (fleets["minimum_online"] != 0.5)]
    assert len(others) and not others.loc[others["dispatcher"] != "captive", "minimum_online"].any()
