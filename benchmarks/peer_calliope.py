"""The same system in Calliope: its own technologies and unit commitment, and mathematics of one's own for the rest.

Calliope's `milp` mathematics has states of units; that they may be fractions is one line each of a user's own mathematics,
which is the way that Calliope offers for all that it does not have: starts and their cost, minimum times, ramps that follow
states, reserves, limits on CO2 and energy.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import calliope
import highspy
import pandas as pd
from peer_case import RESERVE_DOWN, RESERVE_UP, SHORTFALL
from peer_tables import Tables, read

FIRST = "timesteps==get_val_at_index(timesteps=0)"
FLEET = {"foreach": ["nodes", "techs", "timesteps"], "where": "operating_units"}
POWER = "sum(flow_out, over=carriers)"


def word(name: str) -> str:
    """A name as Calliope takes them: no blanks, no hyphens."""
    return re.sub(r"\W", "_", name)


def kind(name: str) -> str:
    """A component's technology: its name without the number of its area."""
    return word(name.rsplit(" ", 1)[0])


def definition(n: Tables) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    """The model as a dictionary, as its YAML would be, and the tables that it names."""
    rows, units = n.generators, n.storage_units
    power = {"carrier_in": "power", "carrier_out": "power"}
    techs: dict[str, Any] = {"demand": {"base_tech": "demand", "carrier_in": "power"}}
    for g in rows.itertuples():
        techs[kind(g.Index)] = {"base_tech": "supply", "carrier_out": "power"}
        if g.committable:
            techs[kind(g.Index)] |= {"cap_method": "integer", "integer_dispatch": True}
        elif g.Index in n.available:
            techs[kind(g.Index)]["source_unit"] = "per_cap"
    for s in units.index:
        techs[kind(s)] = {"base_tech": "storage", "cyclic_storage": True} | power
    for line in n.links.itertuples():
        techs[word(line.Index)] = power | {
            "base_tech": "transmission",
            "link_from": word(line.bus0),
            "link_to": word(line.bus1),
            "one_way": True,
            "flow_cap_min": line.p_nom,
            "flow_cap_max": line.p_nom,
            "flow_out_eff": line.efficiency,
            "cost_flow_in": {"data": line.marginal_cost, "index": "monetary", "dims": "costs"},
        }
    of = {bus: [*rows.index[rows.bus == bus], *units.index[units.bus == bus]] for bus in n.buses}
    nodes = {word(bus): {"techs": {name: {} for name in ["demand", *map(kind, of[bus])]}} for bus in n.buses}
    tables = {"fixed": _fixed(n), "costs": _costs(n), "series": _series(n), "areas": _areas(n)}
    how: dict[str, dict[str, Any]] = {
        "fixed": {"rows": ["nodes", "techs"], "columns": "parameters"},
        "costs": {"rows": ["nodes", "techs"], "columns": "parameters", "add_dims": {"costs": "monetary"}},
        "series": {"rows": "timesteps", "columns": ["nodes", "techs", "parameters"]},
        "areas": {"rows": "timesteps", "columns": ["nodes", "parameters"]},
    }
    data: dict[str, Any] = {"objective_cost_weights": {"data": 1, "index": "monetary", "dims": "costs"}}
    data |= {"co2_max": n.co2} if n.co2 is not None else {}
    model = {
        "config": {"init": {"extra_math": ["milp", "own"]}},
        "data_definitions": data,
        "techs": techs,
        "nodes": nodes,
        "data_tables": {name: {"data": name} | own for name, own in how.items()},
    }
    return model, tables


def _by_place(rows: pd.DataFrame, columns: dict[str, Any]) -> pd.DataFrame:
    index = pd.MultiIndex.from_arrays(
        [rows.bus.map(word), [kind(name) for name in rows.index]], names=["nodes", "techs"]
    )
    table = pd.DataFrame({name: list(values) for name, values in columns.items()}, index=index)
    return table.rename_axis(columns="parameters")


def _fixed(n: Tables) -> pd.DataFrame:
    fleets, units = n.generators[n.generators.committable], n.storage_units
    others = n.generators[~n.generators.committable]
    one = [1] * len(fleets)
    own = {
        "flow_cap_per_unit": fleets.p_nom,
        "purchased_units_min": one,
        "purchased_units_max": one,
        "flow_out_min_relative": fleets.p_min_pu,
        "ramp_up": fleets.ramp_limit_up * fleets.p_nom,
        "ramp_down": fleets.ramp_limit_down * fleets.p_nom,
        "emission_rate": [n.emissions.get(name, 0.0) for name in fleets.index],
    }
    if n.limited:
        own["energy_max"] = [n.limited.get(name, float("nan")) for name in fleets.index]
    content = units.p_nom * units.max_hours
    stores = {
        "flow_cap_min": units.p_nom,
        "flow_cap_max": units.p_nom,
        "storage_cap_min": content,
        "storage_cap_max": content,
        "flow_in_eff": units.efficiency_store,
        "flow_out_eff": units.efficiency_dispatch,
    }
    rest = {"flow_cap_min": others.p_nom, "flow_cap_max": others.p_nom}
    return pd.concat([_by_place(fleets, own), _by_place(units, stores), _by_place(others, rest)])


def _costs(n: Tables) -> pd.DataFrame:
    rows, units = n.generators, n.storage_units
    own = {"cost_flow_out": rows.marginal_cost, "cost_start": rows.start_up_cost, "cost_on": rows.stand_by_cost}
    table = pd.concat([_by_place(rows, own), _by_place(units, {"cost_flow_out": units.marginal_cost})])
    return table.where(table != 0)


def _hours(n: Tables) -> pd.DatetimeIndex:
    return pd.date_range("2030-01-01", periods=n.hours, freq="h", name="timesteps")


def _series(n: Tables) -> pd.DataFrame:
    columns = {(word(bus), "demand", "sink_use_equals"): demand for bus, demand in n.demand.items()}
    for name, share in n.available.items():
        columns[word(n.generators.bus[name]), kind(name), "source_use_max"] = share
    return pd.DataFrame(columns, index=_hours(n)).rename_axis(columns=["nodes", "techs", "parameters"])


def _areas(n: Tables) -> pd.DataFrame:
    shares = {"reserve_up_required": RESERVE_UP, "reserve_down_required": RESERVE_DOWN}
    columns = {(word(bus), name): n.demand[bus] * share for bus in n.buses for name, share in shares.items()}
    return pd.DataFrame(columns, index=_hours(n)).rename_axis(columns=["nodes", "parameters"])


def mathematics(n: Tables, reserves: bool) -> dict[str, Any]:
    """What is added to Calliope's own mathematics, and changed in it."""
    names = ["ramp_up", "ramp_down", "cost_start", "cost_on", "emission_rate", "energy_max", "co2_max"]
    names += ["reserve_up_required", "reserve_down_required"]
    before = "roll(operating_units, timesteps=1)"
    change = f"({POWER} - roll({POWER}, timesteps=1))"
    cost = "timestep_weights * ($cost_export + $cost_flow_out + $cost_flow_in + $cost_commitment)"
    part = "cost_start * unit_starts + cost_on * operating_units"

    def state(first: str, later: str) -> dict[str, Any]:
        return FLEET | {
            "equations": [{"where": FIRST, "expression": first}, {"where": f"NOT {FIRST}", "expression": later}]
        }

    def after(expression: str) -> dict[str, Any]:
        return FLEET | {"where": f"operating_units AND NOT {FIRST}", "equations": [{"expression": expression}]}

    fleets = n.generators[n.generators.committable]
    up, down = (int(fleets[name].iloc[0]) for name in ("min_up_time", "min_down_time"))
    found = {
        "parameters": {name: {"default": float("nan")} for name in names},
        "variables": {
            "purchased_units": {"domain": "real"},
            "operating_units": {"domain": "real", "bounds": {"max": 1}},
            "unit_starts": FLEET | {"where": "integer_dispatch==True", "bounds": {"min": 0, "max": 1}},
            "unit_stops": FLEET | {"where": "integer_dispatch==True", "bounds": {"min": 0, "max": 1}},
        },
        "constraints": {
            "starts": state("unit_starts >= operating_units - 1", f"unit_starts >= operating_units - {before}"),
            "stops": state("unit_stops >= 1 - operating_units", f"unit_stops >= {before} - operating_units"),
            "up_time": _window("unit_starts", up, "operating_units"),
            "down_time": _window("unit_stops", down, "1 - operating_units"),
            "ramps_up": after(f"{change} <= ramp_up * {before} + flow_cap_per_unit * (operating_units - {before})"),
            "ramps_down": after(
                f"0 - {change} <= ramp_down * operating_units + flow_cap_per_unit * ({before} - operating_units)"
            ),
        },
        "global_expressions": {
            "cost_operation_variable": {
                "equations": [{"expression": cost}],
                "sub_expressions": {
                    "cost_commitment": [
                        {"where": "operating_units", "expression": part},
                        {"where": "NOT operating_units", "expression": "0"},
                    ]
                },
            }
        },
    }
    return _with_reserves(found) if reserves else found


def _window(what: str, hours: int, most: str) -> dict[str, Any]:
    """The sum of the last hours; the first ones have fewer before them, and rolls would come round to the end."""
    last = [what, *(f"roll({what}, timesteps={k})" for k in range(1, hours))]
    equations = [
        {"where": f"timesteps==get_val_at_index(timesteps={t})", "expression": f"{' + '.join(last[: t + 1])} <= {most}"}
        for t in range(hours - 1)
    ]
    whole = {"where": f"timesteps>=get_val_at_index(timesteps={hours - 1})"}
    return FLEET | {"equations": [*equations, whole | {"expression": f"{' + '.join(last)} <= {most}"}]}


def _with_reserves(found: dict[str, Any]) -> dict[str, Any]:
    """The reserves of part (b), and its limits over the whole horizon."""
    short = "sum(shortfall_up + shortfall_down, over=[nodes, timesteps])"
    weighted = "sum(sum(cost, over=[nodes, techs]) * objective_cost_weights, over=costs)"
    least = "flow_out_min_relative * flow_cap_per_unit * operating_units"
    rows = {
        "headroom": FLEET
        | {"equations": [{"expression": f"{POWER} + reserve_up <= flow_cap_per_unit * operating_units"}]},
        "footroom": FLEET | {"equations": [{"expression": f"{POWER} - reserve_down >= {least}"}]},
        "energy_limit": {
            "foreach": ["nodes", "techs"],
            "where": "energy_max",
            "equations": [{"expression": "sum(flow_out, over=[carriers, timesteps]) <= energy_max"}],
        },
        "co2_limit": {
            "equations": [
                {"expression": "sum(emission_rate * flow_out, over=[nodes, techs, carriers, timesteps]) <= co2_max"}
            ]
        },
    }
    for way in ("up", "down"):
        needed = {"foreach": ["nodes", "timesteps"], "where": f"reserve_{way}_required"}
        held = f"sum(reserve_{way}, over=techs) + shortfall_{way} == reserve_{way}_required"
        rows[f"reserve_{way}_held"] = needed | {"equations": [{"expression": held}]}
        found["variables"][f"reserve_{way}"] = FLEET | {
            "where": "integer_dispatch==True",
            "bounds": {"min": 0, "max": "flow_cap_per_unit"},
        }
        found["variables"][f"shortfall_{way}"] = needed | {"bounds": {"min": 0, "max": f"reserve_{way}_required"}}
    found["constraints"] |= rows
    found["objectives"] = {
        "min_cost_optimisation": {"equations": [{"expression": f"{weighted} + {SHORTFALL} * {short}"}]}
    }
    return found


def run(task: dict[str, Any], factors: Sequence[float]) -> dict[str, Any]:
    """Read and build once; a sweep changes an input of the model that was built, as its documentation has it."""
    began = time.perf_counter()
    n = read(Path(task["tables"]))
    found, tables = definition(n)
    own = mathematics(n, reserves=task["part"] == "b")
    model = calliope.read_dict(found, math_dict={"own": own}, data_table_dfs=tables)
    read_at = time.perf_counter()
    model.build()
    built = time.perf_counter()
    cost, wind = 0.0, n.generators[n.generators.carrier == "wind"]
    for factor in factors:
        if len(factors) > 1:
            for name in ("flow_cap_min", "flow_cap_max"):
                new = _by_place(wind, {name: wind.p_nom * factor})[name].to_xarray()
                model.backend.update_input(name, new)
        cost += solved(model, task["options"])
    done = time.perf_counter()
    return {"read": read_at - began, "build": built - read_at, "solve": done - built, "cost": cost}


def solved(model: Any, options: dict[str, Any]) -> float:
    """The optimum, by way of an LP file: this version has no way to HiGHS of its own, and Pyomo's do not take its model."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.lp"
        model.backend.to_lp(file)
        solver = highspy.Highs()
        for name, value in options.items():
            solver.setOptionValue(name, value)
        solver.readModel(str(file))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(solver.modelStatusToString(solver.getModelStatus()))
    return float(solver.getObjectiveValue())
