"""Shares of bodies, and ranks that admit their ties."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from maalkart.core.errors import MaalkartError
from maalkart.core.study import Estimate

Estimator = Callable[[Collection[str], Mapping[str, Sequence[str]]], Estimate]
"""From the bodies asked and the statements found per body to an estimate."""


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in an order, 1 first; `tied` where another has the same place."""

    place: int
    tied: bool


def plain_share(bodies: Collection[str], found: Mapping[str, Sequence[str]]) -> Estimate:
    """The share of `bodies` that have at least one statement in `found`.

    A body counts once however often it says the thing. The share is None where no body could be
    asked. Raises MaalkartError where something was found for a body that is not among those asked:
    numerator and denominator would then be about different bodies.

    >>> plain_share(("0301", "1103"), {"1103": ("a", "b")}).share
    0.5
    """
    strangers = sorted(set(found) - set(bodies))
    if strangers:
        raise MaalkartError(
            f"statements counted for bodies outside the denominator: {', '.join(strangers)}",
            hint="a body with statements must also have a document that was read",
        )
    saying = [body for body in found if found[body]]
    return Estimate(
        numerator=len(saying),
        denominator=len(bodies),
        share=len(saying) / len(bodies) if bodies else None,
        statements=tuple(dict.fromkeys(one for body in saying for one in found[body])),
    )


def ranks(sizes: Sequence[int]) -> tuple[Rank, ...]:
    """Places by size, greatest first; equals share the better place («1, 2, 2, 4»).

    >>> [(rank.place, rank.tied) for rank in ranks([5, 9, 5])]
    [(2, True), (1, False), (2, True)]
    """
    return tuple(
        Rank(1 + sum(other > size for other in sizes), sum(other == size for other in sizes) > 1)
        for size in sizes
    )
