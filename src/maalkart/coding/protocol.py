"""What every coder is, and the two ways between codings and codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, runtime_checkable

from maalkart.core.statement import Codes, Coding, Statement

# In the order answers are given. `type` is the only one that always has an answer.
VARIABLES = (
    "type",
    "level",
    "themes",
    "dimensions",
    "sdgs",
    "explicit_sdgs",
    "beneficiaries",
    "arena",
    "challenges",
    "concepts",
)
_SINGLE = frozenset({"type", "level", "arena"})
LOOSE = frozenset({"themes", "dimensions", "sdgs"})  # asked of loose texts whatever their type


class Coder(Protocol):
    """Anything that can answer for statements; may abstain, never guesses.

    A coder gives each statement at least its `type`, and per variable the most specific code first.
    Codings come statement by statement in the order asked.
    """

    @property
    def name(self) -> str:
        """Who answers: the same name answers alike as long as the version stands."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same statement could be answered otherwise."""
        ...

    def code(self, statements: Sequence[Statement]) -> Iterator[Coding]:
        """Answer for the statements; raises CodingError where that is not possible."""
        ...


@runtime_checkable
class Learned(Protocol):
    """A coder that knows what it learned from."""

    def learned_from(self, statements: Sequence[Statement]) -> int:
        """How many of the statements it has learned from."""
        ...


def answers(codes: Codes) -> Iterator[tuple[str, str]]:
    """All that is coded, as pairs of variable and code.

    >>> list(answers(Codes(type="goal", level="top", sdgs=(3, 11))))
    [('type', 'goal'), ('level', 'top'), ('sdgs', '3'), ('sdgs', '11')]
    """
    for variable in VARIABLES:
        value = getattr(codes, variable)
        if variable in _SINGLE:
            if value is not None:
                yield variable, value
        else:
            yield from ((variable, str(code)) for code in value)


def collect(codings: Iterable[Coding]) -> dict[str, Codes]:
    """One coder's answers by statement, in the order the statements first appear.

    `confidence` is that of the type. A code given twice counts once; of a variable with one answer
    the last one stands.
    """
    found: dict[str, dict[str, list[str]]] = {}
    sure: dict[str, float | None] = {}
    for coding in codings:
        of = found.setdefault(coding.statement, {}).setdefault(coding.variable, [])
        if coding.variable in _SINGLE:
            of[:] = [coding.code]
        elif coding.code not in of:
            of.append(coding.code)
        if coding.variable == "type":
            sure[coding.statement] = coding.confidence
    return {key: _codes(of, sure.get(key)) for key, of in found.items()}


def _codes(of: dict[str, list[str]], confidence: float | None) -> Codes:
    def numbers(variable: str) -> tuple[int, ...]:
        return tuple(int(code) for code in of.get(variable, ()))

    return Codes(
        type=of.get("type", ["none"])[0],
        level=next(iter(of.get("level", ())), None),
        themes=tuple(of.get("themes", ())),
        dimensions=tuple(of.get("dimensions", ())),
        sdgs=numbers("sdgs"),
        explicit_sdgs=numbers("explicit_sdgs"),
        beneficiaries=tuple(of.get("beneficiaries", ())),
        arena=next(iter(of.get("arena", ())), None),
        challenges=tuple(of.get("challenges", ())),
        concepts=tuple(of.get("concepts", ())),
        confidence=confidence,
    )
