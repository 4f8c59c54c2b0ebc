"""The vision a document states."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from maalkart.coding.facts.places import COVER, places
from maalkart.coding.facts.words import cues, either, table
from maalkart.core.document import BODY_KINDS, Block, Document
from maalkart.core.statement import Codes, Evidence, Statement
from maalkart.core.study import Fact

MAX_WORDS = 25  # a vision is a slogan or a sentence; longer is the text about it
SLOGAN_WORDS = 10  # a line without a label of its own must be as short as a slogan
BELOW = 3  # blocks after a heading «Visjon» in which the slogan may follow the text about it

_QUOTED = re.compile(r"[«\"“”„]([^«»\"“”„]{3,160})[»\"“”]")
_SENTENCE = re.compile(r"\s*[«\"“”]?([^.!?»\"“”]{3,}[!?]?)")
Coded = Sequence[tuple[Statement, Codes]]


class _Found(NamedTuple):
    score: float
    page: int
    start: int
    end: int
    because: str


def vision_of(document: Document, coded: Coded = ()) -> Fact | None:
    """The vision, with the words on the page; None where none is stated.

    Its label stands nearest: «Visjon: …», a heading, «visjonen er «…»»; then a line that the text
    calls the vision, and a slogan of the cover that comes again. Statements that a coder took for
    visions are used where the document has none of these.
    """
    blocks = body_blocks(document)
    several = (_labelled, _headed, _headed_with_values, _spoken, _called_so)
    found = [one for way in several for one in way(blocks)] or list(_on_cover(document))
    if found:
        best = max(found, key=lambda one: (one.score, -one.page, -one.start))
        evidence = Evidence.take(document, best.page, best.start, best.end)
        value = " ".join(evidence.quote.split())
        return Fact(name="vision", value=value, evidence=evidence, because=best.because)
    for statement, codes in coded:
        if codes.type == "vision" and statement.evidence:
            first = statement.evidence[0]
            return Fact(name="vision", value=statement.text, evidence=first, because="coded so")
    return None


def body_blocks(document: Document) -> list[Block]:
    """The blocks with words, pull quotes among them; strokes that OCR takes for text are none."""
    kinds = BODY_KINDS | {"pull_quote"}
    return [b for b in document.blocks if b.kind in kinds and any(map(str.isalpha, b.text))]


def _labelled(blocks: list[Block]) -> Iterator[_Found]:
    """«Visjon: Fjordvik – ei bygd i vekst»."""
    pattern = re.compile(rf"(?:^|(?<=[.\n])\s*){_vision_heading()}\s*:\s*", re.IGNORECASE)
    for block, following in pairwise([*blocks, None]):
        match = pattern.search(block.text) if block else None
        if block is None or match is None:
            continue
        if match.end() < len(block.text.rstrip()):
            yield from _slogan(block, match.end(), 5, "«Visjon:» stands before it")
        elif following is not None:
            yield from _slogan(following, 0, 5, "«Visjon:» stands before it")


def _headed(blocks: list[Block]) -> Iterator[_Found]:
    """A heading «Visjon» with the slogan below it, or before it in the same line."""
    whole = re.compile(rf"\W*(?:\d[\d.]*\s*)?{_vision_heading()}\W*", re.IGNORECASE)
    opens = re.compile(rf"{_vision_heading()}\s+(?=[A-ZÆØÅ«\"“])", re.IGNORECASE)
    for place, block in enumerate(blocks):
        if whole.fullmatch(block.text):
            bonus = 1 if block.kind == "heading" else 0
            yield from _below(blocks[place + 1 : place + 1 + BELOW], 4 + bonus)
        for match in opens.finditer(block.text):
            capital = block.text[match.end()].isupper() or block.text[match.end()] in '«"“'
            first = block.text[match.start()].isupper() and not _inside(block.text, match.start())
            if capital and first:
                yield from _slogan(block, match.end(), 2.5, "«Visjon» stands before it")


def _below(blocks: list[Block], score: float) -> Iterator[_Found]:
    """The first block that may be the slogan; text about «visjonen» goes before it."""
    because = "the heading above it says so"
    for place, block in enumerate(blocks):
        about = re.search(r"visjon", block.text, re.IGNORECASE)
        if about and place + 1 < len(blocks) and block.text.rstrip().endswith(":"):
            continue
        if about is None:
            short = len(block.text.split()) <= SLOGAN_WORDS
            if place == 0 or short:
                yield from _slogan(block, 0, score - place, because)
            return


def _headed_with_values(blocks: list[Block]) -> Iterator[_Found]:
    """«Visjon og verdiar» with a slogan of its own line below, or a sentence of what shall be."""
    whole = re.compile(
        rf"\W*(?:\d[\d.]*\s*)?{either(table('vision')['vision']['shared'])}\W*", re.IGNORECASE
    )
    for block, following in pairwise(blocks):
        if not whole.fullmatch(block.text):
            continue
        bare = not following.text.rstrip().endswith((".", ":"))
        if (
            bare
            and following.kind != "list_item"
            and 1 < len(following.text.split()) <= SLOGAN_WORDS
        ):
            yield from _slogan(following, 0, 3.5, "the heading above it says so")
        elif re.match(r"(?:[\w-]+\s){1,4}(?:skal|vil)\s(?:bli|være|vere)\b", following.text):
            yield from _slogan(following, 0, 1.5, "the heading above it says so")


def _inside(text: str, position: int) -> bool:
    """Whether a capital word stands in the middle of a sentence that goes on after it."""
    return (
        text[max(0, position - 9) : position]
        .rstrip()
        .endswith((",", "og", "av", "en", "ei", "vår"))
    )


def _spoken(blocks: list[Block]) -> Iterator[_Found]:
    """«Kommunens visjon er «…»», «visjonen om ei «…»»; without quotes only «visjon er å …»."""
    says = either(table("vision")["vision"]["says"])
    between = r"(?:\s+(?!visjon|en\b|ein\b|ei\b)[\w.-]+){0,5}?"
    label = r"(?:visjon(?:en|a)?|(?:vårt|kommunens|kommunen sitt) slagord)"
    leads = rf"(?:\s*:|\s+{says}(?!\w):?|\s+om|(?=\s*[«\"“]))"
    pattern = re.compile(rf"(?<!\w){label}{between}{leads}\s*", re.IGNORECASE)
    for block, following in pairwise([*blocks, None]):
        for match in pattern.finditer(block.text) if block else ():
            assert block is not None
            if re.search(
                r"\b(?:en|ein|ei)\s+$", block.text[max(0, match.start() - 9) : match.start()], re.I
            ):
                continue  # «En visjon er …» explains the word
            quoted = _QUOTED.search(block.text, match.end(), match.end() + 200)
            if quoted and quoted.start() - match.end() <= 40:
                start, end = block.start + quoted.start(1), block.start + quoted.end(1)
                yield _Found(4, block.page, start, end, "quoted as the vision")
            elif match.end() >= len(block.text.rstrip()) and following is not None:
                yield from _slogan(following, 0, 4, "«visjonen er:» stands before it")
            elif opens := re.match(r"å\s|(at\s+)", block.text[match.end() :]):
                at = match.end() + opens.end(1) if opens.group(1) else match.end()
                yield from _slogan(block, at, 2, "«visjonen er» stands before it")
            elif match.group().endswith(": "):
                yield from _slogan(block, match.end(), 2, "«visjonen er» stands before it")


def _called_so(blocks: list[Block]) -> Iterator[_Found]:
    """A heading or quote of few words, and below it text that calls it the vision."""
    pattern = cues("vision", "vision", "speaks")
    for block, following in pairwise(blocks):
        title = block.kind in ("heading", "pull_quote") or _QUOTED.fullmatch(block.text.strip())
        short = 1 < len(block.text.split()) <= SLOGAN_WORDS
        if title and short and pattern.match(following.text) and "visjon" not in block.text.lower():
            yield from _slogan(block, 0, 3, "the text below calls it the vision")


def _on_cover(document: Document) -> Iterator[_Found]:
    """A slogan of the cover that comes again, in a document that speaks of a vision."""
    blocks = body_blocks(document)
    said = Counter(" ".join(block.text.lower().split()).strip(' .!«»"') for block in blocks)
    text = " ".join(said)
    if not re.search(r"(?<!re)(?<!pro)(?<!tele)(?<!null)visjon", text):
        return
    for place in places(document):
        words = " ".join(place.text.lower().split()).strip(' .!«»"')
        again = text.count(words) > 1 or said[words] > 1
        if place.where != COVER or not 2 < len(words.split()) <= SLOGAN_WORDS or not again:
            continue
        if place.page is None or cues("vision", "vision", "titles").search(words):
            continue
        start, end = place.start, place.start + len(place.text.rstrip())
        yield _Found(1, place.page, start, end, "the cover says it, and the text says it again")


def _slogan(block: Block, at: int, score: float, because: str) -> Iterator[_Found]:
    """The quote or first sentence at a place in a block, where it is short enough."""
    quoted = _QUOTED.match(block.text, at + len(block.text[at:]) - len(block.text[at:].lstrip()))
    match = quoted or _SENTENCE.match(block.text, at)
    if match is None:
        return
    start, end = match.span(1)
    while end > start and block.text[end - 1].isspace():
        end -= 1
    if 1 < len(block.text[start:end].split()) <= MAX_WORDS:
        yield _Found(
            score + bool(quoted), block.page, block.start + start, block.start + end, because
        )


@cache
def _vision_heading() -> str:
    return rf"(?<!\w){either(table('vision')['vision']['heading'])}(?!\w)"
