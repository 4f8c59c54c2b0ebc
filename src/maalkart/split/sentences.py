"""Where a sentence ends, and where a list was flattened into a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from maalkart.core.statement import Language
from maalkart.split.abbreviations import Abbreviations, abbreviations
from maalkart.split.bullets import Bullet, bullets

_STOP = re.compile(r"[.!?…]+|\n[^\S\n]*\n")
_CLOSERS = re.compile(r"[\"”»’)\]]*")
_NOTE_MARK = re.compile(r"(?:[¹²³⁰-⁹]+|\d{1,2})(?=\s+[A-ZÆØÅ«])")  # «vekst.3 Kommunen»
_OPENERS = "«\"“”‘('[–—-"
_BEFORE = re.compile(r"[^\s(«\"“\[/]*$")
_DAY = re.compile(r"(?<!\d)\d{1,2}\.\d{1,2}$")  # «31.12. 2030»
_NUMBER = re.compile(r"§*\d[\d.,:/–-]*")
_LABELLED = re.compile(r"\s*(?:(\w+)\s+)?(?:§+\s*)?\d[\d.–-]*\s*(?:[a-zæøå]\)?)?$")
# A bracket this short holds an aside, and its full stops end nothing.
_ASIDE = re.compile(r"\([^()]{1,200}\)|\[[^\[\]]{1,200}\]|«[^«»]{1,80}»(?=[\s,;:]+[a-zæøå])")
ONE_LETTER_WORDS = "iåø"  # «et sted å bo i. Alle …»
_LOOK_BACK = 40  # characters; no abbreviation or number label is longer


@dataclass(frozen=True, slots=True)
class Piece:
    """`text[start:end]` is one sentence or one bullet; `marker` is the bullet before it."""

    start: int
    end: int
    marker: str | None = None


def sentences(text: str, language: Language = "nb") -> list[tuple[int, int]]:
    """The spans of the sentences of a text, in order, without the space around them.

    Bullets and numbers of a list that was flattened into the text stand outside the spans.

    >>> text = "Vi vil ha vekst, jf. kap. 3.2. Alle skal med."
    >>> [text[start:end] for start, end in sentences(text)]
    ['Vi vil ha vekst, jf. kap. 3.2.', 'Alle skal med.']
    """
    return [(piece.start, piece.end) for piece in pieces(text, language)]


def pieces(text: str, language: Language = "nb") -> list[Piece]:
    """As `sentences`, with the marker of each bullet that was found inside the text."""
    words = abbreviations(language)
    found: list[Piece] = []
    start, marker = 0, None
    for bullet in [*bullets(text, words.labels), Bullet(len(text), len(text), "")]:
        for first, last in _cut(text, start, bullet.start, words):
            found.append(Piece(first, last, marker))
            marker = None
        start, marker = bullet.end, bullet.marker
    return found


def _cut(text: str, start: int, end: int, words: Abbreviations) -> list[tuple[int, int]]:
    asides = [match.span() for match in _ASIDE.finditer(text, start, end)]
    spans = []
    for stop in _STOP.finditer(text, start, end):
        if any(first < stop.start() < last - 1 for first, last in asides):
            continue
        after = _sentence_end(text, start, stop, end, words)
        if after is not None:
            spans.append(_trim(text, start, after))
            note = _NOTE_MARK.match(text, after, end)
            start = note.end() if note else after
    spans.append(_trim(text, start, end))
    return [(first, last) for first, last in spans if first < last]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _sentence_end(
    text: str, start: int, stop: re.Match[str], limit: int, words: Abbreviations
) -> int | None:
    """The end of the sentence that this stop closes, or None where it closes none."""
    if stop.group()[0] == "\n":
        return stop.start()
    closers = _CLOSERS.match(text, stop.end(), limit)
    after = closers.end() if closers else stop.end()
    if after >= limit:
        return None
    if not text[after].isspace():
        return _glued_end(text, stop, after, limit)
    follows = _next_letter(text, after, limit)
    if follows is None or follows.islower():
        return None
    if stop.group() == "." and not _ends_with_stop(text, start, stop.start(), after, words):
        return None
    return after


def _glued_end(text: str, stop: re.Match[str], after: int, limit: int) -> int | None:
    """«vekst.Kommunen» lost its space; «vekst.3 Kommunen» has the mark of a footnote.

    The mark may have been set apart with its stop, as in «vekst .3 Kommunen».
    """
    noted = _NOTE_MARK.match(text, after, limit) is not None
    last = len(text[: stop.start()].rstrip()) if noted else stop.start()
    word = _BEFORE.search(text, max(0, last - _LOOK_BACK), last)
    before = word.group() if word else ""
    if len(before) < 3 or not before[-3:].isalpha() or not before[-1].islower():
        return None
    if noted:
        return after
    return after if re.compile(r"[A-ZÆØÅ][a-zæøå]|[A-ZÆØÅ] ").match(text, after, limit) else None


def _next_letter(text: str, position: int, limit: int) -> str | None:
    while position < limit and (text[position].isspace() or text[position] in _OPENERS):
        position += 1
    return text[position] if position < limit else None


def _ends_with_stop(text: str, start: int, stop: int, after: int, words: Abbreviations) -> bool:
    """Whether a single full stop before a capital, a number or a quote ends the sentence."""
    match = _BEFORE.search(text, max(start, stop - _LOOK_BACK), stop)
    said = match.group() if match else ""
    word = said.lower()
    if not word:
        return True
    if word in words.inner:
        return False
    if "." in word and not any(sign.isdigit() for sign in word):
        return word in words.final or max(map(len, word.split("."))) > 3 or word[:4] == "www."
    if _NUMBER.fullmatch(word):
        return _number_ends(text, start, stop, after, words)
    if len(word) == 1 and word.isalpha() and said not in ONE_LETTER_WORDS:
        return _previous_word(text, start, stop - 1) in words.labels
    return True


def _number_ends(text: str, start: int, stop: int, after: int, words: Abbreviations) -> bool:
    """«innen 2030. Vi …» ends; «den 2. Januar», «1. 2. og 3.» and «Mål 2. Levende …» go on."""
    label = _LABELLED.match(text, start, stop)
    if label and (label.group(1) is None or label.group(1).lower() in words.labels):
        return False
    following = re.compile(r"\s*(\w+)").match(text, after)
    if following is None:
        return True
    word = following.group(1)
    if _DAY.search(text, max(start, stop - 6), stop) and len(word) == 4 and word.isdigit():
        return False
    short = re.search(r"(?<![\d.,])\d{1,2}$", text[max(start, stop - 6) : stop]) is not None
    return not (short and (word.isdigit() or word.lower() in words.months))


def _previous_word(text: str, start: int, position: int) -> str:
    before = re.search(r"(\w+)\s+$", text[max(start, position - _LOOK_BACK) : position])
    return before.group(1).lower() if before else ""
