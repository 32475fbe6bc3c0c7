"""Folders and files: extends, drop, links, what is no table, what is no text."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from dispatch.case import read_case
from dispatch.errors import CaseError, Fault

from .conftest import Folder

CHILD = 'extends = "good"\ntitle = "child"\n'


def only(faults: tuple[Fault, ...]) -> Fault:
    """The one fault."""
    (fault,) = faults
    return fault


# --- the case folder ---


@pytest.mark.parametrize(
    ("path", "rule", "remedy"),
    [
        ("god", "there is no such case", "Did you mean good?"),
        ("nowhere/good", "there is no such case", "A case is a folder"),
        ("good/case.toml", "this is no folder", "A case is a folder"),
        ("good\0", "cannot be the path", "Name a folder"),
        ("x" * 5000, "there is no such case|cannot be the path", "Name a folder|Cases beside"),
    ],
)
def test_no_such_case(good: Folder, path: str, rule: str, remedy: str) -> None:
    with pytest.raises(CaseError, match=rule) as caught:
        read_case(good.path.parent / path)
    assert any(words in str(caught.value.faults[0].remedy) for words in remedy.split("|"))


def test_no_case_toml_does_not_hide_the_tables(good: Folder) -> None:
    good.remove("case.toml").edit("capacity.csv", "煤电,1,60", "煤电,1,-60")
    first, second = good.faults()
    assert (first.file, first.column) == ("capacity.csv", "capacity")
    assert (second.file, str(second.rule)) == ("case.toml", "there is no such file")


@pytest.mark.parametrize("table", ["areas", "pockets", "dispatchers", "load"])
def test_a_required_table_is_missing(good: Folder, table: str) -> None:
    good.remove(f"{table}.csv")
    missing = [fault for fault in good.faults() if str(fault.rule) == "the table is missing or has no row"]
    assert only(tuple(missing)).file == f"{table}.csv"


@pytest.mark.parametrize(
    ("name", "rule", "remedy"),
    [
        ("capasity.csv", "there is no such table", "Did you mean capacity?"),
        ("Storage.CSV", "a table is not read from .CSV", "Save it as storage.csv"),
        ("storage.xlsx", "a table is not read from .xlsx", "Save it as storage.csv"),
    ],
)
def test_a_file_that_would_be_overlooked(good: Folder, name: str, rule: str, remedy: str) -> None:
    good.write(name, "asset\n")
    fault = only(good.faults())
    assert (fault.file, str(fault.rule)) == (name, rule)
    assert remedy in str(fault.remedy)


def test_a_file_that_a_map_names_is_no_table(good: Folder) -> None:
    """Files of one's own stand beside the tables; what no map names is refused, with both ways out."""
    good.write(
        "map.toml", '[[source]]\nform = "hourly"\nfile = "甘肃2030.csv"\n[[source]]\nfile = ["a.csv", "b.csv"]\n'
    )
    for name in ("甘肃2030.csv", "a.csv", "b.csv"):
        good.write(name, "时间,风电\n")
    good.read()
    good.write("备注.csv", "anything")
    fault = only(good.faults())
    assert fault.file == "备注.csv" and "map" in str(fault.remedy) and "subfolder" in str(fault.remedy)


@pytest.mark.parametrize(
    "text", ["", "source = 3", "[[source]]", "source = [1]", "[[source", '[[source]]\nfile = [1, ""]']
)
def test_a_toml_that_is_no_map_names_no_file(good: Folder, text: str) -> None:
    good.write("other.toml", text).read()


def test_a_map_names_no_table_away(good: Folder) -> None:
    good.write("map.toml", '[[source]]\nfile = "capacity.csv"\n').edit("capacity.csv", "煤电,1,60", "煤电,1,-60")
    assert only(good.faults()).file == "capacity.csv"


def test_other_files_are_left_alone(good: Folder) -> None:
    for name in ("README.md", "sites.csv", ".~lock.capacity.csv#", "~$capacity.xlsx", "notes.xlsx", "low.csv"):
        good.write(name, "time,flat\n" if name == "low.csv" else "anything")
    good.read()


# --- files that are no text ---


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"\xff\xfeh\0i\0", "the file is UTF-16 text"),
        (b"\xd0\xcf\x11\xe0 old workbook", "the file is a workbook under another name"),
        (b"fuel,\0\n", "the file holds binary data"),
        (b"fuel,\xff\xff\n", "the file is neither UTF-8 nor GB18030 text"),
        (b"fuel,source\n" + b"x" * 200_000 + b",F\n", "it is not CSV: field larger than field limit (131072)"),
    ],
)
@pytest.mark.parametrize("file", ["fuels.csv", "series.csv"])
def test_not_a_table(good: Folder, content: bytes, rule: str, file: str) -> None:
    fault = only(good.write(file, content).faults())
    assert (fault.file, str(fault.rule)) == (file, rule)
    assert str(fault.remedy)


def test_a_workbook_under_another_name(good: Folder) -> None:
    with zipfile.ZipFile(good.path / "fuels.csv", "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
    fault = only(good.faults())
    assert "workbook" in str(fault.rule) and "Save it as CSV in UTF-8" in str(fault.remedy)


@pytest.mark.parametrize("file", ["fuels.csv", "series.csv", "case.toml"])
def test_a_folder_in_place_of_a_file(good: Folder, file: str) -> None:
    good.remove(file)
    (good.path / file).mkdir()
    fault = only(good.faults())
    assert fault.file == file and ("cannot be read" in str(fault.rule) or "no such file" in str(fault.rule))


OTHER_USER = 65534
"""Number of a user without rights."""


@pytest.fixture
def unprivileged(good: Folder) -> Iterator[Folder]:
    """The case for a user who may not read everything: the superuser becomes ``OTHER_USER`` for this test. pytest's folders
    are closed to other users, so the case is copied out of them."""
    if os.geteuid():
        yield good
        return
    good.read()  # loads the modules, which another user perhaps may not read
    with TemporaryDirectory() as place:
        copy = Path(shutil.copytree(good.path, Path(place) / "good"))
        for path in (copy.parent, copy, *copy.rglob("*")):
            os.chown(path, OTHER_USER, OTHER_USER)
        os.seteuid(OTHER_USER)
        try:
            yield Folder(copy)
        finally:
            os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no such permission")
def test_a_file_that_may_not_be_read(unprivileged: Folder) -> None:
    (unprivileged.path / "fuels.csv").chmod(0)
    assert "cannot be read: Permission denied" in str(only(unprivileged.faults()).rule)


@pytest.mark.parametrize("file", ["fuels.csv", "series.csv", "case.toml"])
def test_a_link_out_of_the_folder_is_not_followed(good: Folder, file: str) -> None:
    outside = good.path.parent / "outside"
    outside.write_bytes((good.path / file).read_bytes())
    good.remove(file)
    (good.path / file).symlink_to(outside)
    fault = only(good.faults())
    assert (fault.file, str(fault.rule)) == (file, "the file is a link out of the case folder")


def test_a_link_to_itself(good: Folder) -> None:
    good.remove("fuels.csv")
    (good.path / "fuels.csv").symlink_to("fuels.csv")
    assert only(good.faults()).file == "fuels.csv"


# --- netCDF ---


@pytest.mark.parametrize("content", [b"", b"CDF nonsense", b"\x89HDF\r\n\x1a\n" + b"\0" * 100])
def test_a_damaged_netcdf(good: Folder, content: bytes) -> None:
    good.edit("case.toml", "series.csv", "year.nc").write("year.nc", content)
    fault = only(good.faults())
    assert fault.file == "year.nc" and "no readable value(series, time)" in str(fault.rule)


def test_a_netcdf_of_another_kind(good: Folder) -> None:
    import xarray as xr

    good.edit("case.toml", "series.csv", "year.nc")
    time = {"time": range(24), "series": ["flat"]}
    xr.Dataset({"value": (("series", "time"), [[1.0] * 24])}, time).to_netcdf(good.path / "year.nc")
    assert str(only(good.faults()).rule) == "its time is none of the calendar"
    xr.Dataset({"load": ("time", [1.0])}).to_netcdf(good.path / "year.nc")
    assert "no readable value(series, time)" in str(only(good.faults()).rule)


def test_a_netcdf_with_a_gap(good: Folder) -> None:
    import pandas as pd
    import xarray as xr

    case = good.read()
    values = [case.series[name].copy() for name in ("flat", "wind", "sun", "heat")]
    values[1][3] = float("nan")
    coords = {"series": ["flat", "wind", "sun", "heat"], "time": pd.DatetimeIndex(case.time)}
    xr.Dataset({"value": (("series", "time"), values)}, coords).to_netcdf(good.path / "year.nc")
    fault = only(good.edit("case.toml", "series.csv", "year.nc").faults())
    assert (fault.file, fault.row, fault.column) == ("year.nc", 0, "wind")
    assert "at 2030-01-07 03:00" in str(fault.rule)


# --- extends ---


def test_a_child_states_only_what_differs(good: Folder) -> None:
    child = good.child(
        "child",
        CHILD + "[prices]\nco2 = 100\n",
        capacity="asset,unit,capacity [GW],source\n风电,1,2,calc\n风电,2,0.5,calc\n",
        storage="asset,discharge_efficiency [%]\n抽蓄,90\n",
    )
    case, parent = child.read(), good.read()
    ledger = case.tables["capacity"].set_index(["asset", "unit"])
    assert ledger.loc[("风电", "1"), ["capacity", "source"]].tolist() == [2.0, "calc"]
    assert str(ledger.loc[("风电", "1"), "commissioned"]) == "2028-01-01 00:00:00"  # stays
    assert ledger.loc[("风电", "2"), "capacity"] == 0.5
    assert len(ledger) == len(parent.tables["capacity"]) + 1
    assert case.tables["storage"].loc[0, ["charge_efficiency", "discharge_efficiency"]].tolist() == [0.87, 0.9]
    assert (case.settings.prices.co2, case.settings.prices.lost_load) == (100.0, 20000.0)
    assert (case.name, case.title) == ("child", "child")
    assert case.series["wind"].tolist() == parent.series["wind"].tolist()


def test_a_grandchild_and_its_own_series(good: Folder) -> None:
    good.child("child", CHILD, fuels="fuel,price [CNY/tce]\n动力煤,900\n")
    grandchild = good.child("grandchild", 'extends = "child"\n', fuels="fuel,co2 [t/tce]\n动力煤,2.5\n")
    fuel = grandchild.read().tables["fuels"].loc[0]
    assert (fuel["price"], fuel["co2"]) == (0.9, 2.5)
    grandchild.write("series.csv", good.text("series.csv").replace("0.8\n", "0.7\n"))
    assert grandchild.read().series["heat"].max() == 0.7


def test_faults_name_the_folder_that_they_are_in(good: Folder) -> None:
    good.edit("fuels.csv", "800", "-800")
    child = good.child("child", CHILD + "[prices]\nco2 = -1\n", storage="asset,cost [CNY/MWh]\n抽蓄,x\n")
    places = [(fault.file, fault.row, fault.column) for fault in child.faults()]
    assert places == [("case.toml", 4, "prices.co2"), ("good/fuels.csv", 2, "price"), ("storage.csv", 2, "cost")]


def test_a_new_row_needs_what_the_heading_leaves_out(good: Folder) -> None:
    child = good.child("child", CHILD, fuels="fuel,price [CNY/tce]\n动力煤,900\n天然气,2000\n秸秆,500\n")
    fault = only(child.faults())
    assert (fault.file, fault.row, fault.column) == ("fuels.csv", 1, "source")
    assert "2 rows need it" in str(fault.rule)


@pytest.mark.parametrize(
    ("parent", "rule"),
    [
        ("../good", "a case extends a sibling folder only"),
        ("/etc", "a case extends a sibling folder only"),
        ("good/../good", "a case extends a sibling folder only"),
        ("a\\\\b", "a case extends a sibling folder only"),
        ("link", "a case extends a sibling folder only"),
        ("..", "a case extends the folder of a sibling, by its name"),
        ("", "a case extends the folder of a sibling, by its name"),
        ("good\\u0000", "a case extends the folder of a sibling, by its name"),
        ("god", "there is no such case beside this one"),
    ],
)
def test_extends_reaches_siblings_only(
    good: Folder, tmp_path_factory: pytest.TempPathFactory, parent: str, rule: str
) -> None:
    (good.path.parent / "link").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    child = good.child("child", f'title = "x"\nextends = "{parent}"\n')
    faults = [fault for fault in child.faults() if fault.column == "extends"]
    fault = only(tuple(faults))
    assert (fault.file, fault.row, str(fault.rule)) == ("case.toml", 2, rule)
    assert parent != "god" or "Did you mean good?" in str(fault.remedy)


def test_extends_is_a_name(good: Folder) -> None:
    for value in ("3", "[1]", "true"):
        child = good.child(f"child{value}", f"extends = {value}\n")
        assert "by its name" in next(str(fault.rule) for fault in child.faults() if fault.column == "extends")


def test_a_circle(good: Folder) -> None:
    good.child("a", 'extends = "b"\n')
    b = good.child("b", 'extends = "a"\n')
    fault = next(fault for fault in b.faults() if fault.column == "extends")
    assert (fault.file, fault.value) == ("a/case.toml", "b -> a -> b")
    own = good.child("c", 'extends = "c"\n')
    assert next(fault for fault in own.faults() if fault.column == "extends").value == "c -> c"


def test_a_broken_parent_does_not_hide_the_tables(good: Folder) -> None:
    child = good.child("child", 'extends = "god"\n', fuels="fuel,price [CNY/tce]\n动力煤,-900\n")
    files = {(fault.file, fault.column) for fault in child.faults()}
    assert {("case.toml", "extends"), ("fuels.csv", "price")} <= files


# --- drop ---


def test_drop_by_key_and_by_part_of_a_key(good: Folder) -> None:
    drop = '[drop]\ncapacity = ["煤电,2"]\nsections = ["呼包送出"]\nsection_weights = ["呼包送出"]\nminimum_online = ["蒙西, mengxi, 01"]\n'
    case = good.child("child", CHILD + drop).read()
    assert case.tables["capacity"].query("asset == '煤电'")["unit"].tolist() == ["1"]
    assert case.tables["sections"].empty and case.tables["minimum_online"].empty


def test_a_row_that_is_dropped_may_come_back_other(good: Folder) -> None:
    child = good.child(
        "child", CHILD + '[drop]\nfuels = ["动力煤"]\n', fuels="fuel,price [CNY/tce],source\n动力煤,900,F\n"
    )
    fuel = child.read().tables["fuels"].loc[0]
    assert (fuel["price"], fuel["co2"]) == (0.9, 0.0)  # the default, not the parent's


@pytest.mark.parametrize(
    ("drop", "column", "rule", "remedy"),
    [
        ('[drop]\nfuels = ["动力"]', "drop.fuels", "drop matches no row", "Did you mean 动力煤?"),
        ('[drop]\nfuels = ["动力煤,1"]', "drop.fuels", "drop matches no row", "Keys are fuel"),
        ('[drop]\nfuel = ["动力煤"]', "drop.fuel", "there is no such table", "Did you mean fuels?"),
        ('[drop]\nfuels = "动力煤"', "drop.fuels", "drop needs a list of keys", 'fuels = ["fuel"]'),
        ('[drop]\nsections = ["呼包送出,十月"]', "drop.sections", "month 十月: not a number", "month is"),
        ("drop = 3", "drop", "drop is a table of lists of keys", "Write [drop]"),
    ],
)
def test_a_drop_of_nothing(good: Folder, drop: str, column: str, rule: str, remedy: str) -> None:
    fault = only(good.child("child", CHILD + drop).faults())
    assert (fault.file, fault.column, str(fault.rule)) == ("case.toml", column, rule)
    assert fault.row == 3 + drop.startswith("[")
    assert remedy in str(fault.remedy)


def test_only_relative_names_reach_the_disk(good: Folder) -> None:
    """Text from tables is never a path: nothing that a table holds is opened."""
    target = Path("/etc/hostname")
    good.edit("renewables.csv", "wind,wind,1", f"wind,{target},1")
    assert "a name has no '/'" in str(only(good.faults()).rule)
