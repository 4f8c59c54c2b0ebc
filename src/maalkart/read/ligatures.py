"""Letters that a font names wrongly: «ff» set as one glyph, and told as «W».

Some programs write PDFs whose fonts have a glyph for two letters and no name for it; every engine
then reads the chance code that the glyph has («oWentlig», «bærekra>ig», «sam)dig»). What a sign
stands for in a font is settled by the word list: the letters that make words of what are none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from maalkart.core.document import Note
from maalkart.read.raw import Item, RawPage
from maalkart.read.structure.cleaning import known

LETTERS = ("ff", "fi", "fl", "fj", "ft", "ffi", "ffl", "tt", "ti", "tf", "tti", "fti")
ENOUGH = 3  # words that the letters must make, in one font
SHARE = 0.4  # of the font's words with the sign; long compounds are in no word list
ALONE = 7  # letters of a word that is evidence enough by itself, where one reading alone makes it
_SMALL = "a-zæøåéèêüöäó"
_SIGN = r"[A-Z0-9()<>=*+%&$#^~|{}\[\]?!;\"]"
_INSIDE = re.compile(rf"(?<=[{_SMALL}]){_SIGN}(?=[{_SMALL}])")
_WORD = re.compile(r"\S+")
_EDGE = ".,:;!?«»”“\"'"

Meaning = Mapping[tuple[str, str], str]  # font and sign -> letters


def spelled(pages: Sequence[RawPage]) -> tuple[list[RawPage], tuple[Note, ...]]:
    """The pages with such signs put right, and a note of what was put right."""
    strange = _strange(pages)
    meaning = _meaning(strange)
    right = {
        (font, word): said
        for font, words in strange.items()
        for word in words
        if (said := _right(word, font, meaning)) != word
    }
    if not meaning and not right:
        return list(pages), ()
    mended = [
        replace(page, items=tuple(_mended(item, meaning, right) for item in page.items))
        if page.source == "text"
        else page
        for page in pages
    ]
    return mended, (_note(right),)


def _strange(pages: Iterable[RawPage]) -> dict[str, dict[str, None]]:
    """By font, the different words that hold a sign between two small letters."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for page in pages:
        for item in page.items:
            if page.source == "text" and _INSIDE.search(item.text):
                for word in _WORD.findall(item.text):
                    if _INSIDE.search(word):
                        found[item.font][word.strip(_EDGE)] = None
    return found


def _meaning(strange: Mapping[str, Iterable[str]]) -> Meaning:
    """What each sign stands for in each font; signs that nothing settles are left out."""
    meaning = {}
    for font, words in strange.items():
        by_sign: dict[str, list[str]] = defaultdict(list)
        for word in words:
            signs = set(_INSIDE.findall(word))
            if len(signs) == 1:
                by_sign[signs.pop()].append(word)
        for sign, of in by_sign.items():
            made = {
                letters: sum(known(w.replace(sign, letters)) for w in of) for letters in LETTERS
            }
            best, second = sorted(LETTERS, key=lambda letters: -made[letters])[:2]
            clear = made[best] >= max(ENOUGH, SHARE * len(of)) and made[best] >= 2 * made[second]
            if clear:
                meaning[font, sign] = best
    return meaning


def _right(word: str, font: str, meaning: Meaning) -> str:
    """How a word reads with the signs of its font put right, or by itself where it alone tells."""
    settled = _INSIDE.sub(lambda sign: meaning.get((font, sign.group()), sign.group()), word)
    if not known(settled) and len(settled) < ALONE:  # a unit, «kWh»
        settled = word
    signs = set(_INSIDE.findall(settled))
    if len(signs) != 1 or len(settled) < ALONE:
        return settled
    sign = signs.pop()
    made = [said for letters in LETTERS if known(said := settled.replace(sign, letters))]
    return made[0] if len(made) == 1 else settled


def _mended(item: Item, meaning: Meaning, right: Mapping[tuple[str, str], str]) -> Item:
    signs = [sign for font, sign in meaning if font == item.font]
    if not _INSIDE.search(item.text) and not any(sign in item.text for sign in signs):
        return item
    text = _WORD.sub(lambda word: _word(word.group(), item.font, meaning, right), item.text)
    return replace(item, text=text)


def _word(word: str, font: str, meaning: Meaning, right: Mapping[tuple[str, str], str]) -> str:
    """One word with its marks; at its edges a sign may also be what it says («(tid)»)."""
    bare = word.strip(_EDGE)
    if (font, bare) in right:
        return word.replace(bare, right[font, bare])
    for (of, sign), letters in meaning.items():
        rest = bare.strip(sign)
        if of != font or rest == bare or (len(rest) < 2 and bare.endswith(sign)):
            continue  # «s)» marks an item of a list
        said = bare.replace(sign, letters)
        if known(said) and (len(rest) < 2 or not known(rest)):
            return word.replace(bare, said)
    return word


def _note(right: Mapping[tuple[str, str], str]) -> Note:
    some = ", ".join(f"«{word}» reads «{said}»" for (_, word), said in list(right.items())[:3])
    said = (
        f"the file's fonts name letters wrongly; {len(right)} words were put right by the word list"
    )
    return Note(page=None, code="ligatures", message=f"{said}: {some}")
