"""Export corridors: a contracted curve, or a schedule within a priced band around the curve (X1-X6). The deviation of the
schedule from the contract is hourly, or constant within each day."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Expression, Floats, Parameter, from_parameter
from dispatch.messages import message

from .sets import Assets, Contribution, Sets, among, inject, numbers, plus, texts


def contract(sets: Sets, corridors: Assets) -> Parameter:
    """K: contracted curve at the sending end [GW] on (corridor, hour): yearly energy x profile / its yearly sum."""
    return corridors.normalised() * corridors.column(f"energy_{sets.case.settings.export_level}")


def add(lp: LP, sets: Sets) -> Contribution:
    """Columns [GW]: undelivered N on (corridor, hour); where there is a band, scheduled S on (corridor, hour), or of a
    day-ahead schedule its deviation D on (corridor, day). Elsewhere S is K.
    Quantities: contract, export, export_received, undelivered."""
    corridors = sets.assets(sets.table("corridors"), "corridor")
    if not len(corridors):
        return Contribution()
    axes = (corridors.axis, sets.hour)
    curve, band = contract(sets, corridors), corridors.column("band")
    scheduled: Expression = from_parameter(curve, axes)
    most = curve
    if band.values.any():
        scheduled, most = _band(lp, sets, corridors, curve)
    most = most.minimum(sets.shortfall_limit("undelivered", corridors.axis))
    undelivered = lp.variable("undelivered", axes, upper=most, text=message("variable.undelivered"))
    export = scheduled - undelivered
    # X1: S - N >= 0; where there is no band the bound N <= K says so
    lp.constraint("X1_export", export >= 0.0, where=band, text=message("constraint.undelivered_export"))
    lp.cost("undelivered_export", undelivered * sets.case.prices.undelivered_export)
    lp.cost("export_income", export.where(band) * corridors.column("price") * -1.0)
    lp.quantity("contract", curve)
    lp.quantity("undelivered", undelivered)
    lp.quantity("export", export)
    lp.quantity("export_received", export * (1.0 - corridors.column("loss")))
    injection, _ = inject(corridors, export * -1.0)
    return Contribution(injection, unmet=[undelivered.sum("hour").group(corridors.to_pocket())])


def _band(lp: LP, sets: Sets, corridors: Assets, curve: Parameter) -> tuple[Expression, Parameter]:
    """S and the most that it may be, on (corridor, hour)."""
    capability, band = corridors.column("capacity"), corridors.column("band")
    added = corridors.added("corridor")
    grown = capability if added is None else capability + Parameter((corridors.axis,), _most(sets, corridors))
    low = (curve - grown * band).maximum(0.0)
    # A month without contract (before a line is commissioned) has no band either: a line that does not run carries nothing.
    runs = Parameter(
        (corridors.axis, sets.hour), (_monthly_energy(sets, curve) > 0.0)[:, sets.month.group].astype(float)
    )
    high = (curve + grown * band).minimum(grown) * runs
    # X2: max(0, K - band) <= S <= min(K + band, capability), 0 in a month without contract
    day_ahead = corridors.where(band.values > 0.0) * corridors.flag("day_ahead")
    free = lp.variable(
        "scheduled",
        (corridors.axis, sets.hour),
        lower=low,
        upper=high,
        where=band * (1.0 - day_ahead),
        text=message("variable.scheduled"),
    ) + _day_ahead(lp, sets, curve, low, high, day_ahead)
    if added is not None:
        _grow(lp, sets, corridors, free, curve, added)
    energy = Parameter((corridors.axis,), curve.values.sum(axis=1))
    tolerance = corridors.column("tolerance")
    total = free.sum("hour")
    # X3: (1 - tolerance) energy <= sum of S <= (1 + tolerance) energy; one row where they are one, for one price of it
    exact = corridors.where((band.values > 0.0) & (tolerance.values == 0.0))
    between = corridors.where((band.values > 0.0) & (tolerance.values > 0.0))
    lp.constraint(
        "X3_energy",
        total == energy,
        where=exact,
        demand="corridors.tolerance",
        unit="MWh",
        text=message("constraint.energy_contracted"),
    )
    lp.constraint(
        "X3_energy_most",
        total <= energy * (1.0 + tolerance),
        where=between,
        demand="corridors.tolerance",
        unit="MWh",
        text=message("constraint.energy_most"),
    )
    lp.constraint(
        "X3_energy_least",
        total >= energy * (1.0 - tolerance),
        where=between,
        demand="corridors.tolerance",
        unit="MWh",
        text=message("constraint.energy_least"),
    )
    _monthly(lp, sets, corridors, free, curve)
    _change(lp, sets, corridors, free, curve, added)
    contracted = corridors.where(band.values == 0.0)
    return free + curve * contracted, curve * contracted + high * (1.0 - contracted)


def _monthly(lp: LP, sets: Sets, corridors: Assets, scheduled: Expression, curve: Parameter) -> None:
    """Energy of each month, of the hours that are in the window: contracts are settled by the month."""
    tolerance, band = corridors.numbers("monthly_tolerance"), corridors.column("band")
    month = sets.month
    energy = Parameter((corridors.axis, month.axis), _monthly_energy(sets, curve))
    total, allowed = scheduled.group(month.of_hour), Parameter((corridors.axis,), tolerance)
    runs = Parameter((corridors.axis, month.axis), (energy.values > 0.0).astype(float))
    exact, between = (
        band * corridors.where(one) * runs for one in (tolerance == 0.0, (tolerance > 0.0) & (tolerance < 1.0))
    )
    # X5, in months with a contract: (1 - tolerance) energy of the month <= sum of S <= (1 + tolerance) energy of the month
    lp.constraint("X5_month", total == energy, where=exact, text=message("constraint.energy_month_contracted"))
    lp.constraint(
        "X5_month_most", total <= energy * (1.0 + allowed), where=between, text=message("constraint.energy_month_most")
    )
    lp.constraint(
        "X5_month_least",
        total >= energy * (1.0 - allowed),
        where=between,
        text=message("constraint.energy_month_least"),
    )


def _monthly_energy(sets: Sets, curve: Parameter) -> Floats:
    """Contracted energy of each month [GWh], of the hours that are in the window, shape (corridors, months)."""
    return np.asarray(np.add.reduceat(curve.values, sets.month.first, axis=1))


def _day_ahead(lp: LP, sets: Sets, curve: Parameter, low: Parameter, high: Parameter, where: Parameter) -> Expression:
    """Return the day-ahead schedules S [GW] on (corridor, hour): contract plus a deviation that is constant within a day.

    low, high: bounds of S [GW] on (corridor, hour); where: 1 for a corridor with a day-ahead schedule, else 0. A column a
    day replaces 24 columns and 23 equality rows: the shipped year has 67,160 columns and 201,480 rows less."""
    corridor, day = curve.axes[0], sets.day
    least = np.maximum.reduceat(low.values - curve.values, day.first, axis=1)
    most = np.minimum.reduceat(high.values - curve.values, day.first, axis=1)
    # X6: S = K + D of the day; X2: max over the day of (lower bound - K) <= D <= min over the day of (upper bound - K)
    deviation = lp.variable(
        "scheduled_day",
        (corridor, day.axis),
        lower=Parameter((corridor, day.axis), least),
        upper=Parameter((corridor, day.axis), most),
        where=where,
        text=message("variable.scheduled_day"),
    )
    return deviation.at(day.of_hour) + curve * where


def _most(sets: Sets, corridors: Assets) -> Floats:
    """Most capability that measures may add to each corridor [GW], shape (corridors,)."""
    rows = sets.expansion.rows
    chosen = rows[among(rows, "kind", ("corridor",))]
    most = np.zeros(len(corridors))
    np.add.at(most, corridors.axis.positions(texts(chosen, "extends")), numbers(chosen, "most"))
    return most


def _grow(lp: LP, sets: Sets, corridors: Assets, free: Expression, curve: Parameter, added: Expression) -> None:
    """Where measures add to the capability, it is the rows that keep S inside the band, which grows with it."""
    band = corridors.column("band")
    where = band * Parameter((corridors.axis,), _most(sets, corridors))
    whole = (added + corridors.column("capacity")).over(sets.hour)
    lp.constraint("K3_band_low", free >= curve - whole * band, where=where, text=message("constraint.band_lower"))
    lp.constraint("K4_band_high", free <= curve + whole * band, where=where, text=message("constraint.band_upper"))
    lp.constraint("K5_capability", free <= whole, where=where, text=message("constraint.capability_grows"))


def _change(
    lp: LP, sets: Sets, corridors: Assets, scheduled: Expression, curve: Parameter, added: Expression | None
) -> None:
    """Change per hour, from the second hour on; never less than the contract itself changes. What measures add to the
    capability widens it."""
    limit = (corridors.column("change_limit") * corridors.column("capacity")).on(corridors.axis)[:, None]
    step = np.diff(curve.values, axis=1, prepend=curve.values[:, :1])
    later = np.ones(len(sets.hour))
    later[0] = 0.0
    limited = corridors.where(corridors.numbers("change_limit") < 1.0)
    where = corridors.column("band") * limited * Parameter((sets.hour,), later)
    # Within a day a day-ahead schedule changes as the contract does, which X4 always allows.
    where = where * (1.0 - corridors.flag("day_ahead") * (1.0 - sets.day.opening))
    change = scheduled - scheduled.shift(1, cyclic=False)
    more = None if added is None else added * corridors.column("change_limit")
    # X4: -max(limit, K[t-1] - K) <= S - S[t-1] <= max(limit, K - K[t-1])
    rise, fall = (plus(sets.hourly(corridors.axis, np.maximum(limit, side)), more, sets.hour) for side in (step, -step))
    lp.constraint(
        "X4_rise",
        change <= rise,
        where=where,
        demand="corridors.change_limit",
        text=message("constraint.corridor_ramp_up"),
    )
    lp.constraint(
        "X4_fall",
        change + fall >= 0.0,
        where=where,
        demand="corridors.change_limit",
        text=message("constraint.corridor_ramp_down"),
    )
