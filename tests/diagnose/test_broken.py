"""Fourteen ways to break a case, each named with its table, place, hour and amount."""

import pytest

from dispatch.diagnose import diagnose, tell
from dispatch.solve import Options
from dispatch.words import Lang

COAL = {"fleet": "coal", "capacity": 1000, "fuel_incremental": 0.3}
WIND = {"asset": "wind", "capacity": 100}
STORE = {"asset": "store", "capacity": 10, "energy": 100}
TWO = [{}, {"pocket": "q"}]
MUST_RUN = COAL | {"minimum_online": 1, "minimum_heating": 0.8}
PARK = [{"park": "works", "import_limit": 50, "export_limit": 100}]
HYDROGEN = {"asset": "gas", "capacity": 100, "yearly": 0}

# content of the case -> (block, table and column, place, hour or "", what alone would mend it)
BROKEN = {
    "minimum online above what is available": (
        {
            "load": [700] * 4,
            "thermal": [COAL | {"forced_outage": 0.1}],
            "minimum_online": [{"area": "A", "dispatcher": "d", "month": 1, "online": 950}],
        },
        ("T10_minimum_online", "minimum_online.csv, online of d@A: 50 MW less"),
    ),
    "minimum online during a given outage": (
        {
            "load": [700] * 4,
            "thermal": [COAL],
            "maintenance": [{"fleet": "coal", "start": "2030-01-07", "end": "2030-01-07", "capacity": 600}],
            "minimum_online": [{"area": "A", "dispatcher": "d", "month": 1, "online": 500}],
        },
        ("T10_minimum_online", "capacity.csv, capacity of coal: 100 MW more"),
    ),
    "minimum online where no plant is in service": (
        {
            "areas": [{}, {"area": "B"}],
            "pockets": [{}, {"pocket": "s", "area": "B"}],
            "dispatchers": [{}, {"area": "B"}],
            "load": [700] * 4,
            "thermal": [COAL, COAL | {"fleet": "idle", "area": "B", "pocket": "s", "capacity": 0}],
            "minimum_online": [{"area": "B", "dispatcher": "d", "month": 1, "online": 100}],
        },
        ("T10_minimum_online", "B"),
    ),
    "must-run above the load": (
        {"load": [900, 900, 700, 900], "thermal": [MUST_RUN]},
        ("B1_balance", "load.csv, energy of A: 100 MW more", "2030-01-07 02:00", "thermal that must run 0.8 GW"),
    ),
    "section too narrow for what must run": (
        {
            "load": [900, 900, 900],
            "pockets": TWO,
            "thermal": [MUST_RUN | {"pocket": "q"}],
            "sections": [{"section": "cut", "month": m, "forward": 600, "backward": 600} for m in range(1, 13)],
            "section_weights": [{"section": "cut", "pocket": "q", "weight": 1}],
        },
        ("section_flow", "sections.csv, forward of cut: 200 MW more"),
    ),
    "park that may not give what must run": (
        {"load": [900, 900], "thermal": [MUST_RUN | {"settles": "works"}], "parks": PARK},
        ("park_exchange", "parks.csv, export_limit of works: 700 MW more"),
    ),
    "park that may not take what its electrolysers need": (
        {
            "load": [900, 900],
            "thermal": [COAL],
            "electrolysers": [HYDROGEN | {"settles": "works", "minimum": 0.8}],
            "parks": PARK,
        },
        ("park_exchange", "parks.csv, import_limit of works: 30 MW more"),
    ),
    "electrolysers where there is no supply": (
        {"load": [5, 5], "electrolysers": [HYDROGEN | {"minimum": 0.5}], "thermal": []},
        ("B1_balance", "electrolysers.csv, minimum of gas"),
    ),
    "more hydrogen in the year than can be made": (
        {"load": [700] * 4, "thermal": [COAL], "electrolysers": [HYDROGEN | {"yearly": 10}]},
        ("E2_yearly", "electrolysers.csv, yearly of gas: 2 t less", "capacity.csv, capacity of gas: 25 MW more"),
    ),
    "more hydrogen in the month than can be made": (
        {
            "settings": {"start": "2030-01-31"},
            "load": [700] * 48,
            "thermal": [COAL],
            "electrolysers": [{"asset": "gas", "yearly": 36, "monthly": 3}],
            "capacity": [{"asset": "gas", "capacity": 100, "commissioned": "2030-02"}],
        },
        ("E3_monthly", "electrolysers.csv, monthly of gas: 0.09677 t less", "2030-01-31"),
    ),
    "store that cannot be as full at the end": (
        {
            "load": [700] * 4,
            "thermal": [COAL],
            "storage": [STORE | {"boundary": "given", "initial": 0.9, "standing_loss": 0.2}],
        },
        ("S6_final_energy", "storage.csv, initial of store", "capacity.csv, capacity of store"),
    ),
    "more days of maintenance than minimum online leaves": (
        {
            "load": [500] * 48,
            "thermal": [COAL | {"maintenance": 1, "maintenance_limit": 0.6}],
            "minimum_online": [{"area": "A", "dispatcher": "d", "month": 1, "online": 700}],
        },
        ("T11_maintenance", "minimum_online.csv, online of d@A: 200 MW less"),
    ),
    "target out of reach": (
        {
            "load": [700] * 4,
            "thermal": [COAL],
            "renewables": [WIND],
            "targets": [{"target": "clean", "kind": "new_energy_generation", "required": 1e-3, "imposed": True}],
        },
        ("Z_clean", "capacity.csv, capacity of p/d/grid/1: 150 MW more"),
    ),
    "coal rate out of reach": (
        {
            "load": [700] * 4,
            "thermal": [COAL | {"fuel_incremental": 0.31, "minimum_online": 1, "minimum_heating": 0.1}],
            "targets": [{"target": "rate", "kind": "coal_rate", "required": 300, "unit": "gce/kWh", "imposed": True}],
        },
        ("Z_rate", "targets.csv, required of rate"),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_is_named(name, tiny):
    content, (block, *told) = BROKEN[name]
    case = tiny(**content)
    found = diagnose(case, Options(threads=1))
    assert found is not None
    assert block in {member.block for member in found.members}
    assert found.minimal
    text = "\n".join(tell(case, found, Lang.en))
    for words in told:
        assert words in text, text
    assert "dx_" not in "\n".join(tell(case, found, Lang.zh))


def test_a_case_that_holds_has_no_conflict(tiny):
    assert diagnose(tiny(load=[700] * 4, thermal=[COAL]), Options(threads=1)) is None
