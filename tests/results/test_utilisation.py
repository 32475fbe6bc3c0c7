"""The official utilisation rates: all causes, and system causes only."""

import numpy as np
import pytest

import dispatch

HOURS = 24


def test_without_curtailment_both_rates_are_one(tiny):
    run = dispatch.run(
        tiny(
            load=[10.0] * HOURS,
            series={"wind": [0.5] * HOURS},
            thermal=[{"fleet": "coal", "capacity": 20, "fuel_incremental": 0.3}],
            renewables=[{"asset": "wind", "capacity": 4, "profile": "wind"}],
        )
    )
    rates = run.summary["region"]["official_utilisation"]
    assert rates["wind"] == rates["new_energy"] == {"all_causes": 1.0, "system_causes": 1.0}
    assert rates["pv"] == {"all_causes": None, "system_causes": None}


def test_surplus_of_wind_is_a_system_cause(tiny):
    run = dispatch.run(
        tiny(
            load=[10.0] * HOURS,
            series={"wind": np.r_[[1.0] * 12, [0.25] * 12]},
            thermal=[{"fleet": "coal", "capacity": 20, "fuel_incremental": 0.3}],
            renewables=[{"asset": "wind", "capacity": 40, "profile": "wind"}],
        )
    )
    rates = run.summary["region"]["official_utilisation"]["wind"]
    assert rates["all_causes"] == pytest.approx((12 * 10 + 12 * 10) / (12 * 40 + 12 * 10))
    assert rates["system_causes"] == pytest.approx(rates["all_causes"])


def test_what_is_curtailed_by_choice_counts_in_all_causes_only(tiny):
    """Coal that costs nothing: wind is curtailed though the load would take its energy."""
    run = dispatch.run(
        tiny(
            load=[10.0] * HOURS,
            series={"wind": [0.5] * HOURS},
            thermal=[{"fleet": "coal", "capacity": 20}],
            renewables=[{"asset": "wind", "capacity": 4, "profile": "wind"}],
        )
    )
    rates = run.summary["region"]["official_utilisation"]["wind"]
    assert rates["all_causes"] < rates["system_causes"] == 1.0
