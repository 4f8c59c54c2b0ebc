"""UN goals that a text itself numbers or names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from maalkart.coding.codebook import Codebook

_UN = r"(?:fns?\s+(?:sine\s+)?)?(?:bærekrafts?-?mål|berekrafts?-?mål|bærekraftmål|berekraftmål)\w*"
_EN = r"(?:sdgs?|un\s+(?:sustainable\s+development\s+)?goals?|sustainable\s+development\s+goals?)"
_NR = r"(?:\s*(?:nr\.?|nummer|no\.?|number|#))?"
_NEXT = r"\s*(?:,|og|and|&|samt|til|to|–|-)\s*(?:mål\s*)?\d{1,2}(?!\d|\s*(?:%|prosent))"
_LIST = rf"(\d{{1,2}}(?![\d%.]*\d)(?:{_NEXT})*)"
_NUMBERED = re.compile(rf"(?:{_UN}|{_EN}){_NR}[\s:(-]*{_LIST}", re.IGNORECASE)
_LOOSE = re.compile(rf"\bmål{_NR}\s*{_LIST}", re.IGNORECASE)
_IN_UN = re.compile(rf"{_UN}|\bfn\b|\bfns\b|{_EN}|2030-agenda", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_RANGE = re.compile(r"(\d{1,2})\s*(?:–|-|til|to)\s*(\d{1,2})")


def mentions(text: str, codebook: Codebook, *, around: str = "") -> Mapping[int, str]:
    """Numbers of the UN goals that a text mentions, each with the words that do it.

    «Mål 7» counts only where the text or `around` (headings, lead-in) speaks of the UN goals.

    >>> from maalkart.coding.codebook import load
    >>> sorted(mentions("Bærekraftsmål 3, 4 og 11 er viktigst.", load()))
    [3, 4, 11]
    >>> sorted(mentions("Mål 7: Kommunen skal ha god økonomi", load()))
    []
    """
    found: dict[int, str] = {}
    for hit in _numbered(text, around):
        _numbers(hit[1], hit[0], found)
    pattern, numbers = _titles(codebook)
    for hit in pattern.finditer(text):
        found.setdefault(numbers[" ".join(hit[0].split()).lower()], hit[0])
    return dict(sorted(found.items()))


def _numbered(text: str, around: str) -> Iterator[re.Match[str]]:
    if not _DIGIT.search(text):  # most texts have none
        return
    yield from _NUMBERED.finditer(text)
    loose = list(_LOOSE.finditer(text))
    if loose and (_IN_UN.search(text) or _IN_UN.search(around)):
        yield from loose


def _numbers(listed: str, because: str, into: dict[int, str]) -> None:
    wanted = [int(number) for number in re.findall(r"\d{1,2}", listed)]
    for first, last in _RANGE.findall(listed):
        wanted.extend(range(int(first), int(last) + 1))
    for number in wanted:
        if 1 <= number <= 17:
            into.setdefault(number, " ".join(because.split()))


_COMPILED: dict[str, tuple[re.Pattern[str], dict[str, int]]] = {}  # by digest of the codebook


def _titles(codebook: Codebook) -> tuple[re.Pattern[str], dict[str, int]]:
    if codebook.digest not in _COMPILED:
        codes = codebook.variable("sdgs").codes if codebook.ids("sdgs") else ()
        _COMPILED[codebook.digest] = _compiled(
            [(int(c.id), c.label[lang]) for c in codes if c.id.isdigit() for lang in c.label]
        )
    return _COMPILED[codebook.digest]


def _compiled(titles: list[tuple[int, str]]) -> tuple[re.Pattern[str], dict[str, int]]:
    parts = sorted((title for _, title in titles), key=lambda title: (-len(title), title))
    opens = "".join(sorted({letter for title in parts for letter in title[0] + title[0].upper()}))
    # No title, no match; and most letters open none.
    first = f"(?=[{re.escape(opens)}])" if opens else "(?!)"
    pattern = re.compile(rf"{first}(?<!\w)(?:" + "|".join(map(_title, parts)) + ")")
    return pattern, {title.lower(): number for number, title in titles}


def _title(title: str) -> str:
    """The title with its capital, or all in capitals; in running lower case it is ordinary words.

    Titles of two words («God utdanning») open many sentences, so they must stand as a title: at the
    end of the text, in quotes, or before a comma.
    """
    words = r"\s+".join(re.escape(word) for word in title.split())
    upper = r"\s+".join(re.escape(word) for word in title.upper().split())
    ends = r"(?=\s*(?:$|[»\"”),;.:]|og\b))" if len(title.split()) < 4 else r"(?!\w)"
    return rf"{words}{ends}|{upper}(?!\w)"
