"""Whose document it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from maalkart.coding.facts.names import Gazetteer, Named, gazetteer, names_in, site_names
from maalkart.coding.facts.places import Place, places
from maalkart.core.document import Document
from maalkart.core.statement import Evidence
from maalkart.core.study import Fact

FULL, BARE = 0.15, 0.05  # what a mention in the text weighs, against 6 on the title page
BARE_PLACE = 0.7  # of a place where the name stands without «kommune»
SITE, COLOPHON = 3.0, 3.0  # an address on the first pages or the last page
PAGES_A_MENTION = 15  # a document that names its body nowhere else does so as often as this
MOST_TEXT = 5.0  # all mentions in the text together stay below the title page
SOME_SHARE = 0.3  # where the title page or a header names it without «kommune»
MOST_BARE = 15  # mentions without «kommune» that are enough, however long the document
OWN_SHARE = 0.5  # of all mentions: a document on a whole region speaks of each less than that
_ADDRESS = re.compile(
    r"postboks|postadresse|telefon|tlf|e-post|epost|www\.|@|opplag|layout|©", re.I
)


@dataclass(slots=True)
class _Found:
    score: float = 0.0
    text: float = 0.0
    full: bool = False
    evidence: Evidence | None = None
    because: str = ""


def body_of(
    document: Document, bodies: Sequence[str] = (), *, known: Sequence[str] = ()
) -> Fact | None:
    """The municipality or county a document belongs to, «Fjordvik kommune», or None.

    `bodies` are the names of a study's register; where one of them is named, it is given back as
    it stands there. Without a register the name is what stands before «kommune» or
    «fylkeskommune», and `known` are full names of bodies that exist, which may also stand alone.
    """
    where = gazetteer(tuple(known))
    found: dict[str, _Found] = defaultdict(_Found)
    for place in places(document):
        for named in names_in(place.text, where, bodies):
            _add(found[named.name], place, named, document)
    _in_text(document, found, where, bodies)
    _at_addresses(document, found, where, bodies)
    _fold(found)
    said = sum(one.text for one in found.values())
    enough = [name for name in sorted(found) if _worth_saying(found[name], said, document)]
    if not enough:
        return None
    best = max(enough, key=lambda name: found[name].score + min(MOST_TEXT, found[name].text))
    one = found[best]
    return Fact(name="body", value=best, evidence=one.evidence, because=one.because)


def _in_text(
    document: Document, found: dict[str, _Found], where: Gazetteer, bodies: Sequence[str]
) -> None:
    for page in document.pages:
        for named in names_in(page.text, where, bodies):
            one = found[named.name]
            one.text += FULL if named.full else BARE
            one.full = one.full or named.full
            if one.evidence is None:
                one.evidence = Evidence.take(document, page.number, named.start, named.end)
                one.because = "named in the text"


def _at_addresses(
    document: Document, found: dict[str, _Found], where: Gazetteer, bodies: Sequence[str]
) -> None:
    """The website and the colophon on the first pages and the last."""
    ends = {page.number for page in (*document.pages[:2], *document.pages[-1:])}
    for block in document.blocks:
        if block.page not in ends or not _ADDRESS.search(block.text):
            continue
        colophon = Place(block.text, COLOPHON, "the colophon", block.page, block.start)
        for named in names_in(block.text, where, bodies):
            if named.full and block.kind != "caption":
                _add(found[named.name], colophon, named, document)
        site = Place(block.text, SITE, "the address of its website", block.page, block.start)
        for named in () if bodies else site_names(block.text, where):
            _add(found[named.name], site, named, document)


def _worth_saying(one: _Found, all_text: float, document: Document) -> bool:
    """Whether a name is more than one that is mentioned in passing, or as one of many."""
    pages = len(document.pages)
    if one.score > 0.5:
        return one.full or one.text >= SOME_SHARE * all_text
    often = max(1.0, pages / PAGES_A_MENTION) * FULL if one.full else min(MOST_BARE, pages) * BARE
    return one.text >= often and one.text >= OWN_SHARE * all_text


def _fold(found: dict[str, _Found]) -> None:
    """«Alt Fjordvik kommune» is «Fjordvik kommune» where that is said too, and more often.

    «Planstrategi for Fjordland» is a county's where the county is named as such.
    """
    for name in sorted(found):
        shorter = name.partition(" ")[2]
        if shorter.count(" ") and shorter in found and found[shorter].text > found[name].text:
            found[shorter].text += found.pop(name).text
    for name in sorted(found):
        county = found.get(re.sub(r" kommune$", " fylkeskommune", name))
        if county is not None and county is not found[name] and county.text >= found[name].text:
            one = found.pop(name)
            county.text += one.text
            if one.score > county.score:
                county.score, county.evidence, county.because = one.score, one.evidence, one.because


def _add(one: _Found, place: Place, named: Named, document: Document) -> None:
    weight = place.weight * (1 if named.full else BARE_PLACE)
    if weight > one.score:
        one.evidence = place.evidence(document, named.start, named.end) or one.evidence
        one.because = place.where
    one.score = max(one.score, weight) + 0.1
    one.full = one.full or named.full
