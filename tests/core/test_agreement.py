"""Published examples, to their last digit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maalkart.core.agreement import (
    alpha,
    bootstrap,
    gwet_ac1,
    interval,
    jaccard,
    kappa,
    masi,
    nominal,
    nominal_alpha,
    ordinal,
    percent,
)
from maalkart.core.unitizing import disagreement, pooled_unitizing_alpha, unitizing_alpha

FOUR_OBSERVERS = (  # Krippendorff 2011, section C; four observers, twelve units, gaps
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
UNITS = [
    [None if value == "." else int(value) for value in values]
    for values in zip(*(line.split() for line in FOUR_OBSERVERS), strict=True)
]
RATIO = [[None if v is None else float(v) for v in unit] for unit in UNITS]


def test_krippendorffs_four_observers() -> None:
    """Krippendorff 2011: nominal .743, ordinal .815, interval .849, ratio .797."""

    def ratio(a: float, b: float) -> float:
        return ((a - b) / (a + b)) ** 2

    assert round(alpha(UNITS, nominal) or 0, 3) == 0.743
    assert round(alpha(UNITS, ordinal(UNITS, (1, 2, 3, 4, 5))) or 0, 3) == 0.815
    assert round(alpha(RATIO, interval) or 0, 3) == 0.849
    assert round(alpha(RATIO, ratio) or 0, 3) == 0.797


def test_krippendorffs_two_observers_of_a_yes_or_no() -> None:
    """Krippendorff 2011, section A: .095."""
    pairs = list(zip("0100000010", "1110010000", strict=True))
    assert round(alpha(pairs, nominal) or 0, 3) == 0.095


def test_krippendorffs_two_observers_of_five_codes() -> None:
    """Krippendorff 2011, section B: .692."""
    pairs = list(zip("aabbdcccedda", "babbbccceddd", strict=True))
    assert round(alpha(pairs, nominal) or 0, 3) == 0.692


def test_gwets_four_raters() -> None:
    """Gwet (2014, «Handbook of Inter-Rater Reliability», 4th ed.): AC1 .77544, agreement .81818."""
    assert round(percent(UNITS) or 0, 5) == 0.81818
    assert round(gwet_ac1(UNITS) or 0, 5) == 0.77544


def test_cohens_own_table() -> None:
    """Cohen (1960, table 2): 200 cases, two judges, three codes, kappa .492."""
    table = np.array([[88.0, 14, 18], [10, 40, 10], [2, 6, 12]])
    assert round(kappa(table) or 0, 3) == 0.492


def test_krippendorffs_units_on_a_continuum() -> None:
    """Krippendorff (2004, p. 254): .7286 in one category and 1 in the other.

    His .8591 for both is 1 − .0144 / (.0532 + .0490), from figures rounded to four digits.
    """
    first = [[(225, 295), (370, 400)], [(220, 300), (355, 375), (400, 420)]]
    second = [[(180, 240), (300, 350)]] * 2
    assert round(unitizing_alpha(first, 150, 450) or 0, 4) == 0.7286
    assert unitizing_alpha(second, 150, 450) == 1.0
    both = [disagreement(one, 150, 450) for one in (first, second)]
    rounded = [(round(observed, 4), round(expected, 4)) for observed, expected in both]
    assert rounded == [(0.0144, 0.0532), (0.0, 0.0490)]
    pooled = pooled_unitizing_alpha([first, second], 150, 450)
    assert pooled == pytest.approx(1 - 0.0144 / (0.0532 + 0.0490), abs=0.0005)


def test_where_a_measure_is_undefined_it_is_none() -> None:
    assert alpha([(1, 1), (1, 1)], nominal) is None  # no variation
    assert alpha([(1, None), (None, 2)], nominal) is None  # nothing shared
    assert kappa(np.array([[5.0, 0], [0, 0]])) is None
    assert gwet_ac1([(1, 1)]) is None
    assert gwet_ac1([(1, 1)], codes=2) == 1.0
    assert percent([(1, None)]) is None
    assert unitizing_alpha([[], []], 0, 10) is None
    assert unitizing_alpha([[(0, 3)]], 0, 10) is None


def test_spans_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        unitizing_alpha([[(0, 5), (4, 8)], [(0, 5)]], 0, 10)


def test_shifted_spans_agree_less_the_more_they_are_shifted() -> None:
    own = [(10, 30), (50, 90)]
    found = [
        unitizing_alpha([own, [(a + by, b + by) for a, b in own]], 0, 120) for by in (0, 2, 5, 10)
    ]
    assert found[0] == 1.0
    assert found == sorted(found, reverse=True)


def test_sets_that_share_more_are_nearer() -> None:
    a, b, c = frozenset("ab"), frozenset("abc"), frozenset("xy")
    assert jaccard(a, b) == pytest.approx(1 / 3)
    assert masi(a, b) == pytest.approx(1 - 2 / 3 * 2 / 3)
    assert jaccard(a, c) == masi(a, c) == 1.0
    assert jaccard(frozenset(), frozenset()) == masi(frozenset(), frozenset()) == 0.0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2))
def test_two_ways_to_alpha_are_one(pairs: list[tuple[str, str]]) -> None:
    table = np.zeros((3, 3))
    for a, b in pairs:
        table["abc".index(a), "abc".index(b)] += 1
    one, other = alpha(pairs, nominal), nominal_alpha(table)
    assert (one is None) == (other is None)
    if one is not None:
        assert one == pytest.approx(other)


def test_an_interval_by_documents_is_wider_than_by_statements() -> None:
    rng = np.random.default_rng(1)
    documents = []
    for right in (0.95, 0.9, 0.6, 0.92, 0.55, 0.97):
        truth = rng.integers(2, size=40)
        told = np.where(rng.random(40) < right, truth, 1 - truth)
        documents.append(list(zip(truth.tolist(), told.tolist(), strict=True)))
    alone = [[unit] for document in documents for unit in document]

    def measure(units: object) -> float | None:
        return alpha(units, nominal)  # type: ignore[arg-type]

    by_document = bootstrap(documents, measure, rng=rng, draws=400)
    by_statement = bootstrap(alone, measure, rng=rng, draws=400)
    assert by_document is not None
    assert by_statement is not None
    assert by_document[1] - by_document[0] > 1.3 * (by_statement[1] - by_statement[0])
    assert bootstrap(documents[:1], measure, rng=rng) is None
