"""Two days with one forecast error, worked out on paper.

A load of 100 MW, wind of 100 MW, coal of 100 MW that is committed by day (300 CNY/MWh, 100 CNY an hour per MW online), gas of 50 MW
that starts within the day (500 CNY/MWh and 100 CNY an hour per MW online).
"""

import numpy as np
import pytest

from dispatch.errors import CaseError
from dispatch.operate import Rules, operate
from dispatch.solve import Options, Stages

DAY = 24
STAGES = Stages(look_ahead=24, block=6)


@pytest.fixture
def two_days(tiny):
    def make(wind, minimum=0.0, unit=100, fixed=False, rules=(), **further):
        return tiny(
            load=[100.0] * (2 * DAY),
            series={"wind": wind, **further},
            settings={"commitment": {"period_hours": 24}},
            dispatchers=[*rules] or [{}],
            fuels=[{"fuel": "coal", "price": 1000}],
            thermal=[
                {
                    "fleet": "coal",
                    "capacity": 100,
                    "fuel_incremental": 0.3,
                    "fuel_no_load": 0.1,
                    "unit_size": unit,
                    "minimum_heating": minimum,
                    "minimum_other": minimum,
                    "minimum_online": float(fixed),
                },
                {
                    "fleet": "gas",
                    "technology": "gas",
                    "capacity": 50,
                    "fuel_incremental": 0.5,
                    "fuel_no_load": 0.1,
                    "unit_size": unit,
                },
            ],
            renewables=[
                {"asset": "wind", "technology": "wind", "profile": "wind", "capacity": 100, "must_take": fixed}
            ],
        )

    return make


def wind(first: float, second: float) -> list[float]:
    return [first] * DAY + [second] * DAY


def test_wind_that_does_not_come_is_made_up_by_gas(two_days, foreseen):
    """Second day: 60 MW are foreseen, 20 MW come. Coal is committed for 40 MW, and gas gives the other 40 MW."""
    case = two_days(wind(0.2, 0.2))
    foreseen(day_ahead={"wind": wind(0.2, 0.6)}, later={"wind": wind(0.2, 0.6)})
    done = operate(case, Rules(STAGES), Options())
    perfect = 2 * DAY * 80 * (300 + 100)
    operated = DAY * 80 * 400 + DAY * (40 * 400 + 40 * 600)
    assert done.perfect.record["objective_cny"] == pytest.approx(perfect, rel=1e-6)
    assert done.operated.record["objective_cny"] == pytest.approx(operated, rel=1e-6)
    assert done.foresight.cost == pytest.approx(operated - perfect, rel=1e-5)  # 192,000 CNY
    online = done.operated.results["thermal_online"].sel(fleet="coal").values
    np.testing.assert_allclose(online, [80] * DAY + [40] * DAY, atol=1e-3)
    assert done.operated.status == "feasible" and not done.foresight.relaxed.dates


def test_wind_that_was_not_foreseen_is_curtailed_where_coal_is_online(two_days, foreseen):
    """Second day: 20 MW are foreseen, 80 MW come. Coal is committed for 80 MW and gives its least output of 40 MW; of the wind 20 MW
    are curtailed. Gas would be dearer, and does not run."""
    case = two_days(wind(0.2, 0.8), minimum=0.5)
    foreseen(day_ahead={"wind": wind(0.2, 0.2)}, later={"wind": wind(0.2, 0.2)})
    done = operate(case, Rules(STAGES), Options())
    curtailed = done.foresight.of("curtailed", "wind")
    assert curtailed.perfect == pytest.approx(0.0, abs=1e-6)
    assert curtailed.operated == pytest.approx(20 * DAY, rel=1e-6)
    operated = DAY * 80 * 400 + DAY * (80 * 100 + 40 * 300)
    perfect = DAY * 80 * 400 + DAY * 20 * 400
    assert done.operated.record["objective_cny"] == pytest.approx(operated, rel=1e-6)
    assert done.perfect.record["objective_cny"] == pytest.approx(perfect, rel=1e-6)
    changed = {one.key: one for one in done.foresight.redispatch}
    assert changed["thermal_output"].less == pytest.approx(40 * DAY, rel=1e-6)
    assert changed["renewable_output"].more == pytest.approx(40 * DAY, rel=1e-6)


def test_given_forecasts_stand_in_the_file_of_series(two_days, tiny):
    """The forecasts of the first test as a series of the case."""
    case = two_days(wind(0.2, 0.2), seen=wind(0.2, 0.6))
    (case.folder / "weather.toml").write_text(
        '[forecast]\nload = [0.0, 0.0, 0.0]\ngiven = { wind = ["wind", "seen", "seen"] }\n', encoding="utf-8"
    )
    found = operate(case, Rules(STAGES), Options()).foresight
    assert found.cost == pytest.approx(DAY * 40 * (600 - 400), rel=1e-5)
    assert [one.day_ahead for one in found.errors if one.series == "wind"] == pytest.approx([0.4 * 0.5**0.5])
    (case.folder / "weather.toml").write_text(
        '[forecast]\ngiven = { wind = ["wind", "no", "seen"] }\n', encoding="utf-8"
    )
    with pytest.raises(CaseError):
        operate(case, Rules(STAGES), Options())
    (case.folder / "weather.toml").write_text("[forecast.errors]\nwint = [0.0, 0.1, 0.1]\n", encoding="utf-8")
    with pytest.raises(CaseError, match="wint"):
        operate(case, Rules(STAGES), Options())


def test_whole_units_are_committed_a_day_ahead_and_in_real_time(two_days, foreseen):
    """Units of 50 MW. Second day: 60 MW of wind are foreseen and one unit of coal is committed for 40 MW; 20 MW come, and the unit of gas
    gives the other 30 MW."""
    case = two_days(wind(0.2, 0.2), unit=50)
    foreseen(day_ahead={"wind": wind(0.2, 0.6)}, later={"wind": wind(0.2, 0.6)})
    done = operate(case, Rules(STAGES, integer=True), Options())
    online = {name: done.operated.results["thermal_online"].sel(fleet=name).values for name in ("coal", "gas")}
    np.testing.assert_allclose(online["coal"], [100] * DAY + [50] * DAY, atol=1e-3)
    np.testing.assert_allclose(online["gas"], [0] * DAY + [50] * DAY, atol=1e-3)
    coal = DAY * (100 * 100 + 80 * 300) + DAY * (50 * 100 + 50 * 300)
    assert done.operated.record["objective_cny"] == pytest.approx(coal + DAY * (50 * 100 + 30 * 500), rel=1e-6)
    assert done.perfect.record["objective_cny"] == pytest.approx(2 * DAY * 80 * 400, rel=1e-6)  # parts of units


def test_an_error_that_the_look_ahead_sees_in_time_costs_nothing(two_days, foreseen):
    """The forecast of the day before is right; that of two days before, which decides nothing here, is not."""
    case = two_days(wind(0.2, 0.2))
    foreseen(later={"wind": wind(0.2, 0.6)})
    done = operate(case, Rules(STAGES), Options())
    assert done.foresight.cost == pytest.approx(0.0, abs=1.0)


def test_a_constraint_that_only_a_forecast_violates_is_named_and_costs_nothing(two_days, foreseen):
    """Coal is online for 100 MW and gives at least 50 MW, and wind must be taken. Second day: 90 MW are foreseen, more than the load leaves
    room for; 20 MW come, and no constraint is violated."""
    case = two_days(wind(0.2, 0.2), minimum=0.5, fixed=True)
    foreseen(day_ahead={"wind": wind(0.2, 0.9)}, later={"wind": wind(0.2, 0.9)})
    relaxed = operate(case, Rules(STAGES), Options()).foresight.relaxed
    assert len(relaxed.days) == 2 and not relaxed.dates and not relaxed.lines and relaxed.cost_cny == 0.0
    assert relaxed.foreseen


def test_a_zone_may_require_reserve_for_forecast_errors_only(two_days, foreseen):
    """Released reserve leaves the same rows in real time as a day ahead, and costs nothing."""
    case = two_days(wind(0.2, 0.2), rules=[{"vre_up": 0.5}])
    foreseen()
    done = operate(case, Rules(STAGES), Options())
    assert done.foresight.share == pytest.approx(0.0, abs=1e-5)
    assert done.foresight.bound_cny == pytest.approx(2 * DAY * 80 * 400, rel=1e-5)
