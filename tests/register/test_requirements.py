"""What cannot be met is said, with what would meet it; what can be met is, in every draw."""

from __future__ import annotations

import numpy as np
import pytest

from maalkart.core.errors import StudyError
from maalkart.core.settings import Requirement, Sample
from maalkart.core.study import Body
from maalkart.register.design import Design
from maalkart.register.draw import designs_of, draw

KINDS = ("A", "A", "A", "A", "A", "SP", "SP", "SP", "H", "H")


def frame(count: int = 40) -> list[Body]:
    return [
        Body(
            number=f"{n:04d}",
            name=f"Bygd {n}",
            facts={
                "population": str(500 + 400 * n),
                "party": KINDS[n % len(KINDS)],
                "merging": "yes" if n % 4 == 0 else "no",
                "county": f"F{n // 10}",
            },
        )
        for n in range(count)
    ]


def design(**settings: object) -> Design:
    (found,) = designs_of(frame(), Sample(**settings), seed=1)  # type: ignore[arg-type]
    return found


def samples(one: Design, times: int = 20) -> list[list[Body]]:
    rng = np.random.default_rng(9)
    draws = (one.draw(rng) for _ in range(times))
    return [[b for b, in_it in zip(one.bodies, d, strict=True) if in_it] for d in draws]


MERGING = Requirement(column="merging", equals="yes", min_count=4)
SMALL = Requirement(column="population", at_most=3000, min_share=0.3)
PARTIES = Requirement(column="party", each=("A", "SP", "H"), min_count=2)


@pytest.mark.parametrize("method", ["simple", "spread", "balanced"])
def test_every_method_meets_requirements_in_every_draw(method: str) -> None:
    one = design(
        size=10, method=method, require=(MERGING, PARTIES),
        stratify_by=("county",), spread_on=("population",), balance_on=("population",),
    )  # fmt: skip
    assert one.probabilities.sum() == pytest.approx(10, abs=0.1)
    for drawn in samples(one):
        assert len(drawn) == 10
        assert sum(b.facts["merging"] == "yes" for b in drawn) >= 4
        for party in ("A", "SP", "H"):
            assert sum(b.facts["party"] == party for b in drawn) >= 2


def test_strata_and_requirements_hold_together() -> None:
    one = design(size=10, method="stratified", stratify_by=("county",), require=(MERGING,))
    for drawn in samples(one, 20):
        assert sum(b.facts["merging"] == "yes" for b in drawn) >= 4
        assert {b.facts["county"] for b in drawn} == {"F0", "F1", "F2", "F3"}
    few = Requirement(column="population", at_most=3000, min_count=2)
    with pytest.raises(StudyError, match="1 is the nearest"):  # the small ones lie in one county
        design(size=4, method="stratified", stratify_by=("county",), require=(few,))


def test_a_requirement_that_leaves_no_chance_to_others_is_refused() -> None:
    small = Requirement(column="population", at_most=3000, min_share=1)
    with pytest.raises(StudyError, match="without a chance"):
        design(size=5, method="balanced", require=(small,))


def test_rejective_draws_have_simulated_probabilities_and_walls_exact_ones() -> None:
    assert design(size=10, method="simple", require=(MERGING,)).exactness == "simulated"
    assert design(size=10, method="balanced", require=(MERGING,)).exactness == "exact"
    assert design(size=10, method="simple").exactness == "exact"


def test_simulated_probabilities_are_near_those_counted_out() -> None:
    # at least 4 of 10 merging bodies in 10 of 40: expected merging, by the hypergeometric
    from math import comb

    ways = {k: comb(10, k) * comb(30, 10 - k) for k in range(4, 11)}
    expected = sum(k * n for k, n in ways.items()) / sum(ways.values()) / 10
    one = design(size=10, method="simple", require=(MERGING,))
    merging = [b.facts["merging"] == "yes" for b in one.bodies]
    assert one.probabilities[merging] == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize(
    ("requirement", "said", "hint"),
    [
        (
            Requirement(column="merging", equals="yes", min_count=11),
            "10 is the nearest",
            "the register has 10",
        ),
        (Requirement(column="party", each=("A", "SP", "H"), min_count=4), "is the nearest",
         "draw 2 bodies more"),
        (Requirement(column="party", equals="V", min_count=1), "0 is the nearest", "has 0"),
    ],
)  # fmt: skip
def test_what_cannot_be_met_is_named_with_what_would_meet_it(
    requirement: Requirement, said: str, hint: str
) -> None:
    size = 10 if requirement.each else 12
    one = design(size=size, method="balanced", require=(requirement,))
    (problem,) = one.problems
    assert requirement.column in problem.message
    assert said in problem.message
    assert hint in str(problem.hint)
    assert all(len(drawn) == size for drawn in samples(one, 5))


def test_requirements_that_clash_are_named() -> None:
    few = Requirement(column="population", at_most=3000, max_count=2)
    many = Requirement(column="population", at_most=2500, min_count=4)
    with pytest.raises(StudyError, match="cannot be met in 10 bodies"):
        design(size=10, method="balanced", require=(few, many))


def test_walls_that_do_not_nest_are_kept_by_throwing_draws_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("maalkart.register.design.SIMULATED", 40)
    one = design(size=10, method="balanced", require=(MERGING, SMALL, PARTIES))
    assert one.exactness == "simulated"
    for drawn in samples(one, 5):
        assert sum(b.facts["merging"] == "yes" for b in drawn) >= 4
        assert sum(float(b.facts["population"]) <= 3000 for b in drawn) >= 3


def test_certain_bodies_count_towards_requirements() -> None:
    merging = tuple(f"{n:04d}" for n in (0, 4, 8, 12))
    one = design(size=10, method="balanced", certain=merging, require=(MERGING,))
    equal = one.probabilities[one.probabilities < 1]
    assert equal == pytest.approx(6 / 36)


def test_equal_probabilities_are_left_as_they_are_where_requirements_allow() -> None:
    one = design(size=20, method="balanced", require=(MERGING,))
    assert one.probabilities == pytest.approx(0.5)


def test_a_column_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(StudyError, match="«merger»") as raised:
        design(size=10, require=(Requirement(column="merger", equals="yes", min_count=1),),
               method="balanced")  # fmt: skip
    assert raised.value.hint == "did you mean «merging»?"


def test_a_share_needs_a_fixed_number() -> None:
    county = Body(number="9", name="Fylke", level="county", facts={"population": "90000"})
    settings = Sample(size=10, method="balanced", require=(SMALL,))
    with pytest.raises(StudyError, match="share") as raised:
        designs_of([*frame(), county], settings, seed=1)
    assert "counties" in str(raised.value.hint)
    fixed = settings.model_copy(update={"counties": 1})
    assert len(draw([*frame(), county], fixed, seed=1).bodies) == 10
