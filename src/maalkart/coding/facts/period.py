"""For which years a document is made."""

from __future__ import annotations

import re
from functools import cache

from maalkart.coding.facts.places import HEADING, Place, places
from maalkart.coding.facts.words import cues, either, table
from maalkart.core.document import Document
from maalkart.core.statement import Evidence
from maalkart.core.study import Fact

LONGEST = 30  # years
TELLING = 2.5  # the weight of a place that names the document, down to the file's own name
Answer = tuple[tuple[int, int] | None, Fact | None]


def period(document: Document) -> Answer:
    """The years a document is made for, from its title, its running headers or its headings.

    «Mot 2040» is a horizon, and the years of other plans and reports are theirs: neither is one.
    """
    stood = places(document)
    for place in stood:
        if place.weight >= TELLING and (found := _in_place(place)):
            return _answer(document, place, *found)
    said = _in_text(document)
    if said[0] is not None:
        return said
    for place in stood:
        own = place.where == HEADING and cues("dates", "period", "headings").search(place.text)
        if own and (found := _in_place(place)):
            return _answer(document, place, *found)
    return None, None


def _in_place(place: Place) -> tuple[tuple[int, int], tuple[int, int]] | None:
    for match in _years_pattern().finditer(place.text):
        years = _years(match)
        if years is not None and not _foreign(place.text[: match.start()]):
            return years, match.span()
    return None


def _answer(
    document: Document, place: Place, years: tuple[int, int], span: tuple[int, int]
) -> Answer:
    return years, _fact(years, place.evidence(document, *span), place.where)


def _in_text(document: Document) -> Answer:
    """«Planperioden 2020–2024», «planen gjeld for åra 2020–2024», where no title has the years."""
    for page in document.pages:
        for match in _years_pattern().finditer(page.text):
            years = _years(match)
            before = re.split(
                r"[.!?:]\s|\n\s*\n", page.text[max(0, match.start() - 90) : match.start()]
            )[-1]
            if years and _is_own(before) and not _foreign(before):
                evidence = Evidence.take(document, page.number, *match.span())
                return years, _fact(years, evidence, "said in the text")
    return None, None


def _is_own(before: str) -> bool:
    """Whether the sentence speaks of the years of this plan, not of a project or a budget."""
    if cues("dates", "period", "own").search(before[-45:]):
        return True
    spoken = cues("dates", "period", "spans").search(before[-30:])
    return bool(spoken and cues("dates", "period", "subjects").match(before.strip()))


def _fact(years: tuple[int, int], evidence: Evidence | None, where: str) -> Fact:
    return Fact(name="period", value=f"{years[0]}–{years[1]}", evidence=evidence, because=where)


@cache
def _years_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?<![\d./(-])((?:19|20)\d\d)\s*(?:[-–—‐−]|til|to|t\.o\.m\.)\s*((?:19|20)\d\d|\d\d)"
        r"(?![\d.]*\d)"
    )


def _years(match: re.Match[str]) -> tuple[int, int] | None:
    first, last = int(match.group(1)), int(match.group(2))
    last = last if last > 99 else first // 100 * 100 + last
    return (first, last) if 0 < last - first <= LONGEST else None


def _foreign(before: str) -> bool:
    pattern = either(table("dates")["period"]["foreign"])
    return re.search(rf"(?<!\w){pattern}\s*$", before[-80:], re.IGNORECASE) is not None
