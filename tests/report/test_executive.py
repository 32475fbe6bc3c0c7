"""The first page: sentences, cards and findings, right in edge cases and in both languages."""

import pytest

import dispatch
from dispatch.messages import Lang, Words
from dispatch.report import build, read
from dispatch.report.chapters.key_week import key_week
from dispatch.report.table_builder import TableBuilder

HOURS = 24
COAL = {"fleet": "coal", "capacity": 20, "fuel_incremental": 0.3}


def reported(tiny, tmp_path, lang=Lang.en, **content):
    """The report of a small case, which has load of 10 MW and coal where it says nothing else."""
    run = dispatch.run(tiny(**({"load": [10.0] * HOURS, "thermal": [COAL]} | content)))
    run.save(tmp_path / "run")
    return build(read(tmp_path / "run"), lang)


def test_a_case_without_targets_new_energy_and_reserve(tiny, tmp_path):
    first = reported(tiny, tmp_path).summary
    assert first.sentences == (
        "The case states no targets.",
        "No wind, PV or CSP is available in the window.",
        "All load is served; the case requires no spinning reserve.",
    )
    assert not any(card.alarm for card in first.cards) and not first.notes
    assert first.schematic is None
    assert [picture.table for picture in first.pictures] == ["week", "energy_balance_month"]


def test_new_energy_that_is_not_curtailed(tiny, tmp_path):
    wind = [{"asset": "wind", "capacity": 4, "profile": "wind"}]
    first = reported(tiny, tmp_path, series={"wind": [0.5] * HOURS}, renewables=wind).summary
    assert "No wind, PV or CSP is curtailed" in first.sentences[1]
    assert next(card for card in first.cards if card.title == "Utilisation of new energy").value == "100.00"


def test_sun_that_is_not_available_in_the_window(tiny, tmp_path):
    """A case has PV, and its window is a night."""
    sun = [{"asset": "pv", "technology": "pv", "capacity": 4, "profile": "sun"}]
    first = reported(tiny, tmp_path, series={"sun": [0.0] * HOURS}, renewables=sun).summary
    assert first.sentences[1] == "No wind, PV or CSP is available in the window."


@pytest.mark.parametrize(
    ("lang", "message"),
    [
        (Lang.en, "Capture prices, with their share of the mean price: wind 300.0 CNY/MWh, 100.0%."),
        (Lang.zh, "实现电价及实现率：风电 300.0 元/兆瓦时，100.0%。"),
    ],
)
def test_the_market_of_a_single_area_states_its_capture_price(tiny, tmp_path, lang, message):
    """The coal of 300 CNY/MWh sets the price in every hour."""
    wind = [{"asset": "wind", "capacity": 4, "profile": "wind"}]
    content = reported(tiny, tmp_path, lang, series={"wind": [0.5] * HOURS}, renewables=wind)
    assert next(chapter for chapter in content.chapters if chapter.key == "market").message == message


def test_the_price_of_an_area_without_load_and_capacity_is_not_stated(tiny, tmp_path):
    """B has nothing, and its price is zero: the finding has the price of A alone."""
    base = {"area": "B", "name_zh": "乙", "name_en": "Base"}
    content = reported(tiny, tmp_path, areas=[{}, base], pockets=[{}, {"pocket": "q", "area": "B"}])
    assert content.table("prices").data["price_mean"].tolist() == [300.0, 0.0]
    message = next(chapter for chapter in content.chapters if chapter.key == "prices").message
    assert message == "The mean marginal price is 300.0 CNY/MWh; the price is at most 1 CNY/MWh in 0 h."


def test_load_that_is_not_served_is_stated_and_alarms(tiny, tmp_path):
    first = reported(tiny, tmp_path, load=[10.0] * 20 + [25.0] * 4).summary
    assert "20 MWh" in first.sentences[2] or "0.02 GWh" in first.sentences[2]
    assert "4 h" in first.sentences[2]
    assert [card.title for card in first.cards if card.alarm] == ["Energy not served"]


@pytest.mark.parametrize(
    ("required", "parts"),
    [
        (0.01, ("All tested targets are met (1)", "with a margin of 0.090 GW")),
        (0.5, ("0 of 1 tested targets are met", "by 0.40 GW")),
    ],
)
def test_the_verdict_has_the_distance(tiny, tmp_path, required, parts):
    wind = [{"asset": "wind", "capacity": 100, "profile": "wind"}]
    target = {"target": "capacity", "kind": "new_energy_capacity", "required": required, "unit": "GW"}
    content = {"series": {"wind": [0.05] * HOURS}, "renewables": wind, "targets": [target]}
    first = reported(tiny, tmp_path, **content).summary
    assert all(part in first.sentences[0] for part in parts)


def test_the_curtailment_sentence_has_both_rates_and_the_cause(saved):
    for lang in Lang:
        text = build(saved, lang).summary.sentences[1]
        assert text.count("%") >= 4 and "{" not in text


def test_both_languages_have_the_same_findings(saved):
    both = [build(saved, lang) for lang in Lang]
    for one, other in zip(*(report.chapters for report in both), strict=True):
        assert bool(one.message) == bool(other.message), one.key
        assert "{" not in one.message + other.message
        if one.tables:
            assert one.message, one.key
    counts = [len(report.summary.sentences) for report in both]
    assert counts == [3, 3]


def test_the_week_is_that_of_the_largest_shortfall_curtailment_or_net_load(saved):
    week = key_week(saved)
    assert (week.last - week.first, saved.time[week.first].hour) == (168, 0)
    short = saved.array("unserved").sum() + saved.array("reserve_shortfall").sum()
    assert week.rule == ("shortfall" if short > 1e-3 else "curtailment")


def test_a_window_of_a_day_is_shown_whole(tiny, tmp_path):
    content = reported(tiny, tmp_path)
    assert len(content.table("week").data) == HOURS
    assert "whole window" in content.summary.pictures[0].rule


def test_a_small_number_keeps_a_digit_that_is_not_zero(saved):
    builder = TableBuilder(saved, Lang.en)
    assert builder.figure(40.0, "content") == "0.04 GWh" and builder.figure(0.0, "content") == "0 GWh"
    assert builder.figure(float("nan"), "energy") == "–" and builder.figure(0.5, "share") == "50.0%"
    assert Words(Lang.zh)("summary") == "摘要"


def test_areas_of_the_schematic_stand_where_they_are_without_overlap(tiny, tmp_path):
    places = {"A": (110.0, 40.0), "B": (120.0, 44.0), "C": (110.1, 40.1)}
    areas = [
        {"area": name, "name_zh": name, "name_en": name, "longitude": east, "latitude": north}
        for name, (east, north) in places.items()
    ]
    pockets = [{"pocket": "p"}, {"pocket": "b", "area": "B"}, {"pocket": "c", "area": "C"}]
    content = {"areas": areas, "pockets": pockets, "dispatchers": [{"area": name} for name in places]}
    drawn = reported(tiny, tmp_path, **content).summary.schematic
    at = {node.name: (node.x, node.y) for node in drawn.nodes}
    assert at["A"][0] < at["C"][0] < at["B"][0] and at["B"][1] < at["A"][1]
    width, height = drawn.box
    assert abs(at["A"][0] - at["C"][0]) > width or abs(at["A"][1] - at["C"][1]) > height
    del areas[2]["longitude"], areas[2]["latitude"]
    ellipse = reported(tiny, tmp_path / "other", **content).summary.schematic
    assert [node.y for node in ellipse.nodes] != [node.y for node in drawn.nodes]
