"""Faults of requests to commands, of run folders, sweeps and clusters: (English, Chinese)."""

from __future__ import annotations

COMMAND_FAULTS: dict[str, tuple[str, str]] = {
    "fault.operate.block": ("does not divide 24", "不能整除 24"),
    "fault.operate.both_values": (
        "values come from a run or from weather years, not both",
        "价值取自一次运行或若干气象年，二者不可并用",
    ),
    "remedy.operate.one_values": ("Leave one of them out.", "请去掉其中一项。"),
    "fault.weather_years.seeds": ("is no list of different seeds", "不是互不相同的种子列表"),
    "remedy.weather_years.seeds": (
        "Give whole numbers with commas, such as 1,2,3.",
        "请用逗号分隔的整数，如 1,2,3。",
    ),
    "fault.operate.given": (
        "names no series of the case: a profile of wind, PV, CSP or load that is foreseen, and series of its file",
        "不是案例的序列：应为被预测的风电、光伏、光热或负荷出力曲线名，及序列文件中的序列名",
    ),
    "remedy.operate.given": (
        "Give profile = [same day, next day, later], each a series of the file.",
        "请写作 曲线名 = [当日, 次日, 其后]，各为序列文件中的序列名。",
    ),
    "remedy.operate.errors": (
        "Name a profile of wind, PV, CSP or load of the case.",
        "请写案例中风电、光伏、光热或负荷的出力曲线名。",
    ),
    "fault.operate.weighted": (
        "an hour that represents several cannot be operated",
        "代表多个小时的时段不能逐日运行",
    ),
    "remedy.operate.weighted": ("Operate a case whose hours follow each other.", "请使用逐小时连续的案例。"),
    "fault.operate.other_structure": (
        "the case in this weather year has an LP of another structure",
        "该气象年的线性规划结构不同",
    ),
    "fault.operate.no_generator": (
        "the case can draw no weather years: it lacks sites.csv or weather.toml",
        "案例无法生成气象年：缺少 sites.csv 或 weather.toml",
    ),
    "remedy.operate.no_years": (
        "Leave the option out, or give --values with a run of this case.",
        "请去掉该选项，或用 --values 指定本案例的一次运行。",
    ),
    "fault.operate.infeasible_year": (
        "the case has no feasible dispatch in this weather year",
        "案例在该气象年无可行解",
    ),
    "fault.operate.realised_year": (
        "this weather year is the realised one, which the operation must not know",
        "该气象年即实际年份，运行不得预知",
    ),
    "remedy.operate.other_years": (
        "Give other years to --values-from-years, or use --values realised.",
        "请用 --values-from-years 指定其他年份，或将 --values 设为 realised。",
    ),
    "remedy.operate.same_tables": (
        "Use --values with a run of this case and window.",
        "请用 --values 指定本案例该时段的运行。",
    ),
    "fault.operate.other_values": (
        "the run has no values for most columns or constraints of this case",
        "该运行缺少本案例大部分变量或约束的取值",
    ),
    "fault.operate.other_rules": (
        "holds the days of an operation of another case or with other options",
        "保存的是另一案例或其他选项的运行",
    ),
    "remedy.operate.other_place": (
        "Give the same case and options to continue, or remove the folder, or choose another --out.",
        "请用相同案例与选项继续，或删除该文件夹，或另选 --out。",
    ),
    "fault.operate.not_operate_writes": ("not what `dispatch operate` writes", "不是 `dispatch operate` 写出的内容"),
    "remedy.operate.again": ("run `dispatch operate` again", "请重新运行 `dispatch operate`"),
    "remedy.operate.block": ("Give 1, 2, 3, 4, 6, 8, 12 or 24.", "请给 1、2、3、4、6、8、12 或 24。"),
    "list.results.blocks": ("Blocks are", "各块为"),
    "list.results.areas": ("Areas are", "区域有"),
    "fault.results.no_such_area": ("the run has no such area", "该结果没有此区域"),
    "fault.batch.zipped_levels": (
        "axes that go together have as many levels each, not {counts}",
        "同步变化的轴须有相同的水平数，而非 {counts}",
    ),
    "fault.batch.axis_kind": (
        "an axis has exactly one of factors, values, seeds, cases, choices",
        "一个轴须且仅须有 factors、values、seeds、cases、choices 之一",
    ),
    "fault.batch.no_level": ("an axis has at least one level", "一个轴至少有一个水平"),
    "fault.batch.base_level": ("the base is no level of its axis", "基准不是该轴的水平"),
    "fault.batch.unknown_case": ("the batch has no such case", "该批量没有该算例"),
    "fault.batch.other_folder": ("the folder holds something else", "该目录已有其他内容"),
    "fault.batch.from_below_to": ("`from` is below `to`", "`from` 须小于 `to`"),
    "fault.batch.inputs_changed": (
        "the inputs have changed since the batch was planned",
        "批量计划之后输入已改变",
    ),
    "fault.batch.morris_levels": (
        "Morris needs an even number of levels",
        "Morris 的 levels 须为偶数",
    ),
    "fault.batch.reserved_name": (
        "{name} is the name of something else in the table of a batch",
        "{name} 在批量结果表中另有含义",
    ),
    "fault.batch.no_batch": ("there is no batch here: {error}", "此处没有批量计算：{error}"),
    "fault.batch.no_hours": ("no case of the batch keeps its hours", "该批量没有保存逐时结果的算例"),
    "fault.batch.no_case_left": ("no case is left", "没有剩余算例"),
    "fault.batch.condition": ("it is no condition on an axis of the sweep", "不是关于轴的条件"),
    "fault.batch.no_sbatch_machine": ("there is no sbatch on this machine", "本机没有 sbatch"),
    "fault.batch.no_scheduler_answers": ("no scheduler answers: {error}", "没有调度器应答：{error}"),
    "fault.batch.only_axis_cases": ("only one axis has cases", "只能有一个轴使用 cases"),
    "fault.batch.path": (
        "`path` goes with factors or values, and only with them",
        "`path` 只与 factors 或 values 同用，且不可缺",
    ),
    "fault.batch.sample": (
        "[sample] goes with axes that have `from` and `to` without `steps`, and only with them",
        "[sample] 只用于有 `from` 与 `to` 而无 `steps` 的轴，且不可缺",
    ),
    "fault.batch.sampled_not_zipped": ("what is sampled is not zipped", "抽样的轴不能 zip"),
    "fault.batch.seeds_from_to": (
        "`from` is at most `to`, and there are at most 10,000 seeds",
        "`from` 不大于 `to`，且种子至多 10,000 个",
    ),
    "fault.batch.job_refused": ("Slurm refuses the job: {output}", "Slurm 拒绝该作业：{output}"),
    "fault.batch.two_axes_called": ("two axes are called {doubled}", "两个轴同名：{doubled}"),
    "fault.batch.walltime": ("not of the form HH:MM:SS or D-HH:MM:SS", "不是 HH:MM:SS 或 D-HH:MM:SS 的形式"),
    "fault.new.no_such_template": ("there is no such template", "没有该模板"),
    "fault.new.one_origin": (
        "a new case has exactly one origin",
        "新案例须且仅须有一个来源",
    ),
    "remedy.new.one_origin": (
        "Give one of `--province P`, `--template minimal` and `--from-case CASE`.",
        "请给出 `--province P`、`--template minimal`、`--from-case CASE` 之一。",
    ),
    "fault.new.no_such_province": ("there is no such province", "没有该省份"),
    "fault.new.province_twice": ("the province stands twice", "该省份重复"),
    "fault.new.all_alone": ("`all` is not part of a list", "`all` 不能与省份并列"),
    "remedy.new.all_alone": (
        "Write `--province all` for the 31 provinces, or name provinces without `all`.",
        "全部 31 省请写 `--province all`；否则只列出省份，不写 `all`。",
    ),
    "fault.new.no_commas": ("provinces are not separated by commas", "省份之间未用逗号分隔"),
    "remedy.new.no_commas": ("Write --province {written}.", "请写 --province {written}。"),
    "remedy.new.elsewhere": ("Name another folder.", "请另给目录。"),
    "fault.new.no_such_quantity": ("there is no such quantity", "没有该指标"),
    "fault.new.statistics_columns": ("columns are missing", "缺少列"),
    "remedy.new.statistics": (
        "Head the table with province,quantity,value,source.",
        "表头应为 province,quantity,value,source。",
    ),
    "fault.new.statistics_alone": (
        "figures replace packaged figures of provinces only",
        "该表仅替换分省内置数字",
    ),
    "remedy.new.statistics_alone": (
        "Give `--province P`, or leave `--statistics` out.",
        "请给出 `--province P`，或去掉 `--statistics`。",
    ),
    "fault.new.year": ("there are no packaged data of this base year", "没有该基准年的内置数据"),
    "remedy.new.year": ("Choose one of {years}.", "请从 {years} 中选择。"),
    "fault.new.year_alone": ("the base year concerns cases of provinces only", "基准年仅用于省级案例"),
    "remedy.new.year_alone": (
        "Give `--province P`, or leave `--year` out.",
        "请给出 `--province P`，或去掉 `--year`。",
    ),
    "fault.new.value": ("no number in the range of the quantity", "不是该指标范围内的数"),
    "remedy.new.value": (
        "Write {quantity} as {unit}, from {least} to {most}.",
        "{quantity} 请以{unit}填写，范围 {least} 至 {most}。",
    ),
    "remedy.new.packaged": ("The packaged figure is {value}.", "内置数字为 {value}。"),
    "fault.new.figure_twice": ("the figure is in row {row} too", "该数字与第 {row} 行重复"),
    "fault.new.cells": ("the row has more cells than the heading", "该行的单元格多于表头"),
    "remedy.new.cells": (
        "Put a text with commas in quotation marks, and write numbers without separators.",
        "含逗号的文字请加引号，数字不要写千位分隔符。",
    ),
    "fault.new.battery": (
        "the energy content does not match the power of the batteries ({power})",
        "储能电量与储能功率（{power}）不相称",
    ),
    "remedy.new.battery": (
        "Give battery [GW] and battery_energy [GWh] of the province, {least} to {most} h of the power.",
        "请同时给出该省的 battery（GW）与 battery_energy（GWh），电量为功率的 {least} 至 {most} 小时。",
    ),
    "fault.new.source": ("a figure needs a source", "数字须注明来源"),
    "remedy.new.source": ("State publisher and year.", "请注明发布机构与年份。"),
    "fault.commands.disk_full": ("the disk is full", "磁盘已满"),
    "fault.commands.file_in_place": (
        "a file stands where a folder is needed",
        "应为目录之处已有同名文件",
    ),
    "fault.commands.no_such_part": ("there is no such part", "没有该部分"),
    "fault.commands.weather_options": (
        "not one of seed, map and credits",
        "种子、映射文件与保证容量三者须且仅须给出其一",
    ),
    "fault.commands.place_cannot_written": ("the place cannot be written: {strerror}", "该处无法写入：{strerror}"),
    "fault.commands.place_read_only": ("the place is read-only", "该位置只读"),
    "fault.commands.seed": ("a seed is a whole number of at least 0", "种子为不小于 0 的整数"),
    "fault.commands.integer_format": (
        "whole units are written to LP and MPS files only",
        "整台机组只能写入 LP 或 MPS 文件",
    ),
    "fault.commands.no_permission": ("you may not write there", "没有写入该处的权限"),
    "fault.hour.not_hour": ("not an hour", "不是小时"),
    "fault.hour.not_hour_run": ("not an hour of the run", "不在本次结果的时段之内"),
    "fault.report.weighted_hours": (
        "its hours represent more than one hour, and a report counts each as one",
        "其小时代表不止一小时，而报告将每小时计为一",
    ),
    "fault.results.area": ("an area is not an area of the run", "某区域不是该结果的区域"),
    "fault.results.attribute": (
        "the attribute is missing, or of another kind",
        "缺少该属性，或类型不符",
    ),
    "fault.results.cannot_read": ("it cannot be read: {error}", "无法读取：{error}"),
    "fault.results.dimensions_not": ("its dimensions are {shown}, not {shown2}", "维度为 {shown}，应为 {shown2}"),
    "fault.results.json": ("the file is not JSON, or cut off", "文件不是 JSON，或不完整"),
    "fault.results.inside_case": ("the folder lies inside the case {case}", "该目录位于算例 {case} 之内"),
    "fault.results.label_twice": ("a label is there twice", "有标签重复"),
    "fault.results.no_basis_start": ("there is no basis to start from ({error})", "没有可用的初始基（{error}）"),
    "fault.results.block": ("no block of rows has this name", "没有该名称的约束块"),
    "fault.results.no_run_missing": ("there is no run here: {missing} missing", "此处没有结果：缺少 {missing}"),
    "fault.results.other_run": (
        "this is not that of dispatch.nc: the files are not of one run",
        "与 dispatch.nc 不一致：各文件不属于同一次运行",
    ),
    "fault.targets.not_study_writes": (
        "this is not what a study of the targets of this version writes here",
        "此处不是本版本目标研究应有的内容",
    ),
    "remedy.targets.name_study_folder": (
        "The file is damaged, or of another version or program: make the study again with `dispatch targets`.",
        "该文件已损坏，或由其他版本、其他程序写出：请用 `dispatch targets` 重新生成。",
    ),
    "fault.results.not_run_writes": ("this is not what a run writes here", "此处不是运行结果应有的内容"),
    "fault.results.no_duals": ("the run holds no duals", "该运行没有对偶值"),
    "fault.results.run_never_finished": ("the run was never finished", "该运行未完成"),
    "fault.results.values_another_kind": ("its values are of another kind", "数值类型不符"),
    "fault.results.variable_missing": ("the variable is missing", "缺少该变量"),
    "fault.run.no_such_method": ("this is no method", "没有该求解方法"),
    "list.run.methods": ("Methods are", "方法有"),
    "fault.run.run_not_saved": ("the run was not saved", "该结果未保存"),
    "fault.run.integer_start": (
        "whole units of at most {month} hours do not begin from a basis",
        "{month} 小时以内的整台机组求解不能从初始基开始",
    ),
    "remedy.batch.add_name_another": ("Add it, or name another.", "请加入，或另给一个。"),
    "remedy.batch.case_numbers": (
        "Cases are numbered 1 to {count}; `base` is what they start from.",
        "算例编号为 1 至 {count}；`base` 为基准算例。",
    ),
    "remedy.batch.scheduler": (
        "Give the address of a Dask scheduler that runs, as tcp://HOST:PORT or tls://HOST:PORT.",
        "请给出运行中的 Dask 调度器地址：tcp://HOST:PORT 或 tls://HOST:PORT。",
    ),
    "remedy.batch.equal_levels": ("Give each as many, or cross them.", "请使水平数相同，或改为交叉。"),
    "remedy.batch.loosen_only_skip": ("Loosen `only` and `skip`.", "请放宽 `only` 与 `skip`。"),
    "remedy.batch.correct_slurm": (
        "Correct the options of Slurm; see docs/batch.md.",
        "请改正 Slurm 选项；见 docs/batch.md。",
    ),
    "remedy.batch.batch_folder": (
        "Name a folder that `dispatch batch` wrote.",
        "请给出 `dispatch batch` 写出的目录。",
    ),
    "remedy.batch.new_folder": (
        "Name a new folder, or that of an earlier batch, which continues.",
        "请给出新目录，或要继续的批量目录。",
    ),
    "remedy.batch.sweep_file": (
        "Name a sweep: a TOML file such as docs/batch.md describes.",
        "请给出批量方案：格式见 docs/batch.md 的 TOML 文件。",
    ),
    "remedy.batch.slurm_file": (
        "Name a TOML file of options; docs/batch.md describes them.",
        "请给出选项的 TOML 文件；各选项见 docs/batch.md。",
    ),
    "remedy.batch.remove_folder": (
        "Remove the folder, and start the batch again.",
        "请删除该目录，并重新启动批量计算。",
    ),
    "remedy.batch.sweep_keys": ("See docs/batch.md for the keys of a sweep.", "各项见 docs/batch.md。"),
    "remedy.batch.slurm_keys": (
        "See docs/batch.md for the options of Slurm.",
        "Slurm 选项见 docs/batch.md。",
    ),
    "remedy.batch.keep_hours": (
        "Solve it with --keep all, or --keep some.",
        "请以 --keep all 或 --keep some 求解。",
    ),
    "remedy.batch.start_batch_again": ("Start the batch again.", "请重新启动批量计算。"),
    "remedy.commands.weeks": (
        "Request fewer, or 0 for the whole window.",
        "请减少周数，或以 0 取全窗口。",
    ),
    "remedy.commands.permission": ("Request the right to write.", "请取得写入权限。"),
    "remedy.commands.copy_run": (
        "Copy the run to a place that you may write.",
        "请将运行目录复制到可写的位置。",
    ),
    "remedy.commands.free_some_space": ("Free some space there.", "请腾出空间。"),
    "remedy.commands.weather_options": (
        "Give --year SEED, --source RECORD or --months YEAR for a year that is drawn, --from MAP.toml for your own files, or --credits YEARS.",
        "请以 --year SEED、--source RECORD 或 --months YEAR 生成气象年，以 --from MAP.toml 用自有文件，或以 --credits YEARS 计算保证容量。",
    ),
    "remedy.commands.integer_format": (
        "Leave --integer out, or write an MPS file.",
        "请去掉 --integer，或写成 MPS 文件。",
    ),
    "remedy.commands.name_place_elsewhere": ("Name a place elsewhere with {option}.", "请用 {option} 另给位置。"),
    "remedy.commands.elsewhere_out": ("Name a place elsewhere with --out.", "请用 --out 另给位置。"),
    "remedy.commands.remove_file": ("Remove the file.", "请移走该文件。"),
    "remedy.commands.write_year": ("Write it as 2030 or 1.", "请写作 2030 或 1。"),
    "remedy.hour.span": ("The run has {time} to {time2}.", "本次结果为 {time} 至 {time2}。"),
    "remedy.hour.write_hour": ("Write '2030-04-12 13:00'.", "请写 '2030-04-12 13:00'。"),
    "remedy.report.hour_weight": (
        "Read dispatch.nc and hour_weight in it.",
        "请读取 dispatch.nc 及其中的 hour_weight。",
    ),
    "remedy.results.damaged": (
        "The folder is damaged, or of another version: make the run again.",
        "该目录已损坏，或由其他版本写出：请重新运行。",
    ),
    "remedy.results.make_run_again": ("Make the run again.", "请重新运行。"),
    "remedy.results.delete_solution": (
        "Delete the file: the case is then solved without it.",
        "请删除该文件，案例将不以其为起点求解。",
    ),
    "remedy.results.keep_warm": (
        "Make the run with --keep-warm, then start from it.",
        "请以 --keep-warm 运行后再以其为起点。",
    ),
    "remedy.results.run_folder": (
        "Name a folder that `dispatch run` wrote.",
        "请给出 `dispatch run` 写出的目录。",
    ),
    "remedy.results.outside_case": (
        "Name a folder outside of every case folder.",
        "请给出不在任何算例目录之内的目录。",
    ),
    "remedy.results.keep_duals": (
        "Save the run with keep_duals=True (--keep-duals); a method without proof has none.",
        "请以 keep_duals=True（--keep-duals）保存运行；无证明的方法没有对偶值。",
    ),
    "remedy.run.leave_start_out": ("Leave --start out.", "请去掉 --start。"),
    "remedy.run.keep_warm": ("Save it with keep_warm=True.", "请以 keep_warm=True 保存。"),
    "list.batch.axes": ("Write as growth >= 1.05. Axes are", "请写作 growth >= 1.05。轴有"),
    "fault.batch.case_unreadable": ("the case cannot be read: {kind}: {error}", "该算例无法读取：{kind}: {error}"),
    "list.commands.parts": ("Parts are", "各部分为"),
}
