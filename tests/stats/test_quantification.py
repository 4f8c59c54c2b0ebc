"""Shares adjusted by a coder's errors in other documents: by hand, by simulation, in a study."""

from __future__ import annotations

import numpy as np
import pytest

from maalkart.core.settings import Quantifier
from maalkart.stats.correction import Statements, machine_ratio
from maalkart.stats.design import Design
from maalkart.stats.quantification import (
    counted_shares,
    em_shares,
    quantified,
)


def test_em_finds_the_shares_of_new_data() -> None:
    rng = np.random.default_rng(5)
    truth = rng.random(4000) < 0.15
    signal = rng.normal(np.where(truth, 1.0, -1.0), 1.0)
    old = 1 / (1 + np.exp(-2 * signal))  # right where both codes are equally common
    answers = np.column_stack((old, 1 - old))
    assert answers[:, 0].mean() > 0.2
    assert em_shares(answers, np.array([0.5, 0.5]))[0] == pytest.approx(truth.mean(), abs=0.02)


def test_of_two_codes_the_adjusted_count_is_that_of_rogan_and_gladen() -> None:
    """(q + sp − 1)/(se + sp − 1): a share of .30, found with .9 and .8, is seen as .41."""
    given = np.array([[0.8, 0.2], [0.1, 0.9]])  # specificity .8, sensitivity .9
    assert counted_shares(given, np.array([0.59, 0.41]))[1] == pytest.approx(0.30)
    assert np.isnan(counted_shares(np.full((2, 2), 0.5), np.array([0.6, 0.4]))).all()
    within = counted_shares(given, np.array([0.95, 0.05]))
    assert within.tolist() == [1.0, 0.0]


def test_em_on_answers_is_the_adjusted_count_where_that_lies_within_bounds() -> None:
    """Both are the most likely shares behind the answers' shares."""
    given = np.array([[0.8, 0.15, 0.05], [0.1, 0.8, 0.1], [0.05, 0.15, 0.8]])
    prior = np.array([0.3, 0.5, 0.2])
    chances = prior[:, None] * given / (prior @ given)  # of what is right, behind each answer
    observed = np.array([0.5, 0.3, 0.2]) @ given
    found = em_shares(chances.T, prior, weights=observed, rounds=20_000)
    assert found == pytest.approx([0.5, 0.3, 0.2], abs=1e-4)
    assert counted_shares(given, observed) == pytest.approx([0.5, 0.3, 0.2])


GIVEN = np.array([[0.86, 0.10, 0.04], [0.12, 0.76, 0.12], [0.10, 0.15, 0.75]])


def answered(truth: np.ndarray, given: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return (rng.random(len(truth))[:, None] > given[truth].cumsum(axis=1)).sum(axis=1)


def errors(rng: np.random.Generator) -> np.ndarray:
    """How often each answer is given where each is right, in one document."""
    return rng.dirichlet(np.ones(3), size=3) * 0.06 + GIVEN * 0.94


def coded_elsewhere(rng: np.random.Generator, documents: int = 20) -> np.ndarray:
    """Documents in which the coder is better or worse, and in which the code is rarer."""
    tables = np.zeros((documents, 3, 3))
    for table in tables:
        truth = rng.choice(3, 60, p=(0.4, 0.45, 0.15))
        np.add.at(table, (truth, answered(truth, errors(rng), rng)), 1.0)
    return tables


@pytest.mark.parametrize("by", ["adjusted_count", "em"])
def test_adjusted_intervals_hold_the_truth_where_the_coder_errs_as_it_did(by: Quantifier) -> None:
    rng = np.random.default_rng(11)
    held, believed, widths = [], [], []
    for _ in range(160):
        shares = rng.dirichlet((8, 6, 6), size=200)
        true = shares[:, 2].sum() / shares[:, 1:].sum()
        bodies = rng.choice(200, 30, replace=False)
        truth = [rng.choice(3, 80, p=shares[body]) for body in bodies]
        told = np.concatenate([answered(one, errors(rng), rng) for one in truth])
        body, nobody = np.repeat(np.arange(30), 80), np.zeros(len(told))
        asked, found = (told > 0).astype(float), (told == 2).astype(float)
        of = Statements(body, found, asked, nobody, nobody, nobody)
        design = Design(np.full(30, 30 / 200))
        ratio = quantified(design, of, coded_elsewhere(rng), by)
        assert ratio is not None
        held.append(ratio.bounds.low <= true <= ratio.bounds.high)
        widths.append(ratio.bounds.width)
        plain = machine_ratio(design, of).bounds
        believed.append(plain.low <= true <= plain.high)
    assert np.mean(held) >= 0.92
    assert np.mean(believed) < 0.75
    assert np.mean(widths) < 0.25


def test_what_was_never_right_elsewhere_cannot_be_adjusted() -> None:
    of = Statements(np.zeros(4, dtype=int), *(np.array([0.0, 1, 1, 0]) for _ in range(5)))
    tables = coded_elsewhere(np.random.default_rng(1))
    tables[:, 2] = 0
    assert quantified(Design(np.array([0.5])), of, tables, "adjusted_count") is None
