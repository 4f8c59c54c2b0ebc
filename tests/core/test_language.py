"""Which language a section is written in."""

from __future__ import annotations

import pytest

from maalkart.core.language import detect


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


def test_the_answer_is_the_same_each_time() -> None:
    said = "Gode liv i heile kommunen, for alle som bur her."
    assert {detect(said) for _ in range(20)} == {detect(said)}
