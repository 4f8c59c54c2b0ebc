"""A study on disk: its settings, its bodies and its documents."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast, get_args

from maalkart.core.csvfile import read_table, table_text
from maalkart.core.errors import MaalkartError, StudyError
from maalkart.core.settings import ReportFormat, ReportLanguage, StudySettings, load_settings
from maalkart.core.study import Body, DocumentKind, ManifestRow, Status
from maalkart.register.frame import load_bodies
from maalkart.store.database import Database, FileMark
from maalkart.store.derived import Derived

MANIFEST = ("body", "kind", "source", "adopted", "status", "note", "address")


@dataclass(frozen=True, slots=True)
class Study:
    """A folder with a study.toml. Opening it reads the settings and nothing else."""

    folder: Path
    settings: StudySettings

    @classmethod
    def open(cls, folder: Path) -> Study:
        """Raises StudyError where there is no study.toml or it cannot be used."""
        return cls(folder, load_settings(folder / "study.toml"))

    @property
    def derived(self) -> Derived:
        """What is computed: may be deleted at any time."""
        return Derived(self.folder / "derived")

    @property
    def sample_path(self) -> Path:
        """The bodies drawn."""
        return self.folder / "sample.csv"

    @property
    def manifest_path(self) -> Path:
        """The table of documents."""
        return self.folder / self.settings.documents.manifest

    def bodies(self) -> tuple[Body, ...]:
        """The bodies drawn; raises StudyError where none have been."""
        if not self.sample_path.is_file():
            raise StudyError(
                "no bodies are drawn yet",
                place=str(self.sample_path),
                hint=f"draw them with: maalkart sample {self.folder}",
            )
        return load_bodies(self.sample_path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document of the manifest, found on disk: whose it is, of what kind, and its bytes' sha256.

    The same bytes under one body are one source; under several bodies (the agreement of
    municipalities that merge) they are one source a body, read and coded once.
    """

    row: ManifestRow
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The usable rows of a manifest, the sources found, and what is wrong with the rest."""

    rows: tuple[ManifestRow, ...]
    sources: tuple[Source, ...]
    problems: tuple[MaalkartError, ...]


@contextmanager
def opened(study: Study) -> Iterator[Database]:
    """The study's database `study.db`, made where it is missing, closed whatever happens."""
    database = Database(study.folder / "study.db")
    try:
        yield database
    finally:
        database.close()


def load_manifest(study: Study, bodies: Iterable[Body]) -> Manifest:
    """Read manifest.csv and find its files; a bad row is a problem of its own, never the end."""
    known = {body.number: body for body in bodies}
    problems: list[MaalkartError] = []
    rows: list[ManifestRow] = []
    sources: list[Source] = []
    lines = read_table(study.manifest_path, required=("body", "kind", "source"), known=MANIFEST)
    with opened(study) as database:
        marks = database.files()
    fresh: dict[str, FileMark] = {}
    first: dict[tuple[str, str], str] = {}
    for line, cells in lines:
        place = f"{study.manifest_path}, line {line}"
        try:
            row = _row(cells, known, study.settings, place)
            rows.append(row)
            source = _source(row, study, place, marks, fresh)
            twin = first.setdefault((row.body, source.sha256), row.source)
            if twin != row.source:
                raise StudyError(
                    f"{row.source} has the same content as {twin}",
                    place=place,
                    hint="it is counted once; delete one of the two rows",
                )
            sources.append(source)
        except MaalkartError as error:
            problems.append(error)
    with opened(study) as database:
        database.remember_files(fresh)
    return Manifest(tuple(rows), tuple(sources), tuple(problems))


def _row(
    cells: dict[str, str], known: dict[str, Body], settings: StudySettings, place: str
) -> ManifestRow:
    if cells["body"] not in known:
        raise StudyError(
            f"no body with the number «{cells['body']}» is in the sample",
            place=place,
            hint="write the number as in sample.csv, with its leading zero",
        )
    if known[cells["body"]].nonresponding:
        raise StudyError(
            f"{known[cells['body']].name} is recorded as nonresponse, but has a document",
            place=place,
            hint="delete this row, or its response in sample.csv and the body that replaced it",
        )
    kind = cells["kind"].lower()
    if kind not in get_args(DocumentKind):
        raise StudyError(
            f"unknown kind of document «{cells['kind']}»",
            place=place,
            hint=f"write one of: {', '.join(get_args(DocumentKind))}",
        )
    status = cells.get("status") or "unknown"
    if status not in get_args(Status):
        raise StudyError(
            f"unknown status «{status}»",
            place=place,
            hint=f"write one of: {', '.join(get_args(Status))}, or leave it empty",
        )
    if not cells["source"]:
        raise StudyError("no file is named", place=place, hint="write where the document lies")
    return ManifestRow(
        body=cells["body"],
        kind=cast("DocumentKind", kind),
        source=cells["source"],
        adopted=_iso_date(cells.get("adopted", ""), place),
        status=cast("Status", status),
        note=cells.get("note") or None,
        address=cells.get("address") or None,
    )


def _iso_date(text: str, place: str) -> str | None:
    if not text:
        return None
    try:
        if text.count(".") == 2:  # 16.6.2020, as Excel shows it in Norway
            day, month, year = (int(part) for part in text.split("."))
            return date(year, month, day).isoformat()
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise StudyError(
            f"«{text}» is no date", place=place, hint="write 2020-06-16 or 16.06.2020"
        ) from None


def _source(
    row: ManifestRow,
    study: Study,
    place: str,
    marks: dict[str, FileMark],
    fresh: dict[str, FileMark],
) -> Source:
    if is_address(row.source):
        raise StudyError(
            f"{row.source} is not fetched yet", place=place, hint="fetch it with: maalkart collect"
        )
    path = study.folder / row.source
    try:
        state = path.stat()
    except (OSError, ValueError):
        raise StudyError(
            f"the file {row.source} is not there",
            place=place,
            hint="put it there, or fetch it with: maalkart collect",
        ) from None
    if not path.is_file():
        raise StudyError(f"{row.source} is not a file", place=place, hint="name one file a row")
    name = os.fspath(row.source)
    mark = marks.get(name)
    if mark is None or (mark.size, mark.modified) != (state.st_size, state.st_mtime_ns):
        mark = FileMark(state.st_size, state.st_mtime_ns, file_sha256(path))
        fresh[name] = mark
    return Source(row=row, path=path, sha256=mark.sha256)


def is_address(source: str) -> bool:
    """Whether a source is an address of the web, not a file."""
    return source.lower().startswith(("http://", "https://"))


def file_sha256(path: Path) -> str:
    """The sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def report_files(study: Study, language: ReportLanguage) -> dict[ReportFormat, Path]:
    """Where the report lies in a language, in each of the study's formats."""
    names: dict[ReportFormat, str] = {"xlsx": "tables"}
    folder = study.folder / "report"
    return {
        form: folder / f"{names.get(form, 'report')}-{language}.{form}"
        for form in study.settings.report.formats
    }


DRAWN = ("probability_method", "stratum", "response", "reason", "replacement_for")
"""What sample.csv says of the draw, before what the register says of the body."""


def write_sample(study: Study, bodies: Iterable[Body]) -> None:
    """Write sample.csv: number, name, level, inclusion probability, the draw, and every fact."""
    bodies = tuple(bodies)
    facts = dict.fromkeys((*DRAWN, *(name for body in bodies for name in body.facts)))
    header = ("number", "name", "level", "inclusion_probability", *facts)
    rows = (
        (b.number, b.name, b.level, _chance(b), *(b.facts.get(name, "") for name in facts))
        for b in bodies
    )
    write_text(study.sample_path, table_text(header, rows))


def _chance(body: Body) -> str:
    return "" if body.inclusion_probability is None else repr(body.inclusion_probability)


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f".{path.name}.making")
    making.write_text(text, encoding="utf-8", newline="")
    os.replace(making, path)
