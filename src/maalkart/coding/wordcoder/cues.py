"""Signs of what a statement does, read from its words and from where it stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from maalkart.coding.wordcoder.lists import SHIPPED, words_of
from maalkart.core.statement import Context, Statement

_NUMBER = re.compile(r"^[\W\d_]*(?:(?:[a-zæøå]|[ivx]{1,4}|kap(?:ittel)?\.?)\s*[\d.)]+)?[\W\d_]*")
_AFTER = re.compile(r"[\W\d_]+$")
_MODAL = r"(?:skal|vil|må|bør|should|shall|will|must)"
_LABELLED = re.compile(r"^\s*([^:–]{3,40}?)\s*\d*\s*[:–]\s+\S")
_TARGET = re.compile(
    r"\b\d+(?:[ .,]\d+)*\s*(?:%|prosent|pst|personer|innbygg\w+|arbeidsplass\w+|bolig\w+|bustad\w+|"
    r"kroner|mill\w*|km|tonn)|\b(?:innen|innan|før|i|by)\s+20[2-9]\d|\b(?:halver|doble|dobl)\w*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cues:
    """The cue words of a language group, compiled."""

    labels: Mapping[str, frozenset[str]]
    phrases: Mapping[str, re.Pattern[str]]
    verbs: Mapping[str, frozenset[str]]
    modal: Mapping[str, re.Pattern[str]]


@lru_cache(maxsize=4)
def load_cues(folder: Path = SHIPPED) -> Cues:
    """Read the cue words; the same folder is read once."""
    data = tomllib.loads((folder / "cues.toml").read_text("utf-8"))
    verbs = {name: frozenset(words_of(listed)) for name, listed in data["verbs"].items()}
    return Cues(
        labels={name: frozenset(words_of(listed)) for name, listed in data["labels"].items()},
        phrases={name: _any(words_of(listed)) for name, listed in data["phrases"].items()},
        verbs=verbs,
        modal={name: _after_modal(of) for name, of in verbs.items()},
    )


def _any(phrases: list[str]) -> re.Pattern[str]:
    parts = []
    for phrase in sorted(phrases, key=lambda word: (-len(word), word)):
        open_end = phrase.endswith("*")
        word = re.escape(phrase.removesuffix("*"))
        parts.append(word + ("" if open_end or not phrase[-1].isalpha() else r"(?!\w)"))
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + ")")


def _after_modal(verbs: frozenset[str]) -> re.Pattern[str]:
    """«skal VERB», with up to six words between («skal kommunen alltid legge»), or VERBes/VERBast."""
    forms = [re.escape(verb) for verb in sorted(verbs, key=lambda verb: (-len(verb), verb))]
    return re.compile(
        rf"(?<!\w){_MODAL}(?:\s+[\w-]+){{0,6}}?\s+({'|'.join(forms)})(?:st|s|es|ast)?(?!\w)"
    )


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
    for part in (bare, *re.split(r"\s*[–:-]\s+|\s+-|\s+og\s+|\s+for\s+", bare)):
        for name, of in cues.labels.items():
            if part in of:
                return name
    if re.search(r"\b(?:vil|skal|will|må)$", bare):
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
    words = re.findall(r"[^\W\d_]+", text.lower())
    return words[1:4] if words[:1] == ["å"] or words[:1] == ["to"] else words[:3]


def cues_of(statement: Statement, cues: Cues) -> dict[str, float]:
    """Every sign of a statement by name, 1.0 where it shows: for rules here, features elsewhere."""
    text = statement.text.lower()
    found = {f"says {name}": 1.0 for name, of in cues.phrases.items() if of.search(text)}
    for name, of in cues.modal.items():
        if of.search(text):
            found[f"modal {name}"] = 1.0
    if re.search(rf"(?<!\w){_MODAL}(?!\w)", text):
        found["modal"] = 1.0
    first = first_words(text)
    for name, verbs in cues.verbs.items():
        if first and first[0] in verbs:
            found[f"opens {name}"] = 1.0
        elif len(first) > 1 and first[0] in {"vi", "kommunen", "we"} and _present(first[1], verbs):
            found[f"present {name}"] = 1.0
    place = place_label(statement.context, cues)
    if place:
        found[f"under {place}"] = 1.0
    labelled = _LABELLED.match(statement.text)
    own = label_of(labelled[1], cues) if labelled else None
    if own:
        found[f"labelled {own}"] = 1.0
    if label_of(statement.text, cues):
        found["bare label"] = 1.0
    if _TARGET.search(text):
        found["target"] = 1.0
    return found


def _present(word: str, verbs: frozenset[str]) -> bool:
    return word.removesuffix("r") in verbs or word.removesuffix("er") in verbs
