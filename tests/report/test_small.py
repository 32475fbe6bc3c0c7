"""Regions that have nearly nothing, and windows of an hour: a report of what there is, never a failure."""

import pytest

import dispatch
from dispatch.messages import Lang
from dispatch.report import compare, report
from dispatch.results.reserve_headroom import room
from dispatch.results.saved_run import Saved, read

COAL = [{"fleet": "coal", "capacity": 1000, "fuel_incremental": 0.3}]
REGIONS = {
    "one hour of coal": {"load": [500], "thermal": COAL},
    "wind alone, load not served": {"load": [500, 500], "renewables": [{"asset": "wind", "capacity": 100}]},
    "a plant out of service": {"load": [5] * 30, "thermal": [COAL[0] | {"capacity": 0}]},
    "a corridor and almost no load": {
        "load": [0.001] * 25,
        "thermal": COAL,
        "corridors": [{"corridor": "c", "capacity": 100, "energy": 2500}],
    },
    "a store that is retired": {
        "load": [500] * 24,
        "thermal": COAL,
        "storage": [{"asset": "s"}],
        "capacity": [{"asset": "s", "capacity": 10, "energy": 20, "retired": "2029-01"}],
    },
    "reserve of a lake and a unit": {
        "load": [500] * 24,
        "units": [{"unit": "u", "capacity": 600, "cost": 200, "reserve_up": 0.02, "reserve_down": 0.02}],
        "reservoirs": [
            {"reservoir": "lake", "content": 900, "discharge": 90, "charge": 0, "inflow_profile": "rain"}
            | {"reserve_up": 1, "reserve_down": 1}
        ],
        "series": {"rain": [30] * 24},
        "dispatchers": [{"load_up": 0.1, "load_down": 0.05}],
    },
    "reserve that no plant holds": {
        "load": [500] * 24,
        "thermal": COAL,
        "dispatchers": [{"load_up": 0.1, "load_down": 0.1}],
    },
}


@pytest.mark.parametrize("name", REGIONS)
def test_a_report_of_little(tiny, tmp_path, name):
    run = dispatch.run(tiny(**REGIONS[name]))
    run.save(tmp_path / "run")
    for lang in Lang:
        written = report(tmp_path / "run", lang)
        assert {path.name for path in written} == {"csv", "report.html", "report.xlsx"}
    compare([tmp_path / "run", tmp_path / "run"], tmp_path / "both", Lang.en)
    assert len(read(tmp_path / "run").time) == len(Saved(run.results, run.summary, run.record, run.inputs).time)


def test_a_term_of_ones_own_bears_its_name(tiny, tmp_path):
    case = tiny(load=[500] * 2, thermal=COAL)
    lp = dispatch.build(case)
    lp.cost("=levy", lp["thermal_output"] * 0.1)
    dispatch.run(case, lp=lp).save(tmp_path / "run")
    report(tmp_path / "run", Lang.zh)
    heading = (tmp_path / "run/csv/cost.csv").read_text("utf-8-sig").splitlines()[0]
    assert heading.split(",")[1:3] == ["燃料 (亿元)", "'=levy (亿元)"]


def test_what_reservoirs_and_units_hold_is_within_their_room(tiny):
    run = dispatch.run(tiny(**REGIONS["reserve of a lake and a unit"]))
    saved = Saved(run.results, run.summary, run.record, run.inputs)
    space = room(saved)
    for kind, within in (("reservoir", space.stored), ("unit", space.spinning)):
        held = saved.array("reserve_by_provider")[:, :, saved.labels("provider").index(kind)]
        assert held.sum() > 0 and (held <= within + 1e-3).all(), kind
    content, ends = saved.array("reservoir_content"), [saved.array(f"reservoir_{end}") for end in ("floor", "ceiling")]
    assert (ends[0] == 0).all() and (ends[1] == 900).all() and (content <= 900 + 1e-3).all()
    assert (saved.array("reservoir_most_discharge") == 90).all() and (saved.array("reservoir_inflow") == 30).all()


def test_room_follows_profiles_of_charge_and_efficiency(tiny):
    """A half-full store that cannot charge now: nothing down without discharge, and up half of its content in two hours, at 0.5."""
    store = {
        "reservoir": "s",
        "content": 40,
        "discharge": 50,
        "charge": 50,
        "charge_profile": "never",
        "boundary": "start",
    }
    store |= {"initial": 20, "reserve_up": 1, "reserve_down": 1, "reserve_hours": 2, "given_profile": "kept"}
    store |= {"discharge_efficiency_profile": "poor"}
    series = {"never": [0, 0], "poor": [0.5, 0.5], "kept": [20, 20]}
    case = tiny(load=[500] * 2, thermal=COAL, reservoirs=[store], series=series, dispatchers=[{"load_up": 0.01}])
    run = dispatch.run(case)
    space = room(Saved(run.results, run.summary, run.record, run.inputs)).stored[:, 0]
    assert space[:, 0] == pytest.approx([5, 5]) and space[:, 1] == pytest.approx([0, 0])


def test_sustained_reserve_has_rows_of_reservoirs(tiny, tmp_path):
    dispatch.run(tiny(**REGIONS["reserve of a lake and a unit"])).save(tmp_path / "run")
    report(tmp_path / "run", Lang.en)
    text = (tmp_path / "run/csv/reserve_sustained.csv").read_text("utf-8-sig")
    assert "lake" in text and "down" not in text  # less discharge needs no room
