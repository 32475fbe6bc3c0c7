"""Objectives that PyPSA's own tests hold, and ours of the same networks.

    python benchmarks/published/pypsa_tests.py PYPSA      # a copy of the repository PyPSA/PyPSA

The networks of unit commitment are made by the functions of `test/test_lopf_unit_commitment.py`: each is called with
`optimize` in our hands. Beside the integer objective stands that of PyPSA's relaxation and ours of it.
"""

from __future__ import annotations

import importlib.util
import logging
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

import pypsa
from common import beside

import dispatch
from dispatch.pypsa_io import to_tables
from dispatch.pypsa_io.folder import write_folder

COMMITMENT = {"test_start_up_costs": 359000.0, "test_shut_down_costs": 358000.0}
STORAGE_HVDC = 14670508.8254
"""Of `test/data/storage-hvdc/results-lopf/network.csv`, without the cost of capacity that stood there before."""


class CaughtError(Exception):
    """Carries the network on which a test called ``optimize``."""


def network_of(test: Path, name: str) -> Any:
    """The network that a test makes."""
    spec = importlib.util.spec_from_file_location("pypsa_test", test)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def caught(self: Any, *args: Any, **options: Any) -> None:
        raise CaughtError(self._n)

    accessor: Any = type(pypsa.Network().optimize)
    kept, accessor.__call__ = accessor.__call__, caught
    try:
        getattr(module, name)()
    except CaughtError as found:
        return found.args[0]
    finally:
        accessor.__call__ = kept
    raise ValueError(f"{name} does not optimise")


def ours(network: Any, integer: bool) -> float:
    """The objective of the imported network."""
    content = to_tables(network)
    content.settings["title"] = "a network of PyPSA's tests"
    with tempfile.TemporaryDirectory() as folder:
        write_folder(content, Path(folder) / "case")
        run = dispatch.run(dispatch.read_case(Path(folder) / "case"), threads=1, integer=integer)
    return float(run.record["objective_cny"])


def relaxed(network: Any) -> float:
    """PyPSA's objective of its relaxation."""
    network.optimize(linearized_unit_commitment=True, include_objective_constant=False, log_to_console=False, threads=1)
    return float(network.objective)


def main() -> int:
    """Print them; 1 where one of them differs."""
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    root = Path(sys.argv[1]) / "test"
    print(f"{'PyPSA, objective':44s} {'ours':>20s} {'published':>20s} difference")
    agree = []
    for name, published in COMMITMENT.items():
        network = network_of(root / "test_lopf_unit_commitment.py", name)
        agree.append(beside(name, ours(network, True), published, "integer"))
        agree.append(beside("  its relaxation", ours(network, False), relaxed(network), "beside PyPSA's, run here"))
    network = pypsa.Network(str(root / "data" / "storage-hvdc" / "results-lopf"))
    stood = sum(
        float((rows.static["capital_cost"] * rows.static[nominal])[rows.static[f"{nominal}_extendable"]].sum())
        for kind, nominal in pypsa.descriptors.nominal_attrs.items()
        if len(rows := network.c[kind])
    )
    agree.append(beside("storage-hvdc", ours(network, False) - stood, STORAGE_HVDC, "less what stood there before"))
    return 0 if all(agree) else 1


if __name__ == "__main__":
    sys.exit(main())
