"""A case of generic components: of each table of section 17 rows that use its columns, and that bind.

Half a day is solved of a horizon of one and a half, so that yearly amounts hold in part.
"""

import csv
from pathlib import Path

import numpy as np

HORIZON, FIRST_DAY, HOURS = 36, "2030-01-02", 12
FIRST = 24
FREE = 1e9
PLACES = {"p": "plain", "q": "plain", "h": "hills", "s": "shore", "f": "fuel"}
"""Area of each pocket."""

# Units of columns in headings; a column that is not here has names, or a share.
HEADINGS = {
    **dict.fromkeys(("capacity", "output_before", "capacity_least", "capacity_most", "discharge", "charge"), "MW"),
    **dict.fromkeys(("energy", "energy_least", "energy_most", "content", "initial", "amount"), "MWh"),
    **dict.fromkeys(("cost", "discharge_cost", "charge_cost", "content_cost", "spill_cost"), "CNY/MWh"),
    **dict.fromkeys(("start_cost", "stop_cost", "hourly_cost", "size_cost"), "CNY"),
    **dict.fromkeys(("minimum_up", "minimum_down", "on_before", "off_before", "reserve_hours"), "h"),
    **dict.fromkeys(("minimum", "maximum", "sign", "efficiency", "factor", "least", "most"), "share"),
    **dict.fromkeys(("ramp_start", "ramp_stop", "reserve_up", "reserve_down", "size_least", "size_most"), "share"),
    **dict.fromkeys(("charge_efficiency", "discharge_efficiency", "standing_loss"), "share"),
    **dict.fromkeys(("ramp_up", "ramp_down"), "1/h"),
    **dict.fromkeys(("import_limit", "export_limit", "forward", "backward", "largest_unit", "largest_load"), "MW"),
    **dict.fromkeys(("load_up", "load_down", "vre_up", "vre_down", "loss"), "%"),
    "capacity_cost": "CNY/MW",
    "reactance": "rad/GW",
    "angle": "rad",
    "tariff": "CNY/MWh",
}

COMMITTED = {"committed": "true", "minimum": 0.4}
CHOSEN = {"extendable": "true", "capacity": 0}
UNITS = [
    # Committed: with all ramps and the rows of the relaxation; off before; on before without a known output; never on.
    {"unit": "steam", "pocket": "p", "capacity": 80, "cost_profile": "cheap", "start_cost": 3000, "stop_cost": 500}
    | {"hourly_cost": 300, "minimum_up": 4, "minimum_down": 3, "on_before": 2, "output_before": 38, "tight": "true"}
    | {"ramp_up": 0.12, "ramp_down": 0.15, "ramp_start": 0.5, "ramp_stop": 0.45, "reserve_up": 0.1}
    | {"reserve_down": 0.05} | COMMITTED,
    {"unit": "boiler", "pocket": "h", "capacity": 50, "cost": 3, "start_cost_profile": "start", "minimum_down": 4}
    | {"off_before": 1, "ramp_up_profile": "ramp", "ramp_down_profile": "ramp", "ramp_start": 0.6, "minimum_up": 3}
    | {"stop_cost_profile": "start", "hourly_cost_profile": "hourly", "tight": "true", "maximum_profile": "most"}
    | COMMITTED,
    {"unit": "engine", "pocket": "s", "capacity": 40, "cost": 31, "start_cost": 400, "ramp_stop": 0.5, "tight": "true"}
    | {"minimum_profile": "least", "committed": "true", "minimum_up": 2, "minimum_down": 2},
    {"unit": "peaker", "pocket": "p", "capacity": 30, "cost": 45, "start_cost": 200, "on_before": 0, "ramp_up": 0.5}
    | {"reserve_up": 0.2} | COMMITTED,
    {"unit": "pump", "pocket": "h", "capacity": 20, "cost": 5, "minimum": -0.8, "maximum": -0.3, "committed": "true"}
    | {"on_before": 5, "minimum_up": 8, "start_cost": 10},
    {"unit": "ordered", "pocket": "s", "capacity": 30, "cost": 50, "given_profile": "given", "start_cost": 100}
    | {"off_before": 2, "hourly_cost": 250, "ramp_start": 0.35, "ramp_stop": 0.45, "ramp_down": 0.3, "tight": "true"}
    | COMMITTED | {"minimum": 0.2},
    # Not committed: ramps, energies, reserve, given output, more than its capacity; power that is taken.
    {"unit": "steady", "pocket": "q", "capacity": 60, "cost": 22, "ramp_up": 0.1, "ramp_down": 0.08, "output_before": 9},
    {"unit": "stiff", "pocket": "h", "capacity": 25, "cost": 20, "ramp_down_profile": "ramp", "minimum": 0.1}
    | {"maximum_profile": "most"},
    {"unit": "surge", "pocket": "s", "capacity": 12, "cost": 18, "minimum": -0.9, "maximum": 1.4, "ramp_start": 0.5}
    | {"ramp_stop": 0.3, "output_before": -5},
    {"unit": "river", "pocket": "q", "capacity": 30, "energy_most": 390, "cost": 2},
    {"unit": "waste", "pocket": "h", "capacity": 15, "energy_least": 250, "cost": 70},
    {"unit": "held", "pocket": "p", "capacity": 35, "cost": 26, "reserve_up": 0.5, "reserve_down": 0.5, "minimum": 0.2},
    {"unit": "spinning", "pocket": "h", "capacity": 30, "cost": 290, "reserve_down": 0.3, "minimum": 0.1},
    {"unit": "plan", "pocket": "s", "capacity": 30, "cost": 60, "given_profile": "given", "sign": 0.9},
    {"unit": "bid", "pocket": "s", "capacity": 20, "cost_profile": "bid", "sign": -1.2, "maximum_profile": "most"},
    {"unit": "works", "pocket": "p", "settles": "works", "capacity": 14, "cost": 48},
    {"unit": "well", "pocket": "f", "capacity": "inf", "cost": 9},
    *({"unit": f"dear_{g}", "pocket": g, "capacity": "inf", "cost": 300} for g in "phs"),
    {"unit": "sink", "pocket": "f", "capacity": "inf", "minimum": -1, "maximum": 0, "cost": -4},
    # Chosen capacity: at its cost, least and most.
    {"unit": "new", "pocket": "p", "capacity_cost": 210, "cost": 14, "minimum": 0.2, "maximum_profile": "most"}
    | {"ramp_up": 0.2, "ramp_down": 0.2, "output_before": 4} | CHOSEN,
    {"unit": "forced", "pocket": "h", "capacity_least": 12, "capacity_cost": 900, "cost": 390, "minimum": 0.3} | CHOSEN,
    {"unit": "small", "pocket": "s", "capacity_most": 8, "capacity_cost": 60, "cost": 19, "minimum": -0.5} | CHOSEN,
    {"unit": "chosen", "pocket": "h", "capacity_most": 300, "capacity_cost": 350, "cost_profile": "cheap"}
    | {"maximum_profile": "most"} | CHOSEN,
    {"unit": "return", "pocket": "s", "capacity_least": 6, "capacity_cost": 20, "cost_profile": "bid", "minimum": -1}
    | {"maximum": -0.1} | CHOSEN,
]  # fmt: skip
LINKS = [
    # Flows that follow angles, one with a shift, one without a limit, one of chosen capacity; a second part.
    {"link": "ph", "from_pocket": "p", "capacity": 30, "minimum": -1, "reactance": 0.3},
    {"link": "hs", "from_pocket": "h", "capacity": "inf", "minimum": -1, "reactance": 0.5, "angle": 0.004, "cost": 1},
    {"link": "sp", "from_pocket": "s", "capacity_cost": 30, "minimum": -1, "reactance": 0.2, "capacity_most": 40} | CHOSEN,
    {"link": "qf", "from_pocket": "q", "capacity": 4, "minimum": -1, "reactance": 0.2},
    # From fuel: power and heat at once; an end that takes; ramps; given flow; no limit.
    {"link": "cogeneration", "from_pocket": "f", "capacity": 60, "cost_profile": "cheap", "ramp_up_profile": "ramp"}
    | {"ramp_down_profile": "ramp", "maximum_profile": "most"},
    {"link": "turbine", "from_pocket": "f", "capacity_cost": 100, "minimum": 0.3, "ramp_up": 0.1, "ramp_down": 0.1}
    | {"capacity_least": 10, "output_before": 3} | CHOSEN,
    {"link": "duty", "from_pocket": "p", "capacity_least": 4, "minimum_profile": "least", "cost": 40} | CHOSEN,
    {"link": "stiff", "from_pocket": "f", "capacity": 40, "ramp_up": 0.15, "ramp_down": 0.12, "output_before": 12},
    {"link": "wire", "from_pocket": "q", "capacity_cost": 320, "capacity_most": 90, "minimum": -0.4} | CHOSEN,
    {"link": "heat_pump", "from_pocket": "h", "capacity": 9, "cost": 2, "minimum_profile": "least"},
    {"link": "agreed", "from_pocket": "p", "capacity": 30, "given_profile": "given"},
    {"link": "open", "from_pocket": "h", "capacity": "inf", "cost": 6, "ramp_up": 0.1},
]  # fmt: skip
LINK_ENDS = [
    *({"link": n, "to_pocket": n[1]} for n in ("ph", "hs", "sp", "qf")),
    {"link": "cogeneration", "to_pocket": "p", "efficiency_profile": "efficiency"},
    {"link": "cogeneration", "to_pocket": "h", "efficiency": 0.3},
    {"link": "turbine", "to_pocket": "s", "efficiency": 0.45},
    {"link": "stiff", "to_pocket": "q", "efficiency": 0.5},
    {"link": "wire", "to_pocket": "h", "efficiency": 0.97},
    {"link": "duty", "to_pocket": "q", "efficiency": 0.6},
    {"link": "heat_pump", "to_pocket": "s", "efficiency": 2.5},
    {"link": "heat_pump", "to_pocket": "p", "efficiency": -0.4},
    {"link": "agreed", "to_pocket": "s", "efficiency": 0.97},
    {"link": "open", "to_pocket": "s", "efficiency_profile": "efficiency"},
]
RESERVOIRS = [
    {"reservoir": "lake", "pocket": "h", "content": 120, "discharge": 22, "charge": 0, "inflow_profile": "inflow"}
    | {"boundary": "start", "initial": 70, "most_profile": "most", "least": 0.2, "spill_cost": 1.5}
    | {"reserve_up": 0.6, "reserve_down": 0.8, "reserve_hours": 2}
    | {"discharge_efficiency": 0.9, "standing_loss": 0.01},
    {"reservoir": "cell", "pocket": "p", "content": 40, "charge_efficiency_profile": "shaken", "charge_cost": 1}
    | {"discharge_efficiency_profile": "shaken", "standing_loss_profile": "loss", "discharge_profile": "most"}
    | {"discharge": 15, "charge": 12, "charge_profile": "most", "discharge_cost_profile": "moving"}
    | {"reserve_up": 0.3, "reserve_down": 0.4, "reserve_hours": 12},
    {"reservoir": "pile", "pocket": "s", "content": 8, "discharge": 1.5, "charge": 1.2, "size_cost": 150, "least": 0.15}
    | {"size_most": 40, "extendable": "true", "charge_efficiency": 0.93, "content_cost_profile": "moving"}
    | {"charge_cost_profile": "moving", "most_profile": "most"},
    {"reservoir": "vessel", "pocket": "q", "content": 12, "size_cost": 900, "size_least": 1.5, "extendable": "true"}
    | {"least": -0.4, "boundary": "start", "initial": 3, "charge_cost": 0.5, "content_cost_profile": "moving"},
    {"reservoir": "basin", "pocket": "h", "content": 4, "discharge": 1, "charge": 0.8, "size_cost": 40, "least": 0.1}
    | {"size_most": 90, "extendable": "true", "discharge_cost_profile": "moving", "content_cost": 0.1},
    {"reservoir": "cavern", "pocket": "f", "content": "inf", "boundary": "start", "initial": 200, "content_cost": 0.2}
    | {"standing_loss": -0.02, "charge_efficiency": 0.98},
    {"reservoir": "debt", "pocket": "h", "content": 30, "least": -0.5, "sign": 0.8, "discharge_cost": 3}
    | {"spill_cost_profile": "moving", "inflow_profile": "swing", "charge": 6, "discharge": 9},
    {"reservoir": "kept", "pocket": "s", "content": 50, "given_profile": "kept", "content_cost_profile": "moving"}
    | {"charge_cost": 0.2},
    {
        "reservoir": "prescribed",
        "pocket": "p",
        "content": 60,
        "given_power_profile": "prescribed",
        "charge_efficiency": 0.9,
    }
    | {"content_cost_profile": "moving"},
    {"reservoir": "fed", "pocket": "p", "content": 60, "given_charge_profile": "fed", "boundary": "start"}
    | {"content_cost": 0.4},
    {"reservoir": "drawn", "pocket": "s", "content": 60, "given_discharge_profile": "fed", "least_profile": "least"}
    | {"content_cost": 0.7, "charge_cost_profile": "loss"},
    {"reservoir": "tower", "pocket": "p", "settles": "works", "content": 9, "sign": 1.1, "standing_loss": 0.01},
]
LIMITS = [
    {"limit": "co2", "sense": "most", "amount": 2100},
    {"limit": "own", "sense": "least", "amount": 330},
    {"limit": "contract", "sense": "equal", "amount": 260},
    {"limit": "built", "sense": "most", "quantity": "capacity", "amount": 43},
    {"limit": "stored", "sense": "least", "quantity": "capacity", "amount": 5.4},
    {"limit": "balanced", "sense": "equal", "quantity": "capacity", "amount": 18},
]
LIMIT_TERMS = [
    {"limit": "co2", "table": "units", "asset": "steam", "factor": 0, "factor_profile": "factor"},
    {"limit": "co2", "table": "units", "asset": "boiler", "factor": 1.1},
    {"limit": "co2", "table": "links", "asset": "stiff", "factor": 0.4},
    {"limit": "co2", "table": "reservoirs", "asset": "cavern", "factor": 0.3},
    {"limit": "own", "table": "reservoirs", "asset": "lake", "factor": 1},
    {"limit": "own", "table": "units", "asset": "held", "factor": 1},
    {"limit": "contract", "table": "links", "asset": "heat_pump", "factor": 0, "factor_profile": "factor"},
    {"limit": "contract", "table": "units", "asset": "engine", "factor": -0.5},
    {"limit": "contract", "table": "units", "asset": "river", "factor": 0.8},
    {"limit": "built", "table": "units", "asset": "new", "factor": 1},
    {"limit": "built", "table": "links", "asset": "turbine", "factor": 1.5},
    {"limit": "built", "table": "units", "asset": "steam", "factor": 0.1},
    {"limit": "stored", "table": "reservoirs", "asset": "pile", "factor": 2},
    {"limit": "stored", "table": "reservoirs", "asset": "cell", "factor": 1},
    {"limit": "balanced", "table": "units", "asset": "return", "factor": 1},
    {"limit": "balanced", "table": "links", "asset": "sp", "factor": 0.5},
]
TABLES: dict[str, list[dict]] = {
    "areas": [{"area": a, "name_zh": a, "name_en": a} for a in dict.fromkeys(PLACES.values())],
    "pockets": [{"pocket": pocket} for pocket in PLACES],
    "load": [
        {"load": f"load_{g}", "pocket": g, "basis": "supply", "energy": energy, "profile": f"load_{g}", "firm": "true"}
        for g, energy in (("p", 4800), ("h", 3300), ("s", 2500))
    ],
    "dispatchers": [{"dispatcher": "grid", "area": "plain", "load_up": 4, "largest_unit": 12, "load_down": 2}]
    + [{"dispatcher": "grid", "area": "hills", "load_down": 3}]
    + [{"dispatcher": "grid", "area": area} for area in ("shore", "fuel")],
    "lines": [
        {"line": "tie", "from_pocket": "q", "to_pocket": "s", "forward": 4, "backward": 2, "loss": 3, "cost": 2},
        # In the loop of the links ph, hs and sp.
        {"line": "ps", "from_pocket": "p", "to_pocket": "s", "forward": 12, "backward": 12, "reactance": 0.9},
    ],
    "units": UNITS,
    "links": LINKS,
    "link_ends": LINK_ENDS,
    "reservoirs": RESERVOIRS,
    "limits": LIMITS,
    "limit_terms": LIMIT_TERMS,
}
WEIGHTED = '[weights]\ncost = "of_cost"\nenergy = "of_energy"\ncontent = "of_content"\n'
"""Hours that are samples: such a case has generic components and firm loads only."""
AMONG_OTHERS: dict[str, list[dict]] = {
    "parks": [{"park": "works", "area": "plain", "import_limit": 5, "export_limit": 3, "tariff": 20}],
    "sections": [{"section": "out", "month": k, "forward": 45, "backward": 10} for k in range(1, 13)],
    "section_weights": [{"section": "out", "pocket": "q", "weight": 1}],
    "capacity": [{"asset": "wind", "unit": 1, "capacity": 55}],
    "renewables": [
        {"asset": "wind", "pocket": "q", "technology": "wind", "profile": "most", "own_use": 0.02, "order": 1}
    ],
    "load": [
        *(TABLES["load"][k] | {"firm": firm} for k, firm in enumerate(("false", "true", "true"))),
        TABLES["load"][0] | {"load": "more", "energy": 200, "firm": "false"},
        TABLES["load"][0] | {"load": "works", "energy": 500, "settles": "works"},
    ],
}
"""Wind, a park, a section, and load that may be shed: what is lost has a price then."""


def write_case(folder: Path, weighted: bool, scale: float = 1.0) -> Path:
    """Write the case to `folder`. weighted: whether hours are samples, else generic components stand among others;
    scale: a factor on the loads."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (TABLES if weighted else TABLES | AMONG_OTHERS).items():
        write_table(folder / f"{name}.csv", [placed(name, row, weighted, scale) for row in rows])
    write_series(folder / "series.csv")
    (folder / "case.toml").write_text(
        f"""title = "Small case of generic components"
start = 2030-01-01
hours = {HORIZON}
series = "series.csv"
[prices]
curtailment = 5
lost_load = 2000
reserve_shortfall_up = 700
reserve_shortfall_down = 450
source = "guess: made for a test"
{WEIGHTED if weighted else ""}""",
        encoding="utf-8",
    )
    return folder


def placed(table: str, row: dict, weighted: bool, scale: float) -> dict:
    """A row with its area and its dispatcher, which follow from its pocket."""
    row = {**row, "source": "guess: made for a test"}
    for pocket, area in (("pocket", "area"), ("from_pocket", "from_area"), ("to_pocket", "to_area")):
        if pocket in row and table != "section_weights":
            row[area] = PLACES[row[pocket]]
    if table in ("units", "reservoirs", "load", "renewables"):
        row["dispatcher"] = "grid"
    if table == "load":
        row["energy"] *= scale
    if weighted:
        row.pop("settles", None)  # a park counts each hour as one
    return row


def write_table(path: Path, rows: list[dict]) -> None:
    unit = HEADINGS if path.stem != "renewables" else HEADINGS | {"own_use": "share"}
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([f"{column} [{unit[column]}]" if column in unit else column for column in columns])
        writer.writerows([row.get(column, "") for column in columns] for row in rows)


def write_series(path: Path) -> None:
    """Noise in every hour, which keeps optima from being degenerate; some hours of what is given are free."""
    noise = np.random.default_rng(11)
    hour = np.arange(HORIZON)

    def within(low: float, high: float) -> np.ndarray:
        return noise.uniform(low, high, HORIZON)

    series = {f"load_{g}": 1 + 0.35 * np.sin(hour / 2 + k) + within(0, 0.3) for k, g in enumerate("phs")}
    series |= {
        "cheap": within(10, 26),
        "start": within(200, 900),
        "hourly": within(20, 90),
        "ramp": np.where(hour % 3 == 1, -1, within(0.1, 0.25)),
        "most": within(0.55, 1),
        "least": within(0.1, 0.3),
        "given": np.where(hour % 3 == 0, FREE, within(14, 16)),
        "bid": -within(20, 70),
        "efficiency": within(0.35, 0.5),
        "shaken": within(0.88, 0.97),
        "loss": within(0, 0.02),
        "moving": within(0, 2),
        "inflow": within(2, 25),
        "swing": within(-3, 4),
        "kept": np.where(hour % 4 == 2, within(10, 40), -1),
        "prescribed": np.where(hour % 4 == 1, within(-8, 8), FREE),
        "fed": np.where(hour % 5 == 1, within(2, 6), FREE),
        "factor": within(0.7, 1.1),
        "of_cost": within(1, 4),
        "of_energy": within(1, 4),
        "of_content": within(1, 3),
    }
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["time", *series])
        for t in hour.tolist():
            stamp = f"2030-01-{1 + t // 24:02} {t % 24:02}:00"
            writer.writerow([stamp, *(repr(round(float(values[t]), 6)) for values in series.values())])
