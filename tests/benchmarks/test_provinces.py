"""The comparison of provinces with published figures: hand-made results of three provinces."""

import importlib.util
import json
from pathlib import Path

import pytest

FILE = Path(__file__).parents[2] / "benchmarks" / "provinces.py"


@pytest.fixture(scope="module")
def provinces():
    """The module of the benchmark."""
    spec = importlib.util.spec_from_file_location("benchmark_provinces", FILE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_rank_and_error_beside_the_best_constant(provinces, tmp_path, capsys):
    (tmp_path / "2024").mkdir()
    wind = {"gansu": (96.0, 94.0), "qinghai": (95.0, 92.0), "neimenggu": (99.0, 95.0)}
    lines, energy = ["year,month,region,wind_util_pct,pv_util_pct"], ["province,year,month,thermal_twh_ytd"]
    for name, (model, truth) in wind.items():
        figures = {
            "name": name,
            "status": "optimal",
            "wind": model,
            "pv": model,
            "thermal_twh": 100.0,
            "cpu_seconds": 8,
        }
        (tmp_path / "2024" / f"{name}.json").write_text(json.dumps(figures), encoding="utf-8")
        regions = {"gansu": ["Gansu"], "qinghai": ["Qinghai"], "neimenggu": ["Mengxi", "Mengdong"]}[name]
        for k, region in enumerate(regions):
            lines += [
                f"2024,{month},{region},{truth + (month - 1.5) + k - len(regions) / 2 + 0.5},{truth}"
                for month in (1, 2)
            ]
        key = {"neimenggu": "InnerMongolia"}.get(name, name.title())
        energy.append(f"{key},2024,12,80")
    (tmp_path / "rates.csv").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "panel.csv").write_text("\n".join(energy), encoding="utf-8")
    provinces.compare(tmp_path, tmp_path / "rates.csv", tmp_path / "panel.csv", tmp_path / "chart.png")
    shown = capsys.readouterr().out
    assert "wind: 3 provinces, rank correlation 1.00, mean absolute error 3.00 points; best constant 1.00" in shown
    assert "median 1.25" in shown and "3 of 3 to a proof" in shown and (tmp_path / "chart.png").exists()
