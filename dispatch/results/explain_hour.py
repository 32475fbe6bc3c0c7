"""One hour of a saved run in words: balance, price, curtailment, shortfall and what binds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import xarray as xr

from dispatch.errors import CaseError, Fault
from dispatch.messages import Lang, Words, message, sentences

from .binding import Area
from .tolerances import MIN_POWER_MW

_ADDED = ("line_import", "demand_response", "shifted_load", "unserved")


def explain_hour(results: xr.Dataset, hour: str, lang: Lang) -> list[str]:
    """Lines of text, area by area. Raises CaseError for an hour outside the run."""
    words = Words(lang)
    now = results.isel(time=_position(results, hour))
    lines: list[str] = []
    if results.attrs["status"] != "optimal":
        lines.append(words("not_proven", status=words(results.attrs["status"])))
    for name in results["area"].values:
        area = Area(now, str(name), words)
        title = str(now[f"area_{lang}"].sel(area=name).values)
        lines.append(words("hour_of", area=title, hour=f"{now['time'].dt.strftime('%Y-%m-%d %H:%M').item()}"))
        lines.extend(f"  {line}" for line in _area(area))
    return lines


def _position(results: xr.Dataset, hour: str) -> int:
    time = pd.DatetimeIndex(results["time"].values)
    span = message("remedy.hour.span", time=f"{time[0]:%Y-%m-%d %H:%M}", time2=f"{time[-1]:%Y-%m-%d %H:%M}")
    try:
        position = int(time.get_indexer(pd.DatetimeIndex([pd.Timestamp(hour)]))[0])
    except (ValueError, TypeError):
        raise CaseError(
            [
                Fault(
                    "HOUR",
                    0,
                    "",
                    hour,
                    message("fault.hour.not_hour"),
                    sentences(message("remedy.hour.write_hour"), span),
                )
            ]
        ) from None
    if position < 0:
        raise CaseError([Fault("HOUR", 0, "", hour, message("fault.hour.not_hour_run"), span)])
    return position


def _area(area: Area) -> Iterator[str]:
    words = area.words
    yield _balance(area)
    yield words("price_is", price=f"{area.value('price'):z,.1f}")
    curtailed = {str(k): float(v) for k, v in zip(area.now["technology"].values, area.of("curtailment"), strict=True)}
    total = sum(curtailed.values())
    if total > MIN_POWER_MW:
        parts = ", ".join(
            f"{words(kind)} {area.power(value, unit=False)}"
            for kind, value in curtailed.items()
            if value > MIN_POWER_MW
        )
        yield words("curtailed_now", total=area.power(total), parts=parts)
        yield from _reasons(area, area.surplus())
    else:
        yield words("not_curtailed")
    short = np.asarray(area.of("reserve_shortfall"))
    for way, direction in enumerate(("up", "down")):
        required, held = (float(area.of(f"reserve_{part}")[way]) for part in ("required", "held"))
        amounts = {"way": words(direction), "required": area.power(required)}
        if short[way] > MIN_POWER_MW:
            yield words("reserve_short", short=area.power(short[way]), **amounts)
        elif required > MIN_POWER_MW:
            yield words("reserve_enough", held=area.power(held), **amounts)
    unserved = area.value("unserved")
    if unserved > MIN_POWER_MW:
        yield words("load_unserved", unserved=area.power(unserved))
    if unserved > MIN_POWER_MW or short[0] > MIN_POWER_MW:
        yield from _reasons(area, area.scarcity())


def _reasons(area: Area, reasons: Iterator[str]) -> Iterator[str]:
    for reason in reasons:
        yield f"- {area.words('because')}: {reason}"


def _balance(area: Area) -> str:
    words = area.words
    parts = [
        (words(str(kind)), float(value))
        for kind, value in zip(area.now["technology"].values, area.of("generation"), strict=True)
    ]
    parts += [(words(name), area.value(name)) for name in _ADDED]
    parts += [
        (words("own_use_of_plants"), -area.value("own_use")),
        (words("charge"), -area.total("charge", "storage") - area.total("reservoir_charge", "reservoir")),
        (words("export"), -area.total("export", "corridor")),
        (words("electrolyser_load"), -area.total("electrolyser_load", "electrolyser")),
    ]
    shown = [(name, value) for name, value in parts if abs(value) > MIN_POWER_MW]
    text = " ".join(f"{'-' if value < 0 else '+'} {name} {area.power(abs(value), unit=False)}" for name, value in shown)
    return words("balance", load=area.power(area.value("load")), parts=text.removeprefix("+ ") or "0")
