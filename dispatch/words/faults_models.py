"""Faults of TOML files in Chinese: what pydantic says, and the rules of settings, weather, maps, sweeps and Slurm."""

from __future__ import annotations

RULES: dict[str, str] = {
    # pydantic
    "field required": "缺少该项",
    "extra inputs are not permitted": "没有该项",
    "input should be a valid number": "应为数",
    "input should be a finite number": "应为有限的数",
    "input should be a valid integer": "应为整数",
    "input should be a valid integer, got a number with a fractional part": "应为整数，而非小数",
    "input should be a valid integer, unable to parse string as an integer": "应为整数",
    "input should be a valid number, unable to parse string as a number": "应为数",
    "input should be a valid boolean": "应为 true 或 false",
    "input should be a valid string": "应为文字",
    "input should be a valid list": "应为列表",
    "input should be a valid tuple": "应为列表",
    "input should be a valid dictionary": "应为表",
    "input should be a valid dictionary or instance of {}": "应为表（{}）",
    "input should be a valid date": "应为日期",
    "input should be greater than {}": "应大于 {}",
    "input should be greater than or equal to {}": "应大于或等于 {}",
    "input should be less than {}": "应小于 {}",
    "input should be less than or equal to {}": "应小于或等于 {}",
    "string should match pattern {}": "应符合格式 {}",
    "string should have at least {} character": "至少 {} 个字符",
    "string should have at least {} characters": "至少 {} 个字符",
    "string should have at most {} character": "至多 {} 个字符",
    "string should have at most {} characters": "至多 {} 个字符",
    "{} should have at least {} item after validation, not {}": "{0} 至少 {1} 项，而非 {2}",
    "{} should have at least {} items after validation, not {}": "{0} 至少 {1} 项，而非 {2}",
    "{} should have at most {} item after validation, not {}": "{0} 至多 {1} 项，而非 {2}",
    "{} should have at most {} items after validation, not {}": "{0} 至多 {1} 项，而非 {2}",
    "input tag {} found using {} does not match any of the expected tags: {}": "{1} 的取值 {0} 不在可选值之中：{2}",
    "unable to extract tag using discriminator {}": "缺少 {}",
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
    "Mend the key; docs/series.md has them all.": "请改正该项；全部各项见 docs/series.md。",
    "Mend the key.": "请改正该项。",
    "Mend the row.": "请改正该行。",
}
"""What would mend it."""
