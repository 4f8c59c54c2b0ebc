"""What a study wants of its report is read from its folder, and errors name the file to mend."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_study import SETTINGS, make_study

from maalkart.core.errors import StudyError
from maalkart.report.layout import Look
from maalkart.workflow.looks import files_of, look_of
from maalkart.workflow.study import Study

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def look(folder: Path, *lines: str) -> Look:
    settings = SETTINGS + "\n".join(lines) + "\n"
    (folder / "study.toml").write_text(settings, encoding="utf-8")
    return look_of(Study.open(folder))


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = make_study(tmp_path / "study")
    (folder / "text").mkdir()
    return folder


def test_a_teams_text_is_found_by_chapter_and_language(study: Path) -> None:
    (study / "text" / "goals.md").write_text("For alle", encoding="utf-8")
    (study / "text" / "goals.nn.md").write_text("På nynorsk", encoding="utf-8")
    found = look(study)
    assert found.own("goals", "nb") == "For alle"
    assert found.own("goals", "nn") == "På nynorsk"
    assert found.own("summary", "nb") is None


def test_a_text_of_another_name_is_a_chapter_of_its_own(study: Path) -> None:
    (study / "text" / "forord.md").write_text("# Forord\n\nTakk.", encoding="utf-8")
    assert look(study).order()[-1] == "forord"
    assert look(study, 'chapters = ["forord", "goals"]').order() == ("forord", "goals")


def test_a_logo_comes_along_with_its_text(study: Path) -> None:
    (study / "logo.svg").write_bytes(DRAWING)
    found = look(study, 'logo = "logo.svg"', 'logo_text = "Storvik kommune"')
    assert (found.logo, found.logo_kind, found.logo_text) == (DRAWING, "svg", "Storvik kommune")
    assert study / "logo.svg" in files_of(Study.open(study))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (('logo = "logo.svg"',), "no text for those who do not see it"),
        (('logo = "borte.png"', 'logo_text = "x"'), "the logo is not there"),
        (('logo = "logo.exe"', 'logo_text = "x"'), "no kind that can be shown"),
        (('leave_out = ["mergers"]',), "there is no chapter «mergers»"),
        (('colour = "#ffee88"',), "contrast"),
    ],
)
def test_what_cannot_be_used_is_named(study: Path, lines: tuple[str, ...], said: str) -> None:
    (study / "logo.svg").write_bytes(DRAWING)
    with pytest.raises(StudyError, match=said) as error:
        look(study, *lines)
    assert error.value.place
    assert error.value.hint


def test_a_text_in_an_unknown_language_is_named(study: Path) -> None:
    (study / "text" / "goals.sv.md").write_text("På svenska", encoding="utf-8")
    with pytest.raises(StudyError, match="«sv» is no language"):
        look(study)
