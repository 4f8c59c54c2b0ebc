"""The probability that is stated: of several candidates at most one is the document."""

from __future__ import annotations

import math
from typing import cast

import pytest

from maalkart.collect.discover import Candidate
from maalkart.collect.rank import Judged, Reason, stated


def judged(weight: float, superseded_by: str | None = None) -> Judged:
    return Judged(
        kind="samfunnsdel",
        candidate=cast("Candidate", None),
        facts=None,
        reasons=(Reason(weight, "w"),),
        superseded_by=superseded_by,
    )


def test_one_alone_is_as_sure_as_its_reasons() -> None:
    [one] = stated([judged(3.0)])
    assert one.sure == pytest.approx(one.probability) == pytest.approx(1 / (1 + math.exp(-3)))


def test_two_as_likely_share_and_none_of_them_is_possible() -> None:
    one, other, low = stated([judged(3.0), judged(3.0), judged(-4.0)])
    assert one.probability > 0.95  # each by itself
    assert one.sure == other.sure < 0.5
    assert one.sure + other.sure + low.sure < 1


def test_what_was_superseded_is_not_the_one() -> None:
    new, old = stated([judged(2.0), judged(6.0, "2019-06-01")])
    assert old.sure == 0
    assert new.sure == pytest.approx(new.probability)
    assert stated([]) == []
