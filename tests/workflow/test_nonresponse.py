"""A study where two of those drawn have no documents, from the register to the report.

Twenty invented municipalities of two counties, six drawn by county. One without documents is
replaced; another is not. Whatever is shown must say so, and add up.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from maalkart.cli.app import app
from maalkart.core.study import Body
from maalkart.workflow.plan import plan
from maalkart.workflow.results import study_data
from maalkart.workflow.study import Study

SETTINGS = """[study]
name = "Utvalgt"
[population]
register = "register.csv"
[sample]
size = 6
method = "stratified"
stratify_by = ["county"]
seed = 3
[report]
languages = ["nb"]
formats = ["html"]
"""
REGISTER = "number,name,level,population,county,size\n" + "".join(
    f"{n:04d},Bygd {n},municipality,{1000 + 300 * n},{'Nord' if n < 12 else 'Sør'},"
    f"{'stor' if n % 2 else 'liten'}\n"
    for n in range(20)
)
PLAN = "# Kommuneplanens samfunnsdel\n\n## Mål\n\n- Trygge og levende bygder\n"
CLIMATE = "- Klimagassutslippene skal halveres innen 2030\n"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Drawn, one replaced, one silent, run; every other body has a goal on climate."""
    folder = tmp_path_factory.mktemp("studies") / "study"
    (folder / "documents").mkdir(parents=True)
    (folder / "study.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "register.csv").write_text(REGISTER, encoding="utf-8")
    done("sample", folder)
    gone = next(body for body in Study.open(folder).bodies() if body.facts["county"] == "Nord")
    done("sample", folder, "--replace", gone.number, "--reason", "har ingen planer")
    silent = last(Study.open(folder).bodies(), "Nord")
    rows = ["body,kind,source"]
    for at, body in enumerate(Study.open(folder).bodies()):
        if body.number not in (gone.number, silent.number):
            text = PLAN.replace("##", f"{body.name}\n\n##") + CLIMATE * (at % 2)
            (folder / "documents" / f"{body.number}.md").write_text(text, encoding="utf-8")
            rows.append(f"{body.number},samfunnsdel,documents/{body.number}.md")
    (folder / "manifest.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    done("run", folder, "--workers", "1")
    return Study.open(folder)


def last(bodies: tuple[Body, ...], county: str) -> Body:
    held = [b for b in bodies if b.facts["county"] == county and not b.nonresponding]
    return [body for body in held if not body.replaces][-1]


def done(command: str, folder: Path, *more: str) -> str:
    result = CliRunner().invoke(app, [command, str(folder), *more])
    assert result.exit_code == 0, result.output
    return result.output


def estimates(study: Study) -> list[dict[str, str]]:
    path = study.folder / "report" / "tables" / "nb" / "estimates.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_coverage_counts_the_drawn_the_silent_and_what_came_instead(study: Study) -> None:
    [climate] = [
        row
        for row in estimates(study)
        if (row["table"], row["id"], row["column"]) == ("domains", "climate", "mentioned")
    ]
    names = ("population", "bodies", "bodies_with", "bodies_read", "replacements", "denominator")
    assert [climate[name] for name in names] == ["20", "6", "5", "5", "1", "5"]
    coverage = study_data(plan(study), "")
    assert len(coverage.bodies) == 7
    assert len(coverage.drawn) == 6


def test_those_that_answered_are_weighed_for_the_silent_of_their_county(study: Study) -> None:
    data = study_data(plan(study), "")
    chances = {body.facts["county"]: body.inclusion_probability for body in data.sampled}
    drawn = {body.facts["county"]: body.inclusion_probability for body in data.drawn}
    nord = [body for body in data.sampled if body.facts["county"] == "Nord"]
    assert chances["Sør"] == drawn["Sør"]
    assert chances["Nord"] == pytest.approx(len(nord) / 12)
    assert sum(1 / (body.inclusion_probability or 1) for body in data.sampled) == pytest.approx(20)
    assert any(body.replaces for body in nord)


def test_the_report_says_so_in_words(study: Study) -> None:
    page = (study.folder / "report" / "report-nb.html").read_text("utf-8")
    assert "Av de 6 som ble trukket, mangler 2 lesbare dokumenter, og 1 er erstattet" in page
    assert "Trukket: 6 av 20." in page
    report = done("report", study.folder, "--check")
    assert "the report is whole" in report


def test_raked_weights_meet_the_register_with_the_silent_left_out(study: Study) -> None:
    settings = study.folder / "study.toml"
    plain = settings.read_text("utf-8")
    try:
        settings.write_text(plain + '[estimate]\ncalibrate_on = ["county"]\n', encoding="utf-8")
        data = study_data(plan(Study.open(study.folder)), "")
    finally:
        settings.write_text(plain, encoding="utf-8")
    counties = {body.number: body.facts["county"] for body in data.bodies}
    for county, total in (("Nord", 12), ("Sør", 8)):
        inside = [weight for body, weight in data.weights.items() if counties[body] == county]
        assert sum(inside) == pytest.approx(total)
    assert set(data.weights) == {body.number for body in data.sampled}


def test_documents_of_one_recorded_without_response_are_refused(study: Study) -> None:
    manifest = study.folder / "manifest.csv"
    plain = manifest.read_text("utf-8")
    gone = next(body for body in study.bodies() if body.nonresponding)
    try:
        row = f"{gone.number},samfunnsdel,{plain.splitlines()[1].split(',')[2]}\n"
        manifest.write_text(plain + row, encoding="utf-8")
        planned = plan(study)
    finally:
        manifest.write_text(plain, encoding="utf-8")
    assert "recorded as nonresponse" in str(planned.manifest.problems[0])
    assert gone.number not in {source.row.body for source in planned.manifest.sources}


def test_nothing_is_missing_of_one_recorded_without_response(study: Study) -> None:
    told = done("status", study.folder).splitlines()
    assert told[-2].startswith("6 bodies × 6 kinds = 36: x 5 there, – 31 missing")
    assert told[-1] == "1 more without response, of which nothing is expected"


def test_settings_that_cannot_draw_any_more_do_not_stop_the_figures(study: Study) -> None:
    settings = study.folder / "study.toml"
    plain = settings.read_text("utf-8")
    try:
        other = plain.replace('"stratified"', '"balanced"\nbalance_on = ["nothing"]')
        settings.write_text(other, encoding="utf-8")
        assert study_data(plan(Study.open(study.folder)), "").held is None
        settings.write_text(other.replace("nothing", "population"), encoding="utf-8")
        held = study_data(plan(Study.open(study.folder)), "").held
    finally:
        settings.write_text(plain, encoding="utf-8")
    assert held is not None
    assert set(held.values) == {f"{number:04d}" for number in range(20)}
