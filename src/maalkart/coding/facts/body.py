"""Whose document it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from maalkart.coding.facts.places import Place, places
from maalkart.coding.facts.words import either, table
from maalkart.core.document import Document
from maalkart.core.statement import Evidence
from maalkart.core.study import Fact

_NAME = r"[A-ZÆØÅÁ][\wæøåáÆØÅ'’-]*"
_LONG = rf"{_NAME}(?:[ \t]+(?:og|i|på|and)[ \t]+{_NAME}|[ \t]+{_NAME})?"
TEXT_WEIGHT = 0.15  # of one mention in the text, against 6 on the title page
PAGES_A_MENTION = 15  # a document that names its body nowhere else does so as often as this
MOST_TEXT = 5.0  # all mentions in the text together stay below the title page


@dataclass(slots=True)
class _Found:
    score: float = 0.0
    text: float = 0.0
    evidence: Evidence | None = None
    because: str = ""


def body_of(document: Document, bodies: Sequence[str] = ()) -> Fact | None:
    """The municipality or county a document belongs to, «Fjordvik kommune», or None.

    `bodies` are the names of a register; where one of them is named, it is given back as it stands
    there. Without a register the name is what stands before «kommune» or «fylkeskommune».
    """
    found: dict[str, _Found] = defaultdict(_Found)
    for place in places(document):
        for name, span in _names(place.text, bodies):
            _add(found[name], place, span, document)
    for page in document.pages:
        for name, span in _names(page.text, bodies):
            one = found[name]
            one.text += TEXT_WEIGHT
            if one.evidence is None:
                one.evidence = Evidence.take(document, page.number, *span)
                one.because = one.because or "named in the text"
    _fold(found)
    enough = [name for name in sorted(found) if _worth_saying(found[name], document)]
    if not enough:
        return None
    best = max(enough, key=lambda name: found[name].score + min(MOST_TEXT, found[name].text))
    said = found[best]
    return Fact(name="body", value=best, evidence=said.evidence, because=said.because)


def _worth_saying(one: _Found, document: Document) -> bool:
    """Whether a name is more than one that is mentioned in passing in a long document."""
    return one.score > 0.5 or one.text >= TEXT_WEIGHT * len(document.pages) / PAGES_A_MENTION


def _fold(found: dict[str, _Found]) -> None:
    """«Alt Fjordvik kommune» is «Fjordvik kommune» where that is said too, and more often."""
    for name in sorted(found):
        shorter = name.partition(" ")[2]
        if shorter.count(" ") and shorter in found and found[shorter].text > found[name].text:
            found[shorter].text += found.pop(name).text


def _add(one: _Found, place: Place, span: tuple[int, int], document: Document) -> None:
    if place.weight > one.score:
        one.evidence = place.evidence(document, *span) or one.evidence
        one.because = place.where
    one.score = max(one.score, place.weight) + 0.1


def _names(text: str, bodies: Sequence[str]) -> list[tuple[str, tuple[int, int]]]:
    if bodies:
        return _registered(text, tuple(bodies))
    return [*_before_form(text), *_after_plan(text)]


def _before_form(text: str) -> list[tuple[str, tuple[int, int]]]:
    forms = either(table("bodies")["forms"])
    pattern = re.compile(
        rf"(?<!\w)({_LONG})[ \t]+({forms})(?!\w)|(?<!\w)({_LONG})[ \t]+({forms.upper()})(?!\w)"
    )
    found = []
    for match in pattern.finditer(text):
        name = _worth(match.group(1) or match.group(3))
        if name:
            form = (match.group(2) or match.group(4)).lower().removesuffix("s").removesuffix("n")
            start = match.start(1 if match.group(1) else 3)
            found.append((f"{name} {form}", (start, match.end())))
    return found


def _after_plan(text: str) -> list[tuple[str, tuple[int, int]]]:
    words = table("bodies")
    plans = (
        rf"(?<!\w)(?i:{either(words['plans'])})\s+(?i:for|i)\s+({_NAME})(?!\w)"
        r"(?!\s+(?i:kommune|fylke|og|region))"
    )
    councils = rf"(?<!\w)({_NAME})\s+{either(words['councils'])}(?:s|t)?(?!\w)"
    found = []
    for pattern in (plans, councils):
        for match in re.finditer(pattern, text):
            name = _worth(match.group(1))
            if name:
                found.append((f"{name} kommune", match.span(1)))
    return found


def _worth(name: str) -> str | None:
    """The name without words that only happen to stand before it, in its usual letters."""
    never = table("bodies")["never"]
    words = name.split()
    while words and words[0].lower() in never:
        words = words[1:]
    if not words or words[-1].lower() in never or len(words[0]) < 2:
        return None
    if all(word.isupper() or word.lower() in ("og", "i", "på") for word in words):
        words = [w if w.lower() in ("og", "i", "på") else w.title() for w in words]
    return " ".join(words)


def _registered(text: str, bodies: tuple[str, ...]) -> list[tuple[str, tuple[int, int]]]:
    forms = either(table("bodies")["forms"])
    found = []
    for name in bodies:
        bare = re.sub(rf"\s+{forms}$", "", name, flags=re.IGNORECASE)
        if bare.lower() not in text.lower():
            continue
        strict = re.compile(rf"(?<!\w)(?i:{re.escape(bare)})[ \t]+(?i:{forms})(?!\w)")
        loose = re.compile(rf"(?<=[a-zæøå,] )({re.escape(bare)})s?(?!\w)(?!\s+(?i:{forms}))")
        hits = [m.span() for m in strict.finditer(text)] or [
            m.span(1) for m in loose.finditer(text)
        ]
        found += [(name, span) for span in hits]
    return found
