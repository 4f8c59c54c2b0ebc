"""Texts that come alone: what they are about is read off their own words."""

import pytest

from maalkart.coding.protocol import collect
from maalkart.coding.reconcile import default_coder, stands_alone
from maalkart.core.statement import Context, Statement

TEXTS = (
    ("en", "Wastewater treatment must keep the groundwater clean in every river basin."),
    ("nb", "Andel husholdningsavfall til materialgjenvinning"),
    ("nn", "Talet på elevar som fullfører vidaregåande opplæring"),
)


@pytest.fixture(scope="module")
def coder():
    found = default_coder()
    if not hasattr(found, "trained"):
        pytest.skip("no trained model ships")
    return found


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_the_words_say_the_goals_of_a_text_that_stands_alone(coder, language, text) -> None:
    alone = [Statement(id="1", text=text, language=language)]
    words = collect(coder.second.code_loose(alone))["1"].sdgs
    assert words
    assert collect(coder.code_loose(alone))["1"].sdgs == words


def test_a_text_with_a_heading_or_a_neighbour_does_not_stand_alone() -> None:
    assert stands_alone(Statement(id="1", text="x"))
    for context in (Context(heading_path=("Mål",)), Context(before=("y",)), Context(lead_in="Vi:")):
        assert not stands_alone(Statement(id="1", text="x", context=context))


def test_every_goal_of_a_text_alone_has_the_words_behind_it(coder) -> None:
    alone = [Statement(id="1", text=TEXTS[0][1], language="en")]
    goals = [one for one in coder.code_loose(alone) if one.variable == "sdgs"]
    assert all("«" in one.because or "follows" in one.because for one in goals)


def test_every_goal_of_a_text_alone_has_a_chance_and_the_first_of_one_the_best(coder) -> None:
    if not coder.reliability["sdgs"].alone:
        pytest.skip("the model that ships does not know yet")
    alone = [Statement(id=str(at), text=text, language=of) for at, (of, text) in enumerate(TEXTS)]
    goals = [one for one in coder.code_loose(alone) if one.variable == "sdgs"]
    assert all(0.2 < one.confidence < 0.95 for one in goals)
