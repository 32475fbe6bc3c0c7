"""Demand response: shedding with hours and calls, shifting that pays back, reserve from both (D1-D6)."""

from __future__ import annotations

from dispatch.lp import LP, Axis, Expression, Parameter
from dispatch.messages import message

from .sets import Amount, Assets, Contribution, Sets, inject, plus
from .shifting import shift


def add(lp: LP, sets: Sets) -> Contribution:
    """Columns [GW]: shed X on (programme, hour), called C on (programme, day), reserve. Quantity: shed."""
    rows = sets.table("demand_response")
    shedding = sets.assets(rows[rows["kind"] == "shed"], "programme")
    moving = sets.assets(rows[rows["kind"] == "shift"], "shift_programme")
    parts = []
    if len(shedding):
        parts.append(_shed(lp, sets, shedding))
    if len(moving):
        parts.append(_shift(lp, sets, moving))
    return Contribution(
        [form for part in parts for form in part.injection],
        [form for part in parts for form in part.park],
        {kind: form for part in parts for kind, form in part.up.items()},
        lost=[form for part in parts for form in part.lost],
    )


def _shed(lp: LP, sets: Sets, programmes: Assets) -> Contribution:
    axes = (programmes.axis, sets.hour)
    capability, share = _capability(programmes), sets.case.fraction
    shed = lp.variable("shed", axes, upper=_capability(programmes, sets.hour), text=message("variable.shed"))
    hours, calls = programmes.numbers("hours") * share, programmes.numbers("calls") * share
    # D1: sum of X <= hours x share of the horizon x capability
    lp.constraint(
        "D1_hours",
        shed.sum("hour") <= capability * Parameter((programmes.axis,), hours),
        where=programmes.where(hours < len(sets.hour)),
        demand="demand_response.hours",
        text=message("constraint.hours_per_year"),
    )
    seldom, short = calls < len(sets.day), programmes.numbers("call_hours") < 24
    # Calls matter only where their number or their length is limited.
    counted = programmes.where(seldom | short)
    called = lp.variable(
        "call",
        (programmes.axis, sets.day.axis),
        upper=_capability(programmes, sets.day.axis),
        where=counted,
        text=message("variable.call"),
    )
    # D2: X <= C of the day
    lp.constraint(
        "D2_called", shed <= called.at(sets.day.of_hour), where=counted, text=message("constraint.called_day")
    )
    # D3: sum of X over the day <= call hours x C
    lp.constraint(
        "D3_call_hours",
        shed.group(sets.day.of_hour) <= called * programmes.column("call_hours"),
        where=programmes.where(short),
        text=message("constraint.longest_call"),
    )
    # D4: sum of C over the days <= calls x share of the horizon x capability
    lp.constraint(
        "D4_calls",
        called.sum("day") <= capability * Parameter((programmes.axis,), calls),
        where=programmes.where(seldom),
        text=message("constraint.calls_per_year"),
    )
    lp.cost("demand_response", shed * programmes.column("cost"))
    lp.quantity("shed", shed)
    injection, park = inject(programmes, shed)
    # D5: r_up <= capability - X
    up = _reserve(lp, sets, programmes, "shed_reserve_up", "D5_reserve", shed)
    return Contribution(injection, park, {"demand_response": up})


def _shift(lp: LP, sets: Sets, programmes: Assets) -> Contribution:
    most = _capability(programmes, sets.hour)
    payback = 1.0 + programmes.column("payback_loss")
    net, away = shift(lp, sets, "response", programmes, most, most, payback, programmes.column("cost"))
    injection, park = inject(programmes, net)
    # D6: r_up <= capability - away
    up = _reserve(lp, sets, programmes, "shift_reserve_up", "D6_reserve", away)
    lost = (away.sum("hour") * programmes.column("payback_loss")).group(programmes.to_pocket())
    return Contribution(injection, park, {"demand_response_shift": up}, lost=[lost])


def _reserve(lp: LP, sets: Sets, programmes: Assets, name: str, row: str, used: Expression) -> Expression:
    """Upward reserve from the capability that is not used, on (zone, hour)."""
    gives = programmes.flag("reserve") * programmes.in_zone()
    up = lp.variable(name, (programmes.axis, sets.hour), where=gives, text=message(f"variable.{name}"))
    most = _capability(programmes, sets.hour)
    lp.constraint(row, up + used <= most, where=gives, text=message("constraint.unused_reserve"))
    return up.group(programmes.to_zone())


def _capability(programmes: Assets, *axes: Axis) -> Amount:
    """Gamma [GW]: contracted, and what measures add; the latter repeated along further axes."""
    return plus(programmes.column("capability"), programmes.added("demand_response"), *axes)
