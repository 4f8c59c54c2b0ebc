"""The vision a document states, and the values it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from maalkart.coding.facts.words import either, table
from maalkart.core.document import BODY_KINDS, Block, Document
from maalkart.core.statement import Codes, Evidence, Statement
from maalkart.core.study import Fact

MAX_WORDS = 25  # a vision is a slogan or a sentence; longer is the text about it
MAX_VALUE_WORDS = 4
MOST_VALUES = 10  # a longer list under «verdier» is of other things

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

    Its label stands nearest: «Visjon: …», a heading, «visjonen er «…»». Statements that a coder
    took for visions are used where the document has no such label.
    """
    found = [*_labelled(document), *_headed(document), *_spoken(document)]
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


def _body(document: Document) -> list[Block]:
    kinds = BODY_KINDS | {"pull_quote"}
    return [b for b in document.blocks if b.kind in kinds and b.text.strip()]


def _labelled(document: Document) -> Iterator[_Found]:
    """«Visjon: Fjordvik – ei bygd i vekst»."""
    pattern = re.compile(rf"(?:^|(?<=[.\n])\s*){_vision_heading()}\s*:\s*", re.IGNORECASE)
    blocks = _body(document)
    for block, following in pairwise([*blocks, None]):
        match = pattern.search(block.text) if block else None
        if block is None or match is None:
            continue
        if match.end() < len(block.text.rstrip()):
            yield from _slogan(block, match.end(), 5, "«Visjon:» stands before it")
        elif following is not None:
            yield from _slogan(following, 0, 5, "«Visjon:» stands before it")


def _headed(document: Document) -> Iterator[_Found]:
    """A heading «Visjon» with the slogan below it, or before it in the same line."""
    whole = re.compile(rf"\W*(?:\d[\d.]*\s*)?{_vision_heading()}\W*", re.IGNORECASE)
    opens = re.compile(rf"{_vision_heading()}\s+(?=[A-ZÆØÅ«\"“])", re.IGNORECASE)
    for block, following in pairwise([*_body(document), None]):
        if block is None:
            continue
        if whole.fullmatch(block.text) and following is not None:
            bonus = 1 if block.kind == "heading" else 0
            yield from _slogan(following, 0, 4 + bonus, "the heading above it says so")
        for match in opens.finditer(block.text):
            capital = block.text[match.end()].isupper() or block.text[match.end()] in '«"“'
            first = block.text[match.start()].isupper() and not _inside(block.text, match.start())
            if capital and first:
                yield from _slogan(block, match.end(), 2.5, "«Visjon» stands before it")


def _inside(text: str, position: int) -> bool:
    """Whether a capital word stands in the middle of a sentence that goes on after it."""
    return text[:position].rstrip().endswith((",", "og", "av", "en", "ei", "vår"))


def _spoken(document: Document) -> Iterator[_Found]:
    """«Kommunens visjon er «…»»; without quotes only «visjon er å …»."""
    says = either(table("vision")["vision"]["says"])
    between = r"(?:\s+(?!visjon|en\b|ein\b|ei\b)[\w.-]+){0,5}?"
    pattern = re.compile(
        rf"(?<!\w)visjon(?:en|a)?{between}(?:\s*:|\s+{says}(?!\w):?)\s*", re.IGNORECASE
    )
    for block in _body(document):
        for match in pattern.finditer(block.text):
            if re.search(r"\b(?:en|ein|ei)\s+$", block.text[: match.start()], re.IGNORECASE):
                continue  # «En visjon er …» explains the word
            quoted = _QUOTED.search(block.text, match.end(), match.end() + 200)
            if quoted and quoted.start() - match.end() <= 40:
                start, end = block.start + quoted.start(1), block.start + quoted.end(1)
                yield _Found(4, block.page, start, end, "quoted as the vision")
            elif re.match(r"(?:å|at)\s", block.text[match.end() :]) or match.group().endswith(": "):
                yield from _slogan(block, match.end(), 2, "«visjonen er» stands before it")


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


def values_of(document: Document, coded: Coded = ()) -> list[Fact]:
    """The values that a document names as its own, in its order, each with its words."""
    blocks = _body(document)
    for found in (_under_heading(blocks), _in_sentence(blocks)):
        if 2 <= len(found) <= MOST_VALUES:
            return [_value(document, *one) for one in found]
    facts = []
    for statement, codes in coded:
        if codes.type == "value" and statement.evidence:
            first = statement.evidence[0]
            name = re.split(r"\s*[:–—]\s+|\.\s", statement.text)[0].strip(" .")
            facts.append(Fact(name="value", value=name, evidence=first, because="coded so"))
    return facts[:MOST_VALUES]


def _value(document: Document, block: Block, start: int, end: int) -> Fact:
    evidence = Evidence.take(document, block.page, block.start + start, block.start + end)
    value = " ".join(evidence.quote.split())
    return Fact(name="value", value=value, evidence=evidence, because="named among its values")


def _under_heading(blocks: list[Block]) -> list[tuple[Block, int, int]]:
    """List items or short lines below «Våre verdier»."""
    pattern = re.compile(
        rf"\W*(?:\d[\d.]*\s*)?{either(table('vision')['values']['heading'])}\W*", re.IGNORECASE
    )
    for place, block in enumerate(blocks):
        if not pattern.fullmatch(block.text):
            continue
        found: list[tuple[Block, int, int]] = []
        for below in blocks[place + 1 : place + 1 + 2 * MOST_VALUES]:
            if found and below.kind == "heading" and found[0][0].kind != "heading":
                break
            term = _term(below)
            if term is not None and (not found or below.kind == found[0][0].kind):
                found.append((below, *term))
            elif below.kind == "heading" or (not found and len(below.text) > 300):
                break
        if len(found) >= 2:
            return found
    return []


def _term(block: Block) -> tuple[int, int] | None:
    """The value that opens a line: «Modig – vi tør …», «Raus», «Modig: …»."""
    match = re.match(r"\s*([^\W\d][\w -]*?)\s*(?:$|[.!]?\s*$|:\s|\s[–—-]\s|\.\s)", block.text)
    if match is None or len(match.group(1).split()) > MAX_VALUE_WORDS:
        return None
    return match.span(1)


def _in_sentence(blocks: list[Block]) -> list[tuple[Block, int, int]]:
    """«Våre verdier er raus, modig og nyskapende.»"""
    words = table("vision")["values"]
    pattern = _value_sentence()
    for block in blocks:
        match = pattern.search(block.text)
        if match is None:
            continue
        before = block.text[max(0, match.start() - 25) : match.start()].lower()
        if any(re.search(rf"\b{word}\s*$", before) for word in words["never"]):
            continue
        parts = [m.span() for m in _ITEM.finditer(block.text, *match.span("list"))]
        named = [block.text[first:last].lower() for first, last in parts]
        if not any(word in _no_values() for name in named for word in name.split()):
            return [(block, first, last) for first, last in parts]
    return []


_JOIN = r"(?:og|and|samt)\b"
_WORD = r"(?!og\b|and\b|samt\b)[^\W\d_][\w-]*"
_ITEM = re.compile(rf"(?<!\w){_WORD}(?:\s{_WORD})?")


@cache
def _no_values() -> frozenset[str]:
    return frozenset(table("vision")["values"]["no_values"])


@cache
def _value_sentence() -> re.Pattern[str]:
    one = rf"[«\"“”]?{_WORD}(?:\s{_WORD})?[»\"”“]?"
    listed = rf"{one}(?:\s*,\s*{one})*\s*,?\s+{_JOIN}\s+{one}|{one}(?:\s*,\s*{one}){{2,}}"
    owner = either(table("vision")["values"]["owners"])
    name = r"(?:verdi(?:er|ar|ene|ane)|values)"
    ours = rf"{owner}\s+{name}|(?:kjerne|grunn|basis){name}(?:\s+(?:våre|sine))?|{name}\s+våre"
    return re.compile(
        rf"(?<!\w)(?:{ours})\s*(?:(?:er|are|som er)\s*:?|:)\s*(?P<list>{listed})(?=[.\s]|$)",
        re.IGNORECASE,
    )
