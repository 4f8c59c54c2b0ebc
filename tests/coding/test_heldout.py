"""What a model's card says of its quality: read off the answers on documents left out."""

from __future__ import annotations

import numpy as np
import pytest

from maalkart.coding.trained.heldout import quality
from maalkart.coding.trained.model import Question


def question(*, single: bool, codes: tuple[str, ...]) -> Question:
    one = (1.0,) * len(codes)
    return Question(
        variable="arena" if single else "themes", codes=codes, single=single, slope=one,
        offset=(0.0,) * len(codes), at_most=1 if single else None,
    )  # fmt: skip


def answers(told: str, codes: str = "ab") -> np.ndarray:
    """A row for each letter, sure of that code."""
    return np.array([[0.9 if code == letter else 0.1 for code in codes] for letter in told])


def truth(said: str, codes: str = "ab") -> np.ndarray:
    return np.array([[float(code == letter) for code in codes] for letter in said])


def test_kappa_is_the_textbooks_and_its_interval_is_of_whole_documents() -> None:
    """The table of 50 proposals: 20 and 15 agreed on, 5 and 10 not; kappa .40."""
    told = "a" * 20 + "b" * 5 + "a" * 10 + "b" * 15
    right = "a" * 25 + "b" * 25
    of = question(single=True, codes=("a", "b"))
    apart = quality(of, answers(told), truth(right), [str(at) for at in range(50)])
    assert apart["kappa"] == pytest.approx(0.4)
    assert apart["kappa_low"] < 0.4 < apart["kappa_high"]
    assert (apart["examples"], apart["documents"]) == (50, 50)
    lumped = quality(of, answers(told), truth(right), ["1"] * 30 + ["2"] * 20)
    assert lumped["kappa_high"] - lumped["kappa_low"] > apart["kappa_high"] - apart["kappa_low"]


def test_f1_counts_every_code_and_one_document_has_no_interval() -> None:
    of = question(single=False, codes=("a", "b"))
    found = quality(of, answers("aabb"), truth("abbb"), ["one"] * 4)
    assert found["micro_f1"] == 0.75
    assert found["micro_f1_low"] is None
    assert found["micro_f1_high"] is None


def test_without_variation_kappa_is_undefined() -> None:
    found = quality(question(single=True, codes=("a", "b")), answers("aa"), truth("aa"), "12")
    assert found["kappa"] is None
    assert found["kappa_low"] is None
