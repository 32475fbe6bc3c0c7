"""What leaves as infeasible, and what as an error of the model, through the library and the command."""

import numpy as np
import pytest

import dispatch
import models
from dispatch.errors import InfeasibleError
from dispatch.lp import LP, Axis, ModelError, Parameter

AREA = Axis("area", ("west", "east"))
CASE = {
    "load": [800, 900],
    "thermal": [{"fleet": "only", "capacity": 1000}],
    "limits": [{"limit": "floor", "quantity": "energy", "sense": "least", "amount": 5}],
}


def _name_twice(lp: LP) -> None:
    lp.variable("x", (AREA,))
    lp.variable("x", (AREA,))


def _no_number(lp: LP) -> None:
    lp.constraint("E1", lp.variable("x", (AREA,)) * Parameter((AREA,), [1.0, np.nan]) <= 1.0)


def _infinite(lp: LP) -> None:
    with np.errstate(invalid="ignore"):  # NumPy warns of zero times infinity
        form = lp.variable("x", (AREA,)) * Parameter((AREA,), [1.0, np.inf])
    lp.constraint("E1 cannot hold", form <= 1.0)


def _bounds_cross(lp: LP) -> None:
    lp.variable("x", (AREA,), lower=2.0, upper=1.0)


@pytest.fixture
def formulated(monkeypatch):
    """Let the model consist of what a function adds to an empty LP."""

    def set_up(add) -> None:
        def formulate(case) -> LP:
            lp = LP()
            add(lp)
            return lp

        monkeypatch.setattr(models, "formulate", formulate)

    return set_up


def test_a_row_of_the_data_without_columns_is_infeasible(tiny_folder, call):
    """A limit of at least 5 GWh that counts nothing."""
    folder = tiny_folder(**CASE)
    with pytest.raises(InfeasibleError, match=r"^W2_least\[floor\] cannot hold$"):
        dispatch.build(dispatch.read_case(folder))
    ended = {lang: call("run", folder, "--lang", lang) for lang in ("en", "zh")}
    assert [result.exit_code for result in ended.values()] == [3, 3]
    assert "W2_least[floor] cannot hold" in ended["en"].stderr
    assert "W2_least[floor] 不可能成立" in ended["zh"].stderr


def test_the_diagnosis_names_the_row_without_columns(tiny_folder, call):
    folder = tiny_folder(**CASE)
    assert "cannot hold (floor)  [W2_least]" in call("diagnose", folder, "--lang", "en").stdout
    assert "不可能成立 (floor)  [W2_least]" in call("diagnose", folder, "--lang", "zh").stdout


def test_bounds_that_cross_are_infeasible(tiny_folder, call, formulated):
    folder = tiny_folder(**CASE)
    formulated(_bounds_cross)
    with pytest.raises(InfeasibleError, match=r"^x\[west\] has its lower bound above its upper$"):
        dispatch.build(dispatch.read_case(folder))
    ended = call("run", folder, "--lang", "zh")
    assert ended.exit_code == 3 and "x[west] 的下限大于上限" in ended.stderr
    assert "下限大于上限 (west)  [x]" in call("diagnose", folder, "--lang", "zh").stdout


@pytest.mark.parametrize("add", [_name_twice, _no_number, _infinite])
def test_an_error_of_the_model_is_not_infeasible(tiny_folder, call, formulated, add):
    """The command ends with 1 and the traceback, also where the name of a block reads like a refusal."""
    folder = tiny_folder(**CASE)
    formulated(add)
    with pytest.raises(ModelError):
        dispatch.build(dispatch.read_case(folder))
    for command in ("run", "diagnose"):
        ended = call(command, folder)
        assert ended.exit_code == 1 and isinstance(ended.exception, ModelError)
