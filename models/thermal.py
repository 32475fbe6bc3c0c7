"""Thermal fleets: commitment, output between minimum and maximum, heat, ramps, maintenance, fuel (T1-T14)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Axis, Expression, Mapping, Parameter

from .frame import Assets, Contribution, Frame, inject


def add(lp: LP, frame: Frame) -> Contribution:
    """Columns [GW]: online U, start SU on (fleet, period); output P, reserves on (fleet, hour); heat Q [GW] on
    (chp, hour); outage M on (fleet, week). Quantities: thermal_output, thermal_online, thermal_fuel, thermal_heat."""
    fleets = frame.assets(frame.table("thermal"), "fleet")
    if not len(fleets):
        return Contribution()
    online, start, stop = _commitment(lp, frame, fleets)
    hourly_online = online.at(frame.period_of_hour)
    output = lp.variable("thermal_output", (fleets.axis, frame.hour), text="gross output P")
    heat, heat_by_fleet = _heat(lp, frame, fleets, hourly_online)
    up, down = _reserve(lp, frame, fleets, hourly_online)
    minimum = _minimum(frame, fleets)
    loss, rise = fleets.column("heat_loss"), fleets.column("heat_rise")

    # T5: P + r_up + c_v Q <= U
    lp.constraint(
        "T5_maximum", output + up + loss * heat_by_fleet <= hourly_online, text="output below online capacity"
    )
    # T6: P - r_down >= m U + c_m Q
    lp.constraint(
        "T6_minimum",
        output - down >= minimum * hourly_online + rise * heat_by_fleet,
        text="output above minimum output, which heat raises",
    )
    _ramps(lp, frame, fleets, output, online, start, stop, minimum)
    _fuel(lp, frame, fleets, output, online, start, heat)

    lp.quantity("thermal_output", output)
    lp.quantity("thermal_online", hourly_online)
    lp.quantity("thermal_minimum", minimum * hourly_online + rise * heat_by_fleet)
    lp.quantity("thermal_maximum", hourly_online - loss * heat_by_fleet)
    lp.quantity("thermal_heat", heat_by_fleet)
    lp.quantity("thermal_start", start)
    injection, park = inject(fleets, output * (1.0 - fleets.column("own_use")))
    zone = fleets.to_zone()
    return Contribution(injection, park, {"thermal": up.group(zone)}, {"thermal": down.group(zone)})


def _available(frame: Frame, fleets: Assets) -> Parameter:
    """Capacity after forced outages and given maintenance [GW] on (fleet, period): the least of its hours."""
    given = np.zeros((len(fleets), len(frame.hour)))
    for row in frame.table("maintenance").itertuples():
        k = fleets.axis.labels.index(str(row.fleet))
        time = frame.case.time
        days = (time >= row.start) & (time < row.end + np.timedelta64(1, "D"))
        given[k, np.asarray(days)] += row.capacity
    in_service = np.maximum(fleets.capacity().values - given, 0.0)
    first = frame.period.first
    assert first is not None
    least = np.minimum.reduceat(in_service, first, axis=1)
    return Parameter((fleets.axis, frame.period), least) * (1.0 - fleets.column("forced_outage"))


def _commitment(lp: LP, frame: Frame, fleets: Assets) -> tuple[Expression, Expression, Expression]:
    available = _available(frame, fleets)
    axes = (fleets.axis, frame.period)
    online = lp.variable("online", axes, upper=available, text="online capacity U")
    start = lp.variable("start", axes, text="capacity started SU")
    outage = _maintenance(lp, frame, fleets, online, available)
    before = online.shift(1, "period", cyclic=True)
    # T2: SU >= U - U[d-1];  capacity stopped: SD = SU - (U - U[d-1])
    stop = start - online + before
    if len(frame.period) > 1:
        lp.constraint("T2_start", stop >= 0.0, text="starts cover every rise of online capacity")
    settings = frame.case.settings.commitment
    up, down = (-(-hours // frame.period_hours) for hours in (settings.minimum_up_hours, settings.minimum_down_hours))
    # T3: sum of SU over the last k_up periods <= U
    if 1 < up <= len(frame.period):
        lp.constraint("T3_minimum_up", _recent(start, up) <= online, text="what started lately is still online")
    # T4: sum of SD over the last k_down periods <= available - U
    if 1 < down <= len(frame.period):
        lp.constraint("T4_minimum_down", _recent(stop, down) + online <= available, text="what stopped lately is off")
    share = fleets.column("minimum_online")
    if share.values.any():
        # T12: U >= share (available - M)
        lp.constraint(
            "T12_minimum_share", online >= share * available - share * outage, where=share, text="share online"
        )
    _minimum_online(lp, frame, fleets, online)
    return online, start, stop


def _recent(events: Expression, periods: int) -> Expression:
    total = events
    for back in range(1, periods):
        total = total + events.shift(back, "period", cyclic=True)
    return total


def _maintenance(lp: LP, frame: Frame, fleets: Assets, online: Expression, available: Parameter) -> Expression:
    """Planned outages placed by the LP; an expression on (fleet, period)."""
    due = fleets.column("maintenance")
    if not due.values.any():
        return frame.zeros(fleets.axis, frame.period)
    last, first = frame.week.last, frame.week.first
    assert last is not None and first is not None
    mean = np.add.reduceat(fleets.capacity().values, first, axis=1) / (last - first + 1)
    weekly = Parameter((fleets.axis, frame.week), mean)
    days = Parameter((frame.week,), (last - first + 1) / 24.0)
    outage = lp.variable(
        "outage",
        (fleets.axis, frame.week),
        upper=weekly * fleets.column("maintenance_limit"),
        where=due,
        text="in outage M",
    )
    at_period = outage.at(frame.week_of_period)
    # T1: U <= available - (1 - forced outage rate) M
    lp.constraint(
        "T1_available",
        online <= available - at_period * (1.0 - fleets.column("forced_outage")),
        where=due,
        text="online capacity is neither in forced nor in planned outage",
    )
    # T11: sum of M over the weeks x days = days due x mean capacity, in proportion to the hours of the window
    share = frame.case.fraction
    whole = Parameter((fleets.axis,), fleets.capacity().values.mean(axis=1)) * due * share
    lp.constraint("T11_maintenance", (outage * days).sum("week") == whole, where=due, text="planned outages are taken")
    return at_period


def _minimum_online(lp: LP, frame: Frame, fleets: Assets, online: Expression) -> None:
    rows = frame.table("minimum_online")
    if rows.empty:
        return
    keys = rows[["dispatcher", "area"]].drop_duplicates()
    kept = Axis("grid", tuple(keys["dispatcher"] + "@" + keys["area"]))
    of_fleet = fleets.rows["dispatcher"] + "@" + fleets.rows["area"]
    at = np.array([kept.labels.index(key) if key in kept.labels else -1 for key in of_fleet], dtype=np.int64)
    first = frame.period.first
    assert first is not None
    month = frame.case.month[first]
    needed = np.zeros((len(kept), len(frame.period)))
    for row in rows.itertuples():
        needed[kept.labels.index(f"{row.dispatcher}@{row.area}"), month == row.month] = row.online
    # T10: sum of U over the fleets of a dispatcher >= monthly minimum
    lp.constraint(
        "T10_minimum_online",
        online.group(Mapping(fleets.axis, kept, at)) >= Parameter((kept, frame.period), needed),
        where=Parameter((kept, frame.period), needed),
        text="monthly minimum online capacity",
    )


def _minimum(frame: Frame, fleets: Assets) -> Parameter:
    """Minimum output as a share of online capacity, by season, on (fleet, hour)."""
    season = np.array([frame.case.heating(area) for area in fleets.rows["area"]]).reshape(len(fleets), len(frame.hour))
    heating, other = (fleets.rows[name].to_numpy()[:, None] for name in ("minimum_heating", "minimum_other"))
    return frame.hourly(fleets.axis, np.where(season, heating, other))


def _heat(lp: LP, frame: Frame, fleets: Assets, online: Expression) -> tuple[Expression, Expression]:
    """Heat balance of the networks; heat on (chp, hour) and the same on (fleet, hour)."""
    networks = frame.assets(frame.table("heat"), "network")
    chp = fleets.subset(fleets.rows["network"] != "", "fleet")
    if not len(networks):
        nothing = frame.zeros(fleets.axis, frame.hour)
        return nothing, nothing
    # T9: Q <= heat ratio x U
    heat = lp.variable(
        "heat", (chp.axis, frame.hour), upper=online.select(chp.axis) * chp.column("heat_ratio"), text="heat output Q"
    )
    boiler = lp.variable("boiler", (networks.axis, frame.hour), text="heat of peak boilers")
    feeds = Mapping(chp.axis, networks.axis, networks.axis.positions(chp.rows["network"]))
    demand = networks.profile() * networks.column("peak")
    # H1: sum of Q + boiler = heat demand
    lp.constraint("H1_heat_balance", heat.group(feeds) + boiler == demand, text="heat balance of a network")
    lp.cost("heat_boiler", boiler * networks.column("boiler_cost"))
    lp.quantity("heat_boiler", boiler)
    lp.quantity("heat_demand", demand)
    return heat, heat.extend(fleets.axis)


def _reserve(lp: LP, frame: Frame, fleets: Assets, online: Expression) -> tuple[Expression, Expression]:
    """T13, T14: r_up <= share U, r_down <= share U."""
    both = []
    for direction in ("up", "down"):
        share = fleets.column(f"reserve_{direction}") * fleets.reserves()
        both.append(
            lp.variable(
                f"thermal_reserve_{direction}",
                (fleets.axis, frame.hour),
                upper=online * share,
                where=share,
                text=f"reserve {direction}",
            )
        )
    return both[0], both[1]


def _ramps(
    lp: LP,
    frame: Frame,
    fleets: Assets,
    output: Expression,
    online: Expression,
    start: Expression,
    stop: Expression,
    minimum: Parameter,
) -> None:
    """Change of output per hour. Rows that minimum and maximum output imply already are left out: inside a period
    online capacity is constant, so output moves by (1 - m) U at most."""
    ramp = fleets.column("ramp")
    opening = np.zeros(len(frame.hour))
    first = frame.period.first
    assert first is not None
    opening[first] = 1.0
    boundary = Parameter((frame.hour,), opening)
    reach = Parameter((fleets.axis,), minimum.values.max(axis=1)).maximum(ramp)
    binding = (ramp.values[:, None] < 1.0 - minimum.values - 1e-12) | ((opening > 0) & (ramp.values[:, None] < 1.0))
    binding[:, 0] &= len(frame.hour) > 1
    where = frame.hourly(fleets.axis, binding.astype(float))
    before = output.shift(1, cyclic=True)
    hourly = frame.period_of_hour
    started, stopped = start.at(hourly) * boundary, stop.at(hourly) * boundary
    capacity = online.at(hourly) * ramp
    # T7: P - P[t-1] <= r (U - SU) + max(m, r) SU, with SU in the first hour of its period
    lp.constraint("T7_ramp_up", output - before <= capacity + started * (reach - ramp), where=where, text="ramp up")
    # T8: P[t-1] - P <= r U + max(m, r) SD
    lp.constraint("T8_ramp_down", before - output <= capacity + stopped * reach, where=where, text="ramp down")


def _fuel(
    lp: LP, frame: Frame, fleets: Assets, output: Expression, online: Expression, start: Expression, heat: Expression
) -> None:
    fuels = frame.table("fuels").set_index("fuel")
    used = fuels.loc[fleets.rows["fuel"]]
    price = Parameter((fleets.axis,), (used["price"] + used["co2"] * frame.case.prices.co2).to_numpy())
    length = Parameter((frame.period,), np.diff(np.append(_first(frame), len(frame.hour))).astype(float))
    no_load = (online * length * fleets.column("fuel_no_load")).sum("period")
    running = (output * fleets.column("fuel_incremental")).sum("hour")
    starting = (start * fleets.column("start_fuel")).sum("period")
    heating = (heat * fleets.column("fuel_heat").select(heat.axes[0])).sum("hour").extend(fleets.axis)
    lp.cost("fuel_and_co2", (no_load + running + heating) * price)
    lp.cost("start", starting * price + (start * fleets.column("start_cost")).sum("period"))
    lp.cost("thermal_variable", output * fleets.column("variable_cost"))
    lp.quantity("thermal_fuel", no_load + running + heating + starting)
    lp.quantity("thermal_fuel_heat", heating)


def _first(frame: Frame) -> np.ndarray:
    assert frame.period.first is not None
    return frame.period.first
