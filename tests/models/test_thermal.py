"""Thermal fleets, solved by hand."""

import pytest


def test_merit_order(tiny, solve):
    """Two fleets of 1000 MW at 300 and 400 CNY/MWh meet 800 and 1500 MW: 800 + 1000 MWh at 300, 500 MWh at 400,
    so 0.54 + 0.20 = 0.74 million CNY."""
    case = tiny(
        load=[800, 1500],
        thermal=[
            {"fleet": "cheap", "capacity": 1000, "fuel_incremental": 0.3},
            {"fleet": "dear", "capacity": 1000, "fuel_incremental": 0.4},
        ],
    )
    year = solve(case)
    assert year.cost == pytest.approx(0.74)
    assert year.value("thermal_output").ravel() == pytest.approx([0.8, 1.0, 0.0, 0.5])
    assert year.dual("B1_balance")[0] == pytest.approx([0.3, 0.4])
