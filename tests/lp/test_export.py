"""What is written can be read back: the same optimum, the same names."""

from __future__ import annotations

from pathlib import Path

import highspy
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dispatch.lp import LP, Axis, Parameter, ascii_name, to_highs, write

SAFE = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_,@()~.!;{}")
LABELS = ("蒙西", "u8499_u897f_", "西 北", "西-北", "西.北", "a:b", "a(b)", "A", "a", "1e5", "free", "st", "é", "𠀀")
AREA = Axis("area", LABELS)
HOUR = Axis("hour", ("2030-01-01 00:00", "2030-01-01 01:00"), np.arange(2), np.arange(2))


def example_lp(seed: int) -> LP:
    """Ranges, equalities, free and fixed columns, an offset, names in Chinese."""
    rng = np.random.default_rng(seed)
    lp = LP()
    x = lp.variable("x", (AREA, HOUR), upper=Parameter((HOUR,), [2.0, 3.0]))
    free = lp.variable("end", (HOUR,), lower=-np.inf)
    lp.variable("energy", (), lower=1.0, upper=1.0)
    lp.constraint("E1_balance", x.sum("area") == free + 1.0)
    lp.constraint("R1", x >= Parameter((AREA,), rng.uniform(0, 1, len(AREA))))
    lp.constraint("R2", free <= 12.0)
    lp.cost("c", x * Parameter((AREA, HOUR), rng.uniform(-1, 1, (len(AREA), 2))) + free.over(AREA) * 0.01)
    lp.cost("fixed", lp["energy"] * 3.0 + 7.0)
    return lp


def solved(highs: highspy.Highs) -> tuple[float, dict[str, float]]:
    highs.setOptionValue("output_flag", False)
    highs.run()
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    names, values = highs.getLp().col_names_, highs.getSolution().col_value
    return highs.getInfo().objective_function_value, dict(zip(names, values, strict=True))


@pytest.mark.parametrize("ending", ["lp", "mps"])
@pytest.mark.parametrize("seed", range(3))
def test_a_written_lp_has_the_same_optimum_and_names(tmp_path: Path, ending: str, seed: int) -> None:
    lp = example_lp(seed)
    path = tmp_path / f"model.{ending}"
    write(lp, path)
    back = highspy.Highs()
    back.setOptionValue("output_flag", False)
    assert back.readModel(str(path)) == highspy.HighsStatus.kOk
    assert set(back.getLp().col_names_) == {ascii_name(name) for name in [*lp.column_names(), "objective_constant"]}
    assert set(back.getLp().row_names_) == {ascii_name(name) for name in lp.row_names()}
    assert set(back.getLp().integrality_) <= {highspy.HighsVarType.kContinuous}
    assert back.getObjectiveOffset()[1] == 0.0
    ours, theirs = solved(to_highs(lp.matrix(), lp)), solved(back)
    assert theirs[0] == pytest.approx(ours[0], rel=1e-9)
    assert theirs[1] == pytest.approx(ours[1] | {"objective_constant": 1.0}, abs=1e-7)
    assert path.read_bytes().isascii()


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write(example_lp(0), tmp_path / "nowhere" / "model.lp")
    with pytest.raises(IsADirectoryError):
        write(example_lp(0), tmp_path)
    with pytest.raises(OSError, match="HiGHS cannot write"):
        write(example_lp(0), tmp_path / "model.xlsx")


def decoded(name: str) -> str:
    """The inverse of ``ascii_name``: that there is one is what keeps two names apart."""
    back = {"(": "[", ")": "]", "~": " ", ".": "-", "!": ":", ";": "/"}
    out, rest = "", name
    while rest:
        if rest[0] == "{":
            code, _, rest = rest[1:].partition("}")
            out += chr(int(code, 16))
        else:
            out, rest = out + back.get(rest[0], rest[0]), rest[1:]
    return out


@settings(max_examples=300, deadline=None)
@given(st.text())
@example("online[蒙西,2030-01-01 00:00]")
@example("{8499}")
@example("a.b-c")
def test_ascii_names_are_safe_and_stay_apart(name: str) -> None:
    assert set(ascii_name(name)) <= SAFE
    assert decoded(ascii_name(name)) == name


def test_names_are_made_only_for_export(monkeypatch: pytest.MonkeyPatch) -> None:
    lp = example_lp(0)
    monkeypatch.setattr(LP, "column_names", lambda self: pytest.fail("names cost seconds"))
    to_highs(lp.matrix())


def test_pyomo_keeps_labels_apart() -> None:
    model = example_lp(0).to_pyomo()
    assert len(model.x) == 2 * len(LABELS)
    assert ("{8499}{897f}", "2030.01.01~00!00") in model.x
