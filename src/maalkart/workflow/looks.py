"""What a study wants of its report: settings, logo and a team's own text, read from its folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from maalkart.core.errors import StudyError
from maalkart.core.settings import ReportLanguage
from maalkart.report.layout import Look
from maalkart.workflow.study import Study

LOGOS = {".svg": "svg", ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}
TEXTS = "text"  # the folder of a team's own text, beside study.toml


def look_of(study: Study) -> Look:
    """The look of a study's report; raises StudyError for what is not there or cannot be used."""
    settings = study.settings.report
    logo, kind = _logo(study.folder, settings.logo)
    if logo is not None and not settings.logo_text:
        raise StudyError(
            "the logo has no text for those who do not see it",
            place="study.toml, [report]",
            hint='write logo_text = "…", for example the name of the organisation',
        )
    return Look(
        chapters=settings.chapters,
        leave_out=frozenset(settings.leave_out),
        titles={str(language): titles for language, titles in settings.titles.items()},
        authors=settings.authors,
        colour=settings.colour.lower(),
        logo=logo,
        logo_kind=kind,
        logo_text=settings.logo_text,
        texts=dict(_texts(study.folder / TEXTS)),
    )


def files_of(study: Study) -> Iterator[Path]:
    """The files beside study.toml that the report is made of."""
    if study.settings.report.logo is not None:
        yield study.folder / study.settings.report.logo
    yield from sorted((study.folder / TEXTS).glob("*.md"))


def _logo(folder: Path, name: str | None) -> tuple[bytes | None, str]:
    if name is None:
        return None, ""
    path = folder / name
    kind = LOGOS.get(path.suffix.lower())
    if kind is None:
        raise StudyError(
            f"the logo «{name}» is of no kind that can be shown",
            place="study.toml, [report] logo",
            hint=f"save it as one of {', '.join(sorted(LOGOS))}",
        )
    try:
        return path.read_bytes(), kind
    except OSError:
        raise StudyError(
            "the logo is not there", place=str(path), hint="put it there, or take out [report] logo"
        ) from None


def _texts(folder: Path) -> Iterator[tuple[tuple[str, str], str]]:
    """By chapter and language; a file without a language is for those without one of their own."""
    for path in sorted(folder.glob("*.md")):
        name, _, language = path.stem.partition(".")
        if language and language not in get_args(ReportLanguage):
            raise StudyError(
                f"«{language}» is no language of the report",
                place=str(path),
                hint=f"name it {name}.md or one of {name}.nb.md, {name}.nn.md, {name}.en.md",
            )
        try:
            yield (name, language), path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise StudyError(
                f"not UTF-8 at byte {error.start}", place=str(path), hint="save it as UTF-8"
            ) from None
