"""The certificate: bound, gap and violations of a primal-dual pair, and the ranges of columns without a bound."""

from .certify import Certificate, certify, certify_start, nearly_feasible

__all__ = ["Certificate", "certify", "certify_start", "nearly_feasible"]
