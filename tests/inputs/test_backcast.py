"""The cases of 2023 and 2024: what is observed goes in as it was, and 2024 changes no assumption."""

from pathlib import Path

import numpy as np
import pytest

import dispatch
from dispatch.case import Case
from dispatch.weather import read_parameters

from .test_inputs import INPUTS, MARK, rows

PANEL = {
    2023: {"wind": 135.462 / 0.9495, "pv": 29.053 / 0.9765, "consumption": 482.3, "export": 306.485, "gap": 25.8},
    2024: {"wind": 171.085 / 0.9385, "pv": 39.623 / 0.955, "consumption": 519.3, "export": 337.717, "gap": 22.6},
}
"""F panel 2017-2024 of 1138034910-a11y/RPS- [TWh]; what was curtailed was available too."""
OBSERVED = {"capacity", "load", "corridors", "heat", "maintenance", "capacity_credits"}
"""Tables of what was in a year (credits follow from its weather.toml); every other table holds assumptions."""


def read(year: int, seed: int) -> Case:
    return dispatch.read_case(INPUTS / f"neimenggu-{year}", [f"weather.seed={seed}"])


@pytest.fixture(scope="module", params=[2023, 2024])
def year(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module")
def case(year: int) -> Case:
    return read(year, 1)


def available(case: Case, *technologies: str) -> float:
    """[TWh]"""
    assets = case.tables["renewables"]
    assets = assets[assets["technology"].isin(technologies)]
    shares = np.array([case.series[name] for name in assets["profile"]])
    return float((case.capacity(list(assets["asset"])) * shares).sum()) / 1e3


def test_hours_of_the_calendar(case: Case, year: int) -> None:
    assert len(case.time) == (8784 if year == 2024 else 8760)


def test_wind_and_sun_are_those_of_the_year_whatever_the_weather(year: int) -> None:
    for seed in (1, 2):
        case = read(year, seed)
        assert available(case, "wind") == pytest.approx(PANEL[year]["wind"], rel=0.002)
        assert available(case, "pv", "pv_distributed") == pytest.approx(PANEL[year]["pv"], rel=0.01)


def test_load_and_exports_are_those_of_the_year(case: Case, year: int) -> None:
    load = case.tables["load"].set_index("load")["energy"] / 1e3
    assert load.sum() == pytest.approx(PANEL[year]["consumption"], abs=0.3)
    # What of it no plant of the statistics made, the waste heat of industry did.
    fleet = case.tables["thermal"].set_index("fleet").loc["captive-waste-heat"]
    assert fleet["technology"] == "gas"
    assert case.capacity(["captive-waste-heat"])[0, 0] * 8.3 == pytest.approx(PANEL[year]["gap"], abs=0.1)
    assert case.tables["corridors"]["energy_mid"].sum() / 1e3 == pytest.approx(PANEL[year]["export"], abs=0.2)


def test_capacity_at_the_end_of_the_year(case: Case, year: int) -> None:
    """F panel: 118.3 and 121.1 GW of thermal without waste heat; E: 51.5 GW dispatched by Mengxi at the end of 2023."""
    fleets = case.tables["thermal"]
    own = fleets[fleets["fleet"] != "captive-waste-heat"]
    assert case.capacity(list(own["fleet"]))[:, -1].sum() == pytest.approx({2023: 118.26, 2024: 121.07}[year], abs=0.5)
    mengxi = own[(own["area"] == "Mengxi") & (own["dispatcher"] == "mengxi") & (own["technology"] == "coal")]
    if year == 2023:
        assert case.capacity(list(mengxi["fleet"]))[:, -1].sum() == pytest.approx(51.53, abs=0.2)


def test_weather_knows_the_capacity_of_the_tables(case: Case, year: int) -> None:
    """`known` of weather.toml is what capacity.csv has in service in each month, by zone."""
    parameters = read_parameters(*(INPUTS / f"neimenggu-{one}" for one in (year, 2023, 2030)))
    assets = case.tables["renewables"]
    first = [int(np.flatnonzero(case.month == month)[0]) for month in range(1, 13)]
    for part, technology in ((parameters.wind, "wind"), (parameters.sun, "pv")):
        for zone, known in part.known.items():
            own = assets[(assets["technology"] == technology) & (assets["profile"] == f"{technology}-{zone}")]
            steps = case.capacity(list(own["asset"])).sum(axis=0)[first]
            assert list(steps) == pytest.approx(list(known), abs=1e-3), zone


def test_2024_carries_every_assumption_of_2023() -> None:
    own = {path.stem for path in (INPUTS / "neimenggu-2024").glob("*.csv")}
    assert own <= OBSERVED | {"thermal"}
    corridors = rows(INPUTS / "neimenggu-2024" / "corridors.csv")
    assert set(corridors[0]) == {"corridor", "energy_low", "energy_mid", "energy_high", "source"}
    before, after = (dispatch.read_case(INPUTS / f"neimenggu-{year}", hours=24) for year in (2023, 2024))
    for name, table in before.tables.items():
        # Retrofit moves by a rule, and with it the minimum of the fleets that it is of.
        moved = ["source", *(["minimum_heating", "minimum_other"] if name == "thermal" else [])]
        if name not in OBSERVED:
            assert table.drop(columns=moved, errors="ignore").equals(
                after.tables[name].drop(columns=moved, errors="ignore")
            ), name
    share = {2023: 0.5, 2024: 0.7}
    for case, year in ((before, 2023), (after, 2024)):
        fleets = case.tables["thermal"].set_index("fleet")
        retrofitted = fleets.index.isin([row["fleet"] for row in rows(INPUTS / "neimenggu-2024" / "thermal.csv")])
        minimum = fleets[["minimum_heating", "minimum_other"]]
        assert minimum[retrofitted].to_numpy() == pytest.approx(0.5 - (0.5 - 0.325) * share[year])
        kept = before.tables["thermal"].set_index("fleet")[["minimum_heating", "minimum_other"]]
        assert minimum[~retrofitted].equals(kept[~retrofitted])
    assert before.settings.prices == after.settings.prices and before.settings.commitment == after.settings.commitment


@pytest.mark.parametrize(
    "path", sorted(INPUTS.glob("neimenggu-202*/*.csv")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_every_row_has_a_source_with_a_mark(path: Path) -> None:
    for line, row in enumerate(rows(path), start=2):
        assert MARK.search(row["source"]), f"{path.name}, row {line}: {row['source']!r}"


def test_a_day_can_be_dispatched(year: int) -> None:
    day = dispatch.read_case(INPUTS / f"neimenggu-{year}", start=f"{year}-02-20", hours=24)
    found = dispatch.run(day, threads=1)
    assert found.status == "optimal" and found.summary["region"]["unserved_gwh"] == pytest.approx(0.0, abs=1e-6)
