"""Where a list in running text begins and ends: «Kommunen vil» before it, and what comes after it.

Programs that turn a PDF into text lose the line breaks around a list: the line that opens it hangs
on the sentence before, and what follows it on the last item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from maalkart.read.flow import BULLETS, list_marker
from maalkart.read.units import Line

_WILL = r"(?:vil|skal|må|bør|ønsker|ønskjer|ynskjer)"
_WE = r"(?:Vi|Me|Kommunen|Kommuna)\b"
_NAME = r"[A-ZÆØÅ][\w-]*"
_WHO = rf"(?:{_WE}|{_NAME}(?:\s+(?!{_WE}){_NAME})?(?:\s+[a-zæøå]+)?)\s+"
LEAD_BEFORE_BULLET = rf"{_WHO}{_WILL}\s*:?\s*[{BULLETS}]"
_LEAD = re.compile(rf"(?<!\S)(?P<lead>{_WHO}{_WILL}\s*:?)$")
_ASKS = re.compile(r"(?<=[.!?]\s)[A-ZÆØÅ][^.!?:]{2,160}[?:]$")
# a question, or its answer, that begins large after a title: «Fiber til alle Hvordan gjør vi det?»
_HOW = re.compile(r"(?<=[\w).] )(?:Hvordan|Korleis|Slik)\s[^.!?:A-ZÆØÅ]{2,60}[?:]$")
_STOP = re.compile(r"(?<=[a-zæøå0-9)»]{3}[.!?])\s+(?=[A-ZÆØÅ«])")
# words that begin a sentence and are not written large inside one
_FRESH = re.compile(
    r"(?<=[a-zæøå])\s+(?=(?:Det|Denne|Dette|Disse|Desse|Dei|Derfor|Dersom|Når|Planen|Vi|Ved|"
    r"Gjennom|Etter|Kommunen|Kommuna)\s[a-zæøå])"
)
FEWEST = 2  # items beside the last one, to know how long an item of the list is


def with_leads(units: Sequence[Line]) -> list[Line]:
    """Units with the openings of lists, and with what follows a list, as units of their own."""
    parts: list[Line] = []
    for at, unit in enumerate(units):
        opens = at + 1 < len(units) and _is_item(units[at + 1])
        parts += _lead_apart(unit) if opens else [unit]
    out: list[Line] = []
    for is_list, group in groupby(parts, key=_is_item):
        run = list(group)
        out += _ended(run) if is_list else run
    return out


def _is_item(unit: Line) -> bool:
    return bool(not unit.ready and not unit.level and _marker(unit))


def _marker(unit: Line) -> str | None:
    return list_marker(unit.text)[0]


def _lead_apart(unit: Line) -> list[Line]:
    """«… for alle Kommunen vil»: the statement, and the opening of the list below it.

    Where an item holds the opening of the next list, it ends with its first sentence: what stands
    between the two is what the next list is about.
    """
    if unit.ready or unit.level or unit.bold:
        return [unit]
    found = _LEAD.search(unit.text) or _HOW.search(unit.text)
    found = found or (_ASKS.search(unit.text) if _is_item(unit) else None)
    if found is None or not found.start():
        return [unit]
    before, lead = unit.text[: found.start()].strip(), found.group()
    at = _cut(before) if _is_item(unit) else None
    said = [before] if at is None else [before[:at].strip(), before[at:].strip()]
    return [replace(unit, text=part, apart=False) for part in (*said, lead)]


def _ended(items: list[Line]) -> list[Line]:
    """A list whose last item stops where its sentence does, as every item before it."""
    *others, last = items
    if len(others) < FEWEST or any(_cut(item.text) for item in others):
        return items
    at = _cut(last.text)
    if at is None or not _alike(others[-1], last) or _is_lost_item(last, at, others):
        return items
    rest = replace(last, text=last.text[at:].strip(), apart=True)
    return [*others, replace(last, text=last.text[:at].strip()), rest]


def _alike(one: Line, other: Line) -> bool:
    """The same bullet before both, or a number before both."""
    signs = [_marker(one) or "", _marker(other) or ""]
    return signs[0] == signs[1] or all(sign[:1].isdigit() for sign in signs)


def _is_lost_item(last: Line, at: int, others: list[Line]) -> bool:
    """In a list of what to do, a sentence that begins with such a verb has lost its bullet."""
    firsts = [list_marker(item.text)[1].split()[0] for item in (*others, last)]
    verbs = sum(map(_is_verb, firsts))
    return _is_verb(last.text[at:].split()[0]) and 2 * verbs >= len(firsts)


def _is_verb(word: str) -> bool:
    """Whether the word may be an infinitive in -e or -a."""
    return word.endswith(("e", "a")) and word not in _DETERMINERS


_DETERMINERS = frozenset({"Denne", "Dette", "Disse", "Desse", "Alle", "Mange", "Begge", "Noe"})


def _cut(text: str) -> int | None:
    """Where a second sentence begins."""
    found = [hit.end() for hit in (_STOP.search(text), _FRESH.search(text)) if hit]
    return min(found, default=None)
