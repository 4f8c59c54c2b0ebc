"""Which of the kinds of the study a document is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import get_args

from maalkart.coding.facts.places import Place, places
from maalkart.coding.facts.words import cues, table
from maalkart.core.document import Document
from maalkart.core.statement import Evidence
from maalkart.core.study import DocumentKind, Fact

KINDS: tuple[DocumentKind, ...] = tuple(k for k in get_args(DocumentKind) if k != "other")

# A title that says «planprogram» or «protokoll» outweighs the plan it is about; one that says
# «temaplan» does not outweigh «arbeidsgiverpolitikk» beside it.
STRONG, WEAK = 1.5, 0.4
# What a heading on page three or a running header must at least say; less is «other».
ENOUGH = 2.4
# The most that the words of the text can add: they break ties between weak places.
MOST_CONTENT = 1.5


@dataclass(frozen=True, slots=True)
class _Vote:
    weight: float
    at: int
    place: Place | None
    span: tuple[int, int]


def kind_of(document: Document) -> Fact:
    """The kind, with the words of the title that say so; `other` where nothing says otherwise."""
    stood = places(document)
    votes = {kind: _named(stood, kind) for kind in KINDS}
    text = "\n".join(page.text for page in document.pages).lower()
    scores = {kind: _score(votes[kind]) + _content(text, kind, document) for kind in KINDS}
    best = max(KINDS, key=lambda kind: scores[kind])
    against = _other(stood, votes[best], best)
    if scores[best] < ENOUGH or against >= scores[best]:
        return Fact(name="kind", value="other", because="its title names no kind of the study")
    vote = max(votes[best], key=lambda v: v.weight, default=None)
    if vote is None or vote.place is None:
        return Fact(name="kind", value=best, because="the words of its text")
    return Fact(
        name="kind",
        value=best,
        evidence=_shown(document, vote),
        because=f"{vote.place.where} says «{vote.place.text[slice(*vote.span)]}»",
    )


def _shown(document: Document, vote: _Vote) -> Evidence | None:
    return vote.place.evidence(document, *vote.span) if vote.place else None


def _named(stood: list[Place], kind: str) -> list[_Vote]:
    pattern = cues("kinds", kind, "title")
    votes = []
    for place in stood:
        match = pattern.search(place.text)
        if match:
            votes.append(_Vote(place.weight, match.start(), place, match.span()))
    return votes


def _score(votes: list[_Vote]) -> float:
    """The best place counts whole, each further one a tenth: a title beats many mentions."""
    weights = sorted((vote.weight for vote in votes), reverse=True)
    return weights[0] + min(2.0, 0.1 * sum(weights[1:])) if weights else 0.0


def _content(text: str, kind: str, document: Document) -> float:
    pages = max(1, len(document.pages))
    hits = [len(re.findall(pattern, text)) for pattern in table("kinds")[kind]["content"]]
    different = sum(hit > 0 for hit in hits)
    return min(MOST_CONTENT, 0.2 * different + 0.3 * sum(hits) / pages) if different > 1 else 0.0


def _other(stood: list[Place], votes: list[_Vote], kind: str) -> float:
    """How much speaks for another kind of document in the places that name it."""
    strong, weak = cues("kinds", "other", "strong"), cues("kinds", "other", "weak")
    ours = {id(vote.place): vote for vote in votes}
    most = 0.0
    for place in stood:
        found = strong.search(place.text)
        vote = ours.get(id(place))
        if found and not (vote and _joined(place.text, vote, found, kind)):
            most = max(most, STRONG * place.weight)
        elif weak.search(place.text):
            most = max(most, WEAK * place.weight)
    return most


def _joined(text: str, vote: _Vote, other: re.Match[str], kind: str) -> bool:
    """«Samfunnsdel med arealdel», «planstrategi og planprogram»: both are in the document."""
    if kind == "planstrategi" and vote.at < other.start():
        return True
    first, last = sorted((vote.span, other.span()))
    return (
        re.search(r"(?<!\w)(?:og|med|samt|inkl\.?|and)(?!\w)", text[first[1] : last[0]]) is not None
    )
