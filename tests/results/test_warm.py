"""The basis of a run is kept by block and label, and starts another run."""

import numpy as np
import pytest

import dispatch
from dispatch.errors import CaseError
from dispatch.results import load_warm

FLEETS = [
    {"fleet": "cheap", "capacity": 1000, "fuel_incremental": 0.3},
    {"fleet": "dear", "capacity": 1000, "fuel_incremental": 0.4},
]
LOAD = [800, 1500, 900, 1700]


def same_case(tiny):
    return tiny(load=LOAD, thermal=FLEETS)


@pytest.fixture(scope="module")
def kept(tiny, tmp_path_factory):
    """A saved run with its basis, and the statuses of its columns by name."""
    place = tmp_path_factory.mktemp("warm") / "run"
    case = same_case(tiny)
    dispatch.run(case).save(place, keep_warm=True)
    lp = dispatch.build(case)
    columns, rows, *_ = load_warm(place / "warm.npz", lp)
    return place, dict(zip(lp.column_names(), columns, strict=True)), dict(zip(lp.row_names(), rows, strict=True))


def test_a_basis_has_as_many_basic_entries_as_rows(kept):
    _, columns, rows = kept
    assert sum(status == 1 for status in (*columns.values(), *rows.values())) == len(rows)


def test_labels_find_their_status_in_another_order(kept, tiny):
    place, columns, rows = kept
    lp = dispatch.build(tiny(load=LOAD, thermal=FLEETS[::-1]))
    again = load_warm(place / "warm.npz", lp)
    assert dict(zip(lp.column_names(), again[0], strict=True)) == columns
    assert dict(zip(lp.row_names(), again[1], strict=True)) == rows


def test_what_the_start_does_not_know_is_slack(kept, tiny):
    place, columns, _ = kept
    lp = dispatch.build(tiny(load=LOAD, thermal=[*FLEETS, {"fleet": "new", "capacity": 10}]))
    found = dict(zip(lp.column_names(), load_warm(place / "warm.npz", lp)[0], strict=True))
    assert {name: found[name] for name in columns} == columns
    assert {status for name, status in found.items() if "[new," in name} == {0}
    new = [
        row for name, row in zip(lp.row_names(), load_warm(place / "warm.npz", lp)[1], strict=True) if "[new," in name
    ]
    assert set(new) == {1}


def test_a_start_that_is_still_the_optimum_is_taken_as_it_is(kept, tiny):
    place, _, _ = kept
    same = dispatch.run(same_case(tiny), start=place)
    assert same.record["method"] == "start" and same.record["status"] == "optimal" and same.record["gap"] <= 1e-6
    assert same.record["objective_cny"] == pytest.approx(
        dispatch.run(same_case(tiny)).record["objective_cny"], rel=1e-9
    )
    asked = dispatch.run(same_case(tiny), start=place, method="simplex")
    assert asked.record["method"] == "simplex"


@pytest.mark.parametrize(
    "change",
    [
        {"load": [value + 1 for value in LOAD]},
        {"load": [LOAD[0] + 1e-3, *LOAD[1:]]},
        {"thermal": [FLEETS[0]]},
        {"thermal": [{**FLEETS[0], "capacity": 1000.001}, FLEETS[1]]},
    ],
)
def test_a_start_that_is_no_longer_the_optimum_is_not(kept, tiny, change):
    place, _, _ = kept
    assert dispatch.run(tiny(**({"load": LOAD, "thermal": FLEETS} | change)), start=place).record["method"] != "start"


def test_a_run_starts_from_it_and_ends_at_the_same_optimum(kept, tiny):
    place, _, _ = kept
    case = tiny(load=[value + 10 for value in LOAD], thermal=FLEETS)
    cold, warm = dispatch.run(case), dispatch.run(case, start=place)
    assert warm.record["objective_cny"] == pytest.approx(cold.record["objective_cny"], rel=1e-9)
    assert any("basis" in note for note in warm.record["notes"])


def test_prices_are_kept_by_label(kept):
    place, _, _ = kept
    with np.load(place / "warm.npz", allow_pickle=False) as stored:
        assert stored["price:B1_balance"].ravel() == pytest.approx([0.3, 0.4, 0.3, 0.4])


def test_a_run_without_a_basis_is_no_start(tiny, tmp_path):
    case = same_case(tiny)
    dispatch.run(case).save(tmp_path / "run")
    with pytest.raises(CaseError, match="keep-warm"):
        dispatch.run(case, start=tmp_path / "run")


def test_a_method_that_ends_without_a_basis_says_so(tiny, tmp_path):
    """The interior point method without crossover has none."""
    run = dispatch.run(tiny(load=LOAD, thermal=FLEETS), method="ipm")
    saved = run.save(tmp_path / "run", keep_warm=True)
    kept = (tmp_path / "run" / "warm.npz").exists()
    assert kept == (run.save_warm is not None)
    assert kept != any("no basis was kept" in note for note in saved.record["notes"])
