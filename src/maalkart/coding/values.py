"""Value words: the words by which bodies describe what they want to be.

Counted inside visions, values and goals: the headwords of a list that anyone may extend, openly
any participle or compound that describes («innbydende», «gründervennlig»), and any word that stands
alone as a value («Humor»). Ordinary nouns, words of grammar and names of bodies never count. Forms
are joined under one headword, and every joining says by which rule, so that it can be undone.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple, cast

import simplemma

from maalkart.coding.words import in_dictionary
from maalkart.core.statement import Language

Rule = Literal[
    "as it stands", "nynorsk", "spelling", "english", "noun", "participle", "inflection",  # pairs
    "lemma", "ending", "compound", "strengthened",
]  # fmt: skip

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_TERM = re.compile(r"\s*(.+?)\s*(?:$|[:–—]\s|\s-\s|[.!]\s|[.!]$)")
# What nynorsk writes where bokmål has another ending.
_NYNORSK = (("leg", "lig"), ("ande", "ende"), ("heit", "het"), ("leik", "het"))
# What nb and nn put on an adjective or participle: «attraktive», «raust».
_INFLECTIONS = ("ere", "are", "est", "ast", "este", "aste", "e", "t")
_BEFORE_VERBS = frozenset({"å", "skal", "vil", "kan", "må", "bør"})
MIN_LETTERS = 3  # shorter words are never values, and often fragments of a line
MIN_HEAD = 5  # letters of the last part of a compound: «-nær» and «-rik» end words of all kinds
LONE_WORDS = 4  # a value that stands alone: «Åpen, ærlig og raus»; longer is a sentence


class Said(NamedTuple):
    """A vision, a goal or (`lone`) a value that a body states."""

    statement: str
    text: str
    language: Language = "nb"
    lone: bool = False


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
    >>> headword("åpenheit").rule, headword("storbysmarte").headword
    ('noun', 'smart')
    """
    word = form.lower()
    for candidate, rule in _candidates(word, language):
        if candidate in _pairs():
            head, why = _pairs()[candidate]
            if why != "inflection" or candidate == word:  # the lemma «åpne» is the verb
                return Joined(word, head, why)
        if candidate in _headwords() or candidate in _silent():
            return Joined(word, candidate, rule)
    return _compound(word, language) or _bare(word, language)


def _bare(word: str, language: Language) -> Joined:
    lemma = _lemma(word, language)
    bokmal = _bokmal(lemma)
    if bokmal != lemma:
        return Joined(word, bokmal, "nynorsk")
    return Joined(word, lemma, "lemma" if lemma != word else "as it stands")


def _compound(word: str, language: Language) -> Joined | None:
    """«Superattraktiv» is «attraktiv»; «storbysmart» is «smart», unless it is a headword itself."""
    for part in _lists()["open"]["strengtheners"]:
        rest = word.removeprefix(part)
        if rest != word and len(rest) > MIN_LETTERS:
            head = headword(rest, language).headword
            if head in _headwords():
                return Joined(word, head, "strengthened")
    for candidate, _ in _candidates(word, language):
        endings = (candidate[at:] for at in range(len(candidate) - MIN_HEAD + 1))
        head = next((one for one in endings if one in _compound_heads()), "")
        if head and _is_modifier(candidate.removesuffix(head)):
            return Joined(word, head, "compound")
    return None


def _is_modifier(part: str) -> bool:
    """A word before a word, with or without the joint «-s-», «-e-» or a hyphen."""
    bare = part.rstrip("-")
    bases = {bare, bare.removesuffix("s"), bare.removesuffix("e")}
    return any(len(base) >= MIN_LETTERS and in_dictionary(base) for base in bases)


def _candidates(word: str, language: Language) -> Iterator[tuple[str, Rule]]:
    yield word, "as it stands"
    yield _lemma(word, language), "lemma"
    for ending in _INFLECTIONS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= MIN_LETTERS:
            yield stem, "ending"
            yield _bokmal(stem), "nynorsk"
            if len(stem) > MIN_LETTERS and stem[-1] == stem[-2]:
                yield stem[:-1], "ending"
    yield _bokmal(word), "nynorsk"


def _lemma(word: str, language: Language) -> str:
    """The lemma by simplemma; words of both written languages are in its list for bokmål."""
    code = "en" if language == "en" else "nb"
    return str(simplemma.lemmatize(word, lang=code)).lower()


def _bokmal(word: str) -> str:
    for nynorsk, bokmal in _NYNORSK:
        if word.endswith(nynorsk) and len(word) > len(nynorsk) + 2:
            return word.removesuffix(nynorsk) + bokmal
    return word


@cache
def _pairs() -> Mapping[str, tuple[str, Rule]]:
    source = files("maalkart.coding").joinpath("data/values/pairs.csv").read_text("utf-8")
    rows = csv.DictReader(source.splitlines())
    return {row["also"]: (row["headword"], cast("Rule", row["why"])) for row in rows}


@cache
def _lists() -> Mapping[str, Any]:
    source = files("maalkart.coding").joinpath("data/values/words.toml").read_text("utf-8")
    return tomllib.loads(source)


@cache
def _headwords() -> frozenset[str]:
    listed = {word for words in _lists()["headwords"].values() for word in words.split()}
    return frozenset(listed | {head for head, _ in _pairs().values()})


@cache
def _compound_heads() -> frozenset[str]:
    """Adjectives that may end a compound."""
    never = set(_lists()["open"]["no_heads"])
    heads = set(_lists()["headwords"]["adjectives"].split()) - never
    return frozenset(head for head in heads if len(head) >= MIN_HEAD)


@cache
def _silent(*names: str) -> frozenset[str]:
    lists = _lists()["silent"]
    return frozenset(word for name in names or lists for word in lists[name].split())


def words(
    text: str, language: Language = "nb", *, names: Iterable[str] = (), lone: bool = False
) -> list[Joined]:
    """The value words of one text, in order; words of the body's own name left out.

    `lone` texts are statements of a value: the word or words they open with count as they stand.

    >>> [word.headword for word in words("Modige Vik - ei levande bygd", "nn", names=["Vik"])]
    ['modig', 'levende']
    >>> [w.headword for w in words("Humor: vi ler i lag", lone=True)], words("Humor på jobben")[1:]
    (['humor'], [])
    """
    own = {part.lower() for name in names for part in _WORD.findall(name)}
    term = _TERM.match(text) if lone else None
    alone = term.end(1) if term and len(term.group(1).split()) <= LONE_WORDS else 0
    verbs, found = _verbs(text), []
    for match in _WORD.finditer(text):
        low = match.group().lower()
        known = low in _silent() or _of_name(low, own)
        if len(low) < MIN_LETTERS or match.start() in verbs or known:
            continue
        joined = headword(low, language)
        if joined.headword not in _silent() and (match.start() < alone or _describes(joined)):
            found.append(joined)
    return found


def _verbs(text: str) -> set[int]:
    """Where infinitives stand: «skal åpne bekken og trygge veien» opens and secures."""
    found: set[int] = set()
    before = ""
    for match in _WORD.finditer(text):
        low = match.group().lower()
        second = before in ("og", "eller") and bool(found)
        if low.endswith("e") and (before in _BEFORE_VERBS or second):
            found.add(match.start())
        before = low
    return found


def _describes(joined: Joined) -> bool:
    """Whether a word says what something is like: in the list, or by its ending."""
    head = joined.headword
    if head in _headwords():
        return True
    ending = next((e for e in _lists()["open"]["endings"] if head.endswith(e)), None)
    if ending is None or len(head) < len(ending) + MIN_LETTERS:
        return False
    stem = head.removesuffix(ending)
    if ending in ("ende", "ande"):
        return in_dictionary(stem + "e") or in_dictionary(stem)
    return _is_modifier(stem)


def _of_name(word: str, own: set[str]) -> bool:
    """«Fjordvik», «Fjordviks» and «fjordviksamfunnet» say the name, not a value."""
    long = [part for part in own if len(part) >= 4]
    return word in own or word.removesuffix("s") in own or any(map(word.startswith, long))


def count(
    said_by_body: Mapping[str, Sequence[Said]],
    *,
    names_by_body: Mapping[str, Sequence[str]] | None = None,
    undone: Collection[tuple[str, str]] = (),
) -> list[ValueWord]:
    """Value words by the number of bodies that use them, most first, then by the alphabet.

    `said_by_body` holds each body's visions, values and goals; a word counts once for a body,
    however often it is said. `names_by_body` are the names by which a body goes; without it, the
    key is its name. `undone` are joinings (form, headword) that are not wanted: the form is then
    its own headword.
    """
    bodies: dict[str, set[str]] = defaultdict(set)
    statements: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, set[Joined]] = defaultdict(set)
    for body, several in said_by_body.items():
        names = (names_by_body or {}).get(body, (body,))
        for said in several:
            for joined in words(said.text, said.language, names=names, lone=said.lone):
                one = _unless_undone(joined, undone)
                bodies[one.headword].add(body)
                statements[one.headword].add(said.statement)
                forms[one.headword].add(one)
    return [
        ValueWord(
            headword=head,
            bodies=tuple(sorted(bodies[head])),
            statements=tuple(sorted(statements[head])),
            forms=tuple(sorted(forms[head], key=lambda one: (one.form, one.rule))),
        )
        for head in sorted(bodies, key=lambda head: (-len(bodies[head]), head))
    ]


def _unless_undone(joined: Joined, undone: Collection[tuple[str, str]]) -> Joined:
    if (joined.form, joined.headword) in undone:
        return Joined(joined.form, joined.form, "as it stands")
    return joined
