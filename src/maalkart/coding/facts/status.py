"""Whether a document is adopted, or still a draft."""

from __future__ import annotations

import re

from maalkart.coding.facts.places import HEADING, OWN_TITLE, RUNNING, Place, places
from maalkart.coding.facts.words import cues
from maalkart.core.document import Document
from maalkart.core.study import Fact

FRONT_WEIGHT = 2.0  # the least telling place that may call the whole document a draft


def status_of(document: Document, adoption: Fact | None) -> Fact:
    """Adopted where the document says so, a draft where its front says that, else unknown.

    «Høringsutkast» on the title page outweighs an adoption that stands elsewhere. «Rådmannens
    forslag» does not: budgets are printed as proposed, with the council's decision behind.
    """
    draft = _draft(document, "hard") or _draft(document, "soft")
    if draft is not None and (adoption is None or _outweighs(draft, adoption)):
        return draft
    if adoption is not None:
        return Fact(name="status", value="adopted", evidence=adoption.evidence, because="says so")
    return Fact(name="status", value="unknown", because="says neither adopted nor draft")


def _outweighs(draft: Fact, adoption: Fact) -> bool:
    if draft.because == RUNNING:
        return True
    hard = draft.evidence is not None and cues("dates", "draft", "hard").search(
        draft.evidence.quote
    )
    return bool(hard and adoption.evidence and adoption.evidence.page > 1)


def _draft(document: Document, strength: str) -> Fact | None:
    pattern = cues("dates", "draft", strength)
    for place in places(document):
        if place.weight < FRONT_WEIGHT or place.where == OWN_TITLE:
            continue  # a file keeps the title of its draft
        match = pattern.search(place.text)
        if match and not _tells_of(place, match):
            evidence = place.evidence(document, *match.span())
            return Fact(name="status", value="draft", evidence=evidence, because=place.where)
    return None


def _tells_of(place: Place, match: re.Match[str]) -> bool:
    """«Innspill til høringsutkastet» heads a chapter on the hearing of a plan that is done."""
    return place.where == HEADING and place.text[: match.start()].strip(" \t0123456789.:–-") != ""
