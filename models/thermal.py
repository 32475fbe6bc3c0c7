"""Thermal fleets: output between minimum and maximum, both moved by heat, ramps, reserve, fuel (T5-T8, T13, T14).

Commitment (T1-T4, T10-T12) is in commitment.py, heat (H1, T9) in heat.py.
"""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Expression, Floats, Parameter
from dispatch.messages import message

from . import heat as heating
from .commitment import Commitment, commit
from .sets import Assets, Contribution, Sets, inject


def add(lp: LP, sets: Sets) -> Contribution:
    """Columns on (fleet, hour) [GW]: gross output P, reserves r_up, r_down. Quantities on (fleet, hour):
    thermal_output, _online, _minimum, _maximum, _heat; on (fleet, period): _start; on (fleet,): _fuel, _co2."""
    fleets = sets.assets(sets.table("thermal"), "fleet")
    if not len(fleets):
        heating.add(lp, sets, fleets, sets.zeros(fleets.axis, sets.hour))  # boilers alone feed the networks
        return Contribution()
    committed = commit(lp, sets, fleets)
    online = committed.online.at(sets.period.of_hour)
    output = lp.variable("thermal_output", (fleets.axis, sets.hour), text=message("variable.thermal_output"))
    heat = heating.add(lp, sets, fleets, online)
    floor = _minimum(sets, fleets)
    up, down = _reserve(lp, sets, fleets, online, floor)
    loss, rise = fleets.column("heat_loss"), fleets.column("heat_rise")
    least, most = online * floor + heat * rise, online - heat * loss

    # T5: P + r_up <= U - c_v Q
    lp.constraint("T5_maximum", output + up <= most, text=message("constraint.max_output"))
    # T6: P - r_down >= m U + c_m Q
    lp.constraint(
        "T6_minimum",
        output - down >= least,
        demand="thermal.minimum_heating, minimum_other",
        text=message("constraint.min_output"),
    )
    _ramps(lp, sets, fleets, output, committed, floor.values)
    _fuel(lp, sets, fleets, output, committed, heat)

    lp.quantity("thermal_output", output)
    lp.quantity("thermal_online", online)
    lp.quantity("thermal_minimum", least)
    lp.quantity("thermal_maximum", most)
    lp.quantity("thermal_heat", heat)
    lp.quantity("thermal_start", committed.start)
    injection, park = inject(fleets, output * (1.0 - fleets.column("own_use")))
    zone = fleets.to_zone()
    return Contribution(injection, park, {"thermal": up.group(zone)}, {"thermal": down.group(zone)})


def _minimum(sets: Sets, fleets: Assets) -> Parameter:
    """m: minimum output as a share of online capacity, by the season of the area, on (fleet, hour)."""
    season = np.array([sets.case.heating(area) for area in fleets.texts("area")])
    inside, outside = (fleets.numbers(name)[:, None] for name in ("minimum_heating", "minimum_other"))
    return sets.hourly(fleets.axis, np.where(season, inside, outside))


def _reserve(lp: LP, sets: Sets, fleets: Assets, online: Expression, floor: Parameter) -> tuple[Expression, Expression]:
    """r_up, r_down of fleets in a reserve zone. T5 and T6 keep both within (1 - m) U, so that a row is needed only
    where the share is smaller than that."""
    both = []
    for row, direction in (("T13_reserve_up", "up"), ("T14_reserve_down", "down")):
        share = fleets.column(f"reserve_{direction}") * fleets.in_zone()
        reserve = lp.variable(
            f"thermal_reserve_{direction}",
            (fleets.axis, sets.hour),
            where=share,
            text=message(f"variable.thermal_reserve_{direction}"),
        )
        binding = (share.values[:, None] > 0) & (share.values[:, None] < 1.0 - floor.values)
        # T13: r_up <= share U;  T14: r_down <= share U
        lp.constraint(
            row,
            reserve <= online * share,
            where=sets.hourly(fleets.axis, binding.astype(float)),
            text=message(f"constraint.most_reserve_{direction}"),
        )
        both.append(reserve)
    return both[0], both[1]


def _ramps(lp: LP, sets: Sets, fleets: Assets, output: Expression, committed: Commitment, floor: Floats) -> None:
    """Change of output per hour. What starts or stops does so at an output between m and max(m, r) of its size.

    Inside a period online capacity is constant, and P moves by (1 - m) U at most: rows that this implies are left out.
    ``floor``: m, shape (fleet, hour).
    """
    ramp, opening = fleets.numbers("ramp")[:, None], sets.period.opening
    floor_before = np.roll(floor, 1, axis=1)
    after, before = output, output.shift(1, cyclic=True)
    online = committed.online.at(sets.period.of_hour)
    started, stopped = (form.at(sets.period.of_hour) * opening for form in (committed.start, committed.stop))
    r, m, m_before = fleets.column("ramp"), sets.hourly(fleets.axis, floor), sets.hourly(fleets.axis, floor_before)
    reach, reach_before = m.maximum(r), m_before.maximum(r)

    def needed(bound: Floats) -> Parameter:
        rows = np.where(opening.values > 0, ramp < 1.0, ramp < 1.0 - bound) & (len(sets.hour) > 1)
        return sets.hourly(fleets.axis, rows.astype(float))

    # T7: P - P[t-1] <= r (U - SU) + max(m, r) SU - m[t-1] SD
    lp.constraint(
        "T7_ramp_up",
        after - before <= (online - started) * r + started * reach - stopped * m_before,
        where=needed(floor_before),
        demand="thermal.ramp",
        text=message("constraint.ramp_up"),
    )
    # T8: P[t-1] - P <= r (U - SU) + max(m[t-1], r) SD - m SU
    lp.constraint(
        "T8_ramp_down",
        before - after <= (online - started) * r + stopped * reach_before - started * m,
        where=needed(floor),
        demand="thermal.ramp",
        text=message("constraint.ramp_down"),
    )


def _fuel(lp: LP, sets: Sets, fleets: Assets, output: Expression, committed: Commitment, heat: Expression) -> None:
    """Fuel [ktce] and CO2 [kt] per fleet, and what they cost."""
    fuels = sets.table("fuels").set_index("fuel").loc[fleets.texts("fuel")]
    emission = Parameter((fleets.axis,), fuels["co2"].to_numpy(dtype=float))
    price = Parameter((fleets.axis,), fuels["price"].to_numpy(dtype=float))
    no_load = (committed.online * sets.period.length).sum("period") * fleets.column("fuel_no_load")
    running = output.sum("hour") * fleets.column("fuel_incremental")
    for_heat = heat.sum("hour") * fleets.column("fuel_heat")
    starts = committed.start.sum("period")
    burnt, starting = no_load + running + for_heat, starts * fleets.column("start_fuel")
    co2 = (burnt + starting) * emission
    lp.cost("fuel", burnt * price)
    lp.cost("start", starting * price + starts * fleets.column("start_cost"))
    lp.cost("co2", co2 * sets.case.prices.co2)
    lp.cost("thermal_variable", output * fleets.column("variable_cost"))
    lp.quantity("thermal_fuel", burnt + starting)
    lp.quantity("thermal_co2", co2)
    # What the net coal rate takes off for heat (热量法), which is more than the fuel that heat adds.
    lp.quantity("thermal_fuel_heat", heat.sum("hour") * fleets.column("fuel_allocated"))
