"""--set PATH=VALUE: any single input; what cannot be applied is a fault and never a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.case import read_case
from dispatch.errors import CaseError

if TYPE_CHECKING:
    from .conftest import Folder


def column(folder: Folder, setting: str, table: str, name: str) -> list[Any]:
    """A column after a setting."""
    return folder.read(setting).tables[table][name].tolist()


def test_a_number_is_in_the_usual_unit_of_its_column(good: Folder) -> None:
    # the file is in 万千瓦; a setting is in MW, and the case in GW
    assert column(good, "capacity[asset=煤电,unit=1].capacity=660", "capacity", "capacity")[:3] == [0.66, 0.6, 0.3]
    assert column(good, "capacity[asset=煤电].capacity=*1.1", "capacity", "capacity")[:3] == [0.66, 0.66, 0.3]
    assert column(good, "storage[asset=抽蓄].charge_efficiency=0.9", "storage", "charge_efficiency") == [0.9]
    assert column(good, " load[ load = 西部负荷 ].energy = *0.5 ", "load", "energy") == [9.0, 0.1, 6.0]


def test_a_factor_changes_a_default_too(good: Folder) -> None:
    assert column(good, "demand_response[programme=削峰].hours=*0.5", "demand_response", "hours") == [4380.0]
    assert good.read("commitment.minimum_down_hours=*0.5").settings.commitment.minimum_down_hours == 36


def test_text_flag_month_and_date(good: Folder) -> None:
    assert column(good, "renewables[asset=光伏].profile=wind", "renewables", "profile") == ["wind", "wind"]
    assert column(good, "fuels[coal=true].coal=false", "fuels", "coal") == [False]
    assert column(good, "capacity[unit=2].retired=2035-12", "capacity", "retired")[1] == pd.Timestamp("2035-12-01")
    assert column(good, "maintenance[fleet=煤电].end=2030-02-01", "maintenance", "end") == [pd.Timestamp("2030-02-01")]
    assert column(good, "thermal[fleet=热电].network=", "thermal", "network") == ["", ""]  # empty: the default


def test_a_condition_compares_values_not_texts(good: Folder) -> None:
    assert column(good, "sections[month=07.0].forward=1", "sections", "forward").count(1e-3) == 1
    assert column(good, "capacity[capacity=600].energy=0", "capacity", "energy")[:2] == [0.0, 0.0]
    assert column(good, "thermal[flexible=是].ramp=1", "thermal", "ramp") == [1.0, 0.6]
    assert column(good, "renewables[reserve_up=0].reserve_up=0.5", "renewables", "reserve_up") == [0.5, 0.5]


def test_settings_apply_in_turn(good: Folder) -> None:
    case = good.read("prices.co2=*2", "prices.co2=*2", "fuels[fuel=动力煤].price=1000", "fuels[fuel=动力煤].price=*1.5")
    assert case.settings.prices.co2 == 240.0 and case.tables["fuels"].loc[0, "price"] == 1.5


@pytest.mark.parametrize(
    ("setting", "key", "value"),
    [
        ("prices.co2=75.5", "prices.co2", 75.5),
        ("prices.curtailment=10", "prices.curtailment", 10.0),  # a default that the file does not state
        ("tie_break.curtailment=*2", "tie_break.curtailment", 0.02),
        ("commitment.period_hours=1", "commitment.period_hours", 1),
        ("export_level=high", "export_level", "high"),
        ('export_level="low"', "export_level", "low"),
        ("title=Another = title", "title", "Another = title"),
        ("start=2030-01-07", "start", pd.Timestamp("2030-01-07").date()),
        ("primary_energy.conversion=310", "primary_energy.conversion", 310.0),
    ],
)
def test_a_key_of_case_toml(good: Folder, setting: str, key: str, value: object) -> None:
    found: Any = good.read(setting).settings
    for part in key.split("."):
        found = getattr(found, part)
    assert found == value


def test_series_may_be_chosen(good: Folder) -> None:
    good.write("low.csv", good.text("series.csv").replace("0.8\n", "0.4\n"))
    assert good.read("series=low.csv").series["heat"].max() == 0.4
    assert good.read().series["heat"].max() == 0.8


@pytest.mark.parametrize(
    ("setting", "rule", "remedy"),
    [
        ("", "not PATH=VALUE", "Write table"),
        ("prices.co2", "not PATH=VALUE", "Write table"),
        ("=3", "not PATH=VALUE", "Write table"),
        ("fuels[fuel=动力煤]=3", "not PATH=VALUE", "Write table"),
        ("fuels[fuel=动力煤].price.x=3", "not PATH=VALUE", "Write table"),
        ("fuels[].price=3", "not PATH=VALUE", "Write table"),
        ("fuels[[fuel=动力煤]].price=3", "not PATH=VALUE", "Write table"),
        ("fuels[动力煤].price=3", "condition '动力煤' is not key=value", "Write table"),
        ("fuels[fuel=动力煤].price=3\n4", "not PATH=VALUE", "Write table"),
        ("fuel[fuel=动力煤].price=3", "there is no such table", "Did you mean fuels?"),
        ("fuels[fule=动力煤].price=3", "table fuels has no column fule", "Did you mean fuel?"),
        ("fuels[fuel=动力煤].prise=3", "table fuels has no column prise", "Did you mean price?"),
        ("fuels[fuel=动力].price=3", "no row matches", "Did you mean 动力煤?"),
        ("capacity[asset=煤电,unit=9].capacity=3", "no row matches", "Values of asset are"),
        ("sections[month=七].forward=3", "not a number", "month is"),
        ("fuels[fuel=动力煤].fuel=气", "fuel is the key of the row", "Drop the row"),
        ("fuels[fuel=动力煤].price=three", "not a number", "price is"),
        ("fuels[fuel=动力煤].price=", "price may not be empty", "price is"),
        ("fuels[fuel=动力煤].price=-3", "outside the range", "price is"),
        ("fuels[fuel=动力煤].price=*", "not a number", "Give the number"),
        ("fuels[fuel=动力煤].price=*two", "not a number", "Give the number"),
        ("fuels[fuel=动力煤].price=*nan", "not a number", "Give the number"),
        ("fuels[fuel=动力煤].price=*-1", "outside the range", "price is"),
        ("fuels[fuel=动力煤].price=*1e300", "outside the range", "price is"),
        ("fuels[fuel=动力煤].coal=*2", "no number, so no factor", "Give the value itself"),
        ("fuels[fuel=动力煤].coal=maybe", "neither true nor false", "Write true or false"),
        ("thermal[fleet=煤电].fuel=*2", "no number, so no factor", "Give the value itself"),
        ("capacity[unit=2].retired=*2", "no number, so no factor", "Give the value itself"),
        ("capacity[unit=2].retired=2035", "not a month written as", "month 01 to 12"),
        ("maintenance[fleet=煤电].end=2030-02-30", "no such day", "Correct"),
        ("renewables[asset=光伏].order=1.5", "not a whole number", "order is"),
        ("renewables[asset=光伏].order=*1.5", "not a whole number", "order is"),
        ("renewables[asset=光伏].technology=sun", "not one of wind", "Choices are"),
        ("capacity.capacity=*1.1", "capacity is a table", r"Write capacity[asset=NAME].capacity=VALUE, or *FACTOR"),
        ("fuels=3", "fuels is a table", r"Write fuels[fuel=NAME].primary=VALUE"),
        ("prices.co3=3", "case.toml has no such key", "Did you mean co2?"),
        ("price.co2=3", "case.toml has no such key", "Did you mean prices?"),
        ("prices.co2.x=3", "case.toml has no such key", "Keys there are"),
        ("commitment.hours=3", "case.toml has no such key", "period_hours"),
        ("extends=other", "case.toml has no such key", "Keys there are"),
        ("drop=3", "case.toml has no such key", "Keys there are"),
        ("model_config=3", "case.toml has no such key", "Keys there are"),
        ("prices.co2=*x", "not a number", "Give the number"),
        ("title=*2", "no number that a factor could change", "Give the value itself"),
        ("prices=*2", "no number that a factor could change", "Give the value itself"),
        ("year=*2", "no number that a factor could change", "Give the value itself"),
    ],
)
def test_what_cannot_be_set(good: Folder, setting: str, rule: str, remedy: str) -> None:
    (fault,) = good.faults(setting)
    assert (fault.file, fault.value) == ("--set", setting)
    assert rule in str(fault.rule) and remedy in str(fault.remedy)


@pytest.mark.parametrize(
    ("setting", "file", "column", "rule"),
    [
        ("prices.co2=-3", "--set", "prices.co2", "below 0"),
        ("prices.co2=many", "--set", "prices.co2", "a text, not a number"),
        ("prices.co2=nan", "--set", "prices.co2", "finite"),
        ("prices.co2=" + "9" * 5000, "--set", "prices.co2", "not a number|above"),
        ("prices.co2=" + "[" * 3000, "--set", "prices.co2", "not a number"),
        ("title=3", "--set", "title", "not a text"),
        ("commitment=24", "--set", "commitment", "not a table of keys"),
        ("commitment.period_hours=*0.3", "--set", "commitment.period_hours", "1, 24 or 168"),
        ("series=../x.csv", "case.toml", "", "named without a folder"),
        ("series=year.nc", "--set", "series", "no such file"),
        ("load[load=东部负荷].profile=nil", "--set", "profile", "no such series"),
        ("csp[asset=光热].pocket=通辽", "--set", "pocket", "the pocket is in area 蒙东"),
        ("capacity[asset=抽蓄].energy=0", "--set", "energy", "both power and energy"),
        ("corridors[corridor=锡泰直流].capacity=*0.1", "--set", "capacity", "above the capability"),
    ],
)
def test_what_is_set_is_checked_like_the_rest(good: Folder, setting: str, file: str, column: str, rule: str) -> None:
    (fault,) = good.faults(setting)
    assert (fault.file, fault.column) == (file, column)
    assert any(words in str(fault.rule) for words in rule.split("|"))


def test_a_setting_does_not_hide_the_fault_of_the_file(good: Folder) -> None:
    good.edit("fuels.csv", "800", "x")
    assert len(good.faults("fuels[fuel=动力煤].price=900")) == 1
    assert len(good.faults("fuels[fuel=动力煤].price=*2")) == 1


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(max_size=40),
        st.tuples(
            st.sampled_from(
                ["fuels[fuel=动力煤].price", "capacity[unit=1].retired", "prices.co2", "start", "fuels[", "hours"]
            ),
            st.sampled_from(["=", "=*", "", "]="]),
            st.text(max_size=12),
        ).map("".join),
    )
)
def test_no_setting_is_a_traceback(good: Folder, setting: str) -> None:
    try:
        read_case(good.path, [setting])
    except CaseError as error:
        assert all(str(fault.rule) and str(fault.remedy) for fault in error.faults)
