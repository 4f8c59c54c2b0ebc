"""Signs of what a statement does, read from its words and from where it stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from maalkart.coding.wordcoder.lists import SHIPPED, words_of
from maalkart.core.statement import Context

_NUMBER = re.compile(r"^[\W\d_]*(?:(?:[a-zæøå]|[ivx]{1,4}|kap(?:ittel)?\.?)\s*[\d.)]+)?[\W\d_]*")
_AFTER = re.compile(r"[\W\d_]+$")
_PARTS = re.compile(r"\s*[–:-]\s+|\s+-|\s+og\s+|\s+for\s+")
_OPENS_LIST = re.compile(r"\b(?:vil|skal|will|må)$")
_LABELLED = re.compile(r"^\s*([^:–]{3,40}?)\s*\d*\s*[:–]\s+\S")
# «Økt …», «Flere …»: a wanted result said as a noun phrase.
_OPENS_RESULT = re.compile(
    r"^\W*(?:[\d.]+\s+)?(?:økt|auka|flere|fleire|færre|mindre|redusert|lavere|lågare|høyere|høgare|bedre|betre|"
    r"jevnere|jamnare|større|null|sterkere|sterkare|styrka|styrket|more|fewer|less|better|increased|"
    r"reduced)\s",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"(?=[\dibfhd])(?:"  # most places are done with here
    r"\b\d+(?:[ .,]\d+)*\s*(?:%|prosent|pst|personer|innbygg\w+|arbeidsplass\w+|bolig\w+|bustad\w+|"
    r"kroner|mill\w*|km|tonn)|\b(?:innen|innan|før|i|by)\s+20[2-9]\d|\b(?:halver|doble|dobl)\w*)",
)


class Phrases:
    """Groups of phrases found in one pass; a phrase ends where a word does, or anywhere with *."""

    def __init__(self, groups: Mapping[str, list[str]]) -> None:
        listed = [(name, phrase) for name, of in groups.items() for phrase in of]
        self._names = [name for name, _ in listed]
        self._open = [p.endswith("*") or not p[-1].isalpha() for _, p in listed]
        self._automaton = AhoCorasick([phrase.removesuffix("*") for _, phrase in listed])

    def in_text(self, text: str) -> dict[str, int]:
        """Where each group is first found in a text in lower case."""
        found: dict[str, int] = {}
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if start and text[start - 1].isalnum():
                continue
            if not self._open[number] and end < len(text) and text[end].isalnum():
                continue
            found.setdefault(self._names[number], start)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """The cue words, compiled."""

    labels: Mapping[str, frozenset[str]]
    phrases: Phrases
    verbs: Mapping[str, frozenset[str]]


@lru_cache(maxsize=4)
def load_cues(folder: Path = SHIPPED) -> Cues:
    """Read the cue words; the same folder is read once."""
    data = tomllib.loads((folder / "cues.toml").read_text("utf-8"))
    return Cues(
        labels={name: frozenset(words_of(listed)) for name, listed in data["labels"].items()},
        phrases=Phrases({name: words_of(listed) for name, listed in data["phrases"].items()}),
        verbs={name: frozenset(words_of(listed)) for name, listed in data["verbs"].items()},
    )


REACH = 7  # words after a modal in which its verb is looked for («skal kommunen også i år legge»)
_MODALS = frozenset({"skal", "vil", "må", "bør", "should", "shall", "will", "must"})
_DUTY = _MODALS - {"vil", "will"}
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@lru_cache(maxsize=20_000)
def modal_verbs(text: str, cues: Cues) -> Mapping[str, int]:
    """Kinds of verb after a modal, each with the number of its first word; one is «passive»."""
    words = _WORD.findall(text)
    found: dict[str, int] = {}
    if _MODALS.isdisjoint(words):
        return found
    for at, modal in enumerate(words):
        if modal not in _MODALS:
            continue
        found.setdefault("", at)
        for number in range(at + 1, min(at + 1 + REACH, len(words))):
            for name in _kinds(words[number], cues):
                found.setdefault(name, number)
            if modal in _DUTY and words[number].endswith(("es", "ast")):
                found.setdefault("passive", number)
    return found


@lru_cache(maxsize=50_000)
def _kinds(word: str, cues: Cues) -> tuple[str, ...]:
    forms = {word, *(word.removesuffix(end) for end in ("s", "st"))}
    if word.endswith(("es", "ast", "as")):
        forms |= {word.removesuffix(end) + "e" for end in ("es", "ast", "as")}
    return tuple(name for name, verbs in cues.verbs.items() if not forms.isdisjoint(verbs))


@lru_cache(maxsize=50_000)
def label_of(line: str | None, cues: Cues) -> str | None:
    """What a heading or lead-in says its lines are, or None.

    >>> label_of("Strategi – slik gjør vi det:", load_cues())
    'strategy'
    >>> label_of("3.2 Hovedmål 1", load_cues())
    'goal'
    """
    if not line or len(line) > 120:
        return None
    bare = _AFTER.sub("", _NUMBER.sub("", line.lower()))
    if not bare:
        return None
    for part in (bare, *_PARTS.split(bare)):
        for name, of in cues.labels.items():
            if part in of:
                return name
    if _OPENS_LIST.search(bare):
        return "strategy"
    if re.match(r"(?:hoved|hovud|overordna |overordnet |overordnede )mål", bare):
        return "goal"
    return None


def place_label(context: Context, cues: Cues) -> str | None:
    """What the place of a statement says it is: lead-in, column, row, then headings from below."""
    nearest = (context.lead_in, context.column_heading, context.row_heading)
    for line in (*nearest, *reversed(context.heading_path)):
        found = label_of(line, cues)
        if found:
            return found
    return None


def first_words(text: str) -> list[str]:
    """The first three words in lower case, numbering and «å» taken off."""
    words = [hit[0] for hit in islice(_LETTERS.finditer(text.lower()), 4)]
    return words[1:4] if words[:1] == ["å"] or words[:1] == ["to"] else words[:3]


def cues_of(text: str, context: Context, cues: Cues) -> dict[str, float]:
    """Every sign of a statement by name, 1.0 where it shows: for rules here, features elsewhere."""
    lower = text.lower()
    names = [f"says {name}" for name in cues.phrases.in_text(lower)]
    names += [f"modal {name}".strip() for name in modal_verbs(lower, cues)]
    names += _opening(text, cues)
    place = place_label(context, cues)
    labelled = _LABELLED.match(text)
    own = label_of(labelled[1], cues) if labelled else None
    bare = label_of(text, cues) and not re.search(r"[:–]\s+\w", text)
    shown = {
        f"under {place}": place,
        f"labelled {own}": own,
        "bare label": bare,
        "opens result": _OPENS_RESULT.match(text),
        "aims follow": any(_looks_like_aim(line, cues) for line in context.after),
        "target": _TARGET.search(lower),
    }
    names += [name for name, holds in shown.items() if holds]
    return dict.fromkeys(names, 1.0)


def _opening(text: str, cues: Cues) -> list[str]:
    """Kinds of verb that a line opens with: infinitive, present tense, or after its subject."""
    first = first_words(text)
    if not first:
        return []
    names = []
    for name, verbs in cues.verbs.items():
        if first[0] in verbs:
            names.append(f"opens {name}")
        elif text[:1].isupper() and _present(first[0], verbs):
            names.append(f"opens present {name}")
        elif len(first) > 1 and first[0] in {"vi", "kommunen", "we"} and _present(first[1], verbs):
            names.append(f"present {name}")
    return names


def _looks_like_aim(line: str, cues: Cues) -> bool:
    return label_of(line, cues) in {"goal", "strategy", "measure"} or (
        len(modal_verbs(line.lower(), cues)) > 1
    )


def _present(word: str, verbs: frozenset[str]) -> bool:
    return word.removesuffix("r") in verbs or word.removesuffix("er") in verbs
