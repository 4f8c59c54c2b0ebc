"""Value words: the words by which bodies describe what they want to be.

Counted openly: any word inside a vision, a value or a goal counts, but for those that any plan is
written with. Forms are joined under one headword, and every joining says by which rule, so that it
can be shown and undone.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import simplemma

from maalkart.core.statement import Language

Rule = Literal["as it stands", "pair", "lemma", "ending", "compound"]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# What nb and nn put on an adjective or participle: «attraktive», «inkluderende».
_ENDINGS = (("leg", "lig"), ("ande", "ende"), ("heit", "het"), ("leik", "het"))
_INFLECTIONS = ("ere", "are", "est", "ast", "este", "aste", "e", "t")
# Parts that only strengthen: «superattraktiv» is «attraktiv», while «klimasmart» is its own word.
_STRENGTHENERS = ("super", "kjempe", "ekstra", "mest", "hyper")
MIN_LETTERS = 3  # shorter words are never values, and often fragments of a line


@dataclass(frozen=True, slots=True)
class Joined:
    """A form and the headword it was joined under, by which rule."""

    form: str
    headword: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class ValueWord:
    """A headword with the bodies that use it, the statements, and the forms joined under it.

    `bodies` and `statements` are sorted; `statements` are ids; `forms` are those that were met.
    """

    headword: str
    bodies: tuple[str, ...]
    statements: tuple[str, ...]
    forms: tuple[Joined, ...]


def headword(form: str, language: Language = "nb") -> Joined:
    """The headword of a form, bokmål where the two written languages have a pair.

    >>> headword("attraktive"), headword("berekraftige", "nn").headword
    (Joined(form='attraktive', headword='attraktiv', rule='lemma'), 'bærekraftig')
    """
    word = form.lower()
    for candidate, rule in _candidates(word, language):
        if candidate in _pairs():
            return Joined(word, _pairs()[candidate], "pair")
        if candidate in _headwords():
            return Joined(word, candidate, rule)
    for part in _STRENGTHENERS:
        rest = word.removeprefix(part)
        if (
            rest != word
            and len(rest) > MIN_LETTERS
            and headword(rest, language).headword in _headwords()
        ):
            return Joined(word, headword(rest, language).headword, "compound")
    lemma = _lemma(word, language)
    bokmal = _bokmal(lemma)
    if bokmal != lemma:
        return Joined(word, bokmal, "ending")
    return Joined(word, lemma, "lemma" if lemma != word else "as it stands")


def _candidates(word: str, language: Language) -> Iterable[tuple[str, Rule]]:
    yield word, "as it stands"
    yield _lemma(word, language), "lemma"
    for ending in _INFLECTIONS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= MIN_LETTERS:
            yield stem, "ending"
            if len(stem) > MIN_LETTERS and stem[-1] == stem[-2]:
                yield stem[:-1], "ending"
    yield _bokmal(word), "ending"


def _lemma(word: str, language: Language) -> str:
    """The lemma by simplemma; words of both written languages are in its list for bokmål."""
    code = "en" if language == "en" else "nb"
    return str(simplemma.lemmatize(word, lang=code)).lower()


def _bokmal(word: str) -> str:
    for nynorsk, bokmal in _ENDINGS:
        if word.endswith(nynorsk) and len(word) > len(nynorsk) + 2:
            return word.removesuffix(nynorsk) + bokmal
    return word


@cache
def _pairs() -> Mapping[str, str]:
    source = files("maalkart.coding").joinpath("data/values/pairs.csv").read_text("utf-8")
    return {row["also"]: row["headword"] for row in csv.DictReader(source.splitlines())}


@cache
def _headwords() -> frozenset[str]:
    return frozenset(_pairs().values())


@cache
def _silent() -> frozenset[str]:
    source = files("maalkart.coding").joinpath("data/values/words.toml").read_text("utf-8")
    lists: dict[str, str] = tomllib.loads(source)
    return frozenset(word for words in lists.values() for word in words.split())


def words(text: str, language: Language = "nb", *, names: Iterable[str] = ()) -> list[Joined]:
    """The value words of one text, in order; words of the body's own name left out.

    >>> [word.headword for word in words("Modige Vik - ei levande bygd", "nn", names=["Vik"])]
    ['modig', 'levende']
    """
    own = {part.lower() for name in names for part in _WORD.findall(name)}
    found = []
    for form in _WORD.findall(text):
        low = form.lower()
        if len(low) < MIN_LETTERS or low in _silent() or _of_name(low, own):
            continue
        joined = headword(form, language)
        if joined.headword not in _silent():
            found.append(joined)
    return found


def _of_name(word: str, own: set[str]) -> bool:
    """«Fjordvik», «Fjordviks» and «fjordviksamfunnet» say the name, not a value."""
    long = [part for part in own if len(part) >= 4]
    return word in own or word.removesuffix("s") in own or any(map(word.startswith, long))


def count(
    statements_by_body: Mapping[str, Sequence[tuple[str, str, Language]]],
    *,
    names_by_body: Mapping[str, Sequence[str]] | None = None,
) -> list[ValueWord]:
    """Value words by the number of bodies that use them, most first, then by the alphabet.

    `statements_by_body` holds (id, text, language) of each body's visions, values and goals; a word
    counts once for a body, however often it is said. `names_by_body` are the names by which a body
    goes; without it, the key is its name.
    """
    bodies: dict[str, set[str]] = defaultdict(set)
    statements: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, set[Joined]] = defaultdict(set)
    for body, said in statements_by_body.items():
        names = (names_by_body or {}).get(body, (body,))
        for name, text, language in said:
            for joined in words(text, language, names=names):
                bodies[joined.headword].add(body)
                statements[joined.headword].add(name)
                forms[joined.headword].add(joined)
    return [
        ValueWord(
            headword=head,
            bodies=tuple(sorted(bodies[head])),
            statements=tuple(sorted(statements[head])),
            forms=tuple(sorted(forms[head], key=lambda one: (one.form, one.rule))),
        )
        for head in sorted(bodies, key=lambda head: (-len(bodies[head]), head))
    ]
