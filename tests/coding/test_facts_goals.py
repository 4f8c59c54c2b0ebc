"""How a document uses the UN goals."""

from __future__ import annotations

import pytest
from papers import TEXT, facts

from maalkart.core.document import Icon


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("Planen handler om veg.", ("none",)),
        ("Her er FNs bærekraftsmål.", ("mentioned",)),
        ("FNs bærekraftsmål skal ligge til grunn for all planlegging.", ("principle",)),
        ("Berekraftsmåla er eit fundament for planen.", ("principle",)),
        ("Vi har valgt ut seks av bærekraftsmålene.", ("highlighted",)),
        ("Hvert mål er knyttet til bærekraftsmålene.", ("mapped",)),
        ("Vi rapporterer på bærekraftsmålene med indikatorer.", ("measured",)),
        ("Regjeringen har lagt bærekraftsmålene til grunn.", ("mentioned",)),
        ("Planen bygger på FNs bærekraftsmål.", ("principle",)),
        ("FN sine berekraftsmål skal liggje til grunn for all planlegging.", ("principle",)),
        ("Kommunen har prioritert berekraftsmåla 3, 4 og 11.", ("highlighted",)),
        (
            "# FNs bærekraftsmål\nDe kom i 2015.\nFor oss er mål 3, 4 og 11 særlig viktige.",
            ("highlighted",),
        ),
        ("Under hvert satsingsområde vises hvilke bærekraftsmål vi bidrar til.", ("mapped",)),
        ("Bærekraftsmålene følges opp med indikatorer i årsmeldingen.", ("measured",)),
        ("Kommunen har ikke koblet målene til FNs bærekraftsmål.", ("mentioned",)),
        ("Regjeringa har bestemt at berekraftsmåla skal vere eit grunnlag.", ("mentioned",)),
        ("Planen er berekraftig.", ("none",)),
        ("Satsingsområda er kopla til FN sine berekraftsmål.", ("mapped",)),
        (
            "Vi har valgt ut sju av FNs bærekraftsmål, og disse er lagt til grunn.",
            ("principle", "highlighted"),
        ),
    ],
)
def test_how_the_un_goals_are_used(text: str, uses: tuple[str, ...]) -> None:
    assert facts("# Samfunnsdel", text).sdg_use == uses


def test_goals_named_under_each_heading_are_a_map() -> None:
    said = facts(
        "# Oppvekst\nGod utdanning\nGod helse og livskvalitet\n# Klima\nStoppe klimaendringene"
    )
    assert "mapped" in said.sdg_use


def test_pictures_of_the_goals_count_by_how_they_stand() -> None:
    every = tuple(Icon(page=1, sdg=n, how="picture") for n in range(1, 18))
    some = tuple(Icon(page=1, sdg=n, how="picture") for n in (3, 4, 11))
    spread = tuple(Icon(page=p, sdg=n, how="picture") for p, n in ((1, 3), (2, 4), (3, 11)))
    assert facts("# Plan", icons=every).sdg_use == ("mentioned",)
    assert facts("# Plan", icons=some).sdg_use == ("highlighted",)
    assert facts("# Plan", TEXT, TEXT, icons=spread).sdg_use == ("mapped",)
