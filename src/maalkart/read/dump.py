"""Pages that came as one line each, without line breaks: what can still be told apart, is.

Running headers by what all pages begin with, contents lists by their leaders, headings by the
contents list, and by a sentence that begins with a capital where none has ended.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from maalkart.read.flow import Leaf, Piece, clean, heading_number, join_hyphens
from maalkart.read.prose import Sheet, leaves
from maalkart.read.units import Line

SHARED = 0.5  # of the pages that begin alike, for that beginning to be a running header
_HEADER_WORDS = 8  # longest running header that is looked for
_LEADERS = 4  # lines with leaders or page references that make a page a contents list
_TITLE = (4, 90)  # characters of a title in a contents list


def dumped(lines: Sequence[str]) -> list[Leaf]:
    """One page a line; the number of the page is that of the line."""
    pages = [join_hyphens(clean(_kept(line))) for line in lines]
    header = _running_header(pages)
    titles = _titles(pages)
    return leaves(
        [
            Sheet(number=at, lines=tuple(_lines(page, at, header, titles)))
            for at, page in enumerate(pages, start=1)
        ]
    )


def _kept(line: str) -> str:
    """Bullets of symbol fonts as bullets, before signs of no meaning are cleaned away."""
    return re.sub(r"[\ue000-\uf8ff]", " • ", line)


def _running_header(pages: Sequence[str]) -> str:
    """The longest beginning that most pages share; empty where they share none."""
    filled = [page.split() for page in pages if page]
    best = ""
    for length in range(1, _HEADER_WORDS + 1):
        starts = Counter(" ".join(words[:length]) for words in filled if len(words) > length)
        common, times = max(starts.items(), key=lambda pair: (pair[1], pair[0]), default=("", 0))
        if times < max(3, SHARED * len(filled)):
            break
        best = common
    return best if len(best) > 3 else ""


_LEADER = re.compile(r"\s*(?:\.{4,}|…{2,})\s*\d{1,3}\b\s*")
_REFERENCE = re.compile(r"\bSide\s+\d{1,3}\b")


def _is_contents(page: str) -> bool:
    return max(len(_LEADER.findall(page)), len(_REFERENCE.findall(page))) >= _LEADERS


def _entries(page: str) -> list[str]:
    """The entries of a contents page, with their page numbers left out."""
    by = _LEADER if len(_LEADER.findall(page)) >= _LEADERS else _REFERENCE
    parts = by.split(page)
    return [part.strip(" .") for part in parts if part.strip(" .")]


def _entry(said: str) -> Piece:
    bare = said.isdigit()  # the number of the contents page itself
    return Piece(kind="furniture" if bare else "contents", text=said)


def _titles(pages: Sequence[str]) -> tuple[str, ...]:
    """The titles that contents pages name, without numbers, longest first."""
    found: dict[str, None] = {}
    for page in pages:
        for entry in _entries(page) if _is_contents(page) else ():
            title = heading_number(entry)[1].strip()
            if _TITLE[0] <= len(title) <= _TITLE[1] and title[0].isupper():
                found[title] = None
    return tuple(sorted(found, key=lambda title: (-len(title), title)))


def _lines(page: str, number: int, header: str, titles: Sequence[str]) -> Iterator[Line]:
    text = page
    if header and (text == header or text.startswith(header + " ")):
        yield Line(ready=(Piece(kind="furniture", text=header),))
        text = text[len(header) :].strip()
    if _is_contents(text):
        yield Line(ready=tuple(_entry(said) for said in _entries(text)))
        return
    text, foot = _without_number(text, number)
    for part, is_heading in _parts(text, titles):
        yield Line(text=part, apart=True, bold=is_heading)
    if foot:
        yield Line(ready=(Piece(kind="furniture", text=foot),))


_FOOT = re.compile(r"(?:\bSide\s*(\d{1,4})\s*(?:av\s*\d{1,4})?|(?<=\s)(\d{1,3}))$", re.IGNORECASE)


def _without_number(text: str, number: int) -> tuple[str, str]:
    """The text and the page number at its end, which is near the line's own number."""
    found = _FOOT.search(text)
    if found and abs(int(found.group(1) or found.group(2)) - number) <= 2:
        return text[: found.start()].strip(), found.group(0).strip()
    return text, ""


_NUMBERED = r"(?:(?<![\d.–-])\d{1,2}(?:\.\d{1,2})*\.?\s*)?"
_BEFORE = re.compile(r"(?:^|[.!?:;»”\])\d•])\s*$")
# Words that begin a sentence and are written small inside one. «De» and «I» are left out: polite
# address and the Roman number are written large anywhere.
_STARTS = (
    r"Vi|Det|Den|Dette|Denne|Disse|For|Som|På|Når|Dersom|Hvis|Med|Gjennom|Ved|Alle|Ei|Ein|Et|En|Å|"
    r"Dei|Desse|Korleis|Frå|Fra|Etter|Mange|Flere|Fleire"
)
_GLUED = re.compile(
    r"(?:(?<=[.!?]\s)|^)(?P<head>[A-ZÆØÅ][^.!?:;•()]{2,70}?)\s"
    rf"(?=(?:{_STARTS})\s[a-zæøå])"
)
_VERB = re.compile(
    r"\b(?:skal|vil|må|bør|kan|er|har|blir|vert|får|var|ble|vart|gir|gjev|gjør|gjer|består|viser|"
    r"ønsker|ynskjer|trenger|treng|og|eller|av|til|for|i|på|med|at|som)$|"
    r"\b(?:skal|vil|må|bør|kan|er|har|blir|vert|får|var|ble|vart|gir|gjev|består|viser|ønsker)\b"
)


def _parts(text: str, titles: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The text in stretches, each with whether it is a heading."""
    at = 0
    for start, end in sorted(_by_title(text, titles) + _by_capital(text)):
        if start < at:
            continue
        if before := text[at:start].strip(" :"):
            yield before, False
        yield text[start:end].strip(), True
        at = end
    if rest := text[at:].strip(" :"):
        yield rest, False


def _by_title(text: str, titles: Sequence[str]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for title in titles:
        for hit in re.finditer(_NUMBERED + re.escape(title), text):
            free = all(hit.end() <= start or hit.start() >= end for start, end in found)
            after = text[hit.end() :].lstrip()[:1]
            opens = not after or after.isupper() or not after.isalnum()
            if free and opens and _BEFORE.search(text[max(0, hit.start() - 3) : hit.start()]):
                found.append((hit.start(), hit.end()))
                break  # a title heads one place
    return found


def _by_capital(text: str) -> list[tuple[int, int]]:
    """«… er ferdig. Gode skular Vi skal …»: words without a verb before a sentence's first word."""
    return [
        (hit.start("head"), hit.end("head"))
        for hit in _GLUED.finditer(text)
        if len(hit["head"].split()) <= 8
        and not _VERB.search(hit["head"])
        and sum(word[0].isupper() for word in hit["head"].split()[1:]) <= 1
    ]
