"""Whether a page's text can be trusted, and what a page without text shows."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import numpy as np
from PIL.Image import Image

from maalkart.core.document import Box
from maalkart.read.raw import Item, RawPage

FEW = 12  # signs: less is a page number or a stamp, not the text of a page
SOME = 250  # signs: less beside a page-wide picture may be what a scanner stamped on it
BROKEN_SIGNS = 0.15  # share without meaning; the worst sound page of the corpus has .05 (bullets)
BROKEN_WORDS = 0.45  # share of words no one can say; sound pages stay under .20
COMMON = frozenset("etrnisaldogk")  # the letters that fill Norwegian, and all its neighbours
UNCOMMON = 0.62  # their share of a text: 1,450 sound pages have .73–.85, shifted ones under .50
LETTERS = 120  # letters needed before that share says anything
WORDS = 25  # words needed before their share says anything
COVERED = 0.6  # share of the page under pictures that makes it a possible scan
PAPER = 0.5  # share of a drawn page in its commonest tone: scans .6–.97, photographs under .3
BLANK = 0.00004  # share of the page that differs from its ground: one short line has .0002

_VOWEL = re.compile(r"[aeiouyæøåäöüéèêóòôáàâíúœ]", re.IGNORECASE)
_WORD = re.compile(r"[^\s\d]{3,}")
_LETTERS = re.compile(r"[^\W\d_]+")
_LOOSE = re.compile(r"[()\[\]{}«»\"“”„'’‘.,:;!?…/\\|–—\-*•&%§+=<>_@#]+")

Sight = Literal["blank", "paper", "picture"]


def signs(page: RawPage) -> int:
    """How many signs, other than space, the page's text has."""
    return sum(len(item.text) - item.text.count(" ") for item in page.items)


def lost(page: RawPage, said: str) -> float:
    """The share of the different words of a text that the page's items lack."""
    words = set(_LETTERS.findall(unicodedata.normalize("NFKC", said).lower()))
    if len(words) < FEW:
        return 0.0
    whole = "".join(item.text for item in page.items)
    have = "".join(_LETTERS.findall(unicodedata.normalize("NFKC", whole).lower()))
    return sum(word not in have for word in words) / len(words)


def broken(items: Sequence[Item]) -> str | None:
    """Why a text layer cannot be used, or None where it can."""
    text = " ".join(item.text for item in items)
    dense = "".join(text.split())
    if not dense:
        return None
    counts = Counter(dense)
    strange = sum(number for sign, number in counts.items() if _strange(sign))
    if strange / len(dense) > BROKEN_SIGNS and strange > FEW:
        return f"{strange / len(dense):.0%} of its signs have no meaning"
    unsayable = _unsayable(text)
    if unsayable > BROKEN_WORDS:
        return f"{unsayable:.0%} of its words are no words"
    if _common(counts) < UNCOMMON:
        return "its letters are those of no language"
    return None


def covered(page: RawPage) -> float:
    """The share of the page under its largest picture."""
    area = page.width * page.height
    if not page.images or area <= 0:
        return 0.0
    return max(_within(box, page) for box in page.images) / area


def may_be_scan(page: RawPage) -> bool:
    """Whether a picture covers a page that has little text of its own."""
    return signs(page) < SOME and covered(page) > COVERED


def sight(picture: Image) -> Sight:
    """What a page drawn in grey shows: nothing, ink on paper, or a picture."""
    grey = np.asarray(picture.convert("L"), dtype=np.uint8)
    tones = np.bincount(grey.ravel() >> 3, minlength=32)  # 32 tones
    ground = int(tones.argmax())
    near = int(tones[max(0, ground - 1) : ground + 2].sum())
    if 1 - near / grey.size < BLANK:
        return "blank"
    return "paper" if near / grey.size > PAPER else "picture"


def _within(box: Box, page: RawPage) -> float:
    across = min(box.right, page.width) - max(box.left, 0.0)
    down = min(box.bottom, page.height) - max(box.top, 0.0)
    return max(0.0, across) * max(0.0, down)


def _strange(sign: str) -> bool:
    return sign == "\ufffd" or unicodedata.category(sign) in {"Co", "Cc", "Cn"}


def _common(counts: Counter[str]) -> float:
    """The share of common letters; 1 where there are few letters, or letters of other scripts."""
    letters: Counter[str] = Counter()
    for sign, number in counts.items():
        if sign.isalpha():
            letters[sign.lower()] += number
    latin = sum(number for sign, number in letters.items() if sign < "\u0250")
    if letters.total() < LETTERS or latin < 0.8 * letters.total():
        return 1.0
    return sum(letters[sign] for sign in COMMON) / latin


def _unsayable(text: str) -> float:
    """The share of words without a vowel, or with signs inside that words do not have."""
    words = _WORD.findall(text)
    if len(words) < WORDS:
        return 0.0
    return sum(not _sayable(word) for word in words) / len(words)


@lru_cache(maxsize=50_000)
def _sayable(word: str) -> bool:
    parts = [part for part in _LOOSE.split(word) if part]
    if not parts:
        return len(set(word)) <= 2  # a rule of dots or dashes
    letters = sum(part.isalpha() for part in parts)
    if letters < len(parts) or len(parts) > 4:
        return False
    if word.isupper() and len(word) <= 5:
        return True  # SFO, NTNU, KVU
    return bool(_VOWEL.search(word)) or (not word.isascii() and not word[0].isascii())
