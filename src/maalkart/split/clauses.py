"""Two aims in one sentence: «… skal ha god barnehage, og næringslivet skal vokse»."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

MIN_WORDS = 3  # in each half: one who, a modal verb and what


def clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span itself, or the spans of the aims in it, where each has its own subject and modal.

    >>> text = "Alle barn skal ha plass i barnehagen, og næringslivet skal vokse og trives."
    >>> [text[a:b] for a, b in clauses(text, 0, len(text))]
    ['Alle barn skal ha plass i barnehagen', 'næringslivet skal vokse og trives.']
    """
    rules = _rules()
    for joint in rules.joint.finditer(text, start, end):
        second = joint.start(1)
        if _two_aims(text[start : joint.start()], joint.group(1), text[second:end]):
            return [(start, joint.start()), *clauses(text, second, end)]
    return [(start, end)]


def _two_aims(first: str, subject: str, second: str) -> bool:
    rules = _rules()
    return (
        rules.modal.search(first) is not None
        and rules.condition.match(first) is None
        and rules.no_subject.isdisjoint(subject.lower().split())
        and min(len(first.split()), len(second.split())) >= MIN_WORDS
    )


@dataclass(frozen=True, slots=True)
class _Rules:
    joint: re.Pattern[str]
    modal: re.Pattern[str]
    condition: re.Pattern[str]
    no_subject: frozenset[str]


@cache
def _rules() -> _Rules:
    source = files("maalkart.split").joinpath("data/clauses.toml").read_text("utf-8")
    words: dict[str, list[str]] = tomllib.loads(source)
    modals, joints = "|".join(words["modals"]), "|".join(words["joints"])
    return _Rules(
        joint=re.compile(rf"(?:,\s+(?:{joints})|;)\s+((?:[\w-]+\s+){{1,5}}?)(?:{modals})\b"),
        modal=re.compile(rf"\b(?:{modals})\b"),
        condition=re.compile(rf"(?:{'|'.join(words['conditions'])})\b", re.IGNORECASE),
        no_subject=frozenset(words["no_subject"]),
    )
