"""All commands on one case whose names a terminal, a page, a spreadsheet, a script or a picture would obey: they are text."""

import ast
import csv
import html.parser
import os
import unicodedata

import highspy
import openpyxl
import pytest

EVIL = "\x1b]0;evil\x07\x1b[31m\x9b1m"
TEXT = f"=cmd() [/nothing] [red]x {EVIL} :smile: $\\frac{{$ <script>alert(1)</script> \"q\" 'q' \\n {{x}} %s"
"""For texts that are no names: titles, sources, policies, names of areas for people."""
NAME = "<script>x $frac{$ 'q' {x} %s :smile: (cmd)"
"""For names; what a name may not have (brackets, slashes, commas, @, =, control characters) is refused."""
FOLDER = f"=cmd() [nothing] {EVIL} $\\frac{{$ <script> \"q\" 'q' {{x}} %s"
FIRST = ("+", "-", '"')
"""First characters of names: what a spreadsheet takes for a formula, or a CSV for a quote."""


def hostile(write, folder):
    """A case of four hours with such names everywhere; reserve, storage, curtailment and load that is shed in it."""
    area, pocket, dispatcher = f"+{NAME}", f"-{NAME}", f'"{NAME}'
    place = {"area": area, "pocket": pocket, "dispatcher": dispatcher}
    common = {"source": TEXT}
    return write(
        folder,
        series={f"+w{NAME}": [1.0, 0.0, 0.5, 0.2], f"-l{NAME}": [0.5, 1.0, 0.6, 0.9]},
        loads=[place | common | {"load": f"-{NAME}", "energy": 3000, "profile": f"-l{NAME}"}],
        areas=[{"area": area, "name_zh": TEXT, "name_en": TEXT}],
        pockets=[place | {"source": TEXT}],
        dispatchers=[place | {"load_up": 0.05}],
        fuels=[{"fuel": f"+f{NAME}", "price": 700, "coal": "true"} | common],
        thermal=[place | {"fleet": f"+{NAME}", "capacity": 900, "fuel": f"+f{NAME}", "fuel_incremental": 0.3} | common],
        renewables=[place | {"asset": f"-{NAME}", "capacity": 800, "profile": f"+w{NAME}"} | common],
        storage=[place | {"asset": f'"{NAME}', "capacity": 50, "energy": 100} | common],
        corridors=[place | {"corridor": f"+c{NAME}", "receiver": TEXT, "capacity": 60, "energy": 100} | common],
        targets=[
            {"target": f"+{NAME}", "kind": "new_energy_generation", "required": 0.1, "text_zh": TEXT, "text_en": TEXT}
        ],
        settings={"title": TEXT, "title_zh": TEXT, "sources": TEXT},
    )


@pytest.fixture(scope="module")
def results(call, write_case, tmp_path_factory):
    """command -> its result; ``place``: the folder in which all wrote."""
    place = tmp_path_factory.mktemp("hostile")
    case = hostile(write_case, place / FOLDER)
    run, sweep = place / f"run {FOLDER}", place / f"sweep {NAME}.toml"
    sweep.write_text(
        f'title = {_toml(TEXT)}\ntitle_zh = {_toml(TEXT)}\ncase = {_toml(FOLDER)}\n[[axis]]\nname = "plan"\n'
        f"title = {_toml(TEXT)}\nchoices = [{{label = {_toml('=cmd() [/nothing] ' + NAME)}}}]\n",
        encoding="utf-8",
    )
    commands = {
        "check": ["check", case],
        "run": ["run", case, "--out", run],
        "report": ["report", run],
        "compare": ["compare", run, run, "--out", place / f"compare {FOLDER}"],
        "explain": ["explain", run, "2030-01-07 01:00"],
        "diagnose": ["diagnose", case],
        "targets": ["targets", case, "--part", "verdict", "--out", place / f"targets {FOLDER}"],
        "pyomo": ["export", "--to", "pyomo", case, "--out", place / "model.py"],
        "lp": ["export", "--to", "lp", case, "--out", place / "model.lp"],
        "mps": ["export", "--to", "mps", case, "--out", place / "model.mps"],
        "batch": ["batch", sweep, "--out", place / f"batch {FOLDER}", "--store", place / "cases"],
        "batch report": ["report", place / f"batch {FOLDER}"],
    }
    return {
        name: call(*line, *(["--lang", "zh"] if name in ("run", "targets") else [])) for name, line in commands.items()
    } | {"place": place}


def _toml(text):
    return '"' + "".join(f"\\u{ord(c):04x}" for c in text) + '"'


COMMANDS = (
    "check",
    "run",
    "report",
    "compare",
    "explain",
    "diagnose",
    "targets",
    "pyomo",
    "lp",
    "mps",
    "batch",
    "batch report",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_works_and_prints_no_control_character(results, command):
    result = results[command]
    assert result.exit_code == 0, (result.output, result.exception)
    assert {c for c in result.output if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs")} <= {"\n"}


@pytest.mark.parametrize("command", ["check", "run", "explain", "targets"])
def test_no_markup_is_taken(results, command):
    shown = "".join(results[command].output.split())
    assert "[/nothing][red]x" in shown and ":smile:" in shown


def test_no_workbook_and_no_csv_holds_a_formula(results):
    books = sorted(results["place"].rglob("*.xlsx"))
    assert len(books) == 4
    for book in books:
        for sheet in openpyxl.load_workbook(book):
            assert not [cell.value for row in sheet for cell in row if cell.data_type == "f"], book
    tables = [path for path in results["place"].rglob("*.csv") if not path.is_relative_to(results["place"] / FOLDER)]
    assert len(tables) > 20
    for path in tables:
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = {cell for row in csv.reader(file) for cell in row}
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@")) and not _number(cell)], path


def _number(text):
    try:
        float(text.replace(",", "").rstrip("%"))
    except ValueError:
        return text in ("-", "–")
    return True


class Tags(html.parser.HTMLParser):
    """Scripts and handlers of a page."""

    def __init__(self):
        super().__init__()
        self.scripts, self.handlers = [], []

    def handle_starttag(self, tag, attrs):
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data):
        if self.cdata_elem == "script":
            self.scripts[-1] += data


def test_no_page_holds_a_script_of_a_name(results):
    pages = sorted(results["place"].rglob("*.html"))
    assert len(pages) == 4
    for page in pages:
        tags = Tags()
        tags.feed(page.read_text("utf-8"))
        assert tags.scripts and not tags.handlers
        assert not [script for script in tags.scripts if script.startswith(("alert", "x $"))]


def test_the_script_of_the_model_holds_names_as_literals(results):
    tree = ast.parse((results["place"] / "model.py").read_text("utf-8"))
    given = {ast.unparse(node.targets[0]): node.value for node in tree.body if isinstance(node, ast.Assign)}
    assert os.path.basename(ast.literal_eval(given["CASE"])) == FOLDER


@pytest.mark.parametrize("kind", ["lp", "mps"])
def test_the_files_of_the_model_can_be_read(results, kind):
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    assert highs.readModel(str(results["place"] / f"model.{kind}")) == highspy.HighsStatus.kOk
    assert highs.getNumCol() > 20


@pytest.mark.parametrize("name", [EVIL, "[/nothing]", "=cmd()", "a\nb", "a\\b", "a,b", "@x", "a\u202eb"])
def test_a_name_that_is_refused_is_shown_harmless(write_case, call, tmp_path, name):
    case = write_case(tmp_path / "case", load=[1], areas=[{"area": name}])
    result = call("check", case)
    assert result.exit_code == 2, result.output
    assert {c for c in result.output if unicodedata.category(c) in ("Cc", "Cf")} <= {"\n"}
