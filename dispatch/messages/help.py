"""What ``--help`` states of the program, its commands, their arguments and options: (English, Chinese)."""

from __future__ import annotations

HELP: dict[str, tuple[str, str]] = {
    "help.program": (
        "The hourly dispatch of a regional power system over a year, as one linear program.",
        "区域电力系统全年逐时调度：一个线性规划。",
    ),
    "help.command.run": (
        "Dispatch a case: read, build, solve, write a run folder, print the closing table.",
        "求解一个案例：读取、建模、求解、写出结果目录、打印汇总表。",
    ),
    "help.command.serve": (
        "Start the workbench in the browser: cases, runs and studies of a folder. Ctrl-C ends the server; runs continue.",
        "启动浏览器工作台：管理一个目录中的案例、计算与专题研究。Ctrl-C 停止服务，计算继续进行。",
    ),
    "help.serve.folder": ("Folder with cases and results.", "存放案例与结果的目录。"),
    "help.serve.port": ("Port of the server.", "服务端口。"),
    "help.serve.host": (
        "Address of the server. Another one than loopback is open to the network, and needs the token that is printed.",
        "服务地址。非本机回环地址对网络开放，需使用打印出的令牌访问。",
    ),
    "help.serve.token": (
        "Request a token on loopback too: for a machine with several users.",
        "在本机回环地址上也要求令牌：用于多用户机器。",
    ),
    "help.serve.open": ("Open the browser.", "打开浏览器。"),
    "help.command.solve": (
        "Solve an MPS or LP file of another tool; the time index is read from the names of columns.",
        "求解其他工具的 MPS 或 LP 文件；时间序号由列名读取。",
    ),
    "help.model_file": ("Model: .mps or .lp, also .gz.", "模型文件：.mps 或 .lp，也可为 .gz。"),
    "help.time_regex": (
        "Regular expression that finds the time index in a column name: group t, or the first group. By default the last "
        "integer at the end, in brackets or parentheses or after an underscore.",
        "在列名中查找时间序号的正则表达式：分组 t，或第一个分组。默认取末尾括号内或下划线后的最后一个整数。",
    ),
    "help.solution_folder": (
        "Folder for columns.csv, rows.csv and solution.json.",
        "写出 columns.csv、rows.csv 与 solution.json 的目录。",
    ),
    "help.command.check": (
        "Report every fault of a case, or what it holds.",
        "报告案例的全部错误；没有错误则列出其内容。",
    ),
    "help.command.explain": (
        "Report the binding constraints of an hour and the causes of curtailment or shortfall.",
        "说明某小时的约束情况，以及弃电或短缺的原因。",
    ),
    "help.command.new": (
        "Write a new case folder: of Chinese provinces from open data, from a template, or as a copy of another case.",
        "新建案例目录：由公开数据生成省级案例、由模板生成，或复制已有案例。",
    ),
    "help.template": ("Template: minimal is the smallest case that runs.", "模板：minimal 为可运行的最小案例。"),
    "help.province": (
        "Provinces, separated by commas: 甘肃 or gansu; all: the 31 provinces.",
        "省份，用逗号分隔：甘肃 或 gansu；all 为全部 31 省。",
    ),
    "help.base_year": (
        "Base year of the case: 2023 or 2024, the default (with --province).",
        "案例的基准年：2023 或 2024（默认；与 --province 同用）。",
    ),
    "help.statistics": (
        "Table of figures that replace the packaged ones: province, quantity, value, source (with --province).",
        "替换内置数字的表：province、quantity、value、source（与 --province 同用）。",
    ),
    "help.from_case": (
        "Case to copy. A copy beside it keeps `extends`; elsewhere the tables are merged.",
        "要复制的案例。副本与原案例同级时保留 `extends`；否则合并数据表。",
    ),
    "help.command.targets": (
        "Assess the targets: whether they are met, the gap, the least-cost measures, and the robustness.",
        "判定目标是否达到、差距、最低成本措施与稳健性。",
    ),
    "help.command.adequacy": (
        "Assess adequacy: LOLE, EENS, worst events, capacity margin and capacity credits, by sequential Monte Carlo.",
        "评估电力供应充裕度：LOLE、EENS、最严重事件、容量裕度与容量置信度（序贯蒙特卡罗）。",
    ),
    "help.adequacy.samples": (
        "Sampled years; with --until the most.",
        "抽样年数；给定 --until 时为上限。",
    ),
    "help.adequacy.weather_years": (
        "Synthetic weather years, seeds 1 to N; 0: the series of the case alone.",
        "合成气象年数（种子 1 至 N）；0：仅用案例给定的序列。",
    ),
    "help.adequacy.seed": ("Seed of the outages.", "停运抽样的种子。"),
    "help.adequacy.until": (
        "Stop at this relative standard error of LOLE and EENS, such as 5%.",
        "LOLE 与 EENS 的相对标准误达到该值（如 5%）时停止。",
    ),
    "help.adequacy.target": (
        "LOLE for which the capacity margin is computed [h/year].",
        "计算容量裕度所依据的 LOLE 目标 [小时/年]。",
    ),
    "help.adequacy.credits": (
        "Samples for capacity margin and credits; 0: neither is computed.",
        "计算容量裕度与容量置信度的样本数；0：不计算。",
    ),
    "help.adequacy.workers": (
        "Processes; results do not depend on their number.",
        "进程数；结果与其无关。",
    ),
    "help.default.operate_folder": ("results/operate-CASE-TIME", "results/operate-案例-时间"),
    "help.command.operate": (
        "Operate the window day by day: commitment on day-ahead forecasts, dispatch on realised values; state what foresight was worth.",
        "逐日运行模拟：按日前预测安排开机，按实况实时调度，并给出预见性的价值。",
    ),
    "help.operate.foresight": (
        "What the operation knows: forecasts with errors, or realised values (within the look-ahead).",
        "运行时所知：带误差的预测，或前瞻期内的实况。",
    ),
    "help.operate.look_ahead": ("Days behind the day that a solve sees.", "每次求解在当日之后前瞻的天数。"),
    "help.operate.block": (
        "Hours that are dispatched at once on realised values; a divisor of 24.",
        "一次按实况调度的小时数，须整除 24。",
    ),
    "help.operate.values": (
        "Run of this window with --keep-warm, whose values of stored energy and budgets are used; made where it is missing. "
        "realised: values of the realised window.",
        "用 --keep-warm 保存的同一时段运行，取其储能价值与总量约束乘子；不存在时先求解并保存。realised：取实际时段自身的价值。",
    ),
    "help.operate.years": (
        "Synthetic weather years, by seed, whose mean values are used: nothing of the realised year is known. Default: three, where the "
        "case can draw weather years; without such years, and with --foresight perfect, the realised window.",
        "合成气象年的种子，取其平均价值：运行对实际年份一无所知。案例可生成气象年时默认取三年；否则以及 --foresight perfect 时取实际时段。",
    ),
    "help.operate.integer": (
        "Whole units in the stages; the bound has parts of units.",
        "各阶段按整台机组求解；下界仍为连续开机容量。",
    ),
    "help.operate.keep_warm": (
        "Keep the basis of the run with perfect foresight, for --values and --start.",
        "保存完全预见运行的基，供 --values 与 --start 使用。",
    ),
    "help.operate.seed": ("Seed of the forecast errors.", "预测误差的随机种子。"),
    "help.operate.release": (
        "Share of the reserve for forecast errors that real-time dispatch may use.",
        "实时调度可动用的新能源预测误差备用份额。",
    ),
    "help.default.adequacy_folder": ("results/adequacy-CASE-TIME", "results/adequacy-案例-时间"),
    "help.command.plan": (
        "Choose the least-cost capacities over the whole window, with the targets met; write the compliant case.",
        "在全时段上选择最低成本的容量并满足目标，写出达标方案。",
    ),
    "help.meet": (
        "Target to meet, by its name in targets.csv; several. none: no target, least cost alone.",
        "须满足的目标（targets.csv 中的名称），可多次给出；none：不设目标，仅求最低成本。",
    ),
    "help.plan_lole": (
        "Loss-of-load expectation to hold, in hours of the window: capacity is added until sampled outages keep it.",
        "须满足的失负荷期望（本时段小时数）：增加容量，直至停运抽样结果达到该值。",
    ),
    "help.plan_samples": (
        "Sampled windows of each simulation of outages, for LOLE and EENS of both cases and for --lole.",
        "每次停运模拟的抽样次数，用于规划前后的失负荷期望与 --lole。",
    ),
    "help.plan_weather_years": (
        "Seeds of synthetic weather years that share the capacities, such as 1,7,15: each is dispatched, and targets hold in each.",
        "共用容量的合成气象年种子，如 1,7,15：各年分别运行，各年均满足目标。",
    ),
    "help.plan_weights": (
        "Weights of the weather years in the mean cost, such as 2,1,1.",
        "各气象年在平均成本中的权重，如 2,1,1。",
    ),
    "help.default.plan_weights": ("equal", "相等"),
    "help.plan_cvar": (
        "Weight of the most expensive weather years in the cost (conditional value at risk), from 0 to below 1; the mean has the rest.",
        "最高成本气象年（条件风险价值）在目标函数中的权重，0 至小于 1；其余为平均成本。",
    ),
    "help.plan_tail": (
        "Share of the weather years that counts as the most expensive, by weight.",
        "计入最高成本气象年的权重份额。",
    ),
    "help.default.meet": ("every missed target that can be met", "全部可达到的未达标目标"),
    "help.default.plan_folder": ("results/plan-<case>-<time>", "results/plan-<案例>-<时间>"),
    "help.command.diagnose": (
        "Report why a case is infeasible: a smallest conflict, in table rows and hours, and its remedies.",
        "说明案例为何不可行：以数据表的行与小时给出最小矛盾，以及如何解决。",
    ),
    "help.command.report": (
        "Write report.xlsx, report.html and csv/ into a run folder.",
        "在结果目录写出 report.xlsx、report.html 与 csv/。",
    ),
    "help.command.compare": (
        "Write a workbook and a page with what differs between runs.",
        "写出比较各次结果差异的工作簿与网页。",
    ),
    "help.command.export": (
        "Write a case as one workbook (xlsx), or its LP: as LP or MPS, as a script that makes the Pyomo model, or as a network of PyPSA.",
        "把案例写成一个工作簿（xlsx），或写出其线性规划：LP 或 MPS 文件、生成 Pyomo 模型的脚本，或 PyPSA 网络。",
    ),
    "help.command.import": (
        "Make a case of a network of PyPSA, or say by name what cannot be carried.",
        "由 PyPSA 网络生成案例，或逐项指出不支持的内容。",
    ),
    "help.command.weather": (
        "Write the hourly series of a case: a synthetic year, or your own files.",
        "写出案例的逐时序列：合成气象年，或自有文件。",
    ),
    "help.command.batch": (
        "Solve the cases of a sweep: on this machine or a cluster; what is there is not solved again.",
        "求解一组算例：在本机或集群；已有结果不再求解。",
    ),
    "help.case_folder": (
        "Case folder, with case.toml and tables, or workbook (.xlsx).",
        "案例目录（含 case.toml 与数据表），或工作簿（.xlsx）。",
    ),
    "help.run_folder": ("Run folder.", "结果目录。"),
    "help.hour": ("Such as '2030-04-12 13:00', in UTC+8.", "如 '2030-04-12 13:00'，UTC+8。"),
    "help.run_folders": ("Run folders; the first is the base.", "结果目录；第一个为基准。"),
    "help.network_kind": ("Kind of the network file.", "文件类型。"),
    "help.network_file": ("netCDF or HDF5 file, or folder of CSVs.", "netCDF 或 HDF5 文件，或 CSV 目录。"),
    "help.sweep_file": ("File of the sweep; see docs/batch.md.", "变化的内容；见 docs/batch.md。"),
    "help.language": ("Language of messages.", "消息的语言。"),
    "help.version": ("Show the versions and exit.", "显示版本并退出。"),
    "help.typer.show_help": ("Show this message and exit.", "显示本帮助并退出。"),
    "help.set": (
        "Change one input: table\\[key=value].column=VALUE, or key=VALUE.",
        "改变一项输入：table\\[key=value].column=VALUE，或 key=VALUE。",
    ),
    "help.from": ("First day or hour.", "起始日或小时。"),
    "help.hours": ("Length of the window.", "时段的小时数。"),
    "help.time_limit": ("Seconds to solve.", "求解时限（秒）。"),
    "help.time_limit_each": ("Seconds of each solve.", "每次求解的时限（秒）。"),
    "help.gap": ("Stop at this relative gap.", "达到该相对间隙即停止。"),
    "help.threads": ("Threads.", "线程数。"),
    "help.method": ("How to solve.", "求解方法。"),
    "help.start": ("Start from the basis of this run.", "以该次结果的基为起点。"),
    "help.integer": (
        "Whole units: at once up to a month, week by week beyond.",
        "按整台机组求解：一个月内一次求解，更长则逐周求解。",
    ),
    "help.integer_files": (
        "Whole units; LP and MPS.",
        "按整台机组；仅限 LP 与 MPS。",
    ),
    "help.keep_duals": (
        "Keep the duals of all rows: duals.nc, run.dual in Python.",
        "保存所有约束行的对偶值：duals.nc，在 Python 中用 run.dual 读取。",
    ),
    "help.keep_warm": (
        "Keep the basis, for --start of another run.",
        "保留基，供其他运行以 --start 使用。",
    ),
    "help.plan_start": (
        "Saved run of the case (--keep-warm) from which the solve of the case as given starts.",
        "原方案的求解从其已保存的运行结果（--keep-warm）开始。",
    ),
    "help.highs_log": ("Show the log of HiGHS.", "显示 HiGHS 日志。"),
    "help.folder": ("Folder.", "目录。"),
    "help.target_parts": (
        "verdict, measures, carrying, levers, map, sure, joint, ranges or adequacy; several.",
        "verdict、measures、carrying、levers、map、sure、joint、ranges 或 adequacy；可多次给出。",
    ),
    "help.default.target_parts": ("all but map and joint", "除 map 与 joint 外全部"),
    "help.samples": ("Samples of the joint uncertainty.", "联合不确定性的抽样数。"),
    "help.map_points": ("Points of the map in each direction.", "差距图每个方向的点数。"),
    "help.synthetic_weather_years_how": (
        "Synthetic weather years for the robustness of the verdict.",
        "用于判断稳健性的合成气象年数。",
    ),
    "help.default.weeks": (
        "of a window longer than 2,352 hours 6, for measures of each kind 1, for all together 0 up to 500,000 rows, else 1",
        "超过 2,352 小时的窗口取 6 周，各类措施单独取 1 周，全部措施合计在 50 万行以内取全窗口，否则 1 周",
    ),
    "help.weeks": (
        "Weeks of the window on which is searched; 0: all of it.",
        "搜索所用的窗口内周数；0 为全窗口。",
    ),
    "help.png": ("Also every chart as a picture.", "同时将每张图存为图片。"),
    "help.pdf": ("Also the summary as one page, summary.pdf.", "同时将摘要存为一页 summary.pdf。"),
    "help.format": ("Format.", "格式。"),
    "help.file": ("File.", "文件。"),
    "help.case_folder_write": ("Case folder to write.", "要写出的案例目录。"),
    "help.netcdf_file": ("netCDF file.", "netCDF 文件。"),
    "help.which_synthetic_years": ("Which of the synthetic years.", "合成气象年的种子。"),
    "help.weather_record": (
        "A weather year that happened, of weather.toml: era5-2020.",
        "weather.toml 中的实际气象年，如 era5-2020。",
    ),
    "help.pseudo_months": (
        "Months of a pseudo-year of weather.toml: 2018 to 2024.",
        "weather.toml 中某年的逐月系数：2018 至 2024。",
    ),
    "help.capacity_credits": (
        "Capacity credits over seeds 1 to YEARS, a CSV table.",
        "由种子 1 至 YEARS 的气象年计算保证容量，写成 CSV 表。",
    ),
    "help.series_map": ("Map of your own files; see docs/series.md.", "自有文件的映射；见 docs/series.md。"),
    "help.batch_folder": ("Batch folder.", "批量目录。"),
    "help.store": ("Folder of cases, shared by batches.", "算例目录，各批量共用。"),
    "help.workers": ("Workers.", "工作进程数。"),
    "help.cluster": ("slurm, or tcp://HOST:PORT of Dask.", "slurm，或 Dask 的 tcp://HOST:PORT。"),
    "help.slurm_options": ("Resources that Slurm jobs request.", "Slurm 作业的资源申请。"),
    "help.hourly_files": ("Hourly files.", "逐时文件的保留。"),
    "help.only_case": ("Solve one case only: number, name or base.", "只求解一个算例：序号、标识或 base。"),
    "help.dry_run": ("List the cases, with time and memory.", "列出算例及其时间与内存。"),
    "help.try_again_failed": ("Try again what failed.", "重试失败的算例。"),
    "help.dashboard": ("Dask's dashboard, on loopback.", "Dask 监视页面（仅本机）。"),
    "help.highs_own_log": ("HiGHS's own log in the log of each case.", "在每个算例的日志中写入 HiGHS 日志。"),
    "help.default.locale": ("that of the locale", "随系统语言"),
    "help.default.all_processors": ("all processors", "全部处理器"),
    "help.default.cases_beside_out": ("cases beside --out", "--out 旁的 cases"),
    "help.default.memory_cores_allow": ("as memory and cores allow", "按内存与核数"),
    "help.default.sweep_says": ("as the sweep says", "按算例组文件"),
    "help.default.results_case_time": ("results/<case>-<time>", "results/<案例>-<时间>"),
    "help.default.targets_folder": ("results/targets-<case>-<time>", "results/targets-<案例>-<时间>"),
    "help.default.results_compare_time": ("results/compare-<time>", "results/compare-<时间>"),
    "help.default.results_sweep": ("results/<sweep>", "results/<算例组>"),
    "help.default.export_file": ("<case>.lp, .mps, .py, .nc or .xlsx", "<案例>.lp、.mps、.py、.nc 或 .xlsx"),
    "help.typer.usage": ("Usage: ", "用法："),
    "help.typer.arguments": ("Arguments", "参数"),
    "help.typer.options": ("Options", "选项"),
    "help.typer.commands": ("Commands", "命令"),
    "help.typer.default": ("[default: {}]", "[默认： {}]"),
    "help.typer.required": ("[required]", "[必填]"),
    "help.typer.error": ("Error", "错误"),
    "help.typer.try": (
        "Try [blue]'{command_path} {help_option}'[/] for help.",
        "帮助见 [blue]'{command_path} {help_option}'[/]。",
    ),
}
