"""A quote found again by the other engine, in the same place on the page.

Two engines that share no code and read the same letters in the same box are unlikely to be wrong
together. Only letters and digits are compared: spaces, hyphens at line ends and ligatures are
where sound engines differ.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from maalkart.core.document import BODY_KINDS, Block, Box, Document, Note
from maalkart.core.errors import ReadingError
from maalkart.core.statement import Evidence
from maalkart.read.oxide import Oxide
from maalkart.read.raw import Item

AGREES = 0.95  # share of the quote's letters, in order: a lost accent or bullet is no other text
STRETCH = 150  # letters looked up at once: a wrong word in a long paragraph would not be seen
MOST_NOTES = 20  # of one document; a text that is broken throughout needs no more
SHARED = 0.4  # of the lower of two heights: lines of neighbours overlap less


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What stands where a quote was found, as the other engine reads it.

    `agreement` is the share of the quote's letters found there in order, or None where the other
    engine has no say: no boxes, or a page that was read from its picture.
    """

    evidence: Evidence
    found: str
    agreement: float | None

    @property
    def agrees(self) -> bool | None:
        """Whether both engines read the same; None where only one can."""
        return None if self.agreement is None else self.agreement >= AGREES


def look_again(path: Path, document: Document, evidence: Sequence[Evidence]) -> tuple[Look, ...]:
    """Look every quote up again, in the order given; each page is read once.

    Raises ReadingError where pdf_oxide cannot open the file.
    """
    other = Oxide(path)
    pages: dict[int, tuple[Item, ...]] = {}
    looks = []
    for part in evidence:
        page = document.page(part.page)
        if not part.boxes or page.source != "text" or page.engine == "pdf_oxide":
            looks.append(Look(evidence=part, found="", agreement=None))
            continue
        if part.page not in pages:
            pages[part.page] = other.page(part.page).items
        found = " ".join(item.text for item in _within(pages[part.page], part.boxes))
        looks.append(Look(evidence=part, found=found, agreement=agreement(part.quote, found)))
    return tuple(looks)


def stretches(document: Document) -> tuple[Evidence, ...]:
    """All body text that can be quoted, in stretches about as long as a statement."""
    return tuple(
        Evidence.take(document, block.page, start, end)
        for block in document.blocks
        if block.kind in BODY_KINDS
        for start, end in _cut(block)
    )


def _cut(block: Block) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(block.text):
        end = min(start + STRETCH, len(block.text))
        space = block.text.rfind(" ", start + 1, end + 1) if end < len(block.text) else end
        end = space if space > start else end
        yield block.start + start, block.start + end
        start = end + (block.text[end : end + 1] == " ")


def notes(looks: Iterable[Look]) -> tuple[Note, ...]:
    """A note for every quote that the other engine reads otherwise; the last counts the rest."""
    apart = [look for look in looks if look.agrees is False]
    told = [
        Note(
            page=look.evidence.page,
            code="second-look",
            message=f"«{look.evidence.quote[:80]}» reads «{look.found[:80]}» with pdf_oxide",
        )
        for look in apart[:MOST_NOTES]
    ]
    if rest := len(apart) - len(told):
        message = f"{rest} more stretches of text read otherwise with pdf_oxide"
        told.append(Note(page=None, code="second-look", message=message))
    return tuple(told)


def disagreements(path: Path, document: Document, evidence: Sequence[Evidence]) -> tuple[Note, ...]:
    """The notes alone; one note that says so where the other engine cannot open the file."""
    try:
        return notes(look_again(path, document, evidence))
    except ReadingError as error:
        return (Note(page=None, code="second-look", message=error.message),)


def agreement(quote: str, found: str) -> float:
    """The share of the quote's letters and digits that stand in `found` in the same order.

    >>> agreement("klima- og miljø", "Mål: Klima-og mil\u00adjø")
    1.0
    >>> agreement("Trygge skoleveier", "")
    0.0
    """
    wanted, there = _letters(quote), _letters(found)
    if not wanted or wanted in there:
        return 1.0
    blocks = SequenceMatcher(None, wanted, there, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(wanted)


def _letters(text: str) -> str:
    opened = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in opened if sign.isalnum())


def _within(items: Iterable[Item], boxes: Sequence[Box]) -> list[Item]:
    return [item for item in items if any(_meets(item.box, box) for box in boxes)]


def _meets(a: Box, b: Box) -> bool:
    across = min(a.right, b.right) - max(a.left, b.left)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    return across > 0 and down > SHARED * min(a.bottom - a.top, b.bottom - b.top)
