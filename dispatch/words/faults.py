"""Faults of the input in Chinese: the English sentence, with {} where something is named, and the Chinese one.

Descriptions of columns stay as docs/tables.md has them. A sentence that is not here is shown as it is.
"""

from __future__ import annotations

import re
from functools import cache

from dispatch.errors import Fault

RULES: dict[str, str] = {
    "not a number": "不是数",
    "not a number from 0 to {} at {}": "在 {1} 处不是 0 至 {0} 的数",
    "too large to be a number of anything": "数过大",
    "{} is outside the range {}": "{0} 超出范围 {1}",
    "outside the range {}": "超出范围 {}",
    "not one of {}": "不在可选值 {} 之中",
    "a name has no {}": "名称中不能有 {}",
    "it holds an invisible character, {}": "含有不可见字符 {}",
    "a name of {} characters": "名称长达 {} 个字符",
    "not a month written as 2030-07": "不是 2030-07 形式的月份",
    "not a date written as 2030-07-15": "不是 2030-07-15 形式的日期",
    "not a day of the year written as 10-15": "不是 10-15 形式的日期",
    "no such day in the calendar": "日历上没有这一天",
    "a year outside 1900…2999": "年份不在 1900…2999 之内",
    "a value is missing": "缺少数值",
    "the heading lacks the column, and {} row{} it": "表头缺少该列，而 {0} 行需要它",
    "the file is empty": "文件为空",
    "the first line is no heading of this table": "首行不是该表的表头",
    "table {} has no such column": "数据表 {} 没有这一列",
    "the column appears twice": "该列重复",
    "the column has no unit": "该列没有单位",
    "the unit {} is unknown here": "此处不认识单位 {}",
    "the heading does not say the unit": "表头未写单位",
    "the row has {} fields, the heading {}": "该行有 {0} 个字段，表头有 {1} 个",
    "field {} of the heading is empty": "表头第 {} 个字段为空",
    "the fields are separated by {}": "字段以 {} 分隔",
    "it is not CSV: {}": "不是 CSV：{}",
    "it is not TOML: {}": "不是 TOML：{}",
    "the file cannot be read: {}": "文件无法读取：{}",
    "the file is a workbook under another name": "文件实为改名的工作簿",
    "the file is UTF-16 text": "文件为 UTF-16 编码",
    "the file holds binary data": "文件含二进制数据",
    "the file is neither UTF-8 nor GB18030 text": "文件既非 UTF-8 也非 GB18030 编码",
    "the file is a link out of the case folder": "文件是指向案例目录之外的链接",
    "there is no such file": "没有该文件",
    "this is no folder": "这不是目录",
    "there is no such case": "没有该案例",
    "there is no such case beside this one": "旁边没有该案例",
    "there is no such table": "没有该数据表",
    "a table is not read from {}": "数据表不从 {} 文件读取",
    "the same {} as row {}": "与第 {1} 行的 {0} 相同",
    "cases extend each other in a circle": "案例循环继承",
    "a case extends a sibling folder only": "只能继承同级目录",
    "a case extends the folder of a sibling, by its name": "以名称继承同级目录",
    "drop matches no row": "drop 没有匹配任何行",
    "case.toml has no such key": "case.toml 没有该项",
    "the key is missing": "缺少该项",
    "the hour is missing": "缺少该小时",
    "the hour is missing ({} such hours)": "缺少该小时（共 {} 个）",
    "the hour appears more than once": "该小时重复",
    "the hour appears more than once ({} such hours)": "该小时重复（共 {} 个）",
    "the hour is not in the horizon": "该小时不在时段之内",
    "the hour is not in the horizon ({} such hours)": "该小时不在时段之内（共 {} 个）",
    "the hours are not in order": "小时未按顺序排列",
    "the hours run eight hours early, as UTC does": "时间早八小时，应为 UTC",
    "not a time": "不是时间",
    "not an hour": "不是小时",
    "not an hour of the run": "不在本次结果的时段之内",
    "not an hour of the horizon": "不在案例时段之内",
    "from {} the horizon has {} hours": "自 {0} 起时段只有 {1} 小时",
    "the case has no such file of series": "案例没有该逐时序列文件",
    "the table is missing or has no row": "缺少该表，或表中无行",
    "{} has no such name": "{} 中没有该名称",
    "the pocket is in area {}, not {}": "该分区属于区域 {0}，而非 {1}",
    "dispatchers.csv has no such dispatcher in area {}": "dispatchers.csv 中区域 {} 没有该调度机构",
    "no such park or corridor": "没有该园区或通道",
    "{} is in area {}, not {}": "{0} 属于区域 {1}，而非 {2}",
    "{} has an asset of this name": "{} 中已有同名资产",
    "capacity.csv has no row for it": "capacity.csv 中没有它的行",
    "none of {} has such an asset": "{} 中都没有该资产",
    "a storage has both power and energy": "储能须同时有功率与电量",
    "only a storage has energy": "只有储能才有电量",
    "it retires before it is commissioned": "退役早于投产",
    "heat.csv has no such network": "heat.csv 中没有该热网",
    "the network is in area {}": "该热网属于区域 {}",
    "at full heat its minimum {} is above its maximum {}": "满供热时最小出力 {0} 高于最大出力 {1}",
    "only coal has the retrofits": "只有煤电才有改造",
    "it ends before it starts": "结束早于开始",
    "the whole fleet has {} MW": "该机群总共 {} MW",
    "no load has any energy": "没有任何负荷电量",
    "load at the supply level (供电口径) is net of own use already": "供电口径负荷已扣除厂用电",
    "twelve times the monthly hydrogen is more than the yearly": "月制氢量的十二倍超过年制氢量",
    "a band needs a price, or the LP exports the least that it may": "可调带宽须有价格，否则模型只送最低电量",
    "low, mid and high are not in order": "低、中、高未按大小排列",
    "a line goes between two areas": "联络线连接两个区域",
    "section {} has no limit in month {}": "断面 {0} 在 {1} 月没有限额",
    "section_weights.csv has no pocket of it": "section_weights.csv 中没有它的分区",
    "{} would cost nothing, so the LP would let it fall short": "{} 缺额没有成本，模型会任其短缺",
    "there is no run here: {} missing": "此处没有结果：缺少 {}",
    "it cannot be read: {}": "无法读取：{}",
    "the run was never finished": "该运行未完成",
    "`series` is a .nc or .csv file in the case folder, named without a folder": "`series` 是案例目录中的 .nc 或 .csv 文件名，不含目录",
    "`series` is {}, which is the name of a table": "`series` 为 {}，与数据表同名",
    "an imposed target needs a number": "作为约束的目标须有数值",
    "case.toml has no [primary_energy], which this share needs": "case.toml 没有该比例所需的 [primary_energy]",
    "{} is no number, so no factor can change it": "{} 不是数，不能乘系数",
    "{} has no number that a factor could change": "{} 没有可乘系数的数",
    "drop is a table of lists of keys": "drop 是由键列表组成的表",
    "drop needs a list of keys": "drop 需要键的列表",
    "{} is the key of the row": "{} 是该行的键",
    "grid is what settles in neither park nor corridor": "grid 专指既不在园区也不在通道结算者",
    "a corridor has this name": "已有同名通道",
    "input should be {}": "应为 {}",
    "it has no readable value(series, time): {}": "没有可读的 value(series, time)：{}",
    "it is not PATH=VALUE": "不是 PATH=VALUE 的形式",
    "it needs {} MWh, more than its {} MW take in a year": "需要 {0} MWh，超过其 {1} MW 全年可用电量",
    "its time is none of the calendar": "时间不在日历上",
    "maintenance.csv gives its outages, and the LP would place more": "maintenance.csv 已给定检修，模型还会另行安排",
    "month {}: {}": "月份 {0}：{1}",
    "more than the whole": "超过总量",
    "neither true nor false": "既非 true 也非 false",
    "{} is measured in {}": "{0} 的单位是 {1}",
    "no dispatch can change {}: it follows from the tables": "{} 由数据表决定，调度无法改变",
    "no row matches": "没有匹配的行",
    "no such hour in the calendar": "日历上没有这一小时",
    "not a number (so in row {} in all)": "不是数（另见第 {} 行等）",
    "not a whole number": "不是整数",
    "{} may not be empty": "{} 不能为空",
    "table {} has no column {}": "数据表 {0} 没有列 {1}",
    "the condition {} is not key=value": "条件 {} 不是 key=value 的形式",
    "the contracted curve peaks at {} MW, above the capability": "合同曲线最大 {} MW，超过送电能力",
    "the heading needs one column `time` and one column a series, each name once": "表头须有一列 `time`，每个序列一列，名称不重复",
    "the horizon is either `year`, or `start` and `hours`": "时段为 `year`，或 `start` 与 `hours`",
    "the profile rises to {}, above 1 ({})": "序列最大为 {0}，超过 1（{1}）",
    "the time names a zone; times are UTC+8 without one": "时间写了时区；应为不写时区的 UTC+8",
    "there is no basis to start from ({})": "没有可用的初始基（{}）",
    "there is no such series": "没有该序列",
    "a series appears twice": "序列重复",
    "this cannot be the path of a case": "这不能是案例的路径",
}
"""What is wrong."""

REMEDIES: dict[str, str] = {
    "Did you mean {}? ": "是否为 {}？",
    "Choices are: ": "可选：",
    "Columns are: ": "各列为：",
    "Tables are: ": "数据表有：",
    "Units known are: ": "可用单位：",
    "Keys there are: ": "可用的项：",
    "Cases beside it are: ": "旁边的案例：",
    "Cases there are: ": "已有案例：",
    "It has: ": "其中有：",
    "There are: ": "有：",
    " A table that is not needed is left out.": "不需要的表可以省略。",
    "The first line names the columns: ": "首行应为列名：",
    "Write the heading as {}.": "表头请写作 {}。",
    "Keep one of them.": "请保留其一。",
    "Keep one row an hour; UTC+8 has no daylight saving.": "每小时一行；UTC+8 没有夏令时。",
    "Give every hour a number.": "请为每小时给出数值。",
    "Give all {} hours of the horizon.": "请给出时段内全部 {} 小时。",
    " A leap year has 8784.": "闰年为 8784 小时。",
    "The horizon is {} to {}, hour by hour.": "时段为 {0} 至 {1}，逐时。",
    "Write them in UTC+8: add eight hours.": "请改为 UTC+8：加八小时。",
    "Sort them.": "请排序。",
    "Give the number; an empty or failed cell is none.": "请给出数值；空单元格或出错的单元格不是数。",
    "Give the number.": "请给出数值。",
    "Write it without separators of thousands: {}.": "请去掉千位分隔符：{}。",
    "Write it with half-width digits: {}.": "请用半角数字：{}。",
    "Write the decimal point as a point: {}.": "小数点请用点号：{}。",
    "Write year, month and day with hyphens.": "请写年-月-日。",
    "Write month and day with a hyphen.": "请写月-日。",
    "Mend month or day.": "请改正月或日。",
    "Mend the exponent.": "请改正指数。",
    "Mend the heading.": "请改正表头。",
    "Mend area or pocket.": "请改正区域或分区。",
    "Mend area or settlement.": "请改正区域或结算对象。",
    "Mend one of the months.": "请改正其中一个月份。",
    "Mend one of the dates.": "请改正其中一个日期。",
    "Leave it empty.": "请留空。",
    "Rename one of them.": "请改名其一。",
    "Give its content in MWh.": "请给出电量（MWh）。",
    "Give a limit for every month.": "请为每月给出限额。",
    "Give a price above what any plant costs.": "请给出高于任何电源成本的价格。",
    "Leave out brackets, commas, slashes, @ and =; other characters are fine.": "请去掉括号、逗号、斜线、@ 与 =；其他字符均可。",
    "Save it as CSV in UTF-8.": "请存为 UTF-8 编码的 CSV。",
    "Give every column a field; quote a text that holds a comma.": "每列一个字段；含逗号的文字请加引号。",
    "Name the column, or delete it.": "请为该列命名，或将其删除。",
    "Separate them by commas.": "请用逗号分隔。",
    "A case is a folder with case.toml and tables in it.": "案例是含 case.toml 与数据表的目录。",
    "Name a folder that `dispatch run` wrote.": "请给出 `dispatch run` 写出的目录。",
    "Make the run again.": "请重新运行。",
    "The run has {} to {}.": "本次结果为 {0} 至 {1}。",
    "Write '2030-04-12 13:00'. ": "请写 '2030-04-12 13:00'。",
    " and {} more.": " 等另 {} 个。",
    "Add it: ": "请加入：",
    "Mend it: ": "请改正：",
    "Add its capacity there; the ledger has: ": "请在其中加入装机；台账中有：",
    "Add the row there, or mend the name; in {} are: ": "请加入该行或改正名称；{} 中有：",
    "Ask for 1 to so many, or start earlier.": "请取 1 至该数，或提前开始。",
    "Break it.": "请解除。",
    "Convert it and leave the zone out.": "请换算后去掉时区。",
    "Do not impose it; it is evaluated anyway.": "请勿作为约束；它总会被评价。",
    "Drop the row and add another.": "请删除该行并另加一行。",
    "Give a column `time` and one column a series.": "请给出 `time` 列，每个序列一列。",
    "Give required, or do not impose it.": "请给出 required，或不作为约束。",
    "Give the income, or set band to 0.": "请给出收入，或将 band 设为 0。",
    "Give the value itself.": "请直接给出数值。",
    "Give the weight of its pockets there.": "请在其中给出各分区权重。",
    "If per cent is meant, write {}, or head the column {}. ": "若为百分数，请写 {0}，或将表头写作 {1}。",
    "Inside an area, limit the flow by a section.": "区域内部请用断面限制。",
    "It holds: ": "其内容：",
    "It is a share: divide it by its capacity or peak.": "应为比例：请除以容量或最大值。",
    "Look at the quotes from this line on.": "请检查自该行起的引号。",
    "Lower energy_mid, or take a flatter profile.": "请降低 energy_mid，或采用更平的曲线。",
    "Lower it, or heat_ratio, heat_rise or heat_loss.": "请降低它，或 heat_ratio、heat_rise、heat_loss。",
    "Lower it, or mend the unit in the heading.": "请降低它，或改正表头单位。",
    "Lower it, or raise its capacity.": "请降低它，或提高容量。",
    "Lower it, or raise yearly.": "请降低它，或提高 yearly。",
    "Make the run with --keep-warm, then start from it.": "请以 --keep-warm 运行后再以其为起点。",
    "Mend the file or its rights.": "请检查文件或其权限。",
    "Mend the line; texts are quoted.": "请改正该行；文字须加引号。",
    "Mend the name, or leave it empty for condensing.": "请改正名称；纯凝机组请留空。",
    "Mend them.": "请改正。",
    "Mend these keys.": "请改正这些项。",
    "Mend the year.": "请改正年份。",
    "Name a folder beside this one.": "请给出同级目录。",
    "Name a folder.": "请给出目录。",
    "Put it into the folder {}, or name another.": "请放入目录 {}，或另给文件。",
    "Put the file itself there.": "请放入文件本身。",
    "Rename it.": "请改名。",
    "Save it as {}, in UTF-8.": "请存为 UTF-8 编码的 {}。",
    "Set it to 0, or drop the rows there.": "请设为 0，或删除其中的行。",
    "Set it to 0, or mend the basis.": "请设为 0，或改正口径。",
    "Type the name again.": "请重新输入名称。",
    "Use at most 100.": "至多 100 个。",
    "Values of {} are: ": "{} 的取值：",
    "Write {} alone; the unit goes into the heading: {}]": "请只写 {0}；单位写入表头：{1}]",
    "Write 2030-07-01, or '2030-07-01 06:00'.": "请写 2030-07-01 或 '2030-07-01 06:00'。",
    "Write it with `dispatch weather`, or give a CSV.": "请用 `dispatch weather` 写出，或给出 CSV。",
    ", or head the column {}]": "，或将表头写作 {}]",
    "Fuels are: ": "燃料有：",
    "Write table[key=value].column=VALUE, or KEY=VALUE for a key of case.toml.": "请写 table[key=value].column=VALUE，或 case.toml 的 KEY=VALUE。",
    "Write the start of the hour in UTC+8 as 2030-01-07 00:00; hours go from 00:00 to 23:00.": "请以 UTC+8 写小时的起点，如 2030-01-07 00:00；小时为 00:00 至 23:00。",
    "Write true or false. ": "请写 true 或 false。",
    "Write year, hyphen, month 01 to 12, not ": "请写年、连字符、月 01 至 12，而非 ",
    "Convert the number to {}.": "请将数值换算为 {}。",
    "Give it in share, up to 1.": "请以比例给出，至多为 1。",
}
"""What would mend it: sentences and their beginnings."""


def told_in_chinese(fault: Fault) -> str:
    """One line: file, row, column, value, rule, remedy."""
    row = f"，第 {fault.row} 行" if fault.row else ""
    column = f"，列 {fault.column}" if fault.column else ""
    value = f"：{fault.value!r}" if fault.value else ""
    return f"{fault.file}{row}{column}{value}：{rule(fault.rule)}。{remedy(fault.remedy)}"


def rule(text: str) -> str:
    """A rule in Chinese.

    >>> rule("the same asset and unit as row 4"), rule("something new")
    ('与第 4 行的 asset and unit 相同', 'something new')
    """
    for pattern, chinese in _patterns("rules"):
        if found := pattern.fullmatch(text):
            return chinese.format(*found.groups())
    return text


def remedy(text: str) -> str:
    """A remedy in Chinese, sentence by sentence.

    >>> remedy("Did you mean coal? Choices are: coal, gas.")
    '是否为 coal？可选：coal, gas.'
    """
    for pattern, chinese in _patterns("remedies"):
        text = pattern.sub(lambda found, chinese=chinese: chinese.format(*found.groups()), text)  # type: ignore[misc]
    return text


@cache
def _patterns(which: str) -> list[tuple[re.Pattern[str], str]]:
    """Sentences as patterns; those that name more come later, longer ones first."""
    known = RULES if which == "rules" else REMEDIES
    ordered = sorted(known.items(), key=lambda pair: (pair[0].count("{}"), -len(pair[0])))
    return [(re.compile(re.escape(english).replace(r"\{\}", "(.+?)"), re.DOTALL), zh) for english, zh in ordered]
