"""Pages that came as one line each, without line breaks: what can still be told apart, is.

Running headers by what all pages begin with, contents lists by their leaders, headings by the
contents list, and by a sentence that begins with a capital where none has ended.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from maalkart.read.flow import Leaf, Piece, clean, heading_number, join_hyphens
from maalkart.read.leads import LEAD_BEFORE_BULLET
from maalkart.read.prose import Sheet, leaves
from maalkart.read.units import LABEL, SHAPE, Line

SHARED = 0.5  # of the pages that begin alike, for that beginning to be a running header
_HEADER_WORDS = 8  # longest running header that is looked for
_LEADERS = 4  # lines with leaders or page references that make a page a contents list
_TITLE = (4, 90)  # characters of a title in a contents list
_CAPTION = 6  # words of what a picture shows; more are a sentence
_NOTES = 600  # characters at the end of a page in which its footnotes begin


def dumped(lines: Sequence[str]) -> list[Leaf]:
    """One page a line; the number of the page is that of the line."""
    pages = [join_hyphens(clean(_kept(line))) for line in lines]
    header = _running_header(pages)
    titles = _places(pages, _titles(pages))
    return leaves(
        [
            Sheet(number=at, lines=tuple(_lines(page, at, header, titles.get(at, ()))))
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


_LEADER = re.compile(r"\s*(?:\.{4,}|…{2,})\s*(\d{1,3})\b\s*")
_REFERENCE = re.compile(r"\bSide\s+(\d{1,3})\b")


def _is_contents(page: str) -> bool:
    return max(len(_LEADER.findall(page)), len(_REFERENCE.findall(page))) >= _LEADERS


def _entries(page: str) -> list[tuple[str, int | None]]:
    """The entries of a contents page, each with the page that it names after or before itself."""
    led = len(_LEADER.findall(page)) >= _LEADERS
    parts = (_LEADER if led else _REFERENCE).split(page)
    texts, numbers = parts[::2], [int(number) for number in parts[1::2]]
    pages = [*numbers, None] if led else [None, *numbers]
    said = [(text.strip(" ."), page) for text, page in zip(texts, pages, strict=True)]
    return [entry for entry in said if entry[0]]


def _entry(said: str) -> Piece:
    bare = said.isdigit()  # the number of the contents page itself
    return Piece(kind="furniture" if bare else "contents", text=said)


def _titles(pages: Sequence[str]) -> tuple[tuple[str, int | None], ...]:
    """The titles that contents pages name, without numbers, longest first, each with its page."""
    found: dict[str, int | None] = {}
    for page in pages:
        for entry, at in _entries(page) if _is_contents(page) else ():
            title = heading_number(entry)[1].strip()
            if _TITLE[0] <= len(title) <= _TITLE[1] and title[0].isupper():
                found.setdefault(title, at)
    return tuple(sorted(found.items(), key=lambda entry: (-len(entry[0]), entry[0])))


def _places(
    pages: Sequence[str], titles: Sequence[tuple[str, int | None]]
) -> dict[int, list[tuple[str, bool]]]:
    """The titles by the one page that each heads, with whether the contents list says so.

    That is the page which the list names, where the title stands there; else the first where it
    stands as a heading does.
    """
    printed = _offset(pages)
    out: dict[int, list[tuple[str, bool]]] = {}
    for title, named in titles:
        there = named + printed if named else 0
        if 0 < there <= len(pages) and re.search(_opening(title), pages[there - 1]):
            out.setdefault(there, []).append((title, True))
            continue
        for at, page in enumerate(pages, start=1):
            if not _is_contents(page) and _by_title(page, [(title, False)]):
                out.setdefault(at, []).append((title, False))
                break
    return out


def _offset(pages: Sequence[str]) -> int:
    """How far the number of a line runs before the number printed on its page."""
    found = ((at, _FOOT.search(page)) for at, page in enumerate(pages, start=1))
    steps = Counter(at - int(foot.group(1) or foot.group(2)) for at, foot in found if foot)
    step, times = max(steps.items(), key=lambda pair: (pair[1], -abs(pair[0])), default=(0, 0))
    return step if times * 2 > len(pages) else 0


def _lines(
    page: str, number: int, header: str, titles: Sequence[tuple[str, bool]]
) -> Iterator[Line]:
    text = page
    if header and (text == header or text.startswith(header + " ")):
        yield Line(ready=(Piece(kind="furniture", text=header),))
        text = text[len(header) :].strip()
    if _is_contents(text):
        yield Line(ready=tuple(_entry(said) for said, _ in _entries(text)))
        return
    text, foot = _without_number(text, number)
    text, notes = _without_notes(text)
    for part, kind in _parts(text, titles):
        if kind == "caption":
            yield Line(ready=(Piece(kind="caption", text=part),))
            continue
        rank = {"stated": LABEL, "title": SHAPE}.get(kind or "")
        rank = None if kind == "title" and heading_number(part)[0] else rank
        yield Line(text=part, apart=True, bold=kind is not None, rank=rank)
    if notes:
        yield Line(ready=(Piece(kind="footnote", text=notes),))
    if foot:
        yield Line(ready=(Piece(kind="furniture", text=foot),))


_FOOT = re.compile(r"(?:\bSide\s*(\d{1,4})\s*(?:av\s*\d{1,4})?|(?<=\s)(\d{1,3}))$", re.IGNORECASE)


def _without_number(text: str, number: int) -> tuple[str, str]:
    """The text and the page number at its end, which is near the line's own number."""
    found = _FOOT.search(text)
    if found and abs(int(found.group(1) or found.group(2)) - number) <= 2:
        return text[: found.start()].strip(), found.group(0).strip()
    return text, ""


_NOTE = re.compile(r"(?<=\s)(\d{1,2})\s+(?=[A-ZÆØÅ«])")


def _without_notes(text: str) -> tuple[str, str]:
    """The text and the footnotes at its end: a number that the text has set to a word before."""
    for found in _NOTE.finditer(text, max(0, len(text) - _NOTES)):
        number = found.group(1)
        if re.search(rf"(?:[^\W\d_]|\[){number}(?:\]|(?!\w))", text[: found.start()]):
            return text[: found.start()].strip(), text[found.start() :]
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
# «2. Samhandling og samarbeid Kommunene står overfor …»: a numbered title before a sentence
_COUNTED = re.compile(
    r"(?:(?<=[.!?]\s)|^)(?P<head>\d{1,2}\.\s+[A-ZÆØÅ][a-zæøå, -]{3,60}?)\s"
    r"(?=[A-ZÆØÅ][a-zæøå]+\s(?:[a-zæøå]+\s){0,4}"
    r"(?:er|har|vil|skal|må|kan|står|møter|møtes|stilles|handler|gjelder|gjeld|får|blir|vert)\s)"
)
_VERB = re.compile(
    r"\b(?:skal|vil|må|bør|kan|er|har|blir|vert|får|var|ble|vart|gir|gjev|gjør|gjer|består|viser|"
    r"ønsker|ynskjer|trenger|treng|og|eller|av|til|for|i|på|med|at|som)$|"
    r"\b(?:skal|vil|må|bør|kan|er|har|blir|vert|får|var|ble|vart|gir|gjev|består|viser|ønsker)\b"
)


# «1.1: I 2020 er … for alle Kommunen vil •»: what is stated under a number, over its list
_STATED = re.compile(
    r"(?<!\S)(?P<head>\d{1,2}(?:\.\d{1,2})+[.:]?\s+[A-ZÆØÅ][^.!?•]{8,170}?)\s+"
    rf"(?={LEAD_BEFORE_BULLET})"
)


def _parts(text: str, titles: Sequence[tuple[str, bool]]) -> Iterator[tuple[str, str | None]]:
    """The text in stretches, each with how it is known as a heading.

    A few words before the first title of a page say what a picture shows.
    """
    spans = [(*span, "title") for span in _by_title(text, titles)]
    spans += [(*found.span("head"), "stated") for found in _STATED.finditer(text)]
    spans += [(*span, "stated") for span in _by_capital(text, _COUNTED)]
    spans += [(*span, "glued") for span in _by_capital(text, _GLUED)]
    at = 0
    for start, end, how in sorted(spans, key=lambda span: (span[0], span[2] != "title", span[1])):
        if start < at:
            continue
        if before := text[at:start].strip(" :"):
            loose = not at and how == "title" and len(before.split()) <= _CAPTION
            yield before, "caption" if loose and before[-1].isalnum() else None
        yield text[start:end].strip(), how
        at = end
    if rest := text[at:].strip(" :"):
        yield rest, None


def _opening(title: str) -> str:
    """The title where it may head something: a sentence does not go on in small letters."""
    return _NUMBERED + re.escape(title) + r"(?!\w)(?!\s*[a-zæøå,])(?!\s*\d{1,2}\b)"


def _by_title(text: str, titles: Sequence[tuple[str, bool]]) -> list[tuple[int, int]]:
    """Where the titles stand; one of this page by the contents list may follow a loose caption."""
    found: list[tuple[int, int]] = []
    for title, sure in titles:
        hits = [
            hit
            for hit in re.finditer(_opening(title), text)
            if all(hit.end() <= start or hit.start() >= end for start, end in found)
        ]
        apart = [hit for hit in hits if _BEFORE.search(text[max(0, hit.start() - 3) : hit.start()])]
        found += [hit.span() for hit in (apart or (hits if sure else []))[:1]]
    return found


def _by_capital(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """«… er ferdig. Gode skular Vi skal …»: words without a verb before a sentence's first word."""
    return [
        (hit.start("head"), hit.end("head"))
        for hit in pattern.finditer(text)
        if len(hit["head"].split()) <= 8
        and not _VERB.search(hit["head"])
        and sum(word[0].isupper() for word in hit["head"].split()[1:]) <= 1
    ]
