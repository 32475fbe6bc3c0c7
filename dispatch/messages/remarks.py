"""What an exchange with PyPSA left out or renamed, in Chinese."""

from __future__ import annotations

import re

from .patterns import said

REMARKS: dict[str, str] = {
    "{}: CO2 that changes over time is left out": "{}：未导出随时间变化的碳排放",
    "measures are left out: a run does not see them": "未导出 measures：运行不使用它们",
    "{} is called {}": "{0} 改名为 {1}",
    "snapshots are no hours from midnight on: they are numbered as hours from {} on": "时刻不是自零点起的整点：改按自 {} 起的小时编号",
    "GlobalConstraint {}: it limits nothing that there is, left out": "GlobalConstraint {}：没有可限制的对象，略去",
    "Bus {} {}: it limits nothing that there is, left out": "Bus {} {}：没有可限制的对象，略去",
    "Bus {}: it names no carrier of the network, left out": "Bus {}：网络中没有该载体，略去",
    "GlobalConstraint {}: n.optimize() passes over the type {}, left out": "GlobalConstraint {}：n.optimize() 忽略类型 {}，略去",
    "{}: not active, left out": "{}：未启用，略去",
    "{}: no carrier, so no CO2, as the network's own limit on CO2 counts it": "{}：没有载体，碳排放计为零，与该网络自身的碳排放限额口径一致",
    "carriers of {} that count as technology other: {}": "{} 中计为技术 other 的载体：{}",
    "ramps and minimum up and down times count snapshots, not hours, in PyPSA as here": "爬坡与最小启停时间按时刻计，不按小时，PyPSA 与此处相同",
    "Link {}: p_min_pu is below zero and the efficiency below one, so that flow backwards makes energy, in PyPSA as here": "Link {}：p_min_pu 小于零且效率小于一，反向潮流会凭空产生电量，PyPSA 与此处相同",
}
"""Between semicolons."""


def remark(text: str) -> str:
    """Remarks in Chinese, one between semicolons each.

    >>> remark("measures are left out: a run does not see them; something new")
    '未导出 measures：运行不使用它们；something new'
    """
    return "；".join(said(REMARKS, part) for part in re.split(r";\s+", text))
