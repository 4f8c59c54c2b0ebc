"""What stands around a statement, and what its chances become by it."""

import numpy as np
import pytest
from scipy import sparse

from maalkart.coding.loose import in_context
from maalkart.coding.trained.calibrating import with_threshold
from maalkart.coding.trained.coder import given
from maalkart.coding.trained.company import SIGNS, company_of, in_company, signs
from maalkart.coding.trained.margins import PARTS, Task, parts_of, solve
from maalkart.coding.trained.model import Question
from maalkart.coding.trained.weighing import weighed
from maalkart.core.statement import Context, Statement

LINES = (
    "Skole",
    "Alle elever skal trives godt på skolen sin hver dag.",
    "Vi vil ha flere lærere i alle skolene i kommunen.",
    "Veg",
    "Vegene skal bli trygge for alle som ferdes der.",
)


def loose():
    found = [Statement(id=str(at), text=text) for at, text in enumerate(LINES)]
    return in_context(found, ["a"] * len(found))


def test_loose_lines_find_their_neighbours_and_their_heading() -> None:
    company = company_of(loose())
    assert company.before.tolist() == [-1, 0, 1, 2, 3]
    assert company.after.tolist() == [1, 2, 3, 4, -1]
    assert company.heading.tolist() == [-1, 0, 0, -1, 3]
    assert company.section[1] == company.section[2] != company.section[4]
    assert set(company.whole.tolist()) == {0}


def test_statements_picked_out_here_and_there_are_nobodys_neighbours() -> None:
    lines = loose()
    company = company_of([lines[0], lines[2], lines[4], Statement(id="x", text="Alene")])
    assert company.alone.all()


def test_two_documents_are_no_company() -> None:
    company = company_of([*loose(), *loose()])
    assert company.before[len(LINES)] == -1
    assert company.whole.tolist() == [0] * len(LINES) + [1] * len(LINES)
    assert company.heading[len(LINES) + 1] == len(LINES)


def test_means_are_of_the_others_alone() -> None:
    chance = np.array([[0.1], [0.2], [0.6], [0.3], [0.5]])
    found = dict(zip(SIGNS, signs(chance, company_of(loose())), strict=True))
    assert found["before"].reshape(-1) == pytest.approx([0, 0.1, 0.2, 0.6, 0.3])
    assert found["after2"].reshape(-1) == pytest.approx([0.6, 0.3, 0.5, 0, 0])
    assert found["whole"][0, 0] == pytest.approx((0.2 + 0.6 + 0.3 + 0.5) / 4)
    assert found["section"][1, 0] == pytest.approx(0.6)
    assert found["carried"].reshape(-1) == pytest.approx([0.4, 0, 0, 0.5, 0])


def test_a_text_alone_keeps_the_chances_of_its_own_words() -> None:
    alone = company_of([Statement(id="1", text="x", context=Context(heading_path=("Skole",)))])
    chance = np.array([[0.3, 0.8]])
    assert in_company(chance, alone, [1.0] * len(SIGNS) + [5.0]) == pytest.approx(chance)


def test_company_is_weighed_where_it_tells_and_only_there() -> None:
    rng = np.random.default_rng(1)
    lines = [Statement(id=str(at), text=f"linje nummer {at}") for at in range(3_000)]
    run = in_context(lines, [str(at // 30) for at in range(len(lines))])
    company, part = company_of(run), parts_of([str(at // 30) for at in range(len(lines))])
    question = Question(
        variable="themes", codes=("a", "b"), single=False, slope=(1.0,) * 2, offset=(0.0,) * 2
    )
    asked = np.arange(len(lines))
    topic = np.repeat(rng.random(100) < 0.5, 30)
    right = np.column_stack([topic, ~topic]).astype(float)
    own = np.clip(0.3 * right + 0.7 * rng.random(right.shape), 0.01, 0.99)
    told, chance = weighed(question, own, company, right, asked, part)
    assert len(told.company) == len(SIGNS) + 1
    assert ((chance > 0.5) == (right > 0)).mean() > ((own > 0.5) == (right > 0)).mean() + 0.1
    sure = (rng.random(right.shape) < own).astype(float)  # nothing more to know
    assert weighed(question, own, company, sure, asked, part)[0].company == ()


def test_more_workers_give_the_same_machines() -> None:
    rng = np.random.default_rng(2)
    rows = sparse.random(200, 50, density=0.2, random_state=3, format="csr")
    answers = (rng.random((150, 20)) < 0.3).astype(float)
    groups = [str(at // 10) for at in range(200)]
    task = Task(
        rows=rows, asked=np.arange(150), answers=answers, part=parts_of(groups),
        weight=np.ones(200), strength=0.1,
    )  # fmt: skip
    one, three = solve(task), solve(task, workers=3)
    assert (one.weights == three.weights).all()
    assert (one.held_out == three.held_out).all()
    assert one.held_out.shape == (200, 20)
    assert len(set(task.part)) == PARTS


def test_frequent_codes_do_not_swallow_rare_ones() -> None:
    rng = np.random.default_rng(4)
    rare = rng.random(4_000) < 0.06
    chance = np.clip(0.05 + 0.25 * rare + 0.1 * rng.standard_normal(4_000), 0.01, 0.6)
    table = np.column_stack([1.0 - chance, chance])
    right = np.column_stack([~rare, rare]).astype(float)
    plain = Question(
        variable="arena", codes=("society", "organisation"), single=True,
        slope=(1.0,) * 2, offset=(0.0,) * 2, at_most=1,
    )  # fmt: skip
    question = with_threshold(plain, table, right)
    assert question.handicap[0] > question.handicap[1] > 0
    likely = {"society": 0.7, "organisation": 0.3}
    assert given(plain, likely) == [("society", 0.7)]
    assert given(question, likely) == [("organisation", 0.3)]
