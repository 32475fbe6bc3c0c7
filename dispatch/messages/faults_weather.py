"""Faults of synthetic weather: weather.toml, sites, records: (English, Chinese)."""

from __future__ import annotations

WEATHER_FAULTS: dict[str, tuple[str, str]] = {
    "fault.weather.largest_share": ("above the largest share, 1", "超过比例的上限 1"),
    "fault.weather.file": ("the case has no such file", "案例没有该文件"),
    "fault.weather.correlation": (
        "a correlation has two series, another measure one",
        "相关系数需两个序列，其他指标需一个",
    ),
    "fault.weather.spring_festival": (
        "the date of the Spring Festival of that year is not known here",
        "此处没有该年春节的日期",
    ),
    "fault.weather.design_temperature": ("design is colder than indoor", "design 须低于 indoor"),
    "fault.weather.group_hours": (
        "group {name} has zones without hours: {unknown}",
        "分组 {name} 中有未给小时数的区：{unknown}",
    ),
    "fault.weather.site_zone": (
        "no site is in zone {unknown}; zones are: {zones}",
        "没有站点位于 {unknown}；各区为：{zones}",
    ),
    "fault.weather.record_group": (
        "records and pseudo-years need a [[group]] named region",
        "气象记录与拟合年份需有名为 region 的 [[group]]",
    ),
    "fault.weather.component_shares": (
        "the shares of the components add up to {total:g}, not 1",
        "各分量比例之和为 {total:g}，而非 1",
    ),
    "fault.weather.smooth": ("smooth is shorter than hours", "smooth 须短于 hours"),
    "fault.weather.forecast_errors": (
        "errors fall with the lead: they rise, or stay, from the same day to later days",
        "误差随提前时间减小：应由当日到其后各日不减",
    ),
    "fault.weather.duplicate_series": ("two series have the same name", "两个序列同名"),
    "fault.weather.duplicate_table": ("two tables [[{kind}]] have the same name", "两个 [[{kind}]] 表同名"),
    "fault.weather.no_name": (
        "weather.toml has no [[{kind}]] of that name",
        "weather.toml 中没有该名称的 [[{kind}]]",
    ),
    "remedy.weather.columns": ("Give the columns time, wind and pv.", "请给出 time、wind、pv 三列。"),
    "remedy.weather.shares": ("Give shares of capacity, 0 to 1.", "请给出占容量的比例，0 至 1。"),
    "remedy.weather.year": (
        "Give `year` in case.toml; weather is drawn for a whole calendar year.",
        "请在 case.toml 中给出 `year`；气象按完整日历年生成。",
    ),
    "remedy.weather.correct_key": ("Correct the key.", "请改正该项。"),
    "remedy.weather.correct_row": ("Correct the row.", "请改正该行。"),
    "remedy.weather.put_beside": (
        "Put {file} beside weather.toml, or take weather.source = {synthetic}.",
        "请将 {file} 放在 weather.toml 旁，或取 weather.source = {synthetic}。",
    ),
    "remedy.weather.take_one": ("Take one of {years}.", "请取 {years} 之一。"),
    "remedy.weather.sites": (
        "Weather is drawn for a case that has sites.csv and weather.toml beside its tables.",
        "生成气象的案例须在数据表旁有 sites.csv 与 weather.toml。",
    ),
}
