"""What stops a target: the best that can be reached, as a sum over the limits of the LP."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dispatch.lp import LP, Floats, Matrix
from dispatch.messages import message
from dispatch.results.fields import MessageField, Number
from dispatch.solve import Solution


@dataclass(frozen=True)
class Limit:
    """A family of rows or bounds at the best point. ``share``: what it adds to the best gap (negative: it takes away);
    all shares sum to the gap. ``name``: the block; ``text``: what it says in words."""

    name: str
    text: str | MessageField
    share: Number


def binding_limits(lp: LP, problem: Matrix, solution: Solution) -> list[Limit]:
    """Shares of the best gap, the largest loss first. ``problem`` minimises -gap.

    At an optimum the objective is the sum over rows of dual x side plus the sum over columns of reduced cost x bound
    (strong duality), so that the best gap is a sum over blocks of rows and of bounds, exactly.
    """
    assert solution.primal is not None and solution.row_dual is not None
    dual, primal = solution.row_dual, solution.primal
    of_row = -dual * _side(problem.matrix @ primal, dual)
    reduced = problem.cost - problem.matrix.T @ dual
    of_column = -reduced * np.where(reduced != 0.0, primal, 0.0)
    found = [
        Limit(name, block.text, float(of_row[block.index[block.index >= 0]].sum()))
        for name, block in lp.constraints.items()
    ]
    found += [
        Limit(name, block.text, float(of_column[block.index[block.index >= 0]].sum()))
        for name, block in lp.variables.items()
    ]
    found.append(Limit("constant", message("vd_limit_constant"), -problem.offset))
    found.append(Limit("other", message("vd_limit_other"), float(of_row[lp.rows :].sum())))
    return sorted((limit for limit in found if abs(limit.share) > 1e-9), key=lambda limit: limit.share)


def _side(activity: Floats, dual: Floats) -> Floats:
    """The side at which a row with a price lies is its activity (complementary slackness)."""
    return np.where(dual != 0.0, activity, 0.0)
