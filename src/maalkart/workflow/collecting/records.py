"""What collecting tells: a line for each body and kind, and what could not be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from maalkart.collect.rank import Judged, Term, fact_of
from maalkart.core.errors import MaalkartError
from maalkart.core.study import DocumentFacts

State = Literal[
    "there",  # in place already
    "found",
    "in doubt",
    "missing",
    "failed",
    "fetched",  # an address of the manifest, now a file
    "unchanged",  # asked again
    "changed",
    "vanished",
]
DONE: tuple[State, ...] = ("there", "found", "fetched", "unchanged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How it went with one document: of which body and kind, from where, how sure and why.

    `shown` are the words by which the document says that it was adopted, with their page.
    """

    body: str
    name: str
    kind: str
    state: State
    source: str = ""
    address: str = ""
    sure: float | None = None
    adopted: str | None = None
    in_term: Term = "unknown"
    shown: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A candidate as it is written into candidates.csv, its place among those of its kind."""

    body: str
    name: str
    kind: str
    place: int
    state: str
    judged: Judged


@dataclass(frozen=True, slots=True)
class CollectReport:
    """What was found, what is missing, what is in doubt; and how much was asked for."""

    found: tuple[Found, ...]
    problems: tuple[MaalkartError, ...]
    asked: int = 0

    @property
    def exit_code(self) -> int:
        """1 where something could not be fetched or used; what is missing is named."""
        return 1 if self.problems else 0

    @property
    def counts(self) -> Counter[State]:
        """How many stand in each state."""
        return Counter(one.state for one in self.found)

    def record(self) -> dict[str, Any]:
        """The report, ready for JSON."""
        return {
            "found": [asdict(one) for one in self.found],
            "counts": dict(self.counts),
            "requests": self.asked,
            "problems": [
                {"place": p.place, "message": p.message, "hint": p.hint} for p in self.problems
            ],
        }


def shown(facts: DocumentFacts | None) -> str:
    """The words by which a document says that it was adopted, with their page."""
    fact = None if facts is None else fact_of(facts, "adopted")
    if fact is None or fact.evidence is None:
        return ""
    return f"«{' '.join(fact.evidence.quote.split())[:100]}», p. {fact.evidence.page}"


def percent(probability: float) -> str:
    """A probability as it is said: never quite sure, never quite out of the question."""
    return f"{min(99, max(1, round(100 * probability)))} %"


def doubts_of(best: Judged, rivals: Sequence[Judged], *, sure: float, term: bool) -> list[str]:
    """Why the likeliest candidate is not taken as right without a look."""
    doubts = []
    if best.sure < sure:
        doubts.append("no more sure than that")
    if best.facts is not None and best.facts.status == "draft":
        doubts.append("only a draft was found")
    if best.in_term == "outside":
        doubts.append("it was adopted outside the term")
    if term and best.in_term == "unknown":
        doubts.append("the day of adoption is not known")
    if any(one.probability >= sure and one.superseded_by is None for one in rivals):
        doubts.append("another document is as likely")
    return doubts
