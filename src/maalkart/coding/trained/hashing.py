"""Words to numbers: every feature is a hash, so that no vocabulary has to be shipped.

The hash is CRC-32, which is the same on every machine and in every version of Python. What a word
gives (itself, its stem, the character n-grams within its borders) is computed once per word.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from maalkart.coding.words import stem

Ids = npt.NDArray[np.uint32]

BITS = 22  # some 300,000 features meet in 4 million places: under 4 % share one
MASK = np.uint32((1 << BITS) - 1)
SHORTEST, LONGEST = 3, 5  # 2-grams add nothing beside stems; 6-grams are nearly whole words
CACHED_WORDS = 200_000  # about 60 MB, the words of some thousand plans
CACHED_LINES = 10_000  # each line is seen as a neighbour four times, each heading many times

_GRAM = zlib.crc32(b"c:")  # what the name of an n-gram begins with
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*|[%§]")


@lru_cache(maxsize=CACHED_LINES)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, in lower case; numbers by their shape, years as such.

    >>> words("Innen 2030 skal 40 % av Tettsteds-veiene ha lys")
    ('innen', '#year', 'skal', '#2', '%', 'av', 'tettsteds-veiene', 'ha', 'lys')
    """
    found = _WORD.findall(text.lower())
    return tuple(_shape(word) if word[0].isdigit() else word for word in found)


def _shape(number: str) -> str:
    if len(number) == 4 and number[:2] in ("19", "20"):
        return "#year"
    return f"#{min(len(number), 5)}"


def feature(name: str) -> int:
    """The place of a feature by its name: the bits of `MASK`."""
    return zlib.crc32(name.encode())


def named(names: Sequence[str]) -> Ids:
    """The ids of features by name."""
    return np.array([zlib.crc32(name.encode()) for name in names], dtype=np.uint32)


def _stem(word: str, language: str) -> str:
    """The snowball stem; Norwegian for every language but English."""
    return stem(word, english=language == "en")


@lru_cache(maxsize=CACHED_WORDS)
def word_ids(word: str, language: str) -> Ids:
    """All that one word of the statement gives: itself, its stem, its character n-grams."""
    found = [feature(f"w:{word}"), feature(f"s:{_stem(word, language)}")]
    if not word.startswith("#"):
        bordered = f"<{word}>"
        found += [
            zlib.crc32(bordered[at : at + size].encode(), _GRAM)
            for size in range(SHORTEST, LONGEST + 1)
            for at in range(len(bordered) - size + 1)
        ]
    return np.array(found, dtype=np.uint32)


@lru_cache(maxsize=CACHED_WORDS)
def stem_ids(word: str, language: str) -> Ids:
    """What one word of the context gives: its stem and its opening, which joins compounds."""
    return named((f"s:{_stem(word, language)}", f"o:{word[:5]}"))
