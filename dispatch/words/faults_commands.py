"""Faults of what commands are asked for in Chinese: whole units, starts, parts, reports, batches and clusters."""

from __future__ import annotations

RULES: dict[str, str] = {
    "whole units do not begin from a basis": "整台机组求解不能从初始基开始",
    "{} weeks do not fit into {} hours": "{1} 小时容不下 {0} 周",
    "whole units are for windows up to {} hours, and this has {}": "整台机组求解至多 {0} 小时，此处为 {1} 小时",
    "the run holds no duals": "该运行没有对偶值",
    "no block of rows has this name": "没有该名称的约束块",
    "the run was not saved": "该结果未保存",
    "not one of seed, map and credits": "种子、映射文件与保证容量三者须且仅须给出其一",
    "there is no such part": "没有该部分",
    "its hours stand for more than one hour, and a report counts each as one": "其小时代表不止一小时，而报告将每小时计为一",
    "it is not JSON: {}": "不是 JSON：{}",
    "the folder holds something else": "该目录已有其他内容",
    "no scheduler answers: {}": "没有调度器应答：{}",
    "it is no condition on an axis of the sweep": "不是关于轴的条件",
    "no case of the batch keeps its hours": "该批量没有保存逐时结果的算例",
    "the base is no level of its axis": "基准不是该轴的水平",
    "no case is left": "没有剩余算例",
    "axes that go together have as many levels each, not {}": "同步变化的轴须有相同的水平数，而非 {}",
    "there is no batch here: {}": "此处没有批量计算：{}",
    "the batch has no such case": "该批量没有该算例",
    "Slurm refuses the job: {}": "Slurm 拒绝该作业：{}",
    "there is no sbatch on this machine": "本机没有 sbatch",
    "the inputs have changed since the batch was planned": "批量计划之后输入已改变",
}
"""What is wrong."""

REMEDIES: dict[str, str] = {
    "Leave --start out.": "请去掉 --start。",
    "Take a part of it: --from and --hours.": "请取一段：--from 与 --hours。",
    "Save the run with keep_duals=True (--keep-duals); a method without proof has none.": "请以 keep_duals=True（--keep-duals）保存运行；无证明的方法没有对偶值。",
    "Blocks are: ": "各块为：",
    "Save it with keep_warm=True.": "请以 keep_warm=True 保存。",
    "Give --year SEED for a synthetic year, --from MAP.toml for your own files, or --credits YEARS.": "请以 --year SEED 取合成年，以 --from MAP.toml 用自有文件，或以 --credits YEARS 计算保证容量。",
    "Parts are: ": "各部分为：",
    "Read dispatch.nc and hour_weight in it.": "请读取 dispatch.nc 及其中的 hour_weight。",
    "Name a new folder, or that of an earlier batch, which goes on.": "请给出新目录，或要继续的批量目录。",
    "Give the address of a Dask scheduler that runs, as tcp://HOST:PORT or tls://HOST:PORT.": "请给出运行中的 Dask 调度器地址：tcp://HOST:PORT 或 tls://HOST:PORT。",
    "Write as growth >= 1.05. Axes are: ": "请写作 growth >= 1.05。轴有：",
    "Solve it with --keep all, or --keep some.": "请以 --keep all 或 --keep some 求解。",
    "Add it, or name another.": "请加入，或另给一个。",
    "Loosen `only` and `skip`.": "请放宽 `only` 与 `skip`。",
    "Give each as many, or cross them.": "请使水平数相同，或改为交叉。",
    "Name a folder that `dispatch batch` wrote.": "请给出 `dispatch batch` 写出的目录。",
    "Cases are numbered 1 to {}; `base` is what they start from.": "算例编号为 1 至 {}；`base` 为基准算例。",
    "Mend the options of Slurm; see docs/batch.md.": "请改正 Slurm 选项；见 docs/batch.md。",
    "Start the batch again.": "请重新启动批量计算。",
}
"""What would mend it."""
