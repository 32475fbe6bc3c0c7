"""Names that a terminal, rich or matplotlib would obey are text; no results among the inputs."""

import shutil
from types import SimpleNamespace

import pytest

from dispatch.messages import Lang
from dispatch.targets.trade_off_plot import draw

NAME = "[/nothing] \x1b]0;evil\x07 :smile: $\\frac{$"


def test_a_hostile_folder_and_label_are_text_on_the_terminal(small, call, tmp_path):
    case = shutil.copytree(small, tmp_path / NAME.replace("/", "|"))
    label = '"[/nothing] :smile: [red]x"'
    sweep = tmp_path / "sweep.toml"
    sweep.write_text(
        f"title = \"[/a]\"\ncase = '''{small}'''\n[[axis]]\nname = \"plan\"\ntitle = \"[/t]\"\n"
        f'choices = [{{label = {label}}}, {{label = "b", set = ["prices.co2=30"]}}]\n',
        encoding="utf-8",
    )
    for words in (["check", case], ["check", tmp_path / NAME], ["batch", sweep, "--dry-run", "--out", tmp_path / "b"]):
        result = call(*words)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "\x1b" not in result.output and "\x07" not in result.output
    assert "[/nothing] :smile: [red]x" in result.output and "[/t]" in result.output


@pytest.mark.parametrize("title", ["$\\frac{$", "$$", "\\$x$", "_a"])
def test_the_title_of_a_curve_is_no_formula(tmp_path, title):
    plans = [SimpleNamespace(margin=m, sizes={"b": SimpleNamespace(power=m)}, total=m) for m in (1.0, 2.0)]
    draw(plans, {"b": "storage"}, {"en": title}, "TWh", tmp_path / "curve.png", Lang.en)
    assert (tmp_path / "curve.png").stat().st_size > 1000


@pytest.mark.parametrize("command", ["run", "targets"])
def test_no_command_puts_results_into_a_case(small, call, command):
    before = sorted(small.iterdir())
    result = call(command, small, "--out", small / "deep" / "out")
    assert result.exit_code == 2 and "lies inside the case" in result.stderr
    assert sorted(small.iterdir()) == before
