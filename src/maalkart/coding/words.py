"""Words as keys: tokens, stems, lemmas and the parts of compounds, for bokmål, nynorsk and English.

Bokmål and nynorsk share one way: a statement's language is a guess, and the two share most words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import cast

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries.dictionary_factory import (
    DEFAULT_DICTIONARY_FACTORY,
    DictionaryFactory,
)
from Stemmer import Stemmer

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*-?")
_STEMMERS = {name: Stemmer(name) for name in ("norwegian", "english")}
_CACHE = 200_000  # tokens; a study of 10,000 pages has about 120,000 different ones


def tokens(text: str) -> list[str]:
    """The words of a text in lower case; a hyphen inside or at the end of a word belongs to it.

    >>> tokens("By- og stedsutvikling i 2030")
    ['by-', 'og', 'stedsutvikling', 'i', '2030']
    """
    return [word.lower() for word in _TOKEN.findall(text)]


def starts(text: str) -> list[int]:
    """Where the words of a text begin."""
    return [hit.start() for hit in _TOKEN.finditer(text)]


@lru_cache(maxsize=_CACHE)
def stem(word: str, *, english: bool = False) -> str:
    """The snowball stem, which always begins as the word does."""
    return str(_STEMMERS["english" if english else "norwegian"].stemWord(word))


@lru_cache(maxsize=_CACHE)
def keys(word: str, *, english: bool = False) -> tuple[str, ...]:
    """The stem of a word, and the stems of its lemmas where they differ.

    >>> keys("klimagassutslippene")[0] == keys("klimagassutslipp")[0]
    True
    >>> set(keys("bøkene")) & set(keys("bok")) != set()
    True
    """
    found = [stem(word, english=english)]
    for language in ("en",) if english else ("nb", "nn"):
        lemma = stem(_LEMMATIZER.lemmatize(word, lang=language).lower(), english=english)
        if lemma not in found:
            found.append(lemma)
    return tuple(found)


@lru_cache(maxsize=_CACHE)
def in_dictionary(word: str) -> bool:
    """Whether a Norwegian dictionary has the word in this form."""
    bokmaal, nynorsk = _dictionary("nb").forms, _dictionary("nn").forms
    form, name = word.encode(), word.capitalize().encode()  # names stand with their capital
    return form in bokmaal or form in nynorsk or name in bokmaal or name in nynorsk


class _Dictionary:
    """A dictionary of simplemma: forms and their lemmas, in UTF-8.

    Asked directly. Through simplemma's own layers each look-up takes three times as long, and a
    word that is not there is looked up in dozens of parts.
    """

    def __init__(self, language: str) -> None:
        known = DEFAULT_DICTIONARY_FACTORY.get_dictionary(language)
        self.forms: dict[bytes, bytes] = getattr(known, "_dict", None) or {
            form.encode(): lemma.encode() for form, lemma in known.items()
        }

    def get(self, form: str) -> str | None:
        lemma = self.forms.get(form.encode())
        return None if lemma is None else lemma.decode()


@cache
def _dictionary(language: str) -> _Dictionary:
    return _Dictionary(language)


class _Dictionaries:
    get_dictionary = staticmethod(_dictionary)


_STRATEGY = DefaultStrategy(dictionary_factory=cast("DictionaryFactory", _Dictionaries))
_LEMMATIZER = Lemmatizer(lemmatization_strategy=_STRATEGY)


MIN_PART = 3  # letters: two let «is», «by» and «øy» cut half the dictionary to pieces
MIN_COMPOUND = 7


def split(word: str, is_term: Callable[[str], bool]) -> tuple[str, str] | None:
    """Modifier and head of a compound, the joint taken off; None where it cannot be split.

    Cuts that set free a term of the lists come first, then the longest modifier: of
    «barnehageplass» that is barnehage + plass, not barne + hageplass.
    """
    best: tuple[int, int, str, str] | None = None
    if len(word) < MIN_COMPOUND:
        return None
    if "-" in word.strip("-"):
        first, _, last = word.rpartition("-")
        return (first, last) if last else None
    for cut in range(MIN_PART, len(word) - MIN_PART + 1):
        head = word[cut:]
        if not (in_dictionary(head) or is_term(head)):
            continue
        modifier = _modifier(word[:cut], is_term)
        if modifier is None:
            continue
        rank = (2 * is_term(modifier) + is_term(head), cut, modifier, head)
        if best is None or rank[:2] > best[:2]:
            best = rank
    return (best[2], best[3]) if best else None


def _modifier(part: str, is_term: Callable[[str], bool]) -> str | None:
    bases = [part]
    if part[-1] in "se" and len(part) > MIN_PART:
        bases.append(part[:-1])
    for base in bases:
        if is_term(base):
            return base
    return next((base for base in bases if in_dictionary(base)), None)
