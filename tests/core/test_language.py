"""Which language a section is written in."""

from __future__ import annotations

import pytest

from maalkart.core.language import detect, of_most, within
from maalkart.core.statement import Language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vi vil ikke at noen skal stå utenfor, og vi bygger flere hjem.", "nb"),
        ("Vi vil ikkje at nokon skal stå utanfor, og vi byggjer fleire heimar.", "nn"),
        ("Innbyggjarane skal ha gode tenester der dei bur.", "nn"),
        ("Innbyggerne skal ha gode tjenester der de bor.", "nb"),
        ("The municipality shall be a good place to live for all of us.", "en"),
        ("Kommunen ska vara en bra plats att leva på för alla som bor här.", "sv"),
        (
            "Kommunen skal være et godt sted, hvor borgerne får hjælp efter behov uden at vente.",
            "da",
        ),
        ("Suohkan galgá leat buorre báiki olbmuide ja sii galget sáhttit bargat ovttas.", "se"),
    ],
)
def test_each_language_is_known(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "2024 2025", "• – 12 %", "Fjordvik"])
def test_text_that_says_nothing_takes_the_default(text: str) -> None:
    assert detect(text, default="nn") == "nn"
    assert detect(text, default="nb") == "nb"


NYNORSK = "Kommunen skal leggje til rette for at innbyggjarane har gode tenester der dei bur."
BOKMAAL = "Vi vil ikke at noen skal stå utenfor, og vi bygger flere hjem for innbyggerne."
ENGLISH = "The municipality shall be a good place to live for all of us, and we will work for it."
SAMI = "Suohkan galgá leat buorre báiki olbmuide ja sii galget sáhttit bargat ovttas, dahje mii."
SWEDISH = "Kommunen ska inte vara för stor och vi har också mycket att göra för invånarna här. "
DANISH = "Borgerne bliver hørt, og kommunen giver hjælp efter behov uden nogle nye køer af hensyn. "


@pytest.mark.parametrize("whole", ["nb", "nn"])
@pytest.mark.parametrize(
    "text",
    [
        "Barn og unge",
        "Vi går på ski.",
        "Klima, energi og miljø på Sør-Helgeland",
        "1001 Mandal 782 1.1.1911 1027 Konsmo 923 Halse og Harkmark, Øyslebø, Holum",
        "Smart City, the Nordic Edge",
        "Andersen, K. (2016). The long term impact of bullying. Oslo: Universitetsforlaget.",
        SWEDISH,
    ],
)
def test_a_piece_is_in_the_language_of_its_document(text: str, whole: Language) -> None:
    assert within(text, whole) == whole


@pytest.mark.parametrize(
    ("text", "whole", "language"),
    [
        (BOKMAAL, "nn", "nb"),
        (NYNORSK, "nb", "nn"),
        (ENGLISH, "nb", "en"),
        (SAMI, "nn", "se"),
        (BOKMAAL, "en", "nb"),
        (NYNORSK, "sv", "nn"),
        (SWEDISH * 10, "nb", "sv"),
    ],
)
def test_a_piece_that_is_clearly_in_another_language_is_in_that(
    text: str, whole: Language, language: str
) -> None:
    assert within(text, whole) == language


def test_a_few_lines_of_danish_are_taken_for_norwegian() -> None:
    assert within(DANISH, "nb") == "nb"
    assert within(DANISH * 10, "nb") == "da"


def test_one_word_said_often_is_no_proof() -> None:
    said = "Fjordvik skule, Bergvik skule, Nes skule og Vik skule bygges ut."
    assert within(said, "nb") == "nb"


def test_a_document_is_in_the_language_of_most_of_its_text() -> None:
    assert of_most([BOKMAAL, NYNORSK, NYNORSK, "", "2024"]) == "nn"
    assert of_most([], default="nn") == "nn"


def test_endings_tell_the_written_forms_apart() -> None:
    assert detect("Møteplassar og fellesarenaer: utbetringane") == "nn"
    assert detect("Møteplasser og fellesarenaer: forbedringene") == "nb"


def test_the_answer_is_the_same_each_time() -> None:
    said = "Gode liv i heile kommunen, for alle som bur her."
    assert {detect(said) for _ in range(20)} == {detect(said)}
