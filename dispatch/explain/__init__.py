"""Says in words what a run did in an hour, and why a case cannot be met."""

from .hour import explain_hour
from .infeasible import blame, describe_violations
from .unbounded import describe_ray

__all__ = ["blame", "describe_ray", "describe_violations", "explain_hour"]
