"""Which language a section is written in."""

from __future__ import annotations

import math
import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, get_args

from maalkart.core.statement import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)

# What one word that only one language uses adds to the log probability of that language. 2.0 lets
# two such words overrule a model that is 98 % sure, which it often is of the wrong written form.
WORD_WEIGHT = 2.0

# Danish and Swedish are rare in Norwegian plans, and the model takes short bokmål for Danish.
NEIGHBOUR_COST = 2.0

# Beyond this many characters the answer no longer changes, and time is only lost.
ENOUGH = 6000

_WORD = re.compile(r"[^\W\d_]+")


def detect(text: str, *, default: Language = "nb") -> Language:
    """The language of a section; `default` where the text has no say (numbers, names, nothing).

    The model counts letter sequences; words that only one language has settle what it doubts,
    bokmål against nynorsk above all.

    >>> detect("Vi vil ikkje at nokon skal stå utanfor.")
    'nn'
    >>> detect("Vi vil ikke at noen skal stå utenfor.")
    'nb'
    >>> detect("2024 2025 2026", default="nn")
    'nn'
    """
    words = _WORD.findall(text[:ENOUGH].lower())
    if not words:
        return default
    scores = _model_scores(" ".join(words))
    owners = _owners()
    for word in words:
        if word in owners:
            scores[owners[word]] += WORD_WEIGHT
    if scores[default] >= max(scores.values()) - math.log(1.5):
        return default  # no better than a guess: three against two
    return max(LANGUAGES, key=lambda language: scores[language])


def _model_scores(text: str) -> dict[Language, float]:
    chances = {("nb" if label == "no" else label): p for label, p in _model().rank(text)}
    scores = {language: math.log(chances.get(language, 0.0) + 1e-9) for language in LANGUAGES}
    scores["da"] -= NEIGHBOUR_COST
    scores["sv"] -= NEIGHBOUR_COST
    return scores


@lru_cache(maxsize=1)
def _model() -> Any:
    from py3langid import langid  # takes .7 s: not for those who never ask

    model = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    wanted = {*LANGUAGES, "no"}
    model.set_languages([label for label in model.labels if label in wanted])
    return model


@lru_cache(maxsize=1)
def _owners() -> dict[str, Language]:
    """The words that stand in one language's list only."""
    source = files("maalkart.core").joinpath("data/function_words.toml").read_text("utf-8")
    lists = tomllib.loads(source)
    owners: dict[str, Language] = {}
    shared: set[str] = set()
    for language in LANGUAGES:
        for word in dict.fromkeys(lists[language].split()):
            if word in owners:
                shared.add(word)
            owners[word] = language
    return {word: language for word, language in owners.items() if word not in shared}
