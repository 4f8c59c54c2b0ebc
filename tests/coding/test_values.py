"""Value words and definitions."""

from __future__ import annotations

import pytest

from maalkart.coding.definitions import find
from maalkart.coding.values import count, headword, words
from maalkart.core.statement import Statement


@pytest.mark.parametrize(
    ("form", "language", "head"),
    [
        ("attraktive", "nb", "attraktiv"),
        ("attraktivt", "nn", "attraktiv"),
        ("berekraftige", "nn", "bærekraftig"),
        ("inkluderande", "nn", "inkluderende"),
        ("inkluderende", "nb", "inkluderende"),
        ("levande", "nn", "levende"),
        ("opne", "nn", "åpen"),
        ("åpne", "nb", "åpen"),
        ("grøne", "nn", "grønn"),
        ("raust", "nb", "raus"),
        ("tryggleik", "nn", "trygg"),
        ("trygghet", "nb", "trygg"),
        ("tydelege", "nn", "tydelig"),
        ("superattraktiv", "nb", "attraktiv"),
    ],
)
def test_forms_are_joined_under_one_headword(form: str, language: str, head: str) -> None:
    assert headword(form, language).headword == head


def test_every_joining_names_its_rule_and_keeps_the_form() -> None:
    joined = headword("Inkluderande", "nn")
    assert (joined.form, joined.rule) == ("inkluderande", "pair")
    assert headword("klimasmart").rule == "as it stands"


def test_names_and_plan_words_never_count() -> None:
    said = "Fjordvik kommune skal være en modig kommune i Fjordviksamfunnet"
    assert [one.headword for one in words(said, names=["Fjordvik kommune"])] == ["modig"]


def test_a_word_counts_once_for_a_body_and_both_languages_meet() -> None:
    found = count(
        {
            "Fjordvik": [("a", "Modig og raus", "nb"), ("b", "Ei modig bygd", "nb")],
            "Heidal": [("c", "Modige og inkluderande", "nn")],
        }
    )
    modig = found[0]
    assert (modig.headword, modig.bodies) == ("modig", ("Fjordvik", "Heidal"))
    assert modig.statements == ("a", "b", "c")
    assert {joined.form for joined in modig.forms} == {"modig", "modige"}
    assert [one.headword for one in found[1:]] == ["inkluderende", "raus"]


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("Med samskaping mener vi at flere løser oppgaver i lag.", ["cocreation"]),
        ("Samskaping er når innbyggere og kommune løser en oppgave sammen.", ["cocreation"]),
        ("Meistring handlar om å klare kvardagen sin.", ["coping"]),
        ("Kommune 3.0 betyr at innbyggerne er med og former tjenestene.", ["municipality_3_0"]),
        ("Vi definerer smart by som en by der folk er i sentrum.", ["smart"]),
        ("Kommunen skal legge til rette for samskaping.", []),
        ("Samskaping er viktig for kommunen.", []),
    ],
)
def test_a_definition_is_told_from_a_use(text: str, concepts: list[str]) -> None:
    assert [one.concept for one in find([Statement(id="1", text=text)])] == concepts
