"""Every command on cases that lack a component, and on cases that are nothing but units of a network."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from dispatch.case.schema import SCHEMA, TARGET_UNITS

TUTORIAL = Path(__file__).parents[2] / "inputs" / "tutorial"
NEEDED = {"areas", "pockets", "dispatchers", "load", "fuels", "capacity", "series"}
OPTIONAL = sorted({path.stem for path in TUTORIAL.glob("*.csv")} - NEEDED)
PLANTS = ("thermal", "renewables", "storage")
NAMES_OF = {"capacity": "asset", "measures": "extends"}
"""Table -> its column that names rows of other tables."""


def rows_of(path):
    """Heading and rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    return heading, rows


def drop(case, *tables):
    """Delete tables, and every row of other tables that names one of their rows."""
    gone = set()
    for table in tables:
        path = case / f"{table}.csv"
        gone |= {row[0] for row in rows_of(path)[1]}
        path.unlink()
    for table, column in NAMES_OF.items():
        path = case / f"{table}.csv"
        if path.exists():
            heading, rows = rows_of(path)
            left = [row for row in rows if row[heading.index(column)] not in gone]
            path.unlink()
            if left:
                write(path, heading, left)


def write(path, heading, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *rows])


def with_every_target(case):
    """A target of each kind, and what the shares of primary energy need."""
    rows = [[k, k, "0.5", unit, "2030", k, k, "guess: a test"] for k, unit in TARGET_UNITS.items()]
    write(case / "targets.csv", ["target", "kind", "required", "unit", "year", "text_zh", "text_en", "source"], rows)
    more = 'other_coal = 1e-4\nother_fossil = 1e-4\nother_nonfossil = 1e-4\nconversion = 300\nsource = "guess: a test"'
    with (case / "case.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[primary_energy]\n{more}\n")


def every_command(call, case, out, *parts, window=("--hours", 3)):
    """Run every command on a case; return what each prints."""
    named = [word for part in parts for word in ("--part", part)]
    first = ("run", case, "--out", out / "run", *window)
    ran = call(*first)
    assert ran.exit_code == 0, ran.output
    start = json.loads((out / "run" / "run.json").read_text(encoding="utf-8"))["from"]
    printed = {}
    for words in (
        ("report", out / "run"),
        ("compare", out / "run", out / "run", "--out", out / "both"),
        ("explain", out / "run", start),
        ("diagnose", case, *window),
        ("export", case, "--to", "mps", "--out", out / "x.mps", *window),
        ("targets", case, "--out", out / "targets", "--seeds", 1, *window, *named),
    ):
        result = call(*words)
        assert result.exit_code == 0, f"{words}: {result.output[-2000:]} {result.exception!r}"
        printed[words[0]] = result.output
    return printed


@pytest.fixture
def tutorial(tmp_path):
    """A copy of the tutorial."""
    shutil.copytree(TUTORIAL, tmp_path / "case")
    return tmp_path / "case"


@pytest.mark.parametrize("table", OPTIONAL)
def test_every_command_works_without_a_table_of_the_tutorial(call, tutorial, tmp_path, table):
    if table != "targets":
        with_every_target(tutorial)
    drop(tutorial, table)
    every_command(call, tutorial, tmp_path, "verdict", "ranges")


def test_a_case_without_wind_and_sun_gets_a_verdict_in_all_parts(call, tutorial, tmp_path):
    drop(tutorial, "renewables")
    printed = every_command(call, tutorial, tmp_path)["targets"]
    verdict = json.loads((tmp_path / "targets" / "verdict.json").read_text("utf-8"))
    coal_and_gas = json.loads((tmp_path / "run" / "summary.json").read_text("utf-8"))["region"]["thermal_twh"]
    assert [one["achieved"] for one in verdict] == [0.0, pytest.approx(-coal_and_gas)]
    assert [one["answer"] for one in verdict] == ["given", "out_of_reach"]
    assert "no dispatch" in printed
    carrying = rows_of(tmp_path / "targets" / "carrying.csv")[1]
    assert [(row[0], float(row[1]), *row[2:]) for row in carrying] == [("Steppe", 0.0, "", "", "")]
    variants = rows_of(tmp_path / "targets" / "with-and-without.csv")[1]
    assert variants and all(row[1] == "" for row in variants)


def test_a_case_of_load_alone_is_reported_not_crashed(call, tutorial, tmp_path):
    with_every_target(tutorial)
    drop(tutorial, *PLANTS, "corridors", "demand_response")
    (tutorial / "measures.csv").unlink(missing_ok=True)
    every_command(call, tutorial, tmp_path, "verdict", "ranges", "carrying", "sure")


UNITS = next(column.choices for column in SCHEMA["units"].columns if column.name == "technology")


ALONE = [
    pytest.param((technology,), id=technology, marks=pytest.mark.long) for technology in UNITS if technology != "pv"
]


@pytest.mark.parametrize("technologies", [pytest.param(UNITS, id="all"), pytest.param(("pv",), id="pv"), *ALONE])
def test_a_case_of_units_of_any_technology_works_through_all_commands(call, tiny_folder, tmp_path, technologies):
    """All technologies at once, and one alone; each alone with make long."""
    each = [{"unit": f"one {name}", "technology": name, "capacity": 55 / len(technologies)} for name in technologies]
    case = tiny_folder(
        load=[50.0, 60.0],
        units=[
            *({"cost": 10} | unit for unit in each),
            {"unit": "rest", "technology": "other", "capacity": 100, "cost": 20},
        ],
        reservoirs=[{"reservoir": "tank", "technology": "other", "charge": 5, "discharge": 5, "content": 50}],
    )
    every_command(call, case, tmp_path, "verdict", "ranges", "carrying", window=())
    heading = (tmp_path / "run" / "csv" / "energy_balance.csv").read_text("utf-8-sig")
    assert "flow_" not in heading


def test_heat_networks_without_a_plant_are_fed_by_boilers_that_cost(call, tiny_folder, tmp_path):
    heat = [{"network": "city", "peak": 10, "boiler_cost": 100}]
    case = tiny_folder(load=[50.0, 60.0], heat=heat, units=[{"unit": "one", "capacity": 100, "cost": 10}])
    every_command(call, case, tmp_path, "verdict", window=())
    cost = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))["objective_cny"]
    assert cost == pytest.approx(110 * 10 + 20 * 100)
