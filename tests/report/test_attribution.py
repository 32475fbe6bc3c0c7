"""Each cause in a case that it alone explains, held against a second run in which that cause is gone."""

from typing import Any

import numpy as np
import pytest

import dispatch
from dispatch.results.attribution import CAUSES, attribute
from dispatch.results.saved_run import Saved

COAL = {"fleet": "coal", "capacity": 1000, "fuel_incremental": 0.3}
KEPT = COAL | {"minimum_online": 1}
FAR = {"pockets": [{"pocket": "p"}, {"pocket": "q"}], "section_weights": [{"section": "s", "pocket": "q", "weight": 1}]}
TWO = {
    "areas": [{"area": "A", "name_zh": "甲", "name_en": "A"}, {"area": "B", "name_zh": "乙", "name_en": "B"}],
    "pockets": [{"pocket": "p"}, {"pocket": "r", "area": "B"}],
    "dispatchers": [{}, {"area": "B"}],
    "loads": [{"load": "b", "energy": 2000, "profile": "one", "area": "B", "pocket": "r"}],
    "thermal": [COAL | {"area": "B", "pocket": "r"}],
}
LINE = {"line": "l", "from_area": "A", "from_pocket": "p", "to_area": "B", "to_pocket": "r", "backward": 0}
BACK = {"line": "l", "from_area": "B", "from_pocket": "r", "to_area": "A", "to_pocket": "p", "forward": 0}

BAND = {"corridor": "c", "energy": 400, "band": 1, "tolerance": 1, "price": 10}


def sections(limit: float) -> list[dict[str, Any]]:
    return [{"section": "s", "month": m, "forward": limit, "backward": 9000} for m in range(1, 13)]


def wind(capacity: float, **more: Any) -> list[dict[str, Any]]:
    return [{"asset": "wind", "capacity": capacity, **more}]


def store(power: float, energy: float) -> list[dict[str, Any]]:
    return [{"asset": "battery", "capacity": power, "energy": energy}]


GUSTS = {"load": [100, 100], "series": {"gust": [1.0, 0.0]}, "renewables": wind(200, profile="gust"), "thermal": [COAL]}
CASES: dict[str, tuple[dict[str, float], dict[str, Any], dict[str, Any]]] = {
    # parts of the causes, the case, what is changed to take the cause away
    "thermal minimum": (
        {"thermal_minimum": 1.0},
        {
            "load": [1000] * 2,
            "renewables": wind(800),
            "thermal": [KEPT | {"minimum_heating": 0.5, "minimum_other": 0.5}],
        },
        {"thermal": [KEPT]},
    ),
    "heating": (
        {"heating": 0.6, "thermal_minimum": 0.4},
        {
            "load": [1000] * 2,
            "renewables": wind(800),
            "thermal": [KEPT | {"minimum_heating": 0.5, "minimum_other": 0.2}],
        },
        {"thermal": [KEPT | {"minimum_heating": 0.2, "minimum_other": 0.2}]},
    ),
    "downward reserve": (
        {"reserve_down": 1.0},
        {
            "load": [1000] * 2,
            "renewables": wind(900),
            "thermal": [COAL | {"reserve_down": 1}],
            "dispatchers": [{"load_down": 0.2}],
        },
        {"dispatchers": [{}]},
    ),
    "section": (
        {"network": 1.0},
        {"load": [1000] * 2, "thermal": [COAL], "renewables": wind(500, pocket="q"), "sections": sections(300), **FAR},
        {"sections": sections(900)},
    ),
    "park": (
        {"network": 1.0},
        {
            "load": [1000] * 2,
            "loads": [{"load": "own", "energy": 200, "profile": "one", "settles": "k"}],
            "thermal": [COAL],
            "renewables": wind(500, settles="k"),
            "parks": [{"park": "k", "export_limit": 300}],
        },
        {"parks": [{"park": "k", "export_limit": 900}]},
    ),
    "line": (
        {"network": 1.0},
        {"load": [100] * 2, "renewables": wind(500), "lines": [LINE | {"forward": 200}], **TWO},
        {"lines": [LINE | {"forward": 900}]},
    ),
    "line against its direction": (
        {"network": 1.0},
        {"load": [100] * 2, "renewables": wind(500), "lines": [BACK | {"backward": 200}], **TWO},
        {"lines": [BACK | {"backward": 900}]},
    ),
    "corridor": (
        {"network": 1.0},
        {"load": [100] * 2, "renewables": wind(500), "corridors": [BAND | {"capacity": 200}]},
        {"corridors": [BAND | {"capacity": 900}]},
    ),
    "power of storage": ({"storage_power": 1.0}, {**GUSTS, "storage": store(50, 1000)}, {"storage": store(100, 1000)}),
    "size of storage": ({"storage_energy": 1.0}, {**GUSTS, "storage": store(100, 50)}, {"storage": store(100, 100)}),
    "demand": ({"demand": 1.0}, {"load": [100] * 2, "renewables": wind(200)}, {"load": [200] * 2}),
    "ramp": (
        {"price_policy": 1.0},
        {
            "load": [1000] * 2,
            "series": {"gust": [0.0, 1.0]},
            "renewables": wind(1000, profile="gust"),
            "thermal": [COAL | {"ramp": 0.3}],
        },
        {"thermal": [COAL]},
    ),
}


def run(tiny, **content: Any) -> Saved:
    done = dispatch.run(tiny(**content))
    return Saved(done.results, done.summary, done.record, done.inputs)


@pytest.mark.parametrize("name", CASES)
def test_a_cause_explains_what_a_run_without_it_saves(tiny, name):
    parts, content, changes = CASES[name]
    saved = run(tiny, **content)
    lost = saved.array("curtailment")
    found = attribute(saved)
    energy = np.einsum("tak,takc->c", lost, found.share)
    assert lost.sum() > 1
    expected = [parts.get(cause, 0.0) * lost.sum() for cause in CAUSES]
    assert energy == pytest.approx(expected, abs=1e-6)
    after = run(tiny, **(content | changes)).array("curtailment").sum()
    cause = next(iter(parts))
    if cause == "demand":
        assert after == pytest.approx(0.0, abs=1e-3)
    else:
        alone = found.alone[:, :, CAUSES.index(cause)].sum()
        assert lost.sum() - after == pytest.approx(alone, abs=1e-3)


def test_two_causes_of_one_surplus_share_it_by_what_each_would_save(tiny):
    """300 MW are lost: the minimum of 400 MW would save them all, the store's missing 100 MW a third of them."""
    saved = run(
        tiny,
        load=[900] * 2,
        settings={"tie_break": {"curtailment": 0.01}},
        renewables=wind(800),
        thermal=[KEPT | {"minimum_heating": 0.4, "minimum_other": 0.4}],
        storage=store(100, 50),
    )
    energy = np.einsum("tak,takc->c", saved.array("curtailment"), attribute(saved).share) / 2
    assert energy[CAUSES.index("thermal_minimum")] == pytest.approx(225, abs=1e-6)
    assert energy[CAUSES.index("storage_energy")] == pytest.approx(75, abs=1e-6)


def test_without_prices_a_full_section_is_still_found(tiny):
    _, content, _ = CASES["section"]
    saved = run(tiny, **content)
    for name in ("pocket_price", "park_price"):
        saved.results[name] = saved.results[name] * np.nan
    energy = np.einsum("tak,takc->c", saved.array("curtailment"), attribute(saved).share)
    assert energy[CAUSES.index("network")] == pytest.approx(400, abs=1e-6)


def test_shares_are_shares(saved):
    found = attribute(saved)
    assert found.share.min() >= 0 and np.abs(found.share.sum(axis=-1) - 1).max() < 1e-12
    assert (found.alone.max(axis=2) <= saved.array("curtailment").sum(axis=2) + 1e-3).all()


def test_power_does_not_lack_where_the_store_is_full_when_the_surplus_ends(tiny):
    """100 MW too much for two hours, a store of 50 MW and 80 MWh: in the first hour it charges at full power and still
    has room, but with twice the power it would only be full an hour earlier."""
    content = {
        "load": [100, 100, 100, 100],
        "series": {"gust": [1.0, 1.0, 0.0, 0.0]},
        "renewables": wind(200, profile="gust"),
        "thermal": [COAL],
    }
    saved = run(tiny, **content, storage=store(50, 80))
    found = attribute(saved)
    energy = np.einsum("tak,takc->c", saved.array("curtailment"), found.share)
    doubled = run(tiny, **content, storage=store(100, 80)).array("curtailment").sum()
    assert saved.array("curtailment").sum() - doubled == pytest.approx(0.0, abs=1e-3)
    assert energy[CAUSES.index("storage_power")] == pytest.approx(0.0, abs=1e-3)
    assert energy[CAUSES.index("storage_energy")] == pytest.approx(20.0, abs=1e-3)


def test_what_is_curtailed_where_energy_is_worth_something_is_no_surplus(tiny):
    """Wind alone may hold the upward reserve of 100 MW, so that 100 MW of it are curtailed while coal sets the price."""
    content = {"load": [1000] * 2, "renewables": wind(400, reserve_up=1), "thermal": [COAL]}
    saved = run(tiny, **content, dispatchers=[{"load_up": 0.1}])
    assert saved.array("curtailment").sum() == pytest.approx(200.0, abs=1e-3)
    assert (saved.array("pocket_price") > 100).all()
    energy = np.einsum("tak,takc->c", saved.array("curtailment"), attribute(saved).share)
    assert energy[CAUSES.index("price_policy")] == pytest.approx(200.0, abs=1e-3)


def test_heating_holds_nothing_up_outside_the_season(tiny):
    """The minimum of the heating season explains curtailment within it; the same plant in July has its other minimum."""
    plant = KEPT | {"minimum_heating": 0.5, "minimum_other": 0.2}
    season = [{"area": "A", "heating_start": "10-15", "heating_end": "04-15"}]
    content = {"load": [1000] * 2, "renewables": wind(1000), "thermal": [plant], "areas": season}
    for start, part in (("2030-01-10", 0.6), ("2030-07-10", 0.0)):
        saved = run(tiny, **content, settings={"start": start})
        lost = saved.array("curtailment")
        energy = np.einsum("tak,takc->c", lost, attribute(saved).share)
        assert energy[CAUSES.index("heating")] == pytest.approx(part * lost.sum(), abs=1e-3)
