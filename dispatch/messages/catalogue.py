"""The one catalogue of what the program says to people: key -> (English, Chinese)."""

from __future__ import annotations

from .adequacy import ADEQUACY
from .batch import BATCH
from .columns import COLUMNS
from .commands import MESSAGES
from .diagnose import DIAGNOSE
from .executive import EXECUTIVE
from .external import EXTERNAL
from .failures import FAILURES
from .faults_case import CASE_FAULTS
from .faults_commands import COMMAND_FAULTS
from .faults_common import COMMON_FAULTS
from .faults_pypsa import PYPSA_FAULTS
from .faults_series import SERIES_FAULTS
from .faults_weather import WEATHER_FAULTS
from .faults_workbook import WORKBOOK_FAULTS
from .help import HELP
from .joins import JOINS
from .market import MARKET
from .model import CONSTRAINTS, VARIABLES
from .notes import NOTES
from .plan import PLAN
from .remarks import REMARKS
from .remedies_case import CASE_REMEDIES
from .report import REPORT
from .solving import SOLVING
from .technologies import TECHNOLOGY_NAMES
from .usage import USAGE
from .verdict import VERDICT
from .workbench import WORKBENCH

PARTS: tuple[dict[str, tuple[str, str]], ...] = (
    JOINS,
    TECHNOLOGY_NAMES,
    MESSAGES,
    REPORT,
    COLUMNS,
    NOTES,
    DIAGNOSE,
    VERDICT,
    BATCH,
    SOLVING,
    REMARKS,
    CONSTRAINTS,
    VARIABLES,
    FAILURES,
    HELP,
    USAGE,
    COMMON_FAULTS,
    CASE_FAULTS,
    CASE_REMEDIES,
    SERIES_FAULTS,
    WEATHER_FAULTS,
    WORKBOOK_FAULTS,
    PYPSA_FAULTS,
    COMMAND_FAULTS,
    EXTERNAL,
    ADEQUACY,
    PLAN,
    EXECUTIVE,
    MARKET,
    WORKBENCH,
)
"""One a subject. No key is in two of them."""
CATALOGUE: dict[str, tuple[str, str]] = {key: texts for part in PARTS for key, texts in part.items()}
