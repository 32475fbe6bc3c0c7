"""Every input attribute of PyPSA's components: carried, refused, or without effect on the optimisation."""

from __future__ import annotations

from dispatch.messages import Message, message

_SIZES = "{0}_nom {0}_nom_extendable {0}_nom_min {0}_nom_max {0}_nom_set"
_COSTS = "capital_cost overnight_cost fom_cost discount_rate lifetime active"
"""Annuity of what is built: PyPSA works it out (``periodized_cost``)."""
CARRIED: dict[str, str] = {
    "Bus": "name v_nom carrier",
    "Carrier": "name co2_emissions",
    "Generator": f"name bus {_SIZES.format('p')} {_COSTS} p_min_pu p_max_pu p_set p_init e_sum_min e_sum_max carrier "
    "marginal_cost efficiency committable start_up_cost shut_down_cost stand_by_cost min_up_time min_down_time "
    "up_time_before down_time_before ramp_limit_up ramp_limit_down ramp_limit_start_up ramp_limit_shut_down sign",
    "Load": "name bus p_set sign active",
    "Link": f"name bus0 bus1 {_SIZES.format('p')} {_COSTS} carrier efficiency p_set p_init p_min_pu p_max_pu "
    "marginal_cost ramp_limit_up ramp_limit_down ramp_limit_start_up ramp_limit_shut_down",
    "Line": f"name bus0 bus1 {_SIZES.format('s')} {_COSTS} s_max_pu carrier type x r length num_parallel",
    "LineType": "name r_per_length x_per_length",
    "Transformer": f"name bus0 bus1 {_SIZES.format('s')} {_COSTS} s_max_pu type x r num_parallel tap_ratio "
    "tap_position phase_shift phase_shift_min phase_shift_max",
    "TransformerType": "name s_nom vsc vscr phase_shift tap_neutral tap_step",
    "StorageUnit": f"name bus {_SIZES.format('p')} {_COSTS} p_min_pu p_max_pu carrier spill_cost marginal_cost "
    "marginal_cost_storage state_of_charge_initial state_of_charge_set cyclic_state_of_charge max_hours "
    "efficiency_store efficiency_dispatch standing_loss inflow sign p_set p_dispatch_set p_store_set",
    "Store": f"name bus {_SIZES.format('e')} {_COSTS} carrier e_min_pu e_max_pu e_initial e_set e_cyclic "
    "marginal_cost marginal_cost_storage standing_loss sign p_set",
    "GlobalConstraint": "name type carrier_attribute sense constant bus",
}
"""Attributes that an import reads; those of types, and of reactance, through PyPSA's own dependent values."""

_MODULES = message("fault.pypsa.capacity_modules")
_QUADRATIC = message("fault.pypsa.quadratic_cost")
_MAINTENANCE = message("fault.pypsa.maintenance")
_ANGLE = message("fault.pypsa.angle_limits")
REFUSED: dict[str, dict[str, Message]] = {
    "Generator": {
        "p_nom_mod": _MODULES,
        "marginal_cost_quadratic": _QUADRATIC,
        "maintainable": _MAINTENANCE,
    },
    "Link": {
        "p_nom_mod": _MODULES,
        "marginal_cost_quadratic": _QUADRATIC,
        "committable": message("fault.pypsa.link_not_committed"),
        "maintainable": _MAINTENANCE,
        "delay": message("fault.pypsa.delay"),
    },
    "Line": {"s_nom_mod": _MODULES, "v_ang_max": _ANGLE},
    "Transformer": {"s_nom_mod": _MODULES, "v_ang_max": _ANGLE},
    "StorageUnit": {
        "p_nom_mod": _MODULES,
        "marginal_cost_quadratic": _QUADRATIC,
    },
    "Store": {"e_nom_mod": _MODULES, "marginal_cost_quadratic": _QUADRATIC},
    "GlobalConstraint": {"investment_period": message("fault.pypsa.investment_periods")},
}
"""Attributes that must be at their default, with the rule that says why."""
REFUSED_KINDS = ("Process",)
"""Classes of which no active component is carried."""

_LABEL = "a label"
_FLOW = "only power flow reads it"
_PERIODS = "only investment periods read it"
_ONLY = "only what is refused reads it: commitment, maintenance or delay"
_STATISTICS = "only statistics, plots and clustering read it"
_COMMITMENT = "min_up_time min_down_time up_time_before down_time_before start_up_cost shut_down_cost stand_by_cost"
_MAINTAINED = "maintenance_duration maintenance_pu maintenance_events"
WITHOUT_EFFECT: dict[str, dict[str, str]] = {
    "Bus": {_LABEL: "type x y unit location", _FLOW: "v_mag_pu_set v_mag_pu_min v_mag_pu_max"},
    "Carrier": {_LABEL: "color nice_name", _PERIODS: "max_growth max_relative_growth"},
    "Generator": {
        _LABEL: "type",
        _FLOW: "control q_set",
        _PERIODS: "build_year",
        _ONLY: _MAINTAINED,
        _STATISTICS: "weight",
    },
    "Load": {_LABEL: "type carrier", _FLOW: "q_set"},
    "Link": {
        _LABEL: "type",
        _PERIODS: "build_year",
        _ONLY: f"{_COMMITMENT} {_MAINTAINED} cyclic_delay",
        _STATISTICS: "length terrain_factor",
    },
    "Line": {_FLOW: "g b", _PERIODS: "build_year", _STATISTICS: "terrain_factor", "it is deprecated": "v_ang_min"},
    "LineType": {_LABEL: "mounting references", _FLOW: "f_nom c_per_length i_nom cross_section"},
    "Transformer": {_FLOW: "model g b tap_side", _PERIODS: "build_year", "it is deprecated": "v_ang_min"},
    "TransformerType": {_LABEL: "references", _FLOW: "f_nom v_nom_0 v_nom_1 pfe i0 tap_side tap_min tap_max"},
    "StorageUnit": {
        _LABEL: "type",
        _FLOW: "control q_set",
        _PERIODS: "build_year state_of_charge_initial_per_period cyclic_state_of_charge_per_period",
    },
    "Store": {_LABEL: "type", _FLOW: "q_set", _PERIODS: "build_year e_initial_per_period e_cyclic_per_period"},
    "ShuntImpedance": {_LABEL: "name", _FLOW: "bus g b sign active"},
    "Shape": {_LABEL: "name geometry component idx type"},
    "SubNetwork": {},
}
"""Class -> reason -> attributes that PyPSA's linear program does not depend on without investment periods."""
NETWORK = {
    "carried": "name snapshots snapshot_weightings",
    "refused": "investment_periods",
    "without effect": "investment_period_weightings now srid crs",
}
"""Attributes of the network itself."""


def accepted(kind: str) -> frozenset[str]:
    """Return the attributes of a class that an import takes at any value."""
    ignored = WITHOUT_EFFECT.get(kind, {}).values()
    return frozenset(CARRIED.get(kind, "").split()) | {name for names in ignored for name in names.split()}
