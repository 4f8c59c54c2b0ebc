"""Which language a section is written in."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, get_args

from maalkart.core.statement import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)
NORWEGIAN: tuple[Language, ...] = ("nb", "nn")
NEIGHBOURS: tuple[Language, ...] = ("da", "sv")

# What one word that only one language uses adds to the log probability of that language. 2.0 lets
# two such words overrule a model that is 98 % sure, which it often is of the wrong written form.
WORD_WEIGHT = 2.0

# Danish and Swedish are rare in Norwegian plans, and the model takes short bokmål for Danish.
NEIGHBOUR_COST = 2.0

# Different words and endings of another language, and twice as many as of the document's own, from
# which a piece of a document is in that language: of the other written form of Norwegian, and of
# another tongue, which titles and names quote often.
CLEAR = 2
CLEAR_FOREIGN = 3

# Share of a piece's words that are such signs, at least: running text has 10 % and more, a list of
# titles and names has some by chance.
SIGNS = 0.04

# Letters from which a piece of a Norwegian document may be Danish or Swedish: half a page.
LONG = 600

# Beyond this many characters the answer no longer changes, and time is only lost.
ENOUGH = 6000

_WORD = re.compile(r"[^\W\d_]+")


def detect(text: str, *, default: Language = "nb") -> Language:
    """The language of a text that stands alone; `default` where it has no say (numbers, names).

    The model counts letter sequences; words that only one language has settle what it doubts,
    and words and endings settle bokmål against nynorsk.

    >>> detect("Vi vil ikkje at nokon skal stå utanfor.")
    'nn'
    >>> detect("Vi vil ikke at noen skal stå utenfor.")
    'nb'
    >>> detect("2024 2025 2026", default="nn")
    'nn'
    """
    words = _words(text)
    if not words:
        return default
    scores = _model_scores(" ".join(words))
    signs = _signs(words)
    best = _best({one: scores[one] + WORD_WEIGHT * len(signs[one]) for one in LANGUAGES}, default)
    if best not in NORWEGIAN:
        return best
    forms = _form_signs(words)
    return _best({one: scores[one] + WORD_WEIGHT * len(forms[one]) for one in NORWEGIAN}, default)


def of_most(pages: Iterable[str], *, default: Language = "nb") -> Language:
    """The language of most of a document, by letters, page by page."""
    letters: Counter[Language] = Counter()
    for page in pages:
        count = sum(sign.isalpha() for sign in page)
        if count:
            letters[detect(page, default=default)] += count
    return max(letters, key=lambda language: letters[language], default=default)


def within(text: str, whole: Language) -> Language:
    """The language of a piece of a document that is in the language `whole`.

    A piece is in another language only where its words say so clearly: names, tables and lines of
    a few words are read by the model as any language. A short piece of a Norwegian document is
    never Danish or Swedish.

    >>> within("Fjordvik Bruk AS, Vik, 1990, Berg.", "nn")
    'nn'
    >>> within("Ho sa: Jeg vil ikke at noen skal stå utenfor fellesskapet.", "nn")
    'nb'
    """
    words = _words(text)
    signs = _signs(words)
    if whole in NORWEGIAN:
        norwegian = max((signs[language] for language in NORWEGIAN), key=len)
        long = sum(map(len, words)) >= LONG
        for language in LANGUAGES:
            if language in NORWEGIAN or not _clear(
                signs[language], norwegian, words, least=CLEAR_FOREIGN
            ):
                continue
            if (long or language not in NEIGHBOURS) and detect(text, default=whole) == language:
                return language
        other: Language = "nn" if whole == "nb" else "nb"
        forms = _form_signs(words)
        return other if _clear(forms[other], forms[whole], words) else whole
    found = detect(text, default=whole)
    said = _form_signs(words)[found] if found in NORWEGIAN else signs[found]
    return found if _clear(said, signs[whole], words) else whole


def _clear(signs: list[str], against: list[str], words: list[str], *, least: int = CLEAR) -> bool:
    several = len(set(signs)) >= least and len(signs) >= SIGNS * len(words)
    return several and len(signs) > 2 * len(against)


def _best(scores: dict[Language, float], default: Language) -> Language:
    best = max(scores, key=lambda language: scores[language])
    # Three against two is no better than a guess.
    return default if scores.get(default, -math.inf) >= scores[best] - math.log(1.5) else best


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:ENOUGH].lower())


def _signs(words: list[str], among: tuple[Language, ...] = LANGUAGES) -> dict[Language, list[str]]:
    """The words that only one of the languages has."""
    owners = _owners(among)
    return {one: [word for word in words if owners.get(word) == one] for one in among}


def _form_signs(words: list[str]) -> dict[Language, list[str]]:
    """The words that only one written form of Norwegian has, by themselves or by their ending."""
    owners, signs = _owners(NORWEGIAN), _signs(words, NORWEGIAN)
    for language, ending in _endings().items():
        signs[language] += [word for word in words if word not in owners and ending.search(word)]
    return signs


def _model_scores(text: str) -> dict[Language, float]:
    chances = {("nb" if label == "no" else label): p for label, p in _model().rank(text)}
    scores = {language: math.log(chances.get(language, 0.0) + 1e-9) for language in LANGUAGES}
    for language in NEIGHBOURS:
        scores[language] -= NEIGHBOUR_COST
    return scores


@lru_cache(maxsize=1)
def _model() -> Any:
    from py3langid import langid  # takes .7 s: not for those who never ask

    model = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    wanted = {*LANGUAGES, "no"}
    model.set_languages([label for label in model.labels if label in wanted])
    return model


@cache
def _owners(among: tuple[Language, ...]) -> dict[str, Language]:
    """The words that stand in one language's list only."""
    owners: dict[str, Language] = {}
    shared: set[str] = set()
    for language in among:
        for word in dict.fromkeys(_lists()[language].split()):
            if word in owners:
                shared.add(word)
            owners[word] = language
    return {word: language for word, language in owners.items() if word not in shared}


@lru_cache(maxsize=1)
def _endings() -> dict[Language, re.Pattern[str]]:
    said = {language: "|".join(_lists()["endings"][language].split()) for language in NORWEGIAN}
    return {language: re.compile(rf"\w{{3}}(?:{ends})$") for language, ends in said.items()}


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    source = files("maalkart.core").joinpath("data/function_words.toml").read_text("utf-8")
    return tomllib.loads(source)
