"""Glyphs of two letters under the code of another sign."""

import pytest

from maalkart.core.document import Box
from maalkart.read.ligatures import spelled
from maalkart.read.raw import Item, RawPage

BOX = Box(left=0, top=0, right=100, bottom=10)
BROKEN = "oWentlig eWekt tøWe straWes"


def page(*items: tuple[str, str], source: str = "text") -> RawPage:
    return RawPage(
        number=1,
        width=600,
        height=800,
        items=tuple(Item(text=text, font=font, box=BOX, size=10) for text, font in items),
        source=source,
    )


def read(*items: tuple[str, str]) -> list[str]:
    pages, _ = spelled([page(*items)])
    return [item.text for item in pages[0].items]


def test_words_of_the_font_tell_what_the_sign_stands_for() -> None:
    assert read((BROKEN, "A")) == ["offentlig effekt tøffe straffes"]


def test_long_compounds_follow_the_words_that_are_known() -> None:
    assert read((BROKEN + " bygdeoWentlighetsarbeid.", "A"))[0].endswith(
        "bygdeoffentlighetsarbeid."
    )


def test_another_font_keeps_its_signs() -> None:
    text = "Kraftlaget solgte 12 kWh via eWatt"
    assert read((BROKEN, "A"), (text, "B"))[1] == text


def test_units_of_the_same_font_are_left_alone() -> None:
    assert read((BROKEN + " 40 kWh", "A"))[0].endswith("40 kWh")


@pytest.mark.parametrize(
    ("edge", "right"), [(")l", "til"), ("(Samle)", "(Samle)"), ("s)", "s)"), ("fri)d,", "fritid,")]
)
def test_signs_at_the_edge_may_be_what_they_say(edge: str, right: str) -> None:
    text = f"kri)ske sam)dig frem)d {edge}"
    assert read((text, "A")) == [f"kritiske samtidig fremtid {right}"]


def test_a_long_word_alone_is_evidence_enough() -> None:
    assert read(("En oEentlig sektor", "A")) == ["En offentlig sektor"]


@pytest.mark.parametrize(
    "text",
    [
        "OsloMet og iPhone, eBok og eHelse, barn(e)hage og bruker(e)",
        "https://kommune.no/plan?id=4&vis=alt",
        "H2O, CO2utslipp, m2pris og 3D-modell",
    ],
)
def test_honest_signs_stay(text: str) -> None:
    pages, notes = spelled([page((text, "A"))])
    assert pages[0].items[0].text == text
    assert notes == ()


def test_what_was_put_right_is_said() -> None:
    _, notes = spelled([page((BROKEN, "A"))])
    assert [note.code for note in notes] == ["ligatures"]
    assert "4 words" in notes[0].message


def test_pages_read_from_their_picture_are_left_alone() -> None:
    pages, notes = spelled([page((BROKEN, "A"), source="ocr")])
    assert pages[0].items[0].text == BROKEN
    assert notes == ()
