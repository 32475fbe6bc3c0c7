"""市场分析: settlement at marginal prices, capture prices, cost recovery, storage margin, congestion rent, reserve income."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dispatch.report import palette
from dispatch.report.table import Chapter, Series, Table
from dispatch.report.table_builder import REGION, TableBuilder, columns
from dispatch.results.saved_run import ratio
from dispatch.results.stored_market import capture, mean_price
from dispatch.technologies import TECHNOLOGIES

HOURS_OF_YEAR = 8760.0
COAL_FIXED_COST = 330.0
"""Fixed cost of coal plants by which the capacity price is set [CNY/kW a year]: 发改价格〔2023〕1501号."""
Figures = dict[str, Any]


def chapter(builder: TableBuilder) -> Chapter:
    """Nothing but a heading in a run without prices."""
    market = builder.saved.summary.get("market")
    if market is None:
        return builder.chapter("market")
    accounts = market["accounts"]
    return builder.chapter(
        "market",
        _settlement(builder, market),
        _technologies(builder, market),
        _prices(builder, market),
        _fleets(builder, accounts),
        _storage(builder, accounts),
        _congestion(builder, accounts),
        _reserve(builder, market),
        _setters(builder, market),
    )


def _settlement(builder: TableBuilder, market: Figures) -> Table | None:
    """Payments, rents, and their balance, which is the dual objective."""
    rows: list[Figures] = [
        {"market_item": f"market_{one['market']}", "market_party": f"party_{one['payer']}", "market_paid": one["cny"]}
        for one in market["payments"]
    ]
    rows += [
        {"market_item": "market_rent", "market_party": f"party_{name}", "market_received": one["rent_cny"]}
        for name, one in market["parties"].items()
        if abs(one["rent_cny"]) >= 1.0
    ]
    rows.append({"market_item": "market_balance", "market_party": "", "market_paid": market["dual_objective_cny"]})
    rows.append(
        {"market_item": "market_cost", "market_party": "", "market_paid": builder.saved.record["objective_cny"]}
    )
    frame = pd.DataFrame(rows).reindex(columns=["market_item", "market_party", "market_paid", "market_received"])
    shown = columns(market_item="word", market_party="word", market_paid="money", market_received="money")
    return builder.table("market_settlement", frame, shown)


def _technologies(builder: TableBuilder, market: Figures) -> Table | None:
    """Capture price of each technology in the region and in each area, with the price of the area."""
    found = [one for one in market["technologies"] if one["capture_price_cny_per_mwh"] is not None]
    base = {area: one["mean_cny_per_mwh"] for area, one in market["prices"].items()}
    order = {name: float(k) for k, name in enumerate(TECHNOLOGIES)}
    order["pv_distributed"] = order["pv"] + 0.5
    rows: list[Figures] = []
    by_area: list[Figures] = []
    for technology in sorted({one["technology"] for one in found}, key=lambda name: (order.get(name, 99.0), name)):
        members = [one for one in found if one["technology"] == technology]
        sold, money = (sum(one[key] for one in members) for key in ("sold_gwh", "sales_cny"))
        mean = sum(base[one["area"]] * one["sold_gwh"] for one in members) / sold
        rows.append(_capture(REGION, technology, sold, money, mean))
        if len(base) > 1:
            by_area += [
                _capture(one["area"], technology, one["sold_gwh"], one["sales_cny"], base[one["area"]])
                for one in members
            ]
    shown = columns(technology="word", area="area", market_sold="energy", market_revenue="money")
    shown += columns(capture_price="price", base_price="price", capture_rate="share")
    bars = [Series("capture_price", palette.nth(0)[0]), Series("base_price", palette.nth(1)[0])]
    chart = builder.chart(
        builder.words("table_market_technologies"), "bar", "technology", bars, (0, len(rows)), "price"
    )
    return builder.table("market_technologies", pd.DataFrame(rows + by_area), shown, [chart])


def _capture(area: str, technology: str, sold: float, money: float, base: float) -> Figures:
    price, rate = capture(sold, money, base)
    return {
        "technology": technology,
        "area": area,
        "market_sold": sold * 1e3,
        "market_revenue": money,
        "capture_price": _or_nan(price),
        "base_price": base,
        "capture_rate": _or_nan(rate),
    }


def _or_nan(value: float | None) -> float:
    return np.nan if value is None else value


def _prices(builder: TableBuilder, market: Figures) -> Table | None:
    """Hours at zero and hours of shortage of each area, beside its price; what its loads pay."""
    paid = {area: [0.0, 0.0] for area in market["prices"]}
    for account in market["accounts"]:
        if account["party"] == "consumers":
            paid[account["area"]][0] += account["bought_gwh"] * 1e3
            paid[account["area"]][1] += account["purchases_cny"]
    rows = [
        {
            "area": area,
            "price_mean": one["mean_cny_per_mwh"],
            "price_median": one["quantiles_cny_per_mwh"]["0.5"],
            "hours_at_zero": one["hours_at_zero"],
            "hours_below_zero": one["hours_below_zero"],
            "hours_of_shortage": one["hours_of_shortage"],
            "market_load": paid[area][0],
            "load_payment": paid[area][1],
            "shortage_payment": one["shortage_share_of_load_payment"],
        }
        for area, one in market["prices"].items()
    ]
    shown = columns(area="area", price_mean="price", price_median="price", hours_at_zero="hours")
    shown += columns(hours_below_zero="hours", hours_of_shortage="hours", market_load="energy")
    shown += columns(load_payment="money", shortage_payment="share")
    frame = pd.DataFrame(rows).fillna(np.nan).infer_objects()
    bars = [Series("hours_at_zero", palette.nth(0)[0]), Series("hours_of_shortage", palette.nth(1)[0])]
    title = builder.words("table_market_prices")
    return builder.table(
        "market_prices", frame, shown, [builder.chart(title, "bar", "area", bars, (0, len(rows)), "hours")]
    )


def _of(accounts: list[Figures], *parties: str) -> list[Figures]:
    return [account for account in accounts if account["party"] in parties]


def _fleets(builder: TableBuilder, accounts: list[Figures]) -> Table | None:
    """Revenue, variable cost and margin of each thermal fleet: cost recovery, and what is missing."""
    saved = builder.saved
    capacity = dict(zip(saved.labels("fleet"), saved.array("fleet_capacity").mean(axis=0), strict=True))
    share = len(saved.time) / HOURS_OF_YEAR
    rows = []
    for account in _of(accounts, "thermal"):
        revenue, cost, size = account["revenue_cny"], account["cost_cny"], capacity[account["name"]]
        if size <= 0.0:
            continue
        reserve = revenue.get("reserve_up", 0.0) + revenue.get("reserve_down", 0.0)
        traded = revenue.get("energy", 0.0) + reserve + revenue.get("heat", 0.0)
        spent = sum(cost.values())
        fixed = COAL_FIXED_COST * share if account["technology"] == "coal" else np.nan
        rows.append(
            {
                "name": account["name"],
                "area": account["area"],
                "technology": account["technology"],
                "mean_capacity": size,
                "energy_revenue": revenue.get("energy", 0.0),
                "shortage_revenue": account["shortage_cny"],
                "reserve_revenue": reserve,
                "heat_revenue": revenue.get("heat", 0.0),
                "rule_revenue": sum(revenue.values()) - traded,
                "variable_cost": spent,
                "market_margin": account["margin_cny"],
                "make_whole": max(0.0, round(spent - traded, 2)),
                "margin_per_kw": account["margin_cny"] / size * 1e-3,
                "fixed_per_kw": fixed,
                "missing_per_kw": max(0.0, fixed - account["margin_cny"] / size * 1e-3) if fixed == fixed else np.nan,
            }
        )
    shown = columns(name="text", area="area", technology="word", mean_capacity="power", energy_revenue="money")
    shown += columns(
        shortage_revenue="money",
        reserve_revenue="money",
        heat_revenue="money",
        rule_revenue="money",
        variable_cost="money",
    )
    shown += columns(market_margin="money", make_whole="money", margin_per_kw="price_per_power")
    shown += columns(fixed_per_kw="price_per_power", missing_per_kw="price_per_power")
    return builder.table("market_fleets", pd.DataFrame(rows), shown)


def _storage(builder: TableBuilder, accounts: list[Figures]) -> Table | None:
    """Gross margin of each store: discharge at its prices less charging at its prices, reserve, cycles."""
    saved = builder.saved
    names = saved.labels("storage")
    size, power = (saved.array(f"storage_{name}").mean(axis=0) for name in ("size", "power"))
    cycles = ratio(saved.array("discharge").sum(axis=0), size)
    rows = []
    for account in _of(accounts, "storage"):
        k = names.index(account["name"])
        if power[k] <= 0.0:
            continue
        revenue, sold, bought = account["revenue_cny"], account["sold_gwh"], account["bought_gwh"]
        rows.append(
            {
                "name": account["name"],
                "area": account["area"],
                "technology": account["technology"],
                "store_power": power[k],
                "cycles": cycles[k],
                "discharge_price": _or_nan(mean_price(sold, account["sales_cny"])),
                "charge_price": _or_nan(mean_price(bought, account["purchases_cny"])),
                "discharge_revenue": account["sales_cny"],
                "charge_cost": account["purchases_cny"],
                "reserve_revenue": revenue.get("reserve_up", 0.0) + revenue.get("reserve_down", 0.0),
                "variable_cost": sum(account["cost_cny"].values()),
                "market_margin": account["margin_cny"],
                "margin_per_kw": account["margin_cny"] / power[k] * 1e-3,
            }
        )
    shown = columns(name="text", area="area", technology="word", store_power="power", cycles="cycles")
    shown += columns(discharge_price="price", charge_price="price", discharge_revenue="money", charge_cost="money")
    shown += columns(reserve_revenue="money", variable_cost="money", market_margin="money")
    return builder.table("market_storage", pd.DataFrame(rows), [*shown, *columns(margin_per_kw="price_per_power")])


def _congestion(builder: TableBuilder, accounts: list[Figures]) -> Table | None:
    """Congestion rent and hours of congestion of lines, sections, links and parks."""
    rows = [
        {
            "name": account["name"],
            "market_party": f"party_{account['party']}",
            "area": account["area"],
            "congested_hours": account["congested_hours"],
            "congestion_rent": account["margin_cny"],
        }
        for account in _of(accounts, "lines", "sections", "links", "parks")
    ]
    shown = columns(name="text", market_party="word", area="area", congested_hours="hours", congestion_rent="money")
    return builder.table("market_congestion", pd.DataFrame(rows), shown)


def _reserve(builder: TableBuilder, market: Figures) -> Table | None:
    """Requirement, price and payment of reserve by zone, and what each kind of provider receives."""
    income: dict[str, float] = {}
    rows = [
        {
            "name": one["zone"],
            "direction": f"market_reserve_{one['direction']}",
            "reserve_needed": one["required_gwh"] * 1e3,
            "reserve_price": one["price_cny_per_mwh"],
            "reserve_payment": one["payment_cny"],
        }
        for one in market["reserve"]
    ]
    for account in market["accounts"]:
        revenue = account["revenue_cny"]
        amount = revenue.get("reserve_up", 0.0) + revenue.get("reserve_down", 0.0)
        income[account["party"]] = income.get(account["party"], 0.0) + amount
    rows += [
        {"name": builder.words(f"party_{party}"), "direction": "market_reserve_income", "reserve_payment": amount}
        for party, amount in income.items()
        if amount != 0.0
    ]
    frame = pd.DataFrame(rows, columns=["name", "direction", "reserve_needed", "reserve_price", "reserve_payment"])
    shown = columns(name="text", direction="word", reserve_needed="energy", reserve_price="price")
    return builder.table("market_reserve", frame, [*shown, *columns(reserve_payment="money")])


def _setters(builder: TableBuilder, market: Figures) -> Table | None:
    """Prices that come from penalties of the case or from imposed targets, and not from a cost of generation."""
    rows: list[Figures] = [
        {
            "name": builder.words(f"term_{one['term']}"),
            "price_source": "market_penalty",
            "penalty_price": one["price_cny_per_mwh"],
            "penalty_hours": one["hours"],
            "penalty_energy": one["energy_gwh"] * 1e3,
        }
        for one in market["penalties"]
    ]
    rows += [
        {"name": one["target"], "price_source": "market_target", "target_price": one["price_cny"]}
        for one in market["targets"]
    ]
    keys = ["name", "price_source", "penalty_price", "penalty_hours", "penalty_energy", "target_price"]
    shown = columns(name="text", price_source="word", penalty_price="price", penalty_hours="hours")
    shown += columns(penalty_energy="energy", target_price="money")
    return builder.table("market_setters", pd.DataFrame(rows, columns=keys), shown)
