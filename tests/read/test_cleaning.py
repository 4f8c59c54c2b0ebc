"""Words come out clean, and each keeps its place on the page."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maalkart.core.document import Box
from maalkart.read.raw import Item, RawPage
from maalkart.read.structure import assemble
from maalkart.read.structure.cleaning import clean_word, mended, undoubled, without_break


@pytest.mark.parametrize(
    ("word", "clean"),
    [
        ("e\ufb00ekt", "effekt"),
        ("a\u030arlig", "årlig"),
        ("mil\u00adjø", "miljø"),
        ("KKOOMMMMUUNNEE", "KOMMUNE"),
        ("1100", "1100"),
        ("\u200bfolk", "folk"),
        ("\uf0b7", ""),
        ("blåbær\u00ad", "blåbær\u00ad"),
    ],
)
def test_one_word(word: str, clean: str) -> None:
    assert clean_word(word) == clean


def test_a_word_of_one_letter_said_again_is_left_alone() -> None:
    assert undoubled("aaaa") == "aaaa"


@pytest.mark.parametrize(
    ("before", "after", "stem"),
    [
        ("helse-", "tjeneste", "helse"),
        ("klima-", "og", None),
        ("nærings-", "eller", None),
        ("Nord-", "Norge", "Nord-"),
        ("CO2-", "utslipp", "CO2-"),
        ("NAV-", "kontor", "NAV-"),
        ("kom\u00ad", "mune", "kom"),
        ("kom\u0002", "mune", "kom"),
        ("slik", "nesten", None),
        ("–", "og", None),
    ],
)
def test_how_a_broken_word_goes_on(before: str, after: str, stem: str | None) -> None:
    assert without_break(before, after) == stem


def test_a_hyphen_the_document_writes_itself_is_kept() -> None:
    assert without_break("qvx-", "brot", {"qvx-brot"}.__contains__) == "qvx-"


def test_a_stray_space_is_closed_only_where_neither_part_is_a_word() -> None:
    assert [flag for _, flag in mended(["samfunnsu", "tvikling", "i", "bygd", "og", "by"])] == [
        False,
        True,
        False,
        False,
        False,
        False,
    ]


words = st.text(
    st.sampled_from("abcdeæøåABÆØÅ-.,\u00ad\u0302\u030a\ufb01\u200b\uf0b7👍 12"),
    min_size=1,
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(words, min_size=1, max_size=12))
def test_every_run_stands_on_the_line_its_words_came_from(lines: list[str]) -> None:
    items = tuple(
        Item(
            text=text,
            box=Box(
                left=70, top=100.0 + 14 * at, right=70 + 6.0 * len(text), bottom=112.0 + 14 * at
            ),
            size=11,
        )
        for at, text in enumerate(lines)
    )
    (page,), blocks = assemble([RawPage(number=1, width=595, height=842, items=items)])
    for block in blocks:
        assert page.text[block.start : block.end] == block.text
        assert unicodedata.is_normalized("NFC", block.text) or "\u0302" in block.text
    for run in page.runs:
        said = page.text[run.start : run.end]
        assert said.strip() == said != ""
        assert any(abs(item.box.top - run.box.top) < 3 for item in items)
        assert run.box.right <= max(item.box.right for item in items) + 0.1
    covered = {at for run in page.runs for at in range(run.start, run.end)}
    assert all(sign in " \n" for at, sign in enumerate(page.text) if at not in covered)
