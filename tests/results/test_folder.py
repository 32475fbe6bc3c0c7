"""A run folder appears whole or not at all."""

import json
import os

import numpy as np
import pytest
import xarray as xr

import dispatch
from dispatch.errors import CaseError
from dispatch.netcdf import netcdf_path
from dispatch.results.partial import appearing


@pytest.fixture(scope="module")
def run(tiny):
    return dispatch.run(
        tiny(
            load=[800, 1500],
            thermal=[{"fleet": "coal", "capacity": 2000, "fuel_incremental": 0.3}],
            storage=[{"asset": "b", "capacity": 50, "energy": 100}],
        )
    )


def test_what_is_read_back_is_what_was_saved(run, tmp_path):
    saved = run.save(tmp_path / "deep" / "run")
    again = dispatch.open_run(tmp_path / "deep" / "run")
    assert again.summary == run.summary == json.loads((tmp_path / "deep/run/summary.json").read_text("utf-8"))
    assert again.record == saved.record and again.status == "optimal"
    xr.testing.assert_allclose(again.results, run.results, rtol=1e-12)
    for name in run.results.variables:
        assert again.results[name].attrs["long_name"] == run.results[name].attrs["long_name"]


def test_run_json_holds_the_fixed_keys(run, tmp_path):
    run.save(tmp_path / "run")
    record = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))
    fixed = "status objective_cny bound_cny gap method seconds peak_memory_mb columns rows nonzeros coupling_rows"
    assert {*fixed.split(), "coupling_columns", "case_digest", "versions"} <= set(record)
    assert set(record["seconds"]) == {"read", "build", "solve", "write"}
    assert record["seconds"]["write"] > 0 and record["peak_memory_mb"] > 10
    assert record["gap"] <= 1e-6


def test_the_file_is_compressed_and_small_numbers_survive(run, tmp_path):
    run.save(tmp_path / "run")
    with xr.open_dataset(tmp_path / "run" / "dispatch.nc", mask_and_scale=False) as raw:
        assert raw["load"].dtype == np.int32
        assert raw["load"].encoding["zlib"]
        assert raw["load"].attrs["scale_factor"] == 1e-4


def test_nothing_is_overwritten(run, tmp_path):
    place = tmp_path / "run"
    place.mkdir()
    with pytest.raises(FileExistsError):
        run.save(place)
    assert list(place.iterdir()) == []
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_failure_while_writing_leaves_nothing(tmp_path):
    with pytest.raises(KeyboardInterrupt), appearing(tmp_path / "run") as folder:
        (folder / "dispatch.nc").write_text("half")
        assert folder.parent == tmp_path and not (tmp_path / "run").exists()
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_appears_meanwhile_is_not_touched(tmp_path):
    with pytest.raises(OSError), appearing(tmp_path / "run") as folder:
        (folder / "mine").write_text("mine")
        (tmp_path / "run").mkdir()
        (tmp_path / "run" / "theirs").write_text("theirs")
    assert os.listdir(tmp_path) == ["run"] and os.listdir(tmp_path / "run") == ["theirs"]


def test_what_a_killed_run_leaves_is_no_result(run, tmp_path):
    """Neither the folder that was being written nor one without run.json opens."""
    partial = tmp_path / ".run.abc.partial"
    run.save(tmp_path / "run").folder.rename(partial)
    with pytest.raises(CaseError, match="never finished"):
        dispatch.open_run(partial)
    partial.rename(tmp_path / "half")
    (tmp_path / "half" / "run.json").unlink()
    with pytest.raises(CaseError, match=r"run\.json missing"):
        dispatch.open_run(tmp_path / "half")


def test_a_folder_is_readable_as_any_other(run, tmp_path):
    """mkdtemp makes folders for the owner alone; the run folder has the usual rights."""
    folder = run.save(tmp_path / "run").folder
    (tmp_path / "other").mkdir()
    assert folder.stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_file_of_netcdf_is_written_and_read_where_the_path_holds_a_backslash(tmp_path):
    """The library takes it for a slash, and fails."""
    folder = tmp_path / "a\\b"
    folder.mkdir()
    with netcdf_path(folder / "c\\d.nc") as place:
        xr.Dataset({"x": 1.0}).to_netcdf(place, engine="netcdf4")
    assert [path.name for path in folder.iterdir()] == ["c\\d.nc"]
    with netcdf_path(folder / "c\\d.nc") as place, xr.open_dataset(place, engine="netcdf4") as read:
        assert float(read["x"]) == 1.0


@pytest.mark.parametrize(("failures", "written"), [(1, True), (99, False)])
@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), RuntimeError("NetCDF: HDF error")])
def test_a_write_that_fails_without_a_cause_is_tried_again(run, tmp_path, monkeypatch, error, failures, written):
    """netCDF hides a full disk behind these errors. Another process may free space before the cause is looked for."""
    write, calls = xr.Dataset.to_netcdf, []

    def fails_at_first(*args, **kwargs):
        calls.append(1)
        if len(calls) <= failures:
            raise error
        return write(*args, **kwargs)

    monkeypatch.setattr(xr.Dataset, "to_netcdf", fails_at_first)
    if written:
        run.save(tmp_path / "run")
        assert dispatch.open_run(tmp_path / "run").summary == run.summary
    else:
        with pytest.raises(type(error)):
            run.save(tmp_path / "run")
        assert not (tmp_path / "run").exists() and len(calls) < 10
