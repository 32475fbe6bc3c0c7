"""How a case was solved and how far it is, and what an exchange with PyPSA left out or renamed, in Chinese."""

from __future__ import annotations

import re

from .patterns import said

REMARKS: dict[str, str] = {
    # notes of a solution
    "method {}, as asked": "方法 {}，按要求",
    "the start is proven to be the optimum of this case too": "起点已被证明也是本案例的最优解",
    "method {}, as asked, from the basis given": "方法 {}，按要求，从给定的基开始",
    "method {}, since {} rows over {} hours are few": "方法 {0}，因 {1} 行、{2} 小时规模小",
    "method {}, since {} rows over {} hours are few, from the basis given": "方法 {0}，因 {1} 行、{2} 小时规模小，从给定的基开始",
    "method {}, since {} of its columns belong to no window": "方法 {0}，因有 {1} 列不属于任何窗口",
    "method {}, since {} of its columns belong to no window, from the basis given": "方法 {0}，因有 {1} 列不属于任何窗口，从给定的基开始",
    "method {}, since {} rows couple its windows": "方法 {0}，因有 {1} 行耦合各窗口",
    "method {}, since {} rows couple its windows, from the basis given": "方法 {0}，因有 {1} 行耦合各窗口，从给定的基开始",
    "method {}, since rolling gains nothing over fewer than {} hours": "方法 {0}，因少于 {1} 小时滚动并无好处",
    "method {}, since rolling gains nothing over fewer than {} hours, from the basis given": (
        "方法 {0}，因少于 {1} 小时滚动并无好处，从给定的基开始"
    ),
    "method {}, since no row couples its windows, and {} rows over {} hours are many": "方法 {0}，因没有行耦合各窗口，且 {1} 行、{2} 小时规模大",
    "method {}, since no row couples its windows, and {} rows over {} hours are many, from the basis given": "方法 {0}，因没有行耦合各窗口，且 {1} 行、{2} 小时规模大，从给定的基开始",
    "{} independent blocks, the largest of {} rows": "{0} 个互不相关的块，最大者 {1} 行",
    "{} of them as the start has them": "其中 {} 个沿用起点的解",
    "the start led to no proof": "由起点未能证明最优",
    "from nothing instead": "改为从头求解",
    "windows ended without a proof": "窗口法未能证明最优",
    "the whole LP by interior points instead": "改用内点法整体求解",
    "the whole LP by simplex instead": "改用单纯形法整体求解",
    "it came no nearer: the point of the windows": "整体求解未更接近最优，保留窗口法的解",
    "HiGHS {} ended without a proof (gap {})": "HiGHS {0} 未能证明最优（间隙 {1}）",
    "tried the next method": "改用下一方法",
    "simplex went on in scaled units with tighter tolerances": "改用缩放单位与更严容差继续单纯形法",
    "whole units: nothing is committed, so the LP is the case itself": "整台机组：没有可启停机组，线性规划即原问题",
    "HiGHS {} gave the coupling prices, windows at these prices the proof": "HiGHS {} 给出耦合价格，各窗口据此证明最优",
    "the master failed with rows held at their sides, and goes on without": "主问题在行固定于边界时求解失败，此后不再固定行",
    "windows settled in {} passes": "各窗口经 {} 遍定价",
    "round {}: bound {}, master {}": "第 {0} 轮：界 {1}，主问题 {2}",
    "it ended at a gap of {}, before the optimum was proven": "在证明最优之前结束，间隙 {}",
    "a window has no optimum": "有窗口没有最优解",
    "the coupling rows did not close": "耦合行未能闭合",
    "interrupted before there was a feasible point": "在得到可行点之前被中断",
    "HiGHS: {}": "HiGHS 状态：{}",
    "no dispatch of whole units exists": "没有整台机组的方案",
    "the point that was found is not feasible": "找到的点不可行",
    "whole units: {} whole columns, HiGHS branch and bound": "整台机组：{} 个整数列，HiGHS 分支定界",
    "prices with them fixed": "价格按整数固定后计算",
    # stages
    "{} smaller blocks": "{} 个较小的块",
    "infeasible: looking for the areas and hours": "不可行：正在查找区域与小时",
    "HiGHS branch and bound, {} whole columns": "HiGHS 分支定界，{} 个整数列",
    "HiGHS {}, the whole LP at once": "HiGHS {}，整体求解",
    "looking for columns without a limit": "查找没有上限的列",
    "window that cannot be met": "查找不可行的窗口",
    "least violation of the whole": "全时段最小违反量",
    "merging windows, the whole": "合并窗口，整体",
    "merging windows, {} parts": "合并窗口，{} 部分",
    "guessing {} coupling prices from samples of hours": "由部分小时估计 {} 个耦合价格",
    "going on from a basis of the whole": "从整体的基继续",
    "closing the coupling rows, round {}": "闭合耦合行，第 {} 轮",
    "pricing windows, pass {}": "各窗口定价，第 {} 遍",
    "windows at the prices found": "按所得价格求解各窗口",
    # exchange
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

    >>> remark("method ipm, as asked; tried the next method; something new")
    '方法 ipm，按要求；改用下一方法；something new'
    """
    return "；".join(said(REMARKS, part) for part in re.split(r";\s+", text))
