"""Drawing, drawing anew, and replacing a body without documents: nothing is hidden or lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from maalkart.core.errors import StudyError
from maalkart.workflow.sample import draw, replace_body, report_of
from maalkart.workflow.study import Study

REGISTER = "number,name,level,population,county\n" + "".join(
    f"{n:04d},Bygd {n},municipality,{1000 + 300 * n},F{n % 3}\n" for n in range(30)
)
SETTINGS = """[study]
name = "x"
[population]
register = "register.csv"
[sample]
size = 6
method = "stratified"
stratify_by = ["county"]
seed = 3
"""


@pytest.fixture
def study(tmp_path: Path) -> Study:
    (tmp_path / "study.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")
    return Study.open(tmp_path)


def test_the_file_tells_how_each_body_was_drawn(study: Study) -> None:
    report = draw(study)
    head, first, *_ = study.sample_path.read_text("utf-8").splitlines()
    assert head.split(",")[:9] == [
        *("number", "name", "level", "inclusion_probability", "probability_method", "stratum"),
        *("response", "reason", "replacement_for"),
    ]
    assert first.split(",")[3:9] == ["0.2", "exact", first.split(",")[-1], "", "", ""]
    assert report.exit_code == 0
    assert [row.drawn for row in report.regions] == [2, 2, 2]


def test_the_same_seed_gives_the_same_bytes(study: Study) -> None:
    draw(study)
    before = study.sample_path.read_bytes()
    draw(study, force=True)
    assert study.sample_path.read_bytes() == before
    draw(study, seed=4, force=True)
    assert study.sample_path.read_bytes() != before


def test_an_earlier_draw_is_kept_when_it_is_drawn_anew(study: Study) -> None:
    draw(study)
    before = study.sample_path.read_bytes()
    report = draw(study, seed=4, force=True)
    assert report.earlier is not None
    assert report.earlier.read_bytes() == before
    again = draw(study, seed=5, force=True)
    assert again.earlier is not None
    assert again.earlier.name == "sample-2.csv"


def test_a_replaced_body_stays_as_nonresponse(study: Study) -> None:
    drawn = draw(study).bodies
    first = drawn[0].number
    gone, found = replace_body(study, first, reason="no documents")
    bodies = {body.number: body for body in study.bodies()}
    assert len(bodies) == 7
    assert bodies[first].facts["response"] == "nonresponse"
    assert bodies[first].facts["reason"] == "no documents"
    assert bodies[found.number].facts["replacement_for"] == gone.number
    assert bodies[found.number].facts["stratum"] == gone.facts["stratum"]
    assert bodies[found.number].facts["county"] == gone.facts["county"]
    assert found.number not in {body.number for body in drawn}


def test_a_replacement_can_be_replaced_but_no_body_twice(study: Study) -> None:
    first = draw(study).bodies[0].number
    _, found = replace_body(study, first, reason="no documents")
    with pytest.raises(StudyError, match="replaced already"):
        replace_body(study, first, reason="again")
    with pytest.raises(StudyError, match="not drawn"):
        replace_body(study, "9999", reason="x")
    gone, _ = replace_body(study, found.number, reason="no documents")
    assert gone.facts["replacement_for"] == first


def test_balance_can_be_told_of_a_sample_that_stands(study: Study) -> None:
    assert draw(study).balance == report_of(study).balance
