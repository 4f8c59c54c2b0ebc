"""The vision and the values that a document states."""

from __future__ import annotations

import pytest
from papers import facts, paper

from maalkart.coding.facts import describe
from maalkart.core.statement import Codes, Evidence, Statement


@pytest.mark.parametrize(
    ("page", "vision"),
    [
        ("Visjon: «Fjordvik – nær og raus»", "Fjordvik – nær og raus"),
        ("# Visjon\nEi levande bygd for alle!\nMeir om dette.", "Ei levande bygd for alle!"),
        ("# 3.1 Vår visjon\n«Sammen om framtida»", "Sammen om framtida"),
        ("Kommunens visjon er «Mot til å leve».", "Mot til å leve"),
        ("Kommunens visjon er å være et «Hjem for alle» i nord.", "Hjem for alle"),
        ("En visjon er et bilde av framtida.", None),
        ("Vi støtter nullvisjonen i trafikken.", None),
        ("Planen er under revisjon: den blir ny.", None),
        ("% Visjon 4\nPlanen er lang.", None),
        ("Visjonen vår er: «Saman om framtida».", "Saman om framtida"),
        ("# Visjon\nKommunens visjon er:\nEi levande bygd", "Ei levande bygd"),
        (
            "# Visjon og verdiar\nFjordvik – høgt under taket\nVerdiane våre er open og modig.",
            "Fjordvik – høgt under taket",
        ),
        ("# Mot til å gro\nVisjonen viser at vi tør.", "Mot til å gro"),
        ("VISJON: Saman skaper vi framtida", "Saman skaper vi framtida"),
        ("Fjordvik kommune har visjonen «Nær og raus».", "Nær og raus"),
        ("Visjon\n«Ei bygd for alle»", "Ei bygd for alle"),
        ("I arbeidet med ny visjon ble innbyggerne hørt.", None),
        ("Nullvisjonen ligger fast.", None),
        ("Kommunestyret vedtok visjonen «Mulighetenes kommune» i 2019.", "Mulighetenes kommune"),
        ("# Visjon\n|\n|\nHavet held fram", "Havet held fram"),
        ("De ropte slagordet «Ned med alt».", None),
        ("Vårt slagord er «Alltid nær».", "Alltid nær"),
        (
            "# Visjon\nVisjonen beskriver en framtid. Den er lang.\n# Mål\nVi skal vokse.",
            None,
        ),
        ("Mot 2032 skal visjonen «Frå fjord til fjell» prege alt.", "Frå fjord til fjell"),
    ],
)
def test_the_vision_is_what_the_document_calls_so(page: str, vision: str | None) -> None:
    assert facts("# Samfunnsdel", page).vision == vision


@pytest.mark.parametrize(
    ("page", "values"),
    [
        ("Våre verdier er raus, modig og nyskapende.", ("raus", "modig", "nyskapende")),
        ("Kjerneverdiane våre er: open, trygg og nær.", ("open", "trygg", "nær")),
        ("# Verdier\n- Modig – vi tør å prøve\n- Raus: vi deler\n- Nær", ("Modig", "Raus", "Nær")),
        ("# Verdigrunnlag\n- Respekt\n- Tillit", ("Respekt", "Tillit")),
        ("Store verdier er truet, og vi må handle.", ()),
        ("Kommunen eier verdier: hus, veg og skog.", ()),
        ("Verdiane våre er ærleg, open og modig.", ("ærleg", "open", "modig")),
        (
            "Kommunen bygger på verdiene respekt, ansvar og åpenhet i alt arbeid.",
            ("respekt", "ansvar", "åpenhet"),
        ),
        ("Kjerneverdiene åpen, kompetent og modig skal prege oss.", ("åpen", "kompetent", "modig")),
        ("# Våre verdier\nÅpen\nÆrlig\nRaus", ("Åpen", "Ærlig", "Raus")),
        ("# Kjerneverdiar\nOpen · Ærleg · Raus", ("Open", "Ærleg", "Raus")),
        (
            "Felles verdier er respekt, redelighet og kompetanse.",
            ("respekt", "redelighet", "kompetanse"),
        ),
        ("Verdiene i området er store: natur, skog og vann.", ()),
        ("Vi skaper verdier, vekst og velferd.", ()),
        (
            "# Visjon og verdier\nVi skal lykkes.\n- Kvalitet: Vi leverer.\n- Respekt: Vi lytter.",
            ("Kvalitet", "Respekt"),
        ),
        ("Verdigrunnlaget vårt er tillit, respekt og likeverd.", ("tillit", "respekt", "likeverd")),
    ],
)
def test_the_values_are_those_it_names_as_its_own(page: str, values: tuple[str, ...]) -> None:
    assert facts("# Samfunnsdel", page).values == values


def test_coded_statements_answer_where_no_label_does() -> None:
    document = paper("# Samfunnsdel", "Sammen om framtida\nModig: vi tør\nRaus: vi deler")
    page = document.pages[1].text
    coded = []
    lines = (
        ("vision", "Sammen om framtida"), ("value", "Modig: vi tør"), ("value", "Raus: vi deler")
    )  # fmt: skip
    for code, text in lines:
        at = page.index(text)
        proof = Evidence.take(document, 2, at, at + len(text))
        coded.append((Statement(id=text, text=text, evidence=(proof,)), Codes(type=code)))
    said = describe(document, coded)
    assert (said.vision, said.values) == ("Sammen om framtida", ("Modig", "Raus"))
    alone = describe(document, coded[:2])
    assert alone.values == ()  # values are named together


def test_a_slogan_of_the_cover_counts_where_it_comes_again_in_talk_of_a_vision() -> None:
    said = facts(
        "# Samfunnsdel\nSaman over sundet", "# Visjon\nVisjonen ber oss. Saman over sundet!"
    )
    silent = facts("# Samfunnsdel\nSaman over sundet", "Planen er lang.")
    assert (said.vision, silent.vision) == ("Saman over sundet", None)


def test_text_that_was_coded_as_values_is_none() -> None:
    document = paper(
        "# Plan", "Vi skal lytte til alle som har noe å si oss.\nModig: vi tør\nVi ser hver enkelt."
    )
    coded = []
    for block in document.blocks[1:]:
        proof = Evidence.take(document, block.page, block.start, block.end)
        coded.append(
            (Statement(id=block.text, text=block.text, evidence=(proof,)), Codes(type="value"))
        )
    assert describe(document, coded).values == ()
