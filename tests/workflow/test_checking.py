"""People check what was drawn for them; what they find corrects the shares and is never lost."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from small_study import REGISTER, make_study
from typer.testing import CliRunner

from maalkart.cli.app import app
from maalkart.core.errors import StudyError, UsageError
from maalkart.store.decisions import Decisions
from maalkart.workflow.checking import plan
from maalkart.workflow.checking.answers import codes_of, column_of, level_of, words
from maalkart.workflow.checking.decided import last_draws, people_answers
from maalkart.workflow.plan import plan as plan_of
from maalkart.workflow.results import study_data
from maalkart.workflow.run import run
from maalkart.workflow.study import Study, opened


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_study(tmp_path_factory.mktemp("studies") / "study")
    run(Study.open(folder), workers=1)
    return folder


@pytest.fixture
def study(finished: Path, tmp_path: Path) -> Study:
    return Study.open(Path(shutil.copytree(finished, tmp_path / "study")))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def fill(
    path: Path, answers: dict[str, str], *, column: str = "svar", person: str = "Kari"
) -> None:
    """Answer the rows named, as a spreadsheet would save it."""
    found = rows(path)
    for row in found:
        if row["nr"] in answers:
            row[column], row["hvem"] = answers[row["nr"]], person
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(found)


def history(study: Study) -> list[tuple[str, str]]:
    with opened(study) as database:
        return [(one.person, one.answer) for one in Decisions(database).all()]


def test_before_anything_is_drawn_one_sees_what_checking_gives(study: Study) -> None:
    found = plan.options(study, of="bodies", variable="domains").outlooks
    assert [one.checks for one in found] == sorted(one.checks for one in found)
    widths = [one.width for one in found]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == 0  # all three bodies were asked and all are checked


def test_a_draw_is_a_table_in_random_order_that_a_spreadsheet_leaves_alone(study: Study) -> None:
    drawn = plan.draw_for(study, of="bodies", variable="domains", width=0.4)
    assert drawn.table is not None
    found = rows(drawn.table)
    assert drawn.checks == len(found) > 0
    assert [row["nr"] for row in found] == [f"K1-{at}" for at in range(1, len(found) + 1)]
    assert {row["avsender"] for row in found} == {"Storvik", "Lauvdal", "Nesøy"}
    assert any("halvere klimagassutslippene" in row["funnet i dokumentene"] for row in found)
    assert all(row["svar"] == "" for row in found)


def test_answers_correct_the_shares_and_the_report_says_so(study: Study) -> None:
    drawn = plan.draw_for(study, of="bodies", variable="domains", width=0.01)
    assert drawn.table is not None
    climate = [row for row in rows(drawn.table) if "«Klima og miljø»" in row["spørsmål"]]
    assert len(climate) == 3
    fill(drawn.table, {row["nr"]: "nevnt" for row in climate})
    fresh, problems = plan.decide(study, drawn.table, person=None)
    assert (fresh, problems) == (3, [])
    [gain] = plan.gains(study)
    assert (gain.checked, gain.corrected) == (3, 1)
    run(study, workers=1)
    tables = study.folder / "report" / "tables" / "nb"
    [told] = [
        row
        for row in rows(tables / "estimates.csv")
        if (row["table"], row["id"], row["column"]) == ("domains", "climate", "mentioned")
    ]
    assert (told["correction"], told["share"], told["checked"]) == ("corrected", "1.0000", "3")
    assert int(told["numerator"]) < 3
    page = (study.folder / "report" / "report-nb.html").read_text("utf-8")
    assert "rettet\N{NO-BREAK SPACE}100" in page
    assert "Mennesker har kontrollert" in page


def test_a_decision_is_followed_by_another_and_never_overwritten(study: Study) -> None:
    drawn = plan.draw_for(study, of="bodies", variable="domains", width=0.4)
    assert drawn.table is not None
    fill(drawn.table, {"K1-1": "nei", "K1-2": "MÅL"})
    assert plan.decide(study, drawn.table, person=None)[0] == 2
    assert plan.decide(study, drawn.table, person=None)[0] == 0  # nothing new is said
    fill(drawn.table, {"K1-1": "øverst"}, person="Ola")
    assert plan.decide(study, drawn.table, person=None)[0] == 1
    assert history(study) == [("Kari", "0"), ("Kari", "2"), ("Ola", "3")]
    with sqlite3.connect(study.folder / "study.db") as connection:
        for order in ("UPDATE decisions SET answer = '1'", "DELETE FROM decisions"):
            with pytest.raises(sqlite3.IntegrityError, match="never changed"):
                connection.execute(order)
    connection.close()


def test_what_is_not_understood_is_named_by_line_and_the_rest_is_taken(study: Study) -> None:
    drawn = plan.draw_for(study, of="bodies", variable="domains", width=0.4)
    assert drawn.table is not None
    fill(drawn.table, {"K1-1": "kanskje", "K1-2": "nei"})
    fresh, [problem] = plan.decide(study, drawn.table, person=None)
    assert fresh == 1
    assert "kanskje" in problem.message
    assert problem.place is not None
    assert problem.place.endswith("line 2")


def test_answers_without_a_name_are_not_taken(study: Study) -> None:
    drawn = plan.draw_for(study, of="bodies", variable="domains", width=0.4)
    assert drawn.table is not None
    fill(drawn.table, {"K1-1": "nei"}, person="")
    assert plan.decide(study, drawn.table, person=None)[0] == 0
    assert plan.decide(study, drawn.table, person="Kari")[0] == 1


def test_a_greater_draw_keeps_what_is_decided(study: Study) -> None:
    small = plan.draw_for(study, of="statements", variable="domains", width=0.6)
    assert small.table is not None
    first = rows(small.table)[0]
    fill(small.table, {first["nr"]: "annet"}, column="type")
    plan.decide(study, small.table, person=None)
    plan.draw_for(study, of="statements", variable="domains", width=0.5)
    [recorded] = last_draws(study)
    assert len(recorded.drawn) > len(rows(small.table))
    _, coded = people_answers(study)
    assert [one.codes.type for one in coded.values()] == ["none"]


def test_statements_are_coded_with_the_words_of_the_codebook(study: Study) -> None:
    drawn = plan.draw_for(study, of="statements", variable="domains", width=0.5)
    assert drawn.table is not None
    assert drawn.codes is not None
    assert any("Klima og miljø" in line for line in drawn.codes.read_text("utf-8").splitlines())
    found = rows(drawn.table)
    fill(drawn.table, {found[0]["nr"]: "Mål"}, column="type")
    fill(drawn.table, {found[0]["nr"]: "klima og miljø; life"}, column="temaer")
    assert plan.decide(study, drawn.table, person=None) == (1, [])
    _, coded = people_answers(study)
    [one] = coded.values()
    assert (one.codes.type, one.codes.themes) == ("goal", ("climate", "life"))
    assert one.chance <= 1 / len(found) + 0.01


def test_the_rest_of_a_filled_in_table_may_be_anything_but_ours(study: Study) -> None:
    path = study.folder / "other.csv"
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(StudyError, match="no table of checks"):
        plan.decide(study, path, person="Kari")


def test_a_width_that_cannot_be_had_is_said_with_the_least_that_can(study: Study) -> None:
    sample = study.folder / "sample.csv"
    sample.write_text(re.sub(r"1\.0", "0.1", sample.read_text("utf-8")), encoding="utf-8")
    with pytest.raises(UsageError, match="so few bodies are drawn"):
        plan.draw_for(study, of="bodies", variable="domains", width=0.1)


def test_a_sample_without_chances_cannot_be_planned_for(study: Study) -> None:
    (study.folder / "sample.csv").write_text(REGISTER, encoding="utf-8")
    with pytest.raises(StudyError, match="no inclusion probability"):
        plan.options(study, of="bodies", variable="domains")


def test_answers_are_understood_in_all_three_languages() -> None:
    for said in words().values():
        assert [level_of(one, strong=True) for one in said["levels"]] == ["0", "1", "2", "3"]
        assert [level_of(one.upper(), strong=False) for one in said["either"]] == ["0", "1"]
        assert {column_of(name) for name in said["columns"].values()} == set(said["columns"])
    assert codes_of(json.dumps({"type": "challenge"})).themes == ()


def test_weights_can_be_made_to_meet_what_the_register_knows(study: Study) -> None:
    sample = study.folder / "sample.csv"
    told = [line.replace("1.0", "0.5") for line in sample.read_text("utf-8").splitlines()]
    sample.write_text("\n".join(told) + "\n", encoding="utf-8")
    settings = study.folder / "study.toml"
    plain = settings.read_text("utf-8")
    settings.write_text(plain + '[estimate]\ncalibrate_on = ["level"]\n', encoding="utf-8")
    data = study_data(plan_of(Study.open(study.folder)), "")
    assert sum(data.weights.values()) == pytest.approx(3)


def made_earlier(study: Study) -> None:
    """As after an update: what is computed was made by another version."""
    for path in list((study.folder / "derived").iterdir()):
        path.rename(path.with_name(path.name.split("-")[0] + "-000000000000"))


def test_after_an_update_it_is_said_that_the_coding_is_of_an_earlier_version(study: Study) -> None:
    made_earlier(study)
    with pytest.raises(StudyError, match="3 of 3 documents were coded by an earlier") as raised:
        plan.options(study, of="bodies", variable="domains")
    assert "maalkart run" in (raised.value.hint or "")


def test_a_document_that_is_not_coded_yet_stops_a_draw_of_the_rest(study: Study) -> None:
    new = study.folder / "documents" / "ny.md"
    new.write_text("# Plan for Nesøy\n\n- Alle skal ha det godt\n", encoding="utf-8")
    with study.manifest_path.open("a", encoding="utf-8") as file:
        file.write("9903,samfunnsdel,documents/ny.md,,,\n")
    with pytest.raises(StudyError, match="1 of 4 documents are not coded yet"):
        plan.draw_for(study, of="bodies", variable="domains", width=0.4)
    shutil.rmtree(study.folder / "derived")
    with pytest.raises(StudyError, match="4 of 4 documents are not coded yet"):
        plan.options(study, of="bodies", variable="domains")
    study.manifest_path.write_text("body,kind,source\n", encoding="utf-8")
    with pytest.raises(StudyError, match="no documents to code"):
        plan.options(study, of="bodies", variable="domains")


def test_answers_are_kept_though_the_coding_is_no_longer_fresh(study: Study) -> None:
    drawn = plan.draw_for(study, of="bodies", variable="domains", width=0.4)
    assert drawn.table is not None
    fill(drawn.table, {"K1-1": "nei", "K1-2": "mål"})
    made_earlier(study)
    done = CliRunner().invoke(
        app, ["plan-coding", str(study.folder), "--answers", str(drawn.table)]
    )
    assert done.exit_code == 1
    assert "2 new decisions" in done.output
    assert "earlier version" in done.output
    assert history(study) == [("Kari", "0"), ("Kari", "2")]
    run(study, workers=1)
    done = CliRunner().invoke(app, ["plan-coding", str(study.folder)])
    assert done.exit_code == 0
    assert f"2 of {drawn.checks} drawn are checked" in done.output


def test_the_gain_so_far_is_beside_what_is_to_be_expected(study: Study) -> None:
    drawn = plan.draw_for(study, of="bodies", variable="domains", width=0.01)
    assert drawn.table is not None
    [before] = plan.gains(study)
    assert (before.checked, before.width, before.expected, before.gone) == (0, None, 0.0, 0)
    fill(drawn.table, {row["nr"]: "nevnt" for row in rows(drawn.table)})
    plan.decide(study, drawn.table, person=None)
    [after] = plan.gains(study)
    assert (after.checked, after.corrected, after.width) == (drawn.checks, after.codes, 0.0)
    (study.folder / "documents" / "nesoy.md").write_text("# Ingenting\n", encoding="utf-8")
    manifest = study.manifest_path.read_text("utf-8").splitlines()
    study.manifest_path.write_text("\n".join(manifest[:-1]) + "\n", encoding="utf-8")
    run(study, workers=1)
    [less] = plan.gains(study)
    assert less.gone == after.codes  # one body of three, once for every code


def test_bodies_are_checked_by_one_kind_of_document_and_its_shares_corrected(study: Study) -> None:
    done = CliRunner().invoke(
        app, ["plan-coding", str(study.folder), "--of", "samfunnsdel", "--width", "0.01"]
    )
    assert done.exit_code == 0, done.output
    table = study.folder / "checks" / "1-bodies-domains-samfunnsdel.csv"
    found = rows(table)
    assert {row["avsender"] for row in found} == {"Storvik", "Lauvdal"}  # Nesøy has none
    assert all("Svar bare ut fra kommuneplanens samfunnsdel." in row["spørsmål"] for row in found)
    climate = {row["nr"]: "mål" for row in found if "«Klima og miljø»" in row["spørsmål"]}
    fill(table, climate)
    assert plan.decide(study, table, person=None) == (2, [])
    [gain] = plan.gains(study)
    assert (gain.checked, gain.corrected, gain.drawn) == (2, 1, len(found))
    run(study, workers=1)
    estimates = study.folder / "report" / "tables" / "nb" / "estimates.csv"
    told = {(row["table"], row["column"]): row for row in rows(estimates) if row["id"] == "climate"}
    kind = told["domains_by_kind", "samfunnsdel"]
    assert (kind["correction"], kind["share"], kind["checked"]) == ("corrected", "1.0000", "2")
    assert told["domains", "mentioned"]["correction"] == "uncorrected"


def test_a_kind_that_the_study_does_not_ask_for_cannot_be_checked(study: Study) -> None:
    settings = study.folder / "study.toml"
    kinds = '[documents]\nkinds = ["samfunnsdel", "arbeidsgiverstrategi"]\n'
    settings.write_text(settings.read_text("utf-8") + kinds, encoding="utf-8")
    done = CliRunner().invoke(app, ["plan-coding", str(study.folder), "--of", "planstrategi"])
    assert "asks for no «planstrategi»" in str(done.exception)
    with pytest.raises(UsageError, match="cannot be checked"):
        plan.options(study, of="bodies", variable="colours@samfunnsdel")
