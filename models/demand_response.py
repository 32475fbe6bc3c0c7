"""Demand response: shedding with hours and calls, shifting that pays back (D1-D5)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Parameter

from .frame import Assets, Contribution, Frame, inject
from .shifting import shift


def add(lp: LP, frame: Frame) -> Contribution:
    """Columns [GW]: shed on (programme, hour), call on (programme, day). Quantity: shed."""
    rows = frame.table("demand_response")
    shedding = frame.assets(rows[rows["kind"] == "shed"], "programme")
    moving = frame.assets(rows[rows["kind"] == "shift"], "shift_programme")
    whole = Contribution()
    if len(shedding):
        whole = _shed(lp, frame, shedding)
    if len(moving):
        most = moving.column("capability") * Parameter((frame.hour,), np.ones(len(frame.hour)))
        payback = 1.0 + moving.column("payback_loss")
        net = shift(lp, frame, "response", moving, most, most, payback, moving.column("cost"))
        injection, park = inject(moving, net)
        whole = Contribution(whole.injection + injection, whole.park + park, whole.up)
    return whole


def _shed(lp: LP, frame: Frame, programmes: Assets) -> Contribution:
    axes = (programmes.axis, frame.hour)
    capability = programmes.column("capability")
    share = frame.case.fraction
    shed = lp.variable("shed", axes, upper=capability, text="load shed X")
    call = lp.variable("call", (programmes.axis, frame.day), upper=capability, text="capability called C")
    hours, calls = programmes.column("hours") * share, programmes.column("calls") * share
    limited = programmes.flag((hours.values < len(frame.hour)).astype(float))
    # D1: sum of X over the year <= hours x capability, in proportion to the window
    lp.constraint("D1_hours", shed.sum("hour") <= hours * capability, where=limited, text="hours per year")
    # D2: X <= C of the day
    lp.constraint("D2_called", shed <= call.at(frame.day_of_hour), text="only what is called is shed")
    # D3: sum of X over the day <= call hours x C
    lp.constraint(
        "D3_call_hours",
        shed.group(frame.day_of_hour) <= call * programmes.column("call_hours"),
        where=programmes.flag((programmes.rows["call_hours"] < 24).to_numpy(dtype=float)),
        text="longest call",
    )
    # D4: sum of C over the days <= calls x capability, in proportion to the window
    limited = programmes.flag((calls.values < len(frame.day)).astype(float))
    lp.constraint("D4_calls", call.sum("day") <= calls * capability, where=limited, text="calls per year")
    lp.cost("demand_response", shed * programmes.column("cost"))
    lp.quantity("shed", shed)
    injection, park = inject(programmes, shed)
    # D5: r_up <= capability - X
    reserve = programmes.flag(programmes.rows["reserve"].to_numpy(dtype=float)) * programmes.reserves()
    up = lp.variable(
        "shed_reserve_up",
        axes,
        upper=(shed * -1.0 + capability),
        where=reserve,
        text="D5 reserve from what is not shed",
    )
    return Contribution(injection, park, {"demand_response": up.group(programmes.to_zone())})
