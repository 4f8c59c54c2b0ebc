"""Chances are to hold in the next document, whatever its length."""

import numpy as np
import pytest

from maalkart.coding.codebook import load
from maalkart.coding.trained.calibrating import calibrated


def test_a_long_document_counts_no_more_than_a_short_one() -> None:
    variable = load().variable("type")
    rng = np.random.default_rng(6)
    codes = len(variable.codes)
    truth = rng.integers(0, codes, 400)
    right = np.eye(codes)[truth]
    noise = np.where(np.arange(400) < 200, 0.5, 1.5)[:, None]  # the second is hard to code
    scores = right + noise * rng.normal(size=right.shape)
    documents = np.where(np.arange(400) < 200, "easy", "hard")
    longer = np.concatenate([np.arange(400), np.tile(np.arange(200), 9)])
    short = calibrated(variable, scores, right, documents).slope[0]
    long = calibrated(variable, scores[longer], right[longer], documents[longer]).slope[0]
    alone = calibrated(variable, scores[:200], right[:200], documents[:200]).slope[0]
    assert long == pytest.approx(short, abs=1e-3)
    assert alone > short + 0.5
