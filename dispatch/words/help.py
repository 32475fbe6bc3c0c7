"""What ``--help`` says, in Chinese: of the program, its commands, their arguments and options, and defaults in words.
The commands state the English; what is not here is shown as it is."""

from __future__ import annotations

HELP: dict[str, str] = {
    # the program and its commands
    "The hourly dispatch of a regional power system over a year, as one linear program.": "区域电力系统全年逐时调度：一个线性规划。",
    "Dispatch a case: read, build, solve, write a run folder, print the closing table.": "求解一个案例：读取、建模、求解、写出结果目录、打印汇总表。",
    "Report every fault of a case, or what it holds.": "报告案例的全部错误；没有错误则列出其内容。",
    "Say what binds in an hour, and why there is curtailment or shortfall.": "说明某小时的约束情况，以及弃电或短缺的原因。",
    "Say whether the targets are met, by how much not, what would close the distance at least cost, and how sure.": "判定目标是否达到、差距多大、以最低成本如何补足，以及把握程度。",
    "Say why a case is infeasible: a smallest conflict, in rows of tables and hours, and what would mend it.": "说明案例为何不可行：以数据表的行与小时给出最小矛盾，以及如何解决。",
    "Write report.xlsx, report.html and csv/ into a run folder.": "在结果目录写出 report.xlsx、report.html 与 csv/。",
    "Write a workbook and a page with what differs between runs.": "写出比较各次结果差异的工作簿与网页。",
    "Write the LP of a case: as LP or MPS, as a script that makes the Pyomo model, or as a network of PyPSA.": "写出案例的线性规划：LP 或 MPS 文件、生成 Pyomo 模型的脚本，或 PyPSA 网络。",
    "Make a case of a network of PyPSA, or say by name what cannot be carried.": "由 PyPSA 网络生成案例，或逐项指出不支持的内容。",
    "Write the hourly series of a case: a synthetic year, or your own files.": "写出案例的逐时序列：合成气象年，或自有文件。",
    "Solve the cases of a sweep: on this machine or a cluster; what is there is not solved again.": "求解一组算例：在本机或集群；已有结果不再求解。",
    # arguments
    "Case folder, with case.toml and tables.": "案例目录，含 case.toml 与数据表。",
    "Run folder.": "结果目录。",
    "Such as '2030-04-12 13:00', in UTC+8.": "如 '2030-04-12 13:00'，UTC+8。",
    "Run folders; the first is the base.": "结果目录；第一个为基准。",
    "What it is.": "文件类型。",
    "netCDF or HDF5 file, or folder of CSVs.": "netCDF 或 HDF5 文件，或 CSV 目录。",
    "What is varied; see docs/batch.md.": "变化的内容；见 docs/batch.md。",
    # options
    "Language of messages.": "消息的语言。",
    "Show this message and exit.": "显示本帮助并退出。",
    "Change one input: table\\[key=value].column=VALUE, or key=VALUE.": "改变一项输入：table\\[key=value].column=VALUE，或 key=VALUE。",
    "First day or hour.": "起始日或小时。",
    "Length of the window.": "时段的小时数。",
    "Seconds to solve.": "求解时限（秒）。",
    "Seconds of each solve.": "每次求解的时限（秒）。",
    "Stop at this relative gap.": "达到该相对间隙即停止。",
    "Threads.": "线程数。",
    "How to solve.": "求解方法。",
    "Start from the basis of this run.": "以该次结果的基为起点。",
    "Whole units, over a month at most.": "按整台机组求解，至多一个月。",
    "Keep the basis, for --start of another run.": "保留基，供其他运行以 --start 使用。",
    "Show the log of HiGHS.": "显示 HiGHS 日志。",
    "Folder.": "目录。",
    "verdict, measures, carrying, sure or ranges; several.": "verdict、measures、carrying、sure 或 ranges；可多次给出。",
    "Synthetic weather years for how sure it is.": "用于判断把握程度的合成气象年数。",
    "Also every chart as a picture.": "同时将每张图存为图片。",
    "Format.": "格式。",
    "File.": "文件。",
    "Case folder to write.": "要写出的案例目录。",
    "netCDF file.": "netCDF 文件。",
    "Which of the synthetic years.": "合成气象年的种子。",
    "Map of your own files; see docs/series.md.": "自有文件的映射；见 docs/series.md。",
    "Batch folder.": "批量目录。",
    "Folder of cases, shared by batches.": "算例目录，各批量共用。",
    "Workers.": "工作进程数。",
    "slurm, or tcp://HOST:PORT of Dask.": "slurm，或 Dask 的 tcp://HOST:PORT。",
    "What Slurm jobs ask for.": "Slurm 作业的资源申请。",
    "Hourly files.": "逐时文件的保留。",
    "Solve one case only: number, name or base.": "只求解一个算例：序号、标识或 base。",
    "List the cases, with time and memory.": "列出算例及其时间与内存。",
    "Try again what failed.": "重试失败的算例。",
    "Dask's dashboard, on loopback.": "Dask 监视页面（仅本机）。",
    "HiGHS's own log in the log of each case.": "在每个算例的日志中写入 HiGHS 日志。",
    # defaults in words
    "that of the locale": "随系统语言",
    "all processors": "全部处理器",
    "all": "全部",
    "cases beside --out": "--out 旁的 cases",
    "as memory and cores allow": "按内存与核数",
    "as the sweep says": "按算例组文件",
    "results/<case>-<time>": "results/<案例>-<时间>",
    "results/targets-<case>-<time>": "results/targets-<案例>-<时间>",
    "results/compare-<time>": "results/compare-<时间>",
    "results/<sweep>": "results/<算例组>",
    "<case>.lp, .mps, .py or .nc": "<案例>.lp、.mps、.py 或 .nc",
    # frame
    "Usage: ": "用法：",
    "Arguments": "参数",
    "Options": "选项",
    "Commands": "命令",
    "[default: {}]": "[默认： {}]",
    "[required]": "[必填]",
}


def help_text(text: str) -> str:
    """A text of ``--help`` in Chinese."""
    return HELP.get(text, text)
