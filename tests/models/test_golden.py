"""One golden LP a constraint: its rows, with the costs and bounds of the columns that they touch.

Each constraint is written from the tiny case that exercises it. After a change that is meant:
``pytest tests/models/test_golden.py --renew``, and read the difference before it is committed.
"""

import ast
import re
from pathlib import Path

import numpy as np
import pytest

from dispatch.app.assemble import build
from dispatch.case import expanding
from dispatch.lp import to_highs

MODELS = Path(__file__).parents[2] / "models"
GOLDEN = Path(__file__).parent / "golden"

COAL = {"fleet": "coal", "capacity": 1000, "fuel_incremental": 0.3, "minimum_other": 0.3, "minimum_heating": 0.4}
CHP = COAL | {"network": "town", "heat_ratio": 0.8, "heat_rise": 0.5, "heat_loss": 0.2, "fuel_heat": 0.05}
ZONE = [{"load_up": 0.05, "vre_up": 0.1, "largest_unit": 30, "load_down": 0.02, "vre_down": 0.1}]
HELD = COAL | {"reserve_up": 0.1, "reserve_down": 0.1}
BATTERY = {
    "asset": "battery",
    "capacity": 100,
    "energy": 400,
    "charge_efficiency": 0.9,
    "discharge_efficiency": 0.8,
    "standing_loss": 0.01,
    "minimum_level": 0.1,
    "reserve": 0.5,
    "reserve_hours": 2,
}
WIND = {"asset": "wind", "capacity": 400, "profile": "wind", "reserve_up": 0.5, "reserve_down": 1}
CSP = {
    "asset": "csp",
    "capacity": 50,
    "profile": "wind",
    "solar_multiple": 2,
    "storage_hours": 6,
    "standing_loss": 0.02,
}
BLOWS = {"wind": [0.5, 0.8]}
EVENT = {"programme": "event", "capability": 40, "cost": 2000, "hours": 1, "calls": 0.5, "call_hours": 4}
MOVE = {"programme": "move", "kind": "shift", "capability": 40, "cost": 100, "window": 2, "payback_loss": 0.1}
GAS = {"asset": "hydrogen", "capacity": 200, "yearly": 9000, "monthly": 700, "minimum": 0.1, "reserve": True}
BANDED = {
    "corridor": "south",
    "capacity": 200,
    "energy": 300,
    "band": 0.2,
    "tolerance": 0.05,
    "change_limit": 0.1,
    "price": 300,
}
TWO = {
    "areas": [{}, {"area": "B"}],
    "pockets": [{}, {"pocket": "q"}, {"pocket": "s", "area": "B"}],
    "lines": [
        {"line": "ab", "from_area": "A", "from_pocket": "q", "to_area": "B", "to_pocket": "s", "loss": 0.02}
        | {"forward": 300, "backward": 200, "cost": 5}
    ],
}
PERIODS = {"commitment": {"period_hours": 1, "minimum_up_hours": 2, "minimum_down_hours": 3}}
UNIT_ROWS = (
    "U2_minimum",
    "U3_maximum",
    "U4_start",
    "U5_stop",
    "U6_minimum_up",
    "U7_minimum_down",
    "U8_ramp_up",
    "U9_ramp_down",
    "U12_before",
    "U13_current",
    "U14_partly_start",
    "U15_partly_stop",
)
UNIT = {
    "unit": "unit",
    "capacity": 400,
    "minimum": 0.4,
    "maximum": 0.95,
    "cost": 30,
    "committed": True,
    "minimum_up": 3,
    "minimum_down": 2,
    "start_cost": 5000,
    "stop_cost": 5000,
    "hourly_cost": 100,
    "ramp_up": 0.3,
    "ramp_down": 0.25,
    "ramp_start": 0.5,
    "ramp_stop": 0.6,
    "output_before": 200,
    "tight": True,
}
LINK = {"link": "tie", "from_area": "A", "from_pocket": "p", "capacity": 300, "minimum": -0.5, "cost": 2}
LAKE = {
    "reservoir": "lake",
    "content": 800,
    "discharge": 100,
    "charge": 60,
    "least": 0.1,
    "charge_efficiency": 0.9,
    "discharge_efficiency": 0.8,
    "standing_loss": 0.01,
    "boundary": "start",
    "initial": 300,
    "inflow_profile": "rain",
    "spill_cost": 1,
    "discharge_cost": 2,
    "charge_cost": 3,
    "content_cost": 0.1,
}
PAID = {"measure": "more", "most": 100, "cost": 1e6, "lifetime": 20, "rate": 0.05}
IMPOSED = {"target": "clean", "kind": "new_energy_over_thermal", "required": 0.1, "imposed": True}

CASES = {
    ("B1_balance",): {"load": [700, 900], "thermal": [COAL | {"own_use": 0.05}], **TWO},
    ("G1_section",): {
        "load": [700, 900],
        "thermal": [COAL | {"pocket": "q"}],
        "sections": [{"section": "cut", "month": m, "forward": 600 + m, "backward": 100} for m in range(1, 13)],
        "section_weights": [
            {"section": "cut", "pocket": "q", "weight": 0.5},
            {"section": "cut", "pocket": "s", "weight": -1},
        ],
        **TWO,
    },
    ("P1_exchange",): {
        "load": [700, 900],
        "thermal": [COAL | {"settles": "works"}],
        "parks": [{"park": "works", "import_limit": 50, "export_limit": 100}],
    },
    ("P2_import",): {
        "load": [700, 900],
        "parks": [{"park": "works", "import_limit": 50, "export_limit": 100, "tariff": 120}],
    },
    ("T1_available", "T11_maintenance"): {
        "load": [700, 900],
        "thermal": [COAL | {"maintenance": 0.01, "forced_outage": 0.1}],
    },
    ("T2_start", "T3_minimum_up", "T4_minimum_down"): {
        "load": [700] * 22 + [700, 900, 800, 400],
        "settings": PERIODS | {"start": "2030-01-31"},
        "start": "2030-01-31 22:00",
        "thermal": [COAL | {"start_fuel": 1, "start_cost": 50}],
        "maintenance": [{"fleet": "coal", "start": "2030-02-01", "end": "2030-02-02", "capacity": 300}],
    },
    ("T5_maximum", "T6_minimum", "T9_heat_limit", "H1_heat_balance"): {
        "load": [700, 900],
        "dispatchers": ZONE,
        "thermal": [CHP | {"reserve_up": 0.9, "reserve_down": 0.9}],
        "heat": [{"network": "town", "peak": 300, "boiler_cost": 200, "profile": "one"}],
    },
    ("T7_ramp_up", "T8_ramp_down"): {
        "load": [700] * 22 + [700, 900, 800, 700],
        "settings": {"commitment": {"period_hours": 24}, "start": "2030-04-15"},
        "start": "2030-04-15 22:00",
        "thermal": [COAL | {"ramp": 0.2}, COAL | {"fleet": "quick", "ramp": 0.65}],
    },
    ("T10_minimum_online", "T12_minimum_share"): {
        "load": [700, 900],
        "thermal": [COAL | {"minimum_online": 0.5}, COAL | {"fleet": "other"}],
        "minimum_online": [{"area": "A", "dispatcher": "d", "month": 1, "online": 600}],
    },
    ("T13_reserve_up", "T14_reserve_down", "Y1_reserve_up", "Y2_reserve_down"): {
        "load": [700, 900],
        "dispatchers": ZONE,
        "thermal": [HELD],
        "shortfall_limits": [
            {"kind": "reserve_shortfall_up", "name": "d", "area": "A", "date": "2030-01-07", "hour": 1, "limit": 20}
        ],
    },
    ("R2_reserve_up", "R3_reserve_down"): {
        "load": [700, 900],
        "series": BLOWS,
        "dispatchers": ZONE,
        "renewables": [WIND, {"asset": "pv", "technology": "pv", "capacity": 100, "profile": "one", "reserve_down": 1}],
    },
    ("C1_heat_store", "C2_power_up", "C3_sustain_up", "C4_reserve_down"): {
        "load": [700, 900],
        "series": BLOWS,
        "dispatchers": ZONE,
        "csp": [CSP | {"reserve_up": 0.3, "reserve_down": 0.4}],
    },
    ("S1_energy_balance", "S2_power_up", "S3_power_down", "S4_sustain_up", "S5_sustain_down", "S6_final_energy"): {
        "load": [700, 900],
        "dispatchers": ZONE,
        "storage": [
            BATTERY,
            BATTERY | {"asset": "hydro", "technology": "pumped_hydro", "boundary": "given", "initial": 0.6},
        ],
    },
    ("L1_load_payback_2h",): {
        "series": {"shape": [0.7, 0.9, 0.8]},
        "loads": [
            {"load": "cars", "energy": 240, "profile": "shape", "shiftable": 0.5, "shift_hours": 2, "shift_cost": 20}
        ],
    },
    ("L1_response_payback_2h", "D6_reserve"): {
        "load": [700, 900, 800],
        "dispatchers": ZONE,
        "demand_response": [MOVE | {"reserve": True}],
    },
    ("D1_hours", "D2_called", "D3_call_hours", "D4_calls", "D5_reserve"): {
        "load": [700, 900],
        "dispatchers": ZONE,
        "demand_response": [EVENT | {"reserve": True}],
    },
    ("E2_yearly", "E3_monthly", "E4_reserve"): {
        "load": [700, 900],
        "dispatchers": ZONE,
        "electrolysers": [GAS],
    },
    ("X1_export", "X3_energy_most", "X3_energy_least", "X4_rise", "X4_fall"): {
        "load": [700, 900, 800],
        "series": {"shape": [1.0, 2.0, 1.5]},
        "corridors": [BANDED, BANDED | {"corridor": "north", "profile": "shape", "day_ahead": True}],
    },
    ("X5_month_most", "X5_month_least"): {
        "load": [700, 900],
        "corridors": [BANDED | {"monthly_tolerance": 0.02}],
    },
    ("X5_month",): {
        "load": [700, 900],
        "corridors": [BANDED | {"monthly_tolerance": 0}],
    },
    ("X3_energy",): {
        "load": [700, 900],
        "corridors": [BANDED | {"tolerance": 0}],
    },
    ("U1_least", "U1_most", "U10_energy_least", "U11_energy_most"): {
        "load": [700, 900],
        "units": [
            {"unit": "new", "minimum": 0.2, "maximum": 0.9, "capacity": 0, "extendable": True, "capacity_cost": 70}
            | {"energy_least": 300, "energy_most": 1200, "cost": 40, "capacity_most": 900}
        ],
    },
    tuple(UNIT_ROWS): {
        "load": [700, 900, 800],
        "units": [UNIT, UNIT | {"unit": "off", "off_before": 1, "output_before": ""}],
    },
    ("U16_reserve_up", "U17_reserve_down"): {
        "load": [700, 900],
        "dispatchers": ZONE,
        "units": [{"unit": "free", "capacity": 300, "minimum": 0.1, "reserve_up": 0.2, "reserve_down": 0.3}],
    },
    ("N2_angle", "N3_least", "N3_most", "N4_ramp_up", "N5_ramp_down"): {
        "load": [700, 900],
        "links": [
            LINK | {"reactance": 0.2, "angle": 0.1, "ramp_up": 0.3, "ramp_down": 0.4},
            LINK | {"link": "other", "extendable": True, "capacity_cost": 5},
        ],
        "link_ends": [{"link": name, "to_area": "B", "to_pocket": "s"} for name in ("tie", "other")],
        **{name: TWO[name] for name in ("areas", "pockets")},
    },
    ("N7_line_angle",): {
        "load": [700, 900],
        **{name: TWO[name] for name in ("areas", "pockets")},
        "lines": [TWO["lines"][0] | {"loss": 0, "reactance": 0.2}],
    },
    ("N6_loss",): {
        "load": [700, 900],
        "links": [LINK | {"minimum": -1}],
        "link_ends": [{"link": "tie", "to_area": "B", "to_pocket": "s", "efficiency": 0.9}],
        **{name: TWO[name] for name in ("areas", "pockets")},
    },
    (
        "V1_content",
        "V2_discharge",
        "V3_charge",
        "V4_content_least",
        "V5_content_most",
        "V6_given_content",
        "V7_given_power",
    ): {
        "load": [700, 900],
        "series": {"rain": [20, 30], "plan": [-1, 250], "power": [1e9, -20]},
        "reservoirs": [
            LAKE | {"given_profile": "plan", "given_power_profile": "power"},
            LAKE | {"reservoir": "pond", "boundary": "cyclic", "extendable": True, "size_cost": 1000, "size_most": 3},
        ],
    },
    ("V8_power_up", "V9_power_down", "V10_sustain_up", "V11_sustain_down"): {
        "load": [700, 900],
        "dispatchers": ZONE,
        "series": {"rain": [20, 30]},
        "reservoirs": [LAKE | {"reserve_up": 0.5, "reserve_down": 0.4, "reserve_hours": 2}],
    },
    ("W1_most", "W2_least", "W3_equal"): {
        "load": [700, 900],
        "series": {"rain": [20, 30]},
        "units": [UNIT],
        "links": [LINK],
        "link_ends": [{"link": "tie", "to_area": "B", "to_pocket": "s"}],
        "reservoirs": [LAKE],
        "limits": [{"limit": sense, "sense": sense, "amount": 500} for sense in ("most", "least", "equal")],
        "limit_terms": [
            {"limit": sense, "table": table, "asset": asset, "factor": 0.9}
            for sense in ("most", "least", "equal")
            for table, asset in (("units", "unit"), ("links", "tie"), ("reservoirs", "lake"))
        ],
        **{name: TWO[name] for name in ("areas", "pockets")},
    },
    ("K1_least_hours", "K2_most_hours"): {
        "load": [700, 900],
        "storage": [BATTERY],
        "measures": [PAID | {"kind": "storage", "extends": "battery", "least_hours": 2, "cost_energy": 3e5}],
    },
    ("K8_in_service",): {
        "load": [700, 900],
        "thermal": [COAL],
        "measures": [
            PAID | {"measure": "frugal", "kind": "efficiency", "extends": "coal", "fuel_saving": 0.01},
            PAID | {"measure": "closed", "kind": "retirement", "extends": "coal", "saved_upkeep": 2e4},
        ],
    },
    ("K3_band_low", "K4_band_high", "K5_capability"): {
        "load": [700, 900, 800],
        "corridors": [{key: value for key, value in BANDED.items() if key != "change_limit"}],
        "measures": [PAID | {"kind": "corridor", "extends": "south"}],
    },
    ("K6_forecast_up", "K7_forecast_down"): {
        "load": [700, 900],
        "series": BLOWS,
        "dispatchers": ZONE,
        "thermal": [HELD],
        "renewables": [WIND],
        "measures": [PAID | {"kind": "wind", "extends": "wind"}],
    },
    ("Z_unitco2", "Z_unitthermal", "Z_unitclean"): {
        "load": [700, 900],
        "series": {"rain": [20, 30]},
        "thermal": [COAL],
        "units": [
            {"unit": "plant", "technology": "coal", "capacity": 400, "cost": 30, "co2": 0.9, "sign": 2},
            {"unit": "breeze", "technology": "wind", "capacity": 200},
            {"unit": "dump", "capacity": 50, "sign": -1, "minimum": 0.1, "co2": 0},
        ],
        "reservoirs": [LAKE | {"technology": "hydro"}],
        "targets": [
            IMPOSED | {"target": f"unit{name}", "kind": kind, "required": 1.0, "unit": unit}
            for name, kind, unit in (
                ("co2", "co2", "Mt"),
                ("thermal", "thermal_generation", "TWh"),
                ("clean", "new_energy_over_thermal", "TWh"),
            )
        ],
    },
    ("Z_co2", "Z_coal", "Z_thermal"): {
        "load": [700, 900],
        "fuels": [{"co2": 2.5}, {"fuel": "gas", "coal": "false", "co2": 1.5}],
        "thermal": [COAL, COAL | {"fleet": "gas", "technology": "gas", "fuel": "gas"}],
        "targets": [
            IMPOSED | {"target": name, "kind": kind, "required": 1.0, "unit": unit}
            for name, kind, unit in (
                ("co2", "co2", "Mt"),
                ("coal", "coal", "Mtce"),
                ("thermal", "thermal_generation", "TWh"),
            )
        ],
    },
    ("Z_clean",): {
        "load": [700, 900],
        "series": BLOWS,
        "thermal": [COAL, COAL | {"fleet": "waste", "technology": "waste"}],
        "renewables": [WIND],
        "targets": [IMPOSED],
    },
}


def rows_of(lp, name):
    """The LP with the rows of one block only, and the columns that they touch."""
    matrix = lp.matrix()
    block = lp.constraints[name].index.ravel()
    rows = block[block >= 0]
    assert rows.size, f"the case has no row of {name}"
    touched = np.unique(matrix.matrix[rows].indices)
    highs = to_highs(matrix, lp)
    for count, kept, delete in (
        (matrix.matrix.shape[0], rows, highs.deleteRows),
        (matrix.matrix.shape[1], touched, highs.deleteCols),
    ):
        gone = np.setdiff1d(np.arange(count), kept).astype(np.int32)
        delete(gone.size, gone)
    highs.changeObjectiveOffset(0.0)
    return highs


@pytest.mark.parametrize(
    ("names", "name"),
    [(names, name) for names in CASES for name in names],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_rows_are_as_written(names, name, tiny, tmp_path, request):
    written = tmp_path / "rows.lp"
    case = tiny(**{"thermal": [COAL]} | CASES[names])
    rows_of(build(expanding(case)), name).writeModel(str(written))
    text = written.read_text(encoding="ascii")
    golden = GOLDEN / f"{name}.lp"
    if request.config.getoption("--renew"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="ascii")
    assert golden.exists(), f"no {golden.name}: write it with --renew, and read it"
    assert text == golden.read_text(encoding="ascii"), f"{name} has changed; if that is meant, --renew"


def patterns_of_code():
    """Names of constraints in models/, those with a part filled in as regular expressions."""
    found = set()
    for path in MODELS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(part.value) if isinstance(part, ast.Constant) else "[^_]+" for part in node.values]
                found.add("".join(parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return {name for name in found if re.fullmatch(r"[A-Z]\d*_[a-z\[][\w+^\]\[]*", name)}


def patterns_of_formulation():
    """Names in bold in FORMULATION.md; a part in angle brackets matches any."""
    text = (MODELS / "FORMULATION.md").read_text(encoding="utf-8")
    names = re.findall(r"\*\*([A-Z]\d*_[^*]+)\*\*", text)
    return {re.sub(r"\\<\w+\\>", "[^_]+", name) for name in names}


@pytest.mark.parametrize("patterns", [patterns_of_code, patterns_of_formulation])
def test_every_constraint_has_a_golden_file_and_back(patterns):
    golden = {name for names in CASES for name in names}
    assert {path.stem for path in GOLDEN.glob("*.lp")} == golden
    known = patterns()
    assert known
    without = {pattern for pattern in known if not any(re.fullmatch(pattern, name) for name in golden)}
    unknown = {name for name in golden if not any(re.fullmatch(pattern, name) for pattern in known)}
    assert (without, unknown) == (set(), set())
