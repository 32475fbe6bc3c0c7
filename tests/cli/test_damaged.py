"""A damaged run folder is a fault that names the file, for every command that opens one; never a traceback."""

import copy
import json
import shutil

import numpy as np
import pytest
import xarray as xr
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import dispatch
from dispatch.cli.report import legible
from dispatch.errors import CaseError
from dispatch.messages import Lang
from dispatch.report import build, read
from dispatch.report.compare import Comparison
from dispatch.results import explain_hour

FILES = ("run.json", "summary.json", "inputs.json")
HOUR = "2030-01-07 03:00"


@pytest.fixture(scope="module")
def whole(tiny_folder, tmp_path_factory):
    """A case of half a day, and its run with a basis."""
    case = tiny_folder(
        load=[800, 1500, 900, 1700] * 3,
        thermal=[{"fleet": "cheap", "capacity": 2000, "fuel_incremental": 0.3, "reserve_up": 0.1}],
        renewables=[{"asset": "wind", "capacity": 300}],
        storage=[{"asset": "battery", "capacity": 50, "energy": 100}],
        dispatchers=[{"load_up": 0.02}],
        corridors=[{"corridor": "out", "capacity": 60, "energy": 300}],
        targets=[{"target": "share", "kind": "new_energy_capacity", "required": 0.1, "unit": "GW"}],
    )
    place = tmp_path_factory.mktemp("whole") / "run"
    dispatch.run(dispatch.read_case(case)).save(place, keep_warm=True)
    return case, place


@pytest.fixture
def run(whole, tmp_path):
    """A copy to damage."""
    return shutil.copytree(whole[1], tmp_path / "run")


@pytest.mark.parametrize("text", ["[]", "{}", "null", "1", '"a"', "", "{", "[" * 100_000, '{"a":' * 100_000, "\x00"])
@pytest.mark.parametrize("name", FILES)
def test_json_that_is_no_run_is_named_by_every_command(run, whole, call, tmp_path, name, text):
    (run / name).write_text(text, encoding="utf-8")
    for words in (["report", run], ["compare", whole[1], run, "--out", tmp_path / "c"], ["explain", run, HOUR]):
        result = call(*words)
        assert result.exit_code == 2 and name in result.stderr and "make the run again" in result.stderr
    assert not (tmp_path / "c").exists()


def test_bytes_that_are_no_text(run, call):
    (run / "run.json").write_bytes(b"\xff\xfe\x00{}")
    assert call("report", run).exit_code == 2


def _dataset(run, change):
    with xr.open_dataset(run / "dispatch.nc") as stored:
        results = stored.load()
    (run / "dispatch.nc").unlink()
    change(results).to_netcdf(run / "dispatch.nc")


def _attributes(results, **attrs):
    results.attrs = {key: value for key, value in (results.attrs | attrs).items() if value is not None}
    return results


CHANGES = {
    "a variable is missing": lambda r: r.drop_vars("load"),
    "a name is missing": lambda r: r.drop_vars("area_zh"),
    "no time": lambda r: r.drop_vars("time"),
    "an hour is missing": lambda r: r.isel(time=slice(1, None)),
    "another dimension": lambda r: r.assign(load=r["load"].isel(area=0, drop=True)),
    "text for numbers": lambda r: r.assign(load=r["load"].astype(str)),
    "numbers for text": lambda r: r.assign_coords(area_zh=("area", np.zeros(r.sizes["area"]))),
    "an area that is none": lambda r: r.assign_coords(fleet_area=("fleet", ["elsewhere"])),
    "another area": lambda r: r.assign_coords(area=["B"]),
    "no status": lambda r: _attributes(r, status=None),
    "an attribute of another kind": lambda r: _attributes(r, hours_of_horizon="many"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_results_that_are_not_those_of_a_run(run, call, change):
    _dataset(run, CHANGES[change])
    for words in (["report", run], ["explain", run, HOUR]):
        result = call(*words)
        assert result.exit_code == 2 and ("dispatch.nc" in result.stderr or "summary.json" in result.stderr), (
            result.output
        )


@pytest.mark.parametrize("part", [0.0, 0.3, 0.999])
@pytest.mark.parametrize("name", ["dispatch.nc", "warm.npz"])
def test_a_file_that_is_cut_off(run, whole, call, tmp_path, name, part):
    data = (run / name).read_bytes()
    (run / name).write_bytes(data[: int(len(data) * part)])
    lines = {
        "dispatch.nc": [["report", run], ["explain", run, HOUR], ["compare", whole[1], run, "--out", tmp_path / "c"]],
        "warm.npz": [["run", whole[0], "--start", run, "--out", tmp_path / "o"]],
    }
    for words in lines[name]:
        result = call(*words)
        assert result.exit_code == 2 and name in result.stderr, result.output


LAYOUTS = [[], {}, None, {"column:thermal_output": ["axis:9"]}, {"column:thermal_output": 3}, "text"]


@pytest.mark.parametrize("layout", LAYOUTS, ids=map(str, LAYOUTS))
def test_a_basis_of_another_shape_is_a_fault_or_left_aside(run, whole, call, tmp_path, layout):
    with np.load(run / "warm.npz") as stored:
        arrays = {name: stored[name] for name in stored.files}
    arrays["layout"] = np.array(json.dumps(layout))
    np.savez_compressed(run / "warm.npz", **arrays)
    result = call("run", whole[0], "--start", run, "--out", tmp_path / "o")
    assert result.exit_code in (0, 2) and (result.exit_code == 0 or "warm.npz" in result.stderr), result.output


JSON = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.floats(allow_nan=False), st.text(max_size=3))
JSON = st.one_of(JSON, st.lists(JSON, max_size=2), st.dictionaries(st.text(max_size=2), JSON, max_size=2))


def _paths(content, path=()):
    yield path
    parts = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in parts:
        yield from _paths(value, (*path, key))


def _changed(content, path, value, remove):
    content = copy.deepcopy(content)
    if not path:
        return value
    inner = content
    for key in path[:-1]:
        inner = inner[key]
    if remove:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return content


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.sampled_from(FILES), st.integers(0, 10**6), JSON, st.booleans())
def test_any_change_of_the_json_is_read_or_refused(whole, tmp_path, name, at, value, remove):
    """Whatever replaces any part of the JSON, the report, the comparison and the explanation are made, or are faults."""
    place = tmp_path / "fuzzed"
    if not place.exists():
        shutil.copytree(whole[1], place)
    for file in FILES:
        shutil.copy(whole[1] / file, place / file)
    content = json.loads((place / name).read_text("utf-8"))
    paths = list(_paths(content))
    (place / name).write_text(json.dumps(_changed(content, paths[at % len(paths)], value, remove)), "utf-8")
    try:
        with legible([place]):
            build(read(place), Lang.en)
            Comparison([read(whole[1]), read(place)], ["a", "b"], Lang.zh).report()
        explain_hour(dispatch.open_run(place).results, HOUR, Lang.en)
    except CaseError as error:
        assert all(str(fault.rule) and str(fault.remedy) for fault in error.faults)


def test_a_setting_that_is_gone_is_named(run, call):
    content = json.loads((run / "inputs.json").read_text("utf-8"))
    del content["settings"]["prices"]["undelivered_export"]
    (run / "inputs.json").write_text(json.dumps(content), "utf-8")
    result = call("report", run)
    assert result.exit_code == 2 and "settings.prices.undelivered_export" in result.stderr
