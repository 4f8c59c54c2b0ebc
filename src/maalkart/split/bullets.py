"""Lists that a converter flattened into a line: «… vil: • Styrke … • Bygge …», «a) … b) …»."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from itertools import pairwise

# Round, square and arrow bullets, and the private signs that Symbol and Wingdings leave behind.
_SIGN = re.compile("[•●○◦▪■□►▶➢➤✓✔❖⁃∙\uf0b7\uf0a7\uf0d8\uf0fc\uf02d\uf076]")
_DASH = re.compile(r"(?<!\S)[–—-] ?(?=[A-ZÆØÅ«])")
_LETTER = re.compile(r"(?<![\w.])([a-zæøå])(?:\) ?(?=\S)|\.\s+(?=[A-ZÆØÅ«]))")
_COUNT = re.compile(r"(?<!\S)(\d{1,2})([.):])\s+(?=[A-ZÆØÅ«])")
_SECTION = re.compile(r"(?<!\S)\d{1,2}(?:\.\d{1,2}){1,3}[.:]?\s+(?=[A-ZÆØÅ])")
_CAPITALS = re.compile(r"(?<=[\w).!?:»] )([A-ZÆØÅ]{3,})(?: \d[\d.]*)? ?:(?= )")
_REFERENCE = re.compile(r"(\w+)\.?\s*$")
_ALPHABET = "abcdefghijklmnopqrstuvwxyzæøå"


@dataclass(frozen=True, slots=True)
class Bullet:
    """`text[start:end]` is the sign and the space after it; None where a label opens a line."""

    start: int
    end: int
    marker: str | None


def bullets(text: str, labels: Set[str]) -> list[Bullet]:
    """The signs in a text that open items of a list, in order.

    `labels` are words that a number belongs to («kap. 4.2 Økonomi» opens nothing).
    """
    found = [_bullet(match) for match in _SIGN.finditer(text)]
    found += _letters(text) + _counts(text, labels) + _sections(text, labels) + _dashes(text)
    found += _capitals(text, labels)
    found.sort(key=lambda bullet: bullet.start)
    return [b for a, b in pairwise([Bullet(-1, 0, ""), *found]) if b.start >= a.end]


def _bullet(match: re.Match[str]) -> Bullet:
    return Bullet(match.start(), match.end(), match.group().strip())


def _letters(text: str) -> list[Bullet]:
    """«a) … b) …», «a. … b. …»: letters count where the next in the alphabet stands beside them."""
    matches = list(_LETTER.finditer(text))
    ranks = [_ALPHABET.index(match.group(1)) for match in matches]
    return [_bullet(matches[i]) for i in _in_sequence(ranks)]


def _counts(text: str, labels: Set[str]) -> list[Bullet]:
    """«1. Aktive eldre 2. Gode levekår»: numbers that count on from one to the next."""
    matches = [m for m in _COUNT.finditer(text) if not _belongs(text, m.start(), labels)]
    ranks = [int(match.group(1)) for match in matches]
    return [_bullet(matches[i]) for i in _in_sequence(ranks)]


def _in_sequence(ranks: list[int]) -> list[int]:
    """The places whose neighbour, before or after, is one lower or one higher."""
    linked = [high == low + 1 for low, high in pairwise(ranks)]
    return [
        i for i in range(len(ranks)) if (i > 0 and linked[i - 1]) or (i < len(linked) and linked[i])
    ]


def _sections(text: str, labels: Set[str]) -> list[Bullet]:
    """«… 4.6 Frie inntekter …»: the number of a heading that was run into the text."""
    return [
        Bullet(match.start(), match.end(), match.group().strip())
        for match in _SECTION.finditer(text)
        if match.start() > 0
        and not _belongs(text, match.start(), labels)
        and not _is_version(text, match)
    ]


def _is_version(text: str, match: re.Match[str]) -> bool:
    """«Kommune 3.0» is a name; «1.0 Innledning» heads a text, after a sentence that has ended."""
    said = match.group().rstrip().rstrip(".:")
    return said.endswith(".0") and text[: match.start()].rstrip()[-1:].isalpha()


def _belongs(text: str, position: int, labels: Set[str]) -> bool:
    """Whether the word before a number claims it: a label, a joining word, or a range."""
    before = text[max(0, position - 24) : position]
    word = _REFERENCE.search(before)
    if word is None:
        return before.rstrip().endswith(("–", "-", "§", "/"))
    said = word.group(1).lower()
    return said in labels or said in {
        "og",
        "eller",
        "til",
        "på",
        "i",
        "av",
        "ca",
        "med",
        "jf",
        "se",
    }


def _capitals(text: str, labels: Set[str]) -> list[Bullet]:
    """«Prosess Tiltak Tid MÅL: Brukeren er …»: a label in capitals opens a line of its own."""
    return [
        Bullet(match.start(), match.start(), None)
        for match in _CAPITALS.finditer(text)
        if match.group(1).lower() in labels
    ]


def _dashes(text: str) -> list[Bullet]:
    """Dashes before capitals, where a colon, a full stop or a line's start comes before the first.

    A dash between words is otherwise a mark of thought, not of a list.
    """
    matches = list(_DASH.finditer(text))
    opened = [not (before := text[: m.start()].rstrip()) or before[-1] in ":.;!?" for m in matches]
    if not any(opened):
        return []
    first = opened.index(True)
    return [_bullet(match) for match in matches[first:]]
