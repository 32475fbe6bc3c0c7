"""A small good case with a row in every table, written as a planner writes it, and what to do to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from dispatch.case import Case, read_case
from dispatch.errors import CaseError, Fault

MONTHS = range(1, 13)
TABLES = {
    "areas": """\
area,name_zh,name_en,grid,source
蒙西,蒙西,"Mengxi, west",mengxi,P
蒙东,蒙东,Mengdong,mengdong,P
""",
    "pockets": """\
pocket,area,source
呼包,蒙西,guess
乌兰察布,蒙西,guess
通辽,蒙东,guess
""",
    "sections": "section,month,forward [MW],backward [MW],source\n"
    + "".join(f"呼包送出,{month},900,900,guess\n" for month in MONTHS),
    "section_weights": """\
section,pocket,weight,source
呼包送出,呼包,1,guess
""",
    "dispatchers": """\
dispatcher,area,load_up [share],vre_up [share],largest_unit [MW],load_down [share],source
mengxi,蒙西,0.03,0.05,600,0.02,F
mengdong,蒙东,0.03,0.05,0,0.02,F
""",
    "parks": """\
park,area,import_limit [MW],export_limit [MW],source
园区,蒙西,50,0,guess
""",
    "corridors": """\
corridor,area,pocket,receiver,capacity [MW],loss [share],profile,energy_low [MWh],energy_mid [MWh],energy_high [MWh],new,source
锡泰直流,蒙东,通辽,江苏,300,0.02,flat,1000,2000,3000,true,E
""",
    "lines": """\
line,from_area,from_pocket,to_area,to_pocket,forward [MW],backward [MW],loss [share],source
联络线,蒙西,呼包,蒙东,通辽,100,100,0.02,guess
""",
    "capacity": """\
asset,unit,capacity [万千瓦],energy [MWh],commissioned,retired,source
煤电,1,60,,2010-05,2045-01,F
煤电,2,60,,2012-05,,F
热电,1,30,,2010-01,,F
风电,1,100,,2028-01,,E
光伏,1,50,,,,E
光热,1,5,,,,E
抽蓄,1,20,1600,,,E
制氢,1,10,,,,guess
""",
    "fuels": """\
fuel,price [CNY/tce],co2 [t/tce],coal,source
动力煤,800,2.66,是,F
""",
    "thermal": """\
fleet,area,pocket,dispatcher,technology,network,flexible,unit_size [MW],minimum_heating [share],minimum_other [share],\
ramp [1/h],own_use [%],forced_outage [share],fuel,fuel_no_load [tce/MW/h],fuel_incremental [gce/kWh],heat_ratio [share],heat_rise [share],\
heat_loss [share],maintenance [days],source
煤电,蒙西,呼包,mengxi,coal,,true,600,0.4,0.35,0.6,6,0.05,动力煤,0.03,280,,,,,F
热电,蒙东,通辽,mengdong,coal,通辽热网,false,300,0.5,0.5,0.6,7,0.05,动力煤,0.03,290,0.6,0.2,0.15,0.3,F
""",
    "maintenance": """\
fleet,start,end,capacity [MW],source
煤电,2030-01-07,2030-01-08,600,guess
""",
    "minimum_online": """\
area,dispatcher,month,online [MW],source
蒙西,mengxi,1,300,guess
""",
    "heat": """\
network,area,profile,peak [MW],boiler_cost [CNY/MWh],source
通辽热网,蒙东,heat,100,300,guess
""",
    "renewables": """\
asset,area,pocket,dispatcher,technology,profile,order,source
风电,蒙西,乌兰察布,mengxi,wind,wind,1,E
光伏,蒙西,呼包,mengxi,pv,sun,1,E
""",
    "capacity_credits": f"""\
profile,month,{",".join(f"h{hour:02} [share]" for hour in range(24))},source
wind,1,{",".join(["0.05"] * 24)},calc
""",
    "csp": """\
asset,area,pocket,dispatcher,profile,solar_multiple [share],storage_hours [h],source
光热,蒙西,呼包,mengxi,sun,2,8,E
""",
    "storage": """\
asset,area,pocket,dispatcher,technology,charge_efficiency [%],discharge_efficiency [share],source
抽蓄,蒙西,呼包,mengxi,pumped_hydro,87,0.86,E
""",
    "load": """\
load,area,pocket,dispatcher,settles,basis,energy [亿千瓦时],profile,own_use [share],source
西部负荷,蒙西,呼包,mengxi,grid,generation,0.18,flat,0.05,F
园区负荷,蒙西,呼包,mengxi,园区,supply,0.001,flat,,F
东部负荷,蒙东,通辽,mengdong,grid,supply,0.06,flat,,F
""",
    "shortfall_limits": """\
kind,name,settles,area,date,hour,limit [MW],source
unserved,呼包,园区,,2030-01-07,18,1,calc
undelivered,锡泰直流,,,2030-01-07,3,5,calc
reserve_shortfall_up,mengxi,,蒙西,2030-01-07,3,5,calc
""",
    "demand_response": """\
programme,area,pocket,dispatcher,kind,capability [MW],cost [CNY/MWh],source
削峰,蒙西,呼包,mengxi,shed,50,2000,guess
""",
    "electrolysers": """\
asset,area,pocket,dispatcher,use [MWh/t],yearly [t],monthly [t],source
制氢,蒙西,呼包,mengxi,52,20,1,guess
""",
    "targets": """\
target,kind,required,unit,year,text_zh,text_en,imposed,source
装机,new_energy_capacity,200,GW,2030,新能源装机,"wind, solar",false,P
绿电,corridor_renewable_share,0.5,share,2030,通道绿电,share,true,P
非化石,nonfossil_share,25,%,2030,非化石,share,false,P
消纳,renewable_obligation,,share,2030,消纳责任,"obligation, ""none"" yet",false,P
""",
    "measures": """\
measure,kind,extends,most [MW],least_hours [h],most_hours [h],minimum_other [share],cost [CNY/kW],lifetime,rate [%],source
新增风电,wind,风电,500,,,,4500,20,6,guess
改造,retrofit,热电,200,,,0.3,120,15,6,guess
新增储能,storage,抽蓄,300,4,8,,6000,40,6,guess
新增通道,corridor,锡泰直流,100,,,,3000,30,6,guess
""",
    "units": """\
unit,area,pocket,dispatcher,technology,capacity [MW],minimum [share],cost [CNY/MWh],committed,start_cost [CNY],source
启停机组,蒙西,呼包,mengxi,gas,100,0.3,300,true,5000,guess
""",
    "links": """\
link,from_area,from_pocket,capacity [MW],source
换流,蒙西,呼包,50,guess
""",
    "link_ends": """\
link,to_area,to_pocket,efficiency [share],source
换流,蒙东,通辽,0.98,guess
""",
    "reservoirs": """\
reservoir,area,pocket,dispatcher,technology,content [MWh],discharge [MW],inflow_profile,source
水库,蒙东,通辽,mengdong,hydro,400,80,,guess
""",
    "limits": """\
limit,sense,amount [MWh],source
co2,most,100000,guess
""",
    "limit_terms": """\
limit,table,asset,factor [share],source
co2,units,启停机组,0.4,guess
""",
}
TOML = """\
title = "小算例"
start = 2030-01-07
hours = 24
series = "series.csv"

[commitment]
period_hours = 24

[prices]
lost_load = 20000
reserve_shortfall_up = 5000
reserve_shortfall_down = 5000
undelivered_export = 8000
co2 = 60
source = "guess"

[primary_energy]
other_coal = 60
other_fossil = 30
other_nonfossil = 5
conversion = 300
source = "calc"
"""
SERIES = "time,flat,wind,sun,heat\n" + "".join(
    f"2030-01-07 {hour:02d}:00,1,{0.2 + 0.02 * hour:.2f},{0.5 if 8 < hour < 17 else 0},0.8\n" for hour in range(24)
)


@dataclass(frozen=True)
class Folder:
    """A case folder under test."""

    path: Path

    def write(self, file: str, content: str | bytes) -> Folder:
        """Write a file as it is given."""
        raw = content.encode() if isinstance(content, str) else content
        (self.path / file).write_bytes(raw)
        return self

    def text(self, file: str) -> str:
        """What a file holds."""
        return (self.path / file).read_bytes().decode()

    def edit(self, file: str, old: str, new: str) -> Folder:
        """Put ``new`` where ``old`` stands, which must be in one place only."""
        text = self.text(file)
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {file}"
        return self.write(file, text.replace(old, new))

    def remove(self, file: str) -> Folder:
        """Delete a file."""
        (self.path / file).unlink()
        return self

    def read(self, *settings: str, start: str | None = None, hours: int | None = None) -> Case:
        """The case."""
        return read_case(self.path, settings, start, hours)

    def faults(self, *settings: str, start: str | None = None, hours: int | None = None) -> Sequence[Fault]:
        """The faults; fails where there is none."""
        with pytest.raises(CaseError) as caught:
            self.read(*settings, start=start, hours=hours)
        assert caught.value.exit_code == 2
        return caught.value.faults

    def child(self, name: str, toml: str, **tables: str) -> Folder:
        """A case beside this one, with this case.toml and these tables."""
        folder = Folder(self.path.parent / name)
        folder.path.mkdir()
        folder.write("case.toml", toml)
        for table, content in tables.items():
            folder.write(f"{table}.csv", content)
        return folder


def write_good(path: Path) -> Folder:
    """The good case, written to a new folder."""
    path.mkdir()
    folder = Folder(path).write("case.toml", TOML).write("series.csv", SERIES)
    for name, text in TABLES.items():
        folder.write(f"{name}.csv", text)
    return folder


@pytest.fixture
def good(tmp_path: Path) -> Folder:
    """The good case, in a folder of its own."""
    return write_good(tmp_path / "good")
