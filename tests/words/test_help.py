"""``--help`` in Chinese: of the program, every command, every argument and option."""

import re

import pytest
import typer
from typer.testing import CliRunner

from dispatch.cli import app
from dispatch.words.help import HELP, help_text

CHINESE = re.compile("[\u4e00-\u9fff]")
PROGRAM = typer.main.get_command(app)
COMMANDS = PROGRAM.commands


def shown(*words, **env):
    said = CliRunner().invoke(
        app, list(words), env={"COLUMNS": "200", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "", **env}
    )
    assert said.exit_code == 0, said.output
    return said.stdout


def texts():
    """Every text that the commands give Typer."""
    for command in (PROGRAM, *COMMANDS.values()):
        yield command.help
        for parameter in command.get_params(typer.Context(command)):
            yield parameter.help
            if isinstance(parameter.show_default, str):
                yield parameter.show_default


def test_every_help_has_chinese():
    found = set(texts())
    assert len(found) > 50 and None not in found and len(COMMANDS) > 10
    assert [text for text in sorted(found) if not CHINESE.search(help_text(text))] == []


def test_no_chinese_is_left_over():
    """What no command says any more is not kept."""
    frame = {"Usage: ", "Arguments", "Options", "Commands", "[default: {}]", "[required]"}
    assert set(HELP) - set(texts()) == frame


@pytest.mark.parametrize("command", sorted(COMMANDS))
@pytest.mark.parametrize("words", [["{}", "--help", "--lang", "zh"], ["--lang=zh", "{}", "--help"]])
def test_help_is_in_the_language_of_lang(command, words):
    said = shown(*(word.format(command) for word in words))
    assert "用法：" in said and "选项" in said and "消息的语言。" in said and "显示本帮助并退出。" in said
    assert not re.search(r"Usage|Options|Arguments|default:|required\]", said)
    assert help_text(COMMANDS[command].help) in said


def test_help_is_in_the_language_of_the_locale():
    assert "求解一个案例" in shown("--help", LANG="zh_CN.UTF-8") and "命令" in shown("--help", LANG="zh_CN.UTF-8")
    assert "Dispatch a case" in shown("--help") and "Dispatch a case" in shown(
        "--help", "--lang", "en", LANG="zh_CN.UTF-8"
    )
    assert "Options" in shown("run", "--help")


def test_the_language_may_stand_before_the_command(tmp_path):
    said = CliRunner().invoke(app, ["--lang", "zh", "check", str(tmp_path / "none")])
    assert said.exit_code == 2 and "没有该案例" in said.stderr
    said = CliRunner().invoke(app, ["--lang", "zh", "check", str(tmp_path / "none"), "--lang", "en"])
    assert said.exit_code == 2 and "there is no such case" in said.stderr
