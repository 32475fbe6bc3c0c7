"""Faults of hourly series: own files, typical days, reanalysis: (English, Chinese)."""

from __future__ import annotations

SERIES_FAULTS: dict[str, tuple[str, str]] = {
    "list.series.download_netcdf_holds": ("Download it as netCDF. It holds", "请下载 netCDF 格式。其中有"),
    "list.series.sheets": ("Sheets are", "工作表有"),
    "list.series.they_name": ("They name", "它们使用"),
    "list.series.units": ("Units are", "单位有"),
    "list.series.variables": ("Variables are", "变量有"),
    "list.series.year_seed": ("The year of seed {rest} has", "种子 {rest} 的年份有"),
    "list.series.zones": ("Zones are", "各区为"),
    "fault.series.above_capacity": ("{scaled:.4g} of the capacity", "为容量的 {scaled:.4g} 倍"),
    "fault.series.typical_columns": (
        "beside month, day and peak there are {count} columns, not the 24 hours",
        "除月、日类型、最大值外有 {count} 列，而非 24 小时",
    ),
    "fault.series.cell_empty": ("the cell is empty", "单元格为空"),
    "fault.series.other_years": (
        "the file holds hours of other years than {most}",
        "文件含 {most} 以外年份的小时",
    ),
    "fault.series.no_hour_of_year": ("the file has no hour of this year", "文件没有该年的小时"),
    "fault.series.no_capacity": (
        "the file is in {unit} and does not say of which capacity",
        "文件单位为 {unit}，未写对应的容量",
    ),
    "fault.series.grib_file": ("it is a GRIB file", "是 GRIB 文件"),
    "fault.series.site_outside": (
        "the grid does not reach the site {site} at {latitude}, {longitude}",
        "网格未覆盖站点 {site}（{latitude}, {longitude}）",
    ),
    "fault.series.heading_column_twice": ("the heading has the column twice", "表头中该列重复"),
    "fault.series.month_peak": (
        "the highest hour of month {month} is {highest:.4g} of its peak",
        "{month} 月最高一小时为其最大值的 {highest:.4g} 倍",
    ),
    "fault.series.hours_missing": ("{end} hours are missing from here on", "自此起缺少 {end} 小时"),
    "fault.series.leap_day": ("{own} has a 29 February, {year} has none", "{own} 年有 2 月 29 日，{year} 年没有"),
    "fault.series.no_turbine": ("the map names no turbine", "映射文件未指定风机"),
    "fault.series.kind_of_day": ("the map does not say what kind of day this is", "映射文件未说明该日类型"),
    "fault.series.no_peak_unit": ("the map does not say the unit of the peaks", "映射文件未写最大值的单位"),
    "fault.series.more_than_one": ("{name} has more than one {others}", "{name} 有多个 {others}"),
    "fault.series.more_than_source": ("more than one source gives {twice}", "多个来源给出 {twice}"),
    "fault.series.no_dimension": ("it has no dimension {missing}", "没有维度 {missing}"),
    "fault.series.wind_factor": (
        "no factor on the wind gives {hours:g} hours: as it is, it has {value:.0f}",
        "风速无论如何缩放都得不到 {hours:g} 小时：目前为 {value:.0f} 小时",
    ),
    "fault.series.too_low": (
        "no hour is above {scaled:.4g} of the capacity",
        "全年都不超过容量的 {scaled:.4g} 倍",
    ),
    "fault.series.no_netcdf_file": ("it is no netCDF file", "不是 netCDF 文件"),
    "fault.series.no_readable_netcdf": ("it is no readable netCDF: {error}", "不是可读的 netCDF：{error}"),
    "fault.series.no_readable_workbook": ("it is no readable workbook: {error}", "不是可读的工作簿：{error}"),
    "fault.series.no_rows": ("it has no rows below a heading", "表头之下没有行"),
    "fault.series.no_sheet": ("there is no sheet {sheet}", "没有工作表 {sheet}"),
    "fault.series.no_site_zone": ("no site is in this zone", "该区没有站点"),
    "fault.series.no_source_gives": ("no source gives {names}", "没有来源给出 {names}"),
    "fault.series.no_such_column": ("there is no such column", "没有该列"),
    "fault.series.no_such_network": ("no such network", "没有该热网"),
    "fault.series.unknown_turbine": ("no such turbine in windpowerlib", "windpowerlib 中没有该风机"),
    "fault.series.unused_series": ("no table of the case names this series", "案例的数据表都未使用该序列"),
    "fault.series.no_typical_day": ("no typical day is a {kinds}", "没有 {kinds} 类型的典型日"),
    "fault.series.no_unit_power": ("{unit} is no unit of power", "{unit} 不是功率单位"),
    "fault.series.no_variable": ("it has no variable {variable}", "没有变量 {variable}"),
    "fault.series.not_full_hour": ("not a full hour", "不是整点"),
    "fault.series.not_month": ("not a month", "不是月份"),
    "fault.series.not_say_unit": ("{name} does not say its unit", "{name} 未写单位"),
    "fault.series.not_time_calendar": ("not a time of the calendar", "不是日历上的时间"),
    "fault.series.only_workbook_sheets": ("only a workbook has sheets", "只有工作簿才有工作表"),
    "fault.series.server_message": (
        "it is a page or a message of the server, not the data",
        "是服务器返回的网页或提示，而非数据",
    ),
    "fault.series.rest": ("the rest has no such series", "rest 中没有该序列"),
    "fault.series.duplicate_typical_day": (
        "the same month and kind of day as row {found}",
        "与第 {found} 行的月份与日类型相同",
    ),
    "fault.series.not_weather_driven": (
        "{name} is a series of {technology}, which no weather makes",
        "{name} 是 {technology} 的序列，气象无法生成",
    ),
    "fault.series.zero_series": ("the series is zero all year", "序列全年为零"),
    "fault.series.share_in_other_unit": (
        "{name} is a share of {of}, and the column is in {unit}",
        "{name} 是 {of} 的比例，而该列单位为 {unit}",
    ),
    "fault.series.unit_unknown": ("the unit of {name} is unknown", "不认识 {name} 的单位"),
    "fault.series.hour_of_other_year": (
        "in UTC+8 this hour is {start}, of another year than {own}",
        "按 UTC+8 该小时为 {start}，不属于 {own} 年",
    ),
    "fault.series.value_below_zero": ("the value is below zero", "数值为负"),
    "fault.series.package": (
        "wind from reanalysis needs this package",
        "由再分析资料计算风电需要该软件包",
    ),
    "fault.series.zip_unreadable": (
        "it is a zip archive that cannot be read: {error}",
        "是无法读取的 zip 压缩包：{error}",
    ),
    "fault.series.zip_disk_full": (
        "it is a zip archive, and there is no room to unpack it: {strerror}",
        "是 zip 压缩包，磁盘空间不足，无法解压：{strerror}",
    ),
    "fault.series.zip_without_netcdf": (
        "it is a zip archive without a netCDF file",
        "是不含 netCDF 文件的 zip 压缩包",
    ),
    "fault.series.zone": (
        "the zone {zone} is not of the form UTC or UTC+8",
        "时区 {zone} 不是 UTC 或 UTC+8 的形式",
    ),
    "remedy.series.add_kinds_workday": (
        'Add it: kinds = {{"{kind}" = "workday"}}.',
        '请加入：kinds = {{"{kind}" = "workday"}}。',
    ),
    "remedy.series.allow_filled_gaps": ("Or allow it to be filled: gaps = {end}.", "或允许插补：gaps = {end}。"),
    "remedy.series.map_keys": (
        "Correct the key; docs/series.md describes all keys of a map.",
        "请改正该项；映射文件的全部各项见 docs/series.md。",
    ),
    "remedy.series.download_anew": ("Download it anew.", "请重新下载。"),
    "remedy.series.download_hours_anew": ("Download those hours anew.", "请重新下载这些小时。"),
    "remedy.series.download_larger_area": ("Download a larger area.", "请下载更大的区域。"),
    "remedy.series.grib": (
        "Download it as netCDF, or convert it: grib_to_netcdf, cfgrib.",
        "请下载 netCDF 格式，或转换：grib_to_netcdf、cfgrib。",
    ),
    "remedy.series.available": (
        "Give what is available or used, not a balance.",
        "请给出可用或使用的量，而非差额。",
    ),
    "remedy.series.capacity": (
        "Give its capacity in MW: capacity = …",
        "请以 MW 给出其容量：capacity = …",
    ),
    "remedy.series.every_hour": (
        "Give every hour a number; leave a missing hour's row out.",
        "请为每小时给出数值；缺失的小时请去掉该行。",
    ),
    "remedy.series.utc_8_hours": ("Give every hour of {own} in UTC+8.", "请按 UTC+8 给出 {own} 年的每小时。"),
    "remedy.series.every_month": ("Give every month each kind of day.", "请为每月给出各类典型日。"),
    "remedy.series.heading": ("Give a heading and a row an hour.", "请给出表头，每小时一行。"),
    "remedy.series.hourly": (
        "Give hourly values: the mean of each hour.",
        "请给出逐时数值：每小时平均。",
    ),
    "remedy.series.neighbouring_year": (
        'Give the hours of the neighbouring year too and year = …, or say edges = "wrap".',
        '请一并给出相邻年份的小时与 year = …，或写 edges = "wrap"。',
    ),
    "remedy.series.capacity_zero": (
        "Give it in MW in the map: capacity = 0.001 is 1 kW.",
        "请在映射文件中以 MW 给出：capacity = 0.001 即 1 kW。",
    ),
    "remedy.series.coordinates": (
        "Give time, latitude, longitude.",
        "请给出 time、latitude、longitude。",
    ),
    "remedy.series.day_kinds": (
        "Give workday and weekend both, or leave `day` out.",
        "请同时给出工作日与周末，或去掉 `day`。",
    ),
    "remedy.series.year": (
        "Give `year` in case.toml; series are brought for a whole calendar year.",
        "请在 case.toml 中给出 `year`；序列按完整日历年导入。",
    ),
    "remedy.series.if_meant_unit": (
        'If {smaller} is meant: unit = "{smaller2}".',
        '若为 {smaller}：unit = "{smaller2}"。',
    ),
    "remedy.series.if_mw": ('If MW is meant: unit = "MW".', '若为 MW：unit = "MW"。'),
    "remedy.series.if_per_cent": ('If per cent is meant: unit = "%".', '若为百分数：unit = "%"。'),
    "remedy.series.if_shares": ('If shares are meant: unit = "share".', '若为比例：unit = "share"。'),
    "remedy.series.keep_row": (
        "Keep one row an hour. A clock with daylight saving doubles an hour: write times without it.",
        "每小时一行。夏令时会使一小时重复：请写不含夏令时的时间。",
    ),
    "remedy.series.hour_columns": (
        "Leave one column an hour, from 0 to 23 o'clock.",
        "请每小时留一列，自 0 时至 23 时。",
    ),
    "remedy.series.leave_sheet_out": ("Leave `sheet` out.", "请去掉 `sheet`。"),
    "remedy.series.check_hours": ("Look at hours and file.", "请检查 hours 与文件。"),
    "remedy.series.check_unit": (
        "Look at the unit: with {unit} the plants would stand still all year.",
        "请检查单位：若为 {unit}，机组全年几乎不出力。",
    ),
    "remedy.series.value_or_capacity": (
        "Correct the value, or the capacity in the map.",
        "请改正数值，或映射文件中的容量。",
    ),
    "remedy.series.name_another": ("Name another.", "请另给一个。"),
    "remedy.series.name_another_column": ("Name another column.", "请改用其他列。"),
    "remedy.series.file_beside_map": ("Name a file beside the map.", "请给出映射文件旁边的文件。"),
    "remedy.series.downloaded_file": (
        "Name the file as downloaded (.nc), or the zip that it came in.",
        "请给出下载所得的文件（.nc）或其 zip 压缩包。",
    ),
    "remedy.series.map_file": (
        "Name a map: a TOML file such as docs/series.md describes.",
        "请给出映射文件：格式见 docs/series.md 的 TOML 文件。",
    ),
    "remedy.series.turbine": (
        'Name one of windpowerlib\'s library, such as turbine = "V126/3300".',
        '请给出 windpowerlib 中的风机，如 turbine = "V126/3300"。',
    ),
    "remedy.series.download_again": (
        "Open it in a text editor, and download it anew.",
        "请用文本编辑器查看，并重新下载。",
    ),
    "remedy.series.install": (
        "pip install 'neimenggu-dispatch[reanalysis]'",
        "请运行 pip install 'neimenggu-dispatch[reanalysis]'",
    ),
    "remedy.series.reanalysis_series": (
        "Reanalysis makes wind, pv and heat.",
        "再分析资料可生成风电、光伏与供热。",
    ),
    "remedy.series.save_anew_xlsx": ("Save it anew as .xlsx.", "请重新存为 .xlsx。"),
    "remedy.series.leap_day_drop": (
        'Say leap_day = "drop", or take another year.',
        '请写 leap_day = "drop"，或换一个年份。',
    ),
    "remedy.series.leap_day_repeat": (
        'Say leap_day = "repeat" to take 28 February twice, or take another year.',
        '请写 leap_day = "repeat" 以重复 2 月 28 日，或换一个年份。',
    ),
    "remedy.series.say_meant_year": ("Say which is meant: year = {most}.", "请说明年份：year = {most}。"),
    "remedy.series.rest": (
        'Say where it comes from: rest = "series.nc", or rest = 7 for the synthetic year of a seed.',
        '请说明来源：rest = "series.nc"，或以 rest = 7 取某种子的合成年。',
    ),
    "remedy.series.zone": (
        'Times in UTC need zone = "UTC"; look at zone and stamp in the map.',
        'UTC 时间须写 zone = "UTC"；请检查映射文件中的 zone 与 stamp。',
    ),
    "remedy.series.typical_peak": (
        'A typical day of the month reaches its peak: 1, or 100 with hours = "%".',
        '当月典型日应达到最大值：1，或在 hours = "%" 时为 100。',
    ),
    "remedy.series.unpack": (
        "Unpack it and name its files, or let TMPDIR name a larger disk.",
        "请解压后列出其中的文件，或将 TMPDIR 指向空间更大的磁盘。",
    ),
    "remedy.series.rest_file": (
        'Where another file of the download has it, name both: file = ["one.nc", "other.nc"].',
        '若同一下载的另一文件含有该变量，请两个都列出：file = ["one.nc", "other.nc"]。',
    ),
    "remedy.series.write_hour": ("Write 2030-01-07 13:00.", "请写 2030-01-07 13:00。"),
    "remedy.series.write_month": ("Write 1 to 12, or 1月.", "请写 1 至 12，或 1月。"),
    "fault.series.hour_twice": ("the hour appears twice", "该小时重复"),
    "fault.series.unit_of_series_unknown": ("the unit {unit} is unknown", "不认识单位 {unit}"),
    "fault.series.no_unit": ("the map does not say its unit", "映射文件未写单位"),
    "fault.series.no_value": ("{name} has no value ({count} such hours)", "{name} 没有数值（共 {count} 处）"),
    "fault.series.no_day_of_month": (
        "month {month} has no {kind} day ({count} such rows)",
        "{month} 月没有 {kind} 典型日（共 {count} 处）",
    ),
    "fault.series.noon": ("the middle of the day's sun lies at {noon} in UTC+8", "日照正中在 UTC+8 的 {noon}"),
}
