"""Positions on a drawing."""

import math

import pandas as pd
import pytest

from dispatch.results.geography import apart, bearing, fitted, plane, positions


def test_only_rows_with_a_position_have_one():
    table = pd.DataFrame({"area": ["A", "B"], "longitude": [110.0, -999.0], "latitude": [40.0, -999.0]})
    assert positions(table, "area") == {"A": (110.0, 40.0)}
    assert positions(table[["area"]], "area") == {}


def test_a_degree_of_longitude_is_as_long_as_at_the_mean_latitude():
    flat = plane({"A": (100.0, 60.0), "B": (102.0, 60.0)})
    assert flat["B"][0] - flat["A"][0] == pytest.approx(1.0)
    assert plane({}) == {}


def test_the_direction_of_a_place_itself_is_unknown():
    assert bearing((110.0, 40.0), (110.0, 40.0)) is None
    assert bearing((110.0, 40.0), (111.0, 40.0)) == pytest.approx(0.0)
    assert bearing((110.0, 40.0), (110.0, 39.0)) == pytest.approx(-math.pi / 2)


def test_positions_fill_a_rectangle_and_one_alone_stands_in_its_middle():
    placed = fitted({"A": (0.0, 0.0), "B": (1.0, 1.0)}, (0.0, 0.0), (30.0, 10.0))
    assert placed == {"A": (5.0, 0.0), "B": (25.0, 10.0)}
    assert fitted({"A": (5.0, 5.0)}, (0.0, 0.0), (30.0, 10.0)) == {"A": (15.0, 5.0)}


def test_positions_moved_apart_keep_their_order():
    low, high = (0.0, 0.0), (100.0, 100.0)
    given = {f"P{k}": (50.0 + k, 50.0 + k % 2) for k in range(9)}
    placed = apart(given, (20.0, 20.0), low, high)
    points = list(placed.values())
    for k, (x, y) in enumerate(points):
        assert 0.0 <= x <= 100.0 and 0.0 <= y <= 100.0
        for u, v in points[:k]:
            assert abs(x - u) > 19.9 or abs(y - v) > 19.9
    assert placed["P0"][0] < placed["P8"][0]
