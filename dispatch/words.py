"""What the program says to people, in English and Chinese."""

from __future__ import annotations

import os
from enum import StrEnum


class Lang(StrEnum):
    """Language of messages."""

    zh = "zh"
    en = "en"


def usual() -> Lang:
    """Chinese where the environment speaks Chinese, otherwise English."""
    spoken = next((value for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(key))), "")
    return Lang.zh if spoken.startswith("zh") else Lang.en


_WORDS: dict[str, tuple[str, str]] = {
    # technologies
    "wind": ("wind", "风电"),
    "pv": ("PV", "光伏"),
    "csp": ("CSP", "光热"),
    "coal": ("coal", "煤电"),
    "gas": ("gas", "气电"),
    "biomass": ("biomass", "生物质"),
    "waste": ("waste", "垃圾焚烧"),
    "hydro": ("hydro", "水电"),
    "pumped_hydro": ("pumped hydro", "抽水蓄能"),
    "battery": ("battery", "电池储能"),
    # stages
    "read": ("reading the tables", "读取数据表"),
    "build": ("building the LP", "建立模型"),
    "solve": ("solving", "求解"),
    "write": ("writing", "写出结果"),
    # status
    "optimal": ("optimal", "最优"),
    "feasible": ("feasible: not proven optimal", "可行解（未证明最优）"),
    "stopped": ("stopped: not an optimum", "已中止（不是最优解）"),
    # closing table
    "status": ("status", "状态"),
    "gap": ("relative gap", "相对间隙"),
    "method": ("method", "求解方法"),
    "target": ("target", "目标"),
    "required": ("required", "要求"),
    "achieved": ("achieved", "实现"),
    "margin": ("margin", "差距"),
    "verdict": ("verdict", "判定"),
    "met": ("met", "达到"),
    "not_met": ("not met", "未达到"),
    "no_verdict": ("no verdict", "不判定"),
    "technology": ("technology", "电源"),
    "capacity_gw": ("capacity GW", "装机 GW"),
    "generation_twh": ("generation TWh", "发电量 TWh"),
    "curtailment_twh": ("curtailed TWh", "弃电 TWh"),
    "utilisation_rate": ("utilisation", "利用率"),
    "area": ("area", "区域"),
    "region": ("region", "全区"),
    "load_twh": ("load TWh", "负荷 TWh"),
    "export_twh": ("export TWh", "外送 TWh"),
    "new_energy_twh": ("new energy TWh", "新能源 TWh"),
    "thermal_twh": ("thermal TWh", "火电 TWh"),
    "unserved_gwh": ("unserved GWh", "缺电量 GWh"),
    "shortfall_up": ("up-reserve short GWh", "上备用缺额 GWh"),
    "shortfall_down": ("down-reserve short GWh", "下备用缺额 GWh"),
    "net_coal_rate": ("net coal rate gce/kWh", "供电煤耗 gce/kWh"),
    "co2_mt": ("CO2 Mt", "CO2 Mt"),
    "cost": ("cost billion CNY", "成本 十亿元"),
    "simultaneous": ("charged while discharging GWh", "同时充放电 GWh"),
    "seconds": ("seconds", "用时（秒）"),
    "memory": ("peak memory MB", "内存峰值 MB"),
    "size": ("size of the LP", "模型规模"),
    "size_is": (
        "{columns:,} columns, {rows:,} rows, {nonzeros:,} nonzeros; {coupling_rows:,} rows couple the whole",
        "{columns:,} 列，{rows:,} 行，{nonzeros:,} 非零元；{coupling_rows:,} 行跨全时段",
    ),
    "folder": ("run folder", "结果目录"),
    "hours": ("hours", "小时"),
    # check
    "no_faults": ("no faults", "没有错误"),
    "faults": ("faults in the input: {count}", "输入有 {count} 处错误"),
    "load_bridge": ("load of the year, TWh", "全年负荷 TWh"),
    "consumption": ("全社会用电量 consumption", "全社会用电量"),
    "captive": ("-captive -parks", "- 自备与园区"),
    "generation_level": ("=发电口径 generation", "= 发电口径"),
    "own_use": ("-own-use", "- 厂用电"),
    "supply_level": ("=供电口径 supply", "= 供电口径"),
    "captive_supply": ("captive supply", "自备与园区供电口径"),
    "line_loss": ("within: line losses", "其中线损"),
    "stated": ("stated as {basis}: {energy:.3f} TWh in {count} loads", "按{basis}给出：{count} 项，{energy:.3f} TWh"),
    "basis_consumption": ("全社会用电量 (consumption)", "全社会用电量"),
    "basis_generation": ("发电口径 (generation level)", "发电口径"),
    "basis_supply": ("供电口径 (supply level)", "供电口径"),
    "bridge_note": (
        "A load stated at the supply level has no own use inside: all three columns count it as it is.",
        "按供电口径给出的负荷不含厂用电，三个口径均按原值计入。",
    ),
    "corridor": ("corridor", "通道"),
    "capability_gw": ("capability GW", "能力 GW"),
    "energy_twh": ("contracted TWh", "合同电量 TWh"),
    "capacity_at_end": ("capacity at the end of the horizon, GW", "期末装机 GW"),
    # explain; amounts in MW
    "hour_of": ("{area}, {hour} (UTC+8)", "{area}，{hour}（UTC+8）"),
    "balance": ("load {load} MW = {parts}", "负荷 {load} MW = {parts}"),
    "own_use_of_plants": ("own use", "厂用电"),
    "charge": ("charging", "充电"),
    "export": ("export", "外送"),
    "line_import": ("lines", "联络线"),
    "electrolyser_load": ("electrolysers", "电解制氢"),
    "demand_response": ("demand response", "需求响应"),
    "shifted_load": ("shifted load", "可转移负荷"),
    "unserved": ("unserved", "缺电"),
    "price_is": ("price {price} CNY/MWh", "边际电价 {price} 元/兆瓦时"),
    "not_proven": (
        "The run is {status}: prices and reasons are those of this dispatch, not of an optimum.",
        "本次结果状态为{status}：价格与原因仅针对该方案，并非最优解。",
    ),
    "curtailed": ("curtailed {total} MW: {parts}", "弃电 {total} MW：{parts}"),
    "not_curtailed": ("nothing is curtailed", "无弃电"),
    "because": ("because", "原因"),
    "thermal_at_minimum": (
        "thermal is at its minimum: {output} MW of {online} MW online",
        "火电已压至最小出力：{output} MW（开机 {online} MW）",
    ),
    "thermal_above_minimum": (
        "thermal runs {above} MW above its minimum of {minimum} MW: ramps, reserve or sections hold it there",
        "火电高于最小出力 {minimum} MW 达 {above} MW：受爬坡、备用或断面约束",
    ),
    "thermal_at_maximum": ("thermal is at its maximum: {output} MW", "火电已达最大出力：{output} MW"),
    "thermal_below_maximum": (
        "thermal runs {below} MW below its maximum of {maximum} MW: ramps, sections, or what it may give as reserve",
        "火电低于最大出力 {maximum} MW 达 {below} MW：受爬坡、断面或可提供备用的限制",
    ),
    "storage_full": ("storage is full: {names}", "储能已充满：{names}"),
    "storage_charging": ("storage charges at full power: {names}", "储能满功率充电：{names}"),
    "storage_waits": (
        "storage has room and does not charge at full power: {names}; it would charge later or pay more for it",
        "储能尚有空间且未满功率充电：{names}；充电另有时机或成本更高",
    ),
    "storage_empty": ("storage is empty: {names}", "储能已放空：{names}"),
    "storage_discharging": ("storage discharges at full power: {names}", "储能满功率放电：{names}"),
    "storage_keeps": ("storage keeps its content for other hours: {names}", "储能留存电量供其他时段：{names}"),
    "corridors_contract": ("corridors carry their contract: {names}", "外送通道已按合同送电：{names}"),
    "corridors_short": ("contracted export not delivered: {names}", "外送合同未完成：{names}"),
    "line_full": ("line {name} is at its limit: {flow} MW", "联络线 {name} 达到限额：{flow} MW"),
    "section_full": ("section {name} is at its limit: {flow} MW", "断面 {name} 达到限额：{flow} MW"),
    "park_full": ("park {name} is at its exchange limit: {flow} MW", "园区 {name} 达到交换限额：{flow} MW"),
    "reserve_priced": (
        "reserve {way} of {zone} binds: {price} CNY/MW for {required} MW",
        "{zone} 的{way}备用起约束：需求 {required} MW，价格 {price} 元/MW",
    ),
    "reserve_short": (
        "reserve {way} short by {short} of {required} MW",
        "{way}备用缺额 {short} MW（需求 {required} MW）",
    ),
    "reserve_enough": ("reserve {way} {held} of {required} MW", "{way}备用 {held} MW（需求 {required} MW）"),
    "up": ("up", "上"),
    "down": ("down", "下"),
    "load_unserved": ("load not served: {unserved} MW", "缺电：{unserved} MW"),
    # failures
    "interrupted": ("interrupted", "已中断"),
    "exists": ("{path} exists: name a new folder, or remove it", "{path} 已存在：请换一个名称，或先删除它"),
    "infeasible": ("infeasible", "不可行"),
    "gave_up": ("the solver ended without a feasible dispatch", "求解器未得到可行解"),
    "wrote": ("wrote {path}", "已写出 {path}"),
}


class Words:
    """Messages in one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def __call__(self, key: str, **values: object) -> str:
        """The message of that key. Raises KeyError for one that does not exist."""
        text = _WORDS[key][0 if self.lang is Lang.en else 1]
        return text.format(**values) if values else text
