"""One area without storage against the capacity outage probability table, by convolution (Billinton and Allan, ch. 2)."""

import numpy as np
import pytest
from scipy.stats import binom

from dispatch.adequacy.simulate import Simulator

RTS_UNITS = [(12, 5, 0.02, 60), (20, 4, 0.10, 50), (50, 6, 0.01, 20), (76, 4, 0.02, 40), (100, 3, 0.04, 50)]
RTS_UNITS += [(155, 4, 0.04, 40), (197, 3, 0.05, 50), (350, 1, 0.08, 100), (400, 2, 0.12, 150)]
"""IEEE RTS-79: size [MW], number, forced outage rate, mean time to repair [h]."""
WEEKS = """86.2 90.0 87.8 83.4 88.0 84.1 83.2 80.6 74.0 73.7 71.5 72.7 70.4 75.0 72.1 80.0 75.4 83.7 87.0 88.0 85.6 81.1 90.0 88.7
89.6 86.1 75.5 81.6 80.1 88.0 72.2 77.6 80.0 72.9 72.6 70.5 78.0 69.5 72.4 72.4 74.3 74.4 80.0 88.1 88.5 90.9 94.0 89.0 94.2
97.0 100.0 95.2"""
DAYS = (93, 100, 98, 96, 94, 77, 75)
HOURS = {
    "winter": """67 63 60 59 59 60 74 86 95 96 96 95 95 95 93 94 99 100 100 96 91 83 73 63
        78 72 68 66 64 65 66 70 80 88 90 91 90 88 87 87 91 100 99 97 94 92 87 81""",
    "summer": """64 60 58 56 56 58 64 76 87 95 99 100 99 100 100 97 96 96 93 92 92 93 87 72
        74 70 66 65 64 62 62 66 81 86 91 93 93 92 91 91 92 94 95 95 100 93 88 80""",
    "between": """63 62 60 58 59 65 72 85 95 99 100 99 93 92 90 88 90 92 96 98 96 90 80 70
        75 73 69 66 65 65 68 74 83 89 92 94 91 90 90 86 85 88 92 100 97 95 90 85""",
}


def rts_load():
    """Hourly load of RTS-79, 52 weeks, peak 2,850 MW."""
    shapes = {name: np.array(text.split(), dtype=float).reshape(2, 24) / 100 for name, text in HOURS.items()}
    load = []
    for week, peak in enumerate(np.array(WEEKS.split(), dtype=float), start=1):
        season = "winter" if week <= 8 or week >= 44 else "summer" if 18 <= week <= 30 else "between"
        load += [2850 * peak / 100 * day / 100 * shapes[season][int(number >= 5)] for number, day in enumerate(DAYS)]
    return np.concatenate(load)


def outage_table(units):
    """Probability of each capacity in outage, in steps of 1 MW."""
    table = np.ones(1)
    for size, count, rate, _ in units:
        for _ in range(count):
            more = np.zeros(len(table) + size)
            more[: len(table)] += (1 - rate) * table
            more[size:] += rate * table
            table = more
    return table


def lolp(units, load):
    """Probability that the load of each hour exceeds the capacity that works."""
    table = outage_table(units)
    capacity = sum(size * count for size, count, _, _ in units)
    at_least = np.append(np.cumsum(table[::-1])[::-1], 0.0)
    lowest = np.floor(capacity - load + 1e-9).astype(int) + 1  # the least outage with which load is short
    return at_least[np.clip(lowest, 0, len(table))]


def test_the_table_of_equal_units_is_binomial():
    load = np.arange(50.0, 1000.0, 25.0)
    expected = binom.sf(np.floor((1000 - load) / 50), 20, 0.07)
    assert lolp([(50, 20, 0.07, 40)], load) == pytest.approx(expected, abs=1e-12)


def test_the_engine_over_all_states_meets_convolution(small, exact):
    units = [(12, 2, 0.02, 1), (20, 2, 0.10, 1), (50, 2, 0.01, 1), (76, 2, 0.04, 1)]
    load = np.arange(100.0, 320.0, 7.0)
    rows = [{"size": size, "rate": rate} for size, count, rate, _ in units for _ in range(count)]
    assert exact(small(load, rows))[0][-1] == pytest.approx(lolp(units, load), abs=1e-12)


def test_sampling_meets_convolution_within_three_standard_errors(small):
    units = [(50, 12, 0.08, 40), (100, 4, 0.05, 60)]
    load = 760 + 140 * np.sin(np.arange(24 * 60) * np.pi / 12)
    rows = [{"size": size, "count": count, "rate": rate, "repair": repair} for size, count, rate, repair in units]
    samples = 400
    hours = Simulator([small(load, rows)], seed=3).run(tuple(range(samples))).values[0, 0, :, -1]
    assert abs(hours.mean() - lolp(units, load).sum()) < 3 * hours.std(ddof=1) / np.sqrt(samples)


def test_rts_79_has_the_published_loss_of_load_expectation(small):
    load, samples = rts_load(), 200
    assert lolp(RTS_UNITS, load).sum() == pytest.approx(9.39, abs=0.01)
    rows = [{"size": size, "count": count, "rate": rate, "repair": repair} for size, count, rate, repair in RTS_UNITS]
    hours = Simulator([small(load, rows)], seed=1).run(tuple(range(samples))).values[0, 0, :, -1]
    assert abs(hours.mean() - 9.39) < 3 * hours.std(ddof=1) / np.sqrt(samples)
