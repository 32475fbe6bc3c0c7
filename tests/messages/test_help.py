"""``--help`` in Chinese: of the program, every command, every argument and option."""

import re

import pytest
import typer
from typer import rich_utils
from typer.testing import CliRunner

from dispatch.cli import app, slips
from dispatch.cli import help as command_help
from dispatch.messages import Lang, Message, Words
from dispatch.messages.help import HELP
from dispatch.messages.usage import USAGE

from .test_catalogue import values_of

CHINESE = re.compile("[\u4e00-\u9fff]")
PROGRAM = typer.main.get_command(app)
COMMANDS = PROGRAM.commands


def shown(*words, **env):
    result = CliRunner().invoke(
        app, list(words), env={"COLUMNS": "200", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "", **env}
    )
    assert result.exit_code == 0, result.output
    return result.stdout


def texts():
    """Every text that the commands give Typer."""
    for command in (PROGRAM, *COMMANDS.values()):
        yield command.help
        for parameter in command.get_params(typer.Context(command)):
            yield parameter.help
            if isinstance(parameter.show_default, str):
                yield parameter.show_default


def test_every_help_is_a_key_of_the_catalogue():
    found = set(texts()) - {"Show this message and exit."}
    assert len(found) > 50 and None not in found and len(COMMANDS) > 10
    assert found <= set(HELP)
    assert [key for key, (_, chinese) in HELP.items() if not CHINESE.search(chinese)] == []


def test_every_key_of_the_help_is_used():
    """What no command states any more is not kept; words of Typer are those of its version."""
    frame = {"help.typer.usage", "help.typer.show_help", *command_help._FRAME.values()}
    assert set(HELP) - set(texts()) == frame
    assert {HELP[key][0] for key in command_help._FRAME.values()} == {
        getattr(rich_utils, k) for k in command_help._FRAME
    }


@pytest.mark.parametrize("command", sorted(COMMANDS))
@pytest.mark.parametrize("words", [["{}", "--help", "--lang", "zh"], ["--lang=zh", "{}", "--help"]])
def test_help_is_in_the_language_of_lang(command, words):
    result = shown(*(word.format(command) for word in words))
    assert "用法：" in result and "选项" in result and "消息的语言。" in result and "显示本帮助并退出。" in result
    assert not re.search(r"Usage|Options|Arguments|default:|required\]", result)
    assert Words(Lang.zh)(f"help.command.{command}") in result


def test_help_is_in_the_language_of_the_locale():
    assert "求解一个案例" in shown("--help", LANG="zh_CN.UTF-8") and "命令" in shown("--help", LANG="zh_CN.UTF-8")
    assert "Dispatch a case" in shown("--help") and "Dispatch a case" in shown(
        "--help", "--lang", "en", LANG="zh_CN.UTF-8"
    )
    assert "Options" in shown("run", "--help")


def test_the_language_may_stand_before_the_command(tmp_path):
    result = CliRunner().invoke(app, ["--lang", "zh", "check", str(tmp_path / "none")])
    assert result.exit_code == 2 and "没有该案例" in result.stderr
    result = CliRunner().invoke(app, ["--lang", "zh", "check", str(tmp_path / "none"), "--lang", "en"])
    assert result.exit_code == 2 and "there is no such case" in result.stderr


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("run --ot x", ["没有选项 --ot", "--out", "用法：", "帮助见"]),
        ("run --hours 0", ["'--hours' 的值有误", "应大于或等于 1"]),
        ("run --hours x", ["'--hours' 的值有误", "应为整数"]),
        ("run --gap small", ["'--gap' 的值有误", "应为数"]),
        ("run --method simple", ["'--method' 的值有误", "'simple' 不在可选值", "'simplex'"]),
        ("run a b c", ["多余的参数", "b c"]),
        ("run --verbose=3", ["选项 '--verbose' 不带值"]),
        ("run --out", ["选项 '--out' 需要一个值"]),
        ("rnu", ["没有命令 'rnu'", "是否为 'run'"]),
        ("compare", ["缺少参数", "RUN RUN"]),
        ("import pypsa x", ["缺少选项 '--out'"]),
        ("export", ["缺少选项 '--to'", "可选", "pypsa"]),
    ],
)
def test_a_slip_on_the_line_is_reported_in_chinese(line, named):
    result = CliRunner().invoke(app, ["--lang", "zh", *line.split()], env={"COLUMNS": "200"})
    assert result.exit_code == 2 and all(word in result.stderr for word in ["错误", *named]), result.stderr
    assert not re.search(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}", result.stderr), result.stderr


def test_a_slip_stays_english_in_english():
    result = CliRunner().invoke(app, ["run", "--ot", "x", "--lang", "en"], env={"COLUMNS": "200"})
    assert result.exit_code == 2 and "No such option: --ot" in result.stderr and "Error" in result.stderr


def test_every_slip_of_the_catalogue_is_recognised():
    """The sentence of each key, as Typer states it, is the message of that key; other sentences stay."""
    keys = {"usage.invalid_value", *slips._SLIPS.values(), *slips._RULES.values()}
    assert keys == set(USAGE)
    for key in slips._SLIPS.values():
        sentence = USAGE[key][0].format_map({name: f"'{name}'" for name in values_of(USAGE[key][0])})
        found = slips.slip(sentence)
        assert isinstance(found, Message) and (found.key, str(found)) == (key, sentence)
    assert slips.slip("something new") == "something new"
    assert str(slips.slip("Invalid value for '--out': something new.")) == "Invalid value for '--out': something new."
