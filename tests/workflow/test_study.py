"""A bad row of the manifest is a problem of its own; the rest of the work goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from maalkart.core.errors import StudyError
from maalkart.workflow.sample import draw, draw_if_missing
from maalkart.workflow.study import Manifest, Study, load_manifest

REGISTER = "number,name,level,population\n9901,Storvik,municipality,4200\n9902,Fjordane,county,\n"


def study(folder: Path, manifest: str, **files: str) -> Study:
    (folder / "study.toml").write_text(
        '[study]\nname = "x"\n[population]\nregister = "register.csv"\n', encoding="utf-8"
    )
    (folder / "register.csv").write_text(REGISTER, encoding="utf-8")
    (folder / "manifest.csv").write_text(manifest, encoding="utf-8")
    (folder / "documents").mkdir()
    for name, text in files.items():
        (folder / "documents" / f"{name}.txt").write_text(text, encoding="utf-8")
    opened = Study.open(folder)
    draw_if_missing(opened)
    return opened


def manifest_of(one: Study) -> Manifest:
    return load_manifest(one, one.bodies())


def test_the_sample_carries_facts_and_probabilities(tmp_path: Path) -> None:
    bodies = study(tmp_path, "body,kind,source\n").bodies()
    assert [body.number for body in bodies] == ["9901", "9902"]
    assert bodies[0].inclusion_probability == 1.0
    assert bodies[0].facts == {"population": "4200", "probability_method": "exact"}
    assert bodies[1].level == "county"


def test_a_second_draw_needs_force(tmp_path: Path) -> None:
    one = study(tmp_path, "body,kind,source\n")
    with pytest.raises(StudyError, match="--force"):
        draw(one)
    assert len(draw(one, force=True).bodies) == 2
    assert (tmp_path / "sample-1.csv").is_file()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("9903,samfunnsdel,documents/a.txt,,,", "no body with the number «9903»"),
        ("9901,budsjett,documents/a.txt,,,", "unknown kind of document «budsjett»"),
        ("9901,samfunnsdel,documents/b.txt,,,", r"the file documents/b\.txt is not there"),
        ("9901,samfunnsdel,documents,,,", "documents is not a file"),
        ("9901,samfunnsdel,documents/a.txt,i fjor,,", "«i fjor» is no date"),
        ("9901,samfunnsdel,documents/a.txt,,kanskje,", "unknown status «kanskje»"),
        ("9901,samfunnsdel,,,,", "no file is named"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_goes_on(tmp_path: Path, row: str, said: str) -> None:
    good = "9902,planstrategi,documents/a.txt,16.6.2020,adopted,"
    one = study(tmp_path, f"body,kind,source,adopted,status,note\n{row}\n{good}\n", a="Mål")
    manifest = manifest_of(one)
    (problem,) = manifest.problems
    with pytest.raises(StudyError, match=said):
        raise problem
    assert "line 2" in str(problem)
    assert problem.hint
    assert [source.row.adopted for source in manifest.sources] == ["2020-06-16"]


def test_the_same_content_counts_once_for_a_body_and_once_for_each_body(tmp_path: Path) -> None:
    rows = "9901,other,documents/a.txt\n9901,other,documents/b.txt\n9902,other,documents/b.txt\n"
    one = study(tmp_path, "body,kind,source\n" + rows, a="Felles avtale", b="Felles avtale")
    manifest = manifest_of(one)
    assert [(s.row.body, s.path.name) for s in manifest.sources] == [
        ("9901", "a.txt"),
        ("9902", "b.txt"),
    ]
    assert "same content as documents/a.txt" in str(manifest.problems[0])


def test_a_changed_file_is_seen_though_its_checksum_is_remembered(tmp_path: Path) -> None:
    one = study(tmp_path, "body,kind,source\n9901,other,documents/a.txt\n", a="Før")
    before = manifest_of(one).sources[0].sha256
    assert manifest_of(one).sources[0].sha256 == before
    (tmp_path / "documents" / "a.txt").write_text("Etterpå", encoding="utf-8")
    assert manifest_of(one).sources[0].sha256 != before
