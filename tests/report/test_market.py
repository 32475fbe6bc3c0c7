"""Tables of the market and of the key week are held against each other and against sums over dispatch.nc."""

import numpy as np

from .sums import AREAS, close, frame

PROVIDED = "income of providers"


def test_payments_less_rents_are_the_dual_objective_and_the_cost(english):
    table = frame(english, "market_settlement")
    *parts, balance, cost = table.to_dict("records")
    paid, received = (np.nansum([row[key] for row in parts]) for key in ("market_paid", "market_received"))
    close(balance["market_paid"], paid - received)
    assert abs(balance["market_paid"] / cost["market_paid"] - 1) < 1e-6


def test_technologies_sell_at_their_capture_price(english, results):
    table = frame(english, "market_technologies")
    close(table["market_revenue"], table["market_sold"] * table["capture_price"] * 1e-3)  # TWh x CNY/MWh: million CNY
    close(table["capture_rate"], table["capture_price"] / table["base_price"] * 100)
    whole, parts = (table[rows].groupby("technology") for rows in (table.area == "region", table.area != "region"))
    for key in ("market_sold", "market_revenue"):
        close(whole[key].sum(), parts[key].sum())
    sold = whole["market_sold"].sum()
    for kind, of in {"wind": ["wind"], "PV": ["pv", "pv_distributed"], "hydro": ["hydro"]}.items():
        made = results["generation"].sel(technology=[k for k in of if k in results["technology"]]).sum()
        total = sold[kind] + (sold.get("distributed PV", 0.0) if kind == "PV" else 0.0)
        assert 0.9 * float(made) < total * 1e6 <= float(made) * (1 + 1e-9)
    energy = frame(english, "market_fleets").groupby("technology")["energy_revenue"].sum()
    close(whole["market_revenue"].sum()["coal"], energy["coal"])


def test_prices_are_those_of_the_hours(english, results):
    table = frame(english, "market_prices").set_index("area")
    for area in ("Alpha", "Beta"):
        price = results["price"].sel(area=AREAS[area][0])
        close(table.loc[area, ["price_mean", "price_median"]], [price.mean(), price.median()])
        assert table.loc[area, "hours_at_zero"] == int((np.abs(price) < 1e-3).sum())
        close(table.loc[area, "market_load"], results["load"].sel(area=AREAS[area]).sum() * 1e-6)
    paid = frame(english, "market_settlement").set_index("market_party")["market_paid"]
    close(table["load_payment"].sum(), paid["load"])


def test_fleets_and_stores_add_up(english, results):
    fleets = frame(english, "market_fleets").set_index("name")
    close(fleets["mean_capacity"], results["fleet_capacity"].mean("time").sel(fleet=fleets.index.to_list()) * 1e-3)
    earned = fleets[["energy_revenue", "reserve_revenue", "heat_revenue", "rule_revenue"]].sum(axis=1)
    close(fleets["market_margin"], earned - fleets["variable_cost"])
    close(fleets["margin_per_kw"], fleets["market_margin"] / fleets["mean_capacity"] * 1e3)
    coal = fleets[fleets.technology == "coal"]
    close(coal["missing_per_kw"], np.maximum(0.0, coal["fixed_per_kw"] - coal["margin_per_kw"]))
    stores = frame(english, "market_storage").set_index("name")
    earned = stores["discharge_revenue"] - stores["charge_cost"] + stores["reserve_revenue"]
    close(stores["market_margin"], earned - stores["variable_cost"])
    energy = results["discharge"].sum("time").sel(storage=stores.index.to_list())
    close(stores["discharge_revenue"], stores["discharge_price"] * energy * 1e-9)


def test_congestion_and_reserve_are_those_of_the_settlement(english, results):
    settled = frame(english, "market_settlement")
    rents = settled.set_index("market_party")["market_received"].dropna()
    rent = frame(english, "market_congestion").groupby("market_party")["congestion_rent"].sum()
    close(rents[rent.index], rent)
    table = frame(english, "market_reserve")
    zones = table[table.direction != PROVIDED]
    close(zones["reserve_payment"].fillna(0.0), (zones["reserve_needed"] * zones["reserve_price"]).fillna(0.0) * 1e-3)
    close(zones["reserve_payment"].sum(), table[table.direction == PROVIDED]["reserve_payment"].sum())
    close(zones["reserve_needed"].sum(), results["reserve_required"].sum() * 1e-6)


def test_the_penalty_of_curtailment_counts_its_hours(english, results):
    table = frame(english, "market_setters").set_index("name")
    lost = results["curtailment"].sum(["area", "technology"])
    close(table.loc["curtailment", "penalty_energy"], lost.sum() * 1e-6)
    assert table.loc["curtailment", "penalty_hours"] == int((lost > 1e-3).sum())


def test_the_key_week_has_the_flows_of_its_hours(english, results):
    table = frame(english, "week")
    for area, areas in AREAS.items():
        rows = table[table.area == area]
        assert len(rows) == 168
        now = results.sel(time=rows["start"].to_numpy(dtype="datetime64[ns]"), area=areas)
        close(rows["coal"], now["generation"].sel(technology="coal").sum("area") * 1e-3)
        close(rows["load"], now["load"].sum("area") * 1e-3)
        close(rows["curtailment"], now["curtailment"].sum(["area", "technology"]) * 1e-3)
