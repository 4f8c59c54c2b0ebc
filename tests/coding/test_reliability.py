"""A second coder is believed as far as it was right on documents of the other half."""

import numpy as np
import pytest

from maalkart.coding.reconcile import joined_each, joined_one
from maalkart.coding.reliability import Case, measure, sure_alone

CODES = ("a", "b")


def cases(second_is_right, *, sure=0.5, number=400):
    """Two codes, one right in each case; the first coder has no idea, the second often has."""
    rng = np.random.default_rng(7)
    found = []
    for at in range(number):
        right = CODES[rng.integers(2)]
        said = right if rng.random() < second_is_right else CODES[right == "a"]
        found.append(
            Case(
                document=f"plan {at % 40}",
                chances={code: sure if code == right else 1 - sure for code in CODES},
                said=frozenset({said}),
                right=frozenset({right}),
            )
        )
    return found


@pytest.mark.parametrize("single", [True, False])
def test_a_second_coder_that_knows_is_trusted_fully_beside_one_that_does_not(single) -> None:
    rates = measure({"v": (single, cases(0.9))})["v"]
    assert rates.trust == 1.0
    join = joined_one if single else joined_each
    joined = join({"a": 0.5, "b": 0.5}, frozenset({"a"}), rates)
    assert joined["a"] == pytest.approx(0.9, abs=0.06)


@pytest.mark.parametrize("single", [True, False])
def test_a_second_coder_that_guesses_is_not_listened_to(single) -> None:
    assert measure({"v": (single, cases(0.5))}) == {}


@pytest.mark.parametrize("single", [True, False])
def test_beside_a_first_coder_that_is_surely_right_nothing_is_gained(single) -> None:
    assert measure({"v": (single, cases(0.9, sure=0.9999))}) == {}


def test_a_second_coder_that_only_repeats_the_first_is_trusted_little() -> None:
    rng = np.random.default_rng(3)
    found = []
    for at in range(1000):
        right, sure = CODES[rng.integers(2)], 0.8
        told = right if rng.random() < sure else CODES[right == "a"]
        found.append(
            Case(
                document=f"plan {at % 50}",
                chances={code: sure if code == told else 1 - sure for code in CODES},
                said=frozenset({told}),
                right=frozenset({right}),
            )
        )
    rates = measure({"v": (True, found)})
    assert not rates or rates["v"].trust <= 0.1


def test_nothing_said_and_nothing_known_breaks_nothing() -> None:
    assert measure({}) == {}
    assert measure({"v": (True, []), "w": (False, [])}) == {}
    silent = [
        Case(document=str(n), chances={"a": 0.5}, said=frozenset(), right=frozenset())
        for n in range(4)
    ]
    assert measure({"v": (False, silent)}).keys() <= {"v"}


def test_the_halves_do_not_depend_on_the_order() -> None:
    found = cases(0.9)
    assert measure({"v": (False, found)}) == measure({"v": (False, found[::-1])})


def test_a_coder_that_answers_alone_is_as_sure_as_it_was_found_right() -> None:
    cases = [(("3",), frozenset({"3"}))] * 80 + [(("3", "4"), frozenset({"4"}))] * 40
    first, second = sure_alone([*cases, (("11",), frozenset())])
    assert first[0] > 0.9
    assert second[0] < 0.15
    assert second[1] > 0.85
    assert sure_alone([]) == []
