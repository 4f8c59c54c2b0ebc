"""Words that were set with space between their letters: the document itself says what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from maalkart.read.structure.cleaning import known
from maalkart.read.structure.lines import text_of
from maalkart.read.structure.model import Line, Word

MOST_PIECES = 14  # that one word is looked for in
SHORTEST = 4  # letters of a word that is put together
SINGLE = 4  # single letters in a row that are a word set apart, and no list of letters
_CAPITALS = re.compile(r"(?<!\S)(?!\S*[a-zæøåäöé])\S+ (?!\S*[a-zæøåäöé])\S*[^\W\d_]")
_LAST = re.compile(r"[^\W\d_]*$")
_FIRST = re.compile(r"^[^\W\d_]*")


def close_up(pages: Iterable[Sequence[Line]]) -> None:
    """Join words in capitals that stand in pieces, where the text has them whole.

    «TR AK ASSERING» is one word in a document that writes «trakassering» and has no word «tr».
    """
    lines = [line for found in pages for line in found]
    apart = [line for line in lines if len(line.words) > 1 and _CAPITALS.search(line.text)]
    if not apart:
        return
    ours = {id(line) for line in apart}
    words = {
        word.text.strip(".,;:!?()«»\"'").lower()
        for line in lines
        for word in line.words
        if id(line) not in ours or not word.text.isupper()
    }
    for line in apart:
        _close(line, words)


def _in_capitals(word: Word) -> bool:
    return word.text.isupper() or not any(map(str.isalpha, word.text))


def _close(line: Line, words: set[str]) -> None:
    at = 0
    while at < len(line.words) - 1:
        row = list(takewhile(_in_capitals, line.words[at:]))
        count = _pieces(row, words) or _letters(row, words)
        for part in range(at + 1, at + count):
            line.words[part] = line.words[part]._replace(glued=True)
        at += max(1, count)
    line.text = text_of(line.words)


def _pieces(row: Sequence[Word], words: set[str]) -> int:
    """How many words in the row are pieces of one; 0 where the first stands for itself."""
    for count in range(min(MOST_PIECES, len(row)), 1, -1):
        first, *middle, last = [word.text.lower() for word in row[:count]]
        parts = [_match(_LAST, first), *middle, _match(_FIRST, last)]
        whole = "".join(parts)
        strange = any(part not in words for part in parts)
        plain = all(part.isalpha() for part in parts) and len(whole) >= SHORTEST
        if plain and strange and whole in words:
            return count
    return 0


def _letters(row: Sequence[Word], words: set[str]) -> int:
    """How many single letters the row begins with, where they spell a word."""
    letters = []
    for word in row:
        if len(word.text) != 1 or not word.text.isalpha():
            break
        letters.append(word.text.lower())
    for count in range(len(letters), SINGLE - 1, -1):
        whole = "".join(letters[:count])
        if whole in words or known(whole):
            return count
    return 0


def _match(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group() if found else ""
