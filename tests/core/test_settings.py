"""study.toml is checked key by key, and what is wrong is said with its line and its remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from maalkart.core.errors import StudyError
from maalkart.core.settings import load_settings

GOOD = """\
[study]
name = "Mål i Storvik"
[population]
register = "register.csv"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "study.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_little_is_needed(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, GOOD))
    assert settings.study.name == "Mål i Storvik"
    assert settings.sample.method == "all"
    assert settings.report.languages == ("nb",)


@pytest.mark.parametrize(
    ("more", "line", "said"),
    [
        ("[sample]\nseeed = 3\n", 6, "did you mean «seed»"),
        ("[documnets]\n", 5, "did you mean «documents»"),
        ('[report]\nlanguages = ["nb", "fi"]\n', 6, "languages"),
        ('[documents]\nkinds = ["budsjett"]\n', 6, "kinds"),
        ("[sample]\nsize = 0\n", 6, "size"),
        ('[sample]\nsize = "41"\n', 6, "size"),
    ],
)
def test_faults_are_named_with_line_and_remedy(
    tmp_path: Path, more: str, line: int, said: str
) -> None:
    with pytest.raises(StudyError) as raised:
        load_settings(written(tmp_path, GOOD + more))
    assert f"line {line}" in str(raised.value)
    assert said in str(raised.value)
    assert raised.value.exit_code == 2


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="population"):
        load_settings(written(tmp_path, '[study]\nname = "x"\n'))


def test_no_study_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="maalkart init"):
        load_settings(tmp_path / "study.toml")


@pytest.mark.parametrize("raw", [b"[study\nname = 1", b'[study]\nname = "\xe5"'])
def test_what_is_no_toml_is_said(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "study.toml"
    path.write_bytes(raw)
    with pytest.raises(StudyError, match=r"study\.toml"):
        load_settings(path)
