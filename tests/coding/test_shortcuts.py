"""What is computed by a shorter way is what the longer way gives."""

import pytest
import simplemma

from maalkart.coding.trained.hashing import MASK, named, word_ids
from maalkart.coding.words import in_dictionary, lemma_of, stem

WORDS = """
kommunen bøkene barnehageplassane folkehelsearbeidet klimagassutslippene klimagassutsleppa oslo
trondheim Frøya by- og stedsutvikling by-utvikling hovudmålet innbyggjarane vegstandaren
næringsutviklingsprosjektene æresbustaden d'or fn's fn’s 2030 ½ § co2 3d-modell på-
tverrfagligheten samhandlingen jordbruksareala heiltidskulturen veiledningsplikten ordførarkjedet
"""


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("word", WORDS.split())
def test_lemmas_are_those_of_simplemma(word: str, language: str) -> None:
    assert lemma_of(word, language) == simplemma.lemmatize(word, lang=language)


def test_a_decomposed_letter_is_the_letter() -> None:
    assert lemma_of("bla\N{COMBINING RING ABOVE}r", "nb") == simplemma.lemmatize("blår", lang="nb")


def test_a_dictionary_is_asked_for_words_and_names() -> None:
    assert all(map(in_dictionary, ("barnehage", "barnehagen", "oslo", "veg", "skule")))
    assert not any(map(in_dictionary, ("", "xq", "klimagassutslippsmål")))


@pytest.mark.parametrize("word", ["ås", "skole", "blåbærøya", "by-utvikling", "#year"])
def test_a_word_gives_itself_its_stem_and_its_n_grams(word: str) -> None:
    names = [f"w:{word}", f"s:{stem(word)}"]
    if word != "#year":
        edged = f"<{word}>"
        grams = (edged[at : at + size] for size in (3, 4, 5) for at in range(len(edged) - size + 1))
        names += [f"c:{gram}" for gram in grams]
    assert (word_ids(word, "nb") & MASK).tolist() == (named(names) & MASK).tolist()
