"""Shares of bodies: what every way of estimating starts from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from maalkart.core.errors import MaalkartError
from maalkart.core.study import Estimate, Question
from maalkart.stats.comparison import Difference, Together
from maalkart.stats.correction import Statements
from maalkart.stats.ranking import Rank, ranks

Found = Mapping[str, Sequence[str]]
"""By body, the statements found."""


class Estimator(Protocol):
    """A way of estimating: from the bodies asked and the statements found in each."""

    def share(
        self, bodies: Collection[str], found: Found, question: Question | None = None
    ) -> Estimate:
        """`question` names what was asked, so that people's own answers to it can be used."""
        ...

    def ranks(self, bodies: Collection[str], found: Mapping[Question, Found]) -> tuple[Rank, ...]:
        """The places of questions by their shares, in the order given."""
        ...

    def share_of_statements(self, of: Statements, question: Question | None = None) -> Estimate:
        """The share of the statements asked that were found to have a code."""
        ...

    def share_within(
        self,
        group: Collection[str],
        bodies: Collection[str],
        found: Found,
        question: Question | None = None,
    ) -> Estimate:
        """The share in a group of the bodies asked; `found` is of them all."""
        ...

    def difference(
        self,
        found: Found,
        one: Collection[str],
        other: Collection[str],
        bodies: Collection[str] = (),
        question: Question | None = None,
    ) -> Difference | None:
        """How much greater the share is in one group than in another; None where none is told.

        `bodies` are all that were asked, so that what people found in them can be used.
        """
        ...

    def together(
        self, bodies: Collection[str], found: Sequence[Found]
    ) -> Mapping[tuple[int, int], Together]:
        """By pair of things, whether bodies with one have the other; empty without a design."""
        ...


class PlainShares:
    """Shares that speak of the bodies asked and of no others."""

    def share(
        self, bodies: Collection[str], found: Found, question: Question | None = None
    ) -> Estimate:
        """The plain share, without an interval."""
        return plain_share(bodies, found)

    def ranks(self, bodies: Collection[str], found: Mapping[Question, Found]) -> tuple[Rank, ...]:
        """Places by plain shares."""
        return ranks([plain_share(bodies, one).share or 0.0 for one in found.values()])

    def share_of_statements(self, of: Statements, question: Question | None = None) -> Estimate:
        """The plain share, without an interval."""
        return plain_statements(of)

    def share_within(
        self,
        group: Collection[str],
        bodies: Collection[str],
        found: Found,
        question: Question | None = None,
    ) -> Estimate:
        """The plain share of the group."""
        return plain_share(group, within(group, found))

    def difference(
        self,
        found: Found,
        one: Collection[str],
        other: Collection[str],
        bodies: Collection[str] = (),
        question: Question | None = None,
    ) -> None:
        """Of bodies that were not drawn, no difference is told."""

    def together(
        self, bodies: Collection[str], found: Sequence[Found]
    ) -> Mapping[tuple[int, int], Together]:
        """Nor what goes together."""
        return {}


def plain_statements(of: Statements) -> Estimate:
    """The share that the coder found of the statements asked; None where none was."""
    found, asked = int(of.told.sum()), int(of.asked.sum())
    share = found / asked if asked else None
    return Estimate(numerator=found, denominator=asked, share=share)


def within(group: Collection[str], found: Found) -> Found:
    """What was found in the bodies of a group."""
    inside = set(group)
    return {body: said for body, said in found.items() if body in inside}


def plain_share(bodies: Collection[str], found: Found) -> Estimate:
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
