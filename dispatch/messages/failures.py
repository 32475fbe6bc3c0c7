"""What ends a run without a dispatch, in Chinese: sentences with {} where something is named. A sentence that is not
here is shown as it is. The texts of constraints are here as models/ has them."""

from __future__ import annotations

import re

from .language import Lang
from .patterns import patterns, said
from .units import spoken

FAILURES: dict[str, str] = {
    "No dispatch meets the constraints. The least that would have to give way:": "没有满足全部约束的调度方案。至少需要让步的约束：",
    "No dispatch meets the constraints; which of them, could not be found within the time.": "没有满足全部约束的调度方案；在时限内未能找出是哪些约束。",
    "No dispatch of whole units meets the constraints; one of parts of units does.": "按整台机组没有满足约束的方案；允许部分机组则有。",
    "No dispatch of {} meets its constraints: `dispatch diagnose` says which.": "{} 没有满足约束的方案：`dispatch diagnose` 可找出是哪些约束。",
    "The cost has no lower end: what follows may grow without limit, and each step of it lowers the cost.": "成本没有下限：下列各项可无限增大，且每增大一步成本都会下降。",
    "Give each an upper limit, or costs that do not fall as it grows.": "请为各项给出上限，或使成本不随其增大而下降。",
    "The cost has no lower end: `dispatch diagnose` names what may grow without limit.": "成本没有下限：`dispatch diagnose` 可列出可无限增大的各项。",
    "{}, {} {}: column {} sets no limit": "{0}，{1} {2}：{3} 列未设上限",
    "{}, {} {}: column {} sets no limit, in {} hours from {} on": "{0}，{1} {2}：{3} 列未设上限，自 {5} 起共 {4} 小时",
    "{}: no limit to {}": "{0}：{1} 没有上限",
    "{}: no limit to {}, in {} hours from {} on": "{0}：{1} 没有上限，自 {3} 起共 {2} 小时",
    "no limit to {}": "{} 没有上限",
    "no limit to {}, in {} hours from {} on": "{0} 没有上限，自 {2} 起共 {1} 小时",
    "Memory ran out while an LP of {} rows and {} columns was solved.": "求解 {0} 行、{1} 列的模型时内存不足。",
    "Take a part of the window (--from, --hours), one thread (--threads 1), or a machine with more memory.": "请缩短时段（--from、--hours）、只用一个线程（--threads 1），或换用内存更大的机器。",
    "... and {} more": "…… 另有 {} 条",
    "the scheduler was lost; start the batch again: what is published stays": "与调度器失去联系；请重新启动批量计算，已写出的结果保留",
    "{} cannot hold": "{} 不可能成立",
    "{} fault in the input": "输入有 {} 处错误",
    "{} faults in the input": "输入有 {} 处错误",
}
"""Whole lines."""

VIOLATIONS: dict[str, str] = {
    "{}: up to {} more than anything there can take": "{0}：最多 {1}无处可用",
    "{}: up to {} missing": "{0}：最多缺 {1}",
    "{}: up to {} above the limit forward": "{0}：最多超正向限额 {1}",
    "{}: up to {} above the limit backward": "{0}：最多超反向限额 {1}",
    "{}: up to {} of heat more than is demanded": "{0}：供热最多超出热负荷 {1}",
    "{}: up to {} of heat missing": "{0}：供热最多缺 {1}",
    "{}: gives up to {} more than its export limit": "{0}：送出最多超上网限额 {1}",
    "{}: takes up to {} more than its import limit": "{0}：受入最多超下网限额 {1}",
    "{}: up to {} missing to the minimum online capacity (最小开机方式)": "{0}：距最小开机方式最多差 {1}",
    "{}: up to {} missing to the smallest share online": "{0}：距最小开机比例最多差 {1}",
    "{}: up to {} missing to the hydrogen of the year": "{0}：年制氢量最多差 {1}",
    "{}: up to {} missing to the hydrogen of the month": "{0}：月制氢量最多差 {1}",
    "{}: up to {} missing to the content at the end": "{0}：期末储能电量最多差 {1}",
    "{}: up to {} above the contracted energy": "{0}：最多超合同电量 {1}",
    "{}: up to {} below the contracted energy": "{0}：最多低于合同电量 {1}",
    "{} above its limit by up to {}": "{0}：最多超上限 {1}",
    "{} below its limit by up to {}": "{0}：最多低于下限 {1}",
}
"""What it means that a constraint is violated."""

SPANS: dict[str, str] = {
    " over the whole window": "，全时段",
    " in {} hours from {} to {}, most at {}": "，共 {0} 小时（{1} 至 {2}），最严重在 {3}",
}
"""When it is violated."""

CONSTRAINTS: dict[str, str] = {
    "outages are taken": "检修必须安排",
    "monthly minimum online capacity": "最小开机方式",
    "not in planned outage": "开机容量不在计划检修之中",
    "starts cover every rise of online capacity": "开机容量上升即为启动",
    "share that stays online": "最小开机比例",
    "what started lately is still online": "最短开机时间",
    "what stopped lately is still off": "最短停机时间",
    "no more is undelivered than is scheduled": "未送电量不超过计划",
    "energy as contracted": "合同电量",
    "energy, most": "合同电量上限",
    "energy of the month as contracted": "月度合同电量",
    "energy of the month, least": "月度合同电量下限",
    "energy of the month, most": "月度合同电量上限",
    "energy, least": "合同电量下限",
    "lower end of a band that grows": "新增通道可调带下限",
    "upper end of a band that grows": "新增通道可调带上限",
    "capability that grows": "新增通道送电能力",
    "change per hour, up": "每小时上调限额",
    "change per hour, down": "每小时下调限额",
    "balance of the heat store": "储热平衡",
    "reserve up within the turbine": "正备用不超过汽轮机容量",
    "heat for an hour of reserve up": "正备用所需一小时储热",
    "reserve down from output": "负备用不超过出力",
    "hours per year": "全年调用小时数",
    "only what is called that day is shed": "仅当日调用者可削减",
    "longest call": "单次最长调用",
    "calls per year": "全年调用次数",
    "reserve from what is not used": "备用来自未调用部分",
    "hydrogen of the year [kt]": "年制氢量 [kt]",
    "hydrogen of the month [kt]": "月制氢量 [kt]",
    "reserve from what runs above the least load": "备用来自最低负荷以上部分",
    "content of added storage in hours of its power": "新增储能的时长",
    "measures take no more of a fleet than is in service": "各项措施对机组的占用不超过在役容量",
    "most heat": "最大供热",
    "heat balance of a network": "热网平衡",
    "limit on a sum over the window": "全时段总量限额",
    "flow follows the angles": "潮流由相角决定",
    "ramp up": "上爬坡",
    "ramp down": "下爬坡",
    "balance of an area": "区域电力平衡",
    "flow over a section": "断面潮流",
    "exchange of a park with the grid": "园区与电网交换",
    "what a park takes pays the tariff": "园区下网电量缴纳输配电价与基金",
    "least output of chosen capacity": "待定容量的最小出力",
    "most output of chosen capacity": "待定容量的最大出力",
    "no more than is curtailed": "不超过弃电",
    "no more than is produced": "不超过出力",
    "reserve up": "正备用",
    "reserve down": "负备用",
    "reserve up, forecast": "正备用（预测偏差）",
    "reserve down, forecast": "负备用（预测偏差）",
    "balance of the content": "储能电量平衡",
    "content that is given": "给定的储能电量",
    "discharge less charge that is given": "给定的放电减充电功率",
    "least content of the size": "待定容量的最低储能电量",
    "most content of the size": "待定容量的最高储能电量",
    "content at the end as at the start": "期末电量不低于期初",
    "reserve up within power": "正备用不超过功率",
    "reserve down within power": "负备用不超过功率",
    "energy for reserve up": "正备用所需电量",
    "room for reserve down": "负备用所需空间",
    "output below online capacity, which heat lowers": "出力不超过开机容量（供热会降低）",
    "output above minimum output, which heat raises": "出力不低于最小出力（供热会抬高）",
    "most reserve up": "正备用上限",
    "most reserve down": "负备用上限",
    "output above the minimum": "出力不低于最小出力",
    "output below the maximum": "出力不超过最大出力",
    "starts cover every rise": "开机上升即为启动",
    "stops cover every fall": "开机下降即为停机",
    "output before a stop": "停机前出力",
    "output at a start": "启动时出力",
    "ramp of a partial start": "部分启动的爬坡",
    "ramp of a partial stop": "部分停机的爬坡",
    "what started lately is on": "最短开机时间",
    "what stopped lately is off": "最短停机时间",
    "reserve up within capacity": "正备用不超过容量",
    "least energy": "电量下限",
    "most energy": "电量上限",
    "paid back within {} hours": "在 {} 小时内补回",
    "{} of the chosen size": "待定容量的 {}",
    "lower bound of {}": "{} 的下限",
    "upper bound of {}": "{} 的上限",
}
"""Texts of constraints."""

AXES: dict[str, str] = {
    "area": "区域",
    "pocket": "分区",
    "section": "断面",
    "park": "园区",
    "dispatcher": "调度机构",
    "fleet": "机组",
    "asset": "电源",
    "network": "热网",
    "corridor": "通道",
    "line": "联络线",
    "programme": "需求响应",
    "unit": "机组",
    "link": "链路",
    "reservoir": "储能",
    "limit": "限额",
}
"""What a place is, before its name."""


def failure(text: str) -> str:
    """What a DispatchError says, in Chinese, line by line.

    >>> print(failure("area A: up to 3 MW missing in 2 hours from 01:00 to 02:00, most at 01:00  (B1_balance)"))
    区域 A：最多缺 0.3 万千瓦，共 2 小时（01:00 至 02:00），最严重在 01:00  (B1_balance)
    >>> failure("something new")
    'something new'
    """
    return "\n".join(_line(line) for line in text.splitlines())


def _line(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    told = line.strip()
    if found := re.fullmatch(r"(.+?)( over the whole window| in \d+ hours from .+)  \((.+)\)", told):
        return f"{indent}{_violation(found[1])}{said(SPANS, found[2])}  ({found[3]})"
    for pattern, chinese in patterns(tuple(FAILURES.items())):
        if found := pattern.fullmatch(told):
            return indent + chinese.format(*found.groups())
    return line


def _violation(text: str) -> str:
    for pattern, chinese in patterns(tuple(VIOLATIONS.items())):
        if found := pattern.fullmatch(text):
            place, *rest = found.groups()
            return chinese.format(_subject(place), *map(_amount, rest))
    return text


def _amount(text: str) -> str:
    """An amount with its unit in the unit of Chinese pages; one without a unit as it is."""
    number, _, unit = text.partition(" ")
    return spoken(float(number.replace(",", "")), unit, Lang.zh) if unit else text


def _subject(text: str) -> str:
    """Places, with the text of a constraint behind them (``fleet a, dispatcher b: ramp up``), or either alone."""
    places, colon, rule = text.rpartition(": ")
    if colon:
        return f"{_places(places)}，{constraint(rule)}"
    told = constraint(text)
    return told if told != text else _places(text)


def _places(text: str) -> str:
    pairs = (part.partition(" ") for part in text.split(", "))
    return "，".join(f"{AXES.get(axis, axis)}{space}{label}" for axis, space, label in pairs)


def constraint(text: str) -> str:
    """The text of a constraint.

    >>> constraint("ramp up"), constraint("my own rule")
    ('上爬坡', 'my own rule')
    """
    return said(CONSTRAINTS, text)
