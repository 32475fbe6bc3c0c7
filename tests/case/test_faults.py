"""What bad input gets: one slip in the good case, one fault, with its place, its rule and its remedy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
import pytest

from dispatch.errors import CaseError
from dispatch.messages import Lang

if TYPE_CHECKING:
    from .conftest import Folder


class Slip(NamedTuple):
    """``old`` becomes ``new`` in ``file``: a fault at this row and column, with these words (patterns), and so many
    ``others`` that follow from it; it is found in ``file`` too, or in ``where``."""

    file: str
    old: str
    new: str
    row: int
    column: str
    rule: str
    remedy: str
    others: int = 0
    where: str = ""


# fmt: off
CELLS = {
    "NaN": Slip("capacity.csv", "风电,1,100", "风电,1,NaN", 5, "capacity", "not a number", "Give the number.*gross capacity"),
    "failed formula": Slip("capacity.csv", "风电,1,100", "风电,1,#DIV/0!", 5, "capacity", "not a number", "failed cell"),
    "infinity": Slip("capacity.csv", "风电,1,100", "风电,1,inf", 5, "capacity", "not a number", "Give the number"),
    "overflow": Slip("capacity.csv", "风电,1,100", "风电,1,1e999", 5, "capacity", "too large", "exponent"),
    "thousands": Slip("capacity.csv", "风电,1,100", '风电,1,"1,234"', 5, "capacity", "not a number", "separators of thousands: 1234"),
    "thousands, full width": Slip("capacity.csv", "风电,1,100", "风电,1,1，234", 5, "capacity", "not a number", "thousands: 1234"),
    "underscore": Slip("capacity.csv", "风电,1,100", "风电,1,1_000", 5, "capacity", "not a number", "Give the number"),
    "full-width digits": Slip("capacity.csv", "风电,1,100", "风电,1,１００", 5, "capacity", "not a number", "half-width digits: 100"),
    "decimal comma": Slip("storage.csv", "0.86", '"0,86"', 2, "discharge_efficiency", "not a number", "as a point: 0.86"),
    "unit in the cell": Slip("capacity.csv", "风电,1,100", "风电,1,100万千瓦", 5, "capacity", "not a number", "Write 100 alone.*heading"),
    "hexadecimal": Slip("capacity.csv", "风电,1,100", "风电,1,0x64", 5, "capacity", "not a number", "Give the number"),
    "negative capacity": Slip("capacity.csv", "风电,1,100", "风电,1,-100", 5, "capacity", r"-1000 is outside the range 0….*\[MW\]", "capacity is"),
    "kW for MW": Slip("capacity.csv", "风电,1,100", "风电,1,1e9", 5, "capacity", "outside the range", "capacity is"),
    "per cent": Slip("storage.csv", "0.86", "86%", 2, "discharge_efficiency", "not a number", r"Write 0.86, or head the column discharge_efficiency \[%\]"),
    "per cent for a share": Slip("storage.csv", "0.86", "86", 2, "discharge_efficiency", "outside the range 0.3…1", "write 0.86"),
    "efficiency above 1": Slip("storage.csv", "0.86", "1.2", 2, "discharge_efficiency", "outside the range 0.3…1", "discharging"),
    "efficiency 0": Slip("storage.csv", "0.86", "0", 2, "discharge_efficiency", "outside the range 0.3…1", "discharging"),
    "efficiency in the other unit": Slip("storage.csv", "87,", "187,", 2, "charge_efficiency", "1.87 is outside the range", "charging"),
    "own use of 6 in share": Slip("load.csv", "0.05", "5", 2, "own_use", "outside the range 0…0.5", "write 0.05"),
    "value missing": Slip("storage.csv", "0.86", "", 2, "discharge_efficiency", "a value is missing", "discharging"),
    "key missing": Slip("fuels.csv", "动力煤", "", 2, "fuel", "a value is missing", "fuel is: name"),
    "whole number": Slip("renewables.csv", "wind,wind,1", "wind,wind,1.5", 2, "order", "not a whole number", "order of curtailment"),
    "order 0": Slip("renewables.csv", "wind,wind,1", "wind,wind,0", 2, "order", "outside the range 1…9", "order of curtailment"),
    "flag": Slip("fuels.csv", "是", "yep", 2, "coal", "neither true nor false", "Write true or false"),
    "choice": Slip("renewables.csv", "mengxi,wind", "mengxi,windd", 2, "technology", "not one of wind, pv", "Did you mean wind"),
    "month 13": Slip("capacity.csv", "2045-01", "2045-13", 2, "retired", "not a month written as 2030-07", "month 01 to 12"),
    "month as a date": Slip("capacity.csv", "2045-01", "2045/1", 2, "retired", "not a month", "Write it as 2045-01"),
    "month, full width": Slip("capacity.csv", "2045-01", "２０４５-01", 2, "retired", "not a month", "Write it as 2045-01"),
    "year 0": Slip("capacity.csv", "2045-01", "0000-01", 2, "retired", "no such day", "Correct"),
    "month 13 of a section": Slip("minimum_online.csv", "mengxi,1", "mengxi,13", 2, "month", "outside the range 1…12", "month"),
    "30 February": Slip("maintenance.csv", "2030-01-08", "2030-02-30", 2, "end", "no such day in the calendar", "Correct"),
    "date of a spreadsheet": Slip("maintenance.csv", "2030-01-08", "2030/1/8", 2, "end", "not a date written as", "Write it as 2030-01-08"),
    "season": Slip("areas.csv", "蒙东,蒙东,Mengdong,mengdong,P", "蒙东,蒙东,Mengdong,,,P", 3, "", "the row has 6 fields, the heading 5", "quote a text"),
    "bracket in a name": Slip("fuels.csv", "动力煤", "动力煤[1]", 2, "fuel", "a name has no '\\['", "Leave out brackets"),
    "path as a name": Slip("parks.csv", "园区", "../园区", 2, "park", "a name has no '/'", "Leave out"),
    "invisible character": Slip("fuels.csv", "动力煤", "动力\u200b煤", 2, "fuel", r"U\+200B \(zero width space\)", "Type the name again"),
    "very long name": Slip("fuels.csv", "动力煤", "煤" * 101, 2, "fuel", "a name of 101 characters", "at most 100"),
    "commissioned after": Slip("capacity.csv", "2045-01", "2010-05", 2, "retired", "retires before it is commissioned", "Correct"),
    "storage without energy": Slip("capacity.csv", "20,1600", "20,", 8, "energy", "both power and energy", "content in MWh"),
    "energy without power": Slip("capacity.csv", "20,1600", "0,1600", 8, "energy", "both power and energy", "content"),
    "energy of a wind farm": Slip("capacity.csv", "风电,1,100,", "风电,1,100,5", 5, "energy", "only a storage has energy", "empty"),
    "CHP region empty": Slip("thermal.csv", "0.6,0.2,0.15", "0.6,0.9,0.15", 3, "minimum_heating", "minimum 1.04 is above its maximum 0.91", "Lower it", 1),
    "retrofit of gas": Slip("thermal.csv", "mengxi,coal,,true", "mengxi,gas,,true", 2, "flexible", "only coal", "Leave it empty"),
    "maintenance twice": Slip("maintenance.csv", "煤电,2030-01-07,2030-01-08,600", "热电,2030-01-07,2030-01-08,60", 3, "maintenance", "maintenance.csv gives its outages", "Set it to 0", 1, where="thermal.csv"),
    "maintenance backwards": Slip("maintenance.csv", "2030-01-08", "2030-01-06", 2, "end", "ends before it starts", "Correct"),
    "maintenance of too much": Slip("maintenance.csv", "600", "1201", 2, "capacity", "whole fleet has 1200 MW", "Lower it"),
    "band without price": Slip("corridors.csv", ",energy_high [MWh],new,source\n锡泰直流,蒙东,通辽,江苏,300,0.02,flat,1000,2000,3000,true,E", ",energy_high [MWh],band [%],source\n锡泰直流,蒙东,通辽,江苏,300,0.02,flat,1000,2000,3000,5,E", 2, "price", "a band needs a price", "Give the income"),
    "levels out of order": Slip("corridors.csv", "1000,2000,3000", "2500,2000,3000", 2, "energy_mid", "not in order", "Correct"),
    "corridor above capability": Slip("corridors.csv", "1000,2000,3000", "1000,7500,8000", 2, "capacity", "peaks at 312 MW, above the capability", "Lower energy_mid"),
    "monthly hydrogen": Slip("electrolysers.csv", "20,1,", "20,700,", 2, "monthly", "22.58 t in the 0.0323 months of the horizon are more than yearly", "raise yearly"),
    "hydrogen beyond capacity": Slip("electrolysers.csv", "52,20,", "52,2000000,", 2, "yearly", "more than its 100 MW take", "Lower it"),
    "maintenance longer than the horizon": Slip("thermal.csv", "0.15,0.3,F", "0.15,0.31,F", 3, "maintenance", "maintenance_limit of 0.3, a horizon of 1 days holds 0.3", "Set it to 0.3 or less, or raise"),
    "line with a reactance and a loss": Slip("lines.csv", "loss [share],source\n联络线,蒙西,呼包,蒙东,通辽,100,100,0.02,guess", "loss [share],reactance [rad/GW],source\n联络线,蒙西,呼包,蒙东,通辽,100,100,0.02,0.1,guess", 2, "loss", "has no loss", "Set the loss to 0"),
    "line inside an area": Slip("lines.csv", "蒙东,通辽,100", "蒙西,乌兰察布,100", 2, "to_area", "between two areas", "section"),
    "own use at the supply level": Slip("load.csv", "0.001,flat,", "0.001,flat,0.05", 3, "own_use", "net of own use already", "Set it to 0"),
    "target in another unit": Slip("targets.csv", "200,GW", "20000,%", 2, "unit", "measured in GW", "Convert"),
    "unknown unit of a target": Slip("targets.csv", "200,GW", "20000,万千瓦", 2, "unit", "not one of GW", "Choices are"),
    "share above 1": Slip("targets.csv", "0.5,share", "50,share", 3, "required", "more than the whole", "up to 1"),
    "negative target": Slip("targets.csv", "0.5,share", "-1,share", 3, "required", "outside the range 0…", "required value"),
    "imposed of another year": Slip("targets.csv", "0.5,share,2030", "0.5,share,2025", 3, "imposed", "not tested in a case of 2030", "give it the year 2030"),
    "imposed without a number": Slip("targets.csv", "0.5,share", ",share", 3, "imposed", "needs a number", "Give required"),
    "imposed capacity": Slip("targets.csv", '"wind, solar",false', "x,true", 2, "imposed", "no dispatch can change", "evaluated anyway"),
}
NAMES = {
    "unknown area": Slip("csp.csv", "光热,蒙西", "光热,蒙茜", 2, "area", "areas.csv has no such name|the pocket is in area", "It has: 蒙西, 蒙东|Correct area"),
    "unknown pocket": Slip("csp.csv", "呼包", "呼包2", 2, "pocket", "pockets.csv has no such name", "Did you mean 呼包"),
    "longitude without latitude": Slip("pockets.csv", "pocket,area,source\n呼包,蒙西,guess\n乌兰察布,蒙西,guess\n通辽,蒙东,guess", "pocket,area,longitude [°],latitude [degree],source\n呼包,蒙西,110,40,guess\n乌兰察布,蒙西,,,guess\n通辽,蒙东,122,,guess", 4, "latitude", "longitude or latitude is missing", "Give both"),
    "longitude out of range": Slip("areas.csv", "area,name_zh,name_en,grid,source\n蒙西,蒙西,\"Mengxi, west\",mengxi,P\n蒙东,蒙东,Mengdong,mengdong,P", "area,name_zh,name_en,grid,longitude [degree],latitude [degree],source\n蒙西,蒙西,\"Mengxi, west\",mengxi,1116,40,P\n蒙东,蒙东,Mengdong,mengdong,,,P", 2, "longitude", "outside the range -180…180", "longitude of the load centre"),
    "pocket of another area": Slip("csp.csv", "呼包", "通辽", 2, "pocket", "the pocket is in area 蒙东, not 蒙西", "Correct area or pocket"),
    "unknown dispatcher": Slip("csp.csv", "mengxi", "menxi", 2, "dispatcher", "no such dispatcher in area 蒙西", "Did you mean mengxi"),
    "dispatcher elsewhere": Slip("csp.csv", "mengxi", "mengdong", 2, "dispatcher", "no such dispatcher in area 蒙西", "in 蒙西 are: mengxi"),
    "limit on no place": Slip("shortfall_limits.csv", "呼包,园区", "呼包2,园区", 2, "name", "no load of this pocket", "It has: 呼包"),
    "limit on no corridor": Slip("shortfall_limits.csv", "锡泰直流", "锡泰", 3, "name", "no such corridor", "Did you mean 锡泰直流"),
    "limit on reserve elsewhere": Slip("shortfall_limits.csv", "up,mengxi,,蒙西", "up,mengdong,,蒙西", 4, "name", "no such dispatcher in area 蒙西", "It has: mengxi"),
    "unknown fuel": Slip("fuels.csv", "动力煤", "动力煤炭", 2, "fuel", "fuels.csv has no such name", "动力煤炭", 1, where="thermal.csv"),
    "unknown network": Slip("heat.csv", "通辽热网", "通辽热力", 3, "network", "no such network", "Correct the name", where="thermal.csv"),
    "unknown park": Slip("load.csv", "grid,supply", "gird,supply", 4, "settles", "no such park or corridor", "Did you mean grid"),
    "park of another area": Slip("load.csv", "mengdong,grid", "mengdong,园区", 4, "settles", "园区 is in area 蒙西", "Correct"),
    "park called grid": Slip("parks.csv", "园区", "grid", 2, "park", "grid is what settles", "Rename", 1),
    "asset without capacity": Slip("capacity.csv", "风电,1", "风,1", 5, "asset", "none of thermal.*has such an asset", "There are", 1),
    "unknown series": Slip("renewables.csv", "pv,sun", "pv,sum", 3, "profile", "there is no such series", "Did you mean sun"),
    "section without weight": Slip("section_weights.csv", "呼包送出,呼包,1,guess\n", "", 2, "section", "no pocket of it", "weight", where="sections.csv"),
    "section with a missing month": Slip("sections.csv", "呼包送出,7,900,900,guess\n", "", 2, "month", "no limit in month 7", "every month"),
    "measure of nothing": Slip("measures.csv", "wind,风电", "wind,风", 2, "extends", "renewables.csv has no such name", "It has: 风电, 光伏"),
    "measure of another kind": Slip("measures.csv", "wind,风电", "wind,光伏", 2, "extends", "光伏 is of technology pv", "Name one that is wind"),
    "measure above the last order": Slip("renewables.csv", "wind,wind,1", "wind,wind,9", 2, "extends", "curtailed in order 10, and there is none above 9", "Lower the order", where="measures.csv"),
    "measure named as an asset": Slip("measures.csv", "新增风电", "光热", 2, "measure", "csp.csv has an asset of this name", "Rename"),
    "retrofit of a fleet with outages": Slip("measures.csv", "retrofit,热电", "retrofit,煤电", 3, "extends", "maintenance.csv gives outages", "Split the fleet"),
    "hours of storage the wrong way round": Slip("measures.csv", ",4,8,", ",9,8,", 4, "least_hours", "more than most_hours, 8", "Correct"),
    "key twice": Slip("minimum_online.csv", "guess\n", "guess\n蒙西,mengxi,01,5,guess\n", 3, "area", "same area, dispatcher, month as row 2", "Keep one"),
}
HEADINGS = {
    "misspelt column": Slip("capacity.csv", "capacity [", "capasity [", 1, "capasity [万千瓦]", "no such column", "Did you mean capacity"),
    "unknown unit": Slip("capacity.csv", "[万千瓦]", "[万千万]", 1, "capacity [万千万]", "unit 万千万 is unknown", r"Write the heading as capacity \[万千瓦\], if that is its unit.*Units known are: MW"),
    "unit of another kind": Slip("capacity.csv", "[万千瓦]", "[MWh]", 1, "capacity [MWh]", "unit MWh is unknown", "MW, kW, GW, 万千瓦"),
    "no unit": Slip("capacity.csv", "capacity [万千瓦]", "capacity", 1, "capacity", "does not say the unit", r"capacity \[MW\]"),
    "empty unit": Slip("capacity.csv", "[万千瓦]", "[]", 1, "capacity []", "does not say the unit", r"capacity \[MW\]"),
    "unit of a text": Slip("fuels.csv", "fuel,", "fuel [t],", 1, "fuel [t]", "the column has no unit", "Write the heading as fuel"),
    "column twice": Slip("fuels.csv", "co2 [t/tce]", "price [CNY/tce]", 1, "price", "appears twice", "Keep one"),
    "column missing": Slip("storage.csv", ",source\n抽蓄,蒙西,呼包,mengxi,pumped_hydro,87,0.86,E", "\n抽蓄,蒙西,呼包,mengxi,pumped_hydro,87,0.86", 1, "source", "heading lacks the column, and 1 row needs it", "where the row comes from"),
    "empty heading": Slip("fuels.csv", ",source", ",source,", 1, "", "field 6 of the heading is empty", "delete it"),
    "semicolons": Slip("fuels.csv", "fuel,price [CNY/tce],co2 [t/tce],coal,source", "fuel;price [CNY/tce];co2 [t/tce];coal;source", 1, "", "separated by semicolons", "commas"),
    "no heading": Slip("fuels.csv", "fuel,price [CNY/tce],co2 [t/tce],coal,source\n", "", 1, "", "no heading of this table", "fuel, price"),
    "short row": Slip("fuels.csv", ",是,F", ",是", 2, "", "the row has 4 fields, the heading 5", "Give every column"),
    "long row": Slip("fuels.csv", ",是,F", ",是,F,more", 2, "", "the row has 6 fields, the heading 5", "quote a text"),
    "open quote": Slip("fuels.csv", "动力煤", '"动力煤', 2, "", "not CSV", "quotes"),
    "text after a quote": Slip("fuels.csv", "动力煤", '"动力"煤', 2, "", "not CSV", "quotes"),
}
SERIES = {
    "missing hour": Slip("series.csv", "2030-01-07 03:00,1,0.26,0,0.8\n", "", 0, "time", "the hour is missing", "all 24 hours"),
    "doubled hour": Slip("series.csv", "04:00,", "03:00,", 6, "time", "appears more than once", "daylight saving", 1),
    "foreign hour": Slip("series.csv", "2030-01-07 23:00", "2030-01-08 00:00", 25, "time", "not in the horizon", "2030-01-07 00:00:00 to", 1),
    "hour 24": Slip("series.csv", "2030-01-07 23:00", "2030-01-07 24:00", 25, "time", "no such hour", "00:00 to 23:00"),
    "time of a spreadsheet": Slip("series.csv", "2030-01-07 03:00", "2030/1/7 3:00", 5, "time", "not a time", "Write it as 2030-01-07 03:00"),
    "zone": Slip("series.csv", "2030-01-07 03:00", "2030-01-07 03:00+08:00", 5, "time", "names a zone", "leave the zone out"),
    "Z": Slip("series.csv", "2030-01-07 03:00", "2030-01-07T03:00Z", 5, "time", "names a zone", "leave the zone out"),
    "empty hour": Slip("series.csv", "03:00,1,0.26", "03:00,1,", 5, "wind", "not a number", "Give the number"),
    "NaN in a series": Slip("series.csv", "03:00,1,0.26", "03:00,1,nan", 5, "wind", "not a number", "Give the number"),
    "negative wind": Slip("series.csv", "03:00,1,0.26", "03:00,1,-0.26", 5, "wind", "from 0 to 1e.09 at 2030-01-07 03:00", "Give every hour"),
    "overflow in a series": Slip("series.csv", "03:00,1,0.26", "03:00,1e308,0.26", 5, "flat", "from 0 to 1e.09", "Give every hour"),
    "word in a series": Slip("series.csv", "03:00,1,0.26", "03:00,1,停电", 5, "wind", "not a number", "Give the number"),
    "short row of a series": Slip("series.csv", "03:00,1,0.26,0,0.8", "03:00,1,0.26,0", 5, "", "the row has 4 fields, the heading 5", "Give every column"),
    "series twice": Slip("series.csv", "wind,sun", "wind,wind", 1, "", "each name once", "Correct the heading"),
    "no time": Slip("series.csv", "time,", "hour,", 1, "", "one column `time`", "Correct the heading"),
    "series of semicolons": Slip("series.csv", "time,flat,wind,sun,heat", "time;flat;wind;sun;heat", 1, "", "semicolons", "commas"),
    "profile above 1": Slip("series.csv", "03:00,1,0.26", "03:00,1,26", 2, "profile", "rises to 26, above 1 .first in series.csv, row 5, 1 such hour", "divide it", where="renewables.csv"),
}
KEYS = {
    "misspelt key": Slip("case.toml", "[primary_energy]", "[primary_energie]", 17, "primary_energie", "no such key", "Did you mean primary_energy"),
    "misspelt price": Slip("case.toml", "co2 =", "co_2 =", 14, "prices.co_2", "no such key", "Did you mean co2"),
    "key missing": Slip("case.toml", 'title = "小算例"\n', "", 0, "title", "the key is missing", "One line that says"),
    "text for a number": Slip("case.toml", "co2 = 60", 'co2 = "60"', 14, "prices.co2", "a text, not a number", r"Price of CO2 \[CNY/t\]"),
    "negative price": Slip("case.toml", "co2 = 60", "co2 = -60", 14, "prices.co2", "below 0", "Price of CO2"),
    "NaN as a price": Slip("case.toml", "co2 = 60", "co2 = nan", 14, "prices.co2", "finite number|greater", "Price of CO2"),
    "flag for a number": Slip("case.toml", "co2 = 60", "co2 = true", 14, "prices.co2", "not a number", "Price of CO2"),
    "commitment of 12 hours": Slip("case.toml", "period_hours = 24", "period_hours = 12", 7, "commitment.period_hours", "1, 24 or 168", "online capacity"),
    "table as a number": Slip("case.toml", "[commitment]\nperiod_hours = 24", "commitment = 24", 6, "commitment", "not a table of keys", "commitment is"),
    "two horizons": Slip("case.toml", "hours = 24\ns", "hours = 24\nyear = 2030\ns", 0, "", "the horizon is either `year`", "Correct these keys"),
    "no horizon": Slip("case.toml", "start = 2030-01-07\nhours = 24\n", "", 0, "", "the horizon is either `year`", "Correct these keys"),
    "no hours": Slip("case.toml", "hours = 24\ns", "hours = 0\ns", 3, "hours", "below 1", "its length"),
    "quoted date": Slip("case.toml", "2030-01-07", '"2030-01-07"', 2, "start", "a text, not a date", "its first day"),
    "30 February": Slip("case.toml", "2030-01-07", "2030-02-30", 2, "start", "month 2 has no day 30", "2030-01-07"),
    "level": Slip("case.toml", "hours = 24\ns", 'hours = 24\nexport_level = "medium"\ns', 4, "export_level", "not one of low, mid, high", "yearly energies"),
    "no TOML": Slip("case.toml", "[prices]", "[prices", 9, "", "not TOML", "KEY = VALUE"),
    "key twice": Slip("case.toml", "hours = 24\ns", "hours = 24\nhours = 24\ns", 4, "hours", "appears twice", "Keep one"),
    "free lost load": Slip("case.toml", "lost_load = 20000", "lost_load = 0", 10, "prices.lost_load", "would cost nothing", "Give a price"),
    "free reserve": Slip("case.toml", "reserve_shortfall_down = 5000", "", 0, "prices.reserve_shortfall_down", "would cost nothing", "Give a price"),
    "free export": Slip("case.toml", "undelivered_export = 8000", "", 0, "prices.undelivered_export", "would cost nothing", "Give a price"),
    "series elsewhere": Slip("case.toml", '"series.csv"', '"../good/series.csv"', 0, "", "named without a folder", "Correct"),
    "series absolute": Slip("case.toml", '"series.csv"', '"/etc/series.csv"', 0, "", "named without a folder", "Correct"),
    "series of another kind": Slip("case.toml", '"series.csv"', '"series.xlsx"', 0, "", r"\.nc or \.csv file", "Correct"),
    "series of a table's name": Slip("case.toml", '"series.csv"', '"load.csv"', 0, "", "the name of a table", "Correct"),
    "series that is not there": Slip("case.toml", '"series.csv"', '"year.csv"', 4, "series", "no such file of series", "Put it into the folder good"),
}
# fmt: on


SLIPS = {
    f"{kind}: {name}": slip
    for kind, group in (("cell", CELLS), ("name", NAMES), ("heading", HEADINGS), ("series", SERIES), ("key", KEYS))
    for name, slip in group.items()
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_one_slip_one_fault(good: Folder, slip: Slip) -> None:
    good.edit(slip.file, slip.old, slip.new)
    faults = good.faults()
    print(*faults, sep="\n")
    place = (slip.where or slip.file, slip.row, slip.column)
    here = [fault for fault in faults if (fault.file, fault.row, fault.column) == place]
    assert [
        fault for fault in here if re.search(slip.rule, str(fault.rule)) and re.search(slip.remedy, str(fault.remedy))
    ]
    assert len(faults) == 1 + slip.others


def test_a_share_of_primary_energy_needs_the_rest_of_it(good: Folder) -> None:
    good.write("case.toml", good.text("case.toml").partition("[primary_energy]")[0])
    (fault,) = good.faults()
    assert (fault.file, fault.row, fault.value) == ("targets.csv", 4, "nonfossil_share")
    assert "no [primary_energy]" in str(fault.rule)


def test_a_row_that_names_a_row_of_a_missing_file(good: Folder) -> None:
    (good.path / "fuels.csv").unlink()
    fault = next(fault for fault in good.faults() if (fault.file, fault.column) == ("thermal.csv", "fuel"))
    assert str(fault.rule).startswith("fuels.csv is missing or has no row")
    assert str(fault.remedy) == "Add fuels.csv to the case, with a row 动力煤."
    assert "缺少 fuels.csv，或表中无行" in fault.text(Lang.zh)


def test_minimum_online_of_a_dispatcher_without_fleets(good: Folder) -> None:
    """One fault of all its months; months without an amount are none."""
    good.write("dispatchers.csv", good.text("dispatchers.csv") + "base:库布齐,蒙西,0,0,0,0,F\n")
    months = [f"蒙西,base:库布齐,{month},{online},guess\n" for month, online in ((1, 0), (2, 50), (3, 50))]
    good.write("minimum_online.csv", good.text("minimum_online.csv") + "".join(months))
    (fault,) = good.faults()
    assert (fault.file, fault.row, fault.column, fault.value) == ("minimum_online.csv", 4, "online", "50")
    assert str(fault.rule) == "thermal.csv has no fleet of dispatcher base:库布齐 in area 蒙西 (2 such rows)"
    message = fault.text(Lang.zh)
    assert "thermal.csv 中区域 蒙西 没有调度机构 base:库布齐 的机组（共 2 处）。请设为 0 或删除该行" in message
    good.write("minimum_online.csv", good.text("minimum_online.csv").replace(",50,", ",0,")).read()


def test_maintenance_beyond_its_limit_in_chinese(good: Folder) -> None:
    (fault,) = good.faults("thermal[fleet=热电].maintenance=0.5", "thermal[fleet=热电].maintenance_limit=0.4")
    assert str(fault.rule) == "with a maintenance_limit of 0.4, a horizon of 1 days holds 0.4"
    message = fault.text(Lang.zh)
    assert message.endswith(
        "maintenance_limit 为 0.4 时，1 天的时段内最多安排 0.4 天。请设为 0.4 或更低，或提高 maintenance_limit。"
    )


@pytest.mark.parametrize(("days", "months"), [(59, 2.0), (45, 1.5)])
def test_monthly_hydrogen_counts_the_months_of_the_horizon(good: Folder, days: int, months: float) -> None:
    """January, and all or half of February."""
    hours = pd.date_range("2030-01-01", periods=24 * days, freq="h")
    good.write(
        "series.csv", "\n".join(["time,flat,wind,sun,heat", *(f"{h:%Y-%m-%d %H:%M},1,0.5,0.5,0.5" for h in hours)])
    )
    good.edit("case.toml", "start = 2030-01-07\nhours = 24", f"start = 2030-01-01\nhours = {24 * days}")
    least = "electrolysers[asset=制氢].monthly="
    good.read(f"{least}{20 / months - 0.01}")
    (fault,) = good.faults(f"{least}{20 / months + 0.01}")
    assert (fault.file, fault.row, fault.column) == ("--set", 0, "monthly")
    asked = f"{20 + 0.01 * months:.4g}"
    assert str(fault.rule) == f"{asked} t in the {months:g} months of the horizon are more than yearly"
    assert f"时段 {months:g} 个月的月制氢量合计 {asked} t，超过 yearly。请降低它" in fault.text(Lang.zh)


def test_utc_is_distinguished_from_missing_hours(good: Folder) -> None:
    hours = pd.date_range("2030-01-06 16:00", periods=24, freq="h")
    rows = [f"{hour:%Y-%m-%d %H:%M},1,0.5,0.5,0.5" for hour in hours]
    good.write("series.csv", "\n".join(["time,flat,wind,sun,heat", *rows]))
    (fault,) = good.faults()
    assert (fault.row, fault.column) == (2, "time")
    assert "eight hours early" in str(fault.rule) and "add eight hours" in str(fault.remedy)


def test_hours_out_of_order(good: Folder) -> None:
    heading, *rows = good.text("series.csv").splitlines()
    good.write("series.csv", "\n".join([heading, rows[1], rows[0], *rows[2:]]))
    (fault,) = good.faults()
    assert (fault.row, fault.column, str(fault.rule)) == (2, "time", "the hours are not in order")


def test_a_leap_year_has_8784_hours(good: Folder) -> None:
    hours = pd.date_range("2028-01-01", "2028-12-31 23:00", freq="h")
    lines = [f"{hour:%Y-%m-%d %H:%M},1,0.5,0.5,0.5" for hour in hours]
    good.edit("case.toml", "start = 2030-01-07\nhours = 24", "year = 2028")
    good.write("series.csv", "\n".join(["time,flat,wind,sun,heat", *(line for line in lines if "-02-29" not in line)]))
    faults = good.faults()
    (fault,) = [fault for fault in faults if fault.file == "series.csv"]
    assert fault.value == "2028-02-29 00:00:00" and str(fault.rule) == "the hour is missing (24 such hours)"
    assert "A leap year has 8784" in str(fault.remedy)


def test_the_same_slip_in_many_hours_is_one_fault(good: Folder) -> None:
    good.write("series.csv", good.text("series.csv").replace("0.8\n", "-\n"))
    (fault,) = good.faults()
    assert (fault.row, fault.column, fault.value) == (2, "heat", "-")
    assert str(fault.rule) == "not a number (so in row 3, 4, 5, 6, 7 ...; 24 in all)"


MANY = (
    ("capacity.csv", "煤电,1,60", "煤电,1,-60"),
    ("capacity.csv", "风电,1,100", "风电,1,abc"),
    ("thermal.csv", "0.4,0.35", "0.4,1.35"),
    ("thermal.csv", "0.05,动力煤,0.03,280", "0.05,动力媒,0.03,280"),
    ("areas.csv", "mengxi,P", "men]gxi,P"),
    ("renewables.csv", "pv,sun", "pv,sunn"),
    ("load.csv", "[亿千瓦时]", "[亿千瓦]"),
    ("storage.csv", "0.86", "1.86"),
    ("series.csv", "03:00,1,0.26", "03:00,1,x"),
    ("case.toml", "co2 = 60", "co2 = -60"),
    ("lines.csv", "联络线,蒙西", "联络线,蒙"),
    ("targets.csv", "2030,通道绿电", "1930,通道绿电"),
    ("heat.csv", "100,300", "100,"),
)


def test_every_fault_at_once(good: Folder) -> None:
    for slip in MANY:
        good.edit(*slip)
    good.child("other", "title = 1")
    faults = good.faults("prices.co3=1", "load[load=x].energy=1", start="2031-01-01")
    print(*faults, sep="\n")
    found = {(fault.file, fault.row, fault.column) for fault in faults}
    assert found == {
        ("capacity.csv", 2, "capacity"),
        ("capacity.csv", 5, "capacity"),
        ("thermal.csv", 2, "minimum_other"),
        ("thermal.csv", 2, "fuel"),
        ("areas.csv", 2, "grid"),
        ("renewables.csv", 3, "profile"),
        ("load.csv", 1, "energy [亿千瓦]"),
        ("storage.csv", 2, "discharge_efficiency"),
        ("series.csv", 5, "wind"),
        ("case.toml", 14, "prices.co2"),
        ("lines.csv", 2, "from_area"),
        ("targets.csv", 3, "year"),
        ("heat.csv", 2, "boiler_cost"),
        ("--set", 0, ""),
        ("--from", 0, ""),
    }
    assert len(faults) == len(found) + 1  # two settings


def test_unknown_values_are_not_checked(good: Folder) -> None:
    """One capacity of a fleet is faulty: its sum is not known, so that no plan is known to exceed it."""
    good.edit("capacity.csv", "煤电,1,60", "煤电,1,x").edit("maintenance.csv", "600", "1100")
    (fault,) = good.faults()
    assert (fault.file, fault.row, fault.column) == ("capacity.csv", 2, "capacity")


def test_the_message_lists_them_in_order(good: Folder) -> None:
    good.edit("capacity.csv", "煤电,1,60", "煤电,1,-60").edit("areas.csv", "mengxi,P", "men]gxi,P")
    with pytest.raises(CaseError) as caught:
        good.read()
    title, first, second = str(caught.value).splitlines()
    assert title == "2 faults in the input"
    assert first.startswith("areas.csv, row 2, column grid: 'men]gxi': a name has no ']'. Leave out")
    assert second.startswith("capacity.csv, row 2, column capacity: '-60': -600 is outside the range 0…1e+07 [MW]. ")


def test_text_of_tables_cannot_command_a_terminal(good: Folder) -> None:
    good.edit("fuels.csv", "动力煤", "\x1b[31m" + "x" * 5000)
    for fault in good.faults():
        assert str(fault).isprintable() and len(str(fault)) < 400
