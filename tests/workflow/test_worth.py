"""What a coder has been worth, by what people answered."""

from __future__ import annotations

import numpy as np
import pytest
from test_checking import fill, finished, rows, study  # noqa: F401

from maalkart.store.decisions import Decision, Drawn
from maalkart.workflow.checking import plan, worth
from maalkart.workflow.checking.draws import FOUND, NOT_FOUND
from maalkart.workflow.study import Study


def answered(truth: np.ndarray, told: np.ndarray, chance: float) -> list:
    return [
        (
            Drawn(
                place=at,
                unit=str(at),
                code="climate",
                stratum=FOUND if found else NOT_FOUND,
                chance=chance,
            ),
            Decision(
                decided="2026-01-01",
                person="Kari",
                unit=str(at),
                variable="domains",
                code="climate",
                answer=str(int(right)),
                note=None,
            ),
            chance,
        )
        for at, (right, found) in enumerate(zip(truth, told, strict=True), start=1)
    ]


def test_a_coder_that_is_right_counts_fully_and_one_at_random_next_to_nothing() -> None:
    rng = np.random.default_rng(2)
    truth = np.arange(40) % 2
    assert worth.of_bodies(answered(truth, truth, 0.5)) == 1
    noise = [worth.of_bodies(answered(truth, rng.integers(0, 2, 40), 0.5)) for _ in range(60)]
    assert np.mean(noise) < 0.35


def test_where_people_agree_on_all_or_have_seen_all_nothing_can_be_told() -> None:
    truth = np.arange(10) % 2
    assert worth.of_bodies(answered(0 * truth, truth, 0.5)) is None
    assert worth.of_bodies(answered(truth, truth, 1.0)) is None


def test_random_codes_of_statements_are_no_wider_than_people_alone(study: Study) -> None:  # noqa: F811
    drawn = plan.draw_for(study, of="statements", variable="domains", width=0.4)
    assert drawn.table is not None
    found, rng = rows(drawn.table), np.random.default_rng(5)
    fill(drawn.table, {row["nr"]: "Mål" for row in found}, column="type")
    themes = {row["nr"]: ("climate", "life", "place")[rng.integers(0, 3)] for row in found}
    fill(drawn.table, themes, column="temaer")
    assert plan.decide(study, drawn.table, person=None) == (len(found), [])
    [gain] = plan.gains(study)
    assert gain.corrected > 0
    assert gain.width is not None
    assert gain.alone is not None
    assert gain.width == pytest.approx(gain.alone, rel=0.25)
    assert gain.counts is not None
    assert 0 <= gain.counts <= 1
