"""Targets that count generic units and reservoirs against the independent model: section 16 of FORMULATION.md."""

import pyomo.environ as pyo
import pytest
import second_case
import whole_model
from whole_model.tables import Tables
from whole_model.units import feed_in_bounds

import dispatch

# Unknown fuel of coal and gas units is allowed with these kinds; the consumers take more than they must.
TABLES = {
    "units": """unit,area,pocket,dispatcher,settles,technology,capacity [MW],sign [share],minimum [share],maximum [share],cost [CNY/MWh],co2 [t/MWh],energy_least [MWh],committed,extendable,capacity_cost [CNY/MW]
        coal_unit,west,w1,grid,grid,coal,30,1,0,1,260,0.85,,false,false,
        gas_unit,west,w2,grid,grid,gas,20,0.5,0,1,310,0.4,,true,false,
        straw_unit,east,e1,grid,grid,biomass,8,1,0.2,1,240,0.02,,false,false,
        waste_unit,east,e1,grid,north,waste,6,1,0.5,1,120,0.3,,false,false,
        wind_unit,west,w1,grid,grid,wind,25,1,0,0.6,-3,,,false,false,
        far_unit,east,e1,grid,north,wind,15,1,0,0.7,0,,,false,false,
        sun_unit,west,w2,own,works,pv,5,1,0,0.4,0,,,false,false,
        new_unit,west,w2,grid,grid,pv,0,1,0,0.3,0,,,false,true,200
        river_unit,west,w1,grid,grid,hydro,7,1,0,0.8,0,,,false,false,
        smelter,west,w1,grid,grid,other,12,-1,0.3,1,-190,0,,false,false,
        boiler,east,e1,grid,grid,other,9,1,-1,0,-150,0,,false,false,
        dump,west,w2,grid,grid,other,9,-1,0,1,-5,0,40000,false,false,""",
    "reservoirs": """reservoir,area,pocket,dispatcher,settles,technology,content [MWh],discharge [MW],charge [MW],charge_efficiency [share],discharge_efficiency [share],boundary,initial [MWh],co2 [t/MWh],inflow_profile
        lake,west,w1,grid,grid,hydro,300,12,6,0.9,0.9,cyclic,,,
        fuel_store,east,e1,grid,grid,other,200,5,0,1,0.9,start,150,0.6,""",
}
UNITS = {"co2": "Mt", "renewable_obligation": "share"}
KINDS = {
    "new_energy_generation": 1.01,
    "new_energy_over_thermal": 1.01,
    "new_energy_with_biomass_over_thermal": 1.01,
    "new_energy_export": 1.01,
    "renewable_obligation": 1.01,
    "thermal_generation": 0.99,
    "co2": 0.97,
}
"""Kind -> what is required, as a multiple of what the case reaches without the target."""
SCALE = {("load", "energy"): 0.75, ("thermal", "minimum_heating"): 1.2}


@pytest.fixture(scope="module")
def reached(tmp_path_factory):
    """What each kind reaches where none is imposed."""
    rows = "\n".join(f"{kind},{kind},0,{UNITS.get(kind, 'TWh')},2030,{kind},{kind},false" for kind in KINDS)
    targets = "target,kind,required,unit,year,text_zh,text_en,imposed\n" + rows
    path = second_case.write_case(tmp_path_factory.mktemp("free"), scale=SCALE, tables=TABLES | {"targets": targets})
    run = dispatch.run(dispatch.read_case(path, start="2030-01-30", hours=48))
    return {found["id"].partition("@")[0]: found["achieved"] for found in run.summary["targets"]}


@pytest.mark.parametrize("kind", KINDS)
def test_an_imposed_target_with_units_of_every_technology(kind, reached, tmp_path):
    """It binds, costs the same, and is met as the run reports it."""
    label, required = UNITS.get(kind, "TWh"), reached[kind] * KINDS[kind]
    of_year = required if label == "share" else required * 8760 / 48
    path = second_case.write_case(tmp_path, scale=SCALE, target=(kind, of_year, label), tables=TABLES)
    model = whole_model.build(path, 29 * 24, 48)
    pyo.SolverFactory("appsi_highs").solve(model)
    assert [abs(model.dual[row]) > 1e-7 for row in model.Z_target.values()] == [True]
    run = dispatch.run(dispatch.read_case(path, start="2030-01-30", hours=48))
    assert run.record["objective_cny"] == pytest.approx(pyo.value(model.objective) * 1e6, rel=1e-8)
    assert float(run.results["target_achieved"].item()) == pytest.approx(required, rel=1e-6)


def test_the_consumers_of_the_case_only_consume(tmp_path):
    case = Tables(second_case.write_case(tmp_path, tables=TABLES), 29 * 24, 48)
    highest = {row["unit"]: max(feed_in_bounds(case, row)[1]) for row in case.table("units")}
    assert [name for name, high in highest.items() if high <= 0] == ["smelter", "boiler", "dump"]
