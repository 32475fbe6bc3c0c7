"""Wind, PV, hydro, CSP and storage: FORMULATION.md sections 6 to 8."""

import pyomo.environ as pyo

from .measures import Amount, Measures, limited, number
from .sums import Sums
from .tables import Tables


def add_renewables(m: pyo.ConcreteModel, case: Tables, sums: Sums, measures: Measures) -> None:
    """A group's `V` is one variable an hour; groups are numbered in the order of their first rows."""
    T = range(case.hours)
    groups: dict[tuple, list[dict]] = {}
    for row in case.table("renewables"):
        key = (row["pocket"], row["dispatcher"], row["settles"], row["order"], row["must_take"])
        groups.setdefault(key, []).append(row)
    rate, epsilon = case.price("curtailment"), case.epsilon()

    capacity = {
        row["asset"]: [c + measures.own(row["asset"]) for c in case.ledger(row["asset"])]
        for row in case.table("renewables")
    }
    profile = {row["asset"]: case.profile(row["profile"]) for row in case.table("renewables")}

    def all_available(c: int, t: int) -> Amount:
        rows = list(groups.values())[c]
        return sum(capacity[row["asset"]][t] * profile[row["asset"]][t] for row in rows)  # R1

    def least(c: int, t: int) -> Amount:
        rows = list(groups.values())[c]
        return all_available(c, t) if rows[0]["must_take"] == "true" else 0.0  # R1

    limited(m, "renewable_output", (range(len(groups)), T), all_available, least)
    m.renewable_up = pyo.Var(range(len(groups)), T, within=pyo.NonNegativeReals)
    m.renewable_down = pyo.Var(range(len(groups)), T, within=pyo.NonNegativeReals)
    m.R2_reserve_up = pyo.ConstraintList()
    m.R3_reserve_down = pyo.ConstraintList()
    for c, ((pocket, dispatcher, settles, order, _), rows) in enumerate(groups.items()):
        zone = sums.zone(dispatcher, rows[0]["area"])
        for t in T:
            total = all_available(c, t)
            if number(total):
                available = [capacity[row["asset"]][t] * profile[row["asset"]][t] for row in rows]
                shares = [part / total if total > 0 else 0.0 for part in available]
            else:
                shares = [1.0]  # a measure is alone in its group

            def mean(column: str, rows=rows, shares=shares) -> float:
                return sum(row[column] * share for row, share in zip(rows, shares, strict=True))

            output = m.renewable_output[c, t]
            sums.inject(pocket, settles, t, (1 - mean("own_use")) * output)
            sums.cost("curtailment", rate * (total - output))
            grade = case.keys.get("tie_break", {}).get("grade", 0) / 1000 * (c / 100 + t / case.hours) / 2
            sums.cost("tie_break", (epsilon * order + grade) * (total - output))
            if zone and mean("reserve_up") > 0:
                m.R2_reserve_up.add(m.renewable_up[c, t] <= mean("reserve_up") * (total - output))
                sums.reserve(zone, "up", t, m.renewable_up[c, t])
            if zone and mean("reserve_down") > 0:
                m.R3_reserve_down.add(m.renewable_down[c, t] <= mean("reserve_down") * output)
                sums.reserve(zone, "down", t, m.renewable_down[c, t])
            for row, share in zip(rows, shares, strict=True):
                part = output * share
                sums.generate(row["technology"], settles, row["area"], part, (1 - row["own_use"]) * part)


def add_csp(m: pyo.ConcreteModel, case: Tables, sums: Sums) -> None:
    T = range(case.hours)
    plants = {row["asset"]: row for row in case.table("csp")}
    capacity = {j: case.ledger(j) for j in plants}
    field = {
        j: [c * row["solar_multiple"] * s for c, s in zip(capacity[j], case.profile(row["profile"]), strict=True)]
        for j, row in plants.items()
    }
    m.csp_output = pyo.Var(plants, T, bounds=lambda m, j, t: (0, capacity[j][t]))
    m.csp_store = pyo.Var(plants, T, bounds=lambda m, j, t: (0, capacity[j][t] * plants[j]["storage_hours"]))
    m.csp_field = pyo.Var(plants, T, bounds=lambda m, j, t: (0, field[j][t]))
    m.csp_up = pyo.Var(plants, T, bounds=lambda m, j, t: (0, plants[j]["reserve_up"] * capacity[j][t]))
    m.csp_down = pyo.Var(plants, T, within=pyo.NonNegativeReals)
    m.C1_heat_store = pyo.ConstraintList()
    m.C2_power_up = pyo.ConstraintList()
    m.C3_sustain_up = pyo.ConstraintList()
    m.C4_reserve_down = pyo.ConstraintList()
    for j, row in plants.items():
        zone = sums.zone(row["dispatcher"], row["area"])
        for t in T:
            output, store = m.csp_output[j, t], m.csp_store[j, t]
            before = m.csp_store[j, (t - 1) % case.hours]
            m.C1_heat_store.add(store == (1 - row["standing_loss"]) * before + m.csp_field[j, t] - output)
            if zone and row["reserve_up"] > 0:
                m.C2_power_up.add(output + m.csp_up[j, t] <= capacity[j][t])
                m.C3_sustain_up.add(m.csp_up[j, t] <= store)
                sums.reserve(zone, "up", t, m.csp_up[j, t])
            if zone and row["reserve_down"] > 0:
                m.C4_reserve_down.add(m.csp_down[j, t] <= row["reserve_down"] * output)
                sums.reserve(zone, "down", t, m.csp_down[j, t])
            net = (1 - row["own_use"]) * output
            sums.inject(row["pocket"], row["settles"], t, net)
            sums.generate("csp", row["settles"], row["area"], output, net)
            unused = field[j][t] - m.csp_field[j, t]
            sums.cost("curtailment", case.price("curtailment") * (unused + row["standing_loss"] * store))
            sums.cost("tie_break", case.epsilon() * unused)


def add_storage(m: pyo.ConcreteModel, case: Tables, sums: Sums, measures: Measures) -> None:
    T, last = range(case.hours), case.hours - 1
    stores = {row["asset"]: row for row in case.table("storage")}
    working = {s: row["availability"] for s, row in stores.items()}
    power = {s: [working[s] * (c + measures.to("storage", s)) for c in case.ledger(s)] for s in stores}
    most = {s: [working[s] * (e + measures.energy_to(s)) for e in case.ledger(s, "energy")] for s in stores}
    least = {s: [row["minimum_level"] * value for value in most[s]] for s, row in stores.items()}
    limited(m, "charge", (stores, T), lambda s, t: power[s][t])
    limited(m, "discharge", (stores, T), lambda s, t: power[s][t])
    limited(m, "energy", (stores, T), lambda s, t: most[s][t], lambda s, t: least[s][t])
    limited(m, "storage_up", (stores, T), lambda s, t: stores[s]["reserve"] * power[s][t])
    limited(m, "storage_down", (stores, T), lambda s, t: stores[s]["reserve"] * power[s][t])
    for name in ("S1_energy_balance", "S2_power_up", "S3_power_down", "S4_sustain_up", "S5_sustain_down"):
        setattr(m, name, pyo.ConstraintList())
    m.S6_final_energy = pyo.ConstraintList()
    for s, row in stores.items():
        zone = sums.zone(row["dispatcher"], row["area"])
        given = row["boundary"] == "given"
        for t in T:
            charge, discharge, energy = m.charge[s, t], m.discharge[s, t], m.energy[s, t]
            before = m.energy[s, (t - 1) % case.hours]
            step = least[s][t] - least[s][(t - 1) % case.hours]
            if given and t == 0:
                before, step = row["initial"] * most[s][0], 0.0
            m.S1_energy_balance.add(
                energy
                == (1 - row["standing_loss"]) * before
                + step
                + row["charge_efficiency"] * charge
                - discharge / row["discharge_efficiency"]
            )
            if zone and row["reserve"] > 0:
                up, down, tau = m.storage_up[s, t], m.storage_down[s, t], row["reserve_hours"]
                m.S2_power_up.add(discharge - charge + up <= power[s][t])
                m.S3_power_down.add(charge - discharge + down <= power[s][t])
                m.S4_sustain_up.add(tau / row["discharge_efficiency"] * up <= energy - least[s][t])
                m.S5_sustain_down.add(tau * row["charge_efficiency"] * down <= most[s][t] - energy)
                sums.reserve(zone, "up", t, up)
                sums.reserve(zone, "down", t, down)
            sums.inject(row["pocket"], row["settles"], t, discharge - charge)
            sums.lose(row["area"], charge - discharge)
            sums.cost("storage", row["cost"] * (charge + discharge))
            sums.cost("tie_break", case.epsilon() * (charge + discharge))
        if given:
            m.S6_final_energy.add(m.energy[s, last] >= row["initial"] * most[s][last])
