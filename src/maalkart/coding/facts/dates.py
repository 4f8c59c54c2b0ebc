"""When a document was adopted, for which years, and whether it is still a draft."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from maalkart.coding.facts.places import OWN_TITLE, Place, places
from maalkart.coding.facts.words import cues, either, table
from maalkart.core.document import Document, Page
from maalkart.core.statement import Evidence
from maalkart.core.study import Fact, Status

FRONT_PAGES = 3  # where a document says that it was itself adopted; later it speaks of others
CLOSE = 90  # characters between «vedtatt» and its date: room for a council and a case number
LONGEST_PERIOD = 30  # years


@dataclass(frozen=True, slots=True)
class _Adoption:
    score: float
    date: str | None
    page: int
    span: tuple[int, int]


def adopted(document: Document) -> tuple[str | None, Fact | None]:
    """The ISO date of adoption and the words that say so.

    A document that names only the month was adopted, but has no date: none is made up. Hearings,
    print and the adoption of other plans are not adoption.
    """
    found = [one for page in document.pages for one in _on_page(document, page)]
    if not found:
        return None, None
    best = max(found, key=lambda one: (one.score, one.date is not None, -one.page, -one.span[0]))
    evidence = Evidence.take(document, best.page, *best.span)
    said = best.date or "without a date"
    return best.date, Fact(name="adopted", value=said, evidence=evidence, because="says so")


def _on_page(document: Document, page: Page) -> Iterator[_Adoption]:
    text = page.text
    near_end = page.number == document.pages[-1].number
    for match in _adoption_pattern().finditer(text):
        before = _sentence_before(text, match.start())
        around = f"{before} {match.group()} {text[match.end() : match.end() + 60]}"
        if cues("dates", "adopted", "others").search(match.group()):
            continue
        if cues("dates", "adopted", "hearings").search(around.replace("planprogram", "")):
            continue
        if cues("dates", "adopted", "earlier").search(before):
            continue
        place = _place_score(page.number, near_end=near_end)
        score = place + _subject_score(document, before) + bool(match.group("council"))
        if score >= 3:
            yield _Adoption(score, iso(match.group("date")), page.number, match.span())


def _place_score(page: int, *, near_end: bool) -> float:
    if page == 1:
        return 3.0
    return 2.0 if page <= FRONT_PAGES else 1.0 if near_end else 0.0


def _subject_score(document: Document, before: str) -> float:
    """What the words before «vedtatt» add: no words, this plan's own name, or another's."""
    words = before.split()
    if len(words) <= 3 or before.rstrip().endswith(("\n", ":")):
        return 1.5
    own = {word.lower() for word in re.findall(r"\w{5,}", _title_words(document))}
    said = {word.lower() for word in re.findall(r"\w{5,}", before)}
    if len(own & said) >= 2 or cues("dates", "adopted", "this").search(before):
        return 1.0
    return -1.5


def _title_words(document: Document) -> str:
    return " ".join(place.text for place in places(document) if place.weight >= 2.5)[:600]


def _sentence_before(text: str, position: int) -> str:
    """The words of the same sentence or line that lead up to a place."""
    before = text[max(0, position - 160) : position]
    return re.split(r"[.!?]\s+(?=[A-ZÆØÅ])|\n\s*\n|\n(?=\s*$)", before)[-1]


@cache
def _adoption_pattern() -> re.Pattern[str]:
    words = table("dates")["adopted"]
    verbs, councils = either(words["verbs"]), either(words["councils"])
    month = either(table("dates")["months"])
    date = (
        rf"\d{{1,2}}\s?[./]\s?\d{{1,2}}\s?[.\-/ ]\s?\d{{2,4}}|\d{{4}}-\d\d-\d\d"
        rf"|\d{{1,2}}\.?\s?{month}\.?,?\s+\d{{4}}|{month}\s+\d{{1,2}},\s+\d{{4}}|{month}\s+\d{{4}}"
    )
    council = rf"[^.!?\n]{{0,40}}?(?:(?P<council>{councils})s?)?"
    later = rf"[\s\S]{{0,{CLOSE}}}?(?P<date>{date})(?!\d)"
    return re.compile(rf"(?<!\w){verbs}{council}{later}", re.IGNORECASE)


def iso(text: str) -> str | None:
    """A date as it is written in Norwegian or English, as ISO; None without a day.

    >>> iso("16.06.2020"), iso("27.8.09"), iso("16. juni 2020"), iso("juni 2020")
    ('2020-06-16', '2009-08-27', '2020-06-16', None)
    """
    months: dict[str, int] = table("dates")["months"]
    words = re.findall(r"\d+|[^\W\d_]+", text.lower())
    numbers = [int(word) for word in words if word.isdigit()]
    named = [months[word] for word in words if word in months]
    if re.match(r"\s*\d{4}-", text) and len(numbers) == 3:
        return _checked(*numbers)
    if named and len(numbers) == 2:
        return _checked(numbers[1], named[0], numbers[0])
    if not named and len(numbers) == 3:
        return _checked(numbers[2], numbers[1], numbers[0])
    return None


def _checked(year: int, month: int, day: int) -> str | None:
    full = year if year > 99 else year + (2000 if year < 70 else 1900)
    try:
        return datetime.date(full, month, day).isoformat()
    except ValueError:
        return None


def period(document: Document) -> tuple[tuple[int, int] | None, Fact | None]:
    """The years a document is made for, from its title, its running headers or its headings."""
    best: tuple[float, tuple[int, int], Place, tuple[int, int]] | None = None
    for place in places(document):
        for match in _years_pattern().finditer(place.text):
            years = _years(match)
            if years is None or _foreign(place.text[: match.start()]):
                continue
            if best is None or place.weight > best[0]:
                best = (place.weight, years, place, match.span())
    if best is not None and best[0] >= 2.5:
        _, years, place, span = best
        evidence = place.evidence(document, *span)
        return years, _period_fact(years, evidence, place.where)
    return _period_in_text(document)


def _period_in_text(document: Document) -> tuple[tuple[int, int] | None, Fact | None]:
    """«Planperioden 2020–2024», where no title has the years."""
    for page in document.pages:
        for match in _years_pattern().finditer(page.text):
            before = page.text[max(0, match.start() - 40) : match.start()]
            years = _years(match)
            if years and cues("dates", "period", "own").search(before) and not _foreign(before):
                evidence = Evidence.take(document, page.number, *match.span())
                return years, _period_fact(years, evidence, "said in the text")
    return None, None


def _period_fact(years: tuple[int, int], evidence: Evidence | None, where: str) -> Fact:
    return Fact(name="period", value=f"{years[0]}–{years[1]}", evidence=evidence, because=where)


@cache
def _years_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?<![\d./(-])((?:19|20)\d\d)\s*(?:[-–—/‐]|til|to)\s*((?:19|20)\d\d|\d\d)(?![\d.]*\d)"
    )


def _years(match: re.Match[str]) -> tuple[int, int] | None:
    first, last = int(match.group(1)), int(match.group(2))
    last = last if last > 99 else first // 100 * 100 + last
    return (first, last) if 0 < last - first <= LONGEST_PERIOD else None


def _foreign(before: str) -> bool:
    pattern = either(table("dates")["period"]["foreign"])
    return re.search(rf"(?<!\w){pattern}\s*$", before[-80:], re.IGNORECASE) is not None


def status_of(document: Document, adoption: Fact | None) -> Fact:
    """Adopted where the document says so, a draft where its front says that, else unknown."""
    draft = _draft(document)
    if draft is not None and (adoption is None or _names_draft(draft)):
        return draft
    if adoption is not None:
        return Fact(name="status", value="adopted", evidence=adoption.evidence, because="says so")
    return Fact(name="status", value="unknown", because="says neither adopted nor draft")


def _names_draft(fact: Fact) -> bool:
    """A running header that says draft outweighs the adoption of something else in the text."""
    return fact.because == "a running header"


def _draft(document: Document) -> Fact | None:
    pattern = cues("dates", "draft", "cues")
    for place in places(document):
        told = place.weight >= 2 and place.where != OWN_TITLE  # a file keeps the title of its draft
        match = pattern.search(place.text) if told else None
        if match:
            status: Status = "draft"
            evidence = place.evidence(document, *match.span())
            return Fact(name="status", value=status, evidence=evidence, because=place.where)
    return None
