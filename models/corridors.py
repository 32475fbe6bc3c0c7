"""Export corridors: a contracted curve, or a priced band around it (X1-X4)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Expression, Parameter, from_parameter

from .frame import Assets, Contribution, Frame, inject


def contract(frame: Frame, corridors: Assets) -> Parameter:
    """Contracted curve at the sending end [GW] on (corridor, hour): yearly energy x profile / its yearly sum."""
    sums = np.array([frame.case.series_year[name] for name in corridors.rows["profile"]])
    energy = corridors.column(f"energy_{frame.case.settings.export_level}")
    return corridors.profile() * energy * Parameter((corridors.axis,), 1.0 / sums)


def add(lp: LP, frame: Frame) -> Contribution:
    """Columns on (corridor, hour) [GW]: undelivered, scheduled (where there is a band).
    Quantities: contract, export, export_received, undelivered."""
    corridors = frame.assets(frame.table("corridors"), "corridor")
    if not len(corridors):
        return Contribution()
    axes = (corridors.axis, frame.hour)
    curve = contract(frame, corridors)
    band = corridors.column("band")
    if band.values.any():
        scheduled = _band(lp, frame, corridors, curve, band)
        most = curve + band * corridors.column("capacity")
    else:
        scheduled, most = from_parameter(curve, axes), curve
    # X1: export = scheduled - undelivered
    undelivered = lp.variable("undelivered", axes, upper=most, text="X1 contracted and not delivered")
    export = scheduled - undelivered
    if band.values.any():
        lp.constraint("X1_export", export >= 0.0, where=band, text="no more is undelivered than is scheduled")
    lp.cost("undelivered_export", undelivered * frame.case.prices.undelivered_export)
    lp.cost("export_income", export.where(band) * corridors.column("price") * -1.0)
    lp.quantity("contract", curve)
    lp.quantity("undelivered", undelivered)
    lp.quantity("export", export)
    lp.quantity("export_received", export * (1.0 - corridors.column("loss")))
    injection, _ = inject(corridors, export * -1.0)
    return Contribution(injection)


def _band(lp: LP, frame: Frame, corridors: Assets, curve: Parameter, band: Parameter) -> Expression:
    capability = corridors.column("capacity")
    low = (curve - band * capability).maximum(0.0)
    high = (curve + band * capability).minimum(capability)
    # X2: curve - band <= S <= curve + band, S == curve where there is no band
    scheduled = lp.variable("scheduled", (corridors.axis, frame.hour), lower=low, upper=high, text="X2 scheduled S")
    # X3: (1 - tolerance) energy <= sum of S <= (1 + tolerance) energy
    energy = Parameter((corridors.axis,), curve.values.sum(axis=1))
    tolerance = corridors.column("tolerance")
    total = scheduled.sum("hour")
    lp.constraint("X3_energy_most", total <= energy * (1.0 + tolerance), where=band, text="yearly energy, most")
    lp.constraint("X3_energy_least", total >= energy * (1.0 - tolerance), where=band, text="yearly energy, least")
    # X4: |S - S[t-1]| <= change limit x capability
    limit = corridors.column("change_limit") * capability
    later = np.ones(len(frame.hour))
    later[0] = 0.0
    where = band * Parameter((frame.hour,), later) * corridors.flag(corridors.rows["change_limit"] < 1.0)
    change = scheduled - scheduled.shift(1, cyclic=False)
    lp.constraint("X4_rise", change <= limit, where=where, text="change per hour, up")
    lp.constraint("X4_fall", change >= -limit, where=where, text="change per hour, down")
    return scheduled
