"""Faults of TOML files in Chinese: keys that are wrong, and the rules of settings, weather, maps, sweeps and Slurm."""

from __future__ import annotations

RULES: dict[str, str] = {
    # keys of TOML files
    "there is no such key": "没有该项",
    "a text, not a number": "是文字，而非数",
    "a text, not a whole number": "是文字，而非整数",
    "a text, not a date such as 2030-01-07": "是文字，而非 2030-01-07 形式的日期（日期不加引号）",
    "not a finite number": "不是有限的数",
    "not a text in quotation marks": "不是加引号的文字",
    "not a list": "不是列表",
    "not a table of keys": "不是由各项组成的表",
    "not a date such as 2030-01-07": "不是 2030-01-07 形式的日期",
    "not above {}": "未大于 {}",
    "below {}": "小于 {}",
    "not below {}": "未小于 {}",
    "above {}": "大于 {}",
    "the key {} is missing": "缺少 {}",
    "not of the form {}": "不符合格式 {}",
    "fewer characters than {}": "少于 {} 个字符",
    "more characters than {}": "多于 {} 个字符",
    "fewer entries than {}": "少于 {} 项",
    "more entries than {}": "多于 {} 项",
    "not an amount of memory such as 4GB": "不是 4GB 形式的内存大小",
    # settings
    "a synthetic year (`weather.seed`) needs `year`": "合成气象年（`weather.seed`）需要 `year`",
    "the hourly series are those of a file, `series`, or of a seed, `weather.seed`": "逐时序列来自文件 `series` 或种子 `weather.seed`",
    # weather
    "smooth is shorter than hours": "smooth 须短于 hours",
    "the shares of the components add up to {}, not 1": "各分量比例之和为 {}，而非 1",
    "design is colder than indoor": "design 须低于 indoor",
    "a correlation has two series, another measure one": "相关系数需两个序列，其他指标需一个",
    "no site is in zone {}; zones are: {}": "没有站点位于 {0}；各区为：{1}",
    "two series have the same name": "两个序列同名",
    "group {} has zones without hours: {}": "分组 {0} 中有未给小时数的区：{1}",
    "two tables [[{}]] have the same name": "两个 [[{0}]] 表同名",
    "records and pseudo-years need a [[group]] named region": "气象记录与拟合年份需有名为 region 的 [[group]]",
    # map of series
    "more than one source gives {}": "多个来源给出 {}",
    "the zone {} is not of the form UTC or UTC+8": "时区 {} 不是 UTC 或 UTC+8 的形式",
    # Slurm
    "write it as HH:MM:SS or D-HH:MM:SS": "请写作 HH:MM:SS 或 D-HH:MM:SS",
    "could not interpret {} as a byte unit": "不认识内存单位 {}",
    "could not interpret {} as a number": "{} 不是数",
    # sweep
    "`from` is below `to`": "`from` 须小于 `to`",
    "`from` is at most `to`, and there are at most 10,000 seeds": "`from` 不大于 `to`，且种子至多 10,000 个",
    "an axis has exactly one of factors, values, seeds, cases, choices": "一个轴须且仅须有 factors、values、seeds、cases、choices 之一",
    "an axis has at least one level": "一个轴至少有一个水平",
    "`path` goes with factors or values, and only with them": "`path` 只与 factors 或 values 同用，且不可缺",
    "what is sampled is not zipped": "抽样的轴不能 zip",
    "{} is the name of something else in the table of a batch": "{} 在批量结果表中另有含义",
    "two axes are called {}": "两个轴同名：{}",
    "only one axis has cases": "只能有一个轴使用 cases",
    "[sample] goes with axes that have `from` and `to` without `steps`, and only with them": "[sample] 只用于有 `from` 与 `to` 而无 `steps` 的轴，且不可缺",
    "morris needs an even number of levels": "Morris 的 levels 须为偶数",
}
"""What is wrong."""

REMEDIES: dict[str, str] = {
    "See docs/batch.md for the keys of a sweep.": "各项见 docs/batch.md。",
    "See docs/batch.md for the options of Slurm.": "Slurm 选项见 docs/batch.md。",
    "Correct the key; docs/series.md describes all keys of a map.": "请改正该项；映射文件的全部各项见 docs/series.md。",
    "Name a map: a TOML file such as docs/series.md describes.": "请给出映射文件：格式见 docs/series.md 的 TOML 文件。",
    "Name a sweep: a TOML file such as docs/batch.md describes.": "请给出批量方案：格式见 docs/batch.md 的 TOML 文件。",
    "Name a TOML file of options; docs/batch.md describes them.": "请给出选项的 TOML 文件；各选项见 docs/batch.md。",
    "Mend the key.": "请改正该项。",
    "Mend the row.": "请改正该行。",
}
"""What would mend it."""
