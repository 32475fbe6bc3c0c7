"""Study of the targets: whether they are met, the gap, the measures that close it, and its robustness."""

from .assess import Assessment, assess_targets
from .capacity_plan import Planned, plan_capacities, save_plan
from .compute import USUAL, StudyOptions, compute
from .reliable_plan import Requirement
from .report import open_study, write_report
from .result_table import ResultTable
from .sections import Section, sections
from .solver import Solver
from .study import FILE, PARTS, Part, Study, save
from .weather_years import WeatherYears

__all__ = [
    "FILE",
    "PARTS",
    "USUAL",
    "Assessment",
    "Part",
    "Planned",
    "Requirement",
    "ResultTable",
    "Section",
    "Solver",
    "Study",
    "StudyOptions",
    "WeatherYears",
    "assess_targets",
    "compute",
    "open_study",
    "plan_capacities",
    "save",
    "save_plan",
    "sections",
    "write_report",
]
