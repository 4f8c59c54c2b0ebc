"""When a document was adopted, by the words of the document itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from maalkart.coding.facts.dates import Dated, dated
from maalkart.coding.facts.places import places
from maalkart.coding.facts.words import cues, either, table
from maalkart.core.document import Document, Page
from maalkart.core.statement import Evidence
from maalkart.core.study import Fact

FRONT_PAGES = 3  # where a document says that it was itself adopted; later it speaks of others
CLOSE = 120  # characters between «vedtatt» and its date: room for two councils and a case number
LINE = 160  # longer is running text, where «vedtak» and «kommunestyret» are of other things
ENOUGH = 3.0  # on page one, or in front and of this plan; see `_score`


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
    enough = [one for one in found if one.score >= ENOUGH]
    if not enough:
        return None, None
    best = max(enough, key=lambda one: (one.score, one.date is not None, -one.page, -one.span[0]))
    evidence = Evidence.take(document, best.page, *best.span)
    said = best.date or "without a date"
    return best.date, Fact(name="adopted", value=said, evidence=evidence, because="says so")


def _on_page(document: Document, page: Page) -> Iterator[_Adoption]:
    for match in cues("dates", "adopted", "verbs").finditer(page.text):
        yield from _by_verb(document, page, match)
    for block in document.blocks:
        if block.page == page.number and len(block.text) <= LINE:
            line = (block.start, block.end)
            yield from _by_line(document, page, line)


def _by_verb(document: Document, page: Page, verb: re.Match[str]) -> Iterator[_Adoption]:
    """«Vedtatt av kommunestyret 16.06.2020, sak 45/20», «Kommunestyret vedtok planen den …»."""
    before = "" if verb.group()[0].isupper() else _sentence_before(document, page, verb.start())
    after = _clause_after(page.text, verb.end())
    date = _date_of_council(after)
    if date is None or _is_other(before, after, date):
        return
    council = cues("dates", "adopted", "councils")
    named = council.search(after[: date.start]) or council.search(before)
    score = _place_score(document, page, verb.start()) + _subject_score(document, before)
    yield _Adoption(
        score + bool(named), date.iso, page.number, (verb.start(), verb.end() + date.end)
    )


def _by_line(document: Document, page: Page, line: tuple[int, int]) -> Iterator[_Adoption]:
    """«K-sak 40/16, 22. september 2016», «Kommunestyret 25.10.2018»: a line of its own."""
    text = page.text[slice(*line)]
    dates = list(dated(text))
    if not dates or any(cues("dates", *names).search(text) for names in _NOT_DECIDED):
        return
    case = cues("dates", "adopted", "cases").search(text)
    date = next((one for one in dates if case and one.start > case.start()), dates[0])
    said = case or _council_right_before(text, date)
    if said is None:
        return
    span = (line[0] + min(said.start(), date.start), line[0] + max(said.end(), date.end))
    yield _Adoption(_place_score(document, page, line[0]) + 1.0, date.iso, page.number, span)


_NOT_DECIDED = (
    ("adopted", "pending"),
    ("adopted", "others"),
    ("adopted", "earlier"),
    ("draft", "hard"),
)


def _council_right_before(text: str, date: Dated) -> re.Match[str] | None:
    council = cues("dates", "adopted", "councils")
    near = r"[\s,:–-]*(?:i møte)?[\s,:]*(?:den|dato)?[\s,:]*"
    hits = council.finditer(text, 0, date.start)
    return next((hit for hit in hits if re.fullmatch(near, text[hit.end() : date.start])), None)


def _clause_after(text: str, start: int) -> str:
    """The words that go on from «vedtatt»: to the end of its sentence, case numbers included."""
    after = text[start : start + CLOSE]
    stop = _stop().search(after)
    return after[: stop.start()] if stop else after


@cache
def _stop() -> re.Pattern[str]:
    words = table("dates")["adopted"]
    goes_on = either([*words["cases"], *words["councils"], "sak", "den", "dato", r"\d"])
    return re.compile(
        rf"(?<!\bnr)(?<!\d)[.!?]\s+(?!(?i:{goes_on}))(?=[A-ZÆØÅ])|\n\s*\n\s*\n"
        rf"|(?<!\w)(?i:{either(words['later'])})(?!\w)"
    )


def _date_of_council(after: str) -> Dated | None:
    """The date that follows the council's name, else the first: boards come before councils."""
    council, first, past = cues("dates", "adopted", "councils"), None, 0
    for date in dated(after):
        if council.search(after, past, date.start):
            return date
        first, past = first or date, date.end
    return first


def _is_other(before: str, after: str, date: Dated) -> bool:
    """Adopted by others, adopted before this plan, or not adopted but sent on a hearing."""
    said = after[: date.end]
    council = cues("dates", "adopted", "councils").search(said)
    if not council and cues("dates", "adopted", "others").search(said):
        return True
    rest = re.split(r"[.\n]", after[date.end :])[0]
    sentence = f"{before} {said} {rest}"
    sentence = cues("dates", "adopted", "done").sub("", sentence)
    hearing = cues("dates", "adopted", "hearings").search(sentence)
    return bool(hearing or cues("dates", "adopted", "earlier").search(before))


def _place_score(document: Document, page: Page, at: int) -> float:
    """The title page and the running lines speak of the document; the text of others too."""
    running = any(
        block.kind == "furniture" and block.start <= at < block.end
        for block in document.blocks
        if block.page == page.number
    )
    if page.number == 1 or running:
        return 3.0
    near_end = page.number == document.pages[-1].number
    return 2.0 if page.number <= FRONT_PAGES else 1.0 if near_end else 0.0


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


def _sentence_before(document: Document, page: Page, position: int) -> str:
    """The words of the same block and sentence that lead up to a place."""
    holds = (
        b.start for b in document.blocks if b.page == page.number and b.start <= position < b.end
    )
    before = page.text[max(0, position - 160, *holds) : position]
    return re.split(r"[.!?]\s+(?=[A-ZÆØÅ])|\n\s*\n|\n(?=\s*$)", before)[-1]
