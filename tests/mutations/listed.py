"""The mutations: a text that a file holds once, what replaces it, and the test files that must fail. ``why``: a survivor changes
nothing observable, for this reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutation:
    """One change of one line."""

    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    why: str = ""


THERMAL, STORAGE = ("tests/models/test_thermal.py",), ("tests/models/test_storage.py",)
DEMAND, NETWORK = ("tests/models/test_demand.py",), ("tests/models/test_network.py",)
GENERIC, GOLDEN = ("tests/models/test_generic.py",), ("tests/models/test_golden.py",)
RENEWABLES, TARGETS = ("tests/models/test_renewables.py",), ("tests/models/test_targets.py",)
CERTIFICATE, UNBOUNDED = ("tests/solve/test_certificate.py",), ("tests/solve/test_unbounded.py",)
RANGES = ("tests/solve/test_ranges.py",)
BURNING = ("tests/models/test_losses.py",)
CAUSES = ("tests/report/test_attribution.py",)
RESULTS = ("tests/results/test_dataset.py", "tests/results/test_summary.py")

_EQUATIONS: list[tuple[str, str, str, tuple[str, ...]]] = [
    (
        "commitment",
        "count = min(-(-hours // settings.period_hours), periods)",
        "count = min(hours // settings.period_hours, periods)",
        THERMAL,
    ),
    ("commitment", "if count <= 1:", "if count <= 2:", THERMAL),
    ("commitment", "for back in range(1, count):", "for back in range(1, count - 1):", THERMAL),
    ("commitment", "stop = start - online + online.shift(1,", "stop = start - online + online.shift(2,", THERMAL),
    ("commitment", "recent <= online + gone", "recent <= online", THERMAL),
    ("commitment", "whole = service.available + gone", "whole = service.available", THERMAL),
    (
        "commitment",
        "online >= least,\n            where=share",
        "online >= least * 0.5,\n            where=share",
        THERMAL,
    ),
    ("commitment", "sets.case.month[sets.period.first] - 1]", "sets.case.month[sets.period.first] % 12]", THERMAL),
    ("commitment", "sets.period.least(there)", "sets.period.mean(there)", THERMAL),
    ("thermal", "output + up <= most", "output <= most", THERMAL + NETWORK + GOLDEN),
    ("thermal", "output - down >= least", "output >= least", THERMAL + NETWORK + GOLDEN),
    ("thermal", "online - heat * loss", "online", THERMAL),
    ("thermal", "online * floor + heat * rise", "online * floor", THERMAL),
    ("thermal", "+ started * reach - stopped * m_before", "+ started * reach", THERMAL),
    ("thermal", "+ stopped * reach_before - started * m,", "+ stopped * reach_before,", THERMAL),
    ("thermal", "np.where(season, inside, outside)", "np.where(season, outside, inside)", THERMAL),
    ("thermal", 'output * (1.0 - fleets.column("own_use"))', "output", THERMAL),
    ("thermal", "burnt, starting = no_load + running + for_heat,", "burnt, starting = no_load + running,", THERMAL),
    ("thermal", "co2 = (burnt + starting) * emission", "co2 = burnt * emission", THERMAL),
    ("storage", "+ charge * into - discharge / out,", "+ charge * into - discharge * out,", STORAGE),
    ("storage", "before * keep", "before", STORAGE),
    ("storage", "discharge - charge + up <= power", "discharge + up <= power", STORAGE + GOLDEN),
    ("storage", "up * (hours / out) <= energy - floor", "up * (hours / out) <= energy", STORAGE + GOLDEN),
    ("storage", "down * (hours * into) <= size - energy", "down * hours <= size - energy", STORAGE + GOLDEN),
    ("storage", "energy.select(last) >= size.select(last)", "energy.select(last) <= size.select(last)", STORAGE),
    (
        "csp",
        "store.shift(1, cyclic=True) * keep + used - output",
        "store.shift(1, cyclic=True) + used - output",
        RENEWABLES + GOLDEN,
    ),
    ("csp", "output + up <= capacity", "output <= capacity", RENEWABLES + GOLDEN),
    ("renewables", "up <= curtailed * share_up", "up <= output * share_up", RENEWABLES + GOLDEN),
    (
        "electrolysers",
        'return plants.column("yearly") * sets.case.fraction, monthly',
        'return plants.column("yearly"), monthly',
        DEMAND,
    ),
    ("electrolysers", "up <= load - least", "up <= load", DEMAND + GOLDEN),
    ("heat", "heat.group(feeds) + boiler == demand", "heat.group(feeds) + boiler >= demand", THERMAL + GOLDEN),
    ("lines", 'kept = 1.0 - lines.column("loss")', 'kept = 1.0 + 0.0 * lines.column("loss")', NETWORK),
    ("shifting", "away.group(window.of_hour) * payback", "away.group(window.of_hour)", DEMAND),
    ("corridors", "most = np.minimum.reduceat", "most = np.maximum.reduceat", NETWORK + GOLDEN),
    ("corridors", "export >= 0.0, where=band", "export >= -1.0, where=band", NETWORK + GOLDEN),
    ("reserves", "held + shortfall == required", "held + shortfall >= required", NETWORK + GOLDEN),
    ("generic/units", "own.power - down >= low", "own.power >= low", GENERIC + GOLDEN),
    ("generic/units", 'lp.constraint("U9_ramp_down", -change <=', 'lp.constraint("U9_ramp_down", change <=', GENERIC),
    ("generic/unit_commitment", "stop >= past - on", "stop >= on - past", GENERIC),
    (
        "generic/unit_commitment",
        "(ago[:, None] + hours < least[:, None])",
        "(ago[:, None] + hours <= least[:, None])",
        GENERIC,
    ),
    (
        "generic/reservoirs",
        "before * sets.hourly(stores.axis, keep) + initial + flow * hours",
        "before * sets.hourly(stores.axis, keep) + initial + flow",
        GENERIC + GOLDEN,
    ),
    (
        "dc_power_flow",
        "scaled - angle.at(start) + angle.at(end) == -Parameter((chosen,), given),",
        "scaled - angle.at(start) + angle.at(end) == Parameter((chosen,), given),",
        GENERIC,
    ),
    ("generic/limits", '("most", total <= amount)', '("most", total <= amount * 2.0)', GENERIC),
    (
        "expansion",
        'for row, column in (("K1_least_hours", "least_hours"), ("K2_most_hours", "most_hours")):',
        'for row, column in (("K2_most_hours", "most_hours"),):',
        ("tests/models/test_expansion.py", *GOLDEN),
    ),
    ("targets", "gap = numerator - denominator * required", "gap = numerator - denominator", TARGETS),
    ("targets", "required *= sets.case.fraction", "required *= 1.0", TARGETS),
    ("targets", "lost.sum() * self.deducted.gross_renewable", "lost.sum() * self.deducted.gross_new", BURNING),
    ("targets", "+ self._thermal(RENEWABLE_FUELS)", "+ self._thermal(RENEWABLE_FUELS[:1])", BURNING),
    ("losses", '"technology", RENEWABLE_FUELS)', '"technology", RENEWABLE_FUELS[:1])', BURNING),
    ("green_exports", 'kinds = ("hydro", *RENEWABLE_FUELS)', "kinds = RENEWABLE_FUELS", TARGETS),
    ("green_exports", "if pair[0] != pair[1] for area in pair]", "if pair[0] == pair[1] for area in pair]", TARGETS),
    ("targets", "self._thermal(THERMAL)", "self._thermal(THERMAL[:3])", TARGETS),
]
_PROOF: list[tuple[str, str, str, tuple[str, ...]]] = [
    (
        "certificate/certify",
        "limit = np.where(d[moved] > 0, problem.lower[moved], problem.upper[moved])",
        "limit = problem.lower[moved]",
        CERTIFICATE,
    ),
    (
        "certificate/certify",
        "limit = np.where(d[moved] > 0, problem.lower[moved], problem.upper[moved])",
        "limit = np.where(d[moved] < 0, problem.lower[moved], problem.upper[moved])",
        CERTIFICATE,
    ),
    ("certificate/certify", "open_ended = moved[infinite]", "open_ended = moved[infinite][:0]", CERTIFICATE),
    (
        "certificate/certify",
        "bound, assumed = min(bound + found.value, ceiling), found.assumed",
        "bound, assumed = bound, found.assumed",
        CERTIFICATE,
    ),
    (
        "certificate/certify",
        "bound, assumed = min(bound + found.value, ceiling), found.assumed",
        "bound, assumed = min(bound + found.value, ceiling), assumed",
        CERTIFICATE,
    ),
    (
        "certificate/certify",
        "bound, assumed = min(bound + found.value, ceiling), found.assumed",
        "bound, assumed = bound + found.value, found.assumed",
        CERTIFICATE,
    ),
    (
        "certificate/certify",
        "np.where(y[priced] > 0, problem.row_lower[priced], problem.row_upper[priced])",
        "problem.row_lower[priced]",
        CERTIFICATE,
    ),
    ("certificate/certify", "| ((y < 0) & (problem.row_upper == np.inf))] = 0.0", "] = 0.0", CERTIFICATE),
    ("certificate/certify", "((y > 0) & (problem.row_lower == -np.inf)) | ", "", CERTIFICATE),
    (
        "certificate/certify",
        "np.maximum(problem.lower - primal, primal - problem.upper), 0.0)",
        "np.maximum(problem.lower - primal, 0.0), 0.0)",
        CERTIFICATE,
    ),
    (
        "certificate/certify",
        "np.maximum(problem.lower - primal, primal - problem.upper), 0.0)",
        "np.maximum(primal - problem.upper, 0.0), 0.0)",
        CERTIFICATE,
    ),
    (
        "certificate/certify",
        "np.maximum(problem.row_lower - activity, activity - problem.row_upper), 0.0)",
        "np.maximum(problem.row_lower - activity, 0.0), 0.0)",
        CERTIFICATE,
    ),
    (
        "certificate/certify",
        "np.maximum(problem.row_lower - activity, activity - problem.row_upper), 0.0)",
        "np.maximum(activity - problem.row_upper, 0.0), 0.0)",
        CERTIFICATE,
    ),
    (
        "certificate/certify",
        "relative_gap(variable + excess, bound, size, costs_reach(problem))",
        "relative_gap(variable, bound, size, costs_reach(problem))",
        CERTIFICATE,
    ),
    (
        "certificate/certify",
        "relative_gap(variable + excess, bound, size, costs_reach(problem))",
        "relative_gap(variable + excess, bound, 0.0, costs_reach(problem))",
        CERTIFICATE,
    ),
    (
        "certificate/certify",
        "relative_gap(variable + excess, bound, size, costs_reach(problem))",
        "relative_gap(variable + excess + problem.offset, bound + problem.offset, size)",
        CERTIFICATE,
    ),
    (
        "certificate/certify",
        "return self.feasible and self.assumed <= FEASIBILITY * SLACK",
        "return self.feasible",
        CERTIFICATE,
    ),
    (
        "certificate/certify",
        "return self.feasible and self.assumed <= FEASIBILITY * SLACK",
        "return self.assumed <= FEASIBILITY * SLACK",
        CERTIFICATE,
    ),
    ("certificate/certify", "return self.proves_gap and self.gap <= GAP", "return self.proves_gap", CERTIFICATE),
    ("certificate/certify", "return self.proves_gap and self.gap <= GAP", "return self.gap <= GAP", CERTIFICATE),
    ("certificate/certify", "FEASIBILITY * SLACK * min(1.0, most)", "FEASIBILITY * SLACK", CERTIFICATE),
    (
        "certificate/certify",
        "FEASIBILITY * SLACK * min(1.0, float(np.max(size, initial=0.0)))",
        "FEASIBILITY * SLACK",
        CERTIFICATE,
    ),
    ("certificate/certify", "+ np.sum(np.abs(d) * outside))", ")", CERTIFICATE),
    ("certificate/certify", "if not problem.cost.any():", "if False:", CERTIFICATE),
    (
        "certificate/ranges",
        "return float(np.sum(d * base[columns])) - excess, excess",
        "return float(np.sum(d * base[columns])), excess",
        RANGES,
    ),
    ("certificate/ranges", "row_bound[r] - (total[r] - finite[at])", "row_bound[r] - total[r]", RANGES),
    ("certificate/ranges", "(count[row] - infinite == 0)", "(count[row] >= 0)", RANGES),
    ("certificate/ranges", "assumed = rest[~np.isfinite(own)]", "assumed = rest[:0]", RANGES),
    ("certificate/ranges", "+ (1 + ROUNDING) * max(room, 0.0) / cost", "", RANGES),
    ("unbounded", "if state in highs.INFEASIBLE:", "if False:", UNBOUNDED),
    ("unbounded", "float(cost @ found) >= -LEAST", "float(cost @ found) > 0.0", UNBOUNDED),
]
_RESULTS: list[tuple[str, str, str, tuple[str, ...]]] = [
    ("results/generation.py", '"curtailment": offered - made,', '"curtailment": offered,', RESULTS),
    (
        "results/generation.py",
        "own_use[cell[:2]] += hourly[:, k] * own[k]",
        "own_use[cell[:2]] += hourly[:, k]",
        RESULTS,
    ),
    ("results/generation.py", "capacity[cell] += in_service[k]", "capacity[cell] = in_service[k]", RESULTS),
    ("results/assets.py", '"coal": fuel * coal,', '"coal": fuel,', RESULTS),
    ("results/assets.py", '"co2": fuel * emission,', '"co2": fuel,', RESULTS),
    (
        "results/assets.py",
        'np.minimum(arrays["charge"], arrays["discharge"])',
        'np.maximum(arrays["charge"], arrays["discharge"])',
        RESULTS,
    ),
    ("results/assets.py", "return added + season * above", "return added + above", RESULTS + CAUSES),
    ("results/cost.py", "by_area[area, term] += amount", "by_area[area, term] = amount", RESULTS),
    ("results/reserve.py", "held[:, :, k, way] =", "held[:, :, 0, way] =", RESULTS),
    ("results/summary.py", 'here["capacity"].isel(time=-1)', 'here["capacity"].isel(time=0)', RESULTS),
    ("results/summary.py", 'results["coal"] - results["fuel_heat"]', 'results["coal"]', RESULTS),
    ("results/summary.py", '(1.0 - results["fleet_own_use"])', "1.0", RESULTS),
    ("results/summary.py", "float(made[name] / offered[name])", "float(offered[name] / made[name])", RESULTS),
    ("results/attribution.py", "at_low = amounts * places.low(dim)", "at_low = amounts", CAUSES),
    (
        "results/attribution.py",
        'heating = np.minimum(saved.array("thermal_heating"), least)',
        'heating = saved.array("thermal_heating")',
        CAUSES,
    ),
    (
        "results/attribution.py",
        '"thermal_minimum": (least - heating) * kept,',
        '"thermal_minimum": least * kept,',
        CAUSES,
    ),
    (
        "results/attribution.py",
        'saved.array("thermal_output"), saved.array("thermal_minimum")',
        'saved.array("thermal_output"), saved.array("thermal_minimum") * 0.5',
        CAUSES,
    ),
    ("results/attribution.py", "reserve = np.minimum(held, above)", "reserve = held * 0.0", CAUSES),
    (
        "results/attribution.py",
        "flow[:, k] <= -backward[k] + MIN_POWER_MW, outside[:, a], 0.0)",
        "flow[:, k] <= -backward[k] + MIN_POWER_MW, 0.0, 0.0)",
        CAUSES,
    ),
    (
        "results/attribution.py",
        "flow[:, k] >= forward[k] - MIN_POWER_MW, outside[:, b], 0.0)",
        "flow[:, k] >= forward[k] - MIN_POWER_MW, 0.0, 0.0)",
        CAUSES,
    ),
    (
        "results/attribution.py",
        'outside = saved.inside(fleets.above * ~low, "fleet")',
        'outside = saved.inside(fleets.above, "fleet")',
        CAUSES,
    ),
    ("results/attribution.py", "+ _over_corridors(saved)", "", CAUSES),
    ("results/attribution.py", "self.takes = np.minimum(self.unused, space)", "self.takes = self.unused", CAUSES),
    ("results/attribution.py", "self.unused = free - self.reserve", "self.unused = free", CAUSES),
    (
        "results/attribution.py",
        "least[hour] = np.where(continued, np.minimum(values[hour], least[hour + 1]), values[hour])",
        "least[hour] = values[hour]",
        CAUSES,
    ),
    (
        "results/attribution.py",
        "scaled = weights / np.maximum(np.maximum(total, pool), 1e-12)[:, :, None]",
        "scaled = weights / np.maximum(total, 1e-12)[:, :, None]",
        CAUSES,
    ),
]
EXPLAINED: dict[tuple[str, str], str] = {
    (
        "dispatch/results/attribution.py",
        'heating = saved.array("thermal_heating")',
    ): "what heating adds to the least output is a part of it, so that the lesser of both is the part, but for rounding",
}
"""(file, new text) -> why it is not observable."""


def _all() -> list[Mutation]:
    named = [(f"models/{file}.py", *rest) for file, *rest in _EQUATIONS]
    named += [(f"dispatch/solve/{file}.py", *rest) for file, *rest in _PROOF]
    named += [(f"dispatch/{file}", *rest) for file, *rest in _RESULTS]
    return [Mutation(file, old, new, tests, EXPLAINED.get((file, new), "")) for file, old, new, tests in named]  # type: ignore[misc]


MUTATIONS = _all()
