"""Words as keys: tokens, stems, lemmas and the parts of compounds, for bokmål, nynorsk and English.

Bokmål and nynorsk share one way: a statement's language is a guess, and the two share most words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from unicodedata import normalize

import simplemma
from simplemma.strategies import (
    AffixDecompositionStrategy,
    DictionaryLookupStrategy,
    HyphenRemovalStrategy,
    RulesStrategy,
)
from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY
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
        lemma = stem(lemma_of(word, language).lower(), english=english)
        if lemma not in found:
            found.append(lemma)
    return tuple(found)


@lru_cache(maxsize=_CACHE)
def in_dictionary(word: str) -> bool:
    """Whether a Norwegian dictionary has the word in this form."""
    bokmaal, nynorsk = _forms("nb"), _forms("nn")
    form, name = word.encode(), word.capitalize().encode()  # names stand with their capital
    return form in bokmaal or form in nynorsk or name in bokmaal or name in nynorsk


@cache
def _forms(language: str) -> dict[bytes, bytes]:
    """The forms that simplemma's dictionary has, with their lemmas, in UTF-8."""
    known = DEFAULT_DICTIONARY_FACTORY.get_dictionary(language)
    found: dict[bytes, bytes] | None = getattr(known, "_dict", None)
    return found or {form.encode(): lemma.encode() for form, lemma in known.items()}


class _Lookup(DictionaryLookupStrategy):
    """simplemma's look-up past its own layers, which take longer than the looking up.

    A compound that is in no dictionary is looked up in dozens of parts.
    """

    def get_lemma(self, token: str, lang: str) -> str | None:
        if not token.isalpha():
            return super().get_lemma(token, lang)
        forms = _forms(lang)
        lemma = forms.get(token.encode())
        if lemma is None:
            other = token.lower() if token[0].isupper() else token.capitalize()
            lemma = forms.get(other.encode())
        return None if lemma is None else lemma.decode()


_LOOKUP = _Lookup()
# Those of simplemma's strategies that know Norwegian, in its own order.
_NORWEGIAN = (
    _LOOKUP,
    HyphenRemovalStrategy(_LOOKUP),
    RulesStrategy(),
    AffixDecompositionStrategy(greedy=False, dictionary_lookup=_LOOKUP),
)


def lemma_of(word: str, language: str) -> str:
    """The lemma that simplemma gives a word of nb, nn or en."""
    if language == "en" or word.isnumeric():
        return simplemma.lemmatize(word, lang=language)
    word = normalize("NFC", word)
    return next(filter(None, (way.get_lemma(word, language) for way in _NORWEGIAN)), word)


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
