"""A line that only opens a list is no aim."""

from __future__ import annotations

import pytest

from maalkart.coding.openings import only_opens
from maalkart.coding.trained.coder import TrainedCoder, shipped_model
from maalkart.core.statement import Context, Statement


def line(text: str, *, carries_list: bool = False) -> Statement:
    return Statement(id="1", text=text, context=Context(carries_list=carries_list))


@pytest.mark.parametrize(
    "text",
    [
        "Fjordvik skal være:",
        "Fjordvik skal vere:",
        "Vi vil:",
        "Kommunen skal",
        "Målet er å:",
        "For å nå dette skal vi:",
        "Fjordvik kommune vil arbeide for:",
    ],
)
def test_a_line_that_breaks_off_only_opens(text: str) -> None:
    assert only_opens(line(text))


@pytest.mark.parametrize(
    "text",
    [
        "Ferdsel kanaliseres gjennom økt tilrettelegging:",
        "Fjordvik skal være en god kommune å bo i for:",
        "Et sted å være",
        "Gode tjenester",
        "",
    ],
)
def test_a_line_that_says_something_is_a_statement(text: str) -> None:
    assert not only_opens(line(text))


def test_words_that_break_off_open_the_list_below_them() -> None:
    assert only_opens(line("Vi skal være", carries_list=True))
    assert not only_opens(line("Vi skal være"))


def test_the_trained_coder_finds_no_aim_in_it() -> None:
    coder = TrainedCoder(shipped_model())
    found = coder.code([line("Fjordvik skal være:", carries_list=True)])
    assert [(one.code, one.confidence) for one in found if one.variable == "type"] == [("none", 1)]
