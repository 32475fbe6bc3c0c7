"""``dispatch check`` and ``dispatch explain`` in words."""

import pytest


def test_check_prints_what_the_case_contains(tiny_folder, call):
    """1,000 GWh of 全社会用电量 with 8 % own use, 60 GWh of it captive: 940 at the 发电口径, 864.8 at the 供电口径."""
    hours = [1.0] * 24
    folder = tiny_folder(
        series={"shape": hours},
        loads=[
            {"load": "grid", "basis": "consumption", "energy [GWh]": 940, "own_use": 0.08, "profile": "shape"},
            {"load": "own", "kind": "captive", "basis": "consumption", "energy [GWh]": 60, "profile": "shape"},
        ],
        thermal=[{"fleet": "coal", "capacity": 50000, "own_use": 0.05}],
        corridors=[{"corridor": "out", "capacity": 100, "energy": 1200}],
    )
    result = call("check", folder)
    assert result.exit_code == 0, result.output
    row = next(
        line.split() for line in result.stdout.splitlines() if line.strip().startswith("region  ") and "0.06" in line
    )
    assert row[1:7] == ["1.000", "0.060", "0.940", "0.0752", "0.865", "0.060"]
    assert "no faults" in result.stdout and "columns" in result.stdout
    assert any(line.split()[:1] == ["out"] and line.split()[-1] == "0.00120" for line in result.stdout.splitlines())


@pytest.fixture
def explained(tiny_folder, call, tmp_path):
    """Hour 0: wind beyond what can be taken; hour 1: load beyond what there is."""
    folder = tiny_folder(
        load=[500, 2000],
        series={"wind": [1.0, 0.0]},
        thermal=[
            {
                "fleet": "must",
                "capacity": 1000,
                "minimum_heating": 0.4,
                "minimum_other": 0.4,
                "minimum_online": 1,
                "fuel_incremental": 0.3,
            }
        ],
        renewables=[{"asset": "wind", "capacity": 800, "profile": "wind"}],
        storage=[{"asset": "battery", "capacity": 50, "energy": 40}],
        dispatchers=[{"load_up": 0.1}],
    )
    assert call("run", folder, "--out", tmp_path / "out").exit_code == 0

    def explain(hour, *more):
        result = call("explain", tmp_path / "out", f"2030-01-07 {hour:02}:00", *more)
        assert result.exit_code == 0, result.output
        return result.stdout

    return explain


def test_explain_says_why_wind_is_curtailed(explained):
    """Load 500 + 40 into the battery, 400 must run: 140 of 800 MW of wind are taken."""
    text = explained(0)
    assert "load 500 MW = wind 140 + coal 400 - charging 40" in text
    assert "curtailed 660 MW: wind 660" in text
    assert "thermal is at its minimum: 400 MW of 1,000 MW online" in text
    assert "storage is full: battery" in text
    assert "price 0.0" in text


def test_explain_says_why_load_is_not_served(explained):
    text = explained(1)
    assert "load not served: 960 MW" in text
    assert "thermal is at its maximum: 1,000 MW" in text
    assert "storage is empty: battery" in text
    assert "price 10,000.0 CNY/MWh" in text
    assert "reserve up short by 200 MW of 200 MW" in text


def test_explain_in_chinese(explained):
    text = explained(0, "--lang", "zh")
    assert "负荷 50.0 万千瓦 = 风电 14.0 + 煤电 40.0 - 充电 4.0" in text
    assert "弃电 66.0 万千瓦：风电 66.0" in text and "火电已压至最小出力：40.0 万千瓦（开机 100.0 万千瓦）" in text
    assert "MW" not in text.replace("元/MWh", "") and "MW" not in explained(1, "--lang", "zh")


def test_check_says_which_outages_do_not_fit_outside_the_peak_seasons(call, tiny_folder):
    """Four weeks from 1 March hold one open week: at most 0.3 x 7 = 2.1 of 5 days, and all of 2."""
    fleets = [{"fleet": name, "capacity": 100, "maintenance": days} for name, days in (("long", 5), ("brief", 2))]
    folder = tiny_folder(load=[1] * 672, settings={"start": "2030-03-01"}, thermal=fleets)
    printed = call("check", folder).output.replace("\n", " ")
    assert "long" in printed and "2.1" in printed and "brief" not in printed
