"""Reanalysis as it is downloaded: a zip named .nc, several files of one source, and what is no netCDF."""

import os
import zipfile
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from dispatch.series.gridded import opened

from .conftest import Bring, of
from .test_other_forms import ERA, era5, refused

MOMENTS, SUMS = ["u100", "v100", "t2m"], ["ssrd"]
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def whole(folder: Path, brought: Bring) -> xr.Dataset:
    """The series of one file that holds every variable."""
    pytest.importorskip("windpowerlib")
    era5().to_netcdf(folder / "era5.nc")
    return brought(ERA)


def halves(folder: Path) -> tuple[Path, Path]:
    era5()[MOMENTS].to_netcdf(folder / "instant.nc")
    era5()[SUMS].to_netcdf(folder / "accum.nc")
    return folder / "instant.nc", folder / "accum.nc"


def packed(folder: Path, members: dict[str, Path]) -> None:
    with zipfile.ZipFile(folder / "era5.nc", "w") as archive:
        for name, path in members.items():
            archive.write(path, name)


def same(one: xr.Dataset, other: xr.Dataset) -> bool:
    return all(np.array_equal(of(one, str(name)), of(other, str(name))) for name in one["series"].values)


def test_a_zip_of_two_files_is_read_as_one_file_with_all_variables(
    folder: Path, brought: Bring, whole: xr.Dataset
) -> None:
    instant, accum = halves(folder)
    packed(folder, {"data_stream-oper_stepType-instant.nc": instant, "../../accum.nc": accum, "notes.txt": instant})
    assert same(brought(ERA), whole)
    assert not (folder.parent.parent / "accum.nc").exists()


def test_a_list_of_files_is_read_as_one_file_with_all_variables(
    folder: Path, brought: Bring, whole: xr.Dataset
) -> None:
    halves(folder)
    made = brought(ERA.replace('"era5.nc"', '["instant.nc", "accum.nc"]'))
    assert same(made, whole) and "instant.nc, accum.nc" in made.attrs["sources"]


@pytest.mark.skipif(os.sep == "\\", reason="a backslash is no part of a name on Windows")
def test_a_file_whose_name_holds_a_backslash_is_read(folder: Path) -> None:
    era5().isel(valid_time=slice(0, 3)).to_netcdf(folder / "era5.nc")
    (folder / "era5.nc").rename(folder / "data\\era5.nc")
    with opened([folder / "data\\era5.nc"]) as found:
        assert found.name == "data\\era5.nc"


def test_files_of_months_follow_one_another_in_any_order(folder: Path, brought: Bring, whole: xr.Dataset) -> None:
    data = era5()
    data.isel(valid_time=slice(5000, None)).to_netcdf(folder / "later.nc")
    data.isel(valid_time=slice(0, 5000)).to_netcdf(folder / "first.nc")
    mapping = ERA.replace('"era5.nc"', '["later.nc", "first.nc"]')
    assert same(brought(mapping), whole)
    data.isel(valid_time=slice(0, 5001)).to_netcdf(folder / "first2.nc")
    assert "the hour appears twice" in refused(brought, mapping.replace("first.nc", "first2.nc"))


def test_preliminary_hours_take_the_place_of_final_ones_that_are_not_there_yet(
    folder: Path, brought: Bring, whole: xr.Dataset
) -> None:
    data = era5()
    late = data["valid_time"] >= data["valid_time"][7000]
    both = xr.concat([data.where(~late), data.where(late)], dim=xr.DataArray([1, 5], dims="expver", name="expver"))
    both = both.assign_coords(number=0)
    for name in data:
        both[name].attrs = data[name].attrs
    both.to_netcdf(folder / "era5.nc")
    assert same(brought(ERA), whole)


def test_half_of_a_download_says_where_the_other_variables_are(folder: Path, brought: Bring) -> None:
    halves(folder)
    message = refused(brought, ERA.replace("era5.nc", "instant.nc"))
    assert "it has no variable ssrd" in message and 'file = ["' in message


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"GRIB\0\0\0\2", "it is a GRIB file"),
        (b"<!DOCTYPE html><html>", "it is a page or a message of the server"),
        (b'{"detail": "licence not accepted"}', "it is a page or a message of the server"),
        (b"PK\3\4 broken off", "it is a zip archive that cannot be read"),
        (b"\x89HDF\r\n\x1a\n" + b"0" * 50, "it is no readable netCDF"),
        (b"", "it is no netCDF file"),
    ],
)
def test_what_is_no_netcdf_is_called_by_its_name(folder: Path, brought: Bring, content: bytes, rule: str) -> None:
    (folder / "era5.nc").write_bytes(content)
    message = refused(brought, ERA)
    assert rule in message and "era5.nc" in message and "\\u000a" not in message


def test_a_zip_without_netcdf_lists_what_it_holds(folder: Path, brought: Bring) -> None:
    (folder / "data.grib").write_bytes(b"GRIB")
    packed(folder, {"data.grib": folder / "data.grib"})
    assert "data.grib" in refused(brought, ERA) and "without a netCDF file" in refused(brought, ERA)


def test_an_empty_list_of_files_is_refused(brought: Bring) -> None:
    assert "map" in refused(brought, ERA.replace('"era5.nc"', "[]"))
