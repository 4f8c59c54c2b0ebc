"""Names of municipalities and counties in a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from maalkart.coding.facts.words import either, table

_NAME = r"[A-ZÆØÅÁ][\wæøåáÆØÅ'’-]*"
_SMALL = ("og", "i", "på", "and")
_LONG = rf"{_NAME}(?:[ \t]+(?:og|i|på|and)[ \t]+{_NAME}|[ \t]+{_NAME})?"
_WORD = re.compile(_NAME)


@dataclass(frozen=True, slots=True)
class Named:
    """A body as it would be called («Fjordvik kommune»), and where; `full` with «kommune» there."""

    name: str
    start: int
    end: int
    full: bool = True


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Bodies that exist: the full name by the bare one, and by the name of their website."""

    full: Mapping[str, str]
    longest: int

    @property
    def sites(self) -> Mapping[str, str]:
        """Full names by the slug before «.kommune.no»: «aal» and «al» are both Ål."""
        return {slug: full for bare, full in self.full.items() for slug in _slugs(bare)}


@lru_cache(maxsize=4)
def gazetteer(known: tuple[str, ...]) -> Gazetteer:
    """Look-up of full names; a municipality goes before the county of the same name."""
    pattern = re.compile(rf"\s+{_form()}$", re.IGNORECASE)
    full = {pattern.sub("", name): name for name in sorted(known, key=lambda n: "fylke" not in n)}
    return Gazetteer(full, max((len(bare.split()) for bare in full), default=1))


def _slugs(bare: str) -> set[str]:
    low = re.sub(r"[^\wæøå]+", "-", bare.lower())
    spelt = {
        low.replace("æ", ae).replace("ø", oe).replace("å", aa)
        for ae in ("ae", "e")
        for oe in ("oe", "o")
        for aa in ("aa", "a")
    }
    return spelt | {slug.replace("-", "") for slug in spelt}


@cache
def _form() -> str:
    return either(table("bodies")["forms"])


def full_names(text: str, places: Gazetteer) -> Iterator[Named]:
    """«Fjordvik kommune», «Kommuneplan for Fjordvik», «Fjordvik bystyre»: names of any bodies."""
    yield from _parties(text)
    yield from _before_form(text, places)
    yield from _after_plan(text, places)


def _before_form(text: str, places: Gazetteer) -> Iterator[Named]:
    pattern = re.compile(
        rf"(?<!\w)({_LONG})[ \t]+({_form()})(?!\w)|(?<!\w)({_LONG})[ \t]+({_form().upper()})(?!\w)"
    )
    for match in pattern.finditer(text):
        group = 1 if match.group(1) else 3
        said, start = _worth(match.group(group), places), match.start(group)
        if said:
            form = match.group(group + 1).lower().removesuffix("s").removesuffix("n")
            start += len(match.group(group)) - len(said)
            yield Named(f"{_lettered(said)} {form}", start, match.end())


def _after_plan(text: str, places: Gazetteer) -> Iterator[Named]:
    words = table("bodies")
    plans = (
        rf"(?<!\w)(?i:{either(words['plans'])})\s+(?i:for|i)\s+({_NAME})(?!\w)"
        r"(?!\s+(?i:kommune|fylke|og|region))"
    )
    councils = rf"(?<!\w)({_NAME})\s+{either(words['councils'])}(?:s|t)?(?!\w)"
    for pattern in (plans, councils):
        for match in re.finditer(pattern, text):
            said = _worth(match.group(1), places)
            if said:
                name = places.full.get(_lettered(said), f"{_lettered(said)} kommune")
                yield Named(name, match.start(1), match.end(1))


def _parties(text: str) -> Iterator[Named]:
    """«mellom Fjordvik og Heidal kommuner»: the two that agree are named as one."""
    pattern = re.compile(
        rf"(?<!\w)(?i:mellom|for)\s+((?:{_NAME}(?:\s+kommune)?,\s+)*{_NAME}(?:\s+kommune)?)\s+og\s+"
        rf"({_NAME})\s+(?:kommuner|kommunar|kommune)(?!\w)"
    )
    for match in pattern.finditer(text):
        if "mellom" not in match.group().lower() and not match.group().endswith(("r", "R")):
            continue  # «for Nord og Sør kommune» may be one municipality
        names = [re.sub(r"\s+kommune$", "", part) for part in re.split(r",\s+", match.group(1))]
        said = [f"{_lettered(name)} kommune" for name in [*names, match.group(2)]]
        yield Named(", ".join(said[:-1]) + f" og {said[-1]}", match.start(1), match.end())


def _worth(name: str, places: Gazetteer) -> str | None:
    """The name without words that only happen to stand before it."""
    never = table("bodies")["never"]
    words = name.split()
    for first in range(len(words)):
        if _lettered(" ".join(words[first:])) in places.full:
            return " ".join(words[first:])
    while words and words[0].lower() in (*never, *_SMALL):
        words = words[1:]
    if not words or words[-1].lower() in never or len(words[0]) < 2:
        return None
    return " ".join(words)


def _lettered(name: str) -> str:
    """«FJORDVIK» as «Fjordvik»."""
    words = name.split()
    if all(word.isupper() or word.lower() in _SMALL for word in words):
        words = [w.lower() if w.lower() in _SMALL else w.title() for w in words]
    return " ".join(words)


def bare_names(text: str, places: Gazetteer) -> Iterator[Named]:
    """Names of known bodies that stand alone: «Eit levande Ål», «Åls innbyggjarar»."""
    words = list(_WORD.finditer(text))
    for place, first in enumerate(words):
        for last in reversed(words[place : place + places.longest]):
            said = _lettered(" ".join(text[first.start() : last.end()].split()))
            bare = next((b for b in (said, said.removesuffix("s")) if b in places.full), None)
            if bare is not None:
                yield Named(places.full[bare], first.start(), last.end(), full=False)
                break


def site_names(text: str, places: Gazetteer) -> Iterator[Named]:
    """«www.aal.kommune.no», «post@aal.kommune.no»."""
    for match in re.finditer(
        r"(?<![\w-])([\w-]+)\.(?:kommune|fylkeskommune|herad)\.no", text, re.I
    ):
        name = places.sites.get(match.group(1).lower())
        if name is not None:
            yield Named(name, *match.span())


def registered_names(text: str, bodies: Collection[str]) -> Iterator[Named]:
    """Names of a study's own register, as they stand there, wherever they are named."""
    for name in bodies:
        bare = re.sub(rf"\s+{_form()}$", "", name, flags=re.IGNORECASE)
        if bare.lower() not in text.lower():
            continue
        strict = re.compile(rf"(?<!\w)(?i:{re.escape(bare)})[ \t]+(?i:{_form()})(?!\w)")
        loose = re.compile(rf"(?<=[a-zæøå,] )({re.escape(bare)})s?(?!\w)(?!\s+(?i:{_form()}))")
        spans = [m.span() for m in strict.finditer(text)] or [
            m.span(1) for m in loose.finditer(text)
        ]
        for start, end in spans:
            yield Named(name, start, end)


def names_in(text: str, places: Gazetteer, bodies: Sequence[str] = ()) -> list[Named]:
    """All bodies that a text names; with a register, those of the register alone."""
    if bodies:
        return list(registered_names(text, bodies))
    found = list(full_names(text, places))
    taken = [(one.start, one.end) for one in found]
    bare = (one for one in bare_names(text, places) if not _within(one, taken))
    return [*found, *bare]


def _within(one: Named, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= one.start < end for start, end in spans)
