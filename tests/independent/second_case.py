"""A small case in which every component stands and binds: two areas, three pockets, a year of series.

Windows of it are meant to go over 1 February, when units come and go, limits change and a heating season ends.
"""

import csv
import io
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np

HOURS = 8760  # 2030
SOURCE = "guess: made for a test"

# One text a table: the first line is the heading; `source` and the columns of names are added to each.
TABLES = {
    "areas": """area,name_zh,name_en,grid,heating_start,heating_end
        west,西,West,one,10-15,04-15
        east,东,East,two,11-01,01-31""",
    "pockets": """pocket,area
        w1,west
        w2,west
        e1,east""",
    "section_weights": """section,pocket,weight
        west_out,w2,1
        west_out,e1,-0.25""",
    "dispatchers": """dispatcher,area,load_up [%],vre_up [%],largest_unit [MW],load_down [%],vre_down [%],largest_load [MW]
        grid,west,4,14,45,3,4,30
        grid,east,5,18,20,2,10,9
        own,west,0,0,0,0,0,0""",
    "parks": """park,area,import_limit [MW],export_limit [MW],tariff [CNY/MWh]
        works,west,14,9,25""",
    "corridors": """corridor,area,pocket,receiver,capacity [MW],loss [%],profile,energy_low [MWh],energy_mid [MWh],energy_high [MWh],band [%],tolerance [%],monthly_tolerance [%],change_limit [1/h],day_ahead,price [CNY/MWh],renewable_share [share],green_share [%]
        south,west,w2,south,125,3,contract,438000,690000,876000,0,0,100,1,false,0,0,
        north,east,e1,north,90,2,contract,219000,328000,438000,30,4,100,0.1,false,230,0.4,
        spur,east,e1,north,2,1,contract,4000,7300,9000,25,0,100,1,false,210,0,25
        stub,east,e1,north,2,1,contract,4000,7300,9000,25,100,0,1,false,210,0,25
        siding,east,e1,north,2,1,contract,4000,7300,9000,25,100,2,1,true,210,0,25
        late,east,e1,north,2,1,late,4000,7300,9000,25,100,100,1,false,210,0,25""",
    "lines": """line,from_area,from_pocket,to_area,to_pocket,forward [MW],backward [MW],loss [%],cost [CNY/MWh]
        tie,west,w1,east,e1,60,35,3,4""",
    "capacity": """asset,unit,capacity [MW],energy [MWh],commissioned,retired
        steam,1,150,,,
        steam,2,100,,,2030-02
        steam,3,60,,2030-02,
        cogeneration,1,180,,,
        cogeneration,2,20,,2030-02,
        works_coal,1,40,,,
        lignite,1,160,,,
        gas,1,90,,,
        straw,1,20,,,
        wind_a,1,160,,,
        wind_a,2,60,,2030-02,
        pv_a,1,110,,,
        wind_b,1,200,,,
        wind_b2,1,40,,,
        roof,1,30,,,
        wind_north,1,70,,,
        wind_east,1,120,,,
        river,1,40,,,
        tower,1,50,,,
        pumped,1,50,260,,
        pumped,2,20,160,2030-02,
        battery,1,40,90,,
        battery,2,10,30,,2030-02
        works_battery,1,6,18,,
        hydrogen,1,45,,,""",
    "fuels": """fuel,price [CNY/tce],co2 [t/tce],coal,primary
        coal,780,2.6,true,true
        lignite,520,2.9,true,true
        gas,2100,1.6,false,false
        pipe_gas,1700,1.64,false,true
        straw,600,0,false,true""",
    "thermal": """fleet,area,pocket,dispatcher,settles,technology,network,unit_size [MW],minimum_heating [%],minimum_other [%],ramp [1/h],own_use [%],forced_outage [%],fuel,fuel_no_load [tce/MW/h],fuel_incremental [tce/MWh],fuel_heat [tce/MWh],start_fuel [tce/MW],start_cost [CNY/MW],variable_cost [CNY/MWh],reserve_up [%],reserve_down [%],heat_ratio [share],heat_rise [share],heat_loss [share],maintenance [days],maintenance_limit [share],minimum_online [share]
        steam,west,w1,grid,grid,coal,,50,48,40,0.12,6,5,coal,0.03,0.26,0,0.4,60,3,12,10,0,0,0,0,0.3,0.2
        cogeneration,west,w1,grid,grid,coal,city,60,52,45,0.2,7,4,coal,0.035,0.24,0.06,0.5,80,2,10,9,0.9,0.12,0.18,44,0.4,0
        works_coal,west,w2,own,works,coal,,20,50,45,0.25,8,3,coal,0.03,0.27,0,0.3,50,1,10,10,0,0,0,0,0.3,0
        lignite,east,e1,grid,grid,coal,,80,45,55,0.15,7,6,lignite,0.04,0.27,0,0.6,90,4,14,14,0,0,0,70,0.2,0.4
        gas,east,e1,grid,grid,gas,,30,20,30,0.7,2,2,gas,0.01,0.19,0,0.05,20,2,75,75,0,0,0,0,0.3,0
        straw,east,e1,grid,grid,biomass,,10,30,30,0.5,9,3,straw,0.02,0.3,0,0.2,10,1,0,0,0,0,0,0,0.3,0""",
    "maintenance": """fleet,start,end,capacity [MW]
        steam,2030-01-30,2030-01-31,50
        gas,2030-02-03,2030-02-03,25""",
    "minimum_online": """area,dispatcher,month,online [MW]
        west,grid,1,150
        west,grid,2,205
        east,grid,2,88""",
    "heat": """network,area,profile,peak [MW],boiler_cost [CNY/MWh],boiler_fuel,boiler_efficiency [%],boiler_capacity [MW]
        city,west,heat,150,30,pipe_gas,91,95""",
    "renewables": """asset,area,pocket,dispatcher,settles,technology,profile,own_use [%],order,reserve_up [%],reserve_down [%]
        wind_a,west,w1,grid,grid,wind,wind_1,2,1,60,50
        pv_a,west,w1,grid,grid,pv,sun,1,1,20,30
        wind_b,west,w2,grid,grid,wind,wind_2,2,1,40,30
        wind_b2,west,w2,grid,grid,wind,wind_1,2,2,50,40
        roof,west,w2,own,works,pv_distributed,sun,0,1,0,0
        wind_north,east,e1,grid,north,wind,wind_3,3,1,50,35
        wind_east,east,e1,grid,grid,wind,wind_3,3,2,50,35
        river,east,e1,grid,grid,hydro,water,1,3,30,20""",
    "csp": """asset,area,pocket,dispatcher,settles,profile,solar_multiple [share],storage_hours [h],own_use [%],standing_loss [1/h],reserve_up [%],reserve_down [%]
        tower,west,w2,grid,grid,sun,2.2,8,8,0.004,40,30""",
    "storage": """asset,area,pocket,dispatcher,settles,technology,charge_efficiency [%],discharge_efficiency [%],standing_loss [1/h],boundary,initial [share],minimum_level [share],cost [CNY/MWh],reserve [share],reserve_hours [h],availability [%]
        pumped,west,w1,grid,grid,pumped_hydro,88,90,0.0005,cyclic,0.5,0.1,2,0.9,2,95
        battery,east,e1,grid,grid,battery,95,94,0.001,given,0.6,0.05,8,1,1.5,100
        works_battery,west,w2,own,works,battery,95,95,0,cyclic,0.5,0,5,0.5,1,90""",
    "load": """load,area,pocket,dispatcher,settles,basis,energy [MWh],profile,own_use [%],shiftable [share],shift_hours [h],shift_cost [CNY/MWh]
        city_load,west,w1,grid,grid,generation,2044000,load_1,6,0,24,0
        plain,west,w2,grid,grid,supply,511000,load_2,0,0.08,24,15
        works_load,west,w2,own,works,supply,347000,flat,0,0.05,12,30
        east_load,east,e1,grid,grid,consumption,1058000,load_2,3,0,24,0""",
    "demand_response": """programme,area,pocket,dispatcher,kind,capability [MW],cost [CNY/MWh],hours [h],calls,call_hours [h],window [h],payback_loss [share],reserve
        shed_short,west,w1,grid,shed,18,420,400,110,3,24,0,true
        shed_long,east,e1,grid,shed,10,380,1100,366,24,24,0,false
        shift,east,e1,grid,shift,12,60,8760,366,24,8,0.1,true""",
    "electrolysers": """asset,area,pocket,dispatcher,settles,use [MWh/t],yearly [t],monthly [t],minimum [share],reserve
        hydrogen,east,e1,grid,grid,52,4000,330,0.2,true""",
    "targets": """target,kind,required,unit,year,text_zh,text_en,imposed
        capacity,new_energy_capacity,0.3,GW,2030,新能源装机,new energy,false""",
}

TARGETS = """target,kind,required,unit,year,text_zh,text_en,imposed
        {kind},{kind},{required},{unit},2030,{kind},{kind},true"""


def with_cells(text: str, column: str, cells: dict[str, str]) -> str:
    """A table with other cells in a column, which may be new, by the first cell of the row."""
    heading, *lines = [line.strip().split(",") for line in text.splitlines()]
    if column not in heading:
        heading, lines = [*heading, column], [[*line, ""] for line in lines]
    assert set(cells) <= {line[0] for line in lines}
    for line in lines:
        line[heading.index(column)] = cells.get(line[0], line[heading.index(column)])
    return "\n".join(",".join(line) for line in [heading, *lines])


def with_pools() -> dict[str, str]:
    """Tables for outages that are levelled: several pools an area, some of several fleets, and a short heating season.

    West: cogeneration has a network; steam and the coal of the park are alike. East: gas takes more than lignite, which
    is before it in the table. Coal that retired counts in two pools. What the table `maintenance` gives is of a fleet that has no other outage.
    """
    days = {"steam": "40", "works_coal": "40", "lignite": "65", "gas": "120"}
    thermal = with_cells(TABLES["thermal"], "maintenance [days]", days)
    thermal = with_cells(thermal, "outage_plan_retired [MW]", {"works_coal": "30", "lignite": "45"})
    return {
        "thermal": with_cells(thermal, "maintenance_limit [share]", {"gas": "0.329", "lignite": "0.1782"}),
        "maintenance": TABLES["maintenance"].splitlines()[0] + "\nstraw,2030-02-03,2030-02-03,8",
        "areas": with_cells(TABLES["areas"], "heating_end", {"west": "02-06"}),
        "renewables": with_cells(TABLES["renewables"], "outage_plan", {"wind_north": "false", "river": "false"}),
    }


def with_credits() -> dict[str, str]:
    """Tables of ``with_pools`` with credits of two profiles, one of them in some months only."""
    rows = [("wind_3", month, [0.02 * month + 0.001 * h for h in range(24)]) for month in (2, 4, 11)]
    rows += [("sun", month, [0.01 * max(0, 6 - abs(h - 12)) for h in range(24)]) for month in range(1, 13)]
    heading = ",".join(["profile", "month", *(f"h{h:02} [share]" for h in range(24))])
    lines = [",".join([name, str(month), *(f"{value:.4f}" for value in credit)]) for name, month, credit in rows]
    return with_pools() | {"capacity_credits": "\n".join([heading, *lines])}


def write_case(
    folder: Path,
    commitment: tuple[int, int, int] = (24, 72, 48),
    export_level: str = "mid",
    scale: dict[tuple[str, str], float] | None = None,
    target: tuple[str, float, str] | None = None,
    tables: dict[str, str] | None = None,
    maintenance: str | None = None,
    outages: str = "outage_free = []",
) -> Path:
    """Write the case to `folder`.

    commitment: period, minimum up and minimum down time [h]; scale: factors on a numeric column, by (table, column);
    target: kind, number and unit of an imposed target; tables: texts in place of those of TABLES, or beside them;
    maintenance: how outages are planned, where it is not left to the default; outages: keys of [commitment] that say when
    there are none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = TABLES | (tables or {})
    if target is not None:
        kind, required, unit = target
        tables["targets"] = TARGETS.format(kind=kind, required=required, unit=unit)
    for name, text in tables.items():
        write_table(folder / f"{name}.csv", text, {c: f for (table, c), f in (scale or {}).items() if table == name})
    limits = [f"west_out,{month},{40 if month == 1 else 55},{70 if month == 1 else 60}" for month in range(1, 13)]
    write_table(folder / "sections.csv", "\n".join(["section,month,forward [MW],backward [MW]", *limits]), {})
    (folder / "series.csv").write_text(series(), encoding="utf-8", newline="")
    period, up, down = commitment
    planned = "" if maintenance is None else f"maintenance = {json.dumps(maintenance)}\n"
    (folder / "case.toml").write_text(
        f"""title = "Small case with every component"
year = 2030
series = "series.csv"
export_level = {json.dumps(export_level)}
[commitment]
period_hours = {period}
minimum_up_hours = {up}
minimum_down_hours = {down}
{planned}{outages}
[prices]
curtailment = 12
lost_load = 9000
reserve_shortfall_up = 700
reserve_shortfall_down = 450
undelivered_export = 1500
co2 = 15
source = "guess: made for a test"
[tie_break]
curtailment = 0.02
grade = 0.01
[primary_energy]
other_coal = 0.15
other_fossil = 0.2
other_nonfossil = 0.04
conversion = 300
source = "guess: made for a test"
""",
        encoding="utf-8",
    )
    return folder


def write_table(path: Path, text: str, factors: dict[str, float]) -> None:
    heading, *lines = [line.strip().split(",") for line in text.splitlines()]
    factor = [factors.get(column.partition(" [")[0], 1.0) for column in heading]
    unknown = set(factors) - {column.partition(" [")[0] for column in heading}
    assert not unknown, f"no column {unknown} in {path.name}"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*heading, "source"])
        for line in lines:
            cells = [repr(float(cell) * f) if f != 1.0 and cell else cell for cell, f in zip(line, factor, strict=True)]
            writer.writerow([*cells, SOURCE])


@cache
def series() -> str:
    """A year of smooth days and nights with noise; the noise keeps optima from being degenerate."""
    noise = np.random.default_rng(7)
    hour = np.arange(HOURS)
    day = np.cos(2 * np.pi * (hour % 24 - 13) / 24)
    slow = np.cumsum(noise.normal(0, 0.12, (3, HOURS)), axis=1)

    def shaken(values: np.ndarray, width: float) -> np.ndarray:
        return values * (1 + width * noise.uniform(-1, 1, HOURS))

    series = {
        "load_1": shaken(1 + 0.18 * day, 0.05),
        "load_2": shaken(1 + 0.25 * np.cos(2 * np.pi * (hour % 24 - 19) / 24), 0.08),
        "flat": shaken(np.ones(HOURS), 0.02),
        "contract": shaken(np.where((hour % 24 >= 8) & (hour % 24 < 22), 1.0, 0.6), 0.02),
        "wind_1": np.clip(0.4 + 0.3 * np.sin(slow[0] * 3), 0, 1),
        "wind_2": np.clip(0.4 + 0.35 * np.sin(slow[1] * 3 + 1), 0, 1),
        "wind_3": np.clip(0.45 + 0.4 * np.sin(slow[2] * 3 + 2), 0, 1),
        "sun": shaken(np.clip(day, 0, 1), 0.3).clip(0, 1),
        "water": shaken(np.full(HOURS, 0.5), 0.1),
        "heat": shaken(0.75 - 0.15 * day, 0.05),
    }
    series["late"] = series["contract"] * (hour >= 31 * 24)  # a corridor that is commissioned in February
    stamps: Iterable[np.datetime64] = np.datetime64("2030-01-01T00") + hour.astype("timedelta64[h]")
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["time", *series])
    for t, stamp in enumerate(stamps):
        writer.writerow([str(stamp).replace("T", " ") + ":00", *(repr(round(float(v[t]), 6)) for v in series.values())])
    return file.getvalue()
