"""Cases of provinces from packaged data."""

import csv
import re
from pathlib import Path

import numpy as np
import pytest

import dispatch
from dispatch.case import Weather
from dispatch.case.schema import SCHEMA
from dispatch.errors import CaseError
from dispatch.messages import Lang
from dispatch.new_case import Facts, from_provinces, provinces, read_statistics
from dispatch.new_case.provinces import PROVINCES, YEARS
from dispatch.new_case.provinces.balance import balances, contracts
from dispatch.new_case.provinces.facts import DATA, QUANTITIES, Fact, rows
from dispatch.new_case.provinces.profiles import load_of_year, series
from dispatch.results.profiles import technologies
from dispatch.weather import generate

HEAD = "province,quantity,value,source\n"
MARK = re.compile(r"\b(P|F|E|calc|guess|default)\b")


@pytest.fixture(scope="module")
def gansu(tmp_path_factory):
    """The case of Gansu, a folder."""
    place = tmp_path_factory.mktemp("province") / "gansu"
    from_provinces(provinces("甘肃"), place)
    return place


def test_a_province_reads_without_a_fault_and_runs_to_a_proof(gansu):
    case = dispatch.read_case(gansu, start="2024-03-01", hours=48)
    assert case.horizon_hours == 8784
    run = dispatch.run(case)
    assert run.record["status"] == "optimal" and run.summary["region"]["unserved_gwh"] == pytest.approx(0, abs=1e-3)


def test_every_row_has_a_source(gansu):
    for name in SCHEMA:
        if (gansu / f"{name}.csv").exists():
            with (gansu / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                assert all(MARK.search(row["source"]) for row in csv.DictReader(file)), name


def test_the_case_states_what_it_lacks_in_both_languages(gansu, tmp_path):
    missing = from_provinces(provinces("gansu"), tmp_path / "g")
    text = (gansu / "README.md").read_text(encoding="utf-8")
    for one in missing:
        assert one.text(Lang.en) in text and one.text(Lang.zh) in text
    assert missing[0].text(Lang.zh).startswith("甘肃：")
    assert "nuclear power" in text and "核电" in text and "Copernicus" in text


def test_energy_of_wind_pv_and_load_is_that_of_the_figures(gansu):
    case, facts = dispatch.read_case(gansu), Facts()
    for name in ("wind", "pv"):
        assert case.series[f"{name}-gansu"].sum() == pytest.approx(facts.value("Gansu", f"{name}_hours"), rel=2e-3)
    assert case.tables["load"]["energy"].sum() == pytest.approx(facts.value("Gansu", "consumption") * 1e3)


@pytest.mark.parametrize("one", PROVINCES, ids=lambda one: one.name)
def test_series_of_every_province_are_shares_with_the_hours_of_its_figures(one):
    facts = Facts()
    found = series(facts, one.key)
    for name, values in found.items():
        assert len(values) == 8784 and np.isfinite(values).all() and values.min() >= 0, name
        assert name in ("load", "hydro") or values.max() <= 1, name
    assert found["wind"].sum() == pytest.approx(facts.value(one.key, "wind_hours"), rel=1e-3)


@pytest.mark.parametrize("year", YEARS)
def test_every_province_has_every_figure_with_a_source(year):
    facts = Facts(year=year)
    optional = {"thermal_2023", "thermal_2024", "net_export"}
    for one in PROVINCES:
        for quantity in set(QUANTITIES) - optional:
            assert facts(one.key, quantity).value >= 0 and MARK.search(facts(one.key, quantity).source)


@pytest.mark.parametrize("year", YEARS)
def test_the_nation_generates_what_it_consumes(year):
    assert sum(one.export.value for one in balances(Facts(year=year)).values()) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("year", YEARS)
def test_hydro_provinces_export(year):
    found = balances(Facts(year=year))
    assert all(found[key].export.value > 40 for key in ("Sichuan", "Yunnan", "Hubei"))


def test_each_province_has_the_hydro_energy_of_its_year():
    wet, dry = Facts(year=2024), Facts(year=2023)
    assert wet.value("Guangxi", "hydro_hours") > 1.3 * dry.value("Guangxi", "hydro_hours")
    shares = series(wet, "Sichuan")["hydro"]
    assert shares.sum() == pytest.approx(wet.value("Sichuan", "hydro_hours"))
    assert shares[182 * 24 : 274 * 24].sum() > 0.3 * shares.sum()


def test_a_case_of_2023_has_the_capacity_and_hours_of_its_year(tmp_path):
    from_provinces(provinces("gansu"), tmp_path / "early", Facts(year=2023))
    case, facts = dispatch.read_case(tmp_path / "early"), Facts(year=2023)
    assert case.horizon_hours == 8760 and case.time[0].year == 2023
    assert set(case.tables["targets"]["year"]) == {2023}
    assert case.series["wind-gansu"].sum() == pytest.approx(facts.value("Gansu", "wind_hours"), rel=2e-3)
    assert case.tables["load"]["energy"].sum() == pytest.approx(facts.value("Gansu", "consumption") * 1e3)
    with (tmp_path / "early" / "capacity.csv").open(encoding="utf-8", newline="") as file:
        units = [row["unit"] for row in csv.DictReader(file)]
    assert "end of 2022" in units and not any("construction" in unit or "2024" in unit for unit in units)


@pytest.mark.parametrize(("year", "first"), [(2023, 8736), (2024, 0)])
def test_weekdays_of_the_load_are_those_of_the_year(year, first):
    load = load_of_year(np.arange(8760.0), year)
    assert load[0] == first and load[24 if year == 2023 else 0] == 0
    assert len(load) == (8760 if year == 2023 else 8784)


@pytest.mark.parametrize("names", ["jiangsu", "yunnan,sichuan"])
def test_the_weather_generator_draws_every_series_of_a_case(tmp_path, names):
    from_provinces(provinces(names), tmp_path / "case")
    own = dispatch.read_case(tmp_path / "case").series
    drawn = generate(tmp_path / "case", Weather(seed=1))["value"]
    assert set(map(str, drawn["series"].values)) == set(own)
    for name, values in own.items():
        assert float(drawn.sel(series=name).mean()) == pytest.approx(float(values.mean()), rel=0.12), name
    assert dispatch.read_case(tmp_path / "case", hours=24, settings=["weather.seed=1"]).horizon_hours == 8784


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("--province", "gansu", "--year", "2022"), "2023, 2024"),
        (("--template", "minimal", "--year", "2023"), "--year"),
    ],
)
def test_a_base_year_without_data_is_a_fault(call, tmp_path, given, words):
    result = call("new", tmp_path / "mine", *given)
    assert result.exit_code == 2 and words in result.stderr and not list(tmp_path.iterdir())


def test_the_case_says_where_observed_hours_do_not_confirm_the_weather(tmp_path):
    missing = from_provinces(provinces("neimenggu,gansu"), tmp_path / "case")
    texts = [one.text(Lang.en) for one in missing]
    assert any(text.startswith("wind of gansu:") for text in texts) and not any("PV of" in text for text in texts)
    with (tmp_path / "case" / "renewables.csv").open(encoding="utf-8", newline="") as file:
        sources = {row["asset"]: row["source"] for row in csv.DictReader(file)}
    assert "shape confirmed" in sources["neimenggu-wind"] and "not confirmed" in sources["gansu-wind"]


def test_the_case_warns_of_the_common_inflow_where_hydro_prevails(tmp_path):
    missing = from_provinces(provinces("sichuan,gansu"), tmp_path / "case")
    assert [one.text(Lang.zh) for one in missing if one.key == "new.inflow"] == [
        "四川水电：来水的逐月、逐日过程为各省共用的一条序列，枯水期可能缺电"
    ]


def test_hours_without_a_published_utilisation_say_so():
    sources = {
        key: Facts()(*key).source for key in (("Tibet", "pv_hours"), ("Xinjiang", "pv_hours"), ("Gansu", "pv_hours"))
    }
    assert [("no figure at hand" in source) for source in sources.values()] == [True, True, False]


@pytest.mark.parametrize("key", ["Jiangsu", "Gansu"])
def test_the_balance_has_the_wind_of_the_case(key):
    facts, shares = Facts(), series(Facts(), key)
    sea = facts.value(key, "wind_offshore_share")
    hours = (1 - sea) * shares["wind"].sum() + (sea * shares["wind_offshore"].sum() if sea else 0.0)
    capacity = (facts.value(key, "wind_2023") + facts.value(key, "wind_2024")) / 2
    assert balances(facts)[key].wind == pytest.approx(capacity * hours / 1e3, rel=1e-3)


def test_a_group_exchanges_its_sum_with_others():
    chosen = provinces("gansu,qinghai,shandong")
    found = balances(Facts())
    traded = contracts(chosen, found, Facts().ties)
    assert sum(traded.values()) == pytest.approx(sum(found[one.key].export.value for one in chosen))
    assert all(value * sum(traded.values()) >= 0 for value in traded.values())


def test_a_province_without_a_tie_to_the_group_exchanges_its_own_balance():
    found = balances(Facts())
    traded = contracts(provinces("gansu,xinjiang,beijing"), found, Facts().ties)
    assert traded["Beijing"] == pytest.approx(found["Beijing"].export.value)


def test_a_group_has_the_ties_between_its_provinces(tmp_path):
    from_provinces(provinces("gansu,qinghai,hainan"), tmp_path / "group")
    case = dispatch.read_case(tmp_path / "group", hours=24)
    assert list(case.tables["lines"]["line"]) == ["gansu-qinghai"]
    assert sorted(case.tables["areas"]["area"]) == ["gansu", "hainan", "qinghai"]


def texts(missing, lang=Lang.en):
    return [one.text(lang) for one in missing]


def test_a_province_of_the_heating_zone_without_chp_says_so(tmp_path):
    missing = from_provinces(provinces("beijing"), tmp_path / "case")
    assert not (tmp_path / "case" / "heat.csv").exists()
    assert any(text.startswith("beijing: in the heating zone, but without CHP") for text in texts(missing))
    assert any(text.startswith("北京在供暖区") for text in texts(missing, Lang.zh))


def test_every_technology_without_a_row_is_named(tmp_path):
    chosen = provinces("beijing,shanghai,tibet,gansu,liaoning")
    missing = from_provinces(chosen, tmp_path / "case")
    case = dispatch.read_case(tmp_path / "case", hours=24)
    absent = {one.value("province").english: str(one.value("names")) for one in missing if one.key == "new.absent"}
    heated, fleets = set(case.tables["heat"]["area"]), case.tables["thermal"]
    for one in chosen:
        coal = fleets[(fleets["area"] == one.name) & (fleets["technology"] == "coal")]
        assert ("coal" in absent.get(one.name, "")) == coal.empty
        assert ("district heating" in absent.get(one.name, "")) == (one.name not in heated and not one.heating)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("hainan,tibet", ["no tie in the sources between hainan, xizang and other provinces"]),
        ("gansu,qinghai,hainan", ["no tie in the sources between hainan and other provinces"]),
        ("gansu,qinghai,guangdong,hainan", ["between these groups: gansu, qinghai; guangdong, hainan"]),
        ("gansu,qinghai", []),
        ("gansu", []),
    ],
)
def test_a_group_without_ties_between_its_provinces_says_so(tmp_path, names, words):
    found = [text for text in texts(from_provinces(provinces(names), tmp_path / "case")) if "no tie" in text]
    assert len(found) == len(words) and all(word in text for word, text in zip(words, found, strict=True))


def test_numbers_of_the_tables_have_no_noise_of_binary_fractions(tmp_path):
    from_provinces(provinces("all"), tmp_path / "china")
    for path in [*(tmp_path / "china").glob("*.csv"), tmp_path / "china" / "weather.toml"]:
        assert not re.search(r"\d\.\d{7,}", path.read_text(encoding="utf-8")), path.name


def test_the_readme_explains_the_words_of_sources(gansu):
    english, chinese = (gansu / "README.md").read_text(encoding="utf-8").split("# 甘肃")
    for text in (english, chinese):
        assert all(f"`{word}`" in text for word in ("F", "E", "P", "calc", "guess", "default"))


def test_a_series_of_utility_and_distributed_pv_is_labelled_as_pv(gansu):
    assert technologies(dispatch.read_case(gansu, hours=24))["pv-gansu"] == "pv"


def test_the_next_command_solves_a_group_by_interior_points(call, tmp_path):
    alone, group = (
        call("new", tmp_path / names[:3], "--province", names).stdout for names in ("gansu", "qinghai,gansu")
    )
    assert "--method ipm" not in alone and "--method ipm --out" in group


def test_all_provinces_read_as_one_case(tmp_path):
    from_provinces(provinces("all"), tmp_path / "china")
    case = dispatch.read_case(tmp_path / "china", hours=24)
    assert len(case.tables["areas"]) == 31 and "corridors" in case.tables and case.tables["corridors"].empty


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("gansoo", "Did you mean gansu?"),
        ("甘素", "Did you mean 甘肃?"),
        ("雲男", "Did you mean 云南?"),
        ("Inner Mongola", "Did you mean neimenggu?"),
        ("Gansu Provnce", "Did you mean gansu?"),
        ("gansu,gansu", "stands twice"),
        ("gansu qinghai", "Write --province gansu,qinghai."),
        ("gansu+qinghai", "Write --province gansu,qinghai."),
        ("甘肅和青海", "Write --province 甘肃,青海."),
        ("all,gansu", "`all` is not part of a list"),
    ],
)
def test_a_wrong_name_has_a_suggestion(call, tmp_path, text, suggestion):
    result = call("new", tmp_path / "mine", "--province", text)
    assert result.exit_code == 2 and suggestion in result.stderr and not list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["Gansu", "GANSU", "甘肃", "甘肃省", " gansu ", "甘肅", "甘肅省", "Gansu Province"])
def test_a_province_has_several_spellings(text):
    assert [one.name for one in provinces(text)] == ["gansu"]


@pytest.mark.parametrize("one", PROVINCES, ids=lambda one: one.name)
def test_every_name_of_a_province_is_that_province(one):
    for name in (one.name, one.key, one.english, one.zh, f"{one.zh}省", f"{one.english} province"):
        assert provinces(name) == [one], name


def test_names_in_traditional_characters_and_usual_english_names_are_provinces():
    traditional = (
        "雲南,廣東,內蒙古自治區,黑龍江,遼寧,陝西,寧夏回族自治區,重慶市,貴州,廣西壯族自治區,江蘇,新疆維吾爾自治區"
    )
    assert [one.zh for one in provinces(traditional)] == [
        *("云南", "广东", "内蒙古", "黑龙江", "辽宁", "陕西", "宁夏", "重庆", "贵州", "广西", "江苏", "新疆")
    ]
    for name in ("Inner Mongolia", "inner-mongolia", "Nei Mongol", "Nei Menggu", "内蒙"):
        assert [one.name for one in provinces(name)] == ["neimenggu"]
    for name in ("Tibet", "Xizang", "Tibet Autonomous Region"):
        assert [one.name for one in provinces(name)] == ["xizang"]


def test_commas_and_semicolons_of_both_scripts_separate_provinces():
    assert [one.name for one in provinces("gansu;qinghai；ningxia，shaanxi、xinjiang,hebei")] == [
        *("gansu", "qinghai", "ningxia", "shaanxi", "xinjiang", "hebei")
    ]


def test_figures_of_the_planner_replace_the_packaged_ones(tmp_path):
    (tmp_path / "own.csv").write_text(HEAD + "甘肃,wind_2024,30.8,P: plan of the province\n", encoding="utf-8")
    assert read_statistics(tmp_path / "own.csv")("Gansu", "wind_2024") == Fact(30.8, "P: plan of the province")


def test_a_technology_without_capacity_is_named(tmp_path):
    kinds = {"battery": "batteries", "wind_2024": "wind", "pv_2024": "PV", "hydro": "hydro"}
    rows = "".join(f"gansu,{kind},0,P: none\n" for kind in kinds)
    (tmp_path / "own.csv").write_text(HEAD + rows + "gansu,wind_2023,0,P: none\ngansu,pv_2023,0,P: none\n", "utf-8")
    missing = from_provinces(provinces("gansu"), tmp_path / "case", read_statistics(tmp_path / "own.csv"))
    absent = missing[0].text(Lang.en)
    assert all(text in absent for text in kinds.values())
    assert dispatch.read_case(tmp_path / "case", hours=24).horizon_hours == 8784


def test_faults_of_a_table_of_figures_are_reported_at_once(call, tmp_path):
    (tmp_path / "own.csv").write_text(HEAD + "gansoo,wind_2025,5,\ngansu,gas,-1,P: x\n", encoding="utf-8")
    result = call("new", tmp_path / "mine", "--province", "gansu", "--statistics", tmp_path / "own.csv")
    assert result.exit_code == 2 and not (tmp_path / "mine").exists()
    for words in ("no such province", "wind_2024", "range of the quantity", "needs a source"):
        assert words in result.stderr


@pytest.mark.parametrize(
    "line", ["甘肃省,wind_2024", "gansu,wind_offshore_share,5,P: x", "gansu,wind_hours,20000,P: x"]
)
def test_a_figure_is_in_the_range_of_its_quantity(tmp_path, line):
    (tmp_path / "own.csv").write_text(HEAD + line + "\n", encoding="utf-8")
    with pytest.raises(CaseError) as error:
        read_statistics(tmp_path / "own.csv")
    assert {fault.column for fault in error.value.faults} <= {"value", "source"}


def test_the_packaged_data_are_small_and_every_file_has_an_attribution():
    text = (Path(__file__).parents[2] / "inputs" / "provinces" / "README.md").read_text(encoding="utf-8")
    files = [path for path in Path(str(DATA)).iterdir() if path.suffix in (".csv", ".nc")]
    assert sum(path.stat().st_size for path in files) < 10e6
    assert all(path.name in text for path in files)
    assert rows("coal.csv")


@pytest.mark.parametrize("page", ["docs/provinces.md", "docs/zh/provinces.md"])
def test_the_pages_show_what_the_command_prints(call, tmp_path, monkeypatch, page):
    monkeypatch.chdir(tmp_path)
    text = (Path(__file__).parents[2] / page).read_text(encoding="utf-8")
    command, *shown = re.findall(r"```console\n\$ dispatch (.*?)```", text, re.DOTALL)[0].splitlines()
    result = call(*command.split())
    assert result.stdout.splitlines() == shown
    assert all(f"| {quantity}" in text or quantity in text for quantity in QUANTITIES)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Inner Mongolia Gansu", ["neimenggu", "gansu"]),
        ("gansu and Guangxi Zhuang", ["gansu", "guangxi"]),
        ("anhui henan", ["anhui", "henan"]),
    ],
)
def test_names_of_several_words_are_found_in_a_list_without_commas(text, names):
    with pytest.raises(CaseError, match=",".join(names)):
        provinces(text)


def test_both_traditional_forms_of_shaanxi_are_known():
    assert [one.name for one in provinces("陝西")] == [one.name for one in provinces("陜西")] == ["shaanxi"]
