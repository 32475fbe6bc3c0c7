"""Rules of the ledger, of thermal fleets and of their maintenance."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

import pandas as pd

from dispatch.errors import Fault
from dispatch.messages import message

from ..sheets import Sheets
from ..suggestions import such_rows


def installed(sheets: Sheets) -> dict[str, float]:
    """All capacity that an asset ever has [MW]; without the assets of which some is not known."""
    ledger = sheets["capacity"]
    total: dict[str, float] = defaultdict(float)
    for _, row in ledger.having("asset") if ledger.whole else ():
        total[row["asset"]] += row.get("capacity", math.nan)
    return {asset: capacity for asset, capacity in total.items() if not math.isnan(capacity)}


def ledger(sheets: Sheets) -> Iterator[Fault]:
    """Storage has power and energy, nothing else has energy; retirement comes after commissioning."""
    ledger = sheets["capacity"]
    stores = set(sheets["storage"].known("asset"))
    for k, row in ledger.having("asset", "capacity", "energy"):
        if row["asset"] in stores and (row["capacity"] > 0) != (row["energy"] > 0):
            yield ledger.fault(
                k, "energy", message("fault.case.storage_power_energy"), message("remedy.case.give_content_mwh")
            )
        elif row["asset"] not in stores and row["energy"] > 0 and sheets["storage"].whole:
            yield ledger.fault(
                k, "energy", message("fault.case.only_storage_energy"), message("remedy.common.leave_empty")
            )
    for k, row in ledger.having("commissioned", "retired"):
        if row["retired"] <= row["commissioned"]:
            yield ledger.fault(
                k, "retired", message("fault.case.retires_before_commissioned"), message("remedy.case.correct_months")
            )


def heat(sheets: Sheets) -> Iterator[Fault]:
    """A CHP fleet feeds a network of its area, and its power-heat region is not empty."""
    fleets = sheets["thermal"]
    area_of = dict(sheets["heat"].known("network", "area"))
    for k, row in fleets.having("network", "area"):
        if not row["network"]:
            continue
        if row["network"] not in area_of:
            if sheets["heat"].whole and row["network"] not in sheets["heat"].known("network"):
                rule = message("fault.case.heat_network")
                yield fleets.fault(k, "network", rule, message("remedy.case.heat_network"))
        elif area_of[row["network"]] != row["area"]:
            rule = message("fault.case.network_in_other_area", area_of=area_of[row["network"]])
            yield fleets.fault(k, "network", rule, message("remedy.case.correct_area_network"))
    for season in ("minimum_heating", "minimum_other"):
        for k, row in fleets.having("network", "heat_ratio", "heat_rise", "heat_loss", season):
            full = row["heat_ratio"] if row["network"] else 0.0
            least, most = row[season] + row["heat_rise"] * full, 1.0 - row["heat_loss"] * full
            if least > most + 1e-9:
                rule = message("fault.case.heat_minimum", least=least, most=most)
                yield fleets.fault(k, season, rule, message("remedy.case.heat_ratios"))


def retrofits(sheets: Sheets) -> Iterator[Fault]:
    """Only coal is retrofitted."""
    fleets = sheets["thermal"]
    for column in ("efficient", "flexible"):
        for k, row in fleets.having(column, "technology"):
            if row[column] and row["technology"] != "coal":
                yield fleets.fault(
                    k, column, message("fault.case.only_coal_retrofits"), message("remedy.common.leave_empty")
                )


def maintenance(sheets: Sheets) -> Iterator[Fault]:
    """Outages are given or placed, not both; they end after they start and fit into the fleet."""
    plan, fleets = sheets["maintenance"], sheets["thermal"]
    given = set(plan.known("fleet"))
    for k, row in fleets.having("fleet", "maintenance"):
        if row["fleet"] in given and row["maintenance"] > 0:
            rule = message("fault.case.outage_measure")
            yield fleets.fault(k, "maintenance", rule, message("remedy.case.zero_or_drop"))
    for k, row in plan.having("start", "end"):
        if row["end"] < row["start"]:
            yield plan.fault(k, "end", message("fault.case.ends_before_starts"), message("remedy.case.correct_dates"))
    total = installed(sheets)
    for k, row in plan.having("fleet", "capacity"):
        if row["capacity"] > total.get(row["fleet"], row["capacity"]) * (1 + 1e-9):
            rule = message("fault.case.whole_fleet_mw", total=total[row["fleet"]])
            yield plan.fault(k, "capacity", rule, message("remedy.case.lower_or_unit"))


def placed(sheets: Sheets, horizon: pd.DatetimeIndex) -> Iterator[Fault]:
    """What the LP places fits into the horizon with no more out at once than may be."""
    fleets, days = sheets["thermal"], len(horizon) / 24
    for k, row in fleets.having("maintenance", "maintenance_limit"):
        limit = row["maintenance_limit"]
        if row["maintenance"] > limit * days * (1 + 1e-9):
            most = math.floor(1000 * limit * days + 1e-6) / 1000  # rounded up it would be a fault itself
            rule = message("fault.case.maintenance_days", limit=limit, days=days, most=most)
            yield fleets.fault(k, "maintenance", rule, message("remedy.case.maintenance_limit", most=most))


def minimum_online(sheets: Sheets) -> Iterator[Fault]:
    """A dispatcher with a minimum online capacity has a fleet; one fault a dispatcher and area, not a month."""
    sheet, fleets = sheets["minimum_online"], sheets["thermal"]
    keepers, places = set(fleets.known("dispatcher", "area")), sheets["dispatchers"].known("dispatcher", "area")
    if not fleets.whole or len(fleets.known("dispatcher", "area")) < len(fleets.rows):
        return
    asked: dict[tuple[str, str], list[int]] = defaultdict(list)
    for k, row in sheet.having("dispatcher", "area", "online"):
        place = (row["dispatcher"], row["area"])
        if row["online"] > 0 and place in places and place not in keepers:
            asked[place].append(k)
    for (dispatcher, area), rows in asked.items():
        none = message("fault.case.no_fleet_to_keep_online", dispatcher=dispatcher, area=area)
        rule = such_rows(none, len(rows))
        remedy = message("remedy.case.keep_no_fleet_online")
        yield sheet.fault(rows[0], "online", rule, remedy)


RULES = (ledger, heat, retrofits, maintenance, minimum_online)
