"""What a study knows of agreement: from the model's card, and from people who answer the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_study import make_study
from test_checking import fill, rows

from maalkart.workflow.checking import plan
from maalkart.workflow.plan import plan as plan_of
from maalkart.workflow.results import study_data
from maalkart.workflow.run import run
from maalkart.workflow.study import Study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = make_study(tmp_path_factory.mktemp("studies") / "study")
    found = Study.open(Path(folder))
    run(found, workers=1)
    return found


def test_the_models_card_is_told_by_language(study: Study) -> None:
    data = study_data(plan_of(study), "")
    of_type = {
        one.language: one
        for one in data.held_out
        if (one.variable, one.measure) == ("type", "kappa")
    }
    assert {"all", "nb", "nn"} <= set(of_type)
    assert of_type["all"].units >= of_type["nb"].units + of_type["nn"].units
    assert data.team == ()


def test_two_who_answer_the_same_table_are_measured_against_each_other(study: Study) -> None:
    drawn = plan.draw_for(study, of="bodies", variable="domains", width=0.01)
    assert drawn.table is not None
    numbers = [row["nr"] for row in rows(drawn.table)]
    kari = {number: "mål" if at % 2 else "nei" for at, number in enumerate(numbers)}
    fill(drawn.table, kari)
    assert plan.decide(study, drawn.table, person=None)[0] == len(numbers)
    assert study_data(plan_of(study), "").team == ()
    fill(drawn.table, kari, person="Ola")
    assert plan.decide(study, drawn.table, person=None)[0] == len(numbers)
    [team] = study_data(plan_of(study), "").team
    assert (team.variable, team.units) == ("bodies_domains", len(numbers))
    assert team.found.value == 1.0
    fill(drawn.table, dict.fromkeys(numbers[:4], "nei"), person="Ola")
    plan.decide(study, drawn.table, person=None)
    [team] = study_data(plan_of(study), "").team
    assert team.found.value is not None
    assert team.found.value < 1.0
