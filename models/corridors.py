"""Export corridors: a contracted curve, or a priced band around it (X1-X4)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Expression, Parameter, from_parameter

from .frame import Assets, Contribution, Frame, inject


def contract(frame: Frame, corridors: Assets) -> Parameter:
    """K: contracted curve at the sending end [GW] on (corridor, hour): yearly energy x profile / its yearly sum."""
    return corridors.normalised() * corridors.column(f"energy_{frame.case.settings.export_level}")


def add(lp: LP, frame: Frame) -> Contribution:
    """Columns on (corridor, hour) [GW]: undelivered N; scheduled S, where there is a band (elsewhere S is K).
    Quantities: contract, export, export_received, undelivered."""
    corridors = frame.assets(frame.table("corridors"), "corridor")
    if not len(corridors):
        return Contribution()
    axes = (corridors.axis, frame.hour)
    curve, band = contract(frame, corridors), corridors.column("band")
    scheduled, most = from_parameter(curve, axes), curve
    if band.values.any():
        scheduled, most = _band(lp, frame, corridors, curve)
    undelivered = lp.variable("undelivered", axes, upper=most, text="scheduled and not delivered N")
    export = scheduled - undelivered
    # X1: S - N >= 0; where there is no band the bound N <= K says so
    lp.constraint("X1_export", export >= 0.0, where=band, text="no more is undelivered than is scheduled")
    lp.cost("undelivered_export", undelivered * frame.case.prices.undelivered_export)
    lp.cost("export_income", export.where(band) * corridors.column("price") * -1.0)
    lp.quantity("contract", curve)
    lp.quantity("undelivered", undelivered)
    lp.quantity("export", export)
    lp.quantity("export_received", export * (1.0 - corridors.column("loss")))
    injection, _ = inject(corridors, export * -1.0)
    return Contribution(injection)


def _band(lp: LP, frame: Frame, corridors: Assets, curve: Parameter) -> tuple[Expression, Parameter]:
    """S and the most that it may be, on (corridor, hour)."""
    capability, band = corridors.column("capacity"), corridors.column("band")
    low = (curve - capability * band).maximum(0.0)
    high = (curve + capability * band).minimum(capability)
    # X2: max(0, K - band) <= S <= min(K + band, capability)
    free = lp.variable(
        "scheduled", (corridors.axis, frame.hour), lower=low, upper=high, where=band, text="X2 scheduled S"
    )
    energy = Parameter((corridors.axis,), curve.values.sum(axis=1))
    tolerance = corridors.column("tolerance")
    total = free.sum("hour")
    # X3: (1 - tolerance) energy <= sum of S <= (1 + tolerance) energy
    lp.constraint("X3_energy_most", total <= energy * (1.0 + tolerance), where=band, text="energy, most")
    lp.constraint("X3_energy_least", total >= energy * (1.0 - tolerance), where=band, text="energy, least")
    _change(lp, frame, corridors, free, curve)
    contracted = corridors.where(band.values == 0.0)
    return free + curve * contracted, curve * contracted + high * (1.0 - contracted)


def _change(lp: LP, frame: Frame, corridors: Assets, scheduled: Expression, curve: Parameter) -> None:
    """Change per hour, from the second hour on; never less than the contract itself changes."""
    limit = (corridors.column("change_limit") * corridors.column("capacity")).on(corridors.axis)[:, None]
    step = np.diff(curve.values, axis=1, prepend=curve.values[:, :1])
    later = np.ones(len(frame.hour))
    later[0] = 0.0
    limited = corridors.where(corridors.numbers("change_limit") < 1.0)
    where = corridors.column("band") * limited * Parameter((frame.hour,), later)
    change = scheduled - scheduled.shift(1, cyclic=False)
    # X4: -max(limit, K[t-1] - K) <= S - S[t-1] <= max(limit, K - K[t-1])
    rise, fall = (frame.hourly(corridors.axis, np.maximum(limit, side)) for side in (step, -step))
    lp.constraint("X4_rise", change <= rise, where=where, text="change per hour, up")
    lp.constraint("X4_fall", change >= -fall, where=where, text="change per hour, down")
