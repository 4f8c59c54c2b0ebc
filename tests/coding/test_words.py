"""What word lists and rules make of single statements, in bokmål and nynorsk."""

from dataclasses import replace
from pathlib import Path

import pytest

from maalkart.coding.codebook import load
from maalkart.coding.protocol import collect
from maalkart.coding.sdg_mentions import mentions
from maalkart.coding.wordcoder import WordCoder, load_lists
from maalkart.core.errors import CodebookError
from maalkart.core.statement import Codes, Context, Statement

BOOK = load()
WORDS = WordCoder(BOOK, load_lists(BOOK))


def coded(text: str, language: str = "nb", **context: object) -> Codes:
    statement = Statement(
        id="1",
        text=text,
        language=language,
        context=Context(**context),  # type: ignore[arg-type]
    )
    return collect(WORDS.code([statement]))["1"]


@pytest.mark.parametrize(
    ("bokmaal", "nynorsk", "theme"),
    [
        ("Vi skal redusere klimagassutslippene", "Vi skal redusere klimagassutsleppa",
         "climate.emissions"),
        ("Kommunen skal bygge flere boliger", "Kommunen skal byggje fleire bustader",
         "place.housing"),
        ("Alle barn skal ha plass i barnehagen", "Alle barn skal ha plass i barnehagen",
         "life.childhood"),
        ("Vi skal styrke frivilligheten", "Vi skal styrkje frivillig arbeid",
         "life.volunteering"),
    ],
)  # fmt: skip
def test_bokmaal_and_nynorsk_say_the_same_theme(bokmaal: str, nynorsk: str, theme: str) -> None:
    assert theme in coded(bokmaal, "nb").themes
    assert theme in coded(nynorsk, "nn").themes


def test_the_lead_in_decides_between_goal_and_strategy() -> None:
    text = "Trygge skoleveier for alle"
    assert coded(text, kind="list_item", lead_in="Mål:").type == "goal"
    assert coded(text, kind="list_item", lead_in="Vi vil:").type == "strategy"


@pytest.mark.parametrize(
    "heading", ["Slik vil vi ha det", "3.2 Hovedmål", "Ønska situasjon", "Mål og ambisjoner"]
)
def test_present_tense_under_a_goal_heading_is_a_goal(heading: str) -> None:
    found = coded("Innbyggerne opplever bygda som trygg", heading_path=(heading,))
    assert found.type == "goal"


def test_a_need_is_a_challenge_and_a_commitment_is_not() -> None:
    assert coded("Det trengs flere sykepleiere i omsorgstjenesten").type == "challenge"
    assert coded("Kommunen må legge til rette for flere boliger").type == "strategy"


def test_one_plan_to_be_made_is_a_measure() -> None:
    assert coded("Utarbeide en plan for trafikksikkerhet").type == "measure"


@pytest.mark.parametrize(
    "text", ["Mål 3", "12", "Foto: Ola Hansen", "Kommunestyret vedtok planen i 2019.", "B2"]
)
def test_labels_captions_and_what_has_been_are_none(text: str) -> None:
    assert coded(text).type == "none"


def test_goals_of_the_state_that_are_reported_are_none() -> None:
    assert coded("Regjeringen vil redusere utslippene med 55 prosent.").type == "none"


def test_named_un_goals_are_read_from_numbers_and_lists() -> None:
    assert coded("Vi skal bidra til bærekraftsmål 3, 4 og 11").explicit_sdgs == (3, 4, 11)


def test_a_codebook_without_un_goals_has_no_titles_to_find() -> None:
    asked = tuple(variable for variable in BOOK.variables if variable.id != "sdgs")
    assert mentions("God utdanning", replace(BOOK, variables=asked, digest="without")) == {}


def test_means_and_partners_weigh_less_than_what_is_wanted() -> None:
    found = coded("Styrke næringslivet i samarbeid med skolene", lead_in="Vi vil:")
    assert found.themes[0].startswith("business.")
    assert "life.education" not in found.themes


def test_words_for_an_unknown_code_are_a_fault_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "themes.nb.toml").write_text('["life.chess"]\nstrong = "sjakk"\n', "utf-8")
    with pytest.raises(CodebookError, match=r"no code 'life\.chess'") as caught:
        load_lists(BOOK, tmp_path)
    assert "line 1" in str(caught.value.place)
