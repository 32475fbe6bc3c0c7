"""Figures of the planner that replace packaged ones: ``--statistics``."""

import csv

import pytest

import dispatch
from dispatch.errors import CaseError
from dispatch.messages import Lang
from dispatch.new_case import Facts, from_provinces, provinces, read_statistics, scope
from dispatch.new_case.provinces import PROVINCES
from dispatch.new_case.provinces.balance import balances
from dispatch.new_case.provinces.facts import QUANTITIES
from dispatch.new_case.provinces.statistics import bounds

HEAD = "province,quantity,value,source\n"


@pytest.fixture
def read(tmp_path):
    """Read a table of figures for a base year."""

    def of(text, year=2024):
        (tmp_path / "own.csv").write_text(HEAD + text, encoding="utf-8")
        return read_statistics(tmp_path / "own.csv", year)

    return of


@pytest.fixture
def faults(read):
    """Read a table and return its faults."""

    def of(text):
        with pytest.raises(CaseError) as error:
            read(text)
        return error.value.faults

    return of


def table(case, name):
    with (case / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("row", "unit", "packaged"),
    [
        ("consumption,1746,P: 亿千瓦时", "TWh", "174.6 TWh"),
        ("consumption,174600,P: GWh", "TWh", "174.6 TWh"),
        ("consumption,0,P: x", "TWh", "174.6 TWh"),
        ("wind_2024,30170,P: MW", "GW", "30.17 GW"),
        ("wind_2024,3017,P: 万千瓦", "GW", "30.17 GW"),
        ("wind_2024,0.3017,P: x", "GW", "30.17 GW"),
        ("nuclear,1300,P: MW", "GW", "0 GW"),
        ("thermal_2024,2600,P: 万千瓦", "GW", ""),
        ("net_export,860,P: 亿千瓦时", "TWh", ""),
        ("pv_hours,0.18,P: share", "hours of a year", "1,548 h"),
        ("pv_distributed_share,6.1,P: %", "a share", "0.061"),
        ("wind_offshore_share,0.1,P: inland", "a share", "0"),
    ],
)
def test_a_figure_in_a_wrong_unit_is_a_fault_that_states_unit_and_packaged_figure(faults, row, unit, packaged):
    (fault,) = faults(f"gansu,{row}\n")
    assert (fault.file, fault.row, fault.column) == ("own.csv", 2, "value")
    for lang in Lang:
        assert packaged in fault.text(lang)
    assert f"as {unit}" in fault.text(Lang.en)


@pytest.mark.parametrize("year", [2023, 2024])
def test_every_packaged_figure_is_in_its_own_range(year):
    facts = Facts(year=year)
    for one in PROVINCES:
        for quantity in QUANTITIES:
            if facts.has(one.key, quantity):
                least, most = bounds(facts, one.key, quantity)
                assert least <= facts.value(one.key, quantity) <= most, (one.key, quantity)
        least, most = bounds(facts, one.key, "net_export")
        assert least <= balances(facts)[one.key].export.value <= most


def test_the_figures_of_the_other_base_year_are_in_range():
    """Growth of a year, and a wet or a dry year, are no wrong units."""
    for year, other in ((2023, 2024), (2024, 2023)):
        facts, given = Facts(year=year), Facts(year=other)
        for one in PROVINCES:
            for quantity in ("consumption", "hydro", "pumped_hydro", "hydro_hours"):
                least, most = bounds(facts, one.key, quantity)
                assert least <= given.value(one.key, quantity) <= most, (one.key, quantity, year)


def test_technologies_may_grow_from_zero_and_be_left_out(read):
    figures = read("gansu,nuclear,1.2,P: x\ngansu,pumped_hydro,4,P: x\ntibet,battery,1,P: x\ngansu,hydro,0,P: x\n")
    assert figures.value("Gansu", "nuclear") == 1.2 and figures.value("Gansu", "hydro") == 0


def test_a_repeated_figure_is_a_fault_of_its_row(faults):
    (fault,) = faults("gansu,gas,1,P: x\n\n甘肃,gas,2,P: y\n")
    assert fault.row == 4 and "row 2" in str(fault)


def test_a_comma_without_quotation_marks_is_a_fault(faults):
    (fault,) = faults("gansu,wind_2024,30,170,P: x\n")
    assert fault.row == 2 and "more cells" in str(fault)


def test_batteries_have_energy_content_in_proportion_to_power(read, faults):
    power = read("gansu,battery,5,P: own\n")
    packaged = Facts()
    ratio = packaged.value("Gansu", "battery_energy") / packaged.value("Gansu", "battery")
    assert power.value("Gansu", "battery_energy") == pytest.approx(5 * ratio, abs=1e-3)
    assert "packaged" in power("Gansu", "battery_energy").source
    for rows in ("gansu,battery_energy,20,P: x\n", "gansu,battery_energy,20,P: x\ngansu,battery,0,P: x\n"):
        (fault,) = faults(rows)
        assert fault.row == 2 and "energy content" in str(fault)
    assert "energy content" in str(faults("gansu,battery_energy,1,P: x\ngansu,battery,5,P: x\n")[0])


@pytest.mark.parametrize("year", [2023, 2024])
def test_batteries_of_the_planner_are_those_at_the_end_of_the_base_year(read, tmp_path, year):
    from_provinces(
        provinces("gansu"),
        tmp_path / "case",
        read("gansu,battery,5,P: power\ngansu,battery_energy,12,P: content\n", year),
    )
    rows = [row for row in table(tmp_path / "case", "capacity") if row["asset"] == "gansu-battery"]
    assert sum(float(row["capacity [MW]"]) for row in rows) == pytest.approx(5000, abs=0.2)
    assert sum(float(row["energy [MWh]"]) for row in rows) == pytest.approx(12000, abs=0.2)
    assert all("P: power" in row["source"] and "P: content" in row["source"] for row in rows)


def test_every_row_states_the_figures_that_set_its_value(read, tmp_path):
    figures = read(
        "gansu,wind_2024,20,P: less wind\ngansu,consumption,180,P: use\ngansu,gas,0.5,P: gas\ngansu,pv_hours,1600,P: sun\n"
    )
    from_provinces(provinces("gansu"), tmp_path / "case", figures)
    sources = {row["asset"]: row["source"] for row in table(tmp_path / "case", "capacity")}
    assert "P: less wind" in sources["gansu-wind"] and "P: gas" in sources["gansu-gas"]
    assert "P: use" in table(tmp_path / "case", "load")[0]["source"]
    assert any("P: sun" in row["source"] for row in table(tmp_path / "case", "renewables"))
    (export,) = table(tmp_path / "case", "corridors")
    assert all(source in export["source"] for source in ("P: less wind", "P: use", "P: gas", "P: sun"))


def test_the_command_names_figures_that_the_case_does_not_read(call, tmp_path):
    (tmp_path / "own.csv").write_text(
        HEAD + "gansu,wind_2022,20,P: x\nqinghai,battery,3,P: x\nqinghai,consumption,100,P: x\ngansu,gas,1,P: x\n",
        "utf-8",
    )
    words = ("new", tmp_path / "mine", "--province", "gansu", "--statistics", tmp_path / "own.csv", "--lang")
    lines = call(*words, "en").stdout.splitlines()
    assert lines[0].endswith("base year 2024: gansu wind_2022, qinghai battery")
    assert lines[1].startswith("figures of qinghai, outside the case")
    assert "青海 battery" in call(*words[:1], tmp_path / "zh", *words[2:], "zh").stdout


def test_figures_of_the_base_year_and_of_the_case_need_no_message(read):
    assert not scope(read("gansu,wind_2022,17,P: x\ngansu,battery,3,P: x\n", 2023), provinces("gansu"))


def test_figures_of_another_province_change_the_exchange_of_the_case(read, tmp_path):
    own = read("qinghai,consumption,130,P: x\n")
    assert balances(own)["Gansu"].export.value > balances(Facts())["Gansu"].export.value
    assert "Qinghai" in balances(own)["Gansu"].export.source


def test_a_province_without_generation_is_a_case(read, tmp_path):
    none = "".join(
        f"beijing,{name},0,P: x\n" for name in ("wind_2023", "wind_2024", "pv_2023", "pv_2024", "hydro", "gas")
    )
    own = read(none + "beijing,net_export,-130,P: x\n")
    from_provinces(provinces("beijing"), tmp_path / "case", own)
    assert dispatch.read_case(tmp_path / "case", hours=24).horizon_hours == 8784
