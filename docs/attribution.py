"""How the causes of curtailment that a report gives compare with runs in which each cause is taken away.

.venv/bin/python docs/attribution.py CASE 2030-04-01 336 > docs/attribution.md
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import pandas as pd

import dispatch
from dispatch.results.attribution import CAUSES, attribute
from dispatch.results.saved_run import Saved

Tables = dict[str, pd.DataFrame]

HEAD = """# Causes of curtailment, compared with runs without them

`dispatch report` attributes every curtailed MWh to a cause. The rule is printed under its tables and stated in `dispatch/results/attribution.py`. The
rule considers one hour at a time. This page compares it with runs of `{case}`, {hours} hours from {start}, in which one cause at a time is
removed and all hours are dispatched again. `docs/attribution.py` writes this page.

- **attributed**: curtailment that the rule attributes to the cause. The causes sum to the {total:.1f} GWh of curtailment.
- **alone, hour by hour**: curtailment that would be avoided, by the rule, without that cause alone and with all else unchanged.
- **saved by a run without it**: curtailment of the run less that of a run without the cause. The two columns differ because commitment, storage and exports change too,
  and energy saved in one hour may be curtailed in another. The difference is largest for network limits: without them areas exchange energy in all hours, also in
  hours whose curtailment the rule attributes to a nearer cause.

| cause | attributed GWh | alone, hour by hour GWh | saved by a run without it GWh | removed |
|---|---|---|---|---|"""


def _minimum(table: str, *columns: str) -> Callable[[str, str], list[str]]:
    return lambda case, _: [f"{table}[{key}].{column}=0" for key in _keys(case, table) for column in columns]


def _keys(case: str, table: str) -> list[str]:
    read = dispatch.read_case(case).tables[table]
    name = read.columns[0]
    if table == "dispatchers":
        return [f"dispatcher={d},area={a}" for d, a in zip(read["dispatcher"], read["area"], strict=True)]
    return [f"{name}={value}" for value in dict.fromkeys(read[name])]


def _limits(case: str, _: str) -> list[str]:
    changes = []
    for table, columns in (
        ("sections", ("forward", "backward")),
        ("lines", ("forward", "backward")),
        ("parks", ("import_limit", "export_limit")),
    ):
        for key in _keys(case, table):
            changes += [f"{table}[{key}].{column}=*20" for column in columns]
    return changes


def _ledger(column: str, factor: float) -> Callable[[str, str], list[str]]:
    def changes(case: str, _: str) -> list[str]:
        stores = set(dispatch.read_case(case).tables["storage"]["asset"])
        rows = dispatch.read_case(case).tables["capacity"]
        return [
            f"capacity[asset={a},unit={u}].{column}=*{factor:g}"
            for a, u in zip(rows["asset"], rows["unit"], strict=True)
            if a in stores
        ]

    return changes


RUNS: tuple[tuple[tuple[str, ...], str, Callable[[str, str], list[str]]], ...] = (
    (("heating",), "what heat adds to minimum outputs", _minimum("thermal", "heat_rise")),
    (
        ("heating", "thermal_minimum"),
        "all minimum outputs",
        _minimum("thermal", "heat_rise", "minimum_heating", "minimum_other"),
    ),
    (("reserve_down",), "downward reserve", _minimum("dispatchers", "load_down", "vre_down", "largest_load")),
    (("network",), "limits of sections, lines and parks, twentyfold", _limits),
    (("storage_power",), "power of stores doubled", _ledger("capacity", 2)),
    (("storage_energy",), "size of stores, tenfold", _ledger("energy", 10)),
)


def saved(case: str, start: str, hours: int, changes: list[str]) -> Saved:
    """A run of the window with these changes."""
    done = dispatch.run(dispatch.read_case(case, changes, start, hours))
    return Saved(done.results, done.summary, done.record, done.inputs)


def main(case: str, start: str, hours: int) -> None:
    """Print the page."""
    base = saved(case, start, hours, [])
    lost = base.array("curtailment")
    found = attribute(base)
    parts = (lost[..., None] * found.share).sum(axis=(0, 1, 2)) * 1e-3
    alone = found.alone.sum(axis=(0, 1)) * 1e-3
    print(HEAD.format(case=case, start=start, hours=hours, total=lost.sum() * 1e-3))
    for causes, taken, changes in RUNS:
        which = [CAUSES.index(cause) for cause in causes]
        after = saved(case, start, hours, changes(case, start)).array("curtailment").sum() * 1e-3
        single = f"{alone[which[0]]:.1f}" if len(which) == 1 else "–"
        print(
            f"| {' and '.join(causes)} | {parts[which].sum():.1f} | {single} | {lost.sum() * 1e-3 - after:.1f} | {taken} |"
        )
    for cause in ("demand", "price_policy"):
        print(f"| {cause} | {parts[CAUSES.index(cause)]:.1f} | – | – | – |")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
