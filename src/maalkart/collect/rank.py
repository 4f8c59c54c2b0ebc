"""How sure it is that a document is the plan that was asked for: reasons, each with its weight.

The weights are log-odds set by judgement: what a document says of itself counts most, then whose it
is, then the words that led to it. `bench/bench_collect.py` shows how well the probabilities that
come of them hold.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from maalkart.collect.discover import Candidate
from maalkart.collect.words import kinds_of, said_by
from maalkart.core.study import DocumentFacts, DocumentKind, Fact

SURE = 0.85  # at least so likely, and the user is not asked
ENOUGH = 0.5  # less, and it is named as a candidate only

Term = Literal["in", "outside", "unknown"]
START = -2.0
KIND, OTHER_KIND, NO_KIND, TITLED = 3.0, -3.0, -2.0, 1.5
BODY, OTHER_BODY, NO_BODY = 1.5, -6.0, -0.5
SHARED = -1.0  # an agreement of several bodies names the others too
NAMED, ADDRESSED, UNDER = 1.0, 0.7, 0.4
ADOPTED, DRAFT, UNKNOWN = 1.0, -3.5, -0.6
IN_TERM, OUTSIDE, NO_DAY = 1.0, -6.0, -0.3
ASIDE, OLD, DRAFT_LINK, UNREAD = -2.0, -0.7, -0.7, -2.0


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that speaks for (above 0) or against a candidate, as log-odds."""

    weight: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A candidate for one kind of one body, with the reasons for and against it."""

    kind: DocumentKind
    candidate: Candidate
    facts: DocumentFacts | None
    reasons: tuple[Reason, ...]
    in_term: Term = "unknown"
    superseded_by: str | None = None
    sure: float = 0.0

    @property
    def weight(self) -> float:
        """What its own reasons come to, as log-odds."""
        return sum(reason.weight for reason in self.reasons)

    @property
    def probability(self) -> float:
        """How likely its own reasons make it, whatever else there is: what it is chosen by.

        `sure` is the probability that is stated: that this, and none of the others, is the one.
        """
        return 1 / (1 + math.exp(-self.weight))

    @property
    def sha256(self) -> str:
        """Of the content."""
        return self.candidate.answer.last.sha256 or ""

    @property
    def because(self) -> str:
        """The reasons, the weightiest first."""
        ordered = sorted(self.reasons, key=lambda reason: -abs(reason.weight))
        return "; ".join(reason.text for reason in ordered if reason.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for: a kind of a body, adopted within a term where one is named."""

    kind: DocumentKind
    body: str
    term: tuple[str, str] | None = None


def judge(
    candidate: Candidate, facts: DocumentFacts | None, wanted: Wanted, trouble: str = ""
) -> Judged:
    """Weigh a candidate; `facts` are None where it could not be read, and `trouble` says why."""
    reasons = [Reason(START, ""), *_link(candidate, wanted.kind)]
    in_term: Term = "unknown"
    if facts is None:
        reasons.append(Reason(UNREAD, f"it could not be read: {trouble}"))
    else:
        in_term = term_of(facts, wanted.term)
        reasons += [*_document(candidate, facts, wanted), *_term(facts, wanted.term, in_term)]
    return Judged(
        kind=wanted.kind,
        candidate=candidate,
        facts=facts,
        reasons=tuple(reasons),
        in_term=in_term,
    )


def _link(candidate: Candidate, kind: DocumentKind) -> Iterable[Reason]:
    lead = candidate.lead
    if kind in lead.named.kinds:
        yield Reason(NAMED, f"the link says «{lead.link.text[:80]}»")
    if kind in lead.addressed.kinds:
        yield Reason(ADDRESSED, "its address names the kind")
    if kind in lead.under.kinds:
        yield Reason(UNDER, "the page that links to it names the kind")
    if lead.named.aside or lead.addressed.aside:
        yield Reason(ASIDE, "the link speaks of a part or a step, not the plan")
    if lead.named.draft or lead.addressed.draft:
        yield Reason(DRAFT_LINK, "the link speaks of a draft")
    if lead.named.old or lead.addressed.old:
        yield Reason(OLD, "the link speaks of something old")


def _document(candidate: Candidate, facts: DocumentFacts, wanted: Wanted) -> Iterable[Reason]:
    if facts.kind == wanted.kind:
        yield Reason(KIND, f"it calls itself {facts.kind}{_quoted(facts, 'kind')}")
    elif wanted.kind in kinds_of(candidate.title) and not said_by(candidate.title).aside:
        yield Reason(TITLED, f"the page is called «{candidate.title[:80]}»")
    elif facts.kind == "other":
        yield Reason(NO_KIND, "its own words name no kind")
    else:
        yield Reason(OTHER_KIND, f"it calls itself {facts.kind}")
    if facts.body is None:
        yield Reason(NO_BODY, "it does not say whose it is")
    elif facts.body == wanted.body:
        yield Reason(BODY, f"it is of {facts.body}{_quoted(facts, 'body')}")
    else:
        other = SHARED if wanted.kind == "intensjonsavtale" else OTHER_BODY
        yield Reason(other, f"it is of {facts.body}")
    said = {"adopted": ADOPTED, "draft": DRAFT, "unknown": UNKNOWN}[facts.status]
    words = {"adopted": "adopted", "draft": "a draft", "unknown": "does not say that it is adopted"}
    yield Reason(said, f"{words[facts.status]}{_quoted(facts, 'status')}")
    if len(facts.readable.unread) * 2 > facts.readable.pages:
        yield Reason(UNREAD, "most of its pages could not be read")


def term_of(facts: DocumentFacts, term: tuple[str, str] | None) -> Term:
    """Whether the document itself says that it was adopted in the term."""
    if term is None or facts.adopted is None:
        return "unknown"
    return "in" if term[0] <= facts.adopted <= term[1] else "outside"


def _term(facts: DocumentFacts, term: tuple[str, str] | None, found: Term) -> Iterable[Reason]:
    if term is None:
        return
    if found == "unknown":
        yield Reason(NO_DAY, "the day of adoption is not known")
    elif found == "in":
        yield Reason(IN_TERM, f"adopted {facts.adopted}, within the term")
    else:
        yield Reason(OUTSIDE, f"adopted {facts.adopted}, outside the term")


def _quoted(facts: DocumentFacts, name: str) -> str:
    fact = fact_of(facts, name)
    if fact is None or fact.evidence is None:
        return ""
    return f" («{' '.join(fact.evidence.quote.split())[:80]}», p. {fact.evidence.page})"


def fact_of(facts: DocumentFacts, name: str) -> Fact | None:
    """The fact of that name, with the words that show it."""
    return next((fact for fact in facts.facts if fact.name == name), None)


def ranked(judged: Iterable[Judged]) -> list[Judged]:
    """The likeliest first; of adopted versions, the latest that the term allows."""
    return sorted(judged, key=lambda one: (-_class(one), _reversed_day(one), -one.probability))


def stated(judged: Sequence[Judged]) -> list[Judged]:
    """Candidates of one kind of a body, each with the probability that it is the document.

    At most one is: they share the probability with each other and with «none of them», each by its
    own weight. One that was superseded is not the one. On a web of another seed than the bench
    measures, the weights part right from wrong without a fault: there is nothing to fit them by.
    """
    odds = [0.0 if one.superseded_by else math.exp(one.weight) for one in judged]
    total = 1.0 + sum(odds)
    return [replace(one, sure=own / total) for one, own in zip(judged, odds, strict=True)]


def _class(one: Judged) -> int:
    return (one.probability >= ENOUGH) + (one.probability >= SURE)


def _reversed_day(one: Judged) -> int:
    day = one.facts.adopted if one.facts is not None else None
    return -int(day.replace("-", "")) if day else 0


__all__ = [
    "ENOUGH",
    "SURE",
    "Judged",
    "Reason",
    "Term",
    "Wanted",
    "fact_of",
    "judge",
    "ranked",
    "stated",
    "term_of",
]
