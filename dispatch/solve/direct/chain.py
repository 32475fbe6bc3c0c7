"""Chains of methods: steps in order, each with the condition under which it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

_State = TypeVar("_State")


@dataclass(frozen=True)
class Step(Generic[_State]):
    """One step of a chain of methods, as in the tables of docs/solving.md.

    name: of the step. when: the condition in words. applies: the same, of the state before the step. run: return the state after the
    step. failure: consequence if the step gives no proof.
    """

    name: str
    when: str
    applies: Callable[[_State], bool]
    run: Callable[[_State], _State]
    failure: str


def walk(chain: tuple[Step[_State], ...], state: _State) -> _State:
    """Take the steps of a chain in order, and run each that applies to the state that the steps before it have left."""
    for step in chain:
        if step.applies(state):
            state = step.run(state)
    return state
