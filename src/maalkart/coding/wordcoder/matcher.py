"""Where the words of the lists stand in a text, and how heavily they weigh there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from maalkart.coding.wordcoder.lists import Term
from maalkart.coding.words import keys, split, starts, stem, tokens

HEAD = 0.9  # the head of a compound is what the word is: «sykkelveg» is a road
LIGHT = 0.9  # a light head leaves the modifier in charge: «folkehelsearbeid» is public health
MODIFIER = 0.45  # any other modifier only tells what kind: «skoleveg» is not school
OPENING = 3  # letters that a word and its stem share: looking at them spares most stemming
MEANS = 0.35  # partners, means and grounds (ruling 8)

_MEANS = re.compile(
    r"\b(?=[gvisbpmtu])"  # no other letter opens one of these, and most words are done with
    r"(?:gjennom|ved hjelp av|ved å|i (?:tett )?(?:samarbeid|samspill|samspel|dialog) med|"
    r"(?:saman|sammen) med|basert på|på grunnlag av|i tråd med|i henhold til|som følg?je? av|"
    r"til tross for|trass i|uten å|utan å|uavhengig av|med utgangspunkt i|innenfor rammen av|"
    r"i samsvar med|in cooperation with|by means of|regardless of|in line with)\b",
    re.IGNORECASE,
)
_MEANS_END = re.compile(r"[,;:.!?]|\bslik at\b|\bfor å\b|\bskal\b|\bmå\b|\bvil\b", re.IGNORECASE)


class Hit(NamedTuple):
    """A term found: token numbers from `first` to `last`, both included."""

    term: Term
    first: int
    last: int
    weight: float


class Matcher:
    """Finds the terms of one language group in texts."""

    def __init__(
        self, terms: Iterable[Term], light_heads: frozenset[str], *, english: bool = False
    ) -> None:
        self._english = english
        self._words: dict[str, list[Term]] = {}
        self._exact: set[str] = set()
        self._prefixes: dict[str, list[Term]] = {}
        phrases: dict[str, list[Term]] = {}
        for term in terms:
            self._add(term, phrases)
        self._longest_prefix = max(map(len, self._prefixes), default=0)
        self._light = frozenset(key for head in light_heads for key in keys(head))
        self._openings = frozenset(key[:OPENING] for key in self._words)
        self._phrases = [phrases[pattern] for pattern in phrases]
        self._automaton = AhoCorasick(list(phrases)) if phrases else None
        self._of_token = lru_cache(maxsize=200_000)(self._find_in_token)

    def _add(self, term: Term, phrases: dict[str, list[Term]]) -> None:
        words = tokens(term.text)
        if len(words) > 1:
            for version in self._streams(words):
                phrases.setdefault(f" {version} ", []).append(term)
        elif term.text.endswith("*"):
            self._prefixes.setdefault(term.text[:-1], []).append(term)
        else:
            self._exact.add(words[0])
            for key in keys(words[0], english=self._english):
                self._words.setdefault(key, []).append(term)

    def _streams(self, words: list[str]) -> list[str]:
        of = [keys(word, english=self._english) for word in words]
        first, last = " ".join(k[0] for k in of), " ".join(k[-1] for k in of)
        return [first] if first == last else [first, last]

    def is_term(self, word: str) -> bool:
        """Whether a word is on the lists in some form."""
        if word in self._exact:
            return True
        return word[:OPENING] in self._openings and stem(word) in self._words

    def find(self, text: str) -> list[Hit]:
        """All terms in a text, with exclusions already taken out, in order of place."""
        words = tokens(text)
        hits = self._in_phrases(words)
        hits += [
            Hit(term, number, number, weight)
            for number, word in enumerate(words)
            for term, weight in self._of_token(word)
        ]
        return _weighed(_without_excluded(hits), text) if hits else hits

    def _in_phrases(self, words: list[str]) -> list[Hit]:
        if self._automaton is None or not words:
            return []
        hits = {}
        for stream in self._streams(words):
            found = self._automaton.find_matches_as_indexes(f" {stream} ", overlapping=True)
            place = {at: n for n, at in enumerate(_starts(stream))} if found else {}
            for pattern, start, end in found:
                first = place[start]
                last = place.get(end - 1, len(words)) - 1
                for term in self._phrases[pattern]:
                    hits[(term, first)] = Hit(term, first, last, term.weight * 1.2)
        return list(hits.values())

    def _find_in_token(self, word: str) -> tuple[tuple[Term, float], ...]:
        bare = word.strip("-")
        found = dict.fromkeys(self._listed(bare), 1.0)
        for length in range(3, min(len(bare), self._longest_prefix) + 1):
            for term in self._prefixes.get(bare[:length], ()):
                found.setdefault(term, 1.0)
        if not self._english:
            parts = split(bare, self.is_term)
            if parts:
                self._add_parts(parts, found)
        return tuple((term, term.weight * share) for term, share in found.items())

    def _listed(self, word: str) -> list[Term]:
        return [t for key in keys(word, english=self._english) for t in self._words.get(key, ())]

    def _add_parts(self, parts: tuple[str, str], found: dict[Term, float]) -> None:
        modifier, head = parts
        share = LIGHT if set(keys(head)) & self._light else MODIFIER
        if not found:
            for term in self._listed(head):
                if term.weight:
                    found.setdefault(term, HEAD)
        else:
            share = MODIFIER / 2
        for term in self._listed(modifier) or [
            t for part in split(modifier, self.is_term) or () for t in self._listed(part)
        ]:
            if term.weight:
                found.setdefault(term, share)


def _starts(stream: str) -> list[int]:
    starts, at = [], 0
    for word in stream.split(" "):
        starts.append(at)
        at += len(word) + 1
    return starts


def _without_excluded(hits: list[Hit]) -> list[Hit]:
    barred = [hit for hit in hits if not hit.term.weight]
    if not barred:
        return hits
    return [
        hit
        for hit in hits
        if hit.term.weight
        and not any(
            (bar.term.variable, bar.term.code) == (hit.term.variable, hit.term.code)
            and bar.first <= hit.last
            and hit.first <= bar.last
            for bar in barred
        )
    ]


def _weighed(hits: list[Hit], text: str) -> list[Hit]:
    spans = means(text)
    if spans:
        at = starts(text)
        hits = [
            hit._replace(weight=hit.weight * MEANS)
            if any(start <= at[hit.first] < end for start, end in spans)
            else hit
            for hit in hits
        ]
    return sorted(hits, key=lambda hit: (hit.first, hit.term.variable, hit.term.code, hit.last))


def means(text: str) -> list[tuple[int, int]]:
    """The stretches of a text that name means, partners or grounds rather than what is wanted.

    >>> means("Styrke næringslivet i samarbeid med skolene, og bygge ut")
    [(20, 43)]
    """
    spans = []
    for hit in _MEANS.finditer(text):
        end = _MEANS_END.search(text, hit.end())
        spans.append((hit.start(), end.start() if end else len(text)))
    return spans


def scores(hits: Iterable[Hit]) -> dict[str, Mapping[str, float]]:
    """Score by variable and code, best first: a word counts once for a code, with its best.

    A code's words add up to at most 3.
    """
    best: dict[str, dict[str, dict[int, float]]] = {}
    for hit in hits:
        words = best.setdefault(hit.term.variable, {}).setdefault(hit.term.code, {})
        words[hit.last] = max(words.get(hit.last, 0.0), hit.weight)
    return {variable: _ranked(codes) for variable, codes in best.items()}


def _ranked(codes: Mapping[str, Mapping[int, float]]) -> Mapping[str, float]:
    """The codes by their scores; in the order of hits where they score alike."""
    summed = {code: min(3.0, sum(words.values())) for code, words in codes.items()}
    return dict(sorted(summed.items(), key=lambda item: -item[1]))
