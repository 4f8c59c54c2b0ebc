from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from maalkart.core.study import Body
from maalkart.stats.checked import estimator
from maalkart.stats.design import design_of
from maalkart.stats.means import hajek
from maalkart.stats.response import responding
from maalkart.stats.weights import answering, rake


def test_those_who_answered_stand_for_those_of_their_class_who_did_not() -> None:
    weights, answered = np.full(5, 2.0), np.array([True, False, True, True, True])
    found = answering(weights, answered, ["a", "a", "b", "b", "b"])
    assert found.tolist() == [4.0, 0.0, 2.0, 2.0, 2.0]


def test_a_class_in_which_none_answered_is_made_up_for_by_the_next_that_holds_it() -> None:
    weights, answered = np.full(5, 2.0), np.array([False, False, True, True, False])
    fine, coarse = ["a", "a", "b", "c", "c"], ["x", "x", "x", "y", "y"]
    assert answering(weights, answered, fine, coarse).tolist() == [0.0, 0.0, 6.0, 4.0, 0.0]
    with pytest.raises(ValueError, match="«a»"):
        answering(weights, answered, fine)


def drawn(number: int, stratum: str, chance: float, **facts: str) -> Body:
    facts = {"stratum": stratum, **facts}
    return Body(number=str(number), name="", inclusion_probability=chance, facts=facts)


def test_who_answered_is_a_smaller_sample_of_each_stratum() -> None:
    """10 of 50 in one stratum, of which 8 answer; 4 of 8 in another, where all do: by hand."""
    bodies = [drawn(at, "a", 0.2) for at in range(10)] + [
        drawn(at, "b", 0.5) for at in range(10, 14)
    ]
    there = [body.number for body in bodies if body.number not in ("0", "1")]
    found = responding(bodies, there)
    assert [body.number for body in found] == there
    assert [body.inclusion_probability for body in found] == [pytest.approx(8 / 50)] * 8 + [0.5] * 4
    design = design_of(found)
    assert design is not None
    values = np.array([1.0, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 0])
    mean = (50 * 3 / 8 + 8 * 3 / 4) / 58
    spread = (50 / 58) ** 2 * (1 - 8 / 50) / 8 * np.var(values[:8], ddof=1)
    spread += (8 / 58) ** 2 * (1 - 4 / 8) / 4 * np.var(values[8:], ddof=1)
    share = hajek(design, values, np.ones(12))
    assert share.share == pytest.approx(mean)
    assert share.variance == pytest.approx(spread)


def test_what_came_in_the_place_of_a_body_holds_it_and_no_other() -> None:
    bodies = [drawn(at, "a", 0.1) for at in range(6)]
    gone = replace(bodies[0], facts={**bodies[0].facts, "response": "nonresponse"})
    came = drawn(9, "a", 0.1, replacement_for="0")
    found = responding([gone, came, *bodies[1:]], ["9", "1", "2", "3", "4", "5"])
    assert [body.number for body in found] == ["9", "1", "2", "3", "4", "5"]
    assert {body.inclusion_probability for body in found} == {0.1}
    silent = responding([gone, came, *bodies[1:]], ["1", "2", "3", "4", "5"])
    assert [body.inclusion_probability for body in silent] == [pytest.approx(5 / 60)] * 5


def test_a_body_that_was_certain_is_certain_still_when_others_are_made_up_for() -> None:
    """Sums of weights such as 1/0.0903 are not exact, and 1 + 2e-16 is no probability."""
    rng = np.random.default_rng(1)
    for _ in range(50):
        chances = rng.uniform(0.05, 0.5, 30)
        bodies = [drawn(0, "a", 1.0), *(drawn(at, "b", chances[at]) for at in range(1, 30))]
        found = responding(bodies, [body.number for body in bodies[:-1]])
        assert found[0].inclusion_probability == 1.0


def test_of_a_census_nothing_is_made_up_for() -> None:
    bodies = [drawn(at, "a", 1.0) for at in range(3)]
    assert responding(bodies, ["1"]) == tuple(bodies)


def test_raked_weights_meet_every_known_total() -> None:
    rng = np.random.default_rng(1)
    size, region = rng.choice(["small", "large"], 60), rng.choice(["n", "s", "w"], 60)
    totals = ({"small": 250.0, "large": 172.0}, {"n": 90.0, "s": 200.0, "w": 132.0})
    found = rake(np.full(60, 422 / 60), list(zip((size, region), totals, strict=True)))
    for classes, known in zip((size, region), totals, strict=True):
        for name, total in known.items():
            assert found[classes == name].sum() == pytest.approx(total, rel=1e-6)


def test_calibrated_weights_weigh_and_what_they_are_calibrated_on_has_no_variance() -> None:
    told = [
        Body(
            number=str(at),
            name="",
            inclusion_probability=0.1,
            facts={"size": "small" if at < 12 else "large"},
        )
        for at in range(20)
    ]
    sizes = [body.facts["size"] for body in told]
    weights = rake(np.full(20, 10.0), [(sizes, {"small": 150.0, "large": 50.0})])
    by_body = {body.number: float(one) for body, one in zip(told, weights, strict=True)}
    shares = estimator(told, balanced_on=("size",), weights=by_body)
    names = [body.number for body in told]
    small = shares.share(names, dict.fromkeys(names[:12], ("s",)))
    assert small.share == pytest.approx(0.75)
    design = design_of(told, balanced_on=("size",), weights=by_body)
    assert design is not None
    is_small = np.array([float(size == "small") for size in sizes])
    assert hajek(design, is_small, np.ones(20)).variance == pytest.approx(0, abs=1e-12)


def test_totals_that_cannot_be_met_are_said() -> None:
    with pytest.raises(ValueError, match="no body"):
        rake(np.ones(2), [(["a", "a"], {"a": 1.0, "b": 1.0})])
    with pytest.raises(ValueError, match="contradict"):
        rake(np.ones(2), [(["a", "b"], {"a": 1.0, "b": 1.0}), (["x", "x"], {"x": 5.0})])
