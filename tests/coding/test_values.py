"""Value words and definitions."""

from __future__ import annotations

import pytest

from maalkart.coding.definitions import find
from maalkart.coding.values import Said, count, headword, words
from maalkart.core.statement import Language, Statement


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
    assert (joined.form, joined.headword, joined.rule) == (
        "inkluderande", "inkluderende", "nynorsk",
    )  # fmt: skip
    assert headword("tryggleik", "nn").rule == "noun"
    assert headword("storbysmarte").rule == "compound"
    assert headword("klimasmart").rule == "as it stands"


def test_a_joining_can_be_undone() -> None:
    said = {"Fjordvik": [Said("a", "Tryggleik for alle"), Said("b", "Ei trygg bygd")]}
    (joined,) = count(said)
    apart = count(said, undone=[("tryggleik", "trygg")])
    assert (joined.headword, len(joined.forms)) == ("trygg", 2)
    assert [word.headword for word in apart] == ["trygg", "tryggleik"]


@pytest.mark.parametrize(
    ("text", "language", "heads"),
    [
        ("40 prosent mindre utslipp og en skole i hver bygd", "nb", []),
        ("Fjellbygda skal ha god skule, bustader og næringsliv", "nn", []),
        ("Kommunen skal åpne bekken og trygge skoleveien", "nb", []),
        ("En åpen og trygg by med hyttevennlig politikk", "nb", ["åpen", "trygg", "vennlig"]),
        ("Innbydande møteplassar for tilreisande", "nn", ["innbydende"]),
        ("Saman for ei berekraftig og raus bygd", "nn", ["sammen", "bærekraftig", "raus"]),
        ("A safe and inclusive town", "en", ["trygg", "inkluderende"]),
        ("Verneverdige hus og utrygge gater", "nb", []),
        ("Vi går mot 2030", "nb", []),
        ("Kommunen åpner skolen for frivillige lag", "nb", []),
    ],
)
def test_only_words_that_describe_count(text: str, language: Language, heads: list[str]) -> None:
    assert [one.headword for one in words(text, language)] == heads


def test_a_word_that_stands_alone_as_a_value_counts_whatever_it_is() -> None:
    said = {"Vik": [Said("a", "Mot: vi tør", lone=True), Said("b", "Humor", lone=True)]}
    assert [word.headword for word in count(said)] == ["humor", "mot"]
    assert words("Vi har mot til å prøve noe helt nytt sammen", lone=True)[0].headword == "sammen"


def test_names_and_plan_words_never_count() -> None:
    said = "Fjordvik kommune skal være en modig kommune i Fjordviksamfunnet"
    assert [one.headword for one in words(said, names=["Fjordvik kommune"])] == ["modig"]


def test_a_word_counts_once_for_a_body_and_both_languages_meet() -> None:
    found = count(
        {
            "Fjordvik": [Said("a", "Modig og raus"), Said("b", "Ei modig bygd")],
            "Heidal": [Said("c", "Modige og inkluderande", "nn")],
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
