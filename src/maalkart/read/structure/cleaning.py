"""From the signs an engine found to the words a person reads; each word keeps its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

import simplemma

LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
SOFT_HYPHENS = "\u00ad\u0002\ufffe"  # U+0002 and U+FFFE are PDFium's marks for a broken word
HYPHENS = "-\u2010\u2011" + SOFT_HYPHENS
_INVISIBLE = dict.fromkeys([*range(0x20), 0x7F, *range(0x200B, 0x2010), 0x2060, 0xFEFF])
_PLAIN = re.compile(r"[\x21-\x7e\u00a1-\u00ac\u00ae-\u024f\u2013-\u2026«»]+")
# After a hung hyphen these words go on with the next part of the pair («nærings- og»).
PAIRING = frozenset(
    {"og", "eller", "samt", "til", "men", "som", "and", "or", "und", "oder", "både", "og/eller"}
    | {"-", "–", "&", "/"}
)
LANGUAGES = ("nb", "nn")  # 8 MB and .7 s in the frugal form; 71 MB and 1.4 s in the other


@lru_cache(maxsize=200_000)
def known(word: str) -> bool:
    """Whether a Norwegian word list has the word; letters only, any case."""
    lower = word.lower()
    return lower.isalpha() and any(
        simplemma.is_known(lower, lang, low_memory=True) for lang in LANGUAGES
    )


def clean_word(word: str) -> str:
    r"""One word as it should read: composed, ligatures opened, invisible and private signs gone.

    >>> clean_word("e\ufb03sient"), clean_word("KKOOMMMMUUNNEE"), clean_word("a\u030a")
    ('effisient', 'KOMMUNE', 'å')
    """
    if not _PLAIN.fullmatch(word):
        for sign, letters in LIGATURES.items():
            word = word.replace(sign, letters)
        word = word.translate(_INVISIBLE)
        word = word[:-1].replace("\u00ad", "") + word[-1:]
        word = "".join(sign for sign in word if unicodedata.category(sign) not in ("Co", "Cn"))
        word = unicodedata.normalize("NFC", word)
    return undoubled(word)


def clean_words(words: list[str]) -> list[str]:
    """The words of one stretch; where one was set twice, so were the numbers beside it.

    >>> clean_words(["PPllaann", "22001199--22002222"]), clean_words(["rom", "1122"])
    (['Plan', '2019-2022'], ['rom', '1122'])
    """
    clean = [clean_word(word) for word in words]
    if clean != words and all(word[::2] == word[1::2] for word in words):
        return [word[::2] for word in words]
    return clean


def undoubled(word: str) -> str:
    """A word whose every letter was set twice, for false bold, said once."""
    if len(word) < 4 or len(word) % 2 or word[::2] != word[1::2]:
        return word
    half = word[::2]
    return half if half.isalpha() and len(set(half)) > 1 else word


def without_break(
    before: str, after: str, written: Callable[[str], bool] = lambda _: False
) -> str | None:
    """How the last word of a line goes on in the next; None where a space belongs between.

    `written` tells whether the document itself writes a word elsewhere, inside a line.

    >>> without_break("spesialisthelsetje-", "nesten")
    'spesialisthelsetje'
    >>> without_break("klima-", "og") is None, without_break("Sør-", "Trøndelag")
    (True, 'Sør-')
    """
    if len(before) < 2 or before[-1] not in HYPHENS or not after:
        return None
    stem = before[:-1]
    if before[-1] in SOFT_HYPHENS:
        return stem
    if after.lower().strip(",.;:") in PAIRING or not stem[-1].isalnum():
        return None
    first, rest = re.split(r"[-/]", stem)[-1], re.match(r"\w*", after)
    joined = first + (rest.group() if rest else "")
    kept = (
        after[0].isupper() != stem.isupper()
        or stem[-1].isdigit()
        or not after[0].isalpha()
        or (written(f"{first}-{rest.group() if rest else after}".lower()) and not known(joined))
    )
    return before if kept else stem


def mended(words: Iterable[str]) -> list[tuple[str, bool]]:
    """Words with a flag: true where the word belongs to the one before it, despite the space.

    >>> mended(["god", "samfunnsu", "tvikling", "her"])
    [('god', False), ('samfunnsu', False), ('tvikling', True), ('her', False)]
    """
    out: list[tuple[str, bool]] = []
    stem = ""
    for word in words:
        bare = word.rstrip(".,;:!?)»")
        split = bool(stem) and is_split(stem, bare)
        out.append((word, split))
        stem = (stem + bare if split else bare) if bare == word else ""
    return out


@lru_cache(maxsize=200_000)
def is_split(first: str, second: str) -> bool:
    """Whether a stray space cut one word into these two.

    Neither stands alone, together they do. In capitals, where letters are set apart and such spaces
    are many, it is enough that one of them is no word.

    >>> is_split("samfunnsu", "tvikling"), is_split("EKSPERTUT", "VALGET"), is_split("MOT", "EN")
    (True, True, False)
    """
    if not (first.isalpha() and second.isalpha()) or len(first) + len(second) < 3:
        return False
    if second[0].isupper() and not first.isupper():
        return False
    if first.isupper() and second.isupper():
        apart = known(first) and known(second)
    else:
        apart = known(first) or (known(second) and len(second) > 2)
    return not apart and known(first + second)
